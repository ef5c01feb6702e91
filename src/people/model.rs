//! Rows and what others see of them.

use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::schema;
use crate::{
    db::types::Json,
    kernel::{
        ctx::{Actor, UserActor},
        email::EmailAddress,
        ids::{ApiTokenId, ApplicationId, ExerciseId, GrantId, InterviewId, RefereeId, UserId},
        role::Role,
        time::Timestamp,
    },
    text_enum,
};

text_enum! {
    /// What a bearer token was made for.
    pub enum TokenKind {
        /// A person signed in.
        Session = "session",
        /// A program acts for a person.
        Api = "api",
    }
}

text_enum! {
    /// What a link lets its holder do.
    pub enum GrantPurpose {
        /// See and do what the candidate of one application may.
        Candidate = "candidate",
        /// Answer one reference request.
        Referee = "referee",
        /// Choose a password.
        Password = "password",
    }
}

crate::db::text_column!(TokenKind, GrantPurpose);

/// Somebody who can sign in.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = schema::users)]
pub struct User {
    /// Identifies the person.
    pub id: UserId,
    /// Grows by one with every change; the ETag.
    pub version: i64,
    /// The full name.
    pub name: String,
    /// Where the person gets mail, and signs in with.
    pub email: EmailAddress,
    /// The argon2 hash; none until a password was chosen.
    pub(super) password_hash: Option<String>,
    /// The roles held now.
    pub roles: Json<Vec<Role>>,
    /// Whether the person works in the operations function (G22, G25).
    pub operations: bool,
    /// The superior.
    pub reports_to: Option<UserId>,
    /// Since when the account is closed.
    pub disabled_at: Option<Timestamp>,
    /// When the account was made.
    pub created_at: Timestamp,
}

impl User {
    /// Whether the person has a role now.
    pub fn has(&self, role: Role) -> bool {
        self.roles.0.contains(&role)
    }
    /// Whether the account is open.
    pub fn active(&self) -> bool {
        self.disabled_at.is_none()
    }
    /// The person as an actor.
    pub fn actor(&self) -> UserActor {
        UserActor {
            id: self.id,
            name: self.name.clone(),
            roles: self.roles.0.clone(),
        }
    }
}

/// A person as the API shows them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UserView {
    /// Identifies the person.
    pub id: UserId,
    /// Grows by one with every change; the ETag.
    pub version: i64,
    /// The full name.
    pub name: String,
    /// Where the person gets mail, and signs in with.
    pub email: EmailAddress,
    /// The roles held now.
    pub roles: Vec<Role>,
    /// Whether the person works in the operations function.
    pub operations: bool,
    /// The superior.
    pub reports_to: Option<UserId>,
    /// Since when the account is closed; `null` while it is open.
    pub disabled_at: Option<Timestamp>,
    /// When the account was made.
    pub created_at: Timestamp,
}

impl From<User> for UserView {
    fn from(user: User) -> Self {
        Self {
            id: user.id,
            version: user.version,
            name: user.name,
            email: user.email,
            roles: user.roles.0,
            operations: user.operations,
            reports_to: user.reports_to,
            disabled_at: user.disabled_at,
            created_at: user.created_at,
        }
    }
}

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// The full name.
    pub name: String,
    /// Must not be anybody else's.
    pub email: EmailAddress,
    /// The roles.
    pub roles: Vec<Role>,
    /// Whether the person works in the operations function.
    pub operations: bool,
    /// The superior.
    pub reports_to: Option<UserId>,
    /// An argon2 hash; `None`: nobody can sign in with a password yet.
    pub password_hash: Option<String>,
}

/// What to change of an account; `None` leaves it as it is.
#[derive(Debug, Clone, Default)]
pub struct UserChange {
    /// The full name.
    pub name: Option<String>,
    /// The address.
    pub email: Option<EmailAddress>,
    /// The roles, all of them.
    pub roles: Option<Vec<Role>>,
    /// Whether the person works in the operations function.
    pub operations: Option<bool>,
    /// The superior; `Some(None)` takes it away.
    pub reports_to: Option<Option<UserId>>,
    /// Whether the account is closed.
    pub disabled: Option<bool>,
}

/// A person recognised by a bearer token.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who.
    pub user: UserActor,
    /// By which token.
    pub token: ApiTokenId,
}

/// Whom a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrantSubject {
    /// The candidate of one application.
    Candidate {
        /// The only application this link shows.
        application: ApplicationId,
    },
    /// A referee of one application.
    Referee {
        /// The application the reference is for.
        application: ApplicationId,
        /// Who answers.
        referee: RefereeId,
    },
    /// Somebody who chooses a password.
    Password {
        /// Whose.
        user: UserId,
    },
}

/// The page to which "Begin" leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Landing {
    /// The guest's first page.
    #[default]
    Home,
    /// The job description with its questions (M02).
    Description,
    /// A work sample (M06).
    Exercise(ExerciseId),
    /// The referees the candidate names (M07).
    Referees,
    /// The offer (M18).
    Offer,
    /// An interview (M03).
    Interview(InterviewId),
}

impl Landing {
    /// The page's place below the guest's first page.
    pub(super) fn place(self) -> Option<String> {
        match self {
            Self::Home => None,
            Self::Description => Some("description".to_owned()),
            Self::Exercise(id) => Some(format!("exercises/{id}")),
            Self::Referees => Some("referees".to_owned()),
            Self::Offer => Some("offer".to_owned()),
            Self::Interview(id) => Some(format!("interviews/{id}")),
        }
    }
}

/// A link to be made.
#[derive(Debug, Clone, Copy)]
pub struct NewGrant {
    /// Whom it is for.
    pub subject: GrantSubject,
    /// When it stops working, in case time.
    pub expires_at: Timestamp,
}

/// A link just made. The token is known here and in the mail only.
#[derive(Clone)]
pub struct IssuedGrant {
    /// Identifies the link.
    pub id: GrantId,
    /// The secret: the link is the base URL, `/l/` and this.
    pub token: String,
}

impl std::fmt::Debug for IssuedGrant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "IssuedGrant({})", self.id)
    }
}

/// What a guest has typed and not handed in.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = schema::guest_drafts)]
pub struct GuestDraft {
    /// The fields as they were typed.
    pub body: Json<serde_json::Value>,
    /// Grows by one each time it is saved.
    pub version: i64,
    /// When it was saved last.
    pub saved_at: Timestamp,
}

/// A guest's link, without its secret.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = schema::grants)]
pub struct Grant {
    /// Identifies the link.
    pub id: GrantId,
    /// What it is for.
    pub purpose: GrantPurpose,
    pub(super) application_id: Option<ApplicationId>,
    pub(super) referee_id: Option<RefereeId>,
    pub(super) user_id: Option<UserId>,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// When its holder first pressed "Begin".
    pub opened_at: Option<Timestamp>,
    /// When its holder handed in; the link shows, but changes nothing, from then on.
    pub submitted_at: Option<Timestamp>,
    /// When staff took it back.
    pub revoked_at: Option<Timestamp>,
    pub(super) leads_to: Option<String>,
}

impl Grant {
    /// The page to which "Begin" leads.
    pub fn page(&self) -> String {
        match &self.leads_to {
            Some(place) => format!("/g/{}/{place}", self.id),
            None => format!("/g/{}", self.id),
        }
    }
    /// Whom it is for.
    pub fn subject(&self) -> Option<GrantSubject> {
        match (self.purpose, self.application_id, self.referee_id, self.user_id) {
            (GrantPurpose::Candidate, Some(application), ..) => Some(GrantSubject::Candidate { application }),
            (GrantPurpose::Referee, Some(application), Some(referee), _) => {
                Some(GrantSubject::Referee { application, referee })
            }
            (GrantPurpose::Password, .., Some(user)) => Some(GrantSubject::Password { user }),
            _ => None,
        }
    }
    /// Whether it works at `now`.
    pub fn live(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
    /// The guest as an actor; password links make nobody an actor.
    pub fn actor(&self) -> Option<Actor> {
        match self.subject()? {
            GrantSubject::Candidate { application } => Some(Actor::Candidate {
                application,
                grant: self.id,
            }),
            GrantSubject::Referee { application, referee } => Some(Actor::Referee {
                application,
                referee,
                grant: self.id,
            }),
            GrantSubject::Password { .. } => None,
        }
    }
}
