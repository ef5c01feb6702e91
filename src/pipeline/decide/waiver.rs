//! Steps of a waiver (dossier 7.6): two people grant it together, an application gets only so many, and what
//! is granted can be taken back until the offer is out.

use super::{Verdict, check_mover, forbidden, illegal};
use crate::{
    kernel::{ctx::Actor, ids::UserId, text_enum::TextEnum},
    pipeline::{
        policy::Policy,
        refusal::{Refusal, RefusalCode},
        state::{ApplicationState, Machine, StateChange, WaiverState},
        waiver::{
            Approver, GivenApproval, QuotaExceeded, WaiverGate, check_approval, check_quota, may_revoke,
        },
    },
};

/// A waiver as its approvals are judged.
#[derive(Debug, Clone, Copy)]
pub struct WaiverCase<'a> {
    /// Of which gate.
    pub gate: WaiverGate,
    /// Where it stands.
    pub state: WaiverState,
    /// Who asked for it.
    pub requested_by: UserId,
    /// Approvals given so far.
    pub approvals: &'a [GivenApproval],
    /// Gates of all waivers ever granted on this application, expired and revoked ones too.
    pub granted: &'a [WaiverGate],
    /// The policy of the case.
    pub policy: &'a Policy,
}

fn beyond_quota(from: WaiverState, to: WaiverState, quota: QuotaExceeded) -> Box<Refusal> {
    Box::new(Refusal::plain(
        RefusalCode::WaiverLimit,
        WaiverState::THING,
        from.as_str(),
        to.as_str(),
        quota.to_string(),
    ))
}

/// Judges asking for one more waiver of `gate`; `granted` as in [`WaiverCase::granted`].
///
/// # Errors
/// `waiver_limit` when the application has had its share (T7).
pub fn ask_waiver(gate: WaiverGate, granted: &[WaiverGate], policy: &Policy) -> Result<(), Box<Refusal>> {
    let to = WaiverState::Requested;
    check_quota(gate, granted, policy).map_err(|quota| beyond_quota(to, to, quota))
}

/// What comes of an approval: the step and what to keep of it, or why it is refused.
pub type WaiverVerdict = Result<(StateChange<WaiverState>, GivenApproval), Box<Refusal>>;

/// Judges an approval: the first leads to `approved1`, the one that completes the pair to `granted`. The
/// approval to keep comes with the change.
///
/// # Errors
/// The refusal: somebody who may not approve (T6, T14), the wrong moment, or no further waiver (T7).
pub fn waiver(case: &WaiverCase<'_>, approver: &Approver<'_>, actor: &Actor) -> WaiverVerdict {
    let from = case.state;
    let next = match from {
        WaiverState::Requested => WaiverState::Approved1,
        _ => WaiverState::Granted,
    };
    if actor.user_id() != Some(approver.id) {
        return Err(forbidden(from, next, &[]));
    }
    if from.step(next).is_none() {
        let detail = format!("This waiver is {}; it takes no approvals.", from.as_str());
        return Err(illegal(from, next, detail));
    }
    let approval = check_approval(case.gate, case.requested_by, approver, case.approvals).map_err(|why| {
        Box::new(Refusal::plain(
            RefusalCode::Forbidden,
            WaiverState::THING,
            from.as_str(),
            next.as_str(),
            why.to_string(),
        ))
    })?;
    check_mover(from, next, actor)?;
    // The two counts agree by construction; should they ever not, nothing is granted.
    if approval.grants != (next == WaiverState::Granted) {
        return Err(illegal(from, next, "The approvals of this waiver do not add up."));
    }
    check_quota(case.gate, case.granted, case.policy).map_err(|quota| beyond_quota(from, next, quota))?;
    Ok((StateChange::new(from, next), approval.given))
}

/// Judges taking a granted waiver back. `case` is where the application stands (before it was put on hold,
/// if it is); `None` for waivers of a job or a hire.
///
/// # Errors
/// When it is not in force, belongs to others, or the offer is out.
pub fn revoke_waiver(
    from: WaiverState,
    case: Option<ApplicationState>,
    actor: &Actor,
) -> Verdict<WaiverState> {
    let to = WaiverState::Revoked;
    check_mover(from, to, actor)?;
    if case.is_some_and(|state| !may_revoke(state)) {
        let detail = "A waiver can be taken back until the offer is out.";
        return Err(illegal(from, to, detail));
    }
    Ok(StateChange::new(from, to))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        kernel::{ctx::UserActor, role::Role},
        pipeline::waiver::Seat,
    };

    fn person(number: u128) -> UserId {
        UserId::from_uuid(Uuid::from_u128(number))
    }

    fn actor(number: u128, roles: &[Role]) -> Actor {
        Actor::User(UserActor {
            id: person(number),
            name: format!("Person {number}"),
            roles: roles.to_vec(),
        })
    }

    fn approve(
        state: WaiverState,
        approvals: &[GivenApproval],
        granted: &[WaiverGate],
        (number, roles): (u128, &[Role]),
    ) -> Result<(WaiverState, GivenApproval), RefusalCode> {
        let case = WaiverCase {
            gate: WaiverGate::G35,
            state,
            requested_by: person(1),
            approvals,
            granted,
            policy: &Policy::standard(),
        };
        let approver = Approver {
            id: person(number),
            roles,
            has_rated: false,
            on_panel: false,
            is_the_hire: false,
        };
        waiver(&case, &approver, &actor(number, roles))
            .map(|(change, given)| (change.to(), given))
            .map_err(|refusal| refusal.code)
    }

    #[test]
    fn two_different_people_grant_and_nobody_else_does() {
        let (first, given) = approve(WaiverState::Requested, &[], &[], (2, &[Role::HrLead])).unwrap();
        assert_eq!(
            (first, given.seats.as_slice()),
            (WaiverState::Approved1, &[Seat::HrLead][..])
        );
        let one = [given];
        let second = approve(WaiverState::Approved1, &one, &[], (3, &[Role::Sponsor])).unwrap();
        assert_eq!(second.0, WaiverState::Granted);
        for nobody in [
            (1, &[Role::HrLead][..]),
            (2, &[Role::HrLead]),
            (4, &[Role::Admin]),
            (4, &[Role::HiringManager]),
        ] {
            assert_eq!(
                approve(WaiverState::Approved1, &one, &[], nobody),
                Err(RefusalCode::Forbidden),
                "{nobody:?}"
            );
        }
    }

    #[test]
    fn nothing_is_approved_once_it_is_over() {
        for over in [
            WaiverState::Granted,
            WaiverState::Refused,
            WaiverState::Expired,
            WaiverState::Revoked,
        ] {
            assert_eq!(
                approve(over, &[], &[], (2, &[Role::HrLead])),
                Err(RefusalCode::IllegalStep),
                "{over}"
            );
        }
    }

    #[test]
    fn a_third_waiver_is_neither_asked_for_nor_granted() {
        let two = [WaiverGate::G19, WaiverGate::G37];
        let policy = Policy::standard();
        assert!(ask_waiver(WaiverGate::G35, &two[..1], &policy).is_ok());
        assert_eq!(
            ask_waiver(WaiverGate::G35, &two, &policy).unwrap_err().code,
            RefusalCode::WaiverLimit
        );
        assert_eq!(
            approve(WaiverState::Requested, &[], &two, (2, &[Role::HrLead])),
            Err(RefusalCode::WaiverLimit)
        );
    }

    #[test]
    fn leaders_take_a_waiver_back_until_the_offer_is_out() {
        use ApplicationState::{Approved, OfferExtended};
        let revoke = |from, case, roles: &[Role]| {
            revoke_waiver(from, case, &actor(2, roles))
                .map(|change| change.to())
                .map_err(|refusal| refusal.code)
        };
        let granted = WaiverState::Granted;
        assert_eq!(
            revoke(granted, Some(Approved), &[Role::HrLead]),
            Ok(WaiverState::Revoked)
        );
        assert_eq!(revoke(granted, None, &[Role::Sponsor]), Ok(WaiverState::Revoked));
        assert_eq!(
            revoke(granted, Some(OfferExtended), &[Role::HrLead]),
            Err(RefusalCode::IllegalStep)
        );
        assert_eq!(
            revoke(granted, Some(Approved), &[Role::HiringManager]),
            Err(RefusalCode::Forbidden)
        );
        assert_eq!(
            revoke(WaiverState::Requested, Some(Approved), &[Role::HrLead]),
            Err(RefusalCode::IllegalStep)
        );
    }
}
