//! The interview plan.

use actix_web::{
    HttpResponse, get, post, put,
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
        self, DefaultPlan,
        model::{InterviewPlan, Job, PlanBody},
        plan::PlanProblem,
    },
    kernel::{
        ids::{JobId, UserId},
        terms::Layout,
    },
    people::Staff,
    pipeline::refusal::Outcome,
    web::{ApiResult, IfMatch, Problem, Valid, done, etag},
};

/// What a default plan is built of.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::jobs) struct BuildPlan {
    /// The layout; the policy's profile when absent.
    #[serde(default)]
    layout: Option<Layout>,
    /// The raters in this order: hiring manager; HR or a peer; a senior account manager or somebody of another
    /// department; somebody from operations; an assessor. The small firm needs three: hiring manager, a second
    /// rater, somebody from operations.
    #[validate(length(min = 1, max = 20))]
    panel: Vec<UserId>,
}

impl From<&BuildPlan> for DefaultPlan {
    fn from(body: &BuildPlan) -> Self {
        Self {
            layout: body.layout,
            panel: body.panel.clone(),
        }
    }
}

/// A plan with what keeps it from being locked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InterviewPlanView)]
pub(super) struct PlanView {
    #[serde(flatten)]
    plan: InterviewPlan,
    /// What keeps it from being locked (G07).
    problems: Vec<PlanProblem>,
}

type Planned = (Job, PlanView);

fn judged(conn: &mut crate::db::Conn, job: Job, plan: InterviewPlan) -> Result<Planned, Fault> {
    let problems = jobs::plan_problems_of(conn, &job, &plan.body.0)?;
    Ok((job, PlanView { plan, problems }))
}

fn judged_outcome(
    conn: &mut crate::db::Conn,
    outcome: Outcome<(Job, InterviewPlan)>,
) -> Result<Outcome<Planned>, Fault> {
    Ok(match outcome {
        Outcome::Done((job, plan)) => Outcome::Done(judged(conn, job, plan)?),
        Outcome::Refused(refusal) => Outcome::Refused(refusal),
    })
}

/// The interview plan in use, with what keeps it from being locked.
#[utoipa::path(tag = "jobs", params(("id" = String, Path)), responses(
    (status = 200, body = PlanView), (status = 404, body = Problem),
))]
#[get("/jobs/{id}/interview_plan")]
pub(super) async fn show(app: Data<App>, who: Staff, id: Path<JobId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let (job, view) = app
        .db
        .read(move |conn| {
            let job = jobs::visible(conn, &ctx, *id)?;
            let plan = jobs::current_plan(conn, &job)?;
            judged(conn, job, plan)
        })
        .await?;
    Ok(etag::ok(job.version, &view))
}

/// Stores a new version of the plan (HR, the hiring manager). Once the plan is locked, only one without problems.
#[utoipa::path(tag = "jobs", params(("id" = String, Path)), request_body = PlanBody, responses(
    (status = 200, body = PlanView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
    (status = 428, body = Problem),
))]
#[put("/jobs/{id}/interview_plan")]
pub(super) async fn replace(
    app: Data<App>,
    who: Staff,
    id: Path<JobId>,
    if_match: IfMatch,
    body: Valid<PlanBody>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let outcome = app
        .db
        .write(move |conn| {
            let outcome = flow::jobs::set_plan(conn, &ctx, *id, &if_match, || body.get().cloned())?;
            judged_outcome(conn, outcome)
        })
        .await?;
    let (job, view) = done(outcome)?;
    Ok(etag::ok(job.version, &view))
}

/// Builds the default plan of the job's kind and stores it (HR, the hiring manager).
#[utoipa::path(tag = "jobs", params(("id" = String, Path)), request_body = BuildPlan, responses(
    (status = 201, body = PlanView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/jobs/{id}/interview_plan/default")]
pub(super) async fn build(
    app: Data<App>,
    who: Staff,
    id: Path<JobId>,
    if_match: IfMatch,
    body: Valid<BuildPlan>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let outcome = app
        .db
        .write(move |conn| {
            let read = || body.get().map(DefaultPlan::from);
            let outcome = flow::jobs::build_plan(conn, &ctx, *id, &if_match, read)?;
            judged_outcome(conn, outcome)
        })
        .await?;
    let (job, view) = done(outcome)?;
    let location = format!("/api/v1/jobs/{}/interview_plan", job.id);
    Ok(etag::created(&location, job.version, &view))
}
