//! The referee's questionnaire in a browser: saved as one goes, on a telephone as well.

use super::*;
use crate::harness::{
    assessment::{SLOTS, assessing},
    json,
};

const OLE: &str = "ole@nordlicht.example";

/// Somebody who was asked by M08, behind the link.
pub(crate) async fn asked(app: &TestApp) -> (Candidacy, Visitor, String) {
    let cora = Box::pin(assessing(app)).await;
    for (source, starts_at) in &SLOTS[..2] {
        cora.book(source, starts_at).await.expect(201);
        cora.hold(app, source).await;
    }
    let guest = cora.guest(app).await;
    let body = json!({
        "name": "Ole Field", "relation": "operations_colleague", "firm": "Nordlicht Ltd", "email": OLE,
        "period_from": "2022-02-01T00:00:00Z", "period_to": "2026-01-31T00:00:00Z", "consent": true,
    });
    let named = guest.post("/guest/application/referees", body).await.expect(201);
    let id = named["id"].as_str().unwrap().to_owned();
    let hr = &cora.team.hr;
    let proof = json!({ "method": "switchboard_call", "note": "Called back through the switchboard." });
    hr.post(&format!("/referees/{id}/verification"), proof)
        .await
        .expect(200);
    hr.post(&format!("/referees/{id}/request"), json!({}))
        .await
        .expect(200);
    let browser = behind(app, OLE, "reference_request").await;
    (cora, browser, id)
}

const FACTS: [(&str, &str); 3] = [
    ("period_from:date", "2022-02-01"),
    ("title_and_duties", "Account manager for yearly contracts"),
    ("saw_work", "weekly"),
];
const WORDS: [(&str, &str); 3] = [
    (
        "angry_situation",
        "A client shouted about a late crew; she let him finish, then agreed a date with us and kept it.",
    ),
    (
        "support_first",
        "Give her time with operations in the first weeks, so that she knows what can be promised.",
    ),
    (
        "found_hard",
        "Saying no to small extras for clients she liked; she learned to ask her superior first.",
    ),
];

fn levels(from: usize, to: usize) -> Vec<(String, String)> {
    (from..=to)
        .map(|n| (format!("items.R{n:02}:json"), "4".to_owned()))
        .collect()
}

async fn save(browser: &Visitor, part: &str, fields: &[(String, String)]) -> Response {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    browser.press(&format!("/reference/{part}"), &fields).await
}

fn owned(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields
        .iter()
        .map(|(n, t)| ((*n).to_owned(), (*t).to_owned()))
        .collect()
}

#[tokio::test]
async fn every_part_is_saved_when_it_is_left_and_sent_once_it_is_complete() {
    let app = TestApp::spawn().await;
    let (cora, browser, id) = asked(&app).await;
    let intro = browser.look("").await;
    is_plain_and_labelled(&intro);
    for part in [
        "About 8 minutes",
        "confidential as far as the law allows",
        "voluntary",
        "Cora Lind",
    ] {
        assert!(intro.body().contains(part), "no {part} in {}", intro.body());
    }
    for part in ["facts", "work", "clients", "comparison", "words"] {
        let page = browser.look(&format!("/reference/{part}")).await;
        assert_eq!(page.status(), 200, "{part}");
        is_plain_and_labelled(&page);
    }

    let saved = save(&browser, "facts", &owned(&FACTS)).await;
    assert!(saved.header("location").ends_with("/reference/work"));
    let mut first_half = levels(1, 5);
    first_half.push(("_then".to_owned(), "later".to_owned()));
    let later = save(&browser, "work", &first_half).await;
    assert!(later.header("location").ends_with("/reference/saved"));
    assert!(browser.look("/reference/saved").await.body().contains("is saved"));

    // The next day, on another device.
    app.advance(crate::harness::days(1));
    let phone = behind(&app, OLE, "reference_request").await;
    let facts = phone.look("/reference/facts").await;
    assert!(
        facts
            .body()
            .contains("Account manager for yearly contracts</textarea>"),
        "{}",
        facts.body()
    );
    assert!(facts.body().contains("value=\"weekly\" checked"));
    assert!(phone.look("").await.body().contains("Last saved on"));
    let check = phone.look("/reference/check").await;
    is_plain_and_labelled(&check);
    assert!(
        check.body().contains("What you saw: daily work</a>: 6 answers"),
        "{}",
        check.body()
    );
    assert!(
        check.body().contains("work?missing&#x3D;yes#f-items-R06")
            && !check.body().contains("Send my answers")
    );
    let work = phone.look("/reference/work?missing=yes").await;
    is_plain_and_labelled(&work);
    assert!(
        work.body().contains("<a href=\"#f-items-R06\">")
            && !work.body().contains("<a href=\"#f-items-R05\">")
    );

    save(&phone, "work", &levels(1, 11)).await;
    let mut clients = levels(12, 21);
    clients.push(("take_again".to_owned(), "yes_gladly".to_owned()));
    save(&phone, "clients", &clients).await;
    let number = owned(&[("percentiles.PC1:int", "70"), ("percentiles.PC7:int", "200")]);
    save(&phone, "comparison", &number).await;
    let mut words = owned(&WORDS);
    words[2].1 = "Nothing".to_owned();
    let last = save(&phone, "words", &words).await;
    assert!(last.header("location").ends_with("/reference/check"));
    let refused = phone.press("/reference", &[]).await;
    assert_eq!(refused.status(), 422);
    assert!(
        refused.body().contains("In your own words</a>: one answer"),
        "{}",
        refused.body()
    );
    assert!(refused.body().contains("Compared with others</a>: one answer"));
    save(
        &phone,
        "comparison",
        &owned(&[("percentiles.PC1:int", "70"), ("percentiles.PC7:int", "")]),
    )
    .await;
    save(&phone, "words", &owned(&WORDS)).await;
    assert!(
        phone
            .look("/reference/check")
            .await
            .body()
            .contains("Send my answers")
    );
    assert_eq!(phone.press("/reference", &[]).await.status(), 303);
    assert!(phone.look("").await.body().contains("Your answers have arrived"));
    assert_eq!(phone.press("/reference", &[]).await.status(), 409);
    let checks = cora
        .team
        .hr
        .get(&cora.path("/reference_checks"))
        .await
        .expect(200);
    assert_eq!(checks["referees"][0]["state"], "completed");
    assert_eq!(checks["referees"][0]["id"], id.as_str());
    let closed = save(&phone, "facts", &owned(&FACTS)).await;
    assert_eq!(closed.status(), 409);
    assert!(
        closed.body().contains("This has arrived already"),
        "{}",
        closed.body()
    );
}

#[tokio::test]
async fn nobody_has_to_answer_and_whoever_says_so_is_never_asked_again() {
    let app = TestApp::spawn().await;
    let (cora, browser, _) = asked(&app).await;
    let sure = browser.look("/reference/decline").await;
    is_plain_and_labelled(&sure);
    assert!(sure.body().contains("Do not ask me again"));
    let declined = browser.press("/reference/decline", &[]).await;
    assert_eq!(declined.status(), 303);
    let closed = browser.look("").await;
    assert!(
        closed.body().contains("You would rather not answer"),
        "{}",
        closed.body()
    );
    let never = browser
        .press("/reference/decline", &[("do_not_ask_again:bool", "true")])
        .await;
    assert_eq!(never.status(), 200, "{}", never.body());
    assert!(never.body().contains("never write") || never.body().contains("not write to this address again"));

    let guest = cora.guest(&app).await;
    let body = json!({
        "name": "Ole Field", "relation": "peer", "firm": "Other Ltd", "email": OLE,
        "period_from": "2022-02-01T00:00:00Z", "consent": true,
    });
    let refused = guest.post("/guest/application/referees", body).await;
    assert_eq!(refused.bad_fields(), ["/email", "/email"]);
    assert!(
        refused.body().contains("asked not to be written to"),
        "{}",
        refused.body()
    );
}

#[tokio::test]
async fn too_much_text_and_unknown_fields_are_not_kept() {
    let app = TestApp::spawn().await;
    let (_, browser, _) = asked(&app).await;
    let long = owned(&[("found_hard", &"x".repeat(70_000))]);
    let refused = save(&browser, "words", &long).await;
    assert_eq!(refused.status(), 422);
    is_plain_and_labelled(&refused);
    assert!(refused.body().contains("Please keep them shorter"));
    let foreign = owned(&[
        ("period_from:date", "2022-02-01"),
        ("state", "completed"),
        ("items.R01:json", "5"),
    ]);
    save(&browser, "facts", &foreign).await;
    assert!(!browser.look("/reference/work").await.body().contains(" checked"));
    assert_eq!(browser.look("/reference/nonsense").await.status(), 404);
    assert_eq!(save(&browser, "nonsense", &[]).await.status(), 404);
}

#[tokio::test]
async fn what_is_typed_is_saved_by_a_script_as_well() {
    let app = TestApp::spawn().await;
    let (_, browser, _) = asked(&app).await;
    let saved = save(&browser.typing(), "work", &levels(1, 2)).await;
    assert_eq!(saved.status(), 200, "{}", saved.body());
    assert!(saved.body().contains("Saved."), "{}", saved.body());
    let page = browser.look("/reference/work").await;
    assert_eq!(page.body().matches(" checked").count(), 2, "{}", page.body());
    // "Not observed" is an answer, too, and is shown as one.
    let not_observed = owned(&[("items.R01:json", "null")]);
    save(&browser.typing(), "work", &not_observed).await;
    let page = browser.look("/reference/work").await;
    assert_eq!(
        page.body().matches("value=\"null\" checked").count(),
        1,
        "{}",
        page.body()
    );
}
