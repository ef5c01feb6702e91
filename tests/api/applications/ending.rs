//! What ends with an application: rounds still to come, reminders, requests to referees.

use crate::{
    harness::{
        Browser, Client, TestApp, Value,
        assessment::{another, assessing},
        candidacy::{Candidacy, open_job},
        days, json,
    },
    hire::references,
};

async fn round_states(candidacy: &Candidacy) -> Vec<(String, String)> {
    let path = candidacy.path("/scheduled_interviews");
    let all = candidacy.team.hr.get(&path).await.expect(200);
    let word = |round: &Value, field: &str| round[field].as_str().unwrap().to_owned();
    let rounds = all["data"].as_array().unwrap().iter();
    rounds
        .map(|round| (word(round, "source"), word(round, "state")))
        .collect()
}

fn states(rounds: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(source, state): &(&str, &str)| ((*source).to_owned(), (*state).to_owned());
    rounds.iter().map(owned).collect()
}

/// The mails of one kind that somebody of the staff got.
async fn mails_of(app: &TestApp, who: &Client, message: &str) -> Vec<Value> {
    let me = who.get("/users/me").await.expect(200);
    let mut mails = Box::pin(app.mails_to(me["email"].as_str().unwrap())).await;
    mails.retain(|mail| mail["message"] == message);
    mails
}

async fn reject(candidacy: &Candidacy) {
    let body = json!({
        "to": "rejected", "reason_code": "must_have_not_met",
        "feedback": [
            "Driving: a licence is needed",
            "Planning: clear examples",
            "Writing: short and polite",
        ],
    });
    candidacy
        .step_with(&candidacy.team.manager, body)
        .await
        .expect(200);
}

#[tokio::test]
async fn a_rejection_calls_off_what_was_still_to_come_and_nobody_is_reminded() {
    let app = TestApp::spawn().await;
    let cora = Box::pin(assessing(&app)).await;
    for (source, starts_at) in [("R1", "2026-11-03T10:00:00Z"), ("R3", "2026-11-06T10:00:00Z")] {
        cora.book(source, starts_at).await.expect(201);
    }
    cora.hold(&app, "R1").await;
    reject(&cora).await;
    assert_eq!(
        round_states(&cora).await,
        states(&[("R1", "held"), ("R3", "cancelled")])
    );

    let mails = Box::pin(app.mails_to(&cora.email)).await;
    let text = |mail: &Value| mail["text"].as_str().unwrap().to_owned();
    let off = mails
        .iter()
        .filter(|mail| text(mail).contains("will not take place"))
        .count();
    assert_eq!(off, 1, "the candidate's calendar is told");
    let [interviewer, ops_lead] = cora.team.raters_of("R3");
    for rater in [interviewer, ops_lead] {
        let told = mails_of(&app, rater, "panel_notice").await;
        let off = told
            .iter()
            .filter(|mail| text(mail).contains("will not take place"))
            .count();
        assert_eq!(off, 1, "so is the rater");
    }
    let kits = mails_of(&app, interviewer, "interviewer_kit").await.len();
    app.advance(days(3));
    assert_eq!(
        mails_of(&app, interviewer, "interviewer_kit").await.len(),
        kits,
        "no reminder of the day before"
    );
    for rater in cora.team.raters_of("R1") {
        assert!(
            mails_of(&app, rater, "scorecard_due").await.is_empty(),
            "no card is asked for any more"
        );
    }

    let events = cora.team.hr.get(&cora.path("/timeline")).await.expect(200);
    let mut events = events["data"].as_array().unwrap().iter();
    let off = events.find(|event| event["to_state"] == "cancelled").unwrap();
    assert_eq!(
        (&off["outcome"], &off["actor_kind"]),
        (&json!("derived"), &json!("system"))
    );
    cora.book("R2", "2026-11-12T10:00:00Z")
        .await
        .problem(409, "application_closed");
}

#[tokio::test]
async fn a_withdrawal_takes_the_requests_to_referees_back() {
    let app = TestApp::spawn().await;
    let cora = Box::pin(assessing(&app)).await;
    for (source, starts_at) in [("R1", "2026-11-03T10:00:00Z"), ("R2", "2026-11-03T13:00:00Z")] {
        cora.book(source, starts_at).await.expect(201);
        cora.hold(&app, source).await;
    }
    let referees = Box::pin(references::requested(&app, &cora)).await;
    let token = app.mailed_token("rita@nordlicht.example", "/l/").await;
    let asked = app.mails_to("rita@nordlicht.example").await.len();
    let guest = Box::pin(cora.guest(&app)).await;
    guest
        .post("/guest/application/withdrawal", json!({}))
        .await
        .expect(200);

    let checks = cora
        .team
        .hr
        .get(&cora.path("/reference_checks"))
        .await
        .expect(200);
    let all = checks["referees"].as_array().unwrap();
    assert!(
        all.iter().all(|referee| referee["state"] == "expired"),
        "{checks}"
    );
    let body = json!({ "token": token });
    let dead = app.anonymous().post("/link_sessions", body).await;
    dead.problem(404, "link_invalid");
    app.advance(days(10));
    assert_eq!(
        app.mails_to("rita@nordlicht.example").await.len(),
        asked,
        "nobody is reminded"
    );
    let again = format!("/referees/{}/request", referees[0]);
    cora.team
        .hr
        .post(&again, json!({}))
        .await
        .problem(409, "application_closed");
    let own = guest.get("/guest/application").await.expect(200);
    assert_eq!(
        own["progress"]["stage"], "withdrawn",
        "the candidate may still look"
    );
}

#[tokio::test]
async fn a_job_given_up_calls_off_its_rounds_and_hr_closes_the_applications_by_name() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let bea = Candidacy::apply(&opening, "Bea Lind").await;
    Box::pin(bea.bring_to_assessing(&app)).await;
    let dora = Box::pin(another(&app, &opening, "Dora Deal")).await;
    for (candidacy, starts_at) in [(&bea, "2026-11-04T10:00:00Z"), (&dora, "2026-11-04T13:00:00Z")] {
        candidacy.book("R1", starts_at).await.expect(201);
    }
    let close = |confirm: Value| {
        let (hr, path) = (opening.team.hr.clone(), opening.path("/close_rivals"));
        async move { hr.post(&path, json!({ "confirm": confirm })).await }
    };
    close(json!([bea.id, dora.id]))
        .await
        .problem(409, "job_not_filled");
    opening.step(&opening.team.hr_lead, "cancelled").await.expect(200);
    for candidacy in [&bea, &dora] {
        assert_eq!(round_states(candidacy).await, states(&[("R1", "cancelled")]));
        assert_eq!(
            candidacy.state().await,
            "assessing",
            "nobody is closed by a machine"
        );
        let refused = candidacy.book("R2", "2026-11-05T10:00:00Z").await;
        refused.problem(409, "job_closed");
    }
    assert_eq!(close(json!([bea.id])).await.bad_fields(), ["/confirm"]);
    // On its page HR looks at all of them, and confirms.
    let (hr, place) = (
        Browser::of(&opening.team.hr),
        format!("/jobs/{}/close_rivals", opening.id),
    );
    Browser::of(&opening.team.manager).look(&place).await.expect(403);
    let page = hr.look(&place).await.expect(200);
    page.must_say(&["2 applications are still open", "Bea Lind", "Dora Deal"]);
    let one = [("confirm:list", bea.id.as_str())];
    let again = hr.press(&place, &one).await.expect(422);
    again.must_say(&["Confirm exactly those still open", "Dora Deal"]);
    let both = [
        ("confirm:list", bea.id.as_str()),
        ("confirm:list", dora.id.as_str()),
    ];
    hr.press(&place, &both)
        .await
        .expect(200)
        .must_say(&["Every candidate is told."]);
    hr.look(&place).await.expect(200).must_say(&["Nobody is waiting"]);
    for candidacy in [&bea, &dora] {
        assert_eq!(candidacy.state().await, "closed_job_cancelled");
        let mails = Box::pin(app.mails_to(&candidacy.email)).await;
        let told = |mail: &Value| mail["text"].as_str().unwrap().contains("was given up");
        assert!(mails.iter().any(told), "{mails:?}");
    }
}
