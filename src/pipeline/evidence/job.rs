//! Facts about a job, for gates G01 to G09.

use crate::{
    kernel::{
        ids::{JobId, UserId},
        kind::Kind,
        time::Timestamp,
    },
    pipeline::state::JobState,
    text_enum,
};

text_enum! {
    /// In which capacity somebody approves a description (G05).
    pub enum Capacity {
        /// The job's hiring manager.
        HiringManager = "hiring_manager",
        /// The operations lead.
        OpsLead = "ops_lead",
        /// The owner or a leader.
        Sponsor = "sponsor",
    }
}

/// Everything the role gates look at.
#[derive(Debug, Clone)]
pub struct JobEvidence {
    /// The job.
    pub job: JobId,
    /// Where it stands.
    pub state: JobState,
    /// When it entered that state.
    pub entered_state_at: Timestamp,
    /// The kind, once the sponsor has decided it (G01).
    pub kind: Option<KindFacts>,
    /// Number of written aims per horizon (G02).
    pub aims: AimFacts,
    /// The company's strategy (G03).
    pub strategy: StrategyFacts,
    /// The current description version with its clarity, computed from the stored text (G04).
    pub description: Option<DescriptionFacts>,
    /// Approvals of the current description version (G05).
    pub approvals: Vec<ApprovalFacts>,
    /// Rungs above the role that have criteria (G06).
    pub ladder_rungs: u32,
    /// The accountability plan (G09).
    pub measures: Vec<MeasureFacts>,
    /// Problems of the stored interview plan; `None` when there is no plan at all (G07).
    pub plan_problems: Option<Vec<String>>,
    /// What the stored advert lacks; `None` when there is no advert at all (G08).
    pub advert_lacks: Option<Vec<String>>,
    /// The people of the job.
    pub people: JobPeople,
    /// Waivers of the job (only G06 can have one).
    pub waivers: Vec<super::WaiverFacts>,
}

/// The people a job names.
#[derive(Debug, Clone)]
pub struct JobPeople {
    /// The hiring manager.
    pub hiring_manager: UserId,
    /// The owner or leader behind the job.
    pub sponsor: UserId,
    /// The operations lead.
    pub ops_lead: UserId,
    /// HR's person in charge.
    pub hr: UserId,
}

/// The decided kind.
#[derive(Debug, Clone)]
pub struct KindFacts {
    /// Which kind.
    pub kind: Kind,
    /// Whether DH-1 to DH-5 are all answered.
    pub helper_answered: bool,
}

/// Number of aims per horizon.
#[derive(Debug, Clone, Default)]
pub struct AimFacts {
    /// Up to 90 days.
    pub short: u32,
    /// Up to 12 months.
    pub medium: u32,
    /// Beyond 12 months.
    pub long: u32,
}

/// The company's guiding strategy.
#[derive(Debug, Clone, Default)]
pub struct StrategyFacts {
    /// Whether the vision is written.
    pub vision: bool,
    /// Whether the mission is written.
    pub mission: bool,
    /// Number of core values.
    pub values: u32,
}

/// The current version of the description, judged by the clarity rules of dossier Part 8.
#[derive(Debug, Clone)]
pub struct DescriptionFacts {
    /// Version number, from 1.
    pub number: u32,
    /// Score, 0 to 100.
    pub score: f64,
    /// Hard rules that fail (`JD02`, `JD-X01`, …); none may.
    pub hard_failures: Vec<String>,
    /// Every failed rule with its fix, for the refusal.
    pub fixes: Vec<String>,
    /// The refusal text of an instant failure (JD-X rules), when there is one.
    pub instant_failure: Option<String>,
}

/// One approval of the current description version.
#[derive(Debug, Clone)]
pub struct ApprovalFacts {
    /// Who approved.
    pub by: UserId,
    /// In which capacity.
    pub capacity: Capacity,
    /// When.
    pub at: Timestamp,
}

/// One measure of the accountability plan.
#[derive(Debug, Clone)]
pub struct MeasureFacts {
    /// Whether target, cadence and owner are all given.
    pub complete: bool,
    /// Whether it concerns client satisfaction.
    pub client_satisfaction: bool,
}
