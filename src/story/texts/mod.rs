//! Longer texts of the story, kept as data.

use std::collections::BTreeMap;

use anyhow::Context;
use serde::Deserialize;

use crate::{
    kernel::codes::{CompetencyCode, SourceCode},
    onboarding::model::DayOneItem,
};

const EVIDENCE: &str = include_str!("evidence.toml");
const DECISION: &str = include_str!("decision.toml");

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

/// What people write down from the debrief to the first day.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub rejection: RejectionWords,
    pub debrief: NoteWords,
    pub decision: DecisionWords,
    pub offer: OfferWords,
    /// What was seen, by the name of the condition.
    pub conditions: BTreeMap<String, String>,
    pub preparation: PreparationWords,
    pub portfolio: PortfolioWords,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RejectionWords {
    pub reason: String,
    pub note: String,
    pub feedback: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoteWords {
    pub competency: CompetencyCode,
    pub source: SourceCode,
    pub text: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DecisionWords {
    pub text: String,
    pub expectation: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OfferWords {
    pub salary: f64,
    pub currency: String,
    pub bonus: String,
    pub place: String,
    pub contract_kind: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PreparationWords {
    pub access_order: String,
    access: String,
    equipment: String,
    buddy: String,
    first_week_plan: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PortfolioWords {
    /// Accounts that are asked for and refused.
    pub asked: Vec<String>,
}

impl Words {
    pub(super) fn shipped() -> anyhow::Result<Self> {
        toml::from_str(DECISION).context("the words of the story's decision")
    }
}

impl PreparationWords {
    /// What is said when an item of the first day is confirmed.
    pub(super) fn of(&self, item: DayOneItem) -> &str {
        match item {
            DayOneItem::Access => &self.access,
            DayOneItem::Equipment => &self.equipment,
            DayOneItem::Buddy => &self.buddy,
            DayOneItem::FirstWeekPlan => &self.first_week_plan,
        }
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
