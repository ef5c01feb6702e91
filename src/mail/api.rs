//! What mail servers report of mails that came back; and `GET /demo/mailbox`: what the demo has sent, for scripts that
//! follow the links.

pub(super) mod queue;

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::AUTHORIZATION,
    post,
    web::{Bytes, Data},
};
use secrecy::ExposeSecret;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    bounces,
    mailbox::{self, SentMail},
};
use crate::{
    app::App,
    db::{Database, page::Page},
    fault::Fault,
    flow::{self, bounces::Reported},
    kernel::{
        clock::Clock,
        ctx::{Actor, Ctx},
        email::EmailAddress,
    },
    people::same_secret,
    web::{ApiConfig, ApiResult, Paging, PagingParams, Problem, Query, listed, request_id},
};

/// Mounts the handlers below `/api/v1`. The mailbox answers on a simulated clock only, for it shows every secret link.
pub fn routes(cfg: &mut ApiConfig<'_>) {
    cfg.service(mails).service(take_in);
    queue::routes(cfg);
}

/// Takes in a delivery status notification (RFC 3464) as the relay got it, with its headers. The relay shows the secret
/// of the setting `bounces.secret` as a bearer token.
#[utoipa::path(
    tag = "mail",
    request_body(content = String, content_type = "message/rfc822"),
    responses(
        (status = 200, body = Reported),
        (status = 401, body = Problem),
        (status = 422, body = Problem, description = "This is no delivery status notification."),
    ),
    security(()),
)]
#[post("/mail/bounces")]
async fn take_in(app: Data<App>, req: HttpRequest, raw: Bytes) -> ApiResult<HttpResponse> {
    let shown = req
        .headers()
        .get(AUTHORIZATION)
        .and_then(|shown| shown.to_str().ok());
    let shown = shown
        .and_then(|shown| shown.strip_prefix("Bearer "))
        .unwrap_or_default();
    let secret = app.settings.bounces.secret.as_ref();
    if !secret.is_some_and(|secret| same_secret(shown.trim(), secret.expose_secret())) {
        return Err(Fault::Unauthenticated.into());
    }
    let Some(reports) = bounces::read_report(&raw) else {
        let detail = "Send a delivery status notification (multipart/report) as it came, with its headers.";
        return Err(Fault::field("", "no_report", detail).into());
    };
    let ctx = Ctx {
        actor: Actor::System,
        now: app.clock.now(),
        request_id: request_id(&req),
    };
    let count = app
        .db
        .write(move |conn| flow::bounces::take_in(conn, &ctx, &reports))
        .await?;
    Ok(HttpResponse::Ok().json(count))
}

/// What to look for.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct MailboxQuery {
    /// Only mails to this address.
    #[param(value_type = Option<String>)]
    to: Option<EmailAddress>,
}

/// Every mail the demo has sent, newest first, with its links.
#[utoipa::path(
    tag = "demo",
    params(MailboxQuery, PagingParams),
    responses(
        (status = 200, body = Page<SentMail>),
        (status = 404, body = Problem, description = "This is no demo."),
        (status = 422, body = Problem),
    ),
    security(()),
)]
#[get("/demo/mailbox")]
async fn mails(
    req: HttpRequest,
    db: Data<Database>,
    clock: Data<Clock>,
    query: Query<MailboxQuery>,
    paging: Paging,
) -> ApiResult<HttpResponse> {
    mailbox::only_in_a_demo(&clock)?;
    let (Query(MailboxQuery { to }), Paging(page)) = (query, paging);
    let found = db
        .read::<_, Fault, _>(move |conn| Ok(mailbox::list(conn, to.as_ref(), &page)?))
        .await?;
    Ok(listed(&req, &found))
}
