//! Why each gate exists, on what evidence, and whether it can be waived (dossier 7.3).

use crate::pipeline::{
    gate_id::GateId,
    refusal::{Label, Waivable},
};

/// What is fixed about a gate.
#[derive(Debug, Clone, Copy)]
pub struct GateSpec {
    /// One or two sentences: why it exists.
    pub why: &'static str,
    /// Evidence or house rule.
    pub label: Label,
    /// Sources behind it (dossier Part 2, Annex F); empty for a house rule.
    pub sources: &'static [&'static str],
    /// Rows of the source articles.
    pub seed_rows: &'static [&'static str],
    /// Whether it can be waived.
    pub waivable: Waivable,
    /// Down to what, when it can.
    pub waiver_to: Option<&'static str>,
}

/// The spec of a gate.
pub fn of(_gate: GateId) -> GateSpec {
    GateSpec {
        why: "",
        label: Label::HouseRule,
        sources: &[],
        seed_rows: &[],
        waivable: Waivable::Never,
        waiver_to: None,
    }
}
