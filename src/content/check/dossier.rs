//! The inventory: every id the dossier names in Parts 3 to 6, 8.1 and 8.4 is in the shipped content, with as many
//! questions, checklist items and steps as the dossier gives it, and nothing besides.

use std::{collections::BTreeSet, fmt::Display};

use super::{ContentRule, Faults, Parts};
use crate::kernel::text_enum::TextEnum;

/// Competencies in the order of the map, with their number of questions (3.1 to 3.13).
const COMPETENCIES: [(&str, usize); 13] = [
    ("WCOM", 4),
    ("VCOM", 5),
    ("ORGD", 5),
    ("EMPQ", 5),
    ("OPST", 6),
    ("CONF", 5),
    ("PROA", 5),
    ("RSTR", 5),
    ("OWNP", 5),
    ("WORK", 5),
    ("BOUN", 5),
    ("COMM", 5),
    ("TECH", 4),
];

/// Exercises with their checklist items (4.1 to 4.5); E2 has 20 messages, 2 silent accounts, 5 calendar checks and 2
/// checks of the notes.
const EXERCISES: [(&str, usize); 5] = [("E1", 12), ("E2", 29), ("E3", 12), ("E4", 8), ("E5", 14)];

/// Modules with their steps (6.1 to 6.3).
const MODULES: [(&str, usize); 42] = [
    ("S-D1", 5),
    ("S-D2", 4),
    ("S-D3", 4),
    ("S-D4", 4),
    ("S-D5", 4),
    ("S-D6", 6),
    ("S-D7", 5),
    ("S-D8", 5),
    ("S-T1", 4),
    ("S-T2", 5),
    ("S-T3", 4),
    ("S-T4", 4),
    ("S-T5", 4),
    ("S-T6", 3),
    ("C-D1", 4),
    ("C-D2", 4),
    ("C-D3", 4),
    ("C-D4", 4),
    ("C-D5", 4),
    ("C-D6", 4),
    ("C-D7", 3),
    ("C-D8", 3),
    ("C-T1", 4),
    ("C-T2", 4),
    ("C-T3", 5),
    ("C-T4", 4),
    ("C-T5", 4),
    ("C-T6", 2),
    ("P-D1", 5),
    ("P-D2", 4),
    ("P-D3", 4),
    ("P-D4", 5),
    ("P-D5", 5),
    ("P-D6", 4),
    ("P-D7", 4),
    ("P-D8", 4),
    ("P-T1", 3),
    ("P-T2", 4),
    ("P-T3", 5),
    ("P-T4", 4),
    ("P-T5", 4),
    ("P-T6", 5),
];

/// Modules demanded by law (6.3).
const STATUTORY: [&str; 2] = ["S-T6", "P-T6"];

/// Modules operations signs too (6.0).
const OPERATIONS_SIGN: [&str; 3] = ["S-D5", "P-D1", "P-T6"];

/// Coaching questions (6.5).
const COACHING: [&str; 17] = [
    "CQ-1a", "CQ-1b", "CQ-2a", "CQ-2b", "CQ-2c", "CQ-2d", "CQ-2e", "CQ-2f", "CQ-3a", "CQ-3b", "CQ-4a",
    "CQ-4b", "CQ-4c", "CQ-5a", "CQ-5b", "CQ-5c", "CQ-6",
];

/// Check-ins (6.5).
const CHECK_INS: [&str; 10] = [
    "day_1", "week_1", "day_14", "weekly", "day_30", "day_60", "day_90", "day_120", "day_180", "day_365",
];

/// Stages of the ramp with their accounts (6.4).
const STAGES: [(&str, usize); 6] = [
    ("shadow", 0),
    ("assisted", 3),
    ("supervised", 6),
    ("growing", 10),
    ("full1", 15),
    ("full2", 20),
];

/// Duty templates (8.1).
const DUTIES: [&str; 28] = [
    "P-1", "P-2", "P-3", "P-4", "C-1", "C-2", "C-3", "C-4", "C-5", "AG-1", "AG-2", "AG-3", "AG-4", "AG-5",
    "AG-6", "AG-7", "AG-8", "AG-P1", "AG-P2", "AG-P3", "AG-P4", "AG-P5", "AG-P6", "S3-1", "S3-2", "S3-3",
    "S3-4", "S3-5",
];

pub(super) fn check(parts: &Parts, faults: &mut Faults) {
    counted("competencies and their questions", &COMPETENCIES, faults, || {
        parts
            .competencies
            .iter()
            .map(|c| (c.code.as_str(), c.questions.len()))
    });
    counted("exercises and their items", &EXERCISES, faults, || {
        parts.exercises.iter().map(|e| (e.code.as_str(), e.items.len()))
    });
    counted("modules and their steps", &MODULES, faults, || {
        parts.modules.iter().map(|m| (m.code.as_str(), m.steps.len()))
    });
    counted("portfolio stages and their accounts", &STAGES, faults, || {
        parts
            .portfolio
            .stages
            .iter()
            .map(|s| (s.code.as_str(), usize::from(s.max_accounts)))
    });
    lists(parts, faults);
    numbered(parts, faults);
    for (what, found, expected) in counts(parts) {
        faults.require(
            found == expected,
            ContentRule::Inventory,
            what,
            format_args!("{found} found, the dossier has {expected}"),
        );
    }
}

fn lists(parts: &Parts, faults: &mut Faults) {
    let modules = &parts.modules;
    named("statutory modules", &STATUTORY, faults, || {
        modules.iter().filter(|m| m.statutory).map(|m| m.code.to_string())
    });
    named("modules operations signs too", &OPERATIONS_SIGN, faults, || {
        modules
            .iter()
            .filter(|m| m.operations_signs_too)
            .map(|m| m.code.to_string())
    });
    named("coaching questions", &COACHING, faults, || {
        parts.coaching.questions.iter().map(|q| q.code.to_string())
    });
    named("check-ins", &CHECK_INS, faults, || {
        parts.check_ins.check_ins.iter().map(|c| c.code.clone())
    });
    named("duty templates", &DUTIES, faults, || {
        parts.duties.templates.iter().map(|d| d.code.to_string())
    });
}

/// Ids that only count upwards.
fn numbered(parts: &Parts, faults: &mut Faults) {
    let form = &parts.references;
    let inbox = |prefix: &str| -> Vec<String> {
        let items = parts.exercises.iter().flat_map(|e| &e.items);
        items
            .filter(|i| i.code.starts_with(prefix))
            .map(|i| i.code.clone())
            .collect()
    };
    let rows: [(&str, Vec<String>, Vec<String>); 8] = [
        (
            "red flags",
            range("RF", 26, 2),
            texts(parts.red_flags.flags.iter().map(|f| &f.code)),
        ),
        (
            "reference items",
            range("R", 22, 2),
            texts(form.items.iter().map(|i| &i.code).chain([&form.rehire.code])),
        ),
        (
            "reference facts",
            range("A", 6, 1),
            texts(form.facts.iter().map(|f| &f.code)),
        ),
        (
            "open questions",
            range("D", 4, 1),
            texts(form.open_questions.iter().map(|q| &q.code)),
        ),
        (
            "interview rounds",
            range("R", 4, 1),
            texts(parts.interviews.rounds.iter().map(|r| &r.code)),
        ),
        (
            "pulse items",
            range("P", 7, 1),
            texts(parts.check_ins.pulse.iter().map(|p| &p.code)),
        ),
        (
            "quiz questions",
            range("Q", 5, 1),
            texts(parts.quiz.questions.iter().map(|q| &q.code)),
        ),
        ("messages of E2", range("E2-M", 20, 1), inbox("E2-M")),
    ];
    for (what, expected, found) in rows {
        compare(
            what,
            &expected.into_iter().collect(),
            &found.into_iter().collect(),
            faults,
        );
    }
}

/// Plain numbers: found and expected.
fn counts(parts: &Parts) -> [(&'static str, usize, usize); 8] {
    let inbox_accounts = parts.exercises.iter().map(|e| e.accounts.len()).sum();
    let classes = parts.exercises.iter().map(|e| e.classes.len()).sum();
    let ratings = parts.calibration.cases.iter().map(|c| c.ratings.len()).sum();
    [
        (
            "soft competencies",
            parts.competencies.iter().filter(|c| c.is_soft()).count(),
            11,
        ),
        ("accounts of E2", inbox_accounts, 18),
        ("message classes of E2", classes, 5),
        ("conversion tables", parts.exercise_rules.conversions.len(), 4),
        (
            "percentile sliders",
            parts.references.percentiles.sliders.len(),
            7,
        ),
        ("answers to R22", parts.references.rehire.answers.len(), 4),
        ("evaluation levels", parts.training.kirkpatrick.len(), 4),
        ("calibration ratings", ratings, 18),
    ]
}

fn range(prefix: &str, last: u16, digits: usize) -> Vec<String> {
    (1..=last).map(|n| format!("{prefix}{n:0digits$}")).collect()
}

fn texts<C: Display>(codes: impl IntoIterator<Item = C>) -> Vec<String> {
    codes.into_iter().map(|code| code.to_string()).collect()
}

fn named<I: Iterator<Item = String>>(
    what: &str,
    expected: &[&str],
    faults: &mut Faults,
    found: impl Fn() -> I,
) {
    compare(
        what,
        &expected.iter().map(ToString::to_string).collect(),
        &found().collect(),
        faults,
    );
}

fn counted<'p, I: Iterator<Item = (&'p str, usize)>>(
    what: &str,
    expected: &[(&str, usize)],
    faults: &mut Faults,
    found: impl Fn() -> I,
) {
    let text = |(code, n): (&str, usize)| format!("{code} ({n})");
    compare(
        what,
        &expected.iter().copied().map(text).collect(),
        &found().map(text).collect(),
        faults,
    );
}

fn compare(what: &str, expected: &BTreeSet<String>, found: &BTreeSet<String>, faults: &mut Faults) {
    for missing in expected.difference(found) {
        faults.add(ContentRule::Inventory, what, format_args!("{missing} is missing"));
    }
    for extra in found.difference(expected) {
        faults.add(
            ContentRule::Inventory,
            what,
            format_args!("{extra} is not the dossier's"),
        );
    }
}
