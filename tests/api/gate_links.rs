//! Every gate that refuses leads to the place where what is missing is supplied.

use std::collections::BTreeSet;

use steadyhire::kernel::role::Role;

use crate::{
    harness::{
        Client, TestApp, Value,
        assessment::assessing,
        candidacy::{Candidacy, open_job},
        json,
        opening::{Opening, Team},
    },
    onboarding::Hire,
};

/// Whether an address below `/api/v1` is one of the service's, for somebody allowed: what can be looked at is there,
/// what does not exist yet can be made there.
async fn leads_somewhere(who: &Client, link: &str) -> bool {
    who.get(link).await.status() != 404
        || who.put(link, json!({})).await.status() != 404
        || who.post(link, json!({})).await.status() != 404
}

/// Follows the links of the open gates, and gives each as a pattern.
async fn follow(rows: &Value, staff: &Client, candidate: Option<&Client>) -> BTreeSet<String> {
    let mut followed = BTreeSet::new();
    for row in rows.as_array().unwrap() {
        let Some(link) = row["link"].as_str() else {
            assert!(
                row["status"] != "open" || !row["opens_at"].is_null(),
                "no link: {row}"
            );
            continue;
        };
        let who = candidate.filter(|_| link.starts_with("/guest/")).unwrap_or(staff);
        assert!(
            leads_somewhere(who, link).await,
            "{} leads nowhere: {link}",
            row["gate"]
        );
        followed.insert(pattern(link));
    }
    followed
}

/// An address with its ids as `{}`.
fn pattern(link: &str) -> String {
    let part = |part: &str| match part {
        id if id.len() == 36 && id.contains('-') => "{}".to_owned(),
        number if number.parse::<u32>().is_ok() => "{}".to_owned(),
        query if query.contains('=') => format!("{}={{}}", query.split('=').next().unwrap()),
        word => word.to_owned(),
    };
    link.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn expect(found: &BTreeSet<String>, patterns: &[&str]) {
    for wanted in patterns {
        assert!(found.contains(*wanted), "no {wanted} among {found:?}");
    }
}

#[tokio::test]
async fn gates_of_a_job_lead_to_what_they_ask_for() {
    let app = TestApp::spawn().await;
    let team = Team::new(&app).await;
    let job = Opening::draft(&team).await;
    let run = team.hr.get(&job.path("/gates?to=open")).await.expect(200);
    let found = follow(&run["data"], &team.hr, None).await;
    let below = |rest: &str| format!("/jobs/{{}}/{rest}");
    let mut patterns: Vec<String> = ["kind", "role_plan", "descriptions", "approvals", "ladder"]
        .into_iter()
        .chain(["accountability", "interview_plan", "advert"])
        .map(below)
        .collect();
    patterns.push("/company".to_owned());
    let patterns: Vec<&str> = patterns.iter().map(String::as_str).collect();
    expect(&found, &patterns);
}

#[tokio::test]
async fn gates_of_an_application_lead_to_what_they_ask_for() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let fresh = Candidacy::apply(&opening, "Bea Lind").await;
    let hr = opening.team.hr.clone();
    let guest = fresh.guest(&app).await;
    let run = hr.get(&fresh.path("/gates?to=approved")).await.expect(200);
    let mut found = follow(&run["gates"], &hr, Some(&guest)).await;

    let cora = Box::pin(assessing(&app)).await;
    let hr = &cora.team.hr;
    cora.book("R1", "2026-11-03T10:00:00Z").await.expect(201);
    let crowded = [("R2", "2026-11-03T12:00:00Z"), ("R3", "2026-11-03T14:00:00Z")];
    for (source, at) in crowded {
        let answer = cora.book(source, at).await;
        if answer.status() == 409 {
            found.extend(follow(&answer.json()["refusals"], hr, None).await);
        }
    }
    cora.hold(&app, "R1").await;
    let card = cora.card_of(&cora.team.manager, "R1").await;
    let empty = json!({ "ratings": [], "questions": [] });
    let path = format!("/scorecards/{}/submission", card["id"].as_str().unwrap());
    let refused = cora.team.manager.post(&path, empty).await;
    found.extend(follow(&refused.json()["refusals"], &cora.team.manager, None).await);
    let run = cora
        .team
        .hr_lead
        .get(&cora.path("/gates?to=approved"))
        .await
        .expect(200);
    found.extend(follow(&run["gates"], &cora.team.hr_lead, None).await);
    let patterns = [
        "/guest/application/privacy_notice",
        "/guest/application/acknowledgement",
        "/applications/{}/must_haves/{}",
        "/practice_cases",
        "/applications/{}/panel",
        "/applications/{}/scheduled_interviews",
        "/applications/{}/exercises",
        "/applications/{}/reference_checks",
        "/applications/{}/decision",
        "/applications/{}/onboarding_plan",
        "/applications/{}/debrief",
        "/applications?job_id={}",
        "/scorecards/{}",
    ];
    expect(&found, &patterns);
}

#[tokio::test]
async fn verdicts_lead_to_the_cards_and_flags_they_rest_on() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let weak = Candidacy::apply(&opening, "Bea Lind").await;
    Box::pin(weak.bring_to_assessed(&app, 1)).await;
    let hr = &weak.team.hr;
    let run = hr.get(&weak.path("/gates?to=approved")).await.expect(200);
    let found = follow(&run["gates"], hr, None).await;
    let patterns = ["/applications/{}/scorecards", "/applications/{}/red_flags"];
    expect(&found, &patterns);
}

#[tokio::test]
async fn gates_of_an_onboarding_lead_to_what_they_ask_for() {
    let app = TestApp::spawn().await;
    let hire = Box::pin(Hire::hired(&app)).await;
    let hr = hire.team().hr.clone();
    let run = hr.get(&hire.path("/gates?to=confirmed")).await.expect(200);
    let mut found = follow(&run["data"], &hr, None).await;
    hire.ready().await;
    app.wait_until("2026-11-09T09:00:00Z");
    hire.step(&hr, json!({ "to": "active" })).await.expect(200);
    app.wait_until("2026-11-23T09:00:00Z");
    let asked = [
        hire.give(1..9).await,
        hire.raise("assisted").await,
        hire.on(&hire.crew.trainer, "S-T6", "sign_off", json!({})).await,
    ];
    for answer in &asked {
        found.extend(follow(&answer.json()["refusals"], &hr, None).await);
    }
    let patterns = [
        "/onboarding_plans/{}",
        "/onboarding_plans/{}/review",
        "/onboarding_plans/{}/modules",
        "/onboarding_plans/{}/check_ins",
    ];
    expect(&found, &patterns);
    let stranger = app.user(&[Role::Admin]).await;
    assert!(!leads_somewhere(&stranger, "/onboarding_plans/nothing/here").await);
}
