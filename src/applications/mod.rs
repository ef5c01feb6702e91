//! Candidates and their applications: from the arrival over the acknowledged role (G10, G11) and the
//! must-haves (G12) to the end of the case; red flags and conflict declarations belong to it.
//!
//! The state of an application is written by [`set_state`] alone, from a change that the core permitted. Every
//! stored input of a gate bumps the application's version.

mod api;
pub mod model;
mod notice;
mod pages;
mod rules;
mod schema;
mod service;
mod store;

pub use api::routes;
pub use model::{Application, Candidate, NewFlag, Pins, RedFlag};
pub use notice::PRIVACY_NOTICE;
pub use pages::pages;
pub(crate) use pages::{CaseHead, Typed, closed, names, shown};
pub use rules::{
    feedback::checked as checked_feedback,
    progress::{Owes, Progress, Stage, Standing, progress, stages},
    quiz::QuizKey,
    resolution,
};
pub use service::{
    answers::{answer, follow_plan, notice_seen, talk},
    apply::apply,
    checks::{check_must_have, declare},
    facts::{
        acknowledgement, acknowledgements, candidate, candidate_names, conflicts, latest_answers,
        must_have_views, must_haves, red_flags, row,
    },
    flags::{accepted_modules, of as flags, propose, raise as raise_flag, resolve},
    list::{by_content, counts, declarations, heard, list, of_job, of_person, silent_since, waiting_since},
    mails,
    state::{reject, set_state, touch},
};
