//! The demo's story, played through services on a simulated clock. Tests play it too.

mod cast;
pub mod ratings;

pub use cast::{Member, SignIn};

use std::sync::Arc;

use crate::{
    content::Pack,
    db::Database,
    fault::Fault,
    kernel::{
        clock::SimulatedClock,
        time::{Timestamp, days},
    },
};

/// The story starts so many days before the present of whoever watches it.
const DAYS_BACK: i64 = 120;

/// When the story starts, for somebody who watches it at `present`.
pub fn begins(present: Timestamp) -> Timestamp {
    present - days(DAYS_BACK)
}

/// Plays the story from the clock's time to its end, in an empty database, and tells who can sign in.
///
/// # Errors
/// When a service refuses what the story says: then the story is wrong.
pub async fn play(db: &Database, clock: &SimulatedClock, _content: &Arc<Pack>) -> Result<Vec<SignIn>, Fault> {
    let cast = cast::hire(db, clock).await?;
    clock.advance(days(DAYS_BACK));
    Ok(cast)
}
