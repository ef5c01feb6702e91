//! Who may do what (dossier 7.0).

use crate::text_enum;

text_enum! {
    /// A role of a staff member. One person may hold several.
    pub enum Role {
        /// The owner or a leader.
        Sponsor = "sponsor",
        /// Owns the job and proposes the decision.
        HiringManager = "hiring_manager",
        /// Rates rounds.
        Interviewer = "interviewer",
        /// Rates work samples.
        Assessor = "assessor",
        /// Runs the pipeline.
        Hr = "hr",
        /// Leads HR: approves waivers, policies, second signatures.
        HrLead = "hr_lead",
        /// Leads operations.
        OpsLead = "ops_lead",
        /// Trains and signs modules off.
        Trainer = "trainer",
        /// A leader who coaches the hire and is not the daily trainer.
        Coach = "coach",
        /// Reads everything the blindness rules allow, changes nothing.
        Auditor = "auditor",
        /// Technical administration; cannot waive, approve or rate.
        Admin = "admin",
        /// The hire's manager: check-ins.
        Manager = "manager",
        /// The hire's buddy.
        Buddy = "buddy",
        /// The hire: evidence, countersignature, pulse.
        Trainee = "trainee",
    }
}

impl Role {
    /// The roles that may hold a scorecard. HR and a peer of another department may sit in R1 and R2
    /// (dossier 3.0); an administrator never rates.
    pub const RATERS: &'static [Self] = &[
        Self::Interviewer,
        Self::Assessor,
        Self::HiringManager,
        Self::OpsLead,
        Self::Hr,
        Self::HrLead,
        Self::Sponsor,
    ];
}
