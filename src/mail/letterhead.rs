//! In whose name mails are sent.

use lettre::{Address, message::Mailbox};

use super::templates::Unwritable;
use crate::kernel::{email::EmailAddress, locale::Locale, text};

/// Sender, answer address and the company's name, from the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letterhead {
    /// The company's name as mails sign with it.
    pub(super) company: String,
    /// The sender.
    pub(super) from: EmailAddress,
    /// Where answers go: a person.
    pub(super) contact: EmailAddress,
    /// The language of mails to people who have not chosen one.
    pub(super) locale: Locale,
    /// Where people reach the service, without a slash at the end.
    base_url: String,
}

impl Letterhead {
    /// From `mail.from` (`Acme Hiring <hire@acme.example>` or a bare address) and `mail.reply_to`, which
    /// is the sender's address when it is not set.
    ///
    /// # Errors
    /// When either is no address we can write to.
    pub fn parse(from: &str, reply_to: Option<&str>) -> Result<Self, Unwritable> {
        let (name, address) = match from.trim().strip_suffix('>').and_then(|f| f.rsplit_once('<')) {
            Some((name, address)) => (name.trim().trim_matches('"'), address),
            None => ("", from),
        };
        let parse = |setting: &str, address: &str| {
            EmailAddress::parse(address).map_err(|error| Unwritable(format!("{setting}: {error}")))
        };
        let from = parse("mail.from", address)?;
        let contact = reply_to.map_or(Ok(from.clone()), |to| parse("mail.reply_to", to))?;
        let name = text::single_line(name);
        let company = if name.is_empty() {
            from.domain().to_owned()
        } else {
            name
        };
        Ok(Self {
            company,
            from,
            contact,
            locale: Locale::En,
            base_url: String::new(),
        })
    }
    /// Where people reach the service: links in mails that name a place of ours start with it.
    #[must_use]
    pub fn at(mut self, base_url: &str) -> Self {
        base_url.trim_end_matches('/').clone_into(&mut self.base_url);
        self
    }
    /// The language of mails to people who have not chosen one.
    #[must_use]
    pub fn speaking(mut self, locale: Locale) -> Self {
        self.locale = locale;
        self
    }
    /// A link as it is written: a place of ours gets the base URL, everything else stays.
    pub(super) fn absolute(&self, link: &str) -> String {
        if link.starts_with('/') {
            format!("{}{link}", self.base_url)
        } else {
            link.to_owned()
        }
    }
    /// The sender's domain.
    pub fn domain(&self) -> &str {
        self.from.domain()
    }
    /// The sender as a header.
    pub(super) fn mailbox(&self) -> Result<Mailbox, Unwritable> {
        mailbox(&self.company, &self.from)
    }
}

/// The longest display name we write, in characters: a header line must not exceed 998 octets (RFC 5322, 2.1.1),
/// encoded words included.
const NAME_CHARS: usize = 100;

/// Name and address as a header. The mail library panics on a name with a line break, hence the cleaning.
pub(super) fn mailbox(name: &str, address: &EmailAddress) -> Result<Mailbox, Unwritable> {
    let parsed: Address = address.as_str().parse().map_err(Unwritable::because)?;
    let name: String = text::single_line(name).chars().take(NAME_CHARS).collect();
    let name = Some(name.trim_end().to_owned()).filter(|n| !n.is_empty());
    Ok(Mailbox::new(name, parsed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_company_signs_with_the_senders_display_name() {
        let head =
            Letterhead::parse("\"Acme Hiring\" <hire@acme.example>", Some("anna@acme.example")).unwrap();
        assert_eq!(
            (head.company.as_str(), head.contact.as_str()),
            ("Acme Hiring", "anna@acme.example")
        );
    }

    #[test]
    fn a_bare_address_signs_with_its_domain_and_takes_answers_itself() {
        let head = Letterhead::parse("hire@acme.example", None).unwrap();
        assert_eq!(
            (head.company.as_str(), head.contact.as_str()),
            ("acme.example", "hire@acme.example")
        );
        assert!(Letterhead::parse("nobody", None).is_err());
    }
}
