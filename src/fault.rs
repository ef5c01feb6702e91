//! What can go wrong in a use case, in domain words. `web::problem` maps each to HTTP in one table.

use serde::{Deserialize, Serialize};

use crate::{
    db::{DbError, TxError},
    pipeline::refusal::Refusal,
};

/// One bad field of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FieldFault {
    /// RFC 6901 pointer to the field, e.g. `/split/relationship_pct`.
    pub pointer: String,
    /// A stable word for the kind of fault, e.g. `required`, `length`, `unknown_reason`.
    pub code: String,
    /// One sentence for a person.
    pub detail: String,
}

impl FieldFault {
    /// A bad field.
    pub fn new(pointer: impl Into<String>, code: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            code: code.into(),
            detail: detail.into(),
        }
    }
}

/// Why a use case did not happen (refusals by gates that must be recorded are
/// [`Outcome::Refused`](crate::pipeline::refusal::Outcome), not faults, inside a transaction).
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Nobody is signed in, or the token is not valid (401).
    #[error("sign in first")]
    Unauthenticated,
    /// It does not exist, or this actor may not know that it does (404).
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The actor may see it but not do this (403).
    #[error("{0}")]
    Forbidden(String),
    /// The actor may not see this until the own scorecard is locked (403, G16).
    #[error(
        "You will see the other ratings when your own scorecard is locked. Independent ratings are what makes several interviews worth more than one."
    )]
    Blind,
    /// `If-Match` is required and missing (428).
    #[error("send If-Match with the version you have read")]
    PreconditionRequired,
    /// Somebody else changed it first (412).
    #[error("it was changed in the meantime: read it again")]
    Stale,
    /// One or more fields are bad (422).
    #[error("{} field(s) need correction", .0.len())]
    Invalid(Vec<FieldFault>),
    /// A file is larger than is taken in (413).
    #[error("{}", .0.detail)]
    TooLarge(FieldFault),
    /// Already handed in; it cannot be changed (409).
    #[error("{0}")]
    AlreadySubmitted(String),
    /// It contradicts what is stored (409), with a stable code of its own.
    #[error("{detail}")]
    Conflict {
        /// A stable word.
        code: &'static str,
        /// One sentence for a person.
        detail: String,
    },
    /// The link is unknown, used, expired or revoked; deliberately one answer (404).
    #[error("this link is not valid (any more)")]
    LinkInvalid,
    /// Too many attempts (429).
    #[error("too many attempts; try again in {retry_after} seconds")]
    RateLimited {
        /// Seconds to wait.
        retry_after: u64,
    },
    /// The service cannot take more work right now (503).
    #[error("busy; try again in a moment")]
    Busy,
    /// A step was refused (409 or 403); made at the edge from a committed refusal.
    #[error("{}", .0.detail)]
    Refused(Box<Refusal>),
    /// Anything unforeseen (500, opaque; the cause goes to the log).
    #[error("internal error")]
    Internal(#[source] anyhow::Error),
}

impl Fault {
    /// One bad field.
    pub fn field(pointer: impl Into<String>, code: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldFault::new(pointer, code, detail)])
    }
    /// The actor may see it but not do this.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::Forbidden(detail.into())
    }
    /// Something that cannot happen unless the stored data or the program is wrong.
    pub fn internal(detail: impl std::fmt::Display) -> Self {
        Self::Internal(anyhow::anyhow!("{detail}"))
    }
}

impl From<DbError> for Fault {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Busy | DbError::Closed => Self::Busy,
            DbError::Unavailable(cause) => {
                tracing::error!(cause, "the database cannot be reached");
                Self::Busy
            }
            other => Self::Internal(anyhow::Error::new(other)),
        }
    }
}

impl From<diesel::result::Error> for Fault {
    fn from(error: diesel::result::Error) -> Self {
        DbError::Query(error).into()
    }
}

impl TxError for Fault {
    fn retryable(&self) -> bool {
        match self {
            Self::Internal(cause) => cause.downcast_ref::<DbError>().is_some_and(TxError::retryable),
            _ => false,
        }
    }
}
