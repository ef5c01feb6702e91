//! The demo's mailbox: what the service has sent, with the links in it. It shows secrets, so it
//! answers in a demo only, and only there does the worker keep copies.

use serde::Serialize;

use super::store;
use crate::{
    db::{
        Conn, DbError,
        page::{Page, PageRequest},
    },
    fault::Fault,
    kernel::{clock::Clock, email::EmailAddress, ids::OutboxMailId, time::Timestamp},
};

/// A mail as it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SentMail {
    /// The mail; the local part of its Message-ID.
    pub id: OutboxMailId,
    /// Which message, e.g. `reference_request`.
    pub message: String,
    /// The recipient's name.
    pub to_name: String,
    /// The recipient's address.
    pub to: EmailAddress,
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML.
    pub html: String,
    /// Every link in it, secrets included.
    pub links: Vec<String>,
    /// When it was sent.
    pub sent_at: Timestamp,
}

impl From<store::Copy> for SentMail {
    fn from(copy: store::Copy) -> Self {
        Self {
            id: copy.id,
            message: copy.message,
            to_name: copy.recipient_name,
            to: copy.recipient_email,
            subject: copy.subject,
            text: copy.text_body,
            html: copy.html_body,
            links: copy.links.0,
            sent_at: copy.sent_at,
        }
    }
}

/// Only a demo (or a test) has a simulated clock; elsewhere there is no mailbox.
pub(super) fn only_in_a_demo(clock: &Clock) -> Result<(), Fault> {
    match clock {
        Clock::Simulated(_) => Ok(()),
        Clock::System => Err(Fault::NotFound("mailbox")),
    }
}

/// The mails that were sent (to one address, when given), newest first.
pub(super) fn list(
    conn: &mut Conn,
    to: Option<&EmailAddress>,
    page: &PageRequest,
) -> Result<Page<SentMail>, DbError> {
    let copies = store::copies(conn, to, page)?;
    Ok(Page {
        data: copies.data.into_iter().map(SentMail::from).collect(),
        next_cursor: copies.next_cursor,
        has_more: copies.has_more,
    })
}

/// One mail that was sent.
pub(super) fn one(conn: &mut Conn, id: OutboxMailId) -> Result<Option<SentMail>, DbError> {
    Ok(store::copy(conn, id)?.map(SentMail::from))
}
