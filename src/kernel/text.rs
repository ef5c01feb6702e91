//! Cleaning of text that people type.

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
    fn a_note_keeps_its_lines() {
        assert_eq!(multi_line(" one\r\n\u{7}two\n"), "one\ntwo");
    }
}
