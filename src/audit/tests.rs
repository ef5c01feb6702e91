use diesel::connection::SimpleConnection;
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::{
    db::{q, testing::TestDatabase},
    kernel::{
        ctx::UserActor,
        ids::UserId,
        role::Role,
        time::{Timestamp, minutes},
    },
};

const CASE: Chain = Chain::Case(Uuid::from_u128(7));

fn hr(now: Timestamp) -> Ctx {
    Ctx {
        actor: Actor::User(UserActor {
            id: UserId::from_uuid(Uuid::from_u128(1)),
            name: "Ann Lee".to_owned(),
            roles: vec![Role::Hr, Role::HrLead],
        }),
        now,
        request_id: Uuid::from_u128(99),
    }
}

fn start() -> Timestamp {
    Timestamp::parse("2026-11-02T09:00:00.000001Z").unwrap()
}

fn step(chain: Chain, to: &str, outcome: Outcome) -> Entry {
    Entry {
        chain,
        entity_kind: "application",
        entity: Uuid::from_u128(7),
        action: "transition".to_owned(),
        from: Some("applied".to_owned()),
        to: Some(to.to_owned()),
        outcome,
        details: json!({"zeta": 1, "alpha": {"y": -0.0, "x": [1.5e-7, 1e21, null, "ü\n"]}, "b": u64::MAX}),
        policy_version: Some(3),
    }
}

/// Four entries in the case's chain, two in the system's.
async fn recorded() -> TestDatabase {
    let db = TestDatabase::fresh().await;
    db.write(|conn| {
        for (n, to) in ["one", "two", "three", "four"].into_iter().enumerate() {
            let ctx = hr(start() + minutes(i64::try_from(n).unwrap()));
            record(conn, &ctx, step(CASE, to, Outcome::Allowed))?;
        }
        record(
            conn,
            &Ctx::system(start()),
            step(Chain::System, "a", Outcome::Derived),
        )?;
        record(
            conn,
            &Ctx::system(start()),
            step(Chain::System, "b", Outcome::Refused),
        )
    })
    .await
    .unwrap();
    db
}

async fn report(db: &TestDatabase) -> Report {
    db.read(verify).await.unwrap()
}

/// What somebody with the database's own password could do.
async fn tamper(db: &TestDatabase, sql: &'static str) {
    db.write(move |conn| {
        let disarm = match conn {
            Conn::Sqlite(_) => {
                "DROP TRIGGER audit_events_no_update; DROP TRIGGER audit_events_no_delete; \
                 DROP TRIGGER audit_events_no_replace"
            }
            Conn::Postgres(_) => "ALTER TABLE audit_events DISABLE TRIGGER USER",
        };
        q!(conn => {
            conn.batch_execute(disarm)?;
            conn.batch_execute(sql)
        })?;
        Ok::<_, DbError>(())
    })
    .await
    .unwrap();
}

async fn fault_after(sql: &'static str) -> (String, i64, Flaw) {
    let db = recorded().await;
    tamper(&db, sql).await;
    let fault = report(&db).await.fault.expect("a fault");
    (fault.chain, fault.seq, fault.flaw)
}

fn case(seq: i64, flaw: Flaw) -> (String, i64, Flaw) {
    (CASE.to_string(), seq, flaw)
}

#[tokio::test]
async fn an_untouched_log_holds_and_counts_its_chains() {
    let db = recorded().await;
    let report = report(&db).await;
    assert_eq!((report.chains, report.events, report.fault), (2, 6, None));
}

#[tokio::test]
async fn an_altered_entry_is_named() {
    let altered = "UPDATE audit_events SET to_state = 'hired' WHERE to_state = 'two'";
    assert_eq!(fault_after(altered).await, case(2, Flaw::Altered));
    let later = "UPDATE audit_events SET actor_name = 'Bob' WHERE chain <> 'system' AND seq = 4";
    assert_eq!(fault_after(later).await, case(4, Flaw::Altered));
}

#[tokio::test]
async fn a_removed_entry_is_named() {
    assert_eq!(
        fault_after("DELETE FROM audit_events WHERE chain <> 'system' AND seq = 3").await,
        case(3, Flaw::Missing)
    );
    assert_eq!(
        fault_after("DELETE FROM audit_events WHERE chain <> 'system' AND seq = 1").await,
        case(1, Flaw::Missing)
    );
}

#[tokio::test]
async fn an_inserted_entry_is_named() {
    // Room is made for a second entry 2, a copy of 1 under another id.
    let inserted = "UPDATE audit_events SET seq = 104 WHERE chain <> 'system' AND seq = 4; \
        UPDATE audit_events SET seq = 103 WHERE chain <> 'system' AND seq = 3; \
        UPDATE audit_events SET seq = 102 WHERE chain <> 'system' AND seq = 2; \
        INSERT INTO audit_events SELECT request_id, chain, 2, at, actor_kind, actor_id, actor_name, role, \
            entity_kind, entity_id, action, from_state, to_state, outcome, details, policy_version, request_id, \
            hash, hash FROM audit_events WHERE chain <> 'system' AND seq = 1; \
        UPDATE audit_events SET seq = 3 WHERE seq = 102; \
        UPDATE audit_events SET seq = 4 WHERE seq = 103; \
        UPDATE audit_events SET seq = 5 WHERE seq = 104";
    assert_eq!(fault_after(inserted).await, case(2, Flaw::Altered));
}

#[tokio::test]
async fn entries_in_another_order_are_named() {
    let swapped = "UPDATE audit_events SET seq = 100 WHERE chain <> 'system' AND seq = 2; \
        UPDATE audit_events SET seq = 2 WHERE chain <> 'system' AND seq = 3; \
        UPDATE audit_events SET seq = 3 WHERE seq = 100";
    assert_eq!(fault_after(swapped).await, case(2, Flaw::Unlinked));
}

#[tokio::test]
async fn a_tail_cut_off_changes_the_digest_of_the_heads() {
    let db = recorded().await;
    let before = report(&db).await;
    tamper(
        &db,
        "DELETE FROM audit_events WHERE chain <> 'system' AND seq = 4",
    )
    .await;
    let after = report(&db).await;
    assert_eq!(after.fault, None, "a bare chain cannot show it");
    assert_ne!(after.heads, before.heads);
}

#[tokio::test]
async fn the_database_itself_refuses_to_change_or_remove_entries() {
    let db = recorded().await;
    for sql in [
        "UPDATE audit_events SET action = 'nothing'",
        "UPDATE audit_events SET seq = seq",
        "DELETE FROM audit_events",
    ] {
        let refused: Result<(), DbError> = db
            .write(move |conn| {
                q!(conn => conn.batch_execute(sql))?;
                Ok(())
            })
            .await;
        let message = refused.unwrap_err().to_string();
        assert!(message.contains("append-only"), "{sql}: {message}");
    }
    let overwritten: Result<(), DbError> = db
        .write(|conn| {
            match conn {
                Conn::Sqlite(conn) => conn.batch_execute(
                    "INSERT OR REPLACE INTO audit_events SELECT id, chain, seq, at, actor_kind, actor_id, 'Bob', \
                     role, entity_kind, entity_id, action, from_state, to_state, outcome, details, \
                     policy_version, request_id, previous_hash, hash FROM audit_events",
                )?,
                Conn::Postgres(conn) => conn.batch_execute("TRUNCATE audit_events")?,
            }
            Ok(())
        })
        .await;
    assert!(overwritten.unwrap_err().to_string().contains("append-only"));
    assert_eq!(report(&db).await.events, 6);
}

#[tokio::test]
async fn an_entry_of_a_transaction_that_failed_does_not_exist() {
    let db = recorded().await;
    let failed: Result<(), DbError> = db
        .write(|conn| {
            record(conn, &hr(start()), step(CASE, "five", Outcome::Allowed))?;
            Err(DbError::Corrupt("on purpose".to_owned()))
        })
        .await;
    assert!(failed.is_err());
    let timeline = db.read(|conn| timeline(conn, CASE)).await.unwrap();
    assert_eq!(timeline.len(), 4);
}

#[tokio::test]
async fn simultaneous_writers_of_one_case_leave_a_chain_without_gaps() {
    let db = recorded().await;
    let writers = (0..8).map(|_| async {
        loop {
            let written = db
                .write(|conn| record(conn, &hr(start()), step(CASE, "next", Outcome::Allowed)))
                .await;
            match written {
                Err(DbError::Busy) => {}
                other => return other.unwrap(),
            }
        }
    });
    futures_util::future::join_all(writers).await;
    let report = report(&db).await;
    assert_eq!((report.events, report.fault), (14, None));
}

#[tokio::test]
async fn a_case_reads_forwards_as_its_timeline_and_backwards_as_a_list() {
    let db = recorded().await;
    // Three more in one instant: the list must keep the chain's order all the same.
    db.write(|conn| {
        for to in ["five", "six", "seven"] {
            record(conn, &hr(start() + minutes(9)), step(CASE, to, Outcome::Refused))?;
        }
        Ok::<_, DbError>(())
    })
    .await
    .unwrap();
    let forwards = db.read(|conn| timeline(conn, CASE)).await.unwrap();
    assert_eq!(
        forwards.iter().map(|event| event.seq).collect::<Vec<_>>(),
        [1, 2, 3, 4, 5, 6, 7]
    );

    let filter = Filter {
        chain: Some(CASE),
        ..Filter::default()
    };
    let (mut backwards, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let page = PageRequest::new(Some(2), cursor.as_deref()).unwrap();
        let filter = filter.clone();
        let page = db.read(move |conn| list(conn, &filter, &page)).await.unwrap();
        backwards.extend(page.data);
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    backwards.reverse();
    assert_eq!(backwards, forwards);

    let refusals = Filter {
        entity: Some(Uuid::from_u128(7)),
        actor: Some(Uuid::from_u128(1)),
        outcome: Some(Outcome::Refused),
        chain: None,
        ..Filter::default()
    };
    let page = db
        .read(move |conn| list(conn, &refusals, &PageRequest::default()))
        .await
        .unwrap();
    assert_eq!(page.data.len(), 3);
}

#[tokio::test]
async fn an_entry_says_who_did_what_in_which_roles() {
    let db = recorded().await;
    let events = db.read(|conn| timeline(conn, CASE)).await.unwrap();
    let first = serde_json::to_value(&events[0]).unwrap();
    assert_eq!(first["at"], json!("2026-11-02T09:00:00.000001Z"));
    assert_eq!(first["actor_name"], json!("Ann Lee"));
    assert_eq!(first["role"], json!("hr,hr_lead"));
    assert_eq!(first["outcome"], json!("allowed"));
    assert_eq!(first["previous_hash"], json!("0".repeat(64)));
    assert_eq!(events[1].previous_hash, events[0].hash);
    let system = db.read(|conn| timeline(conn, Chain::System)).await.unwrap();
    assert_eq!(
        (system[0].actor_kind, system[0].actor_id),
        (ActorKind::System, None)
    );
}
