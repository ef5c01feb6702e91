//! The mail server is away while people work: pages and API answer as fast as before, and the queue drains when it is
//! back (security catalogue T23). Not run by itself; `.ci/run` runs it shortly, and every night it runs for an hour:
//!
//! ```sh
//! STEADYHIRE_LOAD_SECONDS=3600 cargo test --release --locked --test api -- --ignored --nocapture while_the_mail_server_is_away
//! ```

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use steadyhire::{
    app::{App, Running},
    fault::Fault,
    kernel::{clock::Clock, ctx::Ctx, email::EmailAddress, role::Role, time::hours},
    mail,
    people::{self, NewUser},
    settings::{MailTransport, Overrides, Settings},
};

use super::{Mood, MoodyServer, thanks};

/// Requests of each kind, again and again, by so many people at once.
const PEOPLE: usize = 4;
/// How long a person thinks between two requests.
const THINKS: Duration = Duration::from_millis(40);
/// How often something happens that somebody is written to about.
const MAIL_EVERY: Duration = Duration::from_millis(100);
const PATHS: [&str; 5] = [
    "/today",
    "/jobs",
    "/mail_queue",
    "/api/v1/users/me",
    "/api/v1/applications",
];

#[allow(clippy::disallowed_methods, reason = "whoever runs it says for how long")]
fn seconds() -> u64 {
    let told = std::env::var("STEADYHIRE_LOAD_SECONDS").ok();
    told.map_or(300, |text| text.parse().unwrap())
}

async fn started(server: &MoodyServer, data: &std::path::Path) -> (Running, String) {
    let overrides = Overrides {
        listen: Some("127.0.0.1:0".into()),
        ..Overrides::default()
    };
    let mut settings = Settings::load(&overrides).unwrap().with_data(data, None);
    settings.mail.transport = MailTransport::Smtp;
    settings.mail.smtp_url = Some(server.url.clone().into());
    settings.mail.timeout_seconds = 5;
    settings.mail.max_per_recipient = 1_000_000;
    settings.mail.max_per_case = 1_000_000;
    let running = App::start(settings, Clock::System).await.unwrap();
    let made = running.app.db.write::<_, Fault, _>(|conn| {
        let ctx = Ctx::system(steadyhire::kernel::clock::wall_now());
        let lead = NewUser {
            name: "Lea Lead".into(),
            email: EmailAddress::parse("lea@staff.example").unwrap(),
            roles: vec![Role::HrLead],
            operations: false,
            reports_to: None,
            password_hash: None,
        };
        let id = people::create_user(conn, &ctx, lead)?;
        people::issue_token(conn, &ctx, id, hours(12))
    });
    let token = made.await.unwrap();
    (running, token)
}

/// What people saw: how long each kind of request took, in microseconds.
type Seen = BTreeMap<&'static str, Vec<u64>>;

async fn person(base: String, token: String, until: Instant) -> Seen {
    let http = reqwest::Client::new();
    let mut seen = Seen::new();
    while Instant::now() < until {
        for path in PATHS {
            let began = Instant::now();
            let mut request = http.get(format!("{base}{path}")).bearer_auth(&token);
            if !path.starts_with("/api") {
                request = request.header("cookie", format!("session={token}"));
            }
            let answer = request.send().await.unwrap();
            let status = answer.status();
            answer.bytes().await.unwrap();
            assert!(status.is_success(), "{path}: {status}");
            let took = u64::try_from(began.elapsed().as_micros()).unwrap();
            seen.entry(path).or_default().push(took);
            tokio::time::sleep(THINKS).await;
        }
    }
    seen
}

async fn busy(running: &Running, token: &str, time: Duration) -> Seen {
    let until = Instant::now() + time;
    let base = format!("http://{}", running.addr);
    let people = (0..PEOPLE).map(|_| tokio::spawn(person(base.clone(), token.to_owned(), until)));
    let mut all = Seen::new();
    for one in people.collect::<Vec<_>>() {
        for (path, times) in one.await.unwrap() {
            all.entry(path).or_default().extend(times);
        }
    }
    all
}

/// Of all requests, in milliseconds.
fn p99(seen: &Seen) -> f64 {
    let mut times: Vec<u64> = seen.values().flatten().copied().collect();
    times.sort_unstable();
    let place = times.len() * 99 / 100;
    f64::from(u32::try_from(times[place.min(times.len() - 1)]).unwrap()) / 1000.0
}

/// Something happens all the time that somebody is written to about; gives the number of mails when it ends.
fn mails(running: &Running, over: Arc<AtomicBool>) -> (tokio::task::JoinHandle<()>, Arc<AtomicUsize>) {
    let (db, count) = (running.app.db.clone(), Arc::new(AtomicUsize::new(0)));
    let counted = count.clone();
    let writing = tokio::spawn(async move {
        while !over.load(Ordering::Relaxed) {
            let n = counted.fetch_add(1, Ordering::Relaxed);
            let written = db.write::<_, Fault, _>(move |conn| {
                let ctx = Ctx::system(steadyhire::kernel::clock::wall_now());
                Ok(mail::enqueue(
                    conn,
                    &ctx,
                    thanks(&format!("r{n}@nordlicht.example"), &format!("load/{n}")),
                )?)
            });
            written.await.unwrap();
            tokio::time::sleep(MAIL_EVERY).await;
        }
    });
    (writing, count)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes; `.ci/run` and the nightly command run it"]
async fn pages_and_api_stay_fast_while_the_mail_server_is_away_and_the_queue_drains_afterwards() {
    let time = Duration::from_secs(seconds());
    let server = MoodyServer::start(Mood::Accepts, Duration::ZERO);
    let data = tempfile::tempdir().unwrap();
    let (running, token) = started(&server, data.path()).await;
    let over = Arc::new(AtomicBool::new(false));
    let (writing, count) = mails(&running, over.clone());
    busy(&running, &token, Duration::from_secs(3)).await;
    let with_mail = busy(&running, &token, time.min(Duration::from_secs(300))).await;
    // First it hangs, which ties up whoever waits for it; then nothing listens at all.
    server.be(Mood::Hangs);
    let hanging = busy(&running, &token, time / 2).await;
    server.be(Mood::HangsUp);
    let away = busy(&running, &token, time / 2).await;
    over.store(true, Ordering::Relaxed);
    writing.await.unwrap();

    server.be(Mood::Accepts);
    let (total, began) = (count.load(Ordering::Relaxed), Instant::now());
    let resume = format!("http://{}/api/v1/mail_queue/resume", running.addr);
    let http = reqwest::Client::new();
    http.post(resume).bearer_auth(&token).send().await.unwrap();
    while server.count() < total {
        assert!(
            began.elapsed() < time + Duration::from_secs(60),
            "{} of {total} arrived",
            server.count()
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let drained = began.elapsed();
    running.stop().await;

    let mut ids: Vec<String> = server
        .taken()
        .iter()
        .map(|mail| mail.header("Message-ID"))
        .collect();
    ids.sort();
    ids.dedup();
    assert_eq!(
        (ids.len(), server.count()),
        (total, total),
        "each mail arrived once"
    );
    let [before, hung, gone] = [&with_mail, &hanging, &away].map(p99);
    eprintln!(
        "p99 of all requests: {before:.1} ms with mail, {hung:.1} ms while the server hung, {gone:.1} ms while it \
         was away; {total} mails, drained in {drained:.1?}"
    );
    for (what, slow) in [("hung", hung), ("was away", gone)] {
        // A tenth, and what a machine that does other things beside may add.
        assert!(
            slow <= before * 1.1 + 25.0,
            "{slow:.1} ms instead of {before:.1} ms while the server {what}"
        );
    }
}
