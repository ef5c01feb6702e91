//! What a company says of itself once for all jobs, and the versions of its policy and content.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::schema;
use crate::{
    content::PackOverlay,
    db::types::Json,
    kernel::{ids::UserId, time::Timestamp},
    pipeline::{calendar::CalendarSettings, policy::Policy},
    text_enum,
};

/// The company.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Company {
    /// Grows by one with every change; the ETag.
    pub version: i64,
    /// What it says of itself.
    #[serde(flatten)]
    pub body: CompanyBody,
    /// What the configuration says of it; nobody changes that through the API.
    pub configured: Configured,
}

/// What a company says of itself once for all jobs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields, default)]
pub struct CompanyBody {
    /// The name candidates read.
    #[validate(length(max = 200))]
    pub name: String,
    /// Vision, mission and values (G03).
    pub strategy: Strategy,
    /// Ladders a job can take over (G06).
    #[validate(length(max = 50))]
    pub ladders: Vec<Ladder>,
    /// The names of the operations functions, e.g. `Night shift`.
    #[validate(length(max = 50))]
    pub operations_functions: Vec<String>,
}

/// What the configuration says of the company; kept at every start, so that gates find it stored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Configured {
    /// When the company works; only forecasts use it.
    pub calendar: CalendarSettings,
    /// Whether the law demands a pay range (JD19, G08).
    pub pay_range_required: bool,
}

/// A version of the policy.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = schema::policies)]
pub struct PolicyVersion {
    /// From 1, without gaps.
    pub version: i64,
    /// Its numbers.
    #[schema(value_type = Policy)]
    pub body: Json<Policy>,
    /// Why it was proposed.
    pub reason: String,
    /// Who proposed it; nobody for version 1, which comes from the configuration.
    pub proposed_by: Option<UserId>,
    /// The HR lead who signed.
    pub approved_by_hr_lead: Option<UserId>,
    /// The sponsor who signed; another person.
    pub approved_by_sponsor: Option<UserId>,
    /// When it was proposed.
    pub created_at: Timestamp,
    /// Since when it is in force; null while a signature is missing.
    pub effective_at: Option<Timestamp>,
}

text_enum! {
    /// Who signs a policy.
    pub enum PolicySigner {
        /// An HR lead.
        HrLead = "hr_lead",
        /// A sponsor.
        Sponsor = "sponsor",
    }
}

/// A version of the content.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = schema::content_versions)]
pub struct ContentVersion {
    /// From 1, without gaps.
    pub version: i64,
    /// What is laid over the shipped content.
    #[schema(value_type = PackOverlay)]
    pub overlay: Json<PackOverlay>,
    /// Why.
    pub reason: String,
    /// Who made it; nobody for version 1.
    pub created_by: Option<UserId>,
    /// When.
    pub created_at: Timestamp,
    /// The fingerprint of the whole content of this version: 64 hexadecimal digits.
    pub sha256: String,
    /// The fingerprint of the shipped content it was made from.
    pub shipped_sha256: String,
}

/// Shipped content that no version was made from yet. It comes into use only when somebody makes a version of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OfferedContent {
    /// Its fingerprint.
    pub sha256: String,
    /// What it would change in the content in use: codes of competencies, exercises, modules and red flags, and names
    /// of the other parts.
    pub changes: Vec<String>,
}

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
