//! Gates of the family "decision".

use super::{Concern, Frame};
use crate::pipeline::{evidence::*, gate_id::GateId, refusal::Finding};

pub(super) fn red_flags(_case: &ApplicationEvidence) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn soft_floor(_case: &ApplicationEvidence, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn communication_floor(_case: &ApplicationEvidence, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn technical_floor(_case: &ApplicationEvidence, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn debrief_last(_case: &ApplicationEvidence) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn disagreements(_case: &ApplicationEvidence, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn compared(_case: &ApplicationEvidence, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn elapsed(_case: &ApplicationEvidence, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn cooling_off(_case: &ApplicationEvidence, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn reasoned(_case: &ApplicationEvidence, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn two_signatures(_case: &ApplicationEvidence) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn protocol_ready(_case: &ApplicationEvidence) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn fresh(_case: &ApplicationEvidence, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}
