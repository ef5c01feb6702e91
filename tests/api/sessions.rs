//! Signing in, and everything that ends a sign-in.

use steadyhire::{kernel::role::Role, people::passwords};

use crate::harness::{Client, TestApp, json};

const PASSWORD: &str = "violet tractor nine";

async fn ann(app: &TestApp) -> Client {
    let hash = passwords::hash(PASSWORD).unwrap();
    app.staff(&[Role::Hr], |new| new.password_hash = Some(hash)).await
}

async fn email_of(client: &Client) -> String {
    client.get("/users/me").await.expect(200)["email"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn a_person_signs_in_acts_and_signs_out() {
    let app = TestApp::spawn().await;
    let email = email_of(&ann(&app).await).await;
    let signed_in = app
        .anonymous()
        .post(
            "/sessions",
            json!({ "email": email.to_uppercase(), "password": PASSWORD }),
        )
        .await;
    let session = signed_in.expect(201);
    assert_eq!(session["user"]["roles"], json!(["hr"]));
    assert!(session["user"].get("password_hash").is_none());
    let ann = app.bearer(session["token"].as_str().unwrap());
    ann.get("/users/me").await.expect(200);
    ann.delete("/sessions/current").await.expect(204);
    ann.get("/users/me").await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn an_unknown_address_is_answered_like_a_wrong_password() {
    let app = TestApp::spawn().await;
    let email = email_of(&ann(&app).await).await;
    let sign_in = |email: String, password: &str| {
        let body = json!({ "email": email, "password": password });
        let anybody = app.anonymous();
        async move { anybody.post("/sessions", body).await }
    };
    let mut answers = Vec::new();
    for (email, password) in [
        (email, "wrong but long enough"),
        ("nobody@staff.example".to_owned(), PASSWORD),
        ("not an address".to_owned(), PASSWORD),
    ] {
        let mut problem = sign_in(email, password).await.problem(401, "unauthenticated");
        problem["request_id"].take();
        answers.push(problem);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
}

#[tokio::test]
async fn the_eleventh_attempt_in_a_minute_is_refused_even_with_the_right_password() {
    let app = TestApp::spawn().await;
    let email = email_of(&ann(&app).await).await;
    for _ in 0..10 {
        let body = json!({ "email": email, "password": "guess guess guess" });
        app.anonymous()
            .post("/sessions", body)
            .await
            .problem(401, "unauthenticated");
    }
    let body = json!({ "email": email, "password": PASSWORD });
    let refused = app
        .anonymous()
        .header("x-forwarded-for", "203.0.113.9")
        .post("/sessions", body)
        .await;
    refused.problem(429, "rate_limited");
    assert!(refused.header("retry-after").parse::<u32>().unwrap() <= 61);
}

#[tokio::test]
async fn closing_an_account_ends_its_sessions_on_the_next_request() {
    let app = TestApp::spawn().await;
    let admin = app.user(&[Role::Admin]).await;
    let ann = ann(&app).await;
    let email = email_of(&ann).await;
    app.disable(&admin, ann.id()).await;
    ann.get("/users/me").await.problem(401, "unauthenticated");
    let body = json!({ "email": email, "password": PASSWORD });
    app.anonymous()
        .post("/sessions", body)
        .await
        .problem(401, "unauthenticated");
}

#[tokio::test]
async fn taking_a_role_away_works_on_the_next_request() {
    let app = TestApp::spawn().await;
    let (first, second) = (app.user(&[Role::Admin]).await, app.user(&[Role::Admin]).await);
    let path = format!("/users/{}", second.id());
    first
        .if_match(1)
        .patch(&path, json!({ "roles": ["hr"] }))
        .await
        .expect(200);
    let body = json!({ "name": "X", "email": "x@staff.example", "roles": [] });
    second.post("/users", body).await.problem(403, "forbidden");
}

#[tokio::test]
async fn a_new_password_ends_all_other_sessions() {
    let app = TestApp::spawn().await;
    let ann = ann(&app).await;
    let email = email_of(&ann).await;
    let body = json!({ "email": email, "password": PASSWORD });
    let other = app.anonymous().post("/sessions", body).await.expect(201);
    let other = app.bearer(other["token"].as_str().unwrap());

    let change = |current: &str, new: &str| json!({ "current_password": current, "new_password": new });
    let wrong = ann
        .put(
            "/users/me/password",
            change("something else", "another tractor ten"),
        )
        .await;
    wrong.problem(403, "forbidden");
    let weak = ann
        .put("/users/me/password", change(PASSWORD, "password1234"))
        .await;
    assert_eq!(weak.bad_fields(), ["/new_password"]);
    ann.put("/users/me/password", change(PASSWORD, "another tractor ten"))
        .await
        .expect(204);

    ann.get("/users/me").await.expect(200);
    other.get("/users/me").await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_password_link_works_once_and_only_for_its_person() {
    let app = TestApp::spawn().await;
    let admin = app.user(&[Role::Admin]).await;
    let bob = app.user(&[Role::Interviewer]).await;
    let email = email_of(&bob).await;
    let sent = admin
        .post(&format!("/users/{}/password_links", bob.id()), json!({}))
        .await
        .expect(202);
    let link = app.mailed_link(&email, "/password/").await;
    assert!(link.starts_with(&app.url));
    let token = link.rsplit('/').next().unwrap();
    assert!(
        !sent.to_string().contains(token),
        "the link is its person's alone: {sent}"
    );

    let choose = |password: &str| {
        let body = json!({ "token": token, "new_password": password });
        let anybody = app.anonymous();
        async move { anybody.post("/passwords", body).await }
    };
    assert_eq!(choose("short").await.bad_fields(), ["/new_password"]);
    choose(PASSWORD).await.expect(204);
    choose("a second tractor").await.problem(404, "link_invalid");
    bob.get("/users/me").await.problem(401, "unauthenticated");
    app.anonymous()
        .post("/sessions", json!({ "email": email, "password": PASSWORD }))
        .await
        .expect(201);
    let told = app.mails_to(&email).await;
    assert!(
        told.iter().any(|mail| mail["message"] == "password_set"),
        "{told:?}"
    );
    let set = json!({ "new_password": "nobody chooses for bob" });
    let path = format!("/users/{}/password", bob.id());
    let by_another = admin.if_match(1).put(&path, set).await;
    assert!([404, 405].contains(&by_another.status()), "{}", by_another.body());
    // A password link is no guest's link.
    admin
        .post(&format!("/users/{}/password_links", bob.id()), json!({}))
        .await
        .expect(202);
    let second = app.mailed_token(&email, "/password/").await;
    app.anonymous()
        .post("/link_sessions", json!({ "token": second }))
        .await
        .problem(404, "link_invalid");
}

#[tokio::test]
async fn every_wrong_kind_of_token_is_refused_alike() {
    let app = TestApp::spawn().await;
    let ann = ann(&app).await;
    let good = ann.token.clone().unwrap();
    let mut answers = Vec::new();
    for bad in [
        String::new(),
        "x".into(),
        format!("{good}x"),
        good.to_uppercase(),
        format!("shl_{}", &good[3..]),
    ] {
        let mut problem = app
            .bearer(&bad)
            .get("/users/me")
            .await
            .problem(401, "unauthenticated");
        problem["request_id"].take();
        answers.push(problem);
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    let basic = app
        .anonymous()
        .header("authorization", &format!("Basic {good}"))
        .get("/users/me")
        .await;
    basic.problem(401, "unauthenticated");
}
