//! Gates of the family "role".

use super::{Concern, Frame};
use crate::pipeline::{evidence::*, gate_id::GateId, refusal::Finding};

pub(super) fn kind_decided(_case: &JobEvidence) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn role_plan(_case: &JobEvidence, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn strategy(_case: &JobEvidence, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn clarity(_case: &JobEvidence, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn approved(_case: &JobEvidence, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn ladder(_case: &JobEvidence, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn plan_locked(_case: &JobEvidence) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn posting(_case: &JobEvidence) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn accountability(_case: &JobEvidence, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}
