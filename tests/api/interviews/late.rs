//! G18: cards in time, late and void, and the round that makes up for them.

use super::*;

#[tokio::test]
async fn a_card_is_taken_until_72_hours_after_the_round_and_void_from_then_on() {
    let app = TestApp::spawn().await;
    let cora = assessing(&app).await;
    cora.book("R1", SLOTS[0].1).await.expect(201);
    cora.hold(&app, "R1").await;
    let [manager, hr] = cora.team.raters_of("R1");
    let (first, second) = (cora.card_of(manager, "R1").await, cora.card_of(hr, "R1").await);
    assert_eq!(
        instant(&first["void_at"]),
        instant(&first["due_from"]) + hours(72)
    );

    app.advance(hours(72));
    app.run_due().await;
    let in_time = manager
        .post(&card_path(&first, "/submission"), complete_card(&first, 4))
        .await;
    assert_eq!(in_time.expect(200)["state"], "locked");
    app.advance(minutes(1));
    let path = card_path(&second, "/submission");
    let late = hr.post(&path, complete_card(&second, 4)).await;
    assert_eq!(late.refusing_gates(), ["G18"]);
    assert_eq!(cora.card_of(hr, "R1").await["state"], "draft");

    app.run_due().await;
    assert_eq!(cora.card_of(hr, "R1").await["state"], "void");
    assert_eq!(
        hr.post(&path, complete_card(&second, 4)).await.refusing_gates(),
        ["G18"]
    );
    // The other card counts: the round is scored.
    assert_eq!(cora.round("R1").await["state"], "scored");
    app.run_due().await;
    assert_eq!(cora.card_of(hr, "R1").await["state"], "void");
}

#[tokio::test]
async fn a_supplementary_round_with_another_rater_makes_up_for_a_void_card() {
    let app = TestApp::spawn().await;
    let cora = assessing(&app).await;
    cora.book("R1", SLOTS[0].1).await.expect(201);
    cora.hold(&app, "R1").await;
    let [manager, _] = cora.team.raters_of("R1");
    let card = cora.card_of(manager, "R1").await;
    cora.submit(manager, "R1", complete_card(&card, 4))
        .await
        .expect(200);
    app.advance(hours(73));
    app.run_due().await;
    let again = |rater: &Client| {
        json!({
            "source": "R1", "starts_at": "2026-11-09T10:00:00Z", "place": "Room 2", "supplementary": true,
            "raters": [rater.id()],
        })
    };
    assert_eq!(cora.book_with(again(manager)).await.bad_fields(), ["/raters/0"]);
    let other = &cora.team.interviewer;
    let booked = cora.book_with(again(other)).await.expect(201);
    assert_eq!(booked["supplementary"], true);
    cora.hold(&app, "R1").await;
    let card = cora.card_of(other, "R1").await;
    cora.submit(other, "R1", complete_card(&card, 4))
        .await
        .expect(200);
    assert_eq!(cora.round("R1").await["state"], "scored");
}
