//! What a candidate sees behind the link: where things stand and what comes next, the notice, the description with its
//! questions, withdrawing.

mod home;
mod quiz;

use actix_web::{
    HttpResponse,
    web::{self, Data, ServiceConfig},
};
use serde_json::{Value, json};

use super::{notice, pay};
use crate::{
    app::App,
    applications::model::{AcknowledgementBody, WrongAnswer},
    fault::Fault,
    flow::{
        applications::{self as flow, desk::Desk, entry::Acknowledged},
        portal,
    },
    kernel::ctx::Actor,
    people::GuestVisit,
    web::{ApiResult, Form, Problem, done, view::see_other},
};

/// Mounts the pages. `/g/{grant}` is where every guest's link leads; a referee is sent on to the form.
pub(super) fn pages(cfg: &mut ServiceConfig) {
    cfg.service(web::resource("/g/{grant}").route(web::get().to(show)))
        .service(web::resource("/g/{grant}/privacy").route(web::get().to(privacy)))
        .service(web::resource("/g/{grant}/notice").route(web::post().to(see_notice)))
        .service(web::resource("/g/{grant}/description").route(web::get().to(description)))
        .service(web::resource("/g/{grant}/answers").route(web::post().to(answer)))
        .service(web::resource("/g/{grant}/withdraw").route(web::get().to(ask_withdrawal)))
        .service(web::resource("/g/{grant}/withdrawal").route(web::post().to(withdraw)));
}

async fn show(app: Data<App>, visit: GuestVisit) -> ApiResult<HttpResponse> {
    if matches!(visit.guest.actor, Actor::Referee { .. }) {
        return Ok(see_other(&format!("{}/reference", visit.home())));
    }
    let ctx = app.ctx(&visit);
    let portal = app.db.read(move |conn| portal::portal(conn, &ctx)).await?;
    let data = home::data(&portal, &visit.home(), app.clock.now());
    visit.page("applications/pages/home", "portal", &data)
}

async fn desk(app: &App, visit: &GuestVisit) -> Result<Desk, Fault> {
    let ctx = app.ctx(visit);
    app.db.read(move |conn| flow::desk::desk(conn, &ctx)).await
}

async fn privacy(app: Data<App>, visit: GuestVisit) -> ApiResult<HttpResponse> {
    let desk = desk(&app, &visit).await?;
    let data = json!({
        "home": visit.home(),
        "paragraphs": notice(),
        "asks": desk.row.notice_seen_at.is_none() && desk.open(),
    });
    visit.page("applications/pages/privacy", "privacy-title", &data)
}

async fn see_notice(app: Data<App>, visit: GuestVisit) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&visit);
    app.db
        .write(move |conn| flow::entry::see_notice(conn, &ctx, flow::entry::own(&ctx.actor)?))
        .await?;
    Ok(visit.go(&format!("{}/description", visit.home()), "portal-notice-seen"))
}

async fn description(app: Data<App>, visit: GuestVisit) -> ApiResult<HttpResponse> {
    questions(&app, &visit, json!({}), None, &[]).await
}

/// The description with its questions, with what was typed and what to look at again.
async fn questions(
    app: &App,
    visit: &GuestVisit,
    typed: Value,
    trouble: Option<Problem>,
    wrong: &[WrongAnswer],
) -> ApiResult<HttpResponse> {
    let desk = desk(app, visit).await?;
    let title = Some(desk.description.title.clone()).filter(|title| !title.is_empty());
    let title = title.unwrap_or_else(|| visit.say("portal-the-job"));
    let data = json!({
        "home": visit.home(),
        "title": title,
        "job": desk.description,
        "pay": pay(&desk.description),
        "description_number": desk.case.evidence.terms.description_number,
        "asks": desk.asks(),
        "notice_first": desk.row.notice_seen_at.is_none() && desk.open(),
        "questions": quiz::questions(desk.case.pack.quiz(), wrong),
        "least_liked": desk.case.pack.quiz().least_liked,
        "differs": !wrong.is_empty(),
        "body": typed,
    });
    let template = "applications/pages/description";
    match trouble {
        None => visit.page_of(template, &title, &data),
        Some(trouble) => visit.again(template, &title, &data, visit.explained("quiz", trouble)),
    }
}

async fn answer(app: Data<App>, visit: GuestVisit, form: Form) -> ApiResult<HttpResponse> {
    let (ctx, body) = (app.ctx(&visit), form.valid::<AcknowledgementBody>());
    let outcome = app
        .db
        .write(move |conn| {
            let id = flow::entry::own(&ctx.actor)?;
            flow::entry::acknowledge(conn, &ctx, id, || body.get().cloned())
        })
        .await;
    let typed = form.body().clone();
    match outcome.and_then(done) {
        Ok(Acknowledged { complete: true, .. }) => Ok(visit.go(&visit.home(), "portal-answered")),
        Ok(again) => questions(&app, &visit, typed, None, &again.wrong).await,
        Err(fault) => questions(&app, &visit, typed, Some(fault.into()), &[]).await,
    }
}

async fn ask_withdrawal(app: Data<App>, visit: GuestVisit) -> ApiResult<HttpResponse> {
    let desk = desk(&app, &visit).await?;
    if !desk.open() {
        return Ok(see_other(&visit.home()));
    }
    let data = json!({ "home": visit.home(), "job_title": desk.case.evidence.terms.title });
    visit.page("applications/pages/withdraw", "portal-withdraw-sure", &data)
}

async fn withdraw(app: Data<App>, visit: GuestVisit) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&visit);
    let outcome = app
        .db
        .write(move |conn| flow::withdraw(conn, &ctx, flow::entry::own(&ctx.actor)?))
        .await?;
    done(outcome)?;
    Ok(see_other(&visit.home()))
}
