//! What the cards say: operations has met the candidate (G22), and the levels reach the floors (G29 to G31). A
//! production-focused job, where technical knowledge weighs more.

use crate::{
    decisions::granted,
    harness::{
        Client, TestApp, Value,
        assessment::{certify, set_level},
        candidacy::{Candidacy, right_answers},
        json,
        opening::{Opening, Team, production_description},
    },
};

async fn production_job(app: &TestApp) -> Opening {
    let opening = Opening::draft(&Team::new(app).await).await;
    let mut description = production_description();
    description["ladder_id"] = json!("client-services");
    opening.bring_described_to("open", description).await;
    opening
}

/// A candidate for it whom the panel may rate.
async fn assessing(app: &TestApp, opening: &Opening, name: &str) -> Candidacy {
    let candidacy = Candidacy::apply(opening, name).await;
    let mut answers = right_answers();
    answers["answers"]["kind"] = json!("production_focused");
    answers["answers"]["sales_share_pct"] = json!(20);
    answers["answers"]["accounts"] = json!(8);
    candidacy.acknowledge_with(app, answers).await;
    candidacy.tick_documented().await;
    let hr = &opening.team.hr;
    candidacy.step(hr, "screened").await.expect(200);
    for rater in opening.team.raters() {
        candidacy.declare_none(rater).await;
    }
    candidacy.step(hr, "assessing").await.expect(200);
    candidacy
}

/// How a gate stands towards approval, and what it says.
async fn stands(candidacy: &Candidacy, gate: &str) -> (String, String) {
    let row = candidacy.gate("approved", gate).await;
    let text = |field: &str| row[field].as_str().unwrap_or_default().to_owned();
    (text("status"), text("detail"))
}

/// T15 and T20.
#[tokio::test]
async fn levels_below_a_floor_keep_a_candidate_back() {
    let app = TestApp::spawn().await;
    let opening = Box::pin(production_job(&app)).await;
    let team = &opening.team;
    for rater in team.raters() {
        certify(rater).await;
    }
    let tess = Box::pin(assessing(&app, &opening, "Tess Low")).await;
    let otto = Box::pin(assessing(&app, &opening, "Otto Able")).await;
    let five = team.raters().map(Client::id);
    let both =
        json!({ "source": "R3", "starts_at": "2026-11-03T14:00:00Z", "place": "Yard", "raters": five });
    tess.book("R1", "2026-11-03T10:00:00Z").await.expect(201);
    otto.book("R1", "2026-11-03T11:30:00Z").await.expect(201);
    tess.book_with(both).await.expect(201);
    otto.book("R3", "2026-11-03T15:30:00Z").await.expect(201);

    // The manager hears worse answers than HR does; the cards of the second candidate arrive the other way round.
    let [manager, hr] = team.raters_of("R1");
    let poor = |card: &mut Value| {
        set_level(card, "VCOM", 2);
        set_level(card, "PROA", 3);
    };
    tess.hold(&app, "R1").await;
    tess.score_with("R1", &[manager, hr], 4, |seat, card| {
        if seat == 0 {
            poor(card);
        }
    })
    .await;
    otto.hold(&app, "R1").await;
    otto.score_with("R1", &[hr, manager], 4, |seat, card| {
        if seat == 1 {
            poor(card);
        }
    })
    .await;
    operations_meets_the_candidate(&app, &tess).await;
    otto.hold(&app, "R3").await;
    let raters = team.raters_of("R3");
    otto.score_with("R3", &raters, 4, |_, card| set_level(card, "TECH", 3))
        .await;

    technique_is_below_the_floor_of_the_kind(&app, &tess).await;
    let enough = otto.gate("approved", "G31").await;
    assert_eq!(enough["status"], "met", "3.00 is enough: {enough}");
    communication_is_below_the_floor(&tess).await;
    the_order_of_cards_does_not_matter(&tess, &otto).await;
}

/// G22: four have rated, then somebody of operations does, too. Of five levels for TECH one is a 2: 2.80.
async fn operations_meets_the_candidate(app: &TestApp, tess: &Candidacy) {
    tess.hold(app, "R3").await;
    let [a, b, c, operations, e] = tess.team.raters();
    let technical = |seat: usize, card: &mut Value| {
        set_level(card, "TECH", if seat == 0 { 2 } else { 3 });
    };
    tess.score_with("R3", &[a, b, c, e], 4, technical).await;
    let (status, told) = stands(tess, "G22").await;
    assert_eq!(status, "open");
    assert!(
        told.starts_with("Nobody from operations has met this candidate."),
        "{told}"
    );
    tess.score_with("R3", &[operations], 4, |_, card| set_level(card, "TECH", 3))
        .await;
    assert_eq!(stands(tess, "G22").await.0, "met");
}

async fn technique_is_below_the_floor_of_the_kind(app: &TestApp, tess: &Candidacy) {
    let (status, told) = stands(tess, "G31").await;
    assert_eq!(status, "open");
    assert!(told.starts_with("TECH 2.80, minimum 3.00."), "{told}");
    granted(app, tess, "G31", 2.5).await;
    let row = tess.gate("approved", "G31").await;
    assert_eq!(row["status"], "waived", "half a level, with a plan: {row}");
    assert!(row["found"].as_str().unwrap().contains("S-T5"), "{row}");
}

async fn communication_is_below_the_floor(tess: &Candidacy) {
    let (status, told) = stands(tess, "G30").await;
    assert_eq!(status, "open");
    assert!(told.starts_with("Communication below 3.5"), "{told}");
    let row = tess.gate("approved", "G29").await;
    assert_eq!(
        (&row["status"], &row["waivable"]),
        (&json!("open"), &json!(false))
    );
    let told = row["detail"].as_str().unwrap();
    assert!(
        told.contains("VCOM 3.00/3.50") && told.contains("not measured"),
        "{told}"
    );
}

async fn the_order_of_cards_does_not_matter(tess: &Candidacy, otto: &Candidacy) {
    let lead = &tess.team.hr_lead;
    let one = lead.get(&tess.path("/scores")).await.expect(200);
    let other = lead.get(&otto.path("/scores")).await.expect(200);
    let of_the_first_round = |scores: &Value| {
        let level = |code: &str| scores["competencies"][code]["sources"]["R1"].clone();
        ["VCOM", "OWNP", "PROA", "RSTR", "COMM", "ORGD"].map(level)
    };
    assert_eq!(of_the_first_round(&one), of_the_first_round(&other));
    assert_eq!(of_the_first_round(&one)[0], 3.0);
}
