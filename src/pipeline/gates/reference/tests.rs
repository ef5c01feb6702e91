use crate::{
    kernel::time::Timestamp,
    pipeline::{
        evidence::*,
        gate_id::GateId::{G24, G25, G26, G27},
        gates::{Concern, Frame, judge_application},
        policy::Policy,
        refusal::{Debtor, Finding},
        state::{ApplicationState, RedFlagState, ReferenceState},
        testing::*,
    },
};

fn detail(gate: crate::pipeline::gate_id::GateId, case: &ApplicationEvidence) -> String {
    missing(judged(gate, case)).detail
}

fn day(text: &str) -> Timestamp {
    Timestamp::parse(&format!("{text}T00:00:00Z")).unwrap()
}

fn manager_referee(case: &mut ApplicationEvidence) -> &mut RefereeFacts {
    referee_mut(case, Relation::FormerDirectManager)
}

fn answers_of(case: &mut ApplicationEvidence, relation: Relation) -> &mut AnswerFacts {
    referee_mut(case, relation).answers.as_mut().unwrap()
}

/// The client's reference is on its way since the 4th.
fn client_pending() -> ApplicationEvidence {
    let mut case = perfect_application();
    let client = referee_mut(&mut case, Relation::Client);
    client.state = ReferenceState::Sent;
    client.answers = None;
    client.completed_at = None;
    case
}

#[test]
fn all_reference_gates_pass_the_perfect_application() {
    for gate in [G24, G25, G26, G27] {
        let finding = judged(gate, &perfect_application());
        assert!(matches!(finding, Finding::Met(_)), "{gate}: {finding:?}");
    }
}

#[test]
fn a_pending_reference_is_named_with_its_age_and_its_debtor() {
    let short = missing(judged(G24, &client_pending()));
    assert_eq!(
        short.detail,
        "2 of 3 references completed; 1 pending, oldest asked 5 days ago."
    );
    assert_eq!(short.since, Some(at("11-04 14:00")));
    let owed: Vec<_> = short.owed_by.iter().map(|o| (o.by, o.name.as_deref())).collect();
    assert_eq!(owed, [(Debtor::Referee, Some("Clara Kunz"))]);
}

#[test]
fn two_references_are_enough_with_a_waiver_in_force_or_in_a_small_firm() {
    let mut case = client_pending();
    case.waivers = vec![granted(G24, 2.0)];
    assert_eq!(
        judged(G24, &case),
        Finding::Waived("2 references instead of 3".to_owned())
    );
    case.waivers = vec![run_out(G24, 2.0)];
    assert!(!judged(G24, &case).passes());
    let small = Policy::small_firm();
    let frame = Frame {
        policy: &small,
        now: now(),
    };
    let step = Concern::Step(ApplicationState::Approved);
    assert!(judge_application(G24, &client_pending(), step, frame).passes());
}

#[test]
fn no_waiver_goes_below_two_references() {
    let mut case = client_pending();
    let ops = referee_mut(&mut case, Relation::OperationsColleague);
    ops.state = ReferenceState::Declined;
    case.waivers = vec![granted(G24, 1.0)];
    assert_eq!(
        detail(G24, &case),
        "1 of 2 references completed; 1 pending, oldest asked 5 days ago."
    );
}

#[test]
fn answers_without_information_or_with_open_signs_of_fraud_do_not_count() {
    let mut hasty = perfect_application();
    answers_of(&mut hasty, Relation::Client).low_information = true;
    assert_eq!(detail(G24, &hasty), "2 of 3 references completed; 0 pending.");

    let mut doubtful = perfect_application();
    referee_mut(&mut doubtful, Relation::Client).unresolved_signs = vec!["same device".to_owned()];
    let short = missing(judged(G24, &doubtful));
    assert!(short.how_to_fix.starts_with("Decide on the open signs"));
    assert_eq!(short.owed_by[0].user, Some(HR));
}

#[test]
fn t8_three_colleagues_are_no_mix() {
    let mut case = perfect_application();
    for referee in &mut case.references.referees {
        referee.relation = Relation::Peer;
    }
    assert_eq!(
        detail(G25, &case),
        "Missing: former direct manager. If none can exist, record a substitute."
    );
}

#[test]
fn somebody_of_operations_or_a_peer_is_asked_for_in_the_standard_profile_only() {
    let mut case = perfect_application();
    referee_mut(&mut case, Relation::OperationsColleague).relation = Relation::Client;
    assert_eq!(
        detail(G25, &case),
        "Missing: operations colleague. If none can exist, record a substitute."
    );
    let small = Policy::small_firm();
    let frame = Frame {
        policy: &small,
        now: now(),
    };
    assert!(judge_application(G25, &case, Concern::Step(ApplicationState::Approved), frame).passes());
}

#[test]
fn a_project_lead_stands_in_for_the_manager_only_with_a_note() {
    let mut case = perfect_application();
    manager_referee(&mut case).relation = Relation::ProjectLead;
    assert!(!judged(G25, &case).passes());
    case.references.manager_substitute_note = Some("First job; the project lead led the work".to_owned());
    assert!(judged(G25, &case).passes());
    referee_mut(&mut case, Relation::ProjectLead).relation = Relation::Client;
    assert!(!judged(G25, &case).passes(), "a note alone is no referee");
}

#[test]
fn a_request_is_sent_only_to_a_verified_referee() {
    let mut case = perfect_application();
    let concern = Concern::ReferenceRequest(referee_id(1));
    assert!(judged_for(G26, &case, concern).passes());
    manager_referee(&mut case).verified_at = None;
    let short = missing(judged_for(G26, &case, concern));
    assert_eq!(short.detail, "Rita Former: identity not verified.");
    assert_eq!(short.owed_by[0].name.as_deref(), Some("Hanna Reil"));
}

#[test]
fn verification_after_sending_comes_too_late() {
    let mut case = perfect_application();
    manager_referee(&mut case).verified_at = Some(at("11-04 14:00"));
    assert!(judged(G26, &case).passes(), "at the very instant of sending");
    manager_referee(&mut case).verified_at = Some(at("11-04 14:01"));
    assert_eq!(detail(G26, &case), "Rita Former: identity not verified.");
}

#[test]
fn six_months_together_are_needed() {
    let mut case = perfect_application();
    let set = |case: &mut ApplicationEvidence, end: &str| {
        let period = (day("2025-01-31"), Some(day(end)));
        manager_referee(case).period = period;
        answers_of(case, Relation::FormerDirectManager).period = period;
    };
    set(&mut case, "2025-07-31");
    assert!(judged(G26, &case).passes());
    set(&mut case, "2025-07-30");
    assert_eq!(
        detail(G26, &case),
        "Rita Former: worked together 5 months (6 needed)."
    );
}

#[test]
fn dates_may_lie_three_months_apart_unless_a_substitute_proves_them() {
    let mut case = perfect_application();
    let said = |case: &mut ApplicationEvidence, start: &str| {
        answers_of(case, Relation::FormerDirectManager).period.0 = day(start);
    };
    said(&mut case, "2021-06-01");
    assert!(judged(G26, &case).passes());
    said(&mut case, "2021-08-01");
    assert_eq!(
        detail(G26, &case),
        "Rita Former: dates differ from CV by 5 months."
    );
    manager_referee(&mut case).dates_substitute_note = Some("Social security record of 2021".to_owned());
    assert_eq!(
        judged(G26, &case),
        Finding::met("all verified; dates of Rita Former by a recorded substitute")
    );
}

#[test]
fn two_references_must_be_about_the_last_five_years() {
    let mut case = perfect_application();
    for relation in [Relation::FormerDirectManager, Relation::OperationsColleague] {
        let period = (day("2018-01-01"), Some(day("2021-11-09")));
        referee_mut(&mut case, relation).period = period;
        answers_of(&mut case, relation).period = period;
    }
    assert_eq!(
        detail(G26, &case),
        "1 of 2 references are about work that ended within 5 years."
    );
    let period = (day("2018-01-01"), Some(day("2021-11-11")));
    manager_referee(&mut case).period = period;
    answers_of(&mut case, Relation::FormerDirectManager).period = period;
    assert!(judged(G26, &case).passes(), "one a day within the five years");
}

#[test]
fn a_different_title_holds_until_the_red_flag_about_it_is_explained() {
    let mut case = perfect_application();
    answers_of(&mut case, Relation::FormerDirectManager).title_agrees = Some(false);
    assert_eq!(detail(G26, &case), "Rita Former: title or duties differ from CV.");
    case.red_flags = vec![red_flag("RF22", RedFlagState::Open)];
    assert!(!judged(G26, &case).passes());
    case.red_flags = vec![red_flag("RF22", RedFlagState::Explained)];
    assert!(judged(G26, &case).passes());

    answers_of(&mut case, Relation::Client).title_agrees = None;
    assert_eq!(
        detail(G26, &case),
        "Clara Kunz: title and duties not yet compared with CV."
    );
}

/// Interviews 4.25 on OPST; referees say what is given.
fn opst(levels: [Option<u8>; 3]) -> ApplicationEvidence {
    let mut case = perfect_application();
    for (referee, level) in case.references.referees.iter_mut().zip(levels) {
        for (_, code, value) in &mut referee.answers.as_mut().unwrap().items {
            if *code == "OPST" {
                *value = level;
            }
        }
    }
    case
}

#[test]
fn t10_a_low_reference_must_be_explained_in_writing() {
    let mut case = opst([Some(3), Some(2), Some(3)]);
    let short = missing(judged(G27, &case));
    assert_eq!(
        short.detail,
        "References and interviews differ on Teamwork and trust with operations (4.25 against 2.67). \
         Call back or ask a further referee, then write down the outcome."
    );
    assert_eq!(short.owed_by[0].user, Some(HR));
    let resolution = |text_len| ResolutionFacts {
        competency: competency("OPST"),
        text_len,
        at: now(),
    };
    case.references.resolutions = vec![resolution(99)];
    assert!(!judged(G27, &case).passes());
    case.references.resolutions = vec![resolution(100)];
    assert_eq!(judged(G27, &case), Finding::met("1 difference explained"));
}

#[test]
fn referees_three_levels_apart_must_be_explained_although_their_mean_agrees() {
    assert_eq!(
        detail(G27, &opst([Some(5), Some(2), Some(5)])),
        "Referees differ by 3.00 levels on Teamwork and trust with operations. \
         Call back or ask a further referee, then write down the outcome."
    );
}

#[test]
fn who_saw_the_work_rarely_says_nothing_about_levels() {
    let case = opst([Some(1), None, None]);
    assert!(judged(G27, &case).passes(), "one observer gives no level");
    let mut two = opst([Some(1), Some(1), None]);
    assert!(!judged(G27, &two).passes());
    answers_of(&mut two, Relation::FormerDirectManager).saw_rarely = true;
    assert!(judged(G27, &two).passes());
}
