//! Mail: what is written, to whom, and how it gets there.
//!
//! A use case calls [`enqueue`] in its own write transaction; the mail exists exactly when
//! the change does. A worker writes and sends it afterwards, at least once, with a Message-ID that stays
//! the same for all attempts (exactly-once delivery cannot be had over SMTP, see RFC 1047).

mod api;
mod calendar;
mod deliver;
mod letterhead;
mod mailbox;
pub mod message;
mod outbox;
mod pages;
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
pub use deliver::{OnSettled, Report, Settled, Verdict, Worker};
pub use letterhead::Letterhead;
pub use mailbox::SentMail;
pub use message::Message;
pub use outbox::{
    Attempt, Case, CaseKind, Delivery, MailState, Outgoing, cancel, enqueue, last_to, of_case, unsent,
};
pub use pages::pages;
pub use templates::{Parts, Templates, Unwritable};
pub use transport::{BadTransport, Transport};
pub use when::{day, when};
