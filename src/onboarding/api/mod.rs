//! The doors of this area.

mod book;
mod coaching;
mod files;
mod growth;
mod modules;
mod plans;
pub(super) mod views;

use actix_web::{HttpResponse, web::Data};

use crate::{
    app::App,
    db::Conn,
    fault::Fault,
    flow::onboarding::Case,
    kernel::ctx::Ctx,
    people::Staff,
    pipeline::refusal::Outcome,
    web::{ApiConfig, ApiResult, done, etag},
};
use views::{ModuleView, PlanView};

/// Mounts the handlers below `/api/v1`.
pub fn routes(cfg: &mut ApiConfig<'_>) {
    cfg.service(plans::prepare)
        .service(plans::of_application)
        .service(plans::list)
        .service(plans::show)
        .service(plans::people)
        .service(plans::access_order)
        .service(plans::start)
        .service(plans::day_one)
        .service(plans::gates)
        .service(plans::transition)
        .service(plans::timeline);
    cfg.service(modules::list)
        .service(modules::show)
        .service(modules::trainer)
        .service(modules::tick)
        .service(modules::attach)
        .service(files::attach)
        .service(files::show)
        .service(files::take_back)
        .service(modules::submit)
        .service(modules::check)
        .service(modules::first_test)
        .service(modules::meet)
        .service(modules::countersign)
        .service(modules::operations_sign)
        .service(modules::sign_off)
        .service(modules::send_back)
        .service(modules::recognise);
    cfg.service(growth::check_ins)
        .service(growth::record)
        .service(growth::pulses)
        .service(growth::pulse)
        .service(growth::observations)
        .service(growth::observe)
        .service(growth::review)
        .service(growth::write_review)
        .service(growth::sign_review);
    cfg.service(coaching::list)
        .service(coaching::plan)
        .service(coaching::record)
        .service(coaching::done_action)
        .service(coaching::carry_action)
        .service(coaching::close);
    cfg.service(book::accounts)
        .service(book::give)
        .service(book::give_all)
        .service(book::release)
        .service(book::raise)
        .service(book::acts)
        .service(book::contact)
        .service(book::commercial)
        .service(book::metrics)
        .service(book::count);
}

/// Does something with a plan and answers with what became of it.
async fn act<V>(
    app: &App,
    who: &Staff,
    work: impl FnMut(&mut Conn, &Ctx) -> Result<Outcome<Case>, Fault> + Send + 'static,
    view: impl FnOnce(&Case) -> Result<V, Fault>,
) -> ApiResult<HttpResponse>
where
    V: serde::Serialize,
{
    let ctx = app.ctx(who);
    let mut work = work;
    let outcome = app.db.write(move |conn| work(conn, &ctx)).await?;
    let case = done(outcome)?;
    Ok(etag::ok(case.plan.version, &view(&case)?))
}

/// Looks at a plan.
async fn look<V>(
    app: &App,
    who: &Staff,
    read: impl FnMut(&mut Conn, &Ctx) -> Result<(i64, V), Fault> + Send + 'static,
) -> ApiResult<HttpResponse>
where
    V: serde::Serialize + Send + 'static,
{
    let ctx = app.ctx(who);
    let mut read = read;
    let (version, view) = app.db.read(move |conn| read(conn, &ctx)).await?;
    Ok(etag::ok(version, &view))
}

/// A plan as its view.
#[allow(clippy::unnecessary_wraps, reason = "every view may fail")]
fn plan_view(case: &Case) -> Result<PlanView, Fault> {
    Ok(PlanView::of(case))
}

/// A module as its view.
fn module_view(
    case: &Case,
    code: &crate::kernel::codes::ModuleCode,
    app: &Data<App>,
) -> Result<ModuleView, Fault> {
    Ok(ModuleView::of(case, case.module(code)?, app.clock.now()))
}

/// A list that is shown whole.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
struct Whole<T> {
    /// Every entry.
    data: Vec<T>,
}
