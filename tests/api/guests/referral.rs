//! A referee who has answered names somebody else who worked with the candidate (dossier 5.1, step 5).

use super::*;
use crate::harness::{assessment::assessing, json};

const OLE: &str = "ole@nordlicht.example";
const PIA: [(&str, &str); 5] = [
    ("name", "Pia Peer"),
    ("relation", "peer"),
    ("firm", "Nordlicht Ltd"),
    ("period_from:date", "2023-01-01"),
    ("email", "pia@nordlicht.example"),
];

fn answers() -> Value {
    let items: serde_json::Map<String, Value> = (1..=21).map(|n| (format!("R{n:02}"), json!(4))).collect();
    let words = "She listened to the end, agreed a date with us and kept it, every single time.";
    json!({
        "period_from": "2022-02-01T00:00:00Z", "title_and_duties": "Account manager", "saw_work": "weekly",
        "items": items, "take_again": "yes_gladly", "angry_situation": words, "support_first": words,
        "found_hard": words,
    })
}

/// The referee of that name: both were named at the same moment of the test's clock, in no order.
fn named<'a>(checks: &'a Value, name: &str) -> &'a Value {
    let mut all = checks["referees"].as_array().unwrap().iter();
    all.find(|referee| referee["name"] == name).unwrap()
}

#[tokio::test]
async fn whoever_has_answered_names_one_more_whom_the_candidate_has_to_agree_to() {
    let app = TestApp::spawn().await;
    let (cora, ole, _) = super::questionnaire::asked(&app).await;
    let early = ole.press("/reference/referral", &PIA).await;
    assert_eq!(
        early.status(),
        303,
        "the own answers come first: {}",
        early.body()
    );
    let program = app.mailed_token(OLE, "/l/").await;
    app.guest(&program)
        .await
        .post("/guest/reference", answers())
        .await
        .expect(204);

    let thanks = ole.look("/reference").await;
    is_plain_and_labelled(&thanks);
    assert!(thanks.body().contains("Name somebody"), "{}", thanks.body());
    is_plain_and_labelled(&ole.look("/reference/referral").await);
    let empty = ole.press("/reference/referral", &PIA[..1]).await;
    assert_eq!(empty.status(), 422);
    is_plain_and_labelled(&empty);
    assert!(empty.body().contains("value=\"Pia Peer\""), "{}", empty.body());
    let own = [&PIA[..4], &[("email", cora.email.as_str())]].concat();
    let refused = ole.press("/reference/referral", &own).await;
    assert!(
        refused.body().contains("a mailbox of their own"),
        "{}",
        refused.body()
    );
    assert_eq!(ole.press("/reference/referral", &PIA).await.status(), 303);
    assert!(!ole.look("/reference").await.body().contains("Name somebody"));
    let second = [&PIA[..4], &[("email", "quin@nordlicht.example")]].concat();
    assert_eq!(
        ole.press("/reference/referral", &second).await.status(),
        303,
        "led back"
    );

    // HR sees who named whom, and asks nobody before the candidate agrees.
    let checks = cora
        .team
        .hr
        .get(&cora.path("/reference_checks"))
        .await
        .expect(200);
    let pia = named(&checks, "Pia Peer");
    assert_eq!(pia["consented_at"], Value::Null);
    assert_eq!(checks["referees"].as_array().unwrap().len(), 2);
    let id = pia["id"].as_str().unwrap();
    let candidate = visitor(&app, &cora, "reference_consent").await;
    let list = candidate.look("/referees").await;
    is_plain_and_labelled(&list);
    assert!(
        list.body().contains("has suggested this person"),
        "{}",
        list.body()
    );
    let removal = format!("/referees/{id}/removal");
    let removed = candidate.press(&removal, &[("_version", "1")]).await;
    assert_eq!(
        removed.status(),
        409,
        "what others said is not hidden: {}",
        removed.body()
    );
    assert_eq!(
        candidate
            .press(&format!("/referees/{id}/consent"), &[])
            .await
            .status(),
        303
    );
    let checks = cora
        .team
        .hr
        .get(&cora.path("/reference_checks"))
        .await
        .expect(200);
    assert_ne!(named(&checks, "Pia Peer")["consented_at"], Value::Null);
}
