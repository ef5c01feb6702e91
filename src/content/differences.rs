//! Where two contents differ, text by text.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::{ContentFault, Pack, stored::document};

/// A text that differs between two contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The code of what it belongs to, or the name of a part whose things have none.
    pub subject: String,
    /// The way to it from there: `["anchors"]`, `["questions", "VCOM-Q5", "text"]`.
    pub field: Vec<String>,
    /// What stands there; empty where there is nothing.
    pub old: String,
    /// What the other content says.
    pub new: String,
}

/// A text with the way to it from the top.
type Place = (Vec<String>, String);

impl Pack {
    /// Every text that another content has changed, added or left out, in the order of the parts.
    ///
    /// # Errors
    /// When one of the two cannot be written.
    pub fn differences(&self, other: &Self) -> Result<Vec<Difference>, ContentFault> {
        let (ours, theirs) = (document(&self.parts)?, document(&other.parts)?);
        let (mut old, mut new) = (Vec::new(), Vec::new());
        walk(&ours, &[], &mut old);
        walk(&theirs, &[], &mut new);
        let before: BTreeMap<&[String], &str> = by_place(&old);
        let after: BTreeMap<&[String], &str> = by_place(&new);
        let places = old.iter().chain(
            new.iter()
                .filter(|(place, _)| !before.contains_key(place.as_slice())),
        );
        let differing = places.filter_map(|(place, _)| {
            let text = |of: &BTreeMap<&[String], &str>| {
                of.get(place.as_slice()).copied().unwrap_or_default().to_owned()
            };
            let (old, new) = (text(&before), text(&after));
            (said(&old) != said(&new)).then(|| told(place, old, new))
        });
        Ok(differing.collect())
    }
}

fn by_place(texts: &[Place]) -> BTreeMap<&[String], &str> {
    texts
        .iter()
        .map(|(place, text)| (place.as_slice(), text.as_str()))
        .collect()
}

/// What is off says as little as what is not there.
fn said(text: &str) -> &str {
    if ["false", "none"].contains(&text) {
        ""
    } else {
        text
    }
}

fn told(place: &[String], old: String, new: String) -> Difference {
    // Things with a code stand in a list of their own, flags one step deeper.
    let steps = match place {
        [part, ..] if part == "red_flags" && place.len() > 3 => 3,
        [part, ..] if ["competencies", "exercises", "modules"].contains(&part.as_str()) => 2,
        _ => 1,
    };
    let (subject, field) = place.split_at(steps.min(place.len()));
    Difference {
        subject: subject
            .last()
            .map(|name| name.replace('_', " "))
            .unwrap_or_default(),
        field: field.to_vec(),
        old,
        new,
    }
}

fn walk(value: &Value, place: &[String], out: &mut Vec<Place>) {
    let deeper = |name: &str| [place, &[name.to_owned()]].concat();
    match value {
        Value::Object(fields) => {
            for (name, field) in fields.iter().filter(|(name, _)| *name != "code") {
                walk(field, &deeper(name), out);
            }
        }
        Value::Array(entries) if entries.iter().any(Value::is_object) => {
            for (n, entry) in entries.iter().enumerate() {
                let code = entry.get("code").and_then(Value::as_str);
                let name = code.map_or_else(|| n.saturating_add(1).to_string(), str::to_owned);
                walk(entry, &deeper(&name), out);
            }
        }
        // One by one, by their level.
        Value::Array(entries) if place.last().is_some_and(|name| name == "anchors") => {
            for (n, entry) in entries.iter().enumerate() {
                out.push((deeper(&n.saturating_add(1).to_string()), line(entry)));
            }
        }
        Value::Array(entries) => {
            let lines: Vec<String> = entries.iter().map(line).collect();
            out.push((place.to_vec(), lines.join("\n")));
        }
        one => out.push((place.to_vec(), line(one))),
    }
}

fn line(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
