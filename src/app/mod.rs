//! The composition root: settings become a running application. Commands and tests use this door alike.

mod demo;
mod docs;
mod health;
mod pages;
mod routes;
mod server;
mod tasks;

use std::{path::PathBuf, sync::Arc};

use secrecy::ExposeSecret;

pub use routes::api_document;
pub use server::Running;
pub(crate) use tasks::mailer;

use crate::{
    content::Pack,
    db::Database,
    kernel::{clock::Clock, ctx::Ctx},
    mail,
    people::{Passwords, Who},
    settings::Settings,
    web::limiter::Limiter,
};

/// Applications from outside per peer, each minute.
const APPLICATIONS_PER_MINUTE: u32 = 20;
/// Sign-in attempts per account and peer, each minute.
const SIGN_INS_PER_MINUTE: u32 = 10;

/// What every handler can reach, as `Data<App>`.
pub struct App {
    /// The settings in force.
    pub settings: Arc<Settings>,
    /// The database.
    pub db: Database,
    /// The case time.
    pub clock: Clock,
    /// Where people reach the service, without a slash at the end. Every link in every mail starts with it;
    /// no header of any request can change that.
    pub base_url: String,
    /// Checks and hashes passwords.
    pub passwords: Passwords,
    /// The shipped content.
    pub content: Arc<Pack>,
    /// Writes and sends what stands in the outbox.
    pub mailer: Arc<mail::Worker>,
    /// Where mail servers report what came back, if anywhere.
    pub(crate) bounces: Option<Arc<mail::Inbox>>,
    /// What the first set-up asks for; none once there was an administrator at start.
    pub(crate) setup_token: Option<String>,
    /// Counts sign-in attempts.
    pub(crate) sign_ins: Limiter,
    /// Counts applications that come without a sign-in.
    pub(crate) careers: Limiter,
}

impl App {
    /// What the first set-up asks for, while there is no administrator.
    pub fn setup_token(&self) -> Option<&str> {
        self.setup_token.as_deref()
    }

    /// The circumstances of a use case that somebody asks for now.
    pub fn ctx(&self, who: &impl Who) -> Ctx {
        Ctx {
            actor: who.actor(),
            now: self.clock.now(),
            request_id: who.request(),
        }
    }

    /// Opens (and, where they are pending, migrates) everything, starts to listen and to work in the background.
    ///
    /// # Errors
    /// When the address is taken, the database cannot be opened or a migration fails.
    pub async fn start(settings: Settings, clock: Clock) -> anyhow::Result<Running> {
        let db = open_database(&settings).await?;
        Self::start_with_background(settings, clock, db)
    }

    /// [`App::start`] on a database that is open and migrated already.
    ///
    /// # Errors
    /// When the address is taken.
    pub fn start_with_background(settings: Settings, clock: Clock, db: Database) -> anyhow::Result<Running> {
        let mut running = Self::start_on(settings, clock, db)?;
        running.work_in_background();
        Ok(running)
    }

    /// [`App::start_with_background`] without work in the background: what
    /// is due is done when [`App::run_due`] is called.
    ///
    /// # Errors
    /// When the address is taken.
    pub fn start_on(settings: Settings, clock: Clock, db: Database) -> anyhow::Result<Running> {
        let content = Pack::shipped().map_err(|faults| {
            let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
            anyhow::anyhow!("the content is not right:\n{}", lines.join("\n"))
        })?;
        Self::start_shipping(settings, clock, db, content)
    }

    /// [`App::start_on`] as a release that ships this content.
    ///
    /// # Errors
    /// When the address is taken.
    pub fn start_shipping(
        settings: Settings,
        clock: Clock,
        db: Database,
        content: Arc<Pack>,
    ) -> anyhow::Result<Running> {
        server::start(settings, clock, db, content)
    }
}

/// Opens the database of the settings and brings it to this version's schema.
///
/// # Errors
/// When it cannot be opened or migrated.
pub async fn open_database(settings: &Settings) -> anyhow::Result<Database> {
    let url = settings.database_url();
    let folder: PathBuf = settings.data.clone();
    let opened = tokio::task::spawn_blocking(move || -> anyhow::Result<Database> {
        std::fs::create_dir_all(&folder)
            .map_err(|error| anyhow::anyhow!("the data folder {}: {error}", folder.display()))?;
        let db = Database::open(url.expose_secret())?;
        for name in db.migrate()? {
            tracing::info!(migration = name, "migrated");
        }
        Ok(db)
    });
    opened.await?
}
