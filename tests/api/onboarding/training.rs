//! Modules: in order (G51), signed by somebody else with evidence and a check (G52).

use super::*;

#[tokio::test]
async fn g51_lets_a_module_be_handed_in_only_after_those_before_it() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    hire.tick_all("S-T3").await;
    let refused = hire.on(&hire.trainee, "S-T3", "submission", json!({})).await;
    assert_eq!(refused.refusing_gates(), ["G51"]);
    let text = detail(&refused.json(), "G51");
    assert_eq!(text, "First finish S-D1 Organisation & operations duties.");
    assert_eq!(hire.module("S-T3").await["state"], "in_progress");
    hire.sign("S-D1").await;
    let handed = hire
        .on(&hire.trainee, "S-T3", "submission", json!({}))
        .await
        .expect(200);
    assert_eq!(handed["state"], "evidence_submitted");
}

#[tokio::test]
async fn t16_a_trainee_cannot_sign_the_own_module() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    hire.learn("S-D1").await;
    hire.check("S-D1", 95).await;
    hire.on(&hire.trainee, "S-D1", "countersignature", json!({}))
        .await
        .expect(200);
    let refused = hire.on(&hire.trainee, "S-D1", "sign_off", json!({})).await;
    assert_eq!(refused.refusing_gates(), ["G52"]);
    assert_eq!(
        detail(&refused.json(), "G52"),
        "Sign-off must come from a trainer other than Sam Ode, with evidence and a check of at least 80 %."
    );
    hire.on(&hire.crew.coach, "S-D1", "sign_off", json!({}))
        .await
        .problem(403, "forbidden");
    let signed = hire
        .on(&hire.crew.trainer, "S-D1", "sign_off", json!({}))
        .await
        .expect(200);
    assert_eq!(
        (&signed["state"], &signed["signature"]["by"]),
        (&json!("signed_off"), &json!(hire.crew.trainer.id()))
    );
    assert_eq!(signed["refreshers_at"].as_array().unwrap().len(), 4);
    let more = hire
        .on(
            &hire.trainee,
            "S-D1",
            "evidence",
            json!({ "kind": "note", "text": "more" }),
        )
        .await;
    more.problem(409, "module_done");
}

#[tokio::test]
async fn g52_misses_each_part_until_it_is_stored() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let (trainer, code) = (&hire.crew.trainer, "S-T6");
    let refusal = async || {
        let refused = hire.on(trainer, code, "sign_off", json!({})).await;
        assert_eq!(refused.refusing_gates(), ["G52"]);
        detail(&refused.json(), "G52")
    };
    hire.on(&hire.trainee, code, "steps/1", json!({}))
        .await
        .expect(200);
    hire.on(&hire.trainee, code, "submission", json!({}))
        .await
        .expect(200);
    let all = refusal().await;
    for part in [
        "evidence",
        "a check of 80 %",
        "with a date",
        "the countersignature of Sam Ode",
    ] {
        assert!(all.contains(part), "{part}: {all}");
    }
    hire.tick_all(code).await;
    assert!(!refusal().await.contains("with a date"));
    let evidence = json!({ "kind": "record", "text": "REC-12" });
    hire.on(&hire.trainee, code, "evidence", evidence)
        .await
        .expect(200);
    hire.on(&hire.trainee, code, "countersignature", json!({}))
        .await
        .expect(200);
    hire.check(code, 79).await;
    assert!(
        refusal()
            .await
            .ends_with("Missing: a passed check (it has 79 %).")
    );
    hire.check(code, 80).await;
    hire.on(trainer, code, "sign_off", json!({})).await.expect(200);
}

#[tokio::test]
async fn some_modules_need_the_signature_of_operations_too() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    hire.sign_each(&["S-D1", "S-T3"]).await;
    let code = "S-D5";
    hire.learn(code).await;
    hire.check(code, 88).await;
    hire.on(&hire.trainee, code, "countersignature", json!({}))
        .await
        .expect(200);
    let refused = hire.on(&hire.crew.trainer, code, "sign_off", json!({})).await;
    assert!(detail(&refused.json(), "G52").ends_with("Missing: the signature of operations."));
    let note = json!({ "note": "two inspections together" });
    hire.on(&hire.trainee, code, "operations_signature", note.clone())
        .await
        .problem(403, "forbidden");
    hire.on(&hire.crew.trainer, code, "operations_signature", note.clone())
        .await
        .problem(403, "forbidden");
    hire.on(&hire.team().ops_lead, code, "operations_signature", note)
        .await
        .expect(200);
    hire.on(&hire.crew.trainer, code, "sign_off", json!({}))
        .await
        .expect(200);
}

#[tokio::test]
async fn who_failed_twice_meets_trainer_and_manager_before_the_next_check() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let code = "S-D4";
    hire.learn(code).await;
    let early = json!({ "note": "we met for an hour", "due_day": 20 });
    hire.on(&hire.crew.boss, code, "meeting", early.clone())
        .await
        .problem(409, "no_meeting_needed");
    hire.check(code, 70).await;
    hire.check(code, 60).await;
    let third = json!({ "percent": 90, "note": "ten questions" });
    hire.on(&hire.crew.trainer, code, "checks", third.clone())
        .await
        .problem(409, "meeting_needed");
    let met = hire.on(&hire.crew.boss, code, "meeting", early).await.expect(200);
    assert_eq!(
        (&met["due_day"], &met["meeting_needed"]),
        (&json!(20), &json!(false))
    );
    hire.on(&hire.crew.trainer, code, "checks", third)
        .await
        .expect(200);
}

#[tokio::test]
async fn an_earlier_certificate_counts_with_a_test_of_eighty_percent() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let note = json!({ "note": "CRM certificate of 2025, seen" });
    let (trainer, code) = (&hire.crew.trainer, "S-T6");
    hire.on(&hire.trainee, code, "equivalence", note.clone())
        .await
        .problem(403, "forbidden");
    assert_eq!(
        hire.on(trainer, code, "equivalence", note.clone())
            .await
            .refusing_gates(),
        ["G52"]
    );
    let seen = json!({ "observation_level": 5, "note": "watched for an hour" });
    hire.on(trainer, code, "checks", seen).await.expect(200);
    assert_eq!(
        hire.on(trainer, code, "equivalence", note.clone())
            .await
            .refusing_gates(),
        ["G52"]
    );
    hire.check(code, 80).await;
    let done = hire.on(trainer, code, "equivalence", note).await.expect(200);
    assert_eq!(done["state"], "waived_equivalent");
}

#[tokio::test]
async fn a_module_sent_back_is_handed_in_and_countersigned_anew() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let (trainer, code) = (&hire.crew.trainer, "S-D8");
    hire.on(&hire.trainee, code, "countersignature", json!({}))
        .await
        .problem(409, "not_submitted");
    hire.learn(code).await;
    hire.on(&hire.trainee, code, "countersignature", json!({}))
        .await
        .expect(200);
    assert_eq!(
        hire.on(trainer, code, "return", json!({ "reason": "no" }))
            .await
            .bad_fields(),
        ["/reason"]
    );
    let back = json!({ "reason": "The measures are missing: add them." });
    let sent = hire.on(trainer, code, "return", back).await.expect(200);
    assert_eq!(
        (&sent["state"], &sent["countersignature"]),
        (&json!("returned"), &json!(null))
    );
    hire.on(&hire.trainee, code, "submission", json!({}))
        .await
        .expect(200);
    hire.check(code, 92).await;
    let refused = hire.on(trainer, code, "sign_off", json!({})).await;
    assert!(detail(&refused.json(), "G52").ends_with("Missing: the countersignature of Sam Ode."));
}

#[tokio::test]
async fn bodies_hold_facts_and_no_conclusions() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let trainer = &hire.crew.trainer;
    let both = json!({ "percent": 90, "observation_level": 4, "note": "both" });
    assert_eq!(
        hire.on(trainer, "S-D1", "checks", both).await.bad_fields(),
        ["/percent"]
    );
    let judged = json!({ "percent": 101, "passed": true, "note": "x" });
    assert_eq!(
        hire.on(trainer, "S-D1", "checks", judged).await.bad_fields(),
        ["/note", "/passed", "/percent"]
    );
    let own = json!({ "percent": 90, "note": "by myself" });
    hire.on(&hire.trainee, "S-D1", "checks", own)
        .await
        .problem(403, "forbidden");
    hire.on(&hire.trainee, "S-D1", "steps/9", json!({}))
        .await
        .problem(404, "not_found");
    hire.on(&hire.trainee, "X-D1", "steps/1", json!({}))
        .await
        .problem(404, "not_found");
    hire.on(trainer, "S-D1", "first_test", json!({ "percent": 90 }))
        .await
        .problem(404, "not_found");
}

#[tokio::test]
async fn a_module_is_announced_three_days_before_it_is_due_unless_it_is_signed() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let announced = async || -> Vec<String> {
        let mails = app.mails_to(&hire.candidacy.email).await;
        let due = mails.iter().filter(|m| m["message"] == "module_due");
        due.map(|m| m["subject"].as_str().unwrap().to_owned()).collect()
    };
    crate::letters::at_once(&hire.trainee).await;
    hire.sign("S-D4").await;
    app.clock.advance_to(first_day() + days(3));
    let first = announced().await;
    assert!(first.iter().any(|s| s.contains("S-T6")), "{first:?}");
    assert!(!first.iter().any(|s| s.contains("S-D4")), "{first:?}");
    let count = first.len();
    assert_eq!(announced().await.len(), count, "each once");
}

#[tokio::test]
async fn more_time_to_learn_takes_no_module_out_of_the_confirmation() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let code = "S-T6";
    hire.learn(code).await;
    hire.check(code, 70).await;
    hire.check(code, 60).await;
    let later = json!({ "note": "we met for an hour", "due_day": 120 });
    let met = hire.on(&hire.crew.boss, code, "meeting", later).await.expect(200);
    assert_eq!(met["due_day"], 120, "what is mailed follows the new date");
    let refused = hire
        .step(&hire.team().manager, json!({ "to": "confirmed" }))
        .await;
    let told = refused.problem(409, "illegal_step");
    assert!(told["detail"].as_str().unwrap().contains(code), "{told}");
}
