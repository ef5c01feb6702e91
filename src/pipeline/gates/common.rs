//! Words and debtors that several families of gates share.

use crate::{
    kernel::{ids::UserId, role::Role, time::Timestamp},
    pipeline::{evidence::ApplicationEvidence, refusal::Owed},
};

/// An instant as refusal texts show it, rounded up to the minute so that nobody comes too early.
pub(super) fn clock(at: Timestamp) -> String {
    let minute = Timestamp::from_unix_micros(at.unix_micros().saturating_add(59_999_999));
    minute.utc().format("%Y-%m-%d %H:%M UTC").to_string()
}

/// "1 day", "3 days".
pub(super) fn count(n: impl TryInto<i64>, noun: &str) -> String {
    match n.try_into().unwrap_or(i64::MAX) {
        1 => format!("1 {noun}"),
        n => format!("{n} {noun}s"),
    }
}

/// "a", "a and b", "a, b and c".
pub(super) fn and(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A person of the case as debtor, with the name the panel knows.
pub(super) fn person(case: &ApplicationEvidence, role: Role, user: UserId) -> Owed {
    Owed {
        user: Some(user),
        name: case.panelist(user).map(|p| p.name.clone()),
        ..Owed::role(role)
    }
}

/// The case's hiring manager.
pub(super) fn hiring_manager(case: &ApplicationEvidence) -> Owed {
    person(case, Role::HiringManager, case.terms.hiring_manager)
}

/// HR's person in charge of the case.
pub(super) fn hr(case: &ApplicationEvidence) -> Owed {
    person(case, Role::Hr, case.terms.hr)
}

/// A waived value in a gate's whole unit.
pub(super) fn whole(value: f64) -> u32 {
    // Waivers are stored as numbers of the gate's unit; the cast saturates.
    value.round() as u32
}
