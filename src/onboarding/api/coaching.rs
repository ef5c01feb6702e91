//! Coaching sessions.

use actix_web::{
    HttpResponse, get,
    http::header::LOCATION,
    post,
    web::{Data, Path},
};

use super::{Whole, look};
use crate::{
    app::App,
    flow::onboarding::{coaching, look as reading},
    kernel::ids::{CoachingSessionId, OnboardingPlanId},
    onboarding::{
        self,
        model::{ActionState, CoachingSession, SessionBody, SessionRecord},
    },
    people::Staff,
    web::{ApiResult, EmptyBody, IfMatch, Problem, Valid, done},
};

/// Every planned and held session, in order.
#[utoipa::path(tag = "coaching", params(("id" = String, Path)), responses(
    (status = 200, body = Whole<CoachingSession>), (status = 404, body = Problem),
))]
#[get("/onboarding_plans/{id}/coaching_sessions")]
pub(super) async fn list(app: Data<App>, who: Staff, id: Path<OnboardingPlanId>) -> ApiResult<HttpResponse> {
    look(&app, &who, move |conn, ctx| {
        let case = reading::seen(conn, ctx, *id)?;
        let data = onboarding::sessions(conn, *id)?;
        Ok((case.plan.version, Whole { data }))
    })
    .await
}

/// Plans a session (the coach).
#[utoipa::path(tag = "coaching", params(("id" = String, Path)), request_body = SessionBody, responses(
    (status = 201, body = CoachingSession), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/coaching_sessions")]
pub(super) async fn plan(
    app: Data<App>,
    who: Staff,
    id: Path<OnboardingPlanId>,
    if_match: IfMatch,
    body: Valid<SessionBody>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let session = app
        .db
        .write(move |conn| coaching::plan(conn, &ctx, *id, &if_match, &body))
        .await?;
    let location = format!(
        "/api/v1/onboarding_plans/{}/coaching_sessions/{}",
        session.plan_id, session.id
    );
    Ok(HttpResponse::Created()
        .insert_header((LOCATION, location))
        .json(session))
}

/// Records a session; what answers lead to becomes actions (the coach).
#[utoipa::path(tag = "coaching", params(("id" = String, Path), ("session" = String, Path)), request_body = SessionRecord, responses(
    (status = 200, body = CoachingSession), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/coaching_sessions/{session}/record")]
pub(super) async fn record(
    app: Data<App>,
    who: Staff,
    path: Path<(OnboardingPlanId, CoachingSessionId)>,
    if_match: IfMatch,
    body: Valid<SessionRecord>,
) -> ApiResult<HttpResponse> {
    let (id, session) = path.into_inner();
    let ctx = app.ctx(&who);
    let outcome = app
        .db
        .write(move |conn| coaching::record(conn, &ctx, (id, session, &if_match), &body))
        .await?;
    Ok(HttpResponse::Ok().json(done(outcome)?))
}

/// An action, counted from 1, is done; with the last open one the session closes (the coach).
#[utoipa::path(tag = "coaching", params(("id" = String, Path), ("session" = String, Path), ("number" = usize, Path)), responses(
    (status = 200, body = CoachingSession), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/coaching_sessions/{session}/actions/{number}/done")]
pub(super) async fn done_action(
    app: Data<App>,
    who: Staff,
    path: Path<(OnboardingPlanId, CoachingSessionId, usize)>,
    if_match: IfMatch,
    _: EmptyBody,
) -> ApiResult<HttpResponse> {
    let (id, session, number) = path.into_inner();
    let ctx = app.ctx(&who);
    let outcome = app
        .db
        .write(move |conn| coaching::settle(conn, &ctx, (id, session, &if_match), number, ActionState::Done))
        .await?;
    Ok(HttpResponse::Ok().json(done(outcome)?))
}

/// An action, counted from 1, goes on in the next session (the coach).
#[utoipa::path(tag = "coaching", params(("id" = String, Path), ("session" = String, Path), ("number" = usize, Path)), responses(
    (status = 200, body = CoachingSession), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/coaching_sessions/{session}/actions/{number}/carried_over")]
pub(super) async fn carry_action(
    app: Data<App>,
    who: Staff,
    path: Path<(OnboardingPlanId, CoachingSessionId, usize)>,
    if_match: IfMatch,
    _: EmptyBody,
) -> ApiResult<HttpResponse> {
    let (id, session, number) = path.into_inner();
    let ctx = app.ctx(&who);
    let outcome = app
        .db
        .write(move |conn| {
            coaching::settle(
                conn,
                &ctx,
                (id, session, &if_match),
                number,
                ActionState::CarriedOver,
            )
        })
        .await?;
    Ok(HttpResponse::Ok().json(done(outcome)?))
}

/// Closes a session that left nothing open (the coach).
#[utoipa::path(tag = "coaching", params(("id" = String, Path), ("session" = String, Path)), responses(
    (status = 200, body = CoachingSession), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/coaching_sessions/{session}/closing")]
pub(super) async fn close(
    app: Data<App>,
    who: Staff,
    path: Path<(OnboardingPlanId, CoachingSessionId)>,
    if_match: IfMatch,
    _: EmptyBody,
) -> ApiResult<HttpResponse> {
    let (id, session) = path.into_inner();
    let ctx = app.ctx(&who);
    let outcome = app
        .db
        .write(move |conn| coaching::close(conn, &ctx, (id, session, &if_match)))
        .await?;
    Ok(HttpResponse::Ok().json(done(outcome)?))
}
