//! How a rater's levels differ from those of others who saw the same candidates (dossier 2.5, A.6): severity, central
//! tendency, halo. Signs for a private note, never for a ranking.

use std::collections::BTreeMap;

use crate::kernel::{codes::CompetencyCode, ids::ApplicationId};

/// At most so many shared ratings are looked at, the latest ones.
pub const WINDOW: usize = 30;
/// Fewer shared ratings tell nothing.
pub const LEAST: usize = 10;
/// A mean difference from the others, in levels, that counts.
const SEVERITY: f64 = 0.50;
/// How sure one must be of it (t).
const CERTAINTY: f64 = 2.0;
/// Own levels that vary less than this all lie in the middle.
const CENTRAL: f64 = 0.50;
/// Levels within one candidate that vary less than this follow one impression.
const HALO: f64 = 0.40;

/// One level that others have rated as well.
#[derive(Debug, Clone, PartialEq)]
pub struct SharedRating {
    /// The candidate.
    pub application: ApplicationId,
    /// What was rated.
    pub competency: CompetencyCode,
    /// The rater's own level.
    pub own: f64,
    /// The mean of the others.
    pub others: f64,
}

impl SharedRating {
    fn difference(&self) -> f64 {
        self.own - self.others
    }
}

/// A steady difference from the others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Severity {
    /// The mean difference in levels; above zero is kinder.
    pub mean: f64,
    /// The mean in standard errors; none when every difference is the same.
    pub t: Option<f64>,
}

/// What was noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Drift {
    /// Rates more kindly than others.
    pub lenient: bool,
    /// Rates more strictly than others.
    pub severe: bool,
    /// Uses the middle of the scale only.
    pub central: bool,
    /// Rates everything of one candidate alike.
    pub halo: bool,
}

impl Drift {
    /// Whether anything was noticed.
    pub fn any(self) -> bool {
        self.lenient || self.severe || self.central || self.halo
    }
}

fn mean(values: &[f64]) -> f64 {
    let count = u32::try_from(values.len()).unwrap_or(u32::MAX).max(1);
    values.iter().sum::<f64>() / f64::from(count)
}

/// The standard deviation of a sample; none of fewer than two values.
fn deviation(values: &[f64]) -> Option<f64> {
    let degrees = values.len().checked_sub(1).filter(|n| *n > 0)?;
    let middle = mean(values);
    let squares: f64 = values.iter().map(|value| (value - middle).powi(2)).sum();
    Some((squares / f64::from(u32::try_from(degrees).unwrap_or(u32::MAX))).sqrt())
}

/// The mean difference and how sure one can be of it; none of fewer than two ratings.
pub fn severity(ratings: &[SharedRating]) -> Option<Severity> {
    let differences: Vec<f64> = ratings.iter().map(SharedRating::difference).collect();
    let spread = deviation(&differences)?;
    let count = f64::from(u32::try_from(differences.len()).unwrap_or(u32::MAX));
    let mean = mean(&differences);
    let t = (spread > 0.0).then(|| mean / (spread / count.sqrt()));
    Some(Severity { mean, t })
}

/// What is noticed in the latest shared ratings; nothing when there are too few.
pub fn drift(latest_first: &[SharedRating]) -> Drift {
    let looked_at: Vec<SharedRating> = latest_first.iter().take(WINDOW).cloned().collect();
    if looked_at.len() < LEAST {
        return Drift::default();
    }
    let steady = severity(&looked_at).filter(|found| {
        // A difference that never varies is as sure as can be.
        found.mean.abs() >= SEVERITY && found.t.is_none_or(|t| t.abs() >= CERTAINTY)
    });
    let own: Vec<f64> = looked_at.iter().map(|rating| rating.own).collect();
    let mut candidates: BTreeMap<ApplicationId, Vec<f64>> = BTreeMap::new();
    for rating in &looked_at {
        candidates.entry(rating.application).or_default().push(rating.own);
    }
    let within: Vec<f64> = candidates
        .values()
        .filter_map(|levels| deviation(levels))
        .collect();
    Drift {
        lenient: steady.is_some_and(|found| found.mean > 0.0),
        severe: steady.is_some_and(|found| found.mean < 0.0),
        central: deviation(&own).is_some_and(|spread| spread < CENTRAL),
        halo: !within.is_empty() && mean(&within) < HALO,
    }
}

/// Where the difference is largest, in the direction of the drift, largest first.
pub fn clearest(latest_first: &[SharedRating], drift: Drift, most: usize) -> Vec<&SharedRating> {
    let sign = if drift.severe { -1.0 } else { 1.0 };
    let mut found: Vec<&SharedRating> = latest_first
        .iter()
        .take(WINDOW)
        .filter(|rating| rating.difference() * sign >= 1.0)
        .collect();
    found.sort_by(|a, b| (b.difference() * sign).total_cmp(&(a.difference() * sign)));
    found.truncate(most);
    if drift.lenient || drift.severe {
        found
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    /// The ratings of Shrout & Fleiss (1979): six targets, four judges.
    const TABLE: [[f64; 4]; 6] = [
        [9.0, 2.0, 5.0, 8.0],
        [6.0, 1.0, 3.0, 2.0],
        [8.0, 4.0, 6.0, 8.0],
        [7.0, 1.0, 2.0, 6.0],
        [10.0, 5.0, 6.0, 9.0],
        [6.0, 2.0, 4.0, 7.0],
    ];

    fn shared(candidate: usize, competency: &str, own: f64, others: f64) -> SharedRating {
        SharedRating {
            application: ApplicationId::from_uuid(Uuid::from_u128(candidate as u128 + 1)),
            competency: CompetencyCode::new(competency).unwrap(),
            own,
            others,
        }
    }

    #[test]
    fn severities_are_those_that_were_published() {
        let expected = [
            (3.1667, 7.251),
            (-3.7222, -10.078),
            (-1.2778, -3.286),
            (1.8333, 2.803),
        ];
        for (judge, (severe, t)) in expected.into_iter().enumerate() {
            let ratings: Vec<SharedRating> = TABLE
                .iter()
                .enumerate()
                .map(|(target, row)| {
                    let others = (row.iter().sum::<f64>() - row[judge]) / 3.0;
                    shared(target, "VCOM", row[judge], others)
                })
                .collect();
            let found = severity(&ratings).unwrap();
            assert!((found.mean - severe).abs() < 1e-4, "judge {judge}: {found:?}");
            assert!((found.t.unwrap() - t).abs() < 1e-3, "judge {judge}: {found:?}");
        }
    }

    fn rated(count: usize, of: impl Fn(usize) -> (f64, f64)) -> Vec<SharedRating> {
        (0..count)
            .map(|n| {
                let (own, others) = of(n);
                shared(n / 3, ["VCOM", "OPST", "CONF"][n % 3], own, others)
            })
            .collect()
    }

    #[test]
    fn kindness_and_strictness_are_noticed_from_ten_shared_ratings_on() {
        let kind = |n: usize| ([2.0, 4.0, 5.0][n % 3], [1.0, 3.0, 4.5][n % 3]);
        let strict = |n: usize| ([1.0, 3.0, 4.0][n % 3], [2.0, 4.0, 4.5][n % 3]);
        assert!(!drift(&rated(9, kind)).any());
        assert!(drift(&rated(12, kind)).lenient && !drift(&rated(12, kind)).severe);
        assert!(drift(&rated(12, strict)).severe);
        let like_others = |n: usize| ([1.0, 3.0, 5.0][n % 3], [1.0, 3.0, 5.0][n % 3]);
        assert_eq!(drift(&rated(12, like_others)), Drift::default());
    }

    #[test]
    fn always_the_middle_and_one_impression_for_everything_are_noticed() {
        let middle = drift(&rated(12, |n| (3.0, [1.0, 3.0, 5.0][n % 3])));
        assert!(middle.central && middle.halo && !middle.lenient);
        let one_impression = drift(&rated(12, |n| ([1.0, 5.0, 2.0, 4.0][n / 3], 3.0)));
        assert!(one_impression.halo && !one_impression.central);
    }

    #[test]
    fn examples_show_the_drift_where_it_is_largest() {
        let ratings = rated(12, |n| {
            if n == 4 {
                (5.0, 2.0)
            } else {
                ([2.0, 4.0, 5.0][n % 3], [1.0, 3.0, 4.5][n % 3])
            }
        });
        let noticed = drift(&ratings);
        let found = clearest(&ratings, noticed, 2);
        assert_eq!(found.first().unwrap().competency.as_str(), "OPST");
        assert_eq!(found.len(), 2);
        assert!(clearest(&ratings, Drift::default(), 2).is_empty());
    }
}
