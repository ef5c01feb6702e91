//! Whoever is under way is assessed by the interview plan and the content they began with (dossier 7.1).

use std::sync::Arc;

use steadyhire::content::Pack;

use crate::harness::{
    Browser, TestApp, Value,
    candidacy::{Candidacy, open_job, right_answers},
    json,
    opening::{Opening, Team, good_description},
};

/// Stores a version of the plan with this floor for proactive contact.
async fn plan_with_floor(opening: &Opening, floor: f64) {
    let path = opening.path("/interview_plan");
    let mut plan = opening.team.hr.get(&path).await.expect(200)["body"].clone();
    plan["floors"]["competencies"]["PROA"] = json!(floor);
    opening
        .put(&opening.team.hr, "/interview_plan", plan)
        .await
        .expect(200);
}

/// A job that wants more of proactive contact than others do.
async fn demanding_job(app: &TestApp) -> Opening {
    let team = Team::new(app).await;
    let opening = Opening::draft(&team).await;
    opening.bring_to("jd_approved").await;
    opening.set_plan().await;
    plan_with_floor(&opening, 4.5).await;
    for state in ["plan_locked", "open"] {
        opening.step(&team.hr, state).await.expect(200);
    }
    opening
}

async fn floor_of(candidacy: &Candidacy) -> (String, String) {
    let row = candidacy.gate("approved", "G29").await;
    let text = |field: &str| row[field].as_str().unwrap_or_default().to_owned();
    (text("status"), text("detail"))
}

#[tokio::test]
async fn a_looser_plan_hurries_nobody_who_is_under_way_until_the_new_description_is_confirmed() {
    let app = TestApp::spawn().await;
    let opening = Box::pin(demanding_job(&app)).await;
    let candidacy = Candidacy::apply(&opening, "Bea Lind").await;
    Box::pin(candidacy.bring_to_assessed(&app, 4)).await;
    let (status, detail) = floor_of(&candidacy).await;
    assert_eq!(status, "open");
    assert!(detail.contains("PROA 4.00/4.50"), "{detail}");

    plan_with_floor(&opening, 3.0).await;
    assert_eq!(
        floor_of(&candidacy).await,
        (status, detail),
        "still the plan of the beginning"
    );
    let late = Candidacy::apply(&opening, "Dora Deal").await;
    let plans = (
        candidacy.show().await["plan_number"].clone(),
        late.show().await["plan_number"].clone(),
    );
    assert_eq!(plans, (json!(2), json!(3)));

    let mut second = good_description();
    second["variation_note"] = json!("The usual client-focused role, with three account reviews a year.");
    opening.describe(second).await;
    opening.approve().await;
    assert_eq!(
        floor_of(&candidacy).await.0,
        "open",
        "a text nobody confirmed changes nothing"
    );
    let guest = Box::pin(candidacy.guest(&app)).await;
    let done = guest
        .post("/guest/application/acknowledgement", right_answers())
        .await
        .expect(200);
    assert_eq!(done["complete"], true, "{done}");
    assert_eq!(candidacy.show().await["plan_number"], 3);
    assert_eq!(floor_of(&candidacy).await.0, "met");
    let events = opening
        .team
        .hr
        .get(&candidacy.path("/timeline"))
        .await
        .expect(200);
    let mut events = events["data"].as_array().unwrap().iter();
    let followed = events.find(|event| event["action"] == "plan.follow").unwrap();
    assert_eq!(followed["details"], json!({ "from": 2, "to": 3 }));
}

/// What a later release might ship: another anchor and a lower floor for proactive contact.
fn later_content() -> Arc<Pack> {
    let shipped = Pack::shipped().unwrap();
    let mut content: Value = serde_json::from_str(&shipped.to_text().unwrap()).unwrap();
    let competencies = content["competencies"].as_array_mut().unwrap();
    let proactive = competencies.iter_mut().find(|c| c["code"] == "PROA").unwrap();
    proactive["anchors"][0] = json!("Waits to be called, and calls that service.");
    proactive["floor"]["client_focused"] = json!(2.0);
    Arc::new(Pack::from_text(1, &content.to_string()).unwrap())
}

#[tokio::test]
#[allow(clippy::too_many_lines, reason = "one story")]
async fn a_release_with_other_content_changes_no_running_case_and_is_taken_over_by_a_person() {
    let mut app = TestApp::spawn().await;
    let opening = Box::pin(open_job(&app)).await;
    let candidacy = Candidacy::apply(&opening, "Bea Lind").await;
    Box::pin(candidacy.bring_to_assessing(&app)).await;
    candidacy.book("R2", "2026-11-03T13:00:00Z").await.expect(201);
    let round = candidacy.round("R2").await["id"].as_str().unwrap().to_owned();
    let kit = format!("/scheduled_interviews/{round}/kit");
    let before = opening.team.interviewer.get(&kit).await.expect(200);
    let floor = candidacy.gate("approved", "G29").await;

    app.upgrade(later_content());
    let interviewer = app.again(&opening.team.interviewer);
    let hr_lead = app.again(&opening.team.hr_lead);
    let mut team = candidacy.team.clone();
    team.hr = app.again(&team.hr);
    let moved = Candidacy { team, ..candidacy };
    assert_eq!(interviewer.get(&kit).await.expect(200), before);
    assert_eq!(moved.gate("approved", "G29").await, floor);
    let versions = hr_lead.get("/content_versions").await.expect(200);
    assert_eq!(versions["offered"]["changes"], json!(["PROA"]));
    assert_eq!(versions["data"].as_array().unwrap().len(), 1);
    let page = Browser::of(&hr_lead).look("/content").await;
    assert!(
        page.html.contains("This release ships other content"),
        "{}",
        page.html
    );

    let reason = json!({ "reason": "The new anchors are clearer to our raters." });
    interviewer
        .post("/content_versions", reason.clone())
        .await
        .problem(403, "forbidden");
    let made = hr_lead.post("/content_versions", reason).await.expect(201);
    assert_eq!(
        (&made["version"], &made["overlay"]["disabled"]),
        (&json!(2), &json!([]))
    );
    assert_eq!(
        interviewer.get(&kit).await.expect(200),
        before,
        "still what it began with"
    );
    assert_eq!(moved.gate("approved", "G29").await, floor);
    let now = hr_lead.get("/competencies/PROA").await.expect(200);
    assert_eq!(now["anchors"][0], "Waits to be called, and calls that service.");
    assert!(hr_lead.get("/content_versions").await.expect(200)["offered"].is_null());

    // An HR lead changes an anchor by page: who is under way is told, and keeps what it began with.
    let browser = Browser::of(&hr_lead);
    let mut fields = vec![
        ("name", now["name"].as_str().unwrap()),
        ("definition", now["definition"].as_str().unwrap()),
    ];
    fields.extend([
        ("reason", "Our raters read the first level in two ways."),
        ("_version", "2"),
    ]);
    fields.push(("anchors.level1", "Never calls anybody."));
    for (n, name) in [
        "anchors.level2",
        "anchors.level3",
        "anchors.level4",
        "anchors.level5",
    ]
    .into_iter()
    .enumerate()
    {
        fields.push((name, now["anchors"][n + 1].as_str().unwrap()));
    }
    let place = "/content/competencies/PROA/edit";
    let looked = browser.press(place, &fields).await.expect(200);
    looked.must_say(&["Under way with version 1, which they keep: one application, 0 onboarding plans"]);
    let seen = looked.hidden("_seen");
    fields.extend([("_seen", seen.as_str()), ("_step", "save")]);
    browser
        .press(place, &fields)
        .await
        .expect(200)
        .must_say(&["Never calls anybody."]);
    assert_eq!(
        hr_lead.get("/competencies/PROA").await.expect(200)["anchors"][0],
        "Never calls anybody."
    );
    assert_eq!(
        interviewer.get(&kit).await.expect(200),
        before,
        "still what it began with"
    );
    assert_eq!(moved.gate("approved", "G29").await, floor);
}
