use super::*;

fn letterhead() -> Letterhead {
    Letterhead::parse("Brightline Services <people@example.com>", None).unwrap()
}

/// The letterhead in every language.
fn letterheads() -> impl Iterator<Item = Letterhead> {
    Locale::ALL.iter().map(|locale| letterhead().speaking(*locale))
}

fn samples() -> Vec<(&'static str, Value)> {
    let sources = sources(None).unwrap();
    Message::NAMES
        .iter()
        .map(|name| {
            let sample = &sources[&format!("{name}/sample.json")];
            (*name, serde_json::from_str(&sample.text).unwrap())
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
        // The name of another message, not something a person has typed.
        Value::String(_) if is_link(field) || field == "message" => value.clone(),
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
    let written = samples().into_iter().flat_map(|(name, sample)| {
        Locale::ALL
            .iter()
            .map(move |locale| (name, sample.clone(), *locale))
    });
    for (name, sample, locale) in written {
        if !templates.speaks(name, locale).unwrap() {
            continue;
        }
        let head = letterhead().speaking(locale);
        let parts = templates.render(name, &sample, "Sam Ode", &head).unwrap();
        let name = match locale {
            Locale::En => name.to_owned(),
            other => format!("{name}.{other}"),
        };
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
        for head in letterheads() {
            let parts = templates.render(name, &empty, "", &head).unwrap();
            assert!(!parts.subject.is_empty() && !parts.text.is_empty(), "{name}");
            assert!(!parts.text.contains("\n\n\n"), "{name}: a gap in\n{}", parts.text);
        }
    }
}

#[test]
fn every_link_is_shown_in_full_in_both_parts() {
    let templates = Templates::load(None).unwrap();
    let written = samples()
        .into_iter()
        .flat_map(|(name, sample)| letterheads().map(move |head| (name, sample.clone(), head)));
    for (name, sample, head) in written {
        let parts = templates.render(name, &sample, "Sam", &head).unwrap();
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
fn an_operators_own_text_is_used_and_a_broken_one_stops_the_start_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("reference_thanks")).unwrap();
    let own = folder.path().join("reference_thanks/subject.txt.hbs");
    std::fs::write(&own, "Danke, {{to_name}}").unwrap();
    std::fs::write(folder.path().join("README.md"), "our own words").unwrap();
    let templates = Templates::load(Some(folder.path())).unwrap();
    let data = json!({"candidate_name": "C", "stop_link": "https://hire.example.com/s"});
    let parts = templates
        .render("reference_thanks", &data, "Rita", &letterhead())
        .unwrap();
    assert_eq!(parts.subject, "Danke, Rita");

    let body = folder.path().join("reference_thanks/body.txt.hbs");
    std::fs::remove_file(&own).unwrap();
    for (broken, line) in [
        ("Hello\n{{{to_name}}}", 2),
        ("Hello\n\n{{nobody}}", 3),
        ("{{#if}}", 1),
    ] {
        std::fs::write(&body, broken).unwrap();
        let error = Templates::load(Some(folder.path())).err().unwrap().to_string();
        let place = format!("{}, line {line}: ", body.display());
        assert!(error.starts_with(&place), "{broken}: {error}");
    }
}

#[test]
fn a_file_of_an_operator_that_is_none_of_ours_is_told() {
    for (path, why) in [
        ("reference_request/boddy.txt.hbs", "a message has subject.txt.hbs"),
        (
            "refernce_request/body.txt.hbs",
            "there is no message refernce_request",
        ),
        ("reference_request/fr/body.txt.hbs", "there is no language fr"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, "Hello").unwrap();
        let error = Templates::load(Some(folder.path())).err().unwrap().to_string();
        assert!(error.contains(path) && error.contains(why), "{error}");
    }
}

#[test]
fn a_mail_speaks_the_readers_language_where_it_can_and_english_elsewhere() {
    let templates = Templates::load(None).unwrap();
    let german = letterhead().speaking(Locale::De);
    let samples = samples();
    let (mut spoken, mut english) = (0, 0);
    for (name, sample) in &samples {
        let parts = templates.render(name, sample, "Sam", &german).unwrap();
        if templates.speaks(name, Locale::De).unwrap() {
            spoken += 1;
            assert!(parts.text.starts_with("Guten Tag Sam,"), "{name}");
            assert!(parts.html.contains("<html lang=\"de\">"), "{name}");
            assert!(
                !parts.text.contains("November 2026, 09:00 (Europe"),
                "{name}: an English time"
            );
        } else {
            english += 1;
            assert!(parts.text.starts_with("Hello Sam,"), "{name}");
        }
    }
    assert!(
        spoken >= 16 && english > 0,
        "{spoken} in German, {english} in English"
    );
}

#[test]
fn candidates_and_referees_are_written_to_in_german_as_well() {
    let templates = Templates::load(None).unwrap();
    for name in [
        "application_received",
        "interview_invitation",
        "jd_acknowledge",
        "offer",
        "preboarding",
        "reference_consent",
        "reference_reminder",
        "reference_request",
        "reference_thanks",
        "rejection_with_feedback",
        "status_update",
        "work_sample",
    ] {
        assert!(templates.speaks(name, Locale::De).unwrap(), "{name}");
    }
}

#[test]
fn a_language_with_a_part_missing_stops_the_start() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("surge_advice/de")).unwrap();
    std::fs::write(folder.path().join("surge_advice/de/subject.txt.hbs"), "Rat").unwrap();
    let error = Templates::load(Some(folder.path())).err().unwrap().to_string();
    assert!(error.contains("surge_advice/de/body.txt.hbs: missing"), "{error}");
}

#[test]
fn a_place_of_ours_gets_the_base_url() {
    let templates = Templates::load(None).unwrap();
    let data = json!({"candidate_name": "C", "stop_link": "/l/secret"});
    let head = letterhead().at("https://hire.acme.example/");
    let parts = templates
        .render("reference_thanks", &data, "Rita", &head)
        .unwrap();
    assert!(
        parts.text.contains("\nhttps://hire.acme.example/l/secret\n"),
        "{}",
        parts.text
    );
}

#[test]
fn all_thirty_five_messages_of_the_dossier_are_there_by_number() {
    let mut numbered: Vec<&str> = Message::CODES
        .iter()
        .copied()
        .filter(|code| !code.is_empty())
        .collect();
    numbered.sort_unstable();
    let expected: Vec<String> = (1..=35).map(|n| format!("M{n:02}")).collect();
    assert_eq!(numbered, expected);
}

#[test]
fn a_digest_names_each_news_as_its_own_mail_would() {
    let templates = Templates::load(None).unwrap();
    let (_, sample) = samples().into_iter().find(|(name, _)| *name == "digest").unwrap();
    let parts = templates.render("digest", &sample, "Sam", &letterhead()).unwrap();
    for item in sample["items"].as_array().unwrap() {
        let alone = templates
            .render(
                item["message"].as_str().unwrap(),
                &item["data"],
                "Sam",
                &letterhead(),
            )
            .unwrap();
        assert!(parts.text.contains(&alone.subject), "{}", alone.subject);
    }
}
