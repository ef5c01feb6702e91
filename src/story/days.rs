//! The days of the story. Before the hire starts they are counted in working days back from the first day,
//! afterwards in days of onboarding, so that the story ends exactly when it shall.

use anyhow::Context;
use chrono::{Days as CalendarDays, NaiveDate};

use crate::{
    kernel::time::{Timestamp, days, minutes},
    pipeline::calendar::WorkingCalendar,
};

/// The day of onboarding on which the story ends.
pub const LAST_DAY: i64 = 40;

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

    /// The `n`th day of onboarding, so many minutes after work begins.
    pub fn after(&self, n: u64, minute: i64) -> anyhow::Result<Timestamp> {
        let date = self
            .first
            .checked_add_days(CalendarDays::new(n))
            .context("the calendar has no later day")?;
        Ok(self.calendar.start_of_day(date) + minutes(minute))
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
    fn days_before_the_first_are_working_days() {
        let story = days_to("2026-11-02T09:00:00Z");
        assert_eq!(story.first().to_string(), "2026-09-23");
        assert_eq!(story.before(3, 30).unwrap().to_string(), "2026-09-18T09:30:00Z");
        assert_eq!(story.after(3, 0).unwrap().to_string(), "2026-09-26T09:00:00Z");
    }
}
