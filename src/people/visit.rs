//! Who looks at a page, and how handlers of pages answer them: a signed-in person, or a guest behind a link.

use std::{
    future::{Ready, ready},
    ops::Deref,
};

use actix_web::{FromRequest, HttpRequest, dev::Payload};

use super::auth::{self, Guest, Staff};
use crate::{
    kernel::ctx::Actor,
    web::{Problem, view::Screen},
};

/// A signed-in person who looks at a page. As an extractor: whoever is not signed in is sent to sign in. Pages are
/// answered through its [`Screen`].
#[derive(Clone)]
pub struct Visit {
    /// Who.
    pub staff: Staff,
    screen: Screen,
    fragment: bool,
}

impl Visit {
    /// Whether a script asked, which wants a part of the page only.
    pub fn wants_fragment(&self) -> bool {
        self.fragment
    }

    /// As whom use cases are called.
    pub fn actor(&self) -> Actor {
        Actor::User(self.staff.user.clone())
    }
}

impl Deref for Visit {
    type Target = Screen;
    fn deref(&self) -> &Screen {
        &self.screen
    }
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
        let visit = Staff::from_request(req, payload).into_inner().and_then(|staff| {
            Ok(Self {
                staff,
                screen: Screen::of(req)?,
                fragment: asks_for_a_part(req),
            })
        });
        ready(visit)
    }
}

fn asks_for_a_part(req: &HttpRequest) -> bool {
    req.headers().contains_key("hx-request")
}

/// A candidate or referee who looks at a page behind the own link, `/g/{grant}/…`. Pages are answered through the
/// [`Screen`]; whoever did not begin is told how to.
#[derive(Clone)]
pub struct GuestVisit {
    /// Who.
    pub guest: Guest,
    screen: Screen,
    by_script: bool,
}

impl GuestVisit {
    /// The guest's first page.
    pub fn home(&self) -> String {
        format!("/g/{}", self.guest.grant.id)
    }

    /// Whether a script saves what is typed, and wants to know no more than whether that worked.
    pub fn by_script(&self) -> bool {
        self.by_script
    }
}

impl Deref for GuestVisit {
    type Target = Screen;
    fn deref(&self) -> &Screen {
        &self.screen
    }
}

impl super::Who for GuestVisit {
    fn actor(&self) -> Actor {
        self.guest.actor.clone()
    }
    fn request(&self) -> uuid::Uuid {
        super::Who::request(&self.guest)
    }
}

impl FromRequest for GuestVisit {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let visit = auth::guest(req).and_then(|guest| {
            Ok(Self {
                guest,
                screen: Screen::of(req)?,
                by_script: asks_for_a_part(req),
            })
        });
        ready(visit)
    }
}
