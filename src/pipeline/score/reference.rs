//! What referees saw, and where it differs from the interviews (dossier 5.3, 7.10 ruling 5).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::mean;
use crate::{
    kernel::{codes::CompetencyCode, ids::RefereeId},
    pipeline::policy::TOLERANCE,
    text_enum,
};

/// Referees who must have observed a competency before it has a level.
const OBSERVERS: usize = 2;
/// Interview and reference this many levels apart must be explained (G27).
const GAP: f64 = 1.5;
/// A reference level below this in a critical competency must be explained (G27).
const LOW: f64 = 3.0;
/// Referees this many levels apart must be explained (G27).
const SPREAD: f64 = 3.0;

/// One answered item of a reference form that belongs to a competency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceAnswer {
    /// Who answered.
    pub referee: RefereeId,
    /// The competency the item is about.
    pub competency: CompetencyCode,
    /// The level, 1 to 5; `None` is "not observed".
    pub value: Option<u8>,
}

/// What the referees of one application say of a competency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ReferenceLevel {
    /// Mean over the referees; absent with fewer than two observers.
    pub value: Option<f64>,
    /// Referees who observed it.
    pub observers: u32,
    /// The mean of each referee's items.
    #[schema(value_type = BTreeMap<String, f64>)]
    pub per_referee: BTreeMap<RefereeId, f64>,
}

impl ReferenceLevel {
    /// Distance between the highest and the lowest referee, in levels.
    pub fn spread(&self) -> f64 {
        let levels = self.per_referee.values().copied();
        let (low, high) = levels.fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)));
        (high - low).max(0.0)
    }
}

/// The reference level of every competency somebody observed.
pub fn reference_levels(answers: &[ReferenceAnswer]) -> BTreeMap<CompetencyCode, ReferenceLevel> {
    let mut items: BTreeMap<&CompetencyCode, BTreeMap<RefereeId, Vec<u8>>> = BTreeMap::new();
    for answer in answers {
        if let Some(level) = answer.value {
            let referees = items.entry(&answer.competency).or_default();
            referees.entry(answer.referee).or_default().push(level);
        }
    }
    items
        .into_iter()
        .map(|(competency, referees)| {
            let per_referee: BTreeMap<RefereeId, f64> = referees
                .into_iter()
                .filter_map(|(referee, levels)| Some((referee, mean(levels.into_iter().map(f64::from))?)))
                .collect();
            let observers = per_referee.len();
            let value = mean(per_referee.values().copied()).filter(|_| observers >= OBSERVERS);
            let observers = u32::try_from(observers).unwrap_or(u32::MAX);
            (
                competency.clone(),
                ReferenceLevel {
                    value,
                    observers,
                    per_referee,
                },
            )
        })
        .collect()
}

/// Mean over the competencies that have a level; none at all gives no composite.
pub fn reference_composite(levels: &BTreeMap<CompetencyCode, ReferenceLevel>) -> Option<f64> {
    mean(levels.values().filter_map(|level| level.value))
}

text_enum! {
    /// Why references must be talked about (G27).
    pub enum DiscrepancyKind {
        /// Interviews and references are 1.5 levels or more apart.
        Gap = "gap",
        /// References are below 3.0 in a critical competency, whatever the interviews say.
        LowReference = "low_reference",
        /// Referees are 3 levels or more apart.
        RefereeSpread = "referee_spread",
    }
}

/// A difference that HR must resolve before the debrief ends (G27).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Discrepancy {
    /// The competency.
    pub competency: CompetencyCode,
    /// Which of the three rules found it.
    pub kind: DiscrepancyKind,
    /// The interviews' level, if there is one.
    pub interview: Option<f64>,
    /// The referees' level, if two observed.
    pub reference: Option<f64>,
    /// How far apart the referees are, in levels.
    pub spread: f64,
}

/// Every difference that needs an explanation; one competency can have several. A good reference never
/// hides a low interview: floors are looked at elsewhere.
pub fn discrepancies(
    interview: &BTreeMap<CompetencyCode, f64>,
    reference: &BTreeMap<CompetencyCode, ReferenceLevel>,
    critical: &BTreeSet<CompetencyCode>,
) -> Vec<Discrepancy> {
    let mut found = Vec::new();
    for (competency, level) in reference {
        let seen = interview.get(competency).copied();
        let spread = level.spread();
        let gap = seen
            .zip(level.value)
            .is_some_and(|(i, r)| (i - r).abs() >= GAP - TOLERANCE);
        let low = critical.contains(competency) && level.value.is_some_and(|r| r < LOW - TOLERANCE);
        let rules = [
            (gap, DiscrepancyKind::Gap),
            (low, DiscrepancyKind::LowReference),
            (spread >= SPREAD - TOLERANCE, DiscrepancyKind::RefereeSpread),
        ];
        found.extend(
            rules
                .into_iter()
                .filter(|&(applies, _)| applies)
                .map(|(_, kind)| Discrepancy {
                    competency: competency.clone(),
                    kind,
                    interview: seen,
                    reference: level.value,
                    spread,
                }),
        );
    }
    found
}
