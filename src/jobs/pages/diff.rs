//! Two versions of a description, field by field.

use serde_json::{Value, json};

use super::read::Entry;
use crate::web::word_diff;

/// What differs in each field, in the order of the form, and how many fields are the same.
pub(super) fn compared(before: &[Entry], after: &[Entry]) -> Value {
    let text = |entries: &[Entry], field: &str| {
        let found = entries.iter().find(|entry| entry.field == field);
        found.map(|entry| entry.lines.join("\n")).unwrap_or_default()
    };
    let mut fields: Vec<&str> = before.iter().map(|entry| entry.field).collect();
    for entry in after {
        if !fields.contains(&entry.field) {
            fields.push(entry.field);
        }
    }
    let total = fields.len();
    let changed: Vec<Value> = fields
        .into_iter()
        .filter_map(|field| {
            let (old, new) = (text(before, field), text(after, field));
            (old != new).then(|| json!({ "field": field, "parts": word_diff(&old, &new) }))
        })
        .collect();
    json!({ "same": total.saturating_sub(changed.len()), "changed": changed })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(field: &'static str, line: &str) -> Entry {
        Entry {
            field,
            lines: vec![line.to_owned()],
        }
    }

    #[test]
    fn only_what_differs_is_told_word_by_word() {
        let before = [entry("title", "Account manager"), entry("pay", "40 to 50")];
        let after = [
            entry("title", "Senior account manager"),
            entry("pay", "40 to 50"),
            entry("place", "Kiel"),
        ];
        let told = compared(&before, &after);
        assert_eq!(told["same"], 1);
        assert_eq!(
            told["changed"][1],
            json!({ "field": "place", "parts": [{ "tag": "new", "text": "Kiel" }] })
        );
        let parts = told["changed"][0]["parts"].as_array().unwrap();
        assert_eq!(parts[0]["tag"], "gone");
        assert_eq!(
            parts.last().unwrap(),
            &json!({ "tag": "same", "text": " manager" })
        );
    }
}
