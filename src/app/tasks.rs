//! What is done without anybody asking: consequences of time passing, and mail.

use std::time::Duration;

use tokio::{task::JoinHandle, time::MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use super::App;
use crate::{
    content::Pack,
    db::Conn,
    fault::Fault,
    flow,
    kernel::ctx::Ctx,
    mail::{Letterhead, Templates, Transport, Worker},
    settings::{MailTransport, Settings},
    web::idempotency,
};
use actix_web::web::Data;
use secrecy::ExposeSecret;

/// Does what has become due in one area: lapses, reminders. It runs in a write transaction, often, and must
/// find its own work; doing it twice must do nothing the second time.
pub type Sweep = fn(&mut Conn, &Ctx, &Pack) -> Result<(), Fault>;

/// One line per area that has something to do when time passes.
const SWEEPS: &[(&str, Sweep)] = &[
    ("applications", flow::applications::sweep),
    ("interviews", flow::interviews::sweep),
    ("references", flow::references::sweep),
    ("decisions", flow::decisions::sweep),
];

/// How often the background looks for work.
const EVERY: Duration = Duration::from_secs(2);

impl App {
    /// Does everything that is due now: each area's sweep, then the outbox until it is empty or pauses.
    ///
    /// # Errors
    /// When a sweep or the database fails; the others have been tried.
    pub async fn run_due(&self) -> Result<(), Fault> {
        self.db.write(idempotency::forget_old).await?;
        let mut failed = None;
        let now = self.clock.now();
        for &(area, sweep) in SWEEPS {
            let content = self.content.clone();
            let done = self
                .db
                .write(move |conn| sweep(conn, &Ctx::system(now), &content))
                .await;
            if let Err(fault) = done {
                tracing::error!(area, cause = format!("{fault:?}"), "due work failed");
                failed = Some(fault);
            }
        }
        loop {
            let report = self.mailer.run_once(&self.db, now).await?;
            if let Some(alarm) = &report.alarm {
                tracing::error!(alarm, "mail cannot leave");
            }
            if report.alarm.is_some() || report.sent + report.undeliverable == 0 {
                break;
            }
        }
        failed.map_or(Ok(()), Err)
    }
}

/// Starts the background.
pub(super) fn start(app: Data<App>, stop: CancellationToken) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut pulse = tokio::time::interval(EVERY);
        pulse.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                _ = pulse.tick() => {}
            }
            if let Err(fault) = app.run_due().await {
                tracing::error!(cause = format!("{fault:?}"), "background work failed");
            }
        }
    })
}

/// The worker the settings ask for. One line per area that wants to know how its mails ended.
pub(super) fn mailer(settings: &Settings) -> anyhow::Result<Worker> {
    let mail = &settings.mail;
    let letterhead = Letterhead::parse(&mail.from, mail.reply_to.as_deref())?;
    let templates = Templates::load(mail.templates.as_deref())?;
    let transport = match (mail.transport, &mail.smtp_url) {
        (MailTransport::Smtp, Some(url)) => Transport::smtp(url.expose_secret())?,
        _ => Transport::file(&settings.mail_folder())?,
    };
    let worker = Worker::new(templates, letterhead, transport);
    Ok(if mail.keep_copies {
        worker.keeping_copies()
    } else {
        worker
    })
}
