//! Passwords: argon2id, away from the async threads, few at a time (each takes 19 MiB).

use std::sync::Arc;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::{sync::Semaphore, task::spawn_blocking};

use crate::fault::{Fault, FieldFault};

/// The fewest characters of a password.
const SHORTEST: usize = 12;
/// The most; longer ones only cost time.
const LONGEST: usize = 128;

/// Long enough, and yet the first that somebody tries (lower case, as typed or as a part).
const WEAK: &[&str] = &[
    "password",
    "passwort",
    "123456789012",
    "qwertyuiop",
    "qwertzuiop",
    "letmein",
    "welcome1",
    "administrator",
    "changeme",
    "iloveyou",
    "111111111111",
    "abcdefghijkl",
    "steadyhire",
    "correcthorsebatterystaple",
];

/// Checks and hashes passwords.
#[derive(Debug, Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    /// The hash that unknown people's passwords are compared with, so that they take as long as known ones'.
    nobody: Arc<str>,
}

impl Passwords {
    /// At most `at_once` checks at the same time.
    ///
    /// # Errors
    /// When the hash function does not work here.
    pub fn new(at_once: usize) -> Result<Self, Fault> {
        Ok(Self {
            turns: Arc::new(Semaphore::new(at_once.max(1))),
            nobody: hash(&crate::kernel::random::token())?.into(),
        })
    }

    /// Hashes a password that [`check`] accepted.
    ///
    /// # Errors
    /// [`Fault::Busy`] when the service is stopping.
    pub async fn hash(&self, password: String) -> Result<String, Fault> {
        let turn = Arc::clone(&self.turns)
            .acquire_owned()
            .await
            .map_err(|_| Fault::Busy)?;
        let hashed = spawn_blocking(move || {
            let _turn = turn;
            hash(&password)
        });
        hashed.await.map_err(Fault::internal)?
    }

    /// Whether `password` is the one behind `stored`; without a stored hash, `false` after the same time.
    ///
    /// # Errors
    /// [`Fault::Busy`] when the service is stopping.
    pub async fn verify(&self, stored: Option<String>, password: String) -> Result<bool, Fault> {
        let turn = Arc::clone(&self.turns)
            .acquire_owned()
            .await
            .map_err(|_| Fault::Busy)?;
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.nobody.to_string());
        let same = spawn_blocking(move || {
            let _turn = turn;
            PasswordHash::new(&stored).is_ok_and(|parsed| {
                Argon2::default()
                    .verify_password(password.as_bytes(), &parsed)
                    .is_ok()
            })
        });
        Ok(same.await.map_err(Fault::internal)? && known)
    }
}

/// Hashes on this thread; for commands.
///
/// # Errors
/// When the hash function does not work here.
pub fn hash(password: &str) -> Result<String, Fault> {
    let hash = Argon2::default()
        .hash_password(password.as_bytes())
        .map_err(Fault::internal)?;
    Ok(hash.to_string())
}

/// Says what is wrong with a new password of a person.
///
/// # Errors
/// The fault at `pointer`.
pub fn check(password: &str, email: &str, pointer: &str) -> Result<(), FieldFault> {
    let length = password.chars().count();
    let lower = password.to_lowercase();
    let name = email.split('@').next().unwrap_or_default().to_lowercase();
    let mut distinct: Vec<char> = lower.chars().collect();
    distinct.sort_unstable();
    distinct.dedup();
    let (code, detail) = if !(SHORTEST..=LONGEST).contains(&length) {
        ("length", "A password has from 12 to 128 characters.")
    } else if WEAK.iter().any(|weak| lower.contains(weak)) || distinct.len() < 5 {
        (
            "weak",
            "Somebody would try this one first. Several unrelated words make a good password.",
        )
    } else if name.len() >= 4 && lower.contains(&name) {
        ("weak", "A password must not contain the name of the address.")
    } else {
        return Ok(());
    };
    Err(FieldFault::new(pointer, code, detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_common_monotonous_and_own_names_are_refused() {
        for bad in [
            "short",
            "Password1234",
            "aaaaaaaaaaaaaaaa",
            "xx-ann.lee-2026",
            "steadyhire-2026",
        ] {
            assert!(check(bad, "ann.lee@example.com", "/password").is_err(), "{bad}");
        }
        for good in ["violet tractor nine", "ünïcode-is-welcome", "k3#vP0q!zL9w"] {
            assert!(check(good, "ann.lee@example.com", "/password").is_ok(), "{good}");
        }
    }

    #[tokio::test]
    async fn the_right_password_of_a_known_person_is_accepted_and_nothing_else() {
        let passwords = Passwords::new(1).unwrap();
        let stored = passwords.hash("violet tractor nine".into()).await.unwrap();
        assert!(
            passwords
                .verify(Some(stored.clone()), "violet tractor nine".into())
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .verify(Some(stored), "violet tractor ten".into())
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .verify(None, "violet tractor nine".into())
                .await
                .unwrap()
        );
    }
}
