//! The application machine (dossier 7.2).

use super::{Machine, Mover};
use crate::{kernel::role::Role, text_enum};

text_enum! {
    /// Where an application stands.
    pub enum ApplicationState {
        /// Received.
        Applied = "applied",
        /// The candidate has read the description and answered the expectation questions.
        RoleAcknowledged = "role_acknowledged",
        /// Documented must-haves are checked.
        Screened = "screened",
        /// Rounds and work samples are under way.
        Assessing = "assessing",
        /// Rounds, raters, coverage, operations' voice and work samples are complete.
        Assessed = "assessed",
        /// References are complete, mixed, verified and recent.
        ReferencesComplete = "references_complete",
        /// The debrief is open: ratings and references are visible to the panel.
        DebriefOpen = "debrief_open",
        /// Disagreements, discrepancies and flags are talked through.
        Debriefed = "debriefed",
        /// Decided and signed by two people.
        Approved = "approved",
        /// An offer is with the candidate.
        OfferExtended = "offer_extended",
        /// The candidate said yes.
        OfferAccepted = "offer_accepted",
        /// Hired; onboarding goes on in its own machine.
        Hired = "hired",
        /// Paused; goes back to the same state.
        OnHold = "on_hold",
        /// The candidate withdrew.
        Withdrawn = "withdrawn",
        /// Declined by a named person with a reason code.
        Rejected = "rejected",
        /// The candidate declined the offer.
        OfferDeclined = "offer_declined",
        /// The offer expired unanswered.
        OfferLapsed = "offer_lapsed",
        /// The offer was withdrawn for right-to-work or the current employer's reference.
        OfferRescinded = "offer_rescinded",
        /// Closed because another candidate was hired, after HR confirmed the list.
        ClosedOtherHired = "closed_other_hired",
        /// Closed because the job was cancelled.
        ClosedJobCancelled = "closed_job_cancelled",
    }
}

impl ApplicationState {
    /// The main path in order.
    pub const PATH: &'static [Self] = &[
        Self::Applied,
        Self::RoleAcknowledged,
        Self::Screened,
        Self::Assessing,
        Self::Assessed,
        Self::ReferencesComplete,
        Self::DebriefOpen,
        Self::Debriefed,
        Self::Approved,
        Self::OfferExtended,
        Self::OfferAccepted,
        Self::Hired,
    ];

    /// The place on the main path, 0 for `applied`; `None` for side and end states.
    pub fn rank(self) -> Option<usize> {
        Self::PATH.iter().position(|s| *s == self)
    }
    /// Whether the main path has reached `other` (a held application counts as not having).
    pub fn has_reached(self, other: Self) -> bool {
        matches!((self.rank(), other.rank()), (Some(here), Some(there)) if here >= there)
    }
    /// Whether somebody in this state can be, or could have been, chosen: those who left by themselves or could
    /// not be hired are no alternative; those we rejected were one (G38).
    pub fn is_alternative(self) -> bool {
        !matches!(
            self,
            Self::Withdrawn | Self::OfferDeclined | Self::OfferLapsed | Self::OfferRescinded
        )
    }
}

impl Machine for ApplicationState {
    const THING: &'static str = "application";

    fn is_terminal(self) -> bool {
        matches!(
            self,
            Self::Hired
                | Self::Withdrawn
                | Self::Rejected
                | Self::OfferDeclined
                | Self::OfferLapsed
                | Self::OfferRescinded
                | Self::ClosedOtherHired
                | Self::ClosedJobCancelled
        )
    }

    fn step(self, to: Self) -> Option<&'static [Mover]> {
        use ApplicationState::*;
        const CANDIDATE: &[Mover] = &[Mover::Candidate];
        const HR: &[Mover] = &[Mover::Staff(&[Role::Hr, Role::HrLead])];
        const HR_OR_MANAGER: &[Mover] = &[Mover::Staff(&[Role::Hr, Role::HrLead, Role::HiringManager])];
        const MANAGER: &[Mover] = &[Mover::Staff(&[Role::HiringManager])];
        const SYSTEM: &[Mover] = &[Mover::System];
        match (self, to) {
            // The service takes it when a talk that was owed is recorded after the candidate's answers.
            (Applied, RoleAcknowledged) => Some(&[Mover::Candidate, Mover::System]),
            (RoleAcknowledged, Screened) | (Screened, Assessing) => Some(HR),
            (Assessing, Assessed) | (Assessed, ReferencesComplete) => Some(SYSTEM),
            (ReferencesComplete, DebriefOpen) => Some(HR_OR_MANAGER),
            (DebriefOpen, Debriefed) | (Debriefed, Approved) => Some(MANAGER),
            (Approved, OfferExtended) | (OfferAccepted, Hired) => Some(HR),
            (OfferExtended, OfferAccepted) => Some(CANDIDATE),
            (OfferExtended, OfferDeclined) => Some(CANDIDATE),
            (OfferExtended, OfferLapsed) => Some(SYSTEM),
            (OfferAccepted, OfferRescinded) => Some(HR),
            (from, Withdrawn) if !from.is_terminal() => Some(CANDIDATE),
            (from, Rejected) if !from.is_terminal() && from != OfferAccepted => Some(HR_OR_MANAGER),
            (OnHold, back) if !back.is_terminal() && back != OnHold => Some(HR),
            (from, OnHold) if !from.is_terminal() && from != OnHold => Some(HR),
            (from, ClosedOtherHired | ClosedJobCancelled) if !from.is_terminal() => Some(HR),
            _ => None,
        }
    }

    fn is_guarded(self, _to: Self) -> bool {
        true
    }
}
