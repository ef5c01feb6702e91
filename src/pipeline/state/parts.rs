//! The sub-machines inside an application (dossier 7.2) and the coaching session (6.5).

use super::{Machine, Mover};
use crate::{kernel::role::Role, text_enum};

const HR: &[Mover] = &[Mover::Staff(&[Role::Hr, Role::HrLead])];
const RATER: &[Mover] = &[Mover::Staff(Role::RATERS)];
const SYSTEM: &[Mover] = &[Mover::System];
const SYSTEM_OR_HR: &[Mover] = &[Mover::System, Mover::Staff(&[Role::Hr, Role::HrLead])];
const REFEREE_OR_HR: &[Mover] = &[Mover::Referee, Mover::Staff(&[Role::Hr, Role::HrLead])];

text_enum! {
    /// Where a scheduled interview (one round) stands.
    pub enum InterviewState {
        /// Wanted, no time yet.
        Planned = "planned",
        /// Has a time and raters.
        Scheduled = "scheduled",
        /// Took place.
        Held = "held",
        /// Every rater's card is locked.
        Scored = "scored",
        /// Called off.
        Cancelled = "cancelled",
        /// The candidate did not come.
        NoShow = "no_show",
    }
}

impl Machine for InterviewState {
    const THING: &'static str = "interview";
    fn is_terminal(self) -> bool {
        matches!(self, Self::Scored | Self::Cancelled | Self::NoShow)
    }
    fn step(self, to: Self) -> Option<&'static [Mover]> {
        use InterviewState::*;
        match (self, to) {
            (Planned, Scheduled) | (Scheduled, Scheduled) => Some(HR),
            (Scheduled, Held | NoShow) => Some(&[Mover::Staff(&[
                Role::Hr,
                Role::HrLead,
                Role::Interviewer,
                Role::Assessor,
                Role::HiringManager,
                Role::OpsLead,
            ])]),
            // The service calls off what was still to come when the application ends.
            (Planned | Scheduled, Cancelled) => {
                Some(&[Mover::Staff(&[Role::Hr, Role::HrLead]), Mover::System])
            }
            (Held, Scored) => Some(SYSTEM),
            _ => None,
        }
    }
    fn is_guarded(self, to: Self) -> bool {
        to == Self::Scheduled
    }
}

text_enum! {
    /// Where a rater's card stands.
    pub enum ScorecardState {
        /// Being filled; nobody else sees it.
        Draft = "draft",
        /// Submitted; its values never change again.
        Locked = "locked",
        /// Came too late (G18) and counts for nothing.
        Void = "void",
    }
}

impl Machine for ScorecardState {
    const THING: &'static str = "scorecard";
    fn is_terminal(self) -> bool {
        self != Self::Draft
    }
    fn step(self, to: Self) -> Option<&'static [Mover]> {
        match (self, to) {
            (Self::Draft, Self::Locked) => Some(RATER),
            (Self::Draft, Self::Void) => Some(SYSTEM),
            _ => None,
        }
    }
    fn is_guarded(self, to: Self) -> bool {
        matches!(to, Self::Locked | Self::Void)
    }
}

text_enum! {
    /// Where a work sample stands.
    pub enum ExerciseState {
        /// Sent to the candidate.
        Assigned = "assigned",
        /// Handed in (or, for a role play, performed).
        Submitted = "submitted",
        /// Rated by two assessors.
        Rated = "rated",
    }
}

impl Machine for ExerciseState {
    const THING: &'static str = "exercise";
    fn is_terminal(self) -> bool {
        self == Self::Rated
    }
    fn step(self, to: Self) -> Option<&'static [Mover]> {
        match (self, to) {
            (Self::Assigned, Self::Submitted) => Some(&[
                Mover::Candidate,
                Mover::Staff(&[Role::Hr, Role::HrLead, Role::Assessor]),
            ]),
            (Self::Submitted, Self::Rated) => Some(SYSTEM),
            _ => None,
        }
    }
}

text_enum! {
    /// Where a reference stands.
    pub enum ReferenceState {
        /// The candidate named the person.
        Named = "named",
        /// HR checked identity and dates.
        Verified = "verified",
        /// The request is on its way.
        Sent = "sent",
        /// The referee pressed Begin.
        Opened = "opened",
        /// Answered.
        Completed = "completed",
        /// The referee does not want to answer.
        Declined = "declined",
        /// The link ran out.
        Expired = "expired",
        /// Does not count (relative, member of the hiring team, confirmed fraud sign).
        Disqualified = "disqualified",
    }
}

impl Machine for ReferenceState {
    const THING: &'static str = "reference";
    fn is_terminal(self) -> bool {
        matches!(self, Self::Completed | Self::Declined | Self::Disqualified)
    }
    fn step(self, to: Self) -> Option<&'static [Mover]> {
        use ReferenceState::*;
        match (self, to) {
            (Named, Verified) | (Verified | Expired, Sent) => Some(HR),
            (Sent, Opened) => Some(&[Mover::Referee]),
            (Verified | Sent | Opened, Completed) => Some(REFEREE_OR_HR),
            (Sent | Opened, Declined) => Some(REFEREE_OR_HR),
            (Sent | Opened, Expired) => Some(SYSTEM),
            // The request came back: whoever is behind the address has to be found out anew.
            (Sent, Named) => Some(SYSTEM_OR_HR),
            (Named | Verified | Sent | Opened | Completed | Expired, Disqualified) => Some(HR),
            _ => None,
        }
    }
    fn is_guarded(self, to: Self) -> bool {
        // A telephone interview that no request went before is asking, too.
        to == Self::Sent || (self == Self::Verified && to == Self::Completed)
    }
}

text_enum! {
    /// Where a red flag stands (dossier 3.15).
    pub enum RedFlagState {
        /// Raised, not resolved.
        Open = "open",
        /// New evidence shows it was wrong.
        Disproved = "disproved",
        /// The candidate was heard and explained it.
        Explained = "explained",
        /// Accepted; a training module is due before stage `growing`.
        AcceptedWithPlan = "accepted_with_plan",
        /// It is true: the candidate is to be rejected.
        Confirmed = "confirmed",
    }
}

impl Machine for RedFlagState {
    const THING: &'static str = "red flag";
    fn is_terminal(self) -> bool {
        self != Self::Open
    }
    fn step(self, to: Self) -> Option<&'static [Mover]> {
        (self == Self::Open && to != Self::Open)
            .then_some(&[Mover::Staff(&[Role::HrLead, Role::HiringManager])])
    }
}

text_enum! {
    /// Where a waiver stands (dossier 7.6).
    pub enum WaiverState {
        /// Asked for.
        Requested = "requested",
        /// One of two approvals given.
        Approved1 = "approved1",
        /// In force until it expires.
        Granted = "granted",
        /// Refused by an approver.
        Refused = "refused",
        /// Its time ran out.
        Expired = "expired",
        /// Taken back before the offer.
        Revoked = "revoked",
    }
}

impl Machine for WaiverState {
    const THING: &'static str = "waiver";
    fn is_terminal(self) -> bool {
        matches!(self, Self::Refused | Self::Expired | Self::Revoked)
    }
    fn step(self, to: Self) -> Option<&'static [Mover]> {
        use WaiverState::*;
        const APPROVERS: &[Mover] = &[Mover::Staff(&[
            Role::HrLead,
            Role::Sponsor,
            Role::OpsLead,
            Role::Trainer,
            Role::Hr,
        ])];
        match (self, to) {
            (Requested, Approved1) | (Approved1, Granted) | (Requested | Approved1, Refused) => {
                Some(APPROVERS)
            }
            (Requested | Approved1 | Granted, Expired) => Some(SYSTEM),
            (Granted, Revoked) => Some(&[Mover::Staff(&[Role::HrLead, Role::Sponsor])]),
            _ => None,
        }
    }
    fn is_guarded(self, to: Self) -> bool {
        matches!(to, Self::Approved1 | Self::Granted)
    }
}

text_enum! {
    /// Where a coaching session stands.
    pub enum CoachingState {
        /// On the calendar.
        Planned = "planned",
        /// Took place, nothing left open.
        Held = "held",
        /// Took place; actions are open.
        ActionsOpen = "actions_open",
        /// Every action is done or carried over.
        Closed = "closed",
    }
}

impl Machine for CoachingState {
    const THING: &'static str = "coaching session";
    fn is_terminal(self) -> bool {
        self == Self::Closed
    }
    fn step(self, to: Self) -> Option<&'static [Mover]> {
        use CoachingState::*;
        match (self, to) {
            (Planned, Held | ActionsOpen) | (Held | ActionsOpen, Closed) => {
                Some(&[Mover::Staff(&[Role::Coach])])
            }
            _ => None,
        }
    }
}
