//! Longer texts of the story, kept as data.

use std::collections::BTreeMap;

use anyhow::Context;
use serde::Deserialize;

use crate::kernel::codes::{CompetencyCode, SourceCode};

const EVIDENCE: &str = include_str!("evidence.toml");

/// What raters write down.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Evidence {
    sentences: BTreeMap<CompetencyCode, Sentences>,
    openings: BTreeMap<SourceCode, [String; 2]>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentences {
    weak: String,
    middling: String,
    strong: String,
}

impl Evidence {
    pub(super) fn shipped() -> anyhow::Result<Self> {
        toml::from_str(EVIDENCE).context("the story's evidence")
    }

    /// What rater 1 (`second` = false) or rater 2 saw in a source.
    pub(super) fn of(
        &self,
        competency: &CompetencyCode,
        level: u8,
        source: &SourceCode,
        second: bool,
    ) -> anyhow::Result<String> {
        let sentences = self
            .sentences
            .get(competency)
            .with_context(|| format!("no evidence for {competency}"))?;
        let [first, other] = self
            .openings
            .get(source)
            .with_context(|| format!("no opening for {source}"))?;
        let sentence = match level {
            ..=2 => &sentences.weak,
            3 => &sentences.middling,
            _ => &sentences.strong,
        };
        Ok(format!("{} {sentence}", if second { other } else { first }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_enough_evidence_for_every_level_in_every_source() {
        let evidence = Evidence::shipped().unwrap();
        assert_eq!(evidence.sentences.len(), 13);
        for competency in evidence.sentences.keys() {
            for source in evidence.openings.keys() {
                let all: Vec<String> = (1..=5)
                    .map(|level| evidence.of(competency, level, source, level > 2).unwrap())
                    .collect();
                assert!(all.iter().all(|text| text.chars().count() >= 40), "{all:?}");
                assert_ne!(all[1], all[2]);
            }
        }
    }
}
