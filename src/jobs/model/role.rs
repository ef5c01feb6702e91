//! What stands around a role: its plan (G02), accountability (G09) and advert (G08).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The aims of the role per horizon; at least one each (G02).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RolePlan {
    /// Aims within 90 days.
    pub short: Vec<String>,
    /// Aims within 12 months.
    pub medium: Vec<String>,
    /// Aims beyond 12 months.
    pub long: Vec<String>,
}

/// How results are followed (G09): at least four measures, the first being client satisfaction.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Accountability {
    /// The measures, most important first.
    pub measures: Vec<Measure>,
}

/// One measure of the accountability plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Measure {
    /// What is measured.
    pub name: String,
    /// The value to reach.
    pub target: String,
    /// How often it is looked at.
    pub cadence: String,
    /// Who looks at it.
    pub owner: String,
    /// What it is about; `client_satisfaction` for the first.
    pub concerns: String,
}

impl Measure {
    /// Whether name, target, cadence and owner are all given.
    pub fn is_complete(&self) -> bool {
        [&self.name, &self.target, &self.cadence, &self.owner]
            .iter()
            .all(|t| !t.trim().is_empty())
    }
}

/// The public advert (G08).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Advert {
    /// The headline; names the kind.
    pub title: String,
    /// The text, 100 to 300 words.
    pub text: String,
}
