//! `Idempotency-Key` on POST: a client that got no answer sends the request again, under the same key, and
//! gets the answer of the first. Only successes are kept, for a day; a refused request may be tried again.

use actix_web::{
    Error, HttpMessage, HttpResponse, ResponseError,
    body::{BoxBody, MessageBody, to_bytes},
    dev::{Payload, ServiceRequest, ServiceResponse},
    error::ErrorPayloadTooLarge,
    http::{
        Method, StatusCode,
        header::{HeaderName, HeaderValue},
    },
    middleware::Next,
    web::{self, Data},
};
use diesel::prelude::*;
use futures_util::stream;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{extract::whole, problem::Problem, upload::most_bytes};
use crate::{
    db::{
        Conn, Database, q,
        types::{Json, Sha256Hash},
    },
    fault::Fault,
    kernel::{clock::wall_now, time::hours},
};

diesel::table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use crate::db::types::{Doc, Ts};
    idempotency_keys (principal, key, route) {
        principal -> Text,
        key -> Text,
        route -> Text,
        body_hash -> Binary,
        status -> Nullable<BigInt>,
        headers -> Nullable<Doc>,
        body -> Nullable<Text>,
        created_at -> Ts,
    }
}

/// Hours an answer is kept.
const KEPT_HOURS: i64 = 24;
/// The longest key, in bytes.
const LONGEST_KEY: usize = 200;
/// The headers that are kept with an answer.
const KEPT_HEADERS: [&str; 3] = ["content-type", "etag", "location"];

/// Who sends a request, in a few letters; set by whoever recognises people. Keys belong to one principal.
#[derive(Debug, Clone)]
pub(crate) struct Principal(pub(crate) String);

#[derive(Debug, Clone)]
struct Request {
    principal: String,
    key: String,
    route: String,
    body_hash: Sha256Hash,
}

#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
struct Kept {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

enum Begun {
    /// Nobody used the key before; it is reserved now.
    First,
    /// It was answered.
    Again(Box<Kept>),
}

/// Answers a repeated request with the first answer.
pub(crate) async fn once(
    mut req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let db = req.app_data::<Data<Database>>().map(|db| Database::clone(db));
    let (Some(db), Some(request)) = (db, keyed(&mut req).await) else {
        return Ok(next.call(req).await?.map_into_boxed_body());
    };
    let reserved = match request {
        Ok(request) => begin(&db, request).await.map_err(Problem::from),
        Err(problem) => Err(problem),
    };
    match reserved {
        Ok((request, Begun::First)) => {
            let response = next.call(req).await?.map_into_boxed_body();
            finish(&db, request, response).await
        }
        Ok((_, Begun::Again(kept))) => Ok(req.into_response(replay(*kept))),
        Err(problem) => Ok(req.into_response(problem.error_response())),
    }
}

/// The request, when it is one that can be repeated.
async fn keyed(req: &mut ServiceRequest) -> Option<Result<Request, Problem>> {
    let header = req
        .headers()
        .get("idempotency-key")
        .filter(|_| req.method() == Method::POST)?;
    let key = header.to_str().unwrap_or_default().to_owned();
    let principal = req.extensions().get::<Principal>()?.0.clone();
    if key.is_empty() || key.len() > LONGEST_KEY {
        return Some(Err(Problem::malformed(
            "An Idempotency-Key has from 1 to 200 visible ASCII characters.",
        )));
    }
    let most = most_bytes(req.request());
    let payload = req.extract::<web::Payload>();
    let arriving = async move {
        let body = payload.await?.to_bytes_limited(most).await;
        body.unwrap_or_else(|beyond| Err(ErrorPayloadTooLarge(beyond)))
    };
    let body = match whole(arriving, most).await {
        Ok(body) => body,
        Err(problem) => return Some(Err(problem)),
    };
    let body_hash = Sha256Hash(Sha256::digest(&body).into());
    req.set_payload(Payload::Stream {
        payload: Box::pin(stream::iter([Ok(body)])),
    });
    let route = req.path().to_owned();
    Some(Ok(Request {
        principal,
        key,
        route,
        body_hash,
    }))
}

fn taken(detail: &str) -> Fault {
    Fault::Conflict {
        code: "idempotency_conflict",
        detail: detail.to_owned(),
    }
}

/// Reserves the key, or finds what it was answered with.
async fn begin(db: &Database, request: Request) -> Result<(Request, Begun), Fault> {
    let found = request.clone();
    let begun = db
        .write(move |conn| match find(conn, &request)? {
            None => {
                reserve(conn, &request)?;
                Ok(Begun::First)
            }
            Some((hash, _)) if hash != request.body_hash => {
                Err(taken("This key was used for another request. Use a new key for every new request."))
            }
            Some((_, Some(kept))) => Ok(Begun::Again(Box::new(kept))),
            Some((_, None)) => Err(taken(
                "The first request under this key has not been answered. Read what became of it before trying \
                 again under a new key.",
            )),
        })
        .await?;
    Ok((found, begun))
}

/// Keeps a success; forgets anything else.
async fn finish(
    db: &Database,
    request: Request,
    response: ServiceResponse<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if !response.status().is_success() {
        let _ = db.write(move |conn| forget(conn, &request)).await;
        return Ok(response);
    }
    let (req, response) = response.into_parts();
    let (head, body) = response.into_parts();
    let body = to_bytes(body)
        .await
        .map_err(|error| Fault::internal(error.to_string()))
        .map_err(Problem::from)?;
    let header = |name: &&str| {
        let value = head.headers().get(*name)?.to_str().ok()?;
        Some(((*name).to_owned(), value.to_owned()))
    };
    let kept = Kept {
        status: head.status().as_u16(),
        headers: KEPT_HEADERS.iter().filter_map(header).collect(),
        body: String::from_utf8_lossy(&body).into_owned(),
    };
    // What was done is done; if its answer cannot be kept, a repetition is told that it is unknown.
    if let Err(fault) = db.write(move |conn| keep(conn, &request, &kept)).await {
        tracing::error!(cause = format!("{fault:?}"), "an answer could not be kept");
    }
    Ok(ServiceResponse::new(req, head.set_body(BoxBody::new(body))))
}

fn replay(kept: Kept) -> HttpResponse {
    let status = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::OK);
    let mut reply = HttpResponse::build(status);
    reply.insert_header(("idempotent-replayed", "true"));
    for (name, value) in &kept.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name.as_str()), HeaderValue::from_str(value)) {
            reply.insert_header((name, value));
        }
    }
    reply.body(kept.body)
}

type Stored = (
    Sha256Hash,
    Option<i64>,
    Option<Json<Vec<(String, String)>>>,
    Option<String>,
);

fn find(conn: &mut Conn, request: &Request) -> Result<Option<(Sha256Hash, Option<Kept>)>, Fault> {
    let id = (&request.principal, &request.key, &request.route);
    let row: Option<Stored> = q!(conn => idempotency_keys::table
        .find(id)
        .select((
            idempotency_keys::body_hash,
            idempotency_keys::status,
            idempotency_keys::headers,
            idempotency_keys::body,
        ))
        .get_result(conn)
        .optional())?;
    Ok(row.map(|(hash, status, headers, body)| {
        let kept = status
            .and_then(|status| u16::try_from(status).ok())
            .map(|status| Kept {
                status,
                headers: headers.map(|h| h.0).unwrap_or_default(),
                body: body.unwrap_or_default(),
            });
        (hash, kept)
    }))
}

fn reserve(conn: &mut Conn, request: &Request) -> Result<(), Fault> {
    q!(conn => diesel::insert_into(idempotency_keys::table)
        .values((
            idempotency_keys::principal.eq(&request.principal),
            idempotency_keys::key.eq(&request.key),
            idempotency_keys::route.eq(&request.route),
            idempotency_keys::body_hash.eq(request.body_hash),
            idempotency_keys::created_at.eq(wall_now()),
        ))
        .execute(conn))?;
    Ok(())
}

fn keep(conn: &mut Conn, request: &Request, kept: &Kept) -> Result<(), Fault> {
    let id = (&request.principal, &request.key, &request.route);
    q!(conn => diesel::update(idempotency_keys::table.find(id))
        .set((
            idempotency_keys::status.eq(i64::from(kept.status)),
            idempotency_keys::headers.eq(Json(kept.headers.clone())),
            idempotency_keys::body.eq(&kept.body),
        ))
        .execute(conn))?;
    Ok(())
}

fn forget(conn: &mut Conn, request: &Request) -> Result<(), Fault> {
    let id = (&request.principal, &request.key, &request.route);
    q!(conn => diesel::delete(idempotency_keys::table.find(id)).execute(conn))?;
    Ok(())
}

/// Forgets answers older than a day.
pub(crate) fn forget_old(conn: &mut Conn) -> Result<(), Fault> {
    let before = wall_now() - hours(KEPT_HOURS);
    q!(conn => diesel::delete(idempotency_keys::table)
        .filter(idempotency_keys::created_at.lt(before))
        .execute(conn))?;
    Ok(())
}
