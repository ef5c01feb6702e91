//! What the staff does in a browser from the comparison to the offer.

mod closing;
mod comparison;
mod debrief;
mod decision;
mod offer;
mod waivers;

use actix_web::web::{ServiceConfig, get, post, resource};

/// Mounts the pages. They stand at the addresses of the API without its prefix.
pub(super) fn pages(cfg: &mut ServiceConfig) {
    cfg.service(
        resource("/jobs/{id}/close_rivals")
            .route(get().to(closing::ask))
            .route(post().to(closing::close)),
    );
    cfg.service(resource("/jobs/{id}/comparison").route(get().to(comparison::show)))
        .service(resource("/applications/{id}/debrief").route(get().to(debrief::show)))
        .service(resource("/applications/{id}/debrief/notes").route(post().to(debrief::note)))
        .service(
            resource("/applications/{id}/decision")
                .route(get().to(decision::show))
                .route(post().to(decision::put)),
        )
        .service(resource("/applications/{id}/decision/signatures").route(post().to(decision::sign)))
        .service(
            resource("/applications/{id}/offer")
                .route(get().to(offer::show))
                .route(post().to(offer::put)),
        )
        .service(resource("/applications/{id}/offer/conditions/{name}").route(post().to(offer::tick)))
        .service(
            resource("/applications/{id}/offer/rescission")
                .route(get().to(offer::ask_rescission))
                .route(post().to(offer::rescind)),
        )
        .service(
            resource("/applications/{id}/offer/rescission/signatures")
                .route(post().to(offer::sign_rescission)),
        )
        .service(
            resource("/applications/{id}/waivers")
                .route(get().to(waivers::of_application))
                .route(post().to(waivers::request_for_application)),
        )
        .service(resource("/applications/{id}/waivers/new").route(get().to(waivers::ask_for_application)))
        .service(
            resource("/jobs/{id}/waivers")
                .route(get().to(waivers::of_job))
                .route(post().to(waivers::request_for_job)),
        )
        .service(resource("/jobs/{id}/waivers/new").route(get().to(waivers::ask_for_job)))
        .service(
            resource("/onboarding_plans/{id}/waivers")
                .route(get().to(waivers::of_plan))
                .route(post().to(waivers::request_for_plan)),
        )
        .service(resource("/onboarding_plans/{id}/waivers/new").route(get().to(waivers::ask_for_plan)))
        .service(resource("/waivers/{id}").route(get().to(waivers::show)))
        .service(resource("/waivers/{id}/approvals").route(post().to(waivers::approve)))
        .service(resource("/waivers/{id}/refusal").route(post().to(waivers::refuse)))
        .service(resource("/waivers/{id}/revocation").route(post().to(waivers::revoke)));
}
