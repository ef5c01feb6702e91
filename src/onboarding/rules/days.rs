//! When things are due: days counted from the start (dossier 6.1, 6.5).

use crate::{
    content::model::CheckIns,
    kernel::time::{Timestamp, days},
    pipeline::calendar::WorkingCalendar,
};

/// The end of the day on which a module is due: calendar days from the start date.
pub fn module_due(starts_at: Timestamp, due_day: i64, calendar: &WorkingCalendar) -> Timestamp {
    calendar.end_of_day(calendar.local(starts_at + days(due_day)).date())
}

/// Until when a check-in is due. Counted as gate G55 counts: full days after the start.
pub fn check_in_due(starts_at: Timestamp, due_day: i64) -> Timestamp {
    starts_at + days(due_day)
}

/// A check-in to be planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedCheckIn {
    /// Which of the content.
    pub code: String,
    /// From 1.
    pub number: i64,
    /// The first day.
    pub from_day: i64,
    /// The day it is due.
    pub due_day: i64,
}

/// Every check-in of a plan; a repeated one once per period, until its last day.
pub fn check_ins(content: &CheckIns) -> Vec<PlannedCheckIn> {
    let mut planned = Vec::new();
    for check_in in &content.check_ins {
        let (from, last) = (i64::from(check_in.from_day), i64::from(check_in.due_day));
        let occurrence = |number, from_day, due_day| PlannedCheckIn {
            code: check_in.code.clone(),
            number,
            from_day,
            due_day,
        };
        match check_in.every_days.map(i64::from).filter(|every| *every > 0) {
            None => planned.push(occurrence(1, from, last)),
            Some(every) => {
                let count = (last - from) / every;
                planned.extend((0..=count).map(|n| {
                    // Held on any day of its period, due on the last one.
                    let day = from + n * every;
                    occurrence(n + 1, day - every + 1, day)
                }));
            }
        }
    }
    planned
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{content::Pack, pipeline::calendar::CalendarSettings};

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn a_module_of_day_ten_is_due_at_the_end_of_the_tenth_calendar_day() {
        let calendar = WorkingCalendar::checked(&CalendarSettings::default()).unwrap();
        let due = module_due(at("2026-11-09T09:00:00Z"), 10, &calendar);
        assert_eq!(due, at("2026-11-19T17:00:00Z"));
    }

    #[test]
    fn the_weekly_talks_run_from_the_seventh_to_the_ninetieth_day() {
        let pack = Pack::shipped().unwrap();
        let all = check_ins(pack.check_ins());
        let weekly: Vec<i64> = all
            .iter()
            .filter(|c| c.code == "weekly")
            .map(|c| c.due_day)
            .collect();
        assert_eq!(weekly, [7, 14, 21, 28, 35, 42, 49, 56, 63, 70, 77, 84]);
        let others: Vec<(&str, i64)> = all
            .iter()
            .filter(|c| c.code != "weekly")
            .map(|c| (c.code.as_str(), c.due_day))
            .collect();
        let expected = [
            ("day_1", 1),
            ("week_1", 7),
            ("day_14", 14),
            ("day_30", 30),
            ("day_60", 60),
            ("day_90", 90),
            ("day_120", 120),
            ("day_180", 180),
            ("day_365", 365),
        ];
        assert_eq!(others, expected);
    }
}
