//! All queries of onboarding.

mod book;
mod coaching;
mod files;
mod growth;
mod modules;
mod plans;

pub use book::{
    account, accounts, acts, insert_account, insert_act, metrics, release_account, set_at_risk, set_metric,
};
pub use coaching::{held_session, insert_session, session, sessions, set_actions, set_session_state};
pub use files::{NewFile, delete_file, file, has_file, insert_file};
pub use growth::{
    check_in, check_ins, insert_check_ins, insert_observations, insert_pulse, insert_review, observations,
    pulses, review, set_check_in, set_signatures,
};
pub use modules::{
    insert_modules, modules, set_body, set_due, set_due_before, set_module_state, set_trainer, submitted_to,
};
pub use plans::{
    by_content, insert, of_application, of_trainee, page, plan, set_access_order, set_day_one, set_live,
    set_people, set_stage, set_start, set_state, set_trainee, touch,
};
