//! A work sample as its candidate sees it in a browser: what it is, Begin, the material with the time, a text that is
//! saved on the server, handing in. A script shows the running time and saves while one types; nothing needs it.

use actix_web::{
    HttpResponse,
    web::{self, Data, Path, ServiceConfig},
};
use serde_json::{Value, json};

use super::super::api::views::ExerciseView;
use crate::{
    app::App,
    fault::Fault,
    flow::{
        applications::access,
        interviews::{self as flow, Desk},
    },
    kernel::{ids::ExerciseId, time::Timestamp},
    people::{GuestDraft, GuestVisit},
    pipeline::state::ExerciseState,
    web::{ApiResult, Form, Problem, done, view::see_other},
};

const PAGE: &str = "interviews/pages/work_sample";

/// Mounts the pages below a guest's link.
pub(super) fn pages(cfg: &mut ServiceConfig) {
    cfg.service(web::resource("/g/{grant}/exercises/{id}").route(web::get().to(show)))
        .service(web::resource("/g/{grant}/exercises/{id}/begin").route(web::post().to(begin)))
        .service(web::resource("/g/{grant}/exercises/{id}/draft").route(web::post().to(save)))
        .service(
            web::resource("/g/{grant}/exercises/{id}/submission")
                .route(web::get().to(check))
                .route(web::post().to(hand_in)),
        );
}

/// The path of a work sample; the link itself is known from the cookie.
type Place = Path<(String, ExerciseId)>;

fn own(visit: &GuestVisit, id: ExerciseId) -> String {
    format!("{}/exercises/{id}", visit.home())
}

async fn desk(app: &App, visit: &GuestVisit, id: ExerciseId) -> Result<Desk, Fault> {
    let ctx = app.ctx(visit);
    app.db.read(move |conn| flow::desk(conn, &ctx, id)).await
}

/// What the page knows beside the work sample itself.
struct Paper<'a> {
    text: String,
    /// The version of the draft the form was made from.
    seen: i64,
    /// What another window has saved in between.
    other: Option<&'a GuestDraft>,
}

impl Paper<'_> {
    /// What was saved last.
    fn saved(desk: &Desk) -> Self {
        Self {
            text: desk.draft.as_ref().map(flow::text_of).unwrap_or_default(),
            seen: version(desk),
            other: None,
        }
    }
}

/// The version of what was saved last; 0 when nothing was.
fn version(desk: &Desk) -> i64 {
    desk.draft.as_ref().map_or(0, |draft| draft.version)
}

fn data(desk: &Desk, visit: &GuestVisit, now: Timestamp) -> Value {
    let row = &desk.exercise.row;
    let left = desk.deadline.map(|deadline| deadline.since(now).num_seconds());
    json!({
        "home": visit.home(),
        "own": own(visit, row.id),
        "job_title": desk.case.evidence.terms.title,
        "sample": ExerciseView::new(&desk.exercise, &desk.case, &visit.guest.actor),
        "minutes_allowed": desk.minutes,
        "begun": row.started_at.is_some(),
        "assigned": row.state == ExerciseState::Assigned,
        "closed": now > row.due_at,
        "begin_until": row.due_at,
        "deadline": desk.deadline,
        "seconds_left": left.map(|left| left.max(0)),
        // A minute that has begun is still one.
        "minutes_left": left.filter(|left| *left > 0).map(|left| (left + 59) / 60),
        "handed_in": row.submitted_at,
        "saved_at": desk.draft.as_ref().map(|draft| draft.saved_at),
        "over": access::under_way(&desk.case).is_err(),
        "submitted": row.submission,
    })
}

fn page(
    desk: &Desk,
    visit: &GuestVisit,
    now: Timestamp,
    paper: &Paper<'_>,
    trouble: Option<Problem>,
) -> ApiResult<HttpResponse> {
    let mut data = data(desk, visit, now);
    if let Value::Object(fields) = &mut data {
        fields.insert("body".to_owned(), json!({ "text": paper.text }));
        fields.insert("seen".to_owned(), paper.seen.into());
        fields.insert("other".to_owned(), json!(paper.other.map(flow::text_of)));
    }
    let title = data
        .pointer("/sample/name")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let title = title.unwrap_or_else(|| visit.say("sample"));
    match trouble {
        None => visit.page_of(PAGE, &title, &data),
        Some(trouble) => visit.again(PAGE, &title, &data, visit.explained("sample", trouble)),
    }
}

async fn show(app: Data<App>, visit: GuestVisit, place: Place) -> ApiResult<HttpResponse> {
    let desk = desk(&app, &visit, place.1).await?;
    page(&desk, &visit, app.clock.now(), &Paper::saved(&desk), None)
}

async fn begin(app: Data<App>, visit: GuestVisit, place: Place) -> ApiResult<HttpResponse> {
    let (ctx, id) = (app.ctx(&visit), place.1);
    app.db.write(move |conn| flow::begin(conn, &ctx, id)).await?;
    Ok(see_other(&own(&visit, id)))
}

fn seen(form: &Form) -> i64 {
    form.control("version")
        .and_then(|text| text.parse().ok())
        .unwrap_or(0)
}

fn typed(form: &Form) -> String {
    let text = form.body().get("text").and_then(Value::as_str);
    text.unwrap_or_default().to_owned()
}

async fn save(app: Data<App>, visit: GuestVisit, place: Place, form: Form) -> ApiResult<HttpResponse> {
    let (ctx, id) = (app.ctx(&visit), place.1);
    let (text, version) = (typed(&form).trim().to_owned(), seen(&form));
    let saved = app
        .db
        .write(move |conn| flow::save_sample_draft(conn, &ctx, id, version, &text))
        .await;
    match saved {
        Ok(draft) if visit.by_script() => {
            Ok(HttpResponse::Ok()
                .json(json!({ "version": draft.version, "status": visit.say("draft-saved") })))
        }
        Err(fault) if visit.by_script() => Err(fault.into()),
        Ok(_) if form.control("then") == Some("check") => {
            Ok(see_other(&format!("{}/submission", own(&visit, id))))
        }
        Ok(_) => Ok(visit.go(&own(&visit, id), "sample-saved")),
        Err(fault) => again(&app, &visit, id, &form, fault).await,
    }
}

/// The page with what was typed and was not saved: because it is too long, or because another window has saved
/// something else. Saving again is then done knowingly.
async fn again(
    app: &App,
    visit: &GuestVisit,
    id: ExerciseId,
    form: &Form,
    fault: Fault,
) -> ApiResult<HttpResponse> {
    let desk = desk(app, visit, id).await?;
    let conflict = matches!(fault, Fault::Stale);
    let paper = Paper {
        text: typed(form),
        seen: version(&desk),
        other: desk.draft.as_ref().filter(|_| conflict),
    };
    let fault = match fault {
        Fault::Stale => Fault::Conflict {
            code: "other_window",
            detail: "Another window has saved something else; your text is below and is not saved yet."
                .to_owned(),
        },
        other => other,
    };
    page(&desk, visit, app.clock.now(), &paper, Some(fault.into()))
}

/// What is about to be handed in, once more.
async fn check(app: Data<App>, visit: GuestVisit, place: Place) -> ApiResult<HttpResponse> {
    let desk = desk(&app, &visit, place.1).await?;
    let text = desk.draft.as_ref().map(flow::text_of).unwrap_or_default();
    if desk.exercise.row.state != ExerciseState::Assigned || text.is_empty() {
        return Ok(see_other(&own(&visit, place.1)));
    }
    let mut data = data(&desk, &visit, app.clock.now());
    if let Value::Object(fields) = &mut data {
        fields.insert("words".to_owned(), text.split_whitespace().count().into());
        fields.insert("text".to_owned(), text.into());
        fields.insert("seen".to_owned(), version(&desk).into());
    }
    visit.page("interviews/pages/hand_in", "sample-sure", &data)
}

async fn hand_in(app: Data<App>, visit: GuestVisit, place: Place, form: Form) -> ApiResult<HttpResponse> {
    let (ctx, id, base) = (app.ctx(&visit), place.1, app.base_url.clone());
    let version = seen(&form);
    let taken = app
        .db
        .write(move |conn| flow::hand_in_draft(conn, &ctx, id, version, &base))
        .await;
    match taken.and_then(done) {
        Ok(_) => Ok(see_other(&own(&visit, id))),
        // Another window has saved a newer text: look at that one first.
        Err(Fault::Stale) => Ok(see_other(&format!("{}/submission", own(&visit, id)))),
        Err(Fault::Invalid(_)) => Ok(see_other(&own(&visit, id))),
        Err(fault) => Err(fault.into()),
    }
}
