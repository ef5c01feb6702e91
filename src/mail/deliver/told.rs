//! What the worker tells others, and what it is told by them.

use super::super::outbox::{Case, MailState};
use crate::{
    db::Conn,
    fault::Fault,
    kernel::{ctx::Ctx, email::EmailAddress, ids::OutboxMailId},
};

/// What became of a mail, for those who asked for it.
#[derive(Debug, Clone)]
pub struct Settled {
    /// The mail.
    pub id: OutboxMailId,
    /// Which message.
    pub message: String,
    /// What it belongs to.
    pub case: Case,
    /// To whom.
    pub to: EmailAddress,
    /// The key it was asked for with.
    pub dedup: String,
    /// Whether it left, or why it never will.
    pub verdict: Verdict,
}

/// How a mail ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It left.
    Sent,
    /// Nobody is at the address, in the words of the mail server: no other mail will arrive there either.
    NoRecipient(String),
    /// It could not be delivered, for this reason: a task for staff.
    Undeliverable(String),
}

/// Called in the transaction that records how a mail ended. When it fails, that is logged and the mail's end is recorded
/// without it: it is not called again for the same end, but for another one if the mail is sent again by hand.
pub type OnSettled = fn(&mut Conn, &Ctx, &Settled) -> Result<(), Fault>;

/// Who answers for a case, and so is written to by whoever replies to one of its mails.
pub type AnsweredBy = fn(&mut Conn, Case) -> Result<Option<EmailAddress>, Fault>;

/// How many mails leave within 24 hours at most; what is beyond waits (security catalogue T14).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caps {
    /// To one address.
    pub per_recipient: u32,
    /// Of one case.
    pub per_case: u32,
}

impl Default for Caps {
    /// The defaults of the settings.
    fn default() -> Self {
        Self {
            per_recipient: 60,
            per_case: 200,
        }
    }
}

/// What one pass did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Mails that left.
    pub sent: usize,
    /// Mails that will be tried again.
    pub deferred: usize,
    /// Mails that will never go, or not any more.
    pub undeliverable: usize,
    /// Why the pass ended early, if it did: something an operator has to look at.
    pub alarm: Option<String>,
}

impl Report {
    /// Counts a mail by where it stands now.
    pub(super) fn count(&mut self, state: MailState) {
        match state {
            MailState::Sent => self.sent += 1,
            MailState::Failed | MailState::Dead => self.undeliverable += 1,
            MailState::Queued | MailState::Sending => self.deferred += 1,
        }
    }
    /// Whether another pass may find more to do.
    pub fn goes_on(&self) -> bool {
        self.alarm.is_none() && self.sent + self.deferred + self.undeliverable > 0
    }
}
