//! Reads a delivery status notification: per recipient what became of the mail, and which mail it was.

use mail_parser::{HeaderValue, Message, MessageParser, MimeHeaders, PartType};
use sha2::{Digest, Sha256};

use crate::{
    kernel::{email::EmailAddress, text},
    text_enum,
};

text_enum! {
    /// Whether a mail that came back can arrive at all.
    #[schema(as = BounceSeverity)]
    pub enum Severity {
        /// It will never arrive at this address.
        Hard = "hard",
        /// It may, later or another time: a full mailbox, a server that does not answer.
        Soft = "soft",
    }
}

crate::db::text_column!(Severity);

/// Longest line kept of what a server says, in characters.
const LONGEST: usize = 500;

/// What a report says about one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryReport {
    /// The same for the same report.
    pub fingerprint: String,
    /// The mail's Message-ID, when the report gives the mail or its headers back.
    pub message_id: Option<String>,
    /// Where it should have gone.
    pub recipient: Option<EmailAddress>,
    /// Whether it will never arrive.
    pub severity: Severity,
    /// The status code (RFC 3463), e.g. `5.1.1`.
    pub status: String,
    /// What the server said.
    pub diagnostic: String,
}

impl DeliveryReport {
    /// Code and words in one line.
    pub fn words(&self) -> String {
        format!("{} {}", self.status, self.diagnostic).trim().to_owned()
    }
}

/// The recipients whom a mail did not reach, by a report. `None` when it is no delivery status notification; empty when
/// it says of nobody that it failed or waits.
pub fn read(raw: &[u8]) -> Option<Vec<DeliveryReport>> {
    let mail = MessageParser::default().parse(raw)?;
    let status = mail.parts.iter().find(|part| {
        let kind = part.content_type();
        kind.is_some_and(|kind| {
            kind.ctype().eq_ignore_ascii_case("message")
                && kind
                    .subtype()
                    .is_some_and(|sub| sub.eq_ignore_ascii_case("delivery-status"))
        })
    })?;
    let message_id = returned_id(&mail);
    let text = String::from_utf8_lossy(status.contents()).replace("\r\n", "\n");
    // The first group is about the mail as a whole; the others are about one recipient each.
    let groups = text.split("\n\n").filter(|group| !group.trim().is_empty());
    Some(
        groups
            .filter_map(|group| of_recipient(group, message_id.as_deref()))
            .collect(),
    )
}

/// The Message-ID of the mail that the report gives back, whole or its headers alone.
fn returned_id(mail: &Message<'_>) -> Option<String> {
    mail.parts.iter().skip(1).find_map(|part| match &part.body {
        PartType::Message(returned) => bracketed(returned.message_id()?),
        _ => {
            let headers = part
                .content_type()
                .and_then(|kind| kind.subtype())
                .is_some_and(|sub| sub.to_ascii_lowercase().ends_with("rfc822-headers"));
            if !headers {
                return None;
            }
            let returned = MessageParser::default().parse_headers(part.contents())?;
            bracketed(returned.message_id()?)
        }
    })
}

fn bracketed(id: &str) -> Option<String> {
    let id = text::single_line(id);
    (!id.is_empty()).then(|| format!("<{id}>"))
}

fn of_recipient(group: &str, message_id: Option<&str>) -> Option<DeliveryReport> {
    let block = format!("{}\n\n", group.trim_start_matches('\n'));
    let fields = MessageParser::default().parse_headers(block.as_bytes())?;
    let field = |name: &str| fields.header(name.to_owned()).and_then(one_line);
    let typed = |name: &str| {
        let value = field(name)?;
        let (_, value) = value.split_once(';')?;
        Some(value.trim().to_owned())
    };
    let action = field("Action")?.to_ascii_lowercase();
    let status = field("Status").unwrap_or_default();
    let status = status.split_whitespace().next().unwrap_or_default().to_owned();
    let severity = match action.split_whitespace().next()? {
        "failed" if status.starts_with('4') => Severity::Soft,
        "failed" => Severity::Hard,
        "delayed" => Severity::Soft,
        _ => return None,
    };
    let address = typed("Original-Recipient").or_else(|| typed("Final-Recipient"))?;
    let diagnostic: String = typed("Diagnostic-Code")
        .unwrap_or_default()
        .chars()
        .take(LONGEST)
        .collect();
    let same = [
        message_id.unwrap_or_default(),
        &address,
        &action,
        &status,
        &field("Last-Attempt-Date").unwrap_or_default(),
        &diagnostic,
    ]
    .join("\n");
    Some(DeliveryReport {
        fingerprint: hex::encode(Sha256::digest(same.as_bytes())),
        message_id: message_id.map(str::to_owned),
        recipient: EmailAddress::parse(address.trim_matches(['<', '>'])).ok(),
        severity,
        status,
        diagnostic,
    })
}

fn one_line(value: &HeaderValue<'_>) -> Option<String> {
    let text = text::single_line(value.as_text()?);
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A report as Postfix writes it.
    pub fn dsn(action: &str, status: &str, returned: &str) -> String {
        format!(
            "From: MAILER-DAEMON@mx.example\r\nTo: hire@acme.example\r\nSubject: Undelivered Mail\r\n\
             Message-ID: <dsn-1@mx.example>\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=\"b1\"\r\n\r\n\
             --b1\r\nContent-Type: text/plain\r\n\r\nI am sorry.\r\n\
             --b1\r\nContent-Type: message/delivery-status\r\n\r\n\
             Reporting-MTA: dns; mx.example\r\nArrival-Date: Mon, 2 Nov 2026 10:00:00 +0000\r\n\r\n\
             Final-Recipient: rfc822; rita@nordlicht.example\r\nOriginal-Recipient: rfc822;rita@nordlicht.example\r\n\
             Action: {action}\r\nStatus: {status}\r\n\
             Diagnostic-Code: smtp; 550 5.1.1 <rita@nordlicht.example>: no such\r\n    user here\r\n\r\n\
             --b1\r\n{returned}\r\n--b1--\r\n"
        )
    }

    const WHOLE: &str =
        "Content-Type: message/rfc822\r\n\r\nMessage-ID: <mail-7@acme.example>\r\nSubject: Hi\r\n\r\nHello";
    const HEADERS: &str =
        "Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <mail-7@acme.example>\r\nSubject: Hi\r\n";

    fn one(raw: &str) -> DeliveryReport {
        let mut all = read(raw.as_bytes()).expect("a report");
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0)
    }

    #[test]
    fn a_failure_names_the_mail_the_recipient_and_why() {
        for returned in [WHOLE, HEADERS] {
            let report = one(&dsn("failed", "5.1.1", returned));
            assert_eq!(report.message_id.as_deref(), Some("<mail-7@acme.example>"));
            assert_eq!(report.recipient.unwrap().as_str(), "rita@nordlicht.example");
            assert_eq!(
                (report.severity, report.status.as_str()),
                (Severity::Hard, "5.1.1")
            );
            assert_eq!(
                report.diagnostic,
                "550 5.1.1 <rita@nordlicht.example>: no such user here"
            );
        }
    }

    #[test]
    fn what_may_still_arrive_is_soft_and_what_arrived_is_nothing() {
        assert_eq!(one(&dsn("delayed", "4.4.1", WHOLE)).severity, Severity::Soft);
        assert_eq!(one(&dsn("failed", "4.2.2", WHOLE)).severity, Severity::Soft);
        for action in ["delivered", "relayed", "expanded"] {
            assert_eq!(
                read(dsn(action, "2.0.0", WHOLE).as_bytes()),
                Some(vec![]),
                "{action}"
            );
        }
    }

    #[test]
    fn the_same_report_is_the_same_and_another_is_another() {
        let print = |action, status| one(&dsn(action, status, WHOLE)).fingerprint;
        assert_eq!(print("failed", "5.1.1"), print("failed", "5.1.1"));
        assert_ne!(print("failed", "5.1.1"), print("delayed", "4.4.1"));
    }

    #[test]
    fn anything_else_is_no_report_and_nothing_breaks_the_reader() {
        for raw in [
            "",
            "\0\u{7f}\r\n\r\n",
            "Subject: Out of office\r\n\r\nI am away.",
            "Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\n\r\n",
        ] {
            assert_eq!(read(raw.as_bytes()), None, "{raw:?}");
        }
        let cut = dsn("failed", "5.1.1", WHOLE);
        for end in (0..cut.len()).step_by(7) {
            let _ = read(&cut.as_bytes()[..end]);
        }
    }
}
