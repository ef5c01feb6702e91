use super::*;
use crate::{
    kernel::time::{hours, minutes},
    pipeline::{
        refusal::Debtor,
        state::{InterviewState, JobState, ReferenceState},
    },
};

/// Candidate A, B or C of 7.8 in the place of the perfect candidate, with the flags the ratings raise.
fn candidate_with(table: &str) -> ApplicationEvidence {
    let mut case = perfect_application();
    rate(&mut case, table);
    agreeing_references(&mut case);
    case.rivals[0].final_composite = Some(3.0);
    case
}

#[test]
fn candidate_a_is_refused_by_flags_and_both_floors_at_once_for_good() {
    let mut case = candidate_with(CANDIDATE_A);
    let flags = raise_flags(&mut case);
    assert_eq!(codes(&flags), ["RF26", "RF26", "RF14"]);
    assert!(
        flags[0].why.contains("Nils Berg rated Empathy"),
        "{}",
        flags[0].why
    );
    assert!(
        flags[1].why.contains("Berta Kroll rated Conflict"),
        "{}",
        flags[1].why
    );

    let refusal = approve(&case, now()).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::GateRefused);
    assert_eq!(refusal.gates(), [G28, G29, G30]);
    assert_eq!(refusal.detail, "3 gates refuse");
    assert!(refusal.refusals.iter().all(|row| !row.waivable));
    assert_eq!(refusal.earliest_possible_approval_at, None);
    assert_eq!(refusal.binding_constraints, ["floor_failed"]);
}

#[test]
fn candidates_b_and_c_are_approved() {
    assert_eq!(
        approve(&perfect_application(), now()),
        Ok(ApplicationState::Approved)
    );
    let mut c = candidate_with(CANDIDATE_C);
    assert_eq!(raise_flags(&mut c), []);
    assert_eq!(approve(&c, now()), Ok(ApplicationState::Approved));
}

#[test]
fn who_is_technically_strong_is_not_flagged_while_a_card_is_out_or_relations_are_good() {
    let mut case = candidate_with(CANDIDATE_A);
    card_mut(&mut case, "R1", HR).state = crate::pipeline::state::ScorecardState::Draft;
    let flags = automatic_flags(&case);
    assert!(!codes(&flags).contains(&"RF14"));
    let mut good = perfect_application();
    set_levels(&mut good, "TECH", 5);
    assert_eq!(automatic_flags(&good), []);
}

/// T2: applied, acknowledged and seen in two rounds on one day; nobody else, no work samples, no references.
fn after_two_rounds() -> ApplicationEvidence {
    let mut case = perfect_application_at(ApplicationState::Assessing);
    case.assessment.rounds.truncate(2);
    case.assessment
        .cards
        .retain(|c| c.source == "R1" || c.source == "R2");
    // A small panel: the hiring manager sat in both rounds.
    card_mut(&mut case, "R2", NEIGHBOUR).rater = MANAGER;
    case.assessment.exercises.clear();
    case.references.referees.clear();
    case.rivals.clear();
    (case.debrief, case.debriefed_at, case.decision, case.protocol) = (None, None, None, None);
    case
}

#[test]
fn t2_a_perfect_candidate_cannot_be_approved_after_two_rounds_on_the_first_day() {
    let case = after_two_rounds();
    let now = at("11-04 13:00");
    let refusal = approve(&case, now).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::IllegalStep);
    let gates = refusal.gates();
    for gate in [G19, G20, G21, G23, G24, G25, G32, G34, G35, G37, G38, G39, G40] {
        assert!(gates.contains(&gate), "{gate} is not in {gates:?}");
    }
    assert_eq!(refusal.earliest_possible_approval_at, None);
    assert_eq!(refusal.binding_constraints, ["needs_second_candidate"]);

    let mut with_rival = case;
    with_rival.rivals = perfect_application().rivals;
    let refusal = approve(&with_rival, now).unwrap_err();
    assert_eq!(refusal.earliest_possible_approval_at, Some(at("11-09 09:00")));
    assert_eq!(refusal.binding_constraints, ["G35"]);
}

#[test]
fn every_refusing_gate_says_what_is_found_needed_and_to_do() {
    let refusal = approve(&after_two_rounds(), at("11-04 13:00")).unwrap_err();
    for row in &refusal.refusals {
        for part in [&row.found, &row.required, &row.how_to_fix, &row.detail] {
            assert!(part.as_ref().is_some_and(|text| !text.is_empty()), "{row:?}");
        }
        let from_time = row.opens_at.is_some() || row.owed_by.iter().any(|o| o.by == Debtor::Time);
        assert!(!row.owed_by.is_empty(), "{} has no debtor", row.gate);
        assert!(row.link.is_some() || from_time, "{} leads nowhere", row.gate);
    }
}

/// Whether a text shows an instant as programs write it, such as `2026-11-09T09:00:00Z`.
fn shows_machine_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes
        .windows(3)
        .any(|w| w[0].is_ascii_digit() && w[1] == b'T' && w[2].is_ascii_digit())
}

#[test]
fn gates_show_instants_as_people_read_them() {
    let policy = Policy::standard();
    let frame = |now| Frame { policy: &policy, now };
    let mut booked = after_two_rounds();
    let mut next = booked.assessment.rounds[0].clone();
    (next.starts_at, next.state) = (at("11-05 09:00"), InterviewState::Scheduled);
    booked.assessment.rounds.push(next);
    let mut rows = Vec::new();
    for (case, now) in [
        (perfect_application(), now()),
        (after_two_rounds(), at("11-04 13:00")),
        (booked, at("11-04 13:00")),
    ] {
        rows.extend(decide::application_gates(
            &case,
            ApplicationState::Approved,
            frame(now),
        ));
    }
    rows.extend(decide::job_gates(&perfect_job(), JobState::Open, frame(now())));
    rows.extend(decide::plan_gates(
        &perfect_plan(),
        PlanState::Confirmed,
        frame(now()),
    ));
    let texts = rows
        .iter()
        .flat_map(|row| [&row.found, &row.required, &row.how_to_fix, &row.detail])
        .flatten();
    let all: Vec<&String> = texts.collect();
    assert!(
        all.iter()
            .any(|text| text.contains("booked for 2026-11-05 09:00 UTC")),
        "{all:?}"
    );
    for text in all {
        assert!(!shows_machine_time(text), "{text}");
    }
}

#[test]
fn t9_a_former_manager_who_would_not_take_the_candidate_again_stops_the_approval() {
    let mut case = perfect_application();
    referee_mut(&mut case, Relation::FormerDirectManager)
        .answers
        .as_mut()
        .unwrap()
        .take_again = TakeAgain::No;
    let flags = raise_flags(&mut case);
    assert_eq!(codes(&flags), ["RF23"]);
    assert_eq!(approve(&case, now()).unwrap_err().gates(), [G28]);
    case.red_flags[0].state = RedFlagState::Explained;
    assert_eq!(approve(&case, now()), Ok(ApplicationState::Approved));
    assert_eq!(
        automatic_flags(&case)[0].key,
        flags[0].key,
        "the same fact has the same key at every look"
    );
}

#[test]
fn only_a_former_managers_no_is_critical_and_reservations_of_anybody_are_followed_up() {
    let with = |relation, answer| {
        let mut case = perfect_application();
        referee_mut(&mut case, relation)
            .answers
            .as_mut()
            .unwrap()
            .take_again = answer;
        automatic_flags(&case)
    };
    assert_eq!(with(Relation::Client, TakeAgain::No), []);
    assert_eq!(
        codes(&with(Relation::Client, TakeAgain::WithReservations)),
        ["RF10"]
    );
    assert_eq!(with(Relation::FormerDirectManager, TakeAgain::AnotherRole), []);
}

#[test]
fn facts_that_differ_raise_a_flag_and_close_the_gate_until_they_are_settled() {
    let mut case = perfect_application();
    let answers = referee_mut(&mut case, Relation::FormerDirectManager)
        .answers
        .as_mut()
        .unwrap();
    answers.period.0 = answers.period.0 - crate::kernel::time::days(365);
    answers.title_agrees = Some(false);
    let flags = raise_flags(&mut case);
    assert_eq!(codes(&flags), ["RF22"]);
    assert_eq!(
        flags[0].why,
        "What Rita Former says differs from the CV: the dates by 12 months, and title or duties."
    );
    assert_eq!(approve(&case, now()).unwrap_err().gates(), [G26, G28]);
}

#[test]
fn a_one_in_communication_raises_both_its_flags_and_a_wrong_picture_of_the_role_its_own() {
    let mut case = perfect_application();
    rate(
        &mut case,
        "VCOM R1 1,5
BOUN R2 1,4",
    );
    case.acknowledgement.as_mut().unwrap().expected_sales_pct = 56;
    let flags = automatic_flags(&case);
    assert_eq!(codes(&flags), ["RF13", "RF26", "RF09"], "BOUN is not critical");
    case.acknowledgement.as_mut().unwrap().expected_sales_pct = 55;
    assert!(!codes(&automatic_flags(&case)).contains(&"RF13"));
}

#[test]
fn who_answers_later_than_five_working_days_is_flagged_and_nobody_is_rejected_by_it() {
    let replied = |at_text| {
        let mut case = perfect_application();
        let reply = case.acknowledgement.as_mut().unwrap();
        (reply.asked_at, reply.replied_at) = (at("11-02 09:00"), at(at_text));
        case
    };
    assert_eq!(
        automatic_flags(&replied("11-09 09:00")),
        [],
        "five working days and a weekend"
    );
    let mut late = replied("11-09 09:01");
    assert_eq!(codes(&raise_flags(&mut late)), ["RF01"]);
    assert_eq!(
        approve(&late, now()).unwrap_err().gates(),
        [G28],
        "until it is resolved"
    );
    late.red_flags[0].state = RedFlagState::Explained;
    assert_eq!(approve(&late, now()), Ok(ApplicationState::Approved));
}

#[test]
fn t19_the_approval_opens_to_the_minute() {
    let mut case = perfect_application();
    case.debriefed_at = Some(at("11-11 17:00"));
    let refusal = approve(&case, at("11-12 16:59")).unwrap_err();
    assert_eq!(refusal.gates(), [G37]);
    assert_eq!(
        refusal.detail,
        "Sleep on it: approval possible from 2026-11-12 17:00 UTC. (House rule)"
    );
    assert_eq!(refusal.earliest_possible_approval_at, Some(at("11-12 17:00")));
    assert_eq!(refusal.binding_constraints, ["G37"]);
    assert_eq!(approve(&case, at("11-12 17:00")), Ok(ApplicationState::Approved));
}

#[test]
fn t12_a_better_feeling_is_no_reason() {
    let mut case = perfect_application();
    let own = crate::pipeline::measured::final_composite(&case).value.unwrap();
    case.rivals[0].final_composite = Some(own + 0.25);
    case.decision.as_mut().unwrap().preference_reason = Some("better feeling".to_owned());
    assert_eq!(approve(&case, now()).unwrap_err().gates(), [G38]);
}

#[test]
fn all_earlier_gates_are_judged_again_at_the_approval() {
    let mut case = perfect_application();
    referee_mut(&mut case, Relation::Client).state = ReferenceState::Disqualified;
    case.assessment.rounds[2].state = InterviewState::Cancelled;
    let gates = approve(&case, now()).unwrap_err().gates();
    for gate in [G19, G24, G32] {
        assert!(gates.contains(&gate), "{gate} is not in {gates:?}");
    }
}

#[test]
fn a_waiver_that_ran_out_before_the_approval_no_longer_helps() {
    let mut case = perfect_application();
    case.rivals.clear();
    case.waivers = vec![granted(G34, 1.0)];
    let until = case.waivers[0].expires_at;
    assert_eq!(approve(&case, until - minutes(1)), Ok(ApplicationState::Approved));
    assert_eq!(approve(&case, until + hours(1)).unwrap_err().gates(), [G34]);
}
