//! The plan of one hire.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    db::{text_column, types::Json},
    kernel::{
        ids::{ApplicationId, JobId, OnboardingPlanId, UserId},
        kind::Kind,
        time::Timestamp,
    },
    onboarding::schema::onboarding_plans,
    pipeline::state::{ModuleState, PlanState, PortfolioStage},
    text_enum,
};

text_enum! {
    /// What is confirmed before the first day (G50).
    pub enum DayOneItem {
        /// Accounts, keys and passwords.
        Access = "access",
        /// Work place, phone, vehicle.
        Equipment = "equipment",
        /// The person to ask anything.
        Buddy = "buddy",
        /// What happens in the first week.
        FirstWeekPlan = "first_week_plan",
    }
}

text_column!(PlanState, PortfolioStage, ModuleState);

/// Somebody's word for something, with its moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Mark {
    /// Who.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
    /// What was said with it.
    pub note: Option<String>,
}

/// A confirmed item of the first day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DayOneMark {
    /// Which.
    pub item: DayOneItem,
    /// Who confirmed it, and when.
    #[serde(flatten)]
    pub mark: Mark,
}

/// The onboarding plan of one hire; prepared before the decision (G40), live from the hire on.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = onboarding_plans)]
pub struct Plan {
    /// Identifies the plan.
    pub id: OnboardingPlanId,
    /// Grows with every stored input of a gate; the ETag.
    pub version: i64,
    /// The application it was prepared for.
    pub application_id: ApplicationId,
    /// The job.
    pub job_id: JobId,
    /// The job's title.
    pub job_title: String,
    /// The kind of account manager, which decides the modules.
    pub kind: Kind,
    /// Where the hire stands.
    pub state: PlanState,
    /// Since when.
    pub entered_state_at: Timestamp,
    /// How many own accounts the hire may carry.
    pub stage: PortfolioStage,
    /// Since when.
    pub stage_since: Timestamp,
    /// The hire's account; none before the offer is accepted.
    pub trainee_id: Option<UserId>,
    /// The hire's name.
    pub trainee_name: String,
    /// The leader who coaches and is not the daily trainer.
    pub coach_id: Option<UserId>,
    /// The manager who holds the check-ins.
    pub manager_id: Option<UserId>,
    /// The buddy.
    pub buddy_id: Option<UserId>,
    /// The hiring manager, who confirms.
    pub hiring_manager_id: UserId,
    /// The sponsor, who hears of what is late.
    pub sponsor_id: UserId,
    /// The operations lead.
    pub ops_lead_id: UserId,
    /// HR's person in charge.
    pub hr_id: UserId,
    /// When the first working day begins; day 0 of all counting.
    pub starts_at: Option<Timestamp>,
    /// When the hire was made and the plan came to life.
    pub live_at: Option<Timestamp>,
    /// The order of the day-1 access list (G40).
    pub access_order: Option<Json<Mark>>,
    /// What is confirmed for the first day (G50).
    pub day_one: Json<Vec<DayOneMark>>,
    /// The end of the one extension.
    pub extended_until: Option<Timestamp>,
    /// Why it was ended.
    pub end_reason: Option<String>,
    /// The policy version it is judged by.
    pub policy_version: i64,
    /// The content version its modules come from.
    pub content_version: i64,
    /// Who prepared it.
    pub created_by: UserId,
    /// When.
    pub created_at: Timestamp,
}

/// What a plan is prepared from.
#[derive(Debug, Clone)]
pub struct NewPlan {
    /// The application.
    pub application: ApplicationId,
    /// Its job.
    pub job: JobId,
    /// The job's title.
    pub job_title: String,
    /// The kind.
    pub kind: Kind,
    /// The candidate's name.
    pub name: String,
    /// The job's hiring manager.
    pub hiring_manager: UserId,
    /// The job's sponsor.
    pub sponsor: UserId,
    /// The job's operations lead.
    pub ops_lead: UserId,
    /// The job's person in HR.
    pub hr: UserId,
    /// The policy version the application is pinned to.
    pub policy_version: i64,
    /// The content version it is pinned to.
    pub content_version: i64,
}

/// Whose plans somebody may know of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All.
    All,
    /// Those in which this person has a part.
    Of(UserId),
}
