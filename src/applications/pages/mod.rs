//! What candidates see in a browser: plain pages that work without a line of JavaScript. Looking changes
//! nothing; everything is done by pressing a button.

mod form;
mod render;
mod staff;

pub(crate) use staff::{CaseHead, Typed, closed, names, shown};

use actix_web::{
    HttpRequest, HttpResponse, ResponseError,
    http::{StatusCode, header},
    web::{self, Data, Path, ServiceConfig},
};

use crate::{
    app::App,
    applications::PRIVACY_NOTICE,
    fault::Fault,
    flow::applications as flow,
    kernel::{
        ctx::{Actor, Ctx},
        ids::{GrantId, JobId},
    },
    people::{self, Guest},
    pipeline::refusal::Outcome,
    web::{Problem, escape_html, headers::link_page, page_html},
};
use form::AnswersForm;

/// Mounts the pages. `/g/{grant}` is where every guest's link leads; a referee is sent on to the form.
pub fn pages(cfg: &mut ServiceConfig) {
    staff::pages(cfg);
    cfg.service(web::resource("/privacy").route(web::get().to(privacy)))
        .service(web::resource("/careers/{job_id}").route(web::get().to(career)))
        .service(web::resource("/g/{grant}").route(web::get().to(desk)))
        .service(web::resource("/g/{grant}/notice").route(web::post().to(see_notice)))
        .service(web::resource("/g/{grant}/answers").route(web::post().to(answer)))
        .service(web::resource("/g/{grant}/withdrawal").route(web::post().to(withdraw)));
}

/// A page behind a link.
fn page(status: StatusCode, title: &str, body: &str) -> HttpResponse {
    let mut response = page_html(status, title, body);
    link_page(response.headers_mut());
    response
}

/// What went wrong, in words for a person.
fn trouble(problem: &Problem) -> HttpResponse {
    let text = match problem.status {
        401 => "Please open the link in our mail again.",
        404 => "There is nothing here (any more). If you still need it, answer one of our mails.",
        500.. => "Something went wrong here. Please try again later.",
        _ => &problem.detail,
    };
    page(
        problem.status_code(),
        "Your application",
        &format!("<p>{}</p>", escape_html(text)),
    )
}

/// The candidate of this page, or what to answer everybody else.
fn candidate(req: &HttpRequest) -> Result<Guest, Box<HttpResponse>> {
    let guest = people::guest(req).map_err(|problem| Box::new(trouble(&problem)))?;
    match guest.actor {
        Actor::Candidate { .. } => Ok(guest),
        _ => Err(Box::new(to(&format!("/g/{}/reference", guest.grant.id)))),
    }
}

fn to(place: &str) -> HttpResponse {
    let mut response = HttpResponse::SeeOther()
        .insert_header((header::LOCATION, place))
        .finish();
    link_page(response.headers_mut());
    response
}

async fn privacy() -> HttpResponse {
    let paragraphs: String = PRIVACY_NOTICE
        .lines()
        .map(|line| format!("<p>{}</p>\n", escape_html(line)))
        .collect();
    page_html(StatusCode::OK, "How we treat your data", &paragraphs)
}

async fn career(app: Data<App>, job: Path<JobId>) -> HttpResponse {
    let found = app.db.read(move |conn| flow::desk::public(conn, *job)).await;
    match found.and_then(|description| render::description(&description)) {
        Ok(body) => page_html(StatusCode::OK, "Job description", &body),
        Err(fault) => trouble(&fault.into()),
    }
}

async fn desk(app: Data<App>, req: HttpRequest) -> HttpResponse {
    match candidate(&req) {
        Ok(guest) => show(&app, app.ctx(&guest), guest.grant.id, None, None).await,
        Err(response) => *response,
    }
}

/// The candidate's page, with what was just answered and a word about it.
async fn show(
    app: &App,
    ctx: Ctx,
    grant: GrantId,
    given: Option<(AnswersForm, Vec<(&'static str, String)>)>,
    message: Option<String>,
) -> HttpResponse {
    let desk = app.db.read(move |conn| flow::desk::desk(conn, &ctx)).await;
    match desk.and_then(|desk| render::desk(&desk, grant, given, message)) {
        Ok(body) => page(StatusCode::OK, "Your application", &body),
        Err(fault) => trouble(&fault.into()),
    }
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
        Ok(()) => to(&format!("/g/{}", guest.grant.id)),
        Err(fault) => trouble(&fault.into()),
    }
}

async fn answer(app: Data<App>, req: HttpRequest, form: web::Form<AnswersForm>) -> HttpResponse {
    let guest = match candidate(&req) {
        Ok(guest) => guest,
        Err(response) => return *response,
    };
    let (ctx, grant, form) = (app.ctx(&guest), guest.grant.id, form.into_inner());
    let body = match form.body() {
        Ok(body) => body,
        Err(message) => return show(&app, ctx, grant, Some((form, Vec::new())), Some(message)).await,
    };
    let again = ctx.clone();
    let outcome = app
        .db
        .write(move |conn| {
            let id = flow::entry::own(&ctx.actor)?;
            flow::entry::acknowledge(conn, &ctx, id, || Ok(body.clone()))
        })
        .await;
    match outcome {
        Ok(Outcome::Done(done)) if done.complete => to(&format!("/g/{grant}")),
        Ok(Outcome::Done(done)) => {
            let passages = done.wrong.into_iter().map(|w| (w.field, w.passage)).collect();
            let message = "Some answers differ from the description. Look at the passages and answer again.";
            show(
                &app,
                again,
                grant,
                Some((form, passages)),
                Some(message.to_owned()),
            )
            .await
        }
        Ok(Outcome::Refused(refusal)) => {
            show(
                &app,
                again,
                grant,
                Some((form, Vec::new())),
                Some(refusal.in_words()),
            )
            .await
        }
        Err(Fault::Invalid(faults)) => {
            let message = faults.into_iter().map(|f| f.detail).collect::<Vec<_>>().join(" ");
            show(&app, again, grant, Some((form, Vec::new())), Some(message)).await
        }
        Err(fault) => trouble(&fault.into()),
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
    match outcome {
        Ok(Outcome::Done(())) => to(&format!("/g/{}", guest.grant.id)),
        Ok(Outcome::Refused(refusal)) => trouble(&Fault::Refused(refusal).into()),
        Err(fault) => trouble(&fault.into()),
    }
}
