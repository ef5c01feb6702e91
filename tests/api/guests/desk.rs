//! The candidate's first page: where things stand, what comes next, who does what by when.

use super::*;
use crate::harness::{
    assessment::{SLOTS, assessing},
    candidacy::open_job,
};

#[tokio::test]
async fn a_new_candidate_is_led_from_the_notice_to_the_questions() {
    let app = TestApp::spawn().await;
    let cora = Candidacy::apply(&Box::pin(open_job(&app)).await, "Cora Client").await;
    let browser = visitor(&app, &cora, "jd_acknowledge").await;
    assert!(browser.landed.ends_with("/description"), "{}", browser.landed);
    let landed = browser.arrive().await;
    is_plain_and_labelled(&landed);
    assert!(
        landed
            .body()
            .contains("The five questions come once you have read this first"),
        "{}",
        landed.body()
    );
    let home = browser.look("").await;
    is_plain_and_labelled(&home);
    assert!(
        home.body().contains("What you can do now") && home.body().contains("Read how we treat your data")
    );
    let step = home.body().split("aria-current=\"step\"").nth(1).unwrap();
    let step = step.split("</li>").next().unwrap();
    assert!(
        step.contains("You read the job description and answer five questions") && step.contains("under way"),
        "{step}"
    );
    browser.press("/notice", &[]).await;
    is_plain_and_labelled(&browser.look("/description").await);
    assert!(browser.look("/privacy").await.body().contains("A person decides"));
}

#[tokio::test]
async fn rounds_are_told_with_people_and_what_is_measured_and_no_score_ever() {
    let app = TestApp::spawn().await;
    let cora = Box::pin(assessing(&app)).await;
    for (source, starts_at) in SLOTS {
        cora.book(source, starts_at).await.expect(201);
    }
    cora.assign("E1").await;
    cora.assign("E3").await;
    cora.hold(&app, "R1").await;
    cora.score("R1", 2).await;
    let browser = visitor(&app, &cora, "work_sample").await;
    let home = browser.look("").await;
    is_plain_and_labelled(&home);
    for part in [
        "interviews and work samples",
        "Work sample: Written client reply, 30 minutes",
        "Name people who can speak of your work (0 of at least 4 with your consent)",
        "Tuesday 3 November 2026, ",
        "60 minutes",
        "Room 2",
        "(hiring manager)",
        "Verbal communication",
        "<span class=\"chip\">held</span>",
        "20 minutes: at an appointment",
    ] {
        assert!(home.body().contains(part), "no {part} in {}", home.body());
    }
    let words = home.body().to_lowercase();
    for telling in ["score", "level-", "floor", "below", "composite"] {
        assert!(!words.contains(telling), "{telling}: {words}");
    }
}

#[tokio::test]
async fn a_cancelled_round_is_gone_and_a_paused_application_says_so() {
    let app = TestApp::spawn().await;
    let cora = Box::pin(assessing(&app)).await;
    cora.book("R1", SLOTS[0].1).await.expect(201);
    let round = cora.round("R1").await;
    let path = format!(
        "/scheduled_interviews/{}/cancellation",
        round["id"].as_str().unwrap()
    );
    cora.team
        .hr
        .post(&path, crate::harness::json!({}))
        .await
        .expect(200);
    cora.step(&cora.team.hr, "on_hold").await.expect(200);
    let browser = visitor(&app, &cora, "jd_acknowledge").await;
    let home = browser.look("").await;
    assert!(!home.body().contains("Your interviews"), "{}", home.body());
    assert!(
        home.body().contains("Where it stands: on hold"),
        "{}",
        home.body()
    );
}
