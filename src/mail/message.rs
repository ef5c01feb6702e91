//! The messages of dossier Annex B, from the application to the confirmed hire: what each one has to be told. The
//! texts are in `email_templates/<name>/`.
//!
//! Times come preformatted (see [`when`](super::when)), in the company's time zone. A field whose name
//! is `link` or ends in `_link` holds an address; one that begins with `/` is a place of ours and gets the base URL
//! when the mail is written. It may carry a secret and is blanked in the outbox once the mail has left. Nothing here may
//! hold a score, a rating or a rater's opinion.

use serde::Deserialize;
use serde_json::Value;

use crate::text_enum;

/// Makes messages plain data.
macro_rules! letters {
    ($( $(#[$meta:meta])* $name:ident { $( $(#[$fmeta:meta])* $field:ident : $type:ty ),+ $(,)? } )+) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
            #[serde(deny_unknown_fields)]
            pub struct $name { $( $(#[$fmeta])* pub $field: $type ),+ }
        )+
    };
}

mod guests;
mod hiring;
mod onboarding;

pub use guests::*;
pub use hiring::*;
pub use onboarding::*;

macro_rules! messages {
    ($( $(#[$meta:meta])* $name:ident = $word:literal $code:literal ),+ $(,)?) => {
        $(
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
            /// Their numbers in dossier Annex B, in the same order; empty for those it does not count.
            pub const CODES: &'static [&'static str] = &[$( $code ),+];

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
            pub fn parse(name: &str, data: &Value) -> Option<Result<Self, serde_json::Error>> {
                match name {
                    $( $word => Some(<$name as Deserialize>::deserialize(data).map(Self::$name)), )+
                    _ => None,
                }
            }
        }
    };
}

messages! {
    /// The application has arrived.
    ApplicationReceived = "application_received" "M01",
    /// Read the description and answer.
    JdAcknowledge = "jd_acknowledge" "M02",
    /// An interview is booked, moved or cancelled.
    InterviewInvitation = "interview_invitation" "M03",
    /// The kit of a round.
    InterviewerKit = "interviewer_kit" "M04",
    /// A scorecard is not locked yet.
    ScorecardDue = "scorecard_due" "M05",
    /// A work sample is assigned.
    WorkSample = "work_sample" "M06",
    /// Name referees and agree to each.
    ReferenceConsent = "reference_consent" "M07",
    /// The request to a referee.
    ReferenceRequest = "reference_request" "M08",
    /// Its reminder.
    ReferenceReminder = "reference_reminder" "M09",
    /// Thanks for the answers.
    ReferenceThanks = "reference_thanks" "M10",
    /// A reference will not come or says too little.
    ReferenceProblem = "reference_problem" "M11",
    /// The debrief can be held.
    DebriefReady = "debrief_ready" "M12",
    /// Steps that were refused.
    GateRefusedDigest = "gate_refused_digest" "M13",
    /// A waiver is asked for.
    WaiverRequest = "waiver_request" "M14",
    /// What became of a waiver.
    WaiverResult = "waiver_result" "M15",
    /// The cooling-off is over.
    CoolingOffOver = "cooling_off_over" "M16",
    /// Where an application stands.
    StatusUpdate = "status_update" "M17",
    /// The offer.
    Offer = "offer" "M18",
    /// No, with feedback.
    RejectionWithFeedback = "rejection_with_feedback" "M19",
    /// Before the first day.
    Preboarding = "preboarding" "M20",
    /// What is not ready for the first day.
    DayOneReadiness = "day1_readiness" "M21",
    /// A training module is due.
    ModuleDue = "module_due" "M22",
    /// A training module is late.
    ModuleOverdue = "module_overdue" "M23",
    /// Evidence waits for the trainer.
    EvidenceSubmitted = "evidence_submitted" "M24",
    /// A module came back.
    EvidenceReturned = "evidence_returned" "M25",
    /// A check-in is due.
    CheckinDue = "checkin_due" "M26",
    /// A check-in is late.
    CheckinOverdue = "checkin_overdue" "M27",
    /// How it goes.
    PulseSurvey = "pulse_survey" "M28",
    /// A coaching session is due.
    CoachingDue = "coaching_due" "M29",
    /// What was agreed in a session.
    CoachingActions = "coaching_actions" "M30",
    /// A contract ends.
    RenewalWatch = "renewal_watch" "M31",
    /// The load is too high.
    LoadAlert = "load_alert" "M32",
    /// An interviewer's ratings drift.
    InterviewerCalibration = "interviewer_calibration" "M33",
    /// Applications in which nothing moves.
    SlaWarning = "sla_warning" "M34",
    /// What helps instead of a rushed hire.
    SurgeAdvice = "surge_advice" "M35",
    /// News for the panel of a job.
    PanelNotice = "panel_notice" "",
    /// No coaching for too long.
    OnboardingNotice = "onboarding_notice" "",
    /// Where a password is chosen.
    PasswordLink = "password_link" "",
    /// A password was set.
    PasswordSet = "password_set" "",
    /// What could wait for the morning.
    Digest = "digest" "",
}

text_enum! {
    /// What a person can be told at once, in a daily digest or not at all. Everything else is part of a process
    /// somebody waits in, and always sent.
    pub enum Topic {
        /// Refused steps, idle applications, the own ratings (M13, M33, M34).
        Hiring = "hiring",
        /// Training modules that are due, late or wait for a look (M22, M23, M24).
        Training = "training",
        /// Check-ins and questions how it goes (M26, M28).
        CheckIns = "check_ins",
        /// Coaching sessions and what was agreed there (M29, M30).
        Coaching = "coaching",
        /// Contracts that end and a load that is too high (M31, M32).
        Accounts = "accounts",
    }
}

crate::db::types::text_column!(Topic);

impl Message {
    /// The topic under which a person chooses; `None` for what is always sent.
    pub fn topic(&self) -> Option<Topic> {
        match self {
            Self::GateRefusedDigest(_) | Self::InterviewerCalibration(_) | Self::SlaWarning(_) => {
                Some(Topic::Hiring)
            }
            Self::ModuleDue(_) | Self::ModuleOverdue(_) | Self::EvidenceSubmitted(_) => Some(Topic::Training),
            Self::CheckinDue(_) | Self::PulseSurvey(_) => Some(Topic::CheckIns),
            Self::CoachingDue(_) | Self::CoachingActions(_) => Some(Topic::Coaching),
            Self::RenewalWatch(_) | Self::LoadAlert(_) => Some(Topic::Accounts),
            _ => None,
        }
    }
}

/// Whether a field of a message holds an address.
pub(crate) fn is_link(field: &str) -> bool {
    field == "link" || field.ends_with("_link")
}
