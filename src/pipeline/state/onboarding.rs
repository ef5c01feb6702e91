//! The onboarding machine, the module sub-machine and the portfolio stages (dossier 6.4, 6.7).

use super::{Machine, Mover};
use crate::{kernel::role::Role, text_enum};

text_enum! {
    /// Where a hire stands.
    pub enum PlanState {
        /// Offer accepted; the first day is being prepared.
        Preboarding = "preboarding",
        /// At work and learning.
        Active = "active",
        /// Extended once, by at most 60 days.
        Extended = "extended",
        /// Confirmed: a trained colleague.
        Confirmed = "confirmed",
        /// Ended with a reason.
        Ended = "ended",
    }
}

impl Machine for PlanState {
    const THING: &'static str = "onboarding plan";

    fn is_terminal(self) -> bool {
        matches!(self, Self::Confirmed | Self::Ended)
    }

    fn step(self, to: Self) -> Option<&'static [Mover]> {
        use PlanState::*;
        const HR: &[Mover] = &[Mover::Staff(&[Role::Hr, Role::HrLead])];
        const MANAGER: &[Mover] = &[Mover::Staff(&[Role::HiringManager])];
        // 6.7 gives the end to "hiring_manager and hr": either of them takes the step, with a reason that is audited, and
        // no gate stands before it. The second pair of eyes belongs to a confirmation or an extension.
        const MANAGER_OR_HR: &[Mover] = &[Mover::Staff(&[Role::HiringManager, Role::Hr, Role::HrLead])];
        match (self, to) {
            (Preboarding, Active) => Some(HR),
            (Active, Confirmed | Extended) | (Extended, Confirmed) => Some(MANAGER),
            // The service ends the preparation of somebody who is not hired after all.
            (Preboarding, Ended) => Some(&[
                Mover::Staff(&[Role::HiringManager, Role::Hr, Role::HrLead]),
                Mover::System,
            ]),
            (Active | Extended, Ended) => Some(MANAGER_OR_HR),
            _ => None,
        }
    }

    fn is_guarded(self, _to: Self) -> bool {
        true
    }
}

text_enum! {
    /// Where a training module of a plan stands; `overdue` is computed, not a state.
    pub enum ModuleState {
        /// Nothing done yet.
        NotStarted = "not_started",
        /// A step is ticked.
        InProgress = "in_progress",
        /// The hire has handed in evidence.
        EvidenceSubmitted = "evidence_submitted",
        /// Signed off by a trainer who is not the hire.
        SignedOff = "signed_off",
        /// Sent back with a reason.
        Returned = "returned",
        /// Covered by an earlier certificate, tested by a trainer with at least 80 %.
        WaivedEquivalent = "waived_equivalent",
    }
}

impl ModuleState {
    /// Whether the module counts as done for prerequisites and the ramp.
    pub fn is_done(self) -> bool {
        matches!(self, Self::SignedOff | Self::WaivedEquivalent)
    }
}

impl Machine for ModuleState {
    const THING: &'static str = "training module";

    fn is_terminal(self) -> bool {
        self.is_done()
    }

    fn step(self, to: Self) -> Option<&'static [Mover]> {
        use ModuleState::*;
        const LEARNERS: &[Mover] = &[Mover::Staff(&[
            Role::Trainee,
            Role::Trainer,
            Role::Coach,
            Role::Manager,
        ])];
        const TRAINEE: &[Mover] = &[Mover::Staff(&[Role::Trainee])];
        const TRAINER: &[Mover] = &[Mover::Staff(&[Role::Trainer])];
        match (self, to) {
            (NotStarted | Returned, InProgress) => Some(LEARNERS),
            (InProgress | Returned, EvidenceSubmitted) => Some(TRAINEE),
            (EvidenceSubmitted, SignedOff | Returned) => Some(TRAINER),
            (NotStarted | InProgress, WaivedEquivalent) => Some(TRAINER),
            _ => None,
        }
    }

    fn is_guarded(self, to: Self) -> bool {
        matches!(to, Self::SignedOff | Self::WaivedEquivalent)
    }
}

text_enum! {
    /// How many own accounts a hire may carry, and how alone (dossier 6.4). Stages are ordered.
    pub enum PortfolioStage {
        /// From day 0: no own accounts, accompanied only.
        Shadow = "shadow",
        /// From day 14: up to 3, co-owner present.
        Assisted = "assisted",
        /// From day 30: up to 6, alone for routine.
        Supervised = "supervised",
        /// From day 60: up to 10, alone; renewals together.
        Growing = "growing",
        /// From day 90: up to 15, alone including renewals.
        Full1 = "full1",
        /// From day 150: up to 20, the hard cap.
        Full2 = "full2",
    }
}

impl PortfolioStage {
    /// The stage after this one.
    pub fn next(self) -> Option<Self> {
        match self {
            Self::Shadow => Some(Self::Assisted),
            Self::Assisted => Some(Self::Supervised),
            Self::Supervised => Some(Self::Growing),
            Self::Growing => Some(Self::Full1),
            Self::Full1 => Some(Self::Full2),
            Self::Full2 => None,
        }
    }
}

impl Machine for PortfolioStage {
    const THING: &'static str = "portfolio stage";

    fn is_terminal(self) -> bool {
        self == Self::Full2
    }

    fn step(self, to: Self) -> Option<&'static [Mover]> {
        (self.next() == Some(to)).then_some(&[Mover::Staff(&[Role::Coach])])
    }

    fn is_guarded(self, _to: Self) -> bool {
        true
    }
}
