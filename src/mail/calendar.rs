//! Interviews as calendars understand them (RFC 5545): an invitation to one person, and a person's feed. Times are
//! UTC; in words they are told in the mail.

use icalendar::{Calendar, Component, Event, Property};

use super::message::CalendarEvent;
use crate::kernel::{text, time::Timestamp};

/// One event for one person, as the mail carries it.
pub(super) struct Invitation<'a> {
    /// The event.
    pub event: &'a CalendarEvent,
    /// What it is called when the event has no title.
    pub subject: &'a str,
    /// Name and address of who invites.
    pub organizer: (&'a str, &'a str),
    /// Name and address of who is invited.
    pub attendee: (&'a str, &'a str),
    /// When the mail was written.
    pub stamp: Timestamp,
}

impl Invitation<'_> {
    /// `REQUEST` or `CANCEL`; the mail's content type must name the same.
    pub(super) fn method(&self) -> &'static str {
        if self.event.cancelled { "CANCEL" } else { "REQUEST" }
    }
    /// The calendar object.
    pub(super) fn render(&self) -> String {
        let mut event = event(self.event, self.subject, self.stamp);
        let (name, address) = self.organizer;
        event.append_property(
            Property::new("ORGANIZER", format!("mailto:{address}"))
                .add_parameter("CN", &quoted(name))
                .done(),
        );
        let (name, address) = self.attendee;
        event.append_multi_property(
            Property::new("ATTENDEE", format!("mailto:{address}"))
                .add_parameter("CN", &quoted(name))
                .add_parameter("ROLE", "REQ-PARTICIPANT")
                .add_parameter("PARTSTAT", "NEEDS-ACTION")
                .add_parameter("RSVP", "TRUE")
                .done(),
        );
        let mut calendar = frame();
        calendar.append_property(Property::new("METHOD", self.method()));
        calendar.push(event);
        calendar.to_string()
    }
}

/// A person's calendar, to be read and not to be answered: each event with the instant it was made.
pub fn feed(name: &str, events: &[(CalendarEvent, Timestamp)]) -> String {
    let mut calendar = frame();
    calendar.append_property(Property::new("METHOD", "PUBLISH"));
    // What the calendar is called, and how often to look again (RFC 7986).
    calendar.append_property(Property::new("X-WR-CALNAME", text::single_line(name)));
    calendar.append_property(
        Property::new("REFRESH-INTERVAL", "PT1H")
            .add_parameter("VALUE", "DURATION")
            .done(),
    );
    for (one, made) in events {
        calendar.push(event(one, "", *made));
    }
    calendar.to_string()
}

fn frame() -> Calendar {
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//Steadyhire//Interviews//EN"));
    calendar
}

fn event(of: &CalendarEvent, subject: &str, stamp: Timestamp) -> Event {
    let title = if of.title.is_empty() { subject } else { &of.title };
    let status = if of.cancelled { "CANCELLED" } else { "CONFIRMED" };
    let mut event = Event::new();
    for (name, value) in [
        ("UID", text::single_line(&of.uid)),
        ("SEQUENCE", of.sequence.to_string()),
        ("DTSTAMP", utc(stamp)),
        ("DTSTART", utc(of.starts_at)),
        ("DTEND", utc(of.ends_at)),
        ("SUMMARY", text::single_line(title)),
        ("STATUS", status.to_owned()),
    ] {
        event.append_property(Property::new(name, value));
    }
    let notes: Vec<String> = of.notes.iter().map(|note| text::single_line(note)).collect();
    for (name, value) in [
        ("LOCATION", text::single_line(&of.place)),
        ("DESCRIPTION", notes.join("\n")),
    ] {
        if !value.is_empty() {
            event.append_property(Property::new(name, value));
        }
    }
    event
}

fn utc(instant: Timestamp) -> String {
    instant.utc().format("%Y%m%dT%H%M%SZ").to_string()
}

/// A parameter value: quoted, and without the one character that could end the quotes.
fn quoted(value: &str) -> String {
    format!("\"{}\"", text::single_line(value).replace('"', "'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meeting(cancelled: bool, title: &str) -> CalendarEvent {
        CalendarEvent {
            uid: "interview-1".into(),
            sequence: 2,
            starts_at: Timestamp::parse("2026-11-04T08:00:00Z").unwrap(),
            ends_at: Timestamp::parse("2026-11-04T09:00:00Z").unwrap(),
            title: title.into(),
            place: "Room 2; ground floor".into(),
            notes: vec![
                "Online: https://meet.example.com/1".into(),
                "Hanna, and Ole".into(),
            ],
            cancelled,
        }
    }

    fn rendered(cancelled: bool, title: &str, name: &str) -> String {
        Invitation {
            event: &meeting(cancelled, title),
            subject: "Invitation",
            organizer: ("Acme", "hire@example.com"),
            attendee: (name, "cora@example.com"),
            stamp: Timestamp::parse("2026-11-01T00:00:00Z").unwrap(),
        }
        .render()
    }

    #[test]
    fn a_withdrawn_interview_keeps_its_uid_and_says_so_twice() {
        let calendar = rendered(true, "First interview", "Cora");
        for line in [
            "METHOD:CANCEL\r\n",
            "STATUS:CANCELLED\r\n",
            "UID:interview-1\r\n",
            "SEQUENCE:2\r\n",
            "DTSTAMP:20261101T000000Z\r\n",
            "DTSTART:20261104T080000Z\r\n",
            "LOCATION:Room 2\\; ground floor\r\n",
        ] {
            assert!(calendar.contains(line), "{line:?} is missing in {calendar}");
        }
        assert!(rendered(false, "", "Cora").contains("SUMMARY:Invitation\r\n"));
    }

    #[test]
    fn who_is_invited_is_asked_to_answer_and_notes_keep_their_lines() {
        let calendar = rendered(false, "First interview", "Cora").replace("\r\n ", "");
        for part in [
            "METHOD:REQUEST\r\n",
            "PARTSTAT=NEEDS-ACTION",
            "RSVP=TRUE:mailto:cora@example.com\r\n",
            "ORGANIZER;CN=\"Acme\":mailto:hire@example.com\r\n",
            "DESCRIPTION:Online: https://meet.example.com/1\\nHanna\\, and Ole\r\n",
        ] {
            assert!(calendar.contains(part), "{part:?} is missing in {calendar}");
        }
    }

    #[test]
    fn hostile_names_and_long_titles_stay_in_their_line() {
        for long in [
            "ü".repeat(90),
            "名 前 ".repeat(60),
            format!("x{}", " y".repeat(120)),
        ] {
            let calendar = rendered(false, &long, "Cora\"\r\nATTENDEE:mailto:eve@evil.test");
            assert!(!calendar.contains("\r\nATTENDEE:mailto:eve"));
            assert!(calendar.split("\r\n").all(|line| line.len() <= 75), "{calendar}");
            assert!(calendar.replace("\r\n ", "").contains(long.trim()));
        }
    }

    #[test]
    fn a_feed_holds_every_event_and_asks_for_no_answer() {
        let made = Timestamp::parse("2026-11-01T00:00:00Z").unwrap();
        let events = [(meeting(false, "One"), made), (meeting(false, "Two"), made)];
        let calendar = feed("Interviews", &events);
        assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 2);
        assert!(!calendar.contains("ATTENDEE") && calendar.contains("METHOD:PUBLISH\r\n"));
        assert_eq!(calendar, feed("Interviews", &events), "the same every time");
    }
}
