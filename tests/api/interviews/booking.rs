//! Booking and moving rounds: both sides of G11 (24 hours), G13, G14 and G36.

use super::*;

#[tokio::test]
async fn the_candidate_has_a_day_between_acknowledging_and_the_first_round() {
    let app = TestApp::spawn().await;
    let cora = assessing(&app).await;
    // Acknowledged on Monday at nine.
    let hurried = cora.book("R1", "2026-11-03T08:59:00Z").await;
    assert_eq!(hurried.refusing_gates(), ["G11"]);
    let booked = cora.book("R1", "2026-11-03T09:00:00Z").await.expect(201);
    assert_eq!(
        (&booked["state"], &booked["ends_at"], &booked["local_day"]),
        (
            &json!("scheduled"),
            &json!("2026-11-03T10:00:00Z"),
            &json!("2026-11-03")
        )
    );
    let [manager, hr] = cora.team.raters_of("R1");
    for rater in [manager, hr] {
        assert!(booked["raters"].as_array().unwrap().contains(&json!(rater.id())));
    }
    assert_eq!(booked["not_independent"], json!([]));
}

#[tokio::test]
async fn candidate_and_raters_are_written_to_and_again_when_the_round_moves() {
    let app = TestApp::spawn().await;
    let cora = assessing(&app).await;
    let booked = cora.book("R1", "2026-11-03T10:00:00Z").await;
    let version = booked.etag();
    let booked = booked.expect(201);
    let path = format!("/scheduled_interviews/{}", booked["id"].as_str().unwrap());
    let text = invitations(&app, &cora).await.pop().unwrap();
    assert!(text.contains("Room 2") && text.contains("10:00"), "{text}");
    let manager = cora.team.manager.get("/users/me").await.expect(200);
    let kits = app.mails_to(manager["email"].as_str().unwrap()).await;
    let kit = kits
        .iter()
        .find(|mail| mail["message"] == "interviewer_kit")
        .unwrap();
    assert!(kit["text"].as_str().unwrap().contains(&format!("{path}/kit")));

    let hr = &cora.team.hr;
    let later = json!({ "starts_at": "2026-11-03T11:00:00Z" });
    hr.patch(&path, later.clone())
        .await
        .problem(428, "precondition_required");
    hr.if_match(version + 1)
        .patch(&path, later.clone())
        .await
        .problem(412, "stale");
    let moved = hr.if_match(version).patch(&path, later).await.expect(200);
    assert_eq!(moved["ends_at"], "2026-11-03T12:00:00Z");
    let all = invitations(&app, &cora).await;
    assert!(
        all.len() == 2 && all.iter().any(|text| text.contains("11:00")),
        "{all:?}"
    );

    let off = hr
        .post(&format!("{path}/cancellation"), json!({}))
        .await
        .expect(200);
    assert_eq!(off["state"], "cancelled");
    hr.post(&format!("{path}/cancellation"), json!({}))
        .await
        .problem(409, "illegal_step");
    assert_eq!(invitations(&app, &cora).await.len(), 3);
}

/// What the candidate was written about rounds.
async fn invitations(app: &TestApp, candidacy: &Candidacy) -> Vec<String> {
    let mails = app.mails_to(&candidacy.email).await;
    let invitations = mails
        .iter()
        .filter(|mail| mail["message"] == "interview_invitation");
    invitations
        .map(|mail| mail["text"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_rater_without_certificate_or_declaration_cannot_be_booked_until_both_are_there() {
    let app = TestApp::spawn().await;
    let cora = assessing(&app).await;
    let newcomer = app.user(&[Role::Interviewer]).await;
    let body = json!({
        "source": "R1", "starts_at": "2026-11-03T10:00:00Z", "place": "Room 2",
        "raters": [cora.team.manager.id(), newcomer.id()],
    });
    let refused = cora.book_with(body.clone()).await;
    assert_eq!(refused.refusing_gates(), ["G13", "G14"]);

    // Nobody has told the newcomer of the candidate yet.
    newcomer.get(&cora.path("")).await.problem(404, "not_found");
    let join = json!({ "user_id": newcomer.id() });
    newcomer
        .post(&cora.path("/panel"), join.clone())
        .await
        .problem(404, "not_found");
    cora.team.hr.post(&cora.path("/panel"), join).await.expect(200);
    cora.declare_none(&newcomer).await;
    assert_eq!(cora.book_with(body.clone()).await.refusing_gates(), ["G13"]);
    certify(&newcomer).await;
    cora.book_with(body).await.expect(201);
}

#[tokio::test]
async fn whoever_declared_a_conflict_rates_no_round() {
    let app = TestApp::spawn().await;
    let cora = assessing(&app).await;
    let body = json!({ "kind": "referrer", "note": "We worked together in 2019" });
    let manager = &cora.team.manager;
    cora.put(manager, "/conflict_declarations/me", body)
        .await
        .expect(200);
    let refused = cora.book("R1", "2026-11-03T10:00:00Z").await;
    assert_eq!(refused.refusing_gates(), ["G14"]);
    cora.book("R2", "2026-11-03T10:00:00Z").await.expect(201);
}

#[tokio::test]
async fn a_candidate_has_two_rounds_a_day_at_most() {
    let app = TestApp::spawn().await;
    let cora = assessing(&app).await;
    cora.book("R1", "2026-11-03T09:00:00Z").await.expect(201);
    let second = cora.book("R2", "2026-11-03T11:00:00Z").await;
    let (version, second) = (second.etag(), second.expect(201));
    assert_eq!(
        cora.book("R3", "2026-11-03T14:00:00Z").await.refusing_gates(),
        ["G36"]
    );
    let third = cora.book("R3", "2026-11-04T14:00:00Z").await.expect(201);
    cora.book("R4", "2026-11-04T16:00:00Z").await.expect(201);
    // A move is judged like a booking.
    let path = format!("/scheduled_interviews/{}", second["id"].as_str().unwrap());
    let to_wednesday = json!({ "starts_at": "2026-11-04T10:00:00Z" });
    let refused = cora.team.hr.if_match(version).patch(&path, to_wednesday).await;
    assert_eq!(refused.refusing_gates(), ["G36"]);
    assert_eq!(third["local_day"], "2026-11-04");
}

#[tokio::test]
async fn an_interviewer_has_four_interviews_a_day_at_most() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let first = Candidacy::apply(&opening, "Ada Berg").await;
    first.bring_to_assessing(&app).await;
    let second = another(&app, &opening, "Ben Cole").await;
    let third = another(&app, &opening, "Cleo Dorn").await;
    // HR's person rates R1 and R2.
    for (candidacy, start) in [(&first, 9), (&second, 13)] {
        for (source, hour) in [("R1", start), ("R2", start + 2)] {
            let at = format!("2026-11-03T{hour:02}:00:00Z");
            candidacy.book(source, &at).await.expect(201);
        }
    }
    let fifth = third.book("R1", "2026-11-03T17:00:00Z").await;
    assert_eq!(fifth.refusing_gates(), ["G36"]);
    third.book("R1", "2026-11-04T09:00:00Z").await.expect(201);
}

#[tokio::test]
async fn only_hr_books_and_only_what_the_plan_has() {
    let app = TestApp::spawn().await;
    let cora = assessing(&app).await;
    let body = json!({ "source": "R1", "starts_at": "2026-11-03T10:00:00Z", "place": "Room 2" });
    let path = cora.path("/scheduled_interviews");
    cora.team
        .manager
        .post(&path, body)
        .await
        .problem(403, "forbidden");
    assert_eq!(
        cora.book("R7", "2026-11-03T10:00:00Z").await.bad_fields(),
        ["/source"]
    );
    assert_eq!(
        cora.book("R1", "2026-11-01T10:00:00Z").await.bad_fields(),
        ["/starts_at"]
    );
    let twice = json!({
        "source": "R1", "starts_at": "2026-11-03T10:00:00Z", "place": "Room 2", "state": "scored",
        "raters": [cora.team.manager.id(), cora.team.manager.id()],
    });
    assert_eq!(cora.book_with(twice.clone()).await.bad_fields(), ["/state"]);
    let mut twice = twice;
    twice.as_object_mut().unwrap().remove("state");
    assert_eq!(cora.book_with(twice).await.bad_fields(), ["/raters/1"]);
    let early =
        json!({ "source": "R1", "starts_at": "2026-11-03T10:00:00Z", "place": "x", "supplementary": true });
    assert_eq!(cora.book_with(early).await.bad_fields(), ["/supplementary"]);
    cora.book("R1", "2026-11-03T10:00:00Z").await.expect(201);
    cora.book("R1", "2026-11-04T10:00:00Z")
        .await
        .problem(409, "round_exists");
}

#[tokio::test]
async fn rounds_are_booked_while_the_candidate_is_assessed() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let cora = Candidacy::apply(&opening, "Cora Lind").await;
    cora.bring_to(&app, "screened").await;
    cora.book("R1", "2026-11-03T10:00:00Z")
        .await
        .problem(409, "illegal_step");
}

#[tokio::test]
async fn what_became_of_a_round_is_recorded_once_it_has_begun() {
    let app = TestApp::spawn().await;
    let cora = assessing(&app).await;
    let round = cora.book("R1", "2026-11-03T10:00:00Z").await.expect(201);
    let path = format!("/scheduled_interviews/{}", round["id"].as_str().unwrap());
    let hr = &cora.team.hr;
    for what in ["held", "no_show"] {
        hr.post(&format!("{path}/{what}"), json!({}))
            .await
            .problem(409, "illegal_step");
    }
    app.clock.advance_to(instant(&round["starts_at"]));
    cora.team
        .assessor
        .post(&format!("{path}/held"), json!({}))
        .await
        .problem(403, "forbidden");
    let missed = hr.post(&format!("{path}/no_show"), json!({})).await.expect(200);
    assert_eq!(missed["state"], "no_show");
    // The round can be booked again, and a rater may say that it took place.
    let again = cora.book("R1", "2026-11-04T10:00:00Z").await.expect(201);
    app.clock.advance_to(instant(&again["starts_at"]));
    let path = format!("/scheduled_interviews/{}/held", again["id"].as_str().unwrap());
    let held = cora.team.manager.post(&path, json!({})).await.expect(200);
    assert_eq!(held["state"], "held");
    hr.post(&path, json!({})).await.problem(409, "illegal_step");
}

#[tokio::test]
async fn the_kit_has_questions_in_order_with_anchors_and_nobodys_ratings() {
    let app = TestApp::spawn().await;
    let cora = assessing(&app).await;
    let round = cora.book("R2", "2026-11-03T10:00:00Z").await.expect(201);
    let path = format!("/scheduled_interviews/{}/kit", round["id"].as_str().unwrap());
    let kit = cora.team.interviewer.get(&path).await.expect(200);
    assert_eq!(kit["source"], "R2");
    let first = &kit["competencies"][0];
    assert_eq!(first["anchors"].as_array().unwrap().len(), 5);
    assert!(!first["core_questions"].as_array().unwrap().is_empty());
    assert_eq!(
        kit["opening_line"],
        "We ask every candidate the same questions and take notes. Please give us a real situation, what you \
         did, and what came of it."
    );
    let stranger = app.user(&[Role::Interviewer]).await;
    stranger.get(&path).await.problem(404, "not_found");
}
