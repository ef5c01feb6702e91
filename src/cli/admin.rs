//! `admin create`. There is no default administrator and no default password.

use std::{io::BufRead, process::ExitCode};

use clap::{Args, Subcommand};

use super::{Common, Ended, output::say};
use crate::{
    app::open_database,
    fault::Fault,
    kernel::{clock::Clock, ctx::Ctx, email::EmailAddress, random, role::Role},
    people::{self, NewUser, passwords},
};

/// Administrators.
#[derive(Debug, Subcommand)]
pub(super) enum Admin {
    /// Make an administrator; without --password-stdin a password is made and printed once
    Create(Create),
}

/// Who shall administer.
#[derive(Debug, Args)]
pub(super) struct Create {
    /// The e-mail address to sign in with
    #[arg(long)]
    email: String,
    /// The full name
    #[arg(long)]
    name: String,
    /// Read the password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
}

impl Admin {
    pub(super) async fn run(self, common: &Common) -> Ended {
        let Self::Create(create) = self;
        let settings = common.settings(None)?;
        let email =
            EmailAddress::parse(&create.email).map_err(|e| anyhow::anyhow!("{}: {e}", create.email))?;
        let password = if create.password_stdin {
            first_line()?
        } else {
            random::token()
        };
        passwords::check(&password, email.as_str(), "")
            .map_err(|fault| anyhow::anyhow!("{}", fault.detail))?;
        let new = NewUser {
            name: create.name,
            email: email.clone(),
            roles: vec![Role::Admin],
            operations: false,
            reports_to: None,
            password_hash: Some(passwords::hash(&password)?),
        };
        let db = open_database(&settings).await?;
        let ctx = Ctx::system(Clock::System.now());
        let made = db
            .write(move |conn| people::create_user(conn, &ctx, new.clone()))
            .await;
        let closing = db.clone();
        tokio::task::spawn_blocking(move || closing.close()).await?;
        let id = made.map_err(told)?;
        say(format_args!("administrator {email} ({id})"));
        if !create.password_stdin {
            say(format_args!("password {password}"));
            say("It is shown only now; change it after signing in.");
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn first_line() -> anyhow::Result<String> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn told(fault: Fault) -> anyhow::Error {
    match fault {
        Fault::Invalid(faults) => {
            let lines: Vec<String> = faults
                .into_iter()
                .map(|f| format!("{} {}", f.pointer, f.detail))
                .collect();
            anyhow::anyhow!("{}", lines.join("; "))
        }
        other => anyhow::Error::new(other),
    }
}
