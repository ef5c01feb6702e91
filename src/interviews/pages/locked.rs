//! A card that is not (any more) filled by its reader: what it says, what stands beside it, and the others' cards.

use actix_web::HttpResponse;
use serde_json::{Value, json};

use super::form::{Opened, head, name_of, set};
use crate::{
    app::App,
    applications,
    fault::Fault,
    interviews::CardBody,
    kernel::codes::CompetencyCode,
    people::Visit,
    pipeline::{
        evidence::CardFacts,
        state::{ApplicationState, Machine as _, ScorecardState},
    },
    web::{ApiResult, Problem},
};

const PAGE: &str = "interviews/pages/locked";

/// Shows it. `body` is what was typed into a form of the page; with `typed` it holds texts of a card form that came
/// too late.
pub(super) async fn shown(
    app: &App,
    visit: &Visit,
    opened: Opened,
    (body, trouble): (Value, Option<Problem>),
) -> ApiResult<HttpResponse> {
    let own = opened.is_of(visit);
    let (application, rater) = (opened.sight.card.application_id, opened.sight.card.rater);
    let cause = format!("scorecard/{}", opened.sight.card.id);
    let raised = app
        .db
        .read(move |conn| -> Result<Vec<applications::RedFlag>, Fault> {
            let mut flags = if own {
                applications::flags(conn, application)?
            } else {
                Vec::new()
            };
            flags.retain(|flag| flag.raised_by == Some(rater) && flag.cause == cause);
            Ok(flags)
        })
        .await?;
    let pack = &opened.sight.case.pack;
    let flags: Vec<Value> = raised
        .iter()
        .map(|flag| {
            let known = pack.red_flag(&flag.code).map(|known| known.text.as_str());
            json!({ "code": flag.code, "name": known, "text": flag.text, "state": flag.state })
        })
        .collect();
    let mut data = data(&opened, visit, app.clock.now());
    set(&mut data, "flags", flags.into());
    set(
        &mut data,
        "typed",
        body.get("typed").cloned().unwrap_or_else(|| json!([])),
    );
    set(&mut data, "body", body);
    let title = opened.title(visit);
    match trouble {
        None => visit.page_of(PAGE, &title, &data),
        Some(trouble) => visit.again(PAGE, &title, &data, trouble),
    }
}

fn data(opened: &Opened, visit: &Visit, now: crate::kernel::time::Timestamp) -> Value {
    let sight = &opened.sight;
    let (card, case) = (&sight.card, &sight.case);
    let own = opened.is_of(visit);
    let locked = card.state == ScorecardState::Locked;
    let closed = case.evidence.state.is_terminal() && case.evidence.state != ApplicationState::Hired;
    let in_debrief = case.evidence.state.has_reached(ApplicationState::DebriefOpen);
    let amendments = sight.amendments.iter().map(|a| {
        json!({ "text": a.text, "reason": a.reason, "at": a.amended_at, "by": name_of(case, a.amended_by) })
    });
    json!({
        "head": head(opened, visit, now),
        "ratings": card.body.as_ref().map_or_else(Vec::new, |body| ratings(opened, &body.0)),
        "questions": card.body.as_ref().map_or_else(Vec::new, |body| questions(opened, &body.0)),
        "items": card.body.as_ref().map_or_else(Vec::new, |body| items(opened, &body.0)),
        "caps": card.body.as_ref().map_or_else(Vec::new, |body| caps(opened, &body.0)),
        "amendments": amendments.collect::<Vec<_>>(),
        "may_amend": own && locked,
        "may_change_view": own && locked && in_debrief && !closed,
        "others_open": sight.others_open,
        "others": if sight.others_open { others(opened) } else { json!([]) },
    })
}

fn ratings(opened: &Opened, body: &CardBody) -> Vec<Value> {
    let pack = &opened.sight.case.pack;
    let later = |code: &CompetencyCode| opened.sight.later.iter().find(|value| value.competency == *code);
    let row = |rating: &crate::interviews::model::LockedRating| {
        let known = pack.competency(&rating.competency);
        let anchor = known
            .zip(rating.value)
            .and_then(|(known, level)| known.anchors.get(usize::from(level).checked_sub(1)?));
        let step = body
            .adjustments
            .iter()
            .find(|step| step.competency == rating.competency);
        json!({
            "code": rating.competency,
            "name": known.map_or(rating.competency.as_str(), |known| &known.name),
            "level": rating.value,
            "anchor": anchor,
            "evidence": rating.evidence,
            "step": step.map(|step| json!({ "delta": step.delta, "reason": step.reason })),
            "later": later(&rating.competency),
        })
    };
    body.ratings.iter().map(row).collect()
}

fn questions(opened: &Opened, body: &CardBody) -> Vec<Value> {
    let pack = &opened.sight.case.pack;
    let row = |tick: &crate::interviews::model::QuestionTick| {
        let text = pack
            .question(&tick.code)
            .map(|(_, question)| question.text.as_str());
        json!({ "code": tick.code, "text": text, "asked": tick.asked })
    };
    body.questions.iter().map(row).collect()
}

fn items(opened: &Opened, body: &CardBody) -> Vec<Value> {
    let key = opened.sight.case.pack.exercise(&opened.sight.card.source);
    let row = |(code, points): (&String, &u8)| {
        let item = key.and_then(|key| key.items.iter().find(|item| item.code == *code));
        json!({ "code": code, "text": item.map(|item| &item.text), "points": points, "most": item.map(|i| i.max()) })
    };
    body.items.iter().map(row).collect()
}

fn caps(opened: &Opened, body: &CardBody) -> Vec<Value> {
    let key = opened.sight.case.pack.exercise(&opened.sight.card.source);
    let row = |code: &String| {
        let rule = key.and_then(|key| key.rules.iter().find(|rule| rule.code == *code));
        json!({ "code": code, "when": rule.map(|rule| &rule.when) })
    };
    body.caps.iter().map(row).collect()
}

/// The other raters' locked cards of the same round or work sample, beside this one.
fn others(opened: &Opened) -> Value {
    let (card, case) = (&opened.sight.card, &opened.sight.case);
    let same = |other: &&CardFacts| {
        other.card != card.id && other.interview == card.interview_id && other.exercise == card.exercise_id
    };
    let row = |other: &CardFacts| {
        let levels: Vec<Value> = other
            .ratings
            .iter()
            .map(|rating| {
                let known = case.pack.competency(&rating.competency);
                json!({
                    "name": known.map_or(rating.competency.as_str(), |known| &known.name),
                    "level": rating.value,
                })
            })
            .collect();
        json!({ "id": other.card, "rater": name_of(case, other.rater), "levels": levels })
    };
    let locked = case.evidence.assessment.locked().filter(same);
    locked.map(row).collect::<Vec<_>>().into()
}
