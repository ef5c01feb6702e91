//! All queries of this module.

use diesel::{dsl::exists, prelude::*};
use serde_json::Value;

use super::{
    outbox::{Attempt, Case, CaseKind, Delivery, MailState, without_links},
    schema::{demo_mailbox, outbox},
};
use crate::{
    db::{
        Conn, DbError,
        page::{Cursor, Page, PageRequest, older_than},
        q,
        types::Json,
    },
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

/// A mail a worker has claimed.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = outbox)]
pub(super) struct Claimed {
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
    pub log: Json<Vec<Attempt>>,
}

impl Claimed {
    pub(super) fn case(&self) -> Case {
        Case::of(self.case_kind, self.case_id)
    }
}

/// What an attempt changes.
#[derive(Debug, Clone)]
pub(super) struct Recorded {
    pub state: MailState,
    pub message_id: String,
    pub attempt: Attempt,
    pub ambiguous: bool,
    pub next_at: Timestamp,
}

/// A mail as the demo shows it.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = demo_mailbox)]
pub(super) struct Copy {
    pub id: OutboxMailId,
    pub message: String,
    pub recipient_name: String,
    pub recipient_email: EmailAddress,
    pub subject: String,
    pub text_body: String,
    pub html_body: String,
    pub links: Json<Vec<String>>,
    pub sent_at: Timestamp,
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
        outbox::log.eq(Json(Vec::<Attempt>::new())),
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

/// Whether a worker would find anything to do.
pub(super) fn anything_due(conn: &mut Conn, now: Timestamp, wall: Timestamp) -> Result<bool, DbError> {
    let due = outbox::table
        .filter(outbox::state.eq(MailState::Queued))
        .filter(outbox::next_at.le(now));
    let silent = outbox::table
        .filter(outbox::state.eq(MailState::Sending))
        .filter(outbox::lease_until.lt(wall));
    Ok(q!(conn => diesel::select(exists(due).or(exists(silent))).get_result(conn))?)
}

/// Mails whose worker fell silent go back into the queue; nobody knows whether they were sent.
pub(super) fn reclaim(conn: &mut Conn, wall: Timestamp) -> Result<usize, DbError> {
    Ok(q!(conn => diesel::update(
        outbox::table
            .filter(outbox::state.eq(MailState::Sending))
            .filter(outbox::lease_until.lt(wall)),
    )
    .set((
        outbox::state.eq(MailState::Queued),
        outbox::lease_until.eq(None::<Timestamp>),
        outbox::ambiguous.eq(true),
    ))
    .execute(conn))?)
}

/// Takes the mail that has waited longest, so that no other worker takes it before `lease_until`.
pub(super) fn claim(
    conn: &mut Conn,
    now: Timestamp,
    lease_until: Timestamp,
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
    q!(conn => diesel::update(outbox::table.find(id))
        .set((
            outbox::state.eq(MailState::Sending),
            outbox::lease_until.eq(Some(lease_until)),
        ))
        .execute(conn))?;
    Ok(Some(q!(conn => outbox::table
        .find(id)
        .select(Claimed::as_select())
        .get_result(conn))?))
}

/// Puts a mail back as if it had not been taken.
pub(super) fn release(conn: &mut Conn, id: OutboxMailId, why: &str) -> Result<(), DbError> {
    q!(conn => diesel::update(outbox::table.find(id))
        .set((
            outbox::state.eq(MailState::Queued),
            outbox::lease_until.eq(None::<Timestamp>),
            outbox::last_error.eq(Some(why)),
        ))
        .execute(conn))?;
    Ok(())
}

/// Stores what an attempt came to. A mail that is done with loses its links.
pub(super) fn record(conn: &mut Conn, mail: &Claimed, result: &Recorded) -> Result<(), DbError> {
    let at = result.attempt.at;
    let data = if result.state == MailState::Queued {
        mail.data.0.clone()
    } else {
        without_links(&mail.data.0)
    };
    let mut log = mail.log.0.clone();
    log.push(result.attempt.clone());
    let change = (
        outbox::state.eq(result.state),
        outbox::data.eq(Json(data)),
        outbox::message_id.eq(Some(&result.message_id)),
        outbox::attempts.eq(mail.attempts + 1),
        outbox::next_at.eq(result.next_at),
        outbox::lease_until.eq(None::<Timestamp>),
        outbox::first_tried_at.eq(Some(mail.first_tried_at.unwrap_or(at))),
        outbox::last_error.eq(&result.attempt.detail),
        outbox::ambiguous.eq(result.ambiguous),
        outbox::log.eq(Json(log)),
        outbox::sent_at.eq((result.state == MailState::Sent).then_some(at)),
    );
    q!(conn => diesel::update(outbox::table.find(mail.id)).set(change).execute(conn))?;
    Ok(())
}

/// How many mails are being sent or due.
pub(super) fn unsent(conn: &mut Conn, now: Timestamp) -> Result<i64, DbError> {
    let due = outbox::state.eq(MailState::Queued).and(outbox::next_at.le(now));
    Ok(q!(conn => outbox::table
        .filter(due.or(outbox::state.eq(MailState::Sending)))
        .count()
        .get_result(conn))?)
}

pub(super) fn keep_copy(conn: &mut Conn, copy: &Copy) -> Result<(), DbError> {
    q!(conn => diesel::insert_into(demo_mailbox::table)
        .values(copy)
        .on_conflict(demo_mailbox::id)
        .do_nothing()
        .execute(conn))?;
    Ok(())
}

pub(super) fn copies(
    conn: &mut Conn,
    to: Option<&EmailAddress>,
    page: &PageRequest,
) -> Result<Page<Copy>, DbError> {
    let rows: Vec<Copy> = q!(conn => {
        let mut query = demo_mailbox::table.select(Copy::as_select()).into_boxed();
        if let Some(to) = to {
            query = query.filter(demo_mailbox::recipient_email.eq(to));
        }
        if let Some(after) = &page.after {
            query = query.filter(older_than!(demo_mailbox::sent_at, demo_mailbox::id, after));
        }
        query
            .order((demo_mailbox::sent_at.desc(), demo_mailbox::id.desc()))
            .limit(page.load_limit())
            .load(conn)
    })?;
    Ok(page.page(rows, |row| Cursor::new(row.sent_at, row.id), |row| row))
}

pub(super) fn copy(conn: &mut Conn, id: OutboxMailId) -> Result<Option<Copy>, DbError> {
    Ok(q!(conn => demo_mailbox::table
        .find(id)
        .select(Copy::as_select())
        .get_result(conn)
        .optional())?)
}

/// The stored data of every mail, as text, for tests that look for secrets.
#[cfg(test)]
pub(super) fn everything(conn: &mut Conn) -> Result<Vec<String>, DbError> {
    let rows: Vec<(Json<Value>, Json<Value>, Option<String>)> = q!(conn => outbox::table
        .select((outbox::data, outbox::log, outbox::last_error))
        .load(conn))?;
    Ok(rows.iter().map(|row| format!("{row:?}")).collect())
}
