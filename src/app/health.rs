//! For machines that watch: is the process alive, can it serve, what does its API look like.

use std::sync::Arc;

use actix_web::{
    HttpResponse,
    http::header,
    web::{self, Bytes, Data, ServiceConfig},
};
use serde_json::json;

use super::{App, docs::Docs};
use crate::{
    db::Conn,
    fault::Fault,
    kernel::time::Timestamp,
    mail::{self, QueueView},
};

/// The API description, for programs as it is sent and for people as pages.
#[derive(Debug, Clone)]
pub(super) struct Document {
    pub(super) text: Arc<[u8]>,
    pub(super) docs: Arc<Docs>,
}

pub(super) fn routes(cfg: &mut ServiceConfig) {
    cfg.service(web::resource("/healthz").get(healthz))
        .service(web::resource("/readyz").get(readyz))
        .service(web::resource("/api/openapi.json").get(openapi));
}

/// The process runs.
async fn healthz() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "status": "ok" }))
}

/// The database answers and has this version's schema. How mail stands is told beside it: a mail server that is away
/// is no reason to send nobody here.
async fn readyz(app: Data<App>) -> HttpResponse {
    let now = app.clock.now();
    let answers = app.db.read(move |conn| answers(conn, now)).await;
    let db = app.db.clone();
    let pending = web::block(move || db.pending_migrations()).await;
    match (answers, pending) {
        (Ok(mail), Ok(Ok(pending))) if pending.is_empty() => {
            let waits = mail.oldest_due_at.map_or(0, |due| now.since(due).num_seconds());
            HttpResponse::Ok().json(json!({
                "status": "ready",
                "mail": {
                    "state": mail.state, "due": mail.due, "oldest_due_seconds": waits,
                    "dead_letters": mail.dead_letters,
                },
            }))
        }
        _ => HttpResponse::ServiceUnavailable()
            .insert_header((header::RETRY_AFTER, "5"))
            .json(json!({ "status": "not ready" })),
    }
}

fn answers(conn: &mut Conn, now: Timestamp) -> Result<QueueView, Fault> {
    Ok(mail::status(conn, now)?)
}

async fn openapi(document: Data<Document>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/json"))
        .body(Bytes::copy_from_slice(&document.text))
}
