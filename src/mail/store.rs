//! All queries of this module: here what the areas ask for, below what the worker, the queue's keepers and the
//! demo need.

mod copies;
mod dead;
mod queue;
mod work;

pub(super) use copies::{Copy, copies, copy, keep_copy};
pub(super) use dead::{DeadRow, attempts, close, dead_letter, dead_letters, open_dead_letters, requeue};
pub(super) use queue::{hold, pause, queue, resume, unhold, waiting};
pub(super) use work::{
    Claimed, Recorded, claim, full_until, glance, hold_back, reclaim, record, release, tidy,
};

use diesel::prelude::*;
use serde_json::Value;

use super::{
    outbox::{CaseKind, Delivery, MailState, without_links},
    schema::outbox,
};
use crate::{
    db::{Conn, DbError, q, types::Json},
    kernel::{
        email::EmailAddress,
        ids::{OutboxMailId, RowId},
        time::Timestamp,
    },
};

/// A mail as it enters the outbox.
pub(super) struct NewMail {
    pub id: OutboxMailId,
    pub case_kind: Option<CaseKind>,
    pub case_id: Option<RowId>,
    pub message: &'static str,
    pub data: Value,
    pub recipient_name: String,
    pub recipient_email: EmailAddress,
    pub dedup_key: String,
    pub next_at: Timestamp,
    pub created_at: Timestamp,
}

pub(super) fn insert(conn: &mut Conn, mail: NewMail) -> Result<OutboxMailId, DbError> {
    let key = mail.dedup_key.clone();
    let id = mail.id;
    let row = (
        outbox::id.eq(mail.id),
        outbox::case_kind.eq(mail.case_kind),
        outbox::case_id.eq(mail.case_id),
        outbox::message.eq(mail.message),
        outbox::data.eq(Json(mail.data)),
        outbox::recipient_name.eq(mail.recipient_name),
        outbox::recipient_email.eq(mail.recipient_email),
        outbox::dedup_key.eq(mail.dedup_key),
        outbox::state.eq(MailState::Queued),
        outbox::attempts.eq(0_i64),
        outbox::next_at.eq(mail.next_at),
        outbox::ambiguous.eq(false),
        outbox::unclear.eq(0_i64),
        outbox::created_at.eq(mail.created_at),
    );
    let inserted = q!(conn => diesel::insert_into(outbox::table)
        .values(row)
        .on_conflict(outbox::dedup_key)
        .do_nothing()
        .execute(conn))?;
    if inserted == 1 {
        return Ok(id);
    }
    Ok(q!(conn => outbox::table
        .filter(outbox::dedup_key.eq(key))
        .select(outbox::id)
        .get_result(conn))?)
}

pub(super) fn delete_waiting(conn: &mut Conn, prefix: &str) -> Result<usize, DbError> {
    // No key can lie between the last one with this beginning and this bound: keys are compared bytewise.
    let bound = format!("{prefix}\u{10FFFF}");
    Ok(q!(conn => diesel::delete(
        outbox::table
            .filter(outbox::dedup_key.ge(prefix))
            .filter(outbox::dedup_key.lt(&bound))
            .filter(outbox::state.eq(MailState::Queued)),
    )
    .execute(conn))?)
}

/// Forgets the links of mails that could not be delivered and whose key begins so: they are not sent again as they are.
pub(super) fn forget_links(conn: &mut Conn, prefix: &str) -> Result<(), DbError> {
    let bound = format!("{prefix}\u{10FFFF}");
    let kept: Vec<(OutboxMailId, Json<Value>)> = q!(conn => outbox::table
        .filter(outbox::dedup_key.ge(prefix))
        .filter(outbox::dedup_key.lt(&bound))
        .filter(outbox::state.eq_any([MailState::Failed, MailState::Dead]))
        .filter(outbox::keep_until.is_not_null())
        .select((outbox::id, outbox::data))
        .load(conn))?;
    for (id, data) in kept {
        let change = (
            outbox::data.eq(Json(without_links(&data.0))),
            outbox::keep_until.eq(None::<Timestamp>),
        );
        q!(conn => diesel::update(outbox::table.find(id)).set(change).execute(conn))?;
    }
    Ok(())
}

pub(super) fn of_case(conn: &mut Conn, kind: CaseKind, id: RowId) -> Result<Vec<Delivery>, DbError> {
    type Row = (
        OutboxMailId,
        String,
        EmailAddress,
        MailState,
        i64,
        bool,
        Option<String>,
        Timestamp,
        Option<Timestamp>,
    );
    let rows: Vec<Row> = q!(conn => outbox::table
        .filter(outbox::case_id.eq(id))
        .filter(outbox::case_kind.eq(kind))
        .order((outbox::created_at, outbox::id))
        .select((
            outbox::id,
            outbox::message,
            outbox::recipient_email,
            outbox::state,
            outbox::attempts,
            outbox::ambiguous,
            outbox::last_error,
            outbox::created_at,
            outbox::sent_at,
        ))
        .load(conn))?;
    Ok(rows
        .into_iter()
        .map(
            |(id, message, to, state, attempts, maybe_twice, last_error, created_at, sent_at)| Delivery {
                id,
                message,
                to,
                state,
                attempts,
                maybe_twice,
                last_error,
                created_at,
                sent_at,
            },
        )
        .collect())
}

/// The newest mail of a case to an address that has left, is being sent or is due.
pub(super) fn last_to(
    conn: &mut Conn,
    (kind, id): (CaseKind, RowId),
    to: &EmailAddress,
    now: Timestamp,
) -> Result<Option<Timestamp>, DbError> {
    let of_case = outbox::case_id.eq(id).and(outbox::case_kind.eq(kind));
    let mails: Vec<(Option<Timestamp>, Timestamp)> = q!(conn => outbox::table
        .filter(of_case)
        .filter(outbox::recipient_email.eq(to))
        .filter(outbox::state.eq_any([MailState::Queued, MailState::Sending, MailState::Sent]))
        .select((outbox::sent_at, outbox::next_at))
        .load(conn))?;
    let told = |(sent, next): (Option<Timestamp>, Timestamp)| sent.or(Some(next).filter(|at| *at <= now));
    Ok(mails.into_iter().filter_map(told).max())
}

/// How many mails are being sent or due.
pub(super) fn unsent(conn: &mut Conn, now: Timestamp) -> Result<i64, DbError> {
    let due = outbox::state.eq(MailState::Queued).and(outbox::next_at.le(now));
    Ok(q!(conn => outbox::table
        .filter(due.or(outbox::state.eq(MailState::Sending)))
        .count()
        .get_result(conn))?)
}

/// The stored data of every mail, as text, for tests that look for secrets.
#[cfg(test)]
pub(super) fn everything(conn: &mut Conn) -> Result<Vec<String>, DbError> {
    let rows: Vec<(Json<Value>, Option<String>)> = q!(conn => outbox::table
        .select((outbox::data, outbox::last_error))
        .load(conn))?;
    let details: Vec<Option<String>> = q!(conn => super::schema::mail_attempts::table
        .select(super::schema::mail_attempts::detail)
        .load(conn))?;
    Ok(vec![format!("{rows:?} {details:?}")])
}
