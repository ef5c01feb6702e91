//! `demo`: a fresh embedded database with a story in it, on a simulated clock.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use serde_json::json;

use super::{Common, Ended, output::say};
use crate::{
    app::{App, open_database},
    content::Pack,
    kernel::{
        clock::{Clock, wall_now},
        random,
    },
    settings::{MailTransport, Settings, environment},
    story::{self, SignIn},
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
        let ended = serve(of_demo(settings, &folder), self.json).await;
        if passing {
            let _ = std::fs::remove_dir_all(&folder);
        }
        ended
    }
}

/// A demo never touches the configured database and never sends mail.
fn of_demo(settings: Settings, folder: &Path) -> Settings {
    let file = (1_u32..)
        .map(|n| folder.join(format!("demo-{n}.db")))
        .find(|file| !file.exists())
        .unwrap_or_else(|| PathBuf::from("demo.db"));
    let mut settings = settings.with_data(folder, Some(format!("sqlite://{}", file.display())));
    settings.mail.transport = MailTransport::File;
    settings.mail.keep_copies = true;
    settings
}

async fn serve(settings: Settings, as_json: bool) -> Ended {
    let (clock, hands) = Clock::simulated(story::begins(wall_now()));
    let db = open_database(&settings).await?;
    let content =
        Pack::shipped().map_err(|faults| anyhow::anyhow!("{} faults in the content", faults.len()))?;
    let users = story::play(&db, &hands, &content).await?;
    let running = App::start_with_background(settings, clock, db)?;
    tell(&running.app.base_url, &users, as_json)?;
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
            "{:names$}  {:emails$}  {}",
            user.name,
            user.email,
            roles.join(", ")
        ));
    }
    if let Some(user) = users.first() {
        say(format_args!("\nEverybody's password here: {}", user.password));
        say(format_args!(
            "Try: curl -s {url}/api/v1/users/me -H 'Authorization: Bearer {}'\n",
            user.token
        ));
    }
    Ok(())
}
