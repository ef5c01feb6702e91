//! The worker is cut off between any two steps: taking a mail, each line of the conversation, recording what became of
//! it. Nothing is lost, and only what nobody could know goes twice (security catalogue T18).

use std::{
    collections::BTreeMap,
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
};

use super::*;
use crate::{
    db::testing::TestDatabase,
    kernel::{
        ids::ApplicationId,
        time::{days, hours},
    },
    mail::{
        Outgoing,
        message::{Message, ReferenceThanks},
        outbox::{enqueue, of_case},
        testing::MailServer,
    },
};

const KILLS: usize = 200;

fn case() -> Case {
    Case::Application(ApplicationId::from_uuid(uuid::Uuid::from_u128(7)))
}

fn worker(server: &MailServer) -> Arc<Worker> {
    Arc::new(
        Worker::new(
            Templates::load(None).unwrap(),
            Letterhead::parse("Acme <hire@acme.example>", None).unwrap(),
            Transport::smtp(&server.url).unwrap(),
        )
        .capped(Caps {
            per_recipient: 1000,
            per_case: 1000,
        }),
    )
}

/// Drops the work when it has to wait for the `n`-th time: whatever it has done by then is done, the rest never is.
async fn killed_at(n: usize, work: impl Future) -> bool {
    let mut work = pin!(work);
    let mut left = n;
    poll_fn(|cx| match work.as_mut().poll(cx) {
        Poll::Ready(_) => Poll::Ready(false),
        Poll::Pending if left == 0 => Poll::Ready(true),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}

/// Lets every lease end.
async fn leases_end(db: &Database, now: Timestamp) {
    db.write::<_, Fault, _>(move |conn| tidy(conn, now, wall_now() + days(1)))
        .await
        .unwrap();
}

#[tokio::test]
async fn two_hundred_kills_between_any_two_steps_lose_nothing_and_double_only_what_nobody_could_know() {
    let db = TestDatabase::fresh().await;
    let server = MailServer::start();
    let worker = worker(&server);
    let mut now = Timestamp::parse("2026-11-02T09:00:00Z").unwrap();
    let mut killed = 0;
    for n in 0..KILLS {
        let mail = Outgoing {
            to_name: "Rita Novak".into(),
            to: EmailAddress::parse(&format!("r{n}@x.org")).unwrap(),
            message: Message::from(ReferenceThanks {
                candidate_name: "Cora Lind".into(),
                stop_link: "https://hire.example.com/l/x/stop".into(),
            }),
            case: case(),
            dedup: format!("thanks/{n}"),
            not_before: None,
        };
        db.write::<_, Fault, _>(move |conn| Ok(enqueue(conn, &Ctx::system(now), mail.clone())?))
            .await
            .unwrap();
        killed += usize::from(Box::pin(killed_at(n % 25, worker.run_once(&db, now))).await);
        leases_end(&db, now).await;
        now = now + hours(1);
    }
    assert!(killed > KILLS / 2, "only {killed} passes were cut off");
    for _ in 0..10 {
        leases_end(&db, now).await;
        worker.run_once(&db, now).await.unwrap();
        now = now + hours(2);
    }

    let mut received: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for mail in server.received() {
        let id = mail.mail.lines().find(|line| line.starts_with("Message-ID:"));
        let ids = received.entry(mail.to[0].clone()).or_default();
        ids.push(id.unwrap().to_owned());
    }
    let deliveries = db
        .read::<_, Fault, _>(|conn| Ok(of_case(conn, case())?))
        .await
        .unwrap();
    let mut doubled = 0;
    for delivery in &deliveries {
        let mut ids = received.remove(delivery.to.as_str()).unwrap_or_default();
        assert!(!ids.is_empty(), "{delivery:?} is lost");
        assert_eq!(delivery.state, MailState::Sent, "{delivery:?}");
        assert!(
            ids.len() == 1 || delivery.maybe_twice,
            "{delivery:?} came twice and nobody knows"
        );
        doubled += ids.len() - 1;
        ids.dedup();
        assert_eq!(ids.len(), 1, "every copy has the same Message-ID");
    }
    assert_eq!(deliveries.len(), KILLS);
    assert!(doubled <= killed, "{doubled} copies too many of {killed} kills");
}
