//! From evidence to the worked example of 7.5 and back into a refusal.

use super::*;
use crate::pipeline::{
    forecast::{Forecast, Pace},
    state::InterviewState,
};

/// The worked example: acknowledged on Monday at noon, nothing booked, a rival already assessed.
fn worked_example() -> ApplicationEvidence {
    let mut case = perfect_application_at(ApplicationState::Assessing);
    case.assessment = AssessmentFacts::default();
    case.references.referees.clear();
    (case.debrief, case.debriefed_at) = (None, None);
    case
}

fn forecast(case: &ApplicationEvidence, now: Timestamp) -> Forecast {
    let policy = Policy::standard();
    outlook::outlook(case, Frame { policy: &policy, now }, &weekdays())
}

fn words(forecast: &Forecast) -> Vec<&str> {
    forecast.binding.iter().map(|c| c.word()).collect()
}

#[test]
fn the_worked_example_follows_from_the_evidence() {
    let mut case = worked_example();
    let now = at("11-02 12:00");
    let found = forecast(&case, now);
    assert_eq!(found.earliest, Some(at("11-09 09:00")));
    assert_eq!(words(&found), ["G35"]);
    case.waivers = vec![granted(G35, 3.0)];
    let waived = forecast(&case, now);
    assert_eq!(waived.earliest, Some(at("11-05 17:00")));
    assert_eq!(words(&waived), ["G37"]);
}

#[test]
fn the_usual_pace_is_slower_than_the_earliest_date() {
    let policy = Policy::standard();
    let frame = Frame {
        policy: &policy,
        now: at("11-02 12:00"),
    };
    let case = worked_example();
    let expected = outlook::expected(&case, frame, &Pace::assumed(&policy), &weekdays());
    assert!(expected.earliest > outlook::outlook(&case, frame, &weekdays()).earliest);
    assert_eq!(
        outlook::earliest_assessed_at(&case, frame, &weekdays()),
        at("11-04 11:00")
    );
}

#[test]
fn a_finished_case_is_approvable_now() {
    let found = forecast(&perfect_application(), now());
    assert_eq!((found.earliest, words(&found)), (Some(now()), vec![]));
}

#[test]
fn rounds_of_one_appointment_are_one_round_and_a_supplementary_round_stands_for_none() {
    let policy = Policy::standard();
    let frame = Frame {
        policy: &policy,
        now: at("11-04 18:00"),
    };
    let mut case = perfect_application_at(ApplicationState::Assessing);
    for planned in &mut case.terms.rounds {
        planned.appointment = planned.appointment.max(2);
    }
    let input = outlook::forecast_input(&case, frame);
    assert_eq!(input.held.len(), 3);
    assert_eq!(
        (input.held[0].starts_at, input.held[0].ends_at),
        (at("11-04 09:00"), at("11-04 12:00"))
    );
    let extra = RoundFacts {
        state: InterviewState::Scheduled,
        supplementary: true,
        ..case.assessment.rounds[2].clone()
    };
    case.assessment.rounds.push(extra);
    let input = outlook::forecast_input(&case, frame);
    assert_eq!(
        (input.held.len(), input.booked.len(), input.required_rounds),
        (3, 1, 5)
    );
    assert!(input.cards_missing, "a booked round will bring cards");
}

#[test]
fn a_cancelled_round_is_not_counted_and_a_booked_one_stands() {
    let policy = Policy::standard();
    let frame = Frame {
        policy: &policy,
        now: now(),
    };
    let mut case = perfect_application_at(ApplicationState::Assessing);
    case.assessment.rounds[1].state = InterviewState::Cancelled;
    case.assessment.rounds[2].state = InterviewState::Scheduled;
    let input = outlook::forecast_input(&case, frame);
    assert_eq!((input.held.len(), input.booked.len()), (2, 1));
}

#[test]
fn floors_count_as_failed_only_when_every_card_is_in() {
    let policy = Policy::standard();
    let frame = Frame {
        policy: &policy,
        now: now(),
    };
    let mut case = perfect_application();
    rate(&mut case, CANDIDATE_A);
    assert_eq!(outlook::floors_failed(&case, frame), [G29, G30]);
    assert!(!outlook::passes_floors(&case, frame));
    card_mut(&mut case, "E4", ASSESSOR).state = crate::pipeline::state::ScorecardState::Draft;
    assert_eq!(outlook::floors_failed(&case, frame), [] as [GateId; 0]);
    assert!(outlook::passes_floors(&perfect_application(), frame));
}

#[test]
fn the_next_best_rival_gives_the_date_of_a_second_candidate() {
    let mut case = perfect_application();
    case.rivals[0].assessed = false;
    case.rivals[0].earliest_assessed_at = Some(at("11-17 15:00"));
    let refusal = approve(&case, now()).unwrap_err();
    assert_eq!(refusal.gates(), [G34]);
    assert_eq!(refusal.earliest_possible_approval_at, Some(at("11-17 15:00")));
    assert_eq!(refusal.binding_constraints, ["G34"]);
    case.rivals[0].state = ApplicationState::Withdrawn;
    let refusal = approve(&case, now()).unwrap_err();
    assert_eq!(refusal.binding_constraints, ["needs_second_candidate"]);
}
