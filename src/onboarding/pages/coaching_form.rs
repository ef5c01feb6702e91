//! The form of a coaching session: every question for every account, of which some are answered.

use serde_json::{Map, Value, json};

use super::sheet::object;
use crate::{
    content::model::{Coaching, CoachingQuestion},
    onboarding::model::ClientAccount,
};

/// The question about the leader's help, which is about no account.
const LEADER: &str = "CQ-6";

/// What was typed, without the questions that nobody answered.
pub(super) fn kept(typed: &Value) -> Value {
    let mut body = object(typed.clone());
    if let Some(Value::Array(answers)) = body.get_mut("answers") {
        answers.retain(said);
    }
    Value::Object(body)
}

fn said(answer: &Value) -> bool {
    let something = |(name, value): (&String, &Value)| {
        let nothing = *value == Value::Bool(false) || value.as_array().is_some_and(Vec::is_empty);
        !nothing && name != "question" && name != "account"
    };
    answer
        .as_object()
        .is_some_and(|fields| fields.iter().any(something))
}

/// The body of the session: "nothing to tell" is an empty list.
pub(super) fn record(kept: &Value) -> Value {
    let mut body = object(kept.clone());
    if let Some(Value::Array(answers)) = body.get_mut("answers") {
        for answer in answers.iter_mut().filter_map(Value::as_object_mut) {
            if answer.remove("none") == Some(Value::Bool(true)) && !listed(answer) {
                answer.insert("entries".to_owned(), json!([]));
            }
        }
    }
    body.entry("answers").or_insert_with(|| json!([]));
    Value::Object(body)
}

fn listed(answer: &Map<String, Value>) -> bool {
    answer
        .get("entries")
        .and_then(Value::as_array)
        .is_some_and(|entries| !entries.is_empty())
}

/// The accounts with their questions. Each has a number of its own: the place of its answer in `kept`, so that what
/// was typed and its faults stand beside it, or one after those.
pub(super) fn sections(content: &Coaching, accounts: &[ClientAccount], kept: &Value) -> Vec<Value> {
    let answers = kept
        .get("answers")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    let mut next = answers.len();
    let mut place = |question: &CoachingQuestion, account: Option<&ClientAccount>| {
        let found = answers.iter().position(|answer| {
            let is = |field: &str, wanted: Option<String>| {
                answer.get(field).and_then(Value::as_str).map(str::to_owned) == wanted
            };
            is("question", Some(question.code.to_string()))
                && is("account", account.map(|a| a.id.to_string()))
        });
        let number = found.unwrap_or(next);
        next += usize::from(found.is_none());
        (number, found.is_some())
    };
    let about_leader = |question: &&CoachingQuestion| question.code == LEADER;
    let mut sections = Vec::new();
    for account in accounts.iter().map(Some).chain([None]) {
        let mut answered = false;
        let questions: Vec<Value> = content
            .questions
            .iter()
            .filter(|question| about_leader(question) == account.is_none())
            .map(|question| {
                let (number, found) = place(question, account);
                answered |= found;
                json!({ "n": number, "question": question, "decides": question.code == "CQ-5b" })
            })
            .collect();
        let open = answered || account.is_some_and(|account| account.at_risk);
        sections.push(json!({ "account": account, "questions": questions, "open": open }));
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        content::Pack,
        kernel::{ids::Id, time::Timestamp},
    };
    use uuid::Uuid;

    fn account(n: u128) -> ClientAccount {
        ClientAccount {
            id: Id::from_uuid(Uuid::from_u128(n)),
            plan_id: Id::from_uuid(Uuid::nil()),
            name: format!("Client {n}"),
            at_risk: n == 2,
            assigned_by: Id::from_uuid(Uuid::nil()),
            assigned_at: Timestamp::parse("2026-11-09T09:00:00Z").unwrap(),
            released_by: None,
            released_at: None,
        }
    }

    #[test]
    fn questions_nobody_answered_are_left_out_and_nothing_is_an_answer() {
        let typed = json!({ "answers": [
            { "question": "CQ-1a", "account": "a" },
            { "question": "CQ-2f", "account": "a", "entries": [], "none": true },
            { "question": "CQ-5a", "account": "a", "entries": [], "none": false },
            { "question": "CQ-5c", "account": "a", "days_overdue": 0 },
        ]});
        let kept = kept(&typed);
        assert_eq!(kept["answers"].as_array().unwrap().len(), 2);
        assert_eq!(
            record(&kept),
            json!({ "answers": [
                { "question": "CQ-2f", "account": "a", "entries": [] },
                { "question": "CQ-5c", "account": "a", "days_overdue": 0 },
            ]})
        );
        assert_eq!(record(&json!({})), json!({ "answers": [] }));
    }

    #[test]
    fn an_answer_keeps_its_number_and_every_question_has_one_of_its_own() {
        let pack = Pack::shipped().unwrap();
        let accounts = [account(1), account(2)];
        let first = accounts[0].id.to_string();
        let kept = json!({ "answers": [{ "question": "CQ-5c", "account": first, "days_overdue": 3 }] });
        let sections = sections(pack.coaching(), &accounts, &kept);
        let numbers: Vec<(String, u64)> = sections
            .iter()
            .flat_map(|section| section["questions"].as_array().unwrap())
            .map(|q| {
                (
                    q["question"]["code"].as_str().unwrap().to_owned(),
                    q["n"].as_u64().unwrap(),
                )
            })
            .collect();
        assert!(numbers.contains(&("CQ-5c".to_owned(), 0)));
        let mut all: Vec<u64> = numbers.iter().map(|(_, n)| *n).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 2 * 16 + 1);
        assert_eq!(sections[1]["open"], true, "an account at risk is talked about");
        assert_eq!(sections[2]["account"], Value::Null);
    }
}
