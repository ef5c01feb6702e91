//! Red flags: raised by those who meet the candidate, resolved by two.

use super::*;

const SEEN: &str = "Asked twice about missed calls, the candidate blamed the client each time.";
const LONG: &str = "The candidate named the client, the date and the mail in which the delay was announced in time; the \
    client confirmed it when called.";

async fn raise(candidacy: &Candidacy, who: &Client, code: &str) -> Value {
    let body = json!({ "code": code, "text": SEEN });
    who.post(&candidacy.path("/red_flags"), body).await.expect(201)
}
async fn resolve(candidacy: &Candidacy, who: &Client, flag: &Value, body: Value) -> Response {
    let id = flag["id"].as_str().unwrap();
    who.post(&candidacy.path(&format!("/red_flags/{id}/resolution")), body)
        .await
}
async fn confirm(candidacy: &Candidacy, who: &Client, flag: &Value) -> Response {
    let id = flag["id"].as_str().unwrap();
    let path = candidacy.path(&format!("/red_flags/{id}/resolution/confirmation"));
    who.post(&path, json!({})).await
}

#[tokio::test]
async fn a_flag_is_raised_by_those_who_meet_the_candidate_once_each() {
    let app = TestApp::spawn().await;
    let candidacy = applied(&app).await;
    let path = candidacy.path("/red_flags");
    let flag = raise(&candidacy, &candidacy.team.interviewer, "RF03").await;
    assert_eq!(
        (&flag["state"], &flag["severity"]),
        (&json!("open"), &json!("major"))
    );
    let again = json!({ "code": "RF03", "text": SEEN });
    candidacy
        .team
        .interviewer
        .post(&path, again)
        .await
        .problem(409, "already_raised");
    raise(&candidacy, &candidacy.team.manager, "RF03").await;

    let hr = &candidacy.team.hr;
    let short = json!({ "code": "RF03", "text": "bad" });
    assert_eq!(hr.post(&path, short).await.bad_fields(), ["/text"]);
    for code in ["RF14", "RF99"] {
        let body = json!({ "code": code, "text": SEEN });
        assert_eq!(hr.post(&path, body).await.bad_fields(), ["/code"], "{code}");
    }
    let set = json!({ "code": "RF03", "text": SEEN, "state": "disproved", "raised_by": hr.id() });
    assert_eq!(hr.post(&path, set).await.bad_fields(), ["/raised_by", "/state"]);
    let auditor = app.user(&[Role::Auditor]).await;
    let body = json!({ "code": "RF03", "text": SEEN });
    auditor.post(&path, body.clone()).await.problem(403, "forbidden");
    app.user(&[Role::Interviewer])
        .await
        .post(&path, body)
        .await
        .problem(404, "not_found");
}

#[tokio::test]
async fn before_the_cards_are_in_one_sees_the_own_flags_only() {
    let app = TestApp::spawn().await;
    let candidacy = applied(&app).await;
    raise(&candidacy, &candidacy.team.interviewer, "RF03").await;
    let count = async |who: &Client| {
        let seen = who.get(&candidacy.path("/red_flags")).await.expect(200);
        seen["data"].as_array().unwrap().len()
    };
    assert_eq!(count(&candidacy.team.interviewer).await, 1);
    assert_eq!(count(&candidacy.team.manager).await, 0);
    let trail = candidacy
        .team
        .manager
        .get(&candidacy.path("/timeline"))
        .await
        .expect(200);
    assert!(!trail.to_string().contains("red_flag.raise"), "{trail}");
    let rows = candidacy
        .team
        .manager
        .get(&candidacy.path("/gates?to=debriefed"))
        .await
        .expect(200);
    let row = rows["gates"]
        .as_array()
        .unwrap()
        .iter()
        .find(|r| r["gate"] == "G28")
        .unwrap();
    assert_eq!(row["status"], "withheld");
    assert!(row["found"].is_null() && row["detail"].is_null(), "{row}");
}

/// RF13 comes from the candidate's own answers, so it gives no rating away and can be resolved at once.
async fn with_mismatch(app: &TestApp) -> (Candidacy, Value) {
    let (candidacy, _) = mismatched(app, 80).await;
    let flags = candidacy
        .team
        .hr_lead
        .get(&candidacy.path("/red_flags"))
        .await
        .expect(200);
    let flag = flags["data"][0].clone();
    assert_eq!(flag["code"], "RF13");
    (candidacy, flag)
}

#[tokio::test]
async fn a_flag_is_resolved_by_hr_lead_and_hiring_manager_together() {
    let app = TestApp::spawn().await;
    let (candidacy, flag) = with_mismatch(&app).await;
    let team = &candidacy.team;
    let explained =
        json!({ "to": "explained", "text": LONG, "candidate_answer": "I misread the page about sales." });
    resolve(&candidacy, &team.hr, &flag, explained.clone())
        .await
        .problem(403, "forbidden");
    confirm(&candidacy, &team.manager, &flag)
        .await
        .problem(409, "nothing_proposed");
    let proposed = resolve(&candidacy, &team.hr_lead, &flag, explained.clone())
        .await
        .expect(200);
    assert_eq!(
        (&proposed["state"], &proposed["resolution"]["to"]),
        (&json!("open"), &json!("explained"))
    );
    confirm(&candidacy, &team.hr_lead, &flag)
        .await
        .problem(403, "forbidden");
    let ended = confirm(&candidacy, &team.manager, &flag).await.expect(200);
    assert_eq!(ended["state"], "explained");
    assert_eq!(ended["resolved_by"], json!(team.manager.id()));
    resolve(&candidacy, &team.hr_lead, &flag, explained)
        .await
        .problem(409, "illegal_step");
    let trail = audited(&candidacy).await;
    for expected in [
        entry("red_flag.raise", "", "derived"),
        entry("red_flag.propose", "", "allowed"),
    ] {
        assert!(
            !trail.contains(&expected),
            "HR sees no flags in the timeline before the cards are in"
        );
    }
}

#[tokio::test]
async fn how_a_flag_may_end_is_checked_when_it_is_proposed() {
    let app = TestApp::spawn().await;
    let (candidacy, flag) = with_mismatch(&app).await;
    let lead = &candidacy.team.hr_lead;
    let bad = |body: Value| resolve(&candidacy, lead, &flag, body);
    assert_eq!(
        bad(json!({ "to": "explained", "text": "because" }))
            .await
            .bad_fields(),
        ["/candidate_answer", "/text"]
    );
    assert_eq!(
        bad(json!({ "to": "disproved", "text": LONG })).await.bad_fields(),
        ["/evidence"]
    );
    assert_eq!(
        bad(json!({ "to": "accepted_with_plan", "text": LONG, "module_code": "P-D1" }))
            .await
            .bad_fields(),
        ["/module_code"]
    );
    assert_eq!(
        bad(json!({ "to": "open", "text": LONG, "resolved_by": lead.id() }))
            .await
            .bad_fields(),
        ["/resolved_by", "/to"]
    );
    let planned = json!({ "to": "accepted_with_plan", "text": LONG, "module_code": "S-D1" });
    bad(planned).await.expect(200);
}

#[tokio::test]
async fn the_same_difference_is_flagged_once() {
    let app = TestApp::spawn().await;
    let (candidacy, _) = with_mismatch(&app).await;
    candidacy.tick(0, json!({ "met": true })).await.expect(200);
    let flags = candidacy
        .team
        .hr
        .get(&candidacy.path("/red_flags"))
        .await
        .expect(200);
    assert_eq!(flags["data"].as_array().unwrap().len(), 1);
}
