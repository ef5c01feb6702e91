//! Working days and hours of the company. Only forecasts use them: gates compare instants in UTC.

use std::{collections::BTreeSet, str::FromStr};

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::kernel::time::{Timestamp, hours};

/// The calendar as it is configured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CalendarSettings {
    /// IANA name, e.g. `Europe/Berlin`.
    pub timezone: String,
    /// Days of the week, e.g. `mon`.
    pub workdays: Vec<String>,
    /// Dates on which nobody works, e.g. `2026-12-25`.
    pub holidays: Vec<String>,
    /// When work begins, e.g. `09:00`.
    pub opens: String,
    /// When work ends, at least an hour later.
    pub closes: String,
    /// Whether mails that can wait stay until the company works.
    pub quiet_hours: bool,
}

impl Default for CalendarSettings {
    fn default() -> Self {
        Self {
            timezone: "UTC".into(),
            workdays: ["mon", "tue", "wed", "thu", "fri"].map(String::from).into(),
            holidays: Vec::new(),
            opens: "09:00".into(),
            closes: "17:00".into(),
            quiet_hours: true,
        }
    }
}

/// A setting that makes no calendar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {reason}")]
pub struct CalendarFault {
    /// The setting, e.g. `calendar.timezone`.
    pub key: &'static str,
    /// What is wrong with it.
    pub reason: String,
}

/// When the company works. Every calendar has at least one working day a week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingCalendar {
    timezone: Tz,
    workdays: BTreeSet<u8>,
    holidays: BTreeSet<NaiveDate>,
    opens: NaiveTime,
    closes: NaiveTime,
    quiet_hours: bool,
}

/// Parses every word of a setting, or says which one it is not.
fn parsed<T: FromStr>(key: &'static str, word: &str, faults: &mut Vec<CalendarFault>) -> Option<T> {
    let value = word.trim().parse().ok();
    if value.is_none() {
        let reason = format!("\"{word}\" is not understood");
        faults.push(CalendarFault { key, reason });
    }
    value
}

fn weekday_number(day: Weekday) -> u8 {
    u8::try_from(day.num_days_from_monday()).unwrap_or(0)
}

impl WorkingCalendar {
    /// Checks settings.
    ///
    /// # Errors
    /// Every setting that is not understood, a week without work, a day shorter than an hour.
    pub fn checked(settings: &CalendarSettings) -> Result<Self, Vec<CalendarFault>> {
        let mut faults = Vec::new();
        let timezone: Option<Tz> = parsed("calendar.timezone", &settings.timezone, &mut faults);
        let workdays: BTreeSet<u8> = settings
            .workdays
            .iter()
            .filter_map(|word| parsed::<Weekday>("calendar.workdays", word, &mut faults))
            .map(weekday_number)
            .collect();
        let holidays = settings
            .holidays
            .iter()
            .filter_map(|word| parsed("calendar.holidays", word, &mut faults))
            .collect();
        let opens: Option<NaiveTime> = parsed("calendar.opens", &settings.opens, &mut faults);
        let closes: Option<NaiveTime> = parsed("calendar.closes", &settings.closes, &mut faults);
        if settings.workdays.is_empty() {
            let reason = "at least one working day is needed".into();
            faults.push(CalendarFault {
                key: "calendar.workdays",
                reason,
            });
        }
        if opens.zip(closes).is_some_and(|(from, to)| to - from < hours(1)) {
            let reason = "must be at least an hour after calendar.opens".into();
            faults.push(CalendarFault {
                key: "calendar.closes",
                reason,
            });
        }
        match (timezone, opens, closes) {
            (Some(timezone), Some(opens), Some(closes)) if faults.is_empty() => Ok(Self {
                timezone,
                workdays,
                holidays,
                opens,
                closes,
                quiet_hours: settings.quiet_hours,
            }),
            _ => Err(faults),
        }
    }
    /// The company's time zone, for screens.
    pub fn timezone(&self) -> Tz {
        self.timezone
    }
    /// What clocks and calendars on the company's walls show at `instant`.
    pub fn local(&self, instant: Timestamp) -> NaiveDateTime {
        instant.utc().with_timezone(&self.timezone).naive_local()
    }
    /// Whether the company works on `date`.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        self.workdays.contains(&weekday_number(date.weekday())) && !self.holidays.contains(&date)
    }
    /// The first working day after `date`.
    pub fn next_working_day(&self, date: NaiveDate) -> NaiveDate {
        date.iter_days()
            .skip(1)
            .find(|&day| self.is_working_day(day))
            .unwrap_or(date)
    }
    /// The `n`th working day after `date`; `date` itself for 0.
    pub fn add_working_days(&self, date: NaiveDate, n: u32) -> NaiveDate {
        (0..n).fold(date, |day, _| self.next_working_day(day))
    }
    /// How many working days lie after the day of `from` up to the day of `to`; 0 on the same day or earlier.
    pub fn working_days_between(&self, from: Timestamp, to: Timestamp) -> u32 {
        let (first, last) = (self.local(from).date(), self.local(to).date());
        let days = first.iter_days().skip(1).take_while(|day| *day <= last);
        let worked = days.filter(|day| self.is_working_day(*day)).count();
        u32::try_from(worked).unwrap_or(u32::MAX)
    }
    /// The same time of day `n` working days later, in working time.
    pub fn later_by_working_days(&self, instant: Timestamp, n: u32) -> Timestamp {
        let local = self.local(instant);
        self.roll_to_working_time(self.instant(self.add_working_days(local.date(), n).and_time(local.time())))
    }
    /// The same time of day `n` working days earlier.
    pub fn earlier_by_working_days(&self, instant: Timestamp, n: u32) -> Timestamp {
        let local = self.local(instant);
        let before = |date: NaiveDate| {
            let mut day = date;
            loop {
                match day.pred_opt() {
                    Some(earlier) if self.is_working_day(earlier) => return earlier,
                    Some(earlier) => day = earlier,
                    None => return day,
                }
            }
        };
        let date = (0..n).fold(local.date(), |day, _| before(day));
        self.instant(date.and_time(local.time()))
    }
    /// When work begins on `date`.
    pub fn start_of_day(&self, date: NaiveDate) -> Timestamp {
        self.instant(date.and_time(self.opens))
    }
    /// When work ends on `date`.
    pub fn end_of_day(&self, date: NaiveDate) -> Timestamp {
        self.instant(date.and_time(self.closes))
    }
    /// The first working instant that is not before `instant`. Closing time itself still is one (7.5).
    pub fn roll_to_working_time(&self, instant: Timestamp) -> Timestamp {
        let date = self.local(instant).date();
        if self.is_working_day(date) && instant <= self.end_of_day(date) {
            instant.max(self.start_of_day(date))
        } else {
            self.start_of_day(self.next_working_day(date))
        }
    }
    /// When a mail that can wait from `instant` on leaves: while the company works. Without quiet hours, at once.
    pub fn considerate(&self, instant: Timestamp) -> Timestamp {
        if self.quiet_hours {
            self.roll_to_working_time(instant)
        } else {
            instant
        }
    }
    /// When a reminder leaves that is due at `instant`: while the company works, unless that would leave no time
    /// before `deadline`.
    pub fn considerate_before(&self, instant: Timestamp, deadline: Timestamp) -> Timestamp {
        let later = self.considerate(instant);
        if later < deadline { later } else { instant }
    }
    /// When work began on the day of `instant`; `None` before that, and on days on which nobody works.
    pub fn last_morning(&self, instant: Timestamp) -> Option<Timestamp> {
        let date = self.local(instant).date();
        let begun = self.start_of_day(date);
        (self.is_working_day(date) && begun <= instant).then_some(begun)
    }
    /// When work begins next after `instant`.
    pub fn next_morning(&self, instant: Timestamp) -> Timestamp {
        let date = self.local(instant).date();
        let begun = self.start_of_day(date);
        if self.is_working_day(date) && instant < begun {
            begun
        } else {
            self.start_of_day(self.next_working_day(date))
        }
    }
    /// The earliest start not before `from` of something that takes `length` and ends by closing time.
    /// What is longer than a working day starts when work begins.
    pub fn slot(&self, from: Timestamp, length: TimeDelta) -> Timestamp {
        let start = self.roll_to_working_time(from);
        let date = self.local(start).date();
        if start + length <= self.end_of_day(date) || start <= self.start_of_day(date) {
            start
        } else {
            self.start_of_day(self.next_working_day(date))
        }
    }
    /// The instant of a local time: the first of two when clocks go back, an hour later when clocks skip it.
    fn instant(&self, local: NaiveDateTime) -> Timestamp {
        let found = self.timezone.from_local_datetime(&local).earliest();
        let skipped = || self.timezone.from_local_datetime(&(local + hours(1))).earliest();
        found
            .or_else(skipped)
            .map_or_else(|| Timestamp::new(local.and_utc()), |t| Timestamp::new(t.to_utc()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(change: impl FnOnce(&mut CalendarSettings)) -> WorkingCalendar {
        let mut settings = CalendarSettings {
            timezone: "Europe/Berlin".into(),
            ..CalendarSettings::default()
        };
        change(&mut settings);
        WorkingCalendar::checked(&settings).unwrap()
    }

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn an_instant_rolls_to_the_next_working_one_and_closing_time_stays() {
        let berlin = calendar(|c| c.holidays = vec!["2026-11-09".into()]);
        let rows = [
            ("2026-11-05T05:00:00Z", "2026-11-05T08:00:00Z", "before opening"),
            ("2026-11-05T10:30:00Z", "2026-11-05T10:30:00Z", "within hours"),
            (
                "2026-11-05T16:00:00Z",
                "2026-11-05T16:00:00Z",
                "exactly closing time",
            ),
            (
                "2026-11-05T16:00:01Z",
                "2026-11-06T08:00:00Z",
                "after closing time",
            ),
            (
                "2026-11-06T16:00:01Z",
                "2026-11-10T08:00:00Z",
                "over a week-end and a holiday",
            ),
        ];
        for (from, to, why) in rows {
            assert_eq!(berlin.roll_to_working_time(at(from)), at(to), "{why}");
        }
    }

    #[test]
    fn mails_that_can_wait_leave_while_people_work_unless_a_deadline_comes_first() {
        let (friday_night, monday) = (at("2026-11-06T22:00:00Z"), at("2026-11-09T08:00:00Z"));
        let berlin = calendar(|_| {});
        assert_eq!(berlin.considerate(friday_night), monday);
        assert_eq!(berlin.considerate_before(friday_night, monday + hours(1)), monday);
        assert_eq!(berlin.considerate_before(friday_night, monday), friday_night);
        let restless = calendar(|c| c.quiet_hours = false);
        assert_eq!(restless.considerate(friday_night), friday_night);

        assert_eq!(berlin.last_morning(monday - hours(1)), None);
        assert_eq!(berlin.last_morning(monday + hours(3)), Some(monday));
        assert_eq!(berlin.last_morning(friday_night + hours(12)), None, "a Saturday");
        assert_eq!(berlin.next_morning(monday - hours(1)), monday);
        assert_eq!(berlin.next_morning(monday), monday + hours(24));
    }

    #[test]
    fn opening_hours_follow_local_clocks_over_a_change_of_clocks() {
        let berlin = calendar(|_| {});
        let friday = NaiveDate::from_ymd_opt(2026, 10, 23).unwrap();
        assert_eq!(berlin.start_of_day(friday), at("2026-10-23T07:00:00Z"));
        assert_eq!(
            berlin.start_of_day(berlin.next_working_day(friday)),
            at("2026-10-26T08:00:00Z")
        );
        let morning = at("2026-10-23T08:15:00Z");
        assert_eq!(
            berlin.later_by_working_days(morning, 1),
            at("2026-10-26T09:15:00Z")
        );
    }

    #[test]
    fn one_working_day_before_a_monday_morning_is_friday_at_the_same_time() {
        let berlin = calendar(|c| c.holidays = vec!["2026-11-06".into()]);
        let monday = at("2026-11-09T08:00:00Z");
        assert_eq!(
            berlin.earlier_by_working_days(monday, 1),
            at("2026-11-05T08:00:00Z")
        );
        assert_eq!(berlin.earlier_by_working_days(monday, 0), monday);
        // Clocks go back between the two.
        let after_change = at("2026-10-26T08:00:00Z");
        assert_eq!(
            berlin.earlier_by_working_days(after_change, 1),
            at("2026-10-23T07:00:00Z")
        );
    }

    #[test]
    fn a_skipped_opening_time_begins_an_hour_later() {
        let nights = calendar(|c| {
            c.workdays.push("Sunday".into());
            c.opens = "02:30".into();
        });
        let spring = NaiveDate::from_ymd_opt(2026, 3, 29).unwrap();
        assert_eq!(nights.start_of_day(spring), at("2026-03-29T01:30:00Z"));
    }

    #[test]
    fn a_round_that_would_run_over_closing_time_starts_the_next_morning() {
        let berlin = calendar(|_| {});
        assert_eq!(
            berlin.slot(at("2026-11-05T15:00:00Z"), hours(1)),
            at("2026-11-05T15:00:00Z")
        );
        assert_eq!(
            berlin.slot(at("2026-11-05T15:00:01Z"), hours(1)),
            at("2026-11-06T08:00:00Z")
        );
        assert_eq!(
            berlin.slot(at("2026-11-05T08:00:00Z"), hours(9)),
            at("2026-11-05T08:00:00Z")
        );
    }

    #[test]
    fn working_days_are_counted_without_week_ends_and_holidays() {
        let berlin = calendar(|c| c.holidays = vec!["2026-11-10".into()]);
        let monday = NaiveDate::from_ymd_opt(2026, 11, 9).unwrap();
        assert_eq!(berlin.add_working_days(monday, 0), monday);
        assert_eq!(berlin.add_working_days(monday, 4).to_string(), "2026-11-16");
    }

    #[test]
    fn every_bad_setting_is_named_at_once() {
        let settings = CalendarSettings {
            timezone: "Mars/Olympus".into(),
            workdays: vec!["moonday".into()],
            holidays: vec!["2026-02-30".into()],
            opens: "17:00".into(),
            closes: "09:00".into(),
            quiet_hours: true,
        };
        let keys: Vec<&str> = WorkingCalendar::checked(&settings)
            .unwrap_err()
            .iter()
            .map(|f| f.key)
            .collect();
        let expected = [
            "calendar.timezone",
            "calendar.workdays",
            "calendar.holidays",
            "calendar.closes",
        ];
        assert_eq!(keys, expected);
        let idle = CalendarSettings {
            workdays: Vec::new(),
            ..CalendarSettings::default()
        };
        assert_eq!(WorkingCalendar::checked(&idle).unwrap_err().len(), 1);
    }
}
