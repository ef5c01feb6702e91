//! M11, M13 to M15 and M33 to M35.

use super::{count, mails_of, says};
use crate::{
    harness::referees::answers,
    harness::{
        Client, TestApp, Value,
        candidacy::{Candidacy, open_job},
        days, hours, json,
    },
};

const TEXT: &str = "The market for people who know crews and clients is small here: the advert brought two \
                    candidates in six weeks, and the second one has just withdrawn.";

async fn applied(app: &TestApp) -> Candidacy {
    let opening = Box::pin(open_job(app)).await;
    Candidacy::apply(&opening, "Bea Lind").await
}

async fn asked(app: &TestApp, case: &Candidacy) -> String {
    let body = json!({
        "gate": "G35", "value": 3, "reason_code": "market_scarcity", "text": TEXT,
        "compensating_measure": "An extra reference call", "expires_at": app.clock.now() + days(14),
    });
    let made = case
        .team
        .manager
        .post(&case.path("/waivers"), body)
        .await
        .expect(201);
    made["id"].as_str().unwrap().to_owned()
}

/// M14, M15, M35.
#[tokio::test]
async fn a_waiver_is_told_to_those_who_can_approve_it_and_its_end_to_whoever_asked() {
    let app = TestApp::spawn().await;
    let case = applied(&app).await;
    let team = &case.team;
    let waiver = asked(&app, &case).await;
    for approver in [&team.hr_lead, &team.sponsor] {
        let mails = mails_of(&app, approver, "waiver_request").await;
        assert_eq!(mails.len(), 1);
        for words in ["G35 Minimum elapsed", "An extra reference call", "3 instead of"] {
            assert!(says(&mails[0], words), "{words}: {}", mails[0]["text"]);
        }
    }
    for other in [&team.manager, &team.hr, &team.interviewer] {
        assert_eq!(count(&app, other, "waiver_request").await, 0);
    }

    let place = format!("/waivers/{waiver}/refusal");
    let why = "Nothing shows that the days are needed for anything but speed.";
    team.hr_lead
        .post(&place, json!({ "text": why }))
        .await
        .expect(200);
    let told = mails_of(&app, &team.manager, "waiver_result").await;
    assert_eq!(told.len(), 1);
    assert!(
        says(&told[0], "refused") && says(&told[0], why),
        "{}",
        told[0]["text"]
    );
    let advice = mails_of(&app, &team.manager, "surge_advice").await;
    assert_eq!(advice.len(), 1);
    assert!(says(&advice[0], "Accounts are spread among the others"));
    for other in [&team.sponsor, &team.hr_lead, &team.hr] {
        assert_eq!(count(&app, other, "surge_advice").await, 0);
        assert_eq!(count(&app, other, "waiver_result").await, 0);
    }

    let second = asked(&app, &case).await;
    for approver in [&team.hr_lead, &team.sponsor] {
        let place = format!("/waivers/{second}/approvals");
        approver.post(&place, json!({})).await.expect(201);
    }
    let told = mails_of(&app, &team.manager, "waiver_result").await;
    assert_eq!(told.len(), 2);
    assert!(
        says(&told[0], "granted") && says(&told[0], "until"),
        "{}",
        told[0]["text"]
    );
    app.advance(days(15));
    let told = mails_of(&app, &team.manager, "waiver_result").await;
    assert_eq!(told.len(), 3, "once more when it has expired, and no more");
    assert!(says(&told[0], "expired"));
    assert_eq!(count(&app, &team.manager, "surge_advice").await, 1);
}

/// M13, M34.
#[tokio::test]
async fn each_morning_tells_of_what_was_refused_and_of_what_stands_still_and_tells_it_once() {
    let app = TestApp::spawn().await;
    let case = applied(&app).await;
    let team = &case.team;
    app.run_due().await;
    for _ in 0..2 {
        case.step(&team.manager, "approved")
            .await
            .problem(409, "illegal_step");
    }
    app.advance(hours(5));
    assert_eq!(
        count(&app, &team.manager, "gate_refused_digest").await,
        0,
        "not today"
    );
    app.wait_until("2026-11-03T08:59:00Z");
    assert_eq!(
        count(&app, &team.manager, "gate_refused_digest").await,
        0,
        "not yet"
    );
    app.wait_until("2026-11-03T09:00:00Z");
    let told = mails_of(&app, &team.manager, "gate_refused_digest").await;
    assert_eq!(told.len(), 1);
    assert!(
        says(&told[0], "Bea Lind") && says(&told[0], "G35 Minimum elapsed"),
        "{}",
        told[0]["text"]
    );
    for telling in ["G26", "G27", "G28", "G29", "G30", "G31", "G33"] {
        assert!(!says(&told[0], telling), "{telling} tells of ratings");
    }
    assert_eq!(
        told[0]["text"].as_str().unwrap().matches("approved").count(),
        1,
        "once, not twice"
    );
    for other in [&team.hr, &team.sponsor] {
        assert_eq!(count(&app, other, "gate_refused_digest").await, 0);
    }

    app.wait_until("2026-11-09T09:00:00Z");
    assert_eq!(
        count(&app, &team.hr, "sla_warning").await,
        0,
        "five working days are what the policy grants"
    );
    app.wait_until("2026-11-10T09:00:00Z");
    let idle = mails_of(&app, &team.hr, "sla_warning").await;
    assert_eq!(idle.len(), 1);
    assert!(
        says(&idle[0], "Bea Lind") && says(&idle[0], "5 working days"),
        "{}",
        idle[0]["text"]
    );
    app.wait_until("2026-11-11T09:00:00Z");
    assert_eq!(count(&app, &team.hr, "sla_warning").await, 1, "each warning once");
    assert_eq!(count(&app, &team.manager, "gate_refused_digest").await, 1);
    assert_eq!(count(&app, &team.manager, "sla_warning").await, 0);
}

/// Three referees who agree and are verified; their ids.
async fn three_referees(app: &TestApp, case: &Candidacy) -> Vec<String> {
    let guest = case.guest(app).await;
    let mut ids = Vec::new();
    for (name, relation) in [
        ("Max", "former_direct_manager"),
        ("Otto", "operations_colleague"),
        ("Paula", "peer"),
    ] {
        let named = json!({
            "name": name, "relation": relation, "firm": "Green Yards Ltd", "consent": true,
            "email": format!("{}@firm.example", name.to_lowercase()),
            "period_from": "2021-01-01T00:00:00Z", "period_to": "2024-06-30T00:00:00Z",
        });
        let made = guest.post("/guest/application/referees", named).await.expect(201);
        let id = made["id"].as_str().unwrap().to_owned();
        let proof = json!({ "method": "switchboard_call", "note": "Called back through the switchboard." });
        let place = format!("/referees/{id}/verification");
        case.team.hr.post(&place, proof).await.expect(200);
        ids.push(id);
    }
    ids
}

/// M10, M11.
#[tokio::test]
async fn hr_learns_of_a_reference_that_will_not_come_or_says_too_little() {
    let app = TestApp::spawn().await;
    let case = applied(&app).await;
    let ids = three_referees(&app, &case).await;
    Box::pin(case.bring_to_assessing(&app)).await;
    case.book_all().await;
    for source in ["R1", "R2"] {
        case.hold(&app, source).await;
    }
    for id in &ids {
        let place = format!("/referees/{id}/request");
        case.team.hr.post(&place, json!({})).await.expect(200);
    }
    let hr = &case.team.hr;
    assert_eq!(count(&app, hr, "reference_problem").await, 0);

    let max = app
        .guest(&app.mailed_token("max@firm.example", "/l/").await)
        .await;
    max.post("/guest/reference/decline", json!({ "do_not_ask_again": false }))
        .await
        .expect(204);
    let otto = app
        .guest(&app.mailed_token("otto@firm.example", "/l/").await)
        .await;
    let mut hasty = answers(5);
    hasty["support_first"] = hasty["angry_situation"].clone();
    otto.post("/guest/reference", hasty).await.expect(204);

    app.advance(days(15));
    let told = mails_of(&app, hr, "reference_problem").await;
    let texts: Vec<&str> = told.iter().map(|mail| mail["text"].as_str().unwrap()).collect();
    assert_eq!(told.len(), 3, "{texts:?}");
    for (name, what) in [
        ("Max", "The referee has declined to answer."),
        ("Otto", "say too little to count"),
        ("Paula", "The link has run out without an answer."),
    ] {
        let about = told.iter().filter(|mail| says(mail, name) && says(mail, what));
        assert_eq!(about.count(), 1, "{name}: {what}: {texts:?}");
    }
    assert_eq!(count(&app, &case.team.manager, "reference_problem").await, 0);

    // The thanks have a link of their own, on which "do not ask me again" still works.
    let stop = app
        .guest(&app.mailed_token("otto@firm.example", "/l/").await)
        .await;
    stop.post("/guest/reference/decline", json!({ "do_not_ask_again": true }))
        .await
        .expect(204);
}

/// M33.
#[tokio::test]
async fn whoever_rates_everything_alike_is_told_alone_and_without_a_number() {
    let app = TestApp::spawn().await;
    let case = applied(&app).await;
    let ids = three_referees(&app, &case).await;
    Box::pin(case.bring_to_assessed(&app, 4)).await;
    for id in &ids {
        case.hear(id, answers(4)).await;
        case.agrees_with_cv(id).await;
    }
    let raters = case.team.raters();
    app.advance(days(1));
    for rater in raters {
        assert_eq!(
            count(&app, rater, "interviewer_calibration").await,
            0,
            "before all is open"
        );
    }
    case.step(&case.team.hr, "debrief_open").await.expect(200);
    // From Thursday to Monday: nobody is told at the week-end.
    app.advance(days(4));
    let mut told = 0;
    for rater in raters {
        let mails = mails_of(&app, rater, "interviewer_calibration").await;
        assert!(mails.len() <= 1);
        for mail in mails {
            told += 1;
            assert!(
                says(&mail, "almost alike") || says(&mail, "middle of the scale"),
                "{}",
                mail["text"]
            );
            for other in raters.iter().filter(|other| other.id() != rater.id()) {
                let name = &other.user.clone().unwrap().name;
                assert!(!mail["text"].as_str().unwrap().contains(name.as_str()), "{name}");
            }
        }
    }
    assert!(told > 0, "somebody rates everything alike");
}
