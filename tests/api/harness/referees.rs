//! People who know a candidate: named, verified, called, over HTTP only.

use serde_json::{Value, json};

use super::{Client, candidacy::Candidacy};

/// The years a referee and the candidate worked together, as both tell it.
const FROM: &str = "2021-01-01T00:00:00Z";
const TO: &str = "2024-06-30T00:00:00Z";

/// What somebody answers who found every item at this level and would gladly take the candidate again.
pub fn answers(level: u8) -> Value {
    let items = (1..=21).map(|n| (format!("R{n:02}"), json!(level)));
    let items: Value = items.collect::<serde_json::Map<_, _>>().into();
    json!({
        "period_from": FROM, "period_to": TO,
        "title_and_duties": "Account manager for yearly service contracts",
        "saw_work": "weekly", "items": items, "take_again": "yes_gladly",
        "angry_situation": "A client shouted about a late crew; she let him finish, then agreed a date with us and kept it.",
        "support_first": "Give her time with operations in the first weeks, so that she knows what can be promised.",
        "found_hard": "Saying no to small extras for clients she liked; she learned to ask her superior first.",
    })
}

impl Candidacy {
    /// The candidate names somebody and consents to the call; HR verifies who it is. Gives the referee's id.
    pub async fn known_by(&self, guest: &Client, name: &str, relation: &str) -> String {
        let email = format!("{}@former.example", name.to_lowercase().replace(' ', "."));
        let body = json!({
            "name": name, "relation": relation, "firm": "Green Yards Ltd", "email": email, "consent": true,
            "period_from": FROM, "period_to": TO,
        });
        let named = guest.post("/guest/application/referees", body).await.expect(201);
        let id = named["id"].as_str().unwrap().to_owned();
        let proof = json!({ "method": "switchboard_call", "note": "Called back through the switchboard." });
        let path = format!("/referees/{id}/verification");
        self.team.hr.post(&path, proof).await.expect(200);
        id
    }
    /// HR fills in the form with a referee on the telephone.
    pub async fn hear(&self, referee: &str, answers: Value) {
        let path = format!("/referees/{referee}/telephone_interview");
        let heard = self.team.hr.post(&path, answers).await.expect(200);
        assert_eq!(heard["state"], "completed");
    }
    /// HR compares title and duties with the CV, and they agree.
    pub async fn agrees_with_cv(&self, referee: &str) {
        let path = format!("/referees/{referee}/comparison");
        let seen = json!({ "title_agrees": true, "note": "As in the CV." });
        self.team.hr.post(&path, seen).await.expect(200);
    }
}
