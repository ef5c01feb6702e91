//! The schema's history, embedded. Files are never changed once released; both engines have the same names.
//!
//! `embed_migrations!` notices changed files, and every build of this crate reads the folders anew; a test
//! compares the folders with what was embedded.

use std::collections::BTreeSet;

use diesel::{
    connection::SimpleConnection,
    migration::{Migration, MigrationSource},
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{
    Conn, OpenError,
    connect::Target,
    q,
    transaction::{self, Purpose},
};

/// SQLite's migrations.
pub(super) const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
/// PostgreSQL's migrations.
pub(super) const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// An arbitrary number by which two starting services find each other on PostgreSQL.
const LOCK: i64 = 7_308_324_465_921_024;

fn failed(error: impl std::fmt::Display) -> OpenError {
    OpenError::Migration(error.to_string())
}

/// Refuses a database that holds a migration this release does not know.
pub(super) fn refuse_newer(target: &Target) -> Result<(), OpenError> {
    let mut conn = target.connect(Purpose::Write)?;
    check(&mut conn)
}

/// Runs what is pending, all or nothing.
pub(super) fn run(target: &Target) -> Result<Vec<String>, OpenError> {
    let mut conn = target.connect(Purpose::Write)?;
    let conn = &mut conn;
    if let Conn::Postgres(conn) = conn {
        // Held until the connection closes: a second service waits here and then finds nothing to do.
        conn.batch_execute(&format!(
            "SET lock_timeout = 0; SET statement_timeout = 0; SELECT pg_advisory_lock({LOCK})"
        ))
        .map_err(failed)?;
    }
    check(conn)?;
    transaction::begin(conn, Purpose::Write).map_err(failed)?;
    let ran = match conn {
        Conn::Sqlite(conn) => run_all(conn, SQLITE),
        Conn::Postgres(conn) => run_all(conn, POSTGRES),
    }?;
    transaction::commit(conn).map_err(failed)?;
    Ok(ran)
}

fn run_all<DB, C>(conn: &mut C, source: EmbeddedMigrations) -> Result<Vec<String>, OpenError>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
    EmbeddedMigrations: MigrationSource<DB>,
{
    let mut ran = Vec::new();
    for migration in conn.pending_migrations(source).map_err(failed)? {
        let name = migration.name().to_string();
        conn.run_migration(&migration)
            .map_err(|error| OpenError::Migration(format!("{name}: {error}")))?;
        ran.push(name);
    }
    Ok(ran)
}

/// The names of what is pending.
pub(super) fn pending(target: &Target) -> Result<Vec<String>, OpenError> {
    let mut conn = target.connect(Purpose::Write)?;
    check(&mut conn)?;
    match &mut conn {
        Conn::Sqlite(conn) => conn.pending_migrations(SQLITE).map(|all| names(&all)),
        Conn::Postgres(conn) => conn.pending_migrations(POSTGRES).map(|all| names(&all)),
    }
    .map_err(failed)
}

fn names<DB: diesel::backend::Backend>(migrations: &[Box<dyn Migration<DB>>]) -> Vec<String> {
    migrations
        .iter()
        .map(|migration| migration.name().to_string())
        .collect()
}

fn check(conn: &mut Conn) -> Result<(), OpenError> {
    let known = match conn {
        Conn::Sqlite(_) => versions::<diesel::sqlite::Sqlite>(SQLITE),
        Conn::Postgres(_) => versions::<diesel::pg::Pg>(POSTGRES),
    }?;
    let applied: Vec<String> = q!(conn => conn.applied_migrations())
        .map_err(failed)?
        .into_iter()
        .map(|version| version.to_string())
        .collect();
    match applied.into_iter().find(|version| !known.contains(version)) {
        Some(version) => Err(OpenError::Newer(version)),
        None => Ok(()),
    }
}

fn versions<DB: diesel::backend::Backend>(source: EmbeddedMigrations) -> Result<BTreeSet<String>, OpenError>
where
    EmbeddedMigrations: MigrationSource<DB>,
{
    let all: Vec<Box<dyn Migration<DB>>> = source.migrations().map_err(failed)?;
    Ok(all
        .iter()
        .map(|migration| migration.name().version().to_string())
        .collect())
}
