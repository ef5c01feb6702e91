//! Signing in and out in a browser.

use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
    http::header,
    web::{self, Data},
};
use serde::Deserialize;
use serde_json::json;

use super::own::next_place;
use crate::{
    app::App,
    people::{
        self,
        api::{SESSION_HOURS, checked_sign_in},
        auth::{self, Staff},
        service::sessions,
        visit::Visit,
    },
    web::{ApiResult, Form, Problem, View},
};

const PAGE: &str = "people/pages/sign_in";

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    next: Option<String>,
}

/// `/`: whoever is signed in goes on to their day, others to the door.
pub(super) async fn home(app: Data<App>, who: Option<Staff>) -> ApiResult<HttpResponse> {
    let to = match who {
        Some(_) => "/today",
        None if app.db.read(people::has_admin).await? => "/sign-in",
        None => "/setup",
    };
    Ok(see_other(to).finish())
}

fn see_other(to: &str) -> actix_web::HttpResponseBuilder {
    let mut reply = HttpResponse::SeeOther();
    reply.insert_header((header::LOCATION, to));
    reply
}

/// The form.
pub(super) async fn ask(
    req: HttpRequest,
    view: Data<View>,
    asked: web::Query<Asked>,
) -> ApiResult<HttpResponse> {
    let next = next_place(asked.next.as_deref());
    shown(&req, &view, next, "", None)
}

fn shown(
    req: &HttpRequest,
    view: &View,
    next: &str,
    email: &str,
    trouble: Option<&Problem>,
) -> ApiResult<HttpResponse> {
    let frame = view.frame(req);
    let title = view.say(frame.lang, "sign-in");
    let data = json!({ "next": next, "body": { "email": email }, "demo": frame.demo_now.is_some() });
    Ok(view.page(&frame, (PAGE, &title), &data, trouble)?)
}

/// Signs in; the session is kept in a cookie that scripts cannot read.
pub(super) async fn sign_in(
    app: Data<App>,
    req: HttpRequest,
    view: Data<View>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let typed = |name: &str| {
        form.body()
            .get(name)
            .and_then(|text| text.as_str())
            .unwrap_or_default()
            .to_owned()
    };
    let (email, next) = (typed("email"), next_place(form.control("next")));
    match checked_sign_in(&app, &req, email.clone(), typed("password")).await {
        Ok((_, new)) => {
            let secure = app.base_url.starts_with("https://");
            Ok(see_other(next).cookie(session_cookie(new.token, secure)).finish())
        }
        Err(problem) if problem.status >= 500 => Err(problem),
        Err(problem) => {
            let mut page = shown(&req, &view, next, &email, Some(&problem))?;
            page.headers_mut().remove(header::WWW_AUTHENTICATE);
            Ok(page)
        }
    }
}

fn session_cookie(token: String, secure: bool) -> Cookie<'static> {
    Cookie::build(auth::session_cookie_name(secure), token)
        .path("/")
        .http_only(true)
        .secure(secure)
        .same_site(SameSite::Lax)
        .max_age(Duration::hours(SESSION_HOURS))
        .finish()
}

/// Signs out and forgets the cookie.
pub(super) async fn sign_out(app: Data<App>, visit: Visit) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&visit);
    let signed_in = visit.staff.signed_in.clone();
    app.db
        .write(move |conn| sessions::close(conn, &ctx, &signed_in))
        .await?;
    let mut gone = session_cookie(String::new(), app.base_url.starts_with("https://"));
    gone.make_removal();
    Ok(see_other("/sign-in").cookie(gone).finish())
}
