//! Slice 2, first half: two people apply, learn what the job is, and are screened.

use super::visitor::Visitor;
use crate::harness::{
    TestApp,
    candidacy::{Candidacy, right_answers},
    json,
    opening::Opening,
};

/// Somebody reads the job on the public page, applies and answers in a browser, by the links of the mails.
pub async fn through_the_public_page(app: &TestApp, opening: &Opening, name: &str) -> Candidacy {
    let passer_by = Visitor::passing(app);
    let page = passer_by.look("/careers").await;
    assert!(page.body().contains(&format!("/careers/{}", opening.id)));
    let place = format!("/careers/{}", opening.id);
    let page = passer_by.look(&place).await;
    assert!(page.body().contains("Many telephone calls"), "the hard side, too");
    let email = address(name);
    let typed = [("name", name), ("email", &email), ("phone", "+49 30 1234")];
    assert_eq!(passer_by.press(&place, &typed).await.status(), 202);
    let candidacy = arrived(app, opening, email).await;
    let link = app.mailed_link(&candidacy.email, "/l/").await;
    let visitor = Visitor::begin(app, &link).await;
    assert!(
        !visitor.arrive().await.body().contains("Send my answers"),
        "the notice comes first"
    );
    assert_eq!(visitor.press("/notice", &[]).await.status(), 303);
    let wrong = visitor.press("/answers", &form("40")).await;
    assert!(
        wrong.body().contains("10 and 15"),
        "the passage of the description"
    );
    assert_eq!(candidacy.state().await, "applied");
    assert_eq!(visitor.press("/answers", &form("12")).await.status(), 303);
    assert_eq!(candidacy.state().await, "role_acknowledged");
    candidacy
}

fn form(accounts: &str) -> [(&str, &str); 8] {
    [
        ("answers.kind", "client_focused"),
        ("answers.sales_share_pct:int", "35"),
        ("answers.accounts:int", accounts),
        ("answers.outside_contract", "ask_superior"),
        ("answers.first_goal", "happy_clients"),
        ("expected_split.sales_pct:int", "30"),
        ("expected_split.relationship_pct:int", "50"),
        ("least_liked", "Evening calls."),
    ]
}

/// Somebody applies and answers by the same links, as a program would.
pub async fn through_the_public_api(app: &TestApp, opening: &Opening, name: &str) -> Candidacy {
    let candidacy = apply(app, opening, name).await;
    let guest = candidacy.guest(app).await;
    let early = guest
        .post("/guest/application/acknowledgement", right_answers())
        .await;
    assert_eq!(early.refusing_gates(), ["G10", "G11"]);
    candidacy.acknowledge(app).await;
    candidacy
}

fn address(name: &str) -> String {
    format!("{}@candidates.example", name.to_lowercase().replace(' ', "."))
}

/// Applies from outside, as a program would.
async fn apply(app: &TestApp, opening: &Opening, name: &str) -> Candidacy {
    let email = address(name);
    let path = format!("/careers/{}/applications", opening.id);
    let body = json!({ "name": name, "email": email, "phone": "+49 30 1234" });
    app.anonymous().post(&path, body).await.expect(202);
    arrived(app, opening, email).await
}

/// Both first mails arrive, and HR sees the application.
async fn arrived(app: &TestApp, opening: &Opening, email: String) -> Candidacy {
    let subjects = app.subjects(&email).await;
    for start in ["Your application for", "Please read the job description"] {
        assert!(
            subjects.iter().any(|s| s.starts_with(start)),
            "{start}: {subjects:?}"
        );
    }
    let listed = opening.team.hr.get("/applications").await.expect(200);
    let rows = listed["data"].as_array().unwrap();
    let row = rows
        .iter()
        .find(|row| row["candidate"]["email"] == email)
        .unwrap();
    Candidacy {
        id: row["id"].as_str().unwrap().to_owned(),
        email,
        team: opening.team.clone(),
    }
}

/// HR checks the must-have a document shows. The assessment does not begin before the panel may rate.
pub async fn screened(candidacy: &Candidacy) {
    let team = &candidacy.team;
    let refused = candidacy.step(&team.hr, "screened").await;
    assert_eq!(refused.refusing_gates(), ["G12"]);
    candidacy.tick_documented().await;
    candidacy.step(&team.hr, "screened").await.expect(200);
}

/// Every rater holds a certificate and has declared to have no conflict of interest.
pub async fn panel_is_ready(candidacy: &Candidacy) {
    for who in candidacy.team.raters() {
        candidacy.declare_none(who).await;
    }
}
