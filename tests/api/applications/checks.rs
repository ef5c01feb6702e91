//! Must-haves (G12) and conflict declarations (G14).

use super::*;

#[tokio::test]
async fn nobody_is_screened_before_the_documented_must_haves_are_checked() {
    let app = TestApp::spawn().await;
    let candidacy = applied(&app).await;
    candidacy.bring_to(&app, "role_acknowledged").await;
    let refused = candidacy.step(&candidacy.team.hr, "screened").await;
    assert_eq!(refused.refusing_gates(), ["G12"]);
    assert!(
        refused.json()["detail"]
            .as_str()
            .unwrap()
            .contains("Driving licence B")
    );
    assert!(
        audited(&candidacy)
            .await
            .contains(&entry("transition", "screened", "refused"))
    );

    // A tick without the certificate is none.
    assert_eq!(
        candidacy.tick(2, json!({ "met": true })).await.bad_fields(),
        ["/evidence"]
    );
    candidacy.tick(2, json!({ "met": false })).await.expect(200);
    let refused = candidacy.step(&candidacy.team.hr, "screened").await;
    assert_eq!(refused.refusing_gates(), ["G12"]);

    candidacy.tick_documented().await;
    let screened = candidacy.step(&candidacy.team.hr, "screened").await.expect(200);
    assert_eq!(screened["state"], "screened");
    assert_eq!(screened["must_haves"][2]["met"], true);
    assert!(screened["must_haves"][0]["met"].is_null());
    let mails = app.mails_to(&candidacy.email).await;
    assert!(
        mails.iter().any(|m| m["message"] == "status_update"),
        "the candidate hears of it"
    );
}

#[tokio::test]
async fn must_haves_are_ticked_by_hr_with_the_version_it_has_read() {
    let app = TestApp::spawn().await;
    let candidacy = applied(&app).await;
    let path = candidacy.path("/must_haves/0");
    let tick = json!({ "met": true });
    candidacy
        .team
        .manager
        .put(&path, tick.clone())
        .await
        .problem(403, "forbidden");
    candidacy
        .team
        .hr
        .put(&path, tick.clone())
        .await
        .problem(428, "precondition_required");
    candidacy
        .team
        .hr
        .if_match(99)
        .put(&path, tick.clone())
        .await
        .problem(412, "stale");
    candidacy
        .put(&candidacy.team.hr, "/must_haves/7", tick)
        .await
        .problem(404, "not_found");
    let bad = json!({ "met": "yes", "checked_by": candidacy.team.hr.id() });
    assert_eq!(
        candidacy
            .put(&candidacy.team.hr, "/must_haves/0", bad)
            .await
            .bad_fields(),
        ["/checked_by", "/met"]
    );
    let before = candidacy.version().await;
    candidacy.tick(0, json!({ "met": true })).await.expect(200);
    assert!(
        candidacy.version().await > before,
        "a gate's input is a new version"
    );
}

#[tokio::test]
async fn raters_declare_for_themselves_and_a_conflict_stays_visible() {
    let app = TestApp::spawn().await;
    let candidacy = applied(&app).await;
    let rater = &candidacy.team.interviewer;
    candidacy.declare_none(rater).await;
    let body = json!({ "kind": "relative", "note": "My cousin" });
    let shown = candidacy
        .put(rater, "/conflict_declarations/me", body)
        .await
        .expect(200);
    let declared = shown["conflict_declarations"].as_array().unwrap();
    assert_eq!(declared.len(), 1);
    assert_eq!(
        (&declared[0]["user_id"], &declared[0]["kind"]),
        (&json!(rater.id()), &json!("relative"))
    );
    let stranger = app.user(&[Role::Interviewer]).await;
    let mine = candidacy.path("/conflict_declarations/me");
    stranger
        .if_match(1)
        .put(&mine, json!({ "kind": "none" }))
        .await
        .problem(404, "not_found");
}
