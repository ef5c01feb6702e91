//! What candidates and referees are told.

use serde::{Deserialize, Serialize};

use crate::{kernel::time::Timestamp, text_enum};

text_enum! {
    /// Why an invitation is sent.
    pub enum Change {
        /// The interview is new.
        New = "new",
        /// Its time, place or people changed.
        Moved = "moved",
        /// It will not take place.
        Cancelled = "cancelled",
    }
}

/// A step and the earliest time it can happen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarliestDate {
    /// The step, in plain words.
    pub what: String,
    /// The earliest time, preformatted.
    pub when: String,
}

/// Somebody a candidate will meet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Display name.
    pub name: String,
    /// What the person does, e.g. `operations`.
    pub role: String,
}

/// A referee as the candidate named them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedReferee {
    /// Display name.
    pub name: String,
    /// How they worked together, in plain words.
    pub relation: String,
    /// The firm, if it was given.
    pub organisation: Option<String>,
}

/// What a calendar needs to know of an interview. Nothing here may be secret: calendars are shared and synchronised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarEvent {
    /// Stays the same for all changes of one interview: its id.
    pub uid: String,
    /// 0 for the first invitation, one more with every change, the cancellation included.
    pub sequence: u32,
    /// Begin.
    pub starts_at: Timestamp,
    /// End.
    pub ends_at: Timestamp,
    /// What it is, in a few words; the mail's subject when it is empty.
    #[serde(default)]
    pub title: String,
    /// The room, in plain words.
    #[serde(default)]
    pub place: String,
    /// Who takes part, the address of the call, and what else one wants to have at hand.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Whether it will not take place.
    #[serde(default)]
    pub cancelled: bool,
}

letters! {
    /// M01, to the candidate: the application has arrived.
    ApplicationReceived {
        /// The job's title.
        job_title: String,
        /// The published job description.
        jd_link: String,
        /// The privacy notice.
        privacy_link: String,
        /// The steps to come, in order.
        steps: Vec<String>,
        /// When each step can happen at the earliest (dossier 7.5).
        earliest_dates: Vec<EarliestDate>,
    }
    /// M02, to the candidate: read the description and answer five questions (G11); reminders +2, +5 days.
    JdAcknowledge {
        /// The job's title.
        job_title: String,
        /// The version of the description to read.
        jd_version: i64,
        /// The candidate's link to the questions.
        quiz_link: String,
        /// A first realistic look at the job.
        preview: Vec<String>,
        /// Until when the link works.
        expires: String,
        /// Whether this is a reminder.
        reminder: bool,
    }
    /// M03, to the candidate: an interview is booked, moved or cancelled.
    InterviewInvitation {
        /// The job's title.
        job_title: String,
        /// The round's name.
        round: String,
        /// Why this is sent.
        change: Change,
        /// Begin, day and time.
        starts: String,
        /// The day of the begin, for the subject.
        starts_day: String,
        /// Planned length in minutes.
        duration_minutes: i64,
        /// Where, in plain words.
        place: String,
        /// The address of an online meeting.
        meeting_link: Option<String>,
        /// Whom the candidate will meet.
        people: Vec<Person>,
        /// What is measured in this round, in plain words.
        measured: Vec<String>,
        /// Whom to write to for an adjustment: an address or a name with a number.
        adjustment_contact: String,
        /// Where the candidate says whether the time suits.
        reply_link: Option<String>,
        /// The event for the calendar; attached as an invitation.
        calendar: Option<CalendarEvent>,
    }
    /// M06, to the candidate: a work sample is assigned.
    WorkSample {
        /// The job's title.
        job_title: String,
        /// The exercise's name.
        exercise: String,
        /// Working time in minutes.
        minutes: i64,
        /// From when it can be started.
        window_from: String,
        /// Until when it must be handed in.
        window_until: String,
        /// The candidate's link to the exercise.
        link: String,
        /// What to have at hand.
        prepare: Vec<String>,
        /// What feedback the candidate gets, and when.
        feedback_promise: String,
    }
    /// M07, to the candidate: name referees and consent to each (G10); once more after the second round.
    ReferenceConsent {
        /// The job's title.
        job_title: String,
        /// Those already named.
        referees: Vec<NamedReferee>,
        /// How many are needed so that enough answer (dossier 5.1: 4).
        minimum: i64,
        /// The candidate's link.
        link: String,
        /// Until when the link works.
        expires: String,
        /// Whether this is the reminder after the second round.
        reminder: bool,
    }
    /// M08, to a referee: the request itself (dossier 5.1).
    ReferenceRequest {
        /// The candidate.
        candidate_name: String,
        /// The job's title.
        job_title: String,
        /// How they worked together, e.g. `direct manager`.
        relation: String,
        /// The referee's single-use link.
        token_link: String,
        /// Where the referee says "do not ask me again".
        stop_link: String,
        /// The privacy notice.
        privacy_link: String,
        /// Until when the link works (14 days).
        expires: String,
        /// How many minutes the form takes.
        minutes: i64,
    }
    /// M09, to a referee: +2, +5 and +9 days.
    ReferenceReminder {
        /// The candidate.
        candidate_name: String,
        /// The job's title.
        job_title: String,
        /// How they worked together.
        relation: String,
        /// The referee's single-use link.
        token_link: String,
        /// Where the referee says "do not ask me again".
        stop_link: String,
        /// Until when the link works.
        expires: String,
        /// How many minutes the form takes.
        minutes: i64,
        /// Whether no further reminder follows.
        last: bool,
    }
    /// M10, to a referee: thanks for the answers.
    ReferenceThanks {
        /// The candidate.
        candidate_name: String,
        /// Where the referee says "do not ask me again".
        stop_link: String,
    }
    /// M17, to the candidate: each change, and weekly.
    StatusUpdate {
        /// The job's title.
        job_title: String,
        /// Where the application stands, in plain words.
        stage: String,
        /// What happens next and who has to do it.
        next_step: String,
        /// Until when, as a sentence.
        by: Option<String>,
        /// The candidate's own page.
        link: Option<String>,
        /// Whether the candidate can still withdraw: not after a hire or an end.
        #[serde(default)]
        can_withdraw: bool,
    }
    /// M18, to the candidate: the offer. Pay is behind the link, not in the mail.
    Offer {
        /// The job's title.
        job_title: String,
        /// The candidate's link to the offer.
        link: String,
        /// Until when it is open (72 hours at least).
        open_until: String,
        /// The first day, if it is settled.
        starts: Option<String>,
        /// What to mention in the mail.
        highlights: Vec<String>,
    }
    /// M19, to the candidate: no, with three lines tied to job duties and never a rater's name.
    RejectionWithFeedback {
        /// The job's title.
        job_title: String,
        /// The lines of feedback; empty when there was nothing to assess yet.
        feedback: Vec<String>,
        /// Until when the data are kept.
        data_kept_until: Option<String>,
    }
}
