//! `demo`: a fresh embedded database with a story in it, on a simulated clock.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use clap::Args;
use serde_json::json;

use super::{
    Common, Ended,
    output::{progress, say},
};
use crate::{
    app::{App, open_database},
    kernel::{
        clock::{Clock, wall_now},
        random,
    },
    settings::{MailTransport, Settings, environment},
    story::{self, SignIn, Stage},
};

/// Where to serve the demo, and how to tell about it.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Address and port to listen on
    #[arg(long, value_name = "ADDR:PORT")]
    listen: Option<String>,
    /// Print the sign-ins as one JSON object instead of a table
    #[arg(long)]
    json: bool,
}

impl Demo {
    pub(super) async fn run(self, common: &Common) -> Ended {
        let settings = common.settings(self.listen)?;
        let (folder, passing) = match &common.data {
            Some(folder) => (folder.clone(), false),
            None => (
                environment::scratch_folder().join(format!("steadyhire-demo-{}", random::request_id())),
                true,
            ),
        };
        let ended = Box::pin(serve(of_demo(settings, &folder), self.json)).await;
        if passing {
            let _ = std::fs::remove_dir_all(&folder);
        }
        ended
    }
}

/// How the mails of the story's company sign.
const LETTERHEAD: &str = "Green Partners <hiring@example.com>";

/// The database of the demo that was last begun in a folder, if there is one.
pub(super) fn latest_in(folder: &Path) -> Option<PathBuf> {
    let files = (1_u32..).map(|n| folder.join(format!("demo-{n}.db")));
    files.take_while(|file| file.is_file()).last()
}

/// A demo never touches the configured database and never sends mail.
fn of_demo(settings: Settings, folder: &Path) -> Settings {
    let file = (1_u32..)
        .map(|n| folder.join(format!("demo-{n}.db")))
        .find(|file| !file.exists())
        .unwrap_or_else(|| PathBuf::from("demo.db"));
    let mut settings = settings.with_data(folder, Some(format!("sqlite://{}", file.display())));
    settings.mail.transport = MailTransport::File;
    LETTERHEAD.clone_into(&mut settings.mail.from);
    settings.mail.keep_copies = true;
    settings
}

async fn serve(settings: Settings, as_json: bool) -> Ended {
    let present = story::present(wall_now(), &settings.calendar);
    let (clock, hands) = Clock::simulated(story::begins(present));
    let db = open_database(&settings).await?;
    let mut running = App::start_on(settings, clock, db)?;
    let app = running.app.clone();
    let stage = Stage {
        db: running.app.db.clone(),
        clock: hands,
        base_url: running.app.base_url.clone(),
        present,
        due: Arc::new(move || {
            let app = app.clone();
            Box::pin(async move { app.run_due().await })
        }),
        listener: if as_json { |_| () } else { progress },
    };
    let told = story::play(stage).await?;
    running.app.run_due().await?;
    running.work_in_background();
    tell(&running.app.base_url, &told.users, as_json)?;
    running.until_told().await?;
    Ok(ExitCode::SUCCESS)
}

fn tell(url: &str, users: &[SignIn], as_json: bool) -> anyhow::Result<()> {
    if as_json {
        say(serde_json::to_string(&json!({ "url": url, "users": users }))?);
        return Ok(());
    }
    let width = |of: fn(&SignIn) -> usize| users.iter().map(of).max().unwrap_or(0);
    let (names, emails) = (width(|u| u.name.chars().count()), width(|u| u.email.len()));
    say(format_args!("\nSteadyhire demo at {url}\n"));
    for user in users {
        let roles: Vec<String> = user.roles.iter().map(ToString::to_string).collect();
        say(format_args!(
            "{:names$}  {:emails$}  {}  {}",
            user.name,
            user.email,
            user.password,
            roles.join(", ")
        ));
    }
    if let Some(user) = users.first() {
        say(format_args!(
            "Try: curl -s {url}/api/v1/users/me -H 'Authorization: Bearer {}'\n",
            user.token
        ));
    }
    Ok(())
}
