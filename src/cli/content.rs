//! `content check`.

use std::process::ExitCode;

use clap::Subcommand;

use super::{Ended, output::say};
use crate::content::Pack;

/// What to do with the shipped content.
#[derive(Debug, Subcommand)]
pub(super) enum Content {
    /// Check competencies, exercises, forms and training modules
    Check,
}

impl Content {
    pub(super) fn run(self) -> Ended {
        let Self::Check = self;
        match Pack::shipped() {
            Ok(pack) => {
                say(pack.summary());
                Ok(ExitCode::SUCCESS)
            }
            Err(faults) => {
                for fault in &faults {
                    say(fault);
                }
                Ok(ExitCode::FAILURE)
            }
        }
    }
}
