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

fn headers_of(operation: &Value) -> Vec<(&str, bool)> {
    let declared = operation["parameters"].as_array().into_iter().flatten();
    declared
        .filter(|p| p["in"] == "header")
        .map(|p| (p["name"].as_str().unwrap(), p["required"] == true))
        .collect()
}

#[test]
fn versions_are_declared_where_they_count() {
    let document = document();
    let paths = &document["paths"];
    let step = &paths["/api/v1/jobs/{id}/transitions"]["post"];
    assert_eq!(headers_of(step), [("If-Match", true), ("Idempotency-Key", false)]);
    let flag = &paths["/api/v1/applications/{id}/red_flags"]["post"];
    assert_eq!(
        headers_of(flag),
        [("If-Match", false), ("Idempotency-Key", false)]
    );
    let patch = &paths["/api/v1/users/{id}"]["patch"];
    assert_eq!(headers_of(patch), [("If-Match", true)]);
    assert_eq!(
        headers_of(&paths["/api/v1/sessions"]["post"]),
        [],
        "nobody is known yet"
    );
    for (path, shows) in [
        ("/api/v1/company", true),
        ("/api/v1/jobs/{id}", true),
        ("/api/v1/applications/{id}", true),
        ("/api/v1/onboarding_plans/{id}", true),
        ("/api/v1/scorecards/{id}", true),
        ("/api/v1/policies/{version}", false),
        ("/api/v1/applications", false),
        ("/api/v1/content_versions", false),
    ] {
        let answer = &paths[path]["get"]["responses"]["200"];
        assert_eq!(answer["headers"]["ETag"].is_object(), shows, "{path}: {answer}");
    }
    for (path, item) in paths.as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let answers = operation["responses"].as_object().unwrap();
            let told = headers_of(operation).iter().any(|(name, _)| *name == "If-Match");
            assert_eq!(told, answers.contains_key("412"), "{method} {path}");
            assert!(
                !answers.contains_key("428") || answers.contains_key("412"),
                "{method} {path}: what needs a version can be stale"
            );
        }
    }
}

#[tokio::test]
async fn the_description_can_be_read_by_people_without_a_sign_in_or_a_script() {
    let app = crate::harness::TestApp::spawn().await;
    let browser = crate::harness::Browser::anonymous(&app.anonymous());
    let index = browser.look("/api/docs").await;
    assert_eq!(index.status, 200);
    assert!(
        index.html.contains("/api/v1/applications/{id}/transitions"),
        "every operation is listed"
    );
    assert!(
        !index.html.contains("http://") && !index.html.contains("https://"),
        "nothing from outside"
    );
    let found = browser.look("/api/docs?q=red_flags+raise").await;
    assert!(found.html.contains("One operation"), "{}", found.html);
    let nothing = browser.look("/api/docs?q=%3Cscript%3E").await;
    assert!(nothing.html.contains("Nothing found") && !nothing.html.contains("<script>"));
    let step = browser
        .look("/api/docs/operations/post_applications_id_transitions")
        .await;
    for part in ["If-Match", "required", "412", "/api/docs/schemas/", "ETag"] {
        assert!(step.html.contains(part), "{part}: {}", step.html);
    }
    let schema = browser.look("/api/docs/schemas/ApplicationState").await;
    assert!(schema.html.contains("debrief_open"));
    assert_eq!(browser.look("/api/docs/operations/nothing").await.status, 404);
    let german = browser.speaking("de").look("/api/docs").await;
    assert!(german.html.contains("Die Schnittstelle"));
}
