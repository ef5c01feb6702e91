//! Cards: blind (T3), complete (T4), drafted, locked once; questions that were not reached.

use super::*;

/// Cora after round R1.
async fn after_r1(app: &TestApp) -> Candidacy {
    let cora = assessing(app).await;
    cora.book("R1", SLOTS[0].1).await.expect(201);
    cora.hold(app, "R1").await;
    cora
}

/// T3.
#[tokio::test]
async fn a_peers_card_is_closed_until_ones_own_is_locked() {
    let app = TestApp::spawn().await;
    let cora = after_r1(&app).await;
    let [manager, hr] = cora.team.raters_of("R1");
    let (own, peers) = (cora.card_of(manager, "R1").await, cora.card_of(hr, "R1").await);
    let peers_path = card_path(&peers, "");
    hr.post(&card_path(&peers, "/submission"), complete_card(&peers, 4))
        .await
        .expect(200);

    let blind = manager.get(&peers_path).await;
    let problem = blind.problem(403, "blind");
    assert!(
        problem["detail"]
            .as_str()
            .unwrap()
            .starts_with("You will see the other ratings when your own scorecard is locked.")
    );
    assert!(!blind.body().contains("noon"));
    manager
        .post(&card_path(&own, "/submission"), complete_card(&own, 3))
        .await
        .expect(200);
    let seen = manager.get(&peers_path).await.expect(200);
    assert_eq!(seen["body"]["ratings"][0]["value"], 4);
    assert_eq!(seen["draft"], Value::Null);
}

#[tokio::test]
async fn ratings_are_closed_to_administration_and_to_those_with_no_part_in_it() {
    let app = TestApp::spawn().await;
    let cora = after_r1(&app).await;
    let [manager, hr] = cora.team.raters_of("R1");
    cora.score("R1", 4).await;
    let card = cora.card_of(manager, "R1").await;
    let admin = app.user(&[Role::Admin]).await;
    let stranger = app.user(&[Role::Interviewer]).await;
    for path in [
        card_path(&card, ""),
        cora.path("/scores"),
        cora.path("/scheduled_interviews"),
    ] {
        admin.get(&path).await.problem(403, "forbidden");
        stranger.get(&path).await.problem(404, "not_found");
    }
    // The sponsor answers for the job, but ratings open with the debrief.
    cora.team
        .sponsor
        .get(&card_path(&card, ""))
        .await
        .problem(403, "forbidden");
    // Somebody who will rate a later round is blind until then.
    let assessor = &cora.team.assessor;
    cora.book("R4", SLOTS[3].1).await.expect(201);
    assessor.get(&card_path(&card, "")).await.problem(403, "blind");
    // Nobody fills another's card.
    hr.post(&card_path(&card, "/submission"), json!({}))
        .await
        .problem(403, "forbidden");
}

/// T4.
#[tokio::test]
async fn good_is_no_evidence() {
    let app = TestApp::spawn().await;
    let cora = after_r1(&app).await;
    let manager = &cora.team.manager;
    let card = cora.card_of(manager, "R1").await;
    let mut body = complete_card(&card, 4);
    body["ratings"][0]["evidence"] = json!("good");
    let path = card_path(&card, "/submission");
    let refused = manager.post(&path, body.clone()).await;
    assert_eq!(refused.refusing_gates(), ["G17"]);
    let detail = refused.json()["detail"].as_str().unwrap().to_owned();
    assert!(
        detail.contains(card["competencies"][0].as_str().unwrap()),
        "{detail}"
    );
    // 39 characters are too few, 40 are enough.
    body["ratings"][0]["evidence"] = json!("x".repeat(39));
    assert_eq!(manager.post(&path, body.clone()).await.refusing_gates(), ["G17"]);
    body["ratings"][0]["evidence"] = json!("x".repeat(40));
    let locked = manager.post(&path, body).await.expect(200);
    assert_eq!(locked["state"], "locked");
}

#[tokio::test]
async fn a_card_lacking_a_competency_or_a_question_is_refused_with_all_of_it() {
    let app = TestApp::spawn().await;
    let cora = after_r1(&app).await;
    let manager = &cora.team.manager;
    let card = cora.card_of(manager, "R1").await;
    let mut body = complete_card(&card, 4);
    body["ratings"].as_array_mut().unwrap().remove(0);
    body["questions"].as_array_mut().unwrap().remove(0);
    let path = card_path(&card, "/submission");
    assert_eq!(
        manager.post(&path, body.clone()).await.refusing_gates(),
        ["G15", "G17"]
    );
    // "Not observed" is an answer.
    let code = card["competencies"][0].clone();
    body["ratings"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "competency": code, "value": null }));
    assert_eq!(manager.post(&path, body).await.refusing_gates(), ["G15"]);
}

#[tokio::test]
async fn what_cannot_be_meant_is_told_with_its_place() {
    type Spoil = fn(&mut Value);
    let app = TestApp::spawn().await;
    let cora = after_r1(&app).await;
    let manager = &cora.team.manager;
    let card = cora.card_of(manager, "R1").await;
    let path = card_path(&card, "/submission");
    let spoiled = |change: Spoil| {
        let mut body = complete_card(&card, 4);
        change(&mut body);
        body
    };
    let cases: [(Spoil, &str); 7] = [
        (|b| b["ratings"][1]["value"] = json!(3.5), "/ratings/1/value"),
        (|b| b["ratings"][1]["value"] = json!(6), "/ratings/1/value"),
        (|b| b["ratings"][1]["value"] = json!(0), "/ratings/1/value"),
        (
            |b| b["ratings"][0]["competency"] = json!("NOPE"),
            "/ratings/0/competency",
        ),
        (
            |b| b["questions"][0]["code"] = json!("VCOM-Q99"),
            "/questions/0/code",
        ),
        (
            |b| b["items"] = json!([{ "item": "E1-1", "points": 2 }]),
            "/items",
        ),
        (|b| b["overall"] = json!("hire"), "/overall"),
    ];
    for (change, pointer) in cases {
        assert_eq!(manager.post(&path, spoiled(change)).await.bad_fields(), [pointer]);
    }
    manager
        .send(reqwest::Method::POST, &path, Some("{".into()))
        .await
        .problem(400, "malformed");
}

#[tokio::test]
async fn a_question_that_was_not_reached_is_asked_in_a_later_round() {
    let app = TestApp::spawn().await;
    let cora = assessing(&app).await;
    cora.book("R1", SLOTS[0].1).await.expect(201);
    let second = cora.book("R2", SLOTS[1].1).await.expect(201);
    cora.hold(&app, "R1").await;
    let mut missed = Value::Null;
    for rater in cora.team.raters_of("R1") {
        let card = cora.card_of(rater, "R1").await;
        let mut body = complete_card(&card, 4);
        body["questions"][2]["asked"] = json!("not_reached");
        missed = body["questions"][2]["code"].clone();
        cora.submit(rater, "R1", body).await.expect(200);
    }
    let open = cora.gate("approved", "G15").await;
    assert_eq!(open["status"], "open");
    assert!(
        open["detail"]
            .as_str()
            .unwrap()
            .contains(missed.as_str().unwrap())
    );

    let kit = format!("/scheduled_interviews/{}/kit", second["id"].as_str().unwrap());
    let kit = cora.team.interviewer.get(&kit).await.expect(200);
    assert_eq!(kit["ask_again"][0]["code"], missed);
    cora.hold(&app, "R2").await;
    for rater in cora.team.raters_of("R2") {
        let card = cora.card_of(rater, "R2").await;
        let mut body = complete_card(&card, 4);
        let asked = json!({ "code": missed, "asked": "yes" });
        body["questions"].as_array_mut().unwrap().push(asked);
        cora.submit(rater, "R2", body).await.expect(200);
    }
    assert_eq!(cora.gate("approved", "G15").await["status"], "met");
}

#[tokio::test]
async fn a_round_is_scored_when_both_cards_are_locked_and_reminders_stop() {
    let app = TestApp::spawn().await;
    let cora = after_r1(&app).await;
    let [manager, hr] = cora.team.raters_of("R1");
    let due = |mails: Vec<Value>| mails.iter().filter(|m| m["message"] == "scorecard_due").count();
    let address = |who: &Client| {
        let who = who.clone();
        async move {
            who.get("/users/me").await.expect(200)["email"]
                .as_str()
                .unwrap()
                .to_owned()
        }
    };
    cora.submit(
        manager,
        "R1",
        complete_card(&cora.card_of(manager, "R1").await, 4),
    )
    .await
    .expect(200);
    assert_eq!(cora.round("R1").await["state"], "held");
    app.advance(hours(5));
    assert_eq!(due(app.mails_to(&address(manager).await).await), 0);
    assert_eq!(due(app.mails_to(&address(hr).await).await), 1);
    cora.submit(hr, "R1", complete_card(&cora.card_of(hr, "R1").await, 4))
        .await
        .expect(200);
    assert_eq!(cora.round("R1").await["state"], "scored");
    app.advance(hours(30));
    assert_eq!(due(app.mails_to(&address(hr).await).await), 1);
}

#[tokio::test]
async fn a_locked_card_never_changes_but_facts_can_be_put_right_beside_it() {
    let app = TestApp::spawn().await;
    let cora = after_r1(&app).await;
    let manager = &cora.team.manager;
    let card = cora.card_of(manager, "R1").await;
    let amend = json!({ "text": "The client was called on Tuesday", "reason": "The notes were misread" });
    manager
        .post(&card_path(&card, "/amendments"), amend.clone())
        .await
        .problem(409, "not_locked");
    let body = complete_card(&card, 4);
    cora.submit(manager, "R1", body.clone()).await.expect(200);

    manager
        .post(&card_path(&card, "/submission"), complete_card(&card, 5))
        .await
        .problem(409, "already_submitted");
    let draft = manager
        .if_match(2)
        .put(&card_path(&card, "/draft"), complete_card(&card, 5))
        .await;
    draft.problem(409, "already_submitted");
    manager
        .post(&card_path(&card, "/amendments"), amend)
        .await
        .expect(201);
    let later = json!({ "value": 2, "reason": "Convinced by what the others heard" });
    let code = card["competencies"][0].as_str().unwrap();
    let path = card_path(&card, &format!("/post_debrief_values/{code}"));
    manager
        .if_match(2)
        .put(&path, later)
        .await
        .problem(409, "before_debrief");
    let kept = cora.card_of(manager, "R1").await;
    assert_eq!(kept["body"]["ratings"], body["ratings"]);
    assert_eq!(kept["amendments"][0]["text"], "The client was called on Tuesday");
}

#[tokio::test]
async fn two_windows_do_not_overwrite_each_others_draft() {
    let app = TestApp::spawn().await;
    let cora = after_r1(&app).await;
    let manager = &cora.team.manager;
    let card = cora.card_of(manager, "R1").await;
    let (path, version) = (card_path(&card, "/draft"), card["version"].as_i64().unwrap());
    let typed =
        |text: &str| json!({ "ratings": [{ "competency": card["competencies"][0], "evidence": text }] });
    manager
        .put(&path, typed("first"))
        .await
        .problem(428, "precondition_required");
    let saved = manager.if_match(version).put(&path, typed("first")).await;
    assert_eq!(saved.etag(), version + 1);
    manager
        .if_match(version)
        .put(&path, typed("second window"))
        .await
        .problem(412, "stale");
    let kept = cora.card_of(manager, "R1").await;
    assert_eq!(kept["draft"]["ratings"][0]["evidence"], "first");
    manager
        .if_match(version + 1)
        .put(&path, typed("third"))
        .await
        .expect(200);
    let bad = json!({ "ratings": [{ "competency": card["competencies"][0], "value": 9 }] });
    assert_eq!(
        manager.if_match(version + 2).put(&path, bad).await.bad_fields(),
        ["/ratings/0/value"]
    );
    // A draft is nobody else's and goes with the lock.
    let locked = cora
        .submit(manager, "R1", complete_card(&card, 4))
        .await
        .expect(200);
    assert_eq!(locked["draft"], Value::Null);
}

#[tokio::test]
async fn whoever_could_see_ratings_before_being_booked_is_marked_and_refused() {
    let app = TestApp::spawn().await;
    let cora = after_r1(&app).await;
    cora.score("R1", 4).await;
    // HR's person has locked R1 and can read the manager's card now.
    let second = cora.book("R2", SLOTS[1].1).await.expect(201);
    let [hr, interviewer] = cora.team.raters_of("R2");
    assert_eq!(second["not_independent"], json!([hr.id()]));
    cora.hold(&app, "R2").await;
    let card = cora.card_of(hr, "R2").await;
    let refused = cora.submit(hr, "R2", complete_card(&card, 4)).await;
    assert_eq!(refused.refusing_gates(), ["G16"]);
    let card = cora.card_of(interviewer, "R2").await;
    cora.submit(interviewer, "R2", complete_card(&card, 4))
        .await
        .expect(200);
}
