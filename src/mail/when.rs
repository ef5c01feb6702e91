//! Times as people read them in a mail.

use chrono::{Locale as Words, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;

use super::phrases;
use crate::kernel::{locale::Locale, time::Timestamp};

const DAY: &str = "%A %-d %B %Y";

/// Day and time in the company's zone, e.g. `Monday 9 November 2026, 09:00 (Europe/Berlin)`.
pub fn when(instant: Timestamp, zone: Tz) -> String {
    let local = instant.utc().with_timezone(&zone);
    format!("{} ({zone})", local.format("%A %-d %B %Y, %H:%M"))
}

/// The day in the company's zone, e.g. `Monday 9 November 2026`.
pub fn day(instant: Timestamp, zone: Tz) -> String {
    let local = instant.utc().with_timezone(&zone);
    local.format(DAY).to_string()
}

/// A text of a message in the recipient's language: one that is a day or a time, as [`day`] and [`when`] write it, or a
/// sentence of ours, is told as that language says it. Everything else stays as it is.
pub fn told(text: &str, locale: Locale) -> String {
    let (words, form) = match locale {
        Locale::En => return text.to_owned(),
        Locale::De => (Words::de_DE, "%A, %-d. %B %Y"),
    };
    if let Ok(day) = NaiveDate::parse_from_str(text, DAY) {
        return day.format_localized(form, words).to_string();
    }
    let moment = text.rsplit_once(" (").and_then(|(moment, zone)| {
        let moment = NaiveDateTime::parse_from_str(moment, &format!("{DAY}, %H:%M")).ok()?;
        Some((moment, zone))
    });
    match moment {
        Some((moment, zone)) => {
            let day = moment.date().format_localized(form, words);
            format!("{day}, {} Uhr ({zone}", moment.format("%H:%M"))
        }
        None => phrases::in_german(text, |inside| told(inside, locale)).unwrap_or_else(|| text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_times_and_our_own_sentences_are_told_in_the_readers_language_and_nothing_else_is_touched() {
        let german = |text: &str| told(text, Locale::De);
        assert_eq!(german("Monday 9 November 2026"), "Montag, 9. November 2026");
        assert_eq!(
            german("Saturday 1 August 2026, 00:30 (Europe/Berlin)"),
            "Samstag, 1. August 2026, 00:30 Uhr (Europe/Berlin)"
        );
        assert_eq!(
            german("We write to you again by Monday 9 November 2026 at the latest."),
            "Wir schreiben Ihnen wieder, spätestens bis Montag, 9. November 2026."
        );
        for kept in ["Monday", "R1 on Monday 9 November 2026", "Cora Lind (Acme"] {
            assert_eq!(german(kept), kept);
        }
        assert_eq!(
            told("Monday 9 November 2026", Locale::En),
            "Monday 9 November 2026"
        );
    }

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
