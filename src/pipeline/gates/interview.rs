//! Gates of the family "interview".

use super::{Concern, Frame};
use crate::pipeline::{evidence::*, gate_id::GateId, refusal::Finding};

pub(super) fn certified(_case: &ApplicationEvidence, _concern: Concern<'_>, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn no_conflict(_case: &ApplicationEvidence, _concern: Concern<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn same_questions(_case: &ApplicationEvidence, _concern: Concern<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn independent(_case: &ApplicationEvidence, _concern: Concern<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn complete_card(
    _case: &ApplicationEvidence,
    _concern: Concern<'_>,
    _frame: Frame<'_>,
) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn timely_card(_case: &ApplicationEvidence, _concern: Concern<'_>, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn rounds(_case: &ApplicationEvidence, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn distinct_people(_case: &ApplicationEvidence, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn coverage(_case: &ApplicationEvidence, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn operations_voice(_case: &ApplicationEvidence) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn work_samples(_case: &ApplicationEvidence) -> Finding {
    super::not_of_this_machine(GateId::G01)
}

pub(super) fn pace(_case: &ApplicationEvidence, _concern: Concern<'_>, _frame: Frame<'_>) -> Finding {
    super::not_of_this_machine(GateId::G01)
}
