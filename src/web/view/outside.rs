//! Pages of people from outside: candidates and referees behind a link, and everybody on the careers pages. A lighter
//! frame under the company's name, and plain words for trouble that say what to do.

use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use serde::Serialize;
use serde_json::{Value, json};

use super::{Lang, View};
use crate::web::{headers, problem::Problem};

/// The company's name, as a middleware left it with the request.
#[derive(Debug, Clone)]
pub struct House(pub String);

/// What the frame around a page for people from outside shows.
#[derive(Debug, Clone, Serialize)]
pub struct Outside {
    /// The company's name; `None` when it has none yet.
    pub house: Option<String>,
    /// The first page of whoever looks: the own one behind a link, else the list of jobs; a link that was not begun
    /// has none.
    pub home: Option<String>,
    /// Whether somebody's own link led here.
    pub own: bool,
}

impl House {
    /// Whether pages below a path are for people from outside.
    pub fn wanted(path: &str) -> bool {
        headers::behind_link(path) || path.starts_with("/careers") || path == "/privacy"
    }
}

impl Outside {
    /// What a request tells; nothing for the pages of the staff.
    pub(super) fn of(req: &HttpRequest) -> Option<Self> {
        let path = req.path();
        if !House::wanted(path) {
            return None;
        }
        let own = path.strip_prefix("/g/").and_then(|rest| rest.split('/').next());
        let home = match own {
            Some(grant) => Some(format!("/g/{grant}")),
            None => (!headers::behind_link(path)).then(|| "/careers".to_owned()),
        };
        let house = req.extensions().get::<House>().map(|house| house.0.clone());
        Some(Self {
            house: house.filter(|name| !name.is_empty()),
            home,
            own: own.is_some(),
        })
    }
}

/// Trouble in plain words: a title, and a text unless single fields say what is wrong.
pub(super) fn words(view: &View, lang: Lang, problem: &Problem) -> Value {
    let code = problem.code;
    let title = view
        .find(lang, &format!("outside-{code}"))
        .unwrap_or_else(|| view.say(lang, "outside-trouble"));
    let known = view.find(lang, &format!("outside-{code}-text"));
    let text = known.unwrap_or_else(|| match lang {
        Lang::En => problem.detail.to_string(),
        Lang::De => view.say(lang, "outside-trouble-text"),
    });
    let text = Some(text).filter(|_| problem.errors.is_empty());
    json!({ "title": title, "text": text })
}

/// A page that tells somebody from outside what went wrong and what to do; nothing for the staff.
pub(in crate::web) fn problem_page(
    req: &HttpRequest,
    view: &View,
    problem: &Problem,
) -> Option<HttpResponse> {
    let frame = view.frame(req);
    let outside = frame.outside.as_ref()?;
    let words = words(view, frame.lang, problem);
    let title = words
        .get("title")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let data = json!({
        "words": words,
        "errors": problem.errors,
        "home": outside.home.as_ref().filter(|_| problem.status != 401),
        "own": outside.own,
        "request": problem.place.as_ref().map(|place| place.request_id).filter(|_| problem.status >= 500),
    });
    let mut page = view
        .page(&frame, ("web/view/outside_problem", &title), &data, None)
        .ok()?;
    *page.status_mut() = problem.http_status();
    Some(page)
}
