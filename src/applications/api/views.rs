//! What the API shows of an application.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    applications::model::{
        Application, Candidate, ConflictDeclaration, MustHaveView, Proposal, RedFlag, Rejection,
    },
    content::model::{Raiser, Severity},
    kernel::{
        ids::{ApplicationId, JobId, RedFlagId, UserId},
        time::Timestamp,
    },
    pipeline::{
        evidence::AcknowledgementFacts,
        forecast::{Forecast, Pace},
        refusal::GateRow,
        service_level::ServiceWarning,
        state::{ApplicationState, RedFlagState},
    },
};

/// An application in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ApplicationRow {
    /// Identifies the application.
    id: ApplicationId,
    /// Grows with every change; the ETag.
    version: i64,
    /// The job.
    job_id: JobId,
    /// Who applies.
    candidate: Candidate,
    /// Where it stands; moved by transitions only.
    state: ApplicationState,
    /// Where it stood when it was put on hold.
    held_from: Option<ApplicationState>,
    /// When it arrived.
    applied_at: Timestamp,
    /// When it entered its present state.
    entered_state_at: Timestamp,
    /// When anything about it last changed.
    updated_at: Timestamp,
    /// The policy version it is judged by.
    policy_version: i64,
    /// The content version it is judged with.
    content_version: i64,
    /// The description version it began with.
    description_number: i64,
    /// The version of the interview plan it is assessed by.
    plan_number: i64,
    /// When the candidate saw the privacy notice.
    notice_seen_at: Option<Timestamp>,
    /// Why it is rejected.
    #[schema(value_type = Option<Rejection>)]
    rejection: Option<Rejection>,
    /// What takes longer than the policy grants, the longest overdue first; mostly empty.
    service_warnings: Vec<ServiceWarning>,
}

impl ApplicationRow {
    pub(super) fn new(row: Application, candidate: Candidate, service_warnings: Vec<ServiceWarning>) -> Self {
        Self {
            id: row.id,
            version: row.version,
            job_id: row.job_id,
            candidate,
            state: row.state,
            held_from: row.held_from,
            applied_at: row.applied_at,
            entered_state_at: row.entered_state_at,
            updated_at: row.updated_at,
            policy_version: row.policy_version,
            content_version: row.content_version,
            description_number: row.description_number,
            plan_number: row.plan_number,
            notice_seen_at: row.notice_seen_at,
            rejection: row.rejection.map(|r| r.0),
            service_warnings,
        }
    }
    pub(super) fn id(&self) -> ApplicationId {
        self.id
    }
    pub(super) fn version(&self) -> i64 {
        self.version
    }
}

/// How the role was acknowledged.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AcknowledgementView {
    /// Which description version.
    description_number: u32,
    /// When.
    at: Timestamp,
    /// The sales share the candidate expects, in percent.
    expected_sales_pct: u8,
    /// Whether a talk about it is recorded.
    talk_held: bool,
}

impl From<&AcknowledgementFacts> for AcknowledgementView {
    fn from(facts: &AcknowledgementFacts) -> Self {
        Self {
            description_number: facts.description_number,
            at: facts.at,
            expected_sales_pct: facts.expected_sales_pct,
            talk_held: facts.talk_held,
        }
    }
}

/// A whole application.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ApplicationView {
    /// The application.
    #[serde(flatten)]
    pub(super) row: ApplicationRow,
    /// The job's title.
    pub(super) job_title: String,
    /// The description version that has to be acknowledged.
    pub(super) current_description_number: u32,
    /// The candidate's acknowledgement.
    pub(super) acknowledgement: Option<AcknowledgementView>,
    /// The must-haves with HR's ticks.
    pub(super) must_haves: Vec<MustHaveView>,
    /// What raters declared about themselves and the candidate.
    pub(super) conflict_declarations: Vec<ConflictDeclaration>,
}

/// The dry run of a step.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DryRun {
    /// Where the application stands.
    pub(super) from: ApplicationState,
    /// The state that was asked for.
    pub(super) to: ApplicationState,
    /// Every gate on the way, met ones too.
    pub(super) gates: Vec<GateRow>,
    /// When the approval is possible at the earliest, and what decides it.
    pub(super) earliest: Forecast,
    /// When to expect the approval at the usual pace.
    pub(super) projected: Forecast,
    /// What that pace is, and whether it was measured in this company or is assumed.
    pub(super) pace: Pace,
}

/// A red flag as the API shows it.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::applications) struct RedFlagView {
    /// Identifies the flag.
    id: RedFlagId,
    /// Which flag of the register.
    code: String,
    /// Its name.
    name: String,
    /// How grave it is in this case.
    severity: Severity,
    /// Who or what saw it.
    raiser: Raiser,
    /// The person, when it was one of the staff.
    raised_by: Option<UserId>,
    /// What was seen.
    text: String,
    /// Where it stands.
    state: RedFlagState,
    /// When it was raised.
    raised_at: Timestamp,
    /// How it shall end, or ended.
    #[schema(value_type = Option<Proposal>)]
    resolution: Option<Proposal>,
    /// Who confirmed that.
    resolved_by: Option<UserId>,
    /// When.
    resolved_at: Option<Timestamp>,
}

impl RedFlagView {
    pub(super) fn new(flag: RedFlag, name: String, severity: Severity) -> Self {
        Self {
            id: flag.id,
            code: flag.code.to_string(),
            name,
            severity,
            raiser: flag.raiser,
            raised_by: flag.raised_by,
            text: flag.text,
            state: flag.state,
            raised_at: flag.raised_at,
            resolution: flag.proposal.map(|p| p.0),
            resolved_by: flag.resolved_by,
            resolved_at: flag.resolved_at,
        }
    }
}
