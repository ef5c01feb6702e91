//! Doors tried by force: tokens of every wrong kind, one link used by many at once, foreign host names, and bodies that
//! are something else than they seem.

use reqwest::Method;
use steadyhire::{
    kernel::{ids::ApplicationId, role::Role},
    people::GrantSubject,
};

use crate::harness::{
    Client, TestApp, Value,
    assessment::assessing,
    candidacy::{Candidacy, open_job},
    days, hours, json,
};

/// The secret of a new password link, as its person was mailed it; each an hour after the one before, so that the mails
/// have an order.
async fn password_token(app: &TestApp, admin: &Client, of: &Client) -> String {
    app.advance(hours(1));
    let path = format!("/users/{}/password_links", of.id());
    admin.post(&path, json!({})).await.expect(202);
    let email = of.get("/users/me").await.expect(200)["email"]
        .as_str()
        .unwrap()
        .to_owned();
    app.mailed_token(&email, "/password/").await
}

#[tokio::test]
async fn no_other_token_chooses_a_password_and_all_are_told_alike() {
    let app = TestApp::spawn().await;
    let admin = app.user(&[Role::Admin]).await;
    let bob = app.user(&[Role::Interviewer]).await;
    let application: ApplicationId = "019a0000-0000-7000-8000-000000000000".parse().unwrap();
    let guests = app
        .link(
            GrantSubject::Candidate { application },
            app.clock.now() + days(14),
        )
        .await;
    let expired = password_token(&app, &admin, &bob).await;
    let replaced = password_token(&app, &admin, &bob).await;
    let used = password_token(&app, &admin, &bob).await;
    let choose = async |token: Value| {
        let body = json!({ "token": token, "new_password": "nineteen tractors at dawn" });
        app.anonymous().post("/passwords", body).await
    };
    choose(json!(used)).await.expect(204);
    app.advance(days(60));
    let mut told = Vec::new();
    let session = bob.token.clone().unwrap();
    let upper = used.to_uppercase();
    for wrong in [expired, replaced, used, upper, guests, session, "x".repeat(4000)] {
        let mut problem = choose(json!(wrong)).await.problem(404, "link_invalid");
        problem["request_id"].take();
        told.push(problem);
    }
    told.dedup();
    assert_eq!(told.len(), 1, "{told:?}");
    for shape in [
        json!(null),
        json!([]),
        json!(["x"]),
        json!(7),
        json!({ "$ne": "" }),
    ] {
        assert_eq!(choose(shape).await.bad_fields(), ["/token"]);
    }
    let missing = json!({ "new_password": "nineteen tractors at dawn" });
    let answer = app.anonymous().post("/passwords", missing).await;
    assert_eq!(answer.bad_fields(), ["/token"]);
}

#[tokio::test]
async fn of_thirty_two_who_hand_in_by_one_link_at_once_one_is_heard() {
    let app = TestApp::spawn().await;
    let cora = Box::pin(assessing(&app)).await;
    let sample = cora.assign("E1").await;
    let guest = cora.guest(&app).await;
    let path = format!("/exercises/{}", sample["id"].as_str().unwrap());
    guest.post(&format!("{path}/begin"), json!({})).await.expect(200);
    let attempts = (0..32).map(|n| {
        let (guest, path) = (guest.clone(), format!("{path}/submission"));
        let work = json!({ "text": format!("Dear Dana, this is answer number {n}.") });
        tokio::spawn(async move { (n, guest.post(&path, work).await.status()) })
    });
    let mut heard = Vec::new();
    for attempt in attempts.collect::<Vec<_>>() {
        let (n, status) = attempt.await.unwrap();
        assert!([200, 409, 503].contains(&status), "{status}");
        if status == 200 {
            heard.push(n);
        }
    }
    assert_eq!(heard.len(), 1, "{heard:?}");
    let kept = cora.team.ops_lead.get(&path).await.expect(200).to_string();
    let text = format!("this is answer number {}.", heard[0]);
    assert!(kept.contains(&text), "{text}: {kept}");
}

#[tokio::test]
async fn no_mail_leads_to_a_host_that_a_request_made_up() {
    let app = TestApp::spawn().await;
    let opening = Box::pin(open_job(&app)).await;
    let poisoned = |who: &Client| {
        ["host", "x-forwarded-host", "x-forwarded-server", "x-host"]
            .into_iter()
            .fold(who.clone(), |who, name| who.header(name, "evil.example"))
            .header("forwarded", "host=evil.example;proto=https")
            .header("x-forwarded-proto", "https")
            .header("referer", "https://evil.example/")
    };
    let body = json!({ "name": "Cora", "email": "cora@candidates.example", "phone": "+49 30 1234" });
    let path = format!("/careers/{}/applications", opening.id);
    poisoned(&app.anonymous()).post(&path, body).await.expect(202);
    let newcomer = json!({ "name": "Ann", "email": "ann@staff.example", "roles": ["hr"] });
    let admin = poisoned(&app.user(&[Role::Admin]).await);
    admin.post("/users", newcomer).await.expect(201);
    for (address, at_least) in [("cora@candidates.example", 1), ("ann@staff.example", 0)] {
        let mails = app.mails_to(address).await;
        let links: Vec<&str> = mails
            .iter()
            .flat_map(|mail| mail["links"].as_array().unwrap())
            .map(|link| link.as_str().unwrap())
            .collect();
        assert!(links.len() >= at_least, "{mails:?}");
        for link in links {
            assert!(link.starts_with(&app.url), "{link}");
        }
        assert!(!json!(mails).to_string().contains("evil.example"), "{mails:?}");
    }
}

#[tokio::test]
async fn a_body_is_what_it_seems_to_be() {
    let app = TestApp::spawn().await;
    let opening = Box::pin(open_job(&app)).await;
    let hr = &opening.team.hr;
    let good =
        json!({ "job_id": opening.id, "candidate": { "name": "Cora", "email": "cora@candidates.example" } });
    for (place, wrong) in [
        ("/job_id", json!([opening.id])),
        ("/job_id", json!({ "id": opening.id })),
        ("/candidate", json!([good["candidate"]])),
        ("/candidate/name", json!({ "$ne": "" })),
        ("/candidate/name", json!(["Cora"])),
        ("/candidate/email", json!(7)),
        ("/candidate/email", json!(["cora@candidates.example"])),
    ] {
        let mut body = good.clone();
        *body.pointer_mut(place).unwrap() = wrong;
        let faults = hr.post("/applications", body).await.bad_fields();
        assert!(
            faults.iter().all(|fault| fault.starts_with(place)),
            "{place}: {faults:?}"
        );
    }
    for (field, value) in [
        ("role", "admin"),
        ("score", "5"),
        ("id", "7"),
        ("created_at", "2020-01-01"),
    ] {
        let mut body = good.clone();
        body["candidate"][field] = json!(value);
        let faults = hr.post("/applications", body).await.bad_fields();
        assert_eq!(faults, [format!("/candidate/{field}")]);
    }
    let twice = good.to_string().replacen('{', "{\"job_id\":\"x\",", 1);
    let answer = hr.send(Method::POST, "/applications", Some(twice)).await;
    assert!([400, 422].contains(&answer.status()), "{}", answer.body());
    let all = hr.get("/applications").await.expect(200);
    assert_eq!(all["data"], json!([]), "nothing was stored");

    let case = Candidacy::apply(&opening, "Bea Lind").await;
    for to in [
        json!(["on_hold"]),
        json!({ "on_hold": true }),
        json!(null),
        json!(1),
        json!("ON_HOLD"),
    ] {
        let answer = case.step_with(hr, json!({ "to": to })).await;
        assert_eq!(answer.bad_fields(), ["/to"]);
    }
    let path = case.path("/transitions");
    let twice = r#"{"to":"on_hold","to":"rejected"}"#.to_owned();
    let version = case.version().await;
    let answer = hr.if_match(version).send(Method::POST, &path, Some(twice)).await;
    assert!([400, 422].contains(&answer.status()), "{}", answer.body());
    assert_eq!(case.state().await, "applied");
}
