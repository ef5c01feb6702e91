use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    time::Duration,
};

use diesel::connection::SimpleConnection;

use super::{
    super::{Database, Options},
    *,
};

#[tokio::test]
async fn an_error_undoes_everything_its_transaction_did() {
    let db = with_samples().await;
    let row = sample("2026-11-02T09:00:00Z", 9);
    let failed: Result<(), DbError> = db
        .write(move |conn| {
            insert(conn, &row)?;
            Err(DbError::Corrupt("on purpose".to_owned()))
        })
        .await;
    assert!(matches!(failed, Err(DbError::Corrupt(_))));
    assert_eq!(db.read(total).await.unwrap(), 0);
}

/// Two transactions at the same time each see room for one and each take it: security.md section 0, first rule.
#[tokio::test]
async fn of_many_simultaneous_transactions_only_as_many_pass_as_the_cap_allows() {
    const CAP: i64 = 3;
    let db = Arc::new(with_samples().await);
    let attempts = (0..12).map(|_| {
        let db = Arc::clone(&db);
        async move {
            loop {
                let row = sample("2026-11-02T09:00:00Z", 1);
                let outcome = db
                    .write(move |conn| {
                        if total(conn)? >= CAP {
                            return Ok(false);
                        }
                        std::thread::sleep(Duration::from_millis(2));
                        insert(conn, &row)?;
                        Ok::<_, DbError>(true)
                    })
                    .await;
                match outcome {
                    Err(DbError::Busy) => {}
                    other => return other.unwrap(),
                }
            }
        }
    });
    let admitted = futures_util::future::join_all(attempts).await;
    assert_eq!(admitted.into_iter().filter(|&passed| passed).count(), 3);
    assert_eq!(db.read(total).await.unwrap(), CAP);
}

#[tokio::test]
async fn several_statements_of_one_read_see_one_state() {
    let db = with_samples().await;
    let (writer, signal) = (db.database().clone(), mpsc::sync_channel::<()>(0));
    let (go, wait) = signal;
    let (ready, started) = mpsc::sync_channel::<()>(0);
    let reading = tokio::spawn({
        let db = db.database().clone();
        let wait = std::sync::Mutex::new(wait);
        async move {
            db.read(move |conn| {
                let before = total(conn)?;
                ready.send(()).unwrap();
                wait.lock().unwrap().recv().unwrap();
                Ok::<_, DbError>((before, total(conn)?))
            })
            .await
        }
    });
    tokio::task::spawn_blocking(move || started.recv().unwrap())
        .await
        .unwrap();
    let row = sample("2026-11-02T09:00:00Z", 4);
    writer.write(move |conn| insert(conn, &row)).await.unwrap();
    tokio::task::spawn_blocking(move || go.send(()).unwrap())
        .await
        .unwrap();
    assert_eq!(reading.await.unwrap().unwrap(), (0, 0));
    assert_eq!(db.read(total).await.unwrap(), 4);
}

#[tokio::test]
async fn a_read_can_change_nothing() {
    let db = with_samples().await;
    let row = sample("2026-11-02T09:00:00Z", 4);
    assert!(matches!(
        db.read(move |conn| insert(conn, &row)).await,
        Err(DbError::Query(_))
    ));
    assert_eq!(db.read(total).await.unwrap(), 0);
}

#[tokio::test]
async fn work_that_panics_is_undone_and_the_next_work_is_served() {
    let db = with_samples().await;
    for _ in 0..4 {
        let row = sample("2026-11-02T09:00:00Z", 4);
        let outcome: Result<(), DbError> = db
            .write(move |conn| {
                insert(conn, &row)?;
                panic!("on purpose")
            })
            .await;
        assert!(matches!(outcome, Err(DbError::Panicked)));
    }
    assert_eq!(db.read(total).await.unwrap(), 0);
    let row = sample("2026-11-02T09:00:00Z", 2);
    db.write(move |conn| insert(conn, &row)).await.unwrap();
    assert_eq!(db.read(total).await.unwrap(), 2);
}

#[tokio::test]
async fn work_that_keeps_losing_races_is_told_that_the_database_is_busy() {
    let db = TestDatabase::fresh().await;
    let runs = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&runs);
    let outcome: Result<(), DbError> = db
        .write(move |_| {
            counter.fetch_add(1, Ordering::SeqCst);
            Err(DbError::Query(diesel::result::Error::DatabaseError(
                diesel::result::DatabaseErrorKind::SerializationFailure,
                Box::new("could not serialize access".to_owned()),
            )))
        })
        .await;
    assert!(matches!(outcome, Err(DbError::Busy)));
    assert_eq!(runs.load(Ordering::SeqCst), 6, "one run and five retries");
}

#[tokio::test]
async fn a_full_queue_answers_busy_at_once_and_a_closed_database_says_so() {
    let options = Options {
        readers: 1,
        connections: 1,
        queue: 1,
    };
    let db = tokio::task::spawn_blocking(move || TestDatabase::open_with(&options).unwrap())
        .await
        .unwrap();
    let (release, held) = hold(db.database()).await;
    let waiting = tokio::spawn({
        let db = db.database().clone();
        async move { db.write(|_| Ok::<_, DbError>(())).await }
    });
    while !matches!(
        tokio::time::timeout(Duration::from_millis(20), db.write(|_| Ok::<_, DbError>(()))).await,
        Ok(Err(DbError::Busy))
    ) {}
    release.send(()).unwrap();
    held.await.unwrap().unwrap();
    // The place in the queue went to this one or to the first attempt of the loop above.
    assert!(matches!(waiting.await.unwrap(), Ok(()) | Err(DbError::Busy)));

    let handle = db.database().clone();
    tokio::task::spawn_blocking(move || handle.close()).await.unwrap();
    assert!(matches!(
        db.write(|_| Ok::<_, DbError>(())).await,
        Err(DbError::Closed)
    ));
}

type Held = tokio::task::JoinHandle<Result<(), DbError>>;

/// Occupies the thread that writes until the sender speaks.
async fn hold(db: &Database) -> (mpsc::Sender<()>, Held) {
    let (release, wait) = mpsc::channel::<()>();
    let (ready, started) = mpsc::channel::<()>();
    let db = db.clone();
    let wait = std::sync::Mutex::new(wait);
    let held = tokio::spawn(async move {
        db.write(move |_| {
            ready.send(()).unwrap();
            wait.lock().unwrap().recv().unwrap();
            Ok::<_, DbError>(())
        })
        .await
    });
    tokio::task::spawn_blocking(move || started.recv().unwrap())
        .await
        .unwrap();
    (release, held)
}

fn submit(db: &Database, row: Sample, fail: Option<DbError>, panics: bool) -> Held {
    let db = db.clone();
    let mut fail = fail;
    tokio::spawn(async move {
        db.write(move |conn| {
            insert(conn, &row)?;
            assert!(!panics, "on purpose");
            fail.take().map_or(Ok(()), Err)
        })
        .await
    })
}

#[tokio::test]
async fn writes_that_wait_together_share_a_commit_and_one_failing_member_undoes_only_itself() {
    let db = with_samples().await;
    if db.engine() != "sqlite" {
        return;
    }
    let (release, held) = hold(db.database()).await;
    let good = submit(&db, sample("2026-11-02T09:00:00Z", 1), None, false);
    settle().await;
    let bad = submit(
        &db,
        sample("2026-11-02T09:00:00Z", 10),
        Some(DbError::Corrupt("on purpose".to_owned())),
        false,
    );
    settle().await;
    let (go_on, slow) = hold_last(&db, sample("2026-11-02T09:00:00Z", 100)).await;
    release.send(()).unwrap();
    held.await.unwrap().unwrap();

    // The last member is still at work, so neither of the others may be answered or seen.
    settle().await;
    assert!(!good.is_finished() && !bad.is_finished());
    assert_eq!(db.read(total).await.unwrap(), 0);

    go_on.send(()).unwrap();
    slow.await.unwrap().unwrap();
    good.await.unwrap().unwrap();
    assert!(matches!(bad.await.unwrap(), Err(DbError::Corrupt(_))));
    assert_eq!(db.read(total).await.unwrap(), 101);
}

#[tokio::test]
async fn a_panicking_member_of_a_shared_commit_harms_no_other() {
    let db = with_samples().await;
    let (release, held) = hold(db.database()).await;
    let before = submit(&db, sample("2026-11-02T09:00:00Z", 1), None, false);
    settle().await;
    let panicking = submit(&db, sample("2026-11-02T09:00:00Z", 10), None, true);
    settle().await;
    let after = submit(&db, sample("2026-11-02T09:00:00Z", 100), None, false);
    settle().await;
    release.send(()).unwrap();
    held.await.unwrap().unwrap();
    before.await.unwrap().unwrap();
    assert!(matches!(panicking.await.unwrap(), Err(DbError::Panicked)));
    after.await.unwrap().unwrap();
    assert_eq!(db.read(total).await.unwrap(), 101);
}

/// Lets the queue take in what was submitted.
async fn settle() {
    tokio::time::sleep(Duration::from_millis(60)).await;
}

async fn hold_last(db: &Database, row: Sample) -> (mpsc::Sender<()>, Held) {
    let (go_on, wait) = mpsc::channel::<()>();
    let db = db.clone();
    let wait = std::sync::Mutex::new(wait);
    let held = tokio::spawn(async move {
        db.write(move |conn| {
            insert(conn, &row)?;
            wait.lock().unwrap().recv().unwrap();
            Ok::<_, DbError>(())
        })
        .await
    });
    settle().await;
    (go_on, held)
}

#[tokio::test]
async fn a_server_that_restarted_between_two_requests_costs_no_request() {
    let db = with_samples().await;
    if db.engine() != "postgres" {
        return;
    }
    let cut: Result<(), DbError> = db
        .write(|conn| {
            q!(conn => diesel::sql_query(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                 WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            .execute(conn))?;
            Ok(())
        })
        .await;
    cut.unwrap();
    for _ in 0..6 {
        let row = sample("2026-11-02T09:00:00Z", 1);
        db.write(move |conn| insert(conn, &row)).await.unwrap();
    }
    assert_eq!(db.read(total).await.unwrap(), 6);
}

#[tokio::test]
async fn a_connection_lost_in_the_middle_fails_its_request_only() {
    let db = with_samples().await;
    if db.engine() != "postgres" {
        return;
    }
    let lost: Result<(), DbError> = db
        .write(|conn| {
            q!(conn => diesel::sql_query("SELECT pg_terminate_backend(pg_backend_pid())").execute(conn))?;
            insert(conn, &sample("2026-11-02T09:00:00Z", 1))
        })
        .await;
    assert!(matches!(lost, Err(DbError::Query(_))), "{lost:?}");
    for _ in 0..6 {
        assert_eq!(db.read(total).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn writes_wait_for_another_process_that_holds_the_file_and_are_then_told_busy() {
    let db = with_samples().await;
    let Some(path) = db.url().strip_prefix("sqlite://").map(str::to_owned) else {
        return;
    };
    let mut other = tokio::task::spawn_blocking(move || diesel::SqliteConnection::establish(&path).unwrap())
        .await
        .unwrap();
    other.batch_execute("BEGIN IMMEDIATE").unwrap();
    let writes = (0..3).map(|_| db.write(|conn| insert(conn, &sample("2026-11-02T09:00:00Z", 1))));
    let started = std::time::Instant::now();
    let outcomes = futures_util::future::join_all(writes).await;
    assert!(
        outcomes
            .iter()
            .all(|outcome| matches!(outcome, Err(DbError::Busy)))
    );
    assert!(
        started.elapsed() < Duration::from_secs(12),
        "{:?}",
        started.elapsed()
    );
    other.batch_execute("COMMIT").unwrap();
    db.write(|conn| insert(conn, &sample("2026-11-02T09:00:00Z", 1)))
        .await
        .unwrap();
}
