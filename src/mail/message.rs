//! The messages of dossier Annex B that lie on the path from application to training: what each one
//! has to be told. The texts are in `email_templates/<name>/`.
//!
//! Times come preformatted (see [`when`](super::when)), in the company's time zone. A field whose name
//! is `link` or ends in `_link` holds an address; it may carry a secret and is blanked in the outbox
//! once the mail has left. Nothing here may hold a score, a rating or a rater's opinion.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{kernel::time::Timestamp, text_enum};

macro_rules! messages {
    ($( $(#[$meta:meta])* $name:ident = $word:literal { $( $(#[$fmeta:meta])* $field:ident : $type:ty ),+ $(,)? } )+) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
            #[serde(deny_unknown_fields)]
            pub struct $name { $( $(#[$fmeta])* pub $field: $type ),+ }

            impl From<$name> for Message {
                fn from(message: $name) -> Self {
                    Self::$name(message)
                }
            }
        )+

        /// A mail to one person, before it is put into words.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Message { $( $(#[$meta])* $name($name) ),+ }

        impl Message {
            /// The names of all messages, which are the names of their template folders.
            pub const NAMES: &'static [&'static str] = &[$( $word ),+];

            /// The message's name, e.g. `reference_request`.
            pub fn name(&self) -> &'static str {
                match self { $( Self::$name(_) => $word ),+ }
            }
            /// What the template is given.
            ///
            /// # Errors
            /// Never in practice: these are plain structs of texts and numbers.
            pub fn data(&self) -> Result<Value, serde_json::Error> {
                match self { $( Self::$name(data) => serde_json::to_value(data) ),+ }
            }
            /// Reads a message back from its name and data; `None` when there is no such message.
            pub(crate) fn parse(name: &str, data: &Value) -> Option<Result<Self, serde_json::Error>> {
                match name {
                    $( $word => Some(<$name as Deserialize>::deserialize(data).map(Self::$name)), )+
                    _ => None,
                }
            }
        }
    };
}

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

/// What a calendar needs to know of an interview.
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
}

messages! {
    /// M01, to the candidate: the application has arrived.
    ApplicationReceived = "application_received" {
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
    JdAcknowledge = "jd_acknowledge" {
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
    InterviewInvitation = "interview_invitation" {
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
        /// The event for the calendar; attached as an invitation.
        calendar: Option<CalendarEvent>,
    }
    /// M04, to a rater: the kit; again one day before.
    InterviewerKit = "interviewer_kit" {
        /// Who is interviewed.
        candidate_name: String,
        /// The job's title.
        job_title: String,
        /// The round's name.
        round: String,
        /// Begin, day and time.
        starts: String,
        /// The kit.
        kit_link: String,
        /// What this rater rates.
        competencies: Vec<String>,
        /// Whether this is the reminder of the day before.
        reminder: bool,
    }
    /// M05, to a rater: the scorecard is not locked yet; +4, +24, +60 hours (G18).
    ScorecardDue = "scorecard_due" {
        /// Who was interviewed.
        candidate_name: String,
        /// The job's title.
        job_title: String,
        /// The round's or exercise's name.
        round: String,
        /// The scorecard.
        scorecard_link: String,
        /// Hours until the card becomes void.
        hours_left: i64,
        /// When the card becomes void.
        due: String,
    }
    /// M06, to the candidate: a work sample is assigned.
    WorkSample = "work_sample" {
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
    ReferenceConsent = "reference_consent" {
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
    ReferenceRequest = "reference_request" {
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
    ReferenceReminder = "reference_reminder" {
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
    ReferenceThanks = "reference_thanks" {
        /// The candidate.
        candidate_name: String,
        /// Where the referee says "do not ask me again".
        stop_link: String,
    }
    /// To somebody on a job's panel: the job is posted (7.1), or an interview does not take place.
    PanelNotice = "panel_notice" {
        /// The job's title.
        job_title: String,
        /// What happened, in a few words, for the subject.
        heading: String,
        /// What happened, in a sentence or two.
        what: String,
        /// What it means for this person.
        lines: Vec<String>,
        /// What to do next.
        next_step: String,
    }
    /// M12, to the panel: everything is locked (G32), the debrief can be held.
    DebriefReady = "debrief_ready" {
        /// The candidate.
        candidate_name: String,
        /// The job's title.
        job_title: String,
        /// The debrief.
        debrief_link: String,
        /// What to talk about, in order.
        agenda: Vec<String>,
        /// Names of the competencies whose raters are two points or more apart (G33); never the points.
        disagreements: Vec<String>,
        /// By when the debrief should be held.
        due: String,
    }
    /// M17, to the candidate: each change, and weekly.
    StatusUpdate = "status_update" {
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
    }
    /// M18, to the candidate: the offer. Pay is behind the link, not in the mail.
    Offer = "offer" {
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
    RejectionWithFeedback = "rejection_with_feedback" {
        /// The job's title.
        job_title: String,
        /// The lines of feedback; empty when there was nothing to assess yet.
        feedback: Vec<String>,
        /// Until when the data are kept.
        data_kept_until: Option<String>,
    }
    /// M20, to the new hire: the first week, and the honest preview again.
    Preboarding = "preboarding" {
        /// The job's title.
        job_title: String,
        /// The first day.
        starts: String,
        /// What happens in the first week.
        first_week: Vec<String>,
        /// What the job is like.
        preview: Vec<String>,
        /// The buddy's name.
        buddy: Option<String>,
        /// Where the new hire sets up the sign-in.
        account_link: Option<String>,
    }
    /// M22, to the trainee or the trainer: a training module is due.
    ModuleDue = "module_due" {
        /// Code and name of the module.
        module: String,
        /// The trainer's name.
        trainer: String,
        /// The trainee's name when the mail goes to the trainer; none when it goes to the trainee.
        trainee_name: Option<String>,
        /// The steps that are still open.
        steps: Vec<String>,
        /// By when.
        due: String,
        /// The module.
        link: String,
    }
    /// M27 and M29, to the manager, the coach or the sponsor: something around a hire is late (6.5, G55, G59).
    OnboardingNotice = "onboarding_notice" {
        /// The hire.
        trainee_name: String,
        /// What is late, as the end of a sentence.
        what: String,
        /// Since when.
        since: String,
        /// What it is about.
        content: Vec<String>,
        /// What to do.
        next_step: String,
        /// Where.
        link: String,
    }
    /// To somebody of the staff: a password was set for their account, by whomever.
    PasswordSet = "password_set" {
        /// When.
        when: String,
    }
}

/// Whether a field of a message holds an address.
pub(crate) fn is_link(field: &str) -> bool {
    field == "link" || field.ends_with("_link")
}
