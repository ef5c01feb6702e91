//! Must-haves (G12) and conflicts of interest (G14).

use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    applications::schema,
    kernel::{
        ids::{RowId, UserId},
        time::Timestamp,
    },
    text_enum,
};

/// HR's tick on one must-have.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::must_have_checks)]
pub struct MustHaveCheck {
    /// Identifies the row.
    pub id: RowId,
    /// The must-have in the description's words.
    pub requirement: String,
    /// Whether it is met.
    pub met: bool,
    /// The certificate or document that was seen.
    pub evidence: Option<String>,
    /// Who checked.
    pub checked_by: UserId,
    /// When.
    pub checked_at: Timestamp,
}

/// A must-have of the job with HR's tick, as the API shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MustHaveView {
    /// Its place in the description, from 0.
    pub index: usize,
    /// The must-have.
    pub text: String,
    /// Whether it is evidenced by certificate or document and so checked before `screened`.
    pub documented: bool,
    /// Whether it is met; null until somebody checked.
    pub met: Option<bool>,
    /// The certificate or document that was seen.
    pub evidence: Option<String>,
    /// Who checked.
    pub checked_by: Option<UserId>,
    /// When.
    pub checked_at: Option<Timestamp>,
}

text_enum! {
    /// What stands between a rater and a free judgement (G14).
    pub enum ConflictKind {
        /// Nothing.
        None = "none",
        /// They are relatives.
        Relative = "relative",
        /// The rater referred the candidate.
        Referrer = "referrer",
        /// The rater would report to the candidate.
        ReportToBe = "report_to_be",
    }
}

crate::db::text_column!(ConflictKind);

/// A rater's declaration for one candidate.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize, ToSchema)]
#[diesel(table_name = schema::conflict_declarations)]
pub struct ConflictDeclaration {
    /// Who declares.
    pub user_id: UserId,
    /// What.
    pub kind: ConflictKind,
    /// A note.
    pub note: Option<String>,
    /// When.
    pub declared_at: Timestamp,
}
