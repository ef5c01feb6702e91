//! Coaching sessions: answers by account, and the actions they lead to (dossier 6.5).

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::{
    content::model::CoachingEffect,
    db::{text_column, types::Json},
    kernel::{
        codes::CoachingCode,
        ids::{ClientAccountId, CoachingSessionId, OnboardingPlanId, UserId},
        time::Timestamp,
    },
    onboarding::schema::coaching_sessions,
    pipeline::state::CoachingState,
    text_enum,
};

text_enum! {
    /// Where an action of a session stands.
    pub enum ActionState {
        /// To be done.
        Open = "open",
        /// Done.
        Done = "done",
        /// Goes on in the next session.
        CarriedOver = "carried_over",
        /// Written down; nothing is to be done.
        Noted = "noted",
    }
}

text_column!(CoachingState);

/// A planned or held session.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = coaching_sessions)]
pub struct CoachingSession {
    /// Identifies the session.
    pub id: CoachingSessionId,
    /// The plan.
    pub plan_id: OnboardingPlanId,
    /// Who coaches.
    pub coach_id: UserId,
    /// When it is to be.
    pub planned_for: Timestamp,
    /// Where it stands.
    pub state: CoachingState,
    /// When it was held.
    pub held_at: Option<Timestamp>,
    /// What was answered.
    #[schema(value_type = Vec<CoachingReply>)]
    pub answers: Json<Vec<CoachingReply>>,
    /// What follows.
    #[schema(value_type = Vec<CoachingAction>)]
    pub actions: Json<Vec<CoachingAction>>,
}

/// An answer about one account. Which fields it needs depends on the question's type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct CoachingReply {
    /// The question, e.g. `CQ-2f`.
    #[schema(value_type = String)]
    pub question: CoachingCode,
    /// The account; none for CQ-6.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = "uuid")]
    pub account: Option<ClientAccountId>,
    /// One of the question's choices.
    #[serde(default)]
    pub choice: Option<String>,
    /// Words: an answer, evidence or detail.
    #[serde(default)]
    #[validate(length(max = 4000))]
    pub text: Option<String>,
    /// 1 to 5.
    #[serde(default)]
    pub level: Option<u8>,
    /// A date: end of the contract, start of the renewal, last account review, date of the next step.
    #[serde(default)]
    pub date: Option<Timestamp>,
    /// A second date: the next account review.
    #[serde(default)]
    pub next_date: Option<Timestamp>,
    /// Changes, promises or extra work, each on its own.
    #[serde(default)]
    #[validate(nested)]
    pub entries: Option<Vec<CoachingEntry>>,
    /// Share of contacts started by us, in percent.
    #[serde(default)]
    pub outbound_percent: Option<u8>,
    /// Days a payment is overdue; 0 for none.
    #[serde(default)]
    pub days_overdue: Option<u16>,
    /// Who does it.
    #[serde(default)]
    #[validate(length(max = 120))]
    pub owner: Option<String>,
}

/// One entry of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct CoachingEntry {
    /// What.
    #[validate(length(min = 1, max = 1000))]
    pub text: String,
    /// Whether operations agreed (CQ-5a) or it is decided (CQ-5b).
    #[serde(default)]
    pub settled: Option<bool>,
}

/// What follows from a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CoachingAction {
    /// What it is.
    pub kind: CoachingEffect,
    /// The question that led to it; none for the coach's own.
    #[schema(value_type = Option<String>)]
    pub question: Option<CoachingCode>,
    /// The account.
    #[schema(value_type = Option<String>, format = "uuid")]
    pub account: Option<ClientAccountId>,
    /// What is to be done, or was noted.
    pub text: String,
    /// Who does it.
    pub owner: Option<String>,
    /// Until when.
    pub due_at: Option<Timestamp>,
    /// Where it stands.
    pub state: ActionState,
}
