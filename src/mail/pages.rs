//! `GET /mailbox`: the demo's mailbox for people. Plain HTML that works without a script.

use std::sync::LazyLock;

use actix_web::{
    HttpResponse,
    http::header::{self, HeaderName},
    web::{self, Data, Path, ServiceConfig},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use handlebars::Handlebars;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::mailbox::{self, SentMail};
use crate::{
    db::Database,
    fault::Fault,
    kernel::{clock::Clock, email::EmailAddress, ids::OutboxMailId},
    web::{ApiResult, Paging, Query},
};

const STYLE: &str = ":root{color-scheme:light dark}body{margin:0;padding:1rem;font:16px/1.5 system-ui,sans-serif}\
main{max-width:60rem;margin:auto}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .8rem .4rem 0;\
border-bottom:1px solid #8888;vertical-align:top}pre{white-space:pre-wrap;padding:1rem;border:1px solid #8888}\
li,pre{overflow-wrap:anywhere}iframe{width:100%;height:45rem;border:1px solid #8888}";

/// The pages have one style block of their own and may frame the mail; nothing else.
static PAGE_POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = STANDARD.encode(Sha256::digest(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; frame-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'"
    )
});

/// A mail's HTML is shown as a mail program would: its style, no scripts, nothing loaded, no origin.
const MAIL_POLICY: &str = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'";

/// Mounts the pages at `/mailbox`. They answer on a simulated clock only, for they show every secret link.
pub fn pages(cfg: &mut ServiceConfig) {
    cfg.route("/mailbox", web::get().to(list))
        .route("/mailbox/{id}", web::get().to(one))
        .route("/mailbox/{id}/html", web::get().to(html));
}

#[derive(Debug, Clone, Deserialize, Serialize)]
struct ListQuery {
    to: Option<EmailAddress>,
}

async fn list(
    db: Data<Database>,
    clock: Data<Clock>,
    query: Query<ListQuery>,
    paging: Paging,
) -> ApiResult<HttpResponse> {
    mailbox::only_in_a_demo(&clock)?;
    let (Query(ListQuery { to }), Paging(page)) = (query, paging);
    let only = to.clone();
    let found = db
        .read::<_, Fault, _>(move |conn| Ok(mailbox::list(conn, only.as_ref(), &page)?))
        .await?;
    let next_link = found.next_cursor.as_ref().map(|cursor| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("cursor", cursor);
        if let Some(to) = &to {
            query.append_pair("to", to.as_str());
        }
        format!("/mailbox?{}", query.finish())
    });
    page_of(
        include_str!("mailbox/list.html.hbs"),
        &json!({ "style": STYLE, "mails": found.data, "to": to, "next_link": next_link }),
    )
}

async fn one(db: Data<Database>, clock: Data<Clock>, id: Path<OutboxMailId>) -> ApiResult<HttpResponse> {
    mailbox::only_in_a_demo(&clock)?;
    let mail = load(&db, *id).await?;
    page_of(
        include_str!("mailbox/mail.html.hbs"),
        &json!({ "style": STYLE, "mail": mail }),
    )
}

async fn html(db: Data<Database>, clock: Data<Clock>, id: Path<OutboxMailId>) -> ApiResult<HttpResponse> {
    mailbox::only_in_a_demo(&clock)?;
    let mail = load(&db, *id).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_SECURITY_POLICY, MAIL_POLICY))
        .insert_header((HeaderName::from_static("x-frame-options"), "SAMEORIGIN"))
        .content_type("text/html; charset=utf-8")
        .body(mail.html))
}

async fn load(db: &Database, id: OutboxMailId) -> Result<SentMail, Fault> {
    let mail = db
        .read::<_, Fault, _>(move |conn| Ok(mailbox::one(conn, id)?))
        .await?;
    mail.ok_or(Fault::NotFound("mail"))
}

fn page_of(template: &str, data: &serde_json::Value) -> ApiResult<HttpResponse> {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    registry.set_prevent_indent(true);
    let body = registry
        .render_template(template, data)
        .map_err(Fault::internal)?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_SECURITY_POLICY, PAGE_POLICY.as_str()))
        .content_type("text/html; charset=utf-8")
        .body(body))
}

#[cfg(test)]
mod tests;
