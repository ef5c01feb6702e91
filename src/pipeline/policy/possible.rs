//! Numbers that no floor forbids and nobody could ever satisfy: a hundred rounds, a mean of six out of five. They are
//! refused like numbers that are too loose, so that a slip of the pen stops no hire (house rules).

use std::fmt;

use super::{Direction, PolicyFault, numbers::PolicyNumbers};
use crate::kernel::{kind::Kind, text_enum::TextEnum};

/// The highest level there is.
const HIGHEST_LEVEL: f64 = 5.0;

fn fault(key: &str, given: impl fmt::Display, limit: impl fmt::Display, direction: Direction) -> PolicyFault {
    PolicyFault {
        key: format!("policy.{key}"),
        given: given.to_string(),
        floor: limit.to_string(),
        direction,
    }
}

/// Every number that is out of reach.
pub(super) fn faults(numbers: &PolicyNumbers) -> Vec<PolicyFault> {
    let mut faults: Vec<PolicyFault> = at_most(numbers)
        .into_iter()
        .filter(|(_, given, most)| given > most)
        .map(|(key, given, most)| fault(key, given, most, Direction::Max))
        .collect();
    faults.extend(
        at_least(numbers)
            .into_iter()
            .filter(|(_, given, least)| given < least)
            .map(|(key, given, least)| fault(key, given, least, Direction::Min)),
    );
    let means = [
        ("soft_mean_floor".to_owned(), numbers.soft_mean_floor),
        ("communication_floor".to_owned(), numbers.communication_floor),
    ];
    let floors = Kind::ALL.iter().flat_map(|kind| {
        let floors = numbers.floors.get(*kind).iter();
        floors.map(move |(code, floor)| (format!("floors.{kind}.{code}"), *floor))
    });
    faults.extend(
        means
            .into_iter()
            .chain(floors)
            .filter(|(_, mean)| *mean > HIGHEST_LEVEL)
            .map(|(key, mean)| fault(&key, mean, HIGHEST_LEVEL, Direction::Max)),
    );
    faults
}

/// What is counted, written or waited for, and the most anybody can be asked.
fn at_most(numbers: &PolicyNumbers) -> [(&'static str, u32, u32); 25] {
    [
        ("jd_min_score", numbers.jd_min_score, 100),
        ("jd_approvals", numbers.jd_approvals, 3),
        ("aims_per_horizon", numbers.aims_per_horizon, 10),
        ("core_values", numbers.core_values, 10),
        ("ladder_rungs", numbers.ladder_rungs, 10),
        ("accountability_measures", numbers.accountability_measures, 20),
        ("ack_reading_hours", numbers.ack_reading_hours, 336),
        ("evidence_min_chars", numbers.evidence_min_chars, 1_000),
        ("min_rounds", numbers.min_rounds, 10),
        ("min_raters", numbers.min_raters, 10),
        ("soft_raters", numbers.soft_raters, 10),
        ("critical_sources", numbers.critical_sources, 5),
        ("assessment_days", numbers.assessment_days, 10),
        ("min_references", numbers.min_references, 10),
        ("recent_references", numbers.recent_references, 10),
        ("months_together", numbers.months_together, 60),
        ("discrepancy_note_chars", numbers.discrepancy_note_chars, 2_000),
        ("disagreement_note_chars", numbers.disagreement_note_chars, 2_000),
        ("reason_min_chars", numbers.reason_min_chars, 2_000),
        ("min_assessed", numbers.min_assessed, 20),
        ("min_elapsed_days", numbers.min_elapsed_days, 180),
        ("posting_days", numbers.posting_days, 180),
        ("cooling_off_hours", numbers.cooling_off_hours, 336),
        ("check_pass_percent", numbers.check_pass_percent, 100),
        ("round_minutes", numbers.round_minutes, 480),
    ]
}

/// What nobody can do without.
fn at_least(numbers: &PolicyNumbers) -> [(&'static str, u32, u32); 5] {
    [
        ("rounds_per_candidate_day", numbers.rounds_per_candidate_day, 1),
        (
            "interviews_per_interviewer_day",
            numbers.interviews_per_interviewer_day,
            1,
        ),
        ("card_void_hours", numbers.card_void_hours, 1),
        ("freshness_days", numbers.freshness_days, 1),
        ("round_minutes", numbers.round_minutes, 15),
    ]
}
