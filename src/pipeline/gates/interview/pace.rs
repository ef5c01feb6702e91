//! G36: not too many interviews on one day, and the assessment on more than one.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Concern, Frame,
    rounds::{held, needed_rounds},
    stands, was_held,
};
use crate::{
    kernel::codes::SourceCode,
    pipeline::{
        evidence::{ApplicationEvidence, ProposedBooking, waived_value},
        gate_id::GateId,
        gates::words::count,
        refusal::{Finding, Shortfall},
    },
};

/// Rounds a day beyond which no waiver goes (7.3, for travelling candidates).
const MOST_ROUNDS: u32 = 3;

/// Rounds per day. Rounds of one appointment are one (7.10, ruling 6).
fn per_day<'a>(
    case: &ApplicationEvidence,
    rounds: impl Iterator<Item = (&'a str, &'a SourceCode)>,
) -> BTreeMap<String, u32> {
    let appointment = |code: &SourceCode| {
        let mut planned = case.terms.rounds.iter();
        planned.find(|p| p.code == *code).map(|p| p.appointment)
    };
    let mut shared: BTreeSet<(String, u32)> = BTreeSet::new();
    let mut days: BTreeMap<String, u32> = BTreeMap::new();
    for (day, code) in rounds {
        let first = appointment(code).is_none_or(|n| shared.insert((day.to_owned(), n)));
        if first {
            *days.entry(day.to_owned()).or_default() += 1;
        }
    }
    days
}

fn too_many(case: &ApplicationEvidence, date: &str, n: u32, limit: u32, whose: &str) -> Shortfall {
    Shortfall::new(
        format!("{n} {whose} on {date}"),
        format!("at most {limit}"),
        "Choose another day.",
        format!("Too many interviews on {date}: {n}. Spread them."),
    )
    .owed([case.owed_by_hr()])
    .at(case.path("/scheduled_interviews"))
}

pub(in crate::pipeline::gates) fn pace(
    case: &ApplicationEvidence,
    concern: Concern<'_>,
    frame: Frame<'_>,
) -> Finding {
    let usual = frame.policy.rounds_per_candidate_day;
    let waived = waived_value(&case.waivers, GateId::G36, frame.now).map_or(usual, |value| {
        if value >= f64::from(MOST_ROUNDS) {
            MOST_ROUNDS
        } else {
            usual
        }
    });
    let booking = match concern {
        Concern::Booking(booking) => Some(booking),
        _ => None,
    };
    let others = case
        .assessment
        .rounds
        .iter()
        .filter(|r| stands(r) && booking.is_none_or(|b| b.interview != Some(r.interview)))
        .map(|r| (r.local_day.as_str(), &r.source));
    let all = others.chain(booking.map(|b| (b.local_day.as_str(), &b.source)));
    let mut days = per_day(case, all);
    if let Some(booking) = booking {
        days.retain(|day, _| *day == booking.local_day);
        if let Some(short) = tired_interviewer(case, booking, frame) {
            return Finding::open(short);
        }
    }
    if let Some((date, n)) = days.iter().find(|(_, n)| **n > waived) {
        return Finding::open(too_many(case, date, *n, waived, "rounds of this candidate"));
    }
    if booking.is_none()
        && let Some(short) = too_few_days(case, frame, waived > usual)
    {
        return Finding::open(short);
    }
    match days.iter().find(|(_, n)| **n > usual) {
        Some((date, n)) => Finding::Waived(format!("{n} rounds on {date}; {usual} without the waiver")),
        None => Finding::met(format!("at most {usual} rounds a day")),
    }
}

fn tired_interviewer(
    case: &ApplicationEvidence,
    booking: &ProposedBooking,
    frame: Frame<'_>,
) -> Option<Shortfall> {
    let limit = frame.policy.interviews_per_interviewer_day;
    let (rater, load) = booking.raters_load.iter().find(|(_, load)| load + 1 > limit)?;
    let whose = format!("interviews of {}", case.name(*rater));
    Some(too_many(case, &booking.local_day, load + 1, limit, &whose))
}

/// Once all rounds are held they must lie on enough days. With a waiver for a travelling candidate, work
/// samples handed in on an earlier day count as a day.
fn too_few_days(case: &ApplicationEvidence, frame: Frame<'_>, travelling: bool) -> Option<Shortfall> {
    let needed = frame.policy.assessment_days;
    if held(case) < needed_rounds(case, frame) {
        return None;
    }
    let rounds = case.assessment.rounds.iter().filter(|r| was_held(r));
    let mut days: BTreeSet<String> = rounds.map(|r| r.local_day.clone()).collect();
    let first = days.first().cloned().unwrap_or_default();
    if travelling {
        let handed_in = case.assessment.exercises.iter().filter_map(|e| e.submitted_at);
        let remote = handed_in.map(|at| at.utc().format("%Y-%m-%d").to_string());
        days.extend(remote.filter(|day| *day < first));
    }
    let found = count(&days);
    (found < needed).then(|| {
        Shortfall::new(
            format!("all rounds on {found} day"),
            format!("{needed} different days"),
            "Hold a supplementary round on another day.",
            format!("Too many interviews on {first}: {}. Spread them.", held(case)),
        )
        .owed([case.owed_by_hr()])
        .at(case.path("/scheduled_interviews"))
    })
}
