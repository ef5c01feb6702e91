//! The first set-up: whoever can read the log makes the first administrator. Being the first visitor is not enough.

use actix_web::{HttpRequest, HttpResponse, http::header, web::Data};
use serde::Deserialize;
use serde_json::{Value, json};
use validator::Validate;

use crate::{
    app::App,
    fault::{Fault, FieldFault},
    kernel::{
        clock::wall_now,
        ctx::{Actor, Ctx},
        email::EmailAddress,
        role::Role,
    },
    people::{self, NewUser, passwords},
    web::{ApiResult, Form, Problem, View, request_id},
};

const PAGE: &str = "people/pages/setup";

/// The first administrator.
#[derive(Debug, Clone, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
struct First {
    token: String,
    name: String,
    email: EmailAddress,
    password: String,
}

/// The form; nothing once there is an administrator.
pub(super) async fn ask(app: Data<App>, req: HttpRequest, view: Data<View>) -> ApiResult<HttpResponse> {
    open(&app).await?;
    shown(&req, &view, &json!({}), None)
}

async fn open(app: &App) -> Result<(), Fault> {
    if app.setup_token.is_none() || app.db.read(people::has_admin).await? {
        return Err(Fault::NotFound("page"));
    }
    Ok(())
}

fn shown(req: &HttpRequest, view: &View, body: &Value, trouble: Option<&Problem>) -> ApiResult<HttpResponse> {
    let frame = view.frame(req);
    let title = view.say(frame.lang, "setup");
    Ok(view.page(&frame, (PAGE, &title), &json!({ "body": body }), trouble)?)
}

/// Makes the administrator.
pub(super) async fn make(
    app: Data<App>,
    req: HttpRequest,
    view: Data<View>,
    form: Form,
) -> ApiResult<HttpResponse> {
    open(&app).await?;
    match made(&app, &req, &form).await {
        Ok(()) => Ok(HttpResponse::SeeOther()
            .insert_header((header::LOCATION, "/sign-in"))
            .finish()),
        Err(Fault::Internal(cause)) => Err(Fault::Internal(cause).into()),
        Err(fault) => {
            let mut typed = form.body().clone();
            if let Value::Object(fields) = &mut typed {
                fields.remove("password");
            }
            shown(&req, &view, &typed, Some(&fault.into()))
        }
    }
}

async fn made(app: &App, req: &HttpRequest, form: &Form) -> Result<(), Fault> {
    app.sign_ins.attempt("setup", wall_now())?;
    let first: First = form.valid().into_inner()?;
    let expected = app.setup_token.as_deref().unwrap_or_default();
    if !people::same_secret(expected, first.token.trim()) {
        let detail = "This is not the token that stands in the service's log.";
        return Err(Fault::field("/token", "wrong", detail));
    }
    passwords::check(&first.password, first.email.as_str(), "/password")
        .map_err(|fault: FieldFault| Fault::Invalid(vec![fault]))?;
    let new = NewUser {
        name: first.name,
        email: first.email,
        roles: vec![Role::Admin],
        operations: false,
        reports_to: None,
        password_hash: Some(app.passwords.hash(first.password).await?),
    };
    let ctx = Ctx {
        actor: Actor::System,
        now: app.clock.now(),
        request_id: request_id(req),
    };
    app.db
        .write(move |conn| {
            if people::has_admin(conn)? {
                return Err(Fault::NotFound("page"));
            }
            people::create_user(conn, &ctx, new.clone()).map(|_| ())
        })
        .await
}
