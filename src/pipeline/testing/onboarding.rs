//! A hire in whom nothing is missing: client-focused, everything signed, reviewed, coached.

use super::{granted, nth};
use crate::{
    kernel::{
        codes::ModuleCode,
        ctx::Actor,
        ids::UserId,
        kind::Kind,
        role::Role,
        time::{Timestamp, days, hours},
    },
    pipeline::{
        evidence::*,
        gate_id::GateId,
        gates::{Frame, judge_onboarding},
        policy::Policy,
        refusal::Finding,
        state::{ModuleState, PlanState, PortfolioStage},
    },
};

/// The hire.
pub(crate) const TRAINEE: UserId = nth(20);
/// Trains and signs.
pub(crate) const TRAINER: UserId = nth(21);
/// Coaches.
pub(crate) const COACH: UserId = nth(22);

/// Code, due day, prerequisites: the modules of a client-focused account manager (dossier 6.1, 6.2).
const MODULES: [(&str, u32, &[&str]); 28] = [
    ("S-D1", 10, &[]),
    ("S-D2", 30, &["S-D1", "S-T1"]),
    ("S-D3", 25, &["S-D1"]),
    ("S-D4", 5, &[]),
    ("S-D5", 35, &["S-D1", "S-T3"]),
    ("S-D6", 21, &["S-T2"]),
    ("S-D7", 30, &["S-T2"]),
    ("S-D8", 7, &[]),
    ("S-T1", 14, &[]),
    ("S-T2", 10, &["S-D4"]),
    ("S-T3", 20, &["S-D1"]),
    ("S-T4", 28, &[]),
    ("S-T5", 45, &[]),
    ("S-T6", 3, &[]),
    ("C-D1", 45, &["S-D1", "S-T2"]),
    ("C-D2", 75, &["S-D2", "C-T1"]),
    ("C-D3", 60, &["S-D3"]),
    ("C-D4", 60, &["S-D4", "S-T4"]),
    ("C-D5", 60, &["S-D5"]),
    ("C-D6", 50, &["S-D6"]),
    ("C-D7", 60, &["S-D7"]),
    ("C-D8", 90, &["S-D8"]),
    ("C-T1", 40, &["S-T1"]),
    ("C-T2", 35, &["S-T2"]),
    ("C-T3", 50, &["S-T3"]),
    ("C-T4", 70, &["S-T4"]),
    ("C-T5", 55, &["S-T5"]),
    ("C-T6", 14, &["S-T6"]),
];

/// The first working day begins: Monday 2026-01-05 at 09:00.
pub(crate) fn first_day() -> Timestamp {
    super::at("01-05 09:00")
}

/// So many days of 24 hours after the first working day began.
pub(crate) fn on_day(n: i64) -> Timestamp {
    first_day() + days(n)
}

/// A module of the training library.
pub(crate) fn module_code(code: &str) -> ModuleCode {
    ModuleCode::new(code).unwrap()
}

/// Everything is signed, reviewed and coached; stage Full I, at work.
pub(crate) fn perfect_plan() -> OnboardingEvidence {
    let modules = MODULES.map(|(code, due_day, prerequisites)| ModuleFacts {
        code: module_code(code),
        title: format!("Title of {code}"),
        state: ModuleState::SignedOff,
        due_day,
        prerequisites: prerequisites.iter().map(|c| module_code(c)).collect(),
        own_area: code.starts_with("C-"),
        trainer: Some(TRAINER),
        operations_signature: code == "S-D5",
        due_before: None,
        first_test_passed: true,
    });
    let ready = Some(first_day() - days(4));
    OnboardingEvidence {
        plan: nth(700),
        state: PlanState::Active,
        kind: Kind::ClientFocused,
        trainee: Some(TRAINEE),
        trainee_name: "Bea Castell".to_owned(),
        starts_at: first_day(),
        ready_by: first_day() - days(3),
        stage: PortfolioStage::Full1,
        stage_since: on_day(91),
        day_one: ["access", "equipment", "buddy", "first-week plan"]
            .map(|item| (item.to_owned(), ready))
            .to_vec(),
        modules: modules.to_vec(),
        one_to_one_at: Some(on_day(4)),
        coached_at: (1..=12).map(|month| on_day(month * 30)).collect(),
        own_accounts: 15,
        review: Some(ReviewFacts {
            meets: true,
            lacks: Vec::new(),
            signers: vec![super::MANAGER, super::HR],
            held_at: on_day(90),
        }),
        extended: false,
        months_on_time: 2,
        satisfaction_falling: false,
        wellbeing: Some(4),
        waivers: Vec::new(),
        superior_name: "Mara Holt".to_owned(),
    }
}

/// The same hire at a stage, with only those modules signed.
pub(crate) fn plan_at(stage: PortfolioStage, signed: &[&str]) -> OnboardingEvidence {
    let mut case = OnboardingEvidence {
        stage,
        review: None,
        ..perfect_plan()
    };
    for module in &mut case.modules {
        if !signed.contains(&module.code.as_str()) {
            module.state = ModuleState::NotStarted;
        }
    }
    case
}

/// The module with this code, to be spoiled.
pub(crate) fn module_mut<'a>(case: &'a mut OnboardingEvidence, code: &str) -> &'a mut ModuleFacts {
    case.modules.iter_mut().find(|m| m.code == code).unwrap()
}

/// A sign-off by the trainer in which nothing is missing.
pub(crate) fn perfect_sign_off(code: &str) -> ProposedSignOff {
    ProposedSignOff {
        module: module_code(code),
        signer: TRAINER,
        signer_name: "Tom Rader".to_owned(),
        steps: (4, 4),
        evidence: true,
        check_pct: Some(85),
        observation_level: None,
        operations_signed: true,
        countersigned: true,
    }
}

/// The trainer as actor.
pub(crate) fn trainer() -> Actor {
    super::staff(TRAINER, &[Role::Trainer])
}

/// The coach as actor.
pub(crate) fn coach() -> Actor {
    super::staff(COACH, &[Role::Coach])
}

/// An onboarding gate on a day after the start, under the standard policy.
pub(crate) fn judged_on(
    day: i64,
    gate: GateId,
    case: &OnboardingEvidence,
    act: Option<&OnboardingAct>,
) -> Finding {
    let policy = Policy::standard();
    let frame = Frame {
        policy: &policy,
        now: on_day(day),
    };
    judge_onboarding(gate, case, act, frame)
}

/// A waiver of `gate` that holds on a day after the start.
pub(crate) fn granted_on(day: i64, gate: GateId, value: f64) -> WaiverFacts {
    WaiverFacts {
        expires_at: on_day(day) + hours(1),
        ..granted(gate, value)
    }
}
