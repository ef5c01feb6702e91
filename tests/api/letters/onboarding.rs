//! M21 to M31 to the people around a hire. M32 closes the story of a whole hire.

use super::{at_once, count, mails_of, says};
use crate::{
    harness::{Client, TestApp, days, hours, json},
    onboarding::{Hire, first_day},
};
use steadyhire::kernel::role::Role;

/// M20, M21.
#[tokio::test]
async fn what_is_not_ready_is_told_five_days_and_one_day_before_until_it_is_confirmed() {
    let app = TestApp::spawn().await;
    let admin = app.user(&[Role::Admin]).await;
    let hire = Hire::hired(&app).await;
    let welcome = app.mails_to(&hire.candidacy.email).await;
    let welcome = welcome
        .iter()
        .find(|mail| mail["message"] == "preboarding")
        .unwrap();
    assert!(
        !welcome["text"].as_str().unwrap().contains("(G"),
        "{}",
        welcome["text"]
    );
    let told = [&hire.team().hr, &hire.crew.boss, &admin];
    for who in told {
        assert_eq!(count(&app, who, "day1_readiness").await, 0);
    }
    app.wait_until("2026-11-04T09:00:00Z");
    for who in told {
        let mails = mails_of(&app, who, "day1_readiness").await;
        assert_eq!(mails.len(), 1);
        assert!(
            says(&mails[0], "Sam Ode") && says(&mails[0], "buddy"),
            "{}",
            mails[0]["text"]
        );
    }
    // One day before is a Sunday: the Friday before it.
    app.wait_until("2026-11-06T09:00:00Z");
    assert_eq!(count(&app, &admin, "day1_readiness").await, 2);
    assert_eq!(count(&app, &hire.team().sponsor, "day1_readiness").await, 0);
    hire.ready().await;
    app.wait_until("2026-11-09T09:00:00Z");
    assert_eq!(
        count(&app, &admin, "day1_readiness").await,
        2,
        "everything is ready"
    );
}

/// M22 to M25.
#[tokio::test]
async fn modules_are_announced_told_late_handed_in_and_sent_back_to_those_they_concern() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let (trainer, trainee) = (&hire.crew.trainer, &hire.trainee);
    at_once(trainer).await;
    at_once(trainee).await;
    hire.learn("S-D4").await;
    let handed = mails_of(&app, trainer, "evidence_submitted").await;
    assert_eq!(handed.len(), 1);
    assert!(says(&handed[0], "S-D4"), "{}", handed[0]["text"]);
    let back = json!({ "reason": "The plan has no dates for the client's own tasks." });
    hire.on(trainer, "S-D4", "return", back).await.expect(200);
    let returned = mails_of(&app, trainee, "evidence_returned").await;
    assert_eq!(returned.len(), 1);
    assert!(
        says(&returned[0], "has no dates for the client"),
        "{}",
        returned[0]["text"]
    );
    assert_eq!(count(&app, trainer, "evidence_returned").await, 0);
    hire.on(trainee, "S-D4", "submission", json!({}))
        .await
        .expect(200);

    let due_day = hire.module("S-T6").await["due_day"].as_i64().unwrap();
    let of = async |who: &Client, message: &str, code: &str| {
        let mails = mails_of(&app, who, message).await;
        mails.iter().filter(|mail| says(mail, code)).count()
    };
    let about = async |who: &Client, message: &str| of(who, message, "S-T6").await;
    app.clock.advance_to(first_day() + days(due_day));
    assert_eq!(about(trainee, "module_due").await, 1);
    assert_eq!(about(trainer, "module_due").await, 1);
    assert_eq!(about(trainee, "module_overdue").await, 0, "the day is not over");
    app.clock.advance_to(first_day() + days(due_day + 4));
    for who in [trainee, trainer] {
        assert_eq!(about(who, "module_overdue").await, 1);
    }
    app.clock.advance_to(first_day() + days(due_day + 20));
    assert_eq!(about(trainee, "module_overdue").await, 1, "once");
    for (message, what) in [("module_due", "due"), ("module_overdue", "late")] {
        let asked = (
            of(trainee, message, "S-D4").await,
            of(trainer, message, "S-D4").await,
        );
        assert_eq!(asked, (0, 1), "{what}: only the signature is missing");
    }
    for nobody in [&hire.crew.buddy, &hire.team().sponsor] {
        assert_eq!(about(nobody, "module_overdue").await, 0);
    }
}

/// M26, M28, M29.
#[tokio::test]
async fn talks_questions_and_coaching_are_announced() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let (boss, coach, trainee) = (&hire.crew.boss, &hire.crew.coach, &hire.trainee);
    for who in [boss, coach, trainee] {
        at_once(who).await;
    }
    let due = async |name: &str| {
        let mails = mails_of(&app, boss, "checkin_due").await;
        mails.iter().filter(|mail| says(mail, name)).count()
    };
    assert_eq!(due("Day 1").await, 1, "due tomorrow");
    assert_eq!(due("Day 3–7").await, 0);
    app.clock.advance_to(first_day() + days(7));
    assert_eq!(due("Day 3–7").await, 1);
    assert_eq!(count(&app, trainee, "checkin_due").await, 0);

    app.clock.advance_to(first_day() + days(14) - hours(1));
    assert_eq!(
        count(&app, trainee, "pulse_survey").await,
        0,
        "a Sunday and a night lie before it"
    );
    app.clock.advance_to(first_day() + days(14));
    let asked = mails_of(&app, trainee, "pulse_survey").await;
    assert_eq!(asked.len(), 1);
    assert!(
        says(&asked[0], "My workload is manageable."),
        "{}",
        asked[0]["text"]
    );
    assert_eq!(count(&app, boss, "pulse_survey").await, 0);

    app.clock.advance_to(first_day() + days(25));
    assert_eq!(count(&app, coach, "coaching_due").await, 0);
    app.clock.advance_to(first_day() + days(28));
    for who in [coach, trainee] {
        assert_eq!(count(&app, who, "coaching_due").await, 1);
    }
    app.clock.advance_to(first_day() + days(40));
    assert_eq!(count(&app, coach, "coaching_due").await, 1, "once");
    assert_eq!(count(&app, boss, "coaching_due").await, 0);
}

/// M30, M31.
#[tokio::test]
async fn a_session_brings_its_actions_and_the_dates_of_the_contracts_it_names() {
    let app = TestApp::spawn().await;
    let hire = Box::pin(Hire::assisted(&app)).await;
    let (coach, trainee) = (&hire.crew.coach, &hire.trainee);
    for who in [coach, trainee] {
        at_once(who).await;
    }
    hire.give(1..4).await.expect(200);
    let book = trainee.get(&hire.path("/client_accounts")).await.expect(200);
    let ids: Vec<_> = book["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| a["id"].clone())
        .collect();
    let first = book["data"][0]["name"].as_str().unwrap().to_owned();
    let end = app.clock.now() + days(200);
    let answers = json!([
        { "question": "CQ-3a", "account": ids[0], "date": end },
        { "question": "CQ-5c", "account": ids[1], "days_overdue": 45 },
        { "question": "CQ-5c", "account": ids[2], "days_overdue": 0 },
    ]);
    crate::onboarding::coaching::held(&hire, answers).await;
    for who in [coach, trainee] {
        let agreed = mails_of(&app, who, "coaching_actions").await;
        assert_eq!(agreed.len(), 1);
        assert!(
            says(&agreed[0], "make a plan for the overdue payment"),
            "{}",
            agreed[0]["text"]
        );
        assert_eq!(count(&app, who, "renewal_watch").await, 0);
    }
    app.clock.advance_to(end - days(181));
    assert_eq!(count(&app, trainee, "renewal_watch").await, 0);
    for (before, mails) in [(178, 1), (116, 2), (88, 3), (10, 3)] {
        app.clock.advance_to(end - days(before));
        for who in [coach, trainee] {
            assert_eq!(
                count(&app, who, "renewal_watch").await,
                mails,
                "{before} days before"
            );
        }
    }
    let last = &mails_of(&app, trainee, "renewal_watch").await[0];
    assert!(
        says(last, &first) && says(last, "offer for the next term"),
        "{}",
        last["text"]
    );
    assert_eq!(count(&app, &hire.crew.boss, "renewal_watch").await, 0);
}
