//! Applications arrive, through HR and from outside.

use super::*;

#[tokio::test]
async fn an_application_is_pinned_to_the_versions_in_force_and_the_candidate_is_written_to() {
    let app = TestApp::spawn().await;
    let candidacy = applied(&app).await;
    let shown = candidacy.show().await;
    assert_eq!(shown["state"], "applied");
    assert_eq!(
        (
            &shown["policy_version"],
            &shown["content_version"],
            &shown["description_number"]
        ),
        (&json!(1), &json!(1), &json!(1))
    );
    assert_eq!(shown["candidate"]["email"], candidacy.email);

    let messages = |mails: Vec<Value>| -> Vec<String> {
        mails
            .iter()
            .map(|m| m["message"].as_str().unwrap().to_owned())
            .collect()
    };
    let mut first = messages(app.mails_to(&candidacy.email).await);
    first.sort();
    assert_eq!(first, ["application_received", "jd_acknowledge"]);
    app.advance(days(2));
    assert_eq!(
        app.mails_to(&candidacy.email).await.len(),
        3,
        "a reminder after two days"
    );
    app.advance(days(3));
    assert_eq!(
        app.mails_to(&candidacy.email).await.len(),
        3,
        "after five it is Saturday"
    );
    app.advance(days(2));
    assert_eq!(app.mails_to(&candidacy.email).await.len(), 4, "and on Monday");
}

#[tokio::test]
async fn only_hr_takes_applications_in_and_only_for_open_jobs() {
    let app = TestApp::spawn().await;
    let team = Team::new(&app).await;
    let opening = Opening::draft(&team).await;
    let body = |job: &str| json!({ "job_id": job, "candidate": { "name": "Cora", "email": "cora@candidates.example" } });
    team.manager
        .post("/applications", body(&opening.id))
        .await
        .problem(403, "forbidden");
    team.hr
        .post("/applications", body(&opening.id))
        .await
        .problem(409, "job_not_open");
    let nowhere = "019a0000-0000-7000-8000-000000000000";
    assert_eq!(
        team.hr.post("/applications", body(nowhere)).await.bad_fields(),
        ["/job_id"]
    );
    opening.bring_to("open").await;
    team.hr.post("/applications", body(&opening.id)).await.expect(201);
    team.hr
        .post("/applications", body(&opening.id))
        .await
        .problem(409, "already_applied");
}

#[tokio::test]
async fn nobody_outside_learns_whether_an_address_is_known() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let outside = app.anonymous();
    let path = format!("/careers/{}/applications", opening.id);
    let body = json!({ "name": "Cora", "email": "cora@candidates.example", "phone": "+49 30 1234" });
    let first = outside.post(&path, body.clone()).await;
    let again = outside.post(&path, body.clone()).await;
    assert_eq!(first.expect(202), again.expect(202));
    let listed = opening.team.hr.get("/applications").await.expect(200);
    assert_eq!(listed["data"].as_array().unwrap().len(), 1);

    let team = Team::new(&app).await;
    let closed = Opening::draft(&team).await;
    let path = format!("/careers/{}/applications", closed.id);
    outside.post(&path, body).await.problem(404, "not_found");
}

#[tokio::test]
async fn too_many_applications_from_one_place_have_to_wait() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let path = format!("/careers/{}/applications", opening.id);
    for n in 0..20 {
        let body = json!({ "name": "Bot", "email": format!("bot{n}@candidates.example") });
        app.anonymous().post(&path, body).await.expect(202);
    }
    let body = json!({ "name": "Bot", "email": "bot@candidates.example" });
    let refused = app.anonymous().post(&path, body).await;
    refused.problem(429, "rate_limited");
    assert!(!refused.header("retry-after").is_empty());
}

#[tokio::test]
async fn what_a_client_may_not_set_is_refused() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let hr = &opening.team.hr;
    let base =
        json!({ "job_id": opening.id, "candidate": { "name": "Cora", "email": "cora@candidates.example" } });
    for (field, value) in [
        ("state", json!("hired")),
        ("applied_at", json!("2020-01-01T00:00:00Z")),
        ("policy_version", json!(7)),
        ("version", json!(9)),
        ("notice_seen_at", json!("2020-01-01T00:00:00Z")),
    ] {
        let mut body = base.clone();
        body[field] = value;
        assert_eq!(
            hr.post("/applications", body).await.bad_fields(),
            [format!("/{field}")]
        );
    }
    let mut body = base.clone();
    body["candidate"]["id"] = json!("019a0000-0000-7000-8000-000000000000");
    assert_eq!(
        hr.post("/applications", body).await.bad_fields(),
        ["/candidate/id"]
    );
    for name in ["", " \u{202E} ", "x\r\nBcc: eve@evil.example"] {
        let mut body = base.clone();
        body["candidate"]["name"] = json!(name);
        let answer = hr.post("/applications", body).await;
        if answer.status() == 201 {
            assert_eq!(answer.json()["candidate"]["name"], "x Bcc: eve@evil.example");
        } else {
            assert_eq!(answer.bad_fields(), ["/candidate/name"]);
        }
    }
}

#[tokio::test]
async fn lists_are_narrowed_and_show_only_what_one_may_know_of() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let cora = Candidacy::apply(&opening, "Cora Client").await;
    app.advance(hours(1));
    let dora = Candidacy::apply(&opening, "Dora Deal").await;
    let ids = |page: Value| -> Vec<String> {
        page["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let hr = &opening.team.hr;
    assert_eq!(
        ids(hr.get("/applications").await.expect(200)),
        [dora.id.clone(), cora.id.clone()]
    );
    let page = hr.get("/applications?limit=1").await.expect(200);
    let next = format!(
        "/applications?limit=1&cursor={}",
        page["next_cursor"].as_str().unwrap()
    );
    assert_eq!(
        ids(hr.get(&next).await.expect(200)),
        std::slice::from_ref(&cora.id)
    );
    let later = format!(
        "/applications?updated_after=2026-11-02T09:30:00Z&job_id={}",
        opening.id
    );
    assert_eq!(
        ids(hr.get(&later).await.expect(200)),
        std::slice::from_ref(&dora.id)
    );
    let none = hr.get("/applications?state=screened").await.expect(200);
    assert!(ids(none).is_empty());

    let manager = &opening.team.manager;
    assert_eq!(ids(manager.get("/applications").await.expect(200)).len(), 2);
    for role in [Role::HiringManager, Role::Interviewer, Role::Admin, Role::Trainee] {
        let stranger = app.user(&[role]).await;
        assert!(
            ids(stranger.get("/applications").await.expect(200)).is_empty(),
            "{role}"
        );
        stranger.get(&cora.path("")).await.problem(404, "not_found");
        stranger
            .get(&cora.path("/timeline"))
            .await
            .problem(404, "not_found");
        stranger
            .if_match(1)
            .post(&cora.path("/transitions"), json!({ "to": "rejected" }))
            .await
            .problem(404, "not_found");
    }
    app.anonymous()
        .get("/applications")
        .await
        .problem(401, "unauthenticated");
}

#[tokio::test]
async fn looking_changes_nothing() {
    let app = TestApp::spawn().await;
    let candidacy = applied(&app).await;
    let guest = candidacy.guest(&app).await;
    let version = candidacy.version().await;
    for path in ["", "/gates?to=approved", "/timeline", "/red_flags"] {
        candidacy.team.hr.get(&candidacy.path(path)).await.expect(200);
    }
    guest.get("/guest/application").await.expect(200);
    let trail = audited(&candidacy).await;
    guest.get("/guest/application").await.expect(200);
    assert_eq!(candidacy.version().await, version);
    assert_eq!(audited(&candidacy).await, trail);
}

#[tokio::test]
async fn the_first_mail_says_what_can_happen_when_at_the_earliest() {
    let app = TestApp::spawn().await;
    let candidacy = applied(&app).await;
    let mails = app.mails_to(&candidacy.email).await;
    let first = mails
        .iter()
        .find(|m| m["message"] == "application_received")
        .unwrap();
    let text = first["text"].as_str().unwrap();
    for date in [
        "Tuesday 3 November 2026, 09:00",
        "Decision: Monday 9 November 2026, 09:00",
    ] {
        assert!(text.contains(date), "{date}: {text}");
    }
}
