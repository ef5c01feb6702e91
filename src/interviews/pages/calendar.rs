//! Whether I come, and my interviews in a calendar program of my own.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
    web::{Data, Path},
};
use sha2::{Digest, Sha256};

use super::lists;
use crate::{
    app::App,
    flow::interviews as flow,
    interviews::api::{ReplyBody, calendar_address},
    kernel::{ctx::Ctx, ids::InterviewId},
    people::{self, Visit},
    web::{ApiResult, Form},
};

const PLACE: &str = "/scheduled_interviews";

/// The answer to an invitation.
pub(super) async fn reply(
    app: Data<App>,
    visit: Visit,
    id: Path<InterviewId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, base_url, id) = (app.ctx(&visit), app.base_url.clone(), *id);
    let body = form.valid::<ReplyBody>();
    let replied = app
        .db
        .write(move |conn| {
            let read = || body.get().map(ReplyBody::reply);
            flow::reply(conn, &ctx, id, &base_url, read)
        })
        .await;
    match replied {
        Ok(_) => Ok(visit.go(PLACE, "scorecard-replied")),
        Err(fault) => {
            let failed = Some((form.body().clone(), fault.into()));
            lists::calendar(&app, &visit, None, failed).await
        }
    }
}

/// A new secret address, shown this once.
pub(super) async fn renew(app: Data<App>, visit: Visit) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&visit);
    let token = app.db.write(move |conn| people::renew_feed(conn, &ctx)).await?;
    let address = calendar_address(&app, &token);
    lists::calendar(&app, &visit, Some(address), None).await
}

/// No address any more.
pub(super) async fn end(app: Data<App>, visit: Visit) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&visit);
    app.db.write(move |conn| people::end_feed(conn, &ctx)).await?;
    Ok(visit.go(PLACE, "scorecard-feed-ended"))
}

/// The calendar itself, for programs: nobody is signed in, the address is the key. It is answered anew only when
/// something has changed.
pub(super) async fn feed(app: Data<App>, req: HttpRequest, token: Path<String>) -> ApiResult<HttpResponse> {
    let ctx = Ctx::system(app.clock.now());
    let token = token.strip_suffix(".ics").unwrap_or(&token).to_owned();
    let base_url = app.base_url.clone();
    let calendar = app
        .db
        .read(move |conn| flow::feed(conn, &ctx, &token, &base_url))
        .await?;
    let tag = format!("\"{}\"", hex::encode(Sha256::digest(calendar.as_bytes())));
    let seen = req
        .headers()
        .get(IF_NONE_MATCH)
        .and_then(|seen| seen.to_str().ok());
    let known = seen.is_some_and(|seen| {
        seen.split(',')
            .any(|one| one.trim().trim_start_matches("W/") == tag)
    });
    let mut reply = if known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    reply
        .insert_header((ETAG, tag))
        .insert_header((CACHE_CONTROL, "private, no-cache"));
    Ok(if known {
        reply.finish()
    } else {
        reply
            .insert_header((CONTENT_TYPE, "text/calendar; charset=utf-8"))
            .body(calendar)
    })
}
