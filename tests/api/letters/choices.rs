//! One digest a morning, each person's choice, and quiet hours.

use super::{count, mails_of, says};
use crate::{
    harness::{TestApp, days, hours, json},
    onboarding::{Hire, first_day},
};

#[tokio::test]
async fn what_can_wait_comes_in_one_mail_each_morning() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let trainer = &hire.crew.trainer;
    for code in ["S-D4", "S-T6"] {
        hire.learn(code).await;
    }
    let any = async || {
        let mut all = 0;
        for message in ["digest", "evidence_submitted", "module_due"] {
            all += count(&app, trainer, message).await;
        }
        all
    };
    let before = any().await;
    app.clock.advance_to(first_day() + hours(23));
    assert_eq!(any().await, before, "not in the night");
    app.clock.advance_to(first_day() + days(1));
    let digests = mails_of(&app, trainer, "digest").await;
    let today = &digests[0];
    for code in ["S-D4", "S-T6"] {
        assert!(says(today, &format!("has handed in {code}")), "{}", today["text"]);
    }
    assert!(says(today, "/profile"));
    assert_eq!(
        count(&app, trainer, "evidence_submitted").await,
        0,
        "in the digest alone"
    );
    let sent = digests.len();
    app.advance(hours(6));
    assert_eq!(count(&app, trainer, "digest").await, sent, "one a day");
}

#[tokio::test]
async fn everybody_chooses_except_for_what_somebody_waits_for() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let (trainer, trainee) = (&hire.crew.trainer, &hire.trainee);
    let place = "/users/me/notifications";
    let usual = trainer.get(place).await.expect(200);
    assert_eq!(usual["topics"]["training"], "daily");
    assert_eq!(usual["locale"], json!(null));
    let never = json!({ "topics": { "training": "never" }, "locale": "de" });
    for who in [trainer, trainee] {
        let stored = who.put(place, never.clone()).await.expect(200);
        assert_eq!(
            (
                &stored["topics"]["training"],
                &stored["topics"]["coaching"],
                &stored["locale"]
            ),
            (&json!("never"), &json!("daily"), &json!("de"))
        );
    }
    let unknown = json!({ "topics": { "everything": "never" } });
    assert_eq!(trainer.put(place, unknown).await.status(), 422);
    app.anonymous().get(place).await.problem(401, "unauthenticated");

    hire.learn("S-D4").await;
    let back = json!({ "reason": "The plan has no dates for the client's own tasks." });
    hire.on(trainer, "S-D4", "return", back).await.expect(200);
    assert_eq!(count(&app, trainee, "evidence_returned").await, 1, "always told");
    app.clock.advance_to(first_day() + days(30));
    for who in [trainer, trainee] {
        for message in ["module_due", "module_overdue", "evidence_submitted"] {
            assert_eq!(count(&app, who, message).await, 0, "{message}");
        }
    }
    let digests = mails_of(&app, trainee, "digest").await;
    assert!(
        digests.iter().all(|mail| says(mail, "Das wartet auf Sie")),
        "in German"
    );
}

#[tokio::test]
async fn at_once_means_in_working_hours() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let trainer = &hire.crew.trainer;
    super::at_once(trainer).await;
    app.clock.advance_to(first_day() + days(4) + hours(12));
    hire.learn("S-D4").await;
    assert_eq!(
        count(&app, trainer, "evidence_submitted").await,
        0,
        "Friday night"
    );
    app.clock.advance_to(first_day() + days(7) - hours(1));
    assert_eq!(
        count(&app, trainer, "evidence_submitted").await,
        0,
        "Monday before nine"
    );
    app.clock.advance_to(first_day() + days(7));
    assert_eq!(count(&app, trainer, "evidence_submitted").await, 1);
}
