//! Gates of the family "candidate".

use super::{Concern, Frame};
use crate::pipeline::{evidence::*, gate_id::GateId, refusal::Finding};

pub(super) fn consent(_case: &ApplicationEvidence, _concern: Concern<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn acknowledged(_case: &ApplicationEvidence, _concern: Concern<'_>, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn must_haves(_case: &ApplicationEvidence, _concern: Concern<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}
