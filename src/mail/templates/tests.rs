use super::*;

fn letterhead() -> Letterhead {
    Letterhead::parse("Brightline Services <people@example.com>", None).unwrap()
}

fn samples() -> Vec<(&'static str, Value)> {
    let sources = sources(None).unwrap();
    Message::NAMES
        .iter()
        .map(|name| {
            let sample = &sources[&format!("{name}/sample.json")];
            (*name, serde_json::from_str(sample).unwrap())
        })
        .collect()
}

/// The sample with every list empty and everything absent that may be absent.
fn emptied(name: &str, sample: &Value) -> Value {
    let mut data = sample.clone();
    let fields: Vec<String> = sample.as_object().unwrap().keys().cloned().collect();
    for field in fields {
        for empty in [Value::Null, json!([])] {
            let mut tried = data.clone();
            tried[&field] = empty;
            if Message::parse(name, &tried).unwrap().is_ok() {
                data = tried;
                break;
            }
        }
    }
    data
}

/// The sample with every text that is not a link replaced.
fn replaced(field: &str, value: &Value, with: &str) -> Value {
    match value {
        Value::String(_) if is_link(field) => value.clone(),
        Value::String(_) => with.into(),
        Value::Array(items) => items.iter().map(|i| replaced(field, i, with)).collect(),
        Value::Object(fields) => fields
            .iter()
            .map(|(k, v)| (k.clone(), replaced(k, v, with)))
            .collect::<Map<_, _>>()
            .into(),
        other => other.clone(),
    }
}

#[test]
fn every_message_reads_as_reviewed() {
    let templates = Templates::load(None).unwrap();
    for (name, sample) in samples() {
        let parts = templates.render(name, &sample, "Sam Ode", &letterhead()).unwrap();
        let whole = format!(
            "Subject: {}\n\n{}\n=== HTML ===\n{}",
            parts.subject,
            parts.text,
            parts.html.split_once("</head>").unwrap().1
        );
        insta::assert_snapshot!(name, whole);
    }
}

#[test]
fn every_message_can_be_written_when_nothing_optional_is_known() {
    let templates = Templates::load(None).unwrap();
    for (name, sample) in samples() {
        let empty = emptied(name, &sample);
        let parts = templates.render(name, &empty, "", &letterhead()).unwrap();
        assert!(!parts.subject.is_empty() && !parts.text.is_empty(), "{name}");
        assert!(!parts.text.contains("\n\n\n"), "{name}: a gap in\n{}", parts.text);
    }
}

#[test]
fn every_link_is_shown_in_full_in_both_parts() {
    let templates = Templates::load(None).unwrap();
    for (name, sample) in samples() {
        let parts = templates.render(name, &sample, "Sam", &letterhead()).unwrap();
        for (field, value) in sample.as_object().unwrap() {
            if let (true, Some(link)) = (is_link(field), value.as_str()) {
                assert!(parts.text.contains(link), "{name}: {field} in the text");
                assert!(
                    parts.html.contains(&format!(">{link}</a>")),
                    "{name}: {field} in the HTML"
                );
                assert!(
                    parts.html.contains(&format!("href=\"{link}\"")),
                    "{name}: {field} as a link"
                );
            }
        }
    }
}

#[test]
fn what_people_typed_stays_text() {
    let templates = Templates::load(None).unwrap();
    let hostile = "<img src=x onerror=alert(1)>\"'`{{7*7}}\r\n\u{202E}http://evil.test www.evil.test";
    for (name, sample) in samples() {
        let data = replaced("", &sample, hostile);
        let parts = templates.render(name, &data, hostile, &letterhead()).unwrap();
        let plain = templates.render(name, &sample, "Sam", &letterhead()).unwrap();
        assert!(!parts.html.contains("<img"), "{name}");
        assert_eq!(
            parts.html.matches('<').count() >= plain.html.matches('<').count(),
            parts.html.contains("&lt;img"),
            "{name}"
        );
        for part in [&parts.subject, &parts.text, &parts.html] {
            assert!(!part.contains("49"), "{name}: a value was run as a template");
            assert!(
                !part.contains("http://evil"),
                "{name}: a typed address became a link"
            );
            assert!(
                !part.contains(['\u{202E}', '\r']),
                "{name}: hostile characters survived"
            );
        }
        assert!(
            parts.subject.chars().count() <= 78 && !parts.subject.contains('\n'),
            "{name}"
        );
    }
}

#[test]
fn mails_load_nothing_and_work_in_the_dark() {
    let templates = Templates::load(None).unwrap();
    for (name, sample) in samples() {
        let html = templates
            .render(name, &sample, "Sam", &letterhead())
            .unwrap()
            .html;
        for foreign in ["src=", "<link", "@import", "url(", "<script"] {
            assert!(!html.contains(foreign), "{name} contains {foreign}");
        }
        assert!(html.contains("prefers-color-scheme: dark"), "{name}");
    }
}

#[test]
fn a_referee_can_always_say_stop_and_knows_who_reads_the_answers() {
    let templates = Templates::load(None).unwrap();
    for (name, sample) in samples()
        .into_iter()
        .filter(|(n, _)| n.starts_with("reference_re") || *n == "reference_thanks")
    {
        let parts = templates.render(name, &sample, "Rita", &letterhead()).unwrap();
        for part in [&parts.text, &parts.html] {
            assert!(part.contains("Do not ask me again"), "{name}");
            assert!(part.contains("confidential as far as the law"), "{name}");
        }
    }
}

#[test]
fn a_link_that_is_no_web_address_is_refused() {
    let templates = Templates::load(None).unwrap();
    let data = json!({"candidate_name": "C", "stop_link": "javascript:alert(1)"});
    assert!(
        templates
            .render("reference_thanks", &data, "R", &letterhead())
            .is_err()
    );
}

#[test]
fn a_missing_field_is_an_error_and_not_a_gap() {
    let templates = Templates::load(None).unwrap();
    let data = json!({"candidate_name": "C"});
    assert!(
        templates
            .render("reference_thanks", &data, "R", &letterhead())
            .is_err()
    );
}

#[test]
fn an_operators_own_text_is_used_and_a_broken_one_stops_the_start() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("reference_thanks")).unwrap();
    let own = folder.path().join("reference_thanks/subject.txt.hbs");
    std::fs::write(&own, "Danke, {{to_name}}").unwrap();
    let templates = Templates::load(Some(folder.path())).unwrap();
    let data = json!({"candidate_name": "C", "stop_link": "https://hire.example.com/s"});
    let parts = templates
        .render("reference_thanks", &data, "Rita", &letterhead())
        .unwrap();
    assert_eq!(parts.subject, "Danke, Rita");

    for broken in ["{{{to_name}}}", "{{nobody}}", "{{#if}}"] {
        std::fs::write(&own, broken).unwrap();
        assert!(Templates::load(Some(folder.path())).is_err(), "{broken}");
    }
}
