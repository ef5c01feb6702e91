//! What is mailed at which moment, to whom, and not twice (dossier Annex B). Mails of guests are told where the guests'
//! stories are; here are those of the staff.

mod choices;
mod hiring;
mod onboarding;

use crate::harness::{Client, TestApp, Value, json};

/// The mails of one kind that somebody of the staff got so far, newest first.
pub async fn mails_of(app: &TestApp, who: &Client, message: &str) -> Vec<Value> {
    let me = who.get("/users/me").await.expect(200);
    let mut mails = Box::pin(app.mails_to(me["email"].as_str().unwrap())).await;
    mails.retain(|mail| mail["message"] == message);
    mails
}

/// How many of them.
pub async fn count(app: &TestApp, who: &Client, message: &str) -> usize {
    mails_of(app, who, message).await.len()
}

/// Somebody wants to be told of everything at once.
pub async fn at_once(who: &Client) {
    let topics = ["hiring", "training", "check_ins", "coaching", "accounts"].map(|topic| (topic, "at_once"));
    let topics: serde_json::Map<String, Value> = topics
        .into_iter()
        .map(|(topic, pace)| (topic.to_owned(), json!(pace)))
        .collect();
    who.put("/users/me/notifications", json!({ "topics": topics }))
        .await
        .expect(200);
}

/// What a mail says in both parts.
pub fn says(mail: &Value, words: &str) -> bool {
    let part = |part: &str| {
        mail[part]
            .as_str()
            .unwrap()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    part("text").contains(words) && part("html").contains(words)
}
