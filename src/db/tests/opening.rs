use std::collections::BTreeSet;

use diesel::connection::SimpleConnection;

use super::{
    super::{
        Database, OpenError,
        migrations::{POSTGRES, SQLITE},
    },
    *,
};

#[tokio::test]
async fn a_database_that_a_newer_release_migrated_is_refused() {
    let db = TestDatabase::fresh().await;
    assert!(on_thread(&db, Database::pending_migrations).unwrap().is_empty());
    db.write(|conn| {
        q!(conn => conn.batch_execute(
            "INSERT INTO __diesel_schema_migrations (version) VALUES ('99999999999999')"
        ))?;
        Ok::<_, DbError>(())
    })
    .await
    .unwrap();
    assert!(matches!(
        on_thread(&db, Database::migrate),
        Err(OpenError::Newer(_))
    ));
    let url = db.url().to_owned();
    let opened = tokio::task::spawn_blocking(move || Database::open(&url))
        .await
        .unwrap();
    assert!(matches!(opened, Err(OpenError::Newer(version)) if version == "99999999999999"));
}

fn on_thread<T: Send>(
    db: &Database,
    work: impl FnOnce(&Database) -> Result<T, OpenError> + Send,
) -> Result<T, OpenError> {
    std::thread::scope(|scope| scope.spawn(|| work(db)).join().unwrap())
}

#[test]
fn only_the_two_engines_urls_are_accepted_and_an_error_repeats_no_password() {
    for bad in [
        "mysql://root:secret@localhost/x",
        "steadyhire.db",
        "sqlite://",
        "sqlite://:memory:",
        "postgres://ann:secret@localhost/x?sslmode=sometimes",
        "postgres://ann:secret@localhost:port/x",
    ] {
        let error = Database::open(bad).unwrap_err();
        assert!(matches!(error, OpenError::Url(_)), "{bad}: {error}");
        assert!(!error.to_string().contains("secret"));
    }
}

#[test]
fn every_migration_folder_is_embedded_under_the_same_name_for_both_engines() {
    use diesel::migration::MigrationSource;
    let folders = |engine: &str| -> BTreeSet<String> {
        std::fs::read_dir(format!("{}/migrations/{engine}", env!("CARGO_MANIFEST_DIR")))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    };
    let sqlite: BTreeSet<String> = MigrationSource::<diesel::sqlite::Sqlite>::migrations(&SQLITE)
        .unwrap()
        .iter()
        .map(|migration| migration.name().to_string())
        .collect();
    let postgres: BTreeSet<String> = MigrationSource::<diesel::pg::Pg>::migrations(&POSTGRES)
        .unwrap()
        .iter()
        .map(|migration| migration.name().to_string())
        .collect();
    assert_eq!(
        sqlite,
        folders("sqlite"),
        "touch src/db/migrations.rs and build again"
    );
    assert_eq!(
        postgres,
        folders("postgres"),
        "touch src/db/migrations.rs and build again"
    );
    assert_eq!(sqlite, postgres);
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_on_the_machine_can_read_the_database_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.db");
    let url = format!("sqlite://{}", path.display());
    let db = tokio::task::spawn_blocking(move || Database::open(&url).unwrap())
        .await
        .unwrap();
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    drop(db);
}
