//! Check-ins (G55), pulses, observed behaviour, the day-90 review (G56) and what follows it.

use super::*;

const CODES: [&str; 5] = ["WCOM", "VCOM", "ORGD", "EMPQ", "OPST"];

pub fn bar(code: &str) -> Value {
    json!({
        "competency": code, "level": 3,
        "evidence": "Called the client on Monday before the client called us, with a new date from operations.",
    })
}

pub fn pulse() -> Value {
    json!({ "P1": 4, "P2": 4, "P3": 5, "P4": 4, "P5": 3, "P6": true, "P7": 5 })
}

pub fn verdict(word: &str) -> Value {
    let text = "Keeps promises and calls first; seen in five competencies by the manager and by operations, as the \
                observations of day 60 show.";
    json!({ "verdict": word, "text": text })
}

/// The manager records the talk of day 60 with five competencies; the trainee answers the pulse.
pub async fn day_sixty(hire: &Hire) {
    let bars: Vec<Value> = CODES.iter().map(|code| bar(code)).collect();
    let notes = "behaviours seen, compared with the self-rating";
    let mut record = json!({ "notes": notes, "bars": bars, "pulse": pulse() });
    let spoken_for = hire.hold("day_60", record.clone()).await;
    assert_eq!(spoken_for.bad_fields(), ["/pulse"], "nobody answers it for them");
    record.as_object_mut().unwrap().remove("pulse");
    hire.hold("day_60", record).await.expect(200);
    let own = json!({ "answers": pulse() });
    hire.post(&hire.trainee, "/pulse", own).await.expect(200);
}

#[tokio::test]
async fn g55_keeps_accounts_and_stage_back_until_the_one_to_one_is_held() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    hire.sign_each(&["S-D4", "S-T6", "S-D8", "S-D1", "S-T2"]).await;
    hire.pass_first_test().await;
    let notes = json!({ "notes": "goals, description, what the work is like" });
    hire.hold("week_1", notes.clone()).await.problem(409, "too_early");
    app.clock.advance_to(first_day() + days(14));
    let refused = hire.raise("assisted").await;
    assert_eq!(refused.refusing_gates(), ["G55"]);
    assert_eq!(
        detail(&refused.json(), "G55"),
        "No one-to-one in the first week recorded."
    );
    assert_eq!(hire.give(1..2).await.refusing_gates(), ["G53", "G55"]);

    let id = hire.check_in("week_1").await["id"].as_str().unwrap().to_owned();
    let record = format!("/check_ins/{id}/record");
    hire.post(&hire.crew.coach, &record, notes.clone())
        .await
        .problem(403, "forbidden");
    hire.post(&hire.crew.boss, &record, notes.clone())
        .await
        .expect(200);
    hire.post(&hire.crew.boss, &record, notes)
        .await
        .problem(409, "already_submitted");
    assert_eq!(hire.check_in("week_1").await["record"]["late"], true);
    hire.raise("assisted").await.expect(200);
    let sponsor = hire.team().sponsor.user.clone().unwrap();
    let address = format!("{}@staff.example", sponsor.name.replace(' ', ""));
    let told = app.mails_to(&address).await;
    assert!(
        told.iter()
            .any(|m| m["message"] == "checkin_overdue" && m["text"].as_str().unwrap().contains("Day 3–7"))
    );
}

#[tokio::test]
async fn a_one_to_one_in_time_is_told_to_nobody() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    app.clock.advance_to(first_day() + days(7));
    hire.one_to_one().await;
    assert_eq!(hire.check_in("week_1").await["record"]["late"], false);
    app.clock.advance_to(first_day() + days(8));
    let sponsor = hire.team().sponsor.user.clone().unwrap();
    let address = format!("{}@staff.example", sponsor.name.replace(' ', ""));
    assert!(
        app.mails_to(&address)
            .await
            .iter()
            .all(|m| m["message"] != "checkin_overdue")
    );
}

#[tokio::test]
async fn a_forgotten_check_in_is_told_to_the_manager_and_later_to_the_sponsor() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let notices = async |who: &Client, word: &str| {
        let name = who.user.clone().unwrap().name.replace(' ', "");
        let mails = app.mails_to(&format!("{name}@staff.example")).await;
        mails
            .iter()
            .filter(|m| m["subject"].as_str().unwrap().contains(word))
            .count()
    };
    // Due on Tuesday; three working days later is Friday, seven the Thursday after.
    app.clock.advance_to(first_day() + days(4) - hours(1));
    assert_eq!(notices(&hire.crew.boss, "Day 1 is late").await, 0);
    app.clock.advance_to(first_day() + days(4));
    assert_eq!(notices(&hire.crew.boss, "Day 1 is late").await, 1);
    assert_eq!(notices(&hire.team().sponsor, "Day 1 is late").await, 0);
    app.clock.advance_to(first_day() + days(10));
    assert_eq!(notices(&hire.team().sponsor, "Day 1 is late").await, 1);
}

#[tokio::test]
async fn a_pulse_is_the_trainees_own_word_about_every_item() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let mut partial = pulse();
    partial["P6"] = json!(3);
    partial.as_object_mut().unwrap().remove("P7");
    let bad = hire
        .post(&hire.trainee, "/pulse", json!({ "answers": partial }))
        .await;
    assert_eq!(bad.bad_fields(), ["/answers/P6", "/answers/P7"]);
    let whole = json!({ "answers": pulse() });
    hire.post(&hire.crew.boss, "/pulse", whole.clone())
        .await
        .problem(403, "forbidden");
    hire.post(&hire.trainee, "/pulse", whole).await.expect(200);
    let read = hire.crew.coach.get(&hire.path("/pulse")).await.expect(200);
    assert_eq!(read["data"][0]["answers"]["P5"], 3);
    hire.crew
        .buddy
        .get(&hire.path("/pulse"))
        .await
        .problem(403, "forbidden");
}

#[tokio::test]
async fn g56_wants_bars_behaviour_pulse_and_two_signatures_on_day_ninety() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let (manager, boss) = (&hire.team().manager, &hire.crew.boss);
    sign_all(&hire).await;
    app.clock.advance_to(first_day() + days(60));
    let refused = async || {
        let answer = hire.step(manager, json!({ "to": "confirmed" })).await;
        assert_eq!(answer.refusing_gates(), ["G56"]);
        detail(&answer.json(), "G56")
    };
    assert_eq!(refused().await, "Day-90 review lacks the review itself.");
    hire.put(boss, "/review", verdict("meets")).await.expect(200);
    let all = refused().await;
    for part in [
        "BARS on 5",
        "as the manager saw it",
        "as operations saw it",
        "a pulse",
        "two people",
        "90 days",
    ] {
        assert!(all.contains(part), "{part}: {all}");
    }

    day_sixty(&hire).await;
    hire.post(&hire.trainee, "/observations", bar("OPST"))
        .await
        .problem(403, "forbidden");
    hire.post(&hire.team().ops_lead, "/observations", bar("OPST"))
        .await
        .expect(200);
    app.clock.advance_to(first_day() + days(89));
    hire.put(boss, "/review", verdict("meets")).await.expect(200);
    hire.post(boss, "/review/signatures", json!({})).await.expect(200);
    hire.post(boss, "/review/signatures", json!({})).await.expect(200);
    let one = refused().await;
    assert!(one.contains("two people") && !one.contains("BARS"), "{one}");
    hire.post(&hire.trainee, "/review/signatures", json!({}))
        .await
        .problem(403, "forbidden");
    hire.post(manager, "/review/signatures", json!({}))
        .await
        .expect(200);
    assert_eq!(
        boss.get(&hire.path("/review")).await.expect(200)["lacks"],
        json!([])
    );

    hire.step(boss, json!({ "to": "confirmed" }))
        .await
        .problem(403, "forbidden");
    let extend = json!({ "to": "extended", "until": first_day() + days(120) });
    hire.step(manager, extend).await.problem(409, "illegal_step");
    let confirmed = hire.step(manager, json!({ "to": "confirmed" })).await.expect(200);
    assert_eq!(
        (&confirmed["state"], &confirmed["complete"]),
        (&json!("confirmed"), &json!(true))
    );
}

/// Signs every module, in the order of their days.
pub async fn sign_all(hire: &Hire) {
    let all = hire.team().hr.get(&hire.path("/modules")).await.expect(200);
    let mut modules = all["data"].as_array().unwrap().clone();
    modules.sort_by_key(|m| m["due_day"].as_u64().unwrap());
    let mut codes: Vec<String> = modules
        .iter()
        .map(|m| m["code"].as_str().unwrap().to_owned())
        .collect();
    // Some modules of one day build on each other.
    while let Some(code) = codes.first().cloned() {
        codes.remove(0);
        let wanted = hire.module(&code).await["prerequisites"]
            .as_array()
            .unwrap()
            .clone();
        if wanted.iter().any(|w| codes.iter().any(|c| w == c.as_str())) {
            codes.push(code);
        } else {
            hire.sign(&code).await;
        }
    }
}

#[tokio::test]
async fn the_time_is_extended_once_and_by_sixty_days_at_most() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let (manager, boss) = (&hire.team().manager, &hire.crew.boss);
    app.clock.advance_to(first_day() + days(89));
    day_sixty(&hire).await;
    hire.post(&hire.team().ops_lead, "/observations", bar("OPST"))
        .await
        .expect(200);
    hire.put(manager, "/review", verdict("extend")).await.expect(200);
    for signer in [manager, boss] {
        hire.post(signer, "/review/signatures", json!({}))
            .await
            .expect(200);
    }
    let extend = |n: i64| json!({ "to": "extended", "until": first_day() + days(89 + n) });
    assert_eq!(hire.step(manager, extend(61)).await.bad_fields(), ["/until"]);
    assert_eq!(
        hire.step(manager, json!({ "to": "extended" })).await.bad_fields(),
        ["/until"]
    );
    assert_eq!(
        hire.step(manager, extend(60)).await.expect(200)["state"],
        "extended"
    );
    hire.step(manager, extend(60)).await.problem(409, "illegal_step");

    assert_eq!(
        hire.step(manager, json!({ "to": "ended" })).await.bad_fields(),
        ["/reason"]
    );
    let end = json!({ "to": "ended", "reason": "The work is not what either of us hoped for." });
    hire.step(boss, end.clone()).await.problem(403, "forbidden");
    assert_eq!(
        hire.step(&hire.team().hr, end).await.expect(200)["state"],
        "ended"
    );
    hire.on(&hire.trainee, "S-D1", "steps/1", json!({}))
        .await
        .problem(409, "not_at_work");
}
