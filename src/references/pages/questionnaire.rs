//! The referee's questionnaire in a browser: one plain page that works without a line of JavaScript.

use std::{collections::BTreeMap, fmt::Write};

use actix_web::{
    HttpRequest, HttpResponse, ResponseError,
    http::StatusCode,
    web::{self, Data, Form, ServiceConfig},
};
use chrono::NaiveDate;

use crate::{
    app::App,
    fault::FieldFault,
    flow::references::{self as flow, FormView},
    kernel::{text_enum::TextEnum, time::Timestamp},
    people,
    pipeline::evidence::TakeAgain,
    references::model::{Answers, Frequency},
    web::{Problem, Valid, done, escape_html, headers::link_page, page_html},
};

/// Mounts the referee's page below the link.
pub fn pages(cfg: &mut ServiceConfig) {
    cfg.service(
        web::resource("/g/{grant}/reference")
            .route(web::get().to(show))
            .route(web::post().to(hand_in)),
    )
    .service(web::resource("/g/{grant}/reference/decline").route(web::post().to(decline)));
}

type Fields = BTreeMap<String, String>;

fn page(status: StatusCode, title: &str, body: &str) -> HttpResponse {
    let mut response = page_html(status, title, body);
    link_page(response.headers_mut());
    response
}

fn trouble(problem: &Problem) -> HttpResponse {
    let text = match problem.status {
        401 | 404 => {
            "This link does not work (any more). If you still need it, answer the mail it came with."
        }
        500.. => "Something went wrong here. Please try again later.",
        _ => &problem.detail,
    };
    page(
        problem.status_code(),
        "Reference",
        &format!("<p>{}</p>", escape_html(text)),
    )
}

async fn view(app: &App, guest: &people::Guest) -> Result<FormView, HttpResponse> {
    let ctx = app.ctx(guest);
    app.db
        .read(move |conn| flow::form(conn, &ctx))
        .await
        .map_err(|fault| trouble(&fault.into()))
}

async fn show(app: Data<App>, req: HttpRequest) -> HttpResponse {
    let guest = match people::guest(&req) {
        Ok(guest) => guest,
        Err(problem) => return trouble(&problem),
    };
    match view(&app, &guest).await {
        Ok(view) => page(
            StatusCode::OK,
            "Reference",
            &questionnaire(&view, &Fields::new(), &[]),
        ),
        Err(response) => response,
    }
}

async fn hand_in(app: Data<App>, req: HttpRequest, form: Form<Fields>) -> HttpResponse {
    let guest = match people::guest(&req) {
        Ok(guest) => guest,
        Err(problem) => return trouble(&problem),
    };
    let view = match view(&app, &guest).await {
        Ok(view) => view,
        Err(response) => return response,
    };
    let fields = form.into_inner();
    let answers = match read(&fields, &view) {
        Ok(answers) => answers,
        Err(faults) => return again(&view, &fields, &faults),
    };
    let (ctx, base) = (app.ctx(&guest), app.base_url.clone());
    let moved = app
        .db
        .write(move |conn| flow::submit(conn, &ctx, &Valid::read_elsewhere(answers.clone()), &base))
        .await;
    match moved.and_then(done) {
        Ok(_) => page(
            StatusCode::OK,
            "Thank you",
            "<p>Your answers have arrived. You can close this page.</p>",
        ),
        Err(crate::fault::Fault::Invalid(faults)) => again(&view, &fields, &faults),
        Err(fault) => trouble(&fault.into()),
    }
}

async fn decline(app: Data<App>, req: HttpRequest, form: Form<Fields>) -> HttpResponse {
    let guest = match people::guest(&req) {
        Ok(guest) => guest,
        Err(problem) => return trouble(&problem),
    };
    let never = form.contains_key("do_not_ask_again");
    let ctx = app.ctx(&guest);
    let moved = app.db.write(move |conn| flow::decline(conn, &ctx, never)).await;
    match moved.and_then(done) {
        Ok(_) => page(
            StatusCode::OK,
            "Thank you",
            "<p>We will not ask you about this any further.</p>",
        ),
        Err(fault) => trouble(&fault.into()),
    }
}

/// The page once more, with everything that was typed and what needs correction.
fn again(view: &FormView, fields: &Fields, faults: &[FieldFault]) -> HttpResponse {
    page(
        StatusCode::UNPROCESSABLE_ENTITY,
        "Reference",
        &questionnaire(view, fields, faults),
    )
}

fn date(fields: &Fields, name: &str) -> Option<Timestamp> {
    let day = NaiveDate::parse_from_str(fields.get(name)?.trim(), "%Y-%m-%d").ok()?;
    Some(Timestamp::new(day.and_hms_opt(0, 0, 0)?.and_utc()))
}

/// The answers of a posted form; what is missing here is missing in words.
fn read(fields: &Fields, view: &FormView) -> Result<Answers, Vec<FieldFault>> {
    let mut faults = Vec::new();
    let text = |name: &str| fields.get(name).map(|t| t.trim().to_owned()).unwrap_or_default();
    let mut needed = |pointer: &str, detail: &str| {
        faults.push(FieldFault::new(pointer, "required", detail));
    };
    let period_from = date(fields, "period_from");
    if period_from.is_none() {
        needed("/period_from", "Give the first day you worked together.");
    }
    let saw_work = Frequency::from_word(&text("saw_work"));
    if saw_work.is_none() {
        needed("/saw_work", "Say how often you saw the work.");
    }
    let take_again = TakeAgain::from_word(&text("take_again"));
    if take_again.is_none() {
        needed("/take_again", "Choose one answer.");
    }
    let mut items = BTreeMap::new();
    for item in &view.form.items {
        match text(item.code.as_str()).as_str() {
            "not_observed" => drop(items.insert(item.code.clone(), None)),
            level => match level.parse::<u8>() {
                Ok(level) => drop(items.insert(item.code.clone(), Some(level))),
                Err(_) => needed(
                    &format!("/items/{}", item.code),
                    "Choose a level or \"not observed\".",
                ),
            },
        }
    }
    match (period_from, saw_work, take_again) {
        (Some(period_from), Some(saw_work), Some(take_again)) if faults.is_empty() => Ok(Answers {
            period_from,
            period_to: date(fields, "period_to"),
            title_and_duties: text("title_and_duties"),
            accounts_carried: text("accounts_carried").parse().ok(),
            reason_for_leaving: Some(text("reason_for_leaving")).filter(|t| !t.is_empty()),
            saw_work,
            items,
            take_again,
            percentiles: BTreeMap::new(),
            angry_situation: text("angry_situation"),
            support_first: text("support_first"),
            found_hard: text("found_hard"),
            corrections: Some(text("corrections")).filter(|t| !t.is_empty()),
        }),
        _ => Err(faults),
    }
}

fn questionnaire(view: &FormView, fields: &Fields, faults: &[FieldFault]) -> String {
    let mut out = String::new();
    let candidate = escape_html(&view.candidate_name);
    if view.closed {
        return "<p>This reference is closed: it was answered, declined or its time ran out. Thank you.</p>"
            .to_owned();
    }
    let _ = write!(
        out,
        "<p>{candidate} has named you as a reference for <strong>{}</strong>. {}</p>",
        escape_html(&view.job_title),
        escape_html(&view.form.process.explains)
    );
    if !faults.is_empty() {
        out.push_str("<section role=\"alert\"><h2>Please correct</h2><ul>");
        for fault in faults {
            let field = fault.pointer.rsplit('/').next().unwrap_or_default();
            let _ = write!(
                out,
                "<li><a href=\"#{0}\">{0}</a>: {1}</li>",
                escape_html(field),
                escape_html(&fault.detail)
            );
        }
        out.push_str("</ul></section>");
    }
    out.push_str("<form method=\"post\">");
    facts(&mut out, fields);
    items(&mut out, view, fields);
    open_questions(&mut out, fields);
    out.push_str("<p><button type=\"submit\">Send answers</button></p></form>");
    out.push_str(
        "<form method=\"post\" id=\"decline-form\"><h2>You would rather not</h2>\
         <p><label><input type=\"checkbox\" name=\"do_not_ask_again\" value=\"1\"> Do not ask me again</label></p>\
         <p><button type=\"submit\" formaction=\"reference/decline\">Decline</button></p></form>",
    );
    out
}

fn value(fields: &Fields, name: &str) -> String {
    fields.get(name).map(|t| escape_html(t)).unwrap_or_default()
}

fn input(out: &mut String, fields: &Fields, (name, kind, label, required): (&str, &str, &str, bool)) {
    let required = if required { " required" } else { "" };
    let _ = write!(
        out,
        "<p><label for=\"{name}\">{label}</label><br><input id=\"{name}\" name=\"{name}\" type=\"{kind}\" value=\"{}\"{required}></p>",
        value(fields, name)
    );
}

fn choice(out: &mut String, fields: &Fields, name: &str, options: &[(String, String)]) {
    let chosen = fields.get(name).map(String::as_str).unwrap_or_default();
    for (word, label) in options {
        let checked = if chosen == word { " checked" } else { "" };
        let _ = write!(
            out,
            "<label><input type=\"radio\" name=\"{name}\" value=\"{word}\"{checked} required> {}</label><br>",
            escape_html(label)
        );
    }
}

fn facts(out: &mut String, fields: &Fields) {
    out.push_str("<h2>Facts</h2>");
    input(
        out,
        fields,
        ("period_from", "date", "You worked together from", true),
    );
    input(
        out,
        fields,
        ("period_to", "date", "until (leave empty if still)", false),
    );
    input(
        out,
        fields,
        ("title_and_duties", "text", "Title and main duties", true),
    );
    input(
        out,
        fields,
        (
            "accounts_carried",
            "number",
            "Highest number of clients carried, if known",
            false,
        ),
    );
    input(
        out,
        fields,
        (
            "reason_for_leaving",
            "text",
            "Reason for leaving, as far as you know",
            false,
        ),
    );
    out.push_str("<fieldset id=\"saw_work\"><legend>How often did you see the work?</legend>");
    let options: Vec<_> = Frequency::ALL
        .iter()
        .map(|f| (f.to_string(), f.to_string()))
        .collect();
    choice(out, fields, "saw_work", &options);
    out.push_str("</fieldset>");
}

fn items(out: &mut String, view: &FormView, fields: &Fields) {
    let _ = write!(out, "<h2>{}</h2>", escape_html(&view.form.lead_in));
    let mut options: Vec<(String, String)> = view
        .form
        .scale
        .iter()
        .enumerate()
        .map(|(i, text)| ((i + 1).to_string(), format!("{} {text}", i + 1)))
        .collect();
    options.push(("not_observed".to_owned(), view.form.not_observed.clone()));
    for item in &view.form.items {
        let _ = write!(
            out,
            "<fieldset id=\"{0}\"><legend>{1}</legend>",
            item.code,
            escape_html(&item.text)
        );
        choice(out, fields, item.code.as_str(), &options);
        out.push_str("</fieldset>");
    }
    let _ = write!(
        out,
        "<fieldset id=\"take_again\"><legend>{}</legend>",
        escape_html(&view.form.rehire.text)
    );
    let answers: Vec<_> = view
        .form
        .rehire
        .answers
        .iter()
        .map(|a| (a.answer.to_string(), a.text.clone()))
        .collect();
    choice(out, fields, "take_again", &answers);
    out.push_str("</fieldset>");
}

fn open_questions(out: &mut String, fields: &Fields) {
    out.push_str("<h2>In your own words</h2><p>At least 60 characters each. Write only what you saw or heard, related to the job.</p>");
    for (name, label) in [
        (
            "angry_situation",
            "A situation in which the person handled an angry client or colleague",
        ),
        (
            "support_first",
            "What a new manager should support most in the first three months",
        ),
        ("found_hard", "What the person found hard"),
        ("corrections", "Anything to correct in the facts (optional)"),
    ] {
        let _ = write!(
            out,
            "<p><label for=\"{name}\">{label}</label><br><textarea id=\"{name}\" name=\"{name}\" rows=\"4\" cols=\"60\">{}</textarea></p>",
            value(fields, name)
        );
    }
}
