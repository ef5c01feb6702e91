//! Slice 3, second part: the debrief, a decision that is slept on and signed by two, and the offer.

use steadyhire::kernel::role::Role;

use super::visitor::Visitor;
use crate::{
    harness::{Client, TestApp, Value, candidacy::Candidacy, hours, json, opening::Opening},
    letters::mails_of,
};

/// The password the new colleague chooses.
const PASSWORD: &str = "nineteen tractors at dawn";

/// The table opens for the panel; what is left to check is checked; the debrief ends on a Wednesday at five.
pub async fn debriefed(app: &TestApp, candidacy: &Candidacy) {
    let team = &candidacy.team;
    assert_eq!(candidacy.state().await, "references_complete");
    candidacy.step(&team.hr, "debrief_open").await.expect(200);
    let scores = candidacy.path("/scores");
    for rater in team.raters() {
        rater.get(&scores).await.expect(200);
    }
    let table = team
        .interviewer
        .get(&candidacy.path("/debrief"))
        .await
        .expect(200);
    assert!(table.is_object(), "{table}");

    app.wait_until("2026-11-11T17:00:00Z");
    let refused = candidacy.step(&team.manager, "debriefed").await;
    assert_eq!(refused.refusing_gates(), ["G12"]);
    for index in [0, 1] {
        candidacy.tick(index, json!({ "met": true })).await.expect(200);
    }
    candidacy
        .step(&team.interviewer, "debriefed")
        .await
        .problem(403, "forbidden");
    candidacy.step(&team.manager, "debriefed").await.expect(200);
}

/// T5: the work is piling up, and somebody would like to skip the night.
pub async fn waiver_for_a_surge_is_refused(app: &TestApp, candidacy: &Candidacy) {
    let body = json!({
        "gate": "G37", "value": 12, "reason_code": "workload_surge",
        "text": "Three clients have signed in one week and nobody can take them over; we need somebody by Monday, \
                 whoever it is.",
        "compensating_measure": "A second look later", "expires_at": app.clock.now() + hours(72),
    });
    let path = candidacy.path("/waivers");
    let refused = candidacy.team.manager.post(&path, body).await;
    assert_eq!(refused.bad_fields(), ["/reason_code"]);
    assert!(
        refused.body().contains("Use interim cover instead"),
        "{}",
        refused.body()
    );
    let admin = app.user(&[Role::Admin]).await;
    assert_eq!(admin.post(&path, json!({})).await.status(), 404);
}

/// What keeps an approval back right after the debrief, all of it at once.
pub async fn approval_too_early(candidacy: &Candidacy) {
    let refused = candidacy.step(&candidacy.team.manager, "approved").await;
    assert_eq!(refused.refusing_gates(), ["G37", "G38", "G39", "G40"]);
    let problem = refused.json();
    assert_eq!(problem["earliest_possible_approval_at"], "2026-11-12T17:00:00Z");
    assert!(
        problem["refusals"][0]["detail"]
            .as_str()
            .unwrap()
            .starts_with("Sleep on it")
    );
    assert_eq!(problem["refusals"][0]["label"], "house_rule");
}

/// The manager writes why; manager and sponsor sign. Nobody signs twice, and other words void signatures.
pub async fn decided_and_signed(candidacy: &Candidacy) {
    let team = &candidacy.team;
    let path = candidacy.path("/decision/signatures");
    let words = |text: &str| json!({ "text": text, "expectation": "Six accounts taken over by day 60." });
    candidacy
        .put(&team.hr, "/decision", words("HR would hire her."))
        .await
        .problem(403, "forbidden");
    let first = words("Stays calm with angry clients.");
    candidacy.put(&team.manager, "/decision", first).await.expect(200);
    team.manager.post(&path, json!({})).await.expect(201);
    team.manager
        .post(&path, json!({}))
        .await
        .problem(409, "already_submitted");
    let better = words("Stays calm with angry clients and asks operations before promising a date.");
    let shown = candidacy
        .put(&team.manager, "/decision", better)
        .await
        .expect(200);
    assert_eq!(shown["signatures"], json!([]), "signatures are under words");
    team.manager.post(&path, json!({})).await.expect(201);
    team.interviewer
        .post(&path, json!({}))
        .await
        .problem(403, "forbidden");
    assert_eq!(candidacy.gate("approved", "G39").await["status"], "open");
    team.sponsor.post(&path, json!({})).await.expect(201);
    assert_eq!(candidacy.gate("approved", "G39").await["status"], "met");
}

/// T19 and T24: a minute before the night is over nothing goes; then, of two who press at once, one is too late.
pub async fn slept_on_and_approved(app: &TestApp, candidacy: &Candidacy) {
    let manager = &candidacy.team.manager;
    app.wait_until("2026-11-12T16:59:00Z");
    let refused = candidacy.step(manager, "approved").await;
    assert_eq!(refused.refusing_gates(), ["G37"]);
    assert_eq!(mails_of(app, manager, "cooling_off_over").await.len(), 0, "M16");
    app.wait_until("2026-11-12T17:00:00Z");
    let told = mails_of(app, manager, "cooling_off_over").await;
    assert_eq!(told.len(), 1, "the night is over");
    // The manager rates too, and is the one who is greeted.
    let others = candidacy.team.raters().into_iter();
    for rater in others.filter(|rater| rater.id() != manager.id()) {
        let name = rater.user.clone().unwrap().name;
        assert!(!told[0]["text"].as_str().unwrap().contains(&name), "{name}");
    }
    let window = manager.if_match(candidacy.version().await);
    let (path, body) = (candidacy.path("/transitions"), json!({ "to": "approved" }));
    let (one, other) = tokio::join!(window.post(&path, body.clone()), window.post(&path, body));
    let mut answers = [one.status(), other.status()];
    answers.sort_unstable();
    assert_eq!(answers, [200, 412], "{} {}", one.body(), other.body());
    assert_eq!(candidacy.state().await, "approved");
}

fn terms(app: &TestApp, open_hours: i64) -> Value {
    json!({
        "start_date": "2026-12-01", "salary": 48000, "currency": "EUR a year", "place": "Office in the city",
        "contract_kind": "permanent, full time", "expires_at": app.clock.now() + hours(open_hours),
    })
}

/// HR writes the offer; the candidate reads it behind the link and accepts in a browser.
pub async fn offered_and_accepted(app: &TestApp, candidacy: &Candidacy) {
    let hr = &candidacy.team.hr;
    candidacy
        .step(hr, "offer_extended")
        .await
        .problem(409, "illegal_step");
    candidacy.put(hr, "/offer", terms(app, 24)).await.expect(200);
    let pressing = candidacy.step(hr, "offer_extended").await;
    let told = pressing.problem(409, "illegal_step");
    assert!(told["detail"].as_str().unwrap().contains("72 hours"), "{told}");
    candidacy.put(hr, "/offer", terms(app, 96)).await.expect(200);
    candidacy.step(hr, "offer_extended").await.expect(200);
    for who in [hr, &candidacy.team.manager] {
        let forced = candidacy.step(who, "offer_accepted").await;
        forced.problem(403, "forbidden");
    }
    let link = app.mailed_link(&candidacy.email, "/l/").await;
    let visitor = Visitor::begin(app, &link).await;
    let page = visitor.arrive().await;
    assert!(page.body().contains("48000"), "{}", page.body());
    assert_eq!(candidacy.state().await, "offer_extended", "looking is no answer");
    let asked = visitor
        .press("/offer", &[("accept:bool", "true"), ("start_date", "")])
        .await;
    assert!(asked.body().contains("Yes, I accept"), "{}", asked.body());
    assert_eq!(candidacy.state().await, "offer_extended", "asked once more");
    let sure = [("accept:bool", "true"), ("start_date", ""), ("_confirmed", "yes")];
    let accepted = visitor.press("/offer", &sure).await;
    assert_eq!(accepted.status(), 303, "{}", accepted.body());
    assert_eq!(candidacy.state().await, "offer_accepted");
    let no = [("accept:bool", "false"), ("_confirmed", "yes")];
    let twice = visitor.press("/offer", &no).await;
    assert_eq!(twice.status(), 409, "{}", twice.body());
}

/// The new colleague chooses a password behind the mailed link and signs in.
pub async fn signed_in(app: &TestApp, candidacy: &Candidacy) -> Client {
    let token = app.mailed_token(&candidacy.email, "/password/").await;
    let chosen = json!({ "token": token, "new_password": PASSWORD });
    let anybody = app.anonymous();
    anybody.post("/passwords", chosen.clone()).await.expect(204);
    anybody
        .post("/passwords", chosen)
        .await
        .problem(404, "link_invalid");
    let login = json!({ "email": candidacy.email, "password": PASSWORD });
    let session = anybody.post("/sessions", login).await.expect(201);
    assert_eq!(session["user"]["roles"], json!(["trainee"]));
    app.bearer(session["token"].as_str().unwrap())
}

/// What the offer depends on is confirmed; the hire fills the job, and HR closes the others by name.
pub async fn hired(app: &TestApp, opening: &Opening, candidacy: &Candidacy, rival: &Candidacy) {
    let hr = &candidacy.team.hr;
    let early = candidacy.step(hr, "hired").await;
    let told = early.problem(409, "illegal_step");
    assert!(
        told["detail"].as_str().unwrap().contains("right to work"),
        "{told}"
    );
    let close = opening.path("/close_rivals");
    hr.post(&close, json!({ "confirm": [candidacy.id, rival.id] }))
        .await
        .problem(409, "job_not_filled");
    let seen = json!({ "evidence": "Identity card seen on 13 November." });
    let path = candidacy.path("/offer/conditions/right_to_work");
    hr.post(&path, seen).await.expect(200);
    candidacy.step(hr, "hired").await.expect(200);
    assert_eq!(hr.get(&opening.path("")).await.expect(200)["state"], "filled");

    assert_eq!(rival.state().await, "assessed", "nobody is closed by a machine");
    candidacy
        .team
        .manager
        .post(&close, json!({ "confirm": [rival.id] }))
        .await
        .problem(403, "forbidden");
    let unread = hr.post(&close, json!({ "confirm": [] })).await;
    assert_eq!(unread.bad_fields(), ["/confirm"]);
    hr.post(&close, json!({ "confirm": [rival.id] }))
        .await
        .expect(200);
    assert_eq!(rival.state().await, "closed_other_hired");
    let before = app.subjects(&rival.email).await.len();
    assert!(before >= 3, "the rival is told");
}
