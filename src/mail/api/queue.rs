//! How mail stands: the queue, and what could not be delivered.

use actix_web::{
    HttpRequest, HttpResponse, get, post,
    web::{Data, Path},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::super::{
    dead_letters::{self, DeadLetter, DeadLetterFile},
    queue::{self, QueueView},
};
use crate::{
    app::App,
    db::page::Page,
    kernel::{ids::OutboxMailId, text},
    people::Staff,
    web::{ApiConfig, ApiResult, EmptyBody, Paging, PagingParams, Problem, Query, Valid, listed},
};

pub(super) fn routes(cfg: &mut ApiConfig<'_>) {
    cfg.service(show)
        .service(pause)
        .service(resume)
        .service(letters)
        .service(letter)
        .service(retry)
        .service(close);
}

/// Why something is done.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[schema(as = MailReason)]
#[serde(deny_unknown_fields)]
pub(in crate::mail) struct Reason {
    /// In at least 5 characters, for those who find it later.
    #[validate(length(min = 5, max = 1000))]
    reason: String,
}

impl Reason {
    pub(in crate::mail) fn reason(&self) -> String {
        text::single_line(&self.reason)
    }
}

/// Which dead letters.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(in crate::mail) struct ListQuery {
    /// `true`: those somebody has closed. Otherwise those that wait for somebody.
    closed: Option<bool>,
}

impl ListQuery {
    pub(in crate::mail) fn closed(&self) -> bool {
        self.closed.unwrap_or(false)
    }
}

/// How the mail queue stands (administrators, HR, auditors).
#[utoipa::path(tag = "mail", responses((status = 200, body = QueueView), (status = 403, body = Problem)))]
#[get("/mail_queue")]
async fn show(app: Data<App>, who: Staff) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let status = app.db.read(move |conn| queue::look(conn, &ctx)).await?;
    Ok(HttpResponse::Ok().json(status))
}

/// Stops all mail (administrators, HR leads). What is being sent still leaves.
#[utoipa::path(tag = "mail", request_body = Reason, responses(
    (status = 200, body = QueueView), (status = 403, body = Problem), (status = 409, body = Problem),
    (status = 422, body = Problem),
))]
#[post("/mail_queue/pause")]
async fn pause(app: Data<App>, who: Staff, body: Valid<Reason>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let status = app
        .db
        .write(move |conn| queue::pause(conn, &ctx, || Ok(body.get()?.reason())))
        .await?;
    Ok(HttpResponse::Ok().json(status))
}

/// Lets mails leave again, now (administrators, HR leads).
#[utoipa::path(tag = "mail", responses(
    (status = 200, body = QueueView), (status = 403, body = Problem), (status = 409, body = Problem),
))]
#[post("/mail_queue/resume")]
async fn resume(app: Data<App>, who: Staff, _: EmptyBody) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let status = app.db.write(move |conn| queue::resume(conn, &ctx)).await?;
    Ok(HttpResponse::Ok().json(status))
}

/// Mails that could not be delivered, newest first (administrators, HR, auditors).
#[utoipa::path(tag = "mail", params(ListQuery, PagingParams), responses(
    (status = 200, body = Page<DeadLetter>), (status = 403, body = Problem), (status = 422, body = Problem),
))]
#[get("/dead_letters")]
async fn letters(
    req: HttpRequest,
    app: Data<App>,
    who: Staff,
    query: Query<ListQuery>,
    paging: Paging,
) -> ApiResult<HttpResponse> {
    let (ctx, closed) = (app.ctx(&who), query.0.closed());
    let page = app
        .db
        .read(move |conn| dead_letters::list(conn, &ctx, closed, &paging.0))
        .await?;
    Ok(listed(&req, &page))
}

/// A mail that could not be delivered, with every attempt to send it.
#[utoipa::path(tag = "mail", params(("id" = String, Path)), responses(
    (status = 200, body = DeadLetterFile), (status = 403, body = Problem), (status = 404, body = Problem),
))]
#[get("/dead_letters/{id}")]
async fn letter(app: Data<App>, who: Staff, id: Path<OutboxMailId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let file = app
        .db
        .read(move |conn| dead_letters::show(conn, &ctx, *id))
        .await?;
    Ok(HttpResponse::Ok().json(file))
}

/// Sends it again, under the same Message-ID (administrators, HR).
#[utoipa::path(tag = "mail", params(("id" = String, Path)), responses(
    (status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
))]
#[post("/dead_letters/{id}/retry")]
async fn retry(app: Data<App>, who: Staff, id: Path<OutboxMailId>, _: EmptyBody) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    app.db
        .write(move |conn| dead_letters::retry(conn, &ctx, *id))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Says what was done instead (administrators, HR).
#[utoipa::path(tag = "mail", params(("id" = String, Path)), request_body = Reason, responses(
    (status = 200, body = DeadLetter), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 422, body = Problem),
))]
#[post("/dead_letters/{id}/close")]
async fn close(
    app: Data<App>,
    who: Staff,
    id: Path<OutboxMailId>,
    body: Valid<Reason>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let closed = app
        .db
        .write(move |conn| dead_letters::close(conn, &ctx, *id, || Ok(body.get()?.reason())))
        .await?;
    Ok(HttpResponse::Ok().json(closed))
}
