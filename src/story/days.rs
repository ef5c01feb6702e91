//! The days of the story, counted in working days back from the hire's first day and onwards from it, so that the
//! story ends exactly when it shall.

use anyhow::Context;
use chrono::NaiveDate;

use crate::{
    kernel::time::{Timestamp, days, minutes},
    pipeline::calendar::WorkingCalendar,
};

/// The day of onboarding on which the story ends.
pub const LAST_DAY: i64 = 40;

/// A weekend with public holidays around it is shorter.
const MOST_DAYS_BACK: i64 = 14;

/// When what happens.
#[derive(Debug, Clone)]
pub struct Days {
    calendar: WorkingCalendar,
    first: NaiveDate,
}

impl Days {
    /// The days of a story that ends at `present`, on the hire's fortieth day.
    pub fn ending_at(present: Timestamp, calendar: WorkingCalendar) -> Self {
        let same_time = present - days(LAST_DAY);
        let mut first = calendar.local(same_time).date();
        // Early in the morning the day before is the one that began 40 days of 24 hours ago.
        if calendar.start_of_day(first) > same_time {
            first = first.pred_opt().unwrap_or(first);
        }
        Self { calendar, first }
    }

    /// The latest present that is not after `now` and for which the hire began on a working day: nobody starts on a
    /// Sunday. At most some days before `now`.
    pub fn latest_present(now: Timestamp, calendar: &WorkingCalendar) -> Timestamp {
        (0..=MOST_DAYS_BACK)
            .map(|back| now - days(back))
            .find(|present| calendar.is_working_day(Self::ending_at(*present, calendar.clone()).first))
            .unwrap_or(now)
    }

    /// The next moment after `now` at which a day's work begins or ends.
    pub fn next_look(&self, now: Timestamp) -> Timestamp {
        let date = self.calendar.local(now).date();
        let next = date.succ_opt().unwrap_or(date);
        [
            self.calendar.start_of_day(date),
            self.calendar.end_of_day(date),
            self.calendar.start_of_day(next),
        ]
        .into_iter()
        .find(|look| *look > now)
        .unwrap_or(now + days(1))
    }

    /// The hire's first day.
    pub fn first(&self) -> NaiveDate {
        self.first
    }

    /// When work begins on the hire's first day.
    pub fn start(&self) -> Timestamp {
        self.calendar.start_of_day(self.first)
    }

    /// The `n`th working day before the hire's first day, so many minutes after work begins.
    pub fn before(&self, n: u32, minute: i64) -> anyhow::Result<Timestamp> {
        let mut date = self.first;
        let mut left = n;
        while left > 0 {
            date = date.pred_opt().context("the calendar has no earlier day")?;
            if self.calendar.is_working_day(date) {
                left -= 1;
            }
        }
        Ok(self.calendar.start_of_day(date) + minutes(minute))
    }

    /// The `n`th working day after the hire's first day (that day itself for 0), so many minutes after work begins.
    pub fn at_work(&self, n: u32, minute: i64) -> Timestamp {
        let date = self.calendar.add_working_days(self.first, n);
        self.calendar.start_of_day(date) + minutes(minute)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::calendar::CalendarSettings;

    fn days_to(present: &str) -> Days {
        let calendar = WorkingCalendar::checked(&CalendarSettings::default()).unwrap();
        Days::ending_at(Timestamp::parse(present).unwrap(), calendar)
    }

    #[test]
    fn the_story_ends_on_day_forty_at_any_time_of_the_day() {
        for present in [
            "2026-11-02T09:00:00Z",
            "2026-11-02T00:30:00Z",
            "2026-11-02T23:59:00Z",
            "2026-03-01T08:59:59Z",
        ] {
            let end = Timestamp::parse(present).unwrap();
            assert_eq!(end.days_since(days_to(present).start()), LAST_DAY, "{present}");
        }
    }

    #[test]
    fn nobody_starts_on_a_weekend() {
        let calendar = WorkingCalendar::checked(&CalendarSettings::default()).unwrap();
        let latest = |now: &str| {
            let now = Timestamp::parse(now).unwrap();
            Days::latest_present(now, &calendar).to_string()
        };
        // Forty days before a Thursday lies a Saturday, before a Friday a Sunday.
        assert_eq!(latest("2026-11-04T15:00:00Z"), "2026-11-04T15:00:00Z");
        assert_eq!(latest("2026-11-05T15:00:00Z"), "2026-11-04T15:00:00Z");
        assert_eq!(latest("2026-11-06T15:00:00Z"), "2026-11-04T15:00:00Z");
        assert_eq!(latest("2026-11-07T15:00:00Z"), "2026-11-07T15:00:00Z");
        // Before work begins it is still the day before.
        assert_eq!(latest("2026-11-07T08:00:00Z"), "2026-11-05T08:00:00Z");
    }

    /// What the story has to rely on, whichever weekday is the first.
    #[test]
    fn working_days_keep_the_distances_that_training_asks_for() {
        for present in 2..7 {
            let story = days_to(&format!("2026-11-0{present}T09:00:00Z"));
            let calendar = WorkingCalendar::checked(&CalendarSettings::default()).unwrap();
            if !calendar.is_working_day(story.first()) {
                continue;
            }
            let day = |n| story.at_work(n, 0).days_since(story.start());
            assert_eq!([5, 10, 15, 20, 25].map(day), [7, 14, 21, 28, 35]);
            assert!(day(1) <= 3 && day(3) <= 5 && day(6) <= 10, "{present}");
            assert!((30..=32).contains(&day(22)) && day(27) < LAST_DAY, "{present}");
        }
    }

    #[test]
    fn days_before_the_first_are_working_days() {
        let story = days_to("2026-11-02T09:00:00Z");
        assert_eq!(story.first().to_string(), "2026-09-23");
        assert_eq!(story.before(3, 30).unwrap().to_string(), "2026-09-18T09:30:00Z");
        assert_eq!(story.at_work(3, 0).to_string(), "2026-09-28T09:00:00Z");
    }
}
