//! `mail`: what is written, does it leave, what waits, and stopping it.

mod preview;

use std::process::ExitCode;

use clap::{Args, Subcommand};
use secrecy::ExposeSecret;

use super::{Common, Ended, output::say};
use crate::{
    app::mailer,
    db::{Conn, Database},
    fault::Fault,
    kernel::{clock::Clock, ctx::Ctx, email::EmailAddress},
    mail::{self, QueueView},
};

/// What to do about mail.
#[derive(Debug, Subcommand)]
pub(super) enum Mail {
    /// Write every mail with its sample data, as it would be sent
    Preview(preview::Preview),
    /// Send a test mail at once, past the queue; 1 when it was not taken
    Test(Test),
    /// Tell what waits and what keeps it from leaving
    Status,
    /// Stop all mail; what is being sent still leaves
    Pause(Pause),
    /// Let mails leave again
    Resume,
}

/// To whom.
#[derive(Debug, Args)]
pub(super) struct Test {
    /// The address to write to
    #[arg(long, value_name = "ADDRESS")]
    to: String,
}

/// Why.
#[derive(Debug, Args)]
pub(super) struct Pause {
    /// Why, for those who find it later
    #[arg(long)]
    reason: String,
}

impl Mail {
    pub(super) async fn run(self, common: &Common) -> Ended {
        match self {
            Self::Preview(preview) => preview.run(common),
            Self::Test(test) => test.run(common).await,
            Self::Status => {
                let status = on_queue(common, |conn, ctx| Ok(mail::status(conn, ctx.now)?)).await?;
                tell(&status);
                Ok(ExitCode::SUCCESS)
            }
            Self::Pause(Pause { reason }) => {
                let status = on_queue(common, move |conn, ctx| {
                    mail::pause(conn, ctx, || Ok(reason.clone()))
                });
                tell(&status.await?);
                Ok(ExitCode::SUCCESS)
            }
            Self::Resume => {
                tell(&on_queue(common, mail::resume).await?);
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}

impl Test {
    async fn run(self, common: &Common) -> Ended {
        let settings = common.settings(None)?;
        let to = EmailAddress::parse(&self.to).map_err(|e| anyhow::anyhow!("{}: {e}", self.to))?;
        let worker = mailer(&settings, &settings.base_url(settings.listen))?;
        Ok(match worker.probe(&to, Clock::System.now()).await {
            Ok(()) => {
                say(format_args!("the mail to {to} was taken"));
                ExitCode::SUCCESS
            }
            Err(why) => {
                say(format_args!("the mail to {to} was not taken: {why}"));
                ExitCode::FAILURE
            }
        })
    }
}

/// Does something on the configured database, as the service itself.
async fn on_queue(
    common: &Common,
    work: impl Fn(&mut Conn, &Ctx) -> Result<QueueView, Fault> + Send + 'static,
) -> anyhow::Result<QueueView> {
    let settings = common.settings(None)?;
    let url = settings.database_url();
    let done = tokio::task::spawn_blocking(move || -> anyhow::Result<QueueView> {
        let db = Database::open(url.expose_secret())?;
        let ctx = Ctx::system(Clock::System.now());
        let status = db.write_blocking(move |conn| work(conn, &ctx));
        db.close();
        Ok(status?)
    });
    done.await?
}

fn tell(status: &QueueView) {
    say(format_args!("mail: {}", status.state));
    if let Some(pause) = &status.pause {
        say(format_args!(
            "stopped by {} at {}: {}",
            pause.by, pause.at, pause.reason
        ));
    }
    if let Some(hold) = &status.hold {
        say(format_args!("tried again at {}: {}", hold.until, hold.reason));
    }
    say(format_args!(
        "{} due, {} for later, {} could not be delivered",
        status.due, status.later, status.dead_letters
    ));
}
