//! What stands around a job: its people, its kind, the aims of the role, the ladder, how results are followed.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Value, json};

use super::{Sheet, head, length, rows, why_not};
use crate::{
    app::App,
    company::{self, model::Ladder},
    db::Conn,
    fault::Fault,
    flow,
    jobs::{
        self, JobChange, KindDecision,
        api::{documents::SetKind, jobs::ChangeJob},
        model::{Accountability, Job, RolePlan, suggest_kind},
    },
    kernel::{ctx::Ctx, ids::JobId, kind::Kind, role::Role, text_enum::TextEnum},
    people::{self as staff, Visit},
    web::{ApiResult, Form, Problem, done},
};

type May = fn(&Ctx, &Job) -> Result<(), Fault>;
type Again = Option<(Value, Problem)>;

/// One document of a job as a form.
#[derive(Clone, Copy)]
struct Document {
    template: &'static str,
    name: &'static str,
    may: May,
    /// What is stored, in the shape of the form.
    stored: fn(&Job) -> Value,
    /// What the form offers beside it.
    offers: fn(&mut Conn, &Visit, &Value) -> Result<Value, Fault>,
}

const PEOPLE: Document = Document {
    template: "jobs/pages/people",
    name: "job-people",
    may: jobs::may_staff,
    stored: |job| {
        json!({
            "title": job.title, "reason": job.reason, "hiring_manager": job.hiring_manager,
            "sponsor": job.sponsor, "ops_lead": job.ops_lead, "hr": job.hr,
        })
    },
    offers: |conn, visit, _| offered_people(conn, visit),
};
const KIND: Document = Document {
    template: "jobs/pages/kind",
    name: "job-kind",
    may: jobs::may_decide_kind,
    stored: |job| {
        let choice = job.kind_choice.as_ref().map(|choice| &choice.0);
        json!({
            "answers": choice.map(|c| c.answers),
            "kind": job.kind,
            "reason": choice.map(|c| &c.reason),
        })
    },
    offers: |_, visit, body| {
        let answers = body.get("answers").cloned().unwrap_or_default();
        let suggestion = serde_json::from_value(answers)
            .ok()
            .map(|answers| suggest_kind(&answers));
        Ok(json!({ "kinds": kinds(visit), "yes_no": yes_no(visit), "suggestion": suggestion }))
    },
};
const ROLE_PLAN: Document = Document {
    template: "jobs/pages/role_plan",
    name: "job-role-plan",
    may: jobs::may_describe,
    stored: |job| json!(job.role_plan),
    offers: |_, _, _| Ok(json!({})),
};
const LADDER: Document = Document {
    template: "jobs/pages/ladder",
    name: "job-ladder",
    may: jobs::may_describe,
    stored: |job| json!(job.ladder),
    offers: |conn, _, body| {
        let own = company::get(conn)?.body.ladders;
        let codes: Vec<String> = own.into_iter().map(|ladder| ladder.ladder_id).collect();
        Ok(json!({ "rungs": rows(length(body, "/rungs"), 1, 3), "company": codes }))
    },
};
const ACCOUNTABILITY: Document = Document {
    template: "jobs/pages/accountability",
    name: "job-accountability",
    may: jobs::may_describe,
    stored: |job| json!(job.accountability),
    offers: |_, _, body| Ok(json!({ "measures": rows(length(body, "/measures"), 1, 5) })),
};

async fn shown(
    app: &App,
    visit: &Visit,
    id: JobId,
    document: Document,
    again: Again,
) -> ApiResult<HttpResponse> {
    let (me, typed) = (visit.clone(), again.as_ref().map(|(typed, _)| typed.clone()));
    let load = move |conn: &mut Conn, ctx: &Ctx| {
        let job = jobs::visible(conn, ctx, id)?;
        let body = typed.clone().unwrap_or_else(|| (document.stored)(&job));
        Ok(json!({
            "job": head(&job, "overview"),
            "blocked": why_not(&job, (document.may)(ctx, &job)),
            "offers": (document.offers)(conn, &me, &body)?,
            "body": body,
        }))
    };
    let sheet = Sheet {
        template: document.template,
        name: document.name,
        load,
    };
    sheet.shown(app, visit, again).await
}

/// Goes back to the job after a change, or shows the form again.
async fn finished(
    (app, visit, id): (&App, &Visit, JobId),
    document: Document,
    form: &Form,
    saved: Result<Job, Fault>,
) -> ApiResult<HttpResponse> {
    match saved {
        Ok(_) => Ok(visit.go(&format!("/jobs/{id}"), "job-saved")),
        Err(fault) => {
            shown(
                app,
                visit,
                id,
                document,
                Some((form.body().clone(), fault.into())),
            )
            .await
        }
    }
}

/// The handlers of one document: what shows it and what saves it.
macro_rules! document {
    ($show:ident, $save:ident, $which:ident, $body:ty, $act:path, $read:expr) => {
        /// The form.
        pub(super) async fn $show(app: Data<App>, visit: Visit, id: Path<JobId>) -> ApiResult<HttpResponse> {
            shown(&app, &visit, *id, $which, None).await
        }
        /// Saves it, or shows the form again with every reason.
        pub(super) async fn $save(
            app: Data<App>,
            visit: Visit,
            id: Path<JobId>,
            form: Form,
        ) -> ApiResult<HttpResponse> {
            let (ctx, seen, body, id) = (app.ctx(&visit), form.if_match(), form.valid::<$body>(), *id);
            let saved = app
                .db
                .write(move |conn| $act(conn, &ctx, id, &seen, || body.get().map($read)))
                .await
                .and_then(done);
            finished((&app, &visit, id), $which, &form, saved).await
        }
    };
}

document!(
    people,
    save_people,
    PEOPLE,
    ChangeJob,
    flow::jobs::change,
    JobChange::from
);
document!(
    kind,
    save_kind,
    KIND,
    SetKind,
    flow::jobs::set_kind,
    KindDecision::from
);
document!(
    role_plan,
    save_role_plan,
    ROLE_PLAN,
    RolePlan,
    flow::jobs::set_role_plan,
    Clone::clone
);
document!(
    ladder,
    save_ladder,
    LADDER,
    Ladder,
    flow::jobs::set_ladder,
    Clone::clone
);
document!(
    accountability,
    save_accountability,
    ACCOUNTABILITY,
    Accountability,
    flow::jobs::set_accountability,
    Clone::clone
);

/// Yes and no, for questions.
pub(super) fn yes_no(visit: &Visit) -> Value {
    json!([
        { "value": "true", "label": visit.say("job-yes") },
        { "value": "false", "label": visit.say("job-no") },
    ])
}

/// Words of an enum as options with their names.
pub(super) fn options<T: TextEnum + Copy + 'static>(visit: &Visit, prefix: &str) -> Value {
    let of = |word: &T| {
        let word = word.as_str();
        json!({ "value": word, "label": visit.say(&format!("{prefix}-{word}")) })
    };
    T::ALL.iter().map(of).collect()
}

/// The three kinds, each with what it means.
pub(super) fn kinds(visit: &Visit) -> Value {
    let of = |kind: &Kind| {
        json!({
            "value": kind,
            "label": visit.say(&format!("job-kind-{kind}")),
            "hint": visit.say(&format!("job-kind-{kind}-means")),
        })
    };
    Kind::ALL.iter().map(of).collect()
}

/// Who can be named in which role of a job.
pub(super) fn offered_people(conn: &mut Conn, visit: &Visit) -> Result<Value, Fault> {
    let mut holding = |roles: &[Role]| -> Result<Value, Fault> {
        let mut users = Vec::new();
        for role in roles {
            users.extend(staff::users_with_role(conn, *role)?);
        }
        users.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        users.dedup_by_key(|user| user.id);
        Ok(users
            .iter()
            .map(|user| json!({ "value": user.id, "label": user.name }))
            .collect())
    };
    Ok(json!({
        "hiring_manager": holding(&[Role::HiringManager])?,
        "sponsor": holding(&[Role::Sponsor])?,
        "ops_lead": holding(&[Role::OpsLead])?,
        "hr": holding(&[Role::Hr, Role::HrLead])?,
        "reasons": options::<jobs::model::OpeningReason>(visit, "job-reason"),
    }))
}
