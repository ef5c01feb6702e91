//! What a worker does to mails: take one, put it back, record what became of it.

use diesel::{
    dsl::{exists, max},
    prelude::*,
};
use serde_json::Value;

use super::super::{
    outbox::{Attempt, Case, CaseKind, MailState, Tried, without_links},
    schema::{mail_attempts, outbox},
};
use crate::{
    db::{Conn, DbError, q, types::Json},
    kernel::{
        email::EmailAddress,
        ids::{OutboxMailId, RowId},
        time::Timestamp,
    },
};

/// A mail a worker has claimed.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = outbox)]
pub(in crate::mail) struct Claimed {
    pub id: OutboxMailId,
    case_kind: Option<CaseKind>,
    case_id: Option<RowId>,
    pub message: String,
    pub data: Json<Value>,
    pub recipient_name: String,
    pub recipient_email: EmailAddress,
    pub message_id: Option<String>,
    pub dedup_key: String,
    pub attempts: i64,
    pub first_tried_at: Option<Timestamp>,
    pub ambiguous: bool,
    pub unclear: i64,
    /// Until when it is this worker's; who took it over later has a later end.
    lease_until: Option<Timestamp>,
}

impl Claimed {
    pub(in crate::mail) fn case(&self) -> Case {
        Case::of(self.case_kind, self.case_id)
    }
}

/// What an attempt changes.
#[derive(Debug, Clone)]
pub(in crate::mail) struct Recorded {
    pub state: MailState,
    pub attempt: Attempt,
    /// Whether it may have arrived without our knowing.
    pub ambiguous: bool,
    /// When it goes again; for a mail that is done with, when that was.
    pub next_at: Timestamp,
    /// Until when a mail that will not go keeps its links.
    pub keep_until: Option<Timestamp>,
}

/// Whether a worker would find anything to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::mail) struct Glance {
    /// A mail is due.
    pub due: bool,
    /// A worker fell silent, or a dead letter has to forget its links.
    pub untidy: bool,
}

/// Looks without changing anything: most looks find nothing and must not queue up with the writers.
pub(in crate::mail) fn glance(conn: &mut Conn, now: Timestamp, wall: Timestamp) -> Result<Glance, DbError> {
    let due = outbox::table
        .filter(outbox::state.eq(MailState::Queued))
        .filter(outbox::next_at.le(now));
    let silent = outbox::table
        .filter(outbox::state.eq(MailState::Sending))
        .filter(outbox::lease_until.lt(wall));
    let stale = outbox::table
        .filter(outbox::state.eq_any([MailState::Failed, MailState::Dead]))
        .filter(outbox::keep_until.le(now));
    let (due, untidy) =
        q!(conn => diesel::select((exists(due), exists(silent).or(exists(stale)))).get_result(conn))?;
    Ok(Glance { due, untidy })
}

/// Dead letters whose time is over forget their links.
pub(in crate::mail) fn tidy(conn: &mut Conn, now: Timestamp) -> Result<(), DbError> {
    let stale: Vec<(OutboxMailId, Json<Value>)> = q!(conn => outbox::table
        .filter(outbox::state.eq_any([MailState::Failed, MailState::Dead]))
        .filter(outbox::keep_until.le(now))
        .select((outbox::id, outbox::data))
        .load(conn))?;
    for (id, data) in stale {
        let change = (
            outbox::data.eq(Json(without_links(&data.0))),
            outbox::keep_until.eq(None::<Timestamp>),
        );
        q!(conn => diesel::update(outbox::table.find(id)).set(change).execute(conn))?;
    }
    Ok(())
}

/// Mails whose worker fell silent go back into the queue; nobody knows whether they were sent. `again` tells when
/// they go, by the number of attempts before this one.
pub(in crate::mail) fn reclaim(
    conn: &mut Conn,
    now: Timestamp,
    wall: Timestamp,
    again: impl Fn(i64) -> Timestamp,
) -> Result<usize, DbError> {
    let silent: Vec<(OutboxMailId, i64, Option<Timestamp>)> = q!(conn => outbox::table
        .filter(outbox::state.eq(MailState::Sending))
        .filter(outbox::lease_until.lt(wall))
        .select((outbox::id, outbox::attempts, outbox::first_tried_at))
        .load(conn))?;
    let mut reclaimed = 0;
    for (id, attempts, first) in &silent {
        let change = (
            outbox::state.eq(MailState::Queued),
            outbox::lease_until.eq(None::<Timestamp>),
            outbox::ambiguous.eq(true),
            outbox::attempts.eq(attempts + 1),
            outbox::first_tried_at.eq(Some(first.unwrap_or(now))),
            outbox::next_at.eq(again(*attempts)),
        );
        let still_silent = outbox::table
            .filter(outbox::id.eq(*id))
            .filter(outbox::state.eq(MailState::Sending))
            .filter(outbox::lease_until.lt(wall));
        if q!(conn => diesel::update(still_silent).set(change).execute(conn))? == 0 {
            continue;
        }
        reclaimed += 1;
        let attempt = Attempt {
            at: now,
            outcome: Tried::Interrupted,
            detail: None,
        };
        log(conn, *id, &attempt)?;
    }
    Ok(reclaimed)
}

/// Takes the mail that has waited longest, so that no other worker takes it before `lease_until`. From the first
/// time on it has its Message-ID, in the domain of `sender`.
pub(in crate::mail) fn claim(
    conn: &mut Conn,
    now: Timestamp,
    lease_until: Timestamp,
    sender: &str,
) -> Result<Option<Claimed>, DbError> {
    let due = outbox::table
        .filter(outbox::state.eq(MailState::Queued))
        .filter(outbox::next_at.le(now))
        .order((outbox::next_at, outbox::id))
        .limit(1)
        .select(outbox::id);
    // SQLite has one writer; on PostgreSQL a second worker steps over the row.
    let next: Option<OutboxMailId> = match conn {
        Conn::Sqlite(conn) => due.get_result(conn).optional()?,
        Conn::Postgres(conn) => due.for_update().skip_locked().get_result(conn).optional()?,
    };
    let Some(id) = next else { return Ok(None) };
    let mut mail: Claimed = q!(conn => outbox::table
        .find(id)
        .select(Claimed::as_select())
        .get_result(conn))?;
    let message_id = mail
        .message_id
        .take()
        .unwrap_or_else(|| format!("<{}@{sender}>", mail.id));
    q!(conn => diesel::update(outbox::table.find(mail.id))
        .set((
            outbox::state.eq(MailState::Sending),
            outbox::lease_until.eq(Some(lease_until)),
            outbox::message_id.eq(Some(&message_id)),
        ))
        .execute(conn))?;
    mail.message_id = Some(message_id);
    mail.lease_until = Some(lease_until);
    Ok(Some(mail))
}

/// Puts a mail back: the attempt said nothing about it. Only when it `counts` do the 72 hours begin. A mail that
/// another worker has taken over is left to it.
pub(in crate::mail) fn release(
    conn: &mut Conn,
    mail: &Claimed,
    attempt: &Attempt,
    counts: bool,
) -> Result<(), DbError> {
    let first = mail.first_tried_at.or(counts.then_some(attempt.at));
    let held = outbox::table
        .filter(outbox::id.eq(mail.id))
        .filter(outbox::state.eq(MailState::Sending))
        .filter(outbox::lease_until.eq(mail.lease_until));
    let released = q!(conn => diesel::update(held)
        .set((
            outbox::state.eq(MailState::Queued),
            outbox::lease_until.eq(None::<Timestamp>),
            outbox::last_error.eq(&attempt.detail),
            outbox::first_tried_at.eq(first),
        ))
        .execute(conn))?;
    if released == 0 {
        return Ok(());
    }
    log(conn, mail.id, attempt)
}

/// Puts a mail back until there is room for it.
pub(in crate::mail) fn hold_back(
    conn: &mut Conn,
    mail: &Claimed,
    attempt: &Attempt,
    until: Timestamp,
) -> Result<(), DbError> {
    q!(conn => diesel::update(outbox::table.find(mail.id))
        .set((
            outbox::state.eq(MailState::Queued),
            outbox::lease_until.eq(None::<Timestamp>),
            outbox::last_error.eq(&attempt.detail),
            outbox::next_at.eq(until),
        ))
        .execute(conn))?;
    log(conn, mail.id, attempt)
}

/// When, of the mails to this address (or of this case) that left after `since`, the `most`-th newest left; none
/// when there were fewer. Mails that other workers have in hand are not counted: as many more may leave.
pub(in crate::mail) fn full_until(
    conn: &mut Conn,
    mail: &Claimed,
    (of_case, most): (bool, i64),
    since: Timestamp,
) -> Result<Option<Timestamp>, DbError> {
    let newest = outbox::table
        .filter(outbox::sent_at.gt(since))
        .order(outbox::sent_at.desc())
        .offset(most - 1)
        .limit(1)
        .select(outbox::sent_at);
    let found: Option<Option<Timestamp>> = match (of_case, mail.case_id) {
        (true, None) => None,
        (true, Some(case)) => {
            q!(conn => newest.filter(outbox::case_id.eq(case)).get_result(conn).optional())?
        }
        (false, _) => {
            let to = &mail.recipient_email;
            q!(conn => newest.filter(outbox::recipient_email.eq(to)).get_result(conn).optional())?
        }
    };
    Ok(found.flatten())
}

/// Stores what an attempt came to, and tells whether it did. A mail that has left loses its links.
///
/// Once the lease is over another worker may have the mail, or have done with it: what that one finds stands. Only
/// that a mail did leave still counts while it waits to go again, so that it does not go twice.
pub(in crate::mail) fn record(conn: &mut Conn, mail: &Claimed, result: &Recorded) -> Result<bool, DbError> {
    let at = result.attempt.at;
    let data = if result.state == MailState::Sent {
        without_links(&mail.data.0)
    } else {
        mail.data.0.clone()
    };
    let unclear = i64::from(result.attempt.outcome == Tried::Ambiguous);
    let change = (
        outbox::state.eq(result.state),
        outbox::data.eq(Json(data)),
        outbox::attempts.eq(mail.attempts + 1),
        outbox::next_at.eq(result.next_at),
        outbox::lease_until.eq(None::<Timestamp>),
        outbox::first_tried_at.eq(Some(mail.first_tried_at.unwrap_or(at))),
        outbox::last_error.eq(&result.attempt.detail),
        outbox::ambiguous.eq(result.ambiguous),
        outbox::unclear.eq(mail.unclear + unclear),
        outbox::keep_until.eq(result.keep_until),
        outbox::sent_at.eq((result.state == MailState::Sent).then_some(at)),
    );
    // Who has a mail in hand has a lease; what waits has none.
    let waits = find_state(conn, mail.id)? == MailState::Queued;
    let state = if waits && result.state == MailState::Sent {
        MailState::Queued
    } else {
        MailState::Sending
    };
    let ours = outbox::table
        .filter(outbox::id.eq(mail.id))
        .filter(outbox::state.eq(state))
        .filter(
            outbox::lease_until
                .is_null()
                .or(outbox::lease_until.eq(mail.lease_until)),
        );
    if q!(conn => diesel::update(ours).set(change).execute(conn))? == 0 {
        return Ok(false);
    }
    log(conn, mail.id, &result.attempt)?;
    Ok(true)
}

fn find_state(conn: &mut Conn, id: OutboxMailId) -> Result<MailState, DbError> {
    Ok(q!(conn => outbox::table.find(id).select(outbox::state).get_result(conn))?)
}

/// Writes an attempt down. The mail's own row is changed first: whoever lost the race for it then starts again.
fn log(conn: &mut Conn, mail: OutboxMailId, attempt: &Attempt) -> Result<(), DbError> {
    let last: Option<i64> = q!(conn => mail_attempts::table
        .filter(mail_attempts::mail_id.eq(mail))
        .select(max(mail_attempts::number))
        .get_result(conn))?;
    let row = (
        mail_attempts::mail_id.eq(mail),
        mail_attempts::number.eq(last.unwrap_or(0) + 1),
        mail_attempts::at.eq(attempt.at),
        mail_attempts::outcome.eq(attempt.outcome),
        mail_attempts::detail.eq(&attempt.detail),
    );
    q!(conn => diesel::insert_into(mail_attempts::table).values(row).execute(conn))?;
    Ok(())
}
