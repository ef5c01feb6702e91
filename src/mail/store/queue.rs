//! The queue as a whole: one row.

use diesel::{dsl::min, prelude::*};

use super::super::{
    outbox::MailState,
    queue::HoldKind,
    schema::{mail_queue, outbox},
};
use crate::{
    db::{Conn, DbError, q},
    kernel::time::Timestamp,
};

/// Where the queue stands.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = mail_queue)]
pub(in crate::mail) struct Queue {
    pub paused_at: Option<Timestamp>,
    pub paused_by: Option<String>,
    pub pause_reason: Option<String>,
    pub held_since: Option<Timestamp>,
    pub held_until: Option<Timestamp>,
    pub hold_kind: Option<HoldKind>,
    pub hold_reason: Option<String>,
    /// How often in a row no mail could leave.
    pub failures: i64,
}

impl Queue {
    /// Whether mails may leave now.
    pub(in crate::mail) fn open(&self, now: Timestamp) -> bool {
        self.paused_at.is_none() && self.held_until.is_none_or(|until| until <= now)
    }
}

/// What waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::mail) struct Waiting {
    /// Mails that are due or in hand.
    pub due: i64,
    /// Since when the oldest of them is due.
    pub oldest: Option<Timestamp>,
    /// Mails whose time is still to come.
    pub later: i64,
}

pub(in crate::mail) fn queue(conn: &mut Conn) -> Result<Queue, DbError> {
    Ok(q!(conn => mail_queue::table
        .select(Queue::as_select())
        .get_result(conn))?)
}

pub(in crate::mail) fn waiting(conn: &mut Conn, now: Timestamp) -> Result<Waiting, DbError> {
    let due = outbox::state.eq(MailState::Queued).and(outbox::next_at.le(now));
    let count: i64 = q!(conn => outbox::table
        .filter(due.or(outbox::state.eq(MailState::Sending)))
        .count()
        .get_result(conn))?;
    let oldest: Option<Timestamp> = q!(conn => outbox::table
        .filter(due)
        .select(min(outbox::next_at))
        .get_result(conn))?;
    let later: i64 = q!(conn => outbox::table
        .filter(outbox::state.eq(MailState::Queued))
        .filter(outbox::next_at.gt(now))
        .count()
        .get_result(conn))?;
    Ok(Waiting {
        due: count,
        oldest,
        later,
    })
}

/// No mail can leave: the queue rests until then.
pub(in crate::mail) fn hold(
    conn: &mut Conn,
    (kind, why): (HoldKind, &str),
    (since, until): (Timestamp, Timestamp),
    failures: i64,
) -> Result<(), DbError> {
    q!(conn => diesel::update(mail_queue::table)
        .set((
            mail_queue::held_since.eq(Some(since)),
            mail_queue::held_until.eq(Some(until)),
            mail_queue::hold_kind.eq(Some(kind)),
            mail_queue::hold_reason.eq(Some(why)),
            mail_queue::failures.eq(failures),
        ))
        .execute(conn))?;
    Ok(())
}

/// Mails leave again.
pub(in crate::mail) fn unhold(conn: &mut Conn) -> Result<(), DbError> {
    q!(conn => diesel::update(mail_queue::table.filter(mail_queue::failures.gt(0)))
        .set((
            mail_queue::held_since.eq(None::<Timestamp>),
            mail_queue::held_until.eq(None::<Timestamp>),
            mail_queue::hold_kind.eq(None::<HoldKind>),
            mail_queue::hold_reason.eq(None::<String>),
            mail_queue::failures.eq(0_i64),
        ))
        .execute(conn))?;
    Ok(())
}

pub(in crate::mail) fn pause(conn: &mut Conn, at: Timestamp, by: &str, reason: &str) -> Result<(), DbError> {
    q!(conn => diesel::update(mail_queue::table)
        .set((
            mail_queue::paused_at.eq(Some(at)),
            mail_queue::paused_by.eq(Some(by)),
            mail_queue::pause_reason.eq(Some(reason)),
        ))
        .execute(conn))?;
    Ok(())
}

pub(in crate::mail) fn resume(conn: &mut Conn) -> Result<(), DbError> {
    q!(conn => diesel::update(mail_queue::table)
        .set((
            mail_queue::paused_at.eq(None::<Timestamp>),
            mail_queue::paused_by.eq(None::<String>),
            mail_queue::pause_reason.eq(None::<String>),
        ))
        .execute(conn))?;
    unhold(conn)
}
