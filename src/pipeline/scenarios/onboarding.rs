use super::*;
use crate::{
    kernel::{ctx::Actor, role::Role},
    pipeline::state::ModuleState,
};

fn on<T>(day: i64, judge: impl FnOnce(Frame<'_>) -> T) -> T {
    let policy = Policy::standard();
    judge(Frame {
        policy: &policy,
        now: on_day(day),
    })
}

fn trainee() -> Actor {
    staff(TRAINEE, &[Role::Trainee, Role::Trainer])
}

fn step(
    case: &OnboardingEvidence,
    to: PlanState,
    actor: &Actor,
    day: i64,
) -> Result<PlanState, Box<Refusal>> {
    on(day, |frame| decide::plan(case, to, actor, frame)).map(|change| change.to())
}

fn act(case: &OnboardingEvidence, day: i64, act: &OnboardingAct) -> Result<(), Box<Refusal>> {
    on(day, |frame| decide::act(case, act, frame))
}

#[test]
fn t16_a_trainee_signs_nothing_off_for_oneself_whatever_the_roles() {
    let own = ProposedSignOff {
        signer: TRAINEE,
        ..perfect_sign_off("S-D1")
    };
    let case = perfect_plan();
    let (from, to) = (ModuleState::EvidenceSubmitted, ModuleState::SignedOff);
    let refusal = refused(on(10, |f| decide::sign_off(&case, own, from, to, &trainee(), f)));
    assert_eq!(
        (refusal.code, refusal.gates()),
        (RefusalCode::GateRefused, vec![G52])
    );

    let good = perfect_sign_off("S-D1");
    let signed = on(10, |f| decide::sign_off(&case, good, from, to, &trainer(), f));
    assert_eq!(signed.map(|change| change.to()), Ok(ModuleState::SignedOff));
}

#[test]
fn nobody_signs_in_another_persons_name() {
    let case = perfect_plan();
    let (from, to) = (ModuleState::EvidenceSubmitted, ModuleState::SignedOff);
    let refusal = refused(on(10, |f| {
        decide::sign_off(&case, perfect_sign_off("S-D1"), from, to, &coach(), f)
    }));
    assert_eq!(refusal.code, RefusalCode::Forbidden);
}

#[test]
fn t17_eight_accounts_on_day_40_are_refused() {
    let case = plan_at(
        PortfolioStage::Supervised,
        &[
            "S-D1", "S-D4", "S-T2", "S-T6", "S-D8", "S-D3", "S-D6", "S-T3", "S-T4",
        ],
    );
    let refusal = *act(&case, 40, &OnboardingAct::CarryAccounts(8)).unwrap_err();
    assert_eq!(refusal.gates(), [G53]);
    assert!(
        refusal
            .detail
            .starts_with("8 accounts requested; stage supervised allows 6.")
    );
    assert_eq!(act(&case, 40, &OnboardingAct::CarryAccounts(6)), Ok(()));
}

#[test]
fn t18_the_21st_account_is_refused_even_at_the_last_stage_and_with_a_waiver() {
    let mut case = perfect_plan();
    case.stage = PortfolioStage::Full2;
    case.waivers = vec![granted_on(200, G53, 1.0)];
    let refusal = *act(&case, 200, &OnboardingAct::CarryAccounts(21)).unwrap_err();
    assert_eq!(refusal.gates(), [G53, G58]);
    assert_eq!(act(&case, 200, &OnboardingAct::CarryAccounts(20)), Ok(()));
}

#[test]
fn nobody_at_work_yet_carries_accounts() {
    let mut case = perfect_plan();
    case.state = PlanState::Preboarding;
    let refusal = *act(&case, 1, &OnboardingAct::CarryAccounts(1)).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::IllegalStep);
}

#[test]
fn a_stage_is_raised_by_the_coach_one_at_a_time_with_all_its_gates() {
    let case = perfect_plan();
    let raise = |to, actor: &Actor, case: &OnboardingEvidence| {
        on(160, |f| decide::stage(case, to, actor, f)).map(|change| change.to())
    };
    assert_eq!(
        raise(PortfolioStage::Full2, &coach(), &case),
        Ok(PortfolioStage::Full2)
    );
    let by_trainer = refused(raise(PortfolioStage::Full2, &trainer(), &case));
    assert_eq!(by_trainer.code, RefusalCode::Forbidden);
    let growing = OnboardingEvidence {
        stage: PortfolioStage::Growing,
        ..case.clone()
    };
    let skipped = refused(raise(PortfolioStage::Full2, &coach(), &growing));
    assert_eq!(skipped.code, RefusalCode::IllegalStep);

    let mut neglected = case;
    neglected.coached_at.clear();
    neglected.one_to_one_at = None;
    neglected.wellbeing = Some(2);
    let refusal = refused(raise(PortfolioStage::Full2, &coach(), &neglected));
    assert_eq!(refusal.gates(), [G53, G55, G59]);
}

#[test]
fn the_plan_starts_when_day_one_is_ready() {
    let mut case = perfect_plan();
    case.state = PlanState::Preboarding;
    assert_eq!(step(&case, PlanState::Active, &hr(), 0), Ok(PlanState::Active));
    let early = refused(step(&case, PlanState::Active, &hr(), -1));
    assert!(
        early.detail.contains("5 January 2026, 09:00 UTC"),
        "{}",
        early.detail
    );
    case.day_one[0].1 = None;
    assert_eq!(
        step(&case, PlanState::Active, &hr(), 0).unwrap_err().gates(),
        [G50]
    );
    let both = refused(step(&case, PlanState::Active, &hr(), -1));
    assert!(both.detail.starts_with("Not ready for day 1") && both.detail.contains("5 January"));
}

#[test]
fn confirmation_needs_a_review_that_says_meets_and_the_modules_of_ninety_days() {
    let confirm = |case: &OnboardingEvidence| step(case, PlanState::Confirmed, &manager(), 95);
    let mut case = perfect_plan();
    assert_eq!(confirm(&case), Ok(PlanState::Confirmed));
    case.review.as_mut().unwrap().meets = false;
    let refusal = confirm(&case).unwrap_err();
    assert_eq!(
        (refusal.code, refusal.detail.as_str()),
        (RefusalCode::IllegalStep, "The review does not say \"meets\".")
    );
    assert_eq!(
        step(&case, PlanState::Extended, &manager(), 95),
        Ok(PlanState::Extended)
    );
    case.extended = true;
    assert!(
        step(&case, PlanState::Extended, &manager(), 95).is_err(),
        "once only"
    );
    case.review = None;
    assert_eq!(confirm(&case).unwrap_err().gates(), [G56]);

    let mut unsigned = perfect_plan();
    module_mut(&mut unsigned, "C-D8").state = ModuleState::EvidenceSubmitted;
    assert_eq!(
        confirm(&unsigned).unwrap_err().detail,
        "Confirmation needs every module due by day 90 signed: C-D8."
    );
}

#[test]
fn a_hire_can_always_be_let_go() {
    let mut case = plan_at(PortfolioStage::Shadow, &[]);
    case.one_to_one_at = None;
    assert_eq!(step(&case, PlanState::Ended, &manager(), 3), Ok(PlanState::Ended));
}

#[test]
fn evidence_is_handed_in_only_after_the_prerequisites() {
    let case = plan_at(PortfolioStage::Shadow, &["S-D1"]);
    let hand_in = |code: &str| {
        let (from, to) = (ModuleState::InProgress, ModuleState::EvidenceSubmitted);
        on(20, |f| {
            decide::module(&case, &module_code(code), from, to, &trainee(), f)
        })
        .map(|change| change.to())
    };
    assert_eq!(hand_in("S-T3"), Ok(ModuleState::EvidenceSubmitted));
    assert_eq!(refused(hand_in("S-D2")).gates(), [G51]);
}
