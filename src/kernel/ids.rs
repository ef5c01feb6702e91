//! Typed identifiers: a UUIDv7 that knows what it identifies, so that a referee's id can never be
//! passed where an application's is meant.

use std::{fmt, hash::Hash, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// An identifier of a `T`.
pub struct Id<T>(Uuid, PhantomData<fn() -> T>);

impl<T> Id<T> {
    /// Wraps a raw identifier, e.g. one read from the database.
    pub const fn from_uuid(raw: Uuid) -> Self {
        Self(raw, PhantomData)
    }
    /// The raw identifier.
    pub const fn uuid(self) -> Uuid {
        self.0
    }
    /// The raw identifier's 16 bytes.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
impl<T> FromStr for Id<T> {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::parse_str(text).map(Self::from_uuid)
    }
}
impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Uuid::deserialize(deserializer).map(Self::from_uuid)
    }
}
impl<T> utoipa::PartialSchema for Id<T> {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .format(Some(utoipa::openapi::SchemaFormat::Custom("uuid".into())))
            .into()
    }
}
impl<T> utoipa::ToSchema for Id<T> {
    fn name() -> std::borrow::Cow<'static, str> {
        "Id".into()
    }
}

macro_rules! ids {
    ($( $(#[$meta:meta])* $tag:ident => $alias:ident ),+ $(,)?) => {
        /// What an [`Id`] can identify; the types carry no data.
        pub mod tag {
            $( $(#[$meta])* #[derive(Debug)] pub enum $tag {} )+
        }
        $( $(#[$meta])* pub type $alias = Id<tag::$tag>; )+
    };
}

ids! {
    /// A staff member or new hire who can sign in.
    User => UserId,
    /// An API token.
    ApiToken => ApiTokenId,
    /// A guest's link (grant).
    Grant => GrantId,
    /// A session opened from a guest's link.
    LinkSession => LinkSessionId,
    /// An opening for one account manager.
    Job => JobId,
    /// One version of a job description.
    Description => DescriptionId,
    /// One version of an interview plan.
    InterviewPlan => InterviewPlanId,
    /// A person who applies.
    Candidate => CandidateId,
    /// One candidate's application for one job.
    Application => ApplicationId,
    /// A scheduled interview (one round of one application).
    Interview => InterviewId,
    /// A rater's card for an interview or an exercise.
    Scorecard => ScorecardId,
    /// A work sample assigned to one application.
    Exercise => ExerciseId,
    /// A person named by the candidate for a reference.
    Referee => RefereeId,
    /// One request sent to a referee, with its answers.
    ReferenceRequest => ReferenceRequestId,
    /// A red flag on an application.
    RedFlag => RedFlagId,
    /// A debrief of one application.
    Debrief => DebriefId,
    /// A decision proposed for an application.
    Decision => DecisionId,
    /// A waiver request.
    Waiver => WaiverId,
    /// An offer.
    Offer => OfferId,
    /// The onboarding plan of one hire.
    OnboardingPlan => OnboardingPlanId,
    /// One training module of a plan.
    Module => ModuleId,
    /// A check-in of a plan.
    CheckIn => CheckInId,
    /// A coaching session of a plan.
    CoachingSession => CoachingSessionId,
    /// A client account carried by a hire.
    ClientAccount => ClientAccountId,
    /// A day-90 review.
    Review => ReviewId,
    /// A piece of evidence for a module.
    Evidence => EvidenceId,
    /// An outgoing mail.
    OutboxMail => OutboxMailId,
    /// An entry of the audit log.
    AuditEvent => AuditEventId,
    /// Any row that needs no type of its own (notes, drafts, answers).
    Row => RowId,
}
