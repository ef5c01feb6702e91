//! Mails that could not be delivered, for those who look after them.

use diesel::prelude::*;
use serde_json::Value;

use super::super::{
    outbox::{Attempt, Case, CaseKind, MailState, Tried, without_links},
    schema::{mail_attempts, outbox},
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

/// A mail that could not be delivered.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = outbox)]
pub(in crate::mail) struct DeadRow {
    pub id: OutboxMailId,
    case_kind: Option<CaseKind>,
    case_id: Option<RowId>,
    pub message: String,
    pub recipient_name: String,
    pub recipient_email: EmailAddress,
    pub state: MailState,
    pub attempts: i64,
    pub ambiguous: bool,
    pub last_error: Option<String>,
    /// When it was given up.
    pub next_at: Timestamp,
    pub keep_until: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    pub closed_by: Option<String>,
    pub closed_reason: Option<String>,
}

impl DeadRow {
    pub(in crate::mail) fn case(&self) -> Case {
        Case::of(self.case_kind, self.case_id)
    }
}

const DEAD: [MailState; 2] = [MailState::Failed, MailState::Dead];

/// Dead letters, newest first: those somebody has closed, or those nobody has.
pub(in crate::mail) fn dead_letters(
    conn: &mut Conn,
    closed: bool,
    page: &PageRequest,
) -> Result<Page<DeadRow>, DbError> {
    let rows: Vec<DeadRow> = q!(conn => {
        let mut query = outbox::table
            .filter(outbox::state.eq_any(DEAD))
            .select(DeadRow::as_select())
            .into_boxed();
        query = if closed {
            query.filter(outbox::closed_at.is_not_null())
        } else {
            query.filter(outbox::closed_at.is_null())
        };
        if let Some(after) = &page.after {
            query = query.filter(older_than!(outbox::next_at, outbox::id, after));
        }
        query
            .order((outbox::next_at.desc(), outbox::id.desc()))
            .limit(page.load_limit())
            .load(conn)
    })?;
    Ok(page.page(rows, |row| Cursor::new(row.next_at, row.id), |row| row))
}

pub(in crate::mail) fn dead_letter(conn: &mut Conn, id: OutboxMailId) -> Result<Option<DeadRow>, DbError> {
    Ok(q!(conn => outbox::table
        .find(id)
        .filter(outbox::state.eq_any(DEAD))
        .select(DeadRow::as_select())
        .get_result(conn)
        .optional())?)
}

/// How many dead letters nobody has closed.
pub(in crate::mail) fn open_dead_letters(conn: &mut Conn) -> Result<i64, DbError> {
    Ok(q!(conn => outbox::table
        .filter(outbox::state.eq_any(DEAD))
        .filter(outbox::closed_at.is_null())
        .count()
        .get_result(conn))?)
}

/// Every attempt to send a mail, in order.
pub(in crate::mail) fn attempts(conn: &mut Conn, id: OutboxMailId) -> Result<Vec<Attempt>, DbError> {
    let rows: Vec<(Timestamp, Tried, Option<String>)> = q!(conn => mail_attempts::table
        .filter(mail_attempts::mail_id.eq(id))
        .order(mail_attempts::number)
        .select((mail_attempts::at, mail_attempts::outcome, mail_attempts::detail))
        .load(conn))?;
    let attempt = |(at, outcome, detail)| Attempt { at, outcome, detail };
    Ok(rows.into_iter().map(attempt).collect())
}

/// Puts a dead letter back into the queue; its 72 hours begin anew.
pub(in crate::mail) fn requeue(conn: &mut Conn, id: OutboxMailId, now: Timestamp) -> Result<(), DbError> {
    q!(conn => diesel::update(outbox::table.find(id))
        .set((
            outbox::state.eq(MailState::Queued),
            outbox::next_at.eq(now),
            outbox::first_tried_at.eq(None::<Timestamp>),
            outbox::unclear.eq(0_i64),
            outbox::keep_until.eq(None::<Timestamp>),
        ))
        .execute(conn))?;
    Ok(())
}

/// Nothing more will be done about a dead letter: it forgets its links.
pub(in crate::mail) fn close(
    conn: &mut Conn,
    id: OutboxMailId,
    (at, by, reason): (Timestamp, &str, &str),
) -> Result<(), DbError> {
    let data: Json<Value> = q!(conn => outbox::table.find(id).select(outbox::data).get_result(conn))?;
    q!(conn => diesel::update(outbox::table.find(id))
        .set((
            outbox::data.eq(Json(without_links(&data.0))),
            outbox::keep_until.eq(None::<Timestamp>),
            outbox::closed_at.eq(Some(at)),
            outbox::closed_by.eq(Some(by)),
            outbox::closed_reason.eq(Some(reason)),
        ))
        .execute(conn))?;
    Ok(())
}
