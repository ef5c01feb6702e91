//! The own profile: who I am here, my password, my language and colours.

use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
    http::header,
    web::Data,
};
use serde_json::{Value, json};

use crate::{
    app::App,
    kernel::{locale::Locale, text_enum::TextEnum},
    mail::{self, Pace, Topic},
    people::{
        self, UserView,
        api::{change_password as changed, choose_notifications},
        visit::Visit,
    },
    web::{ApiResult, Form, Problem, view::Lang},
};

const PAGE: &str = "people/pages/profile";
/// Days a choice of language or colours is kept.
const KEPT_DAYS: i64 = 365;

/// Where to go next: a path of ours, or home.
pub fn next_place(wanted: Option<&str>) -> &str {
    let ours = |path: &&str| {
        path.starts_with('/')
            && !path.starts_with("//")
            && !path.contains('\\')
            && path.chars().all(|c| c.is_ascii_graphic())
    };
    wanted.filter(ours).unwrap_or("/today")
}

/// The profile.
pub(super) async fn profile(app: Data<App>, visit: Visit) -> ApiResult<HttpResponse> {
    shown(&app, &visit, None).await
}

/// The choices of a field, with what each is called.
fn options(visit: &Visit, prefix: &str, words: impl IntoIterator<Item = &'static str>) -> Vec<Value> {
    words
        .into_iter()
        .map(|word| json!({ "value": word, "label": visit.say(&format!("{prefix}-{word}")) }))
        .collect()
}

async fn shown(app: &App, visit: &Visit, trouble: Option<Problem>) -> ApiResult<HttpResponse> {
    let id = visit.staff.user.id;
    let (user, certificate, chosen) = app
        .db
        .read(move |conn| {
            let user = people::find_user(conn, id)?.ok_or(crate::fault::Fault::NotFound("account"))?;
            let chosen = mail::choices_of(conn, &user.email)?;
            let certificate = people::certificate_valid_until(conn, id)?;
            Ok::<_, crate::fault::Fault>((user, certificate, chosen))
        })
        .await?;
    let rates = user
        .roles
        .0
        .iter()
        .any(|role| crate::kernel::role::Role::RATERS.contains(role));
    let data = json!({
        "user": UserView::from(user),
        "certificate": certificate,
        "rates": rates,
        "topics": Topic::ALL,
        "paces": options(visit, "profile-pace", Pace::ALL.iter().map(|pace| pace.as_str())),
        "locales": options(visit, "profile-locale", Locale::ALL.iter().map(|locale| locale.as_str())),
        "body": chosen,
    });
    let title = visit.say("profile");
    match trouble {
        None => visit.page_of(PAGE, &title, &data),
        Some(trouble) => visit.again(PAGE, &title, &data, trouble),
    }
}

/// Changes the password; every other session ends.
pub(super) async fn change_password(app: Data<App>, visit: Visit, form: Form) -> ApiResult<HttpResponse> {
    match changed(&app, &visit.staff, form.valid()).await {
        Ok(()) => Ok(visit.go("/profile", "profile-password-changed")),
        Err(trouble) => shown(&app, &visit, Some(trouble)).await,
    }
}

/// Chooses what to be told by mail.
pub(super) async fn choose(app: Data<App>, visit: Visit, form: Form) -> ApiResult<HttpResponse> {
    match choose_notifications(&app, &visit.staff, form.valid()).await {
        Ok(_) => Ok(visit.go("/profile", "profile-notifications-stored")),
        Err(trouble) => shown(&app, &visit, Some(trouble)).await,
    }
}

/// Keeps a choice of language or colours, for guests too.
pub(super) async fn appearance(req: HttpRequest, form: Form) -> HttpResponse {
    let chosen = |name: &str| form.body().get(name).and_then(Value::as_str);
    let secure = req.connection_info().scheme() == "https";
    let mut reply = HttpResponse::SeeOther();
    reply.insert_header((header::LOCATION, next_place(form.control("next")).to_owned()));
    let lang = chosen("lang").filter(|word| Lang::from_word(word).is_some());
    let theme = chosen("theme").filter(|word| ["light", "dark"].contains(word));
    for (name, value) in [("lang", lang), ("theme", theme)] {
        if let Some(value) = value {
            reply.cookie(kept(name, value, secure));
        }
    }
    reply.finish()
}

/// A choice of language or colours, as this browser keeps it.
pub(super) fn kept(name: &'static str, value: &str, secure: bool) -> Cookie<'static> {
    Cookie::build(name, value.to_owned())
        .path("/")
        .secure(secure)
        .same_site(SameSite::Lax)
        .max_age(Duration::days(KEPT_DAYS))
        .finish()
}

#[cfg(test)]
mod tests {
    use super::next_place;

    #[test]
    fn nobody_is_sent_to_another_site() {
        assert_eq!(next_place(Some("/jobs/1?x=2")), "/jobs/1?x=2");
        for elsewhere in ["//evil.example", "https://evil.example", "/\\evil", "", "/a\r\nb"] {
            assert_eq!(next_place(Some(elsewhere)), "/today", "{elsewhere}");
        }
        assert_eq!(next_place(None), "/today");
    }
}
