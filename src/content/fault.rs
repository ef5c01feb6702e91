//! What is wrong with a pack.

use serde::Serialize;
use utoipa::ToSchema;

use crate::text_enum;

text_enum! {
    /// The check a pack failed.
    pub enum ContentRule {
        /// A data file cannot be read.
        Unreadable = "unreadable",
        /// A code appears twice.
        DuplicateCode = "duplicate_code",
        /// A code is used that nothing defines.
        UnknownCode = "unknown_code",
        /// Something the dossier names is absent or extra.
        Inventory = "inventory",
        /// A text is empty or too short.
        EmptyText = "empty_text",
        /// A competency has not five anchors.
        Anchors = "anchors",
        /// A competency lacks a question, a core question or a kit for a kind.
        Questions = "questions",
        /// A competency is measured by too few raters or sources.
        Coverage = "coverage",
        /// Rounds and exercises do not rate what the competencies say, or a number is out of range.
        Consistency = "consistency",
        /// Points, groups, tables or caps do not fit.
        Scoring = "scoring",
        /// Prerequisites run in a circle.
        Cycle = "cycle",
        /// A module is due before its prerequisite.
        DueTooEarly = "due_too_early",
        /// A statutory module is disabled.
        StatutoryDisabled = "statutory_disabled",
        /// A module is disabled without a reason.
        ReasonMissing = "reason_missing",
        /// An item has no active module in an area, or an active module needs a disabled one.
        NoActiveModule = "no_active_module",
    }
}

/// One thing wrong with a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema, thiserror::Error)]
#[error("{subject}: {detail} ({rule})")]
pub struct ContentFault {
    /// The check.
    pub rule: ContentRule,
    /// The code or file it is about.
    pub subject: String,
    /// The field of it, where one is at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<&'static str>,
    /// What is wrong.
    pub detail: String,
}

impl ContentFault {
    pub(super) fn new(
        rule: ContentRule,
        subject: impl std::fmt::Display,
        detail: impl std::fmt::Display,
    ) -> Self {
        Self {
            rule,
            subject: subject.to_string(),
            field: None,
            detail: detail.to_string(),
        }
    }

    /// The same, of one field.
    pub(super) fn at(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }
}
