//! The form for a work sample: the work, the checklist with its points, the levels the points come to.

use serde_json::{Value, json};

use super::{
    form::{Marks, Opened, expected, rated},
    sheet::Sheet,
};
use crate::{
    content::model::{Exercise as Key, Item, Variant},
    fault::Fault,
    interviews::{self, LevelSoFar, Subject, api::ExerciseView},
    people::Visit,
};

/// The work sample as its assessor sees it, how many items have points, and of how many.
pub(super) fn data(
    opened: &Opened,
    visit: &Visit,
    sheet: &Sheet,
    marks: &Marks,
) -> Result<(Value, usize, usize), Fault> {
    let sight = &opened.sight;
    let exercise = sight.exercise.as_ref();
    let exercise = exercise.ok_or_else(|| Fault::internal("a card of neither a round nor a work sample"))?;
    let view = ExerciseView::new(exercise, &sight.case, &visit.actor());
    let mut sample = serde_json::to_value(view).map_err(Fault::internal)?;
    let variant = exercise.row.variant;
    let key = sight.case.pack.exercise(&exercise.row.source);
    let levels = levels(opened, sheet)?;
    let items = key.map_or_else(Vec::new, |key| checklist(key, variant, sheet, marks));
    let most = sight.case.pack.exercise_rules().knowledge_test.items;
    let total = items.len().max(1);
    let given = items.iter().filter(|item| item["given"] != "").count();
    let right = sheet.at("item", RIGHT_ANSWERS);
    super::form::set(&mut sample, "items", items.into());
    super::form::set(&mut sample, "right", json!({ "given": right, "most": most }));
    super::form::set(
        &mut sample,
        "competencies",
        competencies(opened, &levels, sheet, marks),
    );
    super::form::set(
        &mut sample,
        "caps",
        key.map_or_else(Vec::new, |key| caps(key, sheet)).into(),
    );
    super::form::set(&mut sample, "items_mark", marks.at("items", "").into());
    let given = if key.is_none() {
        usize::from(!right.is_empty())
    } else {
        given
    };
    Ok((sample, given, total))
}

/// The one item of the knowledge test.
const RIGHT_ANSWERS: &str = "right";

/// How far every competency is rated by what the sheet says.
pub(super) fn levels(opened: &Opened, sheet: &Sheet) -> Result<Vec<LevelSoFar>, Fault> {
    let sight = &opened.sight;
    let Some(exercise) = &sight.exercise else {
        return Ok(Vec::new());
    };
    let (case, variant) = (&sight.case, exercise.row.variant);
    let subject = Subject::of(
        &sight.card.source,
        Some(variant),
        &case.evidence.terms,
        &case.pack,
    );
    let input = sheet.input()?;
    Ok(subject.map_or_else(Vec::new, |subject| {
        interviews::levels_so_far(&input, subject, &case.pack)
    }))
}

fn checklist(key: &Key, variant: Variant, sheet: &Sheet, marks: &Marks) -> Vec<Value> {
    let row = |item: &Item| {
        let given = sheet.at("item", &item.code);
        let meaning = |points: u8| match points {
            1 => item.one_point.as_deref(),
            2 => item.two_points.as_deref(),
            3 => item.three_points.as_deref(),
            _ => None,
        };
        let choices = item.points.iter().map(|points| {
            json!({ "points": points, "text": meaning(*points), "checked": given == points.to_string() })
        });
        json!({
            "code": item.code,
            "text": item.text,
            "competency": item.competency,
            "given": given,
            "mark": marks.at("item", &item.code),
            "choices": choices.collect::<Vec<_>>(),
            "explained": item.points.iter().any(|points| meaning(*points).is_some()),
        })
    };
    key.items_in(variant).map(row).collect()
}

/// Each competency with its level so far, the step beside the table, and the evidence.
fn competencies(opened: &Opened, levels: &[LevelSoFar], sheet: &Sheet, marks: &Marks) -> Value {
    let pack = &opened.sight.case.pack;
    let row = |code: String| {
        let known = pack
            .competencies()
            .iter()
            .find(|known| known.code == *code.as_str());
        let level = levels.iter().find(|level| level.competency == *code.as_str());
        let delta = match sheet.at("delta", &code) {
            "" => "0",
            other => other,
        };
        let steps = [("-1", "down"), ("0", "none"), ("1", "up")];
        let steps = steps
            .map(|(delta_of, word)| json!({ "delta": delta_of, "word": word, "checked": delta == delta_of }));
        let mut row = json!({
            "code": code,
            "name": known.map_or(code.as_str(), |known| &known.name),
            "definition": known.map_or("", |known| &known.definition),
            "anchors": known.map(|known| known.anchors.clone()).unwrap_or_default(),
            "so_far": level,
            "steps": steps,
            "reason": sheet.at("reason", &code),
            "reason_mark": marks.at("reason", &code),
        });
        rated(&mut row, sheet, marks);
        row
    };
    expected(&opened.sight)
        .into_iter()
        .map(row)
        .collect::<Vec<_>>()
        .into()
}

/// Caps and flags an assessor ticks, and those that follow from the points.
fn caps(key: &Key, sheet: &Sheet) -> Vec<Value> {
    let row = |rule: &crate::content::model::ScoringRule| {
        json!({
            "code": rule.code,
            "when": rule.when,
            "by_itself": !rule.zero_points_in.is_empty(),
            "competency": rule.cap.as_ref().map(|cap| &cap.competency),
            "at_most": rule.cap.as_ref().map(|cap| cap.at_most),
            "red_flag": rule.red_flag,
            "ticked": !sheet.at("cap", &rule.code).is_empty(),
        })
    };
    key.rules.iter().map(row).collect()
}
