//! The offer as its candidate sees it in a browser, without a line of JavaScript. An answer is asked for twice: once
//! on the page of the offer, once with what it means.

mod staff;

use std::sync::LazyLock;

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{self, Data, ServiceConfig},
};
use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::{
    app::App,
    decisions::Offer,
    fault::{Fault, FieldFault},
    flow::{case::Case, decisions::offers as flow},
    mail,
    people::{self, Guest},
    pipeline::state::ApplicationState,
    web::{
        done,
        guest::{self, Field, Form, Given, Views},
    },
};

const TITLE: &str = "Your offer";

static VIEWS: LazyLock<Views> = LazyLock::new(|| {
    guest::views(&[
        ("offer", include_str!("offer.html.hbs")),
        ("terms", include_str!("terms.html.hbs")),
        ("confirm", include_str!("confirm.html.hbs")),
    ])
});

/// Mounts the pages.
pub fn pages(cfg: &mut ServiceConfig) {
    staff::pages(cfg);
    cfg.service(
        web::resource("/g/{grant}/offer")
            .route(web::get().to(show))
            .route(web::post().to(answer)),
    );
}

fn guest_of(req: &HttpRequest) -> Result<Guest, Box<HttpResponse>> {
    people::guest(req).map_err(|problem| Box::new(guest::trouble(&problem, None)))
}

fn home(guest: &Guest) -> String {
    format!("/g/{}", guest.grant.id)
}

fn trouble(fault: Fault, guest: &Guest) -> HttpResponse {
    guest::trouble(&fault.into(), Some(&home(guest)))
}

async fn offer(app: &App, guest: &Guest) -> Result<(Case, Offer), Fault> {
    let ctx = app.ctx(guest);
    app.db.read(move |conn| flow::of_candidate(conn, &ctx)).await
}

/// What is offered, as name and words.
fn terms(case: &Case, offer: &Offer) -> Vec<Value> {
    let terms = &offer.terms.0;
    let pay = terms.salary.map(|pay| {
        let currency = terms.currency.as_deref().unwrap_or_default();
        format!("{pay} {currency}").trim().to_owned()
    });
    let until = offer
        .expires_at
        .map(|at| mail::when(at, case.calendar.timezone()));
    [
        ("Job", Some(case.evidence.terms.title.clone())),
        ("First day", terms.start_date.map(flow::long_date)),
        ("Pay", pay),
        ("Bonus", terms.bonus.clone()),
        ("Place", terms.place.clone()),
        ("Contract", terms.contract_kind.clone()),
        ("Answer until", until),
    ]
    .into_iter()
    .filter_map(|(name, words)| Some(json!({ "name": name, "words": words? })))
    .collect()
}

/// What HR confirms before the first day.
fn conditions(offer: &Offer) -> Vec<String> {
    let names = offer.conditions.0.iter();
    names.map(|condition| condition.name.replace('_', " ")).collect()
}

fn form() -> Form {
    Form::of([Field::day("start_date", "Another first day")
        .optional()
        .hint("If the one above does not suit you. Leave it empty if it does.")])
}

fn data(case: &Case, offer: &Offer, guest: &Guest) -> Value {
    let answered = offer.answer.as_ref().map(|answer| answer.0.accept);
    let open = case.evidence.state == ApplicationState::OfferExtended;
    json!({
        "home": home(guest),
        "terms": terms(case, offer),
        "conditions": conditions(offer),
        "open": open,
        "accepted": !open && answered == Some(true),
        "declined": !open && answered == Some(false),
    })
}

fn page(case: &Case, offer: &Offer, guest: &Guest, form: &Form, status: StatusCode) -> HttpResponse {
    let data = guest::with(data(case, offer, guest), json!({ "form": form }));
    guest::shown(status, TITLE, guest::render(&VIEWS, "offer", &data))
}

async fn show(app: Data<App>, req: HttpRequest) -> HttpResponse {
    let guest = match guest_of(&req) {
        Ok(guest) => guest,
        Err(response) => return *response,
    };
    match offer(&app, &guest).await {
        Ok((case, offer)) => page(&case, &offer, &guest, &form(), StatusCode::OK),
        Err(fault) => trouble(fault, &guest),
    }
}

fn read(given: &Given) -> Result<(bool, Option<NaiveDate>), Fault> {
    let start_date = given
        .day("start_date")
        .map_err(|fault| Fault::Invalid(vec![fault]))?;
    let start_date = start_date.map(|day| day.utc().date_naive());
    match given.text("answer") {
        "accept" => Ok((true, start_date)),
        "decline" => Ok((false, None)),
        _ => Err(Fault::field(
            "/answer",
            "unknown",
            "Press one of the two buttons.",
        )),
    }
}

async fn answer(app: Data<App>, req: HttpRequest, given: web::Form<Given>) -> HttpResponse {
    let guest = match guest_of(&req) {
        Ok(guest) => guest,
        Err(response) => return *response,
    };
    let given = given.into_inner();
    if !given.ticked("confirmed") {
        return ask(&app, &guest, &given).await;
    }
    let (ctx, base, sent) = (app.ctx(&guest), app.base_url.clone(), given.clone());
    let answered = app
        .db
        .write(move |conn| flow::answer(conn, &ctx, &base, || read(&sent)))
        .await;
    match answered.and_then(done) {
        Ok(_) => guest::to(&format!("{}/offer", home(&guest))),
        Err(Fault::Invalid(faults)) => again(&app, &guest, &given, &faults).await,
        Err(fault) => trouble(fault, &guest),
    }
}

/// The offer with everything that was typed and what is wrong with it.
async fn again(app: &App, guest: &Guest, given: &Given, faults: &[FieldFault]) -> HttpResponse {
    match offer(app, guest).await {
        Ok((case, offer)) => {
            let form = form().filled(given).judged(faults);
            page(&case, &offer, guest, &form, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(fault) => trouble(fault, guest),
    }
}

/// Says what the answer means and asks for it once more. Nothing has happened yet.
async fn ask(app: &App, guest: &Guest, given: &Given) -> HttpResponse {
    let (accept, start_date) = match read(given) {
        Ok(read) => read,
        Err(Fault::Invalid(faults)) => return again(app, guest, given, &faults).await,
        Err(fault) => return trouble(fault, guest),
    };
    let today = app.clock.now().utc().date_naive();
    if start_date.is_some_and(|day| day <= today) {
        let fault = FieldFault::new("/start_date", "past", "The first day lies in the future.");
        return again(app, guest, given, &[fault]).await;
    }
    let (case, offer) = match offer(app, guest).await {
        Ok(found) => found,
        Err(fault) => return trouble(fault, guest),
    };
    if case.evidence.state != ApplicationState::OfferExtended {
        return page(&case, &offer, guest, &form(), StatusCode::CONFLICT);
    }
    let more = json!({
        "accept": accept,
        "answer": given.text("answer"),
        "start_date": given.text("start_date"),
        "asked_day": start_date.map(flow::long_date),
    });
    let data = guest::with(data(&case, &offer, guest), more);
    let title = if accept {
        "Accept this offer?"
    } else {
        "Decline this offer?"
    };
    guest::shown(StatusCode::OK, title, guest::render(&VIEWS, "confirm", &data))
}
