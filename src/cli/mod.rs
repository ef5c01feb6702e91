//! The commands, one file each. Results go to standard output, the log and complaints to standard error.

mod admin;
mod audit;
mod config;
mod content;
mod demo;
mod mail;
mod migrate;
mod openapi;
mod output;
mod serve;

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};

use crate::{
    settings::{Overrides, Settings},
    telemetry,
};

pub use output::complain;

/// The exit code of a command that could not do its work. 1 is for work that was done and found faults.
pub const COULD_NOT_RUN: u8 = 2;

/// From job description to confirmed account manager; every rushed step is refused.
#[derive(Debug, Parser)]
#[command(name = "steadyhire", version, about, arg_required_else_help = true)]
pub struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// What every command understands.
#[derive(Debug, Clone, Args)]
struct Common {
    /// A settings file (TOML); the environment (STEADYHIRE__SECTION__KEY) overrides it
    #[arg(long, global = true, value_name = "FILE", env = "STEADYHIRE_CONFIG")]
    config: Option<PathBuf>,
    /// The folder for the embedded database and `.eml` files
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API
    Serve(serve::Serve),
    /// Serve a fresh database with a story in it, on a simulated clock
    Demo(demo::Demo),
    /// Bring the database to this version's schema
    Migrate,
    /// Administrators
    #[command(subcommand)]
    Admin(admin::Admin),
    /// The settings
    #[command(subcommand)]
    Config(config::ConfigCommand),
    /// The shipped content
    #[command(subcommand)]
    Content(content::Content),
    /// The audit log
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Mail: what is written, does it leave, what waits, stopping it
    #[command(subcommand)]
    Mail(mail::Mail),
    /// Print the API's description (OpenAPI 3.1)
    Openapi,
}

/// How a command ended, when it did its work.
type Ended = anyhow::Result<ExitCode>;

impl Common {
    fn settings(&self, listen: Option<String>) -> anyhow::Result<Settings> {
        let overrides = Overrides {
            file: self.config.clone(),
            data: self.data.clone(),
            listen,
        };
        let settings = Settings::load(&overrides)?;
        telemetry::start(&settings.log)?;
        Ok(settings)
    }
}

/// Runs the command.
pub async fn run(cli: Cli) -> ExitCode {
    let common = &cli.common;
    let ended = match cli.command {
        Command::Serve(serve) => serve.run(common).await,
        Command::Demo(demo) => demo.run(common).await,
        Command::Migrate => migrate::run(common).await,
        Command::Admin(admin) => admin.run(common).await,
        Command::Config(config) => config.run(common),
        Command::Content(content) => content.run(),
        Command::Audit(audit) => audit.run(common).await,
        Command::Mail(mail) => mail.run(common).await,
        Command::Openapi => openapi::run(),
    };
    ended.unwrap_or_else(|error| {
        complain(&error);
        ExitCode::from(COULD_NOT_RUN)
    })
}
