//! How often somebody may try, per key, in this process. Wall time: the case clock may stand still.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use crate::{
    fault::Fault,
    kernel::time::{Timestamp, minutes},
};

/// More keys than this are not remembered; the oldest windows go first.
const MOST_KEYS: usize = 100_000;

/// Counts attempts per key in windows of one minute.
#[derive(Debug)]
pub(crate) struct Limiter {
    most: u32,
    windows: Mutex<HashMap<String, (Timestamp, u32)>>,
}

impl Limiter {
    /// At most `most` attempts per key and minute.
    pub(crate) fn per_minute(most: u32) -> Self {
        Self {
            most,
            windows: Mutex::default(),
        }
    }

    /// Counts one attempt.
    ///
    /// # Errors
    /// [`Fault::RateLimited`] when there were too many in this minute.
    pub(crate) fn attempt(&self, key: &str, now: Timestamp) -> Result<(), Fault> {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= MOST_KEYS {
            windows.retain(|_, (start, _)| now.since(*start) < minutes(1));
            if windows.len() >= MOST_KEYS {
                return Err(Fault::Busy);
            }
        }
        let (start, count) = windows.entry(key.to_owned()).or_insert((now, 0));
        if now.since(*start) >= minutes(1) {
            (*start, *count) = (now, 0);
        }
        *count += 1;
        if *count <= self.most {
            return Ok(());
        }
        let left = (*start + minutes(1)).since(now).num_seconds() + 1;
        Err(Fault::RateLimited {
            retry_after: u64::try_from(left).unwrap_or(1),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_attempt_after_the_last_allowed_one_waits_for_the_next_minute() {
        let limiter = Limiter::per_minute(2);
        let start = Timestamp::from_unix_micros(0);
        assert!(limiter.attempt("a", start).is_ok());
        assert!(limiter.attempt("a", start + minutes(0)).is_ok());
        assert!(matches!(
            limiter.attempt("a", start),
            Err(Fault::RateLimited { retry_after: 61 })
        ));
        assert!(limiter.attempt("b", start).is_ok());
        assert!(limiter.attempt("a", start + minutes(1)).is_ok());
    }
}
