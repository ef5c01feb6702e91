//! Guests' links: looking changes nothing, "Begin" opens, dead links are all alike.

use steadyhire::{
    fault::Fault,
    kernel::ids::{ApplicationId, GrantId, RefereeId},
    people::{self, GrantSubject},
};
use uuid::Uuid;

use crate::harness::{TestApp, days, json};

fn referee() -> GrantSubject {
    GrantSubject::Referee {
        application: ApplicationId::from_uuid(Uuid::from_u128(7)),
        referee: RefereeId::from_uuid(Uuid::from_u128(8)),
    }
}

async fn link(app: &TestApp) -> String {
    app.link(referee(), app.clock.now() + days(14)).await
}

async fn begun(app: &TestApp, token: &str) -> GrantId {
    let answer = app
        .anonymous()
        .post("/link_sessions", json!({ "token": token }))
        .await
        .expect(201);
    answer["grant_id"].as_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn scanners_that_follow_the_link_change_nothing() {
    let app = TestApp::spawn().await;
    let token = link(&app).await;
    let path = format!("//l/{token}");
    for _ in 0..20 {
        let page = app.anonymous().get(&path).await;
        assert_eq!(page.status(), 200);
        assert!(page.body().contains("Begin"));
        let head = app.anonymous().send(reqwest::Method::HEAD, &path, None).await;
        assert_eq!((head.status(), head.body()), (200, ""));
    }
    app.advance(days(1));
    let grant = begun(&app, &token).await;
    let stored = app
        .read(move |conn| people::find_grant(conn, grant))
        .await
        .unwrap();
    assert_eq!(
        stored.opened_at,
        Some(app.clock.now()),
        "only the human's Begin opened it"
    );
}

#[tokio::test]
async fn begin_on_the_page_leaves_a_cookie_and_an_address_without_the_secret() {
    let app = TestApp::spawn().await;
    let token = link(&app).await;
    let answer = app
        .anonymous()
        .send(reqwest::Method::POST, &format!("//l/{token}"), None)
        .await;
    assert_eq!(answer.status(), 303);
    assert!(answer.header("location").starts_with("/g/") && !answer.header("location").contains(&token));
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains(&token),
        "{cookie}"
    );
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert_eq!(answer.header("x-robots-tag"), "noindex, nofollow");
}

#[tokio::test]
async fn links_can_be_opened_again_until_their_end() {
    let app = TestApp::spawn().await;
    let token = link(&app).await;
    let first = begun(&app, &token).await;
    app.advance(days(13));
    assert_eq!(begun(&app, &token).await, first);
}

#[tokio::test]
async fn dead_links_are_all_told_alike() {
    let app = TestApp::spawn().await;
    let (expired, revoked) = (link(&app).await, link(&app).await);
    app.advance(days(14));
    let ctx = app.system();
    app.write(move |conn| people::revoke_grants(conn, &ctx, referee()))
        .await;
    let foreign = app.user(&[]).await.token.unwrap();
    let mut answers = Vec::new();
    for dead in [
        expired,
        revoked,
        "garbage".into(),
        String::new(),
        "x".repeat(5000),
        foreign,
    ] {
        let mut problem = app
            .anonymous()
            .post("/link_sessions", json!({ "token": dead }))
            .await
            .problem(404, "link_invalid");
        problem["request_id"].take();
        answers.push(problem);
        if !dead.is_empty() {
            let page = app
                .anonymous()
                .send(reqwest::Method::POST, &format!("//l/{dead}"), None)
                .await;
            assert_eq!(page.status(), 404);
        }
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
}

#[tokio::test]
async fn a_token_that_is_no_text_is_a_bad_field() {
    let app = TestApp::spawn().await;
    for bad in [
        json!({ "token": null }),
        json!({ "token": ["x"] }),
        json!({ "token": 7 }),
        json!({}),
        json!({ "token": { "$ne": "" } }),
    ] {
        assert_eq!(
            app.anonymous().post("/link_sessions", bad).await.bad_fields(),
            ["/token"]
        );
    }
}

#[tokio::test]
async fn a_guest_is_no_member_of_staff_and_loses_entry_with_the_link() {
    let app = TestApp::spawn().await;
    let token = link(&app).await;
    let guest = app.guest(&token).await;
    guest.get("/users/me").await.problem(403, "forbidden");
    let ctx = app.system();
    app.write(move |conn| people::revoke_grants(conn, &ctx, referee()))
        .await;
    guest.get("/users/me").await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn of_many_who_hand_in_at_once_one_succeeds() {
    let app = TestApp::spawn().await;
    let grant = begun(&app, &link(&app).await).await;
    let ctx = app.system();
    let attempts = (0..32).map(|_| {
        let (db, ctx) = (app.running.app.db.clone(), ctx.clone());
        tokio::spawn(async move {
            db.write(move |conn| people::grant_submitted(conn, &ctx, grant))
                .await
        })
    });
    let mut accepted = 0;
    for attempt in attempts.collect::<Vec<_>>() {
        match attempt.await.unwrap() {
            Ok(()) => accepted += 1,
            Err(Fault::AlreadySubmitted(_) | Fault::Busy) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(accepted, 1);
}
