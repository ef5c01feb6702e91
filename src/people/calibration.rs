//! The interviewer certificate (dossier 2.5): ratings of practice cases against the experts' key. House numbers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::codes::CompetencyCode;

/// One rating of one practice answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rated {
    /// The practice case, e.g. `CAL-1`.
    pub case: String,
    /// The competency rated.
    pub competency: CompetencyCode,
    /// 1 to 5.
    pub rating: u8,
}

/// The experts' key and what passes.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// The expert level of each case and competency.
    pub levels: BTreeMap<(String, CompetencyCode), u8>,
    /// So many percent of the ratings must lie within one level of the key.
    pub within_one_percent: u8,
    /// The mean absolute deviation from the key is at most this.
    pub mean_deviation_at_most: f64,
    /// A key at or below this is a low case.
    pub low_key_at_most: u8,
    /// A low case may be rated at most this.
    pub low_rated_at_most: u8,
    /// Months a certificate is valid.
    pub valid_months: u8,
}

/// How an attempt came out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Judgement {
    /// Whether the certificate is earned.
    pub passed: bool,
    /// Ratings in all.
    pub ratings: usize,
    /// Ratings within one level of the key.
    pub within_one: usize,
    /// Mean absolute deviation from the key.
    pub mean_deviation: f64,
    /// Low cases that were rated high: none may be.
    pub low_rated_high: usize,
}

/// Why ratings cannot be judged, each with the JSON pointer of the rating.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unusable(pub Vec<(String, &'static str)>);

/// Judges ratings against the key; every case and competency of the key must be rated exactly once.
///
/// # Errors
/// When one is missing, twice, unknown or outside 1 to 5.
pub fn judge(key: &Key, ratings: &[Rated]) -> Result<Judgement, Unusable> {
    let mut faults = Vec::new();
    let mut given: BTreeMap<(String, CompetencyCode), u8> = BTreeMap::new();
    for (index, rated) in ratings.iter().enumerate() {
        let place = (rated.case.clone(), rated.competency.clone());
        if !(1..=5).contains(&rated.rating) {
            faults.push((format!("/ratings/{index}/rating"), "Ratings go from 1 to 5."));
        } else if !key.levels.contains_key(&place) {
            faults.push((format!("/ratings/{index}"), "There is no such practice answer."));
        } else if given.insert(place, rated.rating).is_some() {
            faults.push((
                format!("/ratings/{index}"),
                "This practice answer is rated twice.",
            ));
        }
    }
    if faults.is_empty() && given.len() < key.levels.len() {
        faults.push(("/ratings".to_owned(), "Rate every practice answer."));
    }
    if !faults.is_empty() {
        return Err(Unusable(faults));
    }
    let pairs: Vec<(u8, u8)> = key
        .levels
        .iter()
        .filter_map(|(place, level)| given.get(place).map(|rating| (*level, *rating)))
        .collect();
    Ok(judged(key, &pairs))
}

fn judged(key: &Key, pairs: &[(u8, u8)]) -> Judgement {
    let within_one = pairs
        .iter()
        .filter(|(level, rating)| level.abs_diff(*rating) <= 1)
        .count();
    let low_rated_high = pairs
        .iter()
        .filter(|(level, rating)| *level <= key.low_key_at_most && *rating > key.low_rated_at_most)
        .count();
    let total: u32 = pairs
        .iter()
        .map(|(level, rating)| u32::from(level.abs_diff(*rating)))
        .sum();
    let count = u32::try_from(pairs.len()).unwrap_or(u32::MAX);
    // As whole numbers: 15 of 18 is 83.3 %, 14 of 18 is 77.8 %.
    let enough = within_one * 100 >= usize::from(key.within_one_percent) * pairs.len();
    let mean_deviation = f64::from(total) / f64::from(count.max(1));
    Judgement {
        passed: enough && mean_deviation <= key.mean_deviation_at_most && low_rated_high == 0 && count > 0,
        ratings: pairs.len(),
        within_one,
        mean_deviation,
        low_rated_high,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEVELS: [u8; 18] = [3, 4, 2, 3, 2, 4, 5, 3, 1, 4, 3, 2, 5, 3, 4, 3, 2, 4];

    fn key() -> Key {
        let levels = LEVELS
            .iter()
            .enumerate()
            .map(|(i, level)| (place(i), *level))
            .collect();
        Key {
            levels,
            within_one_percent: 80,
            mean_deviation_at_most: 0.75,
            low_key_at_most: 2,
            low_rated_at_most: 3,
            valid_months: 12,
        }
    }
    fn place(i: usize) -> (String, CompetencyCode) {
        let code = ["VCOM", "ORGD", "EMPQ", "OPST", "CONF", "BOUN"][i % 6];
        (format!("CAL-{}", i / 6 + 1), CompetencyCode::new(code).unwrap())
    }
    fn rate(change: impl Fn(usize, u8) -> u8) -> Vec<Rated> {
        LEVELS
            .iter()
            .enumerate()
            .map(|(i, level)| {
                let (case, competency) = place(i);
                Rated {
                    case,
                    competency,
                    rating: change(i, *level),
                }
            })
            .collect()
    }

    #[test]
    fn ratings_like_the_key_pass() {
        let judged = judge(&key(), &rate(|_, level| level)).unwrap();
        assert!(judged.passed);
        assert_eq!((judged.within_one, judged.mean_deviation), (18, 0.0));
    }

    #[test]
    fn fifteen_of_eighteen_within_one_pass_and_fourteen_do_not() {
        let high = [3, 5, 6, 9];
        let off_by_two =
            |n: usize| move |i: usize, level: u8| if high[..n].contains(&i) { level - 2 } else { level };
        let keyed = |n| {
            let mut key = key();
            for i in high {
                key.levels.insert(place(i), 4);
            }
            let ratings = rate(|i, level| off_by_two(n)(i, if high.contains(&i) { 4 } else { level }));
            judge(&key, &ratings).unwrap()
        };
        assert_eq!((keyed(3).within_one, keyed(3).passed), (15, true));
        assert_eq!((keyed(4).within_one, keyed(4).passed), (14, false));
    }

    #[test]
    fn a_mean_deviation_above_three_quarters_fails() {
        let judged = judge(
            &key(),
            &rate(|i, level| {
                if i < 14 {
                    if level < 3 { level + 1 } else { level - 1 }
                } else {
                    level
                }
            }),
        )
        .unwrap();
        assert_eq!(judged.within_one, 18);
        assert!(judged.mean_deviation > 0.75 && !judged.passed);
    }

    #[test]
    fn a_low_case_rated_high_fails_however_good_the_rest_is() {
        let judged = judge(&key(), &rate(|i, level| if i == 2 { 4 } else { level })).unwrap();
        assert_eq!((judged.low_rated_high, judged.passed), (1, false));
    }

    #[test]
    fn missing_double_unknown_and_impossible_ratings_are_told_apart() {
        let mut ratings = rate(|_, level| level);
        ratings.pop();
        assert_eq!(judge(&key(), &ratings).unwrap_err().0[0].0, "/ratings");
        ratings.push(ratings[0].clone());
        assert_eq!(judge(&key(), &ratings).unwrap_err().0[0].0, "/ratings/17");
        ratings[17].case = "CAL-9".into();
        ratings[0].rating = 6;
        let pointers: Vec<_> = judge(&key(), &ratings)
            .unwrap_err()
            .0
            .into_iter()
            .map(|f| f.0)
            .collect();
        assert_eq!(pointers, ["/ratings/0/rating", "/ratings/17"]);
    }
}
