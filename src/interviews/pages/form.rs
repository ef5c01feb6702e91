//! What the form of a card shows: who is rated, the kit in its order, what was filled so far, what is marked.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{
    sample,
    sheet::{NOT_OBSERVED, Sheet},
};
use crate::{
    content::{Pack, model::Severity},
    db::Conn,
    fault::{Fault, FieldFault},
    flow::{
        case::Case,
        interviews::{self as flow, CardSight, Review},
    },
    interviews::{
        self, Interview,
        api::{KitView, is_written},
        rules,
    },
    kernel::{
        codes::RedFlagCode,
        ctx::Ctx,
        ids::{ScorecardId, UserId},
        text_enum::TextEnum,
        time::{Timestamp, hours},
    },
    people::Visit,
    pipeline::state::ScorecardState,
};

/// A card with the booking it belongs to.
#[derive(Debug, Clone)]
pub(super) struct Opened {
    /// The card as its reader may see it.
    pub(super) sight: CardSight,
    /// The round, when it belongs to one.
    pub(super) interview: Option<Interview>,
}

/// Opens a card.
pub(super) fn open(conn: &mut Conn, ctx: &Ctx, id: ScorecardId) -> Result<Opened, Fault> {
    let sight = flow::card(conn, ctx, id)?;
    with_round(conn, sight)
}

/// Adds the booking.
pub(super) fn with_round(conn: &mut Conn, sight: CardSight) -> Result<Opened, Fault> {
    let interview = sight.card.interview_id;
    let interview = interview.map(|id| interviews::interview(conn, id)).transpose()?;
    Ok(Opened { sight, interview })
}

impl Opened {
    /// What was saved last.
    pub(super) fn saved(&self) -> Sheet {
        let draft = self.sight.draft.as_ref();
        draft.map_or_else(Sheet::default, |draft| Sheet::of_input(&draft.body.0))
    }

    /// Whether the reader fills it and it is still open.
    pub(super) fn is_open_to(&self, visit: &Visit) -> bool {
        self.sight.card.state == ScorecardState::Draft && self.is_of(visit)
    }

    /// Whether it is the reader's own.
    pub(super) fn is_of(&self, visit: &Visit) -> bool {
        self.sight.card.rater == visit.staff.user.id
    }

    /// Whether the rater must not learn whose work it is.
    fn blind(&self) -> bool {
        let exercise = self.sight.exercise.as_ref();
        exercise.is_some_and(|exercise| is_written(&self.sight.case, exercise))
    }

    /// The candidate, under the code where written work is rated blind.
    pub(super) fn candidate(&self, visit: &Visit) -> String {
        match &self.sight.exercise {
            Some(exercise) if self.blind() && exercise.has(visit.staff.user.id) => {
                exercise.row.candidate_code.clone()
            }
            _ => self.sight.case.evidence.candidate_name.clone(),
        }
    }

    /// The round's or work sample's name.
    pub(super) fn occasion(&self) -> String {
        let (case, source) = (&self.sight.case, &self.sight.card.source);
        let round = case
            .evidence
            .terms
            .rounds
            .iter()
            .find(|round| round.code == *source);
        let name = round.map(|round| &round.name);
        let name = name.or(case.pack.exercise(source).map(|exercise| &exercise.name));
        name.map_or_else(|| source.to_string(), Clone::clone)
    }

    /// The title of the page.
    pub(super) fn title(&self, visit: &Visit) -> String {
        format!("{} · {}", self.candidate(visit), self.occasion())
    }
}

/// Somebody of the panel.
pub(super) fn name_of(case: &Case, user: UserId) -> String {
    let known = case.evidence.panelist(user);
    known.map_or_else(String::new, |panelist| panelist.name.clone())
}

/// What stands above every page of a card.
pub(super) fn head(opened: &Opened, visit: &Visit, now: Timestamp) -> Value {
    let (card, case) = (&opened.sight.card, &opened.sight.case);
    let warn_at = card.due_from + hours(case.policy.card_warn_hours.into());
    let void_at = card.due_from + hours(case.policy.card_void_hours.into());
    let raters = match (&opened.interview, &opened.sight.exercise) {
        (Some(interview), _) => interview.raters(),
        (None, Some(exercise)) => exercise.assessors(),
        (None, None) => Vec::new(),
    };
    let others = raters.into_iter().filter(|user| *user != card.rater);
    let written = opened.blind();
    json!({
        "id": card.id,
        "version": card.version,
        "state": card.state,
        "own": opened.is_of(visit),
        "rater": name_of(case, card.rater),
        "candidate": opened.candidate(visit),
        "blind": written && opened.is_of(visit),
        "written": written,
        "job_title": case.evidence.terms.title,
        "occasion": opened.occasion(),
        "source": card.source,
        "starts_at": opened.interview.as_ref().map(|interview| interview.row.starts_at),
        "interview_id": card.interview_id,
        "exercise_id": card.exercise_id,
        "application_id": if written && opened.is_of(visit) { None } else { Some(card.application_id) },
        "void_at": void_at,
        "late": now > warn_at,
        "hours_left": void_at.since(now).num_hours().max(0),
        "over": now > void_at,
        "locked_at": card.locked_at,
        "independent": !card.rater_had_sight,
        "others": others.map(|user| name_of(case, user)).collect::<Vec<_>>(),
    })
}

/// What is marked in the form: a sentence for each place.
#[derive(Debug, Clone, Default)]
pub(super) struct Marks(BTreeMap<String, String>);

impl Marks {
    /// The sentence for a place; nothing when it is fine.
    pub(super) fn at(&self, kind: &str, code: impl std::fmt::Display) -> &str {
        self.0.get(&format!("{kind}.{code}")).map_or("", String::as_str)
    }

    /// Takes faults that name their places.
    pub(super) fn add(&mut self, faults: &[FieldFault]) {
        for fault in faults {
            let mut place = fault.pointer.trim_start_matches('/').replacen('/', ".", 1);
            if !place.contains('.') {
                place.push('.');
            }
            self.0.entry(place).or_insert_with(|| fault.detail.clone());
        }
    }

    /// Everything a card lacks before it can be locked.
    pub(super) fn of_review(review: &Review, visit: &Visit) -> Self {
        let mut marks = Self::default();
        let input = review.input();
        marks.add(&super::sheet::by_place(&review.faults, &input));
        let sheet = Sheet::of_input(&input);
        let sample = review.sight.exercise.is_some();
        for code in &review.lacks.competencies {
            let unrated = !sample && sheet.at("level", code).is_empty();
            let (kind, key) = if unrated {
                ("level", "scorecard-lacks-level")
            } else {
                ("evidence", "scorecard-lacks-evidence")
            };
            marks
                .0
                .entry(format!("{kind}.{code}"))
                .or_insert_with(|| visit.say(key));
        }
        for code in &review.lacks.copied {
            let say = || visit.say("scorecard-lacks-own-words");
            marks.0.entry(format!("evidence.{code}")).or_insert_with(say);
        }
        for code in core_questions(&review.sight) {
            if sheet.at("question", &code).is_empty() {
                let say = || visit.say("scorecard-lacks-tick");
                marks.0.entry(format!("question.{code}")).or_insert_with(say);
            }
        }
        marks
    }
}

fn core_questions(sight: &CardSight) -> Vec<String> {
    let (terms, card) = (&sight.case.evidence.terms, &sight.card);
    let round = terms.rounds.iter().find(|round| round.code == card.source);
    let lines = round
        .filter(|_| card.interview_id.is_some())
        .into_iter()
        .flat_map(|round| &round.kit);
    lines
        .flat_map(|line| &line.core_questions)
        .map(ToString::to_string)
        .collect()
}

/// The whole form, but for a conflict.
pub(super) fn data(
    opened: &Opened,
    visit: &Visit,
    now: Timestamp,
    (sheet, marks): (&Sheet, &Marks),
) -> Result<Value, Fault> {
    let sight = &opened.sight;
    let mut data = json!({
        "head": head(opened, visit, now),
        "saved_at": sight.draft.as_ref().map(|draft| draft.saved_at),
        "min_chars": sight.case.policy.evidence_min_chars,
        "conflict": null,
        "kit": null,
        "sample": null,
        "body": {},
    });
    let (rated, total, codes) = match &opened.interview {
        Some(interview) => {
            let kit = kit(interview, sight, sheet, marks)?;
            let codes = expected(sight);
            let rated = codes
                .iter()
                .filter(|code| !sheet.at("level", code).is_empty())
                .count();
            set(&mut data, "kit", kit);
            (rated, codes.len(), codes)
        }
        None => {
            let (view, rated, total) = sample::data(opened, visit, sheet, marks)?;
            set(&mut data, "sample", view);
            (rated, total, expected(sight))
        }
    };
    set(&mut data, "rated", rated.into());
    set(&mut data, "total", total.into());
    set(&mut data, "flags", flags(&sight.case.pack, &codes, sheet, marks));
    Ok(data)
}

pub(super) fn set(data: &mut Value, name: &str, value: Value) {
    if let Value::Object(fields) = data {
        fields.insert(name.to_owned(), value);
    }
}

/// The competencies a card rates, in the order of the kit.
pub(super) fn expected(sight: &CardSight) -> Vec<String> {
    let mut cards = sight.case.evidence.assessment.cards.iter();
    let facts = cards.find(|facts| facts.card == sight.card.id);
    let codes = facts.map(|facts| facts.expected.as_slice()).unwrap_or_default();
    codes.iter().map(ToString::to_string).collect()
}

/// The kit of a round with what was filled in.
fn kit(interview: &Interview, sight: &CardSight, sheet: &Sheet, marks: &Marks) -> Result<Value, Fault> {
    let mut kit = serde_json::to_value(KitView::new(interview, &sight.case)).map_err(Fault::internal)?;
    let questions = |list: Option<&mut Value>| {
        for question in list.and_then(Value::as_array_mut).into_iter().flatten() {
            let code = question["code"].as_str().unwrap_or_default().to_owned();
            set(question, "asked", sheet.at("question", &code).into());
            set(question, "mark", marks.at("question", &code).into());
        }
    };
    let competencies = kit.get_mut("competencies").and_then(Value::as_array_mut);
    for competency in competencies.into_iter().flatten() {
        questions(competency.get_mut("core_questions"));
        questions(competency.get_mut("extra_questions"));
        rated(competency, sheet, marks);
    }
    questions(kit.get_mut("ask_again"));
    Ok(kit)
}

/// Puts what was filled in beside a competency.
pub(super) fn rated(competency: &mut Value, sheet: &Sheet, marks: &Marks) {
    let code = competency["code"].as_str().unwrap_or_default().to_owned();
    let level = sheet.at("level", &code).to_owned();
    let anchors = competency["anchors"].as_array().cloned().unwrap_or_default();
    let anchors = anchors
        .into_iter()
        .zip(1..)
        .map(|(text, n): (Value, u8)| json!({ "level": n, "text": text, "checked": level == n.to_string() }));
    let anchors: Vec<Value> = anchors.collect();
    set(competency, "anchors", anchors.into());
    set(competency, "not_observed", (level == NOT_OBSERVED).into());
    set(competency, "level", level.into());
    set(competency, "evidence", sheet.at("evidence", &code).into());
    set(competency, "level_mark", marks.at("level", &code).into());
    set(competency, "evidence_mark", marks.at("evidence", &code).into());
}

/// Warning signs a rater may tick: those of the competencies at hand first, then the others of the register.
fn flags(pack: &Pack, competencies: &[String], sheet: &Sheet, marks: &Marks) -> Value {
    let near: BTreeSet<&RedFlagCode> = pack
        .competencies()
        .iter()
        .filter(|known| competencies.iter().any(|code| known.code == *code.as_str()))
        .flat_map(|known| &known.red_flags)
        .collect();
    let (mut at_hand, mut others) = (Vec::new(), Vec::new());
    let mut open = false;
    for flag in pack
        .red_flags()
        .flags
        .iter()
        .filter(|flag| rules::by_hand(&flag.raisers))
    {
        let ticked = !sheet.at("flag", &flag.code).is_empty();
        let mark = [marks.at("said", &flag.code), marks.at("flag", &flag.code)].concat();
        let row = json!({
            "code": flag.code,
            "text": flag.text,
            "critical": flag.severity == Severity::Critical,
            "severity": flag.severity.as_str(),
            "ticked": ticked,
            "said": sheet.at("said", &flag.code),
            "mark": mark,
        });
        if near.contains(&flag.code) {
            at_hand.push(row);
        } else {
            open |= ticked;
            others.push(row);
        }
    }
    json!({ "at_hand": at_hand, "others": others, "others_open": open })
}
