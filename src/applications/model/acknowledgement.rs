//! The expectation questions and what was answered (dossier 8.4, G11).

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::{
    applications::schema,
    db::types::Json,
    kernel::{
        ids::{ApplicationId, RowId, UserId},
        kind::Kind,
        time::Timestamp,
    },
    text_enum,
};

text_enum! {
    /// What to do when a client asks for work outside the contract.
    pub enum OutsideContract {
        /// Ask one's superior.
        AskSuperior = "ask_superior",
        /// Do it.
        DoIt = "do_it",
        /// Refuse.
        Refuse = "refuse",
    }
}
text_enum! {
    /// Which goal comes first.
    pub enum FirstGoal {
        /// Happy clients.
        HappyClients = "happy_clients",
        /// Projects finished on time.
        FinishedProjects = "finished_projects",
    }
}

/// The five answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RoleAnswers)]
pub struct Answers {
    /// Which kind of account manager this is.
    pub kind: Kind,
    /// What share of time is sales, in percent.
    #[validate(range(max = 100))]
    pub sales_share_pct: u8,
    /// About how many accounts there are.
    #[validate(range(max = 10_000))]
    pub accounts: u32,
    /// What is expected when a client asks for work outside the contract.
    pub outside_contract: OutsideContract,
    /// Which is the first goal.
    pub first_goal: FirstGoal,
}

/// How the candidate would like to divide the time; together at most 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectedSplit {
    /// Selling, in percent.
    #[validate(range(max = 100))]
    pub sales_pct: u8,
    /// Caring for clients, in percent.
    #[validate(range(max = 100))]
    pub relationship_pct: u8,
}

/// What the candidate hands in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgementBody {
    /// The five answers.
    #[validate(nested)]
    pub answers: Answers,
    /// The own split.
    #[validate(nested)]
    pub expected_split: ExpectedSplit,
    /// Which part of the job the candidate would like least; for the talk only, never scored.
    #[validate(length(min = 1, max = 2000))]
    pub least_liked: String,
}

/// What is stored about one version of the description.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = schema::acknowledgements)]
pub struct Acknowledgement {
    /// Identifies the row.
    pub id: RowId,
    /// Whose.
    pub application_id: ApplicationId,
    /// Which version was read.
    pub description_number: i64,
    /// What was answered first; kept for the mismatch report.
    pub first_answers: Json<AcknowledgementBody>,
    /// What was answered last.
    pub answers: Json<AcknowledgementBody>,
    /// How many of the five last answers are right.
    pub right_answers: i64,
    /// The sales share the candidate expects: the first answer or the own split, whichever is farther from the role's.
    pub expected_sales_pct: i64,
    /// When it was first tried.
    pub created_at: Timestamp,
    /// When all five were right; then the role is acknowledged.
    pub completed_at: Option<Timestamp>,
}

/// A talk about the role, held with the candidate.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize, ToSchema)]
#[diesel(table_name = schema::role_talks)]
pub struct RoleTalk {
    /// Which version of the description it was about.
    pub description_number: i64,
    /// What was said.
    pub text: String,
    /// Who talked with the candidate.
    pub held_by: UserId,
    /// When.
    pub held_at: Timestamp,
}

/// A question that was answered wrongly, with what the description says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WrongAnswer {
    /// The field of `answers`.
    pub field: &'static str,
    /// The question.
    pub question: String,
    /// The passage of the description.
    pub passage: String,
}
