//! What a pack holds, in numbers: for the command `content check` and for screens.

use std::fmt;

use serde::Serialize;
use utoipa::ToSchema;

use super::Pack;

/// The size of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PackSummary {
    /// Its version.
    pub version: u32,
    /// Its fingerprint, 64 hexadecimal digits.
    pub sha256: String,
    /// What it holds: name and number, in a fixed order.
    pub counts: Vec<(String, usize)>,
}

impl Pack {
    /// What the pack holds, in numbers.
    pub fn summary(&self) -> PackSummary {
        let parts = &self.parts;
        let questions: usize = parts.competencies.iter().map(|c| c.questions.len()).sum();
        let items: usize = parts.exercises.iter().map(|e| e.items.len()).sum();
        let steps: usize = parts.modules.iter().map(|m| m.steps.len()).sum();
        let disabled = parts.modules.iter().filter(|m| !m.is_active()).count();
        let counts = [
            ("competencies", parts.competencies.len()),
            (
                "anchors",
                parts.competencies.iter().map(|c| c.anchors.len()).sum(),
            ),
            ("questions", questions),
            ("interview rounds", parts.interviews.rounds.len()),
            ("red flags", parts.red_flags.flags.len()),
            ("exercises", parts.exercises.len()),
            ("checklist items", items),
            ("reference items", parts.references.items.len() + 1),
            ("training modules", parts.modules.len()),
            ("disabled modules", disabled),
            ("module steps", steps),
            ("portfolio stages", parts.portfolio.stages.len()),
            ("check-ins", parts.check_ins.check_ins.len()),
            ("pulse items", parts.check_ins.pulse.len()),
            ("coaching questions", parts.coaching.questions.len()),
            ("duty templates", parts.duties.templates.len()),
            ("practice cases", parts.calibration.cases.len()),
            ("waiver reasons", parts.reasons.waivers.len()),
        ];
        PackSummary {
            version: self.version(),
            sha256: self.sha256().to_owned(),
            counts: counts.into_iter().map(|(name, n)| (name.to_owned(), n)).collect(),
        }
    }
}

impl fmt::Display for PackSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "content version {}, sha256 {}", self.version, self.sha256)?;
        for (name, n) in &self.counts {
            writeln!(f, "{n:>5} {name}")?;
        }
        Ok(())
    }
}
