//! The demo's story, played on both engines.

use steadyhire::{
    audit,
    kernel::role::Role,
    story::{self, Stage, Told},
};

use crate::harness::{Client, TestApp, Value, days};

/// Plays the story so that it ends so many days after the application started.
async fn told(app: &TestApp) -> Told {
    let stage = Stage {
        db: app.running.app.db.clone(),
        clock: app.clock.clone(),
        base_url: app.url.clone(),
        present: app.clock.now() + days(120),
        listener: |_| (),
    };
    story::play(stage).await.unwrap()
}

/// Somebody of the story with a role, signed in.
fn one(app: &TestApp, told: &Told, role: Role) -> Client {
    let user = told.users.iter().find(|user| user.roles.contains(&role));
    app.anonymous().with_token(&user.unwrap().token)
}

#[tokio::test]
async fn the_story_is_told_to_its_end() {
    let app = TestApp::spawn().await;
    let started = app.clock.now();
    let told = told(&app).await;
    app.run_due().await;
    assert_eq!(app.clock.now(), started + days(120));
    let hr = one(&app, &told, Role::Hr);
    the_vague_description_is_kept(&hr, &told).await;
    a_is_refused_although_the_average_likes_a_best(&hr, &told).await;
    let report = app.read(|conn| Ok(audit::verify(conn)?)).await;
    assert_eq!(report.fault, None);
}

async fn the_vague_description_is_kept(hr: &Client, told: &Told) {
    let job = hr.get(&format!("/jobs/{}", told.client_job)).await.expect(200);
    assert_eq!(job["description"], 2);
    let versions = hr
        .get(&format!("/jobs/{}/descriptions", told.client_job))
        .await
        .expect(200);
    let first = &versions["data"][0]["body"]["body_text"];
    assert_eq!(first, "Looking for an Account Manager.");
    let refused = refusals(hr, &format!("/jobs/{}/timeline", told.client_job)).await;
    assert_eq!(refused.len(), 1);
    assert!(gates(&refused[0]).contains(&"G04"), "{refused:?}");
    let second = hr
        .get(&format!("/jobs/{}", told.production_job))
        .await
        .expect(200);
    assert_eq!(second["state"], "kind_decided");
}

async fn a_is_refused_although_the_average_likes_a_best(hr: &Client, told: &Told) {
    let expected = [
        (2.644, 3.051, 3.822),
        (4.136, 3.870, 3.568),
        (4.356, 4.024, 3.428),
    ];
    for (standing, (soft, assessment, naive)) in told.standings.iter().zip(expected) {
        let found = [standing.soft, standing.assessment, standing.naive];
        for (found, expected) in found.into_iter().zip([soft, assessment, naive]) {
            assert!((found - expected).abs() < 1e-3, "{standing:?}");
        }
    }
    let [a, b, _] = &told.applicants;
    let path = format!("/applications/{}", a.application);
    assert_eq!(hr.get(&path).await.expect(200)["state"], "debrief_open");
    let other = hr
        .get(&format!("/applications/{}", b.application))
        .await
        .expect(200);
    assert_eq!(other["state"], "references_complete");
    let refused = refusals(hr, &format!("{path}/timeline")).await;
    for gate in ["G28", "G29", "G30"] {
        assert!(gates(&refused[0]).contains(&gate), "{refused:?}");
    }
}

/// What was refused, of a timeline.
async fn refusals(hr: &Client, timeline: &str) -> Vec<Value> {
    let events = hr.get(timeline).await.expect(200);
    let all = events["data"].as_array().unwrap().iter();
    all.filter(|event| event["outcome"] == "refused")
        .cloned()
        .collect()
}

fn gates(event: &Value) -> Vec<&str> {
    let all = event["details"]["gates"].as_array().unwrap();
    all.iter().map(|gate| gate.as_str().unwrap()).collect()
}
