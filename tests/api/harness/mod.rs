//! The application under test, and people who can speak to it.

pub mod assessment;
mod browser;
pub mod candidacy;
mod client;
mod mail_server;
pub mod opening;
pub mod referees;

use std::{
    num::NonZeroUsize,
    sync::atomic::{AtomicUsize, Ordering},
};

use chrono::TimeDelta;
use steadyhire::{
    app::{App, Running},
    content::Pack,
    db::{Conn, testing::TestDatabase},
    fault::Fault,
    kernel::{
        clock::{Clock, SimulatedClock},
        ctx::{Actor, Ctx},
        email::EmailAddress,
        ids::UserId,
        random,
        role::Role,
        text_enum::TextEnum,
        time::Timestamp,
    },
    mail,
    people::{self, GrantSubject, NewGrant, NewUser},
    settings::{MailTransport, Overrides, Settings},
};

pub use browser::{Browser, Page};
pub use client::{Client, Response};
pub use mail_server::MailServer;
pub use serde_json::{Value, json};
pub use steadyhire::kernel::time::{days, hours, minutes};

/// When every test starts: a Monday at nine in the morning, UTC.
pub const START: &str = "2026-11-02T09:00:00Z";

/// A running application with a database, a clock and a data folder of its own.
pub struct TestApp {
    /// Where it is reached.
    pub url: String,
    /// The clock; nothing else moves it.
    pub clock: SimulatedClock,
    /// What the handlers share.
    pub running: Running,
    people: AtomicUsize,
    http: reqwest::Client,
    server: Option<MailServer>,
    // Dropped last.
    data: tempfile::TempDir,
    database: TestDatabase,
}

impl TestApp {
    /// A fresh application.
    pub async fn spawn() -> Self {
        Self::spawn_with(|settings| settings).await
    }

    /// A fresh application with other settings.
    pub async fn spawn_with(change: impl FnOnce(Settings) -> Settings) -> Self {
        let database = TestDatabase::fresh().await;
        Self::start(database, Timestamp::parse(START).unwrap(), change)
    }

    /// An application that goes on from what another had stored when its clock showed `now`.
    pub fn going_on(contents: &[u8], now: Timestamp) -> Self {
        let database = TestDatabase::holding(contents).unwrap();
        Self::start(database, now, |settings| settings)
    }

    /// All that is stored now, for [`TestApp::going_on`]. On SQLite only.
    pub fn contents(&self) -> Vec<u8> {
        self.database.contents().unwrap()
    }

    fn start(database: TestDatabase, now: Timestamp, change: impl FnOnce(Settings) -> Settings) -> Self {
        let data = tempfile::tempdir().unwrap();
        let overrides = Overrides {
            listen: Some("127.0.0.1:0".into()),
            ..Overrides::default()
        };
        let mut settings = Settings::load(&overrides).unwrap();
        settings.mail.keep_copies = true;
        // Many applications run at once here.
        settings.workers = NonZeroUsize::new(1);
        let settings = change(settings.with_data(data.path(), Some(database.url().to_owned())));
        let (clock, hands) = Clock::simulated(now);
        let running = App::start_on(settings, clock, database.database().clone()).unwrap();
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            url: format!("http://{}", running.addr),
            clock: hands,
            running,
            people: AtomicUsize::new(1),
            http,
            server: None,
            data,
            database,
        }
    }

    /// From now on `url` leads to a release that ships this content, on the same database.
    pub fn upgrade(&mut self, content: std::sync::Arc<Pack>) {
        let settings = (*self.running.app.settings).clone();
        let (clock, hands) = Clock::simulated(self.clock.now());
        let database = self.database.database().clone();
        self.running = App::start_shipping(settings, clock, database, content).unwrap();
        self.clock = hands;
        self.url = format!("http://{}", self.running.addr);
    }

    /// The same person, speaking to where the application is reached now.
    pub fn again(&self, who: &Client) -> Client {
        let mut client = self.bearer(who.token.as_deref().expect("somebody with a token"));
        client.user.clone_from(&who.user);
        client
    }

    /// A fresh application that sends its mails to this server.
    pub async fn spawn_mailing(server: &MailServer) -> Self {
        let url = server.url.clone();
        let spawned = Self::spawn_with(|mut settings| {
            settings.mail.transport = MailTransport::Smtp;
            settings.mail.smtp_url = Some(url.into());
            settings
        });
        let mut app = spawned.await;
        app.server = Some(server.clone());
        app
    }

    /// The link with this path, e.g. `/l/`, of the newest mail to an address that has one: as the mail server
    /// received it, where the test has one.
    pub async fn mailed_link(&self, to: &str, path: &str) -> String {
        let found = match &self.server {
            Some(server) => {
                Box::pin(self.mails_sent()).await;
                let received = server.received(to);
                received.iter().rev().find_map(|mail| mail.find_link(path))
            }
            None => {
                let mails = Box::pin(self.mails_to(to)).await;
                let links = mails.iter().flat_map(|mail| mail["links"].as_array().unwrap());
                let mut links = links.map(|link| link.as_str().unwrap().to_owned());
                links.find(|link| link.contains(path))
            }
        };
        found.unwrap_or_else(|| panic!("nobody wrote a link to {path} to {to}"))
    }

    /// The secret of that link.
    pub async fn mailed_token(&self, to: &str, path: &str) -> String {
        let link = self.mailed_link(to, path).await;
        link.split(path).nth(1).unwrap().to_owned()
    }

    /// The subjects of the mails to an address that the mail server received so far, oldest first.
    pub async fn subjects(&self, to: &str) -> Vec<String> {
        self.mails_sent().await;
        let server = self.server.as_ref().expect("a test with a mail server");
        server
            .received(to)
            .iter()
            .map(mail_server::Received::subject)
            .collect()
    }

    /// Lets time pass until then.
    pub fn wait_until(&self, instant: &str) {
        self.clock.advance_to(Timestamp::parse(instant).unwrap());
    }

    /// Does what is due and insists that no mail that is due is left in the outbox.
    pub async fn mails_sent(&self) {
        let now = self.clock.now();
        self.run_due().await;
        let left = self.read(move |conn| Ok(mail::unsent(conn, now)?)).await;
        assert_eq!(left, 0, "mails are left in the outbox");
    }

    /// The mails sent to an address so far, newest first: `{id, message, subject, text, html, links, …}`.
    pub async fn mails_to(&self, to: &str) -> Vec<Value> {
        self.mails_sent().await;
        let found = self
            .anonymous()
            .get(&format!("/demo/mailbox?limit=100&to={to}"))
            .await
            .expect(200);
        found["data"].as_array().unwrap().clone()
    }

    /// The folder the application writes to.
    pub fn data(&self) -> &std::path::Path {
        self.data.path()
    }

    /// The circumstances of something the service does by itself, now.
    pub fn system(&self) -> Ctx {
        Ctx::system(self.clock.now())
    }

    /// The circumstances of something a person does, now.
    pub fn ctx_of(&self, client: &Client) -> Ctx {
        let user = client.user.clone().expect("a member of staff");
        Ctx {
            actor: Actor::User(user),
            now: self.clock.now(),
            request_id: random::request_id(),
        }
    }

    /// Runs services in one write transaction.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut Conn) -> Result<T, Fault> + Send + 'static,
    ) -> T {
        self.running.app.db.write(work).await.unwrap()
    }

    /// Runs services on a snapshot.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut Conn) -> Result<T, Fault> + Send + 'static,
    ) -> T {
        self.running.app.db.read(work).await.unwrap()
    }

    /// Does what has become due: sweeps of the areas, then the outbox. Nothing else does in tests.
    pub async fn run_due(&self) {
        self.running.app.run_due().await.unwrap();
    }

    /// The mails that left so far, as written, oldest first; runs what is due first.
    pub async fn emails(&self) -> Vec<String> {
        self.run_due().await;
        let mut files: Vec<_> = std::fs::read_dir(self.data.path().join("mail"))
            .unwrap()
            .map(|f| f.unwrap().path())
            .collect();
        // Ids sort by the moment they were made.
        files.sort();
        files
            .iter()
            .map(|file| std::fs::read_to_string(file).unwrap())
            .collect()
    }

    /// Lets time pass.
    pub fn advance(&self, delta: TimeDelta) -> Timestamp {
        self.clock.advance(delta)
    }

    /// The token the first set-up asks for, as the log tells it.
    pub fn setup_token(&self) -> String {
        let token = self.running.app.setup_token();
        token.expect("a service without an administrator").to_owned()
    }

    /// A new member of staff with these roles, signed in.
    pub async fn user(&self, roles: &[Role]) -> Client {
        self.staff(roles, |_| {}).await
    }

    /// A new member of staff of the operations function, signed in.
    pub async fn operations_user(&self, roles: &[Role]) -> Client {
        self.staff(roles, |new| new.operations = true).await
    }

    /// A new member of staff, changed before the account is made, signed in.
    pub async fn staff(&self, roles: &[Role], change: impl FnOnce(&mut NewUser)) -> Client {
        let number = self.people.fetch_add(1, Ordering::Relaxed);
        let word = roles.first().map_or("nobody", |role| role.as_str());
        let mut new = NewUser {
            name: format!("{} {number}", word.replace('_', " ")),
            email: EmailAddress::parse(&format!("{word}{number}@staff.example")).unwrap(),
            roles: roles.to_vec(),
            operations: false,
            reports_to: None,
            password_hash: None,
        };
        change(&mut new);
        let ctx = self.system();
        let (user, token) = self
            .write(move |conn| {
                let id = people::create_user(conn, &ctx, new.clone())?;
                let token = people::issue_token(conn, &ctx, id, hours(12))?;
                Ok((people::find_user(conn, id)?.expect("just made").actor(), token))
            })
            .await;
        let mut client = self.bearer(&token);
        client.user = Some(user);
        client
    }

    /// Somebody who brings a bearer token.
    pub fn bearer(&self, token: &str) -> Client {
        self.anonymous().with_token(token)
    }

    /// Somebody nobody knows.
    pub fn anonymous(&self) -> Client {
        Client::new(self.http.clone(), self.url.clone())
    }

    /// The token of a new link for a guest.
    pub async fn link(&self, subject: GrantSubject, expires_at: Timestamp) -> String {
        let ctx = self.system();
        self.write(move |conn| people::issue_grant(conn, &ctx, NewGrant { subject, expires_at }))
            .await
            .token
    }

    /// A guest who pressed "Begin" on a link, over the API.
    pub async fn guest(&self, link_token: &str) -> Client {
        let begun = self
            .anonymous()
            .post("/link_sessions", json!({ "token": link_token }))
            .await
            .expect(201);
        self.bearer(begun["token"].as_str().unwrap())
    }

    /// Closes somebody's account, as an administrator would.
    pub async fn disable(&self, admin: &Client, id: UserId) {
        let version = admin.get(&format!("/users/{id}")).await.etag();
        let path = format!("/users/{id}");
        admin
            .if_match(version)
            .patch(&path, json!({ "disabled": true }))
            .await
            .expect(200);
    }
}
