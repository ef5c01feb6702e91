//! `GET /demo/mailbox`: what the demo has sent, for scripts that follow the links.

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use serde::Deserialize;
use utoipa::IntoParams;

use super::mailbox::{self, SentMail};
use crate::{
    db::{Database, page::Page},
    fault::Fault,
    kernel::{clock::Clock, email::EmailAddress},
    web::{ApiConfig, ApiResult, Paging, PagingParams, Problem, Query, listed},
};

/// Mounts the mailbox below `/api/v1`. It answers on a simulated clock only, for it shows every secret link.
pub fn routes(cfg: &mut ApiConfig<'_>) {
    cfg.service(mails);
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
