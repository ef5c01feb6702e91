//! A mail that tells an operator whether mail leaves; it stands in no queue.

use std::time::SystemTime;

use lettre::message::SinglePart;

use super::{
    super::{letterhead::mailbox, render::auto_submitted, templates::Unwritable, transport::Outcome},
    Worker,
};
use crate::kernel::{email::EmailAddress, random, time::Timestamp};

/// Why a test mail did not leave.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotSent {
    /// The mail server, or the folder, did not take it.
    #[error("{kind}: {reason}")]
    NotTaken {
        /// What it would mean for a mail of the queue.
        kind: &'static str,
        /// What the mail server said.
        reason: String,
    },
    /// It could not be written.
    #[error("the mail could not be written: {0}")]
    Unwritable(#[from] Unwritable),
}

impl Worker {
    /// Sends a short mail at once, over the way all mails go, signed as they are.
    ///
    /// # Errors
    /// [`NotSent`].
    pub async fn probe(&self, to: &EmailAddress, now: Timestamp) -> Result<(), NotSent> {
        let id = random::request_id();
        let message = lettre::Message::builder()
            .message_id(Some(format!("<{id}@{}>", self.letterhead.domain())))
            .date(SystemTime::from(now.utc()))
            .from(self.letterhead.mailbox()?)
            .reply_to(mailbox("", &self.letterhead.contact)?)
            .to(mailbox("", to)?)
            .subject("Steadyhire can send mail")
            .raw_header(auto_submitted()?)
            .singlepart(SinglePart::plain(format!(
                "This is the test you asked for with `steadyhire mail test`.\r\n\
                 Mails of {} reach you from {}.\r\n",
                self.letterhead.company, self.letterhead.from,
            )))
            .map_err(Unwritable::because)?;
        let written = message.formatted();
        let written = match &self.signer {
            Some(signer) => signer.signed(&written, now)?,
            None => written,
        };
        let mut session = self.transport.open();
        let outcome = session.send(&id.to_string(), message.envelope(), written).await;
        session.close().await;
        let (kind, reason) = match outcome {
            Outcome::Sent => return Ok(()),
            Outcome::Deferred(why) => ("not now", why),
            Outcome::NoRecipient(why) | Outcome::Refused(why) => ("refused", why),
            Outcome::Ambiguous(why) => ("no answer; it may have arrived", why),
            Outcome::Unreachable(why) => ("the mail server cannot be reached", why),
            Outcome::OurFault(why) => ("the mail server does not let us in", why),
        };
        Err(NotSent::NotTaken { kind, reason })
    }
}
