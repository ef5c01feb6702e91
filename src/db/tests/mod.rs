mod columns;
mod opening;
mod pages;
mod schemas;
mod transactions;

use diesel::{connection::SimpleConnection, prelude::*};
use serde::{Deserialize, Serialize};

use super::{
    Conn, DbError, q,
    testing::TestDatabase,
    types::{Doc, Json, RawJson, Sha256Hash, Ts, Uid},
};
use crate::kernel::{
    email::EmailAddress,
    ids::{ApplicationId, UserId},
    random,
    role::Role,
    time::Timestamp,
};

diesel::table! {
    use diesel::sql_types::*;
    use super::{Doc, Ts, Uid};

    samples (id) {
        id -> Uid,
        parent -> Nullable<Uid>,
        at -> Ts,
        until -> Nullable<Ts>,
        role -> Text,
        mail -> Nullable<Text>,
        open -> Bool,
        body -> Doc,
        extra -> Nullable<Doc>,
        hash -> Binary,
        amount -> BigInt,
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Body {
    zeta: String,
    alpha: Vec<i64>,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = samples)]
struct Sample {
    id: ApplicationId,
    parent: Option<UserId>,
    at: Timestamp,
    until: Option<Timestamp>,
    role: Role,
    mail: Option<EmailAddress>,
    open: bool,
    body: Json<Body>,
    extra: Option<RawJson>,
    hash: Sha256Hash,
    amount: i64,
}

fn sample(at: &str, amount: i64) -> Sample {
    let at = Timestamp::parse(at).unwrap();
    Sample {
        id: random::new_id(at),
        parent: None,
        at,
        until: None,
        role: Role::HrLead,
        mail: None,
        open: false,
        body: Json(Body {
            zeta: "ö\"\\".to_owned(),
            alpha: vec![3, -1],
        }),
        extra: None,
        hash: Sha256Hash([7; 32]),
        amount,
    }
}

fn insert(conn: &mut Conn, row: &Sample) -> Result<(), DbError> {
    q!(conn => diesel::insert_into(samples::table).values(row).execute(conn))?;
    Ok(())
}

fn total(conn: &mut Conn) -> Result<i64, DbError> {
    let amounts: Vec<i64> = q!(conn => samples::table.select(samples::amount).load(conn))?;
    Ok(amounts.iter().sum())
}

fn create_samples(conn: &mut Conn) -> Result<(), DbError> {
    let sql = match conn {
        Conn::Sqlite(_) => {
            "CREATE TABLE samples (id BLOB NOT NULL PRIMARY KEY, parent BLOB, at INTEGER NOT NULL, until INTEGER, \
             role TEXT NOT NULL, mail TEXT, open INTEGER NOT NULL, body TEXT NOT NULL, extra TEXT, \
             hash BLOB NOT NULL, amount INTEGER NOT NULL) STRICT"
        }
        Conn::Postgres(_) => {
            "CREATE TABLE samples (id UUID NOT NULL PRIMARY KEY, parent UUID, at TIMESTAMPTZ NOT NULL, \
             until TIMESTAMPTZ, role TEXT NOT NULL, mail TEXT, open BOOLEAN NOT NULL, body JSONB NOT NULL, \
             extra JSONB, hash BYTEA NOT NULL, amount BIGINT NOT NULL)"
        }
    };
    q!(conn => conn.batch_execute(sql))?;
    Ok(())
}

async fn with_samples() -> TestDatabase {
    let db = TestDatabase::fresh().await;
    db.write(create_samples).await.unwrap();
    db
}
