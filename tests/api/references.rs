//! References over HTTP, as far as they go before the interviews: naming, consent, verification, the
//! telephone interview, and who may see what. Requests by mail are sent in the story of a whole hire.

use crate::harness::{
    Client, TestApp, Value,
    candidacy::{Candidacy, open_job},
    json,
    referees::answers,
};
use steadyhire::kernel::role::Role;

fn referee(name: &str, relation: &str, email: &str) -> Value {
    json!({
        "name": name, "relation": relation, "firm": "Green Yards Ltd", "email": email,
        "period_from": "2021-01-01T00:00:00Z", "period_to": "2024-06-30T00:00:00Z",
    })
}

struct Named {
    candidacy: Candidacy,
    guest: Client,
    id: String,
}

async fn named(app: &TestApp) -> Named {
    let candidacy = Candidacy::apply(&Box::pin(open_job(app)).await, "Cora Client").await;
    let guest = candidacy.guest(app).await;
    let made = guest
        .post(
            "/guest/application/referees",
            referee("Max Manager", "former_direct_manager", "max@firm.example"),
        )
        .await
        .expect(201);
    Named {
        candidacy,
        guest,
        id: made["id"].as_str().unwrap().to_owned(),
    }
}

async fn verify(named: &Named) -> Value {
    let body = json!({ "method": "switchboard_call", "note": "Called back through the switchboard." });
    named
        .candidacy
        .team
        .hr
        .post(&format!("/referees/{}/verification", named.id), body)
        .await
        .expect(200)
}

#[actix_web::test]
async fn a_candidate_names_people_with_mailboxes_of_their_own_once_each() {
    let app = TestApp::spawn().await;
    let n = named(&app).await;
    let place = "/guest/application/referees";

    let own = n
        .guest
        .post(place, referee("Me", "peer", &n.candidacy.email.to_uppercase()))
        .await;
    assert_eq!(own.bad_fields(), ["/email"]);
    let twice = n
        .guest
        .post(place, referee("Max again", "peer", "max+ref@firm.example"))
        .await;
    assert_eq!(twice.bad_fields(), ["/email"]);
    for member in [&n.candidacy.team.manager, &n.candidacy.team.assessor] {
        let name = member.user.clone().unwrap().name;
        let (word, number) = name.rsplit_once(' ').unwrap();
        let name = format!("{}{number}", word.replace(' ', "_"));
        let insider = referee("Ina", "peer", &format!("{name}+ref@staff.example").to_lowercase());
        let refused = n.guest.post(place, insider).await;
        assert_eq!(
            refused.bad_fields(),
            ["/email"],
            "nobody of the hiring team: {name}"
        );
    }
    let mut backwards = referee("Bea", "peer", "bea@firm.example");
    backwards["period_to"] = json!("2019-01-01T00:00:00Z");
    backwards["not_before_offer"] = json!(true);
    let refused = n.guest.post(place, backwards).await;
    assert_eq!(refused.bad_fields(), ["/not_before_offer", "/period_to"]);

    let list = n.guest.get(place).await.expect(200);
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!(list[0]["state"], "named");
    assert!(list[0]["consented_at"].is_null());
}

#[actix_web::test]
async fn only_the_candidate_consents_and_only_hr_verifies() {
    let app = TestApp::spawn().await;
    let n = named(&app).await;
    let stranger = app.user(&[Role::Interviewer]).await;
    let body = json!({ "method": "corporate_email", "note": "Address of the firm's own domain." });
    let place = format!("/referees/{}/verification", n.id);
    stranger
        .post(&place, body.clone())
        .await
        .problem(404, "not_found");
    n.candidacy
        .team
        .manager
        .post(&place, body.clone())
        .await
        .problem(403, "forbidden");
    n.guest.post(&place, body).await.problem(403, "forbidden");

    let consented = n
        .guest
        .post(
            &format!("/guest/application/referees/{}/consent", n.id),
            json!({}),
        )
        .await
        .expect(200);
    assert!(consented["consented_at"].is_string());
    assert_eq!(verify(&n).await["state"], "verified");
}

#[actix_web::test]
async fn a_private_address_needs_a_second_proof_in_words() {
    let app = TestApp::spawn().await;
    let n = named(&app).await;
    let body = json!({ "method": "second_proof", "note": "ok" });
    let refused = n
        .candidacy
        .team
        .hr
        .post(&format!("/referees/{}/verification", n.id), body)
        .await;
    assert_eq!(refused.bad_fields(), ["/note"]);
}

#[actix_web::test]
async fn a_request_before_the_second_round_is_refused_and_recorded() {
    let app = TestApp::spawn().await;
    let n = named(&app).await;
    verify(&n).await;
    let hr = &n.candidacy.team.hr;
    hr.post(&format!("/referees/{}/request", n.id), json!({}))
        .await
        .problem(409, "illegal_step");
    let events = hr.get(&n.candidacy.path("/timeline")).await.expect(200);
    let refused = events["data"]
        .as_array()
        .unwrap()
        .iter()
        .any(|e| e["entity_kind"] == "reference" && e["outcome"] == "refused" && e["to_state"] == "sent");
    assert!(refused, "{events}");
}

/// Two rounds have taken place: from now on referees may be asked.
async fn after_two_rounds(app: &TestApp, n: &Named) {
    Box::pin(n.candidacy.bring_to_assessing(app)).await;
    n.candidacy.book_all().await;
    for source in ["R1", "R2"] {
        n.candidacy.hold(app, source).await;
    }
}

async fn consent(n: &Named) {
    let place = format!("/guest/application/referees/{}/consent", n.id);
    n.guest.post(&place, json!({})).await.expect(200);
}

#[actix_web::test]
async fn a_telephone_interview_asks_under_the_conditions_of_a_request() {
    let app = TestApp::spawn().await;
    let n = named(&app).await;
    let hr = &n.candidacy.team.hr;
    for (place, body) in [
        (format!("/referees/{}/telephone_interview", n.id), answers(4)),
        (format!("/referees/{}/request", n.id), json!({})),
    ] {
        let early = hr.post(&place, body).await.problem(409, "illegal_step");
        assert_eq!(early["detail"], "References are asked after the second round.");
        let lacking: Vec<&Value> = early["refusals"]
            .as_array()
            .unwrap()
            .iter()
            .map(|r| &r["gate"])
            .collect();
        assert_eq!(lacking, [&json!("G10"), &json!("G26")], "all at once: {early}");
    }

    Box::pin(after_two_rounds(&app, &n)).await;
    let place = format!("/referees/{}/telephone_interview", n.id);
    let unknown = hr.post(&place, answers(4)).await;
    assert_eq!(unknown.refusing_gates(), ["G10", "G26"]);
    verify(&n).await;
    let unasked = hr.post(&place, answers(4)).await;
    assert_eq!(
        unasked.refusing_gates(),
        ["G10"],
        "nobody is called without consent"
    );
    consent(&n).await;
    assert_eq!(
        hr.post(&place, answers(4)).await.expect(200)["state"],
        "completed"
    );
}

#[actix_web::test]
async fn the_present_employer_is_not_called_before_an_offer() {
    let app = TestApp::spawn().await;
    let mut n = named(&app).await;
    let mut present = referee("Petra Present", "current_manager", "petra@firm.example");
    present["not_before_offer"] = json!(true);
    present["period_to"] = Value::Null;
    present["consent"] = json!(true);
    let made = n
        .guest
        .post("/guest/application/referees", present)
        .await
        .expect(201);
    n.id = made["id"].as_str().unwrap().to_owned();
    verify(&n).await;
    Box::pin(after_two_rounds(&app, &n)).await;
    let place = format!("/referees/{}/telephone_interview", n.id);
    let refused = n.candidacy.team.hr.post(&place, answers(4)).await;
    assert_eq!(refused.refusing_gates(), ["G10"]);
    assert!(refused.body().contains("before an offer"), "{}", refused.body());
}

#[actix_web::test]
async fn a_telephone_interview_uses_the_same_form_and_stays_hidden_before_the_debrief() {
    let app = TestApp::spawn().await;
    let n = named(&app).await;
    verify(&n).await;
    consent(&n).await;
    Box::pin(after_two_rounds(&app, &n)).await;
    let hr = &n.candidacy.team.hr;
    let place = format!("/referees/{}/telephone_interview", n.id);

    let mut poor = answers(4);
    poor["items"].as_object_mut().unwrap().remove("R07");
    poor["found_hard"] = json!("nothing");
    poor["percentiles"] = json!({ "PC1": 101, "PC99": 50 });
    assert_eq!(
        hr.post(&place, poor).await.bad_fields(),
        [
            "/found_hard",
            "/items/R07",
            "/percentiles/PC1",
            "/percentiles/PC99"
        ]
    );

    assert_eq!(
        hr.post(&place, answers(4)).await.expect(200)["state"],
        "completed"
    );
    hr.post(&place, answers(5))
        .await
        .problem(409, "already_submitted");

    let checks = hr.get(&n.candidacy.path("/reference_checks")).await.expect(200);
    assert_eq!(checks["withheld"], true);
    assert!(checks["referees"][0]["answers"].is_null());
    let manager = n
        .candidacy
        .team
        .manager
        .get(&n.candidacy.path("/reference_checks"))
        .await;
    manager.problem(403, "forbidden");
}

/// What the gates say about answers before the debrief is for HR, who reads them with the CV, and nobody else.
#[actix_web::test]
async fn what_references_say_about_dates_and_titles_is_withheld_from_raters() {
    let app = TestApp::spawn().await;
    let n = named(&app).await;
    for who in [&n.candidacy.team.interviewer, &n.candidacy.team.manager] {
        let path = n.candidacy.path("/gates?to=references_complete");
        let run = who.get(&path).await.expect(200);
        let row = run["gates"]
            .as_array()
            .unwrap()
            .iter()
            .find(|r| r["gate"] == "G26")
            .unwrap();
        assert_eq!(
            (&row["status"], &row["found"]),
            (&json!("withheld"), &Value::Null)
        );
    }
}

#[actix_web::test]
async fn an_outcome_speaks_of_a_difference_that_is_there_and_of_no_later_answer() {
    let app = TestApp::spawn().await;
    let n = named(&app).await;
    let (case, hr) = (&n.candidacy, &n.candidacy.team.hr);
    let mut ids = vec![n.id.clone()];
    for (name, relation) in [("Otto", "operations_colleague"), ("Paula", "peer")] {
        let new = referee(name, relation, &format!("{name}@firm.example").to_lowercase());
        let made = n.guest.post("/guest/application/referees", new).await.expect(201);
        ids.push(made["id"].as_str().unwrap().to_owned());
    }
    for id in &ids {
        n.guest
            .post(&format!("/guest/application/referees/{id}/consent"), json!({}))
            .await
            .expect(200);
        let known = json!({ "method": "switchboard_call", "note": "Called back through the switchboard." });
        hr.post(&format!("/referees/{id}/verification"), known)
            .await
            .expect(200);
    }
    Box::pin(case.bring_to_assessed(&app, 5)).await;
    let place = case.path("/discrepancies/PROA/resolution");
    let text = "Called the former manager back: the figures of the first year were meant, before the training; since \
                then she has called every client herself, each month.";
    let outcome = json!({ "how": "call_back", "text": text });
    let ahead = hr.post(&place, outcome.clone()).await;
    ahead.problem(409, "no_difference");

    let answer = async |id: &str| {
        let place = format!("/referees/{id}/telephone_interview");
        hr.post(&place, answers(3)).await.expect(200);
    };
    answer(&ids[0]).await;
    answer(&ids[1]).await;
    let open = async || {
        let row = case.gate("debriefed", "G27").await;
        row["detail"]
            .as_str()
            .unwrap_or_default()
            .contains("Proactive contact")
    };
    assert!(open().await, "5 against 3");
    hr.if_match(1)
        .post(&place, outcome.clone())
        .await
        .problem(412, "stale");
    hr.post(&place, outcome.clone()).await.expect(201);
    assert!(!open().await, "explained");
    hr.post(&place, outcome.clone())
        .await
        .problem(409, "no_difference");

    app.advance(crate::harness::hours(1));
    answer(&ids[2]).await;
    assert!(open().await, "a later answer was not what the outcome spoke of");
    hr.post(&place, outcome).await.expect(201);
    assert!(!open().await);
}

#[actix_web::test]
async fn a_substitute_for_the_manager_is_recorded_upon_what_was_read() {
    let app = TestApp::spawn().await;
    let n = named(&app).await;
    let hr = &n.candidacy.team.hr;
    let place = n.candidacy.path("/manager_substitute");
    let note =
        json!({ "note": "First employment after university; the project lead of the internship stands in." });
    hr.put(&place, note.clone())
        .await
        .problem(428, "precondition_required");
    hr.if_match(1)
        .put(&place, note.clone())
        .await
        .problem(412, "stale");
    let version = n.candidacy.version().await;
    hr.if_match(version).put(&place, note).await.expect(204);
}
