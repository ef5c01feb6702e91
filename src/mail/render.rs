//! From a queued message to the bytes that go over the wire.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::SystemTime,
};

use lettre::{
    address::Envelope,
    message::{
        Attachment, MessageBuilder, MultiPart, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};
use serde::Deserialize;
use serde_json::Value;

use super::{
    calendar::Invitation,
    dkim::Signer,
    letterhead::{Letterhead, mailbox},
    message::CalendarEvent,
    opt_outs,
    outbox::links,
    templates::{Parts, Templates, Unwritable},
};
use crate::kernel::{email::EmailAddress, locale::Locale, time::Timestamp};

/// What is to be written.
pub(super) struct Draft<'a> {
    /// The message's name.
    pub name: &'a str,
    /// The message's data.
    pub data: &'a Value,
    /// The recipient's display name.
    pub to_name: &'a str,
    /// The recipient's address.
    pub to: &'a EmailAddress,
    /// The same for every attempt, so that a receiver can fold duplicates.
    pub message_id: &'a str,
    /// Who is written to by whoever replies; the letterhead's address when nobody in particular.
    pub answers: Option<&'a EmailAddress>,
    /// The case time.
    pub now: Timestamp,
    /// The language the recipient has chosen.
    pub locale: Option<Locale>,
}

/// A mail ready to be sent.
pub(super) struct Composed {
    /// Sender and recipient as the mail server sees them.
    pub envelope: Envelope,
    /// The whole mail.
    pub bytes: Vec<u8>,
    /// The words, for the demo's mailbox.
    pub parts: Parts,
    /// Its links, in full.
    pub links: Vec<String>,
}

/// Writes a mail. A panic inside the mail library costs this mail, never the worker.
pub(super) fn compose(
    draft: &Draft<'_>,
    templates: &Templates,
    head: &Letterhead,
    signer: Option<&Signer>,
) -> Result<Composed, Unwritable> {
    catch_unwind(AssertUnwindSafe(|| write(draft, templates, head, signer)))
        .unwrap_or_else(|_| Err(Unwritable("the mail could not be built".into())))
}

fn write(
    draft: &Draft<'_>,
    templates: &Templates,
    head: &Letterhead,
    signer: Option<&Signer>,
) -> Result<Composed, Unwritable> {
    let reader = head.clone().speaking(draft.locale.unwrap_or(head.locale));
    let parts = templates.render(draft.name, draft.data, draft.to_name, &reader)?;
    let answers = mailbox("", draft.answers.unwrap_or(&head.contact))?;
    let builder = lettre::Message::builder()
        .message_id(Some(draft.message_id.to_owned()))
        .date(SystemTime::from(draft.now.utc()))
        .from(head.mailbox()?)
        .reply_to(answers)
        .to(mailbox(draft.to_name, draft.to)?)
        .subject(&parts.subject)
        .raw_header(auto_submitted()?);
    let builder = match way_out(draft.data, head) {
        Some(link) => unsubscribable(builder, &link)?,
        None => builder,
    };
    let words = MultiPart::alternative_plain_html(parts.text.clone(), parts.html.clone());
    let calendar = calendar(draft, &parts.subject, head)?;
    let mail = with_calendar(builder, words, calendar)?;
    let written = mail.formatted();
    Ok(Composed {
        envelope: mail.envelope().clone(),
        bytes: match signer {
            Some(signer) => signer.signed(&written, draft.now)?,
            None => written,
        },
        links: links(draft.data).iter().map(|link| head.absolute(link)).collect(),
        parts,
    })
}

/// Where the reader turns off what such a mail is about, if they may.
fn way_out(data: &Value, head: &Letterhead) -> Option<String> {
    let link = data.get(opt_outs::FIELD)?.as_str()?;
    (!link.is_empty()).then(|| head.absolute(link))
}

/// Mail programs show a button for it, and press it without opening a page (RFC 2369, RFC 8058). On one line each:
/// some of them cannot read a folded address.
fn unsubscribable(builder: MessageBuilder, link: &str) -> Result<MessageBuilder, Unwritable> {
    let one_click = "List-Unsubscribe=One-Click".to_owned();
    Ok(builder
        .raw_header(as_it_is("List-Unsubscribe", format!("<{link}>"))?)
        .raw_header(as_it_is("List-Unsubscribe-Post", one_click)?))
}

/// A header that is neither encoded nor folded: its value is ASCII and ours.
fn as_it_is(name: &str, value: String) -> Result<HeaderValue, Unwritable> {
    let name = HeaderName::new_from_ascii(name.into()).map_err(Unwritable::because)?;
    Ok(HeaderValue::dangerous_new_pre_encoded(name, value.clone(), value))
}

pub(super) fn auto_submitted() -> Result<HeaderValue, Unwritable> {
    // RFC 3834: no auto-reply shall answer these mails.
    let name = HeaderName::new_from_ascii("Auto-Submitted".into()).map_err(Unwritable::because)?;
    Ok(HeaderValue::new(name, "auto-generated".into()))
}

/// Adds the invitation twice, as an alternative and as an attachment: mail programs read one or the other.
fn with_calendar(
    builder: MessageBuilder,
    words: MultiPart,
    calendar: Option<(&'static str, String)>,
) -> Result<lettre::Message, Unwritable> {
    let Some((method, calendar)) = calendar else {
        return builder.multipart(words).map_err(Unwritable::because);
    };
    let content_type = |rest: &str| {
        ContentType::parse(&format!("text/calendar; charset=utf-8; method={method}{rest}"))
            .map_err(Unwritable::because)
    };
    let inline = SinglePart::builder()
        .header(content_type("")?)
        .body(calendar.clone());
    let attached =
        Attachment::new("invite.ics".into()).body(calendar, content_type("; name=\"invite.ics\"")?);
    builder
        .multipart(
            MultiPart::mixed()
                .multipart(words.singlepart(inline))
                .singlepart(attached),
        )
        .map_err(Unwritable::because)
}

/// The event of any message that has one, for the person the mail goes to.
fn calendar(
    draft: &Draft<'_>,
    subject: &str,
    head: &Letterhead,
) -> Result<Option<(&'static str, String)>, Unwritable> {
    let Some(event) = draft.data.get("calendar").filter(|event| !event.is_null()) else {
        return Ok(None);
    };
    let event = CalendarEvent::deserialize(event).map_err(Unwritable::because)?;
    let invitation = Invitation {
        event: &event,
        subject,
        organizer: (&head.company, head.contact.as_str()),
        attendee: (draft.to_name, draft.to.as_str()),
        stamp: draft.now,
    };
    Ok(Some((invitation.method(), invitation.render())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::message::{Message, ReferenceThanks};

    const HOSTILE: [&str; 6] = [
        "Bob\r\nBcc: eve@evil.test",
        "Bob\u{0}\u{202E}",
        "<b>Bob</b><script>alert(1)</script>",
        "\"Bob\" <eve@evil.test>",
        "{{7*7}}",
        "Zoë Ångström 名前",
    ];

    fn composed(name: &str) -> Composed {
        let data = Message::from(ReferenceThanks {
            candidate_name: name.into(),
            stop_link: "https://hire.example.com/g/1/stop".into(),
        })
        .data()
        .unwrap();
        compose(
            &Draft {
                name: "reference_thanks",
                data: &data,
                to_name: name,
                to: &EmailAddress::parse("rita@münchen.de").unwrap(),
                message_id: "<1@acme.example>",
                answers: None,
                now: Timestamp::parse("2026-11-02T09:00:00Z").unwrap(),
                locale: None,
            },
            &Templates::load(None).unwrap(),
            &Letterhead::parse("Acme <hire@acme.example>", Some("anna@acme.example")).unwrap(),
            None,
        )
        .unwrap()
    }

    #[test]
    fn every_mail_has_the_headers_that_keep_robots_from_answering_and_people_able_to() {
        let mail = String::from_utf8(composed("Rita").bytes).unwrap();
        for header in [
            "Message-ID: <1@acme.example>\r\n",
            "Date: Mon, 02 Nov 2026 09:00:00 +0000\r\n",
            "From: Acme <hire@acme.example>\r\n",
            "Reply-To: anna@acme.example\r\n",
            "To: Rita <rita@xn--mnchen-3ya.de>\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "Content-Type: multipart/alternative;",
        ] {
            assert!(mail.contains(header), "{header:?} is missing in\n{mail}");
        }
    }

    #[test]
    fn a_hostile_name_neither_stops_the_worker_nor_adds_a_header_or_recipient() {
        for name in HOSTILE {
            let composed = composed(name);
            assert_eq!(composed.envelope.to().len(), 1, "for {name:?}");
            assert!(!composed.parts.html.contains("<script"), "for {name:?}");
            let mail = String::from_utf8(composed.bytes).unwrap();
            let (headers, _) = mail.split_once("\r\n\r\n").unwrap();
            let names: Vec<&str> = headers
                .split("\r\n")
                .filter(|line| !line.starts_with([' ', '\t']))
                .filter_map(|line| line.split_once(':').map(|(n, _)| n))
                .collect();
            assert_eq!(
                names,
                [
                    "Message-ID",
                    "Date",
                    "From",
                    "Reply-To",
                    "To",
                    "Subject",
                    "Auto-Submitted",
                    "MIME-Version",
                    "Content-Type"
                ],
                "for {name:?}"
            );
        }
    }

    #[test]
    fn what_may_be_turned_off_says_where_in_headers_that_fit_on_a_line_and_in_words() {
        let sample = include_str!("../../email_templates/module_due/sample.json");
        let mut data: Value = serde_json::from_str(sample).unwrap();
        let link = format!("/unsubscribe/{}", "t".repeat(43));
        data[opt_outs::FIELD] = link.clone().into();
        for locale in [Locale::En, Locale::De] {
            let composed = compose(
                &Draft {
                    name: "module_due",
                    data: &data,
                    to_name: "Sam",
                    to: &EmailAddress::parse("sam@example.com").unwrap(),
                    message_id: "<3@acme.example>",
                    answers: None,
                    now: Timestamp::parse("2026-11-02T09:00:00Z").unwrap(),
                    locale: Some(locale),
                },
                &Templates::load(None).unwrap(),
                &Letterhead::parse("Acme <hire@acme.example>", None)
                    .unwrap()
                    .at("https://hire.acme.example"),
                None,
            )
            .unwrap();
            let whole = format!("https://hire.acme.example{link}");
            let mail = String::from_utf8(composed.bytes).unwrap();
            let both = format!(
                "\r\nList-Unsubscribe: <{whole}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
            );
            assert!(mail.contains(&both), "{mail}");
            assert!(composed.parts.text.contains(&format!("\n{whole}\n")), "{locale}");
            assert!(composed.parts.html.contains(&format!(">{whole}</a>")), "{locale}");
        }
    }

    #[test]
    fn an_invitation_carries_the_event_for_the_calendar() {
        let sample = include_str!("../../email_templates/interview_invitation/sample.json");
        let data: Value = serde_json::from_str(sample).unwrap();
        let composed = compose(
            &Draft {
                name: "interview_invitation",
                data: &data,
                to_name: "Cora",
                to: &EmailAddress::parse("cora@example.com").unwrap(),
                message_id: "<2@acme.example>",
                answers: None,
                now: Timestamp::parse("2026-11-02T09:00:00Z").unwrap(),
                locale: None,
            },
            &Templates::load(None).unwrap(),
            &Letterhead::parse("Acme <hire@acme.example>", None).unwrap(),
            None,
        )
        .unwrap();
        let mail = String::from_utf8(composed.bytes).unwrap();
        assert!(mail.contains("multipart/mixed"));
        assert_eq!(mail.matches("method=REQUEST").count(), 2);
        assert_eq!(mail.matches("METHOD:REQUEST").count(), 2);
    }
}
