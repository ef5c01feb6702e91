//! The candidate gets to know the job: notice (G10), questions and talk (G11), a new description (T22).

use super::*;

#[tokio::test]
async fn without_the_privacy_notice_the_role_cannot_be_acknowledged() {
    let app = TestApp::spawn().await;
    let candidacy = applied(&app).await;
    let guest = candidacy.guest(&app).await;
    assert_eq!(candidacy.gate("role_acknowledged", "G10").await["status"], "open");

    let refused = guest
        .post("/guest/application/acknowledgement", right_answers())
        .await;
    assert_eq!(refused.refusing_gates(), ["G10", "G11"]);
    assert!(
        audited(&candidacy)
            .await
            .contains(&entry("transition", "role_acknowledged", "refused"))
    );
    assert_eq!(
        guest.get("/guest/application").await.expect(200)["acknowledged"],
        false
    );

    let seen = guest
        .post("/guest/application/privacy_notice", json!({}))
        .await
        .expect(200);
    assert_eq!(seen["notice_seen"], true);
    assert_eq!(candidacy.gate("role_acknowledged", "G10").await["status"], "met");
    let done = guest
        .post("/guest/application/acknowledgement", right_answers())
        .await
        .expect(200);
    assert_eq!(done["state"], "role_acknowledged");
}

#[tokio::test]
async fn wrong_answers_are_shown_the_passage_and_asked_again() {
    let app = TestApp::spawn().await;
    let candidacy = applied(&app).await;
    let guest = candidacy.guest(&app).await;
    let page = guest.get("/guest/application").await.expect(200);
    assert_eq!(page["questions"].as_array().unwrap().len(), 5);
    assert!(
        !page["description"]["preview"]["hard"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    assert!(
        page["privacy_notice"]
            .as_str()
            .unwrap()
            .contains("A person decides")
    );
    guest
        .post("/guest/application/privacy_notice", json!({}))
        .await
        .expect(200);

    let mut answers = right_answers();
    answers["answers"]["accounts"] = json!(40);
    answers["answers"]["outside_contract"] = json!("do_it");
    let asked = guest
        .post("/guest/application/acknowledgement", answers)
        .await
        .expect(200);
    assert_eq!(
        (&asked["complete"], &asked["state"]),
        (&json!(false), &json!("applied"))
    );
    let wrong = asked["wrong"].as_array().unwrap();
    assert_eq!(
        (wrong[0]["field"].as_str(), wrong[1]["field"].as_str()),
        (Some("accounts"), Some("outside_contract"))
    );
    assert!(wrong[0]["passage"].as_str().unwrap().contains("10 and 15"));
    assert_eq!(candidacy.gate("role_acknowledged", "G11").await["status"], "open");

    let done = guest
        .post("/guest/application/acknowledgement", right_answers())
        .await
        .expect(200);
    assert_eq!(
        (&done["complete"], &done["state"]),
        (&json!(true), &json!("role_acknowledged"))
    );
    assert_eq!(candidacy.gate("role_acknowledged", "G11").await["status"], "met");
    guest
        .post("/guest/application/acknowledgement", right_answers())
        .await
        .problem(409, "already_submitted");
    let trail = audited(&candidacy).await;
    assert!(
        trail.contains(&entry("transition", "role_acknowledged", "allowed")),
        "{trail:?}"
    );
}

#[tokio::test]
async fn bad_answers_are_told_field_by_field() {
    let app = TestApp::spawn().await;
    let candidacy = applied(&app).await;
    let guest = candidacy.guest(&app).await;
    let mut body = right_answers();
    body["answers"]["sales_share_pct"] = json!(101);
    body["answers"]["kind"] = json!("any");
    body["expected_split"]["sales_pct"] = json!("much");
    body["score"] = json!(5);
    assert_eq!(
        guest
            .post("/guest/application/acknowledgement", body)
            .await
            .bad_fields(),
        [
            "/answers/kind",
            "/answers/sales_share_pct",
            "/expected_split/sales_pct",
            "/score"
        ]
    );
    let mut body = right_answers();
    body["expected_split"] = json!({ "sales_pct": 60, "relationship_pct": 60 });
    assert_eq!(
        guest
            .post("/guest/application/acknowledgement", body)
            .await
            .bad_fields(),
        ["/expected_split"]
    );
}

#[tokio::test]
async fn a_difference_of_more_than_twenty_points_is_talked_through_first() {
    let app = TestApp::spawn().await;
    let (candidacy, done) = mismatched(&app, 70).await;
    assert_eq!(
        (&done["complete"], &done["state"]),
        (&json!(true), &json!("applied"))
    );
    assert!(
        done["progress"]["next_step"]
            .as_str()
            .unwrap()
            .contains("talk it through")
    );

    let row = candidacy.gate("role_acknowledged", "G11").await;
    assert_eq!(row["status"], "open");
    assert!(
        row["detail"]
            .as_str()
            .unwrap()
            .contains("expects 70 % sales, the role has 35 %"),
        "{row}"
    );
    let flags = candidacy
        .team
        .hr
        .get(&candidacy.path("/red_flags"))
        .await
        .expect(200);
    assert_eq!(flags["data"][0]["code"], "RF13");

    let talk = json!({ "text": "We talked about the share of cold calls; the candidate agrees to 35 %." });
    let path = candidacy.path("/role_talk");
    candidacy
        .team
        .interviewer
        .post(&path, talk.clone())
        .await
        .problem(403, "forbidden");
    assert_eq!(
        candidacy
            .team
            .manager
            .post(&path, json!({ "text": "fine" }))
            .await
            .bad_fields(),
        ["/text"]
    );
    let after = candidacy.team.manager.post(&path, talk).await.expect(200);
    assert_eq!(after["state"], "role_acknowledged");
    assert_eq!(after["acknowledgement"]["talk_held"], true);
    let trail = audited(&candidacy).await;
    assert!(
        trail.contains(&entry("transition", "role_acknowledged", "derived")),
        "{trail:?}"
    );
}

#[tokio::test]
async fn a_talk_needs_answers_to_talk_about() {
    let app = TestApp::spawn().await;
    let candidacy = applied(&app).await;
    let talk = json!({ "text": "We talked about the share of cold calls in this job at length." });
    candidacy
        .team
        .hr
        .post(&candidacy.path("/role_talk"), talk)
        .await
        .problem(409, "nothing_answered");
}

#[tokio::test]
async fn nobody_else_acknowledges_for_the_candidate() {
    let app = TestApp::spawn().await;
    let candidacy = applied(&app).await;
    for who in [
        &candidacy.team.hr,
        &candidacy.team.hr_lead,
        &candidacy.team.manager,
    ] {
        candidacy
            .step(who, "role_acknowledged")
            .await
            .problem(403, "forbidden");
    }
    assert!(
        audited(&candidacy)
            .await
            .contains(&entry("transition", "role_acknowledged", "refused"))
    );
    candidacy
        .team
        .hr
        .post("/guest/application/acknowledgement", right_answers())
        .await
        .problem(403, "forbidden");
    app.anonymous()
        .get("/guest/application")
        .await
        .problem(401, "unauthenticated");
}

/// T22.
#[tokio::test]
async fn a_new_description_asks_those_who_apply_to_acknowledge_again() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let candidacy = Candidacy::apply(&opening, "Cora Client").await;
    candidacy.bring_to(&app, "role_acknowledged").await;
    assert_eq!(candidacy.gate("screened", "G11").await["status"], "met");

    let mut second = good_description();
    second["variation_note"] =
        json!("The usual client-focused role, now with three account reviews per client and year.");
    opening.describe(second).await;
    opening.approve().await;
    let row = candidacy.gate("screened", "G11").await;
    assert_eq!(row["status"], "open", "{row}");
    assert!(row["detail"].as_str().unwrap().contains("v2"), "{row}");
    let guest = candidacy.guest(&app).await;
    let page = guest.get("/guest/application").await.expect(200);
    assert_eq!(
        (&page["description_number"], &page["acknowledged"]),
        (&json!(2), &json!(false))
    );
    assert!(
        page["progress"]["next_step"]
            .as_str()
            .unwrap()
            .contains("has changed")
    );

    let done = guest
        .post("/guest/application/acknowledgement", right_answers())
        .await
        .expect(200);
    assert_eq!(
        (&done["complete"], &done["state"]),
        (&json!(true), &json!("role_acknowledged"))
    );
    assert_eq!(candidacy.gate("screened", "G11").await["status"], "met");
}

#[tokio::test]
async fn a_candidate_sees_the_own_case_and_no_other() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let cora = Candidacy::apply(&opening, "Cora Client").await;
    let dora = Candidacy::apply(&opening, "Dora Deal").await;
    let guest = cora.guest(&app).await;
    let own = guest.get("/guest/application").await.expect(200);
    assert_eq!(
        (&own["application_id"], &own["name"]),
        (&json!(cora.id), &json!("Cora Client"))
    );
    for path in [
        dora.path(""),
        cora.path(""),
        dora.path("/timeline"),
        cora.path("/gates?to=approved"),
    ] {
        assert_eq!(guest.get(&path).await.status(), 403, "{path}");
    }
    let shown = own.to_string();
    for telling in ["composite", "rating", "red_flag", "Dora"] {
        assert!(!shown.contains(telling), "{telling} in {shown}");
    }
}
