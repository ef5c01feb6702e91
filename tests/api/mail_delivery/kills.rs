//! The process that sends is killed (SIGKILL) again and again: no mail is lost, and only those whose fate nobody could
//! know go twice, under the same Message-ID (security catalogue T18). The steps of one pass are cut one by one in
//! `mail::deliver`'s own tests.

use std::{
    collections::BTreeMap,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use steadyhire::{
    db::testing::TestDatabase,
    fault::Fault,
    kernel::{clock::wall_now, ctx::Ctx},
    mail::{self, Case, MailState},
};

use super::{Mood, MoodyServer, thanks};

const MAILS: usize = 40;
const KILLS: usize = 6;

fn serving(data: &std::path::Path, database: &str, server: &MoodyServer) -> Child {
    Command::new(env!("CARGO_BIN_EXE_steadyhire"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .current_dir(data)
        .env_remove("STEADYHIRE_CONFIG")
        .env("STEADYHIRE__DATABASE__URL", database)
        .env("STEADYHIRE__MAIL__TRANSPORT", "smtp")
        .env("STEADYHIRE__MAIL__SMTP_URL", &server.url)
        .env("STEADYHIRE__MAIL__TIMEOUT_SECONDS", "1")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

async fn until(what: &str, patience: Duration, mut reached: impl FnMut() -> bool) {
    let began = Instant::now();
    while !reached() {
        assert!(began.elapsed() < patience, "{what}");
        tokio::time::sleep(Duration::from_millis(3)).await;
    }
}

#[tokio::test]
async fn a_killed_process_loses_no_mail_and_doubles_only_what_was_in_its_hand() {
    let server = MoodyServer::start(Mood::Accepts, Duration::from_millis(4));
    let database = TestDatabase::fresh().await;
    let data = tempfile::tempdir().unwrap();
    let job = steadyhire::kernel::ids::JobId::from_uuid(uuid::Uuid::from_u128(7));
    let queued = database.write::<_, Fault, _>(move |conn| {
        let ctx = Ctx::system(wall_now());
        for n in 0..MAILS {
            let mut mail = thanks(&format!("r{n}@nordlicht.example"), &format!("thanks/{n}"));
            mail.case = Case::Job(job);
            mail::enqueue(conn, &ctx, mail)?;
        }
        Ok(())
    });
    queued.await.unwrap();

    for kill in 0..KILLS {
        let mut process = serving(data.path(), database.url(), &server);
        let until_then = server.count() + 1 + kill % 4;
        until("it sends", Duration::from_secs(30), || {
            server.count() >= until_then
        })
        .await;
        process.kill().unwrap();
        process.wait().unwrap();
    }
    let mut process = serving(data.path(), database.url(), &server);
    let began = Instant::now();
    let deliveries = loop {
        let of_case = database.read::<_, Fault, _>(move |conn| Ok(mail::of_case(conn, Case::Job(job))?));
        let deliveries = of_case.await.unwrap();
        if deliveries.iter().all(|mail| mail.state == MailState::Sent) {
            break deliveries;
        }
        // What a dead process had in its hand is taken over when its lease ends.
        assert!(began.elapsed() < Duration::from_secs(60), "{deliveries:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    process.kill().unwrap();
    process.wait().unwrap();

    let mut received: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for mail in server.taken() {
        received
            .entry(mail.to.clone())
            .or_default()
            .push(mail.header("Message-ID"));
    }
    assert_eq!(received.len(), MAILS, "none is lost");
    let mut doubled = 0;
    for delivery in deliveries {
        let mut ids = received.remove(delivery.to.as_str()).unwrap();
        doubled += ids.len() - 1;
        assert!(
            ids.len() == 1 || delivery.maybe_twice,
            "{delivery:?} came {} times",
            ids.len()
        );
        ids.dedup();
        assert_eq!(ids.len(), 1, "every copy has the same Message-ID");
    }
    assert!(doubled <= KILLS, "{doubled} copies too many");
}
