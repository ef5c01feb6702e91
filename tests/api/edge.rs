//! What holds for every answer of the service.

use reqwest::Method;
use steadyhire::kernel::role::Role;

use crate::harness::{TestApp, days, json};

#[tokio::test]
async fn every_answer_carries_the_security_headers_errors_included() {
    let app = TestApp::spawn().await;
    let anybody = app.anonymous();
    let answers = [
        (200, anybody.get("//healthz").await),
        (200, anybody.get("//l/whatever").await),
        (404, anybody.get("//nowhere").await),
        (401, anybody.get("/users/me").await),
        (405, anybody.delete("/users").await),
        (
            400,
            anybody.send(Method::POST, "/sessions", Some("{".into())).await,
        ),
        (422, anybody.post("/sessions", json!({})).await),
        (404, anybody.send(Method::POST, "//l/whatever", None).await),
    ];
    for (status, answer) in answers {
        assert_eq!(answer.status(), status, "{}", answer.body());
        let csp = answer.header("content-security-policy");
        assert!(
            csp.contains("default-src 'none'") && csp.contains("frame-ancestors 'none'"),
            "{csp}"
        );
        assert!(!csp.contains("unsafe-inline"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert!(!answer.header("referrer-policy").is_empty());
        assert!(!answer.header("x-request-id").is_empty());
    }
}

#[tokio::test]
async fn head_answers_wherever_get_does_with_the_same_length_and_no_body() {
    let app = TestApp::spawn().await;
    let hr = app.user(&[Role::Hr]).await;
    for path in [
        "//healthz",
        "//readyz",
        "//api/openapi.json",
        "/users/me",
        "/users",
    ] {
        let (get, head) = (hr.get(path).await, hr.send(Method::HEAD, path, None).await);
        assert_eq!((get.status(), head.status()), (200, 200), "{path}");
        assert_eq!(head.body(), "");
        assert_eq!(
            head.header("content-length"),
            get.body().len().to_string(),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_wrong_method_is_told_from_a_wrong_address() {
    let app = TestApp::spawn().await;
    let hr = app.user(&[Role::Hr]).await;
    let wrong = hr.delete("/users").await;
    wrong.problem(405, "method_not_allowed");
    assert_eq!(wrong.header("allow"), "GET, HEAD, POST");
    hr.send(Method::TRACE, "//healthz", None)
        .await
        .problem(405, "method_not_allowed");
    let probe = hr.post("//healthz", json!({})).await;
    assert_eq!((probe.status(), probe.header("allow")), (405, "GET, HEAD"));
    let nowhere = hr.get("/nowhere").await.problem(404, "not_found");
    assert_eq!(nowhere["instance"], "/api/v1/nowhere");
    hr.get("/users/not-an-id").await.problem(404, "not_found");
    hr.get("/users/019a0000-0000-7000-8000-000000000000")
        .await
        .problem(404, "not_found");
}

#[tokio::test]
async fn bodies_that_are_no_json_or_too_large_go_no_further() {
    let app = TestApp::spawn().await;
    let admin = app.user(&[Role::Admin]).await;
    let good = json!({ "name": "Cy", "email": "cy@staff.example", "roles": [] }).to_string();
    let plain = admin.header("content-type", "text/plain");
    plain
        .send(Method::POST, "/users", Some(good.clone()))
        .await
        .problem(400, "malformed");
    let form = admin.header("content-type", "application/x-www-form-urlencoded");
    form.send(Method::POST, "/users", Some("name=Cy".into()))
        .await
        .problem(400, "malformed");
    admin
        .send(Method::POST, "/users", Some(format!("{good}{good}")))
        .await
        .problem(400, "malformed");
    admin
        .send(Method::POST, "/users", Some("[".repeat(10_000)))
        .await
        .problem(400, "malformed");
    let huge = format!("{{\"name\":\"{}\"}}", "x".repeat(1_100_000));
    admin
        .send(Method::POST, "/users", Some(huge))
        .await
        .problem(413, "malformed");
}

#[tokio::test]
async fn the_api_describes_itself() {
    let app = TestApp::spawn().await;
    let document = app.anonymous().get("//api/openapi.json").await.expect(200);
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    assert_eq!(document["info"]["title"], "Steadyhire");
    assert!(document["paths"]["/api/v1/users/{id}"]["patch"].is_object());
    assert!(document["components"]["schemas"]["Problem"].is_object());
}

#[tokio::test]
async fn links_start_with_the_configured_address_whatever_the_request_claims() {
    let app = TestApp::spawn().await;
    let admin = app.user(&[Role::Admin]).await;
    let poisoned = admin
        .header("host", "evil.example")
        .header("x-forwarded-host", "evil.example")
        .header("forwarded", "host=evil.example");
    let path = format!("/users/{}/password_links", admin.id());
    poisoned.post(&path, json!({})).await.expect(202);
    let email = admin.get("/users/me").await.expect(200)["email"]
        .as_str()
        .unwrap()
        .to_owned();
    let link = app.mailed_link(&email, "/password/").await;
    assert!(link.starts_with(&app.url), "{link}");
}

#[tokio::test]
async fn only_an_administrator_moves_the_simulated_clock_and_only_forward() {
    let app = TestApp::spawn().await;
    let (admin, hr) = (app.user(&[Role::Admin]).await, app.user(&[Role::Hr]).await);
    let start = app.clock.now();
    hr.post("/demo/clock", json!({ "advance_hours": 24 }))
        .await
        .problem(403, "forbidden");
    app.anonymous()
        .post("/demo/clock", json!({ "advance_hours": 24 }))
        .await
        .problem(401, "unauthenticated");
    let past = admin
        .post("/demo/clock", json!({ "to": "2020-01-01T00:00:00Z" }))
        .await;
    assert_eq!(past.bad_fields(), ["/to"]);
    let neither = admin.post("/demo/clock", json!({})).await;
    assert_eq!(neither.bad_fields(), ["/advance_hours", "/to"]);
    assert_eq!(app.clock.now(), start);
    let moved = admin
        .post("/demo/clock", json!({ "advance_hours": 24 }))
        .await
        .expect(200);
    assert_eq!(moved["now"], json!(start + days(1)));
    assert_eq!(app.clock.now(), start + days(1));
}

#[tokio::test]
async fn a_foreign_page_cannot_act_through_a_visitors_cookie() {
    let app = TestApp::spawn().await;
    let visitor = app.anonymous().header("cookie", "guest-x=1");
    let post =
        |client: crate::harness::Client| async move { client.send(Method::POST, "//l/whatever", None).await };
    post(visitor.header("origin", "https://evil.example"))
        .await
        .problem(403, "forbidden");
    post(visitor.header("sec-fetch-site", "cross-site"))
        .await
        .problem(403, "forbidden");
    assert_eq!(
        post(visitor.header("sec-fetch-site", "same-origin"))
            .await
            .status(),
        404
    );
    assert_eq!(post(visitor.header("origin", &app.url)).await.status(), 404);
}

#[tokio::test]
async fn a_browser_gets_its_refusals_as_pages_and_a_program_as_problems() {
    let app = TestApp::spawn().await;
    let page = app
        .anonymous()
        .header("accept", "text/html,*/*;q=0.8")
        .get("//nowhere")
        .await;
    assert_eq!(
        (page.status(), page.header("content-type")),
        (404, "text/html; charset=utf-8")
    );
    assert!(
        page.header("content-security-policy")
            .contains("default-src 'none'")
    );
    let program = app
        .anonymous()
        .header("accept", "text/html")
        .get("/nowhere")
        .await;
    program.problem(404, "not_found");
}

#[tokio::test]
async fn an_operation_that_takes_nothing_says_so_instead_of_swallowing_it() {
    let app = TestApp::spawn().await;
    let admin = app.user(&[Role::Admin]).await;
    let path = format!("/users/{}/password_links", admin.id());
    for body in [
        json!({ "expires_at": "2030-01-01T00:00:00Z" }),
        json!([]),
        json!("now"),
    ] {
        admin.post(&path, body).await.problem(400, "malformed");
    }
    admin.post(&path, json!({})).await.expect(202);
}
