//! What a company may change, and what it may not.

use serde_json::json;

use super::{competency, shipped, source};
use crate::{
    content::{ContentFault, ContentRule, Pack, PackOverlay},
    kernel::{codes::ModuleCode, kind::Kind, terms::Layout},
    pipeline::state::PortfolioStage,
};

const REASON: &str = "We have no second department to hand over to.";

fn laid(overlay: serde_json::Value) -> Result<Pack, Vec<ContentFault>> {
    let overlay: PackOverlay = serde_json::from_value(overlay).unwrap();
    shipped().with_overlay(&overlay, 2)
}

#[track_caller]
fn refused(rule: ContentRule, subject: &str, overlay: serde_json::Value) {
    let faults = laid(overlay).expect_err("the overlay must be refused");
    assert!(
        faults.iter().any(|f| f.rule == rule && f.subject == subject),
        "{faults:#?}"
    );
}

fn code(text: &str) -> ModuleCode {
    ModuleCode::new(text).unwrap()
}

#[test]
fn an_edit_changes_what_it_names_and_gives_a_new_version_and_fingerprint() {
    let pack = laid(json!({
        "module_edits": [{"code": "S-T1", "changes": {"title": "Our offer", "day_offset_due": 12, "trainer_role": "owner"}}],
        "competency_edits": [{"code": "TECH", "question_texts": [["TECH-Q3", "Which tools for a spring campaign, and why?"]]}],
    }))
    .unwrap();
    let module = pack.module(&code("S-T1")).unwrap();
    assert_eq!(
        (module.title.as_str(), module.day_offset_due, module.steps.len()),
        ("Our offer", 12, 4)
    );
    assert_eq!(
        pack.competency(&competency("TECH")).unwrap().questions[2].text,
        "Which tools for a spring campaign, and why?"
    );
    assert_eq!(pack.version(), 2);
    assert_ne!(pack.sha256(), shipped().sha256());
    assert_eq!(shipped().changes_to(&pack).unwrap(), ["TECH", "S-T1"]);
}

#[test]
fn a_version_is_read_back_exactly_as_it_was_stored() {
    let pack = laid(json!({"competency_edits": [{"code": "TECH", "name": "Our trade"}]})).unwrap();
    let again = Pack::from_text(2, &pack.to_text().unwrap()).unwrap();
    assert_eq!(again, pack);
    assert_eq!(pack.changes_to(&again).unwrap(), Vec::<String>::new());
    let text = pack.to_text().unwrap().replace("Our trade", "Our trades");
    assert_ne!(Pack::from_text(2, &text).unwrap().sha256(), pack.sha256());
    assert!(Pack::from_text(2, "{}").is_err());
}

#[test]
fn an_added_question_is_asked_besides_the_core_questions() {
    let pack = laid(json!({"added_questions": [
        {"code": "CONF-X1", "competency": "CONF", "type": "situational", "text": "The client shouts at your trainee. What now?"}
    ]}))
    .unwrap();
    let kit = pack.kit(&source("R2"), Kind::ClientFocused, Layout::Standard);
    let entry = kit.iter().find(|e| e.competency == "CONF").unwrap();
    assert_eq!(entry.core_questions.len(), 2);
    assert!(entry.extra_questions.iter().any(|q| *q == "CONF-X1"));
}

#[test]
fn a_disabled_module_needs_a_reason() {
    refused(
        ContentRule::ReasonMissing,
        "S-D6",
        json!({"disabled": [{"code": "S-D6", "reason": "no time"}]}),
    );
}

#[test]
fn the_last_active_module_of_an_item_stays() {
    refused(
        ContentRule::NoActiveModule,
        "D6",
        json!({"disabled": [{"code": "C-D6", "reason": REASON}]}),
    );
}

#[test]
fn a_companys_own_module_takes_the_place_of_a_disabled_one_everywhere() {
    let pack = laid(json!({
        "added_modules": [{"code": "S-D6-own", "clone_of": "S-D6", "changes": {"title": "Our week"}}],
        "disabled": [{"code": "S-D6", "reason": REASON}],
    }))
    .unwrap();
    let modules = pack.modules_for(Kind::ClientFocused);
    assert_eq!(modules.len(), 28);
    assert!(modules.iter().all(|m| m.code != "S-D6"));
    assert_eq!(pack.module_in_place_of(&code("S-D6")).unwrap().code, "S-D6-own");
    assert_eq!(
        pack.module(&code("C-D6")).unwrap().prerequisites,
        [code("S-D6-own")]
    );
    let supervised = pack
        .portfolio()
        .stages
        .iter()
        .find(|s| s.code == PortfolioStage::Supervised)
        .unwrap();
    assert!(supervised.modules.contains(&code("S-D6-own")) && !supervised.modules.contains(&code("S-D6")));
}

#[test]
fn safety_training_is_neither_disabled_nor_cut() {
    let cloned = json!([{"code": "S-T6-own", "clone_of": "S-T6"}]);
    refused(
        ContentRule::StatutoryDisabled,
        "S-T6",
        json!({"added_modules": cloned, "disabled": [{"code": "S-T6", "reason": REASON}]}),
    );
    refused(
        ContentRule::StatutoryDisabled,
        "P-T6",
        json!({"module_edits": [{"code": "P-T6", "changes": {"steps": ["Inventory", "daily check"]}}]}),
    );
}

#[test]
fn an_edit_must_leave_a_sound_pack() {
    refused(
        ContentRule::DueTooEarly,
        "S-T2",
        json!({"module_edits": [{"code": "S-T2", "changes": {"day_offset_due": 2}}]}),
    );
    refused(
        ContentRule::EmptyText,
        "S-T2",
        json!({"module_edits": [{"code": "S-T2", "changes": {"steps": []}}]}),
    );
    refused(
        ContentRule::Anchors,
        "WCOM",
        json!({"competency_edits": [{"code": "WCOM", "anchors": ["bad", "good"]}]}),
    );
    refused(
        ContentRule::DuplicateCode,
        "S-T2",
        json!({"added_modules": [{"code": "S-T2", "clone_of": "S-T2"}]}),
    );
    refused(
        ContentRule::UnknownCode,
        "S-X9",
        json!({"disabled": [{"code": "S-X9", "reason": REASON}]}),
    );
}

#[test]
fn an_overlay_with_an_unknown_field_is_not_read() {
    assert!(serde_json::from_value::<PackOverlay>(json!({"delete": ["S-T6"]})).is_err());
}

#[test]
fn a_fault_is_told_at_the_change_it_comes_from() {
    let overlay: PackOverlay = serde_json::from_value(json!({
        "module_edits": [{"code": "S-T6", "changes": {"steps": ["Watch a film"]}}, {"code": "S-D3", "changes": {"title": " "}}],
        "disabled": [{"code": "S-D6", "reason": "no time"}, {"code": "P-T6", "reason": REASON}],
        "competency_edits": [{"code": "TECH", "anchors": ["one"]}],
        "added_questions": [{"code": "TECH-Q1", "competency": "TECH", "type": "behavioural", "text": "Again?"}],
    }))
    .unwrap();
    let faults = shipped().with_overlay(&overlay, 2).unwrap_err();
    let places: Vec<String> = faults
        .iter()
        .filter_map(|fault| overlay.place_of(fault))
        .collect();
    for place in [
        "/module_edits/0/changes/steps",
        "/module_edits/1/changes/title",
        "/disabled/0/reason",
        "/disabled/1",
        "/competency_edits/0/anchors",
        "/added_questions/0/code",
    ] {
        assert!(
            places.iter().any(|known| known == place),
            "{place}: {places:?} {faults:#?}"
        );
    }
}

#[test]
fn two_contents_are_compared_text_by_text() {
    let pack = laid(json!({
        "competency_edits": [{"code": "TECH", "name": "Our trade", "question_texts": [["TECH-Q3", "Which tools?"]]}],
        "added_modules": [{"code": "H-D6", "clone_of": "S-D6"}],
    }));
    let pack = pack.unwrap();
    let told = shipped().differences(&pack).unwrap();
    let places: Vec<String> = told
        .iter()
        .map(|one| format!("{} {}", one.subject, one.field.join(".")))
        .collect();
    assert_eq!(places[..2], ["TECH name", "TECH questions.TECH-Q3.text"]);
    assert!(
        places[2..].iter().all(|place| place.starts_with("H-D6 ")),
        "{places:?}"
    );
    assert_eq!(
        (told[0].old.is_empty(), told[0].new.as_str()),
        (false, "Our trade")
    );
    assert_eq!(pack.differences(&pack).unwrap(), []);
}
