//! Guests read in their own language: the switch goes before what they chose with us, and that before the browser.

use super::*;
use crate::harness::{
    assessment::{SLOTS, assessing},
    candidacy::open_job,
};

/// Every page of a candidate, in a language.
async fn opens_everything(browser: &Visitor, language: &str, places: &[String]) {
    for place in places {
        let page = browser.speaking(language).look(place).await;
        assert_eq!(page.status(), 200, "{place}: {}", page.body());
        is_plain_and_labelled(&page);
        let lang = format!("<html lang=\"{language}\">");
        assert!(page.body().contains(&lang), "{place}: {}", page.body());
    }
}

#[tokio::test]
async fn every_page_of_a_candidate_opens_in_both_languages() {
    let app = TestApp::spawn().await;
    let cora = Box::pin(assessing(&app)).await;
    cora.book("R1", SLOTS[0].1).await.expect(201);
    let begun = cora.assign("E2").await;
    let fresh = cora.assign("E1").await;
    let browser = visitor(&app, &cora, "work_sample").await;
    let named = [
        (
            "name",
            "Rita Former with a Name that is much Longer than Names commonly are",
        ),
        ("relation", "former_direct_manager"),
        (
            "firm",
            "Nordlicht Gebäudereinigung und Grünpflege Betriebsgesellschaft mbH",
        ),
        ("period_from:date", "2022-02-01"),
        ("email", "rita@nordlicht.example"),
    ];
    assert_eq!(browser.press("/referees", &named).await.status(), 303);
    let checks = cora
        .team
        .hr
        .get(&cora.path("/reference_checks"))
        .await
        .expect(200);
    let rita = checks["referees"][0]["id"].as_str().unwrap();
    let sample = |row: &Value| format!("/exercises/{}", row["id"].as_str().unwrap());
    let begun = sample(&begun);
    assert_eq!(browser.press(&format!("{begun}/begin"), &[]).await.status(), 303);
    let text = [("_version", "0"), ("text", "M1: A, call, me, 9:30")];
    assert_eq!(
        browser.press(&format!("{begun}/draft"), &text).await.status(),
        303
    );
    let places = [
        String::new(),
        "/privacy".to_owned(),
        "/description".to_owned(),
        "/withdraw".to_owned(),
        "/referees".to_owned(),
        format!("/referees/{rita}"),
        format!("/referees/{rita}/removal"),
        sample(&fresh),
        begun.clone(),
        format!("{begun}/submission"),
    ];
    for language in ["en", "de"] {
        opens_everything(&browser, language, &places).await;
    }
    let missing = browser.speaking("de").look("/exercises/nonsense").await;
    assert!(missing.body().contains("Hier ist nichts"), "{}", missing.body());
}

#[tokio::test]
async fn every_page_of_a_referee_opens_in_both_languages() {
    let app = TestApp::spawn().await;
    let (_, browser, _) = super::questionnaire::asked(&app).await;
    let parts = [
        "facts",
        "work",
        "clients",
        "comparison",
        "words",
        "check",
        "saved",
        "decline",
    ];
    let mut places: Vec<String> = parts.iter().map(|part| format!("/reference/{part}")).collect();
    places.push("/reference".to_owned());
    places.push("/reference/work?missing=yes".to_owned());
    for language in ["en", "de"] {
        opens_everything(&browser, language, &places).await;
    }
    let refused = browser.speaking("de").press("/reference", &[]).await;
    assert!(refused.body().contains("Noch offen"), "{}", refused.body());
}

#[tokio::test]
async fn whoever_applies_in_german_is_answered_in_german_behind_the_link() {
    let app = TestApp::spawn().await;
    let opening = Box::pin(open_job(&app)).await;
    let german = Visitor::passing(&app).speaking("de");
    for place in ["/careers", &format!("/careers/{}", opening.id), "/privacy"] {
        let page = german.look(place).await;
        is_plain_and_labelled(&page);
        assert!(page.body().contains("<html lang=\"de\">"), "{place}");
    }
    let place = format!("/careers/{}", opening.id);
    let faulty = german.press(&place, &[("name", "Anna Klein")]).await;
    assert!(
        faulty.body().contains("Geben Sie eine Adresse an") && faulty.body().contains("value=\"Anna Klein\""),
        "{}",
        faulty.body()
    );
    let anna = [("name", "Anna Klein"), ("email", "anna@candidates.example")];
    let thanks = german.press(&place, &anna).await;
    assert!(thanks.body().contains("<h1>Danke</h1>"), "{}", thanks.body());
    let link = app.mailed_link("anna@candidates.example", "/l/").await;
    let begun = app
        .anonymous()
        .send(
            reqwest::Method::POST,
            &format!("/{}", link.strip_prefix(&app.url).unwrap()),
            None,
        )
        .await;
    let kept = begun.cookies("lang");
    assert_eq!(kept, ["de"], "the browser reads in German from now on");
}

#[tokio::test]
async fn dead_links_and_strange_places_say_what_to_do() {
    let app = TestApp::spawn().await;
    let anybody = Visitor::passing(&app);
    for (language, told) in [
        (
            "en",
            [
                "This link does not work any more",
                "Please open your link again",
                "All open jobs",
            ],
        ),
        (
            "de",
            [
                "Dieser Link gilt nicht mehr",
                "Bitte öffnen Sie Ihren Link noch einmal",
                "Alle offenen Stellen",
            ],
        ),
    ] {
        let browser = anybody.speaking(language);
        let dead = browser.press("/l/whatever", &[]).await;
        assert_eq!(dead.status(), 404);
        assert!(dead.body().contains(told[0]), "{}", dead.body());
        assert_eq!(dead.header("referrer-policy"), "no-referrer");
        let unknown = browser.look("/g/019b0000-0000-7000-8000-000000000001").await;
        assert_eq!(unknown.status(), 401);
        assert!(unknown.body().contains(told[1]), "{}", unknown.body());
        assert_eq!(unknown.header("cache-control"), "no-store");
        let gone = browser.look("/careers/nonsense").await;
        assert_eq!(gone.status(), 404);
        assert!(gone.body().contains(told[2]), "{}", gone.body());
        is_plain_and_labelled(&gone);
    }
}
