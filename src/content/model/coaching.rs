//! Coaching sessions (dossier 6.5).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    kernel::codes::{CoachingCode, RedFlagCode},
    text_enum,
};

text_enum! {
    /// How a coaching question is answered.
    pub enum CoachingAnswer {
        /// One of the choices, with detail.
        Choice = "choice",
        /// Free text.
        Text = "text",
        /// Text, owner and date.
        TextOwnerDate = "text_owner_date",
        /// 1 to 5 with evidence.
        Scale = "scale",
        /// A list, possibly empty.
        List = "list",
        /// A date, or unknown.
        Date = "date",
        /// Two dates.
        TwoDates = "two_dates",
        /// Counts, with the share started by us.
        Counts = "counts",
        /// An amount and days.
        AmountDays = "amount_days",
    }
}

text_enum! {
    /// What an answer can set off.
    pub enum CoachingEffect {
        /// Another question becomes required.
        AnswerQuestion = "answer_question",
        /// A task.
        Task = "task",
        /// A note on a red flag.
        RedFlagNote = "red_flag_note",
        /// An opportunity record.
        Opportunity = "opportunity",
        /// A risk mark on the account.
        AccountRisk = "account_risk",
        /// A plan to recover satisfaction or payment.
        RecoveryPlan = "recovery_plan",
        /// A warning.
        Warning = "warning",
        /// Coaching of a competency.
        CompetencyCoaching = "competency_coaching",
        /// A note on teamwork with operations.
        OperationsNote = "operations_note",
        /// A promise of the leader, recorded and followed.
        LeaderPromise = "leader_promise",
    }
}

/// Rules and questions of coaching sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Coaching {
    /// Who coaches.
    pub coach: String,
    /// How often, in words.
    pub rhythm: String,
    /// Months with monthly sessions.
    pub months_monthly: u8,
    /// Accounts talked about in a session, at least.
    pub min_accounts_per_session: u8,
    /// Every account at least once in so many months.
    pub every_account_within_months: u8,
    /// What holds for accounts at risk.
    pub risk_accounts: String,
    /// CQ-1a to CQ-6.
    pub questions: Vec<CoachingQuestion>,
}

/// A coaching question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CoachingQuestion {
    /// E.g. `CQ-2f`.
    pub code: CoachingCode,
    /// The question.
    pub text: String,
    /// The answer, in the dossier's words.
    pub answer: String,
    /// The answer's type.
    pub answer_type: CoachingAnswer,
    /// The choices of a choice.
    #[serde(default)]
    pub choices: Vec<String>,
    /// The least length of a text.
    #[serde(default)]
    pub min_chars: Option<u16>,
    /// When it sets something off, in the dossier's words.
    pub trigger: String,
    /// What it sets off.
    pub effect: CoachingEffect,
    /// The question that becomes required.
    #[serde(default)]
    pub then_asks: Option<CoachingCode>,
    /// The red flag it notes.
    #[serde(default)]
    pub red_flag: Option<RedFlagCode>,
}
