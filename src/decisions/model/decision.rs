//! The debrief and the decision.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use validator::Validate;

use crate::{
    db::{text_column, types::Json},
    decisions::schema,
    kernel::{
        codes::{CompetencyCode, SourceCode},
        ids::{ApplicationId, DecisionId, RowId, UserId},
        role::Role,
        time::Timestamp,
    },
    text_enum,
};

/// The debrief of an application: open from its first row on.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::debriefs)]
pub struct Debrief {
    /// The application.
    pub application_id: ApplicationId,
    /// When it opened.
    pub opened_at: Timestamp,
    /// Who opened it; none when the service did.
    pub opened_by: Option<UserId>,
}

/// What was concluded where raters differ (G33).
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = schema::debrief_notes)]
pub struct DebriefNote {
    /// Identifies the note.
    pub id: RowId,
    #[serde(skip)]
    pub(in crate::decisions) application_id: ApplicationId,
    /// The competency.
    #[schema(value_type = String)]
    pub competency: CompetencyCode,
    /// The round or work sample in which they differ.
    #[schema(value_type = String)]
    pub source: SourceCode,
    /// What was concluded.
    pub text: String,
    /// Who wrote it down.
    pub written_by: UserId,
    /// When.
    pub written_at: Timestamp,
}

/// A note to be written.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = NewDebriefNote)]
pub struct NewNote {
    /// The competency in which raters differ.
    #[schema(value_type = String)]
    pub competency: CompetencyCode,
    /// The round or work sample in which they differ.
    #[schema(value_type = String)]
    pub source: SourceCode,
    /// What was concluded after both evidences were read; at least 60 characters.
    #[validate(length(max = 4000))]
    pub text: String,
}

text_enum! {
    /// As what somebody signs a decision (G39).
    pub enum SigningCapacity {
        /// The job's hiring manager.
        HiringManager = "hiring_manager",
        /// The job's sponsor.
        Sponsor = "sponsor",
        /// The HR lead.
        HrLead = "hr_lead",
    }
}

text_column!(SigningCapacity);

impl SigningCapacity {
    /// The role behind it.
    pub fn role(self) -> Role {
        match self {
            Self::HiringManager => Role::HiringManager,
            Self::Sponsor => Role::Sponsor,
            Self::HrLead => Role::HrLead,
        }
    }
}

/// One wording of a decision. A changed text is a new wording without signatures.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = schema::decisions)]
#[schema(as = DecisionWording)]
pub struct Decision {
    /// Identifies the wording.
    pub id: DecisionId,
    #[serde(skip)]
    pub(in crate::decisions) application_id: ApplicationId,
    /// From 1; grows with every change.
    pub revision: i64,
    /// Why this candidate is to be hired (G38).
    pub text: String,
    /// Why this candidate and not one who scores higher (G38).
    pub preference_reason: Option<String>,
    /// The duty of the description that justifies it, by its index.
    pub preference_duty: Option<i64>,
    /// What is expected of the hire in the first 90 days, to be read again at the day-90 review.
    pub expectation: Option<String>,
    /// Who proposed it.
    pub proposed_by: UserId,
    /// When.
    pub proposed_at: Timestamp,
}

/// The checked words of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionBody {
    /// Why this candidate is to be hired.
    pub text: String,
    /// Why this one and not one who scores higher.
    pub preference_reason: Option<String>,
    /// A duty of the description by its index.
    pub preference_duty: Option<usize>,
    /// What is expected of the hire.
    pub expectation: Option<String>,
}

/// A signature under one wording.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::decision_signatures)]
pub struct SignatureRow {
    /// Identifies the signature.
    pub id: RowId,
    /// The wording that was signed.
    pub decision_id: DecisionId,
    /// The application.
    pub application_id: ApplicationId,
    /// As what.
    pub capacity: SigningCapacity,
    /// Who.
    pub user_id: UserId,
    /// When.
    pub signed_at: Timestamp,
}

/// What a decision rested on when it was approved: kept for good.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = schema::decision_snapshots)]
pub struct DecisionSnapshot {
    #[serde(skip)]
    pub(in crate::decisions) application_id: ApplicationId,
    /// The wording that was approved.
    pub decision_id: DecisionId,
    /// Scores, rivals, flags and waivers at that moment.
    #[schema(value_type = Object)]
    pub snapshot: Json<Value>,
    /// The policy it was judged by.
    pub policy_version: i64,
    /// When.
    pub taken_at: Timestamp,
}
