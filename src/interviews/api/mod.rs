//! The assessment over HTTP.

mod cards;
mod kit;
mod panel;
mod replies;
mod rounds;
mod samples;
pub(super) mod views;

pub(crate) use panel::MemberBody;
pub(crate) use rounds::{BookBody, ChangeBody};
pub(crate) use samples::{AssessorBody, AssignBody, SubmissionBody};

pub(super) use cards::{AmendmentBody, PostDebriefBody};
pub(super) use kit::KitView;
pub(super) use replies::{ReplyBody, address as calendar_address};
pub(super) use views::{ExerciseView, is_written};

use crate::web::ApiConfig;

/// Mounts the handlers.
pub fn routes(cfg: &mut ApiConfig<'_>) {
    cfg.service(panel::show)
        .service(panel::join)
        .service(panel::leave)
        .service(rounds::create)
        .service(rounds::check)
        .service(rounds::check_change)
        .service(replies::reply)
        .service(replies::show)
        .service(replies::reply_as_guest)
        .service(replies::renew_calendar)
        .service(replies::end_calendar)
        .service(rounds::list)
        .service(rounds::show)
        .service(rounds::change)
        .service(rounds::cancel)
        .service(rounds::hold)
        .service(rounds::miss)
        .service(rounds::kit)
        .service(cards::list)
        .service(cards::show)
        .service(cards::of_application)
        .service(cards::save_draft)
        .service(cards::submit)
        .service(cards::amend)
        .service(cards::post_debrief_value)
        .service(cards::scores)
        .service(samples::create)
        .service(samples::list)
        .service(samples::show)
        .service(samples::begin)
        .service(samples::adjust)
        .service(samples::submit)
        .service(samples::name_assessor);
}
