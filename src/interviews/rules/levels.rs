//! From what a rater entered to what is locked: of a work sample, points become levels (7.10, ruling 1).

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Subject, check::RIGHT_ANSWERS, measured_by};
use crate::{
    content::{
        Pack, ScoreError,
        model::{Exercise, Variant},
    },
    fault::Fault,
    interviews::model::{CardBody, CardInput, LockedRating, RatingInput},
    kernel::{
        codes::{CompetencyCode, RedFlagCode},
        text::multi_line,
    },
};

fn points(input: &CardInput) -> BTreeMap<String, u8> {
    input.items.iter().map(|i| (i.item.clone(), i.points)).collect()
}

/// What cannot happen once the input was checked.
fn unscorable(error: &ScoreError) -> Fault {
    Fault::field("/items", "unscorable", error.to_string())
}

/// What a checked card says. Competencies of a work sample that got no evidence are kept without one, for
/// G17 to name them.
///
/// # Errors
/// When points cannot be turned into levels.
pub fn body_of(input: &CardInput, subject: Subject<'_>, pack: &Pack) -> Result<CardBody, Fault> {
    let evidence = |code: &CompetencyCode| {
        let typed = input.ratings.iter().find(|r| r.competency == *code);
        multi_line(typed.map_or("", |r| &r.evidence))
    };
    let items = points(input);
    let ratings = match subject {
        Subject::Round(_) => input
            .ratings
            .iter()
            .filter(|r| !r.undecided)
            .map(|r| (r.competency.clone(), r.value))
            .collect(),
        Subject::Sample(exercise, variant) => {
            let level = |code: &CompetencyCode| {
                let step = input.adjustments.iter().find(|a| a.competency == *code);
                let step = step.map_or(0, |a| a.delta);
                let level = pack.level_of(&exercise.code, variant, code, &items, &input.caps, step);
                Ok((code.clone(), Some(level.map_err(|e| unscorable(&e))?)))
            };
            exercise
                .measures
                .iter()
                .map(level)
                .collect::<Result<Vec<_>, Fault>>()?
        }
        Subject::KnowledgeTest => {
            let test = &pack.exercise_rules().knowledge_test;
            let right = items.get(RIGHT_ANSWERS).copied().unwrap_or(0);
            let level = pack.knowledge_level(right.into(), test.items);
            let codes = measured_by(pack, &test.code).into_iter();
            let level = level.map_err(|e| unscorable(&e))?;
            codes.map(|code| (code, Some(level))).collect()
        }
    };
    let locked = |(competency, value): (CompetencyCode, Option<u8>)| LockedRating {
        evidence: evidence(&competency),
        competency,
        value,
    };
    Ok(CardBody {
        ratings: ratings.into_iter().map(locked).collect(),
        questions: input.questions.clone(),
        items,
        caps: input.caps.clone(),
        adjustments: input
            .adjustments
            .iter()
            .filter(|a| a.delta != 0)
            .cloned()
            .collect(),
    })
}

/// What a work sample says as long as points are missing: the evidence alone, with the lowest level in the place of
/// those that cannot be computed yet. For telling everything that is missing at once; never stored.
pub fn without_points(input: &CardInput, measures: &[CompetencyCode]) -> CardBody {
    let rating = |code: &CompetencyCode| {
        let typed = input.ratings.iter().find(|r| r.competency == *code);
        LockedRating {
            competency: code.clone(),
            value: Some(1),
            evidence: multi_line(typed.map_or("", |r| &r.evidence)),
        }
    };
    CardBody {
        ratings: measures.iter().map(rating).collect(),
        ..CardBody::default()
    }
}

/// What a card of a round says as it was typed. For telling everything that is missing at once; never stored.
pub fn as_typed(input: &CardInput) -> CardBody {
    let rating = |r: &RatingInput| LockedRating {
        competency: r.competency.clone(),
        value: r.value,
        evidence: multi_line(&r.evidence),
    };
    CardBody {
        ratings: input
            .ratings
            .iter()
            .filter(|r| !r.undecided)
            .map(rating)
            .collect(),
        questions: input.questions.clone(),
        ..CardBody::default()
    }
}

/// How far a competency of a work sample is rated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LevelSoFar {
    /// Which.
    pub competency: CompetencyCode,
    /// Points so far.
    pub points: u16,
    /// The most its items give.
    pub most: u16,
    /// Items without points.
    pub missing: usize,
    /// The level the table gives, once every item has points.
    pub table: Option<u8>,
    /// The level with the assessor's step and the caps that apply.
    pub level: Option<u8>,
}

/// The levels a half-filled card of a work sample comes to: a competency has one as soon as all its own items have
/// points.
pub fn levels_so_far(
    input: &CardInput,
    exercise: &Exercise,
    variant: Variant,
    pack: &Pack,
) -> Vec<LevelSoFar> {
    let given = points(input);
    // Items of other competencies count for nothing here; with their most points no rule follows from them.
    let mut filled = given.clone();
    for item in exercise.items_in(variant) {
        filled.entry(item.code.clone()).or_insert_with(|| item.max());
    }
    let so_far = |code: &CompetencyCode| {
        let own: Vec<_> = exercise
            .items_in(variant)
            .filter(|i| i.competency == *code)
            .collect();
        let missing = own.iter().filter(|i| !given.contains_key(&i.code)).count();
        let step = input.adjustments.iter().find(|a| a.competency == *code);
        let step = step.map_or(0, |a| a.delta);
        let source = &exercise.code;
        let table = || pack.converted_level(source, variant, code, &filled).ok();
        let level = || {
            pack.level_of(source, variant, code, &filled, &input.caps, step)
                .ok()
        };
        LevelSoFar {
            points: own
                .iter()
                .filter_map(|i| given.get(&i.code))
                .map(|p| u16::from(*p))
                .sum(),
            most: own.iter().map(|i| u16::from(i.max())).sum(),
            table: if missing == 0 { table() } else { None },
            level: if missing == 0 { level() } else { None },
            competency: code.clone(),
            missing,
        }
    };
    exercise.measures.iter().map(so_far).collect()
}

/// The red flags the points and ticked rules of a work sample raise.
///
/// # Errors
/// When the points are not those of the key.
pub fn flags_of(body: &CardBody, subject: Subject<'_>, pack: &Pack) -> Result<Vec<RedFlagCode>, Fault> {
    match subject {
        Subject::Sample(exercise, variant) => pack
            .red_flags_from(&exercise.code, variant, &body.items, &body.caps)
            .map_err(|e| unscorable(&e)),
        Subject::Round(_) | Subject::KnowledgeTest => Ok(Vec::new()),
    }
}
