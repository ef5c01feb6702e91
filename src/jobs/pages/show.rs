//! One job at a glance: where it stands, what is missing before the next step and who owes it.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Value, json};

use super::{Sheet, head, list::stages, may_step, names, next_state, who_steps, why_not, with_names};
use crate::{
    app::App,
    applications,
    audit::{self, Chain, Event},
    db::Conn,
    fault::Fault,
    flow::{self, decisions::WaiverTarget, jobs::Step},
    jobs::{
        self,
        api::{SURGE, steps::JobStep},
        model::{Approval, Description, Job, OpeningReason},
    },
    kernel::{ctx::Ctx, ids::JobId, role::Role},
    people::Visit,
    pipeline::{
        evidence::Capacity,
        refusal::{GateRow, GateStatus},
        state::{ApplicationState, JobState, Machine},
    },
    web::{ApiResult, Form, Problem, charts, done},
};

/// Entries of the history shown at once.
const LATEST: usize = 12;
/// What is done with a job, as messages know it.
const KNOWN_ACTS: [&str; 12] = [
    "create",
    "transition",
    "change",
    "kind.set",
    "role_plan.set",
    "ladder.set",
    "accountability.set",
    "advert.set",
    "description.add",
    "description.approve",
    "description.publish",
    "interview_plan.set",
];

/// The job.
pub(super) async fn show(app: Data<App>, visit: Visit, id: Path<JobId>) -> ApiResult<HttpResponse> {
    shown(&app, &visit, *id, None).await
}

async fn shown(app: &App, visit: &Visit, id: JobId, trouble: Option<Problem>) -> ApiResult<HttpResponse> {
    let me = visit.clone();
    let sheet = Sheet {
        template: "jobs/pages/show",
        name: "job-tab-overview",
        load: move |conn: &mut Conn, ctx: &Ctx| overview(conn, ctx, id, &me),
    };
    sheet
        .shown(app, visit, trouble.map(|trouble| (json!({}), trouble)))
        .await
}

fn overview(conn: &mut Conn, ctx: &Ctx, id: JobId, visit: &Visit) -> Result<Value, Fault> {
    let (job, versions) = jobs::descriptions(conn, ctx, id)?;
    let next = next(conn, ctx, &job, visit)?;
    let counted: Vec<_> = applications::counts(conn, &[id])?
        .into_iter()
        .map(|(_, state, n)| (state, n))
        .collect();
    let clarity = match job.description {
        Some(number) => {
            let description = jobs::description(conn, id, number)?;
            let report = jobs::clarity_of(conn, &job, &description)?;
            json!({ "score": report.score, "hard": report.hard_failures.len(), "failed": report.failed.len() })
        }
        None => Value::Null,
    };
    let events = audit::timeline(conn, Chain::Case(id.uuid()))?;
    Ok(json!({
        "job": head(&job, "overview"),
        "steps": steps(&job),
        "next": next,
        "notice": (job.reason == OpeningReason::Surge).then_some(SURGE),
        "reason": job.reason,
        "since": job.entered_state_at,
        "opened_at": job.opened_at,
        "clarity": clarity,
        "approvals": approvals(conn, ctx, &job, &versions)?,
        "people": people(conn, &job)?,
        "waivers": flow::decisions::waivers::list(conn, ctx, WaiverTarget::Job(id)).is_ok(),
        "hr": ctx.actor.has_any(&[Role::Hr, Role::HrLead]),
        "may_staff": why_not(&job, jobs::may_staff(ctx, &job)),
        "under_way": chart(&counted, visit),
        "events": told(events),
        "body": {},
    }))
}

/// The main path with where the job is; a held job keeps its place.
fn steps(job: &Job) -> Vec<Value> {
    let at = match job.state {
        JobState::OnHold | JobState::Filled => JobState::Open,
        state => state,
    };
    let here = JobState::PATH.iter().position(|state| *state == at);
    let path = JobState::PATH.iter().enumerate();
    path.map(|(n, state)| {
        let class = match here {
            Some(here) if n < here => "is-done",
            Some(here) if n == here => "is-now",
            _ => "",
        };
        json!({ "state": state, "class": class })
    })
    .collect()
}

/// The dry run of the next step, with the one thing to do first.
fn next(conn: &mut Conn, ctx: &Ctx, job: &Job, visit: &Visit) -> Result<Value, Fault> {
    let Some(to) = next_state(job.state) else {
        return Ok(Value::Null);
    };
    let rows = if job.state == JobState::OnHold {
        Vec::new()
    } else {
        flow::jobs::gates(conn, ctx, job.id, to)?.1
    };
    let (open, met): (Vec<GateRow>, Vec<GateRow>) = with_names(conn, rows)?
        .into_iter()
        .map(|row| to_the_editor(row, visit))
        .partition(|row| row.status == GateStatus::Open);
    let total = open.len().saturating_add(met.len());
    Ok(json!({
        "to": to,
        "first": open.first(),
        "open": open,
        "met": met,
        "total": total,
        "may": may_step(ctx, job.state, to),
        "who": who_steps(job.state, to),
    }))
}

/// What is wrong with a description is mended in the editor, where each fix stands beside the form, and not in the
/// list of its versions.
fn to_the_editor(mut row: GateRow, visit: &Visit) -> GateRow {
    if let Some(place) = row
        .link
        .as_ref()
        .and_then(|link| link.strip_suffix("/descriptions"))
    {
        row.link = Some(format!("{place}/description"));
        row.how_to_fix = Some(visit.say("job-mend-description"));
    }
    row
}

/// Who approved the newest version and who still has to.
pub(super) fn approvals(
    conn: &mut Conn,
    ctx: &Ctx,
    job: &Job,
    versions: &[(Description, Vec<Approval>)],
) -> Result<Value, Fault> {
    let Some((newest, given)) = versions.last() else {
        return Ok(Value::Null);
    };
    let asked = [
        (Capacity::HiringManager, job.hiring_manager),
        (Capacity::OpsLead, job.ops_lead),
        (Capacity::Sponsor, job.sponsor),
    ];
    let mut ids: Vec<_> = asked.iter().map(|(_, person)| *person).collect();
    ids.extend(given.iter().map(|approval| approval.user_id));
    let names = names(conn, &ids)?;
    let rows: Vec<Value> = asked
        .iter()
        .map(|(capacity, person)| {
            let by = given.iter().find(|approval| approval.capacity == *capacity);
            json!({
                "capacity": capacity,
                "name": names.get(&by.map_or(*person, |approval| approval.user_id)),
                "at": by.map(|approval| approval.created_at),
            })
        })
        .collect();
    let mine = asked.iter().any(|(capacity, person)| {
        let theirs = ctx.actor.user_id() == Some(*person);
        theirs
            && !given
                .iter()
                .any(|a| a.capacity == *capacity && a.user_id == *person)
    });
    Ok(json!({
        "number": newest.number,
        "current": job.description == Some(newest.number),
        "rows": rows,
        "mine": mine && !job.state.is_terminal(),
    }))
}

fn people(conn: &mut Conn, job: &Job) -> Result<Vec<Value>, Fault> {
    let named = [
        ("hiring_manager", job.hiring_manager),
        ("sponsor", job.sponsor),
        ("ops_lead", job.ops_lead),
        ("hr", job.hr),
    ];
    let names = names(conn, &named.map(|(_, person)| person))?;
    let of = |(role, person)| json!({ "role": role, "name": names.get(&person) });
    Ok(named.into_iter().map(of).collect())
}

fn chart(counted: &[(ApplicationState, i64)], visit: &Visit) -> Value {
    let bars: Vec<(String, f64)> = stages(counted)
        .into_iter()
        .map(|(state, n)| {
            let name = visit.say(&format!("job-stage-{state}"));
            (name, f64::from(i32::try_from(n).unwrap_or(i32::MAX)))
        })
        .collect();
    if bars.is_empty() {
        return Value::Null;
    }
    json!(charts::bars(
        "by-stage",
        &visit.say("job-candidates-by-stage"),
        &bars
    ))
}

/// What happened, newest first.
fn told(mut events: Vec<Event>) -> Vec<Value> {
    events.reverse();
    events.truncate(LATEST);
    events
        .into_iter()
        .map(|event| {
            let known = KNOWN_ACTS.contains(&event.action.as_str());
            let act = if known { event.action.as_str() } else { "other" };
            json!({
                "at": event.at,
                "by": event.actor_name,
                "act": act.replace('.', "-"),
                "to": event.to_state,
                "refused": event.outcome == audit::Outcome::Refused,
                "gates": event.details.get("gates").cloned().unwrap_or_default(),
                "number": event.details.get("number").cloned().unwrap_or_default(),
            })
        })
        .collect()
}

/// Asks before a job is given up: there is no way back.
pub(super) async fn ask_cancel(app: Data<App>, visit: Visit, id: Path<JobId>) -> ApiResult<HttpResponse> {
    let sheet = Sheet {
        template: "jobs/pages/cancel",
        name: "job-cancel",
        load: move |conn: &mut Conn, ctx: &Ctx| {
            let job = jobs::visible(conn, ctx, *id)?;
            Ok(json!({
                "job": head(&job, "overview"),
                "may": may_step(ctx, job.state, JobState::Cancelled),
                "who": who_steps(job.state, JobState::Cancelled),
                "body": {},
            }))
        },
    };
    sheet.shown(&app, &visit, None).await
}

/// Takes a step, or shows every gate that refuses.
pub(super) async fn transition(
    app: Data<App>,
    visit: Visit,
    id: Path<JobId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, seen, body, id) = (app.ctx(&visit), form.if_match(), form.valid::<JobStep>(), *id);
    let moved = app
        .db
        .write(move |conn| flow::jobs::transition(conn, &ctx, id, &seen, || body.get().map(Step::from)))
        .await
        .and_then(done);
    match moved {
        Ok(_) => Ok(visit.go(&format!("/jobs/{id}"), "job-step-taken")),
        Err(fault) => shown(&app, &visit, id, Some(fault.into())).await,
    }
}
