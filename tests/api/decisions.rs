//! Waivers with four eyes (dossier 7.6, T5 to T7, T14), and what a decision and an offer are made of.

use chrono::NaiveDate;
use steadyhire::{
    decisions::{
        self, DecisionBody, OfferTerms,
        model::{RescissionReason, SigningCapacity},
        offers::Rescinder,
    },
    fault::Fault,
    kernel::{ids::ApplicationId, role::Role},
};

use crate::harness::{
    Browser, Client, Response, TestApp, Value,
    candidacy::{Candidacy, open_job},
    days, hours, json,
    opening::{Opening, Team, good_description},
};

const TEXT: &str = "The market for people who know crews and clients is small here: the advert brought two \
                    candidates in six weeks, and the second one has just withdrawn.";

fn request(app: &TestApp, gate: &str, value: f64) -> Value {
    json!({
        "gate": gate, "value": value, "reason_code": "market_scarcity", "text": TEXT,
        "compensating_measure": "An extra reference call", "expires_at": app.clock.now() + days(14),
    })
}

async fn applied(app: &TestApp) -> Candidacy {
    let opening = open_job(app).await;
    Candidacy::apply(&opening, "Bea Lind").await
}

async fn asked(app: &TestApp, case: &Candidacy, gate: &str, value: f64) -> String {
    let waiver = case
        .team
        .manager
        .post(&case.path("/waivers"), request(app, gate, value))
        .await
        .expect(201);
    waiver["id"].as_str().unwrap().to_owned()
}

async fn approve(who: &Client, waiver: &str) -> Response {
    who.post(&format!("/waivers/{waiver}/approvals"), json!({})).await
}

/// A waiver that the hiring manager asks for and two others grant.
pub async fn granted(app: &TestApp, case: &Candidacy, gate: &str, value: f64) -> String {
    let waiver = asked(app, case, gate, value).await;
    approve(&case.team.hr_lead, &waiver).await.expect(201);
    let done = approve(&case.team.sponsor, &waiver).await.expect(201);
    assert_eq!(done["state"], "granted");
    waiver
}

async fn state_of(case: &Candidacy, waiver: &str) -> Value {
    let found = case.team.hr.get(&format!("/waivers/{waiver}")).await.expect(200);
    found["state"].clone()
}

#[tokio::test]
async fn t5_a_sudden_workload_is_no_reason() {
    let app = TestApp::spawn().await;
    let case = applied(&app).await;
    let mut body = request(&app, "G35", 3.0);
    body["reason_code"] = json!("workload_surge");
    let answer = case.team.manager.post(&case.path("/waivers"), body).await;
    assert_eq!(answer.bad_fields(), ["/reason_code"]);
    assert_eq!(
        answer.json()["errors"][0]["detail"],
        "A sudden workload is exactly the situation in which rushed hires go wrong. Use interim cover instead: \
         owner or senior account manager, redistribution, temporary support."
    );
    let all = case.team.hr.get(&case.path("/waivers")).await.expect(200);
    assert_eq!(all["data"], json!([]), "nothing was stored");
}

#[tokio::test]
async fn two_others_grant_what_the_hiring_manager_asks_for() {
    let app = TestApp::spawn().await;
    let case = applied(&app).await;
    app.advance(days(5));
    assert_eq!(case.gate("approved", "G35").await["status"], "open");
    let waiver = asked(&app, &case, "G35", 3.0).await;
    approve(&case.team.manager, &waiver)
        .await
        .problem(403, "forbidden");
    let first = approve(&case.team.hr_lead, &waiver).await.expect(201);
    assert_eq!(first["state"], "approved1");
    approve(&case.team.hr_lead, &waiver)
        .await
        .problem(403, "forbidden");
    assert_eq!(
        case.gate("approved", "G35").await["status"],
        "open",
        "one is not two"
    );
    let second = approve(&case.team.sponsor, &waiver).await.expect(201);
    assert_eq!(second["state"], "granted");
    assert_eq!(second["facts_hash"].as_str().unwrap().len(), 64);
    assert_eq!(second.get("facts"), None, "the values hold scores");
    assert_eq!(case.gate("approved", "G35").await["status"], "waived");
    approve(&case.team.sponsor, &waiver)
        .await
        .problem(409, "illegal_step");
}

#[tokio::test]
async fn t6_and_t14_members_of_the_panel_and_administrators_grant_nothing() {
    let app = TestApp::spawn().await;
    let case = applied(&app).await;
    let waiver = asked(&app, &case, "G37", 12.0).await;
    let admin = app.user(&[Role::Admin]).await;
    approve(&admin, &waiver).await.problem(403, "forbidden");
    approve(&case.team.hr, &waiver).await.problem(403, "forbidden");
    approve(&case.team.ops_lead, &waiver)
        .await
        .problem(403, "forbidden");
    assert_eq!(state_of(&case, &waiver).await, "requested");
    let other_sponsor = app.user(&[Role::Sponsor]).await;
    approve(&other_sponsor, &waiver).await.problem(403, "forbidden");
    let elsewhere = app.operations_user(&[Role::OpsLead]).await;
    let first = approve(&elsewhere, &waiver).await.expect(201);
    assert_eq!(
        first["state"], "approved1",
        "an operations lead who is not on the panel may"
    );
    approve(&case.team.sponsor, &waiver)
        .await
        .problem(403, "forbidden");
    approve(&case.team.hr_lead, &waiver).await.expect(201);
    approve(&case.team.interviewer, &waiver)
        .await
        .problem(409, "illegal_step");
}

#[tokio::test]
async fn t7_there_is_no_third_waiver_and_one_of_the_assessment_only() {
    let app = TestApp::spawn().await;
    let case = applied(&app).await;
    let first = granted(&app, &case, "G19", 3.0).await;
    let again = |gate, value| {
        let (manager, path) = (case.team.manager.clone(), case.path("/waivers"));
        let body = request(&app, gate, value);
        async move { manager.post(&path, body).await }
    };
    again("G24", 2.0).await.problem(409, "waiver_limit");
    granted(&app, &case, "G37", 12.0).await;
    let third = again("G35", 3.0).await.problem(409, "waiver_limit");
    assert_eq!(
        third["detail"],
        "2 waivers have been granted on this application; there can be no more."
    );
    let why = json!({ "text": "The second candidate has come back." });
    case.team
        .hr_lead
        .post(&format!("/waivers/{first}/revocation"), why)
        .await
        .expect(200);
    again("G35", 3.0).await.problem(409, "waiver_limit");
}

#[tokio::test]
async fn what_cannot_be_waived_is_told_field_by_field() {
    let app = TestApp::spawn().await;
    let case = applied(&app).await;
    let path = case.path("/waivers");
    let ask = |body: Value| case.team.manager.post(&path, body);
    assert_eq!(ask(request(&app, "G29", 3.0)).await.bad_fields(), ["/gate"]);
    assert_eq!(ask(request(&app, "G06", 1.0)).await.bad_fields(), ["/gate"]);
    assert_eq!(ask(request(&app, "G35", 2.0)).await.bad_fields(), ["/value"]);
    let short = json!({
        "gate": "G35", "value": 3, "reason_code": "market_scarcity", "text": "Hurry.",
        "compensating_measure": " ", "expires_at": app.clock.now() + days(15),
    });
    assert_eq!(
        ask(short).await.bad_fields(),
        ["/compensating_measure", "/expires_at", "/text"]
    );
    let unknown = json!({ "gate": "G99", "state": "granted" });
    assert!(ask(unknown).await.bad_fields().contains(&"/state".to_owned()));
}

#[tokio::test]
async fn only_the_hiring_manager_asks_and_strangers_see_nothing() {
    let app = TestApp::spawn().await;
    let case = applied(&app).await;
    let path = case.path("/waivers");
    for who in [&case.team.hr, &case.team.sponsor] {
        who.post(&path, request(&app, "G35", 3.0))
            .await
            .problem(403, "forbidden");
    }
    let stranger = app.user(&[Role::HiringManager]).await;
    stranger
        .post(&path, request(&app, "G35", 3.0))
        .await
        .problem(404, "not_found");
    let waiver = asked(&app, &case, "G35", 3.0).await;
    stranger
        .get(&format!("/waivers/{waiver}"))
        .await
        .problem(404, "not_found");
    let twice = case.team.manager.post(&path, request(&app, "G35", 4.0)).await;
    twice.problem(409, "waiver_exists");
    let stale = case.team.manager.if_match(1);
    stale
        .post(&path, request(&app, "G37", 12.0))
        .await
        .problem(412, "stale");
}

#[tokio::test]
async fn a_waiver_ends_by_refusal_revocation_or_the_clock() {
    let app = TestApp::spawn().await;
    let case = applied(&app).await;
    app.advance(days(5));
    let refused = asked(&app, &case, "G35", 3.0).await;
    let why = || json!({ "text": "A second candidate is being assessed." });
    let end = |waiver: &str, how: &str| format!("/waivers/{waiver}/{how}");
    let lead = &case.team.hr_lead;
    lead.post(&end(&refused, "refusal"), json!({ "text": "" }))
        .await
        .problem(422, "invalid_fields");
    case.team
        .manager
        .post(&end(&refused, "refusal"), why())
        .await
        .problem(403, "forbidden");
    lead.post(&end(&refused, "refusal"), why()).await.expect(200);
    assert_eq!(state_of(&case, &refused).await, "refused");
    approve(&case.team.sponsor, &refused)
        .await
        .problem(409, "illegal_step");

    let revoked = granted(&app, &case, "G35", 3.0).await;
    assert_eq!(case.gate("approved", "G35").await["status"], "waived");
    lead.post(&end(&revoked, "revocation"), why()).await.expect(200);
    assert_eq!(case.gate("approved", "G35").await["status"], "open");

    let expired = granted(&app, &case, "G37", 12.0).await;
    let before = case.version().await;
    app.advance(days(14));
    app.run_due().await;
    assert_eq!(state_of(&case, &expired).await, "expired");
    assert!(case.version().await > before, "an input of a gate has changed");
    app.run_due().await;
    assert_eq!(state_of(&case, &expired).await, "expired");
}

#[tokio::test]
#[allow(clippy::too_many_lines, reason = "one story")]
async fn the_ladder_of_a_job_can_be_waived_to_one_step() {
    let app = TestApp::spawn().await;
    let team = Team::new(&app).await;
    let job = Opening::draft(&team).await;
    job.bring_to("kind_decided").await;
    let one = json!({ "ladder_id": "client-services", "rungs": [
        { "title": "Senior account manager", "criteria": ["Two years with satisfied clients"] },
    ]});
    job.put(&team.manager, "/ladder", one).await.expect(200);
    job.set_accountability().await;
    job.describe(good_description()).await;
    job.approve().await;
    // JD14 asks for the same steps and is waived with them.
    let refused = job.step(&team.manager, "jd_approved").await.refusing_gates();
    assert_eq!(refused, ["G04", "G06"]);
    let path = job.path("/waivers");
    let other = team.manager.post(&path, request(&app, "G35", 3.0)).await;
    assert_eq!(other.bad_fields(), ["/gate"]);
    // Asked for on the job's own page.
    let (manager, page) = (Browser::of(&team.manager), format!("/jobs/{}/waivers", job.id));
    manager
        .look(&page)
        .await
        .expect(200)
        .must_say(&["No exceptions", "Ask for an exception"]);
    let form = format!("{page}/new");
    Browser::of(&team.hr).look(&form).await.expect(403);
    manager.look(&form).await.expect(200).must_say(&["G06", "2 → 1"]);
    let asked = request(&app, "G06", 1.0);
    let text = |field: &str| asked[field].as_str().unwrap().to_owned();
    let fields = [
        "gate",
        "reason_code",
        "text",
        "compensating_measure",
        "expires_at",
    ]
    .map(|f| (f, text(f)));
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(f, value)| (*f, value.as_str())).collect();
    fields.push(("value:num", "0"));
    manager
        .press(&page, &fields)
        .await
        .expect(422)
        .must_say(&["f-value-fault", &text("text")]);
    fields.pop();
    fields.push(("value:num", "1"));
    manager
        .press(&page, &fields)
        .await
        .expect(200)
        .must_say(&["Two others decide.", "G06"]);
    let all = team.hr.get(&path).await.expect(200);
    let id = all["data"][0]["id"].as_str().unwrap();
    let shown = Browser::of(&team.hr_lead)
        .look(&format!("/waivers/{id}"))
        .await
        .expect(200);
    shown.must_say(&["Approve", &page]);
    approve(&team.ops_lead, id).await.expect(201);
    let refused = job.step(&team.manager, "jd_approved").await.refusing_gates();
    assert_eq!(refused, ["G04", "G06"], "one approval is not two");
    approve(&team.hr_lead, id).await.expect(201);
    job.step(&team.manager, "jd_approved").await.expect(200);
    let all = team.hr.get(&path).await.expect(200);
    assert_eq!(all["data"][0]["state"], "granted");
}

#[tokio::test]
async fn nothing_is_decided_or_offered_before_its_time() {
    let app = TestApp::spawn().await;
    let case = applied(&app).await;
    let (manager, hr) = (&case.team.manager, &case.team.hr);
    for path in ["/debrief", "/decision"] {
        manager.get(&case.path(path)).await.problem(403, "forbidden");
        hr.get(&case.path(path)).await.problem(403, "forbidden");
    }
    let words = json!({ "text": "She asked operations before she promised anything." });
    case.put(manager, "/decision", words.clone())
        .await
        .problem(403, "forbidden");
    case.put(hr, "/decision", words).await.problem(403, "forbidden");
    let note = json!({ "competency": "CONF", "source": "R2", "text": "x".repeat(60) });
    manager
        .post(&case.path("/debrief/notes"), note)
        .await
        .problem(403, "forbidden");
    hr.get(&case.path("/offer")).await.problem(404, "not_found");
    hr.put(&case.path("/offer"), json!({}))
        .await
        .problem(428, "precondition_required");
    case.put(hr, "/offer", json!({}))
        .await
        .problem(409, "wrong_state");
    case.put(manager, "/offer", json!({}))
        .await
        .problem(403, "forbidden");
    let bad =
        json!({ "conditions": ["Work permit"], "expires_at": "2026-01-01T00:00:00Z", "state": "accepted" });
    assert_eq!(case.put(hr, "/offer", bad).await.bad_fields(), ["/state"]);
    let guest = case.guest(&app).await;
    guest
        .get("/guest/application/offer")
        .await
        .problem(404, "not_found");
    guest
        .post("/guest/application/offer_answer", json!({ "accept": true }))
        .await
        .problem(404, "not_found");
}

#[tokio::test]
async fn the_others_are_closed_only_after_a_hire_and_by_hr() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let case = Candidacy::apply(&opening, "Bea Lind").await;
    let close = |who: &Client, confirm: Value| {
        let (who, path) = (who.clone(), opening.path("/close_rivals"));
        async move { who.post(&path, json!({ "confirm": confirm })).await }
    };
    let team = &opening.team;
    close(&team.manager, json!([])).await.problem(403, "forbidden");
    assert_eq!(close(&team.hr, json!([])).await.bad_fields(), ["/confirm"]);
    close(&team.hr, json!([case.id]))
        .await
        .problem(409, "job_not_filled");
    assert_eq!(case.state().await, "applied");
}

fn words(text: &str) -> DecisionBody {
    DecisionBody {
        text: text.to_owned(),
        preference_reason: None,
        preference_duty: None,
        expectation: None,
    }
}

#[tokio::test]
async fn other_words_void_the_signatures_and_nobody_signs_twice() {
    let app = TestApp::spawn().await;
    let case = applied(&app).await;
    let id: ApplicationId = case.id.parse().unwrap();
    let (manager, sponsor) = (case.team.manager.id(), case.team.sponsor.id());
    let ctx = app.ctx_of(&case.team.manager);
    app.write(move |conn| {
        let as_manager = [SigningCapacity::HiringManager];
        let (first, new) = decisions::propose(conn, &ctx, id, manager, words("Asks operations first."))?;
        assert!(new && first.revision == 1);
        decisions::sign(conn, &ctx, &first, manager, &as_manager)?;
        let again = decisions::sign(conn, &ctx, &first, manager, &[SigningCapacity::HrLead]);
        assert!(
            matches!(again, Err(Fault::AlreadySubmitted(_))),
            "four eyes are two people"
        );
        decisions::sign(conn, &ctx, &first, sponsor, &[SigningCapacity::Sponsor])?;
        let facts = decisions::facts(conn, id)?.decision.unwrap();
        assert_eq!(facts.signatures.len(), 2);
        assert!(
            facts
                .signatures
                .iter()
                .any(|s| s.hiring_manager && s.by == manager)
        );
        assert!(
            facts
                .signatures
                .iter()
                .any(|s| s.sponsor_or_hr_lead && s.by == sponsor)
        );

        let (same, new) = decisions::propose(conn, &ctx, id, manager, words("Asks operations first."))?;
        assert!(
            !new && same.id == first.id,
            "the same words keep their signatures"
        );
        let (second, new) =
            decisions::propose(conn, &ctx, id, manager, words("Stays calm with angry clients."))?;
        assert!(new && second.revision == 2);
        assert!(
            decisions::facts(conn, id)?
                .decision
                .unwrap()
                .signatures
                .is_empty()
        );
        decisions::sign(conn, &ctx, &second, manager, &as_manager)?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_offer_names_what_it_lacks_and_keeps_its_ticks() {
    let app = TestApp::spawn().await;
    let case = applied(&app).await;
    let id: ApplicationId = case.id.parse().unwrap();
    let hr = case.team.hr.id();
    let ctx = app.ctx_of(&case.team.hr);
    let terms = OfferTerms {
        start_date: NaiveDate::from_ymd_opt(2027, 1, 4),
        salary: Some(48_000.0),
        currency: Some("EUR a year".to_owned()),
        current_employer_reference_promised: true,
        expires_at: Some(app.clock.now() + hours(96)),
        ..OfferTerms::default()
    };
    app.write(move |conn| {
        let offer = decisions::offers::put(conn, &ctx, id, hr, terms.clone())?;
        let facts = decisions::facts(conn, id)?.offer.unwrap();
        assert_eq!(facts.lacks, ["the place of work", "the kind of contract"]);
        assert_eq!(
            facts.open_conditions,
            ["right to work", "current employer reference"]
        );
        decisions::offers::tick(
            conn,
            &ctx,
            &offer,
            "right_to_work",
            hr,
            "Passport seen".to_owned(),
        )?;
        let unknown = decisions::offers::tick(conn, &ctx, &offer, "health", hr, "?".to_owned());
        assert!(matches!(unknown, Err(Fault::NotFound(_))));
        let complete = OfferTerms {
            place: Some("Bremen".to_owned()),
            contract_kind: Some("permanent, full time".to_owned()),
            ..terms.clone()
        };
        decisions::offers::put(conn, &ctx, id, hr, complete)?;
        let facts = decisions::facts(conn, id)?.offer.unwrap();
        assert!(facts.lacks.is_empty());
        assert_eq!(facts.open_conditions, ["current employer reference"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_rescission_needs_hr_and_the_sponsor_two_people() {
    let app = TestApp::spawn().await;
    let case = applied(&app).await;
    let id: ApplicationId = case.id.parse().unwrap();
    let (hr, sponsor) = (case.team.hr.id(), case.team.sponsor.id());
    let ctx = app.ctx_of(&case.team.hr);
    app.write(move |conn| {
        let offer = decisions::offers::put(conn, &ctx, id, hr, OfferTerms::default())?;
        let reason = RescissionReason::RightToWork;
        let offer = decisions::offers::rescind(
            conn,
            &ctx,
            &offer,
            (hr, Rescinder::Hr),
            reason,
            "No permit".into(),
        )?;
        let both = [Rescinder::Hr, Rescinder::Sponsor];
        let same = decisions::offers::sign_rescission(conn, &ctx, &offer, hr, &both);
        assert!(matches!(same, Err(Fault::AlreadySubmitted(_))));
        let facts = decisions::facts(conn, id)?.offer.unwrap().rescission.unwrap();
        assert!(facts.hr && !facts.sponsor);
        decisions::offers::sign_rescission(conn, &ctx, &offer, sponsor, &[Rescinder::Sponsor])?;
        let facts = decisions::facts(conn, id)?.offer.unwrap().rescission.unwrap();
        assert!(facts.hr && facts.sponsor);
        Ok(())
    })
    .await;
}
