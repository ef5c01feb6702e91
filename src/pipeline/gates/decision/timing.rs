//! Not the first person seen (G34), not the same week (G35), not the same day (G37), not stale (G41).
//! Instants are compared in UTC; a day is 24 hours (7.10, ruling 11).

use super::super::{
    Frame, reference,
    words::{all_of, plural},
};
use crate::{
    kernel::{
        codes::SourceCode,
        time::{Timestamp, days, hours},
    },
    pipeline::{
        evidence::{ApplicationEvidence, waived_whole},
        forecast::elapsed_rule,
        gate_id::GateId,
        refusal::{Finding, Owed, Shortfall},
    },
};

/// Absolute floors of 7.3: days of G35, hours of G37.
const ELAPSED_FLOOR_DAYS: u32 = 3;
const COOLING_OFF_FLOOR_HOURS: u32 = 12;

fn waived(case: &ApplicationEvidence, gate: GateId, frame: Frame<'_>) -> Option<u32> {
    waived_whole(&case.waivers, gate, frame.now)
}

/// G34. This candidate counts as one of those assessed.
pub(in crate::pipeline::gates) fn compared(case: &ApplicationEvidence, frame: Frame<'_>) -> Finding {
    let rivals = case.rivals.iter().filter(|r| r.assessed).count();
    let found = u32::try_from(rivals).unwrap_or(u32::MAX).saturating_add(1);
    let rule = frame.policy.min_assessed;
    let words = format!("{} assessed", plural(found, "candidate"));
    if found >= rule {
        return Finding::met(words);
    }
    let required = waived(case, GateId::G34, frame).map_or(rule, |value| value.clamp(1, rule));
    if found >= required {
        return Finding::Waived(format!("{words} instead of {rule}"));
    }
    let detail = if found == 1 {
        "Only one candidate has been fully assessed. Assess a second one before deciding, so that it is a choice and not the first person seen.".to_owned()
    } else {
        format!(
            "Only {found} candidates have been fully assessed; {required} are needed, so that it is a choice and not the first person seen."
        )
    };
    Finding::open(
        Shortfall::new(
            words,
            format!("{required} assessed"),
            "Assess another candidate of this job.",
            detail,
        )
        .owed([case.owed_by_hr(), case.owed_by_hiring_manager()])
        .at(format!("/applications?job_id={}", case.terms.job)),
    )
}

/// When both parts of G35 are over; `None` while the job was never posted.
fn elapsed_at(case: &ApplicationEvidence, (since_applied, posting): (u32, u32)) -> Option<Timestamp> {
    let applied = case.applied_at + days(i64::from(since_applied));
    match case.terms.posted_at {
        Some(posted) => Some(applied.max(posted + days(i64::from(posting)))),
        None if posting == 0 => Some(applied),
        None => None,
    }
}

/// G35.
pub(in crate::pipeline::gates) fn elapsed(case: &ApplicationEvidence, frame: Frame<'_>) -> Finding {
    let over = |rule| elapsed_at(case, rule).is_some_and(|at| frame.now >= at);
    let rule = elapsed_rule(frame.policy, None);
    let passed = frame.now.days_since(case.applied_at).max(0);
    let words = format!("{} since application", plural(passed, "day"));
    if over(rule) {
        return Finding::met(words);
    }
    let value = waived(case, GateId::G35, frame).map(|value| value.max(ELAPSED_FLOOR_DAYS));
    let required = elapsed_rule(frame.policy, value);
    if over(required) {
        return Finding::Waived(format!("{words} instead of {}", rule.0));
    }
    let mut detail = Vec::new();
    if frame.now < case.applied_at + days(i64::from(required.0)) {
        detail.push(format!("{words}; {} needed.", required.0));
    }
    let posted = case.terms.posted_at;
    if posted.is_none_or(|at| frame.now < at + days(i64::from(required.1))) && required.1 > 0 {
        let open_for = posted.map_or(0, |at| frame.now.days_since(at).max(0));
        detail.push(format!(
            "Posting open for {}; {} needed.",
            plural(open_for, "day"),
            required.1
        ));
    }
    let opens_at = elapsed_at(case, required);
    if let Some(at) = opens_at {
        detail.push(format!("Earliest: {}.", at.shown()));
    }
    detail.push("(House rule)".to_owned());
    let mut short = Shortfall::new(
        words,
        format!(
            "{} since application, posting open for {}",
            plural(required.0, "day"),
            plural(required.1, "day")
        ),
        "Use the days to assess a second candidate, or ask for a waiver.",
        detail.join(" "),
    )
    .owed([Owed::time()]);
    short.opens_at = opens_at;
    Finding::open(short)
}

/// G37.
pub(in crate::pipeline::gates) fn cooling_off(case: &ApplicationEvidence, frame: Frame<'_>) -> Finding {
    let rule = frame.policy.cooling_off_hours;
    let required =
        waived(case, GateId::G37, frame).map_or(rule, |value| value.max(COOLING_OFF_FLOOR_HOURS).min(rule));
    let needed = plural(required, "hour");
    let Some(debriefed) = case.debriefed_at else {
        return Finding::open(
            Shortfall::new(
                "no debrief yet",
                format!("{needed} after the debrief"),
                "Hold the debrief first.",
                format!("Sleep on it: approval possible from {needed} after the debrief. (House rule)"),
            )
            .owed([case.owed_by_hiring_manager()])
            .at(case.path("/debrief")),
        );
    };
    let since = format!("debriefed {}", debriefed.shown());
    if frame.now >= debriefed + hours(i64::from(rule)) {
        return Finding::met(since);
    }
    let opens_at = debriefed + hours(i64::from(required));
    if frame.now >= opens_at {
        return Finding::Waived(format!("{since}; {needed} instead of {rule}"));
    }
    Finding::open(
        Shortfall::new(
            since,
            format!("{needed} after the debrief"),
            "Wait until then; nothing else is missing for this gate.",
            format!(
                "Sleep on it: approval possible from {}. (House rule)",
                opens_at.shown()
            ),
        )
        .owed([Owed::time()])
        .since(debriefed)
        .opens_at(opens_at),
    )
}

/// What counts, is older than so many days and was not repeated since: scores of a source that too few people have rated
/// within these days, and references while fewer than are needed are younger.
fn stale(case: &ApplicationEvidence, limit: u32, frame: Frame<'_>) -> Vec<String> {
    let old = |at: Option<Timestamp>| at.is_some_and(|at| frame.now > at + days(i64::from(limit)));
    let enough = |found: usize, needed: u32| u32::try_from(found).unwrap_or(u32::MAX) >= needed;
    let repeated = |source: &SourceCode| {
        let of_source = case.assessment.locked().filter(|card| card.source == *source);
        enough(
            of_source.filter(|card| !old(card.locked_at)).count(),
            frame.policy.soft_raters,
        )
    };
    let cards = case
        .assessment
        .locked()
        .filter(|card| old(card.locked_at) && !repeated(&card.source))
        .map(|card| format!("scores of {}", card.source));
    let mut items: Vec<String> = cards.collect();
    let counting = || case.references.counting();
    let young = counting()
        .filter(|(referee, _)| !old(referee.completed_at))
        .count();
    if !enough(young, reference::needed(case, frame).0) {
        let aged = counting().filter(|(referee, _)| old(referee.completed_at));
        items.extend(aged.map(|(referee, _)| format!("reference of {}", referee.name)));
    }
    items.dedup();
    items
}

/// G41.
pub(in crate::pipeline::gates) fn fresh(case: &ApplicationEvidence, frame: Frame<'_>) -> Finding {
    let rule = frame.policy.freshness_days;
    if stale(case, rule, frame).is_empty() {
        return Finding::met(format!("nothing is older than {rule} days"));
    }
    let limit = waived(case, GateId::G41, frame).map_or(rule, |value| value.max(rule));
    let items = stale(case, limit, frame);
    if items.is_empty() {
        return Finding::Waived(format!("nothing is older than {limit} days instead of {rule}"));
    }
    let list = all_of(&items);
    let mut letters = list.chars();
    let capital: String = letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default();
    Finding::open(
        Shortfall::new(
            format!("{} too old", plural(items.len(), "item")),
            format!("at most {limit} days old"),
            "Repeat what is too old.",
            format!("{capital} are older than {limit} days; refresh them."),
        )
        .owed([case.owed_by_hr()])
        .at(case.path("/scorecards")),
    )
}
