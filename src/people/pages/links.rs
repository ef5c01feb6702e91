//! The first page of a guest's link, and the page of a password link. They are inert: mail scanners that
//! follow links change nothing, however often they look.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{self, Data, Path, ServiceConfig},
};
use serde::Deserialize;

use crate::{
    app::App,
    fault::Fault,
    flow,
    kernel::ctx::{Actor, Ctx},
    people::{api::choose_password, auth},
    web::{headers::link_page, page_html, request_id},
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
    );
}

fn page(status: StatusCode, title: &str, body: &str) -> HttpResponse {
    let mut response = page_html(status, title, body);
    link_page(response.headers_mut());
    response
}

fn refused(fault: Fault) -> HttpResponse {
    let (status, text) = match fault {
        Fault::LinkInvalid => (
            StatusCode::NOT_FOUND,
            "This link does not work (any more). If you still need it, answer the mail it came with.",
        ),
        Fault::Busy => (StatusCode::SERVICE_UNAVAILABLE, "Please try again in a moment."),
        Fault::Invalid(_) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "Choose another password: 12 characters or more, not one that others would try.",
        ),
        other => {
            tracing::error!(cause = format!("{other:?}"), "a link could not be opened");
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                "Something went wrong here. Please try again later.",
            )
        }
    };
    page(status, "Link", &format!("<p>{text}</p>"))
}

/// The same page for every token, valid or not: who looks learns nothing and changes nothing.
async fn show() -> HttpResponse {
    page(
        StatusCode::OK,
        "Welcome",
        "<p>You have been sent a personal link. Nothing happens before you press the button.</p>\
         <form method=\"post\"><button type=\"submit\">Begin</button></form>",
    )
}

async fn begin(app: Data<App>, req: HttpRequest, token: Path<String>) -> HttpResponse {
    let ctx = Ctx {
        actor: Actor::System,
        now: app.clock.now(),
        request_id: request_id(&req),
    };
    let token = token.into_inner();
    let traces = auth::traces(&req, app.settings.references.compare_network);
    match app
        .db
        .write(move |conn| flow::links::begin(conn, &ctx, &token, &traces))
        .await
    {
        Ok(begun) => {
            let to = begun.grant.page();
            let secure = app.base_url.starts_with("https://");
            let mut response = HttpResponse::SeeOther()
                .insert_header((header::LOCATION, to))
                .cookie(auth::cookie(&begun.grant, begun.token, secure))
                .finish();
            link_page(response.headers_mut());
            response
        }
        Err(fault) => refused(fault),
    }
}

async fn ask() -> HttpResponse {
    page(
        StatusCode::OK,
        "Choose a password",
        "<form method=\"post\"><p><label for=\"new_password\">New password, 12 characters or more</label> \
         <input id=\"new_password\" name=\"new_password\" type=\"password\" minlength=\"12\" maxlength=\"128\" \
         autocomplete=\"new-password\" required></p><p><button type=\"submit\">Save</button></p></form>",
    )
}

#[derive(Deserialize)]
struct Chosen {
    new_password: String,
}

async fn choose(
    app: Data<App>,
    req: HttpRequest,
    token: Path<String>,
    form: web::Form<Chosen>,
) -> HttpResponse {
    let ctx = Ctx {
        actor: Actor::System,
        now: app.clock.now(),
        request_id: request_id(&req),
    };
    let chosen = form.into_inner().new_password;
    match choose_password(&app, ctx, token.into_inner(), chosen).await {
        Ok(()) => page(
            StatusCode::OK,
            "Password saved",
            "<p>You can sign in with your new password now.</p>",
        ),
        Err(fault) => refused(fault),
    }
}
