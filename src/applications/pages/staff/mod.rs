//! What the staff does with applications in a browser: the list, one application with what stands before its next
//! step, the assessment, red flags, rejections.

mod booking;
mod events;
mod flags;
mod head;
mod list;
mod must_haves;
mod onboarding;
mod overview;
mod panel;
mod references;
mod rounds;
mod samples;
mod steps;
mod talk;

use actix_web::web::{ServiceConfig, get, post, resource};

pub(crate) use head::{CaseHead, Typed, closed, names, shown};

/// Mounts the pages. They stand at the addresses of the API without its prefix, so that what a refusal links to is
/// a page.
pub(super) fn pages(cfg: &mut ServiceConfig) {
    cfg.service(
        resource("/applications")
            .route(get().to(list::show))
            .route(post().to(list::create)),
    )
    .service(resource("/applications/new").route(get().to(list::ask)))
    .service(resource("/applications/{id}").route(get().to(overview::show)))
    .service(resource("/applications/{id}/timeline").route(get().to(events::show)))
    .service(resource("/applications/{id}/transitions").route(post().to(steps::take)))
    .service(
        resource("/applications/{id}/rejection")
            .route(get().to(steps::ask_rejection))
            .route(post().to(steps::reject)),
    )
    .service(resource("/applications/{id}/must_haves").route(get().to(must_haves::show)))
    .service(
        resource("/applications/{id}/must_haves/{index}")
            .route(get().to(must_haves::show_one))
            .route(post().to(must_haves::tick)),
    )
    .service(
        resource("/applications/{id}/role_talk")
            .route(get().to(talk::ask))
            .route(post().to(talk::record)),
    );
    assessment(cfg);
    cfg.service(
        resource("/applications/{id}/onboarding_plan")
            .route(get().to(onboarding::show))
            .route(post().to(onboarding::prepare)),
    );
    cfg.service(resource("/applications/{id}/reference_checks").route(get().to(references::show)))
        .service(
            resource("/applications/{id}/red_flags")
                .route(get().to(flags::show))
                .route(post().to(flags::raise)),
        )
        .service(
            resource("/applications/{id}/red_flags/{flag}/resolution")
                .route(get().to(flags::ask))
                .route(post().to(flags::propose)),
        )
        .service(
            resource("/applications/{id}/red_flags/{flag}/resolution/confirmation")
                .route(post().to(flags::confirm)),
        );
}

fn assessment(cfg: &mut ServiceConfig) {
    cfg.service(
        resource("/applications/{id}/panel")
            .route(get().to(panel::show))
            .route(post().to(panel::join)),
    )
    .service(resource("/applications/{id}/panel/{user}/removal").route(post().to(panel::leave)))
    .service(resource("/applications/{id}/conflict_declarations/me").route(post().to(panel::declare)))
    .service(
        resource("/applications/{id}/scheduled_interviews")
            .route(get().to(rounds::show))
            .route(post().to(booking::book)),
    )
    .service(resource("/applications/{id}/scorecards").route(get().to(rounds::show)))
    .service(resource("/applications/{id}/scheduled_interviews/new").route(get().to(booking::ask)))
    .service(resource("/scheduled_interviews/{id}/held").route(post().to(rounds::hold)))
    .service(resource("/scheduled_interviews/{id}/cancellation").route(post().to(rounds::cancel)))
    .service(resource("/scheduled_interviews/{id}/no_show").route(post().to(rounds::miss)))
    .service(
        resource("/scheduled_interviews/{id}/change")
            .route(get().to(booking::ask_change))
            .route(post().to(booking::change)),
    )
    .service(
        resource("/applications/{id}/exercises")
            .route(get().to(rounds::show))
            .route(post().to(samples::assign)),
    )
    .service(resource("/applications/{id}/exercises/new").route(get().to(samples::ask)))
    .service(
        resource("/exercises/{id}/assessors")
            .route(get().to(samples::ask_assessor))
            .route(post().to(samples::name_assessor)),
    );
}
