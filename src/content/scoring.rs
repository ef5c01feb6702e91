//! From points to levels: convert, apply the assessor's step, apply caps last (ruling 7.10(1), dossier Part 4).

use std::collections::BTreeMap;

use super::{
    Pack,
    model::{Exercise, Item, PointGroup, ScoringRule, Variant},
};
use crate::kernel::codes::{CompetencyCode, RedFlagCode, SourceCode};

/// Why points cannot be turned into a level.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScoreError {
    /// There is no such exercise.
    #[error("there is no exercise {0}")]
    UnknownExercise(SourceCode),
    /// The exercise has no such variant.
    #[error("{0} has no {1} variant")]
    UnknownVariant(SourceCode, Variant),
    /// The exercise does not measure the competency.
    #[error("{0} does not measure {1}")]
    NotMeasured(SourceCode, CompetencyCode),
    /// An item of the variant has no points.
    #[error("item {0} has no points")]
    MissingItem(String),
    /// Points were given for an item that is not in the variant.
    #[error("there is no item {0} here")]
    UnknownItem(String),
    /// An item cannot have so many points.
    #[error("item {item} cannot have {points} points")]
    PointsNotAllowed {
        /// The item.
        item: String,
        /// What was given.
        points: u8,
    },
    /// There is no such cap or flag.
    #[error("there is no scoring rule {0}")]
    UnknownRule(String),
    /// The assessor may move the level by one at most.
    #[error("the level can be moved by one at most, not by {0}")]
    AdjustmentTooLarge(i8),
    /// No table fits the group's maximum.
    #[error("no conversion table for {0} points")]
    NoTable(u16),
    /// More right answers than items, or no items.
    #[error("{right} right answers of {items} items")]
    ImpossibleShare {
        /// Right answers.
        right: u16,
        /// Items.
        items: u16,
    },
}

/// Points by item code.
type Points = BTreeMap<String, u8>;

impl Pack {
    /// The level 1 to 5 of a competency in an exercise. `points` holds every item of the variant, `ticked` the codes of
    /// the scoring rules an assessor ticked (those that follow from points apply anyway), `adjustment` the assessor's
    /// own step of -1, 0 or +1, for which a reason is stored elsewhere.
    ///
    /// # Errors
    /// When the exercise, variant, competency, items, points, rules or step are not those of the scoring key.
    pub fn level_of(
        &self,
        exercise: &SourceCode,
        variant: Variant,
        competency: &CompetencyCode,
        points: &BTreeMap<String, u8>,
        ticked: &[String],
        adjustment: i8,
    ) -> Result<u8, ScoreError> {
        let key = self.key(exercise, variant)?;
        if !(-1..=1).contains(&adjustment) {
            return Err(ScoreError::AdjustmentTooLarge(adjustment));
        }
        let moved = self
            .converted_level(exercise, variant, competency, points)?
            .saturating_add_signed(adjustment)
            .clamp(1, 5);
        let caps = applying(key, variant, points, ticked)?
            .into_iter()
            .filter_map(|rule| rule.cap.as_ref())
            .filter(|cap| cap.competency == *competency);
        Ok(caps.fold(moved, |level, cap| level.min(cap.at_most)))
    }

    /// The level the tables give, before the assessor's step and the caps.
    ///
    /// # Errors
    /// As [`Pack::level_of`].
    pub fn converted_level(
        &self,
        exercise: &SourceCode,
        variant: Variant,
        competency: &CompetencyCode,
        points: &BTreeMap<String, u8>,
    ) -> Result<u8, ScoreError> {
        let key = self.key(exercise, variant)?;
        let group = key
            .groups
            .iter()
            .find(|g| g.variant == variant && g.competency == *competency)
            .ok_or_else(|| ScoreError::NotMeasured(exercise.clone(), competency.clone()))?;
        check_points(key, variant, points)?;
        let sum = key
            .items_in(variant)
            .filter(|item| item.competency == *competency)
            .map(|item| u16::from(points.get(&item.code).copied().unwrap_or(0)))
            .sum();
        let table = self
            .parts
            .exercise_rules
            .conversions
            .iter()
            .find(|table| table.max == group.scaled_to)
            .ok_or(ScoreError::NoTable(group.scaled_to))?;
        Ok(table.level(scaled(sum, group)))
    }

    /// The red flags an exercise raises: by its points and by what assessors ticked.
    ///
    /// # Errors
    /// As [`Pack::level_of`].
    pub fn red_flags_from(
        &self,
        exercise: &SourceCode,
        variant: Variant,
        points: &BTreeMap<String, u8>,
        ticked: &[String],
    ) -> Result<Vec<RedFlagCode>, ScoreError> {
        let key = self.key(exercise, variant)?;
        check_points(key, variant, points)?;
        let mut flags: Vec<RedFlagCode> = applying(key, variant, points, ticked)?
            .into_iter()
            .filter_map(|rule| rule.red_flag.clone())
            .collect();
        flags.sort();
        flags.dedup();
        Ok(flags)
    }

    /// The level of so many right answers in the knowledge test (dossier 4.6).
    ///
    /// # Errors
    /// When there are no items, or more right answers than items.
    pub fn knowledge_level(&self, right: u16, items: u16) -> Result<u8, ScoreError> {
        if items == 0 || right > items {
            return Err(ScoreError::ImpossibleShare { right, items });
        }
        let from = &self.parts.exercise_rules.knowledge_test.from_percent;
        let reached = from
            .iter()
            .filter(|&&percent| u32::from(right) * 100 >= u32::from(percent) * u32::from(items))
            .count();
        Ok(u8::try_from(reached).unwrap_or(5))
    }

    fn key(&self, exercise: &SourceCode, variant: Variant) -> Result<&Exercise, ScoreError> {
        let key = self
            .exercise(exercise)
            .ok_or_else(|| ScoreError::UnknownExercise(exercise.clone()))?;
        match key.variant(variant) {
            Some(_) => Ok(key),
            None => Err(ScoreError::UnknownVariant(exercise.clone(), variant)),
        }
    }
}

/// Scaled to the table's maximum, rounded half up.
fn scaled(sum: u16, group: &PointGroup) -> u16 {
    if group.max == 0 {
        return 0;
    }
    (2 * sum * group.scaled_to + group.max) / (2 * group.max)
}

fn check_points(key: &Exercise, variant: Variant, points: &Points) -> Result<(), ScoreError> {
    let items: BTreeMap<&str, &Item> = key.items_in(variant).map(|i| (i.code.as_str(), i)).collect();
    if let Some(extra) = points.keys().find(|code| !items.contains_key(code.as_str())) {
        return Err(ScoreError::UnknownItem(extra.clone()));
    }
    for (code, item) in items {
        match points.get(code) {
            None => return Err(ScoreError::MissingItem(code.to_owned())),
            Some(given) if !item.points.contains(given) => {
                return Err(ScoreError::PointsNotAllowed {
                    item: code.to_owned(),
                    points: *given,
                });
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// The rules that follow from the points, and those ticked.
fn applying<'k>(
    key: &'k Exercise,
    variant: Variant,
    points: &Points,
    ticked: &[String],
) -> Result<Vec<&'k ScoringRule>, ScoreError> {
    if let Some(unknown) = ticked
        .iter()
        .find(|code| !key.rules.iter().any(|rule| rule.code == **code))
    {
        return Err(ScoreError::UnknownRule(unknown.clone()));
    }
    let in_variant = |code: &String| key.items_in(variant).any(|item| item.code == *code);
    let follows = |rule: &ScoringRule| {
        !rule.zero_points_in.is_empty()
            && rule
                .zero_points_in
                .iter()
                .all(|code| in_variant(code) && points.get(code) == Some(&0))
    };
    Ok(key
        .rules
        .iter()
        .filter(|rule| follows(rule) || ticked.contains(&rule.code))
        .collect())
}
