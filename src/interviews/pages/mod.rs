//! Pages of interviewers and assessors: their cards, the kit of a round, work samples, their calendar.

mod appointment;
mod beside;
mod calendar;
mod candidate;
mod card;
mod conflict;
mod exercise;
mod form;
mod lists;
mod locked;
mod review;
mod sample;
mod sheet;

use actix_web::web::{self, ServiceConfig};

/// Mounts the pages.
pub fn pages(cfg: &mut ServiceConfig) {
    appointment::pages(cfg);
    candidate::pages(cfg);
    cfg.service(web::resource("/scorecards").route(web::get().to(lists::cards)))
        .service(web::resource("/scorecards/{id}").route(web::get().to(card::show)))
        .service(web::resource("/scorecards/{id}/draft").route(web::post().to(card::save)))
        .service(web::resource("/scorecards/{id}/review").route(web::get().to(review::show)))
        .service(web::resource("/scorecards/{id}/lock").route(web::post().to(review::lock)))
        .service(web::resource("/scorecards/{id}/amendments").route(web::post().to(beside::amend)))
        .service(
            web::resource("/scorecards/{id}/post_debrief_values/{competency}")
                .route(web::post().to(beside::later)),
        )
        .service(web::resource("/scheduled_interviews").route(web::get().to(lists::rounds)))
        .service(web::resource("/scheduled_interviews/{id}/reply").route(web::post().to(calendar::reply)))
        .service(web::resource("/profile/calendar").route(web::post().to(calendar::renew)))
        .service(web::resource("/profile/calendar/end").route(web::post().to(calendar::end)))
        .service(web::resource("/calendar/{token}").route(web::get().to(calendar::feed)))
        .service(web::resource("/scheduled_interviews/{id}/kit").route(web::get().to(lists::kit)))
        .service(web::resource("/exercises/{id}").route(web::get().to(exercise::show)))
        .service(web::resource("/exercises/{id}/submission").route(web::post().to(exercise::hand_in)));
}
