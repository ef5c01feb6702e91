//! What this area stores and reads. Who may do what, and what follows, is settled in `flow`.

pub mod cards;
pub mod exercises;
pub mod facts;
pub mod mails;
pub mod rounds;
