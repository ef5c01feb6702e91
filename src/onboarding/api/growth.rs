//! Check-ins, pulses, observed behaviour, the day-90 review.

use actix_web::{
    HttpResponse, get, post, put,
    web::{Data, Path},
};

use super::{
    Whole, act, look, plan_view,
    views::{CheckInView, PlanView, ReviewView},
};
use crate::{
    app::App,
    flow::onboarding::{growth, look as reading},
    kernel::ids::{CheckInId, OnboardingPlanId},
    onboarding::{
        self,
        model::{BarBody, CheckInBody, Observation, Pulse, PulseBody, ReviewInput},
    },
    people::Staff,
    pipeline::refusal::Outcome,
    web::{ApiResult, EmptyBody, IfMatch, Problem, Valid},
};

/// Every planned and held check-in, in order.
#[utoipa::path(tag = "check-ins", params(("id" = String, Path)), responses(
    (status = 200, body = Whole<CheckInView>), (status = 404, body = Problem),
))]
#[get("/onboarding_plans/{id}/check_ins")]
pub(super) async fn check_ins(
    app: Data<App>,
    who: Staff,
    id: Path<OnboardingPlanId>,
) -> ApiResult<HttpResponse> {
    look(&app, &who, move |conn, ctx| {
        let case = reading::seen(conn, ctx, *id)?;
        let data = onboarding::check_ins(conn, *id)?
            .into_iter()
            .map(|row| CheckInView::of(&case, row, ctx.now))
            .collect();
        Ok((case.plan.version, Whole { data }))
    })
    .await
}

/// Behaviours seen on the job, oldest first.
#[utoipa::path(tag = "check-ins", params(("id" = String, Path)), responses(
    (status = 200, body = Whole<Observation>), (status = 404, body = Problem),
))]
#[get("/onboarding_plans/{id}/observations")]
pub(super) async fn observations(
    app: Data<App>,
    who: Staff,
    id: Path<OnboardingPlanId>,
) -> ApiResult<HttpResponse> {
    look(&app, &who, move |conn, ctx| {
        let case = reading::seen(conn, ctx, *id)?;
        let data = onboarding::observations(conn, *id)?;
        Ok((case.plan.version, Whole { data }))
    })
    .await
}

/// The trainee's pulse answers, oldest first (the trainee and those who lead the hire).
#[utoipa::path(tag = "check-ins", params(("id" = String, Path)), responses(
    (status = 200, body = Whole<Pulse>), (status = 403, body = Problem), (status = 404, body = Problem),
))]
#[get("/onboarding_plans/{id}/pulse")]
pub(super) async fn pulses(
    app: Data<App>,
    who: Staff,
    id: Path<OnboardingPlanId>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let data = app.db.read(move |conn| reading::pulses(conn, &ctx, *id)).await?;
    Ok(HttpResponse::Ok().json(Whole { data }))
}

/// The day-90 review, and what it still lacks.
#[utoipa::path(tag = "check-ins", params(("id" = String, Path)), responses(
    (status = 200, body = ReviewView), (status = 404, body = Problem),
))]
#[get("/onboarding_plans/{id}/review")]
pub(super) async fn review(
    app: Data<App>,
    who: Staff,
    id: Path<OnboardingPlanId>,
) -> ApiResult<HttpResponse> {
    look(&app, &who, move |conn, ctx| {
        let case = reading::seen(conn, ctx, *id)?;
        let review = onboarding::review(conn, *id)?;
        Ok((case.plan.version, ReviewView::of(&case, review)))
    })
    .await
}

/// Records a check-in (the hire's manager; the one of day 3 to 7 is G55).
#[utoipa::path(tag = "check-ins", params(("id" = String, Path), ("check_in" = String, Path)), request_body = CheckInBody, responses(
    (status = 200, body = PlanView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/check_ins/{check_in}/record")]
pub(super) async fn record(
    app: Data<App>,
    who: Staff,
    path: Path<(OnboardingPlanId, CheckInId)>,
    if_match: IfMatch,
    body: Valid<CheckInBody>,
) -> ApiResult<HttpResponse> {
    let (id, check_in) = path.into_inner();
    let base = app.base_url.clone();
    let work = move |conn: &mut _, ctx: &_| {
        growth::check_in(conn, ctx, (id, check_in, &if_match), &body, &base).map(Outcome::Done)
    };
    act(&app, &who, work, plan_view).await
}

/// Answers the pulse items (the trainee).
#[utoipa::path(tag = "check-ins", params(("id" = String, Path)), request_body = PulseBody, responses(
    (status = 200, body = PlanView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/pulse")]
pub(super) async fn pulse(
    app: Data<App>,
    who: Staff,
    id: Path<OnboardingPlanId>,
    if_match: IfMatch,
    body: Valid<PulseBody>,
) -> ApiResult<HttpResponse> {
    let work =
        move |conn: &mut _, ctx: &_| growth::pulse(conn, ctx, *id, &if_match, &body).map(Outcome::Done);
    act(&app, &who, work, plan_view).await
}

/// Stores a behaviour seen on the job, on the anchors of a competency.
#[utoipa::path(tag = "check-ins", params(("id" = String, Path)), request_body = BarBody, responses(
    (status = 200, body = PlanView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/observations")]
pub(super) async fn observe(
    app: Data<App>,
    who: Staff,
    id: Path<OnboardingPlanId>,
    if_match: IfMatch,
    body: Valid<BarBody>,
) -> ApiResult<HttpResponse> {
    let work =
        move |conn: &mut _, ctx: &_| growth::observe(conn, ctx, *id, &if_match, &body).map(Outcome::Done);
    act(&app, &who, work, plan_view).await
}

/// Writes the day-90 review, or writes it anew (hiring manager or manager).
#[utoipa::path(tag = "check-ins", params(("id" = String, Path)), request_body = ReviewInput, responses(
    (status = 200, body = PlanView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
))]
#[put("/onboarding_plans/{id}/review")]
pub(super) async fn write_review(
    app: Data<App>,
    who: Staff,
    id: Path<OnboardingPlanId>,
    if_match: IfMatch,
    body: Valid<ReviewInput>,
) -> ApiResult<HttpResponse> {
    let work =
        move |conn: &mut _, ctx: &_| growth::review(conn, ctx, *id, &if_match, &body).map(Outcome::Done);
    act(&app, &who, work, plan_view).await
}

/// Signs the review as it stands.
#[utoipa::path(tag = "check-ins", params(("id" = String, Path)), responses(
    (status = 200, body = PlanView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/review/signatures")]
pub(super) async fn sign_review(
    app: Data<App>,
    who: Staff,
    id: Path<OnboardingPlanId>,
    if_match: IfMatch,
    _: EmptyBody,
) -> ApiResult<HttpResponse> {
    let work = move |conn: &mut _, ctx: &_| growth::sign(conn, ctx, *id, &if_match).map(Outcome::Done);
    act(&app, &who, work, plan_view).await
}
