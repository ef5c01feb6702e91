//! The one door of a job's state, its dry run and what became of every attempt.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::{JobView, changed};
use crate::{
    app::App,
    audit::{self, Chain, Event},
    fault::Fault,
    flow::{self, jobs::Step},
    jobs,
    kernel::ids::JobId,
    people::Staff,
    pipeline::{refusal::GateRow, state::JobState},
    web::{ApiResult, IfMatch, Problem, Query, Valid, etag},
};

/// A step.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::jobs) struct JobStep {
    /// Where to.
    to: JobState,
    /// Where one believes the job stands; another state is a 412.
    #[serde(default)]
    from: Option<JobState>,
    /// A remark for the audit log.
    #[serde(default)]
    #[validate(length(max = 500))]
    note: Option<String>,
}

impl From<&JobStep> for Step {
    fn from(body: &JobStep) -> Self {
        Self {
            to: body.to,
            from: body.from,
            note: body.note.clone(),
        }
    }
}

/// Up to which state.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct UpTo {
    /// Every gate up to and including this state.
    to: JobState,
}

/// The dry run of a step.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JobGates {
    /// Where the job stands.
    state: JobState,
    /// Every gate, met ones too.
    data: Vec<GateRow>,
}

/// What became of every attempt.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Timeline {
    /// Oldest first.
    data: Vec<Event>,
}

/// The dry run: every gate up to and including a state, with what is missing and who owes it.
#[utoipa::path(tag = "jobs", params(("id" = String, Path), UpTo), responses(
    (status = 200, body = JobGates), (status = 404, body = Problem), (status = 422, body = Problem),
))]
#[get("/jobs/{id}/gates")]
pub(super) async fn gates(
    app: Data<App>,
    who: Staff,
    id: Path<JobId>,
    up_to: Query<UpTo>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let (job, data) = app
        .db
        .read(move |conn| flow::jobs::gates(conn, &ctx, *id, up_to.0.to))
        .await?;
    let gates = JobGates {
        state: job.state,
        data,
    };
    Ok(etag::ok(job.version, &gates))
}

/// Takes a step, or says everything that is still missing.
#[utoipa::path(tag = "jobs", params(("id" = String, Path)), request_body = JobStep, responses(
    (status = 200, body = JobView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
    (status = 428, body = Problem),
))]
#[post("/jobs/{id}/transitions")]
pub(super) async fn transition(
    app: Data<App>,
    who: Staff,
    id: Path<JobId>,
    if_match: IfMatch,
    body: Valid<JobStep>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let outcome = app
        .db
        .write(move |conn| flow::jobs::transition(conn, &ctx, *id, &if_match, || body.get().map(Step::from)))
        .await?;
    changed(outcome)
}

/// What was done with the job and what was refused, oldest first.
#[utoipa::path(tag = "jobs", params(("id" = String, Path)), responses(
    (status = 200, body = Timeline), (status = 404, body = Problem),
))]
#[get("/jobs/{id}/timeline")]
pub(super) async fn timeline(app: Data<App>, who: Staff, id: Path<JobId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let data = app
        .db
        .read(move |conn| {
            let job = jobs::visible(conn, &ctx, *id)?;
            Ok::<_, Fault>(audit::timeline(conn, Chain::Case(job.id.uuid()))?)
        })
        .await?;
    Ok(HttpResponse::Ok().json(Timeline { data }))
}
