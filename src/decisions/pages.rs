//! The offer as its candidate sees it in a browser: a plain page with two buttons.

mod staff;

use actix_web::{
    HttpRequest, HttpResponse, ResponseError,
    http::{StatusCode, header},
    web::{self, Data, ServiceConfig},
};
use chrono::NaiveDate;
use serde::Deserialize;

use crate::{
    app::App,
    decisions::Offer,
    fault::Fault,
    flow::{case::Case, decisions::offers as flow},
    mail,
    people::{self, Guest},
    pipeline::{refusal::Outcome, state::ApplicationState},
    web::{Problem, escape_html, headers::link_page, page_html},
};

const TITLE: &str = "Your offer";

/// Mounts the pages.
pub fn pages(cfg: &mut ServiceConfig) {
    staff::pages(cfg);
    cfg.service(
        web::resource("/g/{grant}/offer")
            .route(web::get().to(show))
            .route(web::post().to(answer)),
    );
}

/// The answer as the form sends it; an empty date is none.
#[derive(Debug, Clone, Deserialize)]
struct AnswerForm {
    answer: String,
    #[serde(default)]
    start_date: String,
}

fn page(status: StatusCode, body: &str) -> HttpResponse {
    let mut response = page_html(status, TITLE, body);
    link_page(response.headers_mut());
    response
}

fn trouble(problem: &Problem) -> HttpResponse {
    let text = match problem.status {
        401 => "Please open the link in our mail again.",
        404 => "There is no offer here (any more). If you expected one, answer our mail.",
        500.. => "Something went wrong here. Please try again later.",
        _ => &problem.detail,
    };
    page(problem.status_code(), &format!("<p>{}</p>", escape_html(text)))
}

fn row(name: &str, value: Option<&str>) -> String {
    value.map_or_else(String::new, |value| {
        format!("<dt>{name}</dt><dd>{}</dd>\n", escape_html(value))
    })
}

fn terms(case: &Case, offer: &Offer) -> String {
    let terms = &offer.terms.0;
    let pay = terms.salary.map(|pay| {
        let currency = terms.currency.as_deref().unwrap_or_default();
        format!("{pay} {currency}").trim().to_owned()
    });
    let until = offer
        .expires_at
        .map(|at| mail::when(at, case.calendar.timezone()));
    [
        row("Job", Some(&case.evidence.terms.title)),
        row("First day", terms.start_date.map(flow::long_date).as_deref()),
        row("Pay", pay.as_deref()),
        row("Bonus", terms.bonus.as_deref()),
        row("Place", terms.place.as_deref()),
        row("Contract", terms.contract_kind.as_deref()),
        row("Open until", until.as_deref()),
    ]
    .concat()
}

const FORM: &str = "<form method=\"post\">\
    <p><label for=\"start_date\">Another first day, if the one above does not suit</label> \
    <input id=\"start_date\" name=\"start_date\" type=\"date\"></p>\
    <p><button type=\"submit\" name=\"answer\" value=\"accept\">Accept</button> \
    <button type=\"submit\" name=\"answer\" value=\"decline\">Decline</button></p></form>";

fn body(case: &Case, offer: &Offer) -> String {
    let below = match (case.evidence.state, offer.answer.as_ref().map(|a| a.0.accept)) {
        (ApplicationState::OfferExtended, _) => {
            format!("<p>Take your time. Nobody will press you.</p>\n{FORM}")
        }
        (_, Some(true)) => "<p>You have accepted. Thank you; we will write to you.</p>".to_owned(),
        (_, Some(false)) => "<p>You have declined. Thank you for telling us.</p>".to_owned(),
        (_, None) => "<p>This offer is no longer open.</p>".to_owned(),
    };
    format!("<dl>\n{}</dl>\n{below}", terms(case, offer))
}

async fn shown(app: &App, guest: &Guest) -> HttpResponse {
    let ctx = app.ctx(guest);
    match app.db.read(move |conn| flow::of_candidate(conn, &ctx)).await {
        Ok((case, offer)) => page(StatusCode::OK, &body(&case, &offer)),
        Err(fault) => trouble(&fault.into()),
    }
}

async fn show(app: Data<App>, req: HttpRequest) -> HttpResponse {
    match people::guest(&req) {
        Ok(guest) => shown(&app, &guest).await,
        Err(problem) => trouble(&problem),
    }
}

fn read(form: &AnswerForm) -> Result<(bool, Option<NaiveDate>), Fault> {
    let day = form.start_date.trim();
    let start_date = if day.is_empty() {
        None
    } else {
        let bad = |_| Fault::field("/start_date", "date", "Write the day as YYYY-MM-DD.");
        Some(day.parse().map_err(bad)?)
    };
    match form.answer.as_str() {
        "accept" => Ok((true, start_date)),
        "decline" => Ok((false, None)),
        _ => Err(Fault::field(
            "/answer",
            "unknown",
            "Press one of the two buttons.",
        )),
    }
}

async fn answer(app: Data<App>, req: HttpRequest, form: web::Form<AnswerForm>) -> HttpResponse {
    let guest = match people::guest(&req) {
        Ok(guest) => guest,
        Err(problem) => return trouble(&problem),
    };
    let ctx = app.ctx(&guest);
    let base = app.base_url.clone();
    let outcome = app
        .db
        .write(move |conn| flow::answer(conn, &ctx, &base, || read(&form)))
        .await;
    match outcome {
        Ok(Outcome::Done(_)) => {
            let place = format!("/g/{}/offer", guest.grant.id);
            let mut response = HttpResponse::SeeOther()
                .insert_header((header::LOCATION, place))
                .finish();
            link_page(response.headers_mut());
            response
        }
        Ok(Outcome::Refused(refusal)) => trouble(&Fault::Refused(refusal).into()),
        Err(Fault::Invalid(faults)) => {
            let told: Vec<String> = faults.into_iter().map(|f| f.detail).collect();
            let text = format!("<p>{}</p>\n{FORM}", escape_html(&told.join(" ")));
            page(StatusCode::UNPROCESSABLE_ENTITY, &text)
        }
        Err(fault) => trouble(&fault.into()),
    }
}
