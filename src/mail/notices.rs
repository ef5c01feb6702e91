//! What can wait: news about which a person chooses when to be told ([`Topic`]). They wait beside the outbox until
//! they are told alone or gathered into one mail when the working day begins.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde_json::{Value, json};

use super::{
    choices::{self, Pace},
    message::{Digest, DigestItem, Message, Topic},
    opt_outs,
    outbox::{self, Case, CaseKind},
    schema::{mail_notices, mail_rounds},
    store::{self, NewMail},
};
use crate::{
    db::{Conn, DbError, q, types::Json},
    kernel::{
        ctx::Ctx,
        email::EmailAddress,
        ids::{OutboxMailId, RowId},
        time::Timestamp,
    },
    pipeline::calendar::WorkingCalendar,
};

/// At most so many notices are looked at in one go.
const MOST: i64 = 500;
/// Where people choose what they are told.
const CHOICES: &str = "/profile";

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = mail_notices)]
struct Notice {
    id: OutboxMailId,
    case_kind: Option<CaseKind>,
    case_id: Option<RowId>,
    message: String,
    data: Json<Value>,
    recipient_name: String,
    recipient_email: EmailAddress,
    dedup_key: String,
    next_at: Timestamp,
}

impl Notice {
    fn topic(&self) -> Option<Topic> {
        let message = Message::parse(&self.message, &self.data.0)?;
        message.ok()?.topic()
    }
}

/// Keeps a notice until its time; the same key a second time changes nothing.
pub(super) fn keep(conn: &mut Conn, mail: NewMail) -> Result<OutboxMailId, DbError> {
    let (id, key) = (mail.id, mail.dedup_key.clone());
    let row = (
        mail_notices::id.eq(mail.id),
        mail_notices::case_kind.eq(mail.case_kind),
        mail_notices::case_id.eq(mail.case_id),
        mail_notices::message.eq(mail.message),
        mail_notices::data.eq(Json(mail.data)),
        mail_notices::recipient_name.eq(mail.recipient_name),
        mail_notices::recipient_email.eq(mail.recipient_email),
        mail_notices::dedup_key.eq(mail.dedup_key),
        mail_notices::next_at.eq(mail.next_at),
        mail_notices::created_at.eq(mail.created_at),
    );
    let inserted = q!(conn => diesel::insert_into(mail_notices::table)
        .values(row)
        .on_conflict(mail_notices::dedup_key)
        .do_nothing()
        .execute(conn))?;
    if inserted == 1 {
        return Ok(id);
    }
    Ok(q!(conn => mail_notices::table
        .filter(mail_notices::dedup_key.eq(&key))
        .select(mail_notices::id)
        .get_result(conn))?)
}

/// Forgets the waiting notices whose key begins so.
pub(super) fn forget(conn: &mut Conn, prefix: &str) -> Result<usize, DbError> {
    let bound = format!("{prefix}\u{10FFFF}");
    Ok(q!(conn => diesel::delete(
        mail_notices::table
            .filter(mail_notices::dedup_key.ge(prefix))
            .filter(mail_notices::dedup_key.lt(&bound))
            .filter(mail_notices::mail_id.is_null()),
    )
    .execute(conn))?)
}

/// Tells what is to be told now: alone what somebody wants at once and what nothing else came with; in one mail per
/// person what has come up since the last working day began. What nobody wants is forgotten.
///
/// # Errors
/// When the database fails.
pub fn tell(conn: &mut Conn, ctx: &Ctx, calendar: &WorkingCalendar) -> Result<(), DbError> {
    let mut readers: BTreeMap<EmailAddress, Vec<Notice>> = BTreeMap::new();
    for notice in waiting(conn, ctx.now)? {
        readers
            .entry(notice.recipient_email.clone())
            .or_default()
            .push(notice);
    }
    for (address, notices) in readers {
        tell_one(conn, ctx, calendar, &address, notices)?;
    }
    Ok(())
}

fn waiting(conn: &mut Conn, now: Timestamp) -> Result<Vec<Notice>, DbError> {
    Ok(q!(conn => mail_notices::table
        .filter(mail_notices::mail_id.is_null())
        .filter(mail_notices::next_at.le(now))
        .order((mail_notices::next_at, mail_notices::id))
        .limit(MOST)
        .select(Notice::as_select())
        .load(conn))?)
}

fn tell_one(
    conn: &mut Conn,
    ctx: &Ctx,
    calendar: &WorkingCalendar,
    address: &EmailAddress,
    notices: Vec<Notice>,
) -> Result<(), DbError> {
    let chosen = choices::of(conn, address)?;
    let morning = calendar.last_morning(ctx.now);
    let mut together = Vec::new();
    for notice in notices {
        match notice.topic().map_or(Pace::AtOnce, |topic| chosen.pace(topic)) {
            Pace::Never => drop_one(conn, notice.id)?,
            Pace::AtOnce => {
                let at = calendar.considerate(ctx.now);
                if at <= ctx.now {
                    tell_alone(conn, ctx, notice)?;
                } else {
                    put_off(conn, notice.id, at)?;
                }
            }
            Pace::Daily if morning.is_some_and(|begun| notice.next_at <= begun) => together.push(notice),
            Pace::Daily => put_off(conn, notice.id, calendar.next_morning(ctx.now))?,
        }
    }
    if together.len() > 1 {
        tell_together(conn, ctx, together)
    } else {
        together
            .into_iter()
            .try_for_each(|notice| tell_alone(conn, ctx, notice))
    }
}

fn put_off(conn: &mut Conn, id: OutboxMailId, until: Timestamp) -> Result<(), DbError> {
    q!(conn => diesel::update(mail_notices::table.find(id))
        .set(mail_notices::next_at.eq(until))
        .execute(conn))?;
    Ok(())
}

fn drop_one(conn: &mut Conn, id: OutboxMailId) -> Result<(), DbError> {
    q!(conn => diesel::delete(mail_notices::table.find(id)).execute(conn))?;
    Ok(())
}

/// The key stays, so that nobody is told twice; the words are in the mail.
fn told(conn: &mut Conn, id: OutboxMailId, mail: OutboxMailId) -> Result<(), DbError> {
    q!(conn => diesel::update(mail_notices::table.find(id))
        .set((mail_notices::mail_id.eq(mail), mail_notices::data.eq(Json(json!({})))))
        .execute(conn))?;
    Ok(())
}

fn tell_alone(conn: &mut Conn, ctx: &Ctx, notice: Notice) -> Result<(), DbError> {
    let name = Message::NAMES.iter().find(|name| **name == notice.message);
    let Some(message) = name else {
        return drop_one(conn, notice.id);
    };
    let (id, topic) = (notice.id, notice.topic());
    let mut data = notice.data.0;
    if topic.is_some() {
        opt_outs::add(conn, ctx, &notice.recipient_email, topic, &mut data)?;
    }
    let mail = store::insert(
        conn,
        NewMail {
            id,
            case_kind: notice.case_kind,
            case_id: notice.case_id,
            message,
            data,
            recipient_name: notice.recipient_name,
            recipient_email: notice.recipient_email,
            dedup_key: notice.dedup_key,
            next_at: ctx.now,
            created_at: ctx.now,
        },
    )?;
    told(conn, id, mail)
}

fn tell_together(conn: &mut Conn, ctx: &Ctx, notices: Vec<Notice>) -> Result<(), DbError> {
    let Some(first) = notices.first().cloned() else {
        return Ok(());
    };
    let items = notices.iter().map(|notice| DigestItem {
        message: notice.message.clone(),
        data: notice.data.0.clone(),
        link: notice
            .data
            .0
            .get("link")
            .and_then(Value::as_str)
            .map(str::to_owned),
    });
    let message = Message::Digest(Digest {
        items: items.collect(),
        choices_link: CHOICES.to_owned(),
    });
    let mut data = message
        .data()
        .map_err(|error| DbError::Corrupt(format!("a digest: {error}")))?;
    opt_outs::add(conn, ctx, &first.recipient_email, None, &mut data)?;
    let (case_kind, case_id) = Case::None.columns();
    let mail = store::insert(
        conn,
        NewMail {
            id: outbox::new_id(ctx),
            case_kind,
            case_id,
            message: message.name(),
            data,
            recipient_name: first.recipient_name,
            dedup_key: format!("digest/{}/{}", first.recipient_email, ctx.now.unix_micros()),
            recipient_email: first.recipient_email,
            next_at: ctx.now,
            created_at: ctx.now,
        },
    )?;
    notices.iter().try_for_each(|notice| told(conn, notice.id, mail))
}

/// Whether a look that is taken once a working day is due now: since when nobody looked. It is then noted as taken.
///
/// # Errors
/// When the database fails.
pub fn round(
    conn: &mut Conn,
    ctx: &Ctx,
    calendar: &WorkingCalendar,
    name: &str,
) -> Result<Option<Timestamp>, DbError> {
    let Some(begun) = calendar.last_morning(ctx.now) else {
        return Ok(None);
    };
    let taken: Option<Timestamp> = q!(conn => mail_rounds::table
        .find(name)
        .select(mail_rounds::taken_at)
        .get_result(conn)
        .optional())?;
    if taken.is_some_and(|at| at >= begun) {
        return Ok(None);
    }
    let row = (mail_rounds::name.eq(name), mail_rounds::taken_at.eq(ctx.now));
    q!(conn => diesel::insert_into(mail_rounds::table)
        .values(row)
        .on_conflict(mail_rounds::name)
        .do_update()
        .set(mail_rounds::taken_at.eq(ctx.now))
        .execute(conn))?;
    Ok(Some(
        taken.unwrap_or_else(|| ctx.now - crate::kernel::time::days(1)),
    ))
}
