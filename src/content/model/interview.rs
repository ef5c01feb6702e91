//! Rounds and layouts of an interview plan (dossier 3.0).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    kernel::{
        codes::{CompetencyCode, QuestionCode, SourceCode},
        kind::Kind,
        terms::Layout,
    },
    pipeline::policy::ByKind,
};

/// What every interview plan starts from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InterviewPlans {
    /// Read out at the start of every round.
    pub opening_line: String,
    /// The standard probes of every question.
    pub probes: Vec<String>,
    /// Shown to raters with every kit.
    pub reminders: Vec<String>,
    /// More rounds than this are a warning (G19).
    pub warn_above_rounds: u8,
    /// What changes by kind.
    pub kind_notes: ByKind<String>,
    /// The rounds R1 to R4.
    pub rounds: Vec<Round>,
    /// Questions asked besides the two core ones.
    pub third_questions: Vec<ThirdQuestion>,
    /// How the rounds are spread over appointments.
    pub layouts: Vec<PlanLayout>,
}

/// One round.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Round {
    /// `R1` to `R4`.
    pub code: SourceCode,
    /// E.g. "Relationship under pressure".
    pub name: String,
    /// Who takes it by default.
    pub who: String,
    /// How many rate.
    pub raters: u8,
    /// Length in minutes.
    pub minutes: ByKind<u16>,
    /// What it rates.
    pub rates: Vec<CompetencyCode>,
    /// At least one rater comes from operations (G22).
    #[serde(default)]
    pub operations_voice: bool,
    /// Rates through the exercises and has no questions of its own.
    #[serde(default)]
    pub work_samples: bool,
    /// A remark for whoever plans it.
    #[serde(default)]
    pub note: Option<String>,
}

/// A question asked in a round besides the core questions of its competency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ThirdQuestion {
    /// The round.
    pub round: SourceCode,
    /// The question.
    pub question: QuestionCode,
    /// For these kinds.
    pub kinds: Vec<Kind>,
}

/// How rounds are spread over appointments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanLayout {
    /// Standard or small firm.
    pub layout: Layout,
    /// Rounds it counts as for G19.
    pub counted_rounds: u8,
    /// Distinct people G20 demands.
    pub people: u8,
    /// The least number of people the shipped staffing uses.
    pub planned_people: u8,
    /// The number of people at which staffing is comfortable.
    pub comfortable_people: u8,
    /// How staffing works.
    pub note: String,
    /// Its appointments in order.
    pub appointments: Vec<Appointment>,
}

/// Rounds held at one appointment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Appointment {
    /// The rounds, in order.
    pub rounds: Vec<SourceCode>,
    /// Length in minutes where it is not the sum of the rounds' lengths.
    #[serde(default)]
    pub minutes: Option<u16>,
}
