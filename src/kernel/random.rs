//! The only place that reads the operating system's randomness.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use uuid::Uuid;

use super::{ids::Id, time::Timestamp};

/// Fills an array with random bytes of the operating system.
///
/// # Panics
/// When the operating system has no randomness to give; nothing secure can be done then.
#[allow(clippy::panic, reason = "a process without randomness must not go on")]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut buffer = [0_u8; N];
    if let Err(error) = getrandom::fill(&mut buffer) {
        panic!("no randomness from the operating system: {error}");
    }
    buffer
}

/// A new identifier whose time part is `now`, so that ids sort by the moment of the story told,
/// on a simulated clock too.
pub fn new_id<T>(now: Timestamp) -> Id<T> {
    let millis = u64::try_from(now.unix_micros() / 1000).unwrap_or(0);
    Id::from_uuid(uuid::Builder::from_unix_timestamp_millis(millis, &bytes::<10>()).into_uuid())
}

/// A random (version 4) identifier, for request ids.
pub fn request_id() -> Uuid {
    uuid::Builder::from_random_bytes(bytes::<16>()).into_uuid()
}

/// An unguessable token of 256 bits: 43 characters of the URL-safe base64 alphabet.
pub fn token() -> String {
    URL_SAFE_NO_PAD.encode(bytes::<32>())
}
