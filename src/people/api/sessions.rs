//! Signing in and out, and opening a guest's link.

use actix_web::{HttpRequest, HttpResponse, delete, http::StatusCode, post, web::Data};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::{
    app::App,
    fault::Fault,
    flow,
    kernel::{
        clock::wall_now,
        ctx::{Actor, Ctx},
        email::EmailAddress,
        ids::{ApplicationId, GrantId},
        time::{Timestamp, hours},
    },
    people::{
        auth::{self, Staff},
        model::{GrantPurpose, User, UserView},
        service::{
            sessions::{self, NewToken},
            users,
        },
    },
    web::{ApiResult, EmptyBody, Problem, Valid, request_id},
};

/// Hours a sign-in lasts.
pub(in crate::people) const SESSION_HOURS: i64 = 12;

/// Who signs in.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(super) struct SignIn {
    /// The address of the account.
    email: String,
    /// Its password.
    password: String,
}

/// A session.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Session {
    /// Send it as `Authorization: Bearer …`. It is shown only here.
    token: String,
    /// `Bearer`.
    token_type: &'static str,
    /// When it stops working.
    expires_at: Timestamp,
    /// Who signed in.
    user: UserView,
}

fn wrong() -> Problem {
    Problem::new(
        StatusCode::UNAUTHORIZED,
        "unauthenticated",
        "The e-mail address or the password is wrong.",
    )
}

/// Signs in. The answer is the same, and takes as long, for an unknown address and a wrong password.
#[utoipa::path(tag = "sessions", security(()), request_body = SignIn, responses(
    (status = 201, body = Session), (status = 401, body = Problem), (status = 429, body = Problem),
))]
#[post("/sessions")]
pub(super) async fn sign_in(
    app: Data<App>,
    req: HttpRequest,
    body: Valid<SignIn>,
) -> ApiResult<HttpResponse> {
    let body = body.into_inner()?;
    let (user, new) = checked_sign_in(&app, &req, body.email, body.password).await?;
    Ok(HttpResponse::Created().json(Session {
        token: new.token,
        token_type: "Bearer",
        expires_at: new.expires_at,
        user: user.into(),
    }))
}

/// Checks address and password, however they came, and opens a session. Attempts are counted per account and peer.
pub(in crate::people) async fn checked_sign_in(
    app: &App,
    req: &HttpRequest,
    email: String,
    password: String,
) -> ApiResult<(User, NewToken)> {
    let peer = req
        .peer_addr()
        .map_or_else(String::new, |peer| peer.ip().to_string());
    let key = format!("{} {peer}", email.trim().to_lowercase());
    app.sign_ins.attempt(&key, wall_now())?;
    let email = EmailAddress::parse(&email).ok();
    let known = match email {
        Some(email) => app.db.read(move |conn| users::credentials(conn, &email)).await?,
        None => None,
    };
    let stored = known.as_ref().map(|(_, hash)| hash.clone());
    let right = app.passwords.verify(stored, password).await?;
    let Some((user, checked)) = known.filter(|_| right) else {
        return Err(wrong());
    };
    let ctx = Ctx {
        actor: Actor::System,
        now: app.clock.now(),
        request_id: request_id(req),
    };
    let opened = app
        .db
        .write(move |conn| sessions::open(conn, &ctx, user, &checked, hours(SESSION_HOURS)))
        .await;
    match opened {
        Ok(opened) => Ok(opened),
        Err(Fault::Unauthenticated) => Err(wrong()),
        Err(fault) => Err(fault.into()),
    }
}

/// Signs out: ends the session whose token was sent.
#[utoipa::path(tag = "sessions", responses((status = 204), (status = 401, body = Problem)))]
#[delete("/sessions/current")]
pub(super) async fn sign_out(app: Data<App>, who: Staff, _: EmptyBody) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    app.db
        .write(move |conn| sessions::close(conn, &ctx, &who.signed_in))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// A guest's link to begin with.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(super) struct Begin {
    /// The last part of the link.
    token: String,
}

/// A guest's session.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LinkSession {
    /// Send it as `Authorization: Bearer …`. It is shown only here.
    token: String,
    /// `Bearer`.
    token_type: &'static str,
    /// The link.
    grant_id: GrantId,
    /// What the link is for.
    purpose: GrantPurpose,
    /// The only application it reaches.
    application_id: Option<ApplicationId>,
    /// When it stops working.
    expires_at: Timestamp,
    /// When something was handed in through it.
    submitted_at: Option<Timestamp>,
}

/// Begins at a guest's link. Unknown, expired and withdrawn links are answered alike.
#[utoipa::path(tag = "sessions", security(()), request_body = Begin, responses(
    (status = 201, body = LinkSession), (status = 404, body = Problem),
))]
#[post("/link_sessions")]
pub(super) async fn begin(app: Data<App>, req: HttpRequest, body: Valid<Begin>) -> ApiResult<HttpResponse> {
    let body = body.into_inner()?;
    let ctx = Ctx {
        actor: Actor::System,
        now: app.clock.now(),
        request_id: request_id(&req),
    };
    let traces = auth::traces(&req, app.settings.references.compare_network);
    let begun = app
        .db
        .write(move |conn| flow::links::begin(conn, &ctx, &body.token, &traces))
        .await?;
    Ok(HttpResponse::Created().json(LinkSession {
        token: begun.token,
        token_type: "Bearer",
        grant_id: begun.grant.id,
        purpose: begun.grant.purpose,
        application_id: begun.grant.application_id,
        expires_at: begun.grant.expires_at,
        submitted_at: begun.grant.submitted_at,
    }))
}
