//! What those who hire are told.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::CalendarEvent;

/// A step that was refused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefusedStep {
    /// The candidate and the job.
    pub about: String,
    /// The step, in plain words.
    pub step: String,
    /// The gates that are open, by number and name. Gates that tell of ratings or references are left out.
    pub gates: Vec<String>,
    /// The earliest time the step is possible, preformatted.
    pub earliest: Option<String>,
    /// The application.
    pub link: String,
}

/// An application in which nothing moves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdleCase {
    /// The candidate and the job.
    pub about: String,
    /// Where it stands, in plain words.
    pub state: String,
    /// Working days since it got there.
    pub days: i64,
    /// What should have happened by then.
    pub expected: String,
    /// The application.
    pub link: String,
}

/// A single news of a digest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DigestItem {
    /// Which message it would be on its own; its subject is the line in the digest.
    pub message: String,
    /// The message's data.
    pub data: Value,
    /// Where it leads.
    pub link: Option<String>,
}

letters! {
    /// M04, to a rater: the kit; again one day before.
    InterviewerKit {
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
        /// Where the rater says whether they come.
        reply_link: String,
        /// The event for the calendar; attached as an invitation.
        calendar: Option<CalendarEvent>,
    }
    /// M05, to a rater: the scorecard is not locked yet; +4, +24, +60 hours (G18).
    ScorecardDue {
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
    /// To somebody on a job's panel: the job is posted (7.1), or an interview does not take place.
    PanelNotice {
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
        /// The event that is taken out of the calendar.
        calendar: Option<CalendarEvent>,
    }
    /// M12, to the panel: everything is locked (G32), the debrief can be held.
    DebriefReady {
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
    /// M11, to HR: a reference will not come, or says too little.
    ReferenceProblem {
        /// The candidate.
        candidate_name: String,
        /// The job's title.
        job_title: String,
        /// The referee.
        referee_name: String,
        /// What happened, in a sentence.
        what: String,
        /// What to do, in a sentence.
        next_step: String,
        /// The referee's page.
        link: String,
    }
    /// M13, to the hiring manager: the steps that were refused since the last such mail, at most once a day.
    GateRefusedDigest {
        /// The refused steps, in order.
        refused: Vec<RefusedStep>,
    }
    /// M14, to everybody who may approve: a waiver is asked for (7.6).
    WaiverRequest {
        /// The candidate, job or hire it is about.
        about: String,
        /// Who asks.
        requester: String,
        /// The gate.
        gate: String,
        /// The value that is asked for instead of the rule's.
        value: String,
        /// Why, in a word and in sentences.
        reason: Vec<String>,
        /// What is done instead.
        measure: String,
        /// Until when it shall hold.
        expires: String,
        /// The waiver.
        link: String,
    }
    /// M15, to whoever asked: what became of a waiver.
    WaiverResult {
        /// The candidate, job or hire it is about.
        about: String,
        /// The gate.
        gate: String,
        /// What became of it: `granted`, `refused`, `taken back` or `expired`.
        result: String,
        /// Why, where somebody gave a reason.
        reason: Option<String>,
        /// Until when it holds, when it was granted.
        until: Option<String>,
        /// What it means now.
        next_step: String,
        /// The waiver.
        link: String,
    }
    /// M16, to the hiring manager: the night after the debrief is over (G37).
    CoolingOffOver {
        /// The candidate.
        candidate_name: String,
        /// The job's title.
        job_title: String,
        /// What is still unknown, without anybody's name and without a rating.
        unknowns: Vec<String>,
        /// The decision.
        link: String,
    }
    /// M33, to an interviewer alone: their ratings drift from those of others (2.5). No numbers, nobody's name but the
    /// candidates'.
    InterviewerCalibration {
        /// How many shared ratings were looked at.
        ratings: i64,
        /// In what way they drift, in words.
        tendencies: Vec<String>,
        /// Where it shows most.
        examples: Vec<String>,
        /// The practice cases.
        link: String,
    }
    /// M34, to HR: applications in which nothing moves (service levels of 7.5).
    SlaWarning {
        /// The applications, the longest silence first.
        idle: Vec<IdleCase>,
    }
    /// M35, to the hiring manager: a waiver was refused; what helps until the right person is found (7.6).
    SurgeAdvice {
        /// The candidate, job or hire it was about.
        about: String,
        /// What helps in the meantime.
        options: Vec<String>,
        /// Where to read why.
        link: String,
    }
    /// To somebody of the staff: what can wait for the morning, in one mail a day.
    Digest {
        /// The single news, in order.
        items: Vec<DigestItem>,
        /// Where the person chooses what to be told and when.
        choices_link: String,
    }
}
