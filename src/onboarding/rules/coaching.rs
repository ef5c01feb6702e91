//! What a coaching session must cover and what its answers lead to (dossier 6.5).

mod effects;
mod faults;
#[cfg(test)]
mod tests;

pub use effects::{actions, risk};
pub use faults::faults;

use std::collections::BTreeSet;

use crate::{
    kernel::{ids::ClientAccountId, time::Timestamp},
    onboarding::model::{ActionState, ClientAccount, CoachingAction, CoachingReply, CoachingSession},
};

/// An account without a structured review for so many days needs an explanation: six months.
const REVIEW_WITHIN_DAYS: i64 = 182;

/// What a session is looked at with.
#[derive(Debug, Clone, Copy)]
pub struct Session<'a> {
    /// The accounts the hire carries now.
    pub accounts: &'a [ClientAccount],
    /// Sessions held before, newest first.
    pub earlier: &'a [CoachingSession],
    /// When it is held.
    pub now: Timestamp,
}

impl Session<'_> {
    fn carried(&self) -> BTreeSet<ClientAccountId> {
        self.accounts.iter().map(|account| account.id).collect()
    }
    fn name(&self, account: Option<ClientAccountId>) -> Option<&str> {
        let found = self.accounts.iter().find(|known| Some(known.id) == account);
        found.map(|known| known.name.as_str())
    }
}

fn reply<'a>(
    replies: &'a [CoachingReply],
    question: &str,
    account: Option<ClientAccountId>,
) -> Option<&'a CoachingReply> {
    replies
        .iter()
        .find(|r| r.question == question && r.account == account)
}

fn written(text: Option<&String>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

/// Whether the last account review is too long ago, or never was.
fn review_missing(reply: &CoachingReply, now: Timestamp) -> bool {
    reply
        .date
        .is_none_or(|last| now.days_since(last) > REVIEW_WITHIN_DAYS)
}

/// Whether anything of a session is still to be done.
pub fn any_open(actions: &[CoachingAction]) -> bool {
    actions.iter().any(|action| action.state == ActionState::Open)
}
