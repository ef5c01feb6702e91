//! One digest a morning, each person's choice, and quiet hours.

use reqwest::Method;
use steadyhire::kernel::role::Role;

use super::{count, mails_of, says};
use crate::{
    harness::{Browser, TestApp, days, hours, json},
    onboarding::{Hire, first_day, growth},
};

#[tokio::test]
async fn what_can_wait_comes_in_one_mail_each_morning() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let trainer = &hire.crew.trainer;
    for code in ["S-D4", "S-T6"] {
        hire.learn(code).await;
    }
    let any = async || {
        let mut all = 0;
        for message in ["digest", "evidence_submitted", "module_due"] {
            all += count(&app, trainer, message).await;
        }
        all
    };
    let before = any().await;
    app.clock.advance_to(first_day() + hours(23));
    assert_eq!(any().await, before, "not in the night");
    app.clock.advance_to(first_day() + days(1));
    let digests = mails_of(&app, trainer, "digest").await;
    let today = &digests[0];
    for code in ["S-D4", "S-T6"] {
        assert!(says(today, &format!("has handed in {code}")), "{}", today["text"]);
    }
    assert!(says(today, "/profile"));
    assert_eq!(
        count(&app, trainer, "evidence_submitted").await,
        0,
        "in the digest alone"
    );
    let sent = digests.len();
    app.advance(hours(6));
    assert_eq!(count(&app, trainer, "digest").await, sent, "one a day");

    // Whoever has answered by Monday is not asked on Monday.
    let trainee = &hire.trainee;
    app.clock.advance_to(first_day() + days(13) + hours(1));
    app.run_due().await;
    hire.post(trainee, "/pulse", json!({ "answers": growth::pulse() }))
        .await
        .expect(200);
    app.clock.advance_to(first_day() + days(14) + hours(1));
    assert_eq!(count(&app, trainee, "pulse_survey").await, 0);
    for digest in mails_of(&app, trainee, "digest").await {
        assert!(!says(&digest, "/pulse"), "{}", digest["text"]);
    }

    Box::pin(turned_off_from_the_mail(&app, &hire)).await;
}

/// RFC 8058: whoever gets these mails turns them off from the mail itself, without signing in.
#[allow(clippy::too_many_lines, reason = "one story")]
async fn turned_off_from_the_mail(app: &TestApp, hire: &Hire) {
    let trainer = &hire.crew.trainer;
    let me = trainer.get("/users/me").await.expect(200);
    let address = me["email"].as_str().unwrap();
    let link = app.mailed_link(address, "/unsubscribe/").await;
    let token = link.split("/unsubscribe/").nth(1).unwrap();
    let (mut named, mut silent) = (0, 0);
    for mail in app.emails().await {
        let head = mail.split("\r\n\r\n").next().unwrap();
        let one_click = head.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click");
        assert_eq!(head.contains("\r\nList-Unsubscribe: <http"), one_click);
        if head.contains(&format!("\r\nList-Unsubscribe: <{link}>\r\n")) {
            assert!(one_click && head.contains(address));
            named += 1;
        }
        silent += usize::from(!one_click);
    }
    assert_eq!(named, 1, "a link of its own in each mail");
    assert!(silent > 0, "what somebody waits for cannot be turned off");
    let process = app.mails_to(&hire.candidacy.email).await;
    let welcome = process
        .iter()
        .find(|mail| mail["message"] == "preboarding")
        .unwrap();
    assert!(!says(welcome, "/unsubscribe/"));

    let nobody = Browser::anonymous(&app.anonymous());
    let place = format!("/unsubscribe/{token}");
    let paces = async || trainer.get("/users/me/notifications").await.expect(200)["topics"].clone();
    let daily = paces().await;
    for _ in 0..2 {
        let page = nobody.look(&place).await.expect(200);
        page.must_say(&["Training modules: due, late, handed in", "Turn these mails off"]);
    }
    let german = nobody.speaking("de").look(&place).await.expect(200);
    german.must_say(&["Diese E-Mails abschalten"]);
    assert_eq!(paces().await, daily, "looking changes nothing");
    for unknown in [
        "/unsubscribe/x",
        "/unsubscribe/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ] {
        nobody.look(unknown).await.expect(404);
        nobody.press(unknown, &[]).await.expect(404);
    }
    // As a mail program presses it, and once more.
    for _ in 0..2 {
        let one_click = app
            .anonymous()
            .header("content-type", "application/x-www-form-urlencoded");
        let body = Some("List-Unsubscribe=One-Click".to_owned());
        let done = one_click.send(Method::POST, &format!("/{place}"), body).await;
        assert_eq!(done.status(), 200, "{}", done.body());
        assert!(
            paces()
                .await
                .as_object()
                .unwrap()
                .values()
                .all(|pace| pace == "never")
        );
    }
    let auditor = app.user(&[Role::Auditor]).await;
    let events = auditor.get("/audit_events?entity_kind=user").await.expect(200);
    let noted = events["data"].as_array().unwrap().iter();
    assert_eq!(
        noted.filter(|event| event["action"] == "turn_mails_off").count(),
        1
    );
    nobody
        .look(&place)
        .await
        .expect(200)
        .must_say(&["These mails are turned off"]);
}

#[tokio::test]
async fn everybody_chooses_except_for_what_somebody_waits_for() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let (trainer, trainee) = (&hire.crew.trainer, &hire.trainee);
    let place = "/users/me/notifications";
    let usual = trainer.get(place).await.expect(200);
    assert_eq!(usual["topics"]["training"], "daily");
    assert_eq!(usual["locale"], json!(null));
    let never = json!({ "topics": { "training": "never" }, "locale": "de" });
    for who in [trainer, trainee] {
        let stored = who.put(place, never.clone()).await.expect(200);
        assert_eq!(
            (
                &stored["topics"]["training"],
                &stored["topics"]["coaching"],
                &stored["locale"]
            ),
            (&json!("never"), &json!("daily"), &json!("de"))
        );
    }
    let unknown = json!({ "topics": { "everything": "never" } });
    assert_eq!(trainer.put(place, unknown).await.status(), 422);
    app.anonymous().get(place).await.problem(401, "unauthenticated");

    hire.learn("S-D4").await;
    let back = json!({ "reason": "The plan has no dates for the client's own tasks." });
    hire.on(trainer, "S-D4", "return", back).await.expect(200);
    assert_eq!(count(&app, trainee, "evidence_returned").await, 1, "always told");
    app.clock.advance_to(first_day() + days(30));
    for who in [trainer, trainee] {
        for message in ["module_due", "module_overdue", "evidence_submitted"] {
            assert_eq!(count(&app, who, message).await, 0, "{message}");
        }
    }
    let digests = mails_of(&app, trainee, "digest").await;
    assert!(
        digests.iter().all(|mail| says(mail, "Das wartet auf Sie")),
        "in German"
    );
}

#[tokio::test]
async fn at_once_means_in_working_hours() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let trainer = &hire.crew.trainer;
    super::at_once(trainer).await;
    app.clock.advance_to(first_day() + days(4) + hours(12));
    hire.learn("S-D4").await;
    assert_eq!(
        count(&app, trainer, "evidence_submitted").await,
        0,
        "Friday night"
    );
    app.clock.advance_to(first_day() + days(7) - hours(1));
    assert_eq!(
        count(&app, trainer, "evidence_submitted").await,
        0,
        "Monday before nine"
    );
    app.clock.advance_to(first_day() + days(7));
    assert_eq!(count(&app, trainer, "evidence_submitted").await, 1);
}
