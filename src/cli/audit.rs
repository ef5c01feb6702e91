//! `audit verify`: 0 when every chain holds, 1 when one does not, 2 when it could not be checked.

use std::{path::Path, process::ExitCode};

use clap::Subcommand;
use secrecy::ExposeSecret;

use super::{Common, Ended, demo, output::say};
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
        let url = database(common, settings.database_url().expose_secret());
        let report = tokio::task::spawn_blocking(move || verify(&url)).await??;
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

/// The database the settings name; in a folder that holds no such file but a demo's, the demo's that was last begun.
fn database(common: &Common, configured: &str) -> String {
    let demo = common.data.as_deref().and_then(demo::latest_in);
    match (file_of(configured), demo) {
        (Some(file), Some(demo)) if !file.is_file() => format!("sqlite://{}", demo.display()),
        _ => configured.to_owned(),
    }
}

/// The file of an embedded database.
fn file_of(url: &str) -> Option<&Path> {
    let path = url.strip_prefix("sqlite://")?;
    Some(Path::new(path.split('?').next().unwrap_or(path)))
}

fn verify(url: &str) -> anyhow::Result<Report> {
    // Opening would make an empty database, whose empty log holds.
    if let Some(file) = file_of(url) {
        anyhow::ensure!(file.is_file(), "there is no database at {}", file.display());
    }
    let db = Database::open(url)?;
    let report = db.read_blocking(|conn| Ok::<_, Fault>(audit::verify(conn)?))?;
    db.close();
    Ok(report)
}
