//! Opening connections of either engine: fit for use, or not at all.

use std::{
    path::{Path, PathBuf},
    sync::LazyLock,
    time::Duration,
};

use diesel::{
    Connection, RunQueryDsl, SqliteConnection,
    connection::SimpleConnection,
    dsl::sql,
    result::{Error as QueryError, QueryResult},
    sql_types::{Bool, Integer, Text},
};
use diesel_async::AsyncPgConnection;
use tokio::runtime::{Builder, Runtime};

use super::{
    Conn, PgConn,
    tls::{self, Encryption},
    transaction::Purpose,
};

/// Why a database could not be opened or migrated.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The URL is none we understand. It is not repeated here, for it may hold a password.
    #[error("database.url: {0}")]
    Url(String),
    /// No connection.
    #[error("cannot open the database: {0}")]
    Connect(String),
    /// An engine we must not run on.
    #[error("this database engine is unfit: {0}")]
    Unfit(String),
    /// A newer release has migrated this database; the migration it knows and we do not.
    #[error("this database was migrated by a newer release (migration {0}): run that release or a later one")]
    Newer(String),
    /// A migration failed; none of the pending ones was applied.
    #[error("a migration failed and none was applied: {0}")]
    Migration(String),
}

/// SQLite before this release loses committed data when a checkpoint meets a reset of the log.
const SQLITE_AT_LEAST: [u32; 3] = [3, 51, 3];
/// The oldest PostgreSQL release its makers still repair, as `server_version_num`.
const POSTGRES_AT_LEAST: i32 = 140_000;

/// What a database URL says.
pub(super) enum Target {
    Sqlite(PathBuf),
    Postgres(Box<(tokio_postgres::Config, Encryption)>),
}

impl Target {
    pub(super) fn parse(url: &str) -> Result<Self, OpenError> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            if path.is_empty() || path.starts_with(':') || path.contains(['?', '\0']) {
                return Err(OpenError::Url(
                    "sqlite:// must be followed by the path of a file".to_owned(),
                ));
            }
            return Ok(Self::Sqlite(PathBuf::from(path)));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let (url, choice) = tls::split_parameters(url)?;
            let mut config: tokio_postgres::Config = url.parse().map_err(|_| {
                OpenError::Url("not a PostgreSQL URL such as postgres://user@host/name".to_owned())
            })?;
            let encryption = choice.settle(&mut config)?;
            config
                .application_name("steadyhire")
                .connect_timeout(Duration::from_secs(10));
            return Ok(Self::Postgres(Box::new((config, encryption))));
        }
        Err(OpenError::Url(
            "must begin with sqlite:// or postgres://".to_owned(),
        ))
    }

    pub(super) fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }

    pub(super) fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }

    /// A checked connection. Must not run on a thread of an async runtime.
    pub(super) fn connect(&self, purpose: Purpose) -> Result<Conn, OpenError> {
        match self {
            Self::Sqlite(path) => sqlite(path, purpose).map(Conn::Sqlite),
            Self::Postgres(target) => postgres(&target.0, &target.1).map(Conn::Postgres),
        }
    }
}

fn sqlite(path: &Path, purpose: Purpose) -> Result<SqliteConnection, OpenError> {
    let failed = |error: QueryError| OpenError::Connect(error.to_string());
    create_private(path).map_err(|error| OpenError::Connect(format!("{}: {error}", path.display())))?;
    let name = path
        .to_str()
        .ok_or_else(|| OpenError::Url("the path must be UTF-8".to_owned()))?;
    let mut conn =
        SqliteConnection::establish(name).map_err(|error| OpenError::Connect(error.to_string()))?;
    // The time-out comes first: each of the following may have to wait for another process.
    conn.batch_execute("PRAGMA busy_timeout = 5000").map_err(failed)?;
    check_sqlite(&mut conn)?;
    conn.batch_execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
         PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0",
    )
    .map_err(failed)?;
    if purpose == Purpose::Read {
        conn.batch_execute("PRAGMA query_only = ON").map_err(failed)?;
    }
    Ok(conn)
}

/// The file holds personal data, so nobody but the service's own account may read it. SQLite gives its
/// companion files the same permissions.
fn create_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

fn check_sqlite(conn: &mut SqliteConnection) -> Result<(), OpenError> {
    let failed = |error: QueryError| OpenError::Connect(error.to_string());
    let version: String = diesel::select(sql::<Text>("sqlite_version()"))
        .get_result(conn)
        .map_err(failed)?;
    let parts: Vec<u32> = version.split('.').map(|part| part.parse().unwrap_or(0)).collect();
    if parts.as_slice() < SQLITE_AT_LEAST.as_slice() {
        return Err(OpenError::Unfit(format!(
            "SQLite {version}, and it must be 3.51.3 or later"
        )));
    }
    let stable_plans: bool = diesel::select(sql::<Bool>("sqlite_compileoption_used('ENABLE_QPSG')"))
        .get_result(conn)
        .map_err(failed)?;
    if stable_plans {
        Ok(())
    } else {
        Err(OpenError::Unfit(
            "this SQLite was built without SQLITE_ENABLE_QPSG (see .cargo/config.toml)".to_owned(),
        ))
    }
}

/// Drives the PostgreSQL connections' sockets. It must be running whenever one of them is used, so it is
/// never dropped.
static RUNTIME: LazyLock<std::io::Result<Runtime>> = LazyLock::new(|| {
    Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("db-io")
        .enable_all()
        .build()
});

fn runtime() -> Result<&'static Runtime, OpenError> {
    RUNTIME
        .as_ref()
        .map_err(|error| OpenError::Connect(error.to_string()))
}

/// Waits for a statement of a PostgreSQL connection, on a database thread.
pub(super) fn block_on<T>(statement: impl Future<Output = QueryResult<T>>) -> QueryResult<T> {
    match runtime() {
        Ok(runtime) => runtime.block_on(statement),
        Err(_) => Err(QueryError::BrokenTransactionManager),
    }
}

fn postgres(config: &tokio_postgres::Config, encryption: &Encryption) -> Result<PgConn, OpenError> {
    let runtime = runtime()?;
    let conn = runtime.block_on(encryption.connect(config))?;
    // Inside this context the wrapper takes up our runtime instead of starting one of its own.
    let _context = runtime.enter();
    let mut conn = PgConn::from(conn);
    check_postgres(&mut conn)?;
    // Few connections serve everybody: none of them may wait for ever.
    conn.batch_execute(
        "SET lock_timeout = '5s'; SET statement_timeout = '30s'; SET idle_in_transaction_session_timeout = '60s'",
    )
        .map_err(|error| OpenError::Connect(error.to_string()))?;
    Ok(conn)
}

fn check_postgres(conn: &mut PgConn) -> Result<(), OpenError> {
    let version: i32 = diesel::select(sql::<Integer>("current_setting('server_version_num')::int4"))
        .get_result(conn)
        .map_err(|error| OpenError::Connect(error.to_string()))?;
    if version < POSTGRES_AT_LEAST {
        return Err(OpenError::Unfit(format!(
            "PostgreSQL {}, and it must be 14 or later",
            version / 10_000
        )));
    }
    Ok(())
}

/// Wraps an established client; its socket is driven by [`RUNTIME`].
pub(super) async fn adopt<S>(
    client: tokio_postgres::Client,
    connection: tokio_postgres::Connection<tokio_postgres::Socket, S>,
) -> Result<AsyncPgConnection, OpenError>
where
    S: tokio_postgres::tls::TlsStream + Unpin + Send + 'static,
{
    AsyncPgConnection::try_from_client_and_connection(client, connection)
        .await
        .map_err(|error| OpenError::Connect(error.to_string()))
}
