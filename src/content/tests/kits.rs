//! Ruling 7.10(3): which round asks which question.

use super::{shipped, source};
use crate::kernel::{
    kind::Kind::{self, ClientFocused, Hybrid, ProductionFocused},
    terms::Layout,
    text_enum::TextEnum,
};

/// The core questions of a competency in a round, as numbers.
fn core(round: &str, code: &str, kind: Kind) -> Vec<String> {
    shipped()
        .kit(&source(round), kind, Layout::Standard)
        .into_iter()
        .find(|entry| entry.competency == code)
        .map(|entry| {
            entry
                .core_questions
                .iter()
                .map(|q| q.as_str().replace(&format!("{code}-"), ""))
                .collect()
        })
        .unwrap_or_default()
}

#[test]
fn of_two_rounds_the_first_asks_core_1_and_the_second_core_2() {
    for kind in Kind::ALL {
        for (code, first, second) in [
            ("PROA", "R1", "R2"),
            ("OWNP", "R1", "R3"),
            ("BOUN", "R2", "R3"),
            ("WORK", "R2", "R3"),
        ] {
            assert_eq!(core(first, code, *kind), ["Q1"], "{code} {kind}");
            assert_eq!(core(second, code, *kind), ["Q2"], "{code} {kind}");
        }
    }
}

#[test]
fn a_single_round_asks_both_core_questions() {
    for kind in Kind::ALL {
        for (code, round) in [("EMPQ", "R2"), ("CONF", "R2"), ("COMM", "R1")] {
            assert_eq!(core(round, code, *kind), ["Q1", "Q2"], "{code} {kind}");
        }
    }
}

#[test]
fn the_question_marked_for_the_kind_replaces_core_2() {
    assert_eq!(core("R2", "VCOM", ClientFocused), ["Q2"]);
    assert_eq!(core("R2", "VCOM", ProductionFocused), ["Q5"]);
    assert_eq!(core("R3", "ORGD", ProductionFocused), ["Q5"]);
    assert_eq!(core("R1", "RSTR", ClientFocused), ["Q1", "Q2"]);
    assert_eq!(core("R1", "RSTR", ProductionFocused), ["Q1", "Q5"]);
    assert_eq!(core("R3", "OPST", ClientFocused), ["Q1", "Q5"]);
    assert_eq!(core("R3", "OPST", ProductionFocused), ["Q1", "Q6"]);
}

#[test]
fn a_hybrid_is_asked_the_questions_of_both_sides() {
    assert_eq!(core("R3", "OPST", Hybrid), ["Q1", "Q5", "Q6"]);
    assert_eq!(core("R2", "VCOM", Hybrid), ["Q5"]);
}

#[test]
fn technical_knowledge_gets_three_questions_where_it_is_critical() {
    assert_eq!(core("R3", "TECH", ClientFocused), ["Q1", "Q2"]);
    assert_eq!(core("R3", "TECH", ProductionFocused), ["Q1", "Q4", "Q3"]);
    assert_eq!(core("R3", "TECH", Hybrid), ["Q1", "Q4", "Q3"]);
}

#[test]
fn extra_questions_repeat_no_core_question_of_any_round_and_none_of_the_other_kind() {
    let pack = shipped();
    let kit = pack.kit(&source("R1"), ClientFocused, Layout::Standard);
    let voice = kit.iter().find(|entry| entry.competency == "VCOM").unwrap();
    let extra: Vec<&str> = voice.extra_questions.iter().map(|q| q.as_str()).collect();
    assert_eq!(extra, ["VCOM-Q3", "VCOM-Q4"]);
}

#[test]
fn a_kit_follows_the_order_of_its_round_and_both_layouts_ask_the_same() {
    let pack = shipped();
    let kit = pack.kit(&source("R1"), Hybrid, Layout::Standard);
    let order: Vec<&str> = kit.iter().map(|entry| entry.competency.as_str()).collect();
    assert_eq!(order, ["VCOM", "OWNP", "PROA", "RSTR", "COMM", "ORGD"]);
    assert_eq!(kit, pack.kit(&source("R1"), Hybrid, Layout::SmallFirm));
}

#[test]
fn work_samples_have_no_questions() {
    let pack = shipped();
    for code in ["R4", "E1", "KT"] {
        assert!(
            pack.kit(&source(code), Hybrid, Layout::Standard).is_empty(),
            "{code}"
        );
    }
}
