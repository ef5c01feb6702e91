//! From what a rater entered to what is locked: of a work sample, points become levels (7.10, ruling 1).

use std::collections::BTreeMap;

use super::{Subject, check::RIGHT_ANSWERS, measured_by};
use crate::{
    content::{Pack, ScoreError},
    fault::Fault,
    interviews::model::{CardBody, CardInput, LockedRating},
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
        adjustments: input.adjustments.clone(),
    })
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
