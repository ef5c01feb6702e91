//! Work samples: given out, handed in once, rated blind by two.

use super::*;

fn exercise_path(sample: &Value, rest: &str) -> String {
    format!("/exercises/{}{rest}", sample["id"].as_str().unwrap())
}

#[tokio::test]
async fn the_candidate_gets_the_material_by_link_and_hands_in_once() {
    let app = TestApp::spawn().await;
    let cora = assessing(&app).await;
    let sample = cora.assign("E1").await;
    assert_eq!(
        (&sample["variant"], &sample["state"]),
        (&json!("full"), &json!("assigned"))
    );
    let mails = app.mails_to(&cora.email).await;
    assert!(mails.iter().any(|mail| mail["message"] == "work_sample"));
    let guest = cora.guest(&app).await;
    let path = exercise_path(&sample, "/submission");
    let early = guest.post(&path, json!({ "text": "Dear Dana," })).await;
    early.problem(409, "not_begun");
    let unseen = guest.get(&exercise_path(&sample, "")).await.expect(200);
    assert_eq!(
        unseen["materials"],
        json!([]),
        "the task appears when it is begun"
    );
    let begin = exercise_path(&sample, "/begin");
    cora.team
        .hr
        .post(&begin, json!({}))
        .await
        .problem(403, "forbidden");
    guest.post(&begin, json!({})).await.expect(200);
    let seen = guest.get(&exercise_path(&sample, "")).await.expect(200);
    assert!(
        seen["materials"][0]["text"]
            .as_str()
            .unwrap()
            .contains("This is the third time I write.")
    );
    for hidden in ["key", "assessors", "candidate_code"] {
        assert_eq!(seen[hidden], Value::Null, "{hidden}");
    }
    assert_eq!(
        guest.post(&path, json!({ "text": "" })).await.bad_fields(),
        ["/text"]
    );
    let text = json!({ "text": "Dear Dana, we own the missing replies." });
    let done = guest.post(&path, text.clone()).await.expect(200);
    assert_eq!(done["state"], "submitted");
    guest.post(&path, text).await.problem(409, "already_submitted");

    let other = Candidacy::apply(&open_job(&app).await, "Otto Ness").await;
    let stranger = other.guest(&app).await;
    stranger
        .get(&exercise_path(&sample, ""))
        .await
        .problem(404, "not_found");
}

/// The level a locked card gives a competency.
fn level(card: &Value, code: &str) -> Value {
    let mut ratings = card["body"]["ratings"].as_array().unwrap().iter();
    ratings.find(|r| r["competency"] == code).unwrap()["value"].clone()
}

#[tokio::test]
async fn assessors_rate_written_work_by_its_code_and_points_become_levels() {
    let app = TestApp::spawn().await;
    let cora = assessing(&app).await;
    let sample = cora.assign("E1").await;
    cora.hand_in(&sample).await;
    let [first, _] = cora.team.raters_of("E1");
    let seen = first.get(&exercise_path(&sample, "")).await;
    assert!(!seen.body().contains("Cora"));
    let seen = seen.expect(200);
    assert_eq!(seen["application_id"], Value::Null);
    assert!(seen["candidate_code"].as_str().unwrap().starts_with("C-"));
    let card = cora.card_of(first, "E1").await;
    assert_eq!(card["application_id"], Value::Null);

    // All points but those of items 1 and 3: 8 of 12 for written communication.
    let mut body = cora.best_sample_card(first, "E1").await;
    for item in body["items"].as_array_mut().unwrap() {
        if item["item"] == "E1-1" || item["item"] == "E1-3" {
            item["points"] = json!(0);
        }
    }
    body["adjustments"] = json!([{ "competency": "EMPQ", "delta": -1, "reason": "Warm but formulaic" }]);
    let path = card_path(&card, "/submission");
    let locked = first.post(&path, body).await.expect(200);
    let levels = ["WCOM", "EMPQ", "BOUN"].map(|code| level(&locked, code));
    assert_eq!(levels, [json!(3), json!(4), json!(5)]);
    assert_eq!(cora.samples().await[0]["state"], "submitted");
}

#[tokio::test]
async fn an_assessor_gives_points_and_evidence_and_reasons_but_no_levels() {
    let app = TestApp::spawn().await;
    let cora = assessing(&app).await;
    let sample = cora.assign("E1").await;
    cora.hand_in(&sample).await;
    let [first, _] = cora.team.raters_of("E1");
    let path = card_path(&cora.card_of(first, "E1").await, "/submission");
    let body = cora.best_sample_card(first, "E1").await;
    let spoiled = |field: &str, value: Value| {
        let mut spoiled = body.clone();
        *spoiled.pointer_mut(field).unwrap() = value;
        spoiled
    };
    let mut unreasoned = body.clone();
    unreasoned["adjustments"] = json!([{ "competency": "EMPQ", "delta": -1, "reason": "" }]);
    let reason = first.post(&path, unreasoned).await.bad_fields();
    assert_eq!(reason, ["/adjustments/0/reason"]);
    let own_level = first
        .post(&path, {
            let mut b = body.clone();
            b["ratings"][0]["value"] = json!(5);
            b
        })
        .await;
    assert_eq!(own_level.bad_fields(), ["/ratings/0/value"]);
    let three = first.post(&path, spoiled("/items/0/points", json!(3))).await;
    assert_eq!(three.bad_fields(), ["/items/0/points"]);
    let silent = first.post(&path, spoiled("/ratings", json!([]))).await;
    assert_eq!(silent.refusing_gates(), ["G17"]);
}

#[tokio::test]
async fn a_promise_of_free_work_caps_the_level_and_raises_a_flag() {
    let app = TestApp::spawn().await;
    let cora = assessing(&app).await;
    let sample = cora.assign("E1").await;
    cora.hand_in(&sample).await;
    let [first, second] = cora.team.raters_of("E1");
    let seen = first.get(&exercise_path(&sample, "")).await.expect(200);
    let mut caps = seen["key"]["caps"].as_array().unwrap().iter();
    let cap = caps.find(|rule| rule["red_flag"] == "RF05").unwrap();
    let mut body = cora.best_sample_card(first, "E1").await;
    body["caps"] = json!([cap["code"]]);
    let locked = cora.submit(first, "E1", body).await.expect(200);
    assert_eq!(level(&locked, "BOUN"), 1);
    let body = cora.best_sample_card(second, "E1").await;
    cora.submit(second, "E1", body).await.expect(200);
    assert_eq!(cora.samples().await[0]["state"], "rated");
    let flags = cora.team.hr.get(&cora.path("/red_flags")).await.expect(200);
    let flags = flags["data"].as_array().unwrap();
    assert_eq!((flags.len(), &flags[0]["code"]), (1, &json!("RF05")));
}

#[tokio::test]
async fn two_different_people_assess_and_a_further_one_where_a_card_is_void() {
    let app = TestApp::spawn().await;
    let cora = assessing(&app).await;
    let hr = &cora.team.hr;
    let path = cora.path("/exercises");
    let [first, second] = cora.team.raters_of("E1");
    for bad in [json!([first.id()]), json!([first.id(), first.id()])] {
        let body = json!({ "source": "E1", "assessors": bad });
        assert_eq!(hr.post(&path, body).await.status(), 422);
    }
    assert_eq!(
        hr.post(&path, json!({ "source": "E9" })).await.bad_fields(),
        ["/source"]
    );
    cora.book("R1", "2026-11-03T10:00:00Z").await.expect(201);
    let both_met = cora.team.raters_of("R1").map(|rater| json!(rater.id()));
    let body = json!({ "source": "E1", "assessors": both_met });
    assert_eq!(
        hr.post(&path, body).await.bad_fields(),
        ["/assessors"],
        "somebody sees the work who has no picture of the person yet"
    );
    let sample = cora.assign("E1").await;
    hr.post(&path, json!({ "source": "E1" }))
        .await
        .problem(409, "exercise_exists");
    cora.hand_in(&sample).await;
    let body = cora.best_sample_card(first, "E1").await;
    cora.submit(first, "E1", body).await.expect(200);
    let further = json!({ "user_id": cora.team.interviewer.id() });
    let assessors = exercise_path(&sample, "/assessors");
    hr.post(&assessors, further.clone())
        .await
        .problem(409, "enough_assessors");
    app.advance(hours(73));
    app.run_due().await;
    assert_eq!(cora.card_of(second, "E1").await["state"], "void");
    let browser = Browser::of(hr);
    let rounds = format!("/applications/{}/scheduled_interviews", cora.id);
    let page = browser.look(&rounds).await.expect(200);
    page.must_say(&["Name a further assessor", &assessors]);
    let form = browser.look(&assessors).await.expect(200);
    let version = form.version();
    let third = further["user_id"].as_str().unwrap().to_owned();
    for (who, status, says) in [
        (second.id().to_string(), 422, "rates the work sample already"),
        (third, 200, "The assessor is named"),
    ] {
        let sent = [("_version", version.as_str()), ("user_id", who.as_str())];
        browser
            .press(&assessors, &sent)
            .await
            .expect(status)
            .must_say(&[says]);
    }
    let third = &cora.team.interviewer;
    let body = cora.best_sample_card(third, "E1").await;
    cora.submit(third, "E1", body).await.expect(200);
    assert_eq!(cora.samples().await[0]["state"], "rated");
}

#[tokio::test]
async fn a_role_play_is_noted_by_those_who_watched_it() {
    let app = TestApp::spawn().await;
    let cora = assessing(&app).await;
    let sample = cora.assign("E3").await;
    let guest = cora.guest(&app).await;
    let seen = guest.get(&exercise_path(&sample, "")).await.expect(200);
    assert_eq!(seen["materials"], json!([]));
    let text = json!({ "text": "I was great." });
    let path = exercise_path(&sample, "/submission");
    guest.post(&path, text).await.problem(403, "forbidden");
    cora.team
        .manager
        .post(&path, json!({ "text": "x" }))
        .await
        .problem(403, "forbidden");
    let notes = json!({ "text": "Let Kim finish; corrected the date at once." });
    cora.team.assessor.post(&path, notes).await.expect(200);
    let script = cora
        .team
        .assessor
        .get(&exercise_path(&sample, ""))
        .await
        .expect(200);
    assert_eq!(script["key"]["script"].as_array().unwrap().len(), 1);
}

/// Dossier 4.0: written work is rated without the candidate's name.
#[tokio::test]
async fn nothing_that_names_the_candidate_names_the_written_work_to_those_who_still_rate_it() {
    let app = TestApp::spawn().await;
    let cora = assessing(&app).await;
    let sample = cora.assign("E1").await;
    let id = sample["id"].as_str().unwrap().to_owned();
    let [lead, assessor] = cora.team.raters_of("E1");
    let named = [cora.path("/exercises"), cora.path("/timeline")];
    let blind = async |who: &Client| {
        for path in &named {
            assert!(!who.get(path).await.body().contains(&id), "{path}");
            assert!(cora.team.hr.get(path).await.body().contains(&id), "{path}");
        }
    };
    blind(lead).await;
    blind(assessor).await;
    cora.hand_in(&sample).await;
    blind(lead).await;
    let cards = cora.path("/scorecards");
    assert!(
        !lead.get(&cards).await.body().contains(&id),
        "leads answer for the job and rate, too"
    );

    let body = cora.best_sample_card(lead, "E1").await;
    cora.submit(lead, "E1", body).await.expect(200);
    assert!(
        lead.get(&named[0]).await.body().contains(&id),
        "rated: nothing is left to keep fair"
    );
    blind(assessor).await;
}

#[tokio::test]
async fn written_work_after_its_window_is_taken_and_marked_late() {
    let app = TestApp::spawn().await;
    let cora = assessing(&app).await;
    let general = cora.guest(&app).await;
    let (one, other) = (cora.assign("E1").await, cora.assign("E4").await);
    let text = json!({ "text": "Dear Dana, we own the missing replies." });
    let begin = exercise_path(&one, "/begin");
    general.post(&begin, json!({})).await.expect(200);
    let in_time = general
        .post(&exercise_path(&one, "/submission"), text.clone())
        .await;
    assert_eq!(in_time.expect(200)["late"], false);
    let again = cora.guest(&app).await;
    let hour = crate::harness::hours(1);
    app.clock.advance_to(instant(&other["due_at"]) + hour);
    let path = exercise_path(&other, "/submission");
    again.post(&path, text.clone()).await.problem(409, "not_begun");
    let by_hr = cora.team.hr.post(&path, text).await.expect(200);
    assert_eq!(by_hr["late"], true);
}
