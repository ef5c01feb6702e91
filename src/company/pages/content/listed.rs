//! Everything in the content, by part, and what of it speaks of something.

use serde::Serialize;

use super::Wanted;
use crate::content::{
    Pack, PackOverlay,
    model::{Competency, Exercise, Module},
};

/// The parts of the list, in its order.
pub(super) const PARTS: [&str; 7] = [
    "competencies",
    "questions",
    "exercises",
    "modules",
    "references",
    "red_flags",
    "duties",
];

/// The most characters shown of a text that was found.
const EXCERPT: usize = 200;

/// A part with its rows.
#[derive(Debug, Serialize)]
pub(super) struct Group {
    /// The message key of its name.
    pub(super) key: String,
    /// Its rows.
    pub(super) rows: Vec<Row>,
}

/// Something with a code.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    code: String,
    title: String,
    /// Its own page, for those who may see it.
    href: Option<String>,
    /// Where the words were found, unless in the title.
    excerpt: Option<String>,
    /// What the company did with it: `changed`, `house`, `retired`.
    marks: Vec<&'static str>,
    #[serde(skip)]
    texts: Vec<String>,
}

impl Row {
    fn new(code: impl ToString, title: &str, href: Option<String>) -> Self {
        Self {
            code: code.to_string(),
            title: title.to_owned(),
            href,
            excerpt: None,
            marks: Vec::new(),
            texts: Vec::new(),
        }
    }

    fn with(mut self, texts: impl IntoIterator<Item = String>) -> Self {
        self.texts.extend(texts);
        self
    }

    fn mark(mut self, mark: &'static str, holds: bool) -> Self {
        if holds {
            self.marks.push(mark);
        }
        self
    }

    /// Whether all these words, in small letters, occur in one text of it.
    fn speaks_of(mut self, words: &[String]) -> Option<Self> {
        let has = |text: &str| {
            let text = text.to_lowercase();
            words.iter().all(|word| text.contains(word))
        };
        if has(&format!("{} {}", self.code, self.title)) {
            return Some(self);
        }
        let text = self.texts.iter().find(|text| has(text))?;
        self.excerpt = Some(shortened(text));
        Some(self)
    }
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(EXCERPT).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// What is asked for, by part. Questions are listed when somebody asks for them, for they stand with their
/// competencies; who may not see the details sees names only.
pub(super) fn found(pack: &Pack, overlay: &PackOverlay, sees: bool, wanted: &Wanted) -> Vec<Group> {
    let words: Vec<String> = wanted
        .q
        .iter()
        .flat_map(|q| q.split_whitespace())
        .map(str::to_lowercase)
        .collect();
    let groups = PARTS.iter().filter(|part| match &wanted.part {
        Some(only) => only == *part,
        None => **part != "questions" || !words.is_empty(),
    });
    let groups = groups.map(|part| {
        let rows = rows(part, pack, overlay, sees);
        let rows = rows.into_iter().filter_map(|row| row.speaks_of(&words)).collect();
        Group {
            key: format!("content-{}", part.replace('_', "-")),
            rows,
        }
    });
    groups.filter(|group| !group.rows.is_empty()).collect()
}

fn rows(part: &str, pack: &Pack, overlay: &PackOverlay, sees: bool) -> Vec<Row> {
    match part {
        "competencies" => {
            let rows = pack.competencies().iter();
            rows.map(|one| competency(one, overlay, sees)).collect()
        }
        "questions" if sees => pack
            .competencies()
            .iter()
            .flat_map(|one| questions(one, overlay))
            .collect(),
        "exercises" => pack.exercises().iter().map(|one| exercise(one, sees)).collect(),
        "modules" => pack
            .modules()
            .iter()
            .map(|one| module(one, overlay, sees))
            .collect(),
        "references" if sees => {
            let items = pack.references().items.iter();
            items
                .map(|item| {
                    Row::new(
                        &item.code,
                        &item.text,
                        Some(format!("/content/references#{}", item.code)),
                    )
                })
                .collect()
        }
        "red_flags" => {
            let flags = pack.red_flags().flags.iter();
            flags.map(|flag| Row::new(&flag.code, &flag.text, None)).collect()
        }
        "duties" => {
            let duties = pack.duties().templates.iter();
            duties
                .map(|duty| Row::new(&duty.code, &duty.text, None).with([duty.suggestion.clone()]))
                .collect()
        }
        _ => Vec::new(),
    }
}

fn competency(one: &Competency, overlay: &PackOverlay, sees: bool) -> Row {
    let changed = overlay.competency_edits.iter().any(|edit| edit.code == one.code);
    let row = Row::new(
        &one.code,
        &one.name,
        sees.then(|| format!("/content/competencies/{}", one.code)),
    );
    let details = one.anchors.iter().chain(&one.notes).filter(|_| sees).cloned();
    row.with([one.definition.clone()])
        .with(details)
        .mark("changed", changed)
}

fn questions(one: &Competency, overlay: &PackOverlay) -> Vec<Row> {
    let rows = one.questions.iter().map(|question| {
        let house = overlay
            .added_questions
            .iter()
            .any(|added| added.code == question.code);
        let mut texts = overlay
            .competency_edits
            .iter()
            .flat_map(|edit| &edit.question_texts);
        let changed = texts.any(|(code, _)| *code == question.code);
        let href = format!("/content/questions/{}", question.code);
        let row = Row::new(&question.code, &question.text, Some(href)).with(question.probes.clone());
        row.mark("house", house).mark("changed", changed)
    });
    rows.collect()
}

fn exercise(one: &Exercise, sees: bool) -> Row {
    let row = Row::new(
        &one.code,
        &one.name,
        sees.then(|| format!("/content/exercises/{}", one.code)),
    );
    let items = one.items.iter().map(|item| item.text.clone()).filter(|_| sees);
    row.with(Some(one.task.clone()).filter(|_| sees)).with(items)
}

fn module(one: &Module, overlay: &PackOverlay, sees: bool) -> Row {
    let changed = overlay.module_edits.iter().any(|edit| edit.code == one.code);
    let row = Row::new(
        &one.code,
        &one.title,
        sees.then(|| format!("/content/modules/{}", one.code)),
    );
    let texts = one.goals.iter().chain(&one.steps).chain([&one.evidence]).cloned();
    row.with(texts)
        .mark("house", one.replaces.is_some())
        .mark("changed", changed)
        .mark("retired", !one.is_active())
}
