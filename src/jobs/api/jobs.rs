//! Jobs themselves.

use actix_web::{
    HttpRequest, HttpResponse, get, patch, post,
    web::{Data, Path},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::{JobView, changed, shown};
use crate::{
    app::App,
    db::page::Page,
    flow,
    jobs::{
        self, JobChange, Listed, NewJob,
        model::{Job, KindAnswers, KindSuggestion, OpeningReason, suggest_kind},
    },
    kernel::ids::{JobId, UserId},
    people::Staff,
    pipeline::{evidence::JobPeople, state::JobState},
    web::{ApiResult, IfMatch, Paging, PagingParams, Problem, Query, Valid, etag, listed},
};

/// A job to be made.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(super) struct CreateJob {
    /// The working title, for the staff.
    #[validate(length(min = 1, max = 120))]
    title: String,
    /// Why somebody is looked for.
    reason: OpeningReason,
    /// Somebody who holds the role `hiring_manager`.
    hiring_manager: UserId,
    /// Somebody who holds the role `sponsor`.
    sponsor: UserId,
    /// Somebody who holds the role `ops_lead`.
    ops_lead: UserId,
    /// Somebody who holds the role `hr` or `hr_lead`.
    hr: UserId,
}

/// What to change; what is left out stays.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::jobs) struct ChangeJob {
    /// The working title, for the staff.
    #[validate(length(min = 1, max = 120))]
    title: Option<String>,
    /// Why somebody is looked for.
    reason: Option<OpeningReason>,
    /// Somebody who holds the role `hiring_manager`.
    hiring_manager: Option<UserId>,
    /// Somebody who holds the role `sponsor`.
    sponsor: Option<UserId>,
    /// Somebody who holds the role `ops_lead`.
    ops_lead: Option<UserId>,
    /// Somebody who holds the role `hr` or `hr_lead`.
    hr: Option<UserId>,
}

/// Which jobs.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct JobFilter {
    /// In this state only.
    state: Option<JobState>,
}

/// Jobs, newest first.
#[utoipa::path(tag = "jobs", params(JobFilter, PagingParams), responses(
    (status = 200, body = Page<Job>), (status = 403, body = Problem),
))]
#[get("/jobs")]
pub(super) async fn list(
    app: Data<App>,
    who: Staff,
    filter: Query<JobFilter>,
    paging: Paging,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let page = app
        .db
        .read(move |conn| {
            let wanted = filter.0.state.map_or(Listed::All, Listed::In);
            jobs::list(conn, &ctx, wanted, &paging.0)
        })
        .await?;
    Ok(listed(&req, &page))
}

/// Opens a job in `draft` (HR, hiring managers, sponsors).
#[utoipa::path(tag = "jobs", request_body = CreateJob, responses(
    (status = 201, body = JobView), (status = 403, body = Problem), (status = 422, body = Problem),
))]
#[post("/jobs")]
pub(super) async fn create(app: Data<App>, who: Staff, body: Valid<CreateJob>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let job = app
        .db
        .write(move |conn| flow::jobs::create(conn, &ctx, || body.get().map(NewJob::from)))
        .await?;
    Ok(etag::created(
        &format!("/api/v1/jobs/{}", job.id),
        job.version,
        &JobView::from(job),
    ))
}

impl From<&CreateJob> for NewJob {
    fn from(body: &CreateJob) -> Self {
        Self {
            title: body.title.clone(),
            reason: body.reason,
            people: JobPeople {
                hiring_manager: body.hiring_manager,
                sponsor: body.sponsor,
                ops_lead: body.ops_lead,
                hr: body.hr,
            },
        }
    }
}

impl Validate for KindAnswers {
    fn validate(&self) -> Result<(), validator::ValidationErrors> {
        Ok(())
    }
}

/// Suggests a kind from the answers to DH-1 to DH-5; stores nothing.
#[utoipa::path(tag = "jobs", request_body = KindAnswers, responses(
    (status = 200, body = KindSuggestion), (status = 422, body = Problem),
))]
#[post("/jobs/kind_helper")]
pub(super) async fn kind_helper(_who: Staff, body: Valid<KindAnswers>) -> ApiResult<HttpResponse> {
    Ok(HttpResponse::Ok().json(suggest_kind(body.get()?)))
}

/// One job.
#[utoipa::path(tag = "jobs", params(("id" = String, Path)), responses(
    (status = 200, body = JobView), (status = 404, body = Problem),
))]
#[get("/jobs/{id}")]
pub(super) async fn show(app: Data<App>, who: Staff, id: Path<JobId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    Ok(shown(
        app.db.read(move |conn| jobs::visible(conn, &ctx, *id)).await?,
    ))
}

/// Changes title, reason or people (the job's sponsor, HR).
#[utoipa::path(tag = "jobs", params(("id" = String, Path)), request_body = ChangeJob, responses(
    (status = 200, body = JobView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
))]
#[patch("/jobs/{id}")]
pub(super) async fn change(
    app: Data<App>,
    who: Staff,
    id: Path<JobId>,
    if_match: IfMatch,
    body: Valid<ChangeJob>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let outcome = app
        .db
        .write(move |conn| flow::jobs::change(conn, &ctx, *id, &if_match, || body.get().map(JobChange::from)))
        .await?;
    changed(outcome)
}

impl From<&ChangeJob> for JobChange {
    fn from(body: &ChangeJob) -> Self {
        Self {
            title: body.title.clone(),
            reason: body.reason,
            hiring_manager: body.hiring_manager,
            sponsor: body.sponsor,
            ops_lead: body.ops_lead,
            hr: body.hr,
        }
    }
}
