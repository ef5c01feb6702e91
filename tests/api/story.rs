//! The demo's story, played on both engines.

use steadyhire::{
    audit,
    kernel::role::Role,
    story::{self, Stage, Told},
};

use crate::harness::{TestApp, days};

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

#[tokio::test]
async fn the_story_is_told_to_its_end() {
    let app = TestApp::spawn().await;
    let started = app.clock.now();
    let told = told(&app).await;
    app.run_due().await;
    assert_eq!(app.clock.now(), started + days(120));
    let hr = app.anonymous().with_token(token(&told, Role::Hr));

    let job = hr.get(&format!("/jobs/{}", told.client_job)).await.expect(200);
    assert_eq!(job["state"], "open");
    let versions = hr
        .get(&format!("/jobs/{}/descriptions", told.client_job))
        .await
        .expect(200);
    assert_eq!(
        versions["data"][0]["body"]["body_text"],
        "Looking for an Account Manager."
    );
    let second = hr
        .get(&format!("/jobs/{}", told.production_job))
        .await
        .expect(200);
    assert_eq!(second["state"], "kind_decided");

    let report = app.read(|conn| Ok(audit::verify(conn)?)).await;
    assert_eq!(report.fault, None);
}

/// The bearer token of somebody with a role.
fn token(told: &Told, role: Role) -> &str {
    let user = told.users.iter().find(|user| user.roles.contains(&role));
    &user.unwrap().token
}
