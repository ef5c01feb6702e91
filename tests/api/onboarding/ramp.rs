//! The growing book: G53, G54, G57, G58, G59.

use super::*;

#[tokio::test]
async fn t17_on_day_forty_eight_accounts_are_refused_and_six_are_carried() {
    let app = TestApp::spawn().await;
    let hire = Box::pin(Hire::supervised(&app)).await;
    app.clock.advance_to(first_day() + days(40));
    let refused = hire.give(1..9).await;
    assert_eq!(refused.refusing_gates(), ["G53"]);
    let text = detail(&refused.json(), "G53");
    assert!(
        text.starts_with("8 accounts requested; stage supervised allows 6. Missing: day 60,"),
        "{text}"
    );
    assert_eq!(hire.show().await["own_accounts"], 0, "all or none");

    assert_eq!(hire.give(1..7).await.expect(200)["own_accounts"], 6);
    let seventh = hire
        .post(&hire.crew.boss, "/client_accounts", json!({ "name": "Client 7" }))
        .await;
    assert_eq!(seventh.refusing_gates(), ["G53"]);
    let book = hire.trainee.get(&hire.path("/client_accounts")).await.expect(200);
    let first = book["data"][0]["id"].as_str().unwrap().to_owned();
    let path = hire.path(&format!("/client_accounts/{first}"));
    hire.crew
        .coach
        .delete(&path)
        .await
        .problem(428, "precondition_required");
    let version = hire.version().await;
    let left = hire.crew.coach.if_match(version).delete(&path).await.expect(200);
    assert_eq!(left["own_accounts"], 5);
    hire.post(&hire.crew.boss, "/client_accounts", json!({ "name": "Client 7" }))
        .await
        .expect(200);
    let same = hire
        .post(
            &hire.crew.coach,
            "/client_accounts",
            json!({ "name": "Client 7" }),
        )
        .await;
    assert_eq!(same.bad_fields(), ["/name"]);
    hire.post(&hire.trainee, "/client_accounts", json!({ "name": "Client 8" }))
        .await
        .problem(403, "forbidden");
}

#[tokio::test]
async fn t18_nobody_carries_a_twenty_first_account() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let twenty = hire.give(1..21).await.refusing_gates();
    assert!(!twenty.contains(&"G58".to_owned()), "{twenty:?}");
    let refused = hire.give(1..22).await;
    assert!(refused.refusing_gates().contains(&"G58".to_owned()));
    assert_eq!(
        detail(&refused.json(), "G58"),
        "20 accounts is the limit. Share or split accounts."
    );
}

#[tokio::test]
async fn g53_wants_the_day_and_the_sign_offs_and_neither_alone() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    app.clock.advance_to(first_day() + days(5));
    hire.one_to_one().await;
    app.clock.advance_to(first_day() + days(13));
    let missing = async || {
        let refused = hire.raise("assisted").await;
        assert_eq!(refused.refusing_gates(), ["G53"]);
        detail(&refused.json(), "G53")
            .split_once("Missing: ")
            .unwrap()
            .1
            .to_owned()
    };
    let all = missing().await;
    assert!(
        all.starts_with("day 14, sign-off of S-D1, ") && all.ends_with("first technical test of S-T5."),
        "{all}"
    );
    hire.sign_each(&["S-D4", "S-T6", "S-D1", "S-T2"]).await;
    hire.on(&hire.crew.trainer, "S-T5", "first_test", json!({ "percent": 79 }))
        .await
        .expect(200);
    assert_eq!(
        missing().await,
        "day 14, sign-off of S-D8, first technical test of S-T5."
    );
    hire.pass_first_test().await;
    app.clock.advance_to(first_day() + days(14) - hours(1));
    assert_eq!(missing().await, "day 14, sign-off of S-D8.");
    app.clock.advance_to(first_day() + days(14));
    assert_eq!(
        missing().await,
        "sign-off of S-D8.",
        "the day alone is not enough"
    );
    hire.sign("S-D8").await;
    hire.raise("supervised").await.problem(409, "illegal_step");
    hire.post(&hire.crew.boss, "/stage", json!({ "to": "assisted" }))
        .await
        .problem(403, "forbidden");
    assert_eq!(hire.raise("assisted").await.expect(200)["stage"], "assisted");
    hire.raise("assisted").await.problem(409, "illegal_step");
}

#[tokio::test]
async fn g54_lets_nobody_see_clients_alone_before_stage_supervised() {
    let app = TestApp::spawn().await;
    let hire = Box::pin(Hire::assisted(&app)).await;
    let contact = json!({ "account": "Client 1", "what": "walked through the site plan" });
    let refused = hire.post(&hire.trainee, "/solo_contacts", contact.clone()).await;
    assert_eq!(refused.refusing_gates(), ["G54"]);
    assert_eq!(
        detail(&refused.json(), "G54"),
        "Sam Ode may not see clients alone yet."
    );
    hire.sign_each(&["S-D3", "S-D6", "S-T3", "S-T4"]).await;
    app.clock.advance_to(first_day() + days(30));
    hire.raise("supervised").await.expect(200);
    hire.post(&hire.trainee, "/solo_contacts", contact)
        .await
        .expect(200);
    let logged = hire.crew.coach.get(&hire.path("/client_acts")).await.expect(200);
    assert_eq!(logged["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn g57_gives_commercial_authority_after_the_modules_that_teach_it() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let act = |kind: &str| json!({ "kind": kind, "text": "five percent for a second year" });
    hire.sign_each(&["S-D1", "S-T1", "S-D2"]).await;
    let refused = hire
        .post(&hire.trainee, "/commercial_actions", act("discount"))
        .await;
    assert_eq!(refused.refusing_gates(), ["G57"]);
    let boss = hire.crew.boss.user.clone().unwrap().name;
    let expected = format!("No authority yet to give a discount; ask {boss}. Required: S-D3, C-D3.");
    assert_eq!(detail(&refused.json(), "G57"), expected);
    hire.sign_each(&["S-D3", "C-D3"]).await;
    hire.post(&hire.trainee, "/commercial_actions", act("discount"))
        .await
        .expect(200);
    assert_eq!(
        hire.post(&hire.trainee, "/commercial_actions", act("solo_contact"))
            .await
            .bad_fields(),
        ["/kind"]
    );
}

#[tokio::test]
async fn g59_freezes_the_stage_while_coaching_sleeps() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    hire.sign_each(&["S-D4", "S-T6", "S-D8", "S-D1", "S-T2"]).await;
    hire.pass_first_test().await;
    app.clock.advance_to(first_day() + days(5));
    hire.one_to_one().await;
    app.clock.advance_to(first_day() + days(45) + hours(1));
    let refused = hire.raise("assisted").await;
    assert_eq!(refused.refusing_gates(), ["G59"]);
    assert_eq!(detail(&refused.json(), "G59"), "No coaching session for 45 days.");
    let sponsor = hire.team().sponsor.user.clone().unwrap().name.replace(' ', "");
    let told = app.mails_to(&format!("{sponsor}@staff.example")).await;
    assert!(told.iter().any(|m| {
        m["subject"]
            .as_str()
            .unwrap()
            .contains("no coaching session for 45 days")
    }));

    super::coaching::held(
        &hire,
        json!([{ "question": "CQ-6", "text": "an hour with finance" }]),
    )
    .await;
    hire.raise("assisted").await.expect(200);
}

#[tokio::test]
async fn figures_are_of_months_that_are_over() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    app.clock
        .advance_to(Timestamp::parse("2027-01-05T09:00:00Z").unwrap());
    let of = |month: &str| json!({ "month": month, "on_time_pct": 95, "satisfaction": 4.2 });
    for wrong in ["2027-01", "2026-10", "last month"] {
        assert_eq!(
            hire.post(&hire.crew.boss, "/metrics", of(wrong))
                .await
                .bad_fields(),
            ["/month"],
            "{wrong}"
        );
    }
    hire.post(&hire.trainee, "/metrics", of("2026-12"))
        .await
        .problem(403, "forbidden");
    for month in ["2026-11", "2026-12", "2026-12"] {
        hire.post(&hire.crew.boss, "/metrics", of(month))
            .await
            .expect(200);
    }
    let kept = hire.crew.coach.get(&hire.path("/metrics")).await.expect(200);
    assert_eq!(kept["data"].as_array().unwrap().len(), 2);
}
