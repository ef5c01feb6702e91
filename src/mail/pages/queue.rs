//! Pages of the queue and of what could not be delivered.

use actix_web::{
    HttpResponse,
    web::{self, Data, Path, ServiceConfig},
};
use serde_json::{Value, json};

use super::super::{
    api::queue::{ListQuery, Reason},
    dead_letters,
    queue::{self, KEEPERS},
};
use crate::{
    app::App,
    kernel::{ids::OutboxMailId, role::Role},
    people::Visit,
    web::{ApiResult, Form, Paging, Problem, Query},
};

const QUEUE: &str = "mail/pages/queue";
const LETTER: &str = "mail/pages/dead_letter";

pub(super) fn pages(cfg: &mut ServiceConfig) {
    cfg.service(web::resource("/mail_queue").route(web::get().to(show)))
        .service(web::resource("/mail_queue/pause").route(web::post().to(pause)))
        .service(web::resource("/mail_queue/resume").route(web::post().to(resume)))
        .service(web::resource("/dead_letters").route(web::get().to(letters)))
        .service(web::resource("/dead_letters/{id}").route(web::get().to(letter)))
        .service(web::resource("/dead_letters/{id}/retry").route(web::post().to(retry)))
        .service(web::resource("/dead_letters/{id}/close").route(web::post().to(close)));
}

async fn show(app: Data<App>, visit: Visit) -> ApiResult<HttpResponse> {
    shown(&app, &visit, None).await
}

async fn shown(app: &App, visit: &Visit, failed: Option<(Value, Problem)>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let status = app.db.read(move |conn| queue::look(conn, &ctx)).await?;
    let (body, trouble) = failed.unzip();
    let data = json!({
        "queue": status,
        "may": visit.staff.has_any(&[Role::Admin, Role::HrLead]),
        "body": body.unwrap_or_else(|| json!({})),
    });
    let title = visit.say("mail-queue");
    match trouble {
        None => visit.page_of(QUEUE, &title, &data),
        Some(trouble) => visit.again(QUEUE, &title, &data, trouble),
    }
}

async fn pause(app: Data<App>, visit: Visit, form: Form) -> ApiResult<HttpResponse> {
    let (ctx, body) = (app.ctx(&visit), form.valid::<Reason>());
    let paused = app
        .db
        .write(move |conn| queue::pause(conn, &ctx, || Ok(body.get()?.reason())))
        .await;
    match paused {
        Ok(_) => Ok(visit.go("/mail_queue", "mail-queue-is-paused")),
        Err(fault) => shown(&app, &visit, Some((form.body().clone(), fault.into()))).await,
    }
}

async fn resume(app: Data<App>, visit: Visit) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&visit);
    match app.db.write(move |conn| queue::resume(conn, &ctx)).await {
        Ok(_) => Ok(visit.go("/mail_queue", "mail-queue-is-running")),
        Err(fault) => shown(&app, &visit, Some((json!({}), fault.into()))).await,
    }
}

async fn letters(
    app: Data<App>,
    visit: Visit,
    query: Query<ListQuery>,
    paging: Paging,
) -> ApiResult<HttpResponse> {
    let (ctx, closed) = (app.ctx(&visit), query.0.closed());
    let page = app
        .db
        .read(move |conn| dead_letters::list(conn, &ctx, closed, &paging.0))
        .await?;
    let next = page
        .next_cursor
        .map(|cursor| format!("/dead_letters?closed={closed}&cursor={cursor}"));
    let data = json!({ "letters": page.data, "closed": closed, "next": next });
    visit.page("mail/pages/dead_letters", "dead-letters", &data)
}

async fn letter(app: Data<App>, visit: Visit, id: Path<OutboxMailId>) -> ApiResult<HttpResponse> {
    shown_letter(&app, &visit, *id, None).await
}

async fn shown_letter(
    app: &App,
    visit: &Visit,
    id: OutboxMailId,
    failed: Option<(Value, Problem)>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let now = ctx.now;
    let file = app
        .db
        .read(move |conn| dead_letters::show(conn, &ctx, id))
        .await?;
    let letter = &file.letter;
    let (body, trouble) = failed.unzip();
    let data = json!({
        "letter": letter,
        "history": file.history,
        "place": dead_letters::place(letter),
        "acts": letter.closing.is_none() && visit.staff.has_any(KEEPERS),
        "can_retry": letter.again_until.is_some_and(|until| now < until),
        "body": body.unwrap_or_else(|| json!({})),
    });
    match trouble {
        None => visit.page_of(LETTER, &letter.to_name, &data),
        Some(trouble) => visit.again(LETTER, &letter.to_name, &data, trouble),
    }
}

async fn retry(app: Data<App>, visit: Visit, id: Path<OutboxMailId>) -> ApiResult<HttpResponse> {
    let (ctx, id) = (app.ctx(&visit), *id);
    match app
        .db
        .write(move |conn| dead_letters::retry(conn, &ctx, id))
        .await
    {
        Ok(()) => Ok(visit.go("/dead_letters", "dead-letter-retried")),
        Err(fault) => shown_letter(&app, &visit, id, Some((json!({}), fault.into()))).await,
    }
}

async fn close(app: Data<App>, visit: Visit, id: Path<OutboxMailId>, form: Form) -> ApiResult<HttpResponse> {
    let (ctx, id, body) = (app.ctx(&visit), *id, form.valid::<Reason>());
    let closed = app
        .db
        .write(move |conn| dead_letters::close(conn, &ctx, id, || Ok(body.get()?.reason())))
        .await;
    match closed {
        Ok(_) => Ok(visit.go("/dead_letters", "dead-letter-is-closed")),
        Err(fault) => shown_letter(&app, &visit, id, Some((form.body().clone(), fault.into()))).await,
    }
}
