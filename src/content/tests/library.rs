//! What is shipped, and how it is looked up.

use std::collections::BTreeSet;

use super::{competency, shipped, source};
use crate::{
    content::model::{Audience, Part, Resolution, Setting, Severity, Trainee, Variant},
    kernel::{
        codes::{ModuleCode, RedFlagCode},
        kind::Kind,
        terms::Layout,
        text_enum::TextEnum,
    },
    pipeline::policy::{CompetencyFact, Policy, PortfolioTable, StageNeeds},
};

fn flag(code: &str) -> crate::content::model::RedFlag {
    shipped()
        .red_flag(&RedFlagCode::new(code).unwrap())
        .unwrap()
        .clone()
}

#[test]
fn the_shipped_pack_passes_its_own_checks_as_version_1_with_a_fingerprint() {
    let pack = shipped();
    assert_eq!(pack.version(), 1);
    assert_eq!(pack.sha256().len(), 64);
    assert_eq!(pack.soft_competencies().count(), 11);
}

#[test]
fn each_kind_trains_28_28_or_42_modules_and_so_does_the_field_production_manager() {
    let pack = shipped();
    assert_eq!(
        Kind::ALL
            .iter()
            .map(|k| pack.modules_for(*k).len())
            .collect::<Vec<_>>(),
        [28, 28, 42]
    );
    assert_eq!(
        pack.modules_for_trainee(Trainee::FieldProductionManager).len(),
        28
    );
    for rule in &pack.training().trainees {
        assert_eq!(
            pack.modules_for_trainee(rule.trainee).len(),
            usize::from(rule.modules),
            "{}",
            rule.trainee
        );
    }
}

#[test]
fn the_technical_programme_is_due_on_day_45_and_first_tested_on_day_14() {
    let pack = shipped();
    let module = pack.module(&ModuleCode::new("S-T5").unwrap()).unwrap();
    assert_eq!((module.day_offset_due, module.first_test_day), (45, Some(14)));
}

#[test]
fn the_production_kind_has_no_account_plan_and_is_asked_about_commerce_in_r1_only() {
    let pack = shipped();
    let commerce = pack.competency(&competency("COMM")).unwrap();
    let sources = |kind| pack.sources_of(commerce, kind, Layout::Standard);
    assert_eq!(sources(Kind::ProductionFocused), [source("R1")]);
    assert_eq!(sources(Kind::ClientFocused), [source("R1"), source("E5")]);
}

#[test]
fn the_work_sample_set_is_that_of_the_table_and_smaller_firms_may_take_the_shorter_variants() {
    use Variant::{Full, Lite, Short};
    let pack = shipped();
    let set = |kind, layout| -> Vec<(String, Variant)> {
        pack.exercises_for(kind, layout)
            .into_iter()
            .map(|(code, v)| (code.to_string(), v))
            .collect()
    };
    let named = |rest: &[(&str, Variant)]| -> Vec<(String, Variant)> {
        [("E1", Full), ("E2", Full), ("E3", Full)]
            .iter()
            .chain(rest)
            .map(|(code, v)| ((*code).to_owned(), *v))
            .collect()
    };
    assert_eq!(
        set(Kind::ClientFocused, Layout::Standard),
        named(&[("E4", Lite), ("E5", Full)])
    );
    assert_eq!(
        set(Kind::ProductionFocused, Layout::Standard),
        named(&[("E4", Full)])
    );
    assert_eq!(
        set(Kind::Hybrid, Layout::Standard),
        named(&[("E4", Full), ("E5", Short)])
    );
    assert_eq!(
        set(Kind::ClientFocused, Layout::SmallFirm),
        named(&[("E4", Lite), ("E5", Short)])
    );
    assert_eq!(
        set(Kind::ProductionFocused, Layout::SmallFirm),
        named(&[("E4", Lite)])
    );
    assert_eq!(
        set(Kind::Hybrid, Layout::SmallFirm),
        named(&[("E4", Lite), ("E5", Short)])
    );
}

#[test]
fn critical_competencies_and_floors_are_those_of_the_map() {
    let pack = shipped();
    let critical = |kind| {
        pack.critical_for(kind)
            .map(|c| c.code.to_string())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        critical(Kind::ClientFocused),
        "WCOM VCOM ORGD EMPQ OPST CONF PROA RSTR"
    );
    assert_eq!(
        critical(Kind::ProductionFocused),
        "WCOM VCOM ORGD EMPQ OPST CONF OWNP WORK TECH"
    );
    assert_eq!(
        critical(Kind::Hybrid),
        "WCOM VCOM ORGD EMPQ OPST CONF PROA RSTR OWNP WORK TECH"
    );
    let floors = |code| {
        Kind::ALL
            .iter()
            .map(|k| pack.floor(&competency(code), *k).unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(floors("WCOM"), [3.5, 3.5, 3.5]);
    assert_eq!(floors("RSTR"), [3.0, 2.5, 3.0]);
    assert_eq!(floors("TECH"), [2.0, 3.0, 3.0]);
}

#[test]
fn a_source_rates_what_the_round_table_says() {
    let pack = shipped();
    let rates = |code, kind| -> Vec<String> {
        pack.competencies_of(&source(code), kind, Layout::Standard)
            .iter()
            .map(|c| c.code.to_string())
            .collect()
    };
    assert_eq!(rates("R2", Kind::ClientFocused).len(), 6);
    assert_eq!(rates("E3", Kind::Hybrid), ["VCOM", "EMPQ", "CONF"]);
    assert_eq!(rates("KT", Kind::ClientFocused), ["TECH"]);
    assert!(rates("E5", Kind::ProductionFocused).is_empty());
    assert!(rates("R4", Kind::Hybrid).is_empty());
}

#[test]
fn critical_flags_accept_only_disproved_or_confirmed_save_four_that_may_be_explained() {
    let pack = shipped();
    for flag in pack
        .red_flags()
        .flags
        .iter()
        .filter(|f| f.severity == Severity::Critical)
    {
        let explained = ["RF09", "RF22", "RF23", "RF26"]
            .iter()
            .any(|code| flag.code == *code);
        assert_eq!(
            flag.resolutions.contains(&Resolution::Explained),
            explained,
            "{}",
            flag.code
        );
        assert!(
            !flag.resolutions.contains(&Resolution::AcceptedWithPlan),
            "{}",
            flag.code
        );
    }
}

#[test]
fn disrespect_of_operations_is_critical_once_two_raters_or_a_referee_saw_it() {
    let flag = flag("RF12");
    assert_eq!(flag.severity_when(1, false), Severity::Major);
    assert_eq!(flag.severity_when(2, false), Severity::Critical);
    assert_eq!(flag.severity_when(1, true), Severity::Critical);
    assert!(
        flag.resolutions_at(Severity::Major)
            .contains(&Resolution::AcceptedWithPlan)
    );
    assert_eq!(
        flag.resolutions_at(Severity::Critical),
        [Resolution::Disproved, Resolution::Confirmed]
    );
}

#[test]
fn no_other_flag_escalates() {
    let other = flag("RF11");
    assert_eq!(other.severity_when(9, true), other.severity);
}

#[test]
fn the_candidate_never_reads_which_accounts_are_silent_nor_the_role_players_script() {
    let pack = shipped();
    let inbox = pack.exercise(&source("E2")).unwrap();
    let shown: Vec<&str> = inbox
        .items
        .iter()
        .filter(|i| i.part == Some(Part::Message))
        .map(|i| i.text.as_str())
        .collect();
    assert_eq!(shown.len(), 20);
    assert!(
        shown
            .iter()
            .all(|text| !text.contains("Dune Hotel") && !text.contains("Maple Homes"))
    );
    assert!(
        inbox
            .accounts
            .iter()
            .all(|a| a.note.as_ref().is_none_or(|note| !note.contains("silent")))
    );

    let play = pack.exercise(&source("E3")).unwrap();
    let sheet: Vec<_> = play
        .materials_for(Audience::Candidate, Setting::Agency, Variant::Full)
        .collect();
    assert_eq!(sheet.len(), 1);
    assert!(!sheet[0].text.contains("My partner says"));
}

#[test]
fn each_trade_gets_its_own_variant_of_the_client_mail() {
    let pack = shipped();
    let reply = pack.exercise(&source("E1")).unwrap();
    let mail = |setting| {
        reply
            .materials_for(Audience::Candidate, setting, Variant::Full)
            .next()
            .unwrap()
            .text
            .clone()
    };
    assert!(mail(Setting::Agency).contains("The pop-up on our enquiry form is still there"));
    assert!(mail(Setting::FieldService).contains("drain"));
}

#[test]
fn every_kind_has_a_template_list_and_the_hybrid_needs_both_sides() {
    let pack = shipped();
    let coverage = |kind| {
        pack.duties()
            .coverage
            .iter()
            .find(|c| c.kind == kind)
            .unwrap()
            .clone()
    };
    assert_eq!(coverage(Kind::ProductionFocused).templates.len(), 4);
    assert_eq!(coverage(Kind::ClientFocused).templates.len(), 5);
    assert_eq!(coverage(Kind::Hybrid).one_of_each.len(), 2);
}

#[test]
fn the_summary_names_the_numbers_a_reader_checks() {
    let summary = shipped().summary();
    let count = |name: &str| summary.counts.iter().find(|(n, _)| n == name).unwrap().1;
    assert_eq!(count("competencies"), 13);
    assert_eq!(count("anchors"), 65);
    assert_eq!(count("red flags"), 26);
    assert_eq!(count("reference items"), 22);
    assert_eq!(count("training modules"), 42);
    assert!(summary.to_string().starts_with("content version 1, sha256 "));
}

#[test]
fn floors_and_groups_are_those_the_standard_policy_starts_from() {
    let (pack, policy) = (shipped(), Policy::standard());
    for kind in Kind::ALL {
        for shipped in pack.competencies() {
            let fact = CompetencyFact {
                code: shipped.code.clone(),
                group: shipped.group,
                critical: shipped.is_critical(*kind),
                communication: shipped.code == "WCOM" || shipped.code == "VCOM",
                floor: None,
            };
            let expected = policy.competency_floor(*kind, &fact);
            assert!(
                (shipped.floor.get(*kind) - expected).abs() < 1e-9,
                "{} {kind}",
                shipped.code
            );
        }
    }
}

#[test]
fn the_ramp_is_the_one_gate_g53_enforces() {
    let pack = shipped();
    let limits = PortfolioTable::default();
    let (mut modules, mut items): (BTreeSet<String>, BTreeSet<String>) = Default::default();
    for stage in &pack.portfolio().stages {
        let (limit, needs) = (limits.get(stage.code), StageNeeds::of(stage.code));
        assert_eq!(u32::from(stage.from_day), limit.from_day, "{}", stage.code);
        assert_eq!(
            u32::from(stage.max_accounts),
            limit.max_accounts,
            "{}",
            stage.code
        );
        modules.extend(stage.modules.iter().map(ToString::to_string));
        items.extend(stage.own_area_items.iter().cloned());
        assert_eq!(
            modules,
            needs.shared.iter().map(ToString::to_string).collect(),
            "{}",
            stage.code
        );
        assert_eq!(
            items,
            needs.own_area.iter().map(ToString::to_string).collect(),
            "{}",
            stage.code
        );
        assert_eq!(stage.all_modules, needs.all_modules, "{}", stage.code);
    }
}
