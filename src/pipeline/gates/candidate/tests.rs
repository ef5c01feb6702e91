use crate::pipeline::{
    evidence::{ApplicationEvidence, Relation},
    gate_id::GateId::*,
    gates::Concern,
    refusal::{Debtor, Finding},
    state::{ApplicationState, InterviewState},
    testing::*,
};

fn with(spoil: impl FnOnce(&mut ApplicationEvidence)) -> ApplicationEvidence {
    let mut case = perfect_application();
    spoil(&mut case);
    case
}

#[test]
fn a_complete_application_meets_the_candidate_gates() {
    for gate in [G10, G11, G12] {
        assert!(
            matches!(judged(gate, &perfect_application()), Finding::Met(_)),
            "{gate}"
        );
    }
}

#[test]
fn g10_wants_the_privacy_notice_seen_before_anything_else() {
    let case = with(|c| c.notice_seen_at = None);
    let short = missing(judged_for(
        G10,
        &case,
        Concern::Step(ApplicationState::RoleAcknowledged),
    ));
    assert_eq!(short.detail, "Candidate has not yet received the privacy notice.");
    assert_eq!(short.owed_by[0].by, Debtor::Candidate);
    assert_eq!(short.since, Some(case.applied_at));
}

#[test]
fn g10_wants_consent_for_the_very_referee_who_is_asked() {
    let case = with(|c| referee_mut(c, Relation::Client).consented_at = None);
    let asked = |n| judged_for(G10, &case, Concern::ReferenceRequest(referee_id(n)));
    assert!(asked(1).passes());
    assert_eq!(
        missing(asked(3)).detail,
        "Candidate has not yet consented to contacting Clara Kunz."
    );
    assert!(!asked(99).passes());
}

#[test]
fn g10_keeps_the_present_manager_for_after_the_offer() {
    let mut case = with(|c| referee_mut(c, Relation::Client).not_before_offer = true);
    let asked = |case: &ApplicationEvidence| judged_for(G10, case, Concern::ReferenceRequest(referee_id(3)));
    assert!(missing(asked(&case)).detail.contains("before an offer"));
    case.state = ApplicationState::OfferExtended;
    assert!(asked(&case).passes());
}

#[test]
fn g10_looks_at_every_contacted_referee_again_at_the_approval() {
    let contacted = with(|c| referee_mut(c, Relation::Client).consented_at = None);
    assert!(!judged(G10, &contacted).passes());
    let never_contacted = with(|c| {
        let client = referee_mut(c, Relation::Client);
        client.consented_at = None;
        client.sent_at = None;
        client.completed_at = None;
    });
    assert!(judged(G10, &never_contacted).passes());
}

#[test]
fn g11_wants_the_description_confirmed() {
    let short = missing(judged(G11, &with(|c| c.acknowledgement = None)));
    assert_eq!(short.detail, "Candidate has not confirmed job description v1.");
}

#[test]
fn g11_wants_all_five_questions_answered() {
    let case = with(|c| c.acknowledgement.as_mut().unwrap().answered = 4);
    assert!(
        missing(judged(G11, &case))
            .detail
            .contains("4 of 5 expectation questions")
    );
}

#[test]
fn g11_asks_again_when_the_description_has_changed() {
    let mut case = with(|c| c.terms.description_number = 2);
    let short = missing(judged(G11, &case));
    assert_eq!(short.detail, "Candidate has not confirmed job description v2.");
    assert_eq!(short.found, "version 1 confirmed");
    case.acknowledgement.as_mut().unwrap().older_version_allowed = true;
    assert!(judged(G11, &case).passes());
}

#[test]
fn g11_asks_for_a_talk_when_expectation_and_role_are_over_twenty_points_apart() {
    let expecting = |pct| with(|c| c.acknowledgement.as_mut().unwrap().expected_sales_pct = pct);
    assert!(judged(G11, &expecting(55)).passes());
    assert!(judged(G11, &expecting(15)).passes());
    let mut case = expecting(56);
    let short = missing(judged(G11, &case));
    assert_eq!(
        short.detail,
        "Candidate expects 56 % sales, the role has 35 %. Talk it through first."
    );
    assert_eq!(short.owed_by[0].name.as_deref(), Some("Hanna Reil"));
    case.acknowledgement.as_mut().unwrap().talk_held = true;
    assert!(judged(G11, &case).passes());
}

#[test]
fn g11_gives_a_day_to_read_before_the_next_round() {
    let mut case = perfect_application_at(ApplicationState::Assessing);
    case.assessment.rounds.clear();
    let at_noon = booking("R1", "11-03 12:00", &[MANAGER, HR]);
    assert!(judged_for(G11, &case, Concern::Booking(&at_noon)).passes());
    let before_noon = booking("R1", "11-03 11:59", &[MANAGER, HR]);
    let short = missing(judged_for(G11, &case, Concern::Booking(&before_noon)));
    assert_eq!(
        short.detail,
        "Candidate has not confirmed job description v1 (23 h before the first round; 24 needed)."
    );
    assert_eq!(short.opens_at, Some(at("11-03 12:00")));
}

#[test]
fn g11_gives_a_day_again_after_a_new_confirmation_between_two_rounds() {
    let mut case = perfect_application_at(ApplicationState::Assessing);
    case.acknowledgement.as_mut().unwrap().at = at("11-05 10:30");
    for round in &mut case.assessment.rounds {
        if round.source == "R3" {
            round.state = InterviewState::Scheduled;
        }
    }
    let next = booking("R3", "11-05 15:00", &[FIELD, DESIGNER]);
    assert!(!judged_for(G11, &case, Concern::Booking(&next)).passes());
}

#[test]
fn g11_needs_no_reading_time_after_the_last_round() {
    let mut case = perfect_application_at(ApplicationState::Assessing);
    case.acknowledgement.as_mut().unwrap().at = at("11-06 09:00");
    let supplementary = booking("R2", "11-06 11:00", &[SENIOR, DESIGNER]);
    assert!(judged_for(G11, &case, Concern::Booking(&supplementary)).passes());
}

#[test]
fn g12_checks_documents_first_and_everything_before_the_end_of_the_debrief() {
    let screening = Concern::Step(ApplicationState::Screened);
    let unchecked = with(|c| c.must_haves[1].met = None);
    assert!(judged_for(G12, &unchecked, screening).passes());
    for late in [ApplicationState::Debriefed, ApplicationState::Approved] {
        assert_eq!(
            missing(judged_for(G12, &unchecked, Concern::Step(late))).detail,
            "Must-have not met or not checked: Plans at least eight clients in parallel (not checked). The same \
             list applies to everyone."
        );
    }
    let without_licence = with(|c| c.must_haves[0].met = Some(false));
    assert!(
        missing(judged_for(G12, &without_licence, screening))
            .detail
            .contains("Driving licence B (not met)")
    );
}
