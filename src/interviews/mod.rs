//! Rounds, work samples and the cards their raters fill (dossier 7.2, Parts 3 and 4). Cards are blind: what may be
//! seen by whom is settled in `flow`, for everybody alike.
//!
//! The states of rounds, work samples and cards are written here alone, from changes that the core permitted.
//! A locked card never changes; corrections and later views are stored beside it.

mod api;
mod model;
mod pages;
mod rules;
mod schema;
mod service;
mod store;

pub use api::routes;
pub(crate) use api::{AssessorBody, AssignBody, BookBody, ChangeBody, MemberBody};
pub(crate) use model::{
    Amendment, Answer, CardBody, CardInput, Draft, Exercise, FlagInput, Interview, InterviewRow,
    InterviewView, NewExercise, NewInterview, PostDebriefValue, Reply, Scorecard, Seat, Slot,
};
pub use pages::pages;
pub(crate) use rules::{LevelSoFar, Subject};
pub(crate) use service::{
    cards::{
        NewCard, amend, amendments, body_as_typed, body_for, body_without_points, card, card_facts,
        cards_done_by, cards_of, cards_of_rater, draft, give_out, levels_so_far, lock, owed_since,
        post_debrief_values, save_draft, set_post_debrief_value, void,
    },
    exercises::{add_assessor, adjust, assign, begin, change_exercise, exercise, exercises_of, hand_in},
    facts::{
        day_loads, facts, facts_of, had_sight, join_panel, leave_panel, panel, rated_by, standing_rounds,
        successive_rounds,
    },
    mails,
    rounds::{
        book, change, interview, interviews_of, of_applications_between, of_raters_between, reply,
        reschedule, rounds_of_rater,
    },
};
