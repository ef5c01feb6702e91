//! Triggers of dossier 6.5, each pulled and not pulled.

use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::{
    content::{
        Pack,
        model::{Coaching, CoachingEffect},
    },
    db::types::Json,
    kernel::ids::Id,
    pipeline::state::CoachingState,
};

const NOW: &str = "2027-03-01T10:00:00Z";

fn content() -> Coaching {
    Pack::shipped().unwrap().coaching().clone()
}
fn now() -> Timestamp {
    Timestamp::parse(NOW).unwrap()
}
fn id(n: u128) -> ClientAccountId {
    Id::from_uuid(Uuid::from_u128(n))
}
fn account(n: u128, at_risk: bool) -> ClientAccount {
    ClientAccount {
        id: id(n),
        plan_id: Id::from_uuid(Uuid::nil()),
        name: format!("Client {n}"),
        at_risk,
        assigned_by: Id::from_uuid(Uuid::nil()),
        assigned_at: now(),
        released_by: None,
        released_at: None,
    }
}
fn answer(question: &str, fields: Value) -> CoachingReply {
    let mut whole = json!({ "question": question, "account": id(1) });
    if question == "CQ-6" {
        whole["account"] = Value::Null;
    }
    for (field, value) in fields.as_object().unwrap() {
        whole[field] = value.clone();
    }
    serde_json::from_value(whole).unwrap()
}
fn effects(answers: &[CoachingReply], earlier: &[CoachingSession]) -> Vec<(CoachingEffect, ActionState)> {
    let accounts = [account(1, false)];
    let session = Session {
        accounts: &accounts,
        earlier,
        now: now(),
    };
    actions(answers, &content(), session)
        .into_iter()
        .map(|a| (a.kind, a.state))
        .collect()
}
fn codes(answers: &[CoachingReply], accounts: &[ClientAccount]) -> Vec<String> {
    let session = Session {
        accounts,
        earlier: &[],
        now: now(),
    };
    faults(answers, &content(), session)
        .into_iter()
        .map(|f| f.code)
        .collect()
}

/// Question, an answer that pulls its trigger, one that does not, and what the first leads to.
type Trigger = (&'static str, Value, Value, CoachingEffect, ActionState);

fn assert_triggers(rows: Vec<Trigger>) {
    for (question, pulled, not_pulled, effect, state) in rows {
        assert_eq!(
            effects(&[answer(question, pulled)], &[]),
            [(effect, state)],
            "{question}"
        );
        assert_eq!(effects(&[answer(question, not_pulled)], &[]), [], "{question}");
    }
}

#[test]
fn levels_choices_and_numbers_pull_their_triggers() {
    use ActionState::{Noted, Open};
    use CoachingEffect::*;
    let level = |n: u8| json!({ "level": n, "text": "x" });
    let choice = |word: &str| json!({ "choice": word });
    let share = |n: u8| json!({ "outbound_percent": n });
    let days = |n: u16| json!({ "days_overdue": n });
    let end = json!({ "date": "2027-09-01T00:00:00Z" });
    assert_triggers(vec![
        ("CQ-2b", choice("which"), choice("none"), Opportunity, Noted),
        ("CQ-2c", choice("high"), choice("low"), AccountRisk, Noted),
        ("CQ-2d", level(2), level(3), Task, Open),
        ("CQ-2e", level(3), level(4), RecoveryPlan, Open),
        ("CQ-3a", json!({}), end, Task, Open),
        ("CQ-4a", share(49), share(50), CompetencyCoaching, Open),
        ("CQ-5c", days(31), days(30), RecoveryPlan, Open),
    ]);
}

#[test]
fn entries_of_lists_pull_their_triggers() {
    use ActionState::{Noted, Open};
    use CoachingEffect::*;
    let entry = |settled: Option<bool>| json!({ "entries": [{ "text": "Friday", "settled": settled }] });
    let none = json!({ "entries": [] });
    assert_triggers(vec![
        ("CQ-2f", entry(None), none, Task, Open),
        (
            "CQ-5a",
            entry(Some(false)),
            entry(Some(true)),
            OperationsNote,
            Noted,
        ),
        ("CQ-5b", entry(None), entry(Some(true)), Task, Open),
    ]);
    let help = answer("CQ-6", json!({ "text": "a second screen" }));
    assert_eq!(effects(&[help], &[]), [(LeaderPromise, Open)]);
}

#[test]
fn a_renewal_that_starts_later_than_120_days_before_the_end_is_warned_of() {
    let end = answer("CQ-3a", json!({"date": "2027-09-01T00:00:00Z"}));
    let late = answer("CQ-3b", json!({"date": "2027-05-04T00:00:01Z"}));
    let in_time = answer("CQ-3b", json!({"date": "2027-05-04T00:00:00Z"}));
    assert_eq!(
        effects(&[end.clone(), late], &[]),
        [(CoachingEffect::Warning, ActionState::Noted)]
    );
    assert_eq!(effects(&[end, in_time], &[]), []);
}

#[test]
fn trends_left_empty_in_two_sessions_running_are_noted() {
    let empty = answer("CQ-2a", json!({"text": ""}));
    let held = |answers| CoachingSession {
        id: Id::from_uuid(Uuid::nil()),
        plan_id: Id::from_uuid(Uuid::nil()),
        coach_id: Id::from_uuid(Uuid::nil()),
        planned_for: now(),
        state: CoachingState::Closed,
        held_at: Some(now()),
        answers: Json(answers),
        actions: Json(vec![]),
    };
    let known = answer(
        "CQ-2a",
        json!({"text": "They open two more sites in the north this year."}),
    );
    assert_eq!(effects(std::slice::from_ref(&empty), &[]), []);
    assert_eq!(
        effects(std::slice::from_ref(&empty), &[held(vec![known.clone()])]),
        []
    );
    let twice = effects(
        std::slice::from_ref(&empty),
        &[held(vec![empty.clone()]), held(vec![known])],
    );
    assert_eq!(twice, [(CoachingEffect::RedFlagNote, ActionState::Noted)]);
}

#[test]
fn a_wrong_level_of_contacts_asks_for_the_strategy() {
    let partly = answer("CQ-1a", json!({"choice": "partly"}));
    let one = [account(1, false)];
    assert_eq!(codes(std::slice::from_ref(&partly), &one), ["follow_up"]);
    let strategy = json!({"text": "meet the director", "owner": "Kim", "date": "2027-04-01T09:00:00Z"});
    let both = [partly, answer("CQ-1b", strategy)];
    assert_eq!(codes(&both, &one), Vec::<String>::new());
    assert_eq!(
        codes(&[answer("CQ-1a", json!({"choice": "yes"}))], &one),
        Vec::<String>::new()
    );
}

#[test]
fn no_account_review_in_six_months_asks_why() {
    let one = [account(1, false)];
    let old = answer("CQ-4b", json!({"date": "2026-08-01T00:00:00Z"}));
    assert_eq!(codes(std::slice::from_ref(&old), &one), ["follow_up"]);
    let why = answer("CQ-4c", json!({"text": "the contact left"}));
    assert_eq!(codes(&[old.clone(), why.clone()], &one), Vec::<String>::new());
    assert_eq!(
        effects(&[old, why], &[]),
        [(CoachingEffect::Task, ActionState::Open)]
    );
    assert_eq!(
        codes(&[answer("CQ-4b", json!({"date": "2027-02-01T00:00:00Z"}))], &one),
        Vec::<String>::new()
    );
}

#[test]
fn three_accounts_are_talked_about_as_soon_as_there_are_three_and_every_one_at_risk() {
    let of = |n: u128| answer("CQ-5c", json!({"account": id(n), "days_overdue": 0}));
    let two = [account(1, false), account(2, false)];
    assert_eq!(codes(&[of(1)], &two), ["too_few_accounts"]);
    assert_eq!(codes(&[of(1), of(2)], &two), Vec::<String>::new());
    let four = [
        account(1, false),
        account(2, false),
        account(3, false),
        account(4, true),
    ];
    assert_eq!(codes(&[of(1), of(2), of(3)], &four), ["account_at_risk"]);
    assert_eq!(codes(&[of(1), of(2), of(4)], &four), Vec::<String>::new());
    assert_eq!(
        codes(&[answer("CQ-6", json!({"text": "a second screen"}))], &[]),
        Vec::<String>::new()
    );
}

#[test]
fn answers_of_another_form_and_of_foreign_accounts_are_faults() {
    let one = [account(1, false)];
    let rows = [
        (answer("CQ-2d", json!({"level": 6, "text": "x"})), "required"),
        (answer("CQ-2a", json!({"text": "growth"})), "required"),
        (answer("CQ-2f", json!({})), "required"),
        (
            answer("CQ-5c", json!({"account": id(9), "days_overdue": 0})),
            "unknown",
        ),
        (answer("CQ-9", json!({})), "unknown"),
    ];
    for (given, code) in rows {
        let found = codes(
            &[given.clone(), answer("CQ-4a", json!({"outbound_percent": 60}))],
            &one,
        );
        assert_eq!(found, [code], "{given:?}");
    }
    let same = answer("CQ-5c", json!({"days_overdue": 0}));
    assert_eq!(codes(&[same.clone(), same], &one), ["duplicate"]);
}
