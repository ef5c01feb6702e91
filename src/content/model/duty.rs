//! Duty templates (dossier 8.1) and suggestions for the realistic preview.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    kernel::{
        codes::{CompetencyCode, DutyCode},
        kind::Kind,
    },
    text_enum,
};

text_enum! {
    /// The list a duty template belongs to.
    pub enum DutyList {
        /// P-1 to P-4.
        ProductionFocused = "production_focused",
        /// C-1 to C-5.
        ClientFocused = "client_focused",
        /// The agency catalogue, AG-1 to AG-8 and AG-P1 to AG-P6.
        Agency = "agency",
        /// The five rules, S3-1 to S3-5.
        Rules = "rules",
    }
}

text_enum! {
    /// Whether a duty holds for every account or within one project.
    #[derive(Default)]
    pub enum DutyScope {
        /// Every account.
        #[default]
        Global = "global",
        /// One project.
        Project = "project",
    }
}

/// Duty templates and how they cover a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Duties {
    /// The templates.
    pub templates: Vec<DutyTemplate>,
    /// Pairs that are one duty under two codes.
    pub same: Vec<SameDuty>,
    /// What the pivotal duties of a kind must cover (JD07).
    pub coverage: Vec<Coverage>,
}

/// A duty template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DutyTemplate {
    /// E.g. `C-2` or `AG-P4`.
    pub code: DutyCode,
    /// Its list.
    pub list: DutyList,
    /// Its scope, in the agency catalogue.
    #[serde(default)]
    pub scope: Option<DutyScope>,
    /// The duty.
    pub text: String,
    /// A sentence for a description that passes JD06 (house content).
    pub suggestion: String,
    /// The competencies it needs (house choice).
    pub competencies: Vec<CompetencyCode>,
}

/// Codes that are one duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SameDuty {
    /// The codes.
    pub codes: Vec<DutyCode>,
}

/// What the pivotal duties of a kind must cover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// The kind.
    pub kind: Kind,
    /// The kind's list.
    pub templates: Vec<DutyCode>,
    /// So many pivotal duties come from the list.
    pub min_pivotal: u8,
    /// At least one pivotal duty from each of these sets (hybrid).
    #[serde(default)]
    pub one_of_each: Vec<Vec<DutyCode>>,
}

/// Suggestions for the realistic preview (JD17).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Preview {
    /// Hard sides.
    pub hard: Vec<String>,
    /// Attractive sides.
    pub attractive: Vec<String>,
}
