//! What every pack must fulfil. Pure; returns everything that is wrong at once.

mod competencies;
mod dossier;
mod exercises;
mod forms;
mod training;

use std::{collections::BTreeSet, fmt::Display};

use super::{ContentFault, ContentRule, load::Parts};
use crate::kernel::codes::{CompetencyCode, RedFlagCode, SourceCode};

/// The checks of the shipped pack: those of any pack, and that nothing the dossier names is missing.
pub(super) fn shipped(parts: &Parts) -> Vec<ContentFault> {
    let mut faults = Faults::default();
    dossier::check(parts, &mut faults);
    general(parts, &mut faults);
    faults.0
}

/// The checks of any pack, a company's own too.
pub(super) fn any(parts: &Parts) -> Vec<ContentFault> {
    let mut faults = Faults::default();
    general(parts, &mut faults);
    faults.0
}

fn general(parts: &Parts, faults: &mut Faults) {
    competencies::check(parts, faults);
    exercises::check(parts, faults);
    training::check(parts, faults);
    forms::check(parts, faults);
}

/// The faults found so far.
#[derive(Default)]
struct Faults(Vec<ContentFault>);

impl Faults {
    fn add(&mut self, rule: ContentRule, subject: impl Display, detail: impl Display) {
        self.0.push(ContentFault::new(rule, subject, detail));
    }
    fn require(&mut self, holds: bool, rule: ContentRule, subject: impl Display, detail: impl Display) {
        if !holds {
            self.add(rule, subject, detail);
        }
    }
    /// No code appears twice.
    fn unique<C: Ord + Display>(&mut self, codes: impl IntoIterator<Item = C>) {
        let mut seen = BTreeSet::new();
        for code in codes {
            let text = code.to_string();
            if !seen.insert(code) {
                self.add(ContentRule::DuplicateCode, text, "appears twice");
            }
        }
    }
    /// The text says something.
    fn text(&mut self, subject: impl Display, what: &'static str, text: &str) {
        if text.trim().is_empty() {
            let detail = format_args!("{what} is empty");
            self.0
                .push(ContentFault::new(ContentRule::EmptyText, subject, detail).at(what));
        }
    }
    /// The list has entries, and each says something.
    fn texts(&mut self, subject: impl Display, what: &'static str, list: &[String]) {
        if list.is_empty() || list.iter().any(|text| text.trim().is_empty()) {
            let detail = format_args!("{what} is empty or has an empty entry");
            self.0
                .push(ContentFault::new(ContentRule::EmptyText, subject, detail).at(what));
        }
    }
    fn unknown(&mut self, subject: impl Display, code: impl Display) {
        self.add(
            ContentRule::UnknownCode,
            subject,
            format_args!("names {code}, which nothing defines"),
        );
    }
    fn competency(&mut self, parts: &Parts, subject: impl Display, code: &CompetencyCode) {
        if !parts.competencies.iter().any(|c| c.code == *code) {
            self.unknown(subject, code);
        }
    }
    fn red_flag(&mut self, parts: &Parts, subject: impl Display, code: &RedFlagCode) {
        if !parts.red_flags.flags.iter().any(|f| f.code == *code) {
            self.unknown(subject, code);
        }
    }
    fn source(&mut self, parts: &Parts, subject: impl Display, code: &SourceCode) {
        let known = parts.interviews.rounds.iter().any(|r| r.code == *code)
            || parts.exercises.iter().any(|e| e.code == *code)
            || parts.exercise_rules.knowledge_test.code == *code;
        if !known {
            self.unknown(subject, code);
        }
    }
}
