//! Work samples: assigned by HR, and noted after an appointment when they are performed.

use std::collections::BTreeMap;

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    CaseHead, Typed, closed,
    head::options,
    panel::{raters, with_plan},
    shown,
};
use crate::{
    app::App,
    content::model::Setting,
    fault::Fault,
    flow::{
        case::Case,
        interviews::{self as flow, ASSESSORS, Assignment},
    },
    interviews::{AssessorBody, AssignBody, Exercise},
    kernel::{
        ids::{ApplicationId, ExerciseId, UserId},
        role::Role,
        text_enum::TextEnum,
    },
    people::Visit,
    pipeline::state::{ExerciseState, ScorecardState},
    web::{ApiResult, Form, Query, done},
};

/// Every work sample of the plan, assigned or not.
pub(super) fn rows(
    case: &Case,
    exercises: &[Exercise],
    people: &BTreeMap<UserId, String>,
    (hr, me): (bool, UserId),
) -> Vec<Value> {
    let planned = case.evidence.terms.exercises.iter();
    planned
        .map(|code| {
            let known = case.pack.exercise(code);
            let name = known.map_or_else(|| code.to_string(), |e| e.name.clone());
            let assigned = exercises.iter().find(|e| e.row.source == *code);
            json!({
                "code": code, "name": name,
                "assigned": assigned.map(|e| row(case, e, people, known.is_none_or(|k| k.written), (hr, me))),
            })
        })
        .collect()
}

fn row(
    case: &Case,
    exercise: &Exercise,
    people: &BTreeMap<UserId, String>,
    written: bool,
    (hr, me): (bool, UserId),
) -> Value {
    let row = &exercise.row;
    let cards = case.evidence.assessment.cards.iter();
    let own: Vec<_> = cards.filter(|card| card.exercise == Some(row.id)).collect();
    let counting = own
        .iter()
        .filter(|card| card.state != ScorecardState::Void)
        .count();
    let assessors = exercise.assessors();
    let open = row.state == ExerciseState::Assigned;
    json!({
        "id": row.id, "state": row.state, "written": written, "due_at": row.due_at,
        "submitted_at": row.submitted_at,
        "assessors": assessors.iter().filter_map(|id| people.get(id)).collect::<Vec<_>>(),
        "cards": own.len(),
        "locked": own.iter().filter(|card| card.state == ScorecardState::Locked).count(),
        "notable": open && (hr || exercise.has(me)),
        "short_of": hr && row.state == ExerciseState::Submitted && counting < ASSESSORS,
    })
}

/// Which work sample is to be assigned.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Which {
    #[serde(default)]
    source: String,
}

/// The form.
pub(super) async fn ask(
    app: Data<App>,
    visit: Visit,
    id: Path<ApplicationId>,
    which: Query<Which>,
) -> ApiResult<HttpResponse> {
    assignment(&app, &visit, *id, which.0.source, None).await
}

async fn assignment(
    app: &App,
    visit: &Visit,
    id: ApplicationId,
    source: String,
    typed: Typed,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let (case, plan, all) = app.db.read(move |conn| with_plan(conn, &ctx, id)).await?;
    let head = CaseHead::new(&case, "assessment");
    if !visit.staff.has_any(&[Role::Hr, Role::HrLead]) {
        return closed(visit, &head, Fault::forbidden("Work samples are assigned by HR."));
    }
    let usual = plan
        .exercises
        .iter()
        .find(|sample| sample.code == *source.as_str());
    let samples: Vec<Value> = plan
        .exercises
        .iter()
        .map(|sample| {
            let name = case.pack.exercise(&sample.code).map_or("", |known| &known.name);
            json!({ "value": sample.code, "label": format!("{} · {name}", sample.code) })
        })
        .collect();
    let data = json!({
        "head": head, "samples": samples,
        "raters": all.iter().map(|u| json!({ "value": u.id, "label": u.name })).collect::<Vec<_>>(),
        "settings": options(visit, "app-setting-", Setting::ALL),
        "body": { "source": source, "assessors": usual.map(|sample| &sample.assessors) },
    });
    shown(
        visit,
        ("applications/pages/staff/assign", &head.name),
        data,
        typed,
    )
}

/// Assigns a work sample; the candidate is written to.
pub(super) async fn assign(
    app: Data<App>,
    visit: Visit,
    id: Path<ApplicationId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, base_url, id) = (app.ctx(&visit), app.base_url.clone(), *id);
    let (seen, body) = (form.if_match(), form.valid::<AssignBody>());
    let assigned = app
        .db
        .write(move |conn| {
            let wanted = || body.get().map(Assignment::from);
            flow::assign(conn, &ctx, id, &base_url, &seen, wanted)
        })
        .await
        .and_then(done);
    match assigned {
        Ok(_) => {
            let place = format!("/applications/{id}/scheduled_interviews");
            Ok(visit.go(&place, "app-sample-was-assigned"))
        }
        Err(fault) => {
            let source = form.body().get("source").and_then(Value::as_str);
            let source = source.unwrap_or_default().to_owned();
            let typed = Some((form.body().clone(), fault.into()));
            assignment(&app, &visit, id, source, typed).await
        }
    }
}

/// The form with which HR names a further assessor, where a card came to nothing.
pub(super) async fn ask_assessor(
    app: Data<App>,
    visit: Visit,
    id: Path<ExerciseId>,
) -> ApiResult<HttpResponse> {
    further(&app, &visit, *id, None).await
}

async fn further(app: &App, visit: &Visit, id: ExerciseId, typed: Typed) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let (exercise, case, all) = app
        .db
        .read(move |conn| {
            let (exercise, case) = flow::exercise(conn, &ctx, id)?;
            Ok::<_, Fault>((exercise, case, raters(conn)?))
        })
        .await?;
    let head = CaseHead::new(&case, "assessment");
    if !visit.staff.has_any(&[Role::Hr, Role::HrLead]) {
        return closed(visit, &head, Fault::forbidden("Assessors are named by HR."));
    }
    let source = &exercise.row.source;
    let name = case
        .pack
        .exercise(source)
        .map_or_else(|| source.to_string(), |known| known.name.clone());
    let others = all.iter().filter(|user| !exercise.has(user.id));
    let data = json!({
        "head": head, "body": {}, "id": id, "version": exercise.row.version, "sample": format!("{source} · {name}"),
        "raters": others.map(|u| json!({ "value": u.id, "label": u.name })).collect::<Vec<_>>(),
    });
    shown(
        visit,
        ("applications/pages/staff/assessor", &head.name),
        data,
        typed,
    )
}

/// Names a further assessor.
pub(super) async fn name_assessor(
    app: Data<App>,
    visit: Visit,
    id: Path<ExerciseId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, base_url, id) = (app.ctx(&visit), app.base_url.clone(), *id);
    let (seen, body) = (form.if_match(), form.valid::<AssessorBody>());
    let named = app
        .db
        .write(move |conn| {
            let wanted = || body.get().map(|b| b.user_id);
            flow::replace_assessor(conn, &ctx, id, &base_url, &seen, wanted)
        })
        .await;
    match named {
        Ok(exercise) => {
            let place = format!(
                "/applications/{}/scheduled_interviews",
                exercise.row.application_id
            );
            Ok(visit.go(&place, "app-assessor-named"))
        }
        Err(fault) => further(&app, &visit, id, Some((form.body().clone(), fault.into()))).await,
    }
}
