//! Plans: who takes part, the first day, the steps.

use actix_web::{
    HttpRequest, HttpResponse, get, post, put,
    web::{Data, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    act, look, plan_view,
    views::{PlanLine, PlanView},
};
use crate::{
    app::App,
    audit::Event,
    db::page::Page,
    flow::onboarding::{hire, look as reading, preparation, steps},
    kernel::ids::{ApplicationId, OnboardingPlanId},
    onboarding::model::{DayOneItem, NoteBody, PeopleBody, PlanBody, StartBody, StepBody},
    people::Staff,
    pipeline::{
        refusal::{GateRow, Outcome},
        state::PlanState,
    },
    web::{ApiResult, IfMatch, Paging, PagingParams, Problem, Query, Valid, etag, listed},
};

/// Which plans.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PlanFilter {
    /// In this state.
    #[serde(default)]
    state: Option<PlanState>,
}

/// The plans one may know of, newest first.
#[utoipa::path(tag = "onboarding", params(PlanFilter, PagingParams), responses((status = 200, body = Page<PlanLine>)))]
#[get("/onboarding_plans")]
pub(super) async fn list(
    app: Data<App>,
    who: Staff,
    filter: Query<PlanFilter>,
    paging: Paging,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let page = app
        .db
        .read(move |conn| reading::list(conn, &ctx, filter.0.state, &paging.0))
        .await?;
    let page = Page {
        data: page.data.iter().map(PlanLine::from).collect(),
        next_cursor: page.next_cursor,
        has_more: page.has_more,
    };
    Ok(listed(&req, &page))
}

/// Prepares the plan of an application (HR or the hiring manager; G40).
#[utoipa::path(tag = "onboarding", params(("id" = String, Path)), request_body = PlanBody, responses(
    (status = 201, body = PlanView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/applications/{id}/onboarding_plan")]
pub(super) async fn prepare(
    app: Data<App>,
    who: Staff,
    id: Path<ApplicationId>,
    if_match: IfMatch,
    body: Valid<PlanBody>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let case = app
        .db
        .write(move |conn| hire::prepare(conn, &ctx, *id, &if_match, &body))
        .await?;
    let location = format!("/api/v1/onboarding_plans/{}", case.plan.id);
    Ok(etag::created(&location, case.plan.version, &PlanView::of(&case)))
}

/// The plan of an application.
#[utoipa::path(tag = "onboarding", params(("id" = String, Path)), responses(
    (status = 200, body = PlanView), (status = 404, body = Problem),
))]
#[get("/applications/{id}/onboarding_plan")]
pub(super) async fn of_application(
    app: Data<App>,
    who: Staff,
    id: Path<ApplicationId>,
) -> ApiResult<HttpResponse> {
    look(&app, &who, move |conn, ctx| {
        let case = hire::of_application(conn, ctx, *id)?;
        Ok((case.plan.version, PlanView::of(&case)))
    })
    .await
}

/// A plan.
#[utoipa::path(tag = "onboarding", params(("id" = String, Path)), responses(
    (status = 200, body = PlanView), (status = 404, body = Problem),
))]
#[get("/onboarding_plans/{id}")]
pub(super) async fn show(app: Data<App>, who: Staff, id: Path<OnboardingPlanId>) -> ApiResult<HttpResponse> {
    look(&app, &who, move |conn, ctx| {
        let case = reading::seen(conn, ctx, *id)?;
        Ok((case.plan.version, PlanView::of(&case)))
    })
    .await
}

/// Names coach, manager and buddy (HR or the hiring manager).
#[utoipa::path(tag = "onboarding", params(("id" = String, Path)), request_body = PeopleBody, responses(
    (status = 200, body = PlanView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
    (status = 428, body = Problem),
))]
#[put("/onboarding_plans/{id}/people")]
pub(super) async fn people(
    app: Data<App>,
    who: Staff,
    id: Path<OnboardingPlanId>,
    if_match: IfMatch,
    body: Valid<PeopleBody>,
) -> ApiResult<HttpResponse> {
    let base = app.base_url.clone();
    let work = move |conn: &mut _, ctx: &_| {
        preparation::people(conn, ctx, *id, &if_match, &body, &base).map(Outcome::Done)
    };
    act(&app, &who, work, plan_view).await
}

/// Records that the day-1 access list is ordered (G40; HR or the hiring manager).
#[utoipa::path(tag = "onboarding", params(("id" = String, Path)), request_body = NoteBody, responses(
    (status = 200, body = PlanView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/access_order")]
pub(super) async fn access_order(
    app: Data<App>,
    who: Staff,
    id: Path<OnboardingPlanId>,
    if_match: IfMatch,
    body: Valid<NoteBody>,
) -> ApiResult<HttpResponse> {
    let work = move |conn: &mut _, ctx: &_| {
        preparation::access_order(conn, ctx, *id, &if_match, &body).map(Outcome::Done)
    };
    act(&app, &who, work, plan_view).await
}

/// Settles or moves the first day (HR or the hiring manager).
#[utoipa::path(tag = "onboarding", params(("id" = String, Path)), request_body = StartBody, responses(
    (status = 200, body = PlanView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
    (status = 428, body = Problem),
))]
#[put("/onboarding_plans/{id}/start")]
pub(super) async fn start(
    app: Data<App>,
    who: Staff,
    id: Path<OnboardingPlanId>,
    if_match: IfMatch,
    body: Valid<StartBody>,
) -> ApiResult<HttpResponse> {
    let work =
        move |conn: &mut _, ctx: &_| preparation::start(conn, ctx, *id, &if_match, &body).map(Outcome::Done);
    act(&app, &who, work, plan_view).await
}

/// Confirms an item of the first day: `access`, `equipment`, `buddy` or `first_week_plan` (G50).
#[utoipa::path(tag = "onboarding", params(("id" = String, Path), ("item" = DayOneItem, Path)),
    request_body = NoteBody, responses(
    (status = 200, body = PlanView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/day_one/{item}")]
pub(super) async fn day_one(
    app: Data<App>,
    who: Staff,
    path: Path<(OnboardingPlanId, DayOneItem)>,
    if_match: IfMatch,
    body: Valid<NoteBody>,
) -> ApiResult<HttpResponse> {
    let (id, item) = path.into_inner();
    let work = move |conn: &mut _, ctx: &_| {
        preparation::day_one(conn, ctx, (id, &if_match), item, &body).map(Outcome::Done)
    };
    act(&app, &who, work, plan_view).await
}

/// Up to which state.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct UpToPlanState {
    /// Every gate up to and including this state.
    to: PlanState,
}

/// The dry run of a step.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PlanGates {
    /// Where the plan stands.
    state: PlanState,
    /// Every gate, met ones too.
    data: Vec<GateRow>,
}

/// The dry run: every gate up to and including a state, with what is missing and who owes it.
#[utoipa::path(tag = "onboarding", params(("id" = String, Path), UpToPlanState), responses(
    (status = 200, body = PlanGates), (status = 404, body = Problem), (status = 422, body = Problem),
))]
#[get("/onboarding_plans/{id}/gates")]
pub(super) async fn gates(
    app: Data<App>,
    who: Staff,
    id: Path<OnboardingPlanId>,
    up_to: Query<UpToPlanState>,
) -> ApiResult<HttpResponse> {
    look(&app, &who, move |conn, ctx| {
        let (case, data) = steps::gates(conn, ctx, *id, up_to.0.to)?;
        Ok((
            case.plan.version,
            PlanGates {
                state: case.plan.state,
                data,
            },
        ))
    })
    .await
}

/// Takes a step, or says everything that is still missing.
#[utoipa::path(tag = "onboarding", params(("id" = String, Path)), request_body = StepBody, responses(
    (status = 200, body = PlanView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
    (status = 428, body = Problem),
))]
#[post("/onboarding_plans/{id}/transitions")]
pub(super) async fn transition(
    app: Data<App>,
    who: Staff,
    id: Path<OnboardingPlanId>,
    if_match: IfMatch,
    body: Valid<StepBody>,
) -> ApiResult<HttpResponse> {
    let base = app.base_url.clone();
    let work = move |conn: &mut _, ctx: &_| steps::transition(conn, ctx, *id, &if_match, &body, &base);
    act(&app, &who, work, plan_view).await
}

/// What became of every attempt.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PlanTimeline {
    /// Oldest first.
    data: Vec<Event>,
}

/// What was done with the plan and what was refused, oldest first.
#[utoipa::path(tag = "onboarding", params(("id" = String, Path)), responses(
    (status = 200, body = PlanTimeline), (status = 404, body = Problem),
))]
#[get("/onboarding_plans/{id}/timeline")]
pub(super) async fn timeline(
    app: Data<App>,
    who: Staff,
    id: Path<OnboardingPlanId>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let data = app.db.read(move |conn| steps::timeline(conn, &ctx, *id)).await?;
    Ok(HttpResponse::Ok().json(PlanTimeline { data }))
}
