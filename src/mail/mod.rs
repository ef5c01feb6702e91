//! Mail: what is written, to whom, and how it gets there.
//!
//! A use case calls `enqueue` in its own write transaction; the mail exists exactly when
//! the change does. A worker writes and sends it afterwards, at least once, with a Message-ID that stays
//! the same for all attempts (exactly-once delivery cannot be had over SMTP, see RFC 1047).

mod calendar;
mod letterhead;
pub mod message;
pub mod reminders;
mod render;
mod smtp;
mod templates;
#[cfg(test)]
mod testing;
mod transport;
mod when;

pub use letterhead::Letterhead;
pub use message::Message;
pub use templates::{Parts, Templates, Unwritable};
pub use transport::{BadTransport, Transport};
pub use when::{day, when};
