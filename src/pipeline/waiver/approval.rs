//! Four eyes: who may ask for a waiver and which two people can grant it (dossier 7.6).

use serde::{Deserialize, Serialize};

use super::{WaiverGate, WaiverScope};
use crate::{
    kernel::{ids::UserId, role::Role},
    text_enum,
};

text_enum! {
    /// One of the two places an approval can fill.
    pub enum Seat {
        /// The HR lead.
        HrLead = "hr_lead",
        /// The sponsor, or an operations lead who is not on the panel.
        SponsorOrOpsLead = "sponsor_or_ops_lead",
        /// The sponsor (G53).
        Sponsor = "sponsor",
        /// A trainer (G51).
        Trainer = "trainer",
        /// HR (G51).
        Hr = "hr",
    }
}

/// The facts about a person who wants to approve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approver<'a> {
    /// Who.
    pub id: UserId,
    /// Roles held now.
    pub roles: &'a [Role],
    /// Whether they have rated this candidate, in a round or an exercise.
    pub has_rated: bool,
    /// Whether they are on the panel of this candidate.
    pub on_panel: bool,
    /// Whether the waiver is about their own onboarding.
    pub is_the_hire: bool,
}

/// An approval that was given, with the seats its giver could fill at that moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct GivenApproval {
    /// Who approved.
    pub by: UserId,
    /// Seats they can fill; they fill one.
    pub seats: Vec<Seat>,
}

/// What an approval brings about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// What to keep.
    pub given: GivenApproval,
    /// Whether both seats are filled now: the waiver is granted.
    pub grants: bool,
}

/// Why somebody cannot approve (403).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ApprovalRefused {
    /// T6.
    #[error("Whoever rated this candidate cannot approve a waiver for them.")]
    HasRated,
    /// The same person can be only one of the three.
    #[error("Whoever asked for a waiver cannot approve it.")]
    Requester,
    /// Nobody approves twice.
    #[error("You have approved this waiver; the second approval must come from somebody else.")]
    Twice,
    /// Nobody approves relief for their own training.
    #[error("Nobody can approve a waiver of their own onboarding.")]
    OwnOnboarding,
    /// T14: the role is missing; an administrator's does not count.
    #[error("This waiver is approved by {}.", approvers(*.0))]
    NotAnApprover(WaiverGate),
    /// The seat this person could fill is filled.
    #[error("The first approval fills your part; this waiver is approved by {}.", approvers(*.0))]
    SeatTaken(WaiverGate),
}

fn approvers(gate: WaiverGate) -> &'static str {
    match gate {
        WaiverGate::G51 => "a trainer and HR",
        WaiverGate::G53 => "the HR lead and the sponsor",
        _ => "the HR lead and one of the sponsor or an operations lead who is not on the panel",
    }
}

/// The two seats of a gate.
fn seats_of(gate: WaiverGate) -> [Seat; 2] {
    match gate {
        WaiverGate::G51 => [Seat::Trainer, Seat::Hr],
        WaiverGate::G53 => [Seat::HrLead, Seat::Sponsor],
        _ => [Seat::HrLead, Seat::SponsorOrOpsLead],
    }
}

fn can_fill(seat: Seat, approver: &Approver<'_>) -> bool {
    let has = |role| approver.roles.contains(&role);
    match seat {
        Seat::HrLead => has(Role::HrLead),
        Seat::SponsorOrOpsLead => has(Role::Sponsor) || (has(Role::OpsLead) && !approver.on_panel),
        Seat::Sponsor => has(Role::Sponsor),
        Seat::Trainer => has(Role::Trainer),
        Seat::Hr => has(Role::Hr) || has(Role::HrLead),
    }
}

/// Whether somebody with `roles` may ask for a waiver of `gate`: the hiring manager; for a hire's
/// onboarding, also those who run it.
pub fn may_request(gate: WaiverGate, roles: &[Role]) -> bool {
    let runs_onboarding = [Role::Manager, Role::Trainer, Role::Coach, Role::Hr];
    roles.contains(&Role::HiringManager)
        || (gate.scope() == WaiverScope::OnboardingPlan && roles.iter().any(|r| runs_onboarding.contains(r)))
}

/// Checks one more approval of a waiver that `requested_by` asked for.
///
/// # Errors
/// When the person asked for it, has approved it, has rated the candidate, is the hire, or fills neither
/// seat that is left.
pub fn check_approval(
    gate: WaiverGate,
    requested_by: UserId,
    approver: &Approver<'_>,
    existing: &[GivenApproval],
) -> Result<Approval, ApprovalRefused> {
    if approver.id == requested_by {
        return Err(ApprovalRefused::Requester);
    }
    if existing.iter().any(|given| given.by == approver.id) {
        return Err(ApprovalRefused::Twice);
    }
    if approver.has_rated {
        return Err(ApprovalRefused::HasRated);
    }
    if approver.is_the_hire {
        return Err(ApprovalRefused::OwnOnboarding);
    }
    let needed = seats_of(gate);
    let seats: Vec<Seat> = needed
        .into_iter()
        .filter(|&seat| can_fill(seat, approver))
        .collect();
    if seats.is_empty() {
        return Err(ApprovalRefused::NotAnApprover(gate));
    }
    let [one, other] = needed;
    let complements = |given: &GivenApproval| {
        (given.seats.contains(&one) && seats.contains(&other))
            || (given.seats.contains(&other) && seats.contains(&one))
    };
    let grants = existing.iter().any(complements);
    if !grants && !existing.is_empty() {
        return Err(ApprovalRefused::SeatTaken(gate));
    }
    Ok(Approval {
        given: GivenApproval {
            by: approver.id,
            seats,
        },
        grants,
    })
}
