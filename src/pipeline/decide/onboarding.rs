//! Steps of a hire's onboarding and the guarded acts inside it (dossier 6.7).

use super::{Verdict, check_mover, forbidden, illegal, parts::guarded, refuse_open, rows};
use crate::{
    kernel::ctx::Actor,
    pipeline::{
        evidence::{OnboardingAct, OnboardingEvidence, ProposedSignOff},
        gate_id::GateId::{self, *},
        gates::{Frame, judge_onboarding},
        refusal::{GateRow, GateStatus, Refusal},
        state::{Machine, ModuleState, PlanState, PortfolioStage, StateChange},
    },
};

fn gates_into(from: PlanState, to: PlanState) -> &'static [GateId] {
    match (from, to) {
        (PlanState::Preboarding, PlanState::Active) => &[G50],
        (PlanState::Active | PlanState::Extended, PlanState::Confirmed)
        | (PlanState::Active, PlanState::Extended) => &[G56],
        _ => &[],
    }
}

/// Judges the step of a plan to `to`: the first day and G50 on the way in, G56 on the way out of `active`.
///
/// # Errors
/// The refusal with all reasons.
pub fn plan(case: &OnboardingEvidence, to: PlanState, actor: &Actor, frame: Frame<'_>) -> Verdict<PlanState> {
    let from = case.state;
    check_mover(from, to, actor)?;
    if to == PlanState::Extended && case.extended {
        return Err(illegal(from, to, "The time can be extended once only."));
    }
    let judged = rows(gates_into(from, to), |gate| {
        judge_onboarding(gate, case, None, frame)
    });
    if to == PlanState::Confirmed {
        let unsigned: Vec<&str> = case
            .modules
            .iter()
            .filter(|m| m.due_day <= 90 && !m.state.is_done())
            .map(|m| m.code.as_str())
            .collect();
        if !unsigned.is_empty() {
            let detail = format!(
                "Confirmation needs every module due by day 90 signed: {}.",
                unsigned.join(", ")
            );
            let mut refusal = illegal(from, to, detail);
            refusal.refusals = judged;
            refusal.refusals.retain(|row| row.status == GateStatus::Open);
            return Err(refusal);
        }
    }
    let too_early = not_begun(case, to, frame);
    if let Err(mut refusal) = refuse_open(from, to, judged) {
        // Both reasons at once: what is not ready, and the day that has not come.
        if let Some(day) = too_early {
            refusal.detail = format!("{} {day}", refusal.detail);
        }
        return Err(refusal);
    }
    if let Some(day) = too_early {
        return Err(illegal(from, to, day));
    }
    match (to, case.review.as_ref().map(|review| review.meets)) {
        (PlanState::Confirmed, Some(false)) => Err(illegal(from, to, "The review does not say \"meets\".")),
        (PlanState::Extended, Some(true)) => Err(illegal(
            from,
            to,
            "The review says \"meets\": confirm instead of extending.",
        )),
        _ => Ok(StateChange::new(from, to)),
    }
}

/// Nobody is at work, learns or carries accounts before the first working day begins (6.7): G50 asks for readiness
/// only, and would let a hire begin as soon as all is ready.
fn not_begun(case: &OnboardingEvidence, to: PlanState, frame: Frame<'_>) -> Option<String> {
    (to == PlanState::Active && frame.now < case.starts_at).then(|| {
        let day = case.starts_at.utc().format("%-d %B %Y, %H:%M UTC");
        format!("The first working day begins on {day}; nobody is at work before.")
    })
}

/// The dry run of the way to `to`.
pub fn plan_gates(case: &OnboardingEvidence, to: PlanState, frame: Frame<'_>) -> Vec<GateRow> {
    let gates: &[GateId] = match to {
        PlanState::Active => &[G50],
        PlanState::Extended | PlanState::Confirmed => &[G50, G56],
        _ => &[],
    };
    rows(gates, |gate| judge_onboarding(gate, case, None, frame))
}

/// Judges a step of a module that needs no signature, and the start of its sign-off (G51) when evidence is
/// handed in.
///
/// # Errors
/// The refusal with all reasons.
pub fn module(
    case: &OnboardingEvidence,
    code: &crate::kernel::codes::ModuleCode,
    from: ModuleState,
    to: ModuleState,
    actor: &Actor,
    frame: Frame<'_>,
) -> Verdict<ModuleState> {
    if from.is_guarded(to) {
        return Err(illegal(from, to, "A module is signed off by a trainer."));
    }
    let act = OnboardingAct::StartSignOff(code.clone());
    let gates: &[GateId] = if to == ModuleState::EvidenceSubmitted {
        &[G51]
    } else {
        &[]
    };
    guarded(
        from,
        to,
        actor,
        rows(gates, |gate| judge_onboarding(gate, case, Some(&act), frame)),
    )
}

/// Judges the signature under a module (`signed_off`) or the recognition of an earlier certificate
/// (`waived_equivalent`): G51, G52.
///
/// # Errors
/// The refusal with all reasons.
pub fn sign_off(
    case: &OnboardingEvidence,
    proposed: ProposedSignOff,
    from: ModuleState,
    to: ModuleState,
    actor: &Actor,
    frame: Frame<'_>,
) -> Verdict<ModuleState> {
    if actor.user_id() != Some(proposed.signer) {
        return Err(forbidden(from, to, &[]));
    }
    let trainee = case.trainee == Some(proposed.signer);
    let act = OnboardingAct::SignOff(Box::new(proposed));
    let judged = rows(&[G51, G52], |gate| {
        judge_onboarding(gate, case, Some(&act), frame)
    });
    if trainee {
        // The hire's own signature is refused by G52, with the rule's text, rather than by role alone.
        refuse_open(from, to, judged)?;
        return Err(forbidden(from, to, from.step(to).unwrap_or(&[])));
    }
    guarded(from, to, actor, judged)
}

/// Judges raising the portfolio stage: G53, G55, G59.
///
/// # Errors
/// The refusal with all reasons.
pub fn stage(
    case: &OnboardingEvidence,
    to: PortfolioStage,
    actor: &Actor,
    frame: Frame<'_>,
) -> Verdict<PortfolioStage> {
    let act = OnboardingAct::RaiseStage(to);
    guarded(
        case.stage,
        to,
        actor,
        rows(&[G53, G55, G59], |gate| {
            judge_onboarding(gate, case, Some(&act), frame)
        }),
    )
}

/// Judges an act that moves no state: carrying accounts (G53, G55, G58, G59), a solo contact (G54), a
/// commercial action (G57).
///
/// # Errors
/// The refusal with all reasons.
pub fn act(case: &OnboardingEvidence, act: &OnboardingAct, frame: Frame<'_>) -> Result<(), Box<Refusal>> {
    if !matches!(
        case.state,
        PlanState::Active | PlanState::Extended | PlanState::Confirmed
    ) {
        return Err(illegal(case.state, case.state, "The hire is not at work."));
    }
    let gates: &[GateId] = match act {
        OnboardingAct::StartSignOff(_) => &[G51],
        OnboardingAct::SignOff(_) => &[G51, G52],
        OnboardingAct::RaiseStage(_) => &[G53, G55, G59],
        OnboardingAct::CarryAccounts(_) => &[G53, G55, G58, G59],
        OnboardingAct::SoloContact => &[G54],
        OnboardingAct::Commercial(_) => &[G57],
    };
    refuse_open(
        case.state,
        case.state,
        rows(gates, |gate| judge_onboarding(gate, case, Some(act), frame)),
    )
}
