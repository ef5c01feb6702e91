//! Mails that come back: reported by the relay, read from a mailbox, told by HR. A request for a reference that will
//! never arrive is reopened; what may still arrive is noted.

use reqwest::Method;

use crate::harness::referees::answers;
use crate::harness::{
    Browser, Client, MailServer, Response, TestApp, Value,
    assessment::{SLOTS, assessing},
    candidacy::Candidacy,
    json, minutes,
};

const RITA: &str = "rita@nordlicht.example";
const SECRET: &str = "a-secret-of-the-relay-0123456789";

async fn app() -> TestApp {
    TestApp::spawn_with(|mut settings| {
        settings.bounces.secret = Some(SECRET.into());
        settings
    })
    .await
}

/// A reference that was asked for by mail.
struct Asked {
    cora: Candidacy,
    id: String,
    /// The Message-ID of the request, as it was sent.
    message_id: String,
}

impl Asked {
    async fn new(app: &TestApp) -> Self {
        let asked = Box::pin(Self::at(app, RITA)).await;
        let message_id = asked.sent(app, RITA).await;
        Self { message_id, ..asked }
    }

    /// Asked at an address.
    async fn at(app: &TestApp, email: &str) -> Self {
        let cora = Box::pin(assessing(app)).await;
        for (source, starts_at) in &SLOTS[..2] {
            cora.book(source, starts_at).await.expect(201);
            cora.hold(app, source).await;
        }
        let guest = cora.guest(app).await;
        let new = json!({
            "name": "Rita Former", "relation": "former_direct_manager", "firm": "Nordlicht Ltd", "email": email,
            "period_from": "2021-01-01T00:00:00Z", "consent": true,
        });
        let named = guest.post("/guest/application/referees", new).await.expect(201);
        let asked = Self {
            cora,
            id: named["id"].as_str().unwrap().to_owned(),
            message_id: String::new(),
        };
        asked.ask().await;
        asked
    }

    async fn act(&self, act: &str, body: Value) -> Response {
        let path = format!("/referees/{}/{act}", self.id);
        self.cora.team.hr.post(&path, body).await
    }

    /// HR verifies and asks.
    async fn ask(&self) {
        let proof = json!({ "method": "switchboard_call", "note": "Called back through the switchboard." });
        self.act("verification", proof).await.expect(200);
        self.act("request", json!({})).await.expect(200);
    }

    /// The Message-ID of the newest mail to an address.
    async fn sent(&self, app: &TestApp, to: &str) -> String {
        let mails = app.emails().await;
        let mail = mails.iter().rev().find(|mail| mail.contains(&format!("<{to}>")));
        let mail = mail.unwrap_or_else(|| panic!("no mail to {to}"));
        let mut lines = mail.lines();
        let id = lines.find_map(|line| line.strip_prefix("Message-ID: "));
        id.expect("a Message-ID").to_owned()
    }

    async fn now(&self) -> Value {
        let path = self.cora.path("/reference_checks");
        let checks = self.cora.team.hr.get(&path).await.expect(200);
        checks["referees"][0].clone()
    }
}

/// A report as a mail server writes it; with the mail it is about where `returned` names one.
fn report(action: &str, status: &str, to: &str, returned: Option<&str>) -> String {
    let returned = returned.map_or_else(String::new, |id| {
        format!("--b1\nContent-Type: text/rfc822-headers\n\nMessage-ID: {id}\nSubject: About Cora\n\n")
    });
    let report = format!(
        "From: MAILER-DAEMON@mx.example\nTo: hiring@localhost.localdomain\nSubject: Undelivered Mail\n\
         Message-ID: <{action}@mx.example>\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b1\"\n\n\
         --b1\nContent-Type: text/plain\n\nI am sorry to have to inform you.\n\n\
         --b1\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n\
         Final-Recipient: rfc822; {to}\nAction: {action}\nStatus: {status}\n\
         Diagnostic-Code: smtp; 550 no such user here\n\n{returned}--b1--\n"
    );
    report.replace('\n', "\r\n")
}

async fn post(app: &TestApp, secret: &str, report: String) -> Response {
    let relay = app
        .anonymous()
        .with_token(secret)
        .header("content-type", "message/rfc822");
    relay.send(Method::POST, "/mail/bounces", Some(report)).await
}

#[tokio::test]
#[allow(clippy::too_many_lines, reason = "one story")]
async fn a_request_that_will_never_arrive_is_reopened_and_sent_to_another_address() {
    let app = app().await;
    let asked = Box::pin(Asked::new(&app)).await;
    let link = app.mailed_token(RITA, "/l/").await;
    let hard = report("failed", "5.1.1", RITA, Some(&asked.message_id));
    for secret in ["", "another-secret-of-nobody-0123456789"] {
        post(&app, secret, hard.clone())
            .await
            .problem(401, "unauthenticated");
    }
    post(&app, SECRET, "Subject: I am away\r\n\r\nUntil Monday.".to_owned())
        .await
        .problem(422, "invalid_fields");
    assert_eq!(asked.now().await["state"], "sent");

    let count = post(&app, SECRET, hard.clone()).await.expect(200);
    assert_eq!(count, json!({ "hard": 1, "soft": 0, "ignored": 0 }));
    let reopened = asked.now().await;
    assert_eq!(reopened["state"], "named");
    assert_eq!(
        (&reopened["verified_at"], &reopened["sent_at"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(reopened["bounce"]["severity"], "hard");
    assert_eq!(reopened["bounce"]["words"], "5.1.1 550 no such user here");
    let begin = json!({ "token": link });
    app.anonymous()
        .post("/link_sessions", begin)
        .await
        .problem(404, "link_invalid");
    let before = app.mails_to(RITA).await.len();
    app.advance(crate::harness::days(3));
    assert_eq!(
        app.mails_to(RITA).await.len(),
        before,
        "no reminder goes there any more"
    );
    let again = post(&app, SECRET, hard).await.expect(200);
    assert_eq!(again, json!({ "hard": 0, "soft": 0, "ignored": 1 }));
    let own = asked
        .cora
        .guest(&app)
        .await
        .get("/guest/application/referees")
        .await;
    assert!(!own.body().contains("bounce"), "{}", own.body());

    // Another address, checked anew.
    let (hr, place) = (&asked.cora.team.hr, format!("/referees/{}/address", asked.id));
    let version = asked.now().await["version"].as_i64().unwrap();
    let other = json!({ "email": "rita.former@nordlicht.example" });
    hr.put(&place, other.clone())
        .await
        .problem(428, "precondition_required");
    let own = hr
        .if_match(version)
        .put(&place, json!({ "email": asked.cora.email }))
        .await;
    assert_eq!(own.bad_fields(), ["/email"]);
    hr.if_match(version).put(&place, other).await.expect(200);
    let unchecked = asked.act("request", json!({})).await;
    assert_eq!(unchecked.refusing_gates(), ["G26"]);
    asked.ask().await;
    let now = asked.now().await;
    assert_eq!((&now["state"], &now["bounce"]), (&json!("sent"), &Value::Null));
    let token = app.mailed_token("rita.former@nordlicht.example", "/l/").await;
    let referee = app.guest(&token).await;
    app.advance(minutes(8));
    referee.post("/guest/reference", answers(4)).await.expect(204);
    assert_eq!(asked.now().await["state"], "completed");
}

#[tokio::test]
async fn what_may_still_arrive_is_noted_and_nothing_is_taken_back() {
    let app = app().await;
    let asked = Box::pin(Asked::new(&app)).await;
    let soft = report("delayed", "4.4.1", RITA, Some(&asked.message_id));
    let count = post(&app, SECRET, soft).await.expect(200);
    assert_eq!(count["soft"], 1);
    let noted = asked.now().await;
    assert_eq!(
        (&noted["state"], &noted["bounce"]["severity"]),
        (&json!("sent"), &json!("soft"))
    );

    // Who has begun has the mail; a reminder that comes back changes nothing.
    let token = app.mailed_token(RITA, "/l/").await;
    let referee = app.guest(&token).await;
    let hard = report("failed", "5.2.1", RITA, Some(&asked.message_id));
    post(&app, SECRET, hard).await.expect(200);
    assert_eq!(asked.now().await["state"], "opened");
    app.advance(minutes(8));
    referee.post("/guest/reference", answers(4)).await.expect(204);
    let late = report("failed", "5.1.1", RITA, None);
    post(&app, SECRET, late).await.expect(200);
    assert_eq!(asked.now().await["state"], "completed");
}

#[tokio::test]
async fn a_report_without_the_mail_is_matched_by_its_recipient_and_foreign_ones_are_ignored() {
    let app = app().await;
    let asked = Box::pin(Asked::new(&app)).await;
    for foreign in [
        report("failed", "5.1.1", "somebody@elsewhere.example", None),
        report("failed", "5.1.1", RITA, Some("<not-ours@acme.example>")),
    ] {
        let count = post(&app, SECRET, foreign).await.expect(200);
        assert_eq!(count["ignored"], 1);
    }
    assert_eq!(asked.now().await["state"], "sent");
    let count = post(&app, SECRET, report("failed", "5.1.1", RITA, None))
        .await
        .expect(200);
    assert_eq!(count["hard"], 1);
    assert_eq!(asked.now().await["state"], "named");
}

#[tokio::test]
async fn reports_are_read_from_a_mailbox_file_and_from_a_maildir() {
    for maildir in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("bounces");
        let mailbox = place.clone();
        let app = TestApp::spawn_with(|mut settings| {
            settings.bounces.mailbox = Some(mailbox);
            settings
        })
        .await;
        let asked = Box::pin(Asked::new(&app)).await;
        let hard = report("failed", "5.1.1", RITA, Some(&asked.message_id));
        let away = "Subject: I am away\r\n\r\nUntil Monday.\r\n";
        if maildir {
            std::fs::create_dir_all(place.join("new")).unwrap();
            std::fs::write(place.join("new/1.mx"), away).unwrap();
            std::fs::write(place.join("new/2.mx"), hard).unwrap();
        } else {
            let from = "From MAILER-DAEMON Mon Nov  2 10:00:00 2026\r\n";
            std::fs::write(&place, format!("{from}{away}\r\n{from}{hard}\r\n")).unwrap();
        }
        app.run_due().await;
        assert_eq!(asked.now().await["state"], "named", "maildir: {maildir}");
        asked.ask().await;
        app.run_due().await;
        assert_eq!(asked.now().await["state"], "sent", "each report acts once");
        app.anonymous()
            .with_token("")
            .post("/mail/bounces", json!({}))
            .await
            .problem(401, "unauthenticated");
    }
}

#[tokio::test]
async fn hr_says_that_a_mail_came_back_and_gives_another_address() {
    let app = app().await;
    let asked = Box::pin(Asked::new(&app)).await;
    let body = json!({ "severity": "hard", "note": "550 mailbox unavailable" });
    let place = format!("/referees/{}/bounce", asked.id);
    asked
        .cora
        .team
        .manager
        .post(&place, body)
        .await
        .problem(403, "forbidden");

    let hr = Browser::of(&asked.cora.team.hr);
    let one = format!("/referees/{}", asked.id);
    let page = hr.look(&one).await.expect(200);
    page.must_say(&["The mail came back"]);
    let version = page.version();
    let unsaid = hr
        .press(&place, &[("_version", &version), ("severity", "hard")])
        .await;
    assert_eq!(unsaid.status, 422);
    let fields = [
        ("_version", version.as_str()),
        ("severity", "hard"),
        ("note", "550 mailbox unavailable"),
    ];
    let noted = hr.press(&place, &fields).await.expect(200);
    noted.must_say(&[
        "The request came back",
        "550 mailbox unavailable",
        "Another address",
    ]);
    hr.look("/references")
        .await
        .expect(200)
        .must_say(&["The request came back"]);
    let version = noted.version();
    let address = format!("/referees/{}/address", asked.id);
    let saved = hr
        .press(
            &address,
            &[("_version", &version), ("email", "rita@former.example")],
        )
        .await
        .expect(200);
    saved.must_say(&["The address is saved", "rita@former.example"]);
    let done = asked
        .act("bounce", json!({ "severity": "soft", "note": "again" }))
        .await;
    done.problem(409, "not_asked");
}

#[tokio::test]
async fn a_request_to_nobody_is_reopened_as_soon_as_the_mail_server_says_so() {
    let server = MailServer::start();
    let app = TestApp::spawn_mailing(&server).await;
    let asked = Box::pin(Asked::at(&app, "unknown.rita@nordlicht.example")).await;
    app.run_due().await;
    let reopened = asked.now().await;
    assert_eq!(reopened["state"], "named");
    assert_eq!(
        (&reopened["verified_at"], &reopened["sent_at"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(reopened["bounce"]["severity"], "hard");
    let words = reopened["bounce"]["words"].as_str().unwrap();
    assert!(words.contains("no such user"), "{words}");

    // HR finds the reference, and a mail that nobody can send again: its link is withdrawn.
    let hr = &asked.cora.team.hr;
    let letters = hr.get("/dead_letters").await.expect(200);
    let letter = &letters["data"][0];
    assert_eq!(
        (&letter["message"], &letter["again_until"]),
        (&json!("reference_request"), &Value::Null)
    );
    let place = format!("/dead_letters/{}", letter["id"].as_str().unwrap());
    let retry = hr.post(&format!("{place}/retry"), json!({})).await;
    retry.problem(409, "too_old");
    let pages = Browser::of(hr);
    pages
        .look(&place)
        .await
        .expect(200)
        .must_say(&["Its links do not work any more"]);
    pages
        .look("/today")
        .await
        .expect(200)
        .must_say(&["A mail could not be delivered"]);
    pages
        .look("/references")
        .await
        .expect(200)
        .must_say(&["The request came back"]);
    pages
        .look(&format!("/referees/{}", asked.id))
        .await
        .expect(200)
        .must_say(&["no such user", "Another address"]);

    // No reminder goes there; another address is checked anew and asked.
    app.advance(crate::harness::days(3));
    app.run_due().await;
    let letters = hr.get("/dead_letters").await.expect(200);
    assert_eq!(letters["data"].as_array().unwrap().len(), 1);
    let version = asked.now().await["version"].as_i64().unwrap();
    let other = json!({ "email": RITA });
    let address = format!("/referees/{}/address", asked.id);
    hr.if_match(version).put(&address, other).await.expect(200);
    asked.ask().await;
    app.run_due().await;
    assert_eq!(asked.now().await["state"], "sent");
    assert_eq!(server.received(RITA).len(), 1);
}
