//! G15 to G18: what makes a card count.

use std::collections::{BTreeMap, BTreeSet};

use super::{Concern, Frame};
use crate::{
    kernel::{
        codes::{CompetencyCode, QuestionCode},
        text::{single_line, visible_len},
        time::{Timestamp, hours},
    },
    pipeline::{
        evidence::{ApplicationEvidence, Asked, CardFacts, RatingFacts, WaiverFacts},
        gate_id::GateId,
        gates::words::{all_of, count},
        refusal::{Finding, Shortfall},
        state::WaiverState,
    },
};

/// Hours after a round beyond which no waiver accepts a card (7.3).
const LATEST_CARD_HOURS: f64 = 120.0;

/// The card in question, or every locked one.
fn cards<'a>(case: &'a ApplicationEvidence, concern: Concern<'a>) -> Vec<&'a CardFacts> {
    match concern {
        Concern::Card(card) => vec![card],
        _ => case.assessment.locked().collect(),
    }
}

/// "Mara Holt's card for R1".
fn title(case: &ApplicationEvidence, card: &CardFacts) -> String {
    format!("{}'s card for {}", case.name(card.rater), card.source)
}

fn place(case: &ApplicationEvidence, concern: Concern<'_>) -> String {
    match concern {
        Concern::Card(card) => format!("/scorecards/{}", card.card),
        _ => case.path("/scheduled_interviews"),
    }
}

/// Core questions of the rounds in question that nobody has asked; on the card itself "not reached" is an
/// answer, on the way to the decision it must have been asked in another round.
fn unasked(case: &ApplicationEvidence, concern: Concern<'_>) -> BTreeMap<String, Vec<String>> {
    let asked_on = |card: &CardFacts, question: &QuestionCode, fine: &[Asked]| {
        card.questions
            .iter()
            .any(|q| q.question == *question && fine.contains(&q.asked))
    };
    let mut missing: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for round in &case.terms.rounds {
        let questions = round.kit.iter().flat_map(|line| &line.core_questions);
        for question in questions {
            let asked = match concern {
                Concern::Card(card) => {
                    card.source != round.code || asked_on(card, question, &[Asked::Yes, Asked::NotReached])
                }
                _ => {
                    let begun = case.assessment.locked().any(|c| c.source == round.code);
                    let mut locked = case.assessment.locked();
                    !begun || locked.any(|c| asked_on(c, question, &[Asked::Yes]))
                }
            };
            if !asked && !round.work_samples {
                let in_round = missing.entry(round.code.to_string()).or_default();
                in_round.push(question.to_string());
            }
        }
    }
    missing
}

pub(in crate::pipeline::gates) fn same_questions(
    case: &ApplicationEvidence,
    concern: Concern<'_>,
) -> Finding {
    let missing = unasked(case, concern);
    if missing.is_empty() {
        return Finding::met("every core question asked");
    }
    let n: usize = missing.values().map(Vec::len).sum();
    let rounds: Vec<String> = missing.keys().cloned().collect();
    let questions = missing.into_values().flatten().collect::<Vec<_>>().join(", ");
    let short = Shortfall::new(
        format!("{n} core questions not asked: {questions}"),
        "every core question of the kit asked; one that was not reached is asked in a later round",
        "Tick each question as asked or not reached, and ask the open ones in a later round.",
        format!(
            "{n} core questions were not asked in {}: {questions}. Ask them in a later round so every \
             candidate has the same chance.",
            all_of(&rounds)
        ),
    )
    .at(place(case, concern));
    let owed = match concern {
        Concern::Card(card) => case.owed_by_rater(card.rater),
        _ => case.owed_by_hr(),
    };
    Finding::open(short.owed([owed]))
}

pub(in crate::pipeline::gates) fn independent(case: &ApplicationEvidence, concern: Concern<'_>) -> Finding {
    let seen: Vec<&CardFacts> = cards(case, concern)
        .into_iter()
        .filter(|c| c.rater_had_sight)
        .collect();
    if seen.is_empty() {
        return Finding::met("every card was written without sight of the others");
    }
    let titles: Vec<String> = seen.iter().map(|c| title(case, c)).collect();
    Finding::open(
        Shortfall::new(
            format!("written with sight of other ratings: {}", all_of(&titles)),
            "cards of people who had seen no other rating of this candidate",
            "Let somebody rate who has not seen the other ratings.",
            "You will see the other ratings when your own scorecard is locked. Independent ratings are what \
             makes several interviews worth more than one.",
        )
        .owed([case.owed_by_hr()])
        .at(place(case, concern)),
    )
}

/// What a card lacks for G17.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lacks {
    /// Competencies without a rating, or without evidence for it.
    pub competencies: Vec<CompetencyCode>,
    /// Competencies whose text stands in too many fields.
    pub copied: Vec<CompetencyCode>,
}

/// What a card lacks for G17, competency by competency; the gate says the same in one sentence.
pub fn lacks(card: &CardFacts, frame: Frame<'_>) -> Lacks {
    let enough = |r: &RatingFacts| {
        let long = visible_len(&single_line(&r.evidence)) >= frame.policy.evidence_min_chars as usize;
        // "Not observed" needs no evidence: there was none.
        r.value.is_none_or(|level| (1..=5).contains(&level) && long)
    };
    let rated = |code: &CompetencyCode| {
        let mut own = card.ratings.iter().filter(|r| r.competency == *code);
        matches!((own.next(), own.next()), (Some(only), None) if enough(only))
    };
    let unrated = card.expected.iter().filter(|code| !rated(code));
    let foreign = card.ratings.iter().map(|r| &r.competency);
    let foreign = foreign.filter(|code| !card.expected.contains(code));
    Lacks {
        competencies: unrated.chain(foreign).cloned().collect(),
        copied: copied(card, frame),
    }
}

/// Competencies whose text, compared without case, spaces and signs, stands in too many fields.
fn copied(card: &CardFacts, frame: Frame<'_>) -> Vec<CompetencyCode> {
    let plain = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let mut by_text: BTreeMap<String, Vec<CompetencyCode>> = BTreeMap::new();
    for rating in &card.ratings {
        let text = plain(&rating.evidence);
        if !text.is_empty() {
            by_text.entry(text).or_default().push(rating.competency.clone());
        }
    }
    by_text
        .into_values()
        .filter(|fields| count(fields) > frame.policy.identical_evidence_fields)
        .flatten()
        .collect()
}

pub(in crate::pipeline::gates) fn complete_card(
    case: &ApplicationEvidence,
    concern: Concern<'_>,
    frame: Frame<'_>,
) -> Finding {
    let chars = frame.policy.evidence_min_chars;
    let list = |codes: &[CompetencyCode]| {
        let names: BTreeSet<&str> = codes.iter().map(CompetencyCode::as_str).collect();
        names.into_iter().collect::<Vec<_>>().join(", ")
    };
    let mut sentences = Vec::new();
    let mut owed = Vec::new();
    for card in cards(case, concern) {
        let lacks = lacks(card, frame);
        let before = sentences.len();
        if !lacks.competencies.is_empty() {
            sentences.push(format!(
                "Scorecard incomplete: {} lack a rating or the observed evidence ({chars} characters).",
                list(&lacks.competencies)
            ));
        }
        if !lacks.copied.is_empty() {
            sentences.push(format!(
                "Scorecard incomplete: {} carry the same text; write for each what was observed.",
                list(&lacks.copied)
            ));
        }
        if sentences.len() > before {
            owed.push((card.rater, title(case, card)));
        }
    }
    if sentences.is_empty() {
        return Finding::met("every competency rated with evidence, or not observed");
    }
    let titles: Vec<String> = owed.iter().map(|(_, title)| title.clone()).collect();
    Finding::open(
        Shortfall::new(
            format!("incomplete: {}", all_of(&titles)),
            format!(
                "every competency of the kit 1 to 5 with {chars} characters of evidence, or not observed; the \
                 same text in at most {} fields",
                frame.policy.identical_evidence_fields
            ),
            "Write for each competency what was said or done, or mark it as not observed.",
            sentences.join(" "),
        )
        .owed(owed.into_iter().map(|(rater, _)| case.owed_by_rater(rater)))
        .at(place(case, concern)),
    )
}

/// The latest hour at which a card filed at `filed` was in time. A waiver that has run out since counts:
/// it was in force when the card was locked.
fn limit_hours(case: &ApplicationEvidence, filed: Timestamp, usual: f64) -> f64 {
    let held = |w: &&WaiverFacts| {
        w.gate == GateId::G18
            && matches!(w.state, WaiverState::Granted | WaiverState::Expired)
            && filed < w.expires_at
    };
    let waived = case.waivers.iter().filter(held).map(|w| w.value);
    waived.fold(usual, |limit, value| limit.max(value.min(LATEST_CARD_HOURS)))
}

pub(in crate::pipeline::gates) fn timely_card(
    case: &ApplicationEvidence,
    concern: Concern<'_>,
    frame: Frame<'_>,
) -> Finding {
    let usual = f64::from(frame.policy.card_void_hours);
    let warn = hours(i64::from(frame.policy.card_warn_hours));
    let (mut waived, mut warned) = (Vec::new(), Vec::new());
    for card in cards(case, concern) {
        let filed = card.locked_at.unwrap_or(frame.now);
        let took = filed.since(card.due_from);
        let took_hours = took.as_seconds_f64() / 3600.0;
        if took_hours > limit_hours(case, filed, usual) {
            return Finding::open(too_late(case, card, took.num_hours(), frame, concern));
        }
        if took_hours > usual {
            waived.push(title(case, card));
        } else if took > warn {
            warned.push(format!("{} after {} h", title(case, card), took.num_hours()));
        }
    }
    if !waived.is_empty() {
        return Finding::Waived(format!("late by waiver: {}", all_of(&waived)));
    }
    if warned.is_empty() {
        return Finding::met("filed in time");
    }
    Finding::met(format!("in time, but later than a day: {}", all_of(&warned)))
}

fn too_late(
    case: &ApplicationEvidence,
    card: &CardFacts,
    took: i64,
    frame: Frame<'_>,
    concern: Concern<'_>,
) -> Shortfall {
    let limit = frame.policy.card_void_hours;
    Shortfall::new(
        format!("{} filed {took} h after the interview", title(case, card)),
        format!("{limit} h"),
        "Repeat the round with the same kit and another rater, or go on with the second rater's card.",
        format!(
            "This scorecard comes {took} h after the interview; limit {limit}. Repeat the round or use the \
             second rater."
        ),
    )
    .owed([case.owed_by_hr()])
    .since(card.due_from)
    .at(place(case, concern))
}
