//! Cleaning of text that people type.

use serde_json::Value;

/// Whether a character may never appear in a name, a subject or any other single-line text:
/// controls, line separators, bidirectional overrides and zero-width characters (security catalogue T17).
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// A single line: hostile characters become spaces, runs of white space become one space, ends are trimmed.
pub fn single_line(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if is_hostile(c) { ' ' } else { c })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Several lines: keeps line feeds and tabs, drops every other hostile character, trims the ends.
pub fn multi_line(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter(|&c| c == '\n' || c == '\t' || !is_hostile(c))
        .collect::<String>()
        .trim()
        .to_owned()
}

/// The texts of a JSON document as [`multi_line`] keeps them, at any depth. (PostgreSQL could not even store
/// the character NUL.)
pub fn tidy(document: Value) -> Value {
    match document {
        Value::String(text) => Value::String(multi_line(&text)),
        Value::Array(items) => items.into_iter().map(tidy).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| (multi_line(&name), tidy(value)))
            .collect(),
        other => other,
    }
}

/// The number of characters a person would count, ends trimmed.
pub fn visible_len(text: &str) -> usize {
    text.trim().chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_line_breaks_and_overrides_becomes_one_plain_line() {
        assert_eq!(
            single_line("Bob\r\nBcc: x\u{202E}\u{0}  Smith "),
            "Bob Bcc: x Smith"
        );
    }

    #[test]
    fn every_text_of_a_document_is_tidied() {
        let document = serde_json::json!({"a": [" x\u{0}y ", 1], "b": null});
        assert_eq!(tidy(document), serde_json::json!({"a": ["xy", 1], "b": null}));
    }

    #[test]
    fn a_note_keeps_its_lines() {
        assert_eq!(multi_line(" one\r\n\u{7}two\n"), "one\ntwo");
    }
}
