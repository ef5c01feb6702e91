//! Mechanical composites (dossier 2.4). Computed at full precision, rounded for display only, never imputed.

pub mod drift;
mod floors;
mod reference;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use floors::{FloorMiss, below_floors, soft_mean_miss};
pub use reference::{
    Discrepancy, DiscrepancyKind, ReferenceAnswer, ReferenceLevel, discrepancies, reference_composite,
    reference_levels,
};

use super::policy::{KindWeights, TOLERANCE};
use crate::kernel::{
    codes::{CompetencyCode, SourceCode},
    ids::UserId,
    terms::CompetencyGroup,
};

/// Two composites no further apart than this, in levels, are shown as "no meaningful difference"
/// (2.4, a house rule).
pub const MEANINGFUL_DIFFERENCE: f64 = 0.10;

/// One rater's level for one competency in one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rating {
    /// What was rated.
    pub competency: CompetencyCode,
    /// The round or exercise it was seen in.
    pub source: SourceCode,
    /// Who rated.
    pub rater: UserId,
    /// The level, 1 to 5; "not observed" is no rating.
    pub value: u8,
}

/// A competency's level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CompetencyScore {
    /// Mean over the sources, each counting once, 1 to 5.
    pub value: f64,
    /// Mean over the raters of each source.
    #[schema(value_type = BTreeMap<String, f64>)]
    pub sources: BTreeMap<SourceCode, f64>,
    /// Different people who rated it (G21).
    pub raters: u32,
}

/// All levels of one application. A part with a missing competency has no value.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Scores {
    /// Every competency that was rated.
    #[schema(value_type = BTreeMap<String, CompetencyScore>)]
    pub competencies: BTreeMap<CompetencyCode, CompetencyScore>,
    /// Mean of the soft competencies.
    pub soft: Option<f64>,
    /// Commercial sense.
    pub commercial: Option<f64>,
    /// Technical and role knowledge.
    pub technical: Option<f64>,
    /// The weighted sum of the three: the only number that ranks before references.
    pub assessment: Option<f64>,
}

impl Scores {
    /// The level of a competency, if anybody rated it.
    pub fn level(&self, competency: &CompetencyCode) -> Option<f64> {
        self.competencies.get(competency).map(|score| score.value)
    }
    /// The unweighted mean of technical knowledge and soft skills: what a hurried reader would rank by.
    /// Shown in the demonstration only; nothing decides on it (7.8).
    pub fn naive_average(&self) -> Option<f64> {
        Some(f64::midpoint(self.technical?, self.soft?))
    }
}

/// The final composite and the weight the references had in it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FinalComposite {
    /// The ranking number; absent while a competency is missing.
    pub value: Option<f64>,
    /// Weight of the references: 0 when none of them has a level (7.10, ruling 5), which is shown.
    pub reference_weight: f64,
}

/// The mean of some levels; of none, nothing.
fn mean(levels: impl IntoIterator<Item = f64>) -> Option<f64> {
    let (sum, count) = levels
        .into_iter()
        .fold((0.0, 0.0), |(sum, count), level| (sum + level, count + 1.0));
    (count > 0.0).then_some(sum / count)
}

/// Levels and composites of one application. The order of `ratings` does not matter: whole levels are
/// summed per source, sources and competencies in the order of their codes.
pub fn scores(
    ratings: &[Rating],
    groups: &BTreeMap<CompetencyCode, CompetencyGroup>,
    weights: &KindWeights,
) -> Scores {
    let mut rated: BTreeMap<&CompetencyCode, BTreeMap<&SourceCode, Vec<u8>>> = BTreeMap::new();
    let mut raters: BTreeMap<&CompetencyCode, BTreeSet<UserId>> = BTreeMap::new();
    for rating in ratings {
        let sources = rated.entry(&rating.competency).or_default();
        sources.entry(&rating.source).or_default().push(rating.value);
        raters.entry(&rating.competency).or_default().insert(rating.rater);
    }
    let competencies: BTreeMap<CompetencyCode, CompetencyScore> = rated
        .into_iter()
        .filter_map(|(code, sources)| {
            let sources: BTreeMap<SourceCode, f64> = sources
                .into_iter()
                .filter_map(|(source, levels)| Some((source.clone(), mean_of_whole(levels)?)))
                .collect();
            let value = mean(sources.values().copied())?;
            let raters = raters
                .get(code)
                .map_or(0, |people| u32::try_from(people.len()).unwrap_or(u32::MAX));
            Some((
                code.clone(),
                CompetencyScore {
                    value,
                    sources,
                    raters,
                },
            ))
        })
        .collect();
    let group = |wanted| group_mean(&competencies, groups, wanted);
    let soft = group(CompetencyGroup::Soft);
    let commercial = group(CompetencyGroup::Commercial);
    let technical = group(CompetencyGroup::Technical);
    let assessment = soft
        .zip(commercial)
        .zip(technical)
        .map(|((soft, commercial), technical)| {
            weights.soft * soft + weights.commercial * commercial + weights.technical * technical
        });
    Scores {
        competencies,
        soft,
        commercial,
        technical,
        assessment,
    }
}

fn mean_of_whole(levels: Vec<u8>) -> Option<f64> {
    mean(levels.into_iter().map(f64::from))
}

/// The mean of a group, or nothing when one of its competencies was not rated.
fn group_mean(
    scores: &BTreeMap<CompetencyCode, CompetencyScore>,
    groups: &BTreeMap<CompetencyCode, CompetencyGroup>,
    wanted: CompetencyGroup,
) -> Option<f64> {
    let members = groups.iter().filter(|&(_, &group)| group == wanted);
    let levels: Option<Vec<f64>> = members
        .map(|(code, _)| scores.get(code).map(|s| s.value))
        .collect();
    mean(levels?)
}

/// Assessment and references together (2.4; 7.10, ruling 5).
pub fn final_composite(
    assessment: Option<f64>,
    reference: Option<f64>,
    weights: &KindWeights,
) -> FinalComposite {
    let (level, reference_weight) = reference.map_or((0.0, 0.0), |level| (level, weights.reference));
    FinalComposite {
        value: assessment.map(|a| (1.0 - reference_weight) * a + reference_weight * level),
        reference_weight,
    }
}

/// Raters of one source who saw a competency differently (G33; 7.10, ruling 2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Disagreement {
    /// The competency.
    pub competency: CompetencyCode,
    /// The source in which both saw it.
    pub source: SourceCode,
    /// How far apart they are, in levels.
    pub spread: u8,
    /// The lowest level given.
    pub low: u8,
    /// The highest level given.
    pub high: u8,
}

/// Every competency and source whose raters are at least `points` apart.
pub fn disagreements(ratings: &[Rating], points: u32) -> Vec<Disagreement> {
    let mut ranges: BTreeMap<(&CompetencyCode, &SourceCode), (u8, u8)> = BTreeMap::new();
    for rating in ratings {
        let range = ranges
            .entry((&rating.competency, &rating.source))
            .or_insert((rating.value, rating.value));
        *range = (range.0.min(rating.value), range.1.max(rating.value));
    }
    ranges
        .into_iter()
        .filter(|&(_, (low, high))| high > low && u32::from(high - low) >= points)
        .map(|((competency, source), (low, high))| Disagreement {
            competency: competency.clone(),
            source: source.clone(),
            spread: high - low,
            low,
            high,
        })
        .collect()
}

/// Whether two composites differ by more than the display calls "no meaningful difference".
pub fn meaningfully_different(a: f64, b: f64) -> bool {
    (a - b).abs() > MEANINGFUL_DIFFERENCE + TOLERANCE
}

/// A level as shown: two decimals, half away from zero.
pub fn shown(level: f64) -> String {
    let cents = (level.abs() * 100.0 + TOLERANCE).round() / 100.0;
    let sign = if level < 0.0 && cents > 0.0 { "-" } else { "" };
    format!("{sign}{cents:.2}")
}

/// Reliability of the mean of `k` judges of whom two agree with `r` (Spearman-Brown, dossier A.5).
pub fn spearman_brown(r: f64, k: u32) -> f64 {
    let k = f64::from(k);
    k * r / (1.0 + (k - 1.0) * r)
}

#[cfg(test)]
mod tests;
