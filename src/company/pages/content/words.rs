//! What was typed into a form, as a difference to what would be there without it.

use serde_json::{Map, Value};

use crate::{
    fault::{Fault, FieldFault},
    kernel::text::multi_line,
    people::Visit,
};

/// A text as it was typed, laid over what is shipped: what stands as it stood (`now`) stays the change it was (`kept`),
/// what is as shipped is none.
pub(super) fn other(typed: &str, now: &str, shipped: &str, kept: Option<String>) -> Option<String> {
    let typed = multi_line(typed);
    if typed == multi_line(now) {
        return kept;
    }
    (typed != multi_line(shipped)).then_some(typed)
}

/// The same for lines.
pub(super) fn other_lines(
    typed: &[String],
    now: &[String],
    shipped: &[String],
    kept: Option<Vec<String>>,
) -> Option<Vec<String>> {
    let typed = lines(typed);
    if typed == lines(now) {
        return kept;
    }
    (typed != lines(shipped)).then_some(typed)
}

/// The same for numbers.
pub(super) fn other_number(typed: Option<u16>, now: u16, shipped: u16, kept: Option<u16>) -> Option<u16> {
    if typed == Some(now) {
        return kept;
    }
    typed.filter(|typed| *typed != shipped)
}

/// Texts of a list as a form shows and reads them: one a line.
pub(super) fn lines(texts: &[String]) -> Vec<String> {
    let all = texts.iter().flat_map(|text| text.lines());
    all.map(multi_line).filter(|line| !line.is_empty()).collect()
}

/// The fields that say nothing and must.
pub(super) fn required<'a>(
    visit: &Visit,
    fields: impl IntoIterator<Item = (&'a str, bool)>,
) -> Result<(), Fault> {
    let empty: Vec<FieldFault> = fields
        .into_iter()
        .filter(|(_, empty)| *empty)
        .map(|(place, _)| {
            let detail = format!("{}: {}", label(visit, place), visit.say("content-fault-required"));
            FieldFault::new(place, "required", detail)
        })
        .collect();
    if empty.is_empty() {
        Ok(())
    } else {
        Err(Fault::Invalid(empty))
    }
}

/// What a field of a form is called.
fn label(visit: &Visit, place: &str) -> String {
    let name = place.rsplit('/').next().unwrap_or_default();
    if let Some(level) = name.strip_prefix("level") {
        let values: Map<String, Value> = [("n".to_owned(), level.into())].into_iter().collect();
        return visit.say_with("content-level", &values);
    }
    let name = name.replace('_', "-");
    let known = visit.view().find(visit.lang(), &format!("content-field-{name}"));
    known.unwrap_or_else(|| visit.say(&format!("content-{name}")))
}

/// What was typed, where it differs from the form as it was (`before`); everything else as it is now, for somebody
/// else has changed it meanwhile.
pub(super) fn merged(typed: &Value, before: &Value, now: &Value) -> Value {
    let (Value::Object(typed), Value::Object(before), Value::Object(now)) = (typed, before, now) else {
        return if said(typed) == said(before) {
            now.clone()
        } else {
            typed.clone()
        };
    };
    let mut merged = typed.clone();
    for (name, now) in now {
        let before = before.get(name).unwrap_or(&Value::Null);
        let own = merged.get(name).unwrap_or(&Value::Null);
        let field = self::merged(own, before, now);
        if !field.is_null() {
            merged.insert(name.clone(), field);
        }
    }
    Value::Object(merged)
}

/// A text without what a form adds to its ends and line breaks.
fn said(value: &Value) -> Value {
    match value {
        Value::String(text) => multi_line(text).into(),
        other => other.clone(),
    }
}

/// The code somebody gives to something new.
pub(super) fn code<T>(visit: &Visit, typed: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<T, Fault> {
    read(typed.trim()).ok_or_else(|| Fault::field("/code", "invalid", visit.say("content-fault-code")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_was_not_touched_is_as_somebody_else_saved_it() {
        let before = json!({ "name": "Old", "anchors": { "level1": "one", "level2": "two" }, "notes": [] });
        let typed = json!({ "name": "Old\r\n", "anchors": { "level1": "my one", "level2": "two" }, "notes": [], "reason": "So" });
        let now = json!({ "name": "Theirs", "anchors": { "level1": "their one", "level2": "their two" }, "notes": ["a"] });
        assert_eq!(
            merged(&typed, &before, &now),
            json!({ "name": "Theirs", "anchors": { "level1": "my one", "level2": "their two" }, "notes": ["a"], "reason": "So" })
        );
        let emptied = json!({ "anchors": { "level2": "two" } });
        assert_eq!(
            merged(&emptied, &before, &now)["anchors"],
            json!({ "level2": "their two" })
        );
    }
}
