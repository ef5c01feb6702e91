//! Facts about references (dossier Part 5), for gates G10b and G24 to G27.

use crate::{
    kernel::{
        codes::{CompetencyCode, ReferenceItemCode},
        ids::RefereeId,
        time::Timestamp,
    },
    pipeline::state::ReferenceState,
    text_enum,
};

text_enum! {
    /// What the referee was to the candidate.
    pub enum Relation {
        /// A former direct manager.
        FormerDirectManager = "former_direct_manager",
        /// The present manager; asked between offer and signature.
        CurrentManager = "current_manager",
        /// A colleague of operations who depended on the candidate.
        OperationsColleague = "operations_colleague",
        /// A peer who depended on the candidate.
        Peer = "peer",
        /// A client contact.
        Client = "client",
        /// A project lead (may substitute for a manager, with a note).
        ProjectLead = "project_lead",
        /// A main client of at least six months (may substitute for a manager, with a note).
        MainClient = "main_client",
        /// A supervisor of an internship or voluntary work (may substitute for a manager, with a note).
        InternshipSupervisor = "internship_supervisor",
        /// A relative; never counts.
        Relative = "relative",
        /// A member of the hiring team; never counts.
        HiringTeam = "hiring_team",
    }
}

/// Referees, their answers and what was concluded from differences.
#[derive(Debug, Clone, Default)]
pub struct ReferenceEvidence {
    /// Everyone the candidate (or a referee, by chaining) named.
    pub referees: Vec<RefereeFacts>,
    /// Resolutions of differences (G27).
    pub resolutions: Vec<ResolutionFacts>,
    /// A recorded substitution when no former manager can exist (G25): its note.
    pub manager_substitute_note: Option<String>,
}

/// One referee.
#[derive(Debug, Clone)]
pub struct RefereeFacts {
    /// The referee.
    pub referee: RefereeId,
    /// Name for texts.
    pub name: String,
    /// What they were to the candidate.
    pub relation: Relation,
    /// Where the reference stands.
    pub state: ReferenceState,
    /// When the candidate consented to contacting this person (G10b).
    pub consented_at: Option<Timestamp>,
    /// "Not before offer" (only the current manager).
    pub not_before_offer: bool,
    /// When HR verified identity (G26a).
    pub verified_at: Option<Timestamp>,
    /// First and last day worked together as the CV has it, `(from, to)`; `to` is `None` when still together.
    pub period: (Timestamp, Option<Timestamp>),
    /// When the request went out.
    pub sent_at: Option<Timestamp>,
    /// When it was answered.
    pub completed_at: Option<Timestamp>,
    /// The answers, once complete.
    pub answers: Option<AnswerFacts>,
    /// Whether a substitute for the dates is recorded (G26, s).
    pub dates_substitute_note: Option<String>,
    /// Signs of fraud that still need a named person's decision.
    pub unresolved_signs: Vec<String>,
}

/// What a referee answered.
#[derive(Debug, Clone)]
pub struct AnswerFacts {
    /// A1: from, to as the referee has it.
    pub period: (Timestamp, Option<Timestamp>),
    /// A2 agrees with the CV on title and main duties, as checked by HR; `None` = not compared yet.
    pub title_agrees: Option<bool>,
    /// A6 = "rarely": every rating counts as not observed.
    pub saw_rarely: bool,
    /// R01 to R21 with their level 1 to 5; `None` = not observed.
    pub items: Vec<(ReferenceItemCode, CompetencyCode, Option<u8>)>,
    /// R22.
    pub take_again: TakeAgain,
    /// All fives in under 60 seconds without D1 and D2: does not count as completed (5.3).
    pub low_information: bool,
}

text_enum! {
    /// R22: would you take this person again for a client-facing role?
    pub enum TakeAgain {
        /// Yes, gladly.
        YesGladly = "yes_gladly",
        /// Yes, in another role.
        AnotherRole = "another_role",
        /// With reservations.
        WithReservations = "with_reservations",
        /// No.
        No = "no",
    }
}

/// How a difference was resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolutionFacts {
    /// The competency.
    pub competency: CompetencyCode,
    /// Length of the result text in characters; 100 are needed.
    pub text_len: usize,
    /// When.
    pub at: Timestamp,
}

impl ReferenceEvidence {
    /// Completed references that count: neither disqualified nor of low information, and without an
    /// undecided fraud sign.
    pub fn counting(&self) -> impl Iterator<Item = (&RefereeFacts, &AnswerFacts)> {
        self.referees.iter().filter_map(|r| match (&r.answers, r.state) {
            (Some(a), ReferenceState::Completed)
                if !a.low_information
                    && r.unresolved_signs.is_empty()
                    && !matches!(r.relation, Relation::Relative | Relation::HiringTeam) =>
            {
                Some((r, a))
            }
            _ => None,
        })
    }
}
