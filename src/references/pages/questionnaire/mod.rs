//! The referee's questionnaire in a browser: one part after the other, each saved on the server when it is left, and
//! with a script while one types, so that nothing is lost on the way.

mod referral;
mod sections;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data, Path, ServiceConfig},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{
    app::App,
    fault::{Fault, FieldFault},
    flow::references::{self as flow, Questionnaire},
    kernel::text_enum::TextEnum,
    people::GuestVisit,
    pipeline::state::ReferenceState,
    references::model::Answers,
    web::{ApiResult, Form, Problem, Valid, done, view::see_other},
};
use sections::Section;

const SECTION: &str = "references/pages/questionnaire/section";

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
        web::resource("/g/{grant}/reference/referral")
            .route(web::get().to(referral::ask))
            .route(web::post().to(referral::name)),
    )
    .service(
        web::resource("/g/{grant}/reference/{section}")
            .route(web::get().to(section))
            .route(web::post().to(save)),
    );
}

/// Where this referee's form is.
fn place(visit: &GuestVisit) -> String {
    format!("{}/reference", visit.home())
}

async fn load(app: &App, visit: &GuestVisit) -> Result<Questionnaire, Fault> {
    let ctx = app.ctx(visit);
    let mut form = app.db.read(move |conn| flow::questionnaire(conn, &ctx)).await?;
    form.typed = sections::known(&form.view.form, visit, &form.typed);
    Ok(form)
}

/// What a closed form says instead.
fn closed(form: &Questionnaire, visit: &GuestVisit) -> ApiResult<HttpResponse> {
    let key = match form.state {
        ReferenceState::Completed => "completed",
        ReferenceState::Declined => "declined",
        _ => "over",
    };
    over(form, visit, key)
}

fn over(form: &Questionnaire, visit: &GuestVisit, key: &str) -> ApiResult<HttpResponse> {
    let data = json!({
        "key": key,
        "place": place(visit),
        "candidate": form.view.candidate_name,
        "referred": form.referred,
    });
    let title = format!("questionnaire-{key}-title");
    visit.page("references/pages/questionnaire/closed", &title, &data)
}

/// What every page of the form is given.
fn common(form: &Questionnaire, visit: &GuestVisit) -> Value {
    let parts: Vec<Value> = Section::ALL
        .iter()
        .map(|section| {
            let (answered, all) = section.answered(&form.view.form, visit, &form.typed);
            json!({
                "href": format!("{}/{section}", place(visit)),
                "title": section.title(),
                "answered": answered,
                "all": all,
            })
        })
        .collect();
    json!({
        "place": place(visit),
        "candidate": form.view.candidate_name,
        "job_title": form.view.job_title,
        "referee": form.view.referee_name,
        "minutes": MINUTES,
        "until": form.until,
        "saved": form.saved,
        "parts": parts,
        "of": Section::ALL.len(),
        "scale": form.view.form.scale,
        "lead_in": form.view.form.lead_in,
        "percentile_question": form.view.form.percentiles.question,
        "not_observed": form.view.form.not_observed,
        "body": form.typed,
    })
}

fn with(mut data: Value, more: Value) -> Value {
    if let (Value::Object(data), Value::Object(more)) = (&mut data, more) {
        data.extend(more);
    }
    data
}

async fn show(app: Data<App>, visit: GuestVisit) -> ApiResult<HttpResponse> {
    let form = load(&app, &visit).await?;
    if form.view.closed {
        return closed(&form, &visit);
    }
    let open = Section::ALL.iter().find(|section| {
        let (answered, _) = section.answered(&form.view.form, &visit, &form.typed);
        answered == 0
    });
    let go_on = match open {
        Some(section) => format!("{}/{section}", place(&visit)),
        None => format!("{}/check", place(&visit)),
    };
    let candidate = Map::from_iter([("candidate".to_owned(), form.view.candidate_name.clone().into())]);
    let title = visit.say_with("questionnaire-intro-title", &candidate);
    let data = with(common(&form, &visit), json!({ "go_on": go_on }));
    visit.page_of("references/pages/questionnaire/intro", &title, &data)
}

/// Whether what is missing shall be shown at once.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Look {
    missing: Option<String>,
}

fn section_page(
    form: &Questionnaire,
    visit: &GuestVisit,
    section: Section,
    trouble: Option<Problem>,
) -> ApiResult<HttpResponse> {
    let before = section.previous();
    let more = json!({
        "questions": section.shown(&form.view.form, visit),
        "action": format!("{}/{section}", place(visit)),
        "section": section,
        "title": section.title(),
        "number": section.number(),
        "back": before.map(|before| format!("{}/{before}", place(visit))),
    });
    let data = with(common(form, visit), more);
    let title = visit.say(&section.title());
    match trouble {
        None => visit.page_of(SECTION, &title, &data),
        Some(trouble) => visit.again(SECTION, &title, &data, visit.explained("questionnaire", trouble)),
    }
}

/// The faults that belong to the questions of a part.
fn own(section: Section, form: &Questionnaire, visit: &GuestVisit, faults: &[FieldFault]) -> Vec<FieldFault> {
    let places = section.part(&form.view.form, visit, &Value::Null).places;
    let known = |fault: &&FieldFault| {
        let place = fault.pointer.trim_start_matches('/').replace('/', ".");
        places.contains(&place)
    };
    faults.iter().filter(known).cloned().collect()
}

fn part_of(word: &str) -> Result<Section, Fault> {
    Section::from_word(word).ok_or(Fault::NotFound("part of the form"))
}

async fn section(
    app: Data<App>,
    visit: GuestVisit,
    path: Path<(String, String)>,
    look: web::Query<Look>,
) -> ApiResult<HttpResponse> {
    let form = load(&app, &visit).await?;
    if form.view.closed {
        return closed(&form, &visit);
    }
    let section = part_of(&path.1)?;
    let faults = match look.missing {
        Some(_) => own(
            section,
            &form,
            &visit,
            &sections::faults(&form.view.form, &visit, &form.typed),
        ),
        None => Vec::new(),
    };
    if faults.is_empty() {
        return section_page(&form, &visit, section, None);
    }
    let mut page = section_page(&form, &visit, section, Some(Fault::Invalid(faults).into()))?;
    // Nothing was sent that could be wrong: the page was asked for like this.
    *page.status_mut() = StatusCode::OK;
    Ok(page)
}

/// Keeps a part, complete or not, and leads on. What is missing is told at the end, and at once only when it was
/// looked for. A script that saves while one types is told that it is saved.
async fn save(
    app: Data<App>,
    visit: GuestVisit,
    path: Path<(String, String)>,
    sent: Form,
) -> ApiResult<HttpResponse> {
    let form = load(&app, &visit).await?;
    let section = part_of(&path.1)?;
    let part = section.part(&form.view.form, &visit, sent.body());
    let (ctx, kept) = (app.ctx(&visit), part.clone());
    let saved = app
        .db
        .write(move |conn| flow::save_draft(conn, &ctx, &kept))
        .await;
    match saved {
        Ok(()) if visit.by_script() => {
            Ok(HttpResponse::Ok().json(json!({ "status": visit.say("draft-saved") })))
        }
        Ok(()) if sent.control("then") == Some("later") => Ok(see_other(&format!("{}/saved", place(&visit)))),
        Ok(()) => Ok(see_other(&match section.next() {
            Some(next) => format!("{}/{next}", place(&visit)),
            None => format!("{}/check", place(&visit)),
        })),
        Err(Fault::Invalid(faults)) if !visit.by_script() => {
            let mut typed = form;
            part.into_body(&mut typed.typed);
            section_page(&typed, &visit, section, Some(Fault::Invalid(faults).into()))
        }
        Err(fault) => Err(fault.into()),
    }
}

async fn saved(app: Data<App>, visit: GuestVisit) -> ApiResult<HttpResponse> {
    let form = load(&app, &visit).await?;
    if form.view.closed {
        return closed(&form, &visit);
    }
    let data = common(&form, &visit);
    visit.page(
        "references/pages/questionnaire/saved",
        "questionnaire-saved-title",
        &data,
    )
}

async fn check(app: Data<App>, visit: GuestVisit) -> ApiResult<HttpResponse> {
    let form = load(&app, &visit).await?;
    if form.view.closed {
        return closed(&form, &visit);
    }
    let faults = sections::faults(&form.view.form, &visit, &form.typed);
    check_page(&form, &visit, &faults)
}

/// What is missing, part by part, or the button that sends everything.
fn check_page(form: &Questionnaire, visit: &GuestVisit, faults: &[FieldFault]) -> ApiResult<HttpResponse> {
    let mut missing = Vec::new();
    for section in Section::ALL {
        let open = own(*section, form, visit, faults);
        let Some(first) = open.first() else { continue };
        let field = first.pointer.trim_start_matches('/').replace('/', "-");
        missing.push(json!({
            "href": format!("{}/{section}?missing=yes#f-{field}", place(visit)),
            "title": section.title(),
            "count": open.len(),
        }));
    }
    let data = with(common(form, visit), json!({ "missing": missing }));
    visit.page(
        "references/pages/questionnaire/check",
        "questionnaire-check-title",
        &data,
    )
}

async fn hand_in(app: Data<App>, visit: GuestVisit) -> ApiResult<HttpResponse> {
    let form = load(&app, &visit).await?;
    if form.view.closed {
        let mut page = closed(&form, &visit)?;
        *page.status_mut() = StatusCode::CONFLICT;
        return Ok(page);
    }
    let faults = sections::faults(&form.view.form, &visit, &form.typed);
    if !faults.is_empty() {
        return lacking(&form, &visit, &faults);
    }
    let ctx = app.ctx(&visit);
    let answers = Valid::<Answers>::of_value(form.typed.clone());
    let moved = app.db.write(move |conn| flow::submit(conn, &ctx, &answers)).await;
    match moved.and_then(done) {
        Ok(_) => Ok(see_other(&place(&visit))),
        Err(Fault::Invalid(faults)) => lacking(&form, &visit, &faults),
        Err(fault) => Err(fault.into()),
    }
}

fn lacking(form: &Questionnaire, visit: &GuestVisit, faults: &[FieldFault]) -> ApiResult<HttpResponse> {
    let mut page = check_page(form, visit, faults)?;
    *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(page)
}

async fn ask_decline(app: Data<App>, visit: GuestVisit) -> ApiResult<HttpResponse> {
    let form = load(&app, &visit).await?;
    if form.view.closed {
        return closed(&form, &visit);
    }
    let data = with(common(&form, &visit), json!({ "body": {} }));
    visit.page(
        "references/pages/questionnaire/decline",
        "questionnaire-decline-title",
        &data,
    )
}

async fn decline(app: Data<App>, visit: GuestVisit, sent: Form) -> ApiResult<HttpResponse> {
    let never = sent.body().get("do_not_ask_again") == Some(&Value::Bool(true));
    let ctx = app.ctx(&visit);
    let moved = app.db.write(move |conn| flow::decline(conn, &ctx, never)).await?;
    done(moved)?;
    if never {
        let form = load(&app, &visit).await?;
        return over(&form, &visit, "never");
    }
    Ok(see_other(&place(&visit)))
}
