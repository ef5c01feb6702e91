//! Somebody who looks at a page, and how handlers of pages answer them.

use std::future::{Ready, ready};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
    dev::Payload,
    http::header,
    web::Data,
};
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Frame, Lang, View};
use crate::{
    fault::{Fault, FieldFault},
    web::Problem,
};

/// Whoever looks at a page: the language they read, the frame around it. As an extractor it asks nobody who they are.
///
/// A handler that shows calls [`Screen::page`]. A handler that acts calls the same use case as the API and then
/// [`Screen::go`], or shows the form again with [`Screen::again`], which tells every reason and keeps what was typed.
#[derive(Clone)]
pub struct Screen {
    view: Data<View>,
    frame: Frame,
}

impl Screen {
    /// The screen of a request.
    ///
    /// # Errors
    /// When the service has no pages.
    pub fn of(req: &HttpRequest) -> Result<Self, Problem> {
        let view = req.app_data::<Data<View>>().cloned();
        let view = view.ok_or_else(|| Fault::internal("no pages in this service"))?;
        let frame = view.frame(req);
        Ok(Self { view, frame })
    }

    /// A page. `title` is a message key.
    ///
    /// # Errors
    /// When the template does not exist or lacks a field.
    pub fn page(&self, template: &str, title: &str, data: &impl Serialize) -> Result<HttpResponse, Problem> {
        self.titled(template, &self.say(title), data, None)
    }

    /// A page whose title is somebody's or something's name.
    ///
    /// # Errors
    /// When the template does not exist or lacks a field.
    pub fn page_of(
        &self,
        template: &str,
        name: &str,
        data: &impl Serialize,
    ) -> Result<HttpResponse, Problem> {
        self.titled(template, name, data, None)
    }

    /// A page again, with what went wrong told above it. What is our own fault is answered as an error.
    ///
    /// # Errors
    /// When the fault is nothing the person can mend here.
    pub fn again(
        &self,
        template: &str,
        name: &str,
        data: &impl Serialize,
        trouble: Problem,
    ) -> Result<HttpResponse, Problem> {
        if matches!(trouble.status, 401 | 404 | 500..) {
            return Err(trouble);
        }
        self.titled(template, name, data, Some(trouble))
    }

    fn titled(
        &self,
        template: &str,
        title: &str,
        data: &impl Serialize,
        trouble: Option<Problem>,
    ) -> Result<HttpResponse, Problem> {
        Ok(self
            .view
            .page(&self.frame, (template, title), data, trouble.as_ref())?)
    }

    /// A part of a page, without the frame.
    ///
    /// # Errors
    /// When the template does not exist or lacks a field.
    pub fn fragment(&self, template: &str, data: &impl Serialize) -> Result<HttpResponse, Problem> {
        let html = self.view.fragment(self.frame.lang, template, data)?;
        Ok(HttpResponse::Ok()
            .content_type("text/html; charset=utf-8")
            .body(html))
    }

    /// Sends the browser on after something was done; `done` is the message key of what to say there.
    pub fn go(&self, to: &str, done: &'static str) -> HttpResponse {
        let told = Cookie::build("done", done)
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .max_age(Duration::minutes(1))
            .finish();
        let mut response = see_other(to);
        // A name and a value without odd characters: it always fits.
        let _ = response.add_cookie(&told);
        response
    }

    /// A message in the person's language.
    pub fn say(&self, key: &str) -> String {
        self.view.say(self.frame.lang, key)
    }

    /// A message with values put in.
    pub fn say_with(&self, key: &str, values: &Map<String, Value>) -> String {
        self.view.say_with(self.frame.lang, key, values)
    }

    /// The faults of a form in the words of the page: for the field `period_from` of the form `referee` the message
    /// `referee-fault-period_from`, if there is one; dots for slashes of the place are dashes. Faults that no message
    /// tells keep their words.
    #[must_use]
    pub fn explained(&self, form: &str, mut problem: Problem) -> Problem {
        for fault in &mut problem.errors {
            if let Some(words) = self.words_for(form, fault) {
                fault.detail = words;
            }
        }
        problem
    }

    fn words_for(&self, form: &str, fault: &FieldFault) -> Option<String> {
        let place = fault.pointer.trim_start_matches('/').replace('/', "-");
        let code = &fault.code;
        [
            format!("{form}-fault-{place}-{code}"),
            format!("{form}-fault-{place}"),
            format!("{form}-fault-{code}"),
        ]
        .iter()
        .find_map(|key| self.view.find(self.frame.lang, key))
    }

    /// The person's language.
    pub fn lang(&self) -> Lang {
        self.frame.lang
    }

    /// What pages are made with.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// What stands around the page.
    pub fn frame(&self) -> &Frame {
        &self.frame
    }
}

/// Leads on to another page; what was sent is not sent again when that page is loaded anew.
pub fn see_other(to: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, to))
        .finish()
}

impl FromRequest for Screen {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(req))
    }
}
