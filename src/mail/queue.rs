//! The queue as a whole: whether mails may leave, what waits, and who may stop it.

use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::store;
use crate::{
    audit::{self, Chain, Entry, Outcome},
    db::{Conn, DbError},
    fault::Fault,
    kernel::{
        ctx::{Actor, Ctx},
        role::Role,
        time::Timestamp,
    },
    text_enum,
};

/// Who looks after mail.
pub(super) const KEEPERS: &[Role] = &[Role::Admin, Role::Hr, Role::HrLead];
/// Who may see how mail stands.
pub(super) const READERS: &[Role] = &[Role::Admin, Role::Hr, Role::HrLead, Role::Auditor];
/// Who may stop all mail of the company.
const STOPPERS: &[Role] = &[Role::Admin, Role::HrLead];

text_enum! {
    /// Why the queue rests by itself.
    pub enum HoldKind {
        /// The mail server cannot be reached.
        Unreachable = "unreachable",
        /// The mail server does not let us in, or the folder cannot be written to: somebody has to mend it.
        OurFault = "our_fault",
    }
}
text_enum! {
    /// Whether mails leave.
    pub enum QueueState {
        /// They do.
        Running = "running",
        /// Somebody stopped them.
        Paused = "paused",
        /// They cannot, and are tried again by themselves.
        Held = "held",
    }
}
crate::db::types::text_column!(HoldKind);

/// Who stopped the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Pause {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// Why no mail can leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Hold {
    /// What kind of trouble.
    pub kind: HoldKind,
    /// What the mail server said, or did not.
    pub reason: String,
    /// Since when.
    pub since: Timestamp,
    /// When it is tried again.
    pub until: Timestamp,
}

/// How the queue stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct QueueView {
    /// Whether mails leave.
    pub state: QueueState,
    /// Who stopped it, if somebody did.
    pub pause: Option<Pause>,
    /// Why no mail can leave, if none can.
    pub hold: Option<Hold>,
    /// Mails that are due.
    pub due: i64,
    /// Since when the oldest of them is due.
    pub oldest_due_at: Option<Timestamp>,
    /// Mails whose time is still to come: reminders, further attempts.
    pub later: i64,
    /// Mails that could not be delivered and that nobody has looked after.
    pub dead_letters: i64,
}

/// How the queue stands, whoever asks.
///
/// # Errors
/// When a statement fails.
pub fn status(conn: &mut Conn, now: Timestamp) -> Result<QueueView, DbError> {
    let queue = store::queue(conn)?;
    let waiting = store::waiting(conn, now)?;
    let pause = match (queue.paused_at, queue.pause_reason) {
        (Some(at), Some(reason)) => Some(Pause {
            at,
            by: queue.paused_by.unwrap_or_default(),
            reason,
        }),
        _ => None,
    };
    let hold = match (queue.hold_kind, queue.held_since, queue.held_until) {
        (Some(kind), Some(since), Some(until)) => Some(Hold {
            kind,
            reason: queue.hold_reason.unwrap_or_default(),
            since,
            until,
        }),
        _ => None,
    };
    Ok(QueueView {
        state: match (&pause, &hold) {
            (Some(_), _) => QueueState::Paused,
            (None, Some(_)) => QueueState::Held,
            (None, None) => QueueState::Running,
        },
        pause,
        hold,
        due: waiting.due,
        oldest_due_at: waiting.oldest,
        later: waiting.later,
        dead_letters: store::open_dead_letters(conn)?,
    })
}

/// How the queue stands.
///
/// # Errors
/// [`Fault::Forbidden`] for whoever has nothing to do with mail.
pub(super) fn look(conn: &mut Conn, ctx: &Ctx) -> Result<QueueView, Fault> {
    may(&ctx.actor, READERS)?;
    Ok(status(conn, ctx.now)?)
}

/// Stops all mail: what a worker has in hand still leaves, nothing after it.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but administrators and HR leads; [`Fault::Conflict`] when it is stopped.
pub fn pause(
    conn: &mut Conn,
    ctx: &Ctx,
    reason: impl FnOnce() -> Result<String, Fault>,
) -> Result<QueueView, Fault> {
    may(&ctx.actor, STOPPERS)?;
    if store::queue(conn)?.paused_at.is_some() {
        return Err(conflict("already_paused", "The queue is paused already."));
    }
    let reason = reason()?;
    store::pause(conn, ctx.now, &name(&ctx.actor), &reason)?;
    record(conn, ctx, ("running", "paused"), json!({ "reason": reason }))?;
    Ok(status(conn, ctx.now)?)
}

/// Lets mails leave again, now, even where the queue rests by itself.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but administrators and HR leads; [`Fault::Conflict`] when nothing stops it.
pub fn resume(conn: &mut Conn, ctx: &Ctx) -> Result<QueueView, Fault> {
    may(&ctx.actor, STOPPERS)?;
    let queue = store::queue(conn)?;
    let from = match (queue.paused_at, queue.held_until) {
        (Some(_), _) => "paused",
        (None, Some(_)) => "held",
        (None, None) => return Err(conflict("not_paused", "The queue is running.")),
    };
    store::resume(conn)?;
    record(conn, ctx, (from, "running"), Value::Null)?;
    Ok(status(conn, ctx.now)?)
}

fn record(conn: &mut Conn, ctx: &Ctx, (from, to): (&str, &str), details: Value) -> Result<(), DbError> {
    let entry = Entry {
        chain: Chain::System,
        entity_kind: "mail_queue",
        entity: Uuid::nil(),
        action: if to == "paused" { "pause" } else { "resume" }.to_owned(),
        from: Some(from.to_owned()),
        to: Some(to.to_owned()),
        outcome: Outcome::Allowed,
        details,
        policy_version: None,
    };
    audit::record(conn, ctx, entry)
}

/// The service itself stands for whoever may run its commands.
pub(super) fn may(actor: &Actor, roles: &[Role]) -> Result<(), Fault> {
    if *actor == Actor::System || actor.has_any(roles) {
        Ok(())
    } else {
        Err(Fault::forbidden(
            "Mail is looked after by administrators and HR; the queue is stopped by administrators and HR leads.",
        ))
    }
}

/// How an actor is named beside what they did.
pub(super) fn name(actor: &Actor) -> String {
    actor
        .user()
        .map_or_else(|| "command line".to_owned(), |user| user.name.clone())
}

pub(super) fn conflict(code: &'static str, detail: &str) -> Fault {
    Fault::Conflict {
        code,
        detail: detail.to_owned(),
    }
}
