//! What the reader of an address wants to be told, when, and in which language. Only what is no part of a process can
//! be put off or turned off.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{message::Topic, opt_outs, schema::mail_choices};
use crate::{
    db::{Conn, DbError, q, types::Json},
    kernel::{email::EmailAddress, locale::Locale, text_enum::TextEnum},
    text_enum,
};

text_enum! {
    /// When somebody is told of a topic.
    pub enum Pace {
        /// As it happens, while the company works.
        AtOnce = "at_once",
        /// In one mail when the working day begins.
        Daily = "daily",
        /// Not by mail; it stands on the pages all the same.
        Never = "never",
    }
}
crate::db::types::text_column!(Locale);

/// What somebody wants to be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = NotificationChoices)]
pub struct Choices {
    /// The language of mails; the company's when it is `null`.
    #[serde(default)]
    pub locale: Option<Locale>,
    /// When to be told of each topic; what is left out comes daily.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub topics: BTreeMap<Topic, Pace>,
}

impl Default for Choices {
    /// Everything in the company's language, daily.
    fn default() -> Self {
        Self {
            locale: None,
            topics: Topic::ALL.iter().map(|topic| (*topic, Pace::Daily)).collect(),
        }
    }
}

impl Choices {
    /// When to tell of a topic.
    pub fn pace(&self, topic: Topic) -> Pace {
        self.topics.get(&topic).copied().unwrap_or(Pace::Daily)
    }
}

/// Two spellings that differ in case are one mailbox.
pub(super) fn key(address: &EmailAddress) -> String {
    address.as_str().to_lowercase()
}

/// The language and the pace of each topic as they are stored.
type Row = (Option<Locale>, Json<BTreeMap<Topic, Pace>>);

/// What the reader of an address has chosen; every topic is named.
///
/// # Errors
/// When the database fails.
pub fn of(conn: &mut Conn, address: &EmailAddress) -> Result<Choices, DbError> {
    let key = key(address);
    let row: Option<Row> = q!(conn => mail_choices::table
        .find(&key)
        .select((mail_choices::locale, mail_choices::topics))
        .get_result(conn)
        .optional())?;
    let mut choices = Choices::default();
    if let Some((locale, topics)) = row {
        choices.locale = locale;
        choices.topics.extend(topics.0);
    }
    Ok(choices)
}

/// Stores what the reader of an address chooses, over what was chosen before.
///
/// # Errors
/// When the database fails.
pub fn choose(conn: &mut Conn, address: &EmailAddress, choices: &Choices) -> Result<(), DbError> {
    let values = (
        mail_choices::locale.eq(choices.locale),
        mail_choices::topics.eq(Json(choices.topics.clone())),
    );
    let row = (mail_choices::address.eq(key(address)), values.clone());
    q!(conn => diesel::insert_into(mail_choices::table)
        .values(row.clone())
        .on_conflict(mail_choices::address)
        .do_update()
        .set(values.clone())
        .execute(conn))?;
    Ok(())
}

/// The choices of somebody whose address changes go along.
///
/// # Errors
/// When the database fails.
pub fn moved(conn: &mut Conn, from: &EmailAddress, to: &EmailAddress) -> Result<(), DbError> {
    let (from, to) = (key(from), key(to));
    if from == to {
        return Ok(());
    }
    q!(conn => diesel::delete(mail_choices::table.find(&to)).execute(conn))?;
    q!(conn => diesel::update(mail_choices::table.find(&from))
        .set(mail_choices::address.eq(&to))
        .execute(conn))?;
    opt_outs::moved(conn, &from, &to)
}
