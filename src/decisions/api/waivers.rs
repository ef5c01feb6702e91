//! Waivers.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Path},
};

use super::{All, Nothing, Why};
use crate::{
    app::App,
    decisions::{Waiver, WaiverAsk},
    flow::decisions::{WaiverTarget, waivers as flow},
    kernel::ids::{ApplicationId, JobId, OnboardingPlanId, WaiverId},
    people::Staff,
    web::{ApiResult, IfMatch, Problem, Valid, done},
};

async fn asked(
    app: &App,
    who: &Staff,
    target: WaiverTarget,
    if_match: IfMatch,
    body: Valid<WaiverAsk>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(who);
    let outcome = app
        .db
        .write(move |conn| flow::ask(conn, &ctx, target, &if_match, || body.get().cloned()))
        .await?;
    let waiver = done(outcome)?;
    let place = format!("/api/v1/waivers/{}", waiver.id);
    Ok(HttpResponse::Created()
        .insert_header((actix_web::http::header::LOCATION, place))
        .json(waiver))
}

/// Asks for a waiver of a gate of an application (its hiring manager). Two others have to grant it.
#[utoipa::path(tag = "waivers", params(("id" = String, Path)), request_body = WaiverAsk, responses(
    (status = 201, body = Waiver), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/applications/{id}/waivers")]
pub(super) async fn ask_for_application(
    app: Data<App>,
    who: Staff,
    id: Path<ApplicationId>,
    if_match: IfMatch,
    body: Valid<WaiverAsk>,
) -> ApiResult<HttpResponse> {
    asked(&app, &who, WaiverTarget::Application(*id), if_match, body).await
}

/// Asks for a waiver of a gate of a job (its hiring manager).
#[utoipa::path(tag = "waivers", params(("id" = String, Path)), request_body = WaiverAsk, responses(
    (status = 201, body = Waiver), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/jobs/{id}/waivers")]
pub(super) async fn ask_for_job(
    app: Data<App>,
    who: Staff,
    id: Path<JobId>,
    if_match: IfMatch,
    body: Valid<WaiverAsk>,
) -> ApiResult<HttpResponse> {
    asked(&app, &who, WaiverTarget::Job(*id), if_match, body).await
}

/// Asks for a waiver of a gate of a hire's onboarding: prerequisites (G51, granted by a trainer and HR) or the portfolio
/// ramp (G53, granted by the HR lead and the sponsor, for 30 days at most).
#[utoipa::path(tag = "waivers", params(("id" = String, Path)), request_body = WaiverAsk, responses(
    (status = 201, body = Waiver), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/waivers")]
pub(super) async fn ask_for_plan(
    app: Data<App>,
    who: Staff,
    id: Path<OnboardingPlanId>,
    if_match: IfMatch,
    body: Valid<WaiverAsk>,
) -> ApiResult<HttpResponse> {
    asked(&app, &who, WaiverTarget::Plan(*id), if_match, body).await
}

async fn listed(app: &App, who: &Staff, target: WaiverTarget) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(who);
    let data = app.db.read(move |conn| flow::list(conn, &ctx, target)).await?;
    Ok(HttpResponse::Ok().json(All { data }))
}

/// The waivers of an application, whatever became of them.
#[utoipa::path(tag = "waivers", params(("id" = String, Path)), responses(
    (status = 200, body = Vec<Waiver>), (status = 404, body = Problem),
))]
#[get("/applications/{id}/waivers")]
pub(super) async fn of_application(
    app: Data<App>,
    who: Staff,
    id: Path<ApplicationId>,
) -> ApiResult<HttpResponse> {
    listed(&app, &who, WaiverTarget::Application(*id)).await
}

/// The waivers of a job, whatever became of them.
#[utoipa::path(tag = "waivers", params(("id" = String, Path)), responses(
    (status = 200, body = Vec<Waiver>), (status = 404, body = Problem),
))]
#[get("/jobs/{id}/waivers")]
pub(super) async fn of_job(app: Data<App>, who: Staff, id: Path<JobId>) -> ApiResult<HttpResponse> {
    listed(&app, &who, WaiverTarget::Job(*id)).await
}

/// The waivers of a hire's onboarding, whatever became of them.
#[utoipa::path(tag = "waivers", params(("id" = String, Path)), responses(
    (status = 200, body = Vec<Waiver>), (status = 404, body = Problem),
))]
#[get("/onboarding_plans/{id}/waivers")]
pub(super) async fn of_plan(
    app: Data<App>,
    who: Staff,
    id: Path<OnboardingPlanId>,
) -> ApiResult<HttpResponse> {
    listed(&app, &who, WaiverTarget::Plan(*id)).await
}

/// A waiver.
#[utoipa::path(tag = "waivers", params(("id" = String, Path)), responses(
    (status = 200, body = Waiver), (status = 404, body = Problem),
))]
#[get("/waivers/{id}")]
pub(super) async fn show(app: Data<App>, who: Staff, id: Path<WaiverId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let waiver = app.db.read(move |conn| flow::show(conn, &ctx, *id)).await?;
    Ok(HttpResponse::Ok().json(waiver))
}

/// Approves a waiver; the second approval grants it. Neither may be by whoever asked, or by somebody who rated the
/// candidate.
#[utoipa::path(tag = "waivers", params(("id" = String, Path)), request_body = Nothing, responses(
    (status = 201, body = Waiver), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem),
))]
#[post("/waivers/{id}/approvals")]
pub(super) async fn approve(
    app: Data<App>,
    who: Staff,
    id: Path<WaiverId>,
    if_match: IfMatch,
    body: Valid<Nothing>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let outcome = app
        .db
        .write(move |conn| flow::approve(conn, &ctx, *id, &if_match, || body.get().map(|_| ())))
        .await?;
    Ok(HttpResponse::Created().json(done(outcome)?))
}

/// Refuses a waiver that waits for approvals.
#[utoipa::path(tag = "waivers", params(("id" = String, Path)), request_body = Why, responses(
    (status = 200, body = Waiver), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/waivers/{id}/refusal")]
pub(super) async fn refuse(
    app: Data<App>,
    who: Staff,
    id: Path<WaiverId>,
    if_match: IfMatch,
    body: Valid<Why>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let outcome = app
        .db
        .write(move |conn| flow::refuse(conn, &ctx, *id, &if_match, || body.get().map(|b| b.text.clone())))
        .await?;
    Ok(HttpResponse::Ok().json(done(outcome)?))
}

/// Takes a granted waiver back, until the offer is out.
#[utoipa::path(tag = "waivers", params(("id" = String, Path)), request_body = Why, responses(
    (status = 200, body = Waiver), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/waivers/{id}/revocation")]
pub(super) async fn revoke(
    app: Data<App>,
    who: Staff,
    id: Path<WaiverId>,
    if_match: IfMatch,
    body: Valid<Why>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let outcome = app
        .db
        .write(move |conn| flow::revoke(conn, &ctx, *id, &if_match, || body.get().map(|b| b.text.clone())))
        .await?;
    Ok(HttpResponse::Ok().json(done(outcome)?))
}
