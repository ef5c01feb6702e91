//! The API description is one that programs can rely on: complete, unique, and in the words that travel.

use std::collections::BTreeSet;

use steadyhire::{app::api_document, kernel::text_enum::TextEnum, pipeline::state::ApplicationState};

use crate::harness::{Value, json};

fn document() -> Value {
    serde_json::to_value(api_document()).unwrap()
}

/// Calls `look` with every object in a document.
fn walk(value: &Value, look: &mut impl FnMut(&serde_json::Map<String, Value>)) {
    match value {
        Value::Object(fields) => {
            look(fields);
            fields.values().for_each(|field| walk(field, look));
        }
        Value::Array(items) => items.iter().for_each(|item| walk(item, look)),
        _ => {}
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let document = document();
    let mut lost = BTreeSet::new();
    walk(&document, &mut |fields| {
        if let Some(Value::String(place)) = fields.get("$ref") {
            let pointer = place.strip_prefix('#').unwrap_or(place);
            if document.pointer(pointer).is_none() {
                lost.insert(place.clone());
            }
        }
    });
    assert_eq!(lost, BTreeSet::new());
}

#[test]
fn operations_have_unique_names_and_declare_what_their_paths_need() {
    let document = document();
    let mut ids = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(ids.insert(id.to_owned()), "{method} {path}: {id} is taken");
            for name in path
                .split('{')
                .skip(1)
                .map(|rest| rest.split('}').next().unwrap())
            {
                let declared = operation["parameters"].as_array().into_iter().flatten();
                let mut found = declared.filter(|p| p["in"] == "path" && p["name"] == name);
                assert!(found.next().is_some(), "{method} {path} does not declare {name}");
                assert!(found.next().is_none(), "{method} {path} declares {name} twice");
            }
        }
    }
    assert!(ids.contains("get_jobs_id_gates") && ids.contains("post_applications_id_transitions"));
}

#[test]
fn words_are_described_as_they_travel() {
    let states = &document()["components"]["schemas"]["ApplicationState"]["enum"];
    let words: Vec<Value> = ApplicationState::ALL.iter().map(|state| json!(state)).collect();
    assert_eq!(states, &json!(words));
    assert_eq!(states[0], "applied");
}
