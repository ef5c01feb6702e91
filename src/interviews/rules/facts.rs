//! A stored card as the gates see it.

use crate::{
    content::Pack,
    interviews::model::{CardBody, Scorecard, Ticked},
    kernel::codes::{CompetencyCode, QuestionCode, SourceCode},
    pipeline::evidence::{Asked, CardFacts, JobTerms, PlannedRound, QuestionFacts, RatingFacts},
};

/// The round of the plan with this code.
pub fn round_of<'a>(terms: &'a JobTerms, source: &SourceCode) -> Option<&'a PlannedRound> {
    terms.rounds.iter().find(|round| round.code == *source)
}

/// What a work sample measures.
pub fn measured_by(pack: &Pack, source: &SourceCode) -> Vec<CompetencyCode> {
    let test = &pack.exercise_rules().knowledge_test;
    if *source == test.code {
        return vec![test.competency.clone()];
    }
    pack.exercise(source)
        .map_or_else(Vec::new, |e| e.measures.clone())
}

/// The facts of a card that says `body`; of one that says nothing yet, without.
pub fn card_facts(card: &Scorecard, body: Option<&CardBody>, terms: &JobTerms, pack: &Pack) -> CardFacts {
    let round = card.interview_id.and_then(|_| round_of(terms, &card.source));
    let expected = match (round, card.exercise_id) {
        (Some(round), _) => round.kit.iter().map(|line| line.competency.clone()).collect(),
        (None, Some(_)) => measured_by(pack, &card.source),
        (None, None) => Vec::new(),
    };
    let ratings = body.map_or_else(Vec::new, |body| {
        let fact = |rating: &crate::interviews::model::LockedRating| RatingFacts {
            competency: rating.competency.clone(),
            value: rating.value,
            evidence: rating.evidence.clone(),
        };
        body.ratings.iter().map(fact).collect()
    });
    CardFacts {
        card: card.id,
        source: card.source.clone(),
        interview: card.interview_id,
        exercise: card.exercise_id,
        rater: card.rater,
        state: card.state,
        due_from: card.due_from,
        locked_at: card.locked_at,
        rater_had_sight: card.rater_had_sight,
        expected,
        ratings,
        questions: questions(round, body),
    }
}

/// The core questions of the round, ticked or not, then those of other rounds that were asked again here.
fn questions(round: Option<&PlannedRound>, body: Option<&CardBody>) -> Vec<QuestionFacts> {
    let ticks = body.map_or(&[][..], |body| &body.questions);
    let asked = |code: &QuestionCode| match ticks.iter().find(|t| t.code == *code).map(|t| t.asked) {
        Some(Ticked::Yes) => Asked::Yes,
        Some(Ticked::NotReached) => Asked::NotReached,
        None => Asked::Unmarked,
    };
    let core: Vec<&QuestionCode> = round
        .iter()
        .flat_map(|round| &round.kit)
        .flat_map(|line| &line.core_questions)
        .collect();
    let again = ticks.iter().map(|t| &t.code).filter(|code| !core.contains(code));
    core.iter()
        .copied()
        .chain(again)
        .map(|code| QuestionFacts {
            question: code.clone(),
            asked: asked(code),
        })
        .collect()
}
