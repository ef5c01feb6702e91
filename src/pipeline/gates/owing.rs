//! Who owes what is missing, with the names the evidence has.

use crate::{
    kernel::{ids::UserId, role::Role},
    pipeline::{evidence::ApplicationEvidence, refusal::Owed},
};

impl ApplicationEvidence {
    /// What somebody is called; a person who is not on the panel has no name here.
    pub(super) fn name(&self, user: UserId) -> String {
        self.panelist(user)
            .map_or("Somebody who is not on the panel".to_owned(), |p| p.name.clone())
    }
    /// A rater.
    pub(super) fn owed_by_rater(&self, user: UserId) -> Owed {
        self.owed_by(Role::Interviewer, user)
    }
    /// HR's person in charge.
    pub(super) fn owed_by_hr(&self) -> Owed {
        self.owed_by(Role::Hr, self.terms.hr)
    }
    /// The job's hiring manager.
    pub(super) fn owed_by_hiring_manager(&self) -> Owed {
        self.owed_by(Role::HiringManager, self.terms.hiring_manager)
    }
    /// A certain person in a role.
    pub(super) fn owed_by(&self, role: Role, user: UserId) -> Owed {
        Owed {
            user: Some(user),
            name: self.panelist(user).map(|p| p.name.clone()),
            ..Owed::role(role)
        }
    }
}
