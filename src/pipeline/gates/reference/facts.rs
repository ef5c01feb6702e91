//! G26: who answered was verified before being asked, worked with the candidate long enough and recently
//! enough, and says the same as the CV.

use chrono::{Datelike, Months};

use super::super::{
    Concern, Frame,
    words::{all_of, plural},
};
use crate::{
    kernel::{ids::RefereeId, time::Timestamp},
    pipeline::{
        evidence::{AnswerFacts, ApplicationEvidence, RefereeFacts},
        refusal::{Finding, Shortfall},
        state::RedFlagState,
    },
};

/// Dates of CV and referee may lie this many months apart (5.1).
const DATE_TOLERANCE_MONTHS: u32 = 3;

type Period = (Timestamp, Option<Timestamp>);

fn later_by(at: Timestamp, months: u32) -> Timestamp {
    at.utc()
        .checked_add_months(Months::new(months))
        .map_or(at, Timestamp::new)
}

/// Whole calendar months from `from` to `to`; 0 when `to` is earlier.
fn months_between(from: Timestamp, to: Timestamp) -> u32 {
    let (a, b) = (from.utc(), to.utc());
    let apart = (b.year() - a.year()) * 12 + i32::try_from(b.month()).unwrap_or(0)
        - i32::try_from(a.month()).unwrap_or(0);
    let months = u32::try_from(apart).unwrap_or(0);
    if months > 0 && later_by(from, months) > to {
        months - 1
    } else {
        months
    }
}

/// How long they worked together; who still does, did so until the answer.
fn length_of(period: Period, answered: Timestamp) -> u32 {
    months_between(period.0, period.1.unwrap_or(answered))
}

/// By how many months the dates differ, when it is more than allowed; a started month counts.
pub(in crate::pipeline::gates) fn dates_apart(referee: &RefereeFacts, answers: &AnswerFacts) -> Option<u32> {
    let answered = answered_at(referee);
    let apart = |one: Timestamp, other: Timestamp| {
        let (early, late) = (one.min(other), one.max(other));
        (later_by(early, DATE_TOLERANCE_MONTHS) < late).then(|| months_between(early, late))
    };
    let end = |period: Period| period.1.unwrap_or(answered);
    let (cv, said) = (referee.period, answers.period);
    apart(cv.0, said.0).max(apart(end(cv), end(said)))
}

/// When a referee answered. Without that date nothing can be counted from it, and the gate stays open.
fn answered_at(referee: &RefereeFacts) -> Timestamp {
    referee.completed_at.unwrap_or(referee.period.0)
}

fn substituted(referee: &RefereeFacts) -> bool {
    let note = referee.dates_substitute_note.as_ref();
    note.is_some_and(|note| !note.trim().is_empty())
}

/// An RF22 that is explained or disproved settles a difference in title or duties (5.3).
fn facts_explained(case: &ApplicationEvidence) -> bool {
    let mut flags = case.red_flags.iter().filter(|f| f.code == "RF22").peekable();
    flags.peek().is_some()
        && flags.all(|f| matches!(f.state, RedFlagState::Explained | RedFlagState::Disproved))
}

/// What is wrong with one answered reference.
fn problems(
    case: &ApplicationEvidence,
    referee: &RefereeFacts,
    answers: &AnswerFacts,
    frame: Frame<'_>,
) -> Vec<String> {
    let answered = answered_at(referee);
    let asked = referee.sent_at.unwrap_or(answered);
    let mut problems = Vec::new();
    if referee.verified_at.is_none_or(|verified| verified > asked) {
        problems.push("identity not verified".to_owned());
    }
    // A recorded substitute proves the CV's dates, so the CV alone is measured then.
    let by_cv = length_of(referee.period, answered);
    let together = if substituted(referee) {
        by_cv
    } else {
        by_cv.min(length_of(answers.period, answered))
    };
    let needed = frame.policy.months_together;
    if together < needed {
        problems.push(format!(
            "worked together {} ({needed} needed)",
            plural(together, "month")
        ));
    }
    if let Some(months) = dates_apart(referee, answers).filter(|_| !substituted(referee)) {
        problems.push(format!("dates differ from CV by {}", plural(months, "month")));
    }
    match answers.title_agrees {
        Some(true) => {}
        Some(false) if facts_explained(case) => {}
        Some(false) => problems.push("title or duties differ from CV".to_owned()),
        None => problems.push("title and duties not yet compared with CV".to_owned()),
    }
    problems
}

/// Whether the shared work ended recently enough, or a substitute is recorded.
fn recent(referee: &RefereeFacts, frame: Frame<'_>) -> bool {
    let months = frame.policy.reference_recent_years.saturating_mul(12);
    substituted(referee)
        || referee
            .period
            .1
            .is_none_or(|end| later_by(end, months) >= frame.now)
}

/// G26. Before sending only the identity is asked for (a); afterwards everything.
pub(in crate::pipeline::gates) fn verified(
    case: &ApplicationEvidence,
    concern: Concern<'_>,
    frame: Frame<'_>,
) -> Finding {
    match concern {
        Concern::ReferenceRequest(referee) => before_sending(case, referee),
        _ => answered(case, frame),
    }
}

fn before_sending(case: &ApplicationEvidence, asked: RefereeId) -> Finding {
    let referee = case.references.referees.iter().find(|r| r.referee == asked);
    if referee.is_some_and(|r| r.verified_at.is_some()) {
        return Finding::met("identity verified");
    }
    let name = referee.map_or("This referee", |r| &r.name);
    Finding::open(shortfall(
        case,
        "identity not verified",
        "identity verified before sending",
        format!("{name}: identity not verified."),
    ))
}

fn answered(case: &ApplicationEvidence, frame: Frame<'_>) -> Finding {
    let mut sentences: Vec<String> = case
        .references
        .counting()
        .filter_map(|(referee, answers)| {
            let problems = problems(case, referee, answers, frame);
            (!problems.is_empty()).then(|| format!("{}: {}.", referee.name, problems.join(" / ")))
        })
        .collect();
    let needed = frame.policy.recent_references;
    let recent = case
        .references
        .counting()
        .filter(|(r, _)| recent(r, frame))
        .count();
    let recent = u32::try_from(recent).unwrap_or(u32::MAX);
    if recent < needed {
        sentences.push(format!(
            "{recent} of {needed} references are about work that ended within {} years.",
            frame.policy.reference_recent_years
        ));
    }
    if sentences.is_empty() {
        return Finding::met(met(case));
    }
    Finding::open(shortfall(
        case,
        "facts that are not settled",
        format!(
            "verified before sending; {} months together; {needed} within {} years; dates, title and duties as in the CV",
            frame.policy.months_together, frame.policy.reference_recent_years
        ),
        sentences.join(" "),
    ))
}

fn met(case: &ApplicationEvidence) -> String {
    let noted: Vec<String> = case
        .references
        .counting()
        .filter(|(r, _)| substituted(r))
        .map(|(r, _)| r.name.clone())
        .collect();
    if noted.is_empty() {
        "all verified, long enough, recent, facts agree".to_owned()
    } else {
        format!(
            "all verified; dates of {} by a recorded substitute",
            all_of(&noted)
        )
    }
}

fn shortfall(
    case: &ApplicationEvidence,
    found: &str,
    required: impl Into<String>,
    detail: String,
) -> Shortfall {
    Shortfall::new(
        found,
        required,
        "Verify by corporate address or call-back; clear differences with the candidate and record what proves the dates.",
        detail,
    )
    .owed([case.owed_by_hr()])
    .at(case.path("/reference_checks"))
}
