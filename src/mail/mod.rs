//! Mail: what is written, to whom, and how it gets there.
//!
//! A use case calls [`enqueue`] in its own write transaction; the mail exists exactly when
//! the change does. A worker writes and sends it afterwards, at least once, with a Message-ID that stays
//! the same for all attempts (exactly-once delivery cannot be had over SMTP, see RFC 1047).

mod api;
mod bounces;
mod calendar;
mod choices;
mod dead_letters;
mod deliver;
mod dkim;
mod letterhead;
mod mailbox;
pub mod message;
mod notices;
mod opt_outs;
mod outbox;
mod pages;
mod phrases;
mod queue;
pub mod reminders;
mod render;
mod schema;
mod smtp;
mod store;
mod templates;
#[cfg(test)]
mod testing;
mod transport;
mod when;

pub use api::routes;
pub use bounces::{Bounced, DeliveryReport, Inbox, Severity, note as note_bounce, read_report};
pub use calendar::feed as calendar_feed;
pub use choices::{Choices, Pace, choose, moved as choices_moved, of as choices_of};
pub use dead_letters::{DeadLetter, keeps as keeps_dead_letters, list as dead_letters};
pub use deliver::{AnsweredBy, Caps, NotSent, OnSettled, Report, Settled, Verdict, Worker};
pub use dkim::{BadKey, Signer};
pub use letterhead::Letterhead;
pub use mailbox::SentMail;
pub use message::{Message, Topic};
pub use notices::{round, tell as tell_notices};
pub use opt_outs::{OptOut, find as find_opt_out, turn_off};
pub use outbox::{
    Attempt, Case, CaseKind, Delivery, MailState, Outgoing, Tried, cancel, enqueue, last_to, of_case, unsent,
    withdraw,
};
pub use pages::pages;
pub use queue::{HoldKind, QueueState, QueueView, pause, resume, status};
pub use templates::{Parts, Templates, Unwritable};
pub use transport::{BadTransport, Transport};
pub use when::{day, told, when};
