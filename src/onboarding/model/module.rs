//! One training module of a plan.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Mark;
use crate::{
    db::types::Json,
    kernel::{
        codes::ModuleCode,
        ids::{EvidenceId, ModuleId, OnboardingPlanId, UserId},
        time::Timestamp,
    },
    onboarding::schema::{evidence_files, onboarding_modules},
    pipeline::state::{ModuleState, PortfolioStage},
    text_enum,
};

text_enum! {
    /// What a piece of evidence is.
    pub enum EvidenceForm {
        /// A note.
        Note = "note",
        /// An address.
        Address = "address",
        /// The id of a record elsewhere.
        Record = "record",
        /// A file.
        File = "file",
    }
}

text_enum! {
    /// Evidence that is written down rather than sent as a file.
    pub enum WrittenEvidence {
        /// A note.
        Note = "note",
        /// An address.
        Address = "address",
        /// The id of a record elsewhere.
        Record = "record",
    }
}

impl From<WrittenEvidence> for EvidenceForm {
    fn from(written: WrittenEvidence) -> Self {
        match written {
            WrittenEvidence::Note => Self::Note,
            WrittenEvidence::Address => Self::Address,
            WrittenEvidence::Record => Self::Record,
        }
    }
}

/// A module in a plan.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = onboarding_modules)]
pub struct ModuleRow {
    /// Identifies the module of this plan.
    pub id: ModuleId,
    /// The plan.
    pub plan_id: OnboardingPlanId,
    /// The module of the library.
    pub code: ModuleCode,
    /// Its place in the plan.
    pub position: i64,
    /// Where it stands.
    pub state: ModuleState,
    /// The named trainer.
    pub trainer_id: Option<UserId>,
    /// Days after the start on whose end it is due.
    pub due_day: i64,
    /// The stage before which it answers an accepted risk (7.10, ruling 12).
    pub due_before: Option<PortfolioStage>,
    /// What was done.
    pub body: Json<ModuleBody>,
}

/// What was done in a module.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ModuleBody {
    /// Ticked steps, by number from 1.
    pub steps: Vec<Tick>,
    /// Evidence the trainee attached.
    pub evidence: Vec<EvidenceItem>,
    /// Learning checks and observations, oldest first.
    pub checks: Vec<Check>,
    /// Results of the first test (S-T5), oldest first.
    pub first_tests: Vec<Check>,
    /// When evidence was handed in.
    pub submitted_at: Option<Timestamp>,
    /// The signature of operations (S-D5, P-D1, P-T6).
    pub operations: Option<Mark>,
    /// The trainee's "I can do this alone".
    pub countersigned: Option<Mark>,
    /// An earlier certificate that may stand in.
    pub certificate: Option<Mark>,
    /// The trainer's signature.
    pub signed: Option<Mark>,
    /// Times it was sent back, with the reason.
    pub returns: Vec<Mark>,
    /// Meetings of trainer and manager after two failures.
    pub meetings: Vec<Mark>,
}

/// A ticked step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Tick {
    /// The step, from 1.
    pub step: u32,
    /// Who ticked it, and when.
    #[serde(flatten)]
    pub mark: Mark,
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EvidenceItem {
    /// What it is.
    pub kind: EvidenceForm,
    /// The note, the address, the record's id, or what a file shows.
    pub text: String,
    /// The file, when it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<EvidenceFile>,
    /// Who attached it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// What is known of a file without opening it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EvidenceFile {
    /// Identifies it among the files of its module.
    pub id: EvidenceId,
    /// Its name, without a path.
    pub name: String,
    /// What it is, as far as its first bytes and its name agree.
    pub media_type: String,
    /// Its size in bytes.
    pub size: u64,
}

/// A file of a module as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = evidence_files)]
pub struct KeptFile {
    /// Its name, without a path.
    pub name: String,
    /// What it is.
    pub media_type: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// The result of a learning check or of an observation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Check {
    /// Share of right answers, 0 to 100.
    pub percent: Option<u8>,
    /// Observed level, 1 to 5.
    pub observation_level: Option<u8>,
    /// Whether it was good enough.
    pub passed: bool,
    /// Who checked, when, and what was seen.
    #[serde(flatten)]
    pub mark: Mark,
}

impl ModuleBody {
    /// Failed checks since the last meeting about failures.
    pub fn failures(&self) -> usize {
        let since = self.meetings.last().map(|meeting| meeting.at);
        let counts = |check: &&Check| !check.passed && since.is_none_or(|at| check.mark.at > at);
        self.checks.iter().filter(counts).count()
    }
    /// Whether trainer and manager have to meet and set a new date before a further check.
    pub fn meeting_needed(&self) -> bool {
        self.failures() >= 2
    }
    /// A file of the evidence, with who attached it.
    pub fn file(&self, id: EvidenceId) -> Option<(&EvidenceFile, UserId)> {
        let of = |item: &EvidenceItem| item.file.as_ref().is_some_and(|file| file.id == id);
        let item = self.evidence.iter().find(|item| of(item))?;
        Some((item.file.as_ref()?, item.by))
    }
    /// Whether a step is ticked.
    pub fn is_ticked(&self, step: u32) -> bool {
        self.steps.iter().any(|tick| tick.step == step)
    }
}
