//! Candidates and applications.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    applications::schema,
    db::types::Json,
    kernel::{
        email::EmailAddress,
        ids::{ApplicationId, CandidateId, JobId, UserId},
        time::Timestamp,
    },
    pipeline::state::ApplicationState,
};

crate::db::text_column!(ApplicationState);

/// Somebody who applies.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize, ToSchema)]
#[diesel(table_name = schema::candidates)]
pub struct Candidate {
    /// Identifies the person.
    pub id: CandidateId,
    /// The full name.
    pub name: String,
    /// Where all mails go.
    pub email: EmailAddress,
    /// A number to call, when one was given.
    pub phone: Option<String>,
    /// The language of mails, e.g. `en`.
    pub locale: String,
    /// When the person first applied.
    pub created_at: Timestamp,
}

/// What somebody who applies says about themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCandidate {
    /// The full name.
    pub name: String,
    /// Where all mails go.
    pub email: EmailAddress,
    /// A number to call.
    pub phone: Option<String>,
    /// The language of mails, e.g. `en`.
    pub locale: String,
}

/// One candidate's application for one job. Policy, content, description and interview plan are pinned by
/// version, so that loosening a rule hurries nobody who is under way.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = schema::applications)]
pub struct Application {
    /// Identifies the application.
    pub id: ApplicationId,
    /// Grows with every stored input of a gate; the ETag.
    pub version: i64,
    /// The job.
    pub job_id: JobId,
    /// The person.
    pub candidate_id: CandidateId,
    /// Where it stands.
    pub state: ApplicationState,
    /// Where it stood when it was put on hold; only on hold.
    pub held_from: Option<ApplicationState>,
    /// When it arrived (G35).
    pub applied_at: Timestamp,
    /// When it entered its present state.
    pub entered_state_at: Timestamp,
    /// When anything about it last changed.
    pub updated_at: Timestamp,
    /// The policy version it is judged by.
    pub policy_version: i64,
    /// The content version its questions, flags and forms come from.
    pub content_version: i64,
    /// The description version it began with.
    pub description_number: i64,
    /// When the candidate saw the privacy notice (G10).
    pub notice_seen_at: Option<Timestamp>,
    /// When it first entered `assessed` (G34).
    pub reached_assessed_at: Option<Timestamp>,
    /// When it entered `debriefed` (G37).
    pub debriefed_at: Option<Timestamp>,
    /// Why it is rejected.
    pub rejection: Option<Json<Rejection>>,
    /// Since when the candidate has heard nothing, at the earliest; none once the application has ended.
    pub heard_at: Option<Timestamp>,
    /// The version of the interview plan it is assessed by: rounds, kits, weights and floors (dossier 7.1).
    pub plan_number: i64,
}

/// Why, by whom and with which words a candidate is rejected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Rejection {
    /// A reason code of the content.
    pub reason_code: String,
    /// A note for the file.
    pub note: Option<String>,
    /// The lines the candidate is sent, tied to duties of the job.
    pub feedback: Vec<String>,
    /// Who said no: always a person.
    pub by: UserId,
}

/// What is pinned when somebody applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pins {
    /// The policy version in force.
    pub policy: i64,
    /// The content version in force.
    pub content: i64,
    /// The current version of the job's description.
    pub description: u32,
    /// The interview plan in use.
    pub plan: i64,
}

/// Which applications an actor may know of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// All of them.
    All,
    /// Those of these jobs, and these.
    Of {
        /// Jobs the actor answers for.
        jobs: Vec<JobId>,
        /// Applications the actor rates.
        applications: Vec<ApplicationId>,
    },
}

/// Which applications somebody wants to see; every field given narrows the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this job.
    pub job: Option<JobId>,
    /// In this state.
    pub state: Option<ApplicationState>,
    /// Changed after this instant.
    pub updated_after: Option<Timestamp>,
    /// Only those that have not ended.
    pub under_way: bool,
}
