//! What is done without anybody asking: consequences of time passing, and mail.

use std::time::Duration;

use tokio::{
    task::JoinHandle,
    time::{Interval, MissedTickBehavior},
};
use tokio_util::sync::CancellationToken;

use super::App;
use crate::{
    content::Pack,
    db::Conn,
    fault::Fault,
    flow,
    kernel::ctx::Ctx,
    mail::{Caps, Letterhead, Signer, Templates, Transport, Worker, read_report},
    settings::{MailSettings, MailTransport, Settings},
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
    ("notices", flow::notices::sweep),
];

/// How often the background looks for work.
const EVERY: Duration = Duration::from_secs(2);
/// How long a stopping service waits for the mail in hand.
const LAST_MAIL: Duration = Duration::from_secs(10);

impl App {
    /// Does everything that is due now: each area's sweep, then the outbox until it is empty or pauses.
    ///
    /// # Errors
    /// When a sweep or the database fails; the others have been tried.
    pub async fn run_due(&self) -> Result<(), Fault> {
        let swept = self.sweep_due().await;
        self.deliver_due().await?;
        swept
    }

    /// Each area's sweep.
    async fn sweep_due(&self) -> Result<(), Fault> {
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
        if let Err(fault) = self.take_in_bounces().await {
            tracing::error!(
                cause = format!("{fault:?}"),
                "reports of mails that came back could not be read"
            );
            failed = Some(fault);
        }
        failed.map_or(Ok(()), Err)
    }

    /// Sends what is due, until nothing is or no mail can leave.
    ///
    /// # Errors
    /// When the database fails.
    async fn deliver_due(&self) -> Result<(), Fault> {
        let now = self.clock.now();
        while self.mailer.run_once(&self.db, now).await?.goes_on() {}
        Ok(())
    }

    /// Reads what mail servers report of mails that came back, where a mailbox is set.
    async fn take_in_bounces(&self) -> Result<(), Fault> {
        let Some(inbox) = self.bounces.clone() else {
            return Ok(());
        };
        let reader = inbox.clone();
        let look = tokio::task::spawn_blocking(move || reader.look());
        let look = look.await.map_err(Fault::internal)?.map_err(Fault::internal)?;
        if look.messages.is_empty() {
            return Ok(());
        }
        let ctx = Ctx::system(self.clock.now());
        for message in &look.messages {
            let Some(reports) = read_report(&message.raw) else {
                continue;
            };
            let ctx = ctx.clone();
            self.db
                .write(move |conn| flow::bounces::take_in(conn, &ctx, &reports))
                .await?;
        }
        let done = tokio::task::spawn_blocking(move || inbox.done(&look));
        done.await.map_err(Fault::internal)?.map_err(Fault::internal)
    }
}

/// Starts the background: the sweeps, and beside them the mail, so that a mail server that hangs delays nothing else.
pub(super) fn start(app: Data<App>, stop: CancellationToken) -> JoinHandle<()> {
    tokio::spawn(async move {
        tokio::join!(sweeping(&app, &stop), delivering(&app, &stop));
    })
}

async fn sweeping(app: &App, stop: &CancellationToken) {
    let mut pulse = pulse();
    while beats(&mut pulse, stop).await {
        if let Err(fault) = app.sweep_due().await {
            tracing::error!(cause = format!("{fault:?}"), "background work failed");
        }
    }
}

async fn delivering(app: &App, stop: &CancellationToken) {
    let mut pulse = pulse();
    while beats(&mut pulse, stop).await {
        let over = async {
            stop.cancelled().await;
            app.mailer.finish_up();
            tokio::time::sleep(LAST_MAIL).await;
        };
        tokio::select! {
            sent = app.deliver_due() => if let Err(fault) = sent {
                tracing::error!(cause = format!("{fault:?}"), "mails could not be sent");
            },
            // The mail in hand goes back to the queue when its lease ends.
            () = over => break,
        }
    }
}

fn pulse() -> Interval {
    let mut pulse = tokio::time::interval(EVERY);
    pulse.set_missed_tick_behavior(MissedTickBehavior::Delay);
    pulse
}

/// Waits for the next beat; false when the service stops.
async fn beats(pulse: &mut Interval, stop: &CancellationToken) -> bool {
    tokio::select! {
        () = stop.cancelled() => false,
        _ = pulse.tick() => true,
    }
}

/// The worker the settings ask for. One line per area that wants to know how its mails ended.
pub(crate) fn mailer(settings: &Settings, base_url: &str) -> anyhow::Result<Worker> {
    let mail = &settings.mail;
    let letterhead = Letterhead::parse(&mail.from, mail.reply_to.as_deref())?
        .at(base_url)
        .speaking(mail.locale);
    let templates = Templates::load(mail.templates.as_deref())?;
    let mut worker = Worker::new(templates, letterhead, transport(settings)?)
        .answered_by(flow::answers)
        .on_settled(flow::bounces::settled)
        .capped(Caps {
            per_recipient: mail.max_per_recipient,
            per_case: mail.max_per_case,
        });
    if let Some(signer) = signer(mail)? {
        worker = worker.signing(signer);
    }
    Ok(if mail.keep_copies {
        worker.keeping_copies()
    } else {
        worker
    })
}

/// How mails leave, by the settings.
fn transport(settings: &Settings) -> anyhow::Result<Transport> {
    let mail = &settings.mail;
    let (MailTransport::Smtp, Some(url)) = (mail.transport, &mail.smtp_url) else {
        return Ok(Transport::file(&settings.mail_folder())?);
    };
    let patience = Duration::from_secs(mail.timeout_seconds);
    let transport = Transport::smtp(url.expose_secret())?.patient(patience);
    Ok(match &mail.smtp_login {
        Some(login) => transport.signing_in(login.user.clone(), login.password.expose_secret().to_owned()),
        None => transport,
    })
}

/// With what mails are signed, if they are.
fn signer(mail: &MailSettings) -> anyhow::Result<Option<Signer>> {
    let Some(dkim) = &mail.dkim else { return Ok(None) };
    let sender = Letterhead::parse(&mail.from, None)?;
    let domain = dkim.domain.as_deref().unwrap_or(sender.domain());
    let signer = Signer::new(domain, &dkim.selector, dkim.key.expose_secret())
        .map_err(|error| anyhow::anyhow!("mail.dkim.key_file: {error}"))?;
    Ok(Some(signer))
}
