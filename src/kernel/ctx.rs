//! Who does something, when, in which request.

use uuid::Uuid;

use super::{
    ids::{ApplicationId, GrantId, Id, RefereeId, UserId},
    random,
    role::Role,
    time::Timestamp,
};

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in member of staff (or a new hire).
    User(UserActor),
    /// The candidate of one application, by link.
    Candidate {
        /// The only application this guest can see.
        application: ApplicationId,
        /// The link that was used.
        grant: GrantId,
    },
    /// A referee of one application, by link.
    Referee {
        /// The application the reference is for.
        application: ApplicationId,
        /// Who answers.
        referee: RefereeId,
        /// The link that was used.
        grant: GrantId,
    },
    /// The service itself: derived steps and the clock.
    System,
}

/// A signed-in person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserActor {
    /// Who.
    pub id: UserId,
    /// Display name, for audit rows and refusals.
    pub name: String,
    /// The roles held at this moment.
    pub roles: Vec<Role>,
}

impl Actor {
    /// The signed-in person, if it is one.
    pub fn user(&self) -> Option<&UserActor> {
        match self {
            Self::User(user) => Some(user),
            _ => None,
        }
    }
    /// The signed-in person's id, if it is one.
    pub fn user_id(&self) -> Option<UserId> {
        self.user().map(|u| u.id)
    }
    /// Whether the actor is a signed-in person with at least one of `roles`.
    pub fn has_any(&self, roles: &[Role]) -> bool {
        self.user()
            .is_some_and(|u| u.roles.iter().any(|r| roles.contains(r)))
    }
}

/// The circumstances of one use case. `now` is read once per attempt and is the only time gates see.
#[derive(Debug, Clone)]
pub struct Ctx {
    /// Who acts.
    pub actor: Actor,
    /// The case time.
    pub now: Timestamp,
    /// The request this belongs to.
    pub request_id: Uuid,
}

impl Ctx {
    /// The circumstances of something the service itself does.
    pub fn system(now: Timestamp) -> Self {
        Self {
            actor: Actor::System,
            now,
            request_id: random::request_id(),
        }
    }
    /// A new identifier stamped with this context's time.
    pub fn new_id<T>(&self) -> Id<T> {
        random::new_id(self.now)
    }
}
