//! Rounds, work samples and cards of the perfect application.

use super::{
    ASSESSOR, DESIGNER, FIELD, HR, MANAGER, NEIGHBOUR, SECOND_ASSESSOR, SENIOR, at, competency, nth,
    question, source,
};
use crate::{
    kernel::{
        ids::{ExerciseId, InterviewId, UserId},
        time::{Timestamp, hours},
    },
    pipeline::{
        evidence::*,
        state::{ExerciseState, InterviewState, ScorecardState},
    },
};

/// Evidence long enough for G17; the cards append competency and rater so that no two texts are alike.
pub(crate) const EVIDENCE: &str = "Told how the late delivery was announced to the client before noon";

/// Competency, source, and the levels of its two raters: candidate B of dossier 7.8.
const RATINGS: [(&str, &str, u8, u8); 31] = [
    ("VCOM", "R1", 4, 5),
    ("ORGD", "R1", 4, 4),
    ("OWNP", "R1", 4, 4),
    ("PROA", "R1", 5, 4),
    ("RSTR", "R1", 4, 4),
    ("COMM", "R1", 4, 3),
    ("VCOM", "R2", 4, 4),
    ("EMPQ", "R2", 5, 4),
    ("PROA", "R2", 4, 5),
    ("CONF", "R2", 4, 4),
    ("BOUN", "R2", 4, 4),
    ("WORK", "R2", 4, 4),
    ("ORGD", "R3", 4, 4),
    ("OPST", "R3", 4, 5),
    ("OWNP", "R3", 4, 4),
    ("BOUN", "R3", 4, 4),
    ("WORK", "R3", 4, 4),
    ("TECH", "R3", 3, 3),
    ("WCOM", "E1", 4, 4),
    ("EMPQ", "E1", 4, 4),
    ("BOUN", "E1", 4, 4),
    ("ORGD", "E2", 4, 4),
    ("WORK", "E2", 4, 4),
    ("VCOM", "E3", 4, 4),
    ("EMPQ", "E3", 5, 4),
    ("CONF", "E3", 4, 5),
    ("WCOM", "E4", 4, 4),
    ("OPST", "E4", 4, 4),
    ("OWNP", "E5", 4, 4),
    ("RSTR", "E5", 4, 4),
    ("COMM", "E5", 3, 4),
];

const ROUNDS: [(&str, &str, &str); 4] = [
    ("R1", "Role, ownership and commerce", "11-04 09:00"),
    ("R2", "Relationship under pressure", "11-04 11:00"),
    ("R3", "Operations", "11-05 09:00"),
    ("R4", "Work-sample round", "11-05 11:00"),
];

/// Who rates a round or exercise.
fn raters_of(code: &str) -> [UserId; 2] {
    match code {
        "R1" => [MANAGER, HR],
        "R2" => [SENIOR, NEIGHBOUR],
        "R3" => [FIELD, DESIGNER],
        _ => [ASSESSOR, SECOND_ASSESSOR],
    }
}

fn number(code: &str) -> u128 {
    u128::from(code.as_bytes()[1] - b'0')
}

/// The interview of a round, by its code.
pub(crate) fn interview_id(code: &str) -> InterviewId {
    nth(300 + number(code))
}

/// The exercise with this code.
fn exercise_id(code: &str) -> ExerciseId {
    nth(400 + number(code))
}

fn levels_of(code: &str) -> impl Iterator<Item = (&'static str, [u8; 2])> {
    let code = code.to_owned();
    RATINGS
        .iter()
        .filter(move |(_, source, _, _)| *source == code)
        .map(|&(competency, _, first, second)| (competency, [first, second]))
}

/// The core question a round asks for a competency (7.10, ruling 3): the first round that measures it asks
/// the first, the second round the second.
fn core_question(code: &str, round: &str) -> String {
    let first = ["R1", "R2", "R3"]
        .into_iter()
        .find(|r| levels_of(r).any(|(c, _)| c == code));
    let n = if first == Some(round) { 1 } else { 2 };
    format!("{code}-{n}")
}

pub(super) fn planned_rounds() -> Vec<PlannedRound> {
    ROUNDS
        .into_iter()
        .zip(1..)
        .map(|((code, name, _), appointment)| PlannedRound {
            code: source(code),
            name: name.to_owned(),
            raters: 2,
            work_samples: code == "R4",
            appointment,
            kit: levels_of(code)
                .map(|(c, _)| KitLine {
                    competency: competency(c),
                    core_questions: vec![question(&core_question(c, code))],
                })
                .collect(),
        })
        .collect()
}

pub(super) fn perfect_assessment() -> AssessmentFacts {
    let rounds: Vec<RoundFacts> = ROUNDS
        .into_iter()
        .map(|(code, _, start)| RoundFacts {
            interview: interview_id(code),
            source: source(code),
            state: InterviewState::Scored,
            starts_at: at(start),
            ends_at: at(start) + hours(1),
            local_day: format!("2026-{}", &start[..5]),
            raters: raters_of(code).to_vec(),
            supplementary: false,
        })
        .collect();
    let exercises: Vec<ExerciseFacts> = ["E1", "E2", "E3", "E4", "E5"]
        .into_iter()
        .map(|code| ExerciseFacts {
            exercise: exercise_id(code),
            source: source(code),
            variant: "full".to_owned(),
            state: ExerciseState::Rated,
            submitted_at: Some(at("11-05 12:00")),
            assessors: raters_of(code).to_vec(),
        })
        .collect();
    let mut cards = Vec::new();
    for code in ["R1", "R2", "R3", "E1", "E2", "E3", "E4", "E5"] {
        let due_from = rounds
            .iter()
            .find(|r| r.source == code)
            .map_or(at("11-05 12:00"), |r| r.ends_at);
        for seat in 0..2 {
            cards.push(card(code, seat, due_from));
        }
    }
    AssessmentFacts {
        rounds,
        cards,
        exercises,
    }
}

fn card(code: &'static str, seat: usize, due_from: Timestamp) -> CardFacts {
    let is_round = code.starts_with('R');
    let rater = raters_of(code)[seat];
    CardFacts {
        card: nth(500 + 10 * u128::from(code.as_bytes()[0]) + 2 * number(code) + seat as u128),
        source: source(code),
        interview: is_round.then(|| interview_id(code)),
        exercise: (!is_round).then(|| exercise_id(code)),
        rater,
        state: ScorecardState::Locked,
        due_from,
        locked_at: Some(due_from + hours(2)),
        rater_had_sight: false,
        expected: levels_of(code).map(|(c, _)| competency(c)).collect(),
        ratings: levels_of(code)
            .map(|(c, levels)| RatingFacts {
                competency: competency(c),
                value: Some(levels[seat]),
                evidence: format!("{EVIDENCE} ({c}, {code}, {seat})"),
            })
            .collect(),
        questions: levels_of(code)
            .filter(|_| is_round)
            .map(|(c, _)| QuestionFacts {
                question: question(&core_question(c, code)),
                asked: Asked::Yes,
            })
            .collect(),
    }
}

/// The card of a rater for a round or exercise, to be spoiled.
pub(crate) fn card_mut<'a>(
    case: &'a mut ApplicationEvidence,
    code: &str,
    rater: UserId,
) -> &'a mut CardFacts {
    case.assessment
        .cards
        .iter_mut()
        .find(|c| c.source == code && c.rater == rater)
        .unwrap()
}

/// Candidate A of dossier 7.8: strong in technique, weak with people.
pub(crate) const CANDIDATE_A: &str = "VCOM R1 2,3 · R2 2,2 · E3 2,3
WCOM E1 3,3 · E4 3,2
ORGD R1 4,4 · R3 4,4 · E2 4,3
EMPQ R2 2,1 · E1 2,2 · E3 2,2
OPST R3 3,3 · E4 3,3
OWNP R1 3,4 · R3 4,3 · E5 3,4
PROA R1 2,2 · R2 2,2
CONF R2 2,2 · E3 2,1
BOUN R2 3,2 · R3 3,3 · E1 3,3
WORK R2 3,3 · R3 3,3 · E2 3,3
RSTR R1 2,2 · E5 2,3
COMM R1 3,3 · E5 3,3
TECH R3 5,5";

/// Candidate C of dossier 7.8: the best with people, trainable in technique.
pub(crate) const CANDIDATE_C: &str = "VCOM R1 5,5 · R2 4,5 · E3 5,4
WCOM E1 4,5 · E4 4,4
ORGD R1 4,4 · R3 4,3 · E2 4,4
EMPQ R2 5,5 · E1 5,4 · E3 5,5
OPST R3 5,4 · E4 4,5
OWNP R1 4,5 · R3 4,4 · E5 4,4
PROA R1 5,5 · R2 5,4
CONF R2 5,4 · E3 5,4
BOUN R2 4,4 · R3 4,4 · E1 4,4
WORK R2 4,4 · R3 4,4 · E2 4,5
RSTR R1 4,5 · E5 4,4
COMM R1 4,4 · E5 4,4
TECH R3 3,2";

/// Puts the ratings of a table like [`CANDIDATE_A`] on the cards; what it does not name stays.
pub(crate) fn rate(case: &mut ApplicationEvidence, table: &str) {
    for line in table.lines() {
        let (code, sources) = line.split_once(' ').unwrap();
        for entry in sources.split(" · ") {
            let (source, levels) = entry.split_once(' ').unwrap();
            for (rater, level) in raters_of(source).into_iter().zip(levels.split(',')) {
                set_rating(card_mut(case, source, rater), code, level.parse().unwrap());
            }
        }
    }
}

fn set_rating(card: &mut CardFacts, code: &str, level: u8) {
    match card.ratings.iter_mut().find(|r| r.competency == code) {
        Some(rating) => rating.value = Some(level),
        None => card.ratings.push(RatingFacts {
            competency: competency(code),
            value: Some(level),
            evidence: format!("{EVIDENCE} ({code}, {}, {})", card.source, card.rater),
        }),
    }
}

/// Gives one level to a competency on every card that rates it.
pub(crate) fn set_levels(case: &mut ApplicationEvidence, code: &str, level: u8) {
    let cards = case.assessment.cards.iter_mut();
    for rating in cards
        .flat_map(|card| &mut card.ratings)
        .filter(|r| r.competency == code)
    {
        rating.value = Some(level);
    }
}

/// Gives one level to all soft competencies.
pub(crate) fn set_all_soft(case: &mut ApplicationEvidence, level: u8) {
    for (code, _, _, _) in RATINGS {
        if !matches!(code, "COMM" | "TECH") {
            set_levels(case, code, level);
        }
    }
}
