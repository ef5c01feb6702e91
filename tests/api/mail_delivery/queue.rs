//! The queue as a whole: stopped by a person, resting because the mail server is away, capped; and visible all the time.

use steadyhire::{kernel::role::Role, settings::Login};

use super::{Mood, mailing, mailing_with, server, write_to};
use crate::harness::{
    Browser, TestApp, Value, candidacy::Candidacy, candidacy::open_job, hours, json, minutes,
};

async fn health(app: &TestApp) -> Value {
    app.anonymous().get("//readyz").await.expect(200)["mail"].clone()
}

#[tokio::test]
async fn a_stopped_queue_sends_nothing_until_somebody_lets_it_and_both_are_written_down() {
    let server = server(Mood::Accepts);
    let app = mailing(&server).await;
    let (lead, hr) = (app.user(&[Role::HrLead]).await, app.user(&[Role::Hr]).await);
    let admin = app.user(&[Role::Admin]).await;
    let why = json!({ "reason": "The template of the offer is wrong." });
    hr.post("/mail_queue/pause", why.clone())
        .await
        .problem(403, "forbidden");
    lead.post("/mail_queue/pause", why.clone()).await.expect(200);
    lead.post("/mail_queue/pause", why)
        .await
        .problem(409, "already_paused");
    write_to(&app, "rita@nordlicht.example", "thanks/1").await;
    app.run_due().await;
    assert_eq!(server.count(), 0);
    let status = hr.get("/mail_queue").await.expect(200);
    assert_eq!((&status["state"], &status["due"]), (&json!("paused"), &json!(1)));
    assert_eq!(status["pause"]["reason"], "The template of the offer is wrong.");
    app.advance(hours(1));
    assert_eq!(
        health(&app).await,
        json!({ "state": "paused", "due": 1, "oldest_due_seconds": 3600, "dead_letters": 0 })
    );
    let today = Browser::of(&admin).look("/today").await.expect(200);
    today.must_say(&[
        "No mail leaves",
        "The template of the offer is wrong.",
        "/mail_queue",
    ]);

    admin.post("/mail_queue/resume", json!({})).await.expect(200);
    admin
        .post("/mail_queue/resume", json!({}))
        .await
        .problem(409, "not_paused");
    app.mails_sent().await;
    assert_eq!(server.count(), 1);
    let events = admin
        .get("/audit_events?entity_kind=mail_queue")
        .await
        .expect(200);
    let steps: Vec<_> = events["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| &e["action"])
        .collect();
    assert_eq!(steps, ["resume", "pause"]);
}

#[tokio::test]
async fn the_queue_is_stopped_and_let_go_in_the_browser() {
    let server = server(Mood::Accepts);
    let app = mailing(&server).await;
    let (lead, hr) = (app.user(&[Role::HrLead]).await, app.user(&[Role::Hr]).await);
    let (lead, hr) = (Browser::of(&lead), Browser::of(&hr));
    lead.look("/administration")
        .await
        .expect(200)
        .must_say(&["/mail_queue", "Mail queue"]);
    lead.press("/mail_queue/pause", &[("reason", "")])
        .await
        .expect(422)
        .must_say(&["f-reason-fault"]);
    lead.press("/mail_queue/pause", &[("reason", "The template is wrong.")])
        .await
        .expect(200)
        .must_say(&[
            "The queue is stopped.",
            "Stopped by",
            "The template is wrong.",
            "Let mails leave",
        ]);
    let seen = hr.look("/mail_queue").await.expect(200);
    seen.must_say(&["Stopped by", "administrators and HR leads"]);
    lead.look("/administration")
        .await
        .expect(200)
        .must_say(&["Stopped"]);
    lead.press("/mail_queue/resume", &[])
        .await
        .expect(200)
        .must_say(&["Mails leave again."]);
    hr.speaking("de")
        .look("/mail_queue")
        .await
        .expect(200)
        .must_say(&["Mails gehen hinaus"]);
}

#[tokio::test]
async fn refused_credentials_stop_the_queue_and_burn_no_mail() {
    let server = server(Mood::RefusesTheSignIn);
    let app = mailing_with(&server, |mail| {
        mail.smtp_login = Some(Login {
            user: "hire".into(),
            password: "a pass word".to_owned().into(),
        });
    });
    let app = app.await;
    let admin = app.user(&[Role::Admin]).await;
    for n in 0..3 {
        write_to(&app, "rita@nordlicht.example", &format!("thanks/{n}")).await;
    }
    app.run_due().await;
    let status = admin.get("/mail_queue").await.expect(200);
    assert_eq!(
        (&status["state"], &status["due"], &status["dead_letters"]),
        (&json!("held"), &json!(3), &json!(0))
    );
    assert_eq!(status["hold"]["kind"], "our_fault");
    let why = status["hold"]["reason"].as_str().unwrap();
    assert!(
        why.contains("credentials invalid") && !why.contains("pass word"),
        "{why}"
    );
    app.advance(hours(100));
    app.run_due().await;
    let page = Browser::of(&admin).look("/today").await.expect(200);
    page.must_say(&["No mail leaves", "credentials invalid"]);

    server.be(Mood::Accepts);
    app.run_due().await;
    assert_eq!(server.count(), 0, "it rests for five minutes");
    app.advance(minutes(5));
    app.mails_sent().await;
    assert_eq!(
        server.count(),
        3,
        "however long it took to mend, no mail was given up"
    );
    assert_eq!(health(&app).await["state"], "running");
}

#[tokio::test]
async fn a_server_that_hangs_or_hangs_up_is_no_verdict_on_any_mail() {
    for mood in [Mood::Hangs, Mood::HangsUp] {
        let server = server(mood);
        let app = mailing(&server).await;
        for n in 0..3 {
            write_to(&app, "rita@nordlicht.example", &format!("thanks/{n}")).await;
        }
        app.run_due().await;
        let status = app.user(&[Role::Hr]).await.get("/mail_queue").await.expect(200);
        assert_eq!(
            (&status["state"], &status["due"]),
            (&json!("held"), &json!(3)),
            "{mood:?}"
        );
        assert_eq!(status["hold"]["kind"], "unreachable");
        server.be(Mood::Accepts);
        app.advance(minutes(1));
        app.mails_sent().await;
        assert_eq!(server.count(), 3, "{mood:?}");
    }
}

#[tokio::test]
async fn a_server_that_drops_after_the_dot_gets_the_mail_twice_at_most_and_then_somebody_decides() {
    let server = server(Mood::DropsAfterTheDot);
    let app = mailing(&server).await;
    let hr = app.user(&[Role::Hr]).await;
    write_to(&app, "rita@nordlicht.example", "thanks/1").await;
    for _ in 0..5 {
        app.run_due().await;
        app.advance(hours(2));
    }
    let taken = server.taken();
    assert_eq!(taken.len(), 2);
    assert_eq!(taken[0].header("Message-ID"), taken[1].header("Message-ID"));
    let letter = hr.get("/dead_letters").await.expect(200)["data"][0].clone();
    assert_eq!(
        (&letter["state"], &letter["maybe_arrived"]),
        (&json!("dead"), &json!(true))
    );
}

#[tokio::test]
async fn no_more_than_so_many_mails_a_day_go_to_one_address_or_come_of_one_case() {
    let server = server(Mood::Accepts);
    let app = mailing_with(&server, |mail| {
        mail.max_per_recipient = 3;
        mail.max_per_case = 5;
    })
    .await;
    for n in 0..10 {
        write_to(&app, "rita@nordlicht.example", &format!("thanks/{n}")).await;
    }
    write_to(&app, "ole@nordlicht.example", "thanks/ole").await;
    app.mails_sent().await;
    let to = |address: &str| server.taken().iter().filter(|mail| mail.to == address).count();
    assert_eq!(
        (to("rita@nordlicht.example"), to("ole@nordlicht.example")),
        (3, 1)
    );
    app.advance(hours(23));
    app.mails_sent().await;
    assert_eq!(to("rita@nordlicht.example"), 3);
    app.advance(hours(1));
    app.mails_sent().await;
    assert_eq!(to("rita@nordlicht.example"), 6, "three more the next day");
    let waiting = app.user(&[Role::Hr]).await.get("/mail_queue").await.expect(200);
    assert_eq!(
        (&waiting["later"], &waiting["dead_letters"]),
        (&json!(4), &json!(0)),
        "none is lost"
    );
}

#[tokio::test]
async fn a_case_cannot_be_used_to_flood_people() {
    let server = server(Mood::Accepts);
    let app = mailing_with(&server, |mail| mail.max_per_case = 5).await;
    let opening = open_job(&app).await;
    let candidacy = Candidacy::apply(&opening, "Cora Client").await;
    let case: uuid::Uuid = candidacy.id.parse().unwrap();
    for n in 0..10 {
        let ctx = app.system();
        let mut mail = super::thanks(&format!("r{n}@nordlicht.example"), &format!("thanks/{n}"));
        mail.case =
            steadyhire::mail::Case::Application(steadyhire::kernel::ids::ApplicationId::from_uuid(case));
        app.write(move |conn| Ok(steadyhire::mail::enqueue(conn, &ctx, mail.clone())?))
            .await;
    }
    app.mails_sent().await;
    let of_case = |to: &str| to == candidacy.email || to.ends_with("@nordlicht.example");
    let left = server.taken().iter().filter(|mail| of_case(&mail.to)).count();
    assert!((2..=5).contains(&left), "{left} mails of one case");
}
