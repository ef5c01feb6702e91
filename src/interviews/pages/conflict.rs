//! Two versions of one card: what was typed here beside what another tab saved in between.

use serde_json::{Value, json};

use super::{form::Opened, sheet::Sheet};
use crate::people::Visit;

/// What somebody has to choose between; `None` when both say the same.
pub(super) fn between(mine: &Sheet, other: &Sheet, opened: &Opened, visit: &Visit) -> Option<Value> {
    let rows: Vec<Value> = mine
        .differences(other)
        .into_iter()
        .map(|place| {
            json!({
                "place": place,
                "label": label(place, opened, visit),
                "mine": said(place, mine.text(place), visit),
                "other": said(place, other.text(place), visit),
            })
        })
        .collect();
    let saved_at = opened.sight.draft.as_ref().map(|draft| draft.saved_at);
    let card = &opened.sight.card;
    (!rows.is_empty())
        .then(|| json!({ "id": card.id, "version": card.version, "saved_at": saved_at, "rows": rows }))
}

fn label(place: &str, opened: &Opened, visit: &Visit) -> String {
    let (kind, code) = place.split_once('.').unwrap_or((place, ""));
    let pack = &opened.sight.case.pack;
    let competency = pack.competencies().iter().find(|known| known.code == *code);
    let name = match kind {
        "question" => pack
            .competencies()
            .iter()
            .flat_map(|known| &known.questions)
            .find(|question| question.code == *code)
            .map(|question| question.text.as_str()),
        "item" => pack
            .exercise(&opened.sight.card.source)
            .and_then(|key| key.items.iter().find(|item| item.code == code))
            .map(|item| item.text.as_str()),
        "flag" | "said" => pack
            .red_flags()
            .flags
            .iter()
            .find(|flag| flag.code == *code)
            .map(|flag| flag.text.as_str()),
        _ => competency.map(|known| known.name.as_str()),
    };
    let kind = visit.say(&format!("scorecard-place-{kind}"));
    format!("{kind}: {}", name.unwrap_or(code))
}

fn said(place: &str, text: &str, visit: &Visit) -> String {
    let (kind, _) = place.split_once('.').unwrap_or((place, ""));
    match (kind, text) {
        (_, "") => visit.say("scorecard-empty-place"),
        ("level", "not_observed") => visit.say("scorecard-not-observed"),
        ("level", level @ ("1" | "2" | "3" | "4" | "5")) => {
            format!("{level} {}", visit.say(&format!("scorecard-level-{level}")))
        }
        ("question", "yes") => visit.say("scorecard-asked"),
        ("question", "not_reached") => visit.say("scorecard-not-reached"),
        ("flag" | "cap", _) => visit.say("scorecard-ticked"),
        (_, text) => text.to_owned(),
    }
}
