//! A mail that will not arrive becomes somebody's task, to be sent again or closed.

use steadyhire::kernel::role::Role;

use super::{Mood, mailing, server, write_to};
use crate::harness::{Browser, TestApp, candidacy::Candidacy, candidacy::open_job, days, hours, json};

#[tokio::test]
async fn a_refused_mail_waits_for_hr_with_what_the_server_said_and_can_be_sent_again() {
    let server = server(Mood::Refuses);
    let app = mailing(&server).await;
    let hr = app.user(&[Role::Hr]).await;
    write_to(&app, "rita@nordlicht.example", "thanks/1").await;
    app.run_due().await;

    let open = hr.get("/dead_letters").await.expect(200);
    let letter = &open["data"][0];
    assert_eq!(
        (letter["to"].as_str(), letter["state"].as_str()),
        (Some("rita@nordlicht.example"), Some("failed"))
    );
    assert!(
        letter["reason"].as_str().unwrap().contains("no such user"),
        "{letter}"
    );
    let path = format!("/dead_letters/{}", letter["id"].as_str().unwrap());
    let file = hr.get(&path).await.expect(200);
    assert_eq!(file["history"][0]["outcome"], "refused");

    // Somebody who has nothing to do with mail learns nothing, and can do nothing.
    let interviewer = app.user(&[Role::Interviewer]).await;
    let auditor = app.user(&[Role::Auditor]).await;
    for denied in ["/dead_letters", path.as_str(), "/mail_queue"] {
        interviewer.get(denied).await.problem(403, "forbidden");
        auditor.get(denied).await.expect(200);
    }
    auditor
        .post(&format!("{path}/retry"), json!({}))
        .await
        .problem(403, "forbidden");

    server.be(Mood::Accepts);
    hr.post(&format!("{path}/retry"), json!({})).await.expect(204);
    app.mails_sent().await;
    assert_eq!(hr.get("/dead_letters").await.expect(200)["data"], json!([]));
    hr.get(&path).await.problem(404, "not_found");
    let taken = server.taken();
    assert_eq!(taken.len(), 1);
    assert!(
        taken[0].mail.contains("a-secret-of-many-many-characters"),
        "the link is whole: {}",
        taken[0].mail
    );
    let events = auditor.get("/audit_events?entity_kind=mail").await.expect(200);
    assert_eq!(events["data"][0]["action"], "retry_mail");
}

#[tokio::test]
async fn what_was_given_up_after_three_days_is_closed_with_what_was_done_instead() {
    let server = server(Mood::Defers);
    let app = mailing(&server).await;
    let hr = app.user(&[Role::HrLead]).await;
    write_to(&app, "rita@nordlicht.example", "thanks/1").await;
    for _ in 0..75 {
        app.run_due().await;
        app.advance(hours(1));
    }
    let letter = hr.get("/dead_letters").await.expect(200)["data"][0].clone();
    assert_eq!(letter["state"], "dead");
    let path = format!("/dead_letters/{}", letter["id"].as_str().unwrap());
    let history = hr.get(&path).await.expect(200)["history"]
        .as_array()
        .unwrap()
        .len();
    assert!((36..=76).contains(&history), "{history} attempts within 72 hours");

    let close = format!("{path}/close");
    assert_eq!(
        hr.post(&close, json!({ "reason": "ok" })).await.bad_fields(),
        ["/reason"]
    );
    hr.post(&close, json!({ "reason": "Called her; she has a new address." }))
        .await
        .expect(200);
    hr.post(&close, json!({ "reason": "Once more to be sure." }))
        .await
        .problem(409, "already_closed");
    hr.post(&format!("{path}/retry"), json!({}))
        .await
        .problem(409, "already_closed");
    let closed = hr.get("/dead_letters?closed=true").await.expect(200);
    assert_eq!(
        closed["data"][0]["closing"]["reason"],
        "Called her; she has a new address."
    );
    assert_eq!(hr.get("/dead_letters").await.expect(200)["data"], json!([]));
}

#[tokio::test]
async fn a_dead_letter_whose_links_are_forgotten_is_not_sent_again() {
    let server = server(Mood::Refuses);
    let app = mailing(&server).await;
    let hr = app.user(&[Role::Hr]).await;
    write_to(&app, "rita@nordlicht.example", "thanks/1").await;
    app.run_due().await;
    app.advance(days(14));
    app.run_due().await;
    let letter = hr.get("/dead_letters").await.expect(200)["data"][0].clone();
    assert_eq!(letter["again_until"], json!(null));
    let retry = format!("/dead_letters/{}/retry", letter["id"].as_str().unwrap());
    hr.post(&retry, json!({})).await.problem(409, "too_old");
}

#[tokio::test]
async fn hr_finds_the_letter_on_the_first_page_and_settles_it_in_the_browser() {
    let server = server(Mood::Refuses);
    let app = mailing(&server).await;
    let (hr, trainer) = (app.user(&[Role::Hr]).await, app.user(&[Role::Trainer]).await);
    write_to(&app, "rita@nordlicht.example", "thanks/1").await;
    write_to(&app, "ole@nordlicht.example", "thanks/2").await;
    app.run_due().await;
    let letters = hr.get("/dead_letters").await.expect(200);
    let page_of = |n: usize| format!("/dead_letters/{}", letters["data"][n]["id"].as_str().unwrap());

    let (hr, trainer) = (Browser::of(&hr), Browser::of(&trainer));
    hr.look("/today").await.expect(200).must_say(&[
        "A mail could not be delivered",
        "no such user",
        &page_of(0),
    ]);
    assert!(
        !trainer
            .look("/today")
            .await
            .expect(200)
            .says("could not be delivered")
    );
    hr.look("/dead_letters")
        .await
        .expect(200)
        .must_say(&["Rita Novak", "reference_thanks", "refused"]);
    hr.look(&page_of(0))
        .await
        .expect(200)
        .must_say(&["Send again", "no such user", "Attempts"]);
    hr.speaking("de")
        .look(&page_of(0))
        .await
        .expect(200)
        .must_say(&["Noch einmal verschicken"]);
    hr.press(&format!("{}/close", page_of(0)), &[("reason", "x")])
        .await
        .expect(422)
        .must_say(&["f-reason-fault"]);
    hr.press(
        &format!("{}/close", page_of(0)),
        &[("reason", "Called him instead.")],
    )
    .await
    .expect(200)
    .must_say(&["The mail is closed"]);
    server.be(Mood::Accepts);
    hr.press(&format!("{}/retry", page_of(1)), &[])
        .await
        .expect(200)
        .must_say(&["The mail will be sent again", "Every mail was delivered"]);
    hr.look("/dead_letters?closed=true")
        .await
        .expect(200)
        .must_say(&["Rita Novak"]);
    app.mails_sent().await;
    assert_eq!(server.count(), 1);
    assert!(hr.look("/today").await.expect(200).says("Nothing waits for you"));
}

#[tokio::test]
async fn whoever_replies_to_a_mail_of_a_case_reaches_hrs_person_in_charge() {
    let server = server(Mood::Accepts);
    let app = mailing_for_replies(&server).await;
    let opening = open_job(&app).await;
    let candidacy = Candidacy::apply(&opening, "Cora Client").await;
    write_to(&app, "rita@nordlicht.example", "thanks/1").await;
    app.mails_sent().await;
    let hr = opening.team.hr.get("/users/me").await.expect(200)["email"]
        .as_str()
        .unwrap()
        .to_owned();
    let taken = server.taken();
    let to = |address: &str| taken.iter().find(|mail| mail.to == address).unwrap();
    assert_eq!(to(&candidacy.email).header("Reply-To"), hr);
    assert_eq!(
        to("rita@nordlicht.example").header("Reply-To"),
        "office@acme.example"
    );
    for mail in &taken {
        assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
    }
}

async fn mailing_for_replies(server: &super::MoodyServer) -> TestApp {
    super::mailing_with(server, |mail| mail.reply_to = Some("office@acme.example".into())).await
}
