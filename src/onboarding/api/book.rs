//! The hire's own book of clients.

use actix_web::{
    HttpResponse, delete, get, post,
    web::{Data, Path},
};

use super::{Whole, act, look, plan_view, views::PlanView};
use crate::{
    app::App,
    flow::onboarding::{book, look as reading},
    kernel::ids::{ClientAccountId, OnboardingPlanId},
    onboarding::{
        self,
        model::{
            AccountBody, AccountsBody, BookMetric, ClientAccount, ClientAct, CommercialBody, ContactBody,
            MetricBody, StageBody,
        },
    },
    people::Staff,
    pipeline::refusal::Outcome,
    web::{ApiResult, EmptyBody, IfMatch, Problem, Valid},
};

/// Every account the hire carries or carried, oldest first.
#[utoipa::path(tag = "accounts", params(("id" = String, Path)), responses(
    (status = 200, body = Whole<ClientAccount>), (status = 404, body = Problem),
))]
#[get("/onboarding_plans/{id}/client_accounts")]
pub(super) async fn accounts(
    app: Data<App>,
    who: Staff,
    id: Path<OnboardingPlanId>,
) -> ApiResult<HttpResponse> {
    look(&app, &who, move |conn, ctx| {
        let case = reading::seen(conn, ctx, *id)?;
        let data = onboarding::accounts(conn, *id)?;
        Ok((case.plan.version, Whole { data }))
    })
    .await
}

/// Contacts alone and commercial actions, oldest first.
#[utoipa::path(tag = "accounts", params(("id" = String, Path)), responses(
    (status = 200, body = Whole<ClientAct>), (status = 404, body = Problem),
))]
#[get("/onboarding_plans/{id}/client_acts")]
pub(super) async fn acts(app: Data<App>, who: Staff, id: Path<OnboardingPlanId>) -> ApiResult<HttpResponse> {
    look(&app, &who, move |conn, ctx| {
        let case = reading::seen(conn, ctx, *id)?;
        let data = onboarding::acts(conn, *id)?;
        Ok((case.plan.version, Whole { data }))
    })
    .await
}

/// The figures of the book, month by month.
#[utoipa::path(tag = "accounts", params(("id" = String, Path)), responses(
    (status = 200, body = Whole<BookMetric>), (status = 404, body = Problem),
))]
#[get("/onboarding_plans/{id}/metrics")]
pub(super) async fn metrics(
    app: Data<App>,
    who: Staff,
    id: Path<OnboardingPlanId>,
) -> ApiResult<HttpResponse> {
    look(&app, &who, move |conn, ctx| {
        let case = reading::seen(conn, ctx, *id)?;
        let data = onboarding::metrics(conn, *id)?;
        Ok((case.plan.version, Whole { data }))
    })
    .await
}

/// Gives the hire one more account (coach, manager or hiring manager; G53, G55, G58, G59).
#[utoipa::path(tag = "accounts", params(("id" = String, Path)), request_body = AccountBody, responses(
    (status = 200, body = PlanView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/client_accounts")]
pub(super) async fn give(
    app: Data<App>,
    who: Staff,
    id: Path<OnboardingPlanId>,
    if_match: IfMatch,
    body: Valid<AccountBody>,
) -> ApiResult<HttpResponse> {
    let work = move |conn: &mut _, ctx: &_| book::give(conn, ctx, *id, &if_match, &body);
    act(&app, &who, work, plan_view).await
}

/// Gives the hire several accounts: all of them or none.
#[utoipa::path(tag = "accounts", params(("id" = String, Path)), request_body = AccountsBody, responses(
    (status = 200, body = PlanView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/client_accounts/requests")]
pub(super) async fn give_all(
    app: Data<App>,
    who: Staff,
    id: Path<OnboardingPlanId>,
    if_match: IfMatch,
    body: Valid<AccountsBody>,
) -> ApiResult<HttpResponse> {
    let work = move |conn: &mut _, ctx: &_| book::give_all(conn, ctx, *id, &if_match, &body);
    act(&app, &who, work, plan_view).await
}

/// Takes an account back.
#[utoipa::path(tag = "accounts", params(("id" = String, Path), ("account" = String, Path)), responses(
    (status = 200, body = PlanView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
))]
#[delete("/onboarding_plans/{id}/client_accounts/{account}")]
pub(super) async fn release(
    app: Data<App>,
    who: Staff,
    path: Path<(OnboardingPlanId, ClientAccountId)>,
    if_match: IfMatch,
    _: EmptyBody,
) -> ApiResult<HttpResponse> {
    let (id, account) = path.into_inner();
    let work =
        move |conn: &mut _, ctx: &_| book::release(conn, ctx, id, account, &if_match).map(Outcome::Done);
    act(&app, &who, work, plan_view).await
}

/// Raises the portfolio stage by one (the coach; G53, G55, G59).
#[utoipa::path(tag = "accounts", params(("id" = String, Path)), request_body = StageBody, responses(
    (status = 200, body = PlanView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/stage")]
pub(super) async fn raise(
    app: Data<App>,
    who: Staff,
    id: Path<OnboardingPlanId>,
    if_match: IfMatch,
    body: Valid<StageBody>,
) -> ApiResult<HttpResponse> {
    let work = move |conn: &mut _, ctx: &_| book::raise(conn, ctx, *id, &if_match, &body);
    act(&app, &who, work, plan_view).await
}

/// Logs a contact with a client without the co-owner (G54).
#[utoipa::path(tag = "accounts", params(("id" = String, Path)), request_body = ContactBody, responses(
    (status = 200, body = PlanView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/solo_contacts")]
pub(super) async fn contact(
    app: Data<App>,
    who: Staff,
    id: Path<OnboardingPlanId>,
    if_match: IfMatch,
    body: Valid<ContactBody>,
) -> ApiResult<HttpResponse> {
    let work = move |conn: &mut _, ctx: &_| book::contact(conn, ctx, *id, &if_match, &body);
    act(&app, &who, work, plan_view).await
}

/// Logs a discount, free work or a renewal (G57).
#[utoipa::path(tag = "accounts", params(("id" = String, Path)), request_body = CommercialBody, responses(
    (status = 200, body = PlanView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/commercial_actions")]
pub(super) async fn commercial(
    app: Data<App>,
    who: Staff,
    id: Path<OnboardingPlanId>,
    if_match: IfMatch,
    body: Valid<CommercialBody>,
) -> ApiResult<HttpResponse> {
    let work = move |conn: &mut _, ctx: &_| book::commercial(conn, ctx, *id, &if_match, &body);
    act(&app, &who, work, plan_view).await
}

/// Stores the figures of a month that is over (stage Full II).
#[utoipa::path(tag = "accounts", params(("id" = String, Path)), request_body = MetricBody, responses(
    (status = 200, body = PlanView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/metrics")]
pub(super) async fn count(
    app: Data<App>,
    who: Staff,
    id: Path<OnboardingPlanId>,
    if_match: IfMatch,
    body: Valid<MetricBody>,
) -> ApiResult<HttpResponse> {
    let work = move |conn: &mut _, ctx: &_| book::count(conn, ctx, *id, &if_match, &body).map(Outcome::Done);
    act(&app, &who, work, plan_view).await
}
