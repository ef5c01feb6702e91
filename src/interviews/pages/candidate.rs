//! A work sample as its candidate sees it in a browser, without a line of JavaScript: what it is, Begin, the material
//! with the time, a text that is saved on the server, handing in.

use std::sync::LazyLock;

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{self, Data, Path, ServiceConfig},
};
use serde_json::{Value, json};

use super::super::api::views::ExerciseView;
use crate::{
    app::App,
    fault::{Fault, FieldFault},
    flow::{
        applications::access,
        interviews::{self as flow, Desk},
    },
    kernel::{ids::ExerciseId, time::Timestamp},
    mail,
    people::{self, Guest, GuestDraft},
    pipeline::state::ExerciseState,
    web::{
        done,
        guest::{self, Field, Form, Given, Views},
    },
};

static VIEWS: LazyLock<Views> = LazyLock::new(|| {
    guest::views(&[
        ("sample", include_str!("sample.html.hbs")),
        ("material", include_str!("material.html.hbs")),
        ("check", include_str!("check.html.hbs")),
    ])
});

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

fn guest_of(req: &HttpRequest) -> Result<Guest, Box<HttpResponse>> {
    people::guest(req).map_err(|problem| Box::new(guest::trouble(&problem, None)))
}

fn home(guest: &Guest) -> String {
    format!("/g/{}", guest.grant.id)
}

fn own(guest: &Guest, id: ExerciseId) -> String {
    format!("{}/exercises/{id}", home(guest))
}

fn trouble(fault: Fault, guest: &Guest) -> HttpResponse {
    guest::trouble(&fault.into(), Some(&home(guest)))
}

async fn desk(app: &App, guest: &Guest, id: ExerciseId) -> Result<Desk, Fault> {
    let ctx = app.ctx(guest);
    app.db.read(move |conn| flow::desk(conn, &ctx, id)).await
}

fn form(text: &str) -> Form {
    let mut given = Given::default();
    given.set("text", text);
    Form::of([Field::area("text", "Your work", 24).longest(40_000)]).filled(&given)
}

/// What the page knows beside the work sample itself.
struct Paper<'a> {
    form: Form,
    /// The version of the draft the form was made from.
    seen: i64,
    /// What another window has saved in between.
    other: Option<&'a GuestDraft>,
}

impl Paper<'_> {
    /// What was saved last.
    fn saved(desk: &Desk) -> Self {
        Self {
            form: form(&desk.draft.as_ref().map(flow::text_of).unwrap_or_default()),
            seen: desk.draft.as_ref().map_or(0, |draft| draft.version),
            other: None,
        }
    }
}

fn data(desk: &Desk, guest: &Guest, now: Timestamp) -> Value {
    let row = &desk.exercise.row;
    let sample = ExerciseView::new(&desk.exercise, &desk.case, &guest.actor);
    let materials: Vec<Value> = sample
        .materials()
        .iter()
        .map(|m| json!({ "title": m.title, "lines": guest::lines(&m.text) }))
        .collect();
    let when = |at: Timestamp| mail::when(at, desk.case.calendar.timezone());
    let left = desk.deadline.map(|deadline| deadline.since(now).num_minutes());
    json!({
        "home": home(guest),
        "own": own(guest, row.id),
        "job_title": desk.case.evidence.terms.title,
        "sample": sample,
        "materials": materials,
        "minutes_allowed": desk.minutes,
        "begun": row.started_at.is_some(),
        "assigned": row.state == ExerciseState::Assigned,
        "closed": now > row.due_at,
        "begin_until": when(row.due_at),
        "deadline": desk.deadline.map(when),
        "deadline_machine": desk.deadline,
        "minutes_left": left.filter(|left| *left > 0),
        "handed_in": row.submitted_at.map(when),
        "saved_at": desk.draft.as_ref().map(|draft| when(draft.saved_at)),
        "over": access::under_way(&desk.case).is_err(),
        "submitted": row.submission.as_deref().map(guest::lines),
    })
}

fn page(desk: &Desk, guest: &Guest, now: Timestamp, paper: &Paper<'_>, status: StatusCode) -> HttpResponse {
    let other = paper.other.map(flow::text_of);
    let more = json!({
        "form": paper.form,
        "seen": paper.seen,
        "other": other.as_deref().map(guest::lines),
    });
    let data = guest::with(data(desk, guest, now), more);
    let title = data.pointer("/sample/name").and_then(Value::as_str);
    let title = title.unwrap_or("Work sample").to_owned();
    guest::shown(status, &title, guest::render(&VIEWS, "sample", &data))
}

async fn show(app: Data<App>, req: HttpRequest, place: Place) -> HttpResponse {
    let guest = match guest_of(&req) {
        Ok(guest) => guest,
        Err(response) => return *response,
    };
    match desk(&app, &guest, place.1).await {
        Ok(desk) => page(
            &desk,
            &guest,
            app.clock.now(),
            &Paper::saved(&desk),
            StatusCode::OK,
        ),
        Err(fault) => trouble(fault, &guest),
    }
}

async fn begin(app: Data<App>, req: HttpRequest, place: Place) -> HttpResponse {
    let guest = match guest_of(&req) {
        Ok(guest) => guest,
        Err(response) => return *response,
    };
    let (ctx, id) = (app.ctx(&guest), place.1);
    match app.db.write(move |conn| flow::begin(conn, &ctx, id)).await {
        Ok(_) => guest::to(&own(&guest, id)),
        Err(fault) => trouble(fault, &guest),
    }
}

fn seen(given: &Given) -> i64 {
    given.text("seen").parse().unwrap_or(0)
}

async fn save(app: Data<App>, req: HttpRequest, place: Place, given: web::Form<Given>) -> HttpResponse {
    let guest = match guest_of(&req) {
        Ok(guest) => guest,
        Err(response) => return *response,
    };
    let (ctx, id) = (app.ctx(&guest), place.1);
    let (text, version) = (given.text("text").to_owned(), seen(&given));
    let saved = app
        .db
        .write(move |conn| flow::save_sample_draft(conn, &ctx, id, version, &text))
        .await;
    let faults = match saved {
        Ok(_) if given.text("then") == "check" => {
            return guest::to(&format!("{}/submission", own(&guest, id)));
        }
        Ok(_) => return guest::to(&own(&guest, id)),
        Err(Fault::Stale) => Vec::new(),
        Err(Fault::Invalid(faults)) => faults,
        Err(fault) => return trouble(fault, &guest),
    };
    again(&app, &guest, id, &given, &faults).await
}

/// The page with what was typed and was not saved: because it is too long, or because another window has saved
/// something else. Saving again is then done knowingly.
async fn again(
    app: &App,
    guest: &Guest,
    id: ExerciseId,
    given: &Given,
    faults: &[FieldFault],
) -> HttpResponse {
    let desk = match desk(app, guest, id).await {
        Ok(desk) => desk,
        Err(fault) => return trouble(fault, guest),
    };
    let conflict = faults.is_empty();
    let paper = Paper {
        form: form(given.text("text")).judged(faults),
        seen: desk.draft.as_ref().map_or(0, |draft| draft.version),
        other: desk.draft.as_ref().filter(|_| conflict),
    };
    let status = if conflict {
        StatusCode::CONFLICT
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    page(&desk, guest, app.clock.now(), &paper, status)
}

/// What is about to be handed in, once more.
async fn check(app: Data<App>, req: HttpRequest, place: Place) -> HttpResponse {
    let guest = match guest_of(&req) {
        Ok(guest) => guest,
        Err(response) => return *response,
    };
    let desk = match desk(&app, &guest, place.1).await {
        Ok(desk) => desk,
        Err(fault) => return trouble(fault, &guest),
    };
    let text = desk.draft.as_ref().map(flow::text_of).unwrap_or_default();
    if desk.exercise.row.state != ExerciseState::Assigned || text.is_empty() {
        return guest::to(&own(&guest, place.1));
    }
    let more = json!({
        "words": text.split_whitespace().count(),
        "text": guest::lines(&text),
        "seen": desk.draft.as_ref().map_or(0, |draft| draft.version),
    });
    let data = guest::with(data(&desk, &guest, app.clock.now()), more);
    let body = guest::render(&VIEWS, "check", &data);
    guest::shown(StatusCode::OK, "Hand in this text?", body)
}

async fn hand_in(app: Data<App>, req: HttpRequest, place: Place, given: web::Form<Given>) -> HttpResponse {
    let guest = match guest_of(&req) {
        Ok(guest) => guest,
        Err(response) => return *response,
    };
    let (ctx, id, base) = (app.ctx(&guest), place.1, app.base_url.clone());
    let version = seen(&given);
    let taken = app
        .db
        .write(move |conn| flow::hand_in_draft(conn, &ctx, id, version, &base))
        .await;
    match taken.and_then(done) {
        Ok(_) => guest::to(&own(&guest, id)),
        // Another window has saved a newer text: look at that one first.
        Err(Fault::Stale) => guest::to(&format!("{}/submission", own(&guest, id))),
        Err(Fault::Invalid(_)) => guest::to(&own(&guest, id)),
        Err(fault) => trouble(fault, &guest),
    }
}
