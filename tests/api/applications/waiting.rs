//! Good people are not lost while nobody looks (dossier 7.5), and who answers late is asked about it (RF01).

use crate::harness::{
    Browser, TestApp, Value,
    candidacy::{Candidacy, open_job, right_answers},
    days, json,
};

fn codes(application: &Value) -> Vec<&str> {
    let warnings = application["service_warnings"].as_array().unwrap().iter();
    warnings
        .map(|warning| warning["code"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn an_application_in_which_nothing_happens_is_warned_about_where_hr_looks() {
    let app = TestApp::spawn().await;
    let opening = Box::pin(open_job(&app)).await;
    let bea = Candidacy::apply(&opening, "Bea Lind").await;
    bea.bring_to(&app, "screened").await;
    let (hr, rater) = (&opening.team.hr, &opening.team.interviewer);
    app.advance(days(7));
    assert_eq!(
        codes(&bea.show().await),
        Vec::<&str>::new(),
        "exactly five working days"
    );
    app.advance(days(1));
    let shown = bea.show().await;
    assert_eq!(codes(&shown), ["idle"]);
    assert_eq!(shown["service_warnings"][0]["working_days"], 5);
    let list = hr.get("/applications").await.expect(200);
    assert_eq!(codes(&list["data"][0]), ["idle"]);
    let hr_browser = Browser::of(hr);
    for (place, words) in [
        ("/applications".to_owned(), "Nothing happens"),
        (
            format!("/applications/{}", bea.id),
            "No application should stand still",
        ),
        ("/today".to_owned(), "This application takes too long"),
    ] {
        let page = hr_browser.look(&place).await;
        assert!(page.html.contains(words), "{place}: {}", page.html);
    }
    let page = Browser::of(rater).look("/today").await;
    assert!(!page.html.contains("takes too long"), "it is HR's to look after");

    bea.bring_further(hr).await;
    assert_eq!(codes(&bea.show().await), Vec::<&str>::new(), "something happened");
}

impl Candidacy {
    /// HR supplies a further fact.
    async fn bring_further(&self, hr: &crate::harness::Client) {
        self.put(hr, "/must_haves/0", json!({ "met": true }))
            .await
            .expect(200);
    }
}

#[tokio::test]
async fn the_pace_is_assumed_until_enough_was_measured_and_says_so() {
    let app = TestApp::spawn().await;
    let opening = Box::pin(open_job(&app)).await;
    let bea = Candidacy::apply(&opening, "Bea Lind").await;
    let run = opening
        .team
        .hr
        .get(&bea.path("/gates?to=approved"))
        .await
        .expect(200);
    assert_eq!(
        run["pace"]["round_gap"],
        json!({ "working_days": 2, "basis": "assumed", "measured": 0 })
    );
    for name in ["Cora Wend", "Dora Deal"] {
        let other = Candidacy::apply(&opening, name).await;
        Box::pin(other.bring_to_assessing(&app)).await;
        other.book_all_from(&app).await;
    }
    let run = opening
        .team
        .hr
        .get(&bea.path("/gates?to=approved"))
        .await
        .expect(200);
    assert_eq!(
        run["pace"]["round_gap"],
        json!({ "working_days": 1, "basis": "own_history", "measured": 6 })
    );
    assert_eq!(run["pace"]["reference"]["basis"], "assumed");
    let page = Browser::of(&opening.team.hr)
        .look(&format!("/applications/{}", bea.id))
        .await;
    assert!(page.html.contains("as measured here 6 times"), "{}", page.html);
    assert!(page.html.contains("as assumed, until enough"), "{}", page.html);
}

impl Candidacy {
    /// All four rounds, booked for the days to come and held: two a day, on successive days.
    async fn book_all_from(&self, app: &TestApp) {
        for (source, in_days, hour) in [("R1", 7, 10), ("R2", 7, 13), ("R3", 8, 10), ("R4", 8, 13)] {
            let day = (app.clock.now() + days(in_days)).to_string();
            let starts_at = format!("{}T{hour}:00:00Z", &day[..10]);
            self.book(source, &starts_at).await.expect(201);
        }
        for source in ["R1", "R2", "R3", "R4"] {
            self.hold(app, source).await;
        }
        app.advance(days(1));
    }
}

#[tokio::test]
async fn who_answers_late_gets_a_flag_that_people_resolve_and_no_rejection() {
    let app = TestApp::spawn().await;
    let opening = Box::pin(open_job(&app)).await;
    let prompt = Candidacy::apply(&opening, "Cora Wend").await;
    prompt.acknowledge(&app).await;
    let late = Candidacy::apply(&opening, "Bea Lind").await;
    app.advance(days(9));
    let guest = late.guest(&app).await;
    guest
        .post("/guest/application/privacy_notice", json!({}))
        .await
        .expect(200);
    guest
        .post("/guest/application/acknowledgement", right_answers())
        .await
        .expect(200);
    assert_eq!(
        late.state().await,
        "role_acknowledged",
        "no step is taken because of it"
    );
    let flags = opening
        .team
        .hr_lead
        .get(&late.path("/red_flags"))
        .await
        .expect(200);
    let flag = &flags["data"][0];
    assert_eq!(
        (&flag["code"], &flag["state"], &flag["severity"], &flag["raiser"]),
        (&json!("RF01"), &json!("open"), &json!("major"), &json!("rule"))
    );
    assert!(
        flag["text"].as_str().unwrap().contains("7 working days"),
        "{flag}"
    );
    let none = opening
        .team
        .hr_lead
        .get(&prompt.path("/red_flags"))
        .await
        .expect(200);
    assert_eq!(none["data"], json!([]));
}
