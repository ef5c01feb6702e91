//! `migrate`.

use std::process::ExitCode;

use secrecy::ExposeSecret;

use super::{Common, Ended, output::say};
use crate::db::Database;

pub(super) async fn run(common: &Common) -> Ended {
    let settings = common.settings(None)?;
    let url = settings.database_url();
    let data = settings.data.clone();
    let ran = tokio::task::spawn_blocking(move || -> anyhow::Result<Vec<String>> {
        std::fs::create_dir_all(&data)?;
        let db = Database::open(url.expose_secret())?;
        let ran = db.migrate()?;
        db.close();
        Ok(ran)
    })
    .await??;
    for name in &ran {
        say(format_args!("ran {name}"));
    }
    if ran.is_empty() {
        say("nothing to do");
    }
    Ok(ExitCode::SUCCESS)
}
