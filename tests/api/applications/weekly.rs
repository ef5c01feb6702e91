//! Nobody waits without a word for longer than a week (M17; dossier 7.5).

use crate::harness::{
    TestApp, Value,
    candidacy::{Candidacy, open_job},
    days, hours, json,
};

/// The status mails a candidate got so far, newest first.
async fn status_mails(app: &TestApp, candidacy: &Candidacy) -> Vec<Value> {
    let mut mails = Box::pin(app.mails_to(&candidacy.email)).await;
    mails.retain(|mail| mail["message"] == "status_update");
    mails
}

#[tokio::test]
async fn whoever_heard_nothing_for_a_week_is_written_where_the_application_stands() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let candidacy = Candidacy::apply(&opening, "Bea Lind").await;
    candidacy.acknowledge(&app).await;
    assert_eq!(
        status_mails(&app, &candidacy).await.len(),
        1,
        "of the step just taken"
    );

    app.advance(days(7) - hours(1));
    assert_eq!(
        status_mails(&app, &candidacy).await.len(),
        1,
        "a week is not over"
    );
    app.advance(hours(1));
    let mails = status_mails(&app, &candidacy).await;
    assert_eq!(mails.len(), 2);
    let text = mails[0]["text"].as_str().unwrap();
    assert!(text.contains("We check the must-haves"), "{text}");
    assert!(text.contains("Monday 16 November 2026 at the latest"), "{text}");
    let version = candidacy.version().await;
    app.run_due().await;
    app.run_due().await;
    assert_eq!(status_mails(&app, &candidacy).await.len(), 2, "once a week");
    assert_eq!(candidacy.version().await, version, "no gate looks at it");

    // A step in between is a word: the week begins anew.
    app.advance(days(3));
    candidacy.tick_documented().await;
    candidacy.step(&opening.team.hr, "screened").await.expect(200);
    assert_eq!(status_mails(&app, &candidacy).await.len(), 3);
    app.advance(days(4));
    assert_eq!(status_mails(&app, &candidacy).await.len(), 3);
    app.advance(days(3));
    assert_eq!(status_mails(&app, &candidacy).await.len(), 4);
    app.advance(days(7));
    assert_eq!(
        status_mails(&app, &candidacy).await.len(),
        5,
        "and every week again"
    );

    // A word for the next morning is overtaken by what is said before it.
    app.advance(hours(12));
    let late = Candidacy::apply(&opening, "Cai Noor").await;
    late.acknowledge(&app).await;
    assert_eq!(status_mails(&app, &late).await.len(), 1);
    app.advance(days(7));
    assert_eq!(status_mails(&app, &late).await.len(), 1, "not at night");
    let guest = late.guest(&app).await;
    let withdraw = guest.post("/guest/application/withdrawal", json!({}));
    withdraw.await.expect(200);
    app.advance(days(1));
    let mails = status_mails(&app, &late).await;
    assert_eq!(mails.len(), 2);
    let text = mails[0]["text"].as_str().unwrap();
    assert!(text.contains("withdrawn"), "{text}");
}

#[tokio::test]
async fn a_reminder_is_a_word_too_and_nobody_is_written_to_after_the_end() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let candidacy = Candidacy::apply(&opening, "Bea Lind").await;
    // After two days, and after five: that is a Saturday, so on Monday.
    for day in [4, 9] {
        app.wait_until(&format!("2026-11-0{day}T09:00:00Z"));
        assert!(status_mails(&app, &candidacy).await.is_empty());
    }
    app.wait_until("2026-11-15T09:00:00Z");
    assert!(
        status_mails(&app, &candidacy).await.is_empty(),
        "reminded on Monday the 9th"
    );
    app.wait_until("2026-11-16T09:00:00Z");
    let mails = status_mails(&app, &candidacy).await;
    assert_eq!(mails.len(), 1);
    let text = mails[0]["text"].as_str().unwrap();
    assert!(text.contains("Read the privacy notice first."), "{text}");

    let guest = candidacy.guest(&app).await;
    guest
        .post("/guest/application/withdrawal", json!({}))
        .await
        .expect(200);
    assert_eq!(status_mails(&app, &candidacy).await.len(), 2);
    app.advance(days(30));
    assert_eq!(status_mails(&app, &candidacy).await.len(), 2, "it is over");
}
