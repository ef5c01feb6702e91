//! Links in mails with which their reader turns off what such mails are about, without signing in (RFC 8058). They stand
//! in the headers, for the button of a mail program, and below the words. Only their hashes are kept.

use diesel::prelude::*;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{
    choices::{self, Choices, Pace, key},
    message::Topic,
    schema::mail_opt_outs,
};
use crate::{
    db::{Conn, DbError, q, types::Sha256Hash},
    kernel::{ctx::Ctx, email::EmailAddress, random, text_enum::TextEnum, time::days},
};

/// The field of a message that holds the link, where there is one.
pub(super) const FIELD: &str = "unsubscribe_link";
/// Days a link works: mails are kept, and looked at again, for long (house rule).
const KEPT_DAYS: i64 = 365;

fn hashed(token: &str) -> Sha256Hash {
    // 256 random bits need no slow hash (ASVS 6.5.2).
    Sha256Hash(Sha256::digest(token.as_bytes()).into())
}

/// Adds a link of its own to a mail's data: it turns off the topic, or with none everything that comes in the digest.
pub(super) fn add(
    conn: &mut Conn,
    ctx: &Ctx,
    address: &EmailAddress,
    topic: Option<Topic>,
    data: &mut Value,
) -> Result<(), DbError> {
    let Some(fields) = data.as_object_mut() else {
        return Ok(());
    };
    let token = random::token();
    let old = mail_opt_outs::table.filter(mail_opt_outs::created_at.lt(ctx.now - days(KEPT_DAYS)));
    q!(conn => diesel::delete(old).execute(conn))?;
    let row = (
        mail_opt_outs::hash.eq(hashed(&token)),
        mail_opt_outs::address.eq(key(address)),
        mail_opt_outs::topic.eq(topic),
        mail_opt_outs::created_at.eq(ctx.now),
    );
    q!(conn => diesel::insert_into(mail_opt_outs::table).values(row).execute(conn))?;
    fields.insert(FIELD.to_owned(), format!("/unsubscribe/{token}").into());
    Ok(())
}

/// The links of somebody whose address changes go along.
pub(super) fn moved(conn: &mut Conn, from: &str, to: &str) -> Result<(), DbError> {
    let theirs = mail_opt_outs::table.filter(mail_opt_outs::address.eq(from));
    q!(conn => diesel::update(theirs).set(mail_opt_outs::address.eq(to)).execute(conn))?;
    Ok(())
}

/// What a link turns off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptOut {
    /// Whose mails.
    pub address: EmailAddress,
    /// What they would be told of no more; empty when it is off already.
    pub topics: Vec<Topic>,
    /// What they have chosen so far.
    chosen: Choices,
}

/// What the link with this secret turns off; `None` for a link there is not, or not any more.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &mut Conn, token: &str) -> Result<Option<OptOut>, DbError> {
    let row: Option<(EmailAddress, Option<Topic>)> = q!(conn => mail_opt_outs::table
        .find(hashed(token))
        .select((mail_opt_outs::address, mail_opt_outs::topic))
        .get_result(conn)
        .optional())?;
    let Some((address, topic)) = row else {
        return Ok(None);
    };
    let chosen = choices::of(conn, &address)?;
    let meant = |about: &Topic| match topic {
        Some(topic) => topic == *about && chosen.pace(*about) != Pace::Never,
        None => chosen.pace(*about) == Pace::Daily,
    };
    let topics = Topic::ALL.iter().copied().filter(meant).collect();
    Ok(Some(OptOut {
        address,
        topics,
        chosen,
    }))
}

/// Turns it off; a second time there is nothing left to turn off.
///
/// # Errors
/// When the database fails.
pub fn turn_off(conn: &mut Conn, out: &OptOut) -> Result<(), DbError> {
    if out.topics.is_empty() {
        return Ok(());
    }
    let mut chosen = out.chosen.clone();
    let never = out.topics.iter().map(|topic| (*topic, Pace::Never));
    chosen.topics.extend(never);
    choices::choose(conn, &out.address, &chosen)
}
