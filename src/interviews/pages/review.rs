//! Everything on one page before the card is locked, and the lock itself.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Value, json};

use super::{
    form::{self, Marks, Opened},
    locked, sample,
    sheet::{NOT_OBSERVED, Sheet, by_place},
};
use crate::{
    app::App,
    fault::Fault,
    flow::interviews::{self as flow, Review},
    kernel::{ids::ScorecardId, time::Timestamp},
    people::Visit,
    web::{ApiResult, Form, Problem, done},
};

const PAGE: &str = "interviews/pages/review";

/// The saved card in one list, with everything that is missing and a way to each field.
pub(super) async fn show(app: Data<App>, visit: Visit, id: Path<ScorecardId>) -> ApiResult<HttpResponse> {
    shown(&app, &visit, *id, None).await
}

/// Locks the card as it was saved and reviewed.
pub(super) async fn lock(
    app: Data<App>,
    visit: Visit,
    id: Path<ScorecardId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, seen, id) = (app.ctx(&visit), form.if_match(), id.into_inner());
    let locked = app
        .db
        .write(move |conn| flow::submit_draft(conn, &ctx, id, &seen))
        .await
        .and_then(done);
    match locked {
        Ok(_) => Ok(visit.go(&format!("/scorecards/{id}"), "scorecard-is-locked")),
        Err(fault) => shown(&app, &visit, id, Some(fault.into())).await,
    }
}

async fn shown(
    app: &App,
    visit: &Visit,
    id: ScorecardId,
    trouble: Option<Problem>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let now = ctx.now;
    let (review, opened) = app
        .db
        .read(move |conn| {
            let review = flow::review(conn, &ctx, id)?;
            let opened = form::with_round(conn, review.sight.clone())?;
            Ok::<_, Fault>((review, opened))
        })
        .await?;
    if !opened.is_open_to(visit) {
        return locked::shown(app, visit, opened, (json!({}), trouble)).await;
    }
    let mut data = data(&review, &opened, visit, now)?;
    // What the page's head tells already is not told twice.
    let told = |what: &dyn Fn(&Problem) -> bool| trouble.as_ref().is_some_and(what);
    if told(&|trouble| trouble.refusal.is_some()) {
        form::set(&mut data, "refusals", json!([]));
    }
    if told(&|trouble| !trouble.errors.is_empty()) {
        form::set(&mut data, "problems", json!([]));
    }
    let title = opened.title(visit);
    match trouble {
        None => visit.page_of(PAGE, &title, &data),
        Some(mut trouble) => {
            trouble.errors = by_place(&trouble.errors, &review.input()).into();
            visit.again(PAGE, &title, &data, trouble)
        }
    }
}

fn data(review: &Review, opened: &Opened, visit: &Visit, now: Timestamp) -> Result<Value, Fault> {
    let input = review.input();
    let sheet = Sheet::of_input(&input);
    let marks = Marks::of_review(review, visit);
    let mut data = form::data(opened, visit, now, (&sheet, &marks))?;
    let refusals = review.refusal.as_ref().map(|refusal| refusal.refusals.clone());
    let refusals = refusals.unwrap_or_default();
    let faults: Vec<&str> = review.faults.iter().map(|fault| fault.detail.as_str()).collect();
    form::set(
        &mut data,
        "ready",
        (review.refusal.is_none() && faults.is_empty()).into(),
    );
    form::set(&mut data, "refusals", json!(refusals));
    form::set(&mut data, "problems", json!(faults));
    form::set(&mut data, "ratings", ratings(review, opened, (&sheet, &marks))?);
    form::set(&mut data, "questions", questions(review, (&sheet, &marks)));
    form::set(&mut data, "raised", raised(review, (&sheet, &marks)));
    Ok(data)
}

fn ratings(review: &Review, opened: &Opened, (sheet, marks): (&Sheet, &Marks)) -> Result<Value, Fault> {
    let pack = &review.sight.case.pack;
    let so_far = sample::levels(opened, sheet)?;
    let is_sample = review.sight.exercise.is_some();
    let row = |code: String| {
        let known = pack
            .competencies()
            .iter()
            .find(|known| known.code == *code.as_str());
        let chosen = sheet.at("level", &code);
        let computed = so_far.iter().find(|level| level.competency == *code.as_str());
        let level = match computed {
            Some(computed) => computed.level,
            None => chosen.parse().ok(),
        };
        json!({
            "code": code,
            "name": known.map_or(code.as_str(), |known| &known.name),
            "level": level,
            "not_observed": chosen == NOT_OBSERVED,
            "open": level.is_none() && chosen != NOT_OBSERVED && !is_sample,
            "anchor": level.and_then(|n| known?.anchors.get(usize::from(n).checked_sub(1)?)),
            "evidence": sheet.at("evidence", &code),
            "level_mark": marks.at("level", &code),
            "evidence_mark": marks.at("evidence", &code),
        })
    };
    Ok(form::expected(&review.sight)
        .into_iter()
        .map(row)
        .collect::<Vec<_>>()
        .into())
}

/// Every question that was ticked, and every core question that was not.
fn questions(review: &Review, (sheet, marks): (&Sheet, &Marks)) -> Value {
    let pack = &review.sight.case.pack;
    let all = pack.competencies().iter().flat_map(|known| &known.questions);
    let row = |question: &crate::content::model::Question| {
        let (asked, mark) = (
            sheet.at("question", &question.code),
            marks.at("question", &question.code),
        );
        (!asked.is_empty() || !mark.is_empty())
            .then(|| json!({ "code": question.code, "text": question.text, "asked": asked, "mark": mark }))
    };
    all.filter_map(row).collect::<Vec<_>>().into()
}

fn raised(review: &Review, (sheet, marks): (&Sheet, &Marks)) -> Value {
    let flags = review.sight.case.pack.red_flags().flags.iter();
    let ticked = flags.filter(|flag| !sheet.at("flag", &flag.code).is_empty());
    let row = |flag: &crate::content::model::RedFlag| {
        let mark = [marks.at("said", &flag.code), marks.at("flag", &flag.code)].concat();
        json!({ "code": flag.code, "name": flag.text, "text": sheet.at("said", &flag.code), "mark": mark })
    };
    ticked.map(row).collect::<Vec<_>>().into()
}
