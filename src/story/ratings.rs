//! The ratings of candidates A, B and C exactly as dossier 7.8 has them, and the checklist points that give
//! these levels in the work samples.

use std::collections::BTreeMap;

use crate::{
    content::{
        Pack,
        model::{Exercise, Variant},
    },
    kernel::codes::{CompetencyCode, SourceCode},
};

/// Who is rated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contender {
    /// Strong technically, weak with people.
    A,
    /// Good with people, adequate technically.
    B,
    /// The best with people, technically trainable.
    C,
}

/// Two raters' values.
type Pair = (u8, u8);

/// Competency, source and the pairs of A, B and C.
const TABLE: &[(&str, &str, [Pair; 3])] = &[
    ("VCOM", "R1", [(2, 3), (4, 5), (5, 5)]),
    ("VCOM", "R2", [(2, 2), (4, 4), (4, 5)]),
    ("VCOM", "E3", [(2, 3), (4, 4), (5, 4)]),
    ("WCOM", "E1", [(3, 3), (4, 4), (4, 5)]),
    ("WCOM", "E4", [(3, 2), (4, 4), (4, 4)]),
    ("ORGD", "R1", [(4, 4), (4, 4), (4, 4)]),
    ("ORGD", "R3", [(4, 4), (4, 4), (4, 3)]),
    ("ORGD", "E2", [(4, 3), (4, 4), (4, 4)]),
    ("EMPQ", "R2", [(2, 1), (5, 4), (5, 5)]),
    ("EMPQ", "E1", [(2, 2), (4, 4), (5, 4)]),
    ("EMPQ", "E3", [(2, 2), (5, 4), (5, 5)]),
    ("OPST", "R3", [(3, 3), (4, 5), (5, 4)]),
    ("OPST", "E4", [(3, 3), (4, 4), (4, 5)]),
    ("OWNP", "R1", [(3, 4), (4, 4), (4, 5)]),
    ("OWNP", "R3", [(4, 3), (4, 4), (4, 4)]),
    ("OWNP", "E5", [(3, 4), (4, 4), (4, 4)]),
    ("PROA", "R1", [(2, 2), (5, 4), (5, 5)]),
    ("PROA", "R2", [(2, 2), (4, 5), (5, 4)]),
    ("CONF", "R2", [(2, 2), (4, 4), (5, 4)]),
    ("CONF", "E3", [(2, 1), (4, 5), (5, 4)]),
    ("BOUN", "R2", [(3, 2), (4, 4), (4, 4)]),
    ("BOUN", "R3", [(3, 3), (4, 4), (4, 4)]),
    ("BOUN", "E1", [(3, 3), (4, 4), (4, 4)]),
    ("WORK", "R2", [(3, 3), (4, 4), (4, 4)]),
    ("WORK", "R3", [(3, 3), (4, 4), (4, 4)]),
    ("WORK", "E2", [(3, 3), (4, 4), (4, 5)]),
    ("RSTR", "R1", [(2, 2), (4, 4), (4, 5)]),
    ("RSTR", "E5", [(2, 3), (4, 4), (4, 4)]),
    ("COMM", "R1", [(3, 3), (4, 3), (4, 4)]),
    ("COMM", "E5", [(3, 3), (3, 4), (4, 4)]),
    ("TECH", "R3", [(5, 5), (3, 3), (3, 2)]),
];

/// What rater 1 (`second` = false) or rater 2 gives a contender in a source.
pub fn levels(who: Contender, source: &SourceCode, second: bool) -> BTreeMap<CompetencyCode, u8> {
    TABLE
        .iter()
        .filter(|(_, of, _)| source == of)
        .filter_map(|(competency, _, [a, b, c])| {
            let (first, other) = match who {
                Contender::A => a,
                Contender::B => b,
                Contender::C => c,
            };
            Some((
                CompetencyCode::new(competency).ok()?,
                if second { *other } else { *first },
            ))
        })
        .collect()
}

/// The mean of everything a contender is rated in a competency, in whole levels, as referees put it: hardly any
/// reference is below average. `None`: nobody rates it.
pub fn usual_level(who: Contender, competency: &CompetencyCode) -> Option<u8> {
    let pairs = TABLE.iter().filter(|(of, ..)| competency == of);
    let values: Vec<u32> = pairs
        .flat_map(|(_, _, [a, b, c])| {
            let (first, other) = match who {
                Contender::A => a,
                Contender::B => b,
                Contender::C => c,
            };
            [u32::from(*first), u32::from(*other)]
        })
        .collect();
    let count = u32::try_from(values.len()).ok().filter(|count| *count > 0)?;
    let rounded = (values.iter().sum::<u32>() + count / 2) / count;
    u8::try_from(rounded.clamp(3, 5)).ok()
}

/// Checklist points that the conversion tables turn into `levels`: spread evenly, so that no item is left
/// at nought that raises a flag by itself where the level allows it.
pub fn points(
    pack: &Pack,
    exercise: &Exercise,
    variant: Variant,
    levels: &BTreeMap<CompetencyCode, u8>,
) -> BTreeMap<String, u8> {
    let mut points: BTreeMap<String, u8> = exercise
        .items_in(variant)
        .map(|item| (item.code.clone(), 0))
        .collect();
    for (competency, wanted) in levels {
        let items: Vec<&str> = exercise
            .items_in(variant)
            .filter(|item| item.competency == *competency)
            .map(|item| item.code.as_str())
            .collect();
        'raise: for step in 1..=3_u8 {
            for item in &items {
                let now = pack.converted_level(&exercise.code, variant, competency, &points);
                if now.is_ok_and(|level| level >= *wanted) {
                    break 'raise;
                }
                let before = points.insert((*item).to_owned(), step);
                if pack
                    .converted_level(&exercise.code, variant, competency, &points)
                    .is_err()
                {
                    points.insert((*item).to_owned(), before.unwrap_or(0));
                }
            }
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{kind::Kind, terms::Layout};

    #[test]
    fn the_points_give_the_levels_of_the_dossier_without_raising_flags() {
        let pack = Pack::shipped().unwrap();
        for exercise in pack.exercises() {
            let Some(variant) = exercise.variant_for(Kind::ClientFocused, Layout::Standard) else {
                continue;
            };
            for who in [Contender::A, Contender::B, Contender::C] {
                for second in [false, true] {
                    let wanted = levels(who, &exercise.code, second);
                    let given = points(&pack, exercise, variant, &wanted);
                    for (competency, level) in &wanted {
                        let got = pack.level_of(&exercise.code, variant, competency, &given, &[], 0);
                        assert_eq!(got, Ok(*level), "{who:?} {} {competency}", exercise.code);
                    }
                    let flags = pack.red_flags_from(&exercise.code, variant, &given, &[]).unwrap();
                    assert!(flags.is_empty(), "{who:?} {} raises {flags:?}", exercise.code);
                }
            }
        }
    }
}
