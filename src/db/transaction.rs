//! Beginning and ending transactions. The area's code never does: it is handed an open one.

use diesel::{
    Connection,
    connection::{AnsiTransactionManager, SimpleConnection, TransactionManager},
    result::QueryResult,
};

use super::{Conn, PgConn, connect};

/// What a transaction is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Several statements that see one and the same state, and change nothing.
    Read,
    /// Serializable: as if no other transaction ran at the same time. READ COMMITTED and REPEATABLE READ
    /// both let two requests pass a gate that only one of them may pass.
    Write,
}

/// Opens a transaction.
pub(super) fn begin(conn: &mut Conn, purpose: Purpose) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(conn) => AnsiTransactionManager::begin_transaction_sql(
            conn,
            match purpose {
                Purpose::Read => "BEGIN DEFERRED",
                Purpose::Write => "BEGIN IMMEDIATE",
            },
        ),
        Conn::Postgres(conn) => {
            connect::block_on(diesel_async::AnsiTransactionManager::begin_transaction_sql::<
                diesel_async::AsyncPgConnection,
            >(
                conn,
                match purpose {
                    Purpose::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                    Purpose::Write => "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE",
                },
            ))
        }
    }
}

/// Makes the transaction durable. When it fails, nothing of it remains and diesel has tried to roll back.
pub(super) fn commit(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(conn) => AnsiTransactionManager::commit_transaction(conn),
        Conn::Postgres(conn) => <PgConn as Connection>::TransactionManager::commit_transaction(conn),
    }
}

/// Undoes the transaction.
pub(super) fn rollback(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(conn) => AnsiTransactionManager::rollback_transaction(conn),
        Conn::Postgres(conn) => <PgConn as Connection>::TransactionManager::rollback_transaction(conn),
    }
}

/// Opens one member of a group commit.
pub(super) fn enter_member(conn: &mut Conn) -> QueryResult<()> {
    execute(conn, "SAVEPOINT member")
}

/// Keeps one member's changes in the group's transaction. Fails when the engine has already undone that
/// transaction, as SQLite does after a full disk.
pub(super) fn keep_member(conn: &mut Conn) -> QueryResult<()> {
    execute(conn, "RELEASE SAVEPOINT member")
}

/// Undoes one member's changes and no other's.
pub(super) fn undo_member(conn: &mut Conn) -> QueryResult<()> {
    execute(conn, "ROLLBACK TO SAVEPOINT member; RELEASE SAVEPOINT member")
}

fn execute(conn: &mut Conn, sql: &str) -> QueryResult<()> {
    super::q!(conn => conn.batch_execute(sql))
}
