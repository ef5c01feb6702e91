//! Training modules of a plan.

use actix_web::{
    HttpResponse, get, post, put,
    web::{Data, Path},
};

use super::{Whole, act, look, module_view, views::ModuleView};
use crate::{
    app::App,
    flow::onboarding::{look as reading, preparation, signing, training},
    kernel::{codes::ModuleCode, ids::OnboardingPlanId},
    onboarding::model::{
        CheckBody, EvidenceBody, MeetingBody, NoteBody, ReasonBody, TestBody, TrainerBody, WordBody,
    },
    people::Staff,
    pipeline::refusal::Outcome,
    web::{ApiResult, EmptyBody, IfMatch, Problem, Valid},
};

/// Every module of a plan, in order.
#[utoipa::path(tag = "training", params(("id" = String, Path)), responses(
    (status = 200, body = Whole<ModuleView>), (status = 404, body = Problem),
))]
#[get("/onboarding_plans/{id}/modules")]
pub(super) async fn list(app: Data<App>, who: Staff, id: Path<OnboardingPlanId>) -> ApiResult<HttpResponse> {
    look(&app, &who, move |conn, ctx| {
        let case = reading::seen(conn, ctx, *id)?;
        let data = case
            .modules
            .iter()
            .map(|row| ModuleView::of(&case, row, ctx.now))
            .collect();
        Ok((case.plan.version, Whole { data }))
    })
    .await
}

/// A module.
#[utoipa::path(tag = "training", params(("id" = String, Path), ("code" = String, Path)), responses(
    (status = 200, body = ModuleView), (status = 404, body = Problem),
))]
#[get("/onboarding_plans/{id}/modules/{code}")]
pub(super) async fn show(
    app: Data<App>,
    who: Staff,
    path: Path<(OnboardingPlanId, ModuleCode)>,
) -> ApiResult<HttpResponse> {
    let (id, code) = path.into_inner();
    look(&app, &who, move |conn, ctx| {
        let case = reading::seen(conn, ctx, id)?;
        let view = ModuleView::of(&case, case.module(&code)?, ctx.now);
        Ok((case.plan.version, view))
    })
    .await
}

/// Names the trainer of a module (HR or the hiring manager).
#[utoipa::path(tag = "training", params(("id" = String, Path), ("code" = String, Path)), request_body = TrainerBody, responses(
    (status = 200, body = ModuleView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[put("/onboarding_plans/{id}/modules/{code}/trainer")]
pub(super) async fn trainer(
    app: Data<App>,
    who: Staff,
    path: Path<(OnboardingPlanId, ModuleCode)>,
    if_match: IfMatch,
    body: Valid<TrainerBody>,
) -> ApiResult<HttpResponse> {
    let (id, code) = path.into_inner();
    let shown = code.clone();
    let work = move |conn: &mut _, ctx: &_| {
        preparation::trainer(conn, ctx, (id, &code, &if_match), &body).map(Outcome::Done)
    };
    act(&app, &who, work, |case| module_view(case, &shown, &app)).await
}

/// Ticks a step with today's date.
#[utoipa::path(tag = "training", params(("id" = String, Path), ("code" = String, Path), ("step" = u32, Path)), request_body = WordBody, responses(
    (status = 200, body = ModuleView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/modules/{code}/steps/{step}")]
pub(super) async fn tick(
    app: Data<App>,
    who: Staff,
    path: Path<(OnboardingPlanId, ModuleCode, u32)>,
    if_match: IfMatch,
    body: Valid<WordBody>,
) -> ApiResult<HttpResponse> {
    let (id, code, step) = path.into_inner();
    let shown = code.clone();
    let work = move |conn: &mut _, ctx: &_| training::tick(conn, ctx, (id, &code, &if_match), step, &body);
    act(&app, &who, work, |case| module_view(case, &shown, &app)).await
}

/// Attaches evidence: a note, an address or a record's id (the trainee).
#[utoipa::path(tag = "training", params(("id" = String, Path), ("code" = String, Path)), request_body = EvidenceBody, responses(
    (status = 200, body = ModuleView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/modules/{code}/evidence")]
pub(super) async fn attach(
    app: Data<App>,
    who: Staff,
    path: Path<(OnboardingPlanId, ModuleCode)>,
    if_match: IfMatch,
    body: Valid<EvidenceBody>,
) -> ApiResult<HttpResponse> {
    let (id, code) = path.into_inner();
    let shown = code.clone();
    let work = move |conn: &mut _, ctx: &_| {
        training::attach(conn, ctx, (id, &code, &if_match), &body).map(Outcome::Done)
    };
    act(&app, &who, work, |case| module_view(case, &shown, &app)).await
}

/// Hands the module in for signature (the trainee; G51).
#[utoipa::path(tag = "training", params(("id" = String, Path), ("code" = String, Path)), responses(
    (status = 200, body = ModuleView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/modules/{code}/submission")]
pub(super) async fn submit(
    app: Data<App>,
    who: Staff,
    path: Path<(OnboardingPlanId, ModuleCode)>,
    if_match: IfMatch,
    _: EmptyBody,
) -> ApiResult<HttpResponse> {
    let (id, code) = path.into_inner();
    let shown = code.clone();
    let work = move |conn: &mut _, ctx: &_| training::submit(conn, ctx, (id, &code, &if_match));
    act(&app, &who, work, |case| module_view(case, &shown, &app)).await
}

/// Stores the result of a learning check or an observation (a trainer).
#[utoipa::path(tag = "training", params(("id" = String, Path), ("code" = String, Path)), request_body = CheckBody, responses(
    (status = 200, body = ModuleView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/modules/{code}/checks")]
pub(super) async fn check(
    app: Data<App>,
    who: Staff,
    path: Path<(OnboardingPlanId, ModuleCode)>,
    if_match: IfMatch,
    body: Valid<CheckBody>,
) -> ApiResult<HttpResponse> {
    let (id, code) = path.into_inner();
    let shown = code.clone();
    let work = move |conn: &mut _, ctx: &_| {
        training::check(conn, ctx, (id, &code, &if_match), &body).map(Outcome::Done)
    };
    act(&app, &who, work, |case| module_view(case, &shown, &app)).await
}

/// Stores the result of the first technical test (S-T5, a trainer).
#[utoipa::path(tag = "training", params(("id" = String, Path), ("code" = String, Path)), request_body = TestBody, responses(
    (status = 200, body = ModuleView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/modules/{code}/first_test")]
pub(super) async fn first_test(
    app: Data<App>,
    who: Staff,
    path: Path<(OnboardingPlanId, ModuleCode)>,
    if_match: IfMatch,
    body: Valid<TestBody>,
) -> ApiResult<HttpResponse> {
    let (id, code) = path.into_inner();
    let shown = code.clone();
    let work = move |conn: &mut _, ctx: &_| {
        training::first_test(conn, ctx, (id, &code, &if_match), &body).map(Outcome::Done)
    };
    act(&app, &who, work, |case| module_view(case, &shown, &app)).await
}

/// Records the meeting of trainer and manager after two failures, with the new date.
#[utoipa::path(tag = "training", params(("id" = String, Path), ("code" = String, Path)), request_body = MeetingBody, responses(
    (status = 200, body = ModuleView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/modules/{code}/meeting")]
pub(super) async fn meet(
    app: Data<App>,
    who: Staff,
    path: Path<(OnboardingPlanId, ModuleCode)>,
    if_match: IfMatch,
    body: Valid<MeetingBody>,
) -> ApiResult<HttpResponse> {
    let (id, code) = path.into_inner();
    let shown = code.clone();
    let base = app.base_url.clone();
    let work = move |conn: &mut _, ctx: &_| {
        training::meet(conn, ctx, (id, &code, &if_match), &body, &base).map(Outcome::Done)
    };
    act(&app, &who, work, |case| module_view(case, &shown, &app)).await
}

/// "I can do this alone" (the trainee).
#[utoipa::path(tag = "training", params(("id" = String, Path), ("code" = String, Path)), responses(
    (status = 200, body = ModuleView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/modules/{code}/countersignature")]
pub(super) async fn countersign(
    app: Data<App>,
    who: Staff,
    path: Path<(OnboardingPlanId, ModuleCode)>,
    if_match: IfMatch,
    _: EmptyBody,
) -> ApiResult<HttpResponse> {
    let (id, code) = path.into_inner();
    let shown = code.clone();
    let work = move |conn: &mut _, ctx: &_| {
        training::countersign(conn, ctx, (id, &code, &if_match)).map(Outcome::Done)
    };
    act(&app, &who, work, |case| module_view(case, &shown, &app)).await
}

/// The second signature, of operations (S-D5, P-D1, P-T6).
#[utoipa::path(tag = "training", params(("id" = String, Path), ("code" = String, Path)), request_body = NoteBody, responses(
    (status = 200, body = ModuleView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/modules/{code}/operations_signature")]
pub(super) async fn operations_sign(
    app: Data<App>,
    who: Staff,
    path: Path<(OnboardingPlanId, ModuleCode)>,
    if_match: IfMatch,
    body: Valid<NoteBody>,
) -> ApiResult<HttpResponse> {
    let (id, code) = path.into_inner();
    let shown = code.clone();
    let work = move |conn: &mut _, ctx: &_| {
        training::operations_sign(conn, ctx, (id, &code, &if_match), &body).map(Outcome::Done)
    };
    act(&app, &who, work, |case| module_view(case, &shown, &app)).await
}

/// Signs the module off (a trainer who is not the trainee; G51, G52).
#[utoipa::path(tag = "training", params(("id" = String, Path), ("code" = String, Path)), responses(
    (status = 200, body = ModuleView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/modules/{code}/sign_off")]
pub(super) async fn sign_off(
    app: Data<App>,
    who: Staff,
    path: Path<(OnboardingPlanId, ModuleCode)>,
    if_match: IfMatch,
    _: EmptyBody,
) -> ApiResult<HttpResponse> {
    let (id, code) = path.into_inner();
    let shown = code.clone();
    let work = move |conn: &mut _, ctx: &_| signing::sign_off(conn, ctx, (id, &code, &if_match));
    act(&app, &who, work, |case| module_view(case, &shown, &app)).await
}

/// Sends the module back with a reason (a trainer).
#[utoipa::path(tag = "training", params(("id" = String, Path), ("code" = String, Path)), request_body = ReasonBody, responses(
    (status = 200, body = ModuleView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/modules/{code}/return")]
pub(super) async fn send_back(
    app: Data<App>,
    who: Staff,
    path: Path<(OnboardingPlanId, ModuleCode)>,
    if_match: IfMatch,
    body: Valid<ReasonBody>,
) -> ApiResult<HttpResponse> {
    let (id, code) = path.into_inner();
    let shown = code.clone();
    let work = move |conn: &mut _, ctx: &_| signing::send_back(conn, ctx, (id, &code, &if_match), &body);
    act(&app, &who, work, |case| module_view(case, &shown, &app)).await
}

/// Recognises an earlier certificate; a check of at least 80 % is stored first (a trainer).
#[utoipa::path(tag = "training", params(("id" = String, Path), ("code" = String, Path)), request_body = NoteBody, responses(
    (status = 200, body = ModuleView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/modules/{code}/equivalence")]
pub(super) async fn recognise(
    app: Data<App>,
    who: Staff,
    path: Path<(OnboardingPlanId, ModuleCode)>,
    if_match: IfMatch,
    body: Valid<NoteBody>,
) -> ApiResult<HttpResponse> {
    let (id, code) = path.into_inner();
    let shown = code.clone();
    let work = move |conn: &mut _, ctx: &_| signing::recognise(conn, ctx, (id, &code, &if_match), &body);
    act(&app, &who, work, |case| module_view(case, &shown, &app)).await
}
