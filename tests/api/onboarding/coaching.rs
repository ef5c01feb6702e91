//! Coaching sessions: answers become actions; a session closes when nothing is open.

use super::*;

/// Plans a session and holds it before its time; the session.
pub async fn held(hire: &Hire, answers: Value) -> Value {
    let session = planned(hire).await;
    record(hire, &session, answers).await.expect(200)
}

async fn planned(hire: &Hire) -> String {
    let body = json!({ "planned_for": first_day() + days(300) });
    let session = hire
        .post(&hire.crew.coach, "/coaching_sessions", body)
        .await
        .expect(201);
    session["id"].as_str().unwrap().to_owned()
}

async fn record(hire: &Hire, session: &str, answers: Value) -> Response {
    let body = json!({ "answers": answers });
    hire.post(
        &hire.crew.coach,
        &format!("/coaching_sessions/{session}/record"),
        body,
    )
    .await
}

#[tokio::test]
async fn answers_lead_to_actions_and_the_session_closes_with_the_last_one() {
    let app = TestApp::spawn().await;
    let hire = Box::pin(Hire::assisted(&app)).await;
    hire.give(1..4).await.expect(200);
    let book = hire.trainee.get(&hire.path("/client_accounts")).await.expect(200);
    let ids: Vec<Value> = book["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| a["id"].clone())
        .collect();
    let session = planned(&hire).await;
    let two = json!([
        { "question": "CQ-5c", "account": ids[0], "days_overdue": 0 },
        { "question": "CQ-5c", "account": ids[1], "days_overdue": 45 },
    ]);
    assert_eq!(
        record(&hire, &session, two.clone()).await.bad_fields(),
        ["/answers"]
    );
    let mut three = two;
    let threatened = json!({ "question": "CQ-2c", "account": ids[2], "choice": "high", "text": "a merger" });
    three.as_array_mut().unwrap().push(threatened);
    let done = record(&hire, &session, three.clone()).await.expect(200);
    assert_eq!(done["state"], "actions_open");
    let kinds: Vec<&str> = done["actions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| a["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["recovery_plan", "account_risk"]);
    let book = hire.trainee.get(&hire.path("/client_accounts")).await.expect(200);
    assert_eq!(book["data"][2]["at_risk"], true);
    record(&hire, &session, three).await.problem(409, "illegal_step");

    let of = |rest: &str| format!("/coaching_sessions/{session}/{rest}");
    let coach = &hire.crew.coach;
    hire.post(coach, &of("closing"), json!({}))
        .await
        .problem(409, "actions_open");
    hire.post(&hire.trainee, &of("actions/1/done"), json!({}))
        .await
        .problem(403, "forbidden");
    hire.post(coach, &of("actions/2/done"), json!({}))
        .await
        .problem(409, "action_settled");
    hire.post(coach, &of("actions/3/done"), json!({}))
        .await
        .problem(404, "not_found");
    let closed = hire
        .post(coach, &of("actions/1/carried_over"), json!({}))
        .await
        .expect(200);
    assert_eq!(
        (&closed["state"], &closed["actions"][0]["state"]),
        (&json!("closed"), &json!("carried_over"))
    );
}

#[tokio::test]
async fn only_the_hires_own_coach_plans_and_records() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let later = json!({ "planned_for": first_day() + days(2) });
    let other = app.user(&[Role::Coach]).await;
    hire.post(&other, "/coaching_sessions", later.clone())
        .await
        .problem(404, "not_found");
    hire.post(&hire.crew.boss, "/coaching_sessions", later)
        .await
        .problem(403, "forbidden");
    let past = json!({ "planned_for": START });
    assert_eq!(
        hire.post(&hire.crew.coach, "/coaching_sessions", past)
            .await
            .bad_fields(),
        ["/planned_for"]
    );
    let none = held(&hire, json!([{ "question": "CQ-6", "text": "a second screen" }])).await;
    assert_eq!(
        (&none["state"], &none["actions"][0]["kind"]),
        (&json!("actions_open"), &json!("leader_promise"))
    );
}
