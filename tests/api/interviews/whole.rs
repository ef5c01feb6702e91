//! A whole assessment, and who sees what it comes to.

use super::*;

#[tokio::test]
async fn four_rounds_and_five_work_samples_make_an_application_assessed() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let cora = Candidacy::apply(&opening, "Cora Lind").await;
    cora.bring_to_assessed(&app, 4).await;
    assert_eq!(cora.round("R4").await["state"], "scored");
    for gate in [
        "G15", "G16", "G17", "G18", "G19", "G20", "G21", "G22", "G23", "G36",
    ] {
        assert_eq!(cora.gate("approved", gate).await["status"], "met", "{gate}");
    }
    let scores = cora.team.hr.get(&cora.path("/scores")).await.expect(200);
    assert_eq!(scores["technical"], 4.0);
    assert_eq!(
        scores["competencies"]["WCOM"]["sources"],
        json!({ "E1": 5.0, "E4": 5.0 })
    );
    assert_eq!(scores["below_floors"], json!([]));
    // The panel waits for the debrief.
    cora.team
        .interviewer
        .get(&cora.path("/scores"))
        .await
        .problem(403, "forbidden");
}

#[tokio::test]
async fn scores_are_shown_when_every_card_is_in() {
    let app = TestApp::spawn().await;
    let cora = assessing(&app).await;
    let path = cora.path("/scores");
    let lead = &cora.team.hr_lead;
    lead.get(&path).await.problem(403, "forbidden");
    cora.book("R1", SLOTS[0].1).await.expect(201);
    cora.hold(&app, "R1").await;
    let manager = &cora.team.manager;
    let card = cora.card_of(manager, "R1").await;
    cora.submit(manager, "R1", complete_card(&card, 4))
        .await
        .expect(200);
    lead.get(&path).await.problem(403, "forbidden");
    cora.team.hr.get(&path).await.problem(403, "blind");
    let hr = &cora.team.hr;
    let card = cora.card_of(hr, "R1").await;
    cora.submit(hr, "R1", complete_card(&card, 2)).await.expect(200);
    let scores = lead.get(&path).await.expect(200);
    assert_eq!(scores["competencies"]["VCOM"]["value"], 3.0);
    assert_eq!(scores["assessment"], Value::Null);
    assert_eq!(scores["disagreements"][0]["spread"], 2);
}
