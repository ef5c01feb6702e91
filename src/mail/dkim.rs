//! The company's signature under a mail (DKIM, RFC 6376; Ed25519: RFC 8463), for houses whose mail server does not
//! sign. Relaxed in headers and body: servers on the way refold lines.

use base64::{Engine, engine::general_purpose::STANDARD};
use ring::{
    rand::SystemRandom,
    rsa,
    signature::{Ed25519KeyPair, RSA_PKCS1_SHA256},
};
use rustls::pki_types::{PrivateKeyDer, pem::PemObject};
use sha2::{Digest, Sha256};

use super::templates::Unwritable;
use crate::kernel::time::Timestamp;

/// The headers that are signed where a mail has them: everything a reader or a mail program acts upon. `From` is
/// named once more than it occurs, so that a second one breaks the signature.
const SIGNED: &[&str] = &[
    "from",
    "from",
    "to",
    "reply-to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "auto-submitted",
    "list-unsubscribe",
    "list-unsubscribe-post",
];
/// Characters of the signature per line.
const LINE: usize = 72;

/// A key we cannot sign with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no RSA key of 2048 to 4096 bits and no Ed25519 key in PEM form (PKCS#1 or PKCS#8)")]
pub struct BadKey;

enum Key {
    Rsa(Box<rsa::KeyPair>),
    Ed25519(Ed25519KeyPair),
}

/// Signs mails of one domain.
pub struct Signer {
    domain: String,
    selector: String,
    key: Key,
}

impl Signer {
    /// A signer for the record `<selector>._domainkey.<domain>`, with the private key of `pem`.
    ///
    /// # Errors
    /// When the key cannot be read or is too weak.
    pub fn new(domain: &str, selector: &str, pem: &str) -> Result<Self, BadKey> {
        let key = match PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(|_| BadKey)? {
            PrivateKeyDer::Pkcs1(der) => rsa::KeyPair::from_der(der.secret_pkcs1_der())
                .map(|pair| Key::Rsa(Box::new(pair)))
                .map_err(|_| BadKey)?,
            PrivateKeyDer::Pkcs8(der) => {
                let der = der.secret_pkcs8_der();
                match rsa::KeyPair::from_pkcs8(der) {
                    Ok(pair) => Key::Rsa(Box::new(pair)),
                    Err(_) => Ed25519KeyPair::from_pkcs8_maybe_unchecked(der)
                        .map(Key::Ed25519)
                        .map_err(|_| BadKey)?,
                }
            }
            _ => return Err(BadKey),
        };
        Ok(Self {
            domain: domain.to_owned(),
            selector: selector.to_owned(),
            key,
        })
    }

    /// The mail with its signature before it.
    pub(super) fn signed(&self, mail: &[u8], now: Timestamp) -> Result<Vec<u8>, Unwritable> {
        let text = std::str::from_utf8(mail).map_err(Unwritable::because)?;
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
        let headers = unfolded(head);
        let present: Vec<&str> = SIGNED
            .iter()
            .copied()
            .filter(|name| headers.iter().any(|(known, _)| known == name))
            .collect();
        let body_hash = STANDARD.encode(Sha256::digest(relaxed_body(body)));
        let algorithm = match self.key {
            Key::Rsa(_) => "rsa-sha256",
            Key::Ed25519(_) => "ed25519-sha256",
        };
        let unsigned = format!(
            "v=1; a={algorithm}; c=relaxed/relaxed; d={};\r\n s={}; t={};\r\n h={};\r\n bh={body_hash};\r\n b=",
            self.domain,
            self.selector,
            now.unix_micros() / 1_000_000,
            present.join(":\r\n  "),
        );
        let mut input = signed_headers(&headers, &present);
        input.push_str("dkim-signature:");
        input.push_str(&relaxed_value(&unsigned));
        let signature = STANDARD.encode(self.sign(input.as_bytes())?);
        let lines: Vec<&str> = chunks(&signature).collect();
        let header = format!("DKIM-Signature: {unsigned}{}\r\n", lines.join("\r\n  "));
        Ok([header.as_bytes(), mail].concat())
    }

    fn sign(&self, input: &[u8]) -> Result<Vec<u8>, Unwritable> {
        match &self.key {
            Key::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                // The library blinds with these bytes; the signature does not depend on them.
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), input, &mut signature)
                    .map_err(|_| Unwritable("the mail could not be signed".into()))?;
                Ok(signature)
            }
            Key::Ed25519(pair) => Ok(pair.sign(&Sha256::digest(input)).as_ref().to_vec()),
        }
    }
}

/// Names in lower case and values as they stand, one entry per header.
fn unfolded(head: &str) -> Vec<(String, String)> {
    let mut headers: Vec<(String, String)> = Vec::new();
    for line in head.split("\r\n") {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = headers.last_mut() {
                value.push_str(line);
            }
        } else if let Some((name, value)) = line.split_once(':') {
            headers.push((name.trim().to_ascii_lowercase(), value.to_owned()));
        }
    }
    headers
}

/// The headers the signature covers, each taken from the last occurrence upwards; what is named too often is absent.
fn signed_headers(headers: &[(String, String)], names: &[&str]) -> String {
    let mut left: Vec<&(String, String)> = headers.iter().collect();
    let mut input = String::new();
    for name in names {
        if let Some(place) = left.iter().rposition(|(known, _)| known == name) {
            let (name, value) = left.remove(place);
            input.push_str(&format!("{name}:{}\r\n", relaxed_value(value)));
        }
    }
    input
}

/// A header's value on one line, white space as single spaces, none at the ends.
fn relaxed_value(value: &str) -> String {
    let words = value
        .split([' ', '\t', '\r', '\n'])
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The body with white space as single spaces, none at the ends of lines, and no empty lines at its end.
fn relaxed_body(body: &str) -> String {
    let mut lines: Vec<String> = body
        .split("\r\n")
        .map(|line| {
            let mut relaxed = String::with_capacity(line.len());
            for c in line.chars() {
                let space = matches!(c, ' ' | '\t');
                if !space {
                    relaxed.push(c);
                } else if !relaxed.ends_with(' ') {
                    relaxed.push(' ');
                }
            }
            relaxed.trim_end_matches(' ').to_owned()
        })
        .collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.iter().fold(String::new(), |all, line| all + line + "\r\n")
}

fn chunks(text: &str) -> impl Iterator<Item = &str> {
    (0..text.len())
        .step_by(LINE)
        .filter_map(move |from| text.get(from..text.len().min(from + LINE)))
}

#[cfg(test)]
mod tests {
    use ring::signature::{ED25519, KeyPair, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};

    use super::*;

    const RSA: &str = include_str!("../../tests/fixtures/dkim_rsa_test_key.pem");
    const ED25519_KEY: &str = include_str!("../../tests/fixtures/dkim_ed25519_test_key.pem");
    const MAIL: &str = "From: Acme <hire@acme.example>\r\nTo: Rita <rita@x.org>\r\nSubject: A  long\r\n one\r\n\
        X-Other: 1\r\n\r\nHello  Rita \r\n\r\nBye\r\n\r\n\r\n";

    fn signed(pem: &str) -> String {
        let signer = Signer::new("acme.example", "s1", pem).unwrap();
        let now = Timestamp::parse("2026-11-02T09:00:00Z").unwrap();
        String::from_utf8(signer.signed(MAIL.as_bytes(), now).unwrap()).unwrap()
    }

    /// What a receiver computes from the mail: the signed bytes and the signature.
    fn received(mail: &str) -> (String, Vec<u8>) {
        let headers = unfolded(mail.split_once("\r\n\r\n").unwrap().0);
        let (name, value) = &headers[0];
        assert_eq!(name, "dkim-signature");
        let (before, signature) = value.rsplit_once("b=").unwrap();
        let listed = value.split("h=").nth(1).unwrap().split(';').next().unwrap();
        let names: Vec<&str> = listed.split(':').map(str::trim).collect();
        let mut input = signed_headers(&headers[1..], &names);
        input.push_str(&format!(
            "dkim-signature:{}",
            relaxed_value(&format!("{before}b="))
        ));
        let signature: String = signature.split_whitespace().collect();
        (input, STANDARD.decode(signature).unwrap())
    }

    #[test]
    fn a_receiver_with_the_public_key_finds_the_signature_right_and_any_change_wrong() {
        let mail = signed(RSA);
        let (input, signature) = received(&mail);
        let public = match Signer::new("x", "y", RSA).unwrap().key {
            Key::Rsa(pair) => pair.public().as_ref().to_vec(),
            Key::Ed25519(_) => panic!("an RSA key"),
        };
        let public = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public);
        assert!(public.verify(input.as_bytes(), &signature).is_ok());
        let second = mail
            .to_string()
            .replacen("From:", "From: eve@evil.test\r\nFrom:", 1);
        assert!(public.verify(received(&second).0.as_bytes(), &signature).is_err());
        assert!(
            input.starts_with(
                "from:Acme <hire@acme.example>\r\nto:Rita <rita@x.org>\r\nsubject:A long one\r\n"
            )
        );

        let (input, signature) = received(&signed(ED25519_KEY));
        let public = match Signer::new("x", "y", ED25519_KEY).unwrap().key {
            Key::Ed25519(pair) => pair.public_key().as_ref().to_vec(),
            Key::Rsa(_) => panic!("an Ed25519 key"),
        };
        let public = UnparsedPublicKey::new(&ED25519, public);
        assert!(
            public
                .verify(&Sha256::digest(input.as_bytes()), &signature)
                .is_ok()
        );
    }

    #[test]
    fn the_body_is_hashed_as_the_standard_relaxes_it() {
        assert_eq!(
            relaxed_body("Hello  Rita \r\n\r\nBye\r\n\r\n\r\n"),
            "Hello Rita\r\n\r\nBye\r\n"
        );
        assert_eq!(relaxed_body("\r\n\r\n"), "");
        // The example of RFC 6376, section 3.4.5.
        assert_eq!(relaxed_body(" C \r\nD \t E\r\n\r\n\r\n"), " C\r\nD E\r\n");
        assert!(signed(RSA).split("\r\n").all(|line| line.len() <= 78));
    }

    #[test]
    fn what_is_no_key_or_a_weak_one_is_refused() {
        assert!(Signer::new("acme.example", "s1", "hello").is_err());
        let public = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";
        assert!(Signer::new("acme.example", "s1", public).is_err());
    }
}
