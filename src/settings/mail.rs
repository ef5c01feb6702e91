//! How mails leave the service.

use std::path::PathBuf;

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};

use super::masked_url;
use crate::{kernel::locale::Locale, text_enum};

text_enum! {
    /// How mails leave the service.
    pub enum MailTransport {
        /// As `.eml` files in the data folder.
        File = "file",
        /// To a mail server.
        Smtp = "smtp",
    }
}

/// Seconds of patience with a mail server.
const TIMEOUT_SECONDS: std::ops::RangeInclusive<u64> = 1..=120;

/// How mails leave the service.
#[derive(Debug, Clone)]
pub struct MailSettings {
    /// Files or a server.
    pub transport: MailTransport,
    /// The server, for [`MailTransport::Smtp`].
    pub smtp_url: Option<SecretString>,
    /// With what to sign in at the server; what its address says when absent.
    pub smtp_login: Option<Login>,
    /// How long to wait for each answer of the server, in seconds.
    pub timeout_seconds: u64,
    /// The sender.
    pub from: String,
    /// Where answers go; the sender when absent.
    pub reply_to: Option<String>,
    /// The language of mails to people who have not chosen one.
    pub locale: Locale,
    /// A folder whose templates replace those of the same name.
    pub templates: Option<PathBuf>,
    /// Mails that may leave to one address within 24 hours.
    pub max_per_recipient: u32,
    /// Mails that may leave of one case within 24 hours.
    pub max_per_case: u32,
    /// With what mails are signed.
    pub dkim: Option<DkimSettings>,
    /// Whether sent mails are kept as they were, links included: for demos only.
    pub keep_copies: bool,
}

/// User and password at a mail server.
#[derive(Debug, Clone)]
pub struct Login {
    /// The user.
    pub user: String,
    /// The password.
    pub password: SecretString,
}

/// With what mails are signed (DKIM).
#[derive(Debug, Clone)]
pub struct DkimSettings {
    /// Names the public key's record: `<selector>._domainkey.<domain>`.
    pub selector: String,
    /// The domain that signs; the sender's when absent.
    pub domain: Option<String>,
    /// The private key, in PEM form.
    pub key: SecretString,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMail {
    pub(super) transport: MailTransport,
    smtp_url: Option<SecretString>,
    smtp_user: Option<String>,
    smtp_password: Option<SecretString>,
    smtp_password_file: Option<PathBuf>,
    timeout_seconds: u64,
    from: String,
    reply_to: Option<String>,
    locale: Locale,
    templates: Option<PathBuf>,
    max_per_recipient: u32,
    max_per_case: u32,
    dkim: Option<RawDkim>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDkim {
    selector: String,
    domain: Option<String>,
    key_file: PathBuf,
}

impl RawMail {
    /// What holds together; what does not is added to `faults`.
    pub(super) fn checked(self, faults: &mut Vec<String>) -> MailSettings {
        if self.transport == MailTransport::Smtp && self.smtp_url.is_none() {
            faults.push("mail.smtp_url: is needed when mail.transport is \"smtp\"".to_owned());
        }
        if !TIMEOUT_SECONDS.contains(&self.timeout_seconds) {
            faults.push("mail.timeout_seconds: is between 1 and 120".to_owned());
        }
        for (key, most) in [
            ("max_per_recipient", self.max_per_recipient),
            ("max_per_case", self.max_per_case),
        ] {
            if most == 0 {
                faults.push(format!(
                    "mail.{key}: is 1 or more; to stop all mail, pause the queue"
                ));
            }
        }
        let smtp_login = self.login(faults);
        let dkim = self.dkim.and_then(|raw| raw.checked(faults));
        MailSettings {
            transport: self.transport,
            smtp_url: self.smtp_url,
            smtp_login,
            timeout_seconds: self.timeout_seconds,
            from: self.from,
            reply_to: self.reply_to,
            locale: self.locale,
            templates: self.templates,
            max_per_recipient: self.max_per_recipient,
            max_per_case: self.max_per_case,
            dkim,
            keep_copies: false,
        }
    }

    fn login(&self, faults: &mut Vec<String>) -> Option<Login> {
        let password = match (&self.smtp_password, &self.smtp_password_file) {
            (Some(_), Some(_)) => {
                faults.push("mail.smtp_password: give either the password or its file".to_owned());
                None
            }
            (Some(password), None) => Some(password.clone()),
            (None, Some(file)) => secret_of("mail.smtp_password_file", file, faults),
            (None, None) => {
                if self.smtp_user.is_some() {
                    faults.push("mail.smtp_password: is needed with mail.smtp_user".to_owned());
                }
                return None;
            }
        };
        match (&self.smtp_user, password) {
            (Some(user), Some(password)) => Some(Login {
                user: user.clone(),
                password,
            }),
            (None, Some(_)) => {
                faults.push("mail.smtp_user: is needed with a password".to_owned());
                None
            }
            (_, None) => None,
        }
    }
}

impl RawDkim {
    fn checked(self, faults: &mut Vec<String>) -> Option<DkimSettings> {
        let label = |text: &str| {
            let known = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_');
            !text.is_empty() && text.bytes().all(known)
        };
        if !label(&self.selector) {
            faults.push("mail.dkim.selector: is a name such as s2026".to_owned());
        }
        if self.domain.as_deref().is_some_and(|domain| !label(domain)) {
            faults.push("mail.dkim.domain: is a domain in ASCII form".to_owned());
        }
        Some(DkimSettings {
            selector: self.selector,
            domain: self.domain,
            key: secret_of("mail.dkim.key_file", &self.key_file, faults)?,
        })
    }
}

/// The text of a file that holds a secret, without the line break at its end.
fn secret_of(key: &str, file: &std::path::Path, faults: &mut Vec<String>) -> Option<SecretString> {
    match std::fs::read_to_string(file) {
        Ok(text) => Some(SecretString::from(text.trim_end_matches(['\r', '\n']).to_owned())),
        Err(error) => {
            faults.push(format!("{key}: {}: {error}", file.display()));
            None
        }
    }
}

impl MailSettings {
    /// What is in force, secrets masked.
    pub(super) fn masked(&self) -> Value {
        let dkim =
            |dkim: &DkimSettings| json!({ "selector": dkim.selector, "domain": dkim.domain, "key": "***" });
        json!({
            "transport": self.transport,
            "smtp_url": self.smtp_url.as_ref().map(|url| masked_url(url.expose_secret())),
            "smtp_user": self.smtp_login.as_ref().map(|login| &login.user),
            "smtp_password": self.smtp_login.as_ref().map(|_| "***"),
            "timeout_seconds": self.timeout_seconds,
            "from": self.from,
            "reply_to": self.reply_to,
            "locale": self.locale,
            "templates": self.templates,
            "max_per_recipient": self.max_per_recipient,
            "max_per_case": self.max_per_case,
            "dkim": self.dkim.as_ref().map(dkim),
        })
    }
}
