//! The machines: which states exist, which steps are legal and who may take them (dossier 7.1, 7.2, 6.7).
//!
//! A [`StateChange`] is the only key to a state column. It can be made in this module's parent alone, so a
//! store that asks for one by value cannot be talked into a state `decide` has not allowed.

mod application;
mod job;
mod onboarding;
mod parts;

pub use application::ApplicationState;
pub use job::JobState;
pub use onboarding::{ModuleState, PlanState, PortfolioStage};
pub use parts::{
    CoachingState, ExerciseState, InterviewState, RedFlagState, ReferenceState, ScorecardState, WaiverState,
};

use crate::kernel::{role::Role, text_enum::TextEnum};

/// A permitted move from one state to another. Only the core makes them.
#[derive(Debug, PartialEq, Eq)]
pub struct StateChange<S> {
    from: S,
    to: S,
}

impl<S: Copy> StateChange<S> {
    pub(in crate::pipeline) const fn new(from: S, to: S) -> Self {
        Self { from, to }
    }
    /// The state that is left; stores guard their update with it.
    pub fn from(&self) -> S {
        self.from
    }
    /// The state that is entered.
    pub fn to(&self) -> S {
        self.to
    }
}

/// Who may ask for a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mover {
    /// A signed-in person with one of these roles.
    Staff(&'static [Role]),
    /// The candidate, through the link.
    Candidate,
    /// A referee, through the link.
    Referee,
    /// The service: an effect of the human act that completed the evidence, or of the clock.
    System,
}

/// A machine's alphabet: states, the order of the main path and the legal single steps.
pub trait Machine: TextEnum {
    /// The name of the thing that moves, as in messages ("job", "application").
    const THING: &'static str;
    /// Whether nothing can follow.
    fn is_terminal(self) -> bool;
    /// Who may take the step `self -> to`, or `None` when it is not a single legal step.
    /// Steps out of `on_hold` need the remembered state and are judged by `decide`.
    fn step(self, to: Self) -> Option<&'static [Mover]>;
    /// Whether gates guard the step, so that only its own function in `decide` may allow it.
    fn is_guarded(self, _to: Self) -> bool {
        false
    }
}
