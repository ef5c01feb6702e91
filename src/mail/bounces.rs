//! Mails that came back: reports of mail servers (RFC 3464), read from a mailbox or posted by the relay. They are
//! matched with what was sent by its Message-ID, or by its recipient where the report does not give it back. Anybody
//! can write such a report, so that it may only ever make somebody look again; nothing is decided by it.

mod inbox;
mod report;
mod store;

pub use inbox::Inbox;
pub use report::{DeliveryReport, Severity, read as read_report};

use crate::{
    db::Conn,
    fault::Fault,
    kernel::{ctx::Ctx, email::EmailAddress, time::days},
};

/// Days after which a report that names a recipient only is not matched any more: servers give up within five.
const MATCHED_DAYS: i64 = 14;

/// A mail of ours that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounced {
    /// What its area knows it by.
    pub dedup: String,
    /// Where it should have gone.
    pub to: EmailAddress,
    /// Whether it will never arrive there.
    pub severity: Severity,
    /// What the server said, in one line.
    pub words: String,
}

/// Stores a report and finds its mail. `None` when it is about none of ours, or was stored before.
///
/// # Errors
/// When a statement fails.
pub fn note(conn: &mut Conn, ctx: &Ctx, report: &DeliveryReport) -> Result<Option<Bounced>, Fault> {
    let by_id = match &report.message_id {
        Some(id) => store::by_message_id(conn, id)?,
        None => None,
    };
    let found = match (by_id, &report.recipient) {
        (None, Some(recipient)) if report.message_id.is_none() => {
            store::last_sent_to(conn, recipient, ctx.now - days(MATCHED_DAYS))?
        }
        (found, _) => found,
    };
    let Some(mail) = found else { return Ok(None) };
    if !store::insert(conn, ctx, &mail, report)? {
        return Ok(None);
    }
    Ok(Some(Bounced {
        dedup: mail.dedup_key,
        to: mail.recipient_email,
        severity: report.severity,
        words: report.words(),
    }))
}
