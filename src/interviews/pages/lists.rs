//! What a rater owes and has done: cards, rounds, and the kit to take into a round.

use actix_web::{
    HttpResponse,
    web::{Data, Path, Query},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{form::set, sheet::Sheet};
use crate::{
    app::App,
    db::page::{Page, PageRequest},
    fault::Fault,
    flow::interviews::{self as flow, CardLine, RoundLine},
    interviews::api::KitView,
    kernel::{ids::InterviewId, time::Timestamp},
    people::{Visit, feed_made, users_by_ids},
    pipeline::state::InterviewState,
    web::{ApiResult, Problem},
};

/// Where a list goes on.
#[derive(Debug, Deserialize)]
pub(super) struct Start {
    #[serde(default)]
    cursor: Option<String>,
}

/// One's own cards: to fill, the most urgent first; below them those that are done.
pub(super) async fn cards(app: Data<App>, visit: Visit, from: Query<Start>) -> ApiResult<HttpResponse> {
    let (ctx, later) = (app.ctx(&visit), from.cursor.is_some());
    let now = ctx.now;
    let wanted = PageRequest::new(Some(30), from.cursor.as_deref())
        .map_err(|_| Fault::field("/cursor", "invalid", "Open the list from its beginning."))?;
    let (open, done) = app
        .db
        .read(move |conn| {
            let whole = PageRequest::new(Some(200), None).unwrap_or_default();
            let open = flow::card_lines(conn, &ctx, false, &whole)?;
            Ok::<_, Fault>((open, flow::card_lines(conn, &ctx, true, &wanted)?))
        })
        .await?;
    let row = |line: &CardLine| card_row(line, now);
    let data = json!({
        "later": later,
        "open": open.data.iter().map(row).collect::<Vec<_>>(),
        "done": done.data.iter().map(row).collect::<Vec<_>>(),
        "next_cursor": next(&done),
    });
    visit.page("interviews/pages/cards", "scorecards", &data)
}

fn next(page: &Page<CardLine>) -> Value {
    page.next_cursor.clone().map_or(Value::Null, Value::from)
}

fn card_row(line: &CardLine, now: Timestamp) -> Value {
    let card = &line.card;
    let sheet = line.draft.as_ref().map(|draft| Sheet::of_input(&draft.body.0));
    json!({
        "id": card.id,
        "candidate": line.candidate,
        "occasion": line.occasion,
        "source": card.source,
        "job_title": line.job_title,
        "state": card.state,
        "due_from": card.due_from,
        "void_at": line.void_at,
        "late": now > line.warn_at,
        "hours_left": line.void_at.since(now).num_hours().max(0),
        "over": now > line.void_at,
        "begun": sheet.is_some(),
        "saved_at": line.draft.as_ref().map(|draft| draft.saved_at),
        "locked_at": card.locked_at,
    })
}

/// One's own rounds: those to come with their kits, and the last ones that are over.
pub(super) async fn rounds(app: Data<App>, visit: Visit) -> ApiResult<HttpResponse> {
    calendar(&app, &visit, None, None).await
}

/// The rounds, perhaps with the new address of the own calendar, perhaps after an answer that was refused.
pub(super) async fn calendar(
    app: &App,
    visit: &Visit,
    address: Option<String>,
    failed: Option<(Value, Problem)>,
) -> ApiResult<HttpResponse> {
    const PAGE: &str = "interviews/pages/rounds";
    let ctx = app.ctx(visit);
    let (now, me) = (ctx.now, visit.staff.user.id);
    let (coming, past, feed_made) = app
        .db
        .read(move |conn| {
            let coming = flow::own_rounds(conn, &ctx, false)?;
            let past = flow::own_rounds(conn, &ctx, true)?;
            Ok::<_, Fault>((coming, past, feed_made(conn, me)?))
        })
        .await?;
    let row = |line: &RoundLine| round_row(line, now);
    let (body, trouble) = match failed {
        Some((typed, trouble)) => (typed, Some(trouble)),
        None => (json!({}), None),
    };
    let data = json!({
        "coming": coming.iter().map(row).collect::<Vec<_>>(),
        "past": past.iter().map(row).collect::<Vec<_>>(),
        "feed": { "made": feed_made, "address": address },
        "body": body,
    });
    match trouble {
        None => visit.page(PAGE, "scorecard-rounds", &data),
        Some(trouble) => visit.again(PAGE, &visit.say("scorecard-rounds"), &data, trouble),
    }
}

fn round_row(line: &RoundLine, now: Timestamp) -> Value {
    let round = &line.round;
    json!({
        "reply": line.reply.as_ref().map(|reply| reply.answer), "note": line.reply.as_ref().map(|reply| &reply.note),
        "asked": round.state == InterviewState::Scheduled && now < round.starts_at,
        "id": round.id,
        "candidate": line.candidate,
        "name": line.name,
        "job_title": line.job_title,
        "state": round.state,
        "starts_at": round.starts_at,
        "ends_at": round.ends_at,
        "place": round.place,
        "meeting_link": round.meeting_link,
    })
}

/// The kit of a round, to be read before it and printed.
pub(super) async fn kit(app: Data<App>, visit: Visit, id: Path<InterviewId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&visit);
    let (interview, case, people) = app
        .db
        .read(move |conn| {
            let (interview, case) = flow::interview(conn, &ctx, *id)?;
            let people = users_by_ids(conn, &interview.raters())?;
            Ok::<_, Fault>((interview, case, people))
        })
        .await?;
    let view = KitView::new(&interview, &case);
    let mut data = serde_json::to_value(&view).map_err(Fault::internal)?;
    let row = &interview.row;
    let names: Vec<&str> = people.iter().map(|user| user.name.as_str()).collect();
    let mut cards = case.evidence.assessment.cards.iter();
    let me = Some(visit.staff.user.id);
    let own = cards.find(|card| card.interview == Some(row.id) && Some(card.rater) == me);
    set(&mut data, "raters", json!(names));
    set(&mut data, "ends_at", json!(row.ends_at));
    set(&mut data, "place", json!(row.place));
    set(&mut data, "meeting_link", json!(row.meeting_link));
    set(&mut data, "card_id", json!(own.map(|card| card.card)));
    set(&mut data, "void_hours", json!(case.policy.card_void_hours));
    set(&mut data, "warn_hours", json!(case.policy.card_warn_hours));
    let title = format!("{} · {}", case.evidence.candidate_name, row.source);
    visit.page_of("interviews/pages/kit", &title, &data)
}
