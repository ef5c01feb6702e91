//! Versions of a description, their clarity and their approvals.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::{
    app::App,
    fault::Fault,
    flow,
    jobs::{
        self, NewDescription,
        clarity::ClarityReport,
        model::{ActiveRule, Approval, Description, DescriptionBody, Job},
    },
    kernel::ids::JobId,
    people::Staff,
    pipeline::evidence::Capacity,
    web::{ApiResult, IfMatch, Problem, Valid, etag},
};

/// A version to be stored.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::jobs) struct AddDescription {
    /// The description; even the vaguest can be stored.
    description: DescriptionBody,
    /// What a version published after the first asks of those who already apply; only an HR lead lets them
    /// finish under the old one.
    #[serde(default)]
    active_applications: ActiveRule,
}

/// What to check.
#[derive(Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckDescription {
    /// A text that is not stored; without it, the newest version is checked.
    #[serde(default)]
    description: Option<DescriptionBody>,
}

/// What to approve.
#[derive(Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::jobs) struct Approve {
    /// The version one has read; another newest one is a 412.
    #[serde(default)]
    number: Option<i64>,
    /// One of the capacities one holds for this job; all of them when absent.
    #[serde(default)]
    capacity: Option<Capacity>,
}

/// A version with its approvals.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DescriptionView {
    #[serde(flatten)]
    description: Description,
    /// Whether candidates read this one.
    current: bool,
    /// Who approved it.
    approvals: Vec<Approval>,
}

/// A version with its clarity.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JudgedDescription {
    #[serde(flatten)]
    version: DescriptionView,
    /// How clear it is, now.
    clarity: ClarityReport,
}

/// All versions.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Descriptions {
    /// Oldest first.
    data: Vec<DescriptionView>,
}

/// All approvals.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Approvals {
    /// Of every version, oldest first.
    data: Vec<Approval>,
}

impl From<&AddDescription> for NewDescription {
    fn from(body: &AddDescription) -> Self {
        Self {
            body: body.description.clone(),
            active_applications: body.active_applications,
        }
    }
}

impl Approve {
    /// The version that was read and the capacity asked for.
    pub(in crate::jobs) fn asked(&self) -> (Option<i64>, Option<Capacity>) {
        (self.number, self.capacity)
    }
}

fn view(job: &Job, description: Description, approvals: Vec<Approval>) -> DescriptionView {
    DescriptionView {
        current: job.description == Some(description.number),
        description,
        approvals,
    }
}

/// Every version of the description, oldest first.
#[utoipa::path(tag = "jobs", params(("id" = String, Path)), responses(
    (status = 200, body = Descriptions), (status = 404, body = Problem),
))]
#[get("/jobs/{id}/descriptions")]
pub(super) async fn list(app: Data<App>, who: Staff, id: Path<JobId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let (job, versions) = app
        .db
        .read(move |conn| jobs::descriptions(conn, &ctx, *id))
        .await?;
    let data = versions
        .into_iter()
        .map(|(d, approvals)| view(&job, d, approvals))
        .collect();
    Ok(etag::ok(job.version, &Descriptions { data }))
}

/// Stores a new version and says how clear it is. Approvals belong to a version, so a new one has none.
#[utoipa::path(tag = "jobs", params(("id" = String, Path)), request_body = AddDescription, responses(
    (status = 201, body = JudgedDescription), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/jobs/{id}/descriptions")]
pub(super) async fn add(
    app: Data<App>,
    who: Staff,
    id: Path<JobId>,
    if_match: IfMatch,
    body: Valid<AddDescription>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let (job, description, clarity) = app
        .db
        .write(move |conn| {
            let read = || body.get().map(NewDescription::from);
            let (job, description) = flow::jobs::describe(conn, &ctx, *id, &if_match, read)?;
            let clarity = jobs::clarity_of(conn, &job, &description)?;
            Ok::<_, Fault>((job, description, clarity))
        })
        .await?;
    let location = format!("/api/v1/jobs/{}/descriptions/{}", job.id, description.number);
    let version = view(&job, description, Vec::new());
    Ok(etag::created(
        &location,
        job.version,
        &JudgedDescription { version, clarity },
    ))
}

/// One version, with how clear it is now.
#[utoipa::path(tag = "jobs", params(("id" = String, Path), ("number" = i64, Path)), responses(
    (status = 200, body = JudgedDescription), (status = 404, body = Problem),
))]
#[get("/jobs/{id}/descriptions/{number}")]
pub(super) async fn show(app: Data<App>, who: Staff, path: Path<(JobId, i64)>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let (id, number) = path.into_inner();
    let (job, judged) = app
        .db
        .read(move |conn| {
            let (job, versions) = jobs::descriptions(conn, &ctx, id)?;
            let wanted = versions.into_iter().find(|(d, _)| d.number == number);
            let (description, approvals) = wanted.ok_or(Fault::NotFound("description"))?;
            let clarity = jobs::clarity_of(conn, &job, &description)?;
            let version = view(&job, description, approvals);
            Ok::<_, Fault>((job, JudgedDescription { version, clarity }))
        })
        .await?;
    Ok(etag::ok(job.version, &judged))
}

/// Says how clear a text is, a posted one or the newest version; stores nothing.
#[utoipa::path(tag = "jobs", params(("id" = String, Path)), request_body = CheckDescription, responses(
    (status = 200, body = ClarityReport), (status = 404, body = Problem), (status = 422, body = Problem),
))]
#[post("/jobs/{id}/description/check")]
pub(super) async fn check(
    app: Data<App>,
    who: Staff,
    id: Path<JobId>,
    body: Valid<CheckDescription>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let report = app
        .db
        .read(move |conn| {
            jobs::check(conn, &ctx, *id, || {
                body.get().map(|body| body.description.clone())
            })
        })
        .await?;
    Ok(HttpResponse::Ok().json(report))
}

/// Every approval of every version.
#[utoipa::path(tag = "jobs", params(("id" = String, Path)), responses(
    (status = 200, body = Approvals), (status = 404, body = Problem),
))]
#[get("/jobs/{id}/approvals")]
pub(super) async fn list_approvals(app: Data<App>, who: Staff, id: Path<JobId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let (job, versions) = app
        .db
        .read(move |conn| jobs::descriptions(conn, &ctx, *id))
        .await?;
    let data = versions
        .into_iter()
        .flat_map(|(_, approvals)| approvals)
        .collect();
    Ok(etag::ok(job.version, &Approvals { data }))
}

/// Approves the newest version, in person, as the job's hiring manager, operations lead or sponsor (G05).
#[utoipa::path(tag = "jobs", params(("id" = String, Path)), request_body = Approve, responses(
    (status = 201, body = Approvals), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/jobs/{id}/approvals")]
pub(super) async fn approve(
    app: Data<App>,
    who: Staff,
    id: Path<JobId>,
    if_match: IfMatch,
    body: Valid<Approve>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let base_url = app.base_url.clone();
    let (job, data) = app
        .db
        .write(move |conn| {
            flow::jobs::approve(conn, &ctx, (*id, &if_match), &base_url, || {
                body.get().map(Approve::asked)
            })
        })
        .await?;
    let location = format!("/api/v1/jobs/{}/approvals", job.id);
    Ok(etag::created(&location, job.version, &Approvals { data }))
}
