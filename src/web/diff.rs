//! Two texts, word by word.

use std::time::Duration;

use serde_json::{Value, json};
use similar::{ChangeTag, TextDiff};

/// Two long texts that have nothing in common are compared roughly rather than for long.
const PATIENCE: Duration = Duration::from_millis(200);

/// The words that stayed, went and came, neighbours of one sort together.
pub fn word_diff(old: &str, new: &str) -> Vec<Value> {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_words(old, new);
    let mut parts: Vec<(&str, String)> = Vec::new();
    for change in diff.iter_all_changes() {
        let tag = match change.tag() {
            ChangeTag::Equal => "same",
            ChangeTag::Delete => "gone",
            ChangeTag::Insert => "new",
        };
        match parts.last_mut() {
            Some((last, text)) if *last == tag => text.push_str(change.value()),
            _ => parts.push((tag, change.value().to_owned())),
        }
    }
    parts
        .into_iter()
        .map(|(tag, text)| json!({ "tag": tag, "text": text }))
        .collect()
}
