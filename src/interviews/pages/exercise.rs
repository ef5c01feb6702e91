//! A work sample for the staff: the brief, where it stands, what was handed in.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Value, json};

use super::form::{name_of, set};
use crate::{
    app::App,
    fault::Fault,
    flow::{case::Case, interviews as flow},
    interviews::{
        Exercise,
        api::{ExerciseView, SubmissionBody, is_written},
    },
    kernel::{ids::ExerciseId, role::Role},
    people::Visit,
    pipeline::state::ExerciseState,
    web::{ApiResult, Form, Problem, done},
};

const PAGE: &str = "interviews/pages/exercise";

/// The work sample.
pub(super) async fn show(app: Data<App>, visit: Visit, id: Path<ExerciseId>) -> ApiResult<HttpResponse> {
    shown(&app, &visit, *id, None).await
}

/// Takes what was performed, or handed in on paper.
pub(super) async fn hand_in(
    app: Data<App>,
    visit: Visit,
    id: Path<ExerciseId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, base_url, seen) = (app.ctx(&visit), app.base_url.clone(), form.if_match());
    let (id, body) = (id.into_inner(), form.valid::<SubmissionBody>());
    let taken = app
        .db
        .write(move |conn| {
            let given = || body.get().map(|b| b.text.clone());
            flow::hand_in(conn, &ctx, id, &base_url, &seen, given)
        })
        .await
        .and_then(done);
    match taken {
        Ok(_) => Ok(visit.go(&format!("/exercises/{id}"), "scorecard-sample-taken")),
        Err(fault) => shown(&app, &visit, id, Some((form.body().clone(), fault.into()))).await,
    }
}

async fn shown(
    app: &App,
    visit: &Visit,
    id: ExerciseId,
    again: Option<(Value, Problem)>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let (exercise, case) = app.db.read(move |conn| flow::exercise(conn, &ctx, id)).await?;
    let (body, trouble) = match again {
        None => (json!({}), None),
        Some((body, trouble)) => (body, Some(trouble)),
    };
    let mut data = data(&exercise, &case, visit)?;
    set(&mut data, "body", body);
    let title = data
        .get("name")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    match trouble {
        None => visit.page_of(PAGE, &title, &data),
        Some(trouble) => visit.again(PAGE, &title, &data, trouble),
    }
}

fn data(exercise: &Exercise, case: &Case, visit: &Visit) -> Result<Value, Fault> {
    let view = ExerciseView::new(exercise, case, &visit.actor());
    let mut data = serde_json::to_value(&view).map_err(Fault::internal)?;
    let me = visit.staff.user.id;
    let assesses = exercise.has(me);
    let blind = assesses && is_written(case, exercise);
    let hr = visit.actor().has_any(&[Role::Hr, Role::HrLead]);
    let key = case.pack.exercise(&exercise.row.source);
    let outline = key
        .and_then(|key| key.variant(exercise.row.variant))
        .map(|v| &v.outline);
    let names = exercise.assessors();
    let names: Vec<String> = names.into_iter().map(|user| name_of(case, user)).collect();
    let mut cards = case.evidence.assessment.cards.iter();
    let own = cards.find(|card| card.exercise == Some(exercise.row.id) && card.rater == me);
    let candidate = (!blind).then(|| case.evidence.candidate_name.clone());
    let waits = exercise.row.state == ExerciseState::Assigned;
    set(&mut data, "candidate", json!(candidate));
    set(&mut data, "job_title", json!(case.evidence.terms.title));
    set(&mut data, "assessor_names", json!(names));
    set(&mut data, "outline", json!(outline));
    set(&mut data, "card_id", json!(own.map(|card| card.card)));
    set(&mut data, "may_hand_in", (waits && (hr || assesses)).into());
    Ok(data)
}
