//! Settings about those whom the service writes to.

use std::path::PathBuf;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// How references are looked at.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReferenceSettings {
    /// Whether it is marked when a referee begins from the candidate's network.
    pub compare_network: bool,
}

/// Where mails that came back are told of.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BounceSettings {
    /// The mailbox reports arrive in: a file in mbox form, or the folder of a Maildir.
    pub mailbox: Option<PathBuf>,
    /// What the relay that posts reports has to show.
    pub secret: Option<SecretString>,
}

/// Letters a shared secret needs.
const SECRET_LETTERS: usize = 20;

impl BounceSettings {
    /// What cannot be right.
    pub(super) fn fault(&self) -> Option<String> {
        let secret = self.secret.as_ref()?;
        (secret.expose_secret().len() < SECRET_LETTERS)
            .then(|| format!("bounces.secret: needs {SECRET_LETTERS} letters or more"))
    }

    /// What is in force, without the secret.
    pub(super) fn masked(&self) -> Value {
        json!({ "mailbox": self.mailbox, "secret": self.secret.as_ref().map(|_| "***") })
    }
}
