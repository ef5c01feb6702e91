//! The audit log: read by auditors, discreetly by HR leads, and by administrators where it is technical.

use steadyhire::kernel::role::Role;

use crate::harness::{
    Client, TestApp, Value,
    candidacy::{Candidacy, open_job},
    hours, json,
};

async fn events(who: &Client, query: &str) -> Vec<Value> {
    let page = who
        .get(&format!("/audit_events?limit=100{query}"))
        .await
        .expect(200);
    page["data"].as_array().unwrap().clone()
}

fn kinds(events: &[Value]) -> Vec<&str> {
    let mut kinds: Vec<&str> = events
        .iter()
        .map(|e| e["entity_kind"].as_str().unwrap())
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

#[tokio::test]
async fn events_are_found_by_what_who_when_and_how_they_ended() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let bea = Candidacy::apply(&opening, "Bea Lind").await;
    app.advance(hours(2));
    let team = &opening.team;
    bea.step(&team.hr, "screened").await.problem(409, "illegal_step");
    let auditor = app.user(&[Role::Auditor]).await;

    let refused = events(&auditor, "&outcome=refused").await;
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert_eq!(
        (&refused[0]["entity_id"], &refused[0]["to_state"]),
        (&json!(bea.id), &json!("screened"))
    );
    let by_hr = format!("&actor={}&entity_kind=application", team.hr.id());
    let found = events(&auditor, &by_hr).await;
    assert!(!found.is_empty() && found.iter().all(|e| e["actor_id"] == json!(team.hr.id())));
    assert_eq!(kinds(&found), ["application"]);
    let of_the_job = events(&auditor, &format!("&case={}", opening.id)).await;
    assert!(
        of_the_job
            .iter()
            .all(|e| e["chain"] == format!("case:{}", opening.id))
    );
    let since = format!("&since={}&entity_kind=application", app.clock.now());
    assert_eq!(
        events(&auditor, &since).await,
        refused,
        "only what happened since"
    );
    assert_eq!(
        events(&auditor, &format!("&entity={}&outcome=refused", bea.id)).await,
        refused
    );

    let bad = auditor.get("/audit_events?outcome=hidden&since=yesterday").await;
    assert_eq!(bad.status(), 422, "{}", bad.body());
    let unknown = auditor.get("/audit_events?rating=5").await;
    assert_eq!(unknown.status(), 422, "{}", unknown.body());
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repetition() {
    let app = TestApp::spawn().await;
    open_job(&app).await;
    let auditor = app.user(&[Role::Auditor]).await;
    let all = events(&auditor, "").await;
    assert!(all.len() > 20);
    let mut walked: Vec<Value> = Vec::new();
    let mut path = "/audit_events?limit=7".to_owned();
    loop {
        let page = auditor.get(&path).await.expect(200);
        walked.extend(page["data"].as_array().unwrap().clone());
        if page["has_more"] == false {
            break;
        }
        path = format!(
            "/audit_events?limit=7&cursor={}",
            page["next_cursor"].as_str().unwrap()
        );
    }
    assert_eq!(walked, all);
}

#[tokio::test]
async fn nobody_learns_ratings_from_the_log_before_they_may() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let weak = Candidacy::apply(&opening, "Bea Lind").await;
    Box::pin(weak.bring_to_assessed(&app, 1)).await;
    let team = &opening.team;
    // HR may see the verdicts, so that the refusal knows of them.
    weak.step(&team.hr_lead, "debrief_open")
        .await
        .problem(409, "illegal_step");
    weak.step(&team.manager, "approved")
        .await
        .problem(409, "illegal_step");

    let auditor = app.user(&[Role::Auditor]).await;
    let case = format!("&case={}", weak.id);
    let whole = events(&auditor, &case).await;
    assert!(kinds(&whole).contains(&"red_flag"));
    assert!(json!(whole).to_string().contains("G29"));

    let rating_auditor = app.user(&[Role::Auditor, Role::Interviewer]).await;
    for reader in [&team.hr_lead, &rating_auditor] {
        let told = events(reader, &case).await;
        assert!(told.len() > 20 && !kinds(&told).contains(&"red_flag"));
        let words = json!(told).to_string();
        for telling in ["G28", "G29", "G30", "floor_failed", "RF26"] {
            assert!(!words.contains(telling), "{telling}: {words}");
        }
        assert!(words.contains("G37"), "what tells nothing stays");
    }
    // Those without sight read no more in the timeline of the case.
    let timeline = team
        .manager
        .get(&weak.path("/timeline"))
        .await
        .expect(200)
        .to_string();
    assert!(
        !timeline.contains("floor_failed") && !timeline.contains("G29"),
        "{timeline}"
    );
}

#[tokio::test]
async fn administrators_read_what_is_technical_and_others_nothing() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let admin = app.user(&[Role::Admin]).await;
    let technical = events(&admin, "").await;
    assert_eq!(kinds(&technical), ["company", "user"]);
    for closed in [format!("&case={}", opening.id), "&entity_kind=job".to_owned()] {
        assert!(events(&admin, &closed).await.is_empty(), "{closed}");
    }
    let team = &opening.team;
    for who in [&team.hr, &team.manager, &team.sponsor, &team.interviewer] {
        who.get("/audit_events").await.problem(403, "forbidden");
    }
    app.anonymous()
        .get("/audit_events")
        .await
        .problem(401, "unauthenticated");
}
