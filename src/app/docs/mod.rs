//! `/api/docs`: the API description as pages that people read. Plain pages, made from the same document that programs
//! get: nothing is loaded from outside, no script is needed, and every operation has an address of its own.

mod read;

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse,
    web::{self, Data, Path, ServiceConfig},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::health::Document;
use crate::{
    fault::Fault,
    people::Visit,
    web::{ApiResult, Query, View},
};

pub(super) use read::Docs;

/// Mounts the pages.
pub(super) fn pages(cfg: &mut ServiceConfig) {
    cfg.service(web::resource("/api/docs").route(web::get().to(index)))
        .service(web::resource("/api/docs/operations/{id}").route(web::get().to(operation)))
        .service(web::resource("/api/docs/schemas/{name}").route(web::get().to(schema)));
}

/// What is looked for; everything without it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sought {
    #[serde(default)]
    q: String,
}

/// Every operation whose method, address, tag or words hold all words that are sought.
async fn index(
    req: HttpRequest,
    visit: Option<Visit>,
    view: Data<View>,
    document: Data<Document>,
    sought: Query<Sought>,
) -> ApiResult<HttpResponse> {
    let docs = &document.docs;
    let q = sought.0.q.trim();
    let found = docs.search(q);
    let count: usize = found.iter().map(|(_, rows)| rows.len()).sum();
    let groups: Vec<Value> = found
        .into_iter()
        .map(|(tag, rows)| json!({ "tag": tag, "rows": rows }))
        .collect();
    let data = json!({
        "version": docs.version, "groups": groups, "count": count, "body": { "q": q },
    });
    let title = view.say(view.frame(&req).lang, "docs");
    shown(&req, visit, &view, ("app/docs/index", &title), &data)
}

async fn operation(
    req: HttpRequest,
    visit: Option<Visit>,
    view: Data<View>,
    document: Data<Document>,
    id: Path<String>,
) -> ApiResult<HttpResponse> {
    let data = document.docs.operation(&id).ok_or(Fault::NotFound("operation"))?;
    shown(&req, visit, &view, ("app/docs/operation", &id), &data)
}

async fn schema(
    req: HttpRequest,
    visit: Option<Visit>,
    view: Data<View>,
    document: Data<Document>,
    name: Path<String>,
) -> ApiResult<HttpResponse> {
    let data = document.docs.schema(&name).ok_or(Fault::NotFound("schema"))?;
    shown(&req, visit, &view, ("app/docs/schema", &name), &data)
}

/// Whoever is signed in keeps the menu; for everybody else it is a public page like the document itself.
fn shown(
    req: &HttpRequest,
    visit: Option<Visit>,
    view: &View,
    (template, title): (&str, &str),
    data: &Value,
) -> ApiResult<HttpResponse> {
    match visit {
        Some(visit) => visit.page_of(template, title, data),
        None => Ok(view.page(&view.frame(req), (template, title), data, None)?),
    }
}

impl Document {
    /// The document for programs and for people.
    pub(super) fn of(document: &utoipa::openapi::OpenApi) -> serde_json::Result<Self> {
        Ok(Self {
            text: Arc::from(serde_json::to_vec(document)?),
            docs: Arc::new(Docs::read(&serde_json::to_value(document)?)),
        })
    }
}
