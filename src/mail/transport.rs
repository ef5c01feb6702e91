//! Where mails leave the house: into a folder, or to a mail server. And what each answer means.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use chrono::TimeDelta;
use lettre::address::Envelope;

use super::smtp::{Smtp, SmtpSession};
use crate::kernel::time::minutes;

/// How long a worker may hold a mail that becomes a file.
const FILE_LEASE_MINUTES: i64 = 10;

/// Where mails go.
#[derive(Debug)]
pub enum Transport {
    /// One `.eml` file per mail in a folder.
    File(PathBuf),
    /// A conversation with a mail server.
    Smtp(Smtp),
}

/// A transport that cannot be used as configured.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadTransport(pub(super) String);

/// What became of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The server took responsibility.
    Sent,
    /// Not now; the same mail may go later.
    Deferred(String),
    /// This mail will never go to this address: the server, or the address itself, says that nobody is there.
    NoRecipient(String),
    /// This mail will never go: the content is refused, or that we write to this address.
    Refused(String),
    /// It may have arrived: the answer to the last dot is missing. Sent again with the same Message-ID.
    Ambiguous(String),
    /// Nothing is wrong with the mail: the server cannot be reached. The pass ends, the mail goes later.
    Unreachable(String),
    /// Nothing is wrong with the mail: we are not allowed in, or the disk is full. The pass ends and the
    /// attempt does not count.
    OurFault(String),
}

impl Transport {
    /// Mails as files in `folder`, which is made when it is missing.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn file(folder: &Path) -> Result<Self, BadTransport> {
        std::fs::create_dir_all(folder)
            .map_err(|error| BadTransport(format!("{}: {error}", folder.display())))?;
        Ok(Self::File(folder.to_owned()))
    }
    /// Mails to a server: `smtp://[user:password@]host[:port][?tls=none|opportunistic|required]` or
    /// `smtps://…`. Without `tls` an `smtp` address encrypts when the server offers it, and not at all on
    /// the same machine; a password is never sent in clear unless the host is this machine or `tls=none`.
    ///
    /// # Errors
    /// When the address cannot be understood; the message holds no password.
    pub fn smtp(url: &str) -> Result<Self, BadTransport> {
        Smtp::parse(url).map(Self::Smtp)
    }
    /// Signs in at the mail server with these, whatever its address says.
    #[must_use]
    pub fn signing_in(self, user: String, password: String) -> Self {
        match self {
            Self::Smtp(smtp) => Self::Smtp(smtp.signing_in(user, password)),
            file @ Self::File(_) => file,
        }
    }
    /// Waits so long for each answer of the mail server, and twice as long for the one to the content.
    #[must_use]
    pub fn patient(self, step: Duration) -> Self {
        match self {
            Self::Smtp(smtp) => Self::Smtp(smtp.patient(step)),
            file @ Self::File(_) => file,
        }
    }
    /// How long a worker may hold a mail: longer than a conversation can take, all steps added up.
    pub(super) fn lease(&self) -> TimeDelta {
        match self {
            Self::File(_) => minutes(FILE_LEASE_MINUTES),
            Self::Smtp(smtp) => smtp.longest_conversation(),
        }
    }
    pub(super) fn open(&self) -> Session<'_> {
        match self {
            Self::File(folder) => Session::File(folder),
            Self::Smtp(smtp) => Session::Smtp(Box::new(SmtpSession::new(smtp))),
        }
    }
}

/// One pass of the worker: a mail server is greeted once for all mails.
pub(super) enum Session<'a> {
    File(&'a Path),
    Smtp(Box<SmtpSession<'a>>),
}

impl Session<'_> {
    /// Hands one mail over. `name` names the file.
    pub(super) async fn send(&mut self, name: &str, envelope: &Envelope, mail: Vec<u8>) -> Outcome {
        match self {
            Self::File(folder) => write_file(folder, name, mail).await,
            Self::Smtp(session) => session.send(envelope, &mail).await,
        }
    }
    /// Says good-bye.
    pub(super) async fn close(self) {
        if let Self::Smtp(session) = self {
            session.close().await;
        }
    }
}

/// Writes beside the target and renames, so that a reader never sees half a mail; a second attempt
/// replaces the first.
async fn write_file(folder: &Path, name: &str, mail: Vec<u8>) -> Outcome {
    let target = folder.join(format!("{name}.eml"));
    let part = folder.join(format!(".{name}.part"));
    let written = tokio::task::spawn_blocking(move || {
        std::fs::write(&part, mail).and_then(|()| std::fs::rename(&part, &target))
    })
    .await;
    match written {
        Ok(Ok(())) => Outcome::Sent,
        Ok(Err(error)) => Outcome::OurFault(format!("the mail folder: {error}")),
        Err(error) => Outcome::OurFault(error.to_string()),
    }
}
