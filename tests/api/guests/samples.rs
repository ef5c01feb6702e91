//! The candidate works on a written work sample in a browser.

use super::*;
use crate::harness::{assessment::assessing, json, minutes};

/// The candidate behind M06, who has not begun, and the place of the work sample below the guest's page.
async fn given(app: &TestApp, source: &str) -> (Candidacy, Visitor, String, String) {
    let cora = Box::pin(assessing(app)).await;
    let sample = cora.assign(source).await;
    let id = sample["id"].as_str().unwrap().to_owned();
    let browser = visitor(app, &cora, "work_sample").await;
    let place = format!("/exercises/{id}");
    assert!(browser.landed.ends_with(&place), "{}", browser.landed);
    (cora, browser, place, id)
}

fn version(page: &Response) -> String {
    attribute(page.body(), "name=\"_version\" value=\"")
        .next()
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn the_task_appears_with_begin_and_what_is_saved_is_handed_in_once() {
    let app = TestApp::spawn().await;
    let (cora, browser, place, id) = given(&app, "E1").await;
    let before = browser.arrive().await;
    is_plain_and_labelled(&before);
    assert!(
        before.body().contains("30 minutes, in one go"),
        "{}",
        before.body()
    );
    assert!(
        !before.body().contains("third time I write"),
        "the task is not shown yet"
    );

    assert_eq!(browser.press(&format!("{place}/begin"), &[]).await.status(), 303);
    let page = browser.look(&place).await;
    is_plain_and_labelled(&page);
    assert!(page.body().contains("third time I write") && page.body().contains("30 minutes were left"));
    for of_the_key in ["hidden cue", "Owns the missing replies", "E1-7"] {
        assert!(!page.body().contains(of_the_key), "no candidate sees the key");
    }
    app.advance(minutes(12));
    assert_eq!(
        browser.press(&format!("{place}/begin"), &[]).await.status(),
        303,
        "twice"
    );
    assert!(browser.look(&place).await.body().contains("18 minutes were left"));

    let text = "Dear Dana,\n<b>we own</b> the missing replies.";
    let draft = format!("{place}/draft");
    let saved = browser.press(&draft, &[("_version", "0"), ("text", text)]).await;
    assert_eq!(saved.status(), 303);
    let page = browser.look(&place).await;
    assert!(
        page.body()
            .contains("&lt;b&gt;we own&lt;/b&gt; the missing replies."),
        "{}",
        page.body()
    );
    let goes_on = browser
        .press(
            &draft,
            &[("_version", &version(&page)), ("text", text), ("_then", "check")],
        )
        .await;
    assert!(goes_on.header("location").ends_with("/submission"));
    let check = browser.look(&format!("{place}/submission")).await;
    assert!(check.body().contains("7 words"), "{}", check.body());
    assert_eq!(
        cora.samples().await[0]["state"],
        "assigned",
        "looking hands nothing in"
    );

    let hand_in = format!("{place}/submission");
    let seen = version(&check);
    assert_eq!(
        browser.press(&hand_in, &[("_version", &seen)]).await.status(),
        303
    );
    let sample = &cora.samples().await[0];
    assert_eq!(
        (&sample["state"], &sample["minutes_over"]),
        (&json!("submitted"), &Value::Null)
    );
    assert!(sample["submission"].as_str().unwrap().starts_with("Dear Dana,"));
    let twice = browser.press(&hand_in, &[("_version", &seen)]).await;
    assert_eq!(twice.status(), 409, "{}", twice.body());
    let after = browser.look(&place).await;
    is_plain_and_labelled(&after);
    assert!(after.body().contains("You handed this in"), "{}", after.body());
    assert_eq!(
        browser
            .press(&draft, &[("_version", "0"), ("text", "More")])
            .await
            .status(),
        409
    );

    // The link serves the other work samples, too.
    let other = cora.assign("E2").await;
    let place = format!("/exercises/{}", other["id"].as_str().unwrap());
    assert_ne!(other["id"], id.as_str());
    assert_eq!(browser.press(&format!("{place}/begin"), &[]).await.status(), 303);
    let inbox = browser.look(&place).await;
    is_plain_and_labelled(&inbox);
    assert!(
        inbox.body().contains("Dune Hotel") && !inbox.body().contains("silent"),
        "{}",
        inbox.body()
    );
    let work = [("_version", "0"), ("text", "M1: A, call, me, 9:30")];
    assert_eq!(
        browser.press(&format!("{place}/draft"), &work).await.status(),
        303
    );
    assert_eq!(
        browser
            .press(&format!("{place}/submission"), &[("_version", "1")])
            .await
            .status(),
        303
    );
}

#[tokio::test]
async fn nothing_is_overwritten_unseen_by_a_second_window() {
    let app = TestApp::spawn().await;
    let (_, browser, place, _) = given(&app, "E1").await;
    browser.press(&format!("{place}/begin"), &[]).await;
    let draft = format!("{place}/draft");
    assert_eq!(
        browser
            .press(&draft, &[("_version", "0"), ("text", "From the first window")])
            .await
            .status(),
        303
    );
    let clash = browser
        .press(&draft, &[("_version", "0"), ("text", "From the second")])
        .await;
    assert_eq!(clash.status(), 409);
    is_plain_and_labelled(&clash);
    assert!(
        clash.body().contains("From the first window</div>")
            && clash.body().contains("From the second</textarea>")
    );
    let hasty = browser
        .press(&format!("{place}/submission"), &[("_version", "7")])
        .await;
    assert!(
        hasty.header("location").ends_with("/submission"),
        "looked at once more"
    );
    let knowingly = [("_version", version(&clash)), ("text", "Both".to_owned())];
    let knowingly = knowingly.each_ref().map(|(name, text)| (*name, text.as_str()));
    assert_eq!(browser.press(&draft, &knowingly).await.status(), 303);
    assert!(browser.look(&place).await.body().contains("Both</textarea>"));
    let typing = browser.typing();
    let late = typing
        .press(&draft, &[("_version", "1"), ("text", "By a script")])
        .await;
    assert_eq!(late.status(), 412, "{}", late.body());
    let kept = typing
        .press(&draft, &[("_version", "2"), ("text", "By a script")])
        .await;
    let kept: Value = serde_json::from_str(kept.body()).unwrap();
    assert_eq!(kept["version"], 3);
    let long = "x".repeat(40_001);
    let refused = browser.press(&draft, &[("_version", "2"), ("text", &long)]).await;
    assert_eq!(refused.status(), 422);
    assert!(refused.body().contains("below 40000 characters") && refused.body().contains(&long));
}

#[tokio::test]
async fn work_that_comes_late_is_taken_and_hr_alone_sees_how_late() {
    let app = TestApp::spawn().await;
    let (cora, browser, place, id) = given(&app, "E1").await;
    browser.press(&format!("{place}/begin"), &[]).await;
    browser
        .press(
            &format!("{place}/draft"),
            &[("_version", "0"), ("text", "Dear Dana")],
        )
        .await;
    app.advance(minutes(37));
    assert!(browser.look(&place).await.body().contains("Nothing is lost"));
    assert_eq!(
        browser
            .press(&format!("{place}/submission"), &[("_version", "1")])
            .await
            .status(),
        303
    );
    let path = format!("/exercises/{id}");
    assert_eq!(cora.team.hr.get(&path).await.expect(200)["minutes_over"], 7);
    let [first, _] = cora.team.raters_of("E1");
    let seen = first.get(&path).await.expect(200);
    for hidden in ["minutes_over", "started_at", "extra_minutes"] {
        assert_eq!(seen[hidden], Value::Null, "{hidden}");
    }
    let told = first.get(&cora.path("/timeline")).await.expect(200).to_string();
    assert!(!told.contains("minutes_over"), "{told}");
    let told = cora
        .team
        .hr
        .get(&cora.path("/timeline"))
        .await
        .expect(200)
        .to_string();
    assert!(told.contains("\"minutes_over\":7"), "{told}");
}

#[tokio::test]
async fn hr_gives_more_time_on_request_and_raters_are_not_told() {
    let app = TestApp::spawn().await;
    let (cora, browser, place, id) = given(&app, "E1").await;
    let path = format!("/exercises/{id}/adjustment");
    let body = json!({ "extra_minutes": 15 });
    cora.team
        .manager
        .post(&path, body.clone())
        .await
        .problem(403, "forbidden");
    let much = json!({ "extra_minutes": 500, "due_at": "2026-11-09T09:00:00Z" });
    assert_eq!(
        cora.team.hr.post(&path, much).await.bad_fields(),
        ["/extra_minutes"]
    );
    cora.team.hr.post(&path, body).await.expect(200);
    assert!(
        browser
            .look(&place)
            .await
            .body()
            .contains("45 minutes, in one go")
    );
    let [first, _] = cora.team.raters_of("E1");
    let told = first.get(&cora.path("/timeline")).await.expect(200).to_string();
    assert!(!told.contains("exercise.adjust"), "{told}");
}

#[tokio::test]
async fn nobody_begins_after_the_window_and_a_role_play_is_no_writing() {
    let app = TestApp::spawn().await;
    let (cora, _, place, _) = given(&app, "E1").await;
    let play = cora.assign("E3").await;
    let play = format!("/exercises/{}", play["id"].as_str().unwrap());
    app.advance(crate::harness::days(5) + minutes(1));
    let link = app.link(subject(&cora), app.clock.now() + minutes(60)).await;
    let browser = Visitor::begin(&app, &format!("{}/l/{link}", app.url)).await;
    assert!(
        browser
            .look(&place)
            .await
            .body()
            .contains("The time to begin is over")
    );
    let late = browser.press(&format!("{place}/begin"), &[]).await;
    assert_eq!(late.status(), 409, "{}", late.body());
    assert!(
        browser
            .look(&play)
            .await
            .body()
            .contains("takes place at an appointment")
    );
    assert_eq!(browser.press(&format!("{play}/begin"), &[]).await.status(), 403);
}
