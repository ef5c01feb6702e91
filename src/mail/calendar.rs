//! The invitation a calendar understands (RFC 5545): one event, request or cancellation.

use std::fmt::Write;

use super::message::CalendarEvent;
use crate::kernel::{text, time::Timestamp};

/// Who and what an event is about.
pub(super) struct Invitation<'a> {
    /// Identity and time.
    pub event: &'a CalendarEvent,
    /// The round's name.
    pub title: &'a str,
    /// Where.
    pub place: &'a str,
    /// Whether the event is withdrawn.
    pub cancelled: bool,
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
        if self.cancelled { "CANCEL" } else { "REQUEST" }
    }
    /// The calendar object.
    pub(super) fn render(&self) -> String {
        let status = if self.cancelled { "CANCELLED" } else { "CONFIRMED" };
        let (organizer, organizer_mail) = self.organizer;
        let (attendee, attendee_mail) = self.attendee;
        let lines = [
            "BEGIN:VCALENDAR".to_owned(),
            "VERSION:2.0".to_owned(),
            "PRODID:-//Steadyhire//Interviews//EN".to_owned(),
            format!("METHOD:{}", self.method()),
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}", escape(&self.event.uid)),
            format!("SEQUENCE:{}", self.event.sequence),
            format!("DTSTAMP:{}", utc(self.stamp)),
            format!("DTSTART:{}", utc(self.event.starts_at)),
            format!("DTEND:{}", utc(self.event.ends_at)),
            format!("SUMMARY:{}", escape(self.title)),
            format!("LOCATION:{}", escape(self.place)),
            format!("STATUS:{status}"),
            format!("ORGANIZER;CN={}:mailto:{organizer_mail}", quoted(organizer)),
            format!(
                "ATTENDEE;CN={};ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:{attendee_mail}",
                quoted(attendee)
            ),
            "END:VEVENT".to_owned(),
            "END:VCALENDAR".to_owned(),
        ];
        lines.iter().fold(String::new(), |mut out, line| {
            fold(line, &mut out);
            out
        })
    }
}

fn utc(instant: Timestamp) -> String {
    instant.utc().format("%Y%m%dT%H%M%SZ").to_string()
}

/// A text value: backslash, semicolon and comma are escaped, line breaks have no place in one.
fn escape(value: &str) -> String {
    text::single_line(value)
        .replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,")
}

/// A parameter value: quoted, and without the one character that could end the quotes.
fn quoted(value: &str) -> String {
    format!("\"{}\"", text::single_line(value).replace('"', "'"))
}

/// Appends a line, folded so that no physical line has more than 75 octets.
fn fold(line: &str, out: &mut String) {
    let mut octets = 0;
    for c in line.chars() {
        if octets + c.len_utf8() > 75 {
            out.push_str("\r\n ");
            octets = 1;
        }
        octets += c.len_utf8();
        // Writing to a `String` cannot fail.
        let _ = out.write_char(c);
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(cancelled: bool, title: &str, name: &str) -> String {
        let event = CalendarEvent {
            uid: "interview-1".into(),
            sequence: 2,
            starts_at: Timestamp::parse("2026-11-04T08:00:00Z").unwrap(),
            ends_at: Timestamp::parse("2026-11-04T09:00:00Z").unwrap(),
        };
        Invitation {
            event: &event,
            title,
            place: "Room 2; ground floor",
            cancelled,
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
            "DTSTART:20261104T080000Z\r\n",
            "LOCATION:Room 2\\; ground floor\r\n",
        ] {
            assert!(calendar.contains(line), "{line:?} is missing in {calendar}");
        }
    }

    #[test]
    fn hostile_names_and_long_titles_stay_in_their_line() {
        let long = "ü".repeat(90);
        let calendar = rendered(false, &long, "Cora\"\r\nATTENDEE:mailto:eve@evil.test");
        assert!(!calendar.contains("\r\nATTENDEE:mailto:eve"));
        assert!(calendar.split("\r\n").all(|line| line.len() <= 75));
        assert!(calendar.replace("\r\n ", "").contains(&long));
    }
}
