mod fresh;

use crate::{
    kernel::{
        codes::ModuleCode,
        kind::Kind,
        role::Role,
        time::{Timestamp, hours, minutes},
    },
    pipeline::{
        evidence::*,
        gate_id::GateId::{self, *},
        gates::{Concern, Frame, judge_application},
        policy::Policy,
        refusal::{Debtor, Finding},
        state::{
            ApplicationState, ExerciseState, InterviewState, RedFlagState, ReferenceState, ScorecardState,
        },
        testing::*,
    },
};

fn detail(gate: GateId, case: &ApplicationEvidence) -> String {
    missing(judged(gate, case)).detail
}

fn at_time(gate: GateId, case: &ApplicationEvidence, now: Timestamp) -> Finding {
    let policy = Policy::standard();
    let frame = Frame { policy: &policy, now };
    judge_application(gate, case, Concern::Step(ApplicationState::Approved), frame)
}

fn open_gates(case: &ApplicationEvidence, gates: &[GateId]) -> Vec<GateId> {
    let mut open = gates.to_vec();
    open.retain(|&gate| !judged(gate, case).passes());
    open
}

#[test]
fn all_decision_gates_pass_the_perfect_application() {
    for gate in [G28, G29, G30, G31, G32, G33, G34, G35, G37, G38, G39, G40, G41] {
        let finding = judged(gate, &perfect_application());
        assert!(matches!(finding, Finding::Met(_)), "{gate}: {finding:?}");
    }
}

#[test]
fn open_and_confirmed_red_flags_hold_and_resolved_ones_do_not() {
    let mut case = perfect_application();
    case.red_flags = vec![
        red_flag("RF14", RedFlagState::Open),
        red_flag("RF26", RedFlagState::Open),
    ];
    let short = missing(judged(G28, &case));
    assert_eq!(
        short.detail,
        "2 open red flags: RF14 Flag RF14; RF26 Flag RF26. \
         Ignored warning signs are among the commonest causes of wrong hires."
    );
    assert_eq!(short.since, Some(at("11-06 09:00")));
    case.red_flags = vec![red_flag("RF23", RedFlagState::Confirmed)];
    assert_eq!(
        detail(G28, &case),
        "1 confirmed red flag: RF23 Flag RF23. What is confirmed leads to rejection."
    );
    case.red_flags = vec![
        red_flag("RF14", RedFlagState::AcceptedWithPlan),
        red_flag("RF01", RedFlagState::Disproved),
        red_flag("RF22", RedFlagState::Explained),
    ];
    assert_eq!(judged(G28, &case), Finding::met("3 red flags resolved"));
}

#[test]
fn candidate_a_is_refused_by_both_soft_floors_with_every_value() {
    let mut case = perfect_application();
    rate(&mut case, CANDIDATE_A);
    assert_eq!(
        detail(G29, &case),
        "Soft-skill floor not reached: CONF 1.75/3.00, EMPQ 1.83/3.00, PROA 2.00/3.00, RSTR 2.25/3.00, \
         VCOM 2.33/3.50, WCOM 2.75/3.50; mean 2.64 (3.50 needed). Technical strength (5.00) cannot make up \
         for it. You may reject or keep for another role; this floor cannot be waived."
    );
    assert_eq!(
        detail(G30, &case),
        "Communication below 3.5 (written 2.75, verbal 2.33). People without strong communication should \
         not face clients. Not waivable."
    );
    assert!(judged(G31, &case).passes());
}

#[test]
fn candidates_b_and_c_pass_the_floors_and_c_gets_technical_training() {
    let mut case = perfect_application();
    assert_eq!(open_gates(&case, &[G29, G30, G31]), []);
    rate(&mut case, CANDIDATE_C);
    assert_eq!(open_gates(&case, &[G29, G30, G31]), []);
    assert_eq!(
        judged(G31, &case),
        Finding::met("COMM 4.00, TECH 2.50; below 3.00: S-T5 will be assigned")
    );
    let assigned = crate::pipeline::measured::modules_to_assign(&case);
    assert_eq!(assigned, [ModuleCode::new("S-T5").unwrap()]);
}

#[test]
fn a_soft_mean_just_below_its_floor_refuses_although_no_single_floor_is_missed() {
    let mut case = perfect_application();
    set_all_soft(&mut case, 3);
    for code in ["VCOM", "WCOM"] {
        set_levels(&mut case, code, 4);
    }
    assert_eq!(
        detail(G29, &case),
        "Soft-skill floor not reached: mean 3.18 (3.50 needed). Technical strength (3.00) cannot make up for \
         it. You may reject or keep for another role; this floor cannot be waived."
    );
    for code in ["ORGD", "EMPQ", "OPST", "CONF"] {
        set_levels(&mut case, code, 4);
    }
    assert!(judged(G29, &case).passes(), "six fours and five threes are 3.55");
}

#[test]
fn a_competency_nobody_measured_leaves_the_floor_open() {
    let mut case = perfect_application();
    for card in &mut case.assessment.cards {
        card.ratings.retain(|r| r.competency != "WCOM");
    }
    assert_eq!(
        detail(G29, &case),
        "Soft-skill floor not yet known: WCOM not measured (mean 3.50 needed). This floor cannot be waived."
    );
    assert_eq!(
        detail(G30, &case),
        "Communication not yet known (written not measured, verbal 4.17); 3.5 needed in each. Not waivable."
    );
    case.waivers = vec![granted(G29, 3.0), granted(G30, 3.0)];
    assert_eq!(open_gates(&case, &[G29, G30]), [G29, G30], "no waiver opens them");
}

/// A production-focused job whose candidate reaches 2.75 in technical knowledge.
fn production() -> ApplicationEvidence {
    let mut case = perfect_application();
    case.terms.kind = Kind::ProductionFocused;
    case.terms.competencies.get_mut("TECH").unwrap().floor = 3.0;
    rate(&mut case, "TECH R3 3,3 · E1 3,2");
    case
}

#[test]
fn t15_a_production_job_needs_technical_knowledge_of_three() {
    let mut case = production();
    let short = missing(judged(G31, &case));
    assert_eq!(
        short.detail,
        "TECH 2.75, minimum 3.00. Consider the technical training programme or another candidate."
    );
    case.waivers = vec![granted(G31, 2.5)];
    assert!(matches!(judged(G31, &case), Finding::Waived(_)));
    rate(&mut case, "TECH R3 2,2");
    assert_eq!(
        detail(G31, &case),
        "TECH 2.25, minimum 2.50. Consider the technical training programme or another candidate."
    );
}

#[test]
fn a_technical_waiver_is_worth_half_a_level_at_most_and_nothing_for_commerce() {
    let mut case = production();
    rate(&mut case, "TECH R3 2,2");
    case.waivers = vec![granted(G31, 1.0)];
    assert!(detail(G31, &case).starts_with("TECH 2.25, minimum 2.50."));
    set_levels(&mut case, "TECH", 3);
    set_levels(&mut case, "COMM", 2);
    assert!(detail(G31, &case).starts_with("COMM 2.00, minimum 2.50."));
}

#[test]
fn the_debrief_waits_for_everything_and_says_for_whom() {
    let mut case = perfect_application();
    card_mut(&mut case, "R3", DESIGNER).state = ScorecardState::Draft;
    case.assessment.exercises[1].state = ExerciseState::Submitted;
    case.assessment.exercises[4].state = ExerciseState::Assigned;
    referee_mut(&mut case, Relation::Client).state = ReferenceState::Opened;
    let short = missing(judged(G32, &case));
    assert_eq!(
        short.detail,
        "Debrief opens when all is in: missing scorecard of Dora Lang for R3, work sample E2 (not rated), \
         work sample E5 (not handed in), reference of Clara Kunz."
    );
    let names: Vec<_> = short.owed_by.iter().filter_map(|o| o.name.as_deref()).collect();
    assert_eq!(names, ["Dora Lang", "Anton Silva", "Berta Kroll", "Clara Kunz"]);
    assert!(short.owed_by.iter().any(|o| o.by == Debtor::Candidate));
}

#[test]
fn void_cards_and_declined_references_hold_up_no_debrief() {
    let mut case = perfect_application();
    card_mut(&mut case, "R3", DESIGNER).state = ScorecardState::Void;
    let extra = RefereeFacts {
        state: ReferenceState::Declined,
        answers: None,
        ..case.references.referees[2].clone()
    };
    case.references.referees.push(extra);
    assert!(judged(G32, &case).passes());
}

#[test]
fn a_booked_round_and_a_reference_never_asked_for_hold_up_the_debrief() {
    let mut case = perfect_application();
    case.assessment.rounds[3].state = InterviewState::Scheduled;
    referee_mut(&mut case, Relation::Client).state = ReferenceState::Declined;
    assert_eq!(
        detail(G32, &case),
        "Debrief opens when all is in: missing round R4 (booked, not held), 1 further reference."
    );
}

#[test]
fn t11_raters_who_differ_by_three_points_need_a_note_on_that_very_source() {
    let mut case = perfect_application();
    rate(&mut case, "CONF E3 5,2");
    let short = missing(judged(G33, &case));
    assert_eq!(
        short.detail,
        "Raters differ by 3 points on Conflict, complaints, objections. Read both notes and record what was concluded."
    );
    assert_eq!(short.found, "CONF in E3: 2 and 5");
    let note = |on: &str, text_len| DisagreementNote {
        competency: competency("CONF"),
        source: source(on),
        text_len,
    };
    for (wrong, why) in [(note("R2", 200), "other source"), (note("E3", 59), "too short")] {
        case.debrief.as_mut().unwrap().notes = vec![wrong];
        assert!(!judged(G33, &case).passes(), "{why}");
    }
    case.debrief.as_mut().unwrap().notes = vec![note("E3", 60)];
    assert!(judged(G33, &case).passes());
}

#[test]
fn raters_of_different_sources_may_differ() {
    let mut case = perfect_application();
    rate(&mut case, "CONF R2 5,5 · E3 2,2");
    assert!(judged(G33, &case).passes());
}

#[test]
fn one_candidate_is_no_choice_unless_the_market_gives_no_other() {
    let mut case = perfect_application();
    case.rivals[0].assessed = false;
    assert_eq!(
        detail(G34, &case),
        "Only one candidate has been fully assessed. Assess a second one before deciding, so that it is a \
         choice and not the first person seen."
    );
    case.waivers = vec![granted(G34, 1.0)];
    assert_eq!(
        judged(G34, &case),
        Finding::Waived("1 candidate assessed instead of 2".to_owned())
    );
    case.waivers = vec![run_out(G34, 1.0)];
    assert!(!judged(G34, &case).passes());
}

#[test]
fn seven_days_pass_between_application_and_approval() {
    let case = perfect_application();
    assert!(at_time(G35, &case, at("11-09 09:00")).passes());
    let short = missing(at_time(G35, &case, at("11-09 08:59")));
    assert_eq!(
        short.detail,
        "6 days since application; 7 needed. Earliest: 2026-11-09 09:00 UTC. (House rule)"
    );
    assert_eq!(
        (short.opens_at, short.owed_by[0].by),
        (Some(at("11-09 09:00")), Debtor::Time)
    );
}

#[test]
fn a_waiver_shortens_the_wait_to_three_days_and_not_below() {
    let mut case = perfect_application();
    for (value, why) in [(3.0, "as granted"), (1.0, "never below the absolute floor")] {
        case.waivers = vec![granted(G35, value)];
        assert!(
            matches!(at_time(G35, &case, at("11-05 09:00")), Finding::Waived(_)),
            "{why}"
        );
        assert!(!at_time(G35, &case, at("11-05 08:59")).passes(), "{why}");
    }
}

#[test]
fn a_posting_of_yesterday_has_not_been_open_long_enough() {
    let mut case = perfect_application();
    case.terms.posted_at = Some(at("11-09 12:00"));
    let short = missing(judged(G35, &case));
    assert_eq!(
        short.detail,
        "Posting open for 1 day; 5 needed. Earliest: 2026-11-14 12:00 UTC. (House rule)"
    );
    case.terms.posted_at = None;
    assert_eq!(
        missing(judged(G35, &case)).opens_at,
        None,
        "never posted, no date"
    );
}

#[test]
fn t19_the_night_after_the_debrief_counts_to_the_minute() {
    let mut case = perfect_application();
    case.debriefed_at = Some(at("11-11 17:00"));
    let short = missing(at_time(G37, &case, at("11-12 16:59")));
    assert_eq!(
        short.detail,
        "Sleep on it: approval possible from 2026-11-12 17:00 UTC. (House rule)"
    );
    assert_eq!(short.opens_at, Some(at("11-12 17:00")));
    assert!(at_time(G37, &case, at("11-12 17:00")).passes());
}

#[test]
fn t23_a_change_of_clocks_does_not_shorten_or_lengthen_the_night() {
    let mut case = perfect_application();
    // Berlin leaves summer time on 2026-10-25 at 01:00 UTC: 17:00 there is 15:00, then 16:00 UTC.
    let debriefed = at("10-24 15:00");
    case.debriefed_at = Some(debriefed);
    assert!(!at_time(G37, &case, debriefed + hours(24) - minutes(1)).passes());
    assert!(at_time(G37, &case, debriefed + hours(24)).passes());
}

#[test]
fn a_waiver_shortens_the_night_to_twelve_hours_and_not_below() {
    let mut case = perfect_application();
    case.debriefed_at = Some(now() - hours(12));
    assert!(!judged(G37, &case).passes());
    for value in [12.0, 2.0] {
        case.waivers = vec![granted(G37, value)];
        assert!(matches!(judged(G37, &case), Finding::Waived(_)));
        let early = at_time(G37, &case, now() - minutes(1));
        assert!(!early.passes(), "value {value}");
    }
    case.debriefed_at = None;
    case.waivers.clear();
    assert_eq!(
        detail(G37, &case),
        "Sleep on it: approval possible from 24 hours after the debrief. (House rule)"
    );
}

/// Candidate B scores 3.87 before and 3.87 after references; a rival who passes scores more.
fn with_rival(composite: f64) -> ApplicationEvidence {
    let mut case = perfect_application();
    case.rivals[0].final_composite = Some(composite);
    case
}

fn ahead_by(gap: f64) -> ApplicationEvidence {
    let own = crate::pipeline::measured::final_composite(&perfect_application())
        .value
        .unwrap();
    with_rival(own + gap)
}

#[test]
fn t12_preferring_a_lower_score_needs_a_reason_that_names_a_duty() {
    let mut case = ahead_by(0.25);
    let decision = case.decision.as_mut().unwrap();
    decision.preference_reason = Some("better feeling".to_owned());
    let short = missing(judged(G38, &case));
    assert_eq!(
        short.detail,
        "Another candidate scores 0.25 higher. State which duty of the job description justifies the choice."
    );
    assert_eq!(short.owed_by[0].name.as_deref(), Some("Mara Holt"));

    case.decision.as_mut().unwrap().preference_reason = Some("a".repeat(150));
    assert!(!judged(G38, &case).passes(), "a long text without a duty");
    case.decision.as_mut().unwrap().preference_duty = Some(7);
    assert!(!judged(G38, &case).passes(), "a duty that does not exist");
    case.decision.as_mut().unwrap().preference_duty = Some(1);
    assert!(judged(G38, &case).passes());
}

#[test]
fn a_tenth_of_a_level_is_no_meaningful_difference() {
    assert!(judged(G38, &ahead_by(0.10)).passes());
    assert!(!judged(G38, &ahead_by(0.11)).passes());
}

#[test]
fn a_rival_below_a_floor_or_gone_by_own_will_needs_no_reason_but_a_rejected_one_does() {
    let mut below = ahead_by(0.5);
    below.rivals[0].passes_floors = false;
    assert!(judged(G38, &below).passes());
    let mut rival = ahead_by(0.5);
    rival.rivals[0].state = ApplicationState::Withdrawn;
    assert!(judged(G38, &rival).passes());
    rival.rivals[0].state = ApplicationState::Rejected;
    assert!(!judged(G38, &rival).passes());
}

#[test]
fn no_decision_without_a_text() {
    let mut case = perfect_application();
    case.decision.as_mut().unwrap().text = "  ".to_owned();
    assert!(detail(G38, &case).starts_with("There is no decision text yet."));
}

#[test]
fn two_different_people_sign() {
    let mut case = perfect_application();
    case.decision.as_mut().unwrap().signatures.truncate(1);
    let short = missing(judged(G39, &case));
    assert_eq!(
        short.detail,
        "Second signature missing (someone other than Mara Holt)."
    );
    assert_eq!(
        short.owed_by.iter().map(|o| (o.role, o.user)).collect::<Vec<_>>(),
        [(Some(Role::Sponsor), Some(SPONSOR)), (Some(Role::HrLead), None)]
    );
    let both_hats = SignatureFacts {
        sponsor_or_hr_lead: true,
        ..case.decision.as_ref().unwrap().signatures[0].clone()
    };
    case.decision.as_mut().unwrap().signatures = vec![both_hats.clone(), both_hats];
    assert!(!judged(G39, &case).passes(), "one person with two hats");
    case.decision = None;
    assert!(detail(G39, &case).starts_with("Both signatures are missing"));
}

#[test]
fn training_is_ready_before_anybody_is_hired() {
    let mut case = perfect_application();
    case.protocol = Some(ProtocolFacts {
        without_trainer: vec![ModuleCode::new("S-D1").unwrap(), ModuleCode::new("C-T2").unwrap()],
        missing_modules: Vec::new(),
        coach_named: false,
        access_ordered: true,
    });
    assert_eq!(
        detail(G40, &case),
        "Training is not ready: no trainer for S-D1 and C-T2; no coach. Nothing happens until somebody trains \
         somebody."
    );
    case.protocol = None;
    assert_eq!(
        detail(G40, &case),
        "Training is not ready: no onboarding plan yet. Nothing happens until somebody trains somebody."
    );
}
