use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::{
    db::testing::TestDatabase,
    kernel::{
        ids::{ApplicationId, OutboxMailId},
        time::{days, minutes},
    },
    mail::{
        Outgoing,
        message::{Message, ReferenceThanks},
        outbox::{cancel, enqueue, of_case},
        testing::{BadServer, MailServer, Misbehaviour},
    },
};

const SECRET: &str = "https://hire.example.com/l/secret-token/stop";

fn monday() -> Timestamp {
    Timestamp::parse("2026-11-02T09:00:00Z").unwrap()
}

fn case() -> ApplicationId {
    ApplicationId::from_uuid(uuid::Uuid::from_u128(7))
}

fn worker(transport: Transport) -> Worker {
    Worker::new(
        Templates::load(None).unwrap(),
        Letterhead::parse("Acme <hire@acme.example>", None).unwrap(),
        transport,
    )
}

fn to_server(url: &str) -> Arc<Worker> {
    Arc::new(worker(Transport::smtp(url).unwrap()))
}

fn thanks(to: &str, dedup: &str) -> Outgoing {
    Outgoing {
        to_name: "Rita Novak".into(),
        to: EmailAddress::parse(to).unwrap(),
        message: Message::from(ReferenceThanks {
            candidate_name: "Cora Lind".into(),
            stop_link: SECRET.into(),
        }),
        case: Case::Application(case()),
        dedup: dedup.into(),
        not_before: None,
    }
}

async fn asked(db: &Database, mail: Outgoing) -> OutboxMailId {
    db.write::<_, Fault, _>(move |conn| Ok(enqueue(conn, &Ctx::system(monday()), mail.clone())?))
        .await
        .unwrap()
}

async fn deliveries(db: &Database) -> Vec<crate::mail::Delivery> {
    db.read::<_, Fault, _>(|conn| Ok(of_case(conn, Case::Application(case()))?))
        .await
        .unwrap()
}

async fn stored_text(db: &Database) -> String {
    let rows = db
        .write::<_, Fault, _>(|conn| {
            let rows = store::everything(conn)?;
            Ok(rows)
        })
        .await
        .unwrap();
    rows.join("\n")
}

#[tokio::test]
async fn a_mail_asked_for_twice_arrives_once_and_leaves_no_secret_behind() {
    let db = TestDatabase::fresh().await;
    let server = MailServer::start();
    let first = asked(&db, thanks("rita@x.org", "thanks/1")).await;
    let again = asked(&db, thanks("rita@x.org", "thanks/1")).await;
    assert_eq!(first, again);
    assert!(stored_text(&db).await.contains("secret-token"));

    let worker = to_server(&server.url);
    let report = worker.run_once(&db, monday()).await.unwrap();
    assert_eq!((report.sent, report.alarm), (1, None));
    worker.run_once(&db, monday() + days(1)).await.unwrap();

    let received = server.received();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].to, ["rita@x.org"]);
    let id = format!("Message-ID: <{first}@acme.example>");
    assert!(received[0].mail.contains(&id), "{}", received[0].mail);
    let deliveries = deliveries(&db).await;
    assert_eq!(deliveries[0].state, MailState::Sent);
    assert_eq!(deliveries[0].sent_at, Some(monday()));
    assert!(!stored_text(&db).await.contains("secret-token"));
}

#[tokio::test]
async fn a_mail_of_a_use_case_that_fails_is_never_sent() {
    let db = TestDatabase::fresh().await;
    let failed = db
        .write::<(), Fault, _>(|conn| {
            enqueue(conn, &Ctx::system(monday()), thanks("rita@x.org", "thanks/1"))?;
            Err(Fault::forbidden("not you"))
        })
        .await;
    assert!(failed.is_err());
    assert_eq!(deliveries(&db).await, []);
}

#[tokio::test]
async fn reminders_wait_for_their_time_and_are_forgotten_when_the_answer_is_in() {
    let db = TestDatabase::fresh().await;
    let server = MailServer::start();
    for (day, key) in [
        (2, "reference/1/reminder/1"),
        (5, "reference/1/reminder/2"),
        (2, "reference/10/reminder/1"),
    ] {
        let mut mail = thanks("rita@x.org", key);
        mail.not_before = Some(monday() + days(day));
        asked(&db, mail).await;
    }
    let worker = to_server(&server.url);
    assert_eq!(worker.run_once(&db, monday() + days(1)).await.unwrap().sent, 0);
    assert_eq!(worker.run_once(&db, monday() + days(2)).await.unwrap().sent, 2);

    let cancelled = db
        .write::<_, Fault, _>(|conn| Ok(cancel(conn, "reference/1/")?))
        .await
        .unwrap();
    assert_eq!(
        cancelled, 1,
        "what was sent stays, another referee's is not touched"
    );
    assert_eq!(worker.run_once(&db, monday() + days(9)).await.unwrap().sent, 0);
}

#[tokio::test]
async fn a_refused_address_ends_that_mail_only_and_the_area_hears_of_it() {
    static HEARD: AtomicUsize = AtomicUsize::new(0);
    fn hear(_: &mut Conn, _: &Ctx, settled: &Settled) -> Result<(), Fault> {
        if let Verdict::NoRecipient(why) = &settled.verdict {
            assert!(why.contains("no such user"), "{why}");
            assert_eq!(settled.dedup, "thanks/1");
            assert_eq!(settled.case, Case::Application(case()));
            HEARD.fetch_add(1, Ordering::SeqCst);
        }
        Ok(())
    }
    let db = TestDatabase::fresh().await;
    let server = MailServer::start();
    asked(&db, thanks("unknown@x.org", "thanks/1")).await;
    asked(&db, thanks("rita@x.org", "thanks/2")).await;
    let worker = Arc::new(worker(Transport::smtp(&server.url).unwrap()).on_settled(hear));
    let report = worker.run_once(&db, monday()).await.unwrap();
    assert_eq!((report.sent, report.undeliverable), (1, 1));
    assert_eq!(HEARD.load(Ordering::SeqCst), 1);
    let deliveries = deliveries(&db).await;
    let failed = deliveries
        .iter()
        .find(|d| d.to.as_str() == "unknown@x.org")
        .unwrap();
    assert_eq!(failed.state, MailState::Failed);
    assert!(failed.last_error.as_ref().unwrap().contains("no such user"));
}

#[tokio::test]
async fn an_area_that_fails_to_hear_does_not_make_the_mail_go_twice() {
    fn deaf(_: &mut Conn, _: &Ctx, _: &Settled) -> Result<(), Fault> {
        Err(Fault::internal("deaf"))
    }
    let db = TestDatabase::fresh().await;
    let server = MailServer::start();
    asked(&db, thanks("rita@x.org", "thanks/1")).await;
    let worker = Arc::new(worker(Transport::smtp(&server.url).unwrap()).on_settled(deaf));
    assert_eq!(worker.run_once(&db, monday()).await.unwrap().sent, 1);
    assert_eq!(deliveries(&db).await[0].state, MailState::Sent);
}

#[tokio::test]
async fn a_deferred_mail_comes_again_and_is_given_up_after_three_days() {
    let db = TestDatabase::fresh().await;
    let server = MailServer::start();
    asked(&db, thanks("defer@x.org", "thanks/1")).await;
    let worker = to_server(&server.url);
    assert_eq!(worker.run_once(&db, monday()).await.unwrap().deferred, 1);
    let idle = worker
        .run_once(&db, monday() + chrono::TimeDelta::seconds(40))
        .await;
    assert_eq!(
        idle.unwrap(),
        Report::default(),
        "not before a minute less the jitter"
    );
    let second = worker.run_once(&db, monday() + minutes(2)).await.unwrap();
    assert_eq!(second.deferred, 1);
    let last = worker.run_once(&db, monday() + hours(72)).await.unwrap();
    assert_eq!(last.undeliverable, 1);
    let dead = deliveries(&db).await.remove(0);
    assert_eq!((dead.state, dead.attempts), (MailState::Dead, 3));
    assert!(
        stored_text(&db).await.contains("secret-token"),
        "it can be sent again"
    );
    worker
        .run_once(&db, monday() + hours(72) + days(14))
        .await
        .unwrap();
    assert!(!stored_text(&db).await.contains("secret-token"));
}

#[tokio::test]
async fn an_answer_lost_after_the_last_dot_means_the_same_message_id_again_and_is_marked() {
    let db = TestDatabase::fresh().await;
    let bad = BadServer::start(Misbehaviour::DropsAfterTheDot);
    let id = asked(&db, thanks("rita@x.org", "thanks/1")).await;
    let report = to_server(&bad.url).run_once(&db, monday()).await.unwrap();
    assert_eq!((report.deferred, report.alarm), (1, None));
    assert!(deliveries(&db).await[0].maybe_twice);

    let server = MailServer::start();
    to_server(&server.url)
        .run_once(&db, monday() + hours(1))
        .await
        .unwrap();
    let received = server.received();
    assert!(received[0].mail.contains(&format!("<{id}@acme.example>")));
    let delivery = deliveries(&db).await.remove(0);
    assert_eq!((delivery.state, delivery.maybe_twice), (MailState::Sent, true));
}

#[tokio::test]
async fn a_refused_sign_in_stops_the_pass_and_burns_no_mail() {
    let db = TestDatabase::fresh().await;
    let bad = BadServer::start(Misbehaviour::RefusesTheSignIn);
    asked(&db, thanks("rita@x.org", "thanks/1")).await;
    asked(&db, thanks("ole@x.org", "thanks/2")).await;
    let worker = to_server(&bad.url);
    let report = worker.run_once(&db, monday()).await.unwrap();
    let alarm = report.alarm.unwrap();
    assert!(
        alarm.contains("535") && alarm.contains("credentials invalid"),
        "{alarm}"
    );
    worker.run_once(&db, monday() + minutes(1)).await.unwrap();
    assert_eq!(bad.told("AUTH"), 1, "no hammering");
    for delivery in deliveries(&db).await {
        assert_eq!((delivery.state, delivery.attempts), (MailState::Queued, 0));
    }

    let server = MailServer::start();
    let mended = to_server(&server.url);
    assert_eq!(
        mended.run_once(&db, monday() + minutes(4)).await.unwrap(),
        Report::default()
    );
    let report = mended.run_once(&db, monday() + minutes(5)).await.unwrap();
    assert_eq!(report.sent, 2, "the queue drains when the fault is mended");
}

#[tokio::test]
async fn a_mail_that_cannot_be_written_does_not_stop_the_others() {
    let db = TestDatabase::fresh().await;
    let server = MailServer::start();
    let mut bad = thanks("rita@x.org", "thanks/1");
    bad.message = Message::from(ReferenceThanks {
        candidate_name: "Cora".into(),
        stop_link: "javascript:alert(1)".into(),
    });
    asked(&db, bad).await;
    let mut hostile = thanks("ole@x.org", "thanks/2");
    hostile.to_name = "Ole\r\nBcc: eve@evil.test\u{0}".into();
    asked(&db, hostile).await;
    let report = to_server(&server.url).run_once(&db, monday()).await.unwrap();
    assert_eq!((report.sent, report.undeliverable), (1, 1));
    assert_eq!(server.received()[0].to, ["ole@x.org"]);
}

#[tokio::test]
async fn two_workers_never_send_the_same_mail() {
    let db = TestDatabase::fresh().await;
    let server = MailServer::start();
    for n in 0..20 {
        asked(&db, thanks(&format!("r{n}@x.org"), &format!("thanks/{n}"))).await;
    }
    let (one, two) = (to_server(&server.url), to_server(&server.url));
    let (a, b) = tokio::join!(one.run_once(&db, monday()), two.run_once(&db, monday()));
    assert_eq!(a.unwrap().sent + b.unwrap().sent, 20);
    let mut to: Vec<String> = server.received().into_iter().flat_map(|r| r.to).collect();
    to.sort();
    to.dedup();
    assert_eq!((to.len(), server.received().len()), (20, 20));
}

#[tokio::test]
async fn a_mail_whose_worker_fell_silent_is_taken_over_when_its_lease_ends_and_marked() {
    let db = TestDatabase::fresh().await;
    let server = MailServer::start();
    asked(&db, thanks("rita@x.org", "thanks/1")).await;
    db.write::<_, Fault, _>(|conn| {
        Ok(store::claim(
            conn,
            monday(),
            wall_now() + minutes(5),
            "acme.example",
        )?)
    })
    .await
    .unwrap();
    let worker = to_server(&server.url);
    assert_eq!(worker.run_once(&db, monday() + days(1)).await.unwrap().sent, 0);

    let overdue = db
        .write::<_, Fault, _>(|conn| {
            Ok(store::reclaim(conn, monday(), wall_now() + minutes(6), |_| {
                monday()
            })?)
        })
        .await
        .unwrap();
    assert_eq!(overdue, 1);
    assert_eq!(worker.run_once(&db, monday()).await.unwrap().sent, 1);
    assert!(deliveries(&db).await[0].maybe_twice);
}

#[tokio::test]
async fn a_worker_whose_lease_is_over_changes_nothing_but_that_the_mail_has_left() {
    let claim = |conn: &mut Conn, minutes_on: i64| {
        let lease = wall_now() + minutes(minutes_on);
        let mail = store::claim(conn, monday(), lease, "acme.example")?;
        Ok::<_, Fault>(mail.unwrap())
    };
    let reclaim = |conn: &mut Conn| store::reclaim(conn, monday(), wall_now() + minutes(6), |_| monday());
    let came_to = |state| store::Recorded {
        state,
        attempt: Attempt {
            at: monday(),
            outcome: if state == MailState::Sent {
                Tried::Sent
            } else {
                Tried::Refused
            },
            detail: None,
        },
        ambiguous: false,
        next_at: monday(),
        keep_until: None,
    };
    // A worker fell silent and a second one has the mail: what the first learns late changes nothing.
    let db = TestDatabase::fresh().await;
    asked(&db, thanks("rita@x.org", "thanks/1")).await;
    let stored = db
        .write::<_, Fault, _>(move |conn| {
            let slow = claim(conn, 5)?;
            assert_eq!(reclaim(conn)?, 1);
            let quick = claim(conn, 10)?;
            let late =
                [MailState::Dead, MailState::Sent].map(|state| store::record(conn, &slow, &came_to(state)));
            let [dead, sent] = late;
            Ok((
                dead?,
                sent?,
                store::record(conn, &quick, &came_to(MailState::Sent))?,
            ))
        })
        .await
        .unwrap();
    assert_eq!(stored, (false, false, true));
    // Nobody has it yet: that it was refused is left to be found again, that it left is not.
    let db = TestDatabase::fresh().await;
    asked(&db, thanks("rita@x.org", "thanks/1")).await;
    let stored = db
        .write::<_, Fault, _>(move |conn| {
            let slow = claim(conn, 5)?;
            assert_eq!(reclaim(conn)?, 1);
            let dead = store::record(conn, &slow, &came_to(MailState::Dead))?;
            Ok((dead, store::record(conn, &slow, &came_to(MailState::Sent))?))
        })
        .await
        .unwrap();
    assert_eq!(stored, (false, true));
}

#[tokio::test]
async fn the_demos_mailbox_keeps_what_was_sent_with_its_links() {
    let db = TestDatabase::fresh().await;
    let folder = tempfile::tempdir().unwrap();
    let id = asked(&db, thanks("rita@x.org", "thanks/1")).await;
    let worker = Arc::new(worker(Transport::file(folder.path()).unwrap()).keeping_copies());
    worker.run_once(&db, monday()).await.unwrap();
    let copy = db
        .read::<_, Fault, _>(move |conn| Ok(store::copy(conn, id)?))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(copy.links.0, [SECRET]);
    assert!(copy.text_body.contains(SECRET) && copy.html_body.contains(SECRET));
    assert!(folder.path().join(format!("{id}.eml")).is_file());
}
