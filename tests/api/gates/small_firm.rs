//! The profile of a small firm: three people hire one, with its smaller numbers, and every rule is still there.

use steadyhire::pipeline::policy::Policy;

use crate::{
    decisions::granted,
    harness::{
        Client, TestApp, Value,
        assessment::certify,
        candidacy::Candidacy,
        hours, json,
        opening::{Opening, Team, good_description},
        referees::answers,
    },
    onboarding::Crew,
};

const SAMPLES: [&str; 5] = ["E1", "E2", "E3", "E4", "E5"];

/// Hiring manager, a second rater, somebody of operations.
fn raters_of<'a>(team: &'a Team, source: &str) -> [&'a Client; 2] {
    match source {
        "R1" | "R2" => [&team.manager, &team.hr],
        "R3" => [&team.hr, &team.ops_lead],
        _ => [&team.manager, &team.ops_lead],
    }
}

#[tokio::test]
async fn three_people_hire_one_by_the_numbers_of_a_small_firm() {
    let app = TestApp::spawn_with(|mut settings| {
        settings.policy = Policy::small_firm();
        settings
    })
    .await;
    let opening = Box::pin(job_with_one_step_above_it(&app)).await;
    let case = Candidacy::apply(&opening, "Bea Lind").await;
    Box::pin(assessed_in_three_appointments(&app, &case)).await;
    Box::pin(two_referees_are_enough(&app, &case)).await;
    Box::pin(decided_after_five_days(&app, &case)).await;
    Box::pin(hired(&app, &opening, &case)).await;
}

async fn job_with_one_step_above_it(app: &TestApp) -> Opening {
    let team = Team::new(app).await;
    let job = Opening::draft(&team).await;
    job.bring_to("kind_decided").await;
    let one = json!({ "ladder_id": "client-services", "rungs": [
        { "title": "Senior account manager", "criteria": ["Two years with satisfied clients"] },
    ]});
    job.set_accountability().await;
    job.describe(good_description()).await;
    job.approve().await;
    let refused = job.step(&team.manager, "jd_approved").await;
    assert_eq!(refused.refusing_gates(), ["G04", "G06"], "one step is asked for");
    job.put(&team.manager, "/ladder", one).await.expect(200);
    job.step(&team.manager, "jd_approved").await.expect(200);

    let two = json!({ "panel": [team.manager.id(), team.hr.id()] });
    let path = job.path("/interview_plan/default");
    assert_eq!(team.hr.post(&path, two).await.bad_fields(), ["/panel"]);
    let three = json!({ "panel": [team.manager.id(), team.hr.id(), team.ops_lead.id()] });
    let plan = team.hr.post(&path, three).await.expect(201);
    assert_eq!(
        (&plan["body"]["layout"], &plan["problems"]),
        (&json!("small_firm"), &json!([]))
    );
    job.step(&team.hr, "plan_locked").await.expect(200);
    job.step(&team.hr, "open").await.expect(200);
    job
}

/// R1 and R2 are one appointment; one certificate in each round; E4 and E5 are short.
async fn assessed_in_three_appointments(app: &TestApp, case: &Candidacy) {
    let team = &case.team;
    Box::pin(case.bring_to(app, "screened")).await;
    for rater in [&team.manager, &team.hr, &team.ops_lead] {
        case.declare_none(rater).await;
    }
    certify(&team.manager).await;
    case.step(&team.hr, "assessing").await.expect(200);
    for (source, starts_at) in [("R1", "2026-11-03T10:00:00Z"), ("R2", "2026-11-03T11:00:00Z")] {
        case.book(source, starts_at).await.expect(201);
    }
    let nobody = case.book("R3", "2026-11-03T14:00:00Z").await;
    assert_eq!(nobody.refusing_gates(), ["G13"], "one of each round is certified");
    certify(&team.ops_lead).await;
    case.book("R3", "2026-11-03T14:00:00Z").await.expect(201);
    let third = case.book("R4", "2026-11-03T16:00:00Z").await;
    assert_eq!(third.refusing_gates(), ["G36"], "a third appointment in one day");
    case.book("R4", "2026-11-04T10:00:00Z").await.expect(201);
    let mut samples = Vec::new();
    for source in SAMPLES {
        samples.push(case.assign(source).await);
    }
    let variants: Vec<&Value> = samples.iter().map(|sample| &sample["variant"]).collect();
    assert_eq!(variants, ["full", "full", "full", "lite", "short"]);

    for source in ["R1", "R2", "R3"] {
        case.hold(app, source).await;
    }
    for source in ["R1", "R2", "R3"] {
        let raters = raters_of(team, source);
        case.score_with(source, &raters, 4, |_, _| {}).await;
    }
    let rounds = case.gate("approved", "G19").await;
    assert_eq!(
        (&rounds["status"], &rounds["found"], &rounds["required"]),
        (
            &json!("open"),
            &json!("2 rounds held and scored"),
            &json!("3 rounds")
        ),
        "R1 and R2 are one: {rounds}"
    );
    case.hold(app, "R4").await;
    for sample in &samples {
        case.hand_in(sample).await;
    }
    for source in SAMPLES {
        for rater in raters_of(team, source) {
            let card = case.best_sample_card(rater, source).await;
            case.submit(rater, source, card).await.expect(200);
        }
    }
    assert_eq!(case.state().await, "assessed");
}

async fn two_referees_are_enough(app: &TestApp, case: &Candidacy) {
    let guest = case.guest(app).await;
    for (name, relation) in [("Clara Kunz", "client"), ("Rita Former", "former_direct_manager")] {
        let row = case.gate("approved", "G24").await;
        assert_eq!(
            (&row["status"], &row["required"]),
            (&json!("open"), &json!("2 completed"))
        );
        assert_eq!(
            case.gate("approved", "G25").await["status"],
            "open",
            "no manager yet"
        );
        let id = case.known_by(&guest, name, relation).await;
        case.hear(&id, answers(4)).await;
        case.agrees_with_cv(&id).await;
    }
    assert_eq!(case.state().await, "references_complete", "no peer is asked for");
}

/// One candidate was assessed, which two people allow; a night is twelve hours then, but five days are five days.
async fn decided_after_five_days(app: &TestApp, case: &Candidacy) {
    let team = &case.team;
    case.step(&team.hr, "debrief_open").await.expect(200);
    case.tick_all().await;
    case.step(&team.manager, "debriefed").await.expect(200);
    let words = json!({ "text": "Asks operations before promising a date." });
    case.put(&team.manager, "/decision", words).await.expect(200);
    for who in [&team.manager, &team.sponsor] {
        let path = case.path("/decision/signatures");
        who.post(&path, json!({})).await.expect(201);
    }
    training_is_ready(app, case).await;
    let refused = case.step(&team.manager, "approved").await;
    assert_eq!(refused.refusing_gates(), ["G34", "G35", "G37"]);

    granted(app, case, "G34", 1.0).await;
    granted(app, case, "G37", 12.0).await;
    app.advance(hours(12));
    for gate in ["G34", "G37"] {
        assert_eq!(case.gate("approved", gate).await["status"], "waived", "{gate}");
    }
    app.wait_until("2026-11-07T08:59:00Z");
    let refused = case.step(&team.manager, "approved").await;
    assert_eq!(refused.refusing_gates(), ["G35"]);
    let told = refused.json()["detail"].as_str().unwrap().to_owned();
    assert!(told.contains("4 days since application; 5 needed."), "{told}");
    app.wait_until("2026-11-07T09:00:00Z");
    case.step(&team.manager, "approved").await.expect(200);
}

async fn training_is_ready(app: &TestApp, case: &Candidacy) {
    let hr = &case.team.hr;
    let path = case.path("/onboarding_plan");
    let plan = hr.post(&path, Crew::new(app).await.body()).await.expect(201);
    let path = format!("/onboarding_plans/{}/access_order", plan["id"].as_str().unwrap());
    let ordered = json!({ "note": "Access list ordered, ticket 4711." });
    hr.post(&path, ordered).await.expect(200);
}

async fn hired(app: &TestApp, opening: &Opening, case: &Candidacy) {
    let hr = &case.team.hr;
    let terms = json!({
        "start_date": "2026-12-01", "salary": 48000, "currency": "EUR a year", "place": "Office in the city",
        "contract_kind": "permanent, full time", "expires_at": app.clock.now() + hours(96),
    });
    case.put(hr, "/offer", terms).await.expect(200);
    case.step(hr, "offer_extended").await.expect(200);
    let guest = case.guest(app).await;
    let yes = json!({ "accept": true });
    guest
        .post("/guest/application/offer_answer", yes)
        .await
        .expect(200);
    let seen = json!({ "evidence": "Identity card seen on 9 November." });
    let path = case.path("/offer/conditions/right_to_work");
    hr.post(&path, seen).await.expect(200);
    case.step(hr, "hired").await.expect(200);
    let job = hr.get(&opening.path("")).await.expect(200);
    assert_eq!(
        (&job["state"], case.state().await.as_str()),
        (&json!("filled"), "hired")
    );
}
