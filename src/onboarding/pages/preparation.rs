//! Before the first day: people, trainers, access, the items of day 1 (G40, G50).

use actix_web::{
    HttpResponse,
    web::{self, Data, Path, ServiceConfig},
};
use serde_json::json;

use super::{
    Again, pressed,
    sheet::{Sheet, holders, lines, sheet},
    shown,
};
use crate::{
    app::App,
    db::Conn,
    fault::Fault,
    flow::onboarding::{preparation as acts, steps},
    kernel::{ctx::Ctx, ids::OnboardingPlanId, role::Role},
    onboarding::model::DayOneItem,
    people::Visit,
    pipeline::{refusal::Outcome, state::PlanState},
    text_enum,
    web::{ApiResult, Form},
};

text_enum! {
    /// What is prepared.
    pub enum Part {
        /// Coach, manager, buddy.
        People = "people",
        /// The first day.
        Start = "start",
        /// The order of the access list.
        AccessOrder = "access_order",
        /// Who trains what.
        Trainers = "trainers",
    }
}

/// Mounts the pages below a plan.
pub(super) fn pages(cfg: &mut ServiceConfig) {
    cfg.service(web::resource("/day_one").route(web::get().to(show)))
        .service(web::resource("/day_one/{item}").route(web::post().to(confirm)))
        .service(web::resource("/preparation/{part}").route(web::post().to(act)));
}

/// What is prepared and what is missing.
async fn show(app: Data<App>, visit: Visit, id: Path<OnboardingPlanId>) -> ApiResult<HttpResponse> {
    page(&app, &visit, *id, None).await
}

async fn page(
    app: &App,
    visit: &Visit,
    id: OnboardingPlanId,
    again: Option<Again>,
) -> ApiResult<HttpResponse> {
    let read = move |conn: &mut Conn, ctx: &Ctx| read(conn, ctx, id);
    shown(app, visit, "onboarding/pages/preparation", read, again).await
}

fn read(conn: &mut Conn, ctx: &Ctx, id: OnboardingPlanId) -> Result<(String, Sheet), Fault> {
    let (case, gates) = steps::gates(conn, ctx, id, PlanState::Active)?;
    let plan = &case.plan;
    let more = json!({
        "gates": gates,
        "modules": lines(&case, ctx.now),
        "coaches": holders(conn, Role::Coach)?,
        "managers": holders(conn, Role::Manager)?,
        "buddies": holders(conn, Role::Buddy)?,
        "trainers": holders(conn, Role::Trainer)?,
        "body": {
            "coach": plan.coach_id, "manager": plan.manager_id, "buddy": plan.buddy_id,
            "starts_at": plan.starts_at,
        },
    });
    let sheet = sheet(conn, ctx, &case, more)?;
    Ok((case.plan.trainee_name.clone(), sheet))
}

/// Stores a part of the preparation.
async fn act(
    app: Data<App>,
    visit: Visit,
    path: Path<(OnboardingPlanId, Part)>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let ((id, part), base, sent) = (path.into_inner(), app.base_url.clone(), form.clone());
    let work = move |conn: &mut Conn, ctx: &Ctx| {
        let seen = sent.if_match();
        match part {
            Part::People => acts::people(conn, ctx, id, &seen, &sent.valid(), &base),
            Part::Start => acts::start(conn, ctx, id, &seen, &sent.valid()),
            Part::AccessOrder => acts::access_order(conn, ctx, id, &seen, &sent.valid()),
            Part::Trainers => acts::trainers(conn, ctx, id, &seen, &sent.valid()),
        }
        .map(Outcome::Done)
    };
    let form_name = match part {
        Part::People => "people",
        Part::Start => "start",
        Part::AccessOrder => "access_order",
        Part::Trainers => "trainers",
    };
    match pressed(&app, &visit, work).await {
        Ok(_) => Ok(visit.go(&format!("/onboarding_plans/{id}/day_one"), "onboarding-saved")),
        Err(problem) => page(&app, &visit, id, Again::of(form_name, &form, problem)).await,
    }
}

/// Confirms an item of the first day.
async fn confirm(
    app: Data<App>,
    visit: Visit,
    path: Path<(OnboardingPlanId, DayOneItem)>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let ((id, item), sent) = (path.into_inner(), form.clone());
    let work = move |conn: &mut Conn, ctx: &Ctx| {
        acts::day_one(conn, ctx, (id, &sent.if_match()), item, &sent.valid()).map(Outcome::Done)
    };
    let form_name = match item {
        DayOneItem::Access => "access",
        DayOneItem::Equipment => "equipment",
        DayOneItem::Buddy => "buddy",
        DayOneItem::FirstWeekPlan => "first_week_plan",
    };
    match pressed(&app, &visit, work).await {
        Ok(_) => Ok(visit.go(
            &format!("/onboarding_plans/{id}/day_one"),
            "onboarding-confirmed-item",
        )),
        Err(problem) => page(&app, &visit, id, Again::of(form_name, &form, problem)).await,
    }
}
