//! The candidate names referees in a browser, when asked by M07.

use super::*;
use crate::harness::{
    assessment::{SLOTS, assessing},
    candidacy::open_job,
    json,
};

const RITA: [(&str, &str); 6] = [
    ("name", "Rita Former"),
    ("relation", "former_direct_manager"),
    ("firm", "Nordlicht Ltd"),
    ("period_from:date", "2022-02-01"),
    ("period_to:date", "2026-01-31"),
    ("email", "rita@nordlicht.example"),
];

/// Names so many people with consent, as a program would.
async fn name_with_consent(app: &TestApp, candidacy: &Candidacy, names: &[&str]) {
    let guest = candidacy.guest(app).await;
    for name in names {
        let body = json!({
            "name": name, "relation": "peer", "firm": "Nordlicht Ltd", "email": format!("{name}@nordlicht.example"),
            "period_from": "2022-02-01T00:00:00Z", "period_to": "2026-01-31T00:00:00Z", "consent": true,
        });
        guest.post("/guest/application/referees", body).await.expect(201);
    }
}

#[tokio::test]
async fn the_candidate_is_asked_for_referees_when_the_assessment_begins_and_once_only() {
    let app = TestApp::spawn().await;
    let cora = Box::pin(assessing(&app)).await;
    let asked = mails(&app, &cora.email, "reference_consent").await;
    assert_eq!(asked.len(), 1);
    assert!(
        asked[0]["text"]
            .as_str()
            .unwrap()
            .contains("Name at least 4 people")
    );
    cora.step(&cora.team.hr, "on_hold").await.expect(200);
    cora.step(&cora.team.hr, "assessing").await.expect(200);
    assert_eq!(mails(&app, &cora.email, "reference_consent").await.len(), 1);

    let page = visitor(&app, &cora, "reference_consent").await;
    assert!(page.landed.ends_with("/referees"), "{}", page.landed);
    assert!(
        page.arrive()
            .await
            .body()
            .contains("At least one former direct manager")
    );
}

#[tokio::test]
async fn too_few_with_consent_after_two_rounds_are_asked_for_once_more() {
    let app = TestApp::spawn().await;
    let cora = Box::pin(assessing(&app)).await;
    name_with_consent(&app, &cora, &["ole", "pia"]).await;
    for (source, starts_at) in SLOTS {
        cora.book(source, starts_at).await.expect(201);
    }
    cora.hold(&app, "R1").await;
    assert_eq!(mails(&app, &cora.email, "reference_consent").await.len(), 1);
    cora.hold(&app, "R2").await;
    let asked = mails(&app, &cora.email, "reference_consent").await;
    assert_eq!(asked.len(), 2);
    assert!(asked[0]["subject"].as_str().unwrap().starts_with("Reminder: "));
    assert!(
        asked[0]["text"].as_str().unwrap().contains("pia, peer"),
        "{}",
        asked[0]
    );
    cora.hold(&app, "R3").await;
    assert_eq!(mails(&app, &cora.email, "reference_consent").await.len(), 2);
}

#[tokio::test]
async fn nobody_is_reminded_who_has_named_enough_people() {
    let app = TestApp::spawn().await;
    let cora = Box::pin(assessing(&app)).await;
    name_with_consent(&app, &cora, &["ole", "pia", "rita"]).await;
    for (source, starts_at) in &SLOTS[..2] {
        cora.book(source, starts_at).await.expect(201);
        cora.hold(&app, source).await;
    }
    assert_eq!(mails(&app, &cora.email, "reference_consent").await.len(), 1);
}

#[tokio::test]
async fn a_candidate_names_agrees_corrects_and_removes_by_pressing_buttons() {
    let app = TestApp::spawn().await;
    let cora = Candidacy::apply(&Box::pin(open_job(&app)).await, "Cora Client").await;
    let browser = visitor(&app, &cora, "jd_acknowledge").await;

    let mut faulty = RITA.to_vec();
    faulty[4] = ("period_to:date", "2020-01-31");
    faulty[5] = ("email", &cora.email);
    faulty.push(("not_before_offer:bool", "true"));
    faulty.push(("phone", "<b>+49</b>"));
    let refused = browser.press("/referees", &faulty).await;
    assert_eq!(refused.status(), 422);
    is_plain_and_labelled(&refused);
    for said in [
        "<a href=\"#f-email\">",
        "A referee needs a mailbox of their own.",
        "The last day lies before the first.",
        "for your present employer only",
        "value=\"Nordlicht Ltd\"",
        "value=\"&lt;b&gt;+49&lt;/b&gt;\"",
    ] {
        assert!(refused.body().contains(said), "no {said} in {}", refused.body());
    }
    let empty = browser.press("/referees", &[]).await;
    assert_eq!(empty.status(), 422);
    assert!(
        empty.body().contains("<a href=\"#f-relation\">"),
        "{}",
        empty.body()
    );

    assert_eq!(browser.press("/referees", &RITA).await.status(), 303);
    let list = browser.look("/referees").await;
    is_plain_and_labelled(&list);
    assert!(
        list.body().contains("Named so far: 1, with your consent: 0"),
        "{}",
        list.body()
    );
    assert_eq!(
        press(&browser, &list, "I agree that you ask Rita").await.status(),
        303
    );
    let list = browser.look("/referees").await;
    assert!(list.body().contains("Named so far: 1, with your consent: 1"));
    assert_eq!(press(&browser, &list, "I no longer agree").await.status(), 303);
    assert!(
        browser
            .look("/referees")
            .await
            .body()
            .contains("with your consent: 0")
    );

    let place = link_of(&list, "Correct what I said");
    let form = browser.look(&place).await;
    is_plain_and_labelled(&form);
    assert!(form.body().contains("value=\"2022-02-01\""), "{}", form.body());
    let version = attribute(form.body(), "name=\"_version\" value=\"")
        .next()
        .unwrap()
        .to_owned();
    let mut corrected = RITA.to_vec();
    corrected[0] = ("name", "Rita Former-Lund");
    corrected.extend([("_version", version.as_str()), ("consent:bool", "true")]);
    assert_eq!(browser.press(&place, &corrected).await.status(), 303);
    assert_eq!(
        browser.press(&place, &corrected).await.status(),
        412,
        "another window"
    );
    let list = browser.look("/referees").await;
    assert!(list.body().contains("Rita Former-Lund") && list.body().contains("with your consent: 1"));

    let place = link_of(&list, "Take off the list");
    let confirm = browser.look(&place).await;
    assert!(
        confirm.body().contains("Keep Rita Former-Lund"),
        "{}",
        confirm.body()
    );
    let version = attribute(confirm.body(), "name=\"_version\" value=\"")
        .next()
        .unwrap()
        .to_owned();
    assert_eq!(
        browser.press(&place, &[("_version", &version)]).await.status(),
        303
    );
    assert!(!browser.look("/referees").await.body().contains("Rita"));
    let events = cora.team.hr.get(&cora.path("/timeline")).await.expect(200);
    let actions: Vec<&str> = events["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["action"].as_str().unwrap())
        .collect();
    for action in ["name", "consent", "withdraw_consent", "correct", "remove"] {
        assert!(
            actions.contains(&format!("referee.{action}").as_str()),
            "{action}: {actions:?}"
        );
    }
}

#[tokio::test]
async fn whoever_is_checked_is_not_corrected_and_whoever_is_foreign_does_not_exist() {
    let app = TestApp::spawn().await;
    let opening = Box::pin(open_job(&app)).await;
    let cora = Candidacy::apply(&opening, "Cora Client").await;
    let browser = visitor(&app, &cora, "jd_acknowledge").await;
    assert_eq!(browser.press("/referees", &RITA).await.status(), 303);
    let list = browser.look("/referees").await;
    let place = link_of(&list, "Correct what I said");
    let checks = cora
        .team
        .hr
        .get(&cora.path("/reference_checks"))
        .await
        .expect(200);
    let id = checks["referees"][0]["id"].as_str().unwrap();
    let body = json!({ "method": "switchboard_call", "note": "Called back through the switchboard." });
    cora.team
        .hr
        .post(&format!("/referees/{id}/verification"), body)
        .await
        .expect(200);
    let mut corrected = RITA.to_vec();
    corrected.push(("_version", "2"));
    let late = browser.press(&place, &corrected).await;
    assert_eq!(late.status(), 409, "{}", late.body());
    assert!(
        !browser
            .look("/referees")
            .await
            .body()
            .contains("Correct what I said")
    );

    let dora = Candidacy::apply(&opening, "Dora Deal").await;
    let stranger = visitor(&app, &dora, "jd_acknowledge").await;
    for rest in ["", "/removal"] {
        assert_eq!(stranger.look(&format!("{place}{rest}")).await.status(), 404);
        assert_eq!(
            stranger
                .press(&format!("{place}{rest}"), &corrected)
                .await
                .status(),
            404
        );
    }
    assert_eq!(
        stranger.press(&format!("{place}/consent"), &[]).await.status(),
        404
    );
}

async fn press(browser: &Visitor, page: &Response, button: &str) -> Response {
    let place = action_of(page, button);
    let rest = place
        .strip_prefix(&browser.place)
        .expect("a form of this guest")
        .to_owned();
    browser.press(&rest, &[]).await
}

/// The place below the guest's page that a link with these words leads to.
fn link_of(page: &Response, words: &str) -> String {
    let body = page.body();
    let before = &body[..body
        .find(words)
        .unwrap_or_else(|| panic!("no \"{words}\" in {body}"))];
    let href = before
        .rsplit("href=\"")
        .next()
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    format!("/{}", href.splitn(4, '/').nth(3).unwrap())
}
