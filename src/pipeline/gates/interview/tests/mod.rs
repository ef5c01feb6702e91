mod cards;
mod counts;
mod pace;
mod raters;

use crate::pipeline::{
    evidence::{ApplicationEvidence, CardFacts},
    gate_id::GateId::{self, *},
    gates::{Concern, Frame, judge_application},
    policy::Policy,
    refusal::Finding,
    state::{ApplicationState, ScorecardState},
    testing::{judged, now, perfect_application},
};

fn with(spoil: impl FnOnce(&mut ApplicationEvidence)) -> ApplicationEvidence {
    let mut case = perfect_application();
    spoil(&mut case);
    case
}

/// Judges for the approval under the numbers of the small firm.
fn judged_small(gate: GateId, case: &ApplicationEvidence) -> Finding {
    let policy = Policy::small_firm();
    let frame = Frame {
        policy: &policy,
        now: now(),
    };
    judge_application(gate, case, Concern::Step(ApplicationState::Approved), frame)
}

/// Makes the cards of a source drafts again.
fn reopen(case: &mut ApplicationEvidence, of_interest: impl Fn(&CardFacts) -> bool) {
    for card in &mut case.assessment.cards {
        if of_interest(card) {
            card.state = ScorecardState::Draft;
            card.locked_at = None;
        }
    }
}

#[test]
fn a_complete_application_meets_every_interview_gate() {
    for gate in [G13, G14, G15, G16, G17, G18, G19, G20, G21, G22, G23, G36] {
        assert!(
            matches!(judged(gate, &perfect_application()), Finding::Met(_)),
            "{gate}"
        );
    }
}
