//! Scoring keys.

use std::collections::BTreeSet;

use super::{ContentRule, Faults, Parts};
use crate::{
    content::model::{Conversion, Exercise, PointGroup, Variant},
    kernel::{kind::Kind, terms::Layout, text_enum::TextEnum},
};

pub(super) fn check(parts: &Parts, faults: &mut Faults) {
    faults.unique(parts.exercises.iter().map(|e| &e.code));
    faults.unique(parts.exercises.iter().flat_map(|e| &e.items).map(|i| &i.code));
    faults.unique(parts.exercises.iter().flat_map(|e| &e.rules).map(|r| &r.code));
    for table in &parts.exercise_rules.conversions {
        conversion(table, faults);
    }
    let test = &parts.exercise_rules.knowledge_test;
    faults.competency(parts, &test.code, &test.competency);
    faults.require(
        test.from_percent.len() == 5 && test.from_percent.is_sorted(),
        ContentRule::Scoring,
        &test.code,
        "needs five ascending shares",
    );
    for exercise in &parts.exercises {
        words(exercise, faults);
        uses(exercise, faults);
        groups(parts, exercise, faults);
        rules(parts, exercise, faults);
        agrees(parts, exercise, faults);
    }
    for kind in Kind::ALL {
        minutes(parts, *kind, faults);
    }
}

/// Five ascending lower bounds, from 0 to at most the maximum.
fn conversion(table: &Conversion, faults: &mut Faults) {
    let ascending = table
        .from
        .iter()
        .zip(table.from.iter().skip(1))
        .all(|(a, b)| a < b);
    let fits = table.from.len() == 5
        && table.from.first() == Some(&0)
        && ascending
        && table.from.last().is_some_and(|last| *last <= table.max);
    faults.require(
        fits,
        ContentRule::Scoring,
        format_args!("table of {}", table.max),
        "does not give five ascending levels",
    );
}

fn words(exercise: &Exercise, faults: &mut Faults) {
    faults.text(&exercise.code, "name", &exercise.name);
    faults.text(&exercise.code, "task", &exercise.task);
    for item in &exercise.items {
        faults.text(&item.code, "text", &item.text);
        faults.require(
            item.points.first() == Some(&0) && item.max() > 0 && item.points.is_sorted(),
            ContentRule::Scoring,
            &item.code,
            "must offer 0 and more points, ascending",
        );
    }
    for material in &exercise.materials {
        faults.require(
            !material.text.trim().is_empty(),
            ContentRule::EmptyText,
            &exercise.code,
            format_args!("{} is empty", material.title),
        );
    }
    faults.require(
        !exercise.materials.is_empty(),
        ContentRule::EmptyText,
        &exercise.code,
        "has no material",
    );
}

/// Every variant a kind takes is described.
fn uses(exercise: &Exercise, faults: &mut Faults) {
    for kind in Kind::ALL {
        for layout in Layout::ALL {
            let described = exercise
                .variant_for(*kind, *layout)
                .is_none_or(|v| exercise.variant(v).is_some());
            faults.require(
                described,
                ContentRule::Consistency,
                &exercise.code,
                format_args!("is taken by {kind} ({layout}) in a variant it does not describe"),
            );
        }
    }
}

/// In every variant each measured competency has one group, whose maximum is what its items give and whose scale has a
/// table.
fn groups(parts: &Parts, exercise: &Exercise, faults: &mut Faults) {
    for info in &exercise.variants {
        let counted: BTreeSet<_> = exercise
            .items_in(info.variant)
            .map(|item| &item.competency)
            .collect();
        let measured: BTreeSet<_> = exercise.measures.iter().collect();
        faults.require(
            counted == measured,
            ContentRule::Scoring,
            &exercise.code,
            format_args!("counts other competencies than it measures ({})", info.variant),
        );
        for competency in &exercise.measures {
            faults.competency(parts, &exercise.code, competency);
            let mut found = exercise
                .groups
                .iter()
                .filter(|g| g.variant == info.variant && g.competency == *competency);
            match (found.next(), found.next()) {
                (Some(group), None) => maximum(parts, exercise, group, faults),
                _ => faults.add(
                    ContentRule::Scoring,
                    &exercise.code,
                    format_args!("needs one group for {competency} ({})", info.variant),
                ),
            }
        }
    }
}

fn maximum(parts: &Parts, exercise: &Exercise, group: &PointGroup, faults: &mut Faults) {
    let given = points(exercise, group);
    faults.require(
        given == group.max,
        ContentRule::Scoring,
        &exercise.code,
        format_args!(
            "{} ({}): items give {given} points, not {}",
            group.competency, group.variant, group.max
        ),
    );
    faults.require(
        parts
            .exercise_rules
            .conversions
            .iter()
            .any(|table| table.max == group.scaled_to),
        ContentRule::Scoring,
        &exercise.code,
        format_args!("no table for {} points", group.scaled_to),
    );
}

fn points(exercise: &Exercise, group: &PointGroup) -> u16 {
    exercise
        .items_in(group.variant)
        .filter(|item| item.competency == group.competency)
        .map(|item| u16::from(item.max()))
        .sum()
}

fn rules(parts: &Parts, exercise: &Exercise, faults: &mut Faults) {
    for rule in &exercise.rules {
        faults.text(&rule.code, "when", &rule.when);
        faults.require(
            rule.cap.is_some() || rule.red_flag.is_some(),
            ContentRule::Scoring,
            &rule.code,
            "neither caps nor flags",
        );
        if let Some(cap) = &rule.cap {
            faults.require(
                (1..5).contains(&cap.at_most) && exercise.measures.contains(&cap.competency),
                ContentRule::Scoring,
                &rule.code,
                "caps something the exercise does not measure, or no level",
            );
        }
        if let Some(flag) = &rule.red_flag {
            faults.red_flag(parts, &rule.code, flag);
        }
        for item in &rule.zero_points_in {
            if !exercise.items.iter().any(|i| i.code == *item) {
                faults.unknown(&rule.code, item);
            }
        }
    }
}

/// Exercise and competencies agree on who measures what.
fn agrees(parts: &Parts, exercise: &Exercise, faults: &mut Faults) {
    for competency in &parts.competencies {
        faults.require(
            competency.exercises.contains(&exercise.code) == exercise.measures.contains(&competency.code),
            ContentRule::Consistency,
            &exercise.code,
            format_args!("and {} disagree on whether it is measured there", competency.code),
        );
    }
}

/// The set of a kind takes the stated minutes, and no layout asks for more unpaid time than allowed.
fn minutes(parts: &Parts, kind: Kind, faults: &mut Faults) {
    let total = |layout: Layout| -> u16 {
        let taken = |e: &Exercise| {
            let variant: Option<Variant> = e.variant_for(kind, layout);
            variant.and_then(|v| e.variant(v)).map_or(0, |info| info.minutes)
        };
        parts.exercises.iter().map(taken).sum()
    };
    let rules = &parts.exercise_rules;
    let stated = *rules.total_minutes.get(kind);
    let standard = total(Layout::Standard);
    faults.require(
        standard == stated,
        ContentRule::Consistency,
        "exercises",
        format_args!("{kind} takes {standard} minutes, not {stated}"),
    );
    for layout in Layout::ALL {
        faults.require(
            total(*layout) <= rules.max_unpaid_minutes,
            ContentRule::Consistency,
            "exercises",
            format_args!(
                "{kind} ({layout}) takes more than {} unpaid minutes",
                rules.max_unpaid_minutes
            ),
        );
    }
}
