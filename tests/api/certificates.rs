//! The interviewer certificate over HTTP.

use steadyhire::{content::Pack, kernel::role::Role, people};

use crate::harness::{TestApp, Value, days, hours, json};

/// Ratings of all practice answers, each changed from the experts' key.
fn ratings(change: impl Fn(usize, u8) -> u8) -> Value {
    let pack = Pack::shipped().unwrap();
    let mut all = Vec::new();
    for case in &pack.calibration().cases {
        for answer in &case.ratings {
            let rating = change(all.len(), answer.key);
            all.push(json!({ "case": case.code, "competency": answer.competency, "rating": rating }));
        }
    }
    json!({ "ratings": all })
}

#[tokio::test]
async fn the_practice_cases_come_without_their_key() {
    let app = TestApp::spawn().await;
    let rater = app.user(&[Role::Interviewer]).await;
    let cases = rater.get("/practice_cases").await;
    let shown = cases.expect(200);
    assert_eq!(shown["cases"].as_array().unwrap().len(), 3);
    assert!(!cases.body().contains("\"key\"") && !cases.body().contains("\"because\""));
    app.anonymous()
        .get("/practice_cases")
        .await
        .problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_pass_certifies_for_twelve_months() {
    let app = TestApp::spawn().await;
    let rater = app.user(&[Role::Interviewer]).await;
    let path = format!("/users/{}/calibrations", rater.id());
    let certificate = format!("/users/{}/certificate", rater.id());
    assert_eq!(rater.get(&certificate).await.expect(200)["valid"], false);

    let passed = rater.post(&path, ratings(|_, key| key)).await.expect(201);
    assert_eq!(
        (&passed["result"]["passed"], &passed["certified_until"]),
        (&json!(true), &json!("2027-11-02T09:00:00Z"))
    );
    let id = rater.id();
    let until = app
        .read(move |conn| people::certificate_valid_until(conn, id))
        .await;
    assert_eq!(json!(until), passed["certified_until"]);

    app.advance(days(365) - hours(1));
    assert_eq!(rater.get(&certificate).await.expect(200)["valid"], true);
    app.advance(hours(1));
    assert_eq!(rater.get(&certificate).await.expect(200)["valid"], false);
}

#[tokio::test]
async fn a_failed_attempt_certifies_nobody() {
    let app = TestApp::spawn().await;
    let rater = app.user(&[Role::Interviewer]).await;
    let path = format!("/users/{}/calibrations", rater.id());
    let all_five = rater.post(&path, ratings(|_, _| 5)).await.expect(201);
    assert_eq!(
        (&all_five["result"]["passed"], &all_five["certified_until"]),
        (&json!(false), &json!(null))
    );
}

#[tokio::test]
async fn nobody_takes_the_test_for_somebody_else_and_every_answer_is_rated() {
    let app = TestApp::spawn().await;
    let (rater, other) = (
        app.user(&[Role::Interviewer]).await,
        app.user(&[Role::Admin, Role::HrLead]).await,
    );
    let path = format!("/users/{}/calibrations", rater.id());
    other
        .post(&path, ratings(|_, key| key))
        .await
        .problem(403, "forbidden");
    let some = json!({ "ratings": [{ "case": "CAL-1", "competency": "VCOM", "rating": 3 }] });
    assert_eq!(rater.post(&path, some).await.bad_fields(), ["/ratings"]);
    let mut with_author = ratings(|_, key| key);
    with_author["passed"] = json!(true);
    assert_eq!(rater.post(&path, with_author).await.bad_fields(), ["/passed"]);
}
