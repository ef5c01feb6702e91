//! Gates of the family "onboarding".

use super::{Concern, Frame};
use crate::pipeline::{evidence::*, gate_id::GateId, refusal::Finding};

pub(super) fn day_one_ready(_case: &OnboardingEvidence, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn prerequisites(
    _case: &OnboardingEvidence,
    _act: Option<&OnboardingAct>,
    _frame: Frame<'_>,
) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn foreign_signature(
    _case: &OnboardingEvidence,
    _act: Option<&OnboardingAct>,
    _frame: Frame<'_>,
) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn ramp(_case: &OnboardingEvidence, _act: Option<&OnboardingAct>, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn solo_contact(_case: &OnboardingEvidence) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn one_to_one(
    _case: &OnboardingEvidence,
    _act: Option<&OnboardingAct>,
    _frame: Frame<'_>,
) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn review(_case: &OnboardingEvidence, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn authority(_case: &OnboardingEvidence, _act: Option<&OnboardingAct>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn hard_cap(
    _case: &OnboardingEvidence,
    _act: Option<&OnboardingAct>,
    _frame: Frame<'_>,
) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn coaching_alive(_case: &OnboardingEvidence, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}
