//! Accounts: who may make and change them, and what nobody may.

use steadyhire::kernel::role::Role;

use crate::harness::{TestApp, json};

#[tokio::test]
async fn an_administrator_makes_and_changes_accounts() {
    let app = TestApp::spawn().await;
    let admin = app.user(&[Role::Admin]).await;
    let body = json!({ "name": " Cy\r\nOps ", "email": "cy@staff.example", "roles": ["trainer", "hr", "hr"], "operations": true });
    let made = admin.post("/users", body).await;
    let user = made.expect(201);
    assert_eq!(
        (user["name"].as_str(), &user["roles"]),
        (Some("Cy Ops"), &json!(["hr", "trainer"]))
    );
    assert_eq!(
        made.header("location"),
        format!("/api/v1/users/{}", user["id"].as_str().unwrap())
    );
    assert_eq!(made.etag(), 1);

    let path = format!("/users/{}", user["id"].as_str().unwrap());
    let changed = admin
        .if_match(1)
        .patch(&path, json!({ "reports_to": admin.id(), "operations": false }))
        .await;
    assert_eq!(changed.expect(200)["reports_to"], json!(admin.id()));
    assert_eq!(changed.etag(), 2);
    let alone = admin
        .if_match(2)
        .patch(&path, json!({ "reports_to": null }))
        .await
        .expect(200);
    assert_eq!(
        (&alone["reports_to"], &alone["operations"]),
        (&json!(null), &json!(false))
    );
}

#[tokio::test]
async fn one_address_belongs_to_one_person_in_whatever_case() {
    let app = TestApp::spawn().await;
    let admin = app.user(&[Role::Admin]).await;
    let body = |email: &str| json!({ "name": "Cy", "email": email, "roles": [] });
    admin.post("/users", body("cy@staff.example")).await.expect(201);
    admin
        .post("/users", body("CY@staff.example"))
        .await
        .problem(409, "email_taken");
}

#[tokio::test]
async fn only_administrators_make_and_change_accounts() {
    let app = TestApp::spawn().await;
    let hr = app.user(&[Role::Hr, Role::HrLead, Role::Sponsor]).await;
    let body = json!({ "name": "Cy", "email": "cy@staff.example", "roles": [] });
    hr.post("/users", body.clone()).await.problem(403, "forbidden");
    app.anonymous()
        .post("/users", body)
        .await
        .problem(401, "unauthenticated");
    let own = format!("/users/{}", hr.id());
    hr.if_match(1)
        .patch(&own, json!({ "name": "Boss" }))
        .await
        .problem(403, "forbidden");
    assert_eq!(hr.get("/users/me").await.expect(200)["name"], "hr 1");
}

#[tokio::test]
async fn nobody_grants_themself_a_role_or_closes_the_own_account() {
    let app = TestApp::spawn().await;
    let admin = app.user(&[Role::Admin]).await;
    let own = format!("/users/{}", admin.id());
    for change in [
        json!({ "roles": ["admin", "hr_lead"] }),
        json!({ "disabled": true }),
    ] {
        admin
            .if_match(1)
            .patch(&own, change)
            .await
            .problem(403, "forbidden");
    }
    assert_eq!(
        admin.get("/users/me").await.expect(200)["roles"],
        json!(["admin"])
    );
}

#[tokio::test]
async fn nobody_becomes_their_own_superior_however_long_the_way() {
    let app = TestApp::spawn().await;
    let admin = app.user(&[Role::Admin]).await;
    let (ann, bob) = (app.user(&[Role::Hr]).await, app.user(&[Role::Hr]).await);
    let (ann_path, bob_path) = (format!("/users/{}", ann.id()), format!("/users/{}", bob.id()));
    admin
        .if_match(1)
        .patch(&ann_path, json!({ "reports_to": bob.id() }))
        .await
        .expect(200);
    let circle = admin
        .if_match(1)
        .patch(&bob_path, json!({ "reports_to": ann.id() }))
        .await;
    assert_eq!(circle.bad_fields(), ["/reports_to"]);
}

#[tokio::test]
async fn faults_are_told_in_their_order() {
    let app = TestApp::spawn().await;
    let (admin, hr) = (app.user(&[Role::Admin]).await, app.user(&[Role::Hr]).await);
    let there = format!("/users/{}", hr.id());
    let absent = "/users/019a0000-0000-7000-8000-000000000000";
    let bad = json!({ "name": 7, "state": "hired" });

    app.anonymous()
        .patch(&there, bad.clone())
        .await
        .problem(401, "unauthenticated");
    let no_json = admin.send(reqwest::Method::PATCH, absent, Some("{".into())).await;
    no_json.problem(400, "malformed");
    admin.patch(absent, bad.clone()).await.problem(404, "not_found");
    hr.patch(&there, bad.clone()).await.problem(403, "forbidden");
    admin
        .patch(&there, bad.clone())
        .await
        .problem(428, "precondition_required");
    admin
        .if_match(7)
        .patch(&there, bad.clone())
        .await
        .problem(412, "stale");
    assert_eq!(
        admin.if_match(1).patch(&there, bad).await.bad_fields(),
        ["/name", "/state"]
    );
}

#[tokio::test]
async fn what_a_client_may_not_set_is_refused_and_nothing_changes() {
    let app = TestApp::spawn().await;
    let admin = app.user(&[Role::Admin]).await;
    let base = json!({ "name": "Cy", "email": "cy@staff.example", "roles": ["hr"] });
    for (field, value) in [
        ("id", json!("019a0000-0000-7000-8000-000000000000")),
        ("version", json!(9)),
        ("created_at", json!("2020-01-01T00:00:00Z")),
        ("disabled_at", json!(null)),
        ("password_hash", json!("x")),
    ] {
        let mut body = base.clone();
        body[field] = value;
        assert_eq!(
            admin.post("/users", body).await.bad_fields(),
            [format!("/{field}")]
        );
    }
    for (field, value) in [
        ("name", json!({ "first": "Cy" })),
        ("email", json!(["cy@staff.example"])),
        ("roles", json!("hr")),
    ] {
        let mut body = base.clone();
        body[field] = value;
        assert_eq!(
            admin.post("/users", body).await.bad_fields(),
            [format!("/{field}")]
        );
    }
    let twice = r#"{"name":"Cy","email":"cy@staff.example","roles":["hr"],"roles":["admin"]}"#;
    let twice = admin
        .send(reqwest::Method::POST, "/users", Some(twice.into()))
        .await;
    assert_eq!(twice.bad_fields(), ["/roles"]);
    assert_eq!(
        admin.get("/users").await.expect(200)["data"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn the_list_comes_in_pages_that_join_without_gap_or_overlap() {
    let app = TestApp::spawn().await;
    let admin = app.user(&[Role::Admin]).await;
    for _ in 0..6 {
        app.advance(crate::harness::minutes(1));
        app.user(&[Role::Hr]).await;
    }
    let (mut names, mut path) = (Vec::new(), "/users?limit=3".to_owned());
    loop {
        let answer = admin.get(&path).await;
        let page = answer.expect(200);
        names.extend(
            page["data"]
                .as_array()
                .unwrap()
                .iter()
                .map(|u| u["name"].as_str().unwrap().to_owned()),
        );
        let Some(cursor) = page["next_cursor"].as_str() else {
            assert_eq!(page["has_more"], false);
            break;
        };
        assert!(answer.header("link").contains(cursor) && answer.header("link").ends_with("rel=\"next\""));
        path = format!("/users?limit=3&cursor={cursor}");
    }
    assert_eq!(names, ["admin 1", "hr 2", "hr 3", "hr 4", "hr 5", "hr 6", "hr 7"]);
    assert_eq!(
        admin.get("/users?limit=101&cursor=x").await.bad_fields(),
        ["/cursor", "/limit"]
    );
}

#[tokio::test]
async fn new_hires_see_themselves_and_nobody_else() {
    let app = TestApp::spawn().await;
    let (hr, hire) = (app.user(&[Role::Hr]).await, app.user(&[Role::Trainee]).await);
    hire.get("/users").await.problem(403, "forbidden");
    hire.get(&format!("/users/{}", hr.id()))
        .await
        .problem(404, "not_found");
    hire.get(&format!("/users/{}", hire.id())).await.expect(200);
}
