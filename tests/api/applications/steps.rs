//! The one door: skipped steps, rejection (T21), pauses, withdrawal, lost races.

use super::*;

#[tokio::test]
async fn a_skipped_step_is_refused_with_everything_that_is_still_missing() {
    let app = TestApp::spawn().await;
    let candidacy = applied(&app).await;
    let refused = candidacy.step(&candidacy.team.manager, "approved").await;
    let problem = refused.problem(409, "illegal_step");
    let gates: Vec<&str> = problem["refusals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["gate"].as_str().unwrap())
        .collect();
    for gate in ["G10", "G11", "G12", "G19", "G20", "G24", "G35"] {
        assert!(gates.contains(&gate), "{gate} is not among {gates:?}");
    }
    assert_eq!(
        (&problem["from"], &problem["to"]),
        (&json!("applied"), &json!("approved"))
    );
    assert_eq!(candidacy.state().await, "applied");
    assert!(
        audited(&candidacy)
            .await
            .contains(&entry("transition", "approved", "refused"))
    );
}

/// T21.
#[tokio::test]
async fn one_may_always_say_no_with_a_reason() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    for state in ["applied", "role_acknowledged", "screened"] {
        let candidacy = Candidacy::apply(&opening, &format!("Cora {state}")).await;
        if state != "applied" {
            candidacy.bring_to(&app, state).await;
        }
        let hr = &candidacy.team.hr;
        assert_eq!(
            candidacy.step(hr, "rejected").await.bad_fields(),
            ["/reason_code"]
        );
        let unknown = json!({ "to": "rejected", "reason_code": "gut_feeling" });
        assert_eq!(
            candidacy.step_with(hr, unknown).await.bad_fields(),
            ["/reason_code"]
        );
        let body = json!({
            "to": "rejected", "from": state, "reason_code": "must_have_not_met", "note": "No licence",
            "feedback": ["Driving: a licence is needed", "Planning: clear examples", "Writing: short and polite"],
        });
        let rejected = candidacy.step_with(hr, body).await.expect(200);
        assert_eq!(rejected["state"], "rejected");
        assert_eq!(rejected["rejection"]["reason_code"], "must_have_not_met");
        let mails = app.mails_to(&candidacy.email).await;
        let told = mails
            .iter()
            .find(|m| m["message"] == "rejection_with_feedback")
            .unwrap();
        assert!(
            told["text"]
                .as_str()
                .unwrap()
                .contains("Driving: a licence is needed")
        );
        let after = candidacy.step(hr, "screened").await;
        after.problem(409, "illegal_step");
    }
}

#[tokio::test]
async fn feedback_has_three_lines_and_belongs_to_a_rejection() {
    let app = TestApp::spawn().await;
    let candidacy = applied(&app).await;
    let hr = &candidacy.team.hr;
    let one = json!({ "to": "rejected", "reason_code": "other", "feedback": ["One line"] });
    assert_eq!(candidacy.step_with(hr, one).await.bad_fields(), ["/feedback"]);
    let misplaced = json!({ "to": "on_hold", "feedback": ["a", "b", "c"] });
    assert_eq!(
        candidacy.step_with(hr, misplaced).await.bad_fields(),
        ["/feedback"]
    );
}

#[tokio::test]
async fn a_pause_ends_where_it_began() {
    let app = TestApp::spawn().await;
    let candidacy = applied(&app).await;
    candidacy.bring_to(&app, "screened").await;
    let hr = &candidacy.team.hr;
    let held = candidacy.step(hr, "on_hold").await.expect(200);
    assert_eq!(
        (&held["state"], &held["held_from"]),
        (&json!("on_hold"), &json!("screened"))
    );
    candidacy.step(hr, "assessing").await.problem(409, "illegal_step");
    candidacy.step(hr, "applied").await.problem(409, "illegal_step");
    let back = candidacy.step(hr, "screened").await.expect(200);
    assert_eq!(back["state"], "screened");
    assert!(back["held_from"].is_null());
}

#[tokio::test]
async fn a_candidate_withdraws_at_any_time_and_nobody_else_does_it_for_them() {
    let app = TestApp::spawn().await;
    let candidacy = applied(&app).await;
    candidacy.bring_to(&app, "screened").await;
    candidacy
        .step(&candidacy.team.hr, "withdrawn")
        .await
        .problem(403, "forbidden");
    let guest = candidacy.guest(&app).await;
    let left = guest
        .post("/guest/application/withdrawal", json!({}))
        .await
        .expect(200);
    assert_eq!(left["state"], "withdrawn");
    guest
        .post("/guest/application/withdrawal", json!({}))
        .await
        .problem(409, "illegal_step");
    candidacy
        .tick(0, json!({ "met": true }))
        .await
        .problem(409, "application_closed");
    let sent = app.mails_to(&candidacy.email).await.len();
    app.advance(days(10));
    assert_eq!(
        app.mails_to(&candidacy.email).await.len(),
        sent,
        "nobody is reminded any more"
    );
}

#[tokio::test]
async fn faults_are_told_in_their_order() {
    let app = TestApp::spawn().await;
    let candidacy = applied(&app).await;
    let path = candidacy.path("/transitions");
    let (hr, auditor) = (&candidacy.team.hr, app.user(&[Role::Auditor]).await);
    let step = json!({ "to": "on_hold" });
    app.anonymous()
        .post(&path, step.clone())
        .await
        .problem(401, "unauthenticated");
    auditor.post(&path, step.clone()).await.problem(403, "forbidden");
    hr.post(&path, step.clone())
        .await
        .problem(428, "precondition_required");
    hr.if_match(77).post(&path, step).await.problem(412, "stale");
    let bad = json!({ "to": "promoted", "state": "hired" });
    assert_eq!(candidacy.step_with(hr, bad).await.bad_fields(), ["/state", "/to"]);
    candidacy
        .step_with(hr, json!({ "to": "on_hold", "from": "screened" }))
        .await
        .problem(412, "stale");
    assert_eq!(candidacy.state().await, "applied");
}

#[tokio::test]
async fn of_two_who_press_at_the_same_time_one_is_too_late() {
    let app = TestApp::spawn().await;
    let candidacy = applied(&app).await;
    let version = candidacy.version().await;
    let hr = candidacy.team.hr.if_match(version);
    let lead = candidacy.team.hr_lead.if_match(version);
    let (path, hold) = (candidacy.path("/transitions"), json!({ "to": "on_hold" }));
    let (one, two) = tokio::join!(hr.post(&path, hold.clone()), lead.post(&path, hold));
    let mut both = [one.status(), two.status()];
    both.sort_unstable();
    assert_eq!(both, [200, 412]);
}

#[tokio::test]
async fn only_the_jobs_own_manager_says_no_to_its_candidates() {
    let app = TestApp::spawn().await;
    let candidacy = applied(&app).await;
    let no = json!({ "to": "rejected", "reason_code": "other" });
    // A rater of this candidate who is hiring manager of another job.
    let rater = &candidacy.team.assessor;
    candidacy
        .step_with(rater, no.clone())
        .await
        .problem(403, "forbidden");
    candidacy.step_with(&candidacy.team.manager, no).await.expect(200);
}

#[tokio::test]
async fn nobody_moves_on_while_the_job_is_paused_or_given_up() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let candidacy = Candidacy::apply(&opening, "Cora Client").await;
    candidacy.bring_to(&app, "role_acknowledged").await;
    candidacy.tick_documented().await;
    let hr = &candidacy.team.hr;
    opening.step(hr, "on_hold").await.expect(200);
    let paused = candidacy.step(hr, "screened").await.problem(409, "illegal_step");
    assert!(
        paused["detail"]
            .as_str()
            .unwrap()
            .starts_with("This job is on hold"),
        "{paused}"
    );
    opening.step(hr, "open").await.expect(200);
    candidacy.step(hr, "screened").await.expect(200);

    opening
        .step(&candidacy.team.sponsor, "cancelled")
        .await
        .expect(200);
    let over = candidacy.step(hr, "assessing").await.problem(409, "illegal_step");
    assert!(over["detail"].as_str().unwrap().contains("given up"), "{over}");
    assert_eq!(candidacy.state().await, "screened");
    let no = json!({
        "to": "rejected", "reason_code": "must_have_not_met",
        "feedback": ["Driving: a licence is needed", "Planning: clear examples", "Writing: short and polite"],
    });
    candidacy.step_with(hr, no).await.expect(200);
}
