//! The first page of a guest's link, and the page of a password link. They are inert: mail scanners that
//! follow links change nothing, however often they look.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{self, Data, Path, ServiceConfig},
};
use serde_json::{Value, json};

use super::own::kept;
use crate::{
    app::App,
    fault::Fault,
    flow,
    kernel::{
        ctx::{Actor, Ctx},
        text_enum::TextEnum,
    },
    mail::{self, Topic},
    people::{api::choose_password, auth, service::users::turn_mails_off},
    web::{
        ApiResult, Form, Problem, request_id,
        view::{Lang, Screen, see_other},
    },
};

/// Mounts the pages of links.
pub(super) fn pages(cfg: &mut ServiceConfig) {
    cfg.service(
        web::resource("/l/{token}")
            .route(web::get().to(show))
            .route(web::post().to(begin)),
    )
    .service(
        web::resource("/password/{token}")
            .route(web::get().to(ask))
            .route(web::post().to(choose)),
    )
    .service(
        web::resource("/unsubscribe/{token}")
            .route(web::get().to(look_out))
            .route(web::post().to(turn_off)),
    );
}

/// What a mail's link turns off, with a button; looking changes nothing.
async fn look_out(app: Data<App>, screen: Screen, token: Path<String>) -> ApiResult<HttpResponse> {
    let token = token.into_inner();
    let out = app
        .db
        .read::<_, Fault, _>(move |conn| Ok(mail::find_opt_out(conn, &token)?))
        .await?
        .ok_or(Fault::NotFound("link"))?;
    unsubscribed(&screen, &out.topics)
}

/// Turns it off: by the button of the page, or of a mail program, which has no session and reads no page (RFC 8058).
async fn turn_off(
    app: Data<App>,
    req: HttpRequest,
    screen: Screen,
    token: Path<String>,
) -> ApiResult<HttpResponse> {
    let (ctx, token) = (system(&app, &req), token.into_inner());
    app.db
        .write(move |conn| turn_mails_off(conn, &ctx, &token))
        .await?;
    unsubscribed(&screen, &[])
}

/// With nothing left to turn off, it is done.
fn unsubscribed(screen: &Screen, topics: &[Topic]) -> ApiResult<HttpResponse> {
    let done = topics.is_empty();
    let title = if done {
        "unsubscribe-done"
    } else {
        "unsubscribe-title"
    };
    let data = json!({ "done": done, "topics": topics });
    screen.page("people/pages/unsubscribe", title, &data)
}

/// The same page for every token, valid or not: who looks learns nothing and changes nothing.
async fn show(screen: Screen) -> ApiResult<HttpResponse> {
    screen.page("people/pages/link", "link-title", &json!({}))
}

async fn begin(app: Data<App>, req: HttpRequest, token: Path<String>) -> ApiResult<HttpResponse> {
    let ctx = system(&app, &req);
    let token = token.into_inner();
    let traces = auth::traces(&req, app.settings.references.compare_network);
    let (begun, locale) = app
        .db
        .write(move |conn| {
            let begun = flow::links::begin(conn, &ctx, &token, &traces)?;
            let locale = flow::links::locale(conn, &begun.grant)?;
            Ok::<_, Fault>((begun, locale))
        })
        .await?;
    let secure = app.base_url.starts_with("https://");
    let mut response = see_other(&begun.grant.page());
    let known = auth::cookie(&begun.grant, begun.token, secure);
    response.add_cookie(&known).map_err(Fault::internal)?;
    // What the person chose in this browser goes before what is known of them.
    let lang = locale.and_then(|word| Lang::from_word(&word));
    if let Some(lang) = lang.filter(|_| req.cookie("lang").is_none()) {
        let cookie = kept("lang", lang.as_str(), secure);
        response.add_cookie(&cookie).map_err(Fault::internal)?;
    }
    Ok(response)
}

fn system(app: &App, req: &HttpRequest) -> Ctx {
    Ctx {
        actor: Actor::System,
        now: app.clock.now(),
        request_id: request_id(req),
    }
}

async fn ask(screen: Screen) -> ApiResult<HttpResponse> {
    asked(&screen, None)
}

fn asked(screen: &Screen, trouble: Option<Problem>) -> ApiResult<HttpResponse> {
    // A password is never sent back.
    let data = json!({ "done": false, "body": {} });
    let template = "people/pages/choose_password";
    match trouble {
        None => screen.page(template, "password-title", &data),
        Some(trouble) => {
            let trouble = screen.explained("password", trouble);
            screen.again(template, &screen.say("password-title"), &data, trouble)
        }
    }
}

async fn choose(
    app: Data<App>,
    req: HttpRequest,
    screen: Screen,
    token: Path<String>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let chosen = form.body().get("new_password").and_then(Value::as_str);
    let chosen = chosen.unwrap_or_default().to_owned();
    match choose_password(&app, system(&app, &req), token.into_inner(), chosen).await {
        Ok(()) => screen.page(
            "people/pages/choose_password",
            "password-saved-title",
            &json!({ "done": true, "body": {} }),
        ),
        Err(fault) => asked(&screen, Some(fault.into())),
    }
}
