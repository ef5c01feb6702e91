//! What candidates see in a browser: plain pages that work without a line of JavaScript. Looking changes
//! nothing; everything is done by pressing a button, and what cannot be taken back is asked for twice.

mod careers;
mod home;
mod quiz;
mod staff;

use std::sync::LazyLock;

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{self, Data, ServiceConfig},
};
use serde_json::json;

pub(crate) use staff::{CaseHead, Typed, closed, names, shown};

use crate::{
    app::App,
    applications::PRIVACY_NOTICE,
    fault::{Fault, FieldFault},
    flow::{
        applications::{self as flow, desk::Desk},
        portal,
    },
    jobs::model::DescriptionBody,
    kernel::ctx::Actor,
    people::{self, Guest},
    pipeline::refusal::Outcome,
    web::guest::{self, Form, Given, Views},
};

static VIEWS: LazyLock<Views> = LazyLock::new(|| {
    guest::views(&[
        ("home", include_str!("home.html.hbs")),
        ("privacy", include_str!("privacy.html.hbs")),
        ("description", include_str!("description.html.hbs")),
        ("job", include_str!("job.html.hbs")),
        ("withdraw", include_str!("withdraw.html.hbs")),
        ("careers", include_str!("careers.html.hbs")),
        ("career", include_str!("career.html.hbs")),
        ("thanks", include_str!("thanks.html.hbs")),
    ])
});

const PRIVACY_TITLE: &str = "How we treat your data";

/// Mounts the pages. `/g/{grant}` is where every guest's link leads; a referee is sent on to the form.
pub fn pages(cfg: &mut ServiceConfig) {
    staff::pages(cfg);
    careers::pages(cfg);
    cfg.service(web::resource("/g/{grant}").route(web::get().to(show)))
        .service(web::resource("/g/{grant}/privacy").route(web::get().to(privacy)))
        .service(web::resource("/g/{grant}/notice").route(web::post().to(see_notice)))
        .service(web::resource("/g/{grant}/description").route(web::get().to(description)))
        .service(web::resource("/g/{grant}/answers").route(web::post().to(answer)))
        .service(web::resource("/g/{grant}/withdraw").route(web::get().to(ask_withdrawal)))
        .service(web::resource("/g/{grant}/withdrawal").route(web::post().to(withdraw)));
}

/// The candidate of this page, or what to answer everybody else.
fn candidate(req: &HttpRequest) -> Result<Guest, Box<HttpResponse>> {
    let guest = people::guest(req).map_err(|problem| Box::new(guest::trouble(&problem, None)))?;
    match guest.actor {
        Actor::Candidate { .. } => Ok(guest),
        _ => Err(Box::new(guest::to(&format!("{}/reference", home_of(&guest))))),
    }
}

fn home_of(guest: &Guest) -> String {
    format!("/g/{}", guest.grant.id)
}

fn trouble(fault: Fault, guest: &Guest) -> HttpResponse {
    guest::trouble(&fault.into(), Some(&home_of(guest)))
}

/// The pay of a description in words.
fn pay(description: &DescriptionBody) -> Option<String> {
    let pay = &description.pay;
    let (least, most) = (pay.min?, pay.max?);
    Some(format!("{least} to {most} {}", pay.currency))
}

async fn show(app: Data<App>, req: HttpRequest) -> HttpResponse {
    match candidate(&req) {
        Ok(guest) => first_page(&app, &guest).await,
        Err(response) => *response,
    }
}

async fn first_page(app: &App, guest: &Guest) -> HttpResponse {
    let ctx = app.ctx(guest);
    match app.db.read(move |conn| portal::portal(conn, &ctx)).await {
        Ok(portal) => {
            let data = home::data(&portal, &home_of(guest), app.clock.now());
            guest::shown(
                StatusCode::OK,
                "Your application",
                guest::render(&VIEWS, "home", &data),
            )
        }
        Err(fault) => trouble(fault, guest),
    }
}

async fn desk(app: &App, guest: &Guest) -> Result<Desk, Fault> {
    let ctx = app.ctx(guest);
    app.db.read(move |conn| flow::desk::desk(conn, &ctx)).await
}

async fn privacy(app: Data<App>, req: HttpRequest) -> HttpResponse {
    let guest = match candidate(&req) {
        Ok(guest) => guest,
        Err(response) => return *response,
    };
    let desk = match desk(&app, &guest).await {
        Ok(desk) => desk,
        Err(fault) => return trouble(fault, &guest),
    };
    let paragraphs: Vec<&str> = PRIVACY_NOTICE.lines().collect();
    let asks = desk.row.notice_seen_at.is_none() && desk.open();
    let data = json!({ "home": home_of(&guest), "paragraphs": paragraphs, "asks": asks });
    guest::shown(
        StatusCode::OK,
        PRIVACY_TITLE,
        guest::render(&VIEWS, "privacy", &data),
    )
}

async fn see_notice(app: Data<App>, req: HttpRequest) -> HttpResponse {
    let guest = match candidate(&req) {
        Ok(guest) => guest,
        Err(response) => return *response,
    };
    let ctx = app.ctx(&guest);
    let seen = app
        .db
        .write(move |conn| flow::entry::see_notice(conn, &ctx, flow::entry::own(&ctx.actor)?))
        .await;
    match seen {
        Ok(()) => guest::to(&format!("{}/description", home_of(&guest))),
        Err(fault) => trouble(fault, &guest),
    }
}

async fn description(app: Data<App>, req: HttpRequest) -> HttpResponse {
    let guest = match candidate(&req) {
        Ok(guest) => guest,
        Err(response) => return *response,
    };
    questions(&app, &guest, &Given::default(), &[], StatusCode::OK).await
}

/// The description with its questions, with what was typed and what to look at again.
async fn questions(
    app: &App,
    guest: &Guest,
    given: &Given,
    faults: &[FieldFault],
    status: StatusCode,
) -> HttpResponse {
    let desk = match desk(app, guest).await {
        Ok(desk) => desk,
        Err(fault) => return trouble(fault, guest),
    };
    let form: Form = quiz::form(desk.case.pack.quiz()).filled(given).judged(faults);
    let data = json!({
        "home": home_of(guest),
        "job": desk.description,
        "pay": pay(&desk.description),
        "description_number": desk.case.evidence.terms.description_number,
        "asks": desk.asks(),
        "notice_first": desk.row.notice_seen_at.is_none() && desk.open(),
        "form": form,
    });
    let title = if desk.description.title.is_empty() {
        "The job"
    } else {
        &desk.description.title
    };
    guest::shown(status, title, guest::render(&VIEWS, "description", &data))
}

async fn answer(app: Data<App>, req: HttpRequest, given: web::Form<Given>) -> HttpResponse {
    let guest = match candidate(&req) {
        Ok(guest) => guest,
        Err(response) => return *response,
    };
    let body = match quiz::read(&given) {
        Ok(body) => body,
        Err(faults) => {
            return questions(&app, &guest, &given, &faults, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let ctx = app.ctx(&guest);
    let outcome = app
        .db
        .write(move |conn| {
            let id = flow::entry::own(&ctx.actor)?;
            flow::entry::acknowledge(conn, &ctx, id, || Ok(body.clone()))
        })
        .await;
    let (faults, status) = match outcome {
        Ok(Outcome::Done(done)) if done.complete => return guest::to(&home_of(&guest)),
        Ok(Outcome::Done(done)) => {
            let differs = done.wrong.into_iter().map(|wrong| {
                let detail = format!("The description says: {}", wrong.passage);
                FieldFault::new(format!("/{}", wrong.field), "differs", detail)
            });
            (differs.collect(), StatusCode::OK)
        }
        Ok(Outcome::Refused(refusal)) => {
            let told: Vec<FieldFault> = match refusal.refusals.as_slice() {
                [] => vec![FieldFault::new("", "refused", &*refusal.detail)],
                rows => rows
                    .iter()
                    .filter_map(|row| Some(FieldFault::new("", "refused", row.detail.clone()?)))
                    .collect(),
            };
            (told, StatusCode::CONFLICT)
        }
        Err(Fault::Invalid(faults)) => (
            faults.into_iter().map(of_the_form).collect(),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        Err(fault) => return trouble(fault, &guest),
    };
    questions(&app, &guest, &given, &faults, status).await
}

/// A fault of both shares together belongs to the first of their fields.
fn of_the_form(mut fault: FieldFault) -> FieldFault {
    if fault.pointer == "/expected_split" {
        "/sales_pct".clone_into(&mut fault.pointer);
    }
    fault
}

async fn ask_withdrawal(app: Data<App>, req: HttpRequest) -> HttpResponse {
    let guest = match candidate(&req) {
        Ok(guest) => guest,
        Err(response) => return *response,
    };
    match desk(&app, &guest).await {
        Ok(desk) if desk.open() => {
            let data = json!({ "home": home_of(&guest), "job_title": desk.case.evidence.terms.title });
            let body = guest::render(&VIEWS, "withdraw", &data);
            guest::shown(StatusCode::OK, "Withdraw your application?", body)
        }
        Ok(_) => guest::to(&home_of(&guest)),
        Err(fault) => trouble(fault, &guest),
    }
}

async fn withdraw(app: Data<App>, req: HttpRequest) -> HttpResponse {
    let guest = match candidate(&req) {
        Ok(guest) => guest,
        Err(response) => return *response,
    };
    let ctx = app.ctx(&guest);
    let outcome = app
        .db
        .write(move |conn| flow::withdraw(conn, &ctx, flow::entry::own(&ctx.actor)?).map(|o| o.map(|_| ())))
        .await;
    match outcome.and_then(crate::web::done) {
        Ok(()) => guest::to(&home_of(&guest)),
        Err(fault) => trouble(fault, &guest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_printed_escaped_and_an_empty_one_too() {
        let hostile = DescriptionBody {
            body_text: "<script>alert(1)</script>".into(),
            goals_ordered: vec!["\"happy\" <b>clients</b>".into()],
            ..DescriptionBody::default()
        };
        let html = guest::render(&VIEWS, "job", &json!({ "job": hostile, "pay": pay(&hostile) })).unwrap();
        assert!(!html.contains("<script") && !html.contains("<b>"), "{html}");
        assert!(html.contains("&lt;b&gt;clients"), "{html}");
        let empty = json!({ "job": DescriptionBody::default(), "pay": null });
        assert!(
            guest::render(&VIEWS, "job", &empty)
                .unwrap()
                .contains("Pay and conditions")
        );
    }
}
