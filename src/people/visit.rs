//! A signed-in person who looks at a page, and how handlers of pages answer them.

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

use super::{auth::Staff, nav};
use crate::{
    fault::Fault,
    kernel::ctx::Actor,
    web::{
        Problem, View, request_id,
        view::{Frame, FrameUser, Lang},
    },
};

/// A signed-in person who looks at a page. As an extractor: whoever is not signed in is sent to sign in.
///
/// A handler that shows calls [`Visit::page`]. A handler that acts calls the same use case as the API and then
/// [`Visit::go`], or shows the form again with [`Visit::again`], which tells every reason and keeps what was typed.
#[derive(Clone)]
pub struct Visit {
    /// Who.
    pub staff: Staff,
    view: Data<View>,
    frame: Frame,
    fragment: bool,
}

impl Visit {
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

    /// Whether a script asked, which wants a part of the page only.
    pub fn wants_fragment(&self) -> bool {
        self.fragment
    }

    /// Sends the browser on after something was done; `done` is the message key of what to say there.
    pub fn go(&self, to: &str, done: &'static str) -> HttpResponse {
        let told = Cookie::build("done", done)
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .max_age(Duration::minutes(1))
            .finish();
        HttpResponse::SeeOther()
            .insert_header((header::LOCATION, to))
            .cookie(told)
            .finish()
    }

    /// A message in the person's language.
    pub fn say(&self, key: &str) -> String {
        self.view.say(self.frame.lang, key)
    }

    /// A message with values put in.
    pub fn say_with(&self, key: &str, values: &Map<String, Value>) -> String {
        self.view.say_with(self.frame.lang, key, values)
    }

    /// The person's language.
    pub fn lang(&self) -> Lang {
        self.frame.lang
    }

    /// What pages are made with.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// As whom use cases are called.
    pub fn actor(&self) -> Actor {
        Actor::User(self.staff.user.clone())
    }
}

/// The frame for whoever looks at a page that needs no sign-in.
pub fn frame_of(req: &HttpRequest, view: &View, visit: Option<&Visit>) -> Frame {
    visit.map_or_else(|| view.frame(req), |visit| visit.frame.clone())
}

impl super::Who for Visit {
    fn actor(&self) -> Actor {
        Self::actor(self)
    }
    fn request(&self) -> uuid::Uuid {
        super::Who::request(&self.staff)
    }
}

impl FromRequest for Visit {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let staff = match Staff::from_request(req, payload).into_inner() {
            Ok(staff) => staff,
            Err(problem) => return ready(Err(problem)),
        };
        let Some(view) = req.app_data::<Data<View>>().cloned() else {
            let request = request_id(req);
            return ready(Err(
                Fault::internal(format!("no pages in request {request}")).into()
            ));
        };
        let mut frame = view.frame(req);
        frame.nav = nav::of(&staff.user.roles, req.path(), frame.demo_now.is_some());
        frame.user = Some(FrameUser {
            initials: initials(&staff.user.name),
            name: staff.user.name.clone(),
        });
        let fragment = req.headers().contains_key("hx-request");
        ready(Ok(Self {
            staff,
            view,
            frame,
            fragment,
        }))
    }
}

/// `Mara Keller` is `MK`.
fn initials(name: &str) -> String {
    let firsts = name.split_whitespace().filter_map(|word| word.chars().next());
    let all: Vec<char> = firsts.collect();
    let ends = all
        .first()
        .into_iter()
        .chain(all.last().filter(|_| all.len() > 1));
    ends.flat_map(|c| c.to_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_of_the_first_and_last_name() {
        assert_eq!(initials("Mara Keller"), "MK");
        assert_eq!(initials("ana maria ruiz"), "AR");
        assert_eq!(initials("Cher"), "C");
        assert_eq!(initials(""), "");
    }
}
