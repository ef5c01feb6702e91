use super::with;
use crate::{
    kernel::time::{hours, minutes},
    pipeline::{
        evidence::{ApplicationEvidence, Asked, CardFacts, QuestionFacts, RatingFacts},
        gate_id::GateId::{self, *},
        gates::Concern,
        refusal::Finding,
        state::{ScorecardState, WaiverState},
        testing::*,
    },
};

/// Judges the submission of the senior account manager's card for R2, spoiled.
fn submitted(gate: GateId, spoil: impl FnOnce(&mut CardFacts)) -> Finding {
    let mut case = perfect_application();
    let card = card_mut(&mut case, "R2", SENIOR);
    card.state = ScorecardState::Draft;
    card.locked_at = None;
    card.due_from = now() - hours(2);
    spoil(card);
    let card = card.clone();
    judged_for(gate, &case, Concern::Card(&card))
}

fn mark(case: &mut ApplicationEvidence, code: &str, asked: Asked) {
    for card in &mut case.assessment.cards {
        for q in &mut card.questions {
            if q.question == code {
                q.asked = asked;
            }
        }
    }
}

#[test]
fn g15_accepts_a_card_whose_open_questions_are_marked_as_not_reached() {
    assert!(submitted(G15, |c| c.questions[0].asked = Asked::NotReached).passes());
}

#[test]
fn g15_refuses_a_card_with_an_unmarked_or_missing_question() {
    let short = missing(submitted(G15, |c| c.questions[0].asked = Asked::Unmarked));
    assert_eq!(
        short.detail,
        "1 core questions were not asked in R2: VCOM-2. Ask them in a later round so every candidate has the \
         same chance."
    );
    assert!(
        missing(submitted(G15, |c| c.questions.clear()))
            .detail
            .starts_with("6 core questions")
    );
}

#[test]
fn g15_asks_nothing_of_a_work_sample() {
    let mut case = perfect_application();
    let card = card_mut(&mut case, "E1", ASSESSOR).clone();
    assert!(judged_for(G15, &case, Concern::Card(&card)).passes());
}

#[test]
fn g15_wants_a_question_that_was_not_reached_asked_in_a_later_round() {
    let mut case = with(|c| mark(c, "BOUN-1", Asked::NotReached));
    assert!(missing(judged(G15, &case)).detail.contains("in R2: BOUN-1"));
    card_mut(&mut case, "R3", FIELD).questions.push(QuestionFacts {
        question: question("BOUN-1"),
        asked: Asked::Yes,
    });
    assert!(judged(G15, &case).passes());
}

#[test]
fn g16_refuses_the_card_of_somebody_who_has_seen_other_ratings() {
    assert!(submitted(G16, |_| ()).passes());
    assert_eq!(
        missing(submitted(G16, |c| c.rater_had_sight = true)).detail,
        "You will see the other ratings when your own scorecard is locked. Independent ratings are what makes \
         several interviews worth more than one."
    );
    let locked = with(|c| card_mut(c, "R2", SENIOR).rater_had_sight = true);
    assert!(
        missing(judged(G16, &locked))
            .found
            .contains("Selma Yilmaz's card for R2")
    );
}

#[test]
fn g17_refuses_evidence_that_says_nothing() {
    let short = missing(submitted(G17, |c| c.ratings[0].evidence = "good".to_owned()));
    assert_eq!(
        short.detail,
        "Scorecard incomplete: VCOM lack a rating or the observed evidence (40 characters)."
    );
    assert_eq!(short.owed_by[0].user, Some(SENIOR));
}

#[test]
fn g17_counts_forty_characters_without_padding() {
    let exactly = "abcdefghij".repeat(4);
    assert!(submitted(G17, |c| c.ratings[0].evidence = exactly.clone()).passes());
    assert!(!submitted(G17, |c| c.ratings[0].evidence = format!("a{}b", " ".repeat(60))).passes());
    assert!(!submitted(G17, |c| c.ratings[0].evidence = format!("{}  ", &exactly[1..])).passes());
}

#[test]
fn g17_wants_every_competency_of_the_kit_and_no_other() {
    assert!(
        missing(submitted(G17, |c| drop(c.ratings.remove(0))))
            .detail
            .contains("VCOM")
    );
    let foreign = |c: &mut CardFacts| {
        c.ratings.push(RatingFacts {
            competency: competency("TECH"),
            value: Some(5),
            evidence: format!("{EVIDENCE}, which is another matter"),
        });
    };
    assert!(missing(submitted(G17, foreign)).detail.contains("TECH"));
    assert!(!submitted(G17, |c| c.ratings.push(c.ratings[0].clone())).passes());
}

#[test]
fn g17_knows_levels_one_to_five_only() {
    for level in [0, 6] {
        assert!(!submitted(G17, |c| c.ratings[0].value = Some(level)).passes());
    }
    for level in 1..=5 {
        assert!(submitted(G17, |c| c.ratings[0].value = Some(level)).passes());
    }
}

#[test]
fn g17_accepts_not_observed_without_evidence() {
    let unseen = |c: &mut CardFacts| {
        c.ratings[0].value = None;
        c.ratings[0].evidence.clear();
    };
    assert!(submitted(G17, unseen).passes());
}

#[test]
fn g17_refuses_the_same_text_in_three_fields_however_it_is_typed() {
    let copies = |n: usize| {
        move |c: &mut CardFacts| {
            let forms = [
                EVIDENCE.to_owned(),
                EVIDENCE.to_uppercase(),
                format!("  {EVIDENCE}!! "),
            ];
            for (rating, text) in c.ratings.iter_mut().zip(forms).take(n) {
                rating.evidence = text;
            }
        }
    };
    assert!(submitted(G17, copies(2)).passes());
    assert_eq!(
        missing(submitted(G17, copies(3))).detail,
        "Scorecard incomplete: EMPQ, PROA, VCOM carry the same text; write for each what was observed."
    );
}

#[test]
fn g17_looks_at_every_locked_card_again_at_the_approval() {
    let case = with(|c| card_mut(c, "E2", ASSESSOR).ratings[0].evidence.clear());
    assert_eq!(
        missing(judged(G17, &case)).found,
        "incomplete: Anton Silva's card for E2"
    );
}

#[test]
fn g18_takes_a_card_until_seventy_two_hours_after_the_round() {
    let after = |delta| submitted(G18, |c| c.due_from = now() - delta);
    assert!(after(hours(72)).passes());
    assert_eq!(
        missing(after(hours(73))).detail,
        "This scorecard comes 73 h after the interview; limit 72. Repeat the round or use the second rater."
    );
    assert!(!after(hours(72) + minutes(1)).passes());
}

#[test]
fn g18_mentions_a_card_that_is_later_than_a_day() {
    let Finding::Met(found) = submitted(G18, |c| c.due_from = now() - hours(30)) else {
        panic!("a card of 30 hours is in time");
    };
    assert!(found.contains("Selma Yilmaz's card for R2 after 30 h"));
}

#[test]
fn g18_can_be_waived_to_five_days_but_not_beyond() {
    let late_by = |h, value| {
        let mut case = with(|c| c.waivers = vec![granted(G18, value)]);
        let card = card_mut(&mut case, "R2", SENIOR);
        card.locked_at = None;
        card.due_from = now() - hours(h);
        let card = card.clone();
        judged_for(G18, &case, Concern::Card(&card))
    };
    assert!(matches!(late_by(100, 120.0), Finding::Waived(_)));
    assert!(matches!(late_by(70, 120.0), Finding::Met(_)));
    assert!(!late_by(100, 96.0).passes());
    assert!(!late_by(121, 200.0).passes());
}

#[test]
fn g18_remembers_the_waiver_under_which_a_card_was_locked() {
    let mut case = with(|c| card_mut(c, "R2", SENIOR).locked_at = Some(at("11-08 12:00")));
    assert!(!judged(G18, &case).passes());
    let mut waiver = granted(G18, 120.0);
    waiver.expires_at = at("11-09 00:00");
    waiver.state = WaiverState::Expired;
    case.waivers = vec![waiver];
    assert!(matches!(judged(G18, &case), Finding::Waived(_)));
    case.waivers[0].state = WaiverState::Revoked;
    assert!(!judged(G18, &case).passes());
}
