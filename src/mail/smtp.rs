//! The conversation with a mail server, step by step, because what an answer means depends on the step:
//! a 5xx to our own credentials says nothing about the mail, and a connection lost after the last dot
//! leaves open whether the mail arrived (security dossier, section 4).

use std::{future::Future, net::IpAddr, time::Duration};

use chrono::TimeDelta;
use lettre::{
    address::Envelope,
    transport::smtp::{
        Error,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, TlsParameters},
        commands::{Data, Mail, Rcpt, Rset},
        extension::ClientId,
    },
};
use url::Url;

use super::transport::{BadTransport, Outcome};

/// How long one step may take before it counts as unanswered, when nobody says.
const STEP: Duration = Duration::from_secs(30);
/// Steps of the longest conversation: greeting, encryption, sign-in, sender, recipient, content, the last dot
/// (twice as long: the server may be checking the content), reset; and as much again for a busy machine.
const STEPS: i32 = 20;

/// How a connection is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tls {
    None,
    Opportunistic,
    Required,
    Wrapper,
}

/// A mail server.
pub struct Smtp {
    host: String,
    port: u16,
    tls: Tls,
    credentials: Option<Credentials>,
    clear_password: bool,
    hello: ClientId,
    step: Duration,
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Smtp({}:{}, {:?})", self.host, self.port, self.tls)
    }
}

impl Smtp {
    pub(super) fn parse(url: &str) -> Result<Self, BadTransport> {
        let bad = |why: &str| BadTransport(format!("mail.smtp_url: {why}"));
        let url = Url::parse(url).map_err(|_| bad("not an address such as smtp://mail.example.com:587"))?;
        let host = url.host_str().ok_or_else(|| bad("the host is missing"))?;
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        // For schemes it does not know, `Url` leaves IP addresses as text.
        let here = host.parse::<IpAddr>().map_or_else(
            |_| host.eq_ignore_ascii_case("localhost"),
            |address| address.is_loopback(),
        );
        let wanted = url.query_pairs().find(|(key, _)| key == "tls");
        let (tls, port) = match (url.scheme(), wanted.as_ref().map(|(_, value)| &**value)) {
            ("smtps", None | Some("required")) => (Tls::Wrapper, 465),
            ("smtp", Some("required")) => (Tls::Required, 587),
            ("smtp", Some("opportunistic")) => (Tls::Opportunistic, 587),
            ("smtp", Some("none")) => (Tls::None, 25),
            ("smtp", None) if here => (Tls::None, 25),
            ("smtp", None) => (Tls::Opportunistic, 587),
            _ => {
                return Err(bad(
                    "use smtp:// or smtps://, and tls=none, opportunistic or required",
                ));
            }
        };
        let decode = |part: &str| {
            percent_decoded(part).ok_or_else(|| bad("user or password are no percent-encoded UTF-8"))
        };
        let credentials = match url.password() {
            Some(password) => Some(Credentials::new(decode(url.username())?, decode(password)?)),
            None => None,
        };
        Ok(Self {
            host,
            port: url.port().unwrap_or(port),
            tls,
            credentials,
            clear_password: tls == Tls::None,
            hello: ClientId::default(),
            step: STEP,
        })
    }
    pub(super) fn signing_in(mut self, user: String, password: String) -> Self {
        self.credentials = Some(Credentials::new(user, password));
        self
    }
    pub(super) fn patient(mut self, step: Duration) -> Self {
        self.step = step;
        self
    }
    pub(super) fn longest_conversation(&self) -> TimeDelta {
        TimeDelta::from_std(self.step).unwrap_or(TimeDelta::minutes(1)) * STEPS
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Outcome> {
        let target = (self.host.as_str(), self.port);
        let parameters = || TlsParameters::new(self.host.clone()).map_err(|e| unreachable(&e));
        let wrapped = if self.tls == Tls::Wrapper {
            Some(parameters()?)
        } else {
            None
        };
        let connecting =
            AsyncSmtpConnection::connect_tokio1(target, Some(self.step), &self.hello, wrapped, None);
        let mut connection = within(self.step, connecting).await.map_err(greeting)?;
        if self.tls == Tls::Required || (self.tls == Tls::Opportunistic && connection.can_starttls()) {
            let upgrade = connection.starttls(parameters()?, &self.hello);
            within(self.step, upgrade).await.map_err(greeting)?;
        }
        if let Some(credentials) = &self.credentials {
            if !connection.is_encrypted() && !self.clear_password {
                return Err(Outcome::OurFault(
                    "the mail server offers no encryption; the password was not sent".into(),
                ));
            }
            let login = connection.auth(DEFAULT_MECHANISMS, credentials);
            within(self.step, login).await.map_err(greeting)?;
        }
        Ok(connection)
    }
}

/// A pass with one server: connects at the first mail, and again after a broken conversation.
pub(super) struct SmtpSession<'a> {
    smtp: &'a Smtp,
    open: Option<AsyncSmtpConnection>,
}

impl<'a> SmtpSession<'a> {
    pub(super) fn new(smtp: &'a Smtp) -> Self {
        Self { smtp, open: None }
    }
    pub(super) async fn send(&mut self, envelope: &Envelope, mail: &[u8]) -> Outcome {
        let mut connection = match self.open.take() {
            Some(open) => open,
            None => match self.smtp.connect().await {
                Ok(fresh) => fresh,
                Err(outcome) => return outcome,
            },
        };
        match converse(&mut connection, self.smtp.step, envelope, mail).await {
            Ok(()) => {
                self.open = Some(connection);
                Outcome::Sent
            }
            Err(failure) => {
                // A server that still speaks to us forgets the failed mail; otherwise we call again.
                let reset = connection.command(Rset);
                if failure.answered && within(self.smtp.step, reset).await.is_ok() {
                    self.open = Some(connection);
                }
                failure.outcome
            }
        }
    }
    pub(super) async fn close(self) {
        if let Some(mut connection) = self.open {
            let _ = within(self.smtp.step, connection.quit()).await;
        }
    }
}

/// How a conversation failed, and whether the server answered at all.
struct Failure {
    outcome: Outcome,
    answered: bool,
}

async fn converse(
    connection: &mut AsyncSmtpConnection,
    step: Duration,
    envelope: &Envelope,
    mail: &[u8],
) -> Result<(), Failure> {
    let sender = Mail::new(envelope.from().cloned(), vec![]);
    within(step, connection.command(sender))
        .await
        .map_err(|e| e.judge(Outcome::OurFault, Outcome::Deferred))?;
    for recipient in envelope.to() {
        within(step, connection.command(Rcpt::new(recipient.clone(), vec![])))
            .await
            .map_err(|e| {
                let refused = if e.is_about_us() {
                    Outcome::OurFault
                } else if e.is_about_the_address() {
                    Outcome::NoRecipient
                } else {
                    Outcome::Refused
                };
                e.judge(refused, Outcome::Deferred)
            })?;
    }
    within(step, connection.command(Data))
        .await
        .map_err(|e| e.judge(Outcome::Refused, Outcome::Deferred))?;
    within(step * 2, connection.message(mail))
        .await
        .map_err(|e| e.judge(Outcome::Refused, Outcome::Ambiguous))?;
    Ok(())
}

/// Why a step failed: an answer or none.
enum Trouble {
    Smtp(Error),
    Silence,
}

impl Trouble {
    /// `refused` for a 5xx, `Deferred` for a 4xx, `silent` when there was no proper answer.
    fn judge(self, refused: fn(String) -> Outcome, silent: fn(String) -> Outcome) -> Failure {
        let why = self.to_string();
        match self {
            Self::Smtp(error) if error.is_permanent() => Failure {
                outcome: refused(why),
                answered: true,
            },
            // The mail library refuses what no server could be told, e.g. a local part that is not ASCII.
            Self::Smtp(error) if error.is_client() => Failure {
                outcome: Outcome::Refused(why),
                answered: false,
            },
            Self::Smtp(error) if error.is_transient() => Failure {
                outcome: Outcome::Deferred(why),
                answered: true,
            },
            _ => Failure {
                outcome: silent(why),
                answered: false,
            },
        }
    }
    /// 530 (authentication required), 535 (credentials invalid) and their like speak of us.
    fn is_about_us(&self) -> bool {
        match self {
            Self::Smtp(error) => error
                .status()
                .is_some_and(|code| matches!(u16::from(code), 530 | 534 | 535 | 538)),
            Self::Silence => false,
        }
    }
    /// Whether nothing ever arrives there, said of a recipient: by the code of RFC 3463 where one is given (5.1.x: no such
    /// address; 5.2.1: a mailbox that is shut), else by that of RFC 5321. A full mailbox, a policy or a relay that is
    /// denied say nothing about whether anybody is there.
    fn is_about_the_address(&self) -> bool {
        let Self::Smtp(error) = self else { return false };
        match enhanced(&error.to_string()) {
            Some((5, 1, _) | (5, 2, 1)) => true,
            Some(_) => false,
            None => error
                .status()
                .is_some_and(|code| matches!(u16::from(code), 550 | 551 | 553)),
        }
    }
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Smtp(error) => write!(f, "{error}"),
            Self::Silence => f.write_str("no answer in time"),
        }
    }
}

/// The first status code of RFC 3463 in what a server says, e.g. 5.1.1.
fn enhanced(words: &str) -> Option<(u16, u16, u16)> {
    words.split_whitespace().find_map(|word| {
        let word = word.trim_matches([':', ',', ';', '-', '(', ')']);
        let mut parts = word.split('.').map(str::parse::<u16>);
        let code = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
        (parts.next().is_none() && matches!(code.0, 2 | 4 | 5)).then_some(code)
    })
}

/// Trouble before any mail was mentioned: no word about the mail itself.
fn greeting(trouble: Trouble) -> Outcome {
    let why = trouble.to_string();
    match trouble {
        Trouble::Smtp(error) if error.is_permanent() || error.is_client() => Outcome::OurFault(why),
        _ => Outcome::Unreachable(why),
    }
}

fn unreachable(error: &Error) -> Outcome {
    Outcome::Unreachable(error.to_string())
}

async fn within<T>(limit: Duration, step: impl Future<Output = Result<T, Error>>) -> Result<T, Trouble> {
    match tokio::time::timeout(limit, step).await {
        Ok(answer) => answer.map_err(Trouble::Smtp),
        Err(_) => Err(Trouble::Silence),
    }
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let hex = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests;
