//! The word lists of the clarity check: data that ships with the service.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use super::text::Phrases;

/// The lists of `words.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) role_families: Phrases,
    pub(super) operations: Phrases,
    pub(super) verbs: Phrases,
    pub(super) function_words: Phrases,
    pub(super) satisfaction: Phrases,
    pub(super) client_words: Phrases,
    pub(super) happy_words: Phrases,
    pub(super) project_words: Phrases,
    pub(super) cliches: Phrases,
    pub(super) vague: Phrases,
    pub(super) manager_words: Phrases,
    pub(super) photo: Phrases,
    discriminatory: BTreeMap<String, Phrases>,
}

const SHIPPED: &str = include_str!("words.toml");

impl Words {
    /// The lists built into the program.
    pub(super) fn shipped() -> &'static Self {
        // A test reads the same constant strictly, so that the fallback is never reached.
        static WORDS: LazyLock<Words> = LazyLock::new(|| toml::from_str(SHIPPED).unwrap_or_default());
        &WORDS
    }
    /// The discriminatory words of a language (`en-GB` uses `en`); English where we have no list.
    pub(super) fn discriminatory(&self, language: &str) -> Option<&Phrases> {
        let main = language
            .split(['-', '_'])
            .next()
            .unwrap_or_default()
            .to_lowercase();
        self.discriminatory
            .get(&main)
            .or_else(|| self.discriminatory.get("en"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_lists_can_be_read_and_none_is_empty() {
        let words: Words = toml::from_str(SHIPPED).unwrap();
        for list in [
            &words.role_families,
            &words.operations,
            &words.verbs,
            &words.function_words,
            &words.satisfaction,
            &words.client_words,
            &words.happy_words,
            &words.project_words,
            &words.cliches,
            &words.vague,
            &words.manager_words,
            &words.photo,
        ] {
            assert!(!list.is_empty());
        }
        assert!(
            words
                .discriminatory("de")
                .unwrap()
                .find("Ein junges Team")
                .is_some()
        );
        assert!(words.discriminatory("fr").unwrap().find("a young team").is_some());
    }
}
