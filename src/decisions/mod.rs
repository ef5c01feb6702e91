//! From the debrief to the accepted offer: disagreements talked through (G33), a reasoned decision with two
//! signatures (G38, G39), waivers with four eyes (dossier 7.6), and the offer with its conditions.
//!
//! What moves a case is judged in `flow::decisions`; this area stores and reads.

mod api;
mod charts;
pub mod model;
mod pages;
mod rules;
mod schema;
mod service;
mod store;

pub use api::routes;
pub use model::{Decision, DecisionBody, NewNote, Offer, OfferTerms, Waiver, WaiverAsk};
pub use pages::pages;
pub use rules::{
    checks,
    comparison::{self, Compared, Contender},
    table::{self, DebriefTable},
    unknowns::{self, Unknown, UnknownKind},
};
pub use service::{
    decisions::{approved, current, note, notes, opened, propose, sign, snapshot},
    facts::{facts, waivers_of, waivers_of_all},
    offers, waivers,
};

use crate::{
    kernel::{terms::Layout, time::Timestamp},
    pipeline::{
        evidence::{DebriefFacts, DecisionFacts, JobTerms, OfferFacts, WaiverFacts},
        waiver::WaiverGate,
    },
};

/// What this area knows of an application.
#[derive(Debug, Clone)]
pub struct DecisionPart {
    /// The debrief, once opened.
    pub debrief: Option<DebriefFacts>,
    /// The latest wording of the decision with its signatures.
    pub decision: Option<DecisionFacts>,
    /// Waivers asked for or granted.
    pub waivers: Vec<WaiverFacts>,
    /// The offer.
    pub offer: Option<OfferFacts>,
}

/// Whether a waiver in force puts the candidate on the small-firm layout: dropping a round or a rater alone
/// would fail coverage (dossier 7.6; G19, G20).
pub fn layout_waived(waivers: &[WaiverFacts], now: Timestamp) -> bool {
    waivers.iter().any(|waiver| {
        waiver.holds(waiver.gate, now) && WaiverGate::of(waiver.gate).is_some_and(WaiverGate::switches_layout)
    })
}

/// The terms of a job as they are for a candidate on the small-firm layout: R1 and R2 are on one appointment, which
/// is one round for G19 and G36 and two sources for G21 (7.10, ruling 6).
pub fn on_small_firm_layout(mut terms: JobTerms) -> JobTerms {
    terms.layout = Layout::SmallFirm;
    let first = terms
        .rounds
        .iter()
        .find(|round| round.code == "R1")
        .map(|round| round.appointment);
    let second = terms.rounds.iter_mut().find(|round| round.code == "R2");
    if let (Some(first), Some(second)) = (first, second) {
        second.appointment = first;
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{gate_id::GateId, state::WaiverState, testing};

    #[test]
    fn a_waiver_of_rounds_in_force_puts_r1_and_r2_on_one_appointment() {
        let waiver = |gate, state| WaiverFacts {
            waiver: crate::kernel::ids::WaiverId::from_uuid(uuid::Uuid::from_u128(1)),
            gate,
            value: 3.0,
            state,
            expires_at: testing::now() + crate::kernel::time::days(1),
        };
        let waived = |gate, state| layout_waived(&[waiver(gate, state)], testing::now());
        assert!(waived(GateId::G19, WaiverState::Granted));
        assert!(waived(GateId::G20, WaiverState::Granted));
        assert!(!waived(GateId::G19, WaiverState::Approved1));
        assert!(!waived(GateId::G35, WaiverState::Granted));
        let over = [waiver(GateId::G19, WaiverState::Granted)];
        assert!(!layout_waived(
            &over,
            testing::now() + crate::kernel::time::days(1)
        ));

        let terms = on_small_firm_layout(testing::perfect_application().terms);
        let of = |code: &str| {
            terms
                .rounds
                .iter()
                .find(|r| r.code == code)
                .map(|r| r.appointment)
        };
        assert_eq!(terms.layout, Layout::SmallFirm);
        assert!(of("R1").is_some() && of("R1") == of("R2") && of("R2") != of("R3"));
    }
}
