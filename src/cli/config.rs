//! `config check` and `config print`.

use std::process::ExitCode;

use clap::Subcommand;

use super::{Common, Ended, output::say};

/// What to do with the settings.
#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Say whether the settings hold together
    Check,
    /// Print the settings in force, secrets masked
    Print,
}

impl ConfigCommand {
    pub(super) fn run(self, common: &Common) -> Ended {
        let settings = common.settings(None)?;
        match self {
            Self::Check => say("the settings are right"),
            Self::Print => say(serde_json::to_string_pretty(&settings.masked())?),
        }
        Ok(ExitCode::SUCCESS)
    }
}
