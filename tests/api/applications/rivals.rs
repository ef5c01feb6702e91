//! A case costs the same however many candidates it is compared with.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use diesel::connection::{Connection, InstrumentationEvent};
use steadyhire::{db::Conn, flow::case, kernel::ids::ApplicationId};

use super::*;

/// Counts the statements of a connection from now on.
fn counted(conn: &mut Conn) -> Arc<AtomicUsize> {
    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    let look = move |event: InstrumentationEvent<'_>| {
        if matches!(event, InstrumentationEvent::StartQuery { .. }) {
            seen.fetch_add(1, Ordering::Relaxed);
        }
    };
    match conn {
        Conn::Sqlite(conn) => conn.set_instrumentation(look),
        Conn::Postgres(conn) => conn.set_instrumentation(look),
    }
    count
}

/// How many statements reading the case takes.
async fn statements(app: &TestApp, candidacy: &Candidacy) -> usize {
    let (ctx, id): (_, ApplicationId) = (app.system(), candidacy.id.parse().unwrap());
    app.read(move |conn| {
        let count = counted(conn);
        case::load(conn, &ctx, id)?;
        Ok(count.load(Ordering::Relaxed))
    })
    .await
}

#[tokio::test]
async fn thirty_rivals_take_no_more_statements_than_one() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let chosen = Candidacy::apply(&opening, "Cora Client").await;
    Candidacy::apply(&opening, "Rival 0").await;
    let with_one = statements(&app, &chosen).await;
    for number in 1..30 {
        Candidacy::apply(&opening, &format!("Rival {number}")).await;
    }
    assert_eq!(statements(&app, &chosen).await, with_one);
}
