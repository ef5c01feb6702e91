//! The worker: takes due mails one by one, writes and sends them outside any transaction, and records what
//! became of each.

use std::sync::{Arc, Mutex, PoisonError};

use super::{
    letterhead::Letterhead,
    outbox::{Attempt, Case, MailState, links},
    render::{Composed, Draft, compose},
    store::{self, Claimed, Copy, Recorded},
    templates::{Parts, Templates},
    transport::{Outcome, Session, Transport},
};
use crate::{
    db::{Conn, Database, types::Json},
    fault::Fault,
    kernel::{
        clock::wall_now,
        ctx::Ctx,
        email::EmailAddress,
        ids::OutboxMailId,
        random,
        time::{Timestamp, hours, minutes},
    },
};

/// How long a worker may hold a mail: longer than a conversation can take, step limits added up.
const LEASE_MINUTES: i64 = 10;
/// Give up this long after the first attempt.
const GIVE_UP_HOURS: i64 = 72;
/// Minutes until the next attempt, after the first, second, … one; then the last value.
const BACKOFF_MINUTES: [i64; 4] = [1, 5, 15, 60];
/// How long the worker rests after the mail server refused us.
const PAUSE_MINUTES: i64 = 5;
/// A pass ends after so many mails; the next one follows at once.
const PASS: usize = 500;

/// What became of a mail, for those who asked for it.
#[derive(Debug, Clone)]
pub struct Settled {
    /// The mail.
    pub id: OutboxMailId,
    /// Which message.
    pub message: String,
    /// What it belongs to.
    pub case: Case,
    /// To whom.
    pub to: EmailAddress,
    /// The key it was asked for with.
    pub dedup: String,
    /// Whether it left, or why it never will.
    pub verdict: Verdict,
}

/// How a mail ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It left.
    Sent,
    /// It could not be delivered, for this reason: a task for staff.
    Undeliverable(String),
}

/// Called in the transaction that records how a mail ended.
pub type OnSettled = fn(&mut Conn, &Ctx, &Settled) -> Result<(), Fault>;

/// What one pass did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Mails that left.
    pub sent: usize,
    /// Mails that will be tried again.
    pub deferred: usize,
    /// Mails that will never go, or not any more.
    pub undeliverable: usize,
    /// Why the pass ended early, if it did: something an operator has to look at.
    pub alarm: Option<String>,
}

/// Sends mails. Any number of workers may share a database.
pub struct Worker {
    templates: Templates,
    letterhead: Letterhead,
    transport: Transport,
    keep_copies: bool,
    on_settled: Vec<OnSettled>,
    paused_until: Mutex<Option<Timestamp>>,
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Worker")
            .field("transport", &self.transport)
            .field("keep_copies", &self.keep_copies)
            .finish_non_exhaustive()
    }
}

impl Worker {
    /// A worker that sends over `transport` in the name of `letterhead`.
    pub fn new(templates: Templates, letterhead: Letterhead, transport: Transport) -> Self {
        Self {
            templates,
            letterhead,
            transport,
            keep_copies: false,
            on_settled: vec![],
            paused_until: Mutex::default(),
        }
    }
    /// A message in words, of its sample, for people who want to see what is written in their name.
    pub(super) fn sample(&self, name: &str) -> Option<&Parts> {
        self.templates.sample(name)
    }
    /// Keeps every mail as it was sent, links included, for the demo's mailbox.
    #[must_use]
    pub fn keeping_copies(mut self) -> Self {
        self.keep_copies = true;
        self
    }
    /// Tells an area how its mails ended.
    #[must_use]
    pub fn on_settled(mut self, handler: OnSettled) -> Self {
        self.on_settled.push(handler);
        self
    }

    /// Sends what is due at the case time `now`. Leases run on the wall clock.
    ///
    /// # Errors
    /// When the database fails; mails in hand go back to the queue when their lease ends.
    pub async fn run_once(self: &Arc<Self>, db: &Database, now: Timestamp) -> Result<Report, Fault> {
        let mut report = Report::default();
        if self.paused_until().is_some_and(|until| now < until) {
            return Ok(report);
        }
        // Most looks find nothing; they must not queue up with the writers.
        let waiting = db
            .read::<_, Fault, _>(move |conn| Ok(store::anything_due(conn, now, wall_now())?))
            .await?;
        if !waiting {
            return Ok(report);
        }
        db.write::<_, Fault, _>(move |conn| Ok(store::reclaim(conn, wall_now())?))
            .await?;
        let mut session = self.transport.open();
        for _ in 0..PASS {
            let lease = move || wall_now() + minutes(LEASE_MINUTES);
            let claimed = db
                .write::<_, Fault, _>(move |conn| Ok(store::claim(conn, now, lease())?))
                .await?;
            let Some(mail) = claimed else { break };
            self.handle(db, now, mail, &mut session, &mut report).await?;
            if report.alarm.is_some() {
                break;
            }
        }
        session.close().await;
        Ok(report)
    }

    async fn handle(
        self: &Arc<Self>,
        db: &Database,
        now: Timestamp,
        mail: Claimed,
        session: &mut Session<'_>,
        report: &mut Report,
    ) -> Result<(), Fault> {
        let message_id = mail
            .message_id
            .clone()
            .unwrap_or_else(|| format!("<{}@{}>", mail.id, self.letterhead.from.domain()));
        let draft = Draft {
            name: &mail.message,
            data: &mail.data.0,
            to_name: &mail.recipient_name,
            to: &mail.recipient_email,
            message_id: &message_id,
            now,
        };
        let (ending, copy) = match compose(&draft, &self.templates, &self.letterhead) {
            Ok(composed) => {
                let copy = self.keep_copies.then(|| copy_of(&mail, &composed, now));
                let name = mail.id.to_string();
                let outcome = session.send(&name, &composed.envelope, composed.bytes).await;
                (Ending::of(outcome), copy)
            }
            Err(error) => (Ending::unwritable(error.to_string()), None),
        };
        match &ending {
            Ending::Released(why) => {
                tracing::error!(%why, "mails cannot be sent: the mail server or folder refuses us");
                self.pause(now + minutes(PAUSE_MINUTES));
                report.alarm = Some(why.clone());
                let (id, why) = (mail.id, why.clone());
                return db
                    .write::<_, Fault, _>(move |conn| Ok(store::release(conn, id, &why)?))
                    .await;
            }
            Ending::Tried {
                ends_pass, detail, ..
            } => {
                if *ends_pass {
                    let why = detail.clone().unwrap_or_default();
                    tracing::warn!(%why, "the mail server cannot be reached");
                    report.alarm = Some(why);
                }
            }
        }
        let Some(recorded) = ending.recorded(&mail, message_id, now) else {
            return Ok(());
        };
        match recorded.state {
            MailState::Sent => report.sent += 1,
            MailState::Failed | MailState::Dead => report.undeliverable += 1,
            MailState::Queued | MailState::Sending => report.deferred += 1,
        }
        let copy = copy.filter(|_| recorded.state == MailState::Sent);
        self.settle(db, now, mail, recorded, copy).await
    }

    /// Records the attempt and tells the areas. An area that fails does not make the mail go twice.
    async fn settle(
        self: &Arc<Self>,
        db: &Database,
        now: Timestamp,
        mail: Claimed,
        recorded: Recorded,
        copy: Option<Copy>,
    ) -> Result<(), Fault> {
        let work = Arc::new((Arc::clone(self), mail, recorded, copy));
        let told = Arc::clone(&work);
        let result = db
            .write::<_, Fault, _>(move |conn| {
                let (worker, mail, recorded, copy) = &*told;
                store_result(conn, mail, recorded, copy.as_ref())?;
                worker.tell(conn, now, mail, recorded)
            })
            .await;
        let Err(fault) = result else { return Ok(()) };
        tracing::error!(mail = %work.1.id, %fault, "a mail's outcome could not be passed on");
        db.write::<_, Fault, _>(move |conn| {
            let (_, mail, recorded, copy) = &*work;
            store_result(conn, mail, recorded, copy.as_ref())
        })
        .await
    }

    fn tell(
        &self,
        conn: &mut Conn,
        now: Timestamp,
        mail: &Claimed,
        recorded: &Recorded,
    ) -> Result<(), Fault> {
        let verdict = match recorded.state {
            MailState::Sent => Verdict::Sent,
            MailState::Failed | MailState::Dead => {
                Verdict::Undeliverable(recorded.attempt.detail.clone().unwrap_or_default())
            }
            MailState::Queued | MailState::Sending => return Ok(()),
        };
        let settled = Settled {
            id: mail.id,
            message: mail.message.clone(),
            case: mail.case(),
            to: mail.recipient_email.clone(),
            dedup: mail.dedup_key.clone(),
            verdict,
        };
        let ctx = Ctx::system(now);
        self.on_settled
            .iter()
            .try_for_each(|handler| handler(conn, &ctx, &settled))
    }

    fn paused_until(&self) -> Option<Timestamp> {
        *self.paused_until.lock().unwrap_or_else(PoisonError::into_inner)
    }
    fn pause(&self, until: Timestamp) {
        *self.paused_until.lock().unwrap_or_else(PoisonError::into_inner) = Some(until);
    }
}

fn store_result(
    conn: &mut Conn,
    mail: &Claimed,
    recorded: &Recorded,
    copy: Option<&Copy>,
) -> Result<(), Fault> {
    store::record(conn, mail, recorded)?;
    if let Some(copy) = copy {
        store::keep_copy(conn, copy)?;
    }
    Ok(())
}

fn copy_of(mail: &Claimed, composed: &Composed, now: Timestamp) -> Copy {
    Copy {
        id: mail.id,
        message: mail.message.clone(),
        recipient_name: mail.recipient_name.clone(),
        recipient_email: mail.recipient_email.clone(),
        subject: composed.parts.subject.clone(),
        text_body: composed.parts.text.clone(),
        html_body: composed.parts.html.clone(),
        links: Json(links(&mail.data.0)),
        sent_at: now,
    }
}

/// What an outcome means for the mail.
enum Ending {
    /// The attempt does not count: nothing was wrong with the mail.
    Released(String),
    /// The attempt counts.
    Tried {
        word: &'static str,
        detail: Option<String>,
        state: MailState,
        ends_pass: bool,
    },
}

impl Ending {
    fn of(outcome: Outcome) -> Self {
        let tried = |word, detail, state, ends_pass| Self::Tried {
            word,
            detail,
            state,
            ends_pass,
        };
        match outcome {
            Outcome::Sent => tried("sent", None, MailState::Sent, false),
            Outcome::Deferred(why) => tried("deferred", Some(why), MailState::Queued, false),
            Outcome::Ambiguous(why) => tried("ambiguous", Some(why), MailState::Queued, false),
            Outcome::Refused(why) => tried("refused", Some(why), MailState::Failed, false),
            Outcome::Unreachable(why) => tried("unreachable", Some(why), MailState::Queued, true),
            Outcome::OurFault(why) => Self::Released(why),
        }
    }
    fn unwritable(why: String) -> Self {
        Self::Tried {
            word: "unwritable",
            detail: Some(why),
            state: MailState::Failed,
            ends_pass: false,
        }
    }
    fn recorded(self, mail: &Claimed, message_id: String, now: Timestamp) -> Option<Recorded> {
        let Self::Tried {
            word, detail, state, ..
        } = self
        else {
            return None;
        };
        let first = mail.first_tried_at.unwrap_or(now);
        let give_up = state == MailState::Queued && now.since(first) >= hours(GIVE_UP_HOURS);
        Some(Recorded {
            state: if give_up { MailState::Dead } else { state },
            message_id,
            ambiguous: mail.ambiguous || word == "ambiguous",
            next_at: now + backoff(mail.attempts, random::bytes::<1>()),
            attempt: Attempt {
                at: now,
                outcome: word.to_owned(),
                detail,
            },
        })
    }
}

/// The time to the next attempt after `earlier` attempts and this one, jittered by ±20 % so that mails
/// deferred together do not come back together.
fn backoff(earlier: i64, [chance]: [u8; 1]) -> chrono::TimeDelta {
    let step = usize::try_from(earlier)
        .unwrap_or(0)
        .min(BACKOFF_MINUTES.len() - 1);
    let minutes = BACKOFF_MINUTES.get(step).copied().unwrap_or(60);
    let percent = 80 + i64::from(chance) * 40 / 255;
    chrono::TimeDelta::seconds(minutes * 60 * percent / 100)
}

#[cfg(test)]
mod tests;
