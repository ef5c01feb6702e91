//! G41: what was seen half a year ago says little about today.

use crate::{
    decisions::granted,
    harness::{TestApp, assessment::assessing, candidacy::Candidacy, days, json, minutes},
};

async fn fresh(candidacy: &Candidacy) -> String {
    let row = candidacy.gate("approved", "G41").await;
    row["status"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn scores_of_half_a_year_ago_are_refreshed_or_waived_for_two_weeks() {
    let app = TestApp::spawn().await;
    let cora = Box::pin(assessing(&app)).await;
    cora.book("R1", "2026-11-03T10:00:00Z").await.expect(201);
    cora.hold(&app, "R1").await;
    cora.score("R1", 4).await;
    app.advance(days(180));
    assert_eq!(fresh(&cora).await, "met");
    app.advance(minutes(1));
    let row = cora.gate("approved", "G41").await;
    assert_eq!(row["status"], "open");
    assert_eq!(
        row["detail"],
        "Scores of R1 are older than 180 days; refresh them."
    );

    granted(&app, &cora, "G41", 270.0).await;
    assert_eq!(fresh(&cora).await, "waived");
    app.advance(days(14));
    assert_eq!(fresh(&cora).await, "open", "the waiver has run out");

    let others = [&cora.team.interviewer, &cora.team.ops_lead];
    let again = json!({
        "source": "R1", "starts_at": app.clock.now() + days(1), "place": "Room 2", "supplementary": true,
        "raters": others.map(crate::harness::Client::id),
    });
    cora.book_with(again).await.expect(201);
    cora.hold(&app, "R1").await;
    cora.score_with("R1", &others, 4, |_, _| {}).await;
    assert_eq!(fresh(&cora).await, "met", "the round was repeated");
}
