//! The worker: takes due mails one by one, writes and sends them outside any transaction, and records what
//! became of each.

mod ending;
mod probe;
mod told;

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use super::{
    choices,
    dkim::Signer,
    letterhead::Letterhead,
    outbox::{Attempt, Case, MailState, Tried},
    queue::HoldKind,
    render::{Composed, Draft, compose},
    store::{self, Claimed, Copy, Recorded},
    templates::{Parts, Templates},
    transport::{Session, Transport},
};
use crate::{
    db::{Conn, Database, types::Json},
    fault::Fault,
    kernel::{
        clock::wall_now,
        ctx::Ctx,
        email::EmailAddress,
        locale::Locale,
        time::{Timestamp, hours},
    },
};
use ending::{Ending, backoff, in_vain, rest};
pub use probe::NotSent;
pub use told::{AnsweredBy, Caps, OnSettled, Report, Settled, Verdict};

/// A pass ends after so many mails; the next one follows at once.
const PASS: usize = 500;
/// Mails that may be held back in one transaction before the worker looks up again.
const HELD_BACK_AT_ONCE: usize = 100;
/// The time in which caps count.
const CAP_HOURS: i64 = 24;

/// Sends mails. Any number of workers may share a database.
pub struct Worker {
    templates: Templates,
    letterhead: Letterhead,
    transport: Transport,
    keep_copies: bool,
    on_settled: Vec<OnSettled>,
    answered_by: Option<AnsweredBy>,
    caps: Caps,
    signer: Option<Signer>,
    finishing: AtomicBool,
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Worker")
            .field("transport", &self.transport)
            .field("keep_copies", &self.keep_copies)
            .finish_non_exhaustive()
    }
}

/// A mail in hand.
struct Taken {
    mail: Claimed,
    answers: Option<EmailAddress>,
    locale: Option<Locale>,
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
            answered_by: None,
            caps: Caps::default(),
            signer: None,
            finishing: AtomicBool::new(false),
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
    /// Replies go to whoever answers for the case; where nobody does, to the address of the settings.
    #[must_use]
    pub fn answered_by(mut self, who: AnsweredBy) -> Self {
        self.answered_by = Some(who);
        self
    }
    /// Lets no more than so many mails leave within 24 hours.
    #[must_use]
    pub fn capped(mut self, caps: Caps) -> Self {
        self.caps = caps;
        self
    }
    /// Signs every mail (DKIM).
    #[must_use]
    pub fn signing(mut self, signer: Signer) -> Self {
        self.signer = Some(signer);
        self
    }
    /// Takes no further mail; the one in hand is finished.
    pub fn finish_up(&self) {
        self.finishing.store(true, Ordering::Relaxed);
    }

    /// Sends what is due at the case time `now`. Leases run on the wall clock.
    ///
    /// # Errors
    /// When the database fails; mails in hand go back to the queue when their lease ends.
    pub async fn run_once(self: &Arc<Self>, db: &Database, now: Timestamp) -> Result<Report, Fault> {
        let mut report = Report::default();
        let (glance, open) = db
            .read::<_, Fault, _>(move |conn| {
                let glance = store::glance(conn, now, wall_now())?;
                Ok((glance, store::queue(conn)?.open(now)))
            })
            .await?;
        if glance.untidy {
            db.write::<_, Fault, _>(move |conn| tidy(conn, now, wall_now()))
                .await?;
        }
        if !open || !(glance.due || glance.untidy) {
            return Ok(report);
        }
        let mut session = self.transport.open();
        for _ in 0..PASS {
            if self.finishing.load(Ordering::Relaxed) {
                break;
            }
            let worker = Arc::clone(self);
            let taken = db.write(move |conn| worker.take(conn, now)).await?;
            let Some(taken) = taken else { break };
            self.handle(db, now, taken, &mut session, &mut report).await?;
            if report.alarm.is_some() {
                break;
            }
        }
        session.close().await;
        Ok(report)
    }

    /// The mail that has waited longest and for which there is room, if mails may leave at all.
    fn take(&self, conn: &mut Conn, now: Timestamp) -> Result<Option<Taken>, Fault> {
        if !store::queue(conn)?.open(now) {
            return Ok(None);
        }
        for _ in 0..HELD_BACK_AT_ONCE {
            let lease = wall_now() + self.transport.lease();
            let Some(mail) = store::claim(conn, now, lease, self.letterhead.from.domain())? else {
                return Ok(None);
            };
            let Some((until, why)) = self.no_room(conn, &mail, now)? else {
                let answers = self.who_answers(conn, mail.case())?;
                let locale = choices::of(conn, &mail.recipient_email)?.locale;
                return Ok(Some(Taken {
                    mail,
                    answers,
                    locale,
                }));
            };
            let attempt = Attempt {
                at: now,
                outcome: Tried::HeldBack,
                detail: Some(why),
            };
            store::hold_back(conn, &mail, &attempt, until)?;
        }
        Ok(None)
    }

    /// Until when a mail has to wait because enough were sent, and why.
    fn no_room(
        &self,
        conn: &mut Conn,
        mail: &Claimed,
        now: Timestamp,
    ) -> Result<Option<(Timestamp, String)>, Fault> {
        let day = hours(CAP_HOURS);
        let caps = [
            (false, self.caps.per_recipient, "to this address"),
            (true, self.caps.per_case, "of this case"),
        ];
        for (of_case, most, whose) in caps {
            let newest = store::full_until(conn, mail, (of_case, i64::from(most)), now - day)?;
            if let Some(sent) = newest {
                let why = format!("{most} mails {whose} left within 24 hours; this one waits");
                return Ok(Some((sent + day, why)));
            }
        }
        Ok(None)
    }

    /// A case that cannot be read stops no mail: its replies go where all others go.
    fn who_answers(&self, conn: &mut Conn, case: Case) -> Result<Option<EmailAddress>, Fault> {
        let Some(who) = self.answered_by else {
            return Ok(None);
        };
        match who(conn, case) {
            Err(Fault::NotFound(_)) => Ok(None),
            other => other,
        }
    }

    async fn handle(
        self: &Arc<Self>,
        db: &Database,
        now: Timestamp,
        taken: Taken,
        session: &mut Session<'_>,
        report: &mut Report,
    ) -> Result<(), Fault> {
        let (ending, copy) = self.attempt(&taken, now, session).await;
        let mail = taken.mail;
        let recorded = ending.recorded(&mail, now);
        if let Ending::Held(kind, why) = &ending {
            tracing::error!(%kind, %why, "no mail can leave");
            report.alarm = Some(why.clone());
            let put_back = recorded.is_none().then(|| mail.clone());
            hold(db, now, (*kind, why.clone()), put_back).await?;
        }
        let Some(recorded) = recorded else {
            return Ok(());
        };
        report.count(recorded.state);
        let settling = Settling {
            copy: copy.filter(|_| recorded.state == MailState::Sent),
            no_recipient: matches!(ending, Ending::NoRecipient(_)),
            answered: !matches!(ending, Ending::Held(..) | Ending::Tried(Tried::Unwritable, _)),
            mail,
            recorded,
        };
        self.settle(db, now, settling).await
    }

    /// Writes a mail and hands it over.
    async fn attempt(
        &self,
        Taken {
            mail,
            answers,
            locale,
        }: &Taken,
        now: Timestamp,
        session: &mut Session<'_>,
    ) -> (Ending, Option<Copy>) {
        let draft = Draft {
            name: &mail.message,
            data: &mail.data.0,
            to_name: &mail.recipient_name,
            to: &mail.recipient_email,
            message_id: mail.message_id.as_deref().unwrap_or_default(),
            answers: answers.as_ref(),
            now,
            locale: *locale,
        };
        match compose(&draft, &self.templates, &self.letterhead, self.signer.as_ref()) {
            Ok(composed) => {
                let copy = self.keep_copies.then(|| copy_of(mail, &composed, now));
                let name = mail.id.to_string();
                let outcome = session.send(&name, &composed.envelope, composed.bytes).await;
                (Ending::of(outcome), copy)
            }
            Err(error) => (Ending::unwritable(error.to_string()), None),
        }
    }

    /// Records the attempt and tells the areas. An area that fails does not make the mail go twice.
    async fn settle(
        self: &Arc<Self>,
        db: &Database,
        now: Timestamp,
        settling: Settling,
    ) -> Result<(), Fault> {
        let work = Arc::new((Arc::clone(self), settling));
        let told = Arc::clone(&work);
        let result = db
            .write::<_, Fault, _>(move |conn| {
                let (worker, settling) = &*told;
                if settling.store(conn)? {
                    worker.tell(conn, now, settling)?;
                }
                Ok(())
            })
            .await;
        let Err(fault) = result else { return Ok(()) };
        tracing::error!(mail = %work.1.mail.id, %fault, "a mail's outcome could not be passed on");
        db.write::<_, Fault, _>(move |conn| work.1.store(conn).map(drop))
            .await
    }

    fn tell(&self, conn: &mut Conn, now: Timestamp, settling: &Settling) -> Result<(), Fault> {
        let (mail, recorded) = (&settling.mail, &settling.recorded);
        let why = || recorded.attempt.detail.clone().unwrap_or_default();
        let verdict = match recorded.state {
            MailState::Sent => Verdict::Sent,
            MailState::Failed if settling.no_recipient => Verdict::NoRecipient(why()),
            MailState::Failed | MailState::Dead => Verdict::Undeliverable(why()),
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
}

/// Everything about an attempt that is stored at once.
struct Settling {
    mail: Claimed,
    recorded: Recorded,
    copy: Option<Copy>,
    /// Whether nobody is at the address.
    no_recipient: bool,
    /// Whether a mail server answered: then the queue need not rest any more.
    answered: bool,
}

impl Settling {
    /// Whether it was stored: a mail that another worker has taken over is left to that one.
    fn store(&self, conn: &mut Conn) -> Result<bool, Fault> {
        if self.answered {
            store::unhold(conn)?;
        }
        if !store::record(conn, &self.mail, &self.recorded)? {
            tracing::warn!(mail = %self.mail.id, "a lease ended before the mail server had answered");
            return Ok(false);
        }
        if let Some(copy) = &self.copy {
            store::keep_copy(conn, copy)?;
        }
        Ok(true)
    }
}

/// What other workers left behind, and what is over.
fn tidy(conn: &mut Conn, now: Timestamp, wall: Timestamp) -> Result<(), Fault> {
    store::tidy(conn, now)?;
    // The first time at once: the worker was most likely told to end. A mail that ends workers comes ever later.
    let again = |earlier: i64| match earlier {
        0 => now,
        more => now + backoff(more - 1),
    };
    store::reclaim(conn, now, wall, again)?;
    Ok(())
}

/// The queue rests, and the mail in hand goes back as if it had not been taken.
async fn hold(
    db: &Database,
    now: Timestamp,
    (kind, why): (HoldKind, String),
    put_back: Option<Claimed>,
) -> Result<(), Fault> {
    db.write::<_, Fault, _>(move |conn| {
        let queue = store::queue(conn)?;
        let since = queue.held_since.unwrap_or(now);
        let until = now + rest(kind, queue.failures);
        store::hold(conn, (kind, &why), (since, until), queue.failures + 1)?;
        if let Some(mail) = &put_back {
            let counts = kind == HoldKind::Unreachable;
            store::release(conn, mail, &in_vain(kind, &why, now), counts)?;
        }
        Ok(())
    })
    .await
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
        links: Json(composed.links.clone()),
        sent_at: now,
    }
}

#[cfg(test)]
mod kills;
#[cfg(test)]
mod tests;
