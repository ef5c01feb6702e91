//! The referee's questionnaire in a browser, without a line of JavaScript: one part after the other, each saved on
//! the server when it is left, so that nothing is lost on the way.

mod answers;
mod sections;

use std::sync::LazyLock;

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{self, Data, Path, ServiceConfig},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    app::App,
    fault::{Fault, FieldFault},
    flow::references::{self as flow, Questionnaire},
    kernel::text_enum::TextEnum,
    people::{self, Guest},
    pipeline::state::ReferenceState,
    web::{
        Valid, done,
        guest::{self, Given, Views},
    },
};
use answers::read;
use sections::Section;

static VIEWS: LazyLock<Views> = LazyLock::new(|| {
    guest::views(&[
        ("intro", include_str!("intro.html.hbs")),
        ("section", include_str!("section.html.hbs")),
        ("check", include_str!("check.html.hbs")),
        ("saved", include_str!("saved.html.hbs")),
        ("decline", include_str!("decline.html.hbs")),
        ("closed", include_str!("closed.html.hbs")),
    ])
});

/// How many minutes the form takes (dossier 5.2).
const MINUTES: u8 = 8;

/// Mounts the referee's pages below the link.
pub(super) fn pages(cfg: &mut ServiceConfig) {
    cfg.service(
        web::resource("/g/{grant}/reference")
            .route(web::get().to(show))
            .route(web::post().to(hand_in)),
    )
    .service(web::resource("/g/{grant}/reference/check").route(web::get().to(check)))
    .service(web::resource("/g/{grant}/reference/saved").route(web::get().to(saved)))
    .service(
        web::resource("/g/{grant}/reference/decline")
            .route(web::get().to(ask_decline))
            .route(web::post().to(decline)),
    )
    .service(
        web::resource("/g/{grant}/reference/{section}")
            .route(web::get().to(section))
            .route(web::post().to(save)),
    );
}

fn guest_of(req: &HttpRequest) -> Result<Guest, Box<HttpResponse>> {
    people::guest(req).map_err(|problem| Box::new(guest::trouble(&problem, None)))
}

/// Where this referee's form is.
fn place(guest: &Guest) -> String {
    format!("/g/{}/reference", guest.grant.id)
}

fn trouble(fault: Fault, guest: &Guest) -> HttpResponse {
    guest::trouble(&fault.into(), Some(&place(guest)))
}

async fn load(app: &App, guest: &Guest) -> Result<Questionnaire, HttpResponse> {
    let ctx = app.ctx(guest);
    app.db
        .read(move |conn| flow::questionnaire(conn, &ctx))
        .await
        .map_err(|fault| guest::trouble(&fault.into(), None))
}

/// The guest with an open form; a closed one has a page of its own.
async fn open(app: &App, req: &HttpRequest) -> Result<(Guest, Questionnaire), HttpResponse> {
    let guest = guest_of(req).map_err(|response| *response)?;
    let form = load(app, &guest).await?;
    if form.view.closed {
        return Err(closed(&form, &guest, StatusCode::OK));
    }
    Ok((guest, form))
}

fn closed(form: &Questionnaire, guest: &Guest, status: StatusCode) -> HttpResponse {
    let (title, text) = match form.state {
        ReferenceState::Completed => ("Thank you", "Your answers have arrived. You can close this page."),
        ReferenceState::Declined => (
            "Thank you",
            "You would rather not answer. We will not ask you about this any further.",
        ),
        _ => (
            "This reference is closed",
            "The time for it is over, or we do not need it any more. Thank you.",
        ),
    };
    let data = json!({ "place": place(guest), "text": text });
    guest::shown(status, title, guest::render(&VIEWS, "closed", &data))
}

/// What every page of the form is given.
fn common(form: &Questionnaire, guest: &Guest) -> Value {
    let given = &form.given;
    let parts: Vec<Value> = Section::ALL
        .iter()
        .map(|section| {
            json!({
                "href": format!("{}/{section}", place(guest)),
                "title": section.title(),
                "begun": section.begun(&form.view.form, given),
            })
        })
        .collect();
    json!({
        "place": place(guest),
        "candidate": form.view.candidate_name,
        "job_title": form.view.job_title,
        "referee": form.view.referee_name,
        "minutes": MINUTES,
        "until": form.until,
        "saved": form.saved,
        "parts": parts,
        "of": Section::ALL.len(),
    })
}

async fn show(app: Data<App>, req: HttpRequest) -> HttpResponse {
    let (guest, form) = match open(&app, &req).await {
        Ok(found) => found,
        Err(response) => return response,
    };
    let unbegun = Section::ALL
        .iter()
        .find(|section| !section.begun(&form.view.form, &form.given));
    let go_on = match unbegun {
        Some(section) => format!("{}/{section}", place(&guest)),
        None => format!("{}/check", place(&guest)),
    };
    let data = guest::with(common(&form, &guest), json!({ "go_on": go_on }));
    let title = format!("Reference for {}", form.view.candidate_name);
    guest::shown(StatusCode::OK, &title, guest::render(&VIEWS, "intro", &data))
}

/// Whether what is missing shall be shown at once.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Look {
    missing: Option<String>,
}

fn section_page(
    form: &Questionnaire,
    guest: &Guest,
    section: Section,
    given: &Given,
    faults: &[FieldFault],
    status: StatusCode,
) -> HttpResponse {
    let fields = section.form(&form.view.form).filled(given).judged(faults);
    let before = section.previous();
    let more = json!({
        "form": fields,
        "action": format!("{}/{section}", place(guest)),
        "lead": section.lead(&form.view.form),
        "number": section.number(),
        "back": before.map(|before| format!("{}/{before}", place(guest))),
    });
    let data = guest::with(common(form, guest), more);
    guest::shown(status, section.title(), guest::render(&VIEWS, "section", &data))
}

/// The faults that belong to the fields of a part.
fn own(section: Section, form: &Questionnaire, faults: Vec<FieldFault>) -> Vec<FieldFault> {
    let fields = section.form(&form.view.form);
    let names: Vec<&str> = fields.names().collect();
    let mut faults = faults;
    faults.retain(|fault| names.contains(&fault.pointer.trim_start_matches('/')));
    faults
}

async fn section(
    app: Data<App>,
    req: HttpRequest,
    path: Path<(String, String)>,
    look: web::Query<Look>,
) -> HttpResponse {
    let (guest, form) = match open(&app, &req).await {
        Ok(found) => found,
        Err(response) => return response,
    };
    let Some(section) = Section::from_word(&path.1) else {
        return trouble(Fault::NotFound("part of the form"), &guest);
    };
    let faults = match (&look.missing, read(&form.given, &form.view.form)) {
        (Some(_), Err(faults)) => own(section, &form, faults),
        _ => Vec::new(),
    };
    section_page(&form, &guest, section, &form.given, &faults, StatusCode::OK)
}

/// Keeps a part, complete or not, and leads on. What is missing is told at the end, and at once only when it was
/// looked for.
async fn save(
    app: Data<App>,
    req: HttpRequest,
    path: Path<(String, String)>,
    given: web::Form<Given>,
) -> HttpResponse {
    let (guest, form) = match open(&app, &req).await {
        Ok(found) => found,
        Err(response) => return response,
    };
    let Some(section) = Section::from_word(&path.1) else {
        return trouble(Fault::NotFound("part of the form"), &guest);
    };
    let part = given.only(&section.form(&form.view.form));
    let (ctx, kept) = (app.ctx(&guest), part.clone());
    let saved = app
        .db
        .write(move |conn| flow::save_draft(conn, &ctx, &kept))
        .await;
    match saved {
        Ok(()) if given.text("then") == "later" => guest::to(&format!("{}/saved", place(&guest))),
        Ok(()) => guest::to(&match section.next() {
            Some(next) => format!("{}/{next}", place(&guest)),
            None => format!("{}/check", place(&guest)),
        }),
        Err(Fault::Invalid(faults)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            section_page(&form, &guest, section, &part, &faults, status)
        }
        Err(fault) => trouble(fault, &guest),
    }
}

async fn saved(app: Data<App>, req: HttpRequest) -> HttpResponse {
    let (guest, form) = match open(&app, &req).await {
        Ok(found) => found,
        Err(response) => return response,
    };
    let data = common(&form, &guest);
    guest::shown(StatusCode::OK, "Saved", guest::render(&VIEWS, "saved", &data))
}

async fn check(app: Data<App>, req: HttpRequest) -> HttpResponse {
    match open(&app, &req).await {
        Ok((guest, form)) => {
            let faults = read(&form.given, &form.view.form).err().unwrap_or_default();
            check_page(&form, &guest, &faults, StatusCode::OK)
        }
        Err(response) => response,
    }
}

/// What is missing, part by part, or the button that sends everything.
fn check_page(
    form: &Questionnaire,
    guest: &Guest,
    faults: &[FieldFault],
    status: StatusCode,
) -> HttpResponse {
    let mut missing = Vec::new();
    for section in Section::ALL {
        let open = own(*section, form, faults.to_vec());
        let Some(first) = open.first() else { continue };
        let field = first.pointer.trim_start_matches('/');
        missing.push(json!({
            "href": format!("{}/{section}?missing=yes#{field}", place(guest)),
            "title": section.title(),
            "count": open.len(),
            "one": open.len() == 1,
        }));
    }
    let data = guest::with(common(form, guest), json!({ "missing": missing }));
    guest::shown(status, "Check and send", guest::render(&VIEWS, "check", &data))
}

async fn hand_in(app: Data<App>, req: HttpRequest, given: web::Form<Given>) -> HttpResponse {
    let guest = match guest_of(&req) {
        Ok(guest) => guest,
        Err(response) => return *response,
    };
    let mut form = match load(&app, &guest).await {
        Ok(form) => form,
        Err(response) => return response,
    };
    if form.view.closed {
        return closed(&form, &guest, StatusCode::CONFLICT);
    }
    form.given = form.given.with(&given);
    let answers = match read(&form.given, &form.view.form) {
        Ok(answers) => answers,
        Err(faults) => return keep(&app, &form, &guest, &faults).await,
    };
    let (ctx, base) = (app.ctx(&guest), app.base_url.clone());
    let moved = app
        .db
        .write(move |conn| flow::submit(conn, &ctx, &Valid::read_elsewhere(answers.clone()), &base))
        .await;
    match moved.and_then(done) {
        Ok(_) => guest::to(&place(&guest)),
        Err(Fault::Invalid(faults)) => keep(&app, &form, &guest, &faults).await,
        Err(fault) => trouble(fault, &guest),
    }
}

/// Keeps what was typed and says what is missing.
async fn keep(app: &App, form: &Questionnaire, guest: &Guest, faults: &[FieldFault]) -> HttpResponse {
    let known = Section::ALL.iter().fold(Given::default(), |all, section| {
        all.with(&form.given.only(&section.form(&form.view.form)))
    });
    let ctx = app.ctx(guest);
    match app
        .db
        .write(move |conn| flow::save_draft(conn, &ctx, &known))
        .await
    {
        Ok(()) => check_page(form, guest, faults, StatusCode::UNPROCESSABLE_ENTITY),
        Err(fault) => trouble(fault, guest),
    }
}

async fn ask_decline(app: Data<App>, req: HttpRequest) -> HttpResponse {
    let (guest, form) = match open(&app, &req).await {
        Ok(found) => found,
        Err(response) => return response,
    };
    let data = common(&form, &guest);
    guest::shown(
        StatusCode::OK,
        "You would rather not answer?",
        guest::render(&VIEWS, "decline", &data),
    )
}

async fn decline(app: Data<App>, req: HttpRequest, given: web::Form<Given>) -> HttpResponse {
    let guest = match guest_of(&req) {
        Ok(guest) => guest,
        Err(response) => return *response,
    };
    let never = given.ticked("do_not_ask_again");
    let ctx = app.ctx(&guest);
    let moved = app.db.write(move |conn| flow::decline(conn, &ctx, never)).await;
    match moved.and_then(done) {
        Ok(_) if never => {
            let data =
                json!({ "place": null, "text": "We will not write to this address again, about anybody." });
            guest::shown(
                StatusCode::OK,
                "Thank you",
                guest::render(&VIEWS, "closed", &data),
            )
        }
        Ok(_) => guest::to(&place(&guest)),
        Err(fault) => trouble(fault, &guest),
    }
}
