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

/// A new identifier whose time part is `now` and whose next 24 bits are those of `counter`, so that ids made
/// for one instant sort in the order they were counted (RFC 9562, section 6.2, method 1).
pub fn ordered_id<T>(now: Timestamp, counter: u64) -> Id<T> {
    let millis = u64::try_from(now.unix_micros() / 1000).unwrap_or(0);
    let [_, _, _, mixed, tail @ ..] = bytes::<10>();
    let bits = |shift: u32, mask: u64| u8::try_from(counter >> shift & mask).unwrap_or(0);
    // 12 bits beside the version, 6 beside the variant, 6 in the byte after it.
    let mut counted = [
        bits(20, 0x0f),
        bits(12, 0xff),
        bits(6, 0x3f),
        bits(0, 0x3f) << 2 | mixed & 3,
        0,
        0,
        0,
        0,
        0,
        0,
    ];
    if let Some(rest) = counted.last_chunk_mut::<6>() {
        *rest = tail;
    }
    Id::from_uuid(uuid::Builder::from_unix_timestamp_millis(millis, &counted).into_uuid())
}

/// A random (version 4) identifier, for request ids.
pub fn request_id() -> Uuid {
    uuid::Builder::from_random_bytes(bytes::<16>()).into_uuid()
}

/// An unguessable token of 256 bits: 43 characters of the URL-safe base64 alphabet.
pub fn token() -> String {
    URL_SAFE_NO_PAD.encode(bytes::<32>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::ids::RowId;

    #[test]
    fn ids_counted_within_one_instant_sort_as_they_were_counted() {
        let now = Timestamp::from_unix_micros(1_780_000_000_000_000);
        let ids: Vec<RowId> = [1, 2, 63, 64, 4095, 4096, 1_048_575, 1_048_576, 16_777_215]
            .into_iter()
            .map(|counter| ordered_id(now, counter))
            .collect();
        assert!(ids.is_sorted());
        assert_ne!(ordered_id::<()>(now, 1), ordered_id(now, 1));
        assert_eq!(ids[0].uuid().get_version_num(), 7);
    }
}
