//! What candidates and referees see of references in a browser, without a line of JavaScript.

mod questionnaire;
mod referee_form;
mod referees;

use actix_web::web::ServiceConfig;

/// Mounts the pages below a guest's link.
pub fn pages(cfg: &mut ServiceConfig) {
    referees::pages(cfg);
    questionnaire::pages(cfg);
}
