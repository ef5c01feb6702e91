//! Gates of the family "reference".

use super::{Concern, Frame};
use crate::pipeline::{evidence::*, gate_id::GateId, refusal::Finding};

pub(super) fn completed(_case: &ApplicationEvidence, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn mix(_case: &ApplicationEvidence, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn verified(_case: &ApplicationEvidence, _concern: Concern<'_>, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn discrepancies(_case: &ApplicationEvidence, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}
