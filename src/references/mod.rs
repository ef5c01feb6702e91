//! Reference checks (dossier Part 5): referees the candidate names, HR's verification, the request by link
//! or telephone, the answers, and what was concluded from differences.
//!
//! Answers stay hidden from everybody who may not see verdicts yet ([`crate::pipeline::sight`]).

mod api;
pub mod model;
mod naming;
mod pages;
mod rules;
mod schema;
mod service;
mod signs;
mod store;

pub use api::routes;
pub use naming::{consent, correct, name, readdress, remove, withdraw_consent};
pub use pages::pages;
pub use rules::{OPEN_ANSWER_CHARS, same_mailbox};
pub use service::{
    Answered, address_seen, answered, bounced, compared, do_not_ask, doubted, due_to_expire, facts, facts_of,
    find, list, reopen, resolutions, resolve, says_too_little, seen, sent, set_state, sign_decided, signs,
    substitute_manager, turnarounds, verified,
};
pub use signs::{REASON_CHARS, SeenSign, Sign, of_answers as signs_of_answers};
pub(crate) use store::in_states;
