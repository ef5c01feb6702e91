//! Requests sent again because their answer got lost.

use steadyhire::kernel::role::Role;

use crate::harness::{Client, TestApp, json};

fn body(name: &str) -> serde_json::Value {
    json!({ "name": name, "email": format!("{name}@staff.example"), "roles": [] })
}

async fn people(admin: &Client) -> usize {
    admin.get("/users").await.expect(200)["data"]
        .as_array()
        .unwrap()
        .len()
}

#[tokio::test]
async fn a_repeated_request_gets_the_first_answer_and_is_done_once() {
    let app = TestApp::spawn().await;
    let admin = app.user(&[Role::Admin]).await;
    let keyed = admin.header("idempotency-key", "one");
    let first = keyed.post("/users", body("cy")).await;
    let again = keyed.post("/users", body("cy")).await;
    assert_eq!(
        (again.expect(201), again.etag(), again.header("location")),
        (first.expect(201), 1, first.header("location"))
    );
    assert_eq!(
        (
            first.header("idempotent-replayed"),
            again.header("idempotent-replayed")
        ),
        ("", "true")
    );
    assert_eq!(people(&admin).await, 2);
}

#[tokio::test]
async fn a_key_stands_for_one_request_of_one_person() {
    let app = TestApp::spawn().await;
    let (admin, other) = (app.user(&[Role::Admin]).await, app.user(&[Role::Admin]).await);
    admin
        .header("idempotency-key", "one")
        .post("/users", body("cy"))
        .await
        .expect(201);
    let changed = admin
        .header("idempotency-key", "one")
        .post("/users", body("di"))
        .await;
    changed.problem(409, "idempotency_conflict");
    other
        .header("idempotency-key", "one")
        .post("/users", body("di"))
        .await
        .expect(201);
}

#[tokio::test]
async fn a_refused_request_may_be_tried_again_under_its_key() {
    let app = TestApp::spawn().await;
    let admin = app.user(&[Role::Admin]).await;
    let keyed = admin.header("idempotency-key", "one");
    assert_eq!(
        keyed.post("/users", json!({ "name": "cy" })).await.bad_fields(),
        ["/email", "/roles"]
    );
    keyed.post("/users", body("cy")).await.expect(201);
}

#[tokio::test]
async fn of_many_at_once_under_one_key_one_is_done() {
    let app = TestApp::spawn().await;
    let admin = app.user(&[Role::Admin]).await;
    let keyed = admin.header("idempotency-key", "one");
    let attempts: Vec<_> = (0..8)
        .map(|_| {
            let keyed = keyed.clone();
            tokio::spawn(async move { keyed.post("/users", body("cy")).await.status() })
        })
        .collect();
    for attempt in attempts {
        let status = attempt.await.unwrap();
        assert!([201, 409, 503].contains(&status), "{status}");
    }
    assert_eq!(people(&admin).await, 2);
}

#[tokio::test]
async fn a_repeated_request_mails_one_link() {
    let app = TestApp::spawn().await;
    let admin = app.user(&[Role::Admin]).await;
    let bob = app.user(&[Role::Interviewer]).await;
    let email = bob.get("/users/me").await.expect(200)["email"]
        .as_str()
        .unwrap()
        .to_owned();
    let keyed = admin.header("idempotency-key", "one");
    let path = format!("/users/{}/password_links", bob.id());
    let (first, second) = (
        keyed.post(&path, json!({})).await.expect(202),
        keyed.post(&path, json!({})).await.expect(202),
    );
    assert_eq!(first, second);
    assert_eq!(app.mails_to(&email).await.len(), 1);
}
