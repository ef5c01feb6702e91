//! Slice 3, first part: people who know the candidate are named, agreed to, verified, asked and heard.

use super::visitor::Visitor;
use crate::harness::{Client, Response, TestApp, Value, candidacy::Candidacy, json, minutes};

/// Somebody the candidate names.
struct Referee {
    name: &'static str,
    relation: &'static str,
    email: &'static str,
}

const REFEREES: [Referee; 4] = [
    Referee {
        name: "Rita Former",
        relation: "former_direct_manager",
        email: "rita@nordlicht.example",
    },
    Referee {
        name: "Ole Field",
        relation: "operations_colleague",
        email: "ole@nordlicht.example",
    },
    Referee {
        name: "Clara Kunz",
        relation: "client",
        email: "clara@oakmotors.example",
    },
    Referee {
        name: "Pia Peer",
        relation: "peer",
        email: "pia@nordlicht.example",
    },
];

const FROM: &str = "2022-02-01";
const TO: &str = "2026-01-31";

fn instant(day: &str) -> String {
    format!("{day}T00:00:00Z")
}

/// What a referee answers in words, for the JSON door and the form alike.
const WORDS: [(&str, &str); 6] = [
    ("title_and_duties", "Account manager for yearly service contracts"),
    ("saw_work", "weekly"),
    ("take_again", "yes_gladly"),
    (
        "angry_situation",
        "A client shouted about a late crew; she let him finish, then agreed a date with us and kept it.",
    ),
    (
        "support_first",
        "Give her time with operations in the first weeks, so that she knows what can be promised.",
    ),
    (
        "found_hard",
        "Saying no to small extras for clients she liked; she learned to ask her superior first.",
    ),
];

/// Item and level: more than the job needed, except for the trade itself.
fn items() -> impl Iterator<Item = (String, u8)> {
    (1..=21).map(|n| (format!("R{n:02}"), if n == 20 { 3 } else { 4 }))
}

/// The answers as JSON.
pub fn answers() -> Value {
    let mut body: serde_json::Map<String, Value> = WORDS
        .iter()
        .map(|(field, text)| ((*field).to_owned(), json!(text)))
        .collect();
    body.insert("period_from".into(), json!(instant(FROM)));
    body.insert("period_to".into(), json!(instant(TO)));
    let items: serde_json::Map<String, Value> = items().map(|(code, level)| (code, json!(level))).collect();
    body.insert("items".into(), items.into());
    body.into()
}

async fn hr_does(candidacy: &Candidacy, id: &str, act: &str, body: Value) -> Response {
    let path = format!("/referees/{id}/{act}");
    candidacy.team.hr.post(&path, body).await
}

/// Four people are named, verified and asked. Nobody is asked without consent (G10) or unverified (G26).
pub async fn requested(app: &TestApp, candidacy: &Candidacy) -> Vec<String> {
    let guest = candidacy.guest(app).await;
    let mut ids = Vec::new();
    for referee in &REFEREES {
        let body = json!({
            "name": referee.name, "relation": referee.relation, "email": referee.email,
            "firm": "Nordlicht Ltd", "phone": "+49 30 9999",
            "period_from": instant(FROM), "period_to": instant(TO), "consent": referee.relation != "client",
        });
        let named = guest.post("/guest/application/referees", body).await.expect(201);
        ids.push(named["id"].as_str().unwrap().to_owned());
    }
    for (id, referee) in ids.iter().zip(&REFEREES) {
        let early = hr_does(candidacy, id, "request", json!({})).await;
        assert_eq!(early.status(), 409, "{}", early.body());
        let proof = json!({ "method": "switchboard_call", "note": "Called back through the switchboard." });
        hr_does(candidacy, id, "verification", proof).await.expect(200);
        if referee.relation == "client" {
            let refused = hr_does(candidacy, id, "request", json!({})).await;
            assert_eq!(refused.refusing_gates(), ["G10"]);
            let path = format!("/guest/application/referees/{id}/consent");
            guest.post(&path, json!({})).await.expect(200);
        }
        let sent = hr_does(candidacy, id, "request", json!({})).await.expect(200);
        assert_eq!(sent["state"], "sent");
    }
    ids
}

/// Two answer by the link of the mail, one as a program and one in a browser, one by telephone; the last declines.
pub async fn answered(app: &TestApp, candidacy: &Candidacy, ids: &[String]) {
    let [manager, colleague, client, peer] = &REFEREES;
    by_program(app, manager).await;
    in_browser(app, colleague).await;
    let spoken = hr_does(candidacy, &ids[2], "telephone_interview", answers()).await;
    assert_eq!(spoken.expect(200)["state"], "completed");
    let dead = app.mailed_token(client.email, "/l/").await;
    let body = json!({ "token": dead });
    let late = app.anonymous().post("/link_sessions", body).await;
    late.problem(404, "link_invalid");
    let guest = referee(app, peer).await;
    guest
        .post("/guest/reference/decline", json!({ "do_not_ask_again": true }))
        .await
        .expect(204);

    assert_eq!(
        candidacy.gate("references_complete", "G24").await["status"],
        "met"
    );
    let refused = candidacy.gate("references_complete", "G26").await;
    assert_eq!(
        refused["status"], "open",
        "titles are not compared with the CV: {refused}"
    );
    for id in &ids[..3] {
        let seen = json!({ "title_agrees": true, "note": "As in the CV." });
        hr_does(candidacy, id, "comparison", seen).await.expect(200);
    }
}

async fn referee(app: &TestApp, referee: &Referee) -> Client {
    let token = app.mailed_token(referee.email, "/l/").await;
    app.guest(&token).await
}

async fn by_program(app: &TestApp, who: &Referee) {
    let guest = referee(app, who).await;
    let form = guest.get("/guest/reference").await.expect(200);
    assert_eq!(form["form"]["items"].as_array().unwrap().len(), 21);
    assert_eq!(form["candidate_name"], "Cora Client");
    let mut poor = answers();
    poor["items"].as_object_mut().unwrap().remove("R07");
    poor["score"] = json!(5);
    app.advance(minutes(8));
    let refused = guest.post("/guest/reference", poor).await;
    assert!(refused.bad_fields().contains(&"/score".to_owned()));
    guest.post("/guest/reference", answers()).await.expect(204);
    guest
        .post("/guest/reference", answers())
        .await
        .problem(409, "already_submitted");
}

async fn in_browser(app: &TestApp, who: &Referee) {
    let link = app.mailed_link(who.email, "/l/").await;
    let visitor = Visitor::begin(app, &link).await;
    let page = visitor.look("").await;
    assert!(
        page.body().contains("Reference for Cora Client"),
        "{}",
        page.body()
    );
    let levels: Vec<(String, String)> = items()
        .map(|(code, level)| (format!("items.{code}:json"), level.to_string()))
        .collect();
    let facts = [("period_from:date", FROM), ("period_to:date", TO)];
    visitor
        .press("/reference/facts", &[&facts[..], &WORDS].concat())
        .await;
    visitor.press("/reference/words", &WORDS).await;
    app.advance(minutes(8));
    let unread = visitor.press("/reference", &[]).await;
    assert_eq!(unread.status(), 422);
    let words = visitor.look("/reference/words").await;
    assert!(words.body().contains("A client shouted"), "what was typed stays");
    let levels: Vec<(&str, &str)> = levels
        .iter()
        .map(|(place, level)| (place.as_str(), level.as_str()))
        .collect();
    visitor.press("/reference/work", &levels).await;
    visitor
        .press("/reference/clients", &[&levels[..], &WORDS].concat())
        .await;
    let thanked = visitor.press("/reference", &[]).await;
    assert_eq!(thanked.status(), 303, "{}", thanked.body());
    assert!(
        visitor
            .look("/reference")
            .await
            .body()
            .contains("Your answers have arrived")
    );
    let again = visitor.press("/reference", &[]).await;
    assert_eq!(again.status(), 409);
}

/// The answers are hidden from those who rate, and open to HR once all cards are in.
pub async fn seen_by_those_who_may(candidacy: &Candidacy) {
    let path = candidacy.path("/reference_checks");
    let raters = [&candidacy.team.interviewer, &candidacy.team.manager];
    for rater in raters {
        rater.get(&path).await.problem(403, "forbidden");
    }
    let checks = candidacy.team.hr.get(&path).await.expect(200);
    assert_eq!(checks["withheld"], false);
    assert_eq!(checks["differences"], json!([]));
}
