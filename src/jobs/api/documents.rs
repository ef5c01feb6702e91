//! What stands around a job: kind, role plan, ladder, accountability, advert.

use actix_web::{
    HttpResponse, put,
    web::{Data, Path},
};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::{JobView, changed};
use crate::{
    app::App,
    company::model::Ladder,
    flow,
    jobs::{
        KindDecision,
        model::{Accountability, Advert, KindAnswers, RolePlan},
    },
    kernel::{ids::JobId, kind::Kind},
    people::Staff,
    web::{ApiResult, IfMatch, Problem, Valid},
};

/// The owner's choice of the kind.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::jobs) struct SetKind {
    /// The answers to DH-1 to DH-5.
    answers: KindAnswers,
    /// The kind chosen, whatever the helper suggests.
    kind: Kind,
    /// Why, in at least 10 characters.
    #[validate(length(min = 10, max = 2000))]
    reason: String,
}

/// Decides the kind of account manager (the owner or a sponsor); the job moves by a transition only.
#[utoipa::path(tag = "jobs", params(("id" = String, Path)), request_body = SetKind, responses(
    (status = 200, body = JobView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
    (status = 428, body = Problem),
))]
#[put("/jobs/{id}/kind")]
pub(super) async fn set_kind(
    app: Data<App>,
    who: Staff,
    id: Path<JobId>,
    if_match: IfMatch,
    body: Valid<SetKind>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let outcome = app
        .db
        .write(move |conn| {
            flow::jobs::set_kind(conn, &ctx, *id, &if_match, || body.get().map(KindDecision::from))
        })
        .await?;
    changed(outcome)
}

impl From<&SetKind> for KindDecision {
    fn from(body: &SetKind) -> Self {
        Self {
            answers: body.answers,
            kind: body.kind,
            reason: body.reason.clone(),
        }
    }
}

/// Sets the aims of the role (G02).
#[utoipa::path(tag = "jobs", params(("id" = String, Path)), request_body = RolePlan, responses(
    (status = 200, body = JobView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
    (status = 428, body = Problem),
))]
#[put("/jobs/{id}/role_plan")]
pub(super) async fn set_role_plan(
    app: Data<App>,
    who: Staff,
    id: Path<JobId>,
    if_match: IfMatch,
    body: Valid<RolePlan>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let outcome = app
        .db
        .write(move |conn| flow::jobs::set_role_plan(conn, &ctx, *id, &if_match, || body.get().cloned()))
        .await?;
    changed(outcome)
}

/// Sets the career ladder (G06). A code without rungs takes over the company's ladder of that code.
#[utoipa::path(tag = "jobs", params(("id" = String, Path)), request_body = Ladder, responses(
    (status = 200, body = JobView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
    (status = 428, body = Problem),
))]
#[put("/jobs/{id}/ladder")]
pub(super) async fn set_ladder(
    app: Data<App>,
    who: Staff,
    id: Path<JobId>,
    if_match: IfMatch,
    body: Valid<Ladder>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let outcome = app
        .db
        .write(move |conn| flow::jobs::set_ladder(conn, &ctx, *id, &if_match, || body.get().cloned()))
        .await?;
    changed(outcome)
}

/// Sets how results are followed (G09).
#[utoipa::path(tag = "jobs", params(("id" = String, Path)), request_body = Accountability, responses(
    (status = 200, body = JobView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
    (status = 428, body = Problem),
))]
#[put("/jobs/{id}/accountability")]
pub(super) async fn set_accountability(
    app: Data<App>,
    who: Staff,
    id: Path<JobId>,
    if_match: IfMatch,
    body: Valid<Accountability>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let outcome = app
        .db
        .write(move |conn| flow::jobs::set_accountability(conn, &ctx, *id, &if_match, || body.get().cloned()))
        .await?;
    changed(outcome)
}

/// Sets the advert (G08); when the plan is locked without one, a draft is built from the description.
#[utoipa::path(tag = "jobs", params(("id" = String, Path)), request_body = Advert, responses(
    (status = 200, body = JobView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
    (status = 428, body = Problem),
))]
#[put("/jobs/{id}/advert")]
pub(super) async fn set_advert(
    app: Data<App>,
    who: Staff,
    id: Path<JobId>,
    if_match: IfMatch,
    body: Valid<Advert>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let outcome = app
        .db
        .write(move |conn| flow::jobs::set_advert(conn, &ctx, *id, &if_match, || body.get().cloned()))
        .await?;
    changed(outcome)
}
