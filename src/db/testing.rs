//! Databases for tests: each test gets a migrated one of its own, gone when the test ends.
//!
//! SQLite by default; on the PostgreSQL server named by `STEADYHIRE_TEST_POSTGRES_URL`, when that is set.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::PathBuf,
    sync::{Mutex, PoisonError},
    thread,
};

use diesel::{
    RunQueryDsl,
    connection::SimpleConnection,
    dsl::sql,
    result::QueryResult,
    sql_types::{Array, Text},
};

use super::{Conn, Database, OpenError, Options, PgConn, connect::Target, transaction::Purpose};
use crate::{kernel::random, settings::environment};

/// A migrated database that is removed when it is dropped.
#[derive(Debug)]
pub struct TestDatabase {
    database: Database,
    url: String,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Folder(PathBuf),
    Server { admin: String, name: String },
}

/// The template, made by the first test of a process: SQLite's file as bytes, PostgreSQL's database by name.
static TEMPLATE: Mutex<Option<Template>> = Mutex::new(None);

#[derive(Clone)]
enum Template {
    File(Vec<u8>),
    Database(String),
}

/// Where tests that want PostgreSQL find a server, as a URL with a database one may connect to.
pub fn postgres_url() -> Option<String> {
    environment::variable("STEADYHIRE_TEST_POSTGRES_URL")
}

impl TestDatabase {
    /// A fresh database of the engine the environment chooses.
    ///
    /// # Panics
    /// When none can be made: the test cannot go on.
    #[allow(clippy::panic, reason = "a test without a database must fail")]
    pub async fn fresh() -> Self {
        // Opening waits for threads, so it must not hold up an async worker.
        let opened = tokio::task::spawn_blocking(Self::open).await;
        match opened {
            Ok(Ok(database)) => database,
            Ok(Err(error)) => panic!("no test database: {error}"),
            Err(error) => panic!("no test database: {error}"),
        }
    }

    /// [`TestDatabase::fresh`] outside the async runtime.
    ///
    /// # Errors
    /// When none can be made.
    pub fn open() -> Result<Self, OpenError> {
        // Few threads: many tests run side by side.
        let options = Options {
            readers: 2,
            connections: 3,
            ..Options::default()
        };
        Self::open_with(&options)
    }

    /// [`TestDatabase::open`] with chosen sizes.
    ///
    /// # Errors
    /// When none can be made.
    pub fn open_with(options: &Options) -> Result<Self, OpenError> {
        let postgres = postgres_url();
        let template = template(postgres.as_deref())?;
        let (url, place) = match (&template, postgres) {
            (Template::Database(template), Some(admin)) => {
                let name = unique("steadyhire_test_");
                execute(&admin, format!("CREATE DATABASE {name} TEMPLATE {template}"))?;
                (with_name(&admin, &name), Place::Server { admin, name })
            }
            (Template::File(bytes), _) => folder_with(bytes)?,
            (Template::Database(_), None) => {
                return Err(OpenError::Connect("the server is no longer named".to_owned()));
            }
        };
        let database = Database::open_with(&url, options)?;
        Ok(Self { database, url, place })
    }

    /// A database that begins with what another held: see [`TestDatabase::contents`].
    ///
    /// # Errors
    /// When the file cannot be written or opened.
    pub fn holding(contents: &[u8]) -> Result<Self, OpenError> {
        let options = Options {
            readers: 2,
            connections: 3,
            ..Options::default()
        };
        let (url, place) = folder_with(contents)?;
        let database = Database::open_with(&url, &options)?;
        Ok(Self { database, url, place })
    }

    /// All that the database holds now, as the bytes of one SQLite file.
    ///
    /// # Errors
    /// When it is no SQLite file, or cannot be read.
    pub fn contents(&self) -> Result<Vec<u8>, OpenError> {
        let Place::Folder(folder) = &self.place else {
            return Err(OpenError::Url("not a file".to_owned()));
        };
        let Conn::Sqlite(mut conn) = Target::parse(&self.url)?.connect(Purpose::Write)? else {
            return Err(OpenError::Url("not a file".to_owned()));
        };
        let copy = folder.join(unique("copy-"));
        conn.batch_execute(&format!("VACUUM INTO '{}'", copy.display()))
            .map_err(|error| OpenError::Connect(error.to_string()))?;
        let bytes = fs::read(&copy).map_err(unusable);
        let _ = fs::remove_file(&copy);
        bytes
    }

    /// Its URL, for a service that opens it by itself.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The open database.
    pub fn database(&self) -> &Database {
        &self.database
    }
}

impl std::ops::Deref for TestDatabase {
    type Target = Database;
    fn deref(&self) -> &Database {
        &self.database
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        self.database.close();
        match &self.place {
            Place::Folder(folder) => {
                let _ = fs::remove_dir_all(folder);
            }
            Place::Server { admin, name } => {
                let _ = execute(admin, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
            }
        }
    }
}

/// A folder of its own with a database file in it, and the file's URL.
fn folder_with(contents: &[u8]) -> Result<(String, Place), OpenError> {
    let folder = environment::scratch_folder().join(unique("steadyhire-test-"));
    let file = folder.join("steadyhire.db");
    fs::create_dir(&folder)
        .and_then(|()| fs::write(&file, contents))
        .map_err(unusable)?;
    Ok((format!("sqlite://{}", file.display()), Place::Folder(folder)))
}

fn unusable(error: io::Error) -> OpenError {
    OpenError::Connect(error.to_string())
}

fn unique(prefix: &str) -> String {
    format!("{prefix}{}", random::request_id().simple())
}

/// The same server, another database.
fn with_name(url: &str, name: &str) -> String {
    let (base, query) = url
        .split_once('?')
        .map_or((url, String::new()), |(base, query)| (base, format!("?{query}")));
    let host = base
        .find("://")
        .and_then(|scheme| base.get(scheme + 3..)?.find('/').map(|slash| scheme + 3 + slash))
        .and_then(|end| base.get(..end))
        .unwrap_or(base);
    format!("{host}/{name}{query}")
}

fn template(postgres: Option<&str>) -> Result<Template, OpenError> {
    let mut made = TEMPLATE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(template) = &*made {
        return Ok(template.clone());
    }
    let template = match postgres {
        Some(admin) => Template::Database(database_template(admin)?),
        None => Template::File(file_template()?),
    };
    *made = Some(template.clone());
    Ok(template)
}

fn migrated(url: &str) -> Result<(), OpenError> {
    let one = Options {
        readers: 1,
        connections: 1,
        queue: 1,
    };
    let database = Database::open_with(url, &one)?;
    database.migrate()?;
    database.close();
    Ok(())
}

/// Brings everything into the one file. Connections that close at the same moment keep each other from doing
/// so, and what they wrote then stays in the log beside it.
fn whole(url: &str) -> Result<(), OpenError> {
    let Conn::Sqlite(mut conn) = Target::parse(url)?.connect(Purpose::Write)? else {
        return Ok(());
    };
    conn.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)")
        .map_err(|error| OpenError::Connect(error.to_string()))
}

fn file_template() -> Result<Vec<u8>, OpenError> {
    let folder = environment::scratch_folder().join(unique("steadyhire-template-"));
    let file = folder.join("steadyhire.db");
    fs::create_dir(&folder).map_err(unusable)?;
    let url = format!("sqlite://{}", file.display());
    let bytes = migrated(&url)
        .and_then(|()| whole(&url))
        .and_then(|()| fs::read(&file).map_err(unusable));
    let _ = fs::remove_dir_all(&folder);
    bytes
}

/// A template per build of a test program; those of its earlier builds are dropped.
fn database_template(admin: &str) -> Result<String, OpenError> {
    let program = environment::program().map_err(unusable)?;
    let built = fs::metadata(&program)
        .and_then(|file| file.modified())
        .map_err(unusable)?;
    let family = format!("steadyhire_template_{:016x}_", hash(&program));
    let name = format!("{family}{:016x}", hash(&built));
    let family = databases(admin, family)?;
    if family.contains(&name) {
        return Ok(name);
    }
    let making = unique("steadyhire_making_");
    execute(admin, format!("CREATE DATABASE {making}"))?;
    migrated(&with_name(admin, &making))?;
    // Renamed when complete, so that another run of this program finds all of it or nothing.
    if execute(admin, format!("ALTER DATABASE {making} RENAME TO {name}")).is_err() {
        execute(admin, format!("DROP DATABASE {making}"))?;
    }
    for old in family {
        // Another run of the old build may still copy it; then it stays until the next time.
        let _ = execute(admin, format!("DROP DATABASE IF EXISTS {old}"));
    }
    Ok(name)
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn databases(admin: &str, prefix: String) -> Result<Vec<String>, OpenError> {
    on_server(admin, move |conn| {
        diesel::select(
            sql::<Array<Text>>(
                "array(SELECT datname::text FROM pg_database WHERE starts_with(datname::text, ",
            )
            .bind::<Text, _>(prefix)
            .sql("))"),
        )
        .get_result(conn)
    })
}

fn execute(admin: &str, sql: String) -> Result<(), OpenError> {
    on_server(admin, move |conn| conn.batch_execute(&sql))
}

/// Speaks to the server itself, outside any transaction and any async runtime.
fn on_server<T: Send + 'static>(
    url: &str,
    work: impl FnOnce(&mut PgConn) -> QueryResult<T> + Send + 'static,
) -> Result<T, OpenError> {
    let target = Target::parse(url)?;
    thread::spawn(move || match target.connect(Purpose::Write)? {
        Conn::Postgres(mut conn) => work(&mut conn).map_err(|error| OpenError::Connect(error.to_string())),
        Conn::Sqlite(_) => Err(OpenError::Url("not a server".to_owned())),
    })
    .join()
    .unwrap_or_else(|_| Err(OpenError::Connect("the statement panicked".to_owned())))
}
