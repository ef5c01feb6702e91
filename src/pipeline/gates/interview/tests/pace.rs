use super::with;
use crate::pipeline::{
    evidence::{ApplicationEvidence, ProposedBooking},
    gate_id::GateId::*,
    gates::Concern,
    refusal::Finding,
    state::{ApplicationState, InterviewState},
    testing::*,
};

/// R1 and R2 are booked for the morning of the 12th; nothing else is.
fn two_on_the_twelfth() -> ApplicationEvidence {
    with(|c| {
        c.state = ApplicationState::Assessing;
        c.assessment.cards.clear();
        c.assessment.rounds.truncate(2);
        for round in &mut c.assessment.rounds {
            round.state = InterviewState::Scheduled;
            round.local_day = "2026-11-12".to_owned();
        }
    })
}

fn third(day: &str) -> ProposedBooking {
    booking("R3", &format!("{day} 15:00"), &[FIELD, DESIGNER])
}

fn all_on_one_day() -> ApplicationEvidence {
    with(|c| {
        for round in &mut c.assessment.rounds {
            round.local_day = "2026-11-05".to_owned();
        }
        c.assessment.rounds.remove(0);
        c.terms.rounds.remove(0);
        c.waivers = vec![granted(G19, 3.0)];
    })
}

#[test]
fn g36_allows_two_rounds_a_day() {
    let case = two_on_the_twelfth();
    let short = missing(judged_for(G36, &case, Concern::Booking(&third("11-12"))));
    assert_eq!(short.detail, "Too many interviews on 2026-11-12: 3. Spread them.");
    assert!(judged_for(G36, &case, Concern::Booking(&third("11-13"))).passes());
}

#[test]
fn g36_does_not_count_a_round_against_itself_when_it_is_moved() {
    let case = two_on_the_twelfth();
    let later = booking("R2", "11-12 16:00", &[SENIOR, NEIGHBOUR]);
    assert!(judged_for(G36, &case, Concern::Booking(&later)).passes());
}

#[test]
fn g36_does_not_count_rounds_that_fell_through() {
    for fell in [InterviewState::Cancelled, InterviewState::NoShow] {
        let mut case = two_on_the_twelfth();
        case.assessment.rounds[0].state = fell;
        assert!(judged_for(G36, &case, Concern::Booking(&third("11-12"))).passes());
    }
}

#[test]
fn g36_counts_two_halves_of_one_appointment_once() {
    let mut case = two_on_the_twelfth();
    for planned in &mut case.terms.rounds {
        if planned.code == "R2" {
            planned.appointment = 1;
        }
    }
    assert!(judged_for(G36, &case, Concern::Booking(&third("11-12"))).passes());
}

#[test]
fn g36_allows_an_interviewer_four_interviews_a_day() {
    let case = two_on_the_twelfth();
    let with_load = |load| {
        let mut booking = third("11-13");
        booking.raters_load = vec![(DESIGNER, 0), (FIELD, load)];
        judged_for(G36, &case, Concern::Booking(&booking))
    };
    assert!(with_load(3).passes());
    let short = missing(with_load(4));
    assert_eq!(short.detail, "Too many interviews on 2026-11-13: 5. Spread them.");
    assert!(short.found.contains("Finn Adler"));
}

#[test]
fn g36_can_be_waived_to_three_rounds_a_day_for_the_candidate_only() {
    let mut case = two_on_the_twelfth();
    case.waivers = vec![granted(G36, 3.0)];
    assert!(matches!(
        judged_for(G36, &case, Concern::Booking(&third("11-12"))),
        Finding::Waived(_)
    ));
    let mut fourth = case.assessment.rounds[0].clone();
    fourth.interview = interview_id("R4");
    fourth.source = source("R4");
    case.assessment.rounds.push(fourth);
    assert!(!judged_for(G36, &case, Concern::Booking(&third("11-12"))).passes());
    let mut tiring = third("11-13");
    tiring.raters_load = vec![(FIELD, 4)];
    assert!(!judged_for(G36, &case, Concern::Booking(&tiring)).passes());
}

#[test]
fn g36_wants_the_assessment_on_two_days_once_all_rounds_are_held() {
    let mut case = with(|c| {
        c.assessment
            .rounds
            .retain(|r| r.source == "R3" || r.source == "R4");
        c.terms.rounds.retain(|r| r.code == "R3" || r.code == "R4");
    });
    assert!(judged(G36, &case).passes(), "two of four rounds so far");
    case = all_on_one_day();
    case.waivers.push(granted(G36, 3.0));
    let short = missing(judged(G36, &case));
    assert_eq!(short.found, "all rounds on 1 day");
    case.assessment.rounds[0].local_day = "2026-11-04".to_owned();
    assert!(judged(G36, &case).passes());
}

#[test]
fn g36_lets_a_remote_part_before_count_as_a_day_for_a_travelling_candidate() {
    let mut case = all_on_one_day();
    case.waivers.push(granted(G36, 3.0));
    case.assessment.exercises[0].submitted_at = Some(at("11-04 16:00"));
    assert!(matches!(judged(G36, &case), Finding::Waived(_)));
    case.waivers.pop();
    assert!(!judged(G36, &case).passes());
}
