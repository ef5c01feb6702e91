//! The day-90 review (G56): what it rests on, its text, two signatures, and what follows from it.

use actix_web::{
    HttpResponse,
    web::{self, Data, Path, ServiceConfig},
};
use serde_json::{Value, json};

use super::{
    Again, pressed,
    sheet::{Sheet, sheet},
    shown,
};
use crate::{
    app::App,
    db::Conn,
    fault::Fault,
    flow::onboarding::{growth as acts, steps},
    kernel::{ctx::Ctx, ids::OnboardingPlanId, time::days},
    onboarding::{
        self,
        api::views::ReviewView,
        model::{ModuleRow, Review},
    },
    people::Visit,
    pipeline::{gate_id::GateId, refusal::Outcome, state::PlanState},
    web::{ApiResult, Form},
};

/// The last day the review is about.
const REVIEW_DAY: i64 = 90;

/// Mounts the pages below a plan.
pub(super) fn pages(cfg: &mut ServiceConfig) {
    cfg.service(
        web::resource("/review")
            .route(web::get().to(show))
            .route(web::post().to(write)),
    )
    .service(web::resource("/review/signatures").route(web::post().to(sign)));
}

/// The review.
async fn show(app: Data<App>, visit: Visit, id: Path<OnboardingPlanId>) -> ApiResult<HttpResponse> {
    page(&app, &visit, *id, None).await
}

/// The review, after something that was refused.
pub(super) async fn page(
    app: &App,
    visit: &Visit,
    id: OnboardingPlanId,
    again: Option<Again>,
) -> ApiResult<HttpResponse> {
    let read = move |conn: &mut Conn, ctx: &Ctx| read(conn, ctx, id);
    shown(app, visit, "onboarding/pages/review", read, again).await
}

fn read(conn: &mut Conn, ctx: &Ctx, id: OnboardingPlanId) -> Result<(String, Sheet), Fault> {
    let (case, mut gates) = steps::gates(conn, ctx, id, PlanState::Confirmed)?;
    gates.retain(|row| row.gate == GateId::G56);
    let review = onboarding::review(conn, id)?;
    let typed = typed(review.as_ref());
    let unsigned = |row: &&ModuleRow| row.due_day <= REVIEW_DAY && !row.state.is_done();
    let seen = onboarding::observations(conn, id)?;
    let more = json!({
        "gates": gates,
        "unsigned": case.modules.iter().filter(unsigned).map(|row| &row.code).collect::<Vec<_>>(),
        "signed_by_me": signed_by(review.as_ref(), ctx),
        "view": ReviewView::of(&case, review),
        "observations": seen,
        "opens_at": case.plan.starts_at.map(|at| at + days(REVIEW_DAY - 1)),
        "body": typed,
        "longest": case.policy.extension_days,
    });
    let sheet = sheet(conn, ctx, &case, more)?;
    Ok((case.plan.trainee_name.clone(), sheet))
}

fn typed(review: Option<&Review>) -> Value {
    review.map_or_else(
        || json!({}),
        |review| {
            let body = &review.body.0;
            json!({ "verdict": review.verdict, "text": body.text, "goals": body.goals })
        },
    )
}

fn signed_by(review: Option<&Review>, ctx: &Ctx) -> bool {
    let me = ctx.actor.user_id();
    review.is_some_and(|review| {
        review
            .signatures
            .0
            .iter()
            .any(|signed| Some(signed.mark.by) == me)
    })
}

/// Writes the review, or writes it anew.
async fn write(
    app: Data<App>,
    visit: Visit,
    id: Path<OnboardingPlanId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (id, sent) = (*id, form.clone());
    let work = move |conn: &mut Conn, ctx: &Ctx| {
        acts::review(conn, ctx, id, &sent.if_match(), &sent.valid()).map(Outcome::Done)
    };
    match pressed(&app, &visit, work).await {
        Ok(_) => Ok(visit.go(
            &format!("/onboarding_plans/{id}/review"),
            "onboarding-review-written",
        )),
        Err(problem) => page(&app, &visit, id, Again::of("review", &form, problem)).await,
    }
}

/// Signs the review as it was read.
async fn sign(
    app: Data<App>,
    visit: Visit,
    id: Path<OnboardingPlanId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (id, sent) = (*id, form.clone());
    let work =
        move |conn: &mut Conn, ctx: &Ctx| acts::sign(conn, ctx, id, &sent.if_match()).map(Outcome::Done);
    match pressed(&app, &visit, work).await {
        Ok(_) => Ok(visit.go(
            &format!("/onboarding_plans/{id}/review"),
            "onboarding-review-signed",
        )),
        Err(problem) => page(&app, &visit, id, Again::of("sign", &form, problem)).await,
    }
}
