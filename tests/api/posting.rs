//! The posting of a job: its panel is told (dossier 7.1).

use crate::harness::{Client, TestApp, Value, candidacy::open_job, hours};

/// What somebody of the staff was told about a panel.
async fn told(app: &TestApp, who: &Client) -> Vec<Value> {
    let me = who.get("/users/me").await.expect(200);
    let mut mails = app.mails_to(me["email"].as_str().unwrap()).await;
    mails.retain(|mail| mail["message"] == "panel_notice");
    mails
}

#[tokio::test]
async fn the_panel_is_told_when_the_job_is_posted_for_the_first_time() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let team = &opening.team;
    for rater in team.raters() {
        let mails = told(&app, rater).await;
        assert_eq!(mails.len(), 1, "{mails:?}");
    }
    assert!(told(&app, &team.sponsor).await.is_empty());
    let mails = told(&app, &team.interviewer).await;
    let text = mails[0]["text"].as_str().unwrap();
    for part in [
        "Account manager for the region is open",
        "Round R2",
        "Round R3",
        "Proactive contact",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("Round R1"), "{text}");
    app.advance(hours(1));
    opening.step(&team.hr, "on_hold").await.expect(200);
    opening.step(&team.hr, "open").await.expect(200);
    assert_eq!(told(&app, &team.interviewer).await.len(), 1);
}
