//! The plan before the first day: G40 and G50, who takes part, who may look.

use steadyhire::kernel::email::EmailAddress;

use super::*;

#[tokio::test]
async fn a_plan_holds_every_module_and_talk_of_the_kind() {
    let app = TestApp::spawn().await;
    let hire = Hire::prepared(&app).await;
    let shown = hire.show().await;
    assert_eq!(
        (
            &shown["state"],
            &shown["stage"],
            &shown["modules"],
            &shown["live_at"]
        ),
        (&json!("preboarding"), &json!("shadow"), &json!(28), &json!(null))
    );
    let module = hire.module("S-D1").await;
    assert_eq!(
        (&module["due_day"], &module["due_at"]),
        (&json!(10), &json!("2026-11-19T17:00:00Z"))
    );
    assert_eq!(
        (&module["state"], &module["overdue"]),
        (&json!("not_started"), &json!(false))
    );
    let talks = hire.team().hr.get(&hire.path("/check_ins")).await.expect(200);
    assert_eq!(talks["data"].as_array().unwrap().len(), 21);
    let again = hire
        .team()
        .hr
        .post(&hire.candidacy.path("/onboarding_plan"), hire.crew.body())
        .await;
    again.problem(409, "plan_exists");
    let found = hire
        .team()
        .hr
        .get(&hire.candidacy.path("/onboarding_plan"))
        .await
        .expect(200);
    assert_eq!(found["id"], hire.id.as_str());
}

#[tokio::test]
async fn g40_wants_a_trainer_for_each_module_a_coach_and_the_access_order() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let candidacy = Candidacy::apply(&opening, "Sam Ode").await;
    let (crew, hr) = (Crew::new(&app).await, &candidacy.team.hr);
    let g40 = || candidacy.gate("approved", "G40");
    assert_eq!(g40().await["status"], "open");

    let plan = hr
        .post(&candidacy.path("/onboarding_plan"), json!({}))
        .await
        .expect(201);
    let (id, before) = (plan["id"].as_str().unwrap().to_owned(), candidacy.version().await);
    let path = |rest: &str| format!("/onboarding_plans/{id}{rest}");
    let version = async || hr.get(&path("")).await.etag();
    let all = hr.get(&path("/modules")).await.expect(200);
    for module in all["data"].as_array().unwrap() {
        let code = module["code"].as_str().unwrap();
        assert_eq!(g40().await["status"], "open", "before {code} has a trainer");
        hr.if_match(version().await)
            .put(
                &path(&format!("/modules/{code}/trainer")),
                json!({ "user": crew.trainer.id() }),
            )
            .await
            .expect(200);
    }
    assert_eq!(g40().await["status"], "open", "no coach, no access order");
    let people = json!({ "coach": crew.coach.id(), "manager": crew.boss.id(), "buddy": crew.buddy.id() });
    hr.if_match(version().await)
        .put(&path("/people"), people)
        .await
        .expect(200);
    assert_eq!(g40().await["status"], "open", "no access order");
    hr.post(&path("/access_order"), json!({ "note": "ticket 4711" }))
        .await
        .expect(200);
    assert_eq!(g40().await["status"], "met");
    assert!(
        candidacy.version().await > before,
        "each of these is an input of the application's gate"
    );
}

#[tokio::test]
async fn only_people_who_can_take_a_part_are_named_for_it() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let candidacy = Candidacy::apply(&opening, "Sam Ode").await;
    let both = app.user(&[Role::Coach, Role::Trainer]).await;
    let crew = Crew::new(&app).await;
    let path = candidacy.path("/onboarding_plan");
    let hr = &candidacy.team.hr;
    let wrong = json!({
        "coach": crew.boss.id(), "manager": crew.coach.id(), "buddy": crew.boss.id(), "starts_at": START,
    });
    assert_eq!(
        hr.post(&path, wrong).await.bad_fields(),
        ["/buddy", "/coach", "/manager", "/starts_at"]
    );
    let daily = json!({ "coach": both.id(), "default_trainer": both.id() });
    assert_eq!(hr.post(&path, daily).await.bad_fields(), ["/default_trainer"]);
    assert_eq!(
        hr.post(&path, json!({ "state": "active" })).await.bad_fields(),
        ["/state"]
    );
    crew.coach
        .post(&path, crew.body())
        .await
        .problem(404, "not_found");
    candidacy
        .team
        .interviewer
        .post(&path, crew.body())
        .await
        .problem(403, "forbidden");
}

#[tokio::test]
async fn the_accepted_offer_makes_the_account_and_tells_of_the_first_week() {
    let app = TestApp::spawn().await;
    let mut hire = Hire::prepared(&app).await;
    let user = hire.accept(&app).await;
    assert_eq!(hire.show().await["trainee"], json!(user));
    let me = hire.trainee.get("/users/me").await.expect(200);
    assert_eq!(
        (&me["roles"], &me["reports_to"]),
        (&json!(["trainee"]), &json!(hire.crew.boss.id()))
    );
    let mails = app.mails_to(&hire.candidacy.email).await;
    let welcome = mails.iter().find(|m| m["message"] == "preboarding").expect("M20");
    assert!(
        welcome["text"]
            .as_str()
            .unwrap()
            .contains("Monday 9 November 2026"),
        "{welcome}"
    );
    let link = welcome["links"][0].as_str().unwrap();
    assert!(link.contains("/password/"), "{link}");
    assert_eq!(hire.accept(&app).await, user, "a second call changes nothing");
}

#[tokio::test]
async fn nobody_starts_who_is_not_hired() {
    let app = TestApp::spawn().await;
    let mut hire = Hire::prepared(&app).await;
    hire.accept(&app).await;
    hire.ready().await;
    let refused = hire.step(&hire.team().hr, json!({ "to": "active" })).await;
    refused.problem(409, "illegal_step");
    assert_eq!(hire.show().await["state"], "preboarding");
    let seen = hire.team().hr.get(&hire.path("/timeline")).await.expect(200);
    let last = seen["data"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["outcome"], &last["to_state"]),
        (&json!("refused"), &json!("active"))
    );
}

#[tokio::test]
async fn g50_wants_everything_ready_one_working_day_before_the_start() {
    let app = TestApp::spawn().await;
    let hire = Hire::hired(&app).await;
    let hr = &hire.team().hr;
    assert_eq!(hire.show().await["ready_by"], "2026-11-06T09:00:00Z");
    let refused = hire.step(hr, json!({ "to": "active" })).await;
    assert_eq!(refused.refusing_gates(), ["G50"]);
    let text = detail(&refused.json(), "G50");
    assert_eq!(
        text,
        "Not ready for day 1: access, equipment, buddy, first-week plan."
    );

    app.clock.advance_to(first_day() - days(3) + hours(1));
    hire.ready().await;
    let late = hire.step(hr, json!({ "to": "active" })).await;
    assert_eq!(
        late.refusing_gates(),
        ["G50"],
        "ready on Friday at ten is an hour too late"
    );
    let past = hire.put(hr, "/start", json!({ "starts_at": START })).await;
    assert_eq!(past.bad_fields(), ["/starts_at"]);
    let moved = json!({ "starts_at": first_day() + days(1) });
    hire.put(hr, "/start", moved).await.expect(200);
    let run = hr.get(&hire.path("/gates?to=active")).await.expect(200);
    assert_eq!(
        (&run["data"][0]["gate"], &run["data"][0]["status"]),
        (&json!("G50"), &json!("met"))
    );
    let early = hire
        .step(hr, json!({ "to": "active" }))
        .await
        .problem(409, "illegal_step");
    assert_eq!(
        early["detail"],
        "The first working day begins on 10 November 2026, 09:00 UTC; nobody is at work before."
    );
    let tick = hire.on(&hire.trainee, "S-D1", "steps/1", json!({})).await;
    tick.problem(409, "not_at_work");
    app.clock.advance_to(first_day() + days(1));
    hire.step(hr, json!({ "to": "active" })).await.expect(200);
    let again = hire
        .put(hr, "/start", json!({ "starts_at": first_day() + days(9) }))
        .await;
    again.problem(409, "already_started");
}

#[tokio::test]
async fn a_plan_is_known_to_those_with_a_part_in_it() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let strangers = [
        app.user(&[Role::Coach, Role::Trainer, Role::Manager]).await,
        app.user(&[Role::Admin]).await,
    ];
    for stranger in &strangers {
        stranger.get(&hire.path("")).await.problem(404, "not_found");
        assert_eq!(
            stranger.get("/onboarding_plans").await.expect(200)["data"],
            json!([])
        );
        hire.post(stranger, "/stage", json!({ "to": "assisted" }))
            .await
            .problem(404, "not_found");
    }
    let crew = &hire.crew;
    for known in [
        &hire.trainee,
        &crew.coach,
        &crew.boss,
        &crew.buddy,
        &crew.trainer,
        &hire.team().sponsor,
    ] {
        known.get(&hire.path("/modules/S-D1")).await.expect(200);
        let list = known.get("/onboarding_plans?state=active").await.expect(200);
        assert_eq!(list["data"][0]["id"], hire.id.as_str());
        assert_eq!(
            known.get("/onboarding_plans?state=ended").await.expect(200)["data"],
            json!([])
        );
    }
    let buddy = &crew.buddy;
    hire.on(buddy, "S-D1", "steps/1", json!({}))
        .await
        .problem(403, "forbidden");
    hire.put(buddy, "/people", json!({}))
        .await
        .problem(403, "forbidden");
}

#[tokio::test]
async fn changes_need_the_version_that_was_read() {
    let app = TestApp::spawn().await;
    let hire = Hire::prepared(&app).await;
    let hr = &hire.team().hr;
    let start = json!({ "starts_at": first_day() + days(7) });
    hr.put(&hire.path("/start"), start.clone())
        .await
        .problem(428, "precondition_required");
    let seen = hire.version().await;
    hire.post(hr, "/access_order", json!({ "note": "ticket 4711" }))
        .await
        .expect(200);
    hr.if_match(seen)
        .put(&hire.path("/start"), start)
        .await
        .problem(412, "stale");
    let step = json!({ "to": "active" });
    hr.post(&hire.path("/transitions"), step.clone())
        .await
        .problem(428, "precondition_required");
    hr.if_match(seen)
        .post(&hire.path("/transitions"), step)
        .await
        .problem(412, "stale");
    let person = hire.crew.buddy.if_match(seen);
    person
        .post(&hire.path("/transitions"), json!({ "to": "active" }))
        .await
        .problem(403, "forbidden");
}

#[tokio::test]
async fn who_is_not_hired_after_all_has_neither_login_nor_plan() {
    let app = TestApp::spawn().await;
    let mut hire = Hire::prepared(&app).await;
    hire.accept(&app).await;
    let link = app.mailed_token(&hire.candidacy.email, "/password/").await;
    hire.trainee.get(&hire.path("")).await.expect(200);

    let guest = hire.candidacy.guest(&app).await;
    guest
        .post("/guest/application/withdrawal", json!({}))
        .await
        .expect(200);
    hire.trainee
        .get(&hire.path(""))
        .await
        .problem(401, "unauthenticated");
    let chosen = json!({ "token": link, "new_password": "nineteen tractors at dawn" });
    app.anonymous()
        .post("/passwords", chosen)
        .await
        .problem(404, "link_invalid");
    let dead = hire.step(&hire.team().hr, json!({ "to": "active" })).await;
    dead.problem(409, "illegal_step");
    let plan = hire.team().hr.get(&hire.path("")).await.expect(200);
    assert_eq!(plan["state"], "ended", "{plan}");
    assert_eq!(plan["end_reason"], "The application did not lead to a hire.");
}

#[tokio::test]
async fn who_is_rejected_before_the_offer_leaves_an_ended_preparation() {
    let app = TestApp::spawn().await;
    let hire = Hire::prepared(&app).await;
    let guest = hire.candidacy.guest(&app).await;
    guest
        .post("/guest/application/withdrawal", json!({}))
        .await
        .expect(200);
    let plan = hire.team().hr.get(&hire.path("")).await.expect(200);
    assert_eq!(
        (&plan["state"], &plan["trainee_id"]),
        (&json!("ended"), &json!(null)),
        "{plan}"
    );
}

#[tokio::test]
async fn a_colleague_who_is_not_hired_after_all_stays_a_colleague() {
    let app = TestApp::spawn().await;
    let mut hire = Hire::prepared(&app).await;
    let address = EmailAddress::parse(&hire.candidacy.email).unwrap();
    let colleague = app.staff(&[Role::Interviewer], |user| user.email = address).await;
    hire.accept(&app).await;
    colleague.get(&hire.path("")).await.expect(200);
    let guest = hire.candidacy.guest(&app).await;
    guest
        .post("/guest/application/withdrawal", json!({}))
        .await
        .expect(200);
    let me = colleague.get("/users/me").await.expect(200);
    assert_eq!(me["roles"], json!(["interviewer"]));
}
