//! The reference form (dossier 5.1 and 5.2).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    kernel::codes::{CompetencyCode, RedFlagCode, ReferenceItemCode},
    pipeline::evidence::TakeAgain,
    text_enum,
};

text_enum! {
    /// How a fact of part A is answered.
    pub enum FactKind {
        /// Two dates.
        Period = "period",
        /// Free text.
        Text = "text",
        /// A relation to the candidate.
        Relation = "relation",
        /// A whole number.
        Number = "number",
        /// One of the choices.
        Choice = "choice",
    }
}

/// The form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferenceForm {
    /// Begins every item of part B.
    pub lead_in: String,
    /// The words of the levels 1 to 5.
    pub scale: Vec<String>,
    /// The word for a missing observation.
    pub not_observed: String,
    /// Numbers of the process.
    pub process: ReferenceProcess,
    /// Part A.
    pub facts: Vec<Fact>,
    /// Part B, R01 to R21.
    pub items: Vec<ReferenceItem>,
    /// Part B, R22.
    pub rehire: Rehire,
    /// Part C.
    pub percentiles: Percentiles,
    /// Part D.
    pub open_questions: Vec<OpenQuestion>,
}

/// Numbers of the process (dossier 5.1 and 5.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferenceProcess {
    /// Referees a candidate names, so that enough answer.
    pub named_at_least: u8,
    /// Days a link is valid.
    pub link_valid_days: u8,
    /// Days after sending on which a reminder goes out.
    pub reminder_days: Vec<u8>,
    /// Months the two worked together, at least.
    pub together_at_least_months: u8,
    /// Two references ended at most so many years ago.
    pub recent_years: u8,
    /// Months by which dates may differ from the CV.
    pub dates_tolerance_months: u8,
    /// All-5 answers given faster than this many seconds are marked "low information".
    pub low_information_seconds: u16,
    /// What a referee reads first.
    pub explains: String,
}

/// A fact of part A, compared with the CV.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// `A1` to `A6`.
    pub code: String,
    /// What is asked.
    pub text: String,
    /// How it is answered.
    pub kind: FactKind,
    /// The choices, where there are any.
    #[serde(default)]
    pub choices: Vec<String>,
    /// The choice that turns every rating into "not observed" (A6).
    #[serde(default)]
    pub not_observed_when: Option<String>,
}

/// An item of part B.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferenceItem {
    /// `R01` to `R21`.
    pub code: ReferenceItemCode,
    /// Continues the lead-in.
    pub text: String,
    /// What it speaks about.
    pub competency: CompetencyCode,
}

/// The gate item R22.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rehire {
    /// `R22`.
    pub code: ReferenceItemCode,
    /// The question.
    pub text: String,
    /// Its answers.
    pub answers: Vec<RehireChoice>,
}

/// An answer to R22 and what follows from it (dossier 5.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RehireChoice {
    /// Which.
    pub answer: TakeAgain,
    /// Its words.
    pub text: String,
    /// What follows, in words.
    #[serde(default)]
    pub consequence: Option<String>,
    /// The red flag it raises.
    #[serde(default)]
    pub red_flag: Option<RedFlagCode>,
    /// Raised only by a former direct manager's answer.
    #[serde(default)]
    pub former_direct_manager_only: bool,
}

/// Part C: relative percentiles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Percentiles {
    /// The question of every slider.
    pub question: String,
    /// The sliders, each 0 to 100.
    pub sliders: Vec<Slider>,
}

/// A slider of part C.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Slider {
    /// `PC1` to `PC7`.
    pub code: String,
    /// Its label.
    pub label: String,
    /// What it speaks about; empty: overall.
    pub competencies: Vec<CompetencyCode>,
}

/// A question of part D.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenQuestion {
    /// `D1` to `D4`.
    pub code: String,
    /// What is asked.
    pub text: String,
    /// The least length of an answer.
    pub min_chars: u16,
    /// The answer is carried into the onboarding plan (D2).
    #[serde(default)]
    pub feeds_onboarding: bool,
}
