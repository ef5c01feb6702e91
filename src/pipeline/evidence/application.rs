//! Facts about one application: the frame the other parts hang in.

use std::collections::BTreeMap;

use super::{
    AssessmentFacts, DebriefFacts, DecisionFacts, OfferFacts, ProtocolFacts, RedFlagFacts, ReferenceEvidence,
    RivalFacts, WaiverFacts,
};
use crate::{
    kernel::{
        codes::{CompetencyCode, QuestionCode, SourceCode},
        ids::{ApplicationId, JobId, UserId},
        kind::Kind,
        terms::{CompetencyGroup, Layout},
        time::Timestamp,
    },
    pipeline::{
        policy::KindWeights,
        state::{ApplicationState, JobState},
    },
};

/// Everything the candidate, interview, reference and decision gates look at.
#[derive(Debug, Clone)]
pub struct ApplicationEvidence {
    /// The application.
    pub application: ApplicationId,
    /// Where it stands.
    pub state: ApplicationState,
    /// Where it stood when it was put on hold.
    pub held_from: Option<ApplicationState>,
    /// When the candidate applied.
    pub applied_at: Timestamp,
    /// When it entered its present state.
    pub entered_state_at: Timestamp,
    /// The candidate's name, for refusal texts seen by staff.
    pub candidate_name: String,
    /// The job's terms as they are in force for this application.
    pub terms: JobTerms,
    /// When the candidate saw the privacy notice (G10a).
    pub notice_seen_at: Option<Timestamp>,
    /// The candidate's acknowledgement of the role (G11).
    pub acknowledgement: Option<AcknowledgementFacts>,
    /// The description's must-haves, as checked (G12).
    pub must_haves: Vec<MustHaveFacts>,
    /// Everyone who rates or may rate this candidate.
    pub panel: Vec<PanelistFacts>,
    /// Rounds, cards and work samples.
    pub assessment: AssessmentFacts,
    /// Referees, answers and resolved differences.
    pub references: ReferenceEvidence,
    /// Red flags, resolved or not.
    pub red_flags: Vec<RedFlagFacts>,
    /// The debrief, once opened.
    pub debrief: Option<DebriefFacts>,
    /// When the application entered `debriefed` (G37).
    pub debriefed_at: Option<Timestamp>,
    /// The proposed decision with its signatures.
    pub decision: Option<DecisionFacts>,
    /// Waivers asked for or granted.
    pub waivers: Vec<WaiverFacts>,
    /// The offer.
    pub offer: Option<OfferFacts>,
    /// The other applications of the same job.
    pub rivals: Vec<RivalFacts>,
    /// The prepared onboarding protocol (G40).
    pub protocol: Option<ProtocolFacts>,
}

/// What the job asks, frozen by version for this application.
#[derive(Debug, Clone)]
pub struct JobTerms {
    /// The job.
    pub job: JobId,
    /// Where the job stands.
    pub state: JobState,
    /// Its title.
    pub title: String,
    /// The kind of account manager.
    pub kind: Kind,
    /// When the job was first posted (`plan_locked -> open`).
    pub posted_at: Option<Timestamp>,
    /// The description version this candidate must have acknowledged.
    pub description_number: u32,
    /// Sales share of that version, in percent (prospecting plus extras and renewals).
    pub sales_share_pct: u8,
    /// The texts of the duties, for G38.
    pub duties: Vec<String>,
    /// Standard or small-firm layout.
    pub layout: Layout,
    /// Planned rounds with their kits.
    pub rounds: Vec<PlannedRound>,
    /// Work samples of the plan; the absolute floor is E1, E2, E3 and E4 lite.
    pub exercises: Vec<SourceCode>,
    /// Weights of the composite.
    pub weights: KindWeights,
    /// Competencies with group, floor and whether they are critical for the kind.
    pub competencies: BTreeMap<CompetencyCode, CompetencyTerms>,
    /// The hiring manager.
    pub hiring_manager: UserId,
    /// The sponsor.
    pub sponsor: UserId,
    /// HR's person in charge.
    pub hr: UserId,
    /// The operations lead.
    pub ops_lead: UserId,
}

/// A competency as the job's locked plan sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct CompetencyTerms {
    /// Soft, commercial or technical.
    pub group: CompetencyGroup,
    /// Whether it is critical for the kind (dossier 3.0).
    pub critical: bool,
    /// The floor of the plan, 1 to 5.
    pub floor: f64,
    /// Its name, for refusal texts.
    pub name: String,
}

/// One round of the locked plan.
#[derive(Debug, Clone)]
pub struct PlannedRound {
    /// `R1` to `R4`.
    pub code: SourceCode,
    /// Its name.
    pub name: String,
    /// How many raters it needs.
    pub raters: u32,
    /// Whether it consists of the work samples (R4): its cards are the exercises' cards.
    pub work_samples: bool,
    /// Rounds with the same appointment key are one round for G19 and G36 (small firm, 7.10 ruling 6).
    pub appointment: u32,
    /// What it rates, with the core questions asked in this round.
    pub kit: Vec<KitLine>,
}

/// One competency of a round's kit.
#[derive(Debug, Clone)]
pub struct KitLine {
    /// The competency.
    pub competency: CompetencyCode,
    /// Core questions of this round for it.
    pub core_questions: Vec<QuestionCode>,
}

/// How the candidate acknowledged the role.
#[derive(Debug, Clone)]
pub struct AcknowledgementFacts {
    /// Which description version was read.
    pub description_number: u32,
    /// When it was acknowledged.
    pub at: Timestamp,
    /// When the candidate was asked to read this version and answer.
    pub asked_at: Timestamp,
    /// When the candidate first answered, rightly or not.
    pub replied_at: Timestamp,
    /// How many of the five expectation questions are answered.
    pub answered: u8,
    /// The sales share the candidate expects, in percent.
    pub expected_sales_pct: u8,
    /// Whether the talk about a difference of more than 20 points is recorded.
    pub talk_held: bool,
    /// Whether HR lead let this application finish under the older version (7.1).
    pub older_version_allowed: bool,
}

/// One must-have of the description.
#[derive(Debug, Clone)]
pub struct MustHaveFacts {
    /// Its text.
    pub text: String,
    /// Whether it is evidenced by certificate or document (checked at `screened`).
    pub documented: bool,
    /// HR's tick: met, not met, or not checked yet.
    pub met: Option<bool>,
}

/// Somebody who rates or may rate.
#[derive(Debug, Clone)]
pub struct PanelistFacts {
    /// The person.
    pub user: UserId,
    /// Name for texts.
    pub name: String,
    /// Until when the interviewer certificate is valid (G13).
    pub certified_until: Option<Timestamp>,
    /// The declaration of conflicts for this candidate (G14): `None` = not declared yet.
    pub conflict: Option<ConflictFacts>,
    /// Whether the person belongs to the operations function (G22).
    pub operations: bool,
    /// Whether the person is the sponsor who runs operations (substitute of G22).
    pub owner_running_operations: bool,
}

/// A conflict declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictFacts {
    /// `None` when the person declared to have none; else its kind ("relative", "referrer", "report_to_be").
    pub kind: Option<String>,
}

impl ApplicationEvidence {
    /// The panelist with this id.
    pub fn panelist(&self, user: UserId) -> Option<&PanelistFacts> {
        self.panel.iter().find(|p| p.user == user)
    }
    /// A path below this application, for links in refusals.
    pub fn path(&self, rest: &str) -> String {
        format!("/applications/{}{rest}", self.application)
    }
}
