//! Pages of people: guests' links, signing in, the first set-up, the own profile.

mod certificate;
mod door;
mod links;
mod own;
mod setup;
mod today;
mod users;

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
        .service(
            web::resource("/users")
                .route(web::get().to(users::list))
                .route(web::post().to(users::create)),
        )
        .service(
            web::resource("/users/{id}")
                .route(web::get().to(users::one))
                .route(web::post().to(users::change)),
        )
        .service(web::resource("/users/{id}/password_links").route(web::post().to(users::password_link)))
        .service(web::resource("/today").route(web::get().to(today::today)))
        .service(web::resource("/profile").route(web::get().to(own::profile)))
        .service(web::resource("/profile/notifications").route(web::post().to(own::choose)))
        .service(web::resource("/profile/password").route(web::post().to(own::change_password)))
        .service(web::resource("/appearance").route(web::post().to(own::appearance)));
}
