//! Secrets handed out: their kinds are told apart by their first letters, and only their hashes are kept.

use sha2::{Digest, Sha256};

use crate::{db::types::Sha256Hash, kernel::random};

/// How a member of staff's bearer token starts.
pub(super) const STAFF: &str = "sh_";
/// How a guest's bearer token starts.
pub(super) const GUEST: &str = "shl_";

/// A new secret and what is stored of it.
pub(super) fn make(prefix: &str) -> (String, Sha256Hash) {
    let secret = format!("{prefix}{}", random::token());
    let stored = hashed(&secret);
    (secret, stored)
}

/// What is stored of a secret. 256 random bits need no slow hash (ASVS 6.5.2).
pub(super) fn hashed(secret: &str) -> Sha256Hash {
    Sha256Hash(Sha256::digest(secret.as_bytes()).into())
}
