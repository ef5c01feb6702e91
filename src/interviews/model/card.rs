//! Scorecards: what a rater enters, and what is kept of it.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::{
    db::types::Json,
    interviews::schema,
    kernel::{
        codes::{CompetencyCode, QuestionCode, RedFlagCode, SourceCode},
        ids::{ApplicationId, ExerciseId, InterviewId, RowId, ScorecardId, UserId},
        time::Timestamp,
    },
    pipeline::state::ScorecardState,
    text_enum,
};

crate::db::text_column!(ScorecardState);

text_enum! {
    /// What became of a question.
    pub enum Ticked {
        /// It was asked.
        Yes = "yes",
        /// There was no time; it has to be asked in a later round (G15).
        NotReached = "not_reached",
    }
}

/// One competency on a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RatingInput {
    /// The competency.
    #[schema(value_type = String)]
    pub competency: CompetencyCode,
    /// A whole level, 1 to 5; `null` = not observed. Left out for work samples, where points give the level.
    #[serde(default)]
    #[validate(range(min = 1, max = 5))]
    pub value: Option<u8>,
    /// What was said or done (G17: 40 characters).
    #[serde(default)]
    #[validate(length(max = 4000))]
    pub evidence: String,
    /// Whether the level is still to be chosen: a draft may hold evidence before it. Such a rating counts as
    /// missing when the card is handed in, where `value: null` alone would say "not observed".
    #[serde(default)]
    pub undecided: bool,
}

/// A warning sign the rater saw or heard; raised in the rater's name when the card is locked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FlagInput {
    /// Which flag of the register.
    #[schema(value_type = String)]
    pub code: RedFlagCode,
    /// What was seen or heard, related to the job (40 characters when the card is handed in).
    #[serde(default)]
    #[validate(length(max = 4000))]
    pub text: String,
}

/// What became of one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionTick {
    /// The question.
    #[schema(value_type = String)]
    pub code: QuestionCode,
    /// Asked, or not reached.
    pub asked: Ticked,
}

/// Points for one item of a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemPoints {
    /// The item, e.g. `E1-7`.
    #[validate(length(min = 1, max = 24))]
    pub item: String,
    /// The points, as many as the item allows.
    pub points: u8,
}

/// An assessor's own step beside the table (dossier 4.0).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Adjustment {
    /// Of which competency.
    #[schema(value_type = String)]
    pub competency: CompetencyCode,
    /// One level down, none, or one up.
    #[validate(range(min = -1, max = 1))]
    pub delta: i8,
    /// Why.
    #[serde(default)]
    #[validate(length(max = 2000))]
    pub reason: String,
}

/// What a rater enters: a draft while it is being typed, a card once it is handed in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CardInput {
    /// Competencies.
    #[validate(nested, length(max = 20))]
    pub ratings: Vec<RatingInput>,
    /// Questions asked or not reached (rounds only).
    #[validate(nested, length(max = 80))]
    pub questions: Vec<QuestionTick>,
    /// Points of the checklist (work samples only).
    #[validate(nested, length(max = 80))]
    pub items: Vec<ItemPoints>,
    /// Codes of the caps and flags that apply (work samples only).
    #[validate(length(max = 20))]
    pub caps: Vec<String>,
    /// Steps beside the table (work samples only).
    #[validate(nested, length(max = 20))]
    pub adjustments: Vec<Adjustment>,
    /// Warning signs of the register that raters may raise.
    #[validate(nested, length(max = 30))]
    pub red_flags: Vec<FlagInput>,
}

/// One level on a locked card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LockedRating {
    /// The competency.
    #[schema(value_type = String)]
    pub competency: CompetencyCode,
    /// 1 to 5; `null` = not observed.
    pub value: Option<u8>,
    /// What was said or done.
    pub evidence: String,
}

/// What a locked card says; never changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CardBody {
    /// Levels with their evidence; of a work sample, as computed from the points.
    pub ratings: Vec<LockedRating>,
    /// Questions asked or not reached.
    pub questions: Vec<QuestionTick>,
    /// Points by item.
    pub items: BTreeMap<String, u8>,
    /// Caps and flags the assessor ticked.
    pub caps: Vec<String>,
    /// Steps beside the table, with their reasons.
    pub adjustments: Vec<Adjustment>,
}

/// A rater's card.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = schema::scorecards)]
pub struct Scorecard {
    /// Identifies the card.
    pub id: ScorecardId,
    /// Grows with every saved draft and at the lock; the ETag.
    pub version: i64,
    /// Of which application.
    pub application_id: ApplicationId,
    /// The round or exercise it belongs to.
    pub source: SourceCode,
    /// The interview, when it belongs to a round.
    pub interview_id: Option<InterviewId>,
    /// The work sample, when it belongs to one.
    pub exercise_id: Option<ExerciseId>,
    /// Whose card.
    pub rater: UserId,
    /// Where it stands.
    pub state: ScorecardState,
    /// When the round ended or the work was handed in; the card is due from then on (G18).
    pub due_from: Timestamp,
    /// When it was locked.
    pub locked_at: Option<Timestamp>,
    /// Whether the rater could see others' ratings before being named (G16).
    pub rater_had_sight: bool,
    /// What it says, once locked.
    pub body: Option<Json<CardBody>>,
}

/// What somebody has typed and not handed in.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = schema::drafts)]
pub struct Draft {
    /// What was typed.
    pub body: Json<CardInput>,
    /// The card's version after saving.
    pub version: i64,
    /// When it was saved.
    pub saved_at: Timestamp,
}

/// A factual correction beside a locked card.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize, ToSchema)]
#[diesel(table_name = schema::scorecard_amendments)]
pub struct Amendment {
    /// Identifies the correction.
    pub id: RowId,
    /// The correction.
    pub text: String,
    /// Why it is needed.
    pub reason: String,
    /// Who corrected.
    pub amended_by: UserId,
    /// When.
    pub amended_at: Timestamp,
}

/// What a rater says of a competency after the debrief; in no sum.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize, ToSchema)]
#[diesel(table_name = schema::post_debrief_values)]
pub struct PostDebriefValue {
    /// The competency.
    #[schema(value_type = String)]
    pub competency: CompetencyCode,
    /// 1 to 5.
    pub value: i64,
    /// Why it differs.
    pub reason: String,
    /// When it was given.
    pub given_at: Timestamp,
}
