//! The two database engines behind one door: an enum of connections, the `q!` macro that compiles one
//! diesel expression for each of them, the threads that run the work, and the column types both store.

mod connect;
mod database;
mod job;
pub mod migrations;
pub mod page;
mod queue;
pub mod testing;
mod tls;
mod transaction;
pub mod types;
mod worker;

#[cfg(test)]
mod tests;

use diesel::{
    SqliteConnection,
    result::{DatabaseErrorKind, Error as QueryError},
};
use diesel_async::{AsyncPgConnection, async_connection_wrapper::AsyncConnectionWrapper};

pub use connect::OpenError;
pub use database::{Database, Options};
#[allow(unused_imports, reason = "used by the areas")]
pub(crate) use types::text_column;

/// A PostgreSQL connection in pure Rust, driven by the runtime of `connect`.
pub type PgConn = AsyncConnectionWrapper<AsyncPgConnection>;

/// An open connection inside a transaction that [`Database`] began and will end.
#[allow(
    clippy::large_enum_variant,
    reason = "a handful of connections live as long as the process"
)]
pub enum Conn {
    /// The embedded engine.
    Sqlite(SqliteConnection),
    /// A server.
    Postgres(PgConn),
}

/// Compiles one diesel expression for each engine: `q!(conn => jobs::table.find(id).get_result(conn))`.
macro_rules! q {
    ($conn:ident => $query:expr) => {
        match $conn {
            $crate::db::Conn::Sqlite($conn) => $query,
            $crate::db::Conn::Postgres($conn) => $query,
        }
    };
}
pub(crate) use q;

/// What can go wrong below a use case.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// A statement failed.
    #[error("a database statement failed: {0}")]
    Query(#[from] QueryError),
    /// The queue is full, or a write lost five races in a row. Trying again later helps (503).
    #[error("the database is busy")]
    Busy,
    /// The database could not be reached; nothing was done. Trying again later helps (503).
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// The database was closed: the service is stopping.
    #[error("the database is closed")]
    Closed,
    /// The work panicked; its transaction was rolled back and its connection replaced.
    #[error("the database work panicked")]
    Panicked,
    /// A stored value breaks a promise of the code that stored it.
    #[error("the database holds a value it should not: {0}")]
    Corrupt(String),
}

/// The error of a use case, which must be able to carry the database's own errors.
pub trait TxError: From<DbError> + From<QueryError> + Send + 'static {
    /// Whether the transaction lost a race and running the same work again may succeed.
    fn retryable(&self) -> bool;
}

impl TxError for DbError {
    fn retryable(&self) -> bool {
        matches!(self, Self::Query(error) if is_serialization_failure(error))
    }
}

/// Whether a statement failed only because of a concurrent transaction: PostgreSQL's 40001 and 40P01,
/// SQLite's `SQLITE_BUSY`. The last two reach us by their message only.
pub fn is_serialization_failure(error: &QueryError) -> bool {
    match error {
        QueryError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => true,
        QueryError::DatabaseError(DatabaseErrorKind::Unknown, info) => {
            matches!(info.message(), "deadlock detected" | "database is locked")
        }
        QueryError::RollbackErrorOnCommit { commit_error, .. } => is_serialization_failure(commit_error),
        _ => false,
    }
}
