use super::{judged_small, with};
use crate::pipeline::{
    evidence::ConflictFacts, gate_id::GateId::*, gates::Concern, refusal::Finding, state::ApplicationState,
    testing::*,
};

const ASSESSING: Concern<'static> = Concern::Step(ApplicationState::Assessing);

#[test]
fn g13_wants_every_rater_of_the_panel_certified_before_the_assessment() {
    let case = with(|c| panelist_mut(c, DESIGNER).certified_until = None);
    let short = missing(judged_for(G13, &case, ASSESSING));
    assert!(
        short
            .detail
            .starts_with("Dora Lang has no valid interviewer certificate. Train, or swap with")
    );
    assert_eq!(short.owed_by[0].user, Some(DESIGNER));
}

#[test]
fn g13_refuses_an_empty_panel() {
    let case = with(|c| c.panel.clear());
    assert!(!judged_for(G13, &case, ASSESSING).passes());
}

#[test]
fn g13_suggests_certified_people_who_are_free_of_conflicts() {
    let case = with(|c| {
        panelist_mut(c, DESIGNER).certified_until = None;
        panelist_mut(c, SENIOR).conflict = Some(ConflictFacts {
            kind: Some("relative".to_owned()),
        });
        panelist_mut(c, NEIGHBOUR).conflict = None;
        panelist_mut(c, MANAGER).certified_until = Some(at("11-01 00:00"));
    });
    let round = booking("R3", "11-12 09:00", &[FIELD, DESIGNER]);
    assert_eq!(
        missing(judged_for(G13, &case, Concern::Booking(&round))).detail,
        "Dora Lang has no valid interviewer certificate. Train, or swap with Hanna Reil, Anton Silva or Berta \
         Kroll."
    );
}

#[test]
fn g13_looks_at_the_certificate_on_the_day_of_the_round() {
    let case = with(|c| panelist_mut(c, FIELD).certified_until = Some(at("11-20 00:00")));
    let on = |start| {
        let round = booking("R3", start, &[FIELD, DESIGNER]);
        judged_for(G13, &case, Concern::Booking(&round)).passes()
    };
    assert!(on("11-19 15:00"));
    assert!(!on("11-20 09:00"));
    let expired_since = with(|c| panelist_mut(c, FIELD).certified_until = Some(at("11-06 00:00")));
    assert!(judged(G13, &expired_since).passes());
    let expired_before = with(|c| panelist_mut(c, FIELD).certified_until = Some(at("11-04 00:00")));
    assert!(!judged(G13, &expired_before).passes());
}

#[test]
fn g13_is_content_in_a_small_firm_with_one_certified_rater_per_round() {
    let one = with(|c| panelist_mut(c, DESIGNER).certified_until = None);
    assert!(matches!(judged_small(G13, &one), Finding::Met(_)));
    let none = with(|c| {
        panelist_mut(c, DESIGNER).certified_until = None;
        panelist_mut(c, FIELD).certified_until = None;
    });
    assert!(!judged_small(G13, &none).passes());
}

#[test]
fn g13_can_be_waived_to_one_certified_rater_per_round_and_no_further() {
    let mut case = with(|c| panelist_mut(c, DESIGNER).certified_until = None);
    case.waivers = vec![run_out(G13, 1.0)];
    assert!(!judged(G13, &case).passes());
    case.waivers = vec![granted(G13, 1.0)];
    assert!(matches!(judged(G13, &case), Finding::Waived(_)));
    panelist_mut(&mut case, FIELD).certified_until = None;
    assert!(!judged(G13, &case).passes());
}

#[test]
fn g13_asks_for_the_certificate_of_whoever_hands_in_a_card() {
    let mut case = with(|c| panelist_mut(c, SENIOR).certified_until = None);
    let card = card_mut(&mut case, "R2", SENIOR).clone();
    assert!(!judged_for(G13, &case, Concern::Card(&card)).passes());
    let card = card_mut(&mut case, "R2", NEIGHBOUR).clone();
    assert!(judged_for(G13, &case, Concern::Card(&card)).passes());
}

#[test]
fn g14_refuses_a_declared_conflict_by_name() {
    let case = with(|c| {
        panelist_mut(c, FIELD).conflict = Some(ConflictFacts {
            kind: Some("report_to_be".to_owned()),
        });
    });
    for concern in [ASSESSING, Concern::Step(ApplicationState::Approved)] {
        assert_eq!(
            missing(judged_for(G14, &case, concern)).detail,
            "Finn Adler declared a conflict of interest (report to be)."
        );
    }
}

#[test]
fn g14_wants_a_declaration_before_somebody_rates() {
    let case = with(|c| panelist_mut(c, FIELD).conflict = None);
    let booked = booking("R3", "11-12 09:00", &[FIELD, DESIGNER]);
    let short = missing(judged_for(G14, &case, Concern::Booking(&booked)));
    assert!(short.detail.contains("Finn Adler has not declared yet"));
    assert_eq!(short.owed_by[0].user, Some(FIELD));
    let without = booking("R3", "11-12 09:00", &[SENIOR, DESIGNER]);
    assert!(judged_for(G14, &case, Concern::Booking(&without)).passes());
}

#[test]
fn g14_does_not_let_somebody_outside_the_panel_rate() {
    let case = perfect_application();
    let stranger = booking("R3", "11-12 09:00", &[OPS_LEAD]);
    for gate in [G13, G14] {
        assert!(!judged_for(gate, &case, Concern::Booking(&stranger)).passes());
    }
}

#[test]
fn g14_forgives_a_conflict_of_somebody_who_never_rated() {
    let case = with(|c| {
        let mut idle = c.panel[0].clone();
        idle.user = OPS_LEAD;
        idle.conflict = Some(ConflictFacts {
            kind: Some("relative".to_owned()),
        });
        c.panel.push(idle);
    });
    assert!(judged(G14, &case).passes());
    assert!(!judged_for(G14, &case, ASSESSING).passes());
}
