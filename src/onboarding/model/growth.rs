//! Check-ins, pulse answers, observed behaviour and the day-90 review.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Mark;
use crate::{
    db::{text_column, types::Json},
    kernel::{
        codes::CompetencyCode,
        ids::{CheckInId, OnboardingPlanId, ReviewId, RowId, UserId},
        time::Timestamp,
    },
    onboarding::schema::{behaviour_observations, check_ins, onboarding_reviews, pulse_answers},
    text_enum,
};

text_enum! {
    /// What the day-90 review concludes.
    pub enum ReviewVerdict {
        /// The hire does what the role asks for.
        Meets = "meets",
        /// More time is needed, once and at most 60 days.
        Extend = "extend",
        /// It does not work.
        Not = "not",
    }
}

text_column!(ReviewVerdict);

/// A planned or held check-in.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = check_ins)]
pub struct CheckIn {
    /// Identifies the check-in.
    pub id: CheckInId,
    /// The plan.
    pub plan_id: OnboardingPlanId,
    /// Which of the content, e.g. `day_30`.
    pub code: String,
    /// From 1; weekly ones have more than one.
    pub number: i64,
    /// The first day it can be held on.
    pub from_day: i64,
    /// Days after the start until which it is due.
    pub due_day: i64,
    /// When it was held.
    pub held_at: Option<Timestamp>,
    /// What was recorded.
    pub record: Option<Json<CheckInRecord>>,
}

/// What a manager records of a check-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CheckInRecord {
    /// What was talked about.
    pub notes: String,
    /// Who recorded it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
    /// Whether it was held after its due day.
    pub late: bool,
}

/// An answer to a pulse item: 1 to 5, or yes and no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum PulseReply {
    /// For P6.
    YesNo(bool),
    /// 1 to 5.
    Scale(u8),
}

/// Answers to the fixed pulse items P1 to P7.
pub type PulseReplies = BTreeMap<String, PulseReply>;

/// A pulse.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = pulse_answers)]
pub struct Pulse {
    /// Identifies the answers.
    pub id: RowId,
    /// The plan.
    pub plan_id: OnboardingPlanId,
    /// The check-in they were given in, if any.
    pub check_in_id: Option<CheckInId>,
    /// The answers.
    #[schema(value_type = PulseReplies)]
    pub answers: Json<PulseReplies>,
    /// When.
    pub answered_at: Timestamp,
}

/// Behaviour somebody saw on the job, on the anchors of a competency (BARS).
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = behaviour_observations)]
pub struct Observation {
    /// Identifies the observation.
    pub id: RowId,
    /// The plan.
    pub plan_id: OnboardingPlanId,
    /// The check-in it was recorded in, if any.
    pub check_in_id: Option<CheckInId>,
    /// The competency.
    pub competency: CompetencyCode,
    /// 1 to 5, as the anchors describe.
    pub level: i64,
    /// What was seen or heard.
    pub evidence: String,
    /// Who saw it.
    pub observed_by: UserId,
    /// Whether that person works in operations.
    pub operations: bool,
    /// When.
    pub observed_at: Timestamp,
}

/// A day-90 review; a later one takes its place.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = onboarding_reviews)]
pub struct Review {
    /// Identifies the review.
    pub id: ReviewId,
    /// The plan.
    pub plan_id: OnboardingPlanId,
    /// What it concludes.
    pub verdict: ReviewVerdict,
    /// Its text.
    #[schema(value_type = ReviewBody)]
    pub body: Json<ReviewBody>,
    /// Signatures under this very text.
    #[schema(value_type = Vec<ReviewSignature>)]
    pub signatures: Json<Vec<ReviewSignature>>,
    /// Who wrote it.
    pub held_by: UserId,
    /// When.
    pub held_at: Timestamp,
}

/// What a review says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReviewBody {
    /// The reasons, with the evidence they rest on.
    pub text: String,
    /// What is still to be reached.
    pub goals: Vec<String>,
}

/// A signature under a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReviewSignature {
    /// The signer's name.
    pub name: String,
    /// Who signed, and when.
    #[serde(flatten)]
    pub mark: Mark,
}
