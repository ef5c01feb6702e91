//! Onboarding of a hire (dossier Part 6): the plan prepared before the decision (G40), the first day, training
//! modules signed by somebody else, check-ins, coaching, the growing book of accounts, the day-90 review.
//!
//! What moves a plan, a module, a session or the portfolio stage goes through `flow::onboarding`.

mod api;
pub mod model;
mod pages;
mod rules;
mod schema;
mod service;
mod store;

pub use api::routes;
pub use pages::pages;
pub use rules::{
    book::{month, month_of},
    coaching,
    days::{check_in_due, module_due},
    evidence::{canonical, sign_off as proposed_sign_off},
    files::{MAX_FILES, described, endings},
};
pub use service::{
    facts::{ONE_TO_ONE, facts, find, protocol},
    growth::{add_observation, add_pulse, record_check_in, sign_review, write_review},
    hire::{Accepted, accepted, hired, of_application},
    modules::{module_moved, save_module, set_due},
    prepare::{by, confirm_day_one, mark, moved, order_access, prepare, set_people, set_start, set_trainer},
};
pub(crate) use store::{
    NewFile, account, accounts, acts, by_content, check_in, check_ins, delete_file, file, has_file,
    held_session, insert_account, insert_act, insert_file, insert_session, metrics, modules, observations,
    of_trainee, page, pulses, release_account, review, session, sessions, set_actions, set_at_risk,
    set_metric, set_session_state, set_stage, submitted_to, touch,
};
