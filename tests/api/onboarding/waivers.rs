//! Waivers of a hire: modules in parallel (G51) and one stage ahead (G53), each with its own two approvers.

use super::*;

fn request(app: &TestApp, gate: &str, value: u8, lasts: i64) -> Value {
    let text = "The trainer of the module before is on parental leave until the end of the month, and the client base \
                cannot be shown without it in the meantime.";
    json!({
        "gate": gate, "value": value, "reason_code": "internal_successor", "text": text,
        "compensating_measure": "A weekly hour with the coach", "expires_at": app.clock.now() + days(lasts),
    })
}

async fn approve(who: &Client, waiver: &Value) -> Response {
    let id = waiver["id"].as_str().unwrap();
    who.post(&format!("/waivers/{id}/approvals"), json!({})).await
}

#[tokio::test]
async fn g51_is_waived_by_a_trainer_of_the_hire_and_hr_and_runs_modules_in_parallel() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let (hr, hr_lead) = (&hire.team().hr, &hire.team().hr_lead);
    hire.tick_all("S-D6").await;
    let evidence = json!({ "kind": "note", "text": "handed over without a question" });
    hire.on(&hire.trainee, "S-D6", "evidence", evidence)
        .await
        .expect(200);
    let hand_in = async || hire.on(&hire.trainee, "S-D6", "submission", json!({})).await;
    assert_eq!(hand_in().await.refusing_gates(), ["G51"]);

    let ask = async |who: &Client, body: Value| hire.post(who, "/waivers", body).await;
    let wanted = request(&app, "G51", 0, 14);
    for nobody in [&hire.trainee, &hire.crew.buddy, &hire.team().sponsor] {
        ask(nobody, wanted.clone()).await.problem(403, "forbidden");
    }
    let stranger = app.user(&[Role::Trainer]).await;
    ask(&stranger, wanted.clone()).await.problem(404, "not_found");
    assert_eq!(
        ask(&hire.crew.boss, request(&app, "G35", 3, 14))
            .await
            .bad_fields(),
        ["/gate"]
    );
    let waiver = ask(&hire.crew.boss, wanted).await.expect(201);

    approve(&hire.crew.boss, &waiver).await.problem(403, "forbidden");
    approve(&hire.team().sponsor, &waiver)
        .await
        .problem(403, "forbidden");
    approve(&stranger, &waiver).await.problem(404, "not_found");
    approve(&hire.trainee, &waiver).await.problem(403, "forbidden");
    let first = approve(hr, &waiver).await.expect(201);
    assert_eq!(first["state"], "approved1");
    approve(hr_lead, &waiver).await.problem(403, "forbidden");
    assert_eq!(hand_in().await.refusing_gates(), ["G51"], "one is not two");
    let second = approve(&hire.crew.trainer, &waiver).await.expect(201);
    assert_eq!(second["state"], "granted");
    hand_in().await.expect(200);
    let all = hr.get(&hire.path("/waivers")).await.expect(200);
    assert_eq!(all["data"][0]["id"], waiver["id"]);
}

#[tokio::test]
async fn g53_is_waived_by_the_hr_lead_and_the_sponsor_for_one_stage_and_thirty_days() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    app.clock.advance_to(first_day() + days(5));
    hire.one_to_one().await;
    assert_eq!(hire.give(1..4).await.refusing_gates(), ["G53"]);
    let coach = &hire.crew.coach;
    let too_long = hire.post(coach, "/waivers", request(&app, "G53", 1, 31)).await;
    assert_eq!(too_long.bad_fields(), ["/expires_at"]);
    let two_stages = hire.post(coach, "/waivers", request(&app, "G53", 2, 30)).await;
    assert_eq!(two_stages.bad_fields(), ["/value"]);
    let waiver = hire
        .post(coach, "/waivers", request(&app, "G53", 1, 30))
        .await
        .expect(201);
    let page = format!("/onboarding_plans/{}/waivers", hire.id);
    let seen = Browser::of(coach).look(&page).await.expect(200);
    seen.must_say(&["G53", "Ask for an exception"]);
    let form = Browser::of(coach).look(&format!("{page}/new")).await.expect(200);
    form.must_say(&["G51", "G53", "a trainer and HR on prerequisites"]);
    let own = Browser::of(&hire.trainee);
    assert!(!own.look(&page).await.expect(200).says("Ask for an exception"));
    own.look(&format!("{page}/new")).await.expect(403);

    for nobody in [
        &hire.team().hr,
        &hire.crew.trainer,
        &app.user(&[Role::Sponsor]).await,
    ] {
        approve(nobody, &waiver).await.problem(403, "forbidden");
    }
    approve(&hire.team().sponsor, &waiver).await.expect(201);
    assert_eq!(hire.give(1..4).await.refusing_gates(), ["G53"], "one is not two");
    let granted = approve(&hire.team().hr_lead, &waiver).await.expect(201);
    assert_eq!(granted["state"], "granted");
    assert_eq!(
        hire.give(1..5).await.refusing_gates(),
        ["G53"],
        "one stage, no more"
    );
    assert_eq!(hire.give(1..3).await.expect(200)["own_accounts"], 2);
    assert_eq!(
        hire.raise("assisted").await.refusing_gates(),
        ["G53"],
        "a stage is earned"
    );
    app.advance(days(31));
    assert_eq!(hire.give(3..4).await.refusing_gates(), ["G53"], "it has run out");
}
