//! Slice 4: training is ready before the hire, the hire learns and carries more step by step, and is confirmed.

use steadyhire::kernel::time::Timestamp;

use crate::{
    harness::{Client, TestApp, Value, assessment::instant, candidacy::Candidacy, days, json},
    letters::{at_once, mails_of, says},
    onboarding::{Crew, Hire, coaching, detail, growth},
};

/// What stage `assisted` asks for, in the order it is learned.
const FIRST: [&str; 4] = ["S-D4", "S-T6", "S-D8", "S-T2"];
/// What stage `supervised` asks for on top.
const SECOND: [&str; 4] = ["S-D3", "S-D6", "S-T3", "S-T4"];

/// Nothing happens until somebody trains somebody: the plan is prepared before the decision is approved.
pub async fn prepared(app: &TestApp, candidacy: &Candidacy) -> Hire {
    let hr = &candidacy.team.hr;
    assert_eq!(candidacy.gate("approved", "G40").await["status"], "open");
    let crew = Crew::new(app).await;
    let mut body = crew.body();
    body.as_object_mut().unwrap().remove("starts_at");
    let plan = hr
        .post(&candidacy.path("/onboarding_plan"), body)
        .await
        .expect(201);
    let hire = Hire {
        id: plan["id"].as_str().unwrap().to_owned(),
        candidacy: candidacy.clone(),
        crew,
        trainee: app.anonymous(),
    };
    assert_eq!(candidacy.gate("approved", "G40").await["status"], "open");
    let ordered = json!({ "note": "Access list ordered, ticket 4711." });
    hire.post(hr, "/access_order", ordered).await.expect(200);
    assert_eq!(candidacy.gate("approved", "G40").await["status"], "met");
    let early = hire.step(hr, json!({ "to": "active" })).await;
    early.problem(409, "illegal_step");
    hire
}

/// The first day is prepared in time (G50), and comes.
pub async fn first_day(app: &TestApp, hire: &Hire) -> Timestamp {
    let hr = &hire.team().hr;
    let refused = hire.step(hr, json!({ "to": "active" })).await;
    assert_eq!(refused.refusing_gates(), ["G50"]);
    hire.ready().await;
    let start = instant(&hire.show().await["starts_at"]);
    app.clock.advance_to(start);
    hire.step(&hire.trainee, json!({ "to": "active" }))
        .await
        .problem(403, "forbidden");
    let active = hire.step(hr, json!({ "to": "active" })).await.expect(200);
    assert_eq!(
        (&active["state"], &active["stage"]),
        (&json!("active"), &json!("shadow"))
    );
    let subjects = app.subjects(&hire.candidacy.email).await;
    assert!(subjects.len() >= 6, "{subjects:?}");
    start
}

/// T16, then stage by stage: day and signatures, neither alone.
pub async fn learns(app: &TestApp, hire: &Hire, start: Timestamp) {
    own_signature_is_refused(hire).await;
    let refused = hire.raise("assisted").await;
    assert_eq!(refused.refusing_gates(), ["G53", "G55"]);
    for code in FIRST {
        hire.sign(code).await;
    }
    hire.pass_first_test().await;
    app.clock.advance_to(start + days(5));
    hire.one_to_one().await;
    let refused = hire.raise("assisted").await;
    assert!(
        detail(&refused.json(), "G53").contains("day 14"),
        "signed, but too early"
    );
    app.clock.advance_to(start + days(14));
    hire.raise("assisted").await.expect(200);

    let contact = json!({ "account": "Oak Motors", "what": "walked through the site plan" });
    let alone = hire.post(&hire.trainee, "/solo_contacts", contact.clone()).await;
    assert_eq!(alone.refusing_gates(), ["G54"]);
    let discount = json!({ "kind": "discount", "text": "five percent for a second year" });
    let generous = hire.post(&hire.trainee, "/commercial_actions", discount).await;
    assert_eq!(generous.refusing_gates(), ["G57"]);

    app.clock.advance_to(start + days(20));
    coached(hire).await;
    app.clock.advance_to(start + days(30));
    let refused = hire.raise("supervised").await;
    assert!(
        detail(&refused.json(), "G53").contains("S-D3"),
        "the day alone is not enough"
    );
    for code in SECOND {
        hire.sign(code).await;
    }
    hire.raise("supervised").await.expect(200);
    hire.post(&hire.trainee, "/solo_contacts", contact)
        .await
        .expect(200);
}

/// Steps, evidence and a passed check are there; only the signature is the hire's own.
async fn own_signature_is_refused(hire: &Hire) {
    let code = "S-D1";
    hire.learn(code).await;
    hire.check(code, 95).await;
    hire.on(&hire.trainee, code, "countersignature", json!({}))
        .await
        .expect(200);
    let refused = hire.on(&hire.trainee, code, "sign_off", json!({})).await;
    assert_eq!(refused.refusing_gates(), ["G52"]);
    assert_eq!(refused.json()["refusals"][0]["waivable"], false);
    hire.on(&hire.crew.trainer, code, "sign_off", json!({}))
        .await
        .expect(200);
}

/// A coaching session with the hire about three of the accounts, if there are any; its one action is carried out.
async fn coached(hire: &Hire) {
    let mut answers = vec![json!({ "question": "CQ-6", "text": "an hour with finance" })];
    let book = hire.trainee.get(&hire.path("/client_accounts")).await.expect(200);
    let paid = |account: &Value| json!({ "question": "CQ-5c", "account": account["id"], "days_overdue": 0 });
    answers.extend(book["data"].as_array().unwrap().iter().take(3).map(paid));
    let session = coaching::held(hire, answers.into()).await;
    let id = session["id"].as_str().unwrap();
    let done = format!("/coaching_sessions/{id}/actions/1/done");
    let closed = hire.post(&hire.crew.coach, &done, json!({})).await.expect(200);
    assert_eq!(closed["state"], "closed");
}

/// T17 and T18: eight accounts on day 40 are too many, six are not; nobody ever carries twenty-one.
pub async fn carries_accounts(app: &TestApp, hire: &Hire, start: Timestamp) {
    app.clock.advance_to(start + days(40));
    let eight = hire.give(1..9).await;
    assert_eq!(eight.refusing_gates(), ["G53"]);
    let text = detail(&eight.json(), "G53");
    assert!(
        text.starts_with("8 accounts requested; stage supervised allows 6. Missing: day 60,"),
        "{text}"
    );
    assert_eq!(hire.give(1..7).await.expect(200)["own_accounts"], 6);
    let cap = hire.give(7..22).await;
    assert!(cap.refusing_gates().contains(&"G58".to_owned()), "{}", cap.body());
    assert_eq!(hire.show().await["own_accounts"], 6, "all or none");
}

/// Day 60: what was seen is written down, and confirming is too early.
pub async fn is_seen_at_work(app: &TestApp, hire: &Hire, start: Timestamp) {
    app.clock.advance_to(start + days(60));
    coached(hire).await;
    growth::day_sixty(hire).await;
    hire.post(&hire.trainee, "/observations", growth::bar("OPST"))
        .await
        .problem(403, "forbidden");
    hire.post(&hire.team().ops_lead, "/observations", growth::bar("OPST"))
        .await
        .expect(200);
    hire.post(&hire.trainee, "/pulse", json!({ "answers": growth::pulse() }))
        .await
        .expect(200);
    let early = hire
        .step(&hire.team().manager, json!({ "to": "confirmed" }))
        .await
        .problem(409, "illegal_step");
    assert!(early["detail"].as_str().unwrap().contains("C-D1"), "{early}");
    assert!(
        detail(&early, "G56").contains("the review itself"),
        "every reason at once"
    );
    sign_the_rest(hire).await;
    hire.raise("growing").await.expect(200);
    assert_eq!(hire.give(7..11).await.expect(200)["own_accounts"], 10);
}

/// Signs every module that is not signed, each after those it builds on.
async fn sign_the_rest(hire: &Hire) {
    let all = hire.team().hr.get(&hire.path("/modules")).await.expect(200);
    let mut open: Vec<Value> = all["data"].as_array().unwrap().clone();
    open.retain(|module| module["state"] != "signed_off");
    while !open.is_empty() {
        let is_open = |code: &Value| open.iter().any(|module| module["code"] == *code);
        let next = open
            .iter()
            .position(|m| !m["prerequisites"].as_array().unwrap().iter().any(is_open))
            .expect("prerequisites without a circle");
        let module = open.remove(next);
        hire.sign(module["code"].as_str().unwrap()).await;
    }
}

/// Day 90: the review is signed by two people, and the hire is confirmed.
pub async fn is_confirmed(app: &TestApp, hire: &Hire, start: Timestamp) {
    let (manager, boss) = (&hire.team().manager, &hire.crew.boss);
    app.clock.advance_to(start + days(90));
    hire.put(boss, "/review", growth::verdict("meets"))
        .await
        .expect(200);
    let confirm = json!({ "to": "confirmed" });
    sign(hire, boss).await;
    let one = hire.step(manager, confirm.clone()).await;
    assert!(
        detail(&one.json(), "G56").contains("two people"),
        "{}",
        one.body()
    );
    sign(hire, manager).await;
    hire.step(boss, confirm.clone()).await.problem(403, "forbidden");
    let confirmed = hire.step(manager, confirm).await.expect(200);
    assert_eq!(
        (&confirmed["state"], &confirmed["complete"]),
        (&json!("confirmed"), &json!(true))
    );
}

/// Stage Full I, and a load that is too high (6.4, M32): the manager is told the next morning, once.
pub async fn the_load_is_watched(app: &TestApp, hire: &Hire) {
    let boss = &hire.crew.boss;
    hire.raise("full1").await.expect(200);
    assert_eq!(hire.give(11..16).await.expect(200)["own_accounts"], 15);
    let mut answers = growth::pulse();
    answers["P5"] = json!(2);
    answers["P6"] = json!(false);
    let before = mails_of(app, boss, "load_alert").await.len();
    for _ in 0..2 {
        hire.post(&hire.trainee, "/pulse", json!({ "answers": answers }))
            .await
            .expect(200);
    }
    at_once(boss).await;
    app.clock.advance(days(3));
    let told = mails_of(app, boss, "load_alert").await;
    assert_eq!((before, told.len()), (0, 1));
    assert!(
        says(&told[0], "15 accounts") && says(&told[0], "undisturbed"),
        "{}",
        told[0]["text"]
    );
    assert_eq!(mails_of(app, &hire.trainee, "load_alert").await.len(), 0);
}

async fn sign(hire: &Hire, who: &Client) {
    hire.post(who, "/review/signatures", json!({})).await.expect(200);
}
