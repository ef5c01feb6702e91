//! Times as people read them in a mail.

use chrono_tz::Tz;

use crate::kernel::time::Timestamp;

/// Day and time in the company's zone, e.g. `Monday 9 November 2026, 09:00 (Europe/Berlin)`.
pub fn when(instant: Timestamp, zone: Tz) -> String {
    let local = instant.utc().with_timezone(&zone);
    format!("{} ({zone})", local.format("%A %-d %B %Y, %H:%M"))
}

/// The day in the company's zone, e.g. `Monday 9 November 2026`.
pub fn day(instant: Timestamp, zone: Tz) -> String {
    let local = instant.utc().with_timezone(&zone);
    local.format("%A %-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_in_the_companys_zone_on_both_sides_of_summer_time() {
        let winter = Timestamp::parse("2026-11-09T08:00:00Z").unwrap();
        let summer = Timestamp::parse("2026-07-31T22:30:00Z").unwrap();
        let berlin = chrono_tz::Europe::Berlin;
        assert_eq!(
            when(winter, berlin),
            "Monday 9 November 2026, 09:00 (Europe/Berlin)"
        );
        assert_eq!(
            when(summer, berlin),
            "Saturday 1 August 2026, 00:30 (Europe/Berlin)"
        );
        assert_eq!(day(summer, chrono_tz::UTC), "Friday 31 July 2026");
    }
}
