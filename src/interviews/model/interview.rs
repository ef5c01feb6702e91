//! Rounds.

use chrono_tz::Tz;
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    interviews::schema,
    kernel::{
        codes::SourceCode,
        ids::{ApplicationId, InterviewId, RowId, UserId},
        time::Timestamp,
    },
    pipeline::state::InterviewState,
    text_enum,
};

crate::db::text_column!(InterviewState, Answer);

/// A booked round, without its raters.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = schema::interviews)]
pub struct InterviewRow {
    /// Identifies the round.
    pub id: InterviewId,
    /// Grows with every change; the ETag.
    pub version: i64,
    /// Of which application.
    pub application_id: ApplicationId,
    /// Which kit it uses, e.g. `R1`.
    pub source: SourceCode,
    /// Rounds of one appointment count once (7.10, ruling 6).
    pub appointment: i64,
    /// Where it stands.
    pub state: InterviewState,
    /// When it starts.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// The company's calendar day of the start, as `YYYY-MM-DD` (G36).
    pub local_day: String,
    /// Where, in plain words.
    pub place: String,
    /// The address of an online meeting.
    pub meeting_link: Option<String>,
    /// Whether HR added it to replace a card that came to nothing (G18).
    pub supplementary: bool,
    /// How often its invitation was changed.
    pub invitations: i64,
    /// When somebody recorded that it took place.
    pub held_at: Option<Timestamp>,
    /// When it was booked.
    pub created_at: Timestamp,
    /// The time zone it is told in; none: the company's.
    pub time_zone: Option<String>,
}

impl InterviewRow {
    /// The time zone it is told in.
    pub fn zone(&self, company: Tz) -> Tz {
        let own = self.time_zone.as_deref();
        own.and_then(|name| name.parse().ok()).unwrap_or(company)
    }
}

text_enum! {
    /// What somebody answers to an invitation.
    pub enum Answer {
        /// Comes.
        Accepted = "accepted",
        /// Cannot come.
        Declined = "declined",
    }
}

/// An answer to the invitation as it stands.
#[derive(Debug, Clone, PartialEq, Queryable, Serialize, ToSchema)]
#[schema(as = InterviewReply)]
pub struct Reply {
    #[serde(skip)]
    pub(in crate::interviews) interview: InterviewId,
    #[serde(skip)]
    pub(in crate::interviews) invitation: i64,
    /// Whose: a rater's id, or the candidate's.
    #[schema(value_type = String, format = "uuid")]
    pub person: RowId,
    /// What.
    pub answer: Answer,
    /// Why not, or what would suit.
    pub note: Option<String>,
    /// When.
    pub replied_at: Timestamp,
}

/// Who sits in a round or assesses a work sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat {
    /// The person.
    pub user: UserId,
    /// Whether others' ratings of this candidate were open to the person before being named (G16).
    pub had_sight: bool,
}

/// A booked round with its raters.
#[derive(Debug, Clone, PartialEq)]
pub struct Interview {
    /// The round.
    pub row: InterviewRow,
    /// Who rates.
    pub seats: Vec<Seat>,
    /// Answers to the invitation as it stands; those to an earlier one mean nothing any more.
    pub replies: Vec<Reply>,
}

impl Interview {
    /// What somebody has answered.
    pub fn reply_of(&self, person: Uuid) -> Option<&Reply> {
        self.replies.iter().find(|reply| reply.person.uuid() == person)
    }
    /// Whether the person rates this round.
    pub fn has(&self, user: UserId) -> bool {
        self.seats.iter().any(|seat| seat.user == user)
    }
    /// Who rates.
    pub fn raters(&self) -> Vec<UserId> {
        self.seats.iter().map(|seat| seat.user).collect()
    }
}

/// When and where a round takes place, settled.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    /// Start.
    pub starts_at: Timestamp,
    /// End.
    pub ends_at: Timestamp,
    /// The company's calendar day of the start.
    pub local_day: String,
    /// Where, in plain words.
    pub place: String,
    /// The address of an online meeting.
    pub meeting_link: Option<String>,
    /// The time zone it is told in; none: the company's.
    pub time_zone: Option<String>,
}

/// A round to be booked.
#[derive(Debug, Clone, PartialEq)]
pub struct NewInterview {
    /// Identifies the round.
    pub id: InterviewId,
    /// For which application.
    pub application: ApplicationId,
    /// Which kit it uses.
    pub source: SourceCode,
    /// The appointment of the plan it belongs to.
    pub appointment: u32,
    /// Whether it replaces a card that came to nothing.
    pub supplementary: bool,
    /// When and where.
    pub slot: Slot,
    /// Who rates.
    pub seats: Vec<Seat>,
}

/// A round as the API shows it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InterviewView {
    /// Identifies the round.
    pub id: InterviewId,
    /// Grows with every change; the ETag.
    pub version: i64,
    /// Of which application.
    pub application_id: ApplicationId,
    /// Which kit it uses, e.g. `R1`.
    #[schema(value_type = String)]
    pub source: SourceCode,
    /// Where it stands.
    pub state: InterviewState,
    /// When it starts.
    pub starts_at: Timestamp,
    /// When it ends; cards are due from then on (G18).
    pub ends_at: Timestamp,
    /// The company's calendar day of the start (G36).
    pub local_day: String,
    /// Where, in plain words.
    pub place: String,
    /// The address of an online meeting.
    pub meeting_link: Option<String>,
    /// The time zone it is told in; `null`: the company's.
    pub time_zone: Option<String>,
    /// Whether it was added to replace a card that came to nothing.
    pub supplementary: bool,
    /// When somebody recorded that it took place.
    pub held_at: Option<Timestamp>,
    /// Who rates.
    pub raters: Vec<UserId>,
    /// Raters whose card will not count, because they could see others' ratings before they were booked (G16).
    pub not_independent: Vec<UserId>,
    /// Who comes and who cannot, as far as they have answered the invitation as it stands.
    pub replies: Vec<Reply>,
}

impl From<Interview> for InterviewView {
    fn from(interview: Interview) -> Self {
        let raters = interview.raters();
        let saw = interview.seats.iter().filter(|seat| seat.had_sight);
        let not_independent = saw.map(|seat| seat.user).collect();
        let row = interview.row;
        Self {
            id: row.id,
            version: row.version,
            application_id: row.application_id,
            source: row.source,
            state: row.state,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            local_day: row.local_day,
            place: row.place,
            meeting_link: row.meeting_link,
            time_zone: row.time_zone,
            supplementary: row.supplementary,
            held_at: row.held_at,
            raters,
            not_independent,
            replies: interview.replies,
        }
    }
}
