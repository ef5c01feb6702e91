use serde_json::json;

use super::*;
use crate::{
    kernel::{codes::CompetencyCode, terms::CompetencyGroup},
    pipeline::state::PortfolioStage,
};

fn checked(profile: Layout, overrides: &Value) -> Result<Policy, Vec<PolicyFault>> {
    Policy::checked(PolicyNumbers::from_value(profile, overrides).expect("a readable table"))
}

fn fact(code: &str, group: CompetencyGroup, critical: bool) -> CompetencyFact {
    CompetencyFact {
        code: CompetencyCode::new(code).unwrap(),
        group,
        critical,
        communication: code == "WCOM" || code == "VCOM",
        floor: None,
    }
}

#[test]
fn both_profiles_keep_every_absolute_floor() {
    for numbers in [PolicyNumbers::standard(), PolicyNumbers::small_firm()] {
        assert_eq!(
            Policy::checked(numbers.clone()).map(PolicyNumbers::from),
            Ok(numbers)
        );
    }
    assert_eq!(
        (Policy::standard().min_rounds, Policy::small_firm().min_rounds),
        (4, 3)
    );
}

#[test]
fn t13_one_round_is_refused_naming_the_setting_and_the_floor() {
    let faults = checked(Layout::Standard, &json!({"min_rounds": 1})).unwrap_err();
    assert_eq!(
        faults,
        vec![PolicyFault {
            key: "policy.min_rounds".into(),
            given: "1".into(),
            floor: "2".into(),
            direction: Direction::Min,
        }]
    );
    assert_eq!(
        faults[0].to_string(),
        "policy.min_rounds = 1 is below the absolute floor 2"
    );
    assert!(checked(Layout::Standard, &json!({"min_rounds": 2})).is_ok());
}

#[test]
fn every_loosened_number_is_named_at_once() {
    let table = json!({
        "cooling_off_hours": 11,
        "card_void_hours": 73,
        "soft_mean_floor": 3.24,
        "floors": {"client_focused": {"EMPQ": 2.7, "BOUN": 2.3, "TECH": 1.4}},
        "portfolio": {"supervised": {"max_accounts": 8}},
        "weights": {"hybrid": {"soft": 0.5, "technical": 0.35}},
    });
    let keys: Vec<String> = checked(Layout::SmallFirm, &table)
        .unwrap_err()
        .into_iter()
        .map(|fault| fault.key)
        .collect();
    assert_eq!(
        keys,
        [
            "policy.card_void_hours",
            "policy.soft_mean_floor",
            "policy.cooling_off_hours",
            "policy.floors.client_focused.EMPQ",
            "policy.floors.client_focused.TECH",
            "policy.weights.hybrid.soft",
            "policy.weights.hybrid.technical",
            "policy.portfolio.supervised.max_accounts",
        ]
    );
}

#[test]
fn weights_that_do_not_sum_to_one_are_refused() {
    let faults = checked(
        Layout::Standard,
        &json!({"weights": {"client_focused": {"soft": 0.71}}}),
    )
    .unwrap_err();
    assert_eq!(faults.len(), 1);
    assert_eq!(
        (faults[0].key.as_str(), faults[0].direction),
        ("policy.weights.client_focused.sum", Direction::Equal)
    );
}

#[test]
fn a_misspelt_setting_and_a_wrong_type_are_named() {
    let misspelt = PolicyNumbers::from_value(Layout::Standard, &json!({"min_round": 4})).unwrap_err();
    assert!(
        misspelt.to_string().contains("unknown field `min_round`"),
        "{misspelt}"
    );
    let nested = json!({"weights": {"hybrid": {"soft": "much"}}});
    let wrong = PolicyNumbers::from_value(Layout::Standard, &nested).unwrap_err();
    assert_eq!(wrong.key, "weights.hybrid.soft");
}

#[test]
fn the_table_may_name_its_profile() {
    let small = PolicyNumbers::from_table(&json!({"profile": "small_firm", "posting_days": 4})).unwrap();
    assert_eq!((small.min_rounds, small.posting_days), (3, 4));
    assert!(PolicyNumbers::from_table(&json!({"profile": "tiny"})).is_err());
}

#[test]
fn a_policy_survives_storage_and_a_tampered_one_does_not() {
    let policy = Policy::standard();
    let mut stored = serde_json::to_value(&policy).unwrap();
    assert_eq!(serde_json::from_value::<Policy>(stored.clone()).unwrap(), policy);
    stored["min_references"] = json!(1);
    let error = serde_json::from_value::<Policy>(stored).unwrap_err().to_string();
    assert!(error.contains("policy.min_references = 1"), "{error}");
}

#[test]
fn a_case_moves_only_to_a_policy_that_is_at_least_as_strict() {
    let (standard, small) = (Policy::standard(), Policy::small_firm());
    assert!(standard.at_least_as_strict_as(&small));
    assert!(!small.at_least_as_strict_as(&standard));
    let slower = checked(
        Layout::Standard,
        &json!({"card_void_hours": 48, "min_elapsed_days": 8}),
    )
    .unwrap();
    assert!(slower.at_least_as_strict_as(&standard));
    let faster = checked(Layout::Standard, &json!({"floors": {"hybrid": {"TECH": 2.5}}})).unwrap();
    assert!(!faster.at_least_as_strict_as(&standard));
    let shares = json!({"weights": {"hybrid": {"soft": 0.7, "technical": 0.15}}});
    let reweighted = checked(Layout::Standard, &shares).unwrap();
    assert!(!reweighted.at_least_as_strict_as(&standard) && !standard.at_least_as_strict_as(&reweighted));
}

#[test]
fn floors_follow_the_kind() {
    use CompetencyGroup::{Commercial, Soft, Technical};
    let policy = Policy::standard();
    let floor = |kind, code, group, critical| policy.competency_floor(kind, &fact(code, group, critical));
    assert_eq!(floor(Kind::ClientFocused, "TECH", Technical, false), 2.0);
    assert_eq!(floor(Kind::ProductionFocused, "TECH", Technical, true), 3.0);
    assert_eq!(floor(Kind::ProductionFocused, "PROA", Soft, false), 2.5);
    assert_eq!(floor(Kind::Hybrid, "COMM", Commercial, false), 2.5);
    assert_eq!(floor(Kind::Hybrid, "WCOM", Soft, true), 3.5);
    assert_eq!(
        floor(Kind::Hybrid, "OWN1", Soft, true),
        3.0,
        "a company's own critical competency"
    );
    let stricter_plan = CompetencyFact {
        floor: Some(3.75),
        ..fact("WCOM", Soft, true)
    };
    assert_eq!(policy.competency_floor(Kind::Hybrid, &stricter_plan), 3.75);
}

#[test]
fn portfolio_stages_come_in_order_with_growing_limits() {
    let table = PortfolioTable::default();
    assert_eq!(PortfolioStage::Shadow.next(), Some(PortfolioStage::Assisted));
    assert_eq!(PortfolioStage::Full2.next(), None);
    for stage in PortfolioStage::ALL {
        if let Some(next) = stage.next() {
            let (now, then) = (table.get(*stage), table.get(next));
            assert!(then.from_day > now.from_day && then.max_accounts > now.max_accounts);
            let (needed, later) = (StageNeeds::of(*stage).shared, StageNeeds::of(next).shared);
            assert!(needed.iter().all(|module| later.contains(module)));
        }
    }
}

#[test]
fn numbers_nobody_could_satisfy_are_refused_like_loose_ones() {
    let refused = |table: serde_json::Value| {
        let numbers = PolicyNumbers::from_table(&table).unwrap();
        Policy::checked(numbers)
            .err()
            .map(|faults| faults.into_iter().map(|f| f.key).collect::<Vec<_>>())
    };
    assert_eq!(refused(serde_json::json!({ "min_rounds": 10 })), None);
    for (table, key) in [
        (serde_json::json!({ "min_rounds": 11 }), "policy.min_rounds"),
        (
            serde_json::json!({ "soft_mean_floor": 5.5 }),
            "policy.soft_mean_floor",
        ),
        (serde_json::json!({ "round_minutes": 0 }), "policy.round_minutes"),
        (
            serde_json::json!({ "floors": { "hybrid": { "TECH": 5.1 } } }),
            "policy.floors.hybrid.TECH",
        ),
        (
            serde_json::json!({ "floors": { "hybrid": { "TEHC": 3.0 } } }),
            "policy.floors.hybrid.TEHC",
        ),
    ] {
        assert_eq!(refused(table), Some(vec![key.to_owned()]));
    }
}

#[test]
fn codes_of_competencies_are_read_in_any_letters() {
    let table = serde_json::json!({ "floors": { "hybrid": { "tech": 3.5 } } });
    let numbers = PolicyNumbers::from_table(&table).unwrap();
    let technical = numbers.floors.get(Kind::Hybrid);
    assert_eq!(
        technical
            .iter()
            .find(|(code, _)| code.as_str() == "TECH")
            .map(|(_, f)| *f),
        Some(3.5)
    );
    assert!(Policy::checked(numbers).is_ok());
}
