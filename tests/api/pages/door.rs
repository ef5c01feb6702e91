//! Signing in, the first set-up, the own profile.

use steadyhire::{kernel::role::Role, people::passwords};

use crate::harness::{Browser, TestApp, json};

const PASSWORD: &str = "nineteen tractors at dawn";

#[tokio::test]
async fn whoever_is_not_signed_in_is_sent_to_the_door_and_back() {
    let app = TestApp::spawn().await;
    let hash = passwords::hash(PASSWORD).unwrap();
    let hr = app.staff(&[Role::Hr], |new| new.password_hash = Some(hash)).await;
    let stranger = Browser::anonymous(&hr);

    let door = stranger.look("/profile").await.expect(200);
    assert_eq!(door.path, "/sign-in?next=%2Fprofile");
    assert_eq!(door.hidden("_next"), "/profile");

    let email = hr.get("/users/me").await.expect(200)["email"]
        .as_str()
        .unwrap()
        .to_owned();
    let wrong = stranger
        .press(
            "/sign-in",
            &[("email", &email), ("password", "guessed"), ("_next", "/profile")],
        )
        .await
        .expect(401);
    wrong.must_say(&["The e-mail address or the password is wrong.", &email]);

    let right = [
        ("email", email.as_str()),
        ("password", PASSWORD),
        ("_next", "//evil.example"),
    ];
    let answer = app
        .anonymous()
        .header("accept", "text/html")
        .header("content-type", "application/x-www-form-urlencoded");
    let form = serde_urlencoded::to_string(right).unwrap();
    let answer = answer.send(reqwest::Method::POST, "//sign-in", Some(form)).await;
    assert_eq!(
        (answer.status(), answer.header("location")),
        (303, "/today"),
        "nobody is sent to another site"
    );
    let cookie = answer.header("set-cookie").to_owned();
    assert!(
        cookie.starts_with("session=sh_") && cookie.contains("HttpOnly"),
        "{cookie}"
    );
    let session = cookie.split(';').next().unwrap();
    let profile = app.anonymous().header("cookie", session).get("//profile").await;
    assert!(profile.body().contains(&email), "{}", profile.body());
    let api = app.anonymous().header("cookie", session).get("/users/me").await;
    assert_eq!(api.status(), 401, "the API takes no cookies");
}

#[tokio::test]
async fn a_profile_changes_its_password_and_tells_every_reason_against() {
    let app = TestApp::spawn().await;
    let hash = passwords::hash(PASSWORD).unwrap();
    let roles = [Role::Hr, Role::Interviewer];
    let hr = app.staff(&roles, |new| new.password_hash = Some(hash)).await;
    let browser = Browser::of(&hr);
    browser
        .look("/profile")
        .await
        .expect(200)
        .must_say(&["HR", "Interviewer", "You have none yet."]);

    let short = [("current_password", PASSWORD), ("new_password", "short")];
    let again = browser.press("/profile/password", &short).await.expect(422);
    again.must_say(&["f-new_password-fault", "aria-invalid"]);
    assert!(!again.says(PASSWORD), "a password is never shown again");

    let fine = [
        ("current_password", PASSWORD),
        ("new_password", "forty quiet orchards"),
    ];
    browser
        .press("/profile/password", &fine)
        .await
        .expect(200)
        .must_say(&["Your password is changed."]);
}

#[tokio::test]
async fn the_first_administrator_needs_the_token_of_the_log() {
    let app = TestApp::spawn().await;
    let stranger = Browser::anonymous(&app.anonymous());
    let setup = stranger.look("/").await.expect(200);
    assert_eq!(setup.path, "/setup");
    let fields = |token| {
        [
            ("token", token),
            ("name", "Ada First"),
            ("email", "ada@example.com"),
            ("password", PASSWORD),
        ]
    };
    let refused = stranger.press("/setup", &fields("guessed")).await.expect(422);
    refused.must_say(&["This is not the token", "Ada First"]);
    assert!(!refused.says(PASSWORD));

    let token = app.setup_token();
    assert_eq!(stranger.press("/setup", &fields(&token)).await.path, "/sign-in");
    stranger.look("/setup").await.expect(404);
    stranger.press("/setup", &fields(&token)).await.expect(404);
    let body = json!({ "email": "ada@example.com", "password": PASSWORD });
    let session = app.anonymous().post("/sessions", body).await.expect(201);
    assert_eq!(session["user"]["roles"], json!(["admin"]));
}

#[tokio::test]
async fn pages_speak_the_language_of_the_reader() {
    let app = TestApp::spawn().await;
    app.user(&[Role::Admin]).await;
    let stranger = Browser::anonymous(&app.anonymous());
    stranger
        .look("/sign-in")
        .await
        .must_say(&["<html lang=\"en\">", "Password"]);
    let german = stranger.speaking("de-DE,de;q=0.9,en;q=0.5");
    german
        .look("/sign-in")
        .await
        .must_say(&["<html lang=\"de\">", "Passwort"]);
    german.look("/nowhere").await.expect(404);
}
