//! Two texts, word by word.

use std::time::Duration;

use serde_json::{Value, json};
use similar::{ChangeTag, TextDiff};

/// Two long texts that have nothing in common are compared roughly rather than for long.
const PATIENCE: Duration = Duration::from_millis(200);

/// Texts that have less than this share of their words in common are told one after the other.
const ALIKE: f32 = 0.5;

/// The words that stayed, went and came, neighbours of one sort together.
pub fn word_diff(old: &str, new: &str) -> Vec<Value> {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_words(old, new);
    if diff.ratio() < ALIKE && !old.is_empty() && !new.is_empty() {
        let parts = [("gone", old), ("same", "\n"), ("new", new)];
        return parts
            .map(|(tag, text)| json!({ "tag": tag, "text": text }))
            .to_vec();
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_with_little_in_common_are_told_one_after_the_other() {
        let tags = |old, new| {
            let parts = word_diff(old, new);
            parts
                .iter()
                .map(|part| part["tag"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            tags("Calls the client first", "Calls every client first"),
            ["same", "gone", "new", "same"]
        );
        assert_eq!(
            tags("Contacts only when asked", "Waits to be called"),
            ["gone", "same", "new"]
        );
        assert_eq!(tags("", "Waits"), ["new"]);
    }
}
