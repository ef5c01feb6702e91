//! The demo's story, played on both engines.

use std::sync::Arc;

use steadyhire::{
    audit,
    kernel::{role::Role, time::Timestamp},
    story::{self, Stage, Told},
};

use crate::harness::{Client, TestApp, Value, days, json};

/// Plays the story so that it ends so many days after the application started.
pub async fn told(app: &TestApp) -> Told {
    let service = app.running.app.clone();
    let stage = Stage {
        db: app.running.app.db.clone(),
        clock: app.clock.clone(),
        base_url: app.url.clone(),
        present: app.clock.now() + days(120),
        due: Arc::new(move || {
            let service = service.clone();
            Box::pin(async move { service.run_due().await })
        }),
        listener: |_| (),
    };
    story::play(stage).await.unwrap()
}

/// Somebody of the story with a role, signed in.
fn one(app: &TestApp, told: &Told, role: Role) -> Client {
    let user = told.users.iter().find(|user| user.roles.contains(&role));
    app.anonymous().with_token(&user.unwrap().token)
}

#[tokio::test]
async fn the_story_is_told_to_its_end() {
    let app = TestApp::spawn().await;
    let started = app.clock.now();
    let told = told(&app).await;
    app.run_due().await;
    assert_eq!(app.clock.now(), started + days(120));
    let hr = one(&app, &told, Role::Hr);
    the_vague_description_is_kept(&hr, &told).await;
    a_is_refused_although_the_average_likes_a_best(&hr, &told).await;
    c_is_hired_after_a_night_and_the_others_are_told(&hr, &told).await;
    on_day_forty_six_accounts_are_carried_and_eight_refused(&hr, &told).await;
    trainers_and_coach_have_something_to_do(&app, &told).await;
    the_hire_signs_in(&app, &told).await;
    mails_left_on_their_day(&app, started).await;
    let report = app.read(|conn| Ok(audit::verify(conn)?)).await;
    assert_eq!(report.fault, None);
}

async fn the_vague_description_is_kept(hr: &Client, told: &Told) {
    let job = hr.get(&format!("/jobs/{}", told.client_job)).await.expect(200);
    assert_eq!(job["description"], 2);
    let versions = hr
        .get(&format!("/jobs/{}/descriptions", told.client_job))
        .await
        .expect(200);
    let first = &versions["data"][0]["body"]["body_text"];
    assert_eq!(first, "Looking for an Account Manager.");
    let refused = refusals(hr, &format!("/jobs/{}/timeline", told.client_job)).await;
    assert_eq!(refused.len(), 1);
    assert!(gates(&refused[0]).contains(&"G04"), "{refused:?}");
    let second = hr
        .get(&format!("/jobs/{}", told.production_job))
        .await
        .expect(200);
    assert_eq!(second["state"], "kind_decided");
}

async fn a_is_refused_although_the_average_likes_a_best(hr: &Client, told: &Told) {
    let expected = [
        (2.644, 3.051, 3.822),
        (4.136, 3.870, 3.568),
        (4.356, 4.024, 3.428),
    ];
    for (standing, (soft, assessment, naive)) in told.standings.iter().zip(expected) {
        let found = [standing.soft, standing.assessment, standing.naive];
        for (found, expected) in found.into_iter().zip([soft, assessment, naive]) {
            assert!((found - expected).abs() < 1e-3, "{standing:?}");
        }
    }
    let [a, ..] = &told.applicants;
    let path = format!("/applications/{}", a.application);
    let refused = refusals(hr, &format!("{path}/timeline")).await;
    assert_eq!(refused[0]["from_state"], "debrief_open");
    for gate in ["G28", "G29", "G30"] {
        assert!(gates(&refused[0]).contains(&gate), "{refused:?}");
    }
    let run = hr.get(&format!("{path}/gates?to=approved")).await.expect(200);
    let soft = run["gates"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["gate"] == "G29");
    assert_eq!(soft.unwrap()["status"], "open", "a visitor still sees why");
}

async fn c_is_hired_after_a_night_and_the_others_are_told(hr: &Client, told: &Told) {
    let mut states = Vec::new();
    for applicant in &told.applicants {
        let path = format!("/applications/{}", applicant.application);
        states.push(hr.get(&path).await.expect(200)["state"].clone());
    }
    assert_eq!(states, ["rejected", "closed_other_hired", "hired"]);
    let job = hr.get(&format!("/jobs/{}", told.client_job)).await.expect(200);
    assert_eq!(job["state"], "filled");
    let [.., c] = &told.applicants;
    let hurried = refusals(hr, &format!("/applications/{}/timeline", c.application)).await;
    assert_eq!(hurried.len(), 1, "{hurried:?}");
    assert_eq!(gates(&hurried[0]), ["G37"], "only the night was missing");
}

async fn on_day_forty_six_accounts_are_carried_and_eight_refused(hr: &Client, told: &Told) {
    let path = format!("/onboarding_plans/{}", told.plan);
    let plan = hr.get(&path).await.expect(200);
    let stands = [&plan["state"], &plan["stage"], &plan["own_accounts"]];
    assert_eq!(stands, [&json!("active"), &json!("supervised"), &json!(6)]);
    let refused = refusals(hr, &format!("{path}/timeline")).await;
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert_eq!(gates(&refused[0]), ["G53"]);
    let at = |value: &Value| Timestamp::parse(value.as_str().unwrap()).unwrap();
    assert_eq!(at(&refused[0]["at"]).days_since(at(&plan["starts_at"])), 40);
    let line = told.lines.last().unwrap();
    assert!(
        line.contains("8 accounts requested; stage supervised allows 6. Missing: day 60, "),
        "{line}"
    );
}

/// A late module, one that waits for a signature, some that are due soon; coaching with open actions.
async fn trainers_and_coach_have_something_to_do(app: &TestApp, told: &Told) {
    let path = format!("/onboarding_plans/{}", told.plan);
    let trainer = one(app, told, Role::Trainer);
    let modules = trainer.get(&format!("{path}/modules")).await.expect(200);
    let find = |code: &str| {
        let all = modules["data"].as_array().unwrap().iter();
        all.clone().find(|module| module["code"] == code).unwrap()
    };
    let stands = |code: &str| (find(code)["state"].clone(), find(code)["overdue"].clone());
    assert_eq!(stands("S-D2"), (json!("returned"), json!(true)));
    assert_eq!(stands("S-D5"), (json!("in_progress"), json!(true)));
    assert_eq!(stands("C-T3"), (json!("evidence_submitted"), json!(false)));
    assert_eq!(stands("S-T5"), (json!("in_progress"), json!(false)));
    assert_ne!(find("C-T1")["countersignature"], Value::Null);
    let coach = one(app, told, Role::Coach);
    let sessions = coach.get(&format!("{path}/coaching_sessions")).await.expect(200);
    let all = sessions["data"].as_array().unwrap().iter();
    let states: Vec<_> = all.map(|session| &session["state"]).collect();
    assert_eq!(states, ["closed", "actions_open", "planned"]);
}

async fn the_hire_signs_in(app: &TestApp, told: &Told) {
    let of_story = |user: &&story::SignIn| user.roles == [Role::Trainee];
    let hire = told.users.iter().find(of_story).unwrap();
    let login = json!({ "email": hire.email, "password": hire.password });
    let session = app.anonymous().post("/sessions", login).await.expect(201);
    assert_eq!(session["user"]["roles"], json!(["trainee"]));
    let by_token = app.bearer(&hire.token);
    let book = by_token
        .get(&format!("/onboarding_plans/{}/client_accounts", told.plan))
        .await
        .expect(200);
    assert_eq!(book["data"].as_array().unwrap().len(), 6);
}

/// Nothing waits for the end of the story to be sent: the welcome leaves when the offer is accepted, reminders of
/// modules while they are learned.
async fn mails_left_on_their_day(app: &TestApp, started: Timestamp) {
    let mails = app.mails_to("chloe.martin@example.com").await;
    // Modules that are announced on one morning come in one mail.
    let is = |mail: &Value, name: &str| {
        mail["message"] == name || (name == "module_due" && mail["message"] == "digest")
    };
    let day_of = |name: &str| {
        let mail = mails.iter().rev().find(|mail| is(mail, name));
        let at = mail.unwrap_or_else(|| panic!("no {name}"))["sent_at"]
            .as_str()
            .unwrap();
        Timestamp::parse(at).unwrap().days_since(started)
    };
    let days = ["application_received", "offer", "preboarding", "module_due"].map(day_of);
    assert!(
        days.is_sorted() && days[0] < days[1] && days[2] < days[3],
        "{days:?}"
    );
    assert!((70..90).contains(&days[3]), "{days:?}");
}

/// What was refused, of a timeline.
async fn refusals(hr: &Client, timeline: &str) -> Vec<Value> {
    let events = hr.get(timeline).await.expect(200);
    let all = events["data"].as_array().unwrap().iter();
    all.filter(|event| event["outcome"] == "refused")
        .cloned()
        .collect()
}

fn gates(event: &Value) -> Vec<&str> {
    let all = event["details"]["gates"].as_array().unwrap();
    all.iter().map(|gate| gate.as_str().unwrap()).collect()
}
