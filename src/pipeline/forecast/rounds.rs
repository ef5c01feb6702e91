//! Placing the rounds that are not booked yet.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};

use super::{ForecastInput, Slot};
use crate::{
    kernel::time::{Timestamp, minutes},
    pipeline::{calendar::WorkingCalendar, policy::Policy},
};

/// Held, booked and placed rounds in the order of time.
pub(super) struct Rounds(BTreeSet<Slot>);

impl Rounds {
    fn known(input: &ForecastInput) -> Self {
        Self(input.held.iter().chain(&input.booked).copied().collect())
    }
    /// When the last one ends.
    pub(super) fn ended_at(&self) -> Option<Timestamp> {
        self.0.iter().map(|slot| slot.ends_at).max()
    }
    /// When the second one ends: references may be asked for from then on (7.2).
    pub(super) fn second_ended_at(&self) -> Option<Timestamp> {
        self.0.iter().nth(1).map(|slot| slot.ends_at)
    }
    /// When everything that the rounds yield can be on file: a card can be filed at once.
    pub(super) fn complete_at(&self, input: &ForecastInput, now: Timestamp) -> Timestamp {
        let ended = self.ended_at().unwrap_or(now);
        if input.cards_missing {
            ended.max(now)
        } else {
            ended
        }
    }
    fn missing(&self, input: &ForecastInput) -> u32 {
        input
            .required_rounds
            .saturating_sub(u32::try_from(self.0.len()).unwrap_or(u32::MAX))
    }
    /// The first round in the way of `start` to `start + length`.
    fn clash(&self, start: Timestamp, length: TimeDelta) -> Option<&Slot> {
        self.0
            .iter()
            .find(|slot| slot.starts_at < start + length && start < slot.ends_at)
    }
    fn per_day(&self, cal: &WorkingCalendar) -> BTreeMap<NaiveDate, u32> {
        let mut days = BTreeMap::new();
        for slot in &self.0 {
            *days.entry(cal.local(slot.starts_at).date()).or_insert(0) += 1;
        }
        days
    }
}

fn length(policy: &Policy) -> TimeDelta {
    minutes(i64::from(policy.round_minutes))
}

/// The missing rounds one after the other from `from` on, so many a day and on so many days as G36 allows.
pub(super) fn packed(
    input: &ForecastInput,
    policy: &Policy,
    from: Timestamp,
    cal: &WorkingCalendar,
) -> Rounds {
    let mut rounds = Rounds::known(input);
    let per_day = input
        .waived
        .rounds_per_day
        .unwrap_or(0)
        .max(policy.rounds_per_candidate_day);
    let length = length(policy);
    let mut start = cal.slot(from, length);
    for left in (1..=rounds.missing(input)).rev() {
        start = free(&rounds, start, length, cal, |days, day| {
            let on_day = days.get(&day).copied().unwrap_or(0);
            let spare = u32::try_from(days.len()).unwrap_or(u32::MAX).saturating_add(left);
            let a_new_day_is_due = on_day > 0 && spare <= policy.assessment_days;
            on_day < per_day && !a_new_day_is_due
        });
        rounds.0.insert(Slot {
            starts_at: start,
            ends_at: start + length,
        });
    }
    rounds
}

/// The first start from `from` on that clashes with no round, on a day that `fits`.
fn free(
    rounds: &Rounds,
    from: Timestamp,
    length: TimeDelta,
    cal: &WorkingCalendar,
    fits: impl Fn(&BTreeMap<NaiveDate, u32>, NaiveDate) -> bool,
) -> Timestamp {
    let days = rounds.per_day(cal);
    let mut start = cal.slot(from, length);
    // Every step passes one known round or one full day, of which there are no more than rounds.
    for _ in 0..=2 * rounds.0.len() {
        let day = cal.local(start).date();
        if !fits(&days, day) {
            start = cal.slot(cal.start_of_day(cal.next_working_day(day)), length);
        } else if let Some(taken) = rounds.clash(start, length) {
            start = cal.slot(taken.ends_at, length);
        } else {
            break;
        }
    }
    start
}

/// The missing rounds at the usual distance: the first as early as it can be, each further one `gap`
/// working days after the one before.
pub(super) fn paced(
    input: &ForecastInput,
    policy: &Policy,
    from: Timestamp,
    gap: u32,
    now: Timestamp,
    cal: &WorkingCalendar,
) -> Rounds {
    let mut rounds = Rounds::known(input);
    let length = length(policy);
    for _ in 0..rounds.missing(input) {
        let usual = rounds
            .ended_at()
            .map(|end| cal.later_by_working_days(end.max(now) - length, gap));
        let start = cal.slot(usual.map_or(from, |usual| usual.max(from)), length);
        rounds.0.insert(Slot {
            starts_at: start,
            ends_at: start + length,
        });
    }
    rounds
}
