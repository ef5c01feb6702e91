//! The decision and its signatures.

use actix_web::{
    HttpResponse, get, post, put,
    web::{Data, Path},
};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::Nothing;
use crate::{
    app::App,
    decisions::checks::DutyRef,
    flow::decisions::decision::{self as flow, DecisionView, Words},
    kernel::ids::ApplicationId,
    people::Staff,
    web::{ApiResult, IfMatch, Problem, Valid, etag},
};

/// The words of a decision.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::decisions) struct PutDecision {
    /// Why this candidate is to be hired.
    #[validate(length(min = 1, max = 4000))]
    text: String,
    /// Why this candidate and not one who scores more than 0.10 higher: at least 150 characters (G38).
    #[serde(default)]
    #[validate(length(max = 4000))]
    preference_reason: Option<String>,
    /// The duty of the job description that justifies it, by its index or its words.
    #[serde(default)]
    preference_duty: Option<DutyRef>,
    /// What is expected of the hire in the first 90 days.
    #[serde(default)]
    #[validate(length(max = 4000))]
    expectation: Option<String>,
}

impl From<&PutDecision> for Words {
    fn from(body: &PutDecision) -> Self {
        Self {
            text: body.text.clone(),
            preference_reason: body.preference_reason.clone(),
            preference_duty: body.preference_duty.clone(),
            expectation: body.expectation.clone(),
        }
    }
}

/// The decision with its signatures, the waivers behind it and the checklist of what is still unknown.
#[utoipa::path(tag = "decisions", params(("id" = String, Path)), responses(
    (status = 200, body = DecisionView), (status = 403, body = Problem), (status = 404, body = Problem),
))]
#[get("/applications/{id}/decision")]
pub(super) async fn show(app: Data<App>, who: Staff, id: Path<ApplicationId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let (case, view) = app.db.read(move |conn| flow::show(conn, &ctx, *id)).await?;
    Ok(etag::ok(case.version, &view))
}

/// Writes the decision (the job's hiring manager). Other words than before void the signatures.
#[utoipa::path(tag = "decisions", params(("id" = String, Path)), request_body = PutDecision, responses(
    (status = 200, body = DecisionView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
    (status = 428, body = Problem),
))]
#[put("/applications/{id}/decision")]
pub(super) async fn put(
    app: Data<App>,
    who: Staff,
    id: Path<ApplicationId>,
    if_match: IfMatch,
    body: Valid<PutDecision>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let (case, view) = app
        .db
        .write(move |conn| flow::put(conn, &ctx, *id, &if_match, || body.get().map(Words::from)))
        .await?;
    Ok(etag::ok(case.version, &view))
}

/// Signs the decision, in the capacity one holds for this job (G39). Nobody signs twice.
#[utoipa::path(tag = "decisions", params(("id" = String, Path)), request_body = Nothing, responses(
    (status = 201, body = DecisionView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem),
))]
#[post("/applications/{id}/decision/signatures")]
pub(super) async fn sign(
    app: Data<App>,
    who: Staff,
    id: Path<ApplicationId>,
    if_match: IfMatch,
    body: Valid<Nothing>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let (case, view) = app
        .db
        .write(move |conn| flow::sign(conn, &ctx, *id, &if_match, || body.get().map(|_| ())))
        .await?;
    Ok(etag::versioned(HttpResponse::Created(), case.version, &view))
}
