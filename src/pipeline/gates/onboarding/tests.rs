use crate::{
    kernel::{
        kind::Kind,
        role::Role,
        time::{hours, minutes},
    },
    pipeline::{
        evidence::*,
        gate_id::GateId::{self, *},
        refusal::{Debtor, Finding},
        state::{ModuleState, PortfolioStage::*},
        testing::*,
    },
};

const ASSISTED: [&str; 5] = ["S-D1", "S-D4", "S-T2", "S-T6", "S-D8"];
const SUPERVISED: [&str; 9] = [
    "S-D1", "S-D4", "S-T2", "S-T6", "S-D8", "S-D3", "S-D6", "S-T3", "S-T4",
];

fn detail(day: i64, gate: GateId, case: &OnboardingEvidence, act: Option<&OnboardingAct>) -> String {
    missing(judged_on(day, gate, case, act)).detail
}

fn sign(proposed: ProposedSignOff) -> OnboardingAct {
    OnboardingAct::SignOff(Box::new(proposed))
}

#[test]
fn nothing_stops_the_perfect_hire() {
    let case = perfect_plan();
    let acts = [
        OnboardingAct::StartSignOff(module_code("C-D2")),
        sign(perfect_sign_off("C-D2")),
        OnboardingAct::RaiseStage(Full2),
        OnboardingAct::CarryAccounts(15),
        OnboardingAct::SoloContact,
        OnboardingAct::Commercial("give a discount".to_owned()),
    ];
    for act in acts.iter().map(Some).chain([None]) {
        for gate in [G50, G51, G52, G53, G54, G55, G56, G57, G58, G59] {
            let finding = judged_on(160, gate, &case, act);
            assert!(matches!(finding, Finding::Met(_)), "{gate}, {act:?}: {finding:?}");
        }
    }
}

#[test]
fn day_one_is_ready_a_working_day_before() {
    let mut case = perfect_plan();
    case.day_one[1].1 = None;
    case.day_one[2].1 = Some(case.ready_by + minutes(1));
    let short = missing(judged_on(-4, G50, &case, None));
    assert_eq!(
        short.detail,
        "Not ready for day 1: equipment, buddy (confirmed only 2026-01-02 09:01 UTC)."
    );
    assert_eq!(short.owed_by[0].role, Some(Role::Hr));
    case.day_one[1].1 = Some(case.ready_by);
    case.day_one[2].1 = Some(case.ready_by);
    assert!(judged_on(-3, G50, &case, None).passes(), "at the last instant");
    case.day_one.clear();
    assert!(
        !judged_on(-3, G50, &case, None).passes(),
        "nothing was ever listed"
    );
}

#[test]
fn a_module_waits_for_its_prerequisites_unless_two_people_let_it_run_in_parallel() {
    let mut case = plan_at(Shadow, &["S-D1"]);
    for act in [
        OnboardingAct::StartSignOff(module_code("S-D2")),
        sign(perfect_sign_off("S-D2")),
    ] {
        assert_eq!(
            detail(20, G51, &case, Some(&act)),
            "First finish S-T1 Title of S-T1."
        );
    }
    let act = OnboardingAct::StartSignOff(module_code("S-D2"));
    case.waivers = vec![granted_on(20, G51, 0.0)];
    assert!(matches!(
        judged_on(20, G51, &case, Some(&act)),
        Finding::Waived(_)
    ));
    assert!(
        !judged_on(21, G51, &case, Some(&act)).passes(),
        "the waiver has run out"
    );
    module_mut(&mut case, "S-T1").state = ModuleState::WaivedEquivalent;
    case.waivers.clear();
    assert!(judged_on(20, G51, &case, Some(&act)).passes());
}

#[test]
fn a_module_outside_the_plan_cannot_be_signed() {
    let act = OnboardingAct::StartSignOff(module_code("P-D1"));
    assert_eq!(
        detail(20, G51, &perfect_plan(), Some(&act)),
        "P-D1 is not part of this plan."
    );
}

#[test]
fn t16_a_trainee_cannot_sign_the_own_module() {
    let own = ProposedSignOff {
        signer: TRAINEE,
        signer_name: "Bea Castell".to_owned(),
        ..perfect_sign_off("S-D1")
    };
    let short = missing(judged_on(10, G52, &perfect_plan(), Some(&sign(own))));
    assert_eq!(
        short.detail,
        "Sign-off must come from a trainer other than Bea Castell, with evidence and a check of at least 80 %."
    );
    assert_eq!(short.owed_by[0].user, Some(TRAINER));
}

type Change = fn(&mut ProposedSignOff);

/// A sign-off of S-D5, which operations must sign too, changed a little.
fn changed(change: Change) -> Finding {
    let mut proposed = perfect_sign_off("S-D5");
    change(&mut proposed);
    judged_on(35, G52, &perfect_plan(), Some(&sign(proposed)))
}

#[test]
fn a_sign_off_lacks_whatever_is_not_there() {
    let rows: [(Change, &str); 6] = [
        (|p| p.evidence = false, "evidence"),
        (|p| p.check_pct = Some(79), "a passed check (it has 79 %)"),
        (
            |p| p.check_pct = None,
            "a check of 80 % or an observation of level 3",
        ),
        (|p| p.steps = (4, 3), "1 of 4 steps with a date"),
        (|p| p.operations_signed = false, "the signature of operations"),
        (|p| p.countersigned = false, "the countersignature of Bea Castell"),
    ];
    for (change, lacking) in rows {
        let text = missing(changed(change)).detail;
        assert!(text.ends_with(&format!("80 %. Missing: {lacking}.")), "{text}");
    }
}

#[test]
fn a_check_of_eighty_percent_or_an_observation_of_level_three_is_enough() {
    assert!(changed(|p| p.check_pct = Some(80)).passes());
    let observed = |level| {
        let proposed = ProposedSignOff {
            check_pct: None,
            observation_level: Some(level),
            ..perfect_sign_off("S-D5")
        };
        judged_on(35, G52, &perfect_plan(), Some(&sign(proposed)))
    };
    assert!(observed(3).passes());
    assert!(
        missing(observed(2))
            .detail
            .ends_with("Missing: an observation of level 3 (it has 2).")
    );
}

#[test]
fn operations_sign_only_where_the_rule_says_so() {
    let proposed = ProposedSignOff {
        operations_signed: false,
        ..perfect_sign_off("S-D1")
    };
    assert!(judged_on(35, G52, &perfect_plan(), Some(&sign(proposed))).passes());
}

#[test]
fn t17_eight_accounts_on_day_40_are_too_many() {
    let case = plan_at(Supervised, &SUPERVISED);
    let short = missing(judged_on(40, G53, &case, Some(&OnboardingAct::CarryAccounts(8))));
    assert_eq!(
        short.detail,
        "8 accounts requested; stage supervised allows 6. Missing: day 60, \
         sign-off of S-D2, S-D5, S-D7, S-T1, S-T5, C-D1 and C-D5."
    );
    assert_eq!(
        (short.owed_by[0].role, short.opens_at),
        (Some(Role::Trainer), None)
    );
    assert!(judged_on(40, G53, &case, Some(&OnboardingAct::CarryAccounts(6))).passes());
}

#[test]
fn neither_the_day_nor_the_sign_offs_alone_raise_a_stage() {
    let raise = OnboardingAct::RaiseStage(Assisted);
    let signed = plan_at(Shadow, &ASSISTED);
    let short = missing(judged_on(13, G53, &signed, Some(&raise)));
    assert_eq!(
        short.detail,
        "3 accounts requested; stage shadow allows 0. Missing: day 14."
    );
    assert_eq!(
        (short.owed_by[0].by, short.opens_at),
        (Debtor::Time, Some(on_day(14)))
    );
    assert!(judged_on(14, G53, &signed, Some(&raise)).passes());

    let unsigned = plan_at(Shadow, &ASSISTED[..4]);
    assert_eq!(
        detail(14, G53, &unsigned, Some(&raise)),
        "3 accounts requested; stage shadow allows 0. Missing: sign-off of S-D8."
    );
}

#[test]
fn the_first_technical_test_comes_before_assisted_and_accepted_risks_before_growing() {
    let mut case = plan_at(Shadow, &ASSISTED);
    module_mut(&mut case, "S-T5").first_test_passed = false;
    assert_eq!(
        detail(14, G53, &case, Some(&OnboardingAct::RaiseStage(Assisted))),
        "3 accounts requested; stage shadow allows 0. Missing: first technical test of S-T5."
    );

    let mut risk = plan_at(Assisted, &SUPERVISED);
    module_mut(&mut risk, "C-T4").due_before = Some(Growing);
    assert!(judged_on(30, G53, &risk, Some(&OnboardingAct::RaiseStage(Supervised))).passes());
    let growing = detail(60, G53, &risk, Some(&OnboardingAct::RaiseStage(Growing)));
    assert!(growing.ends_with("C-D1, C-D5 and C-T4."), "{growing}");
}

#[test]
fn a_production_focused_hire_needs_the_production_modules() {
    let mut case = plan_at(Supervised, &SUPERVISED);
    case.kind = Kind::ProductionFocused;
    let text = detail(60, G53, &case, Some(&OnboardingAct::RaiseStage(Growing)));
    assert!(text.ends_with("S-T5, P-D1 and P-D5."), "{text}");
}

#[test]
fn full_one_needs_the_modules_due_by_day_75_and_a_review_that_says_meets() {
    let mut case = perfect_plan();
    case.stage = Growing;
    module_mut(&mut case, "C-D8").state = ModuleState::InProgress;
    let raise = OnboardingAct::RaiseStage(Full1);
    assert!(
        judged_on(91, G53, &case, Some(&raise)).passes(),
        "C-D8 is due on day 90"
    );
    module_mut(&mut case, "C-D2").state = ModuleState::InProgress;
    case.review.as_mut().unwrap().meets = false;
    assert_eq!(
        detail(91, G53, &case, Some(&raise)),
        "15 accounts requested; stage growing allows 10. Missing: sign-off of C-D2, day-90 review with \"meets\"."
    );
}

#[test]
fn full_two_needs_everything_and_two_good_months() {
    let mut case = perfect_plan();
    module_mut(&mut case, "C-D8").state = ModuleState::InProgress;
    case.months_on_time = 1;
    case.satisfaction_falling = true;
    case.wellbeing = None;
    assert_eq!(
        detail(149, G53, &case, Some(&OnboardingAct::RaiseStage(Full2))),
        "20 accounts requested; stage full1 allows 15. Missing: day 150, sign-off of C-D8, two months with at \
         least 90 % on time, client satisfaction that does not fall, wellbeing of at least 3."
    );
}

#[test]
fn a_waiver_lets_a_hire_carry_one_stage_more_for_a_while() {
    let mut case = plan_at(Supervised, &SUPERVISED);
    case.waivers = vec![granted_on(40, G53, 1.0)];
    let carry = |n| judged_on(40, G53, &case, Some(&OnboardingAct::CarryAccounts(n)));
    assert!(matches!(carry(10), Finding::Waived(_)));
    assert!(!carry(11).passes());
    let raise = OnboardingAct::RaiseStage(Growing);
    assert!(
        !judged_on(40, G53, &case, Some(&raise)).passes(),
        "the stage stays"
    );
}

#[test]
fn when_only_the_step_is_missing_the_coach_owes_it() {
    let case = plan_at(Assisted, &SUPERVISED);
    let short = missing(judged_on(30, G53, &case, Some(&OnboardingAct::CarryAccounts(6))));
    assert_eq!(
        short.detail,
        "6 accounts requested; stage assisted allows 3. Missing: the coach's step to the next stage."
    );
    assert_eq!(short.owed_by[0].role, Some(Role::Coach));
}

#[test]
fn t18_the_21st_account_is_refused() {
    let mut case = perfect_plan();
    case.stage = Full2;
    case.own_accounts = 20;
    assert_eq!(
        detail(200, G58, &case, Some(&OnboardingAct::CarryAccounts(21))),
        "20 accounts is the limit. Share or split accounts."
    );
    assert!(judged_on(200, G58, &case, Some(&OnboardingAct::CarryAccounts(20))).passes());
}

#[test]
fn clients_are_seen_alone_from_supervised_on() {
    for (stage, alone) in [
        (Shadow, false),
        (Assisted, false),
        (Supervised, true),
        (Full2, true),
    ] {
        let case = plan_at(stage, &[]);
        assert_eq!(judged_on(20, G54, &case, None).passes(), alone, "{stage}");
    }
    assert_eq!(
        detail(20, G54, &plan_at(Assisted, &[]), None),
        "Bea Castell may not see clients alone yet."
    );
}

#[test]
fn without_a_one_to_one_there_is_no_stage_and_no_account() {
    let mut case = plan_at(Shadow, &ASSISTED);
    case.one_to_one_at = None;
    for act in [
        OnboardingAct::RaiseStage(Assisted),
        OnboardingAct::CarryAccounts(1),
    ] {
        assert_eq!(
            detail(14, G55, &case, Some(&act)),
            "No one-to-one in the first week recorded."
        );
    }
    case.one_to_one_at = Some(on_day(9));
    let late = judged_on(14, G55, &case, Some(&OnboardingAct::RaiseStage(Assisted)));
    assert_eq!(
        late,
        Finding::met("held late, 2026-01-14 09:00 UTC; due by day 7")
    );
}

#[test]
fn the_review_needs_evidence_two_signers_and_ninety_days() {
    let mut case = perfect_plan();
    let review = case.review.as_mut().unwrap();
    review.lacks = vec!["BARS ratings".to_owned(), "pulse".to_owned()];
    review.signers = vec![MANAGER, MANAGER, TRAINEE];
    assert_eq!(
        detail(91, G56, &case, None),
        "Day-90 review lacks BARS ratings, pulse and the signatures of two people."
    );
    case.review = None;
    let short = missing(judged_on(60, G56, &case, None));
    assert_eq!(short.detail, "Day-90 review lacks the review itself.");
    assert_eq!(short.opens_at, Some(on_day(89)));

    let mut early = perfect_plan();
    early.review.as_mut().unwrap().held_at = on_day(40);
    assert_eq!(
        detail(91, G56, &early, None),
        "Day-90 review lacks 90 days of work (it was held on day 40)."
    );
    let mut extend = perfect_plan();
    extend.review.as_mut().unwrap().meets = false;
    assert!(
        judged_on(91, G56, &extend, None).passes(),
        "\"extend\" is a complete review"
    );
}

#[test]
fn commercial_authority_comes_with_the_modules_of_the_kind() {
    let act = OnboardingAct::Commercial("give a discount".to_owned());
    let mut case = plan_at(Supervised, &["S-D3", "S-D2"]);
    assert_eq!(
        detail(40, G57, &case, Some(&act)),
        "No authority yet to give a discount; ask Mara Holt. Required: C-D3."
    );
    case.kind = Kind::Hybrid;
    assert!(detail(40, G57, &case, Some(&act)).ends_with("Required: C-D3, P-D3."));
    assert_eq!(
        detail(40, G57, &plan_at(Shadow, &[]), Some(&act)),
        "No authority yet to give a discount; ask Mara Holt. Required: S-D3, S-D2, C-D3."
    );
}

#[test]
fn coaching_may_pause_for_45_days_in_the_first_year() {
    let mut case = perfect_plan();
    case.coached_at = vec![on_day(10), on_day(30)];
    assert!(judged_on(75, G59, &case, None).passes());
    let short = missing(judged_on(76, G59, &case, None));
    assert_eq!(short.detail, "No coaching session for 46 days.");
    assert_eq!(
        (short.owed_by[0].role, short.since),
        (Some(Role::Coach), Some(on_day(30)))
    );
    assert!(
        judged_on(365, G59, &case, None).passes(),
        "the second year is quarterly"
    );

    case.coached_at.clear();
    assert!(judged_on(45, G59, &case, None).passes(), "counted from the start");
    assert!(!judged_on(46, G59, &case, None).passes());
    case.coached_at = vec![on_day(46) + hours(1)];
    assert!(
        !judged_on(46, G59, &case, None).passes(),
        "a session that is still to come"
    );
    assert!(judged_on(47, G59, &case, None).passes());
}
