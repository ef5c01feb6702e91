//! References in a browser, without a line of JavaScript: HR's queue, and what candidates and referees see.

mod bounce;
mod hr;
mod questionnaire;
mod referee_form;
mod referees;
mod signs;

use actix_web::web::ServiceConfig;

/// Mounts the pages below a guest's link.
pub fn pages(cfg: &mut ServiceConfig) {
    hr::pages(cfg);
    referees::pages(cfg);
    questionnaire::pages(cfg);
}
