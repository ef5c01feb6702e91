//! Onboarding gates: the first day and the reviews (G50, G55, G56), training (G51, G52, G57), the portfolio
//! ramp (G53, G54, G58, G59).

mod milestones;
mod ramp;
#[cfg(test)]
mod tests;
mod training;

pub(super) use milestones::{day_one_ready, one_to_one, review};
pub(super) use ramp::{coaching_alive, hard_cap, ramp, solo_contact};
pub(super) use training::{authority, foreign_signature, prerequisites};

use crate::pipeline::{
    evidence::{ModuleFacts, OnboardingEvidence},
    refusal::Finding,
};

/// The answer when a gate is asked about an act it does not guard.
fn not_concerned() -> Finding {
    Finding::met("not asked for by this step")
}

/// A path below the plan, for links in refusals.
fn path(case: &OnboardingEvidence, rest: &str) -> String {
    format!("/onboarding_plans/{}{rest}", case.plan)
}

fn module<'a>(case: &'a OnboardingEvidence, code: &str) -> Option<&'a ModuleFacts> {
    case.modules.iter().find(|m| m.code == code)
}

/// Whether a module is signed; one that the plan lacks is not.
fn is_signed(case: &OnboardingEvidence, code: &str) -> bool {
    module(case, code).is_some_and(|m| m.state.is_done())
}
