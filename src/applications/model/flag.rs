//! Red flags (dossier 3.15).

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    applications::schema,
    content::model::{Raiser, Resolution},
    db::types::Json,
    kernel::{
        codes::{CompetencyCode, ModuleCode, RedFlagCode, SourceCode},
        ids::{ApplicationId, RedFlagId, UserId},
        time::Timestamp,
    },
    pipeline::state::RedFlagState,
    text_enum,
};

crate::db::text_column!(RedFlagState, Raiser);

/// A red flag to be raised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFlag {
    /// On which application.
    pub application: ApplicationId,
    /// Which flag of the register.
    pub code: RedFlagCode,
    /// What it comes from, e.g. `scorecard/<id>/VCOM`: the same cause raises a flag once.
    pub cause: String,
    /// Who or what saw it.
    pub raiser: Raiser,
    /// The person, when it was one of the staff.
    pub by: Option<UserId>,
    /// What was seen.
    pub text: String,
}

/// A red flag.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = schema::red_flags)]
pub struct RedFlag {
    /// Identifies the flag.
    pub id: RedFlagId,
    /// On which application.
    pub application_id: ApplicationId,
    /// Which flag of the register.
    pub code: RedFlagCode,
    /// What it comes from.
    pub cause: String,
    /// Who or what saw it.
    pub raiser: Raiser,
    /// The person, when it was one of the staff.
    pub raised_by: Option<UserId>,
    /// What was seen.
    pub text: String,
    /// Where it stands.
    pub state: RedFlagState,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// The proposed, or final, resolution.
    pub proposal: Option<Json<Proposal>>,
    /// Who confirmed the proposal.
    pub resolved_by: Option<UserId>,
    /// When.
    pub resolved_at: Option<Timestamp>,
}

text_enum! {
    /// In which capacity somebody resolves a flag; both are needed.
    pub enum Resolver {
        /// HR lead.
        HrLead = "hr_lead",
        /// The job's hiring manager.
        HiringManager = "hiring_manager",
    }
}

/// How a flag shall end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Proposal {
    /// How.
    pub to: Resolution,
    /// Why.
    pub text: String,
    /// The new evidence or document: a note, an address or a record id.
    pub evidence: Option<String>,
    /// What the candidate said when asked.
    pub candidate_answer: Option<String>,
    /// The training module that makes an accepted risk good.
    pub module_code: Option<ModuleCode>,
    /// Another source that saw level 3 or more.
    pub second_source: Option<SecondSource>,
    /// Who proposes.
    pub by: UserId,
    /// In which capacities.
    pub capacities: Vec<Resolver>,
    /// When.
    pub at: Timestamp,
}

/// A stored rating that speaks against a flag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondSource {
    /// The round or exercise, or `REF` for a counting reference.
    #[schema(value_type = String)]
    pub source: SourceCode,
    /// The competency that was seen there at level 3 or above.
    #[schema(value_type = String)]
    pub competency: CompetencyCode,
}
