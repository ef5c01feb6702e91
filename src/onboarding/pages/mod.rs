//! Pages of onboarding: the trainer's board, a hire, a module, the talks, the book, the review, and the new hire's
//! own list. Every act is the use case of the API; looking changes nothing.

mod board;
mod book;
mod coaching;
mod coaching_form;
mod files;
mod growth;
mod mine;
mod module;
mod plan;
mod preparation;
mod review;
mod sheet;

use actix_web::{
    HttpResponse,
    http::header,
    web::{self, ServiceConfig},
};
use serde_json::Value;

use crate::{
    app::App,
    db::Conn,
    fault::Fault,
    kernel::ctx::Ctx,
    people::{Visit, next_place},
    pipeline::refusal::Outcome,
    web::{ApiResult, Form, Problem, done},
};
use sheet::Sheet;

/// Mounts the pages. What a refusal links to (`/day_one`, `/modules`, `/stage`, …) is one of them.
pub fn pages(cfg: &mut ServiceConfig) {
    cfg.service(web::resource("/onboarding_plans").route(web::get().to(board::board)))
        .service(web::resource("/my-onboarding").route(web::get().to(mine::mine)))
        .service(web::scope("/onboarding_plans/{id}").configure(of_a_plan));
}

fn of_a_plan(cfg: &mut ServiceConfig) {
    cfg.service(web::resource("").route(web::get().to(plan::show)))
        .service(web::resource("/modules").route(web::get().to(plan::modules)))
        .service(web::resource("/transitions").route(web::post().to(plan::transition)))
        .service(web::resource("/end").route(web::get().to(plan::ask_end)));
    preparation::pages(cfg);
    // Before the acts of a module, whose pattern `files` would fit.
    files::pages(cfg);
    module::pages(cfg);
    growth::pages(cfg);
    review::pages(cfg);
    coaching::pages(cfg);
    book::pages(cfg);
}

/// A form that was refused: which of the page's forms, what was typed, why.
struct Again {
    form: &'static str,
    body: Value,
    problem: Problem,
}

impl Again {
    fn of(form: &'static str, sent: &Form, problem: Problem) -> Option<Self> {
        Some(Self {
            form,
            body: sent.body().clone(),
            problem,
        })
    }
}

/// Shows a page whose title is the first of what is read.
async fn shown(
    app: &App,
    visit: &Visit,
    template: &str,
    read: impl FnMut(&mut Conn, &Ctx) -> Result<(String, Sheet), Fault> + Send + 'static,
    again: Option<Again>,
) -> ApiResult<HttpResponse> {
    let (ctx, mut read) = (app.ctx(visit), read);
    let (title, mut sheet) = app.db.read(move |conn| read(conn, &ctx)).await?;
    let Some(Again { form, body, problem }) = again else {
        return visit.page_of(template, &title, &sheet);
    };
    sheet.insert("pressed".to_owned(), form.into());
    if let Some(known) = sheet.get_mut("body").and_then(Value::as_object_mut) {
        known.extend(sheet::object(body));
    }
    visit.again(template, &title, &sheet, problem)
}

/// Does something, or says every reason why not.
async fn pressed<T: Send + 'static>(
    app: &App,
    visit: &Visit,
    work: impl FnMut(&mut Conn, &Ctx) -> Result<Outcome<T>, Fault> + Send + 'static,
) -> Result<T, Problem> {
    let (ctx, mut work) = (app.ctx(visit), work);
    let outcome = app.db.write(move |conn| work(conn, &ctx)).await?;
    Ok(done(outcome)?)
}

/// Where to go after an act: where the form says, or `usual`.
fn onward(form: &Form, usual: String) -> String {
    match form.control("next") {
        Some(next) => next_place(Some(next)).to_owned(),
        None => usual,
    }
}

/// Another page shows this.
fn elsewhere(path: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, path))
        .finish()
}
