//! The gates about raters, cards, rounds and work samples: G13 to G23 and G36 (dossier 7.3).

mod card;
mod coverage;
mod pace;
mod raters;
mod rounds;

#[cfg(test)]
mod tests;

pub use card::{Lacks, lacks};
pub(super) use card::{complete_card, independent, same_questions, timely_card};
pub(super) use coverage::{coverage, distinct_people, operations_voice};
pub(super) use pace::pace;
pub(super) use raters::{certified, no_conflict};
pub(super) use rounds::{needed_rounds, rounds, work_samples};

use super::{Concern, Frame};
use crate::{
    kernel::time::Timestamp,
    pipeline::{
        evidence::{ApplicationEvidence, RoundFacts, waived_value},
        gate_id::GateId,
        state::InterviewState,
    },
};

/// What a gate that counts asks for: its number, and the lower one of a waiver in force.
#[derive(Debug, Clone, Copy)]
struct Needed {
    usual: u32,
    waived: u32,
}

/// The policy's number and what a waiver of `gate` lowers it to, never below `least`.
fn needed(case: &ApplicationEvidence, gate: GateId, usual: u32, least: u32, frame: Frame<'_>) -> Needed {
    let waived = waived_value(&case.waivers, gate, frame.now)
        .and_then(|value| (1..=usual).find(|n| f64::from(*n) >= value));
    Needed {
        usual,
        waived: waived.map_or(usual, |value| value.max(least).min(usual)),
    }
}

/// Whether a booked round is still to come or took place.
fn stands(round: &RoundFacts) -> bool {
    !matches!(round.state, InterviewState::Cancelled | InterviewState::NoShow)
}

/// Whether the round took place.
fn was_held(round: &RoundFacts) -> bool {
    matches!(round.state, InterviewState::Held | InterviewState::Scored)
}

/// People who rate a source of ratings, and when they do.
struct Sitting {
    name: String,
    at: Timestamp,
    raters: Vec<crate::kernel::ids::UserId>,
}
