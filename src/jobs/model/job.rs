//! A job and what belongs to it, as they are stored.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Accountability, Advert, DescriptionBody, KindAnswers, PlanBody, RolePlan, SuggestedKind};
use crate::{
    company::model::Ladder,
    db::{text_column, types::Json},
    jobs::schema,
    kernel::{
        ids::{DescriptionId, InterviewPlanId, JobId, RowId, UserId},
        kind::Kind,
        time::Timestamp,
    },
    pipeline::{evidence::Capacity, state::JobState},
    text_enum,
};

text_enum! {
    /// Why somebody is looked for.
    pub enum OpeningReason {
        /// More clients.
        Growth = "growth",
        /// Somebody left.
        Replacement = "replacement",
        /// The role is new.
        NewRole = "new_role",
        /// A sudden workload; interim cover is better than a rushed hire.
        Surge = "surge",
    }
}

text_enum! {
    /// What a new version of a description asks of those who already apply (dossier 7.1).
    #[derive(Default)]
    pub enum ActiveRule {
        /// They acknowledge the new version (G11).
        #[default]
        Reacknowledge = "reacknowledge",
        /// They finish under the version they know; an HR lead decides so.
        FinishUnderOld = "finish_under_old",
    }
}

text_column!(JobState, OpeningReason, ActiveRule, Capacity);

/// An opening for one account manager.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Serialize, ToSchema)]
#[diesel(table_name = schema::jobs)]
pub struct Job {
    /// Identifies the job.
    pub id: JobId,
    /// Grows by one with every change; the ETag.
    pub version: i64,
    /// Where it stands; moved by transitions only.
    pub state: JobState,
    /// Since when.
    pub entered_state_at: Timestamp,
    /// The working title, for the staff.
    pub title: String,
    /// Why somebody is looked for.
    pub reason: OpeningReason,
    /// The hiring manager.
    pub hiring_manager: UserId,
    /// The owner or leader behind the job.
    pub sponsor: UserId,
    /// The operations lead.
    pub ops_lead: UserId,
    /// HR's person in charge.
    pub hr: UserId,
    /// The kind, once chosen.
    pub kind: Option<Kind>,
    /// How the kind was chosen.
    #[schema(value_type = Option<KindChoice>)]
    pub kind_choice: Option<Json<KindChoice>>,
    /// The aims of the role.
    #[schema(value_type = RolePlan)]
    pub role_plan: Json<RolePlan>,
    /// The career ladder.
    #[schema(value_type = Ladder)]
    pub ladder: Json<Ladder>,
    /// How results are followed.
    #[schema(value_type = Accountability)]
    pub accountability: Json<Accountability>,
    /// The public advert.
    #[schema(value_type = Option<Advert>)]
    pub advert: Option<Json<Advert>>,
    /// The number of the description candidates read; a newer one may wait for approval.
    pub description: Option<i64>,
    /// The number of the interview plan in use.
    pub plan: Option<i64>,
    /// The policy version the job is pinned to since its plan was locked.
    pub policy_version: Option<i64>,
    /// The content version it is pinned to since then.
    pub content_version: Option<i64>,
    /// When it was first posted.
    pub opened_at: Option<Timestamp>,
    /// Who made it.
    pub created_by: UserId,
    /// When.
    pub created_at: Timestamp,
}

/// The choice of the kind: the owner decides, the helper's suggestion is kept beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KindChoice {
    /// The answers to DH-1 to DH-5.
    pub answers: KindAnswers,
    /// What the helper suggested.
    pub suggestion: SuggestedKind,
    /// Why.
    pub suggestion_reason: String,
    /// Why the owner chose so.
    pub reason: String,
    /// Who chose.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// A version of a job's description.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = schema::job_descriptions)]
pub struct Description {
    /// Identifies the version.
    pub id: DescriptionId,
    /// The job.
    pub job_id: JobId,
    /// From 1, without gaps.
    pub number: i64,
    /// The description.
    #[schema(value_type = DescriptionBody)]
    pub body: Json<DescriptionBody>,
    /// What it asks of those who already apply.
    pub active_applications: ActiveRule,
    /// Who wrote it.
    pub author: UserId,
    /// When.
    pub created_at: Timestamp,
    /// Since when it has been what candidates read; null while it waits to be clear and approved.
    pub published_at: Option<Timestamp>,
}

/// An approval of a version of a description.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = schema::job_approvals)]
pub struct Approval {
    /// Identifies the approval.
    pub id: RowId,
    /// The job.
    pub job_id: JobId,
    /// The number of the version.
    pub description: i64,
    /// In which capacity.
    pub capacity: Capacity,
    /// By whom.
    pub user_id: UserId,
    /// When.
    pub created_at: Timestamp,
}

/// A version of a job's interview plan.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = schema::interview_plans)]
pub struct InterviewPlan {
    /// Identifies the version.
    pub id: InterviewPlanId,
    /// The job.
    pub job_id: JobId,
    /// From 1, without gaps.
    pub number: i64,
    /// The plan.
    #[schema(value_type = PlanBody)]
    pub body: Json<PlanBody>,
    /// Who wrote it.
    pub author: UserId,
    /// When.
    pub created_at: Timestamp,
}
