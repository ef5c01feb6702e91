//! What a company says of itself once for all jobs: its strategy (G03) and its career ladders (G06).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the company wants to be and how (G03).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Strategy {
    /// The vision.
    pub vision: String,
    /// The mission.
    pub mission: String,
    /// At least three core values.
    pub values: Vec<String>,
}

impl Strategy {
    /// What G03 and JD16 find empty: `vision`, `mission`, `values` (fewer than three).
    pub fn missing(&self) -> Vec<&'static str> {
        let mut missing = Vec::new();
        if self.vision.trim().is_empty() {
            missing.push("vision");
        }
        if self.mission.trim().is_empty() {
            missing.push("mission");
        }
        if self.values.iter().filter(|v| !v.trim().is_empty()).count() < 3 {
            missing.push("values");
        }
        missing
    }
}

/// The career steps above the entry role (G06).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Ladder {
    /// The code a description links to.
    pub ladder_id: String,
    /// The steps above the entry role, lowest first.
    pub rungs: Vec<Rung>,
}

impl Ladder {
    /// How many rungs have a title and a criterion.
    pub fn described_rungs(&self) -> usize {
        self.rungs.iter().filter(|r| r.is_described()).count()
    }
}

/// One step of a ladder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Rung {
    /// The step's title.
    pub title: String,
    /// How it is reached.
    pub criteria: Vec<String>,
}

impl Rung {
    fn is_described(&self) -> bool {
        !self.title.trim().is_empty() && self.criteria.iter().any(|c| !c.trim().is_empty())
    }
}
