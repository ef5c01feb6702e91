//! Pages of people: guests' links, signing in, the first set-up, the own profile.

mod certificate;
mod door;
mod links;
mod own;
mod setup;

use actix_web::web::{self, ServiceConfig};

pub use own::next_place;

/// Mounts the pages.
pub fn pages(cfg: &mut ServiceConfig) {
    links::pages(cfg);
    cfg.service(web::resource("/").route(web::get().to(door::home)))
        .service(
            web::resource("/sign-in")
                .route(web::get().to(door::ask))
                .route(web::post().to(door::sign_in)),
        )
        .service(web::resource("/sign-out").route(web::post().to(door::sign_out)))
        .service(
            web::resource("/setup")
                .route(web::get().to(setup::ask))
                .route(web::post().to(setup::make)),
        )
        .service(
            web::resource("/certificate")
                .route(web::get().to(certificate::show))
                .route(web::post().to(certificate::rate)),
        )
        .service(web::resource("/profile").route(web::get().to(own::profile)))
        .service(web::resource("/profile/password").route(web::post().to(own::change_password)))
        .service(web::resource("/appearance").route(web::post().to(own::appearance)));
}
