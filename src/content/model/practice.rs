//! Interviewer certification, the role quiz and reason codes (dossier 2.5, 8.4 and 7.6).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    kernel::codes::{CompetencyCode, QuestionCode, RedFlagCode},
    pipeline::waiver::ReasonCode,
    text_enum,
};

/// The certificate's practice cases; numbers are house rules.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// Months a certificate is valid.
    pub valid_months: u8,
    /// So many percent of the ratings lie within one level of the key.
    pub within_one_percent: u8,
    /// The mean absolute deviation from the key at most.
    pub mean_deviation_at_most: f64,
    /// A key at or below this is a low case.
    pub low_key_at_most: u8,
    /// A low case is rated at most this.
    pub low_rated_at_most: u8,
    /// The cases.
    pub cases: Vec<PracticeCase>,
}

/// A written practice case (house content).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PracticeCase {
    /// E.g. `CAL-1`.
    pub code: String,
    /// Who answers.
    pub title: String,
    /// One answer per competency.
    pub ratings: Vec<PracticeRating>,
}

/// An answer to rate, with the expert key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PracticeRating {
    /// The competency to rate.
    pub competency: CompetencyCode,
    /// The question that was asked.
    pub question: QuestionCode,
    /// The answer.
    pub answer: String,
    /// The expert level; shown only after the own rating.
    pub key: u8,
    /// Why that level.
    pub because: String,
}

text_enum! {
    /// How a question of the role quiz is answered, and against what it is checked.
    pub enum QuizAnswer {
        /// The job's kind.
        Kind = "kind",
        /// Percent, against the sales share of the description.
        SalesShare = "sales_share",
        /// A number, against the range of the description.
        Accounts = "accounts",
        /// One of the choices.
        Choice = "choice",
    }
}

/// The role-acknowledgement quiz (G11).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Quiz {
    /// What happens with wrong answers.
    pub wrong_answers: String,
    /// A difference above this many points asks for a talk.
    pub sales_difference_points: u8,
    /// And raises this flag.
    pub sales_difference_flag: RedFlagCode,
    /// The free question, never scored.
    pub least_liked: String,
    /// Its five questions.
    pub questions: Vec<QuizQuestion>,
}

/// A question of the quiz.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuizQuestion {
    /// `Q1` to `Q5`.
    pub code: String,
    /// The question.
    pub text: String,
    /// How it is answered.
    pub answer: QuizAnswer,
    /// The right choice.
    #[serde(default)]
    pub right: Option<String>,
    /// Choices: code and words.
    #[serde(default)]
    pub choices: BTreeMap<String, String>,
}

/// Reason codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reasons {
    /// For waivers: accepted and refused ones.
    pub waivers: Vec<WaiverReason>,
    /// For rejections (house content).
    pub rejections: Vec<Reason>,
    /// For withdrawing an accepted offer (7.2).
    pub rescissions: Vec<Reason>,
}

/// A reason for a waiver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WaiverReason {
    /// Which; [`ReasonCode::refused_because`] says whether it is accepted.
    pub code: ReasonCode,
    /// In words.
    pub text: String,
}

/// A reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// E.g. `must_have_not_met`.
    pub code: String,
    /// In words.
    pub text: String,
}
