//! `GET /mailbox`: the demo's mailbox for people; `GET /mail_templates`: every mail with an example; below, the queue.

mod queue;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderName, HeaderValue},
    web::{self, Data, Path, ServiceConfig},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Message,
    mailbox::{self, SentMail},
};
use crate::{
    app::App,
    db::Database,
    fault::Fault,
    kernel::{clock::Clock, email::EmailAddress, ids::OutboxMailId, role::Role},
    people::Visit,
    web::{ApiResult, Paging, Query, View},
};

/// The page of a mail may frame it; nothing else changes.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-src 'self'; frame-ancestors 'none'";

/// A mail's HTML is shown as a mail program would: its style, no scripts, nothing loaded, no origin.
const MAIL_POLICY: &str = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'";

/// Mounts the pages. `/mailbox` answers on a simulated clock only, for it shows every secret link.
pub fn pages(cfg: &mut ServiceConfig) {
    cfg.route("/mailbox", web::get().to(list))
        .route("/mailbox/{id}", web::get().to(one))
        .route("/mailbox/{id}/html", web::get().to(html))
        .route("/mail_templates", web::get().to(templates))
        .route("/mail_templates/{name}", web::get().to(template))
        .route("/mail_templates/{name}/html", web::get().to(template_html));
    queue::pages(cfg);
}

#[derive(Debug, Clone, Deserialize, Serialize)]
struct ListQuery {
    to: Option<EmailAddress>,
}

async fn list(
    req: HttpRequest,
    (db, clock, view): (Data<Database>, Data<Clock>, Data<View>),
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
    let data = json!({ "mails": found.data, "to": to, "next_link": next_link });
    shown(&req, &view, ("mail/mailbox/list", None), &data)
}

/// A page for whoever looks, signed in or not.
fn shown(
    req: &HttpRequest,
    view: &View,
    (template, title): (&str, Option<&str>),
    data: &Value,
) -> ApiResult<HttpResponse> {
    let frame = view.frame(req);
    let title = title.map_or_else(|| view.say(frame.lang, "mailbox"), str::to_owned);
    let mut page = view.page(&frame, (template, &title), data, None)?;
    let policy = HeaderValue::from_static(PAGE_POLICY);
    page.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(page)
}

async fn one(
    req: HttpRequest,
    (db, clock, view): (Data<Database>, Data<Clock>, Data<View>),
    id: Path<OutboxMailId>,
) -> ApiResult<HttpResponse> {
    mailbox::only_in_a_demo(&clock)?;
    let mail = load(&db, *id).await?;
    let lang = view.frame(&req).lang;
    let data = json!({
        "mail": mail,
        "back": "/mailbox",
        "back_label": view.say(lang, "mailbox"),
        "html_at": format!("/mailbox/{}/html", mail.id),
    });
    let title = Some(mail.subject.as_str());
    shown(&req, &view, ("mail/mailbox/mail", title), &data)
}

async fn html(db: Data<Database>, clock: Data<Clock>, id: Path<OutboxMailId>) -> ApiResult<HttpResponse> {
    mailbox::only_in_a_demo(&clock)?;
    let mail = load(&db, *id).await?;
    Ok(as_mail(mail.html))
}

fn as_mail(html: String) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_SECURITY_POLICY, MAIL_POLICY))
        .insert_header((HeaderName::from_static("x-frame-options"), "SAMEORIGIN"))
        .content_type("text/html; charset=utf-8")
        .body(html)
}

async fn load(db: &Database, id: OutboxMailId) -> Result<SentMail, Fault> {
    let mail = db
        .read::<_, Fault, _>(move |conn| Ok(mailbox::one(conn, id)?))
        .await?;
    mail.ok_or(Fault::NotFound("mail"))
}

/// Administrators and HR look at what is written in the company's name.
fn may_preview(visit: &Visit) -> Result<(), Fault> {
    if visit
        .staff
        .has_any(&[Role::Admin, Role::Hr, Role::HrLead, Role::Auditor])
    {
        Ok(())
    } else {
        Err(Fault::forbidden(
            "Mail templates are looked at by administrators and HR.",
        ))
    }
}

async fn templates(app: Data<App>, visit: Visit) -> ApiResult<HttpResponse> {
    may_preview(&visit)?;
    let mails: Vec<Value> = Message::NAMES
        .iter()
        .zip(Message::CODES)
        .filter_map(|(name, code)| {
            Some(json!({ "name": name, "code": code, "subject": app.mailer.sample(name)?.subject }))
        })
        .collect();
    visit.page(
        "mail/mailbox/templates",
        "mail-templates",
        &json!({ "mails": mails }),
    )
}

async fn template(
    req: HttpRequest,
    app: Data<App>,
    view: Data<View>,
    visit: Visit,
    name: Path<String>,
) -> ApiResult<HttpResponse> {
    may_preview(&visit)?;
    let mail = app.mailer.sample(&name).ok_or(Fault::NotFound("mail template"))?;
    let data = json!({
        "mail": { "subject": mail.subject, "text": mail.text, "to_name": "Sample", "to": "sample@example.com",
                  "links": [], "sent_at": null },
        "back": "/mail_templates",
        "back_label": visit.say("mail-templates"),
        "html_at": format!("/mail_templates/{}/html", *name),
    });
    shown(&req, &view, ("mail/mailbox/mail", Some(&mail.subject)), &data)
}

async fn template_html(app: Data<App>, visit: Visit, name: Path<String>) -> ApiResult<HttpResponse> {
    may_preview(&visit)?;
    let mail = app.mailer.sample(&name).ok_or(Fault::NotFound("mail template"))?;
    Ok(as_mail(mail.html.clone()))
}

#[cfg(test)]
mod tests;
