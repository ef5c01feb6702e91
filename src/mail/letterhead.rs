//! In whose name mails are sent.

use lettre::{Address, message::Mailbox};

use super::templates::Unwritable;
use crate::kernel::{email::EmailAddress, text};

/// Sender, answer address and the company's name, from the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letterhead {
    /// The company's name as mails sign with it.
    pub(super) company: String,
    /// The sender.
    pub(super) from: EmailAddress,
    /// Where answers go: a person.
    pub(super) contact: EmailAddress,
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
        })
    }
    /// The sender as a header.
    pub(super) fn mailbox(&self) -> Result<Mailbox, Unwritable> {
        mailbox(&self.company, &self.from)
    }
}

/// Name and address as a header. The mail library panics on a name with a line break, hence the cleaning.
pub(super) fn mailbox(name: &str, address: &EmailAddress) -> Result<Mailbox, Unwritable> {
    let parsed: Address = address.as_str().parse().map_err(Unwritable::because)?;
    let name = Some(text::single_line(name)).filter(|n| !n.is_empty());
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
