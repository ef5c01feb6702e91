//! From the application to the checked must-haves, and how a case ends early: over HTTP only.

mod arrival;
mod checks;
mod ending;
mod flags;
mod pages;
mod pinned;
mod rivals;
mod role;
mod steps;
mod waiting;
mod weekly;

use crate::harness::{
    Client, Response, TestApp, Value,
    candidacy::{Candidacy, open_job, right_answers},
    days, hours, json,
    opening::{Opening, Team, good_description},
};
use steadyhire::kernel::role::Role;

/// A candidate who has just applied for an open job.
async fn applied(app: &TestApp) -> Candidacy {
    Candidacy::apply(&open_job(app).await, "Cora Client").await
}

/// What the audit log says about an application, as HR sees it: action, state it was meant for, outcome.
async fn audited(candidacy: &Candidacy) -> Vec<(String, String, String)> {
    let events = candidacy
        .team
        .hr
        .get(&candidacy.path("/timeline"))
        .await
        .expect(200);
    let word = |event: &Value, key: &str| event[key].as_str().unwrap_or("").to_owned();
    events["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (word(e, "action"), word(e, "to_state"), word(e, "outcome")))
        .collect()
}

fn entry(action: &str, to: &str, outcome: &str) -> (String, String, String) {
    (action.to_owned(), to.to_owned(), outcome.to_owned())
}

/// A candidate who has answered everything rightly but would like to sell for `sales` percent of the time,
/// where the role has 35, with what was answered.
async fn mismatched(app: &TestApp, sales: u8) -> (Candidacy, Value) {
    let candidacy = applied(app).await;
    let guest = candidacy.guest(app).await;
    guest
        .post("/guest/application/privacy_notice", json!({}))
        .await
        .expect(200);
    let mut answers = right_answers();
    answers["expected_split"] = json!({ "sales_pct": sales, "relationship_pct": 10 });
    let done = guest
        .post("/guest/application/acknowledgement", answers)
        .await
        .expect(200);
    (candidacy, done)
}
