//! What two people may grant for the rounds, cards, raters and references of one candidate, and no further (dossier
//! 7.6). Waivers of other gates stand beside the tests of those gates.

use crate::{
    decisions::granted,
    harness::{
        TestApp, Value,
        assessment::{another, card_path, complete_card},
        candidacy::{Candidacy, open_job},
        hours, json,
        referees::answers,
    },
};
use steadyhire::kernel::role::Role;

async fn stands(candidacy: &Candidacy, gate: &str) -> Value {
    candidacy.gate("approved", gate).await["status"].clone()
}

#[tokio::test]
async fn an_assessment_is_eased_by_two_people_and_by_one_step_only() {
    let app = TestApp::spawn().await;
    let opening = Box::pin(open_job(&app)).await;
    let ada = Candidacy::apply(&opening, "Ada Berg").await;
    Box::pin(ada.bring_to_assessing(&app)).await;
    let ben = Box::pin(another(&app, &opening, "Ben Cole")).await;
    let cleo = Box::pin(another(&app, &opening, "Cleo Dorn")).await;
    Box::pin(rounds_and_certificates(&app, &ada)).await;
    Box::pin(late_cards_and_few_references(&app, &ben)).await;
    Box::pin(few_people(&app, &cleo)).await;
}

/// G36: three rounds in a day, never four. G13: one of the two raters holds a certificate.
async fn rounds_and_certificates(app: &TestApp, ada: &Candidacy) {
    granted(app, ada, "G36", 3.0).await;
    granted(app, ada, "G13", 1.0).await;
    ada.book("R1", "2026-11-05T08:00:00Z").await.expect(201);
    ada.book("R2", "2026-11-05T10:00:00Z").await.expect(201);
    let newcomer = app.user(&[Role::Interviewer]).await;
    let join = json!({ "user_id": newcomer.id() });
    ada.team.hr.post(&ada.path("/panel"), join).await.expect(200);
    ada.declare_none(&newcomer).await;
    let third = |source: &str, raters: Value| json!({ "source": source, "starts_at": "2026-11-05T12:00:00Z", "place": "Yard", "raters": raters });
    let alone = ada.book_with(third("R3", json!([newcomer.id()]))).await;
    assert_eq!(
        alone.refusing_gates(),
        ["G13"],
        "somebody certified is always there"
    );
    let with = json!([newcomer.id(), ada.team.ops_lead.id()]);
    ada.book_with(third("R3", with)).await.expect(201);
    let fourth = ada.book("R4", "2026-11-05T15:00:00Z").await;
    assert_eq!(fourth.refusing_gates(), ["G36"]);
}

/// G18: 120 hours for a card. G24: two references.
async fn late_cards_and_few_references(app: &TestApp, ben: &Candidacy) {
    ben.book("R1", "2026-11-03T10:00:00Z").await.expect(201);
    ben.book("R2", "2026-11-03T13:00:00Z").await.expect(201);
    ben.hold(app, "R1").await;
    ben.hold(app, "R2").await;
    granted(app, ben, "G18", 120.0).await;
    let manager = &ben.team.manager;
    let card = ben.card_of(manager, "R1").await;
    app.advance(hours(115));
    let path = card_path(&card, "/submission");
    manager.post(&path, complete_card(&card, 4)).await.expect(200);
    assert_eq!(stands(ben, "G18").await, "waived");
    app.advance(hours(10));
    let late = ben.card_of(&ben.team.hr, "R1").await;
    let path = card_path(&late, "/submission");
    let refused = ben.team.hr.post(&path, complete_card(&late, 4)).await;
    assert_eq!(refused.refusing_gates(), ["G18"]);

    let guest = ben.guest(app).await;
    for (name, relation) in [("Rita Former", "former_direct_manager"), ("Ole Field", "peer")] {
        let id = ben.known_by(&guest, name, relation).await;
        ben.hear(&id, answers(4)).await;
    }
    assert_eq!(stands(ben, "G24").await, "open");
    granted(app, ben, "G24", 2.0).await;
    assert_eq!(stands(ben, "G24").await, "waived");
}

/// G20: three people rate instead of four.
async fn few_people(app: &TestApp, cleo: &Candidacy) {
    let (first, second) = (app.clock.now() + hours(24), app.clock.now() + hours(26));
    for (source, at) in [("R1", first), ("R2", second)] {
        let body = json!({ "source": source, "starts_at": at, "place": "Room 2" });
        cleo.book_with(body).await.expect(201);
    }
    for source in ["R1", "R2"] {
        cleo.hold(app, source).await;
        cleo.score(source, 4).await;
    }
    assert_eq!(stands(cleo, "G20").await, "open", "three have rated");
    granted(app, cleo, "G20", 3.0).await;
    assert_eq!(stands(cleo, "G20").await, "waived");
}
