//! The demo's mailbox: mails as they were sent.

use diesel::prelude::*;

use super::super::schema::demo_mailbox;
use crate::{
    db::{
        Conn, DbError,
        page::{Cursor, Page, PageRequest, older_than},
        q,
        types::Json,
    },
    kernel::{email::EmailAddress, ids::OutboxMailId, time::Timestamp},
};

/// A mail as the demo shows it.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = demo_mailbox)]
pub(in crate::mail) struct Copy {
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

pub(in crate::mail) fn keep_copy(conn: &mut Conn, copy: &Copy) -> Result<(), DbError> {
    q!(conn => diesel::insert_into(demo_mailbox::table)
        .values(copy)
        .on_conflict(demo_mailbox::id)
        .do_nothing()
        .execute(conn))?;
    Ok(())
}

pub(in crate::mail) fn copies(
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

pub(in crate::mail) fn copy(conn: &mut Conn, id: OutboxMailId) -> Result<Option<Copy>, DbError> {
    Ok(q!(conn => demo_mailbox::table
        .find(id)
        .select(Copy::as_select())
        .get_result(conn)
        .optional())?)
}
