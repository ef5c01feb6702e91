//! Instants. Everything is UTC; time zones and working hours appear only in the forecast and on screens.

use std::{
    fmt,
    ops::{Add, Sub},
};

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An instant in UTC with microsecond precision, the finest both databases store exactly.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(DateTime<Utc>);

impl Timestamp {
    /// Cuts an instant to whole microseconds.
    pub fn new(instant: DateTime<Utc>) -> Self {
        Self::from_unix_micros(instant.timestamp_micros())
    }
    /// The instant that lies `micros` microseconds after 1970-01-01T00:00Z, clamped to what chrono can hold.
    pub fn from_unix_micros(micros: i64) -> Self {
        Self(DateTime::from_timestamp_micros(micros).unwrap_or(DateTime::<Utc>::MAX_UTC))
    }
    /// Microseconds since 1970-01-01T00:00Z.
    pub fn unix_micros(self) -> i64 {
        self.0.timestamp_micros()
    }
    /// The instant as chrono knows it.
    pub fn utc(self) -> DateTime<Utc> {
        self.0
    }
    /// The time from `earlier` to `self`; negative when `earlier` is later.
    pub fn since(self, earlier: Self) -> TimeDelta {
        self.0 - earlier.0
    }
    /// Whole days (24 h) from `earlier` to `self`, rounded down.
    pub fn days_since(self, earlier: Self) -> i64 {
        self.since(earlier).num_seconds().div_euclid(86_400)
    }
    /// The instant as texts for people show it, e.g. `2026-11-09 09:00 UTC`, rounded up to the minute so that nobody
    /// comes too early. Mails show times in the company's zone instead.
    pub fn shown(self) -> String {
        let minute = Self::from_unix_micros(self.unix_micros().saturating_add(59_999_999));
        minute.utc().format("%Y-%m-%d %H:%M UTC").to_string()
    }
    /// Parses RFC 3339.
    ///
    /// # Errors
    /// When the text is no RFC 3339 instant.
    pub fn parse(text: &str) -> Result<Self, chrono::ParseError> {
        DateTime::parse_from_rfc3339(text).map(|t| Self::new(t.to_utc()))
    }
}

impl Add<TimeDelta> for Timestamp {
    type Output = Self;
    fn add(self, delta: TimeDelta) -> Self {
        Self(
            self.0
                .checked_add_signed(delta)
                .unwrap_or(DateTime::<Utc>::MAX_UTC),
        )
    }
}
impl Sub<TimeDelta> for Timestamp {
    type Output = Self;
    fn sub(self, delta: TimeDelta) -> Self {
        Self(
            self.0
                .checked_sub_signed(delta)
                .unwrap_or(DateTime::<Utc>::MIN_UTC),
        )
    }
}
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}
impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text)
            .map_err(|_| serde::de::Error::custom("not an RFC 3339 date-time such as 2026-11-02T09:00:00Z"))
    }
}
impl utoipa::PartialSchema for Timestamp {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .format(Some(utoipa::openapi::SchemaFormat::Custom("date-time".into())))
            .into()
    }
}
impl utoipa::ToSchema for Timestamp {
    fn name() -> std::borrow::Cow<'static, str> {
        "Timestamp".into()
    }
}

/// `n` hours.
pub fn hours(n: i64) -> TimeDelta {
    TimeDelta::try_hours(n).unwrap_or(TimeDelta::MAX)
}
/// `n` days of 24 hours (dossier 7.10, ruling 11).
pub fn days(n: i64) -> TimeDelta {
    TimeDelta::try_days(n).unwrap_or(TimeDelta::MAX)
}
/// `n` minutes.
pub fn minutes(n: i64) -> TimeDelta {
    TimeDelta::try_minutes(n).unwrap_or(TimeDelta::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_within_a_minute_is_shown_as_the_next_one() {
        let at = |text| Timestamp::parse(text).unwrap();
        assert_eq!(at("2026-11-12T17:00:00Z").shown(), "2026-11-12 17:00 UTC");
        assert_eq!(at("2026-11-12T17:00:00.000001Z").shown(), "2026-11-12 17:01 UTC");
    }
}
