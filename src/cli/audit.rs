//! `audit verify`: 0 when every chain holds, 1 when one does not, 2 when it could not be checked.

use std::process::ExitCode;

use clap::Subcommand;
use secrecy::ExposeSecret;

use super::{Common, Ended, output::say};
use crate::{
    audit::{self, Report},
    db::Database,
    fault::Fault,
};

/// What to do with the audit log.
#[derive(Debug, Subcommand)]
pub(super) enum Audit {
    /// Recompute the hash chains
    Verify,
}

impl Audit {
    pub(super) async fn run(self, common: &Common) -> Ended {
        let Self::Verify = self;
        let settings = common.settings(None)?;
        let url = settings.database_url();
        let report = tokio::task::spawn_blocking(move || verify(url.expose_secret())).await??;
        say(format_args!(
            "{} entries in {} chains, heads {}",
            report.events, report.chains, report.heads
        ));
        Ok(match report.fault {
            None => {
                say("every chain holds");
                ExitCode::SUCCESS
            }
            Some(fault) => {
                say(format_args!(
                    "chain {}: entry {} is {}",
                    fault.chain, fault.seq, fault.flaw
                ));
                ExitCode::FAILURE
            }
        })
    }
}

fn verify(url: &str) -> anyhow::Result<Report> {
    // Opening would make an empty database, whose empty log holds.
    if let Some(path) = url.strip_prefix("sqlite://") {
        let file = path.split('?').next().unwrap_or(path);
        anyhow::ensure!(
            std::path::Path::new(file).is_file(),
            "there is no database at {file}"
        );
    }
    let db = Database::open(url)?;
    let report = db.read_blocking(|conn| Ok::<_, Fault>(audit::verify(conn)?))?;
    db.close();
    Ok(report)
}
