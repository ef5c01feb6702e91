//! E-mail addresses that are safe to hand to a mail server.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

/// A deliverable address: one `@`, no quotes, a dotted domain in ASCII (punycode where needed).
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[schema(value_type = String, format = "email")]
pub struct EmailAddress(String);

/// Why a text is not an address we would write to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address we can write to, such as name@example.com")]
pub struct InvalidEmail;

impl EmailAddress {
    /// Checks an address and brings its domain into lower-case ASCII form.
    ///
    /// # Errors
    /// When it is longer than 254 bytes, quoted, has a non-ASCII local part or a domain without a dot.
    pub fn parse(text: &str) -> Result<Self, InvalidEmail> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(InvalidEmail)?;
        let local_ok = !local.is_empty()
            && local.len() <= 64
            && !local.starts_with(['-', '.'])
            && !local.ends_with('.')
            && !local.contains("..")
            && local
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b));
        let domain = idna::domain_to_ascii_strict(domain).map_err(|_| InvalidEmail)?;
        let labels: Vec<&str> = domain.split('.').collect();
        let domain_ok = labels.len() >= 2
            && labels
                .iter()
                .all(|l| !l.is_empty() && !l.starts_with('-') && !l.ends_with('-'))
            && labels
                .last()
                .is_some_and(|l| l.bytes().any(|b| b.is_ascii_alphabetic()));
        let whole = format!("{local}@{domain}");
        if local_ok && domain_ok && whole.len() <= 254 {
            Ok(Self(whole))
        } else {
            Err(InvalidEmail)
        }
    }
    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// The domain, in lower-case ASCII.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, d)| d)
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::str::FromStr for EmailAddress {
    type Err = InvalidEmail;
    fn from_str(text: &str) -> Result<Self, InvalidEmail> {
        Self::parse(text)
    }
}
impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl<'de> Deserialize<'de> for EmailAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_and_international_addresses_are_accepted() {
        assert_eq!(
            EmailAddress::parse(" Ann.Lee+x@Example.COM ").unwrap().as_str(),
            "Ann.Lee+x@example.com"
        );
        assert_eq!(
            EmailAddress::parse("ann@münchen.de").unwrap().domain(),
            "xn--mnchen-3ya.de"
        );
    }

    #[test]
    fn addresses_that_could_harm_a_mail_server_are_refused() {
        for bad in [
            "a@b",
            "b@localhost",
            "b@[127.0.0.1]",
            "\"b c\"@x.org",
            "-oQ/tmp@x.org",
            "a@b.org\r\nBcc: c@d.org",
            "a@@b.org",
            "",
            "a..b@c.org",
            "a@b.1",
        ] {
            assert!(EmailAddress::parse(bad).is_err(), "{bad:?} was accepted");
        }
    }
}
