//! Cards of the client mail (E1) and of a round, as raters may and may not fill them.

use std::sync::Arc;

use super::*;
use crate::{
    content::model::Variant,
    fault::Fault,
    interviews::model::{Adjustment, CardInput, ItemPoints, QuestionTick, RatingInput, Ticked},
    kernel::codes::{CompetencyCode, QuestionCode, SourceCode},
    pipeline::testing::perfect_application,
};

fn pack() -> Arc<Pack> {
    Pack::shipped().unwrap()
}

fn rating(code: &str, value: Option<u8>) -> RatingInput {
    RatingInput {
        undecided: false,
        competency: CompetencyCode::new(code).unwrap(),
        value,
        evidence: format!("Told how the client of {code} was called before noon"),
    }
}

/// A complete E1 card: two points for every item but those named.
fn client_mail(pack: &Pack, weak: &[(&str, u8)]) -> CardInput {
    let key = pack.exercise(&SourceCode::new("E1").unwrap()).unwrap();
    let points = |code: &str| weak.iter().find(|(item, _)| *item == code).map_or(2, |(_, p)| *p);
    CardInput {
        ratings: ["WCOM", "EMPQ", "BOUN"].map(|code| rating(code, None)).to_vec(),
        items: key
            .items_in(Variant::Full)
            .map(|item| ItemPoints {
                item: item.code.clone(),
                points: points(&item.code),
            })
            .collect(),
        ..CardInput::default()
    }
}

fn subject(pack: &Pack) -> Subject<'_> {
    let key = pack.exercise(&SourceCode::new("E1").unwrap()).unwrap();
    Subject::Sample(key, Variant::Full)
}

fn pointers(checked: Result<(), Fault>) -> Vec<String> {
    match checked {
        Ok(()) => Vec::new(),
        Err(Fault::Invalid(faults)) => faults.into_iter().map(|f| f.pointer).collect(),
        Err(other) => panic!("{other}"),
    }
}

fn level(body: &crate::interviews::model::CardBody, code: &str) -> Option<u8> {
    let found = body.ratings.iter().find(|r| r.competency == code);
    found.and_then(|r| r.value)
}

#[test]
fn points_become_levels_then_the_step_is_taken_and_caps_come_last() {
    let pack = pack();
    let mut input = client_mail(&pack, &[("E1-1", 0), ("E1-3", 0)]);
    assert!(pointers(checked(&input, subject(&pack), &pack)).is_empty());
    // WCOM: 8 of 12 points.
    let body = body_of(&input, subject(&pack), &pack).unwrap();
    assert_eq!(level(&body, "WCOM"), Some(3));
    input.adjustments = vec![Adjustment {
        competency: CompetencyCode::new("WCOM").unwrap(),
        delta: 1,
        reason: "The structure was better than its parts".to_owned(),
    }];
    let body = body_of(&input, subject(&pack), &pack).unwrap();
    assert_eq!(level(&body, "WCOM"), Some(4));
    assert!(flags_of(&body, subject(&pack), &pack).unwrap().is_empty());

    // Free work was promised: BOUN is 1, whatever the points, and RF05 is raised.
    let key = pack.exercise(&SourceCode::new("E1").unwrap()).unwrap();
    let free_work = key
        .rules
        .iter()
        .find(|r| r.red_flag.as_ref().is_some_and(|f| f.as_str() == "RF05"))
        .unwrap();
    input.caps = vec![free_work.code.clone()];
    let body = body_of(&input, subject(&pack), &pack).unwrap();
    assert_eq!(level(&body, "BOUN"), Some(1));
    let flags = flags_of(&body, subject(&pack), &pack).unwrap();
    assert_eq!(flags.iter().map(|f| f.as_str()).collect::<Vec<_>>(), ["RF05"]);
}

#[test]
fn an_assessor_cannot_set_levels_move_them_without_reason_or_leave_items_out() {
    let pack = pack();
    let mut input = client_mail(&pack, &[]);
    input.items.remove(0);
    input.items[0].points = 3;
    input.ratings[1].value = Some(5);
    input.ratings.push(rating("TECH", None));
    input.caps = vec!["E9-C1".to_owned()];
    input.adjustments = vec![Adjustment {
        competency: CompetencyCode::new("EMPQ").unwrap(),
        delta: -1,
        reason: "  ".to_owned(),
    }];
    let mut found = pointers(checked(&input, subject(&pack), &pack));
    found.sort();
    assert_eq!(
        found,
        [
            "/adjustments/0/reason",
            "/caps/0",
            "/items",
            "/items/0/points",
            "/ratings/1/value",
            "/ratings/3/competency",
        ]
    );
}

#[test]
fn a_round_rates_its_own_kit_once_and_ticks_questions_that_exist() {
    let pack = pack();
    let case = perfect_application();
    let round = Subject::of(&SourceCode::new("R1").unwrap(), None, &case.terms, &pack).unwrap();
    let tick = |code: &str| QuestionTick {
        code: QuestionCode::new(code).unwrap(),
        asked: Ticked::NotReached,
    };
    let input = CardInput {
        ratings: vec![
            rating("VCOM", Some(4)),
            rating("VCOM", Some(4)),
            rating("WCOM", None),
        ],
        questions: vec![tick("VCOM-Q1"), tick("VCOM-Q99")],
        caps: vec!["E1-C1".to_owned()],
        ..CardInput::default()
    };
    let mut found = pointers(checked(&input, round, &pack));
    found.sort();
    assert_eq!(
        found,
        [
            "/caps",
            "/questions/1/code",
            "/ratings/1/competency",
            "/ratings/2/competency"
        ]
    );
}

#[test]
fn the_knowledge_test_counts_right_answers() {
    let pack = pack();
    let test = Subject::KnowledgeTest;
    let right = |points| CardInput {
        ratings: vec![rating("TECH", None)],
        items: vec![ItemPoints {
            item: "right".to_owned(),
            points,
        }],
        ..CardInput::default()
    };
    let body = body_of(&right(14), test, &pack).unwrap();
    assert_eq!(level(&body, "TECH"), Some(4));
    assert!(pointers(checked(&right(20), test, &pack)).is_empty());
    assert_eq!(pointers(checked(&right(21), test, &pack)), ["/items/0/points"]);
}
