//! Passwords: the own one, and one chosen through a link. Nobody sets another's.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    post, put,
    web::{Data, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::{
    app::App,
    fault::Fault,
    kernel::{
        clock::wall_now,
        ctx::{Actor, Ctx},
        ids::UserId,
        time::Timestamp,
    },
    people::{
        auth::Staff,
        passwords,
        service::{links, users},
    },
    web::{ApiResult, EmptyBody, Problem, Valid, request_id},
};

/// A new password for oneself.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::people) struct ChangePassword {
    /// The one in use.
    current_password: String,
    /// The new one, 12 to 128 characters.
    new_password: String,
}

/// Changes the own password. All other sessions end.
#[utoipa::path(tag = "users", request_body = ChangePassword, responses(
    (status = 204), (status = 401, body = Problem), (status = 422, body = Problem),
))]
#[put("/users/me/password")]
pub(super) async fn change_own(
    app: Data<App>,
    who: Staff,
    body: Valid<ChangePassword>,
) -> ApiResult<HttpResponse> {
    change_password(&app, &who, body).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Changes the own password, through whichever door.
pub(in crate::people) async fn change_password(
    app: &App,
    who: &Staff,
    body: Valid<ChangePassword>,
) -> ApiResult<()> {
    let ctx = app.ctx(who);
    let id = who.user.id;
    let user = app.db.read(move |conn| users::get(conn, id)).await?;
    let body = body.into_inner()?;
    app.sign_ins.attempt(&format!("password {id}"), wall_now())?;
    if !app
        .passwords
        .verify(user.password_hash.clone(), body.current_password)
        .await?
    {
        let detail = "The current password is wrong.";
        return Err(Problem::new(StatusCode::FORBIDDEN, "forbidden", detail));
    }
    let hash = checked(app, body.new_password, user.email.as_str(), "/new_password").await?;
    let keep = Some(who.signed_in.token);
    app.db
        .write(move |conn| users::set_password(conn, &ctx, id, &hash, keep))
        .await?;
    Ok(())
}

async fn checked(app: &App, password: String, email: &str, pointer: &str) -> Result<String, Fault> {
    passwords::check(&password, email, pointer).map_err(|fault| Fault::Invalid(vec![fault]))?;
    app.passwords.hash(password).await
}

/// That a password link is on its way.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PasswordLinkSent {
    /// When it stops working.
    expires_at: Timestamp,
}

/// Mails a person a link through which they choose a password (administrators). Earlier ones stop working; nobody but
/// the person sees it.
#[utoipa::path(tag = "users", params(("id" = String, Path)), responses(
    (status = 202, body = PasswordLinkSent), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem),
))]
#[post("/users/{id}/password_links")]
pub(super) async fn invite(
    app: Data<App>,
    who: Staff,
    id: Path<UserId>,
    _: EmptyBody,
) -> ApiResult<HttpResponse> {
    let expires_at = mail_link(&app, &who, *id).await?;
    Ok(HttpResponse::Accepted().json(PasswordLinkSent { expires_at }))
}

/// Mails such a link, through whichever door.
pub(in crate::people) async fn mail_link(app: &App, who: &Staff, user: UserId) -> Result<Timestamp, Fault> {
    let (ctx, base_url) = (app.ctx(who), app.base_url.clone());
    app.db
        .write(move |conn| {
            let user = users::get(conn, user)?;
            users::admin_only(&ctx)?;
            links::mail_password(conn, &ctx, &user, &base_url, false)
        })
        .await
}

/// A password chosen through a link.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(super) struct ChoosePassword {
    /// The last part of the link.
    token: String,
    /// 12 to 128 characters.
    new_password: String,
}

/// Chooses a password through a password link; the link is used up.
#[utoipa::path(tag = "sessions", security(()), request_body = ChoosePassword, responses(
    (status = 204), (status = 404, body = Problem), (status = 422, body = Problem),
))]
#[post("/passwords")]
pub(super) async fn choose(
    app: Data<App>,
    req: HttpRequest,
    body: Valid<ChoosePassword>,
) -> ApiResult<HttpResponse> {
    let body = body.into_inner()?;
    let ctx = Ctx {
        actor: Actor::System,
        now: app.clock.now(),
        request_id: request_id(&req),
    };
    choose_password(&app, ctx, body.token, body.new_password).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Checks the link, checks and hashes the password outside the transaction, then uses the link up.
pub(in crate::people) async fn choose_password(
    app: &App,
    ctx: Ctx,
    token: String,
    password: String,
) -> Result<(), Fault> {
    let now = ctx.now;
    let (grant, user) = app
        .db
        .read(move |conn| {
            let (grant, user) = links::password_owner(conn, now, &token)?;
            Ok::<_, Fault>((grant, users::get(conn, user)?))
        })
        .await?;
    let hash = checked(app, password, user.email.as_str(), "/new_password").await?;
    app.db
        .write(move |conn| links::choose_password(conn, &ctx, grant, &hash))
        .await
}
