//! Bodies of requests.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{ClientActKind, CoachingReply, PulseReplies, ReviewVerdict, WrittenEvidence};
use crate::{
    kernel::{
        codes::{CompetencyCode, ModuleCode},
        ids::UserId,
        time::Timestamp,
    },
    pipeline::state::{PlanState, PortfolioStage},
};

/// A plan to be prepared. Coach, manager and trainers can be named later, but before the decision (G40).
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = OnboardingPlanBody)]
pub struct PlanBody {
    /// The coach: a leader who is not the daily trainer.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = "uuid")]
    pub coach: Option<UserId>,
    /// The manager who holds the check-ins.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = "uuid")]
    pub manager: Option<UserId>,
    /// The buddy.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = "uuid")]
    pub buddy: Option<UserId>,
    /// The trainer of every module until another one is named.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = "uuid")]
    pub default_trainer: Option<UserId>,
    /// When the first working day begins, if it is settled.
    #[serde(default)]
    pub starts_at: Option<Timestamp>,
}

/// The people around a hire.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct PeopleBody {
    /// The coach: a leader who is not the daily trainer.
    #[schema(value_type = String, format = "uuid")]
    pub coach: UserId,
    /// The manager who holds the check-ins.
    #[schema(value_type = String, format = "uuid")]
    pub manager: UserId,
    /// The buddy.
    #[schema(value_type = String, format = "uuid")]
    pub buddy: UserId,
}

/// Who trains a module.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct TrainerBody {
    /// The trainer.
    #[schema(value_type = String, format = "uuid")]
    pub user: UserId,
}

/// Who trains which modules.
#[derive(Debug, Clone, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct TrainersBody {
    /// A trainer a module.
    #[validate(length(max = 200))]
    pub trainers: Vec<NamedTrainer>,
}

/// Who trains a module.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedTrainer {
    /// The module.
    pub code: ModuleCode,
    /// The trainer; whoever was named stays when nobody is given.
    #[serde(default)]
    pub user: Option<UserId>,
}

/// A word with what was done.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct NoteBody {
    /// What was done, ordered or confirmed.
    #[validate(length(min = 3, max = 2000))]
    pub note: String,
}

/// A word that may be left out.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct WordBody {
    /// What there is to say.
    #[serde(default)]
    #[validate(length(max = 2000))]
    pub note: Option<String>,
}

/// Why something is sent back.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct ReasonBody {
    /// What is missing and how it is made good.
    #[validate(length(min = 10, max = 2000))]
    pub reason: String,
}

/// The first day.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct StartBody {
    /// When the first working day begins; it lies in the future.
    pub starts_at: Timestamp,
}

/// A step of a plan.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct StepBody {
    /// The state to enter.
    pub to: PlanState,
    /// The state one believes it is in; another one is a 412.
    #[serde(default)]
    pub from: Option<PlanState>,
    /// Why it ends; for `ended` only.
    #[serde(default)]
    #[validate(length(min = 10, max = 2000))]
    pub reason: Option<String>,
    /// The end of the extension, at most 60 days from now; for `extended` only.
    #[serde(default)]
    pub until: Option<Timestamp>,
}

/// A piece of evidence that is written down.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct EvidenceBody {
    /// What it is.
    pub kind: WrittenEvidence,
    /// The note, the address or the record's id.
    #[validate(length(min = 3, max = 4000))]
    pub text: String,
}

/// What is said of a file of evidence.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct FileBody {
    /// What the file shows.
    #[serde(default)]
    #[validate(length(max = 1000))]
    pub note: Option<String>,
}

/// A form with a file of evidence (`multipart/form-data`).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "it describes a form; `web::Upload` reads it")]
pub struct FileForm {
    /// The file: PDF, picture, plain text, or a document of an office program.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<u8>,
    /// What the file shows.
    note: Option<String>,
}

/// The result of a learning check or of an observation: one of the two.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct CheckBody {
    /// Share of right answers.
    #[serde(default)]
    #[validate(range(min = 0, max = 100))]
    pub percent: Option<u8>,
    /// Observed level.
    #[serde(default)]
    #[validate(range(min = 1, max = 5))]
    pub observation_level: Option<u8>,
    /// What was asked or watched.
    #[validate(length(min = 3, max = 2000))]
    pub note: String,
}

/// The result of the first test.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct TestBody {
    /// Share of right answers.
    #[validate(range(min = 0, max = 100))]
    pub percent: u8,
}

/// The meeting of trainer and manager after two failures.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct MeetingBody {
    /// What was agreed.
    #[validate(length(min = 10, max = 2000))]
    pub note: String,
    /// The new due day, in days after the start.
    #[validate(range(min = 1, max = 730))]
    pub due_day: u16,
}

/// A behaviour seen on the job.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct BarBody {
    /// The competency.
    #[schema(value_type = String)]
    pub competency: CompetencyCode,
    /// The level of its anchors.
    #[validate(range(min = 1, max = 5))]
    pub level: u8,
    /// What was seen or heard.
    #[validate(length(min = 40, max = 4000))]
    pub evidence: String,
}

/// What was talked about in a check-in.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct CheckInBody {
    /// Notes.
    #[validate(length(min = 10, max = 8000))]
    pub notes: String,
    /// Behaviours the manager saw.
    #[serde(default)]
    #[validate(nested, length(max = 20))]
    pub bars: Vec<BarBody>,
}

/// Answers to the pulse items.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct PulseBody {
    /// P1 to P7: 1 to 5, P6 yes or no.
    #[schema(value_type = Object)]
    pub answers: PulseReplies,
}

/// A session to be planned.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct SessionBody {
    /// When.
    pub planned_for: Timestamp,
}

/// What came out of a session.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct SessionRecord {
    /// Answers, by account.
    #[validate(nested, length(min = 1, max = 400))]
    pub answers: Vec<CoachingReply>,
    /// Actions the coach agreed beyond those that answers lead to.
    #[serde(default)]
    #[validate(nested, length(max = 50))]
    pub actions: Vec<OwnAction>,
}

/// An action the coach agreed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct OwnAction {
    /// What.
    #[validate(length(min = 3, max = 1000))]
    pub text: String,
    /// Who.
    #[serde(default)]
    #[validate(length(max = 120))]
    pub owner: Option<String>,
    /// Until when.
    #[serde(default)]
    pub due_at: Option<Timestamp>,
}

/// An account to be carried.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct AccountBody {
    /// The client's name.
    #[validate(length(min = 1, max = 200))]
    pub name: String,
}

/// Accounts to be carried, all or none.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct AccountsBody {
    /// The clients' names.
    #[validate(length(min = 1, max = 50))]
    pub accounts: Vec<String>,
}

/// The stage to enter.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct StageBody {
    /// The next stage.
    pub to: PortfolioStage,
}

/// A contact with a client, without the co-owner.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct ContactBody {
    /// With which client.
    #[validate(length(min = 1, max = 200))]
    pub account: String,
    /// What it was about.
    #[validate(length(min = 3, max = 2000))]
    pub what: String,
}

/// A commercial action.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct CommercialBody {
    /// `discount`, `free_work` or `renewal`.
    pub kind: ClientActKind,
    /// With which client.
    #[serde(default)]
    #[validate(length(max = 200))]
    pub account: String,
    /// What was said or agreed.
    #[validate(length(min = 3, max = 2000))]
    pub text: String,
}

/// The figures of a month.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct MetricBody {
    /// Year and month, e.g. `2027-03`; a month that is over.
    pub month: String,
    /// Share of work delivered on time.
    #[validate(range(min = 0, max = 100))]
    pub on_time_pct: u8,
    /// Mean satisfaction of the clients.
    #[validate(range(min = 1.0, max = 5.0))]
    pub satisfaction: f64,
}

/// A day-90 review. What it rests on (observed behaviour, pulse) is read from what is stored.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct ReviewInput {
    /// What it concludes.
    pub verdict: ReviewVerdict,
    /// The reasons, with the evidence they rest on.
    #[validate(length(min = 100, max = 8000))]
    pub text: String,
    /// What is still to be reached.
    #[serde(default)]
    #[validate(length(max = 20))]
    pub goals: Vec<String>,
}
