//! What somebody wants to be told by mail, when, and in which language.

use actix_web::{HttpResponse, get, put, web::Data};

use crate::{
    app::App,
    mail::Choices,
    people::{auth::Staff, service::users as service},
    web::{ApiResult, Problem, Valid},
};

/// What the signed-in person is told by mail.
///
/// Topics come `at_once`, `daily` in one mail when the working day begins, or `never`. What somebody waits for in a
/// process (requests, decisions, deadlines, what is late and escalated) is no topic and always sent.
#[utoipa::path(tag = "users", responses((status = 200, body = Choices), (status = 401, body = Problem)))]
#[get("/users/me/notifications")]
pub(super) async fn show(app: Data<App>, who: Staff) -> ApiResult<HttpResponse> {
    let id = who.user.id;
    let chosen = app.db.read(move |conn| service::notifications(conn, id)).await?;
    Ok(HttpResponse::Ok().json(chosen))
}

/// Chooses what to be told; topics that are left out come daily.
#[utoipa::path(tag = "users", request_body = Choices, responses(
    (status = 200, body = Choices), (status = 401, body = Problem), (status = 422, body = Problem),
))]
#[put("/users/me/notifications")]
pub(super) async fn choose(app: Data<App>, who: Staff, body: Valid<Choices>) -> ApiResult<HttpResponse> {
    Ok(HttpResponse::Ok().json(choose_notifications(&app, &who, body).await?))
}

/// Chooses what to be told, through whichever door.
pub(in crate::people) async fn choose_notifications(
    app: &App,
    who: &Staff,
    body: Valid<Choices>,
) -> ApiResult<Choices> {
    let (id, ctx) = (who.user.id, app.ctx(who));
    let chosen = body.into_inner()?;
    let stored = app
        .db
        .write(move |conn| service::choose_notifications(conn, &ctx, id, &chosen))
        .await?;
    Ok(stored)
}
