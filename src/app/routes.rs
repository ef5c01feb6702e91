//! Which area answers where: one line per area.

use actix_web::web::{ServiceConfig, get};
use utoipa_actix_web::{AppExt, scope};

use super::{demo, docs, health};
use crate::{
    applications, audit, company, decisions, interviews, jobs, mail, onboarding, people, references,
    web::{ApiConfig, assets, openapi},
};

/// Where the API lives.
pub(super) const API: &str = "/api/v1";

/// Everything below `/api/v1`.
pub(super) fn api(cfg: &mut ApiConfig<'_>) {
    people::routes(cfg);
    audit::routes(cfg);
    mail::routes(cfg);
    company::routes(cfg);
    jobs::routes(cfg);
    applications::routes(cfg);
    interviews::routes(cfg);
    references::routes(cfg);
    decisions::routes(cfg);
    onboarding::routes(cfg);
    demo::routes(cfg);
}

/// Everything for browsers, and for machines that watch over us.
pub(super) fn pages(cfg: &mut ServiceConfig) {
    health::routes(cfg);
    docs::pages(cfg);
    cfg.route("/assets/{name}", get().to(assets::serve));
    super::pages::pages(cfg);
    people::pages(cfg);
    mail::pages(cfg);
    company::pages(cfg);
    audit::pages(cfg);
    jobs::pages(cfg);
    applications::pages(cfg);
    interviews::pages(cfg);
    references::pages(cfg);
    decisions::pages(cfg);
    onboarding::pages(cfg);
}

/// The API description, collected from the handlers.
pub fn api_document() -> utoipa::openapi::OpenApi {
    let mut document = actix_web::App::new()
        .into_utoipa_app()
        .openapi(openapi::frame())
        .service(scope::scope(API).configure(api))
        .split_for_parts()
        .1;
    document.info.version = env!("CARGO_PKG_VERSION").to_owned();
    openapi::complete(&mut document);
    document
}
