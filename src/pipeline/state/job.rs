//! The job machine (dossier 7.1).

use super::{Machine, Mover};
use crate::{kernel::role::Role, text_enum};

text_enum! {
    /// Where a job stands.
    pub enum JobState {
        /// Being described.
        Draft = "draft",
        /// The kind of account manager is decided.
        KindDecided = "kind_decided",
        /// The description is clear and approved.
        JdApproved = "jd_approved",
        /// The interview plan, weights and floors are frozen.
        PlanLocked = "plan_locked",
        /// Posted; candidates may apply.
        Open = "open",
        /// Paused; goes back to `open`.
        OnHold = "on_hold",
        /// Its one position is filled.
        Filled = "filled",
        /// Given up.
        Cancelled = "cancelled",
    }
}

impl JobState {
    /// The main path in order.
    pub const PATH: &'static [Self] = &[
        Self::Draft,
        Self::KindDecided,
        Self::JdApproved,
        Self::PlanLocked,
        Self::Open,
    ];

    /// Whether the plan (weights, floors, kits) is frozen.
    pub fn is_locked(self) -> bool {
        !matches!(self, Self::Draft | Self::KindDecided | Self::JdApproved)
    }
}

impl Machine for JobState {
    const THING: &'static str = "job";

    fn is_terminal(self) -> bool {
        matches!(self, Self::Filled | Self::Cancelled)
    }

    fn step(self, to: Self) -> Option<&'static [Mover]> {
        use JobState::*;
        const SPONSOR: &[Mover] = &[Mover::Staff(&[Role::Sponsor])];
        const APPROVERS: &[Mover] = &[Mover::Staff(&[Role::HiringManager, Role::OpsLead, Role::Sponsor])];
        const HR: &[Mover] = &[Mover::Staff(&[Role::Hr, Role::HrLead])];
        const LEADERS: &[Mover] = &[Mover::Staff(&[Role::Sponsor, Role::HrLead])];
        match (self, to) {
            (Draft, KindDecided) => Some(SPONSOR),
            (KindDecided, JdApproved) => Some(APPROVERS),
            (JdApproved, PlanLocked) | (PlanLocked, Open) | (Open, OnHold) | (OnHold, Open) => Some(HR),
            (Open, Filled) => Some(&[Mover::System]),
            (from, Cancelled) if !from.is_terminal() => Some(LEADERS),
            _ => None,
        }
    }

    fn is_guarded(self, _to: Self) -> bool {
        true
    }
}
