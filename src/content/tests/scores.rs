//! Points to levels at the borders of every table; steps, caps and flags.

use std::collections::BTreeMap;

use super::{checklist, competency, shipped, source};
use crate::content::{ScoreError, model::Variant};

fn level(exercise: &str, variant: Variant, code: &str, points: &BTreeMap<String, u8>) -> u8 {
    adjusted(exercise, variant, code, points, &[], 0).unwrap()
}

fn adjusted(
    exercise: &str,
    variant: Variant,
    code: &str,
    points: &BTreeMap<String, u8>,
    ticked: &[&str],
    step: i8,
) -> Result<u8, ScoreError> {
    let ticked: Vec<String> = ticked.iter().map(ToString::to_string).collect();
    shipped().level_of(
        &source(exercise),
        variant,
        &competency(code),
        points,
        &ticked,
        step,
    )
}

/// A checklist on which the items of one competency sum up to `sum`, everything else full.
fn summing(exercise: &str, variant: Variant, code: &str, sum: u16) -> BTreeMap<String, u8> {
    let pack = shipped();
    let mut left = sum;
    let mut points = checklist(exercise, variant, 2, &[]);
    for item in pack.exercise(&source(exercise)).unwrap().items_in(variant) {
        if item.competency == code {
            let given = item
                .points
                .iter()
                .copied()
                .filter(|p| u16::from(*p) <= left)
                .max()
                .unwrap();
            points.insert(item.code.clone(), given);
            left -= u16::from(given);
        }
    }
    assert_eq!(left, 0, "{exercise} {code} cannot sum up to {sum}");
    points
}

#[test]
fn every_table_changes_level_exactly_at_its_borders() {
    let tables = [
        ("E1", "BOUN", [0, 1, 2, 3, 4], 4),
        ("E3", "VCOM", [0, 2, 4, 6, 8], 8),
        ("E1", "WCOM", [0, 4, 6, 9, 11], 12),
        ("E2", "ORGD", [0, 12, 17, 22, 27], 30),
    ];
    for (exercise, code, least_points, most) in tables {
        let at = |sum| {
            level(
                exercise,
                Variant::Full,
                code,
                &summing(exercise, Variant::Full, code, sum),
            )
        };
        for (least, expected) in least_points.into_iter().zip(1..) {
            assert_eq!(at(least), expected, "{exercise} {code} with {least} points");
            if least > 0 {
                assert_eq!(
                    at(least - 1),
                    expected - 1,
                    "{exercise} {code} with {} points",
                    least - 1
                );
            }
        }
        assert_eq!(at(most), 5, "{exercise} {code} with every point");
    }
}

#[test]
fn the_short_account_plan_scales_its_six_commercial_points_to_eight() {
    for (sum, expected) in [(0, 1), (1, 1), (2, 2), (3, 3), (4, 3), (5, 4), (6, 5)] {
        let points = summing("E5", Variant::Short, "COMM", sum);
        assert_eq!(
            level("E5", Variant::Short, "COMM", &points),
            expected,
            "{sum} points"
        );
    }
}

#[test]
fn the_knowledge_test_changes_level_at_40_55_70_and_85_percent() {
    let pack = shipped();
    let expected = [
        (0, 1),
        (7, 1),
        (8, 2),
        (10, 2),
        (11, 3),
        (13, 3),
        (14, 4),
        (16, 4),
        (17, 5),
        (20, 5),
    ];
    for (right, expected) in expected {
        assert_eq!(
            pack.knowledge_level(right, 20).unwrap(),
            expected,
            "{right} of 20"
        );
    }
    assert!(pack.knowledge_level(21, 20).is_err());
    assert!(pack.knowledge_level(0, 0).is_err());
}

#[test]
fn the_assessor_moves_the_level_by_one_at_most_and_never_off_the_scale() {
    let points = summing("E3", Variant::Full, "CONF", 5);
    let full = checklist("E3", Variant::Full, 2, &[]);
    let none = checklist("E3", Variant::Full, 0, &[]);
    let with = |points, step| adjusted("E3", Variant::Full, "CONF", points, &[], step);
    assert_eq!(
        (with(&points, -1), with(&points, 0), with(&points, 1)),
        (Ok(2), Ok(3), Ok(4))
    );
    assert_eq!(with(&full, 1), Ok(5));
    assert_eq!(with(&none, -1), Ok(1));
    assert_eq!(with(&points, 2), Err(ScoreError::AdjustmentTooLarge(2)));
}

#[test]
fn caps_come_last_so_no_step_lifts_a_level_over_them() {
    let full = checklist("E1", Variant::Full, 2, &[]);
    let capped = |code, rule, step| adjusted("E1", Variant::Full, code, &full, &[rule], step).unwrap();
    assert_eq!(capped("WCOM", "E1-C1", 1), 2);
    assert_eq!(capped("BOUN", "E1-C2", 1), 1);
    assert_eq!(capped("EMPQ", "E1-C3", 1), 2);
    assert_eq!(
        capped("EMPQ", "E1-C1", 0),
        5,
        "a cap holds for its own competency only"
    );
}

#[test]
fn the_furious_voice_mail_left_lying_caps_workload_at_two_without_anybody_ticking_it() {
    let points = checklist("E2", Variant::Full, 2, &[("E2-M1", 0)]);
    assert_eq!(level("E2", Variant::Full, "WORK", &points), 2);
    assert_eq!(level("E2", Variant::Full, "ORGD", &points), 5);
    let later = checklist("E2", Variant::Full, 2, &[("E2-M1", 1)]);
    assert_eq!(level("E2", Variant::Full, "WORK", &later), 5);
}

#[test]
fn flags_follow_from_points_or_from_what_an_assessor_ticks() {
    let flags = |exercise: &str, variant, named: &[(&str, u8)], ticked: &[&str]| -> Vec<String> {
        let ticked: Vec<String> = ticked.iter().map(ToString::to_string).collect();
        let points = checklist(exercise, variant, 2, named);
        let raised = shipped()
            .red_flags_from(&source(exercise), variant, &points, &ticked)
            .unwrap();
        raised.iter().map(ToString::to_string).collect()
    };
    let full = Variant::Full;
    assert_eq!(flags("E2", full, &[("E2-S1", 0), ("E2-S2", 0)], &[]), ["RF11"]);
    assert!(flags("E2", full, &[("E2-S1", 0)], &[]).is_empty());
    assert_eq!(flags("E2", full, &[], &["E2-F2", "E2-F5"]), ["RF15", "RF19"]);
    assert_eq!(flags("E5", full, &[("E5-13", 0), ("E5-14", 0)], &[]), ["RF17"]);
    assert!(flags("E5", full, &[("E5-13", 0)], &[]).is_empty());
    assert_eq!(
        flags("E5", Variant::Short, &[("E5-11", 0), ("E5-4", 0)], &[]),
        ["RF02", "RF21"]
    );
    assert_eq!(flags("E3", full, &[], &["E3-C3"]), ["RF09"]);
    assert_eq!(flags("E4", Variant::Lite, &[], &["E4-C1"]), ["RF12"]);
}

#[test]
fn a_checklist_is_refused_when_it_is_not_that_of_the_variant() {
    let pack = shipped();
    let score = |points: &BTreeMap<String, u8>, ticked: &[String]| {
        pack.level_of(
            &source("E5"),
            Variant::Short,
            &competency("COMM"),
            points,
            ticked,
            0,
        )
    };
    let good = checklist("E5", Variant::Short, 2, &[]);

    let mut missing = good.clone();
    missing.remove("E5-7");
    assert_eq!(score(&missing, &[]), Err(ScoreError::MissingItem("E5-7".into())));

    let mut dropped = good.clone();
    dropped.insert("E5-9".into(), 2);
    assert_eq!(score(&dropped, &[]), Err(ScoreError::UnknownItem("E5-9".into())));

    let mut three = good.clone();
    three.insert("E5-7".into(), 3);
    assert_eq!(
        score(&three, &[]),
        Err(ScoreError::PointsNotAllowed {
            item: "E5-7".into(),
            points: 3
        })
    );

    assert_eq!(
        score(&good, &["E5-C9".into()]),
        Err(ScoreError::UnknownRule("E5-C9".into()))
    );
}

#[test]
fn what_an_exercise_does_not_measure_has_no_level() {
    let pack = shipped();
    let points = checklist("E3", Variant::Full, 2, &[]);
    let ask = |exercise, variant, code| {
        pack.level_of(&source(exercise), variant, &competency(code), &points, &[], 0)
    };
    assert!(matches!(
        ask("E3", Variant::Full, "TECH"),
        Err(ScoreError::NotMeasured(..))
    ));
    assert!(matches!(
        ask("E3", Variant::Lite, "CONF"),
        Err(ScoreError::UnknownVariant(..))
    ));
    assert!(matches!(
        ask("E9", Variant::Full, "CONF"),
        Err(ScoreError::UnknownExercise(..))
    ));
}
