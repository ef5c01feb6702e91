//! The only place that reads the system time. Gates never ask it: they are handed `now`.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{TimeDelta, Utc};

use super::time::Timestamp;

/// Where `now` comes from.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The system's clock.
    System,
    /// A clock that moves only when told to: the demo's and the tests'.
    Simulated(SimulatedClock),
}

impl Clock {
    /// A simulated clock that starts at `start`.
    pub fn simulated(start: Timestamp) -> (Self, SimulatedClock) {
        let clock = SimulatedClock(Arc::new(AtomicI64::new(start.unix_micros())));
        (Self::Simulated(clock.clone()), clock)
    }
    /// The case time: drives gates, expiry of links and waivers, reminders and retries.
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => wall_now(),
            Self::Simulated(clock) => clock.now(),
        }
    }
}

/// A clock that stands still until somebody moves it forward.
#[derive(Debug, Clone)]
pub struct SimulatedClock(Arc<AtomicI64>);

impl SimulatedClock {
    /// The time it shows.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_unix_micros(self.0.load(Ordering::SeqCst))
    }
    /// Moves it forward; a negative delta leaves it where it is.
    pub fn advance(&self, delta: TimeDelta) -> Timestamp {
        let micros = delta.num_microseconds().unwrap_or(0).max(0);
        Timestamp::from_unix_micros(self.0.fetch_add(micros, Ordering::SeqCst).saturating_add(micros))
    }
    /// Moves it forward to `instant`; an earlier instant leaves it where it is.
    pub fn advance_to(&self, instant: Timestamp) -> Timestamp {
        self.advance(instant.since(self.now()))
    }
}

/// The wall time: drives staff sessions, tokens, leases and rate limits, never a gate.
#[allow(
    clippy::disallowed_methods,
    reason = "the one place that may read the system time"
)]
pub fn wall_now() -> Timestamp {
    Timestamp::new(Utc::now())
}
