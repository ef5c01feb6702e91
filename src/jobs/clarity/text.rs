//! Counting and finding words.

use std::collections::BTreeSet;

use serde::Deserialize;

/// Lower-case words without punctuation, each followed by a space, with one space in front: ` a b c `.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(' ');
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if c != '\'' && c != '’' && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

/// A list of words or phrases to look for.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct Phrases(Vec<(String, String)>);

impl From<Vec<String>> for Phrases {
    fn from(list: Vec<String>) -> Self {
        Self(list.into_iter().map(|phrase| (plain(&phrase), phrase)).collect())
    }
}

impl Phrases {
    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// The first phrase that occurs in `text`.
    pub(super) fn find(&self, text: &str) -> Option<&str> {
        let text = plain(text);
        self.0
            .iter()
            .find(|(p, _)| text.contains(p.as_str()))
            .map(|(_, phrase)| phrase.as_str())
    }
    /// Whether one of the phrases occurs in `text`.
    pub(super) fn occur_in(&self, text: &str) -> bool {
        self.find(text).is_some()
    }
    /// Every occurrence of every phrase.
    pub(super) fn all_in(&self, text: &str) -> Vec<&str> {
        let text = plain(text);
        self.0
            .iter()
            .flat_map(|(p, phrase)| std::iter::repeat_n(phrase.as_str(), occurrences(&text, p)))
            .collect()
    }
    /// Whether a single word is one of the list.
    pub(super) fn has_word(&self, word: &str) -> bool {
        let word = plain(word);
        self.0.iter().any(|(p, _)| *p == word)
    }
}

/// How often ` phrase ` occurs in ` text `; neighbours may share the space between them.
fn occurrences(text: &str, phrase: &str) -> usize {
    let mut count = 0;
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(phrase) {
        count += 1;
        // Give the shared space back to the text that follows.
        let at = rest.len() - after.len() - 1;
        rest = rest.get(at..).unwrap_or_default();
    }
    count
}

/// The words of a text, lower-case, without punctuation.
pub(super) fn words(text: &str) -> Vec<String> {
    plain(text).split_whitespace().map(str::to_owned).collect()
}

/// How many words a person would count: `e-mail` is one, a dash is none.
pub(super) fn word_count(text: &str) -> usize {
    text.split_whitespace()
        .filter(|w| w.chars().any(char::is_alphanumeric))
        .count()
}

/// Distinct words of four letters or more (dossier 7.10, ruling 8).
pub(super) fn content_word_set(text: &str) -> BTreeSet<String> {
    let mut set: BTreeSet<String> = words(text).into_iter().collect();
    set.retain(|w| w.chars().filter(|c| c.is_alphabetic()).count() >= 4);
    set
}

/// How many of them there are.
pub(super) fn content_words(text: &str) -> usize {
    content_word_set(text).len()
}

/// Jaccard similarity of the lower-case word sets (dossier 7.10, ruling 8), 0 to 1.
#[allow(clippy::cast_precision_loss, reason = "word counts are small")]
pub(super) fn similarity(a: &str, b: &str) -> f64 {
    let (a, b): (BTreeSet<_>, BTreeSet<_>) = (words(a).into_iter().collect(), words(b).into_iter().collect());
    let union = a.union(&b).count();
    if union == 0 {
        return 0.0;
    }
    a.intersection(&b).count() as f64 / union as f64
}

/// The lengths in words of a text's sentences. A sentence ends at `.`, `!` or `?` before white space, and at
/// the end of a line (headings and list entries).
pub(super) fn sentence_lengths(text: &str) -> Vec<usize> {
    let mut lengths = Vec::new();
    for line in text.lines() {
        let mut count = 0;
        for word in line.split_whitespace() {
            count += usize::from(word.chars().any(char::is_alphanumeric));
            if word
                .trim_end_matches(['"', '\'', ')', '”', '’'])
                .ends_with(['.', '!', '?'])
                && count > 0
            {
                lengths.push(std::mem::take(&mut count));
            }
        }
        if count > 0 {
            lengths.push(count);
        }
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_whatever_their_case_and_punctuation() {
        let list = Phrases::from(vec!["etc.".to_owned(), "one-man band".to_owned()]);
        assert!(list.occur_in("calls, mails, ETC."));
        assert!(list.occur_in("a One man-band"));
        assert!(!list.occur_in("fetch a brass band"));
        assert_eq!(list.all_in("etc. etc., etc").len(), 3);
    }

    #[test]
    fn a_decimal_point_ends_no_sentence_and_a_line_end_does() {
        assert_eq!(
            sentence_lengths("Reach 8.5 of 10. Call clients!\n- one entry\n\n- two"),
            vec![4, 2, 2, 1]
        );
    }

    #[test]
    fn content_words_are_distinct_and_have_four_letters() {
        assert_eq!(content_words("We call, we CALL: our clients 2024 ok"), 2);
    }

    #[test]
    fn similarity_is_one_for_the_same_words_in_another_order() {
        assert!((similarity("call the client", "Client, the call") - 1.0).abs() < 1e-12);
        assert!(similarity("call the client", "write a report").abs() < 1e-12);
    }
}
