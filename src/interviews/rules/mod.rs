//! What this area decides without looking anything up: whether a card can be read, which levels points give,
//! and which facts a card is.

mod check;
mod facts;
mod levels;
#[cfg(test)]
mod tests;

pub(super) use check::{by_hand, checked};
pub(super) use facts::{card_facts, measured_by, round_of};
pub use levels::LevelSoFar;
pub(super) use levels::{as_typed, body_of, flags_of, levels_so_far, without_points};

use crate::{
    content::{
        Pack,
        model::{Exercise, Variant},
    },
    kernel::codes::SourceCode,
    pipeline::evidence::{JobTerms, PlannedRound},
};

/// What a card is about.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'a> {
    /// A round with its kit.
    Round(&'a PlannedRound),
    /// A work sample with its key, in a variant.
    Sample(&'a Exercise, Variant),
    /// The knowledge test (dossier 4.6).
    KnowledgeTest,
}

impl<'a> Subject<'a> {
    /// What the card of `source` is about; `variant` for work samples. `None` when plan and content know
    /// nothing of it.
    pub fn of(
        source: &SourceCode,
        variant: Option<Variant>,
        terms: &'a JobTerms,
        pack: &'a Pack,
    ) -> Option<Self> {
        match variant {
            None => round_of(terms, source).map(Self::Round),
            Some(_) if *source == pack.exercise_rules().knowledge_test.code => Some(Self::KnowledgeTest),
            Some(variant) => pack.exercise(source).map(|e| Self::Sample(e, variant)),
        }
    }
}
