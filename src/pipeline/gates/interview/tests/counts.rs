use super::{judged_small, reopen, with};
use crate::{
    kernel::role::Role,
    pipeline::{
        evidence::ApplicationEvidence,
        gate_id::GateId::*,
        refusal::{Debtor, Finding},
        state::{ExerciseState, InterviewState, ScorecardState},
        testing::*,
    },
};

fn round_mut<'a>(
    case: &'a mut ApplicationEvidence,
    code: &str,
) -> &'a mut crate::pipeline::evidence::RoundFacts {
    case.assessment
        .rounds
        .iter_mut()
        .find(|r| r.source == code)
        .unwrap()
}

/// R3 is booked for the next day instead of held.
fn third_round_to_come() -> ApplicationEvidence {
    with(|c| {
        let round = round_mut(c, "R3");
        round.state = InterviewState::Scheduled;
        round.starts_at = at("11-11 09:00");
        c.assessment.cards.retain(|card| card.source != "R3");
    })
}

#[test]
fn g19_counts_rounds_that_are_held_and_scored() {
    let short = missing(judged(G19, &third_round_to_come()));
    assert_eq!(
        short.detail,
        "3 of 4 rounds held and scored. One interview alone agrees with another only moderately (.44); four \
         together reach about .76. Next free slot: booked for 2026-11-11 09:00 UTC."
    );
}

#[test]
fn g19_names_the_raters_whose_cards_keep_a_held_round_from_counting() {
    let case = with(|c| {
        round_mut(c, "R3").state = InterviewState::Held;
        reopen(c, |card| card.source == "R3" && card.rater == FIELD);
    });
    let short = missing(judged(G19, &case));
    let owed: Vec<_> = short.owed_by.iter().map(|o| o.name.as_deref()).collect();
    assert_eq!(owed, [Some("Finn Adler")]);
}

#[test]
fn g19_counts_the_work_sample_round_when_its_samples_are_rated() {
    let case = with(|c| reopen(c, |card| card.source == "E2"));
    assert!(missing(judged(G19, &case)).detail.starts_with("3 of 4 rounds"));
    let unbooked = with(|c| c.assessment.rounds.retain(|r| r.source != "R4"));
    assert!(judged(G19, &unbooked).passes());
}

#[test]
fn g19_does_not_count_a_supplementary_round_beside_the_planned_ones() {
    let mut case = third_round_to_come();
    let mut again = round_mut(&mut case, "R2").clone();
    again.supplementary = true;
    case.assessment.rounds.push(again);
    assert!(missing(judged(G19, &case)).detail.starts_with("3 of 4 rounds"));
}

#[test]
fn g19_lets_a_supplementary_round_make_up_for_one_whose_cards_are_void() {
    let mut case = with(|c| {
        for card in &mut c.assessment.cards {
            if card.source == "R2" {
                card.state = ScorecardState::Void;
            }
        }
    });
    assert!(missing(judged(G19, &case)).detail.starts_with("3 of 4 rounds"));
    card_mut(&mut case, "R2", SENIOR).state = ScorecardState::Locked;
    assert!(judged(G19, &case).passes());
}

#[test]
fn g19_counts_two_halves_of_one_appointment_once() {
    let mut small = with(|c| {
        for planned in &mut c.terms.rounds {
            if planned.code == "R2" {
                planned.appointment = 1;
            }
        }
    });
    assert!(missing(judged(G19, &small)).detail.starts_with("3 of 4 rounds"));
    assert!(matches!(judged_small(G19, &small), Finding::Met(_)));
    round_mut(&mut small, "R2").state = InterviewState::Held;
    assert!(
        missing(judged_small(G19, &small))
            .detail
            .starts_with("2 of 3 rounds")
    );
}

#[test]
fn g19_can_be_waived_to_three_rounds_but_never_below() {
    let mut case = third_round_to_come();
    case.waivers = vec![granted(G19, 3.0)];
    assert!(matches!(judged(G19, &case), Finding::Waived(_)));
    case.waivers = vec![granted(G19, 2.0)];
    round_mut(&mut case, "R2").state = InterviewState::Held;
    assert!(missing(judged(G19, &case)).detail.starts_with("2 of 3 rounds"));
    assert!(!judged_small(G19, &case).passes());
}

#[test]
fn g19_says_that_more_than_five_meetings_add_little() {
    let case = with(|c| {
        let extra = round_mut(c, "R2").clone();
        c.assessment.rounds.extend([extra.clone(), extra]);
    });
    let Finding::Met(found) = judged(G19, &case) else {
        panic!("six meetings are enough");
    };
    assert!(found.contains("6 meetings in all"));
}

/// Only as many people as given have rated.
fn rated_by(people: usize) -> ApplicationEvidence {
    let raters = [MANAGER, SENIOR, FIELD, ASSESSOR];
    with(|c| {
        let mut turn = raters.iter().take(people).cycle();
        for card in &mut c.assessment.cards {
            card.rater = *turn.next().unwrap();
        }
    })
}

#[test]
fn g20_wants_four_different_people() {
    assert!(judged(G20, &rated_by(4)).passes());
    assert_eq!(
        missing(judged(G20, &rated_by(3))).detail,
        "3 different people have rated; 4 are needed."
    );
}

#[test]
fn g20_does_not_count_people_whose_cards_are_not_locked() {
    let mut case = rated_by(4);
    reopen(&mut case, |card| card.rater == FIELD);
    let short = missing(judged(G20, &case));
    assert_eq!(short.found, "3 different people");
    assert_eq!(short.owed_by.len(), 1);
    assert_eq!(short.owed_by[0].user, Some(FIELD));
}

#[test]
fn g20_can_be_waived_to_three_people_but_never_below() {
    let waived = |people, value| {
        let mut case = rated_by(people);
        case.waivers = vec![granted(G20, value)];
        judged(G20, &case)
    };
    assert!(matches!(waived(3, 3.0), Finding::Waived(_)));
    assert!(!waived(2, 2.0).passes());
    assert!(matches!(judged_small(G20, &rated_by(3)), Finding::Met(_)));
}

#[test]
fn g21_wants_every_competency_rated_by_two_people() {
    let case = with(|c| {
        for rating in &mut card_mut(c, "R3", DESIGNER).ratings {
            if rating.competency == "TECH" {
                rating.value = None;
            }
        }
    });
    assert_eq!(
        missing(judged(G21, &case)).detail,
        "Not yet measured by two people (and two occasions for critical skills): Technical and role knowledge \
         (one person)."
    );
}

#[test]
fn g21_wants_critical_soft_skills_on_two_occasions() {
    let case = with(|c| c.assessment.cards.retain(|card| card.source != "E4"));
    let short = missing(judged(G21, &case));
    assert!(
        short.detail.contains("Written communication (one occasion)"),
        "{}",
        short.detail
    );
    assert!(
        short
            .detail
            .contains("Teamwork and trust with operations (one occasion)")
    );
}

#[test]
fn g21_is_content_with_one_occasion_for_an_uncritical_skill() {
    let case = with(|c| c.assessment.cards.retain(|card| card.source != "E5"));
    let short = missing(judged(G21, &case));
    assert!(!short.detail.contains("Ownership"), "{}", short.detail);
    assert!(!short.detail.contains("Commercial"));
    assert!(short.detail.contains("Relationship strategy (one occasion)"));
}

#[test]
fn g21_ignores_void_cards_and_names_those_who_still_owe_one() {
    let case = with(|c| {
        reopen(c, |card| card.source == "E1");
        card_mut(c, "E4", ASSESSOR).state = ScorecardState::Void;
    });
    let short = missing(judged(G21, &case));
    assert!(
        short
            .detail
            .contains("Written communication (one person, one occasion)")
    );
    let owed: Vec<_> = short.owed_by.iter().map(|o| o.user).collect();
    assert_eq!(owed, [Some(ASSESSOR), Some(SECOND_ASSESSOR)]);
}

#[test]
fn g21_treats_a_competency_nobody_rated_as_not_rated() {
    let case = with(|c| reopen(c, |card| card.source == "R3"));
    assert!(
        missing(judged(G21, &case))
            .detail
            .contains("Technical and role knowledge (not rated)")
    );
}

#[test]
fn g22_wants_somebody_of_operations_to_have_rated() {
    let case = with(|c| reopen(c, |card| card.rater == FIELD));
    let short = missing(judged(G22, &case));
    assert_eq!(
        short.detail,
        "Nobody from operations has met this candidate. Tension between account managers and operations is a \
         classic cause of failure."
    );
    assert_eq!(short.owed_by[0].user, Some(FIELD));
    let nobody = with(|c| panelist_mut(c, FIELD).operations = false);
    assert_eq!(missing(judged(G22, &nobody)).owed_by[0].role, Some(Role::OpsLead));
}

#[test]
fn g22_accepts_an_owner_who_runs_operations_and_has_rated() {
    let case = with(|c| {
        panelist_mut(c, FIELD).operations = false;
        panelist_mut(c, FIELD).owner_running_operations = true;
    });
    assert!(judged(G22, &case).passes());
}

#[test]
fn g23_wants_every_planned_work_sample_handed_in() {
    let case = with(|c| c.assessment.exercises[1].state = ExerciseState::Assigned);
    let short = missing(judged(G23, &case));
    assert_eq!(
        short.detail,
        "Work samples missing: E2 (not handed in). Organisation and attention to detail must be tested before \
         the role is given."
    );
    assert_eq!(short.owed_by[0].by, Debtor::Candidate);
}

#[test]
fn g23_wants_two_assessors_per_work_sample() {
    let case = with(|c| reopen(c, |card| card.source == "E3" && card.rater == ASSESSOR));
    let short = missing(judged(G23, &case));
    assert!(short.detail.contains("E3 (rated by 1 of 2)"));
    assert_eq!(short.owed_by[0].user, Some(ASSESSOR));
    assert_eq!(short.since, Some(at("11-05 12:00")));
}

#[test]
fn g23_wants_the_four_samples_of_the_absolute_floor_whatever_the_plan_says() {
    let case = with(|c| {
        c.terms.exercises.retain(|e| *e != "E4");
        c.assessment.exercises.retain(|e| e.source != "E4");
    });
    assert!(missing(judged(G23, &case)).detail.contains("E4 (not assigned)"));
}

#[test]
fn g23_asks_for_the_account_plan_only_where_it_is_planned() {
    let mut case = with(|c| c.assessment.exercises.retain(|e| e.source != "E5"));
    assert!(missing(judged(G23, &case)).detail.contains("E5"));
    case.terms.exercises.retain(|e| *e != "E5");
    assert!(judged(G23, &case).passes());
}
