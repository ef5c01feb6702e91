//! The company: what it says of itself, its policy and its content.

use crate::harness::{TestApp, json, opening::write_strategy};
use steadyhire::kernel::role::Role;

#[tokio::test]
async fn the_company_is_described_by_those_who_lead_it() {
    let app = TestApp::spawn().await;
    let sponsor = app.staff(&[Role::Sponsor], |_| {}).await;
    let hr = app.staff(&[Role::Hr], |_| {}).await;
    let read = hr.get("/company").await;
    assert_eq!(read.etag(), 1);
    assert_eq!(read.expect(200)["configured"]["pay_range_required"], false);
    let body = json!({ "name": "Green Partners", "ladders": [{ "ladder_id": "a" }] });
    hr.if_match(1)
        .put("/company", body.clone())
        .await
        .problem(403, "forbidden");
    sponsor
        .put("/company", body.clone())
        .await
        .problem(428, "precondition_required");
    assert_eq!(sponsor.if_match(1).put("/company", body.clone()).await.etag(), 2);
    sponsor
        .if_match(1)
        .put("/company", body)
        .await
        .problem(412, "stale");
    let twice = json!({ "ladders": [{ "ladder_id": "a" }, { "ladder_id": "a" }] });
    assert_eq!(
        sponsor.if_match(2).put("/company", twice).await.bad_fields(),
        ["/ladders/1/ladder_id"]
    );
    let foreign = json!({ "configured": { "pay_range_required": true } });
    assert_eq!(
        sponsor.if_match(2).put("/company", foreign).await.bad_fields(),
        ["/configured"]
    );
    app.anonymous()
        .get("/company")
        .await
        .problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_policy_needs_an_hr_lead_and_a_sponsor_who_are_two_people() {
    let app = TestApp::spawn().await;
    let both = app.staff(&[Role::Sponsor, Role::HrLead], |_| {}).await;
    let sponsor = app.staff(&[Role::Sponsor], |_| {}).await;
    let hr = app.staff(&[Role::Hr], |_| {}).await;
    let body = json!({ "numbers": { "min_rounds": 5 }, "reason": "We want one more round from now on." });
    hr.post("/policies", body.clone()).await.problem(403, "forbidden");
    let proposed = both.post("/policies", body.clone()).await.expect(201);
    assert_eq!(
        (
            proposed["version"].as_i64(),
            proposed["body"]["min_rounds"].as_i64()
        ),
        (Some(2), Some(5))
    );
    assert!(proposed["effective_at"].is_null());
    both.post("/policies/2/approvals", json!({}))
        .await
        .problem(409, "already_submitted");
    hr.post("/policies/2/approvals", json!({}))
        .await
        .problem(403, "forbidden");
    let signed = sponsor.post("/policies/2/approvals", json!({})).await.expect(201);
    assert!(signed["effective_at"].is_string());
    sponsor
        .post("/policies/2/approvals", json!({}))
        .await
        .problem(409, "already_submitted");
    assert_eq!(
        hr.get("/policies").await.expect(200)["data"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    hr.get("/policies/9").await.problem(404, "not_found");
}

#[tokio::test]
async fn no_policy_goes_below_an_absolute_floor() {
    let app = TestApp::spawn().await;
    let lead = app.staff(&[Role::HrLead], |_| {}).await;
    let propose = |numbers| json!({ "numbers": numbers, "reason": "We are in a great hurry this year." });
    let low = lead
        .post(
            "/policies",
            propose(json!({ "min_rounds": 1, "min_references": 1 })),
        )
        .await;
    assert_eq!(
        low.bad_fields(),
        ["/numbers/min_references", "/numbers/min_rounds"]
    );
    let odd = lead
        .post("/policies", propose(json!({ "min_rounds": "many" })))
        .await;
    assert_eq!(odd.bad_fields(), ["/numbers/min_rounds"]);
    let unknown = lead.post("/policies", propose(json!({ "luck": 1 }))).await;
    assert_eq!(unknown.status(), 422);
    let short = json!({ "numbers": {}, "reason": "so" });
    assert_eq!(lead.post("/policies", short).await.bad_fields(), ["/reason"]);
}

#[tokio::test]
async fn a_superseded_proposal_cannot_be_signed() {
    let app = TestApp::spawn().await;
    let lead = app.staff(&[Role::HrLead], |_| {}).await;
    let sponsor = app.staff(&[Role::Sponsor], |_| {}).await;
    let propose =
        |n: i64| json!({ "numbers": { "min_rounds": n }, "reason": "We want more rounds from now on." });
    lead.post("/policies", propose(5)).await.expect(201);
    lead.post("/policies", propose(6)).await.expect(201);
    sponsor
        .post("/policies/2/approvals", json!({}))
        .await
        .problem(409, "superseded");
    sponsor.post("/policies/3/approvals", json!({})).await.expect(201);
}

#[tokio::test]
async fn content_is_laid_over_the_shipped_pack_with_a_reason() {
    let app = TestApp::spawn().await;
    let sponsor = app.staff(&[Role::Sponsor], |_| {}).await;
    let hr = app.staff(&[Role::Hr], |_| {}).await;
    let body = |code: &str| {
        json!({
            "overlay": { "added_questions": [{
                "code": "TECH-Q9", "competency": code, "type": "behavioural", "text": "Which of our tools do you know?",
            }]},
            "reason": "Our tools are asked about, too.",
        })
    };
    hr.post("/content_versions", body("TECH"))
        .await
        .problem(403, "forbidden");
    assert_eq!(
        sponsor.post("/content_versions", body("TECH")).await.expect(201)["version"],
        2
    );
    assert_eq!(
        sponsor.post("/content_versions", body("NOPE")).await.status(),
        422
    );
    assert_eq!(
        hr.get("/content_versions").await.expect(200)["data"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[tokio::test]
async fn the_content_in_use_can_be_read() {
    let app = TestApp::spawn().await;
    let hr = app.staff(&[Role::Hr], |_| {}).await;
    assert_eq!(
        hr.get("/competencies").await.expect(200)["data"]
            .as_array()
            .unwrap()
            .len(),
        13
    );
    let vcom = hr.get("/competencies/VCOM").await.expect(200);
    assert_eq!(vcom["anchors"].as_array().unwrap().len(), 5);
    hr.get("/competencies/NOPE").await.problem(404, "not_found");
    let all = hr.get("/duty_templates").await.expect(200);
    let client = hr.get("/duty_templates?kind=client_focused").await.expect(200);
    assert_eq!(client["data"].as_array().unwrap().len(), 5);
    assert!(all["data"].as_array().unwrap().len() > 20);
    let trainee = app.staff(&[Role::Trainee], |_| {}).await;
    trainee.get("/competencies").await.problem(403, "forbidden");
}

#[tokio::test]
async fn what_jobs_rest_on_is_written_anew_but_not_taken_away() {
    let app = TestApp::spawn().await;
    let sponsor = app.staff(&[Role::Sponsor], |_| {}).await;
    write_strategy(&sponsor).await;
    let put = async |strategy| {
        let version = sponsor.get("/company").await.etag();
        let body = json!({ "name": "Green Partners", "strategy": strategy });
        sponsor.if_match(version).put("/company", body).await
    };
    let thin = json!({ "vision": " ", "mission": "We keep sites working.", "values": ["one", "two"] });
    assert_eq!(
        put(thin).await.bad_fields(),
        ["/strategy/values", "/strategy/vision"]
    );
    let other = json!({ "vision": "New.", "mission": "New.", "values": ["one", "two", "three"] });
    assert_eq!(put(other).await.expect(200)["strategy"]["vision"], "New.");
}
