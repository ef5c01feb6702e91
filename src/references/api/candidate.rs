//! The candidate names referees, corrects them, and agrees to each.

use actix_web::{
    HttpResponse, delete, get, post, put,
    web::{Data, Path},
};

use super::shown;
use crate::{
    app::App,
    fault::Fault,
    flow::references::{self as flow, RefereeView},
    kernel::{
        ctx::Actor,
        ids::{ApplicationId, RefereeId},
    },
    people::Guest,
    references::model::NewReferee,
    web::{ApiResult, EmptyBody, IfMatch, Problem, Valid, etag},
};

fn own_application(guest: &Guest) -> Result<ApplicationId, Fault> {
    match guest.actor {
        Actor::Candidate { application, .. } => Ok(application),
        _ => Err(Fault::NotFound("application")),
    }
}

/// Names a referee, with or without consent yet.
#[utoipa::path(tag = "references", request_body = NewReferee, responses(
    (status = 201, body = RefereeView), (status = 422, body = Problem),
))]
#[post("/guest/application/referees")]
pub(super) async fn name(app: Data<App>, who: Guest, body: Valid<NewReferee>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let id = own_application(&who)?;
    let referee = app
        .db
        .write(move |conn| flow::name(conn, &ctx, id, &body))
        .await?;
    let place = format!("/api/v1/guest/application/referees/{}", referee.id);
    Ok(etag::created(
        &place,
        referee.version,
        &RefereeView::bare(referee),
    ))
}

/// The referees the candidate has named.
#[utoipa::path(tag = "references", responses((status = 200, body = [RefereeView])))]
#[get("/guest/application/referees")]
pub(super) async fn own(app: Data<App>, who: Guest) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let id = own_application(&who)?;
    let list = app
        .db
        .read(move |conn| flow::own_referees(conn, &ctx, id))
        .await?;
    Ok(HttpResponse::Ok().json(list))
}

/// Consents to contacting one referee (G10).
#[utoipa::path(tag = "references", responses((status = 200, body = RefereeView), (status = 404, body = Problem)))]
#[post("/guest/application/referees/{id}/consent")]
pub(super) async fn consent(
    app: Data<App>,
    who: Guest,
    referee: Path<RefereeId>,
    _: EmptyBody,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let id = own_application(&who)?;
    let referee = app
        .db
        .write(move |conn| flow::consent(conn, &ctx, id, *referee))
        .await?;
    Ok(shown(referee))
}

/// Takes the consent back, as long as the person was not asked.
#[utoipa::path(tag = "references", responses(
    (status = 200, body = RefereeView), (status = 404, body = Problem), (status = 409, body = Problem),
))]
#[post("/guest/application/referees/{id}/consent_withdrawal")]
pub(super) async fn withdraw_consent(
    app: Data<App>,
    who: Guest,
    referee: Path<RefereeId>,
    _: EmptyBody,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let id = own_application(&who)?;
    let referee = app
        .db
        .write(move |conn| flow::withdraw_consent(conn, &ctx, id, *referee))
        .await?;
    Ok(shown(referee))
}

/// Corrects what was said about a referee who has not been checked yet.
#[utoipa::path(tag = "references", request_body = NewReferee, responses(
    (status = 200, body = RefereeView), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
))]
#[put("/guest/application/referees/{id}")]
pub(super) async fn correct(
    app: Data<App>,
    who: Guest,
    referee: Path<RefereeId>,
    if_match: IfMatch,
    body: Valid<NewReferee>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let id = own_application(&who)?;
    let referee = app
        .db
        .write(move |conn| flow::correct(conn, &ctx, id, *referee, &if_match, &body))
        .await?;
    Ok(shown(referee))
}

/// Takes somebody off the list who has not been asked.
#[utoipa::path(tag = "references", responses(
    (status = 204), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
    (status = 428, body = Problem),
))]
#[delete("/guest/application/referees/{id}")]
pub(super) async fn remove(
    app: Data<App>,
    who: Guest,
    referee: Path<RefereeId>,
    if_match: IfMatch,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let id = own_application(&who)?;
    app.db
        .write(move |conn| flow::remove(conn, &ctx, id, *referee, &if_match))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
