//! Reports that came in, and the mails they are about.

use diesel::prelude::*;

use super::report::DeliveryReport;
use crate::{
    db::{Conn, q},
    fault::Fault,
    kernel::{
        ctx::Ctx,
        email::EmailAddress,
        ids::{OutboxMailId, RowId},
        time::Timestamp,
    },
    mail::schema::{mail_bounces, outbox},
};

/// A mail that was sent, as far as a report is concerned.
#[derive(Debug, Clone, Queryable)]
pub(super) struct SentTo {
    id: OutboxMailId,
    pub(super) dedup_key: String,
    pub(super) recipient_email: EmailAddress,
}

/// The mail with a Message-ID, if it is one of ours.
pub(super) fn by_message_id(conn: &mut Conn, message_id: &str) -> Result<Option<SentTo>, Fault> {
    Ok(q!(conn => outbox::table
        .filter(outbox::message_id.eq(message_id))
        .select((outbox::id, outbox::dedup_key, outbox::recipient_email))
        .first(conn)
        .optional())?)
}

/// The last mail that was sent to an address since then.
pub(super) fn last_sent_to(
    conn: &mut Conn,
    to: &EmailAddress,
    since: Timestamp,
) -> Result<Option<SentTo>, Fault> {
    Ok(q!(conn => outbox::table
        .filter(outbox::recipient_email.eq(to))
        .filter(outbox::sent_at.ge(since))
        .order((outbox::sent_at.desc(), outbox::id.desc()))
        .select((outbox::id, outbox::dedup_key, outbox::recipient_email))
        .first(conn)
        .optional())?)
}

/// Stores a report; `false` when it was stored before.
pub(super) fn insert(
    conn: &mut Conn,
    ctx: &Ctx,
    mail: &SentTo,
    report: &DeliveryReport,
) -> Result<bool, Fault> {
    let id: RowId = ctx.new_id();
    let recipient = report.recipient.as_ref().unwrap_or(&mail.recipient_email);
    let new = q!(conn => diesel::insert_into(mail_bounces::table)
        .values((
            mail_bounces::id.eq(id),
            mail_bounces::fingerprint.eq(&report.fingerprint),
            mail_bounces::mail_id.eq(mail.id),
            mail_bounces::recipient.eq(recipient),
            mail_bounces::severity.eq(report.severity),
            mail_bounces::status.eq(&report.status),
            mail_bounces::diagnostic.eq(&report.diagnostic),
            mail_bounces::seen_at.eq(ctx.now),
        ))
        .on_conflict_do_nothing()
        .execute(conn))?;
    Ok(new == 1)
}
