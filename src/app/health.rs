//! For machines that watch: is the process alive, can it serve, what does its API look like.

use std::sync::Arc;

use actix_web::{
    HttpResponse,
    http::header,
    web::{self, Bytes, Data, ServiceConfig},
};
use diesel::RunQueryDsl;
use serde_json::json;

use super::App;
use crate::{
    db::{Conn, q},
    fault::Fault,
};

/// The API description as it is sent.
#[derive(Debug, Clone)]
pub(super) struct Document(pub(super) Arc<[u8]>);

pub(super) fn routes(cfg: &mut ServiceConfig) {
    cfg.service(web::resource("/healthz").get(healthz))
        .service(web::resource("/readyz").get(readyz))
        .service(web::resource("/api/openapi.json").get(openapi));
}

/// The process runs.
async fn healthz() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "status": "ok" }))
}

/// The database answers and has this version's schema.
async fn readyz(app: Data<App>) -> HttpResponse {
    let answers = app.db.read(answers).await;
    let db = app.db.clone();
    let pending = web::block(move || db.pending_migrations()).await;
    match (answers, pending) {
        (Ok(()), Ok(Ok(pending))) if pending.is_empty() => {
            HttpResponse::Ok().json(json!({ "status": "ready" }))
        }
        _ => HttpResponse::ServiceUnavailable()
            .insert_header((header::RETRY_AFTER, "5"))
            .json(json!({ "status": "not ready" })),
    }
}

fn answers(conn: &mut Conn) -> Result<(), Fault> {
    q!(conn => diesel::sql_query("SELECT 1").execute(conn))?;
    Ok(())
}

async fn openapi(document: Data<Document>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/json"))
        .body(Bytes::copy_from_slice(&document.0))
}
