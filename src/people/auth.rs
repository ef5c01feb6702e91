//! Who sends a request. A middleware finds out before any handler's extractors run, so that 401 comes
//! before every other answer.

use std::{
    future::{Ready, ready},
    net::{IpAddr, Ipv6Addr},
};

use actix_web::{
    Error, FromRequest, HttpMessage, HttpRequest,
    body::MessageBody,
    cookie::{Cookie, SameSite, time::Duration},
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::header,
    middleware::Next,
    web::Data,
};
use uuid::Uuid;

use super::{
    model::{Grant, SignedIn},
    nav,
    service::{
        links::{self, Traces},
        sessions,
    },
    tokens,
};
use crate::{
    db::Database,
    fault::Fault,
    kernel::{
        clock::Clock,
        ctx::{Actor, UserActor},
        ids::GrantId,
        role::Role,
    },
    web::{
        Problem,
        idempotency::Principal,
        request_id,
        view::{FrameUser, Looker},
    },
};

/// What a request's credentials turned out to be.
#[derive(Debug, Clone)]
enum Identity {
    /// There are none.
    Nobody,
    /// They are not valid (any more).
    Invalid,
    /// A person's.
    Staff(SignedIn),
    /// A guest's.
    Guest(Box<(Grant, Actor)>),
    /// They could not be checked.
    Failed(Problem),
}

/// Recognises who sends a request.
pub(crate) async fn recognise<B: MessageBody + 'static>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let identity = match credentials(&req) {
        None => Identity::Nobody,
        Some(secret) => match look_up(&req, secret).await {
            Ok(Some(identity)) => identity,
            Ok(None) => Identity::Invalid,
            Err(fault) => Identity::Failed(fault.into()),
        },
    };
    if let Some(principal) = principal(&identity) {
        req.extensions_mut().insert(principal);
    }
    if let Identity::Staff(signed_in) = &identity
        && !req.path().starts_with("/api/")
    {
        let looker = looker(req.request(), &signed_in.user);
        req.extensions_mut().insert(looker);
    }
    req.extensions_mut().insert(identity);
    next.call(req).await
}

/// What the frame around a page shows of somebody who signed in; pages of problems have it, too.
fn looker(req: &HttpRequest, user: &UserActor) -> Looker {
    let clock = req.app_data::<Data<Clock>>();
    let demo = clock.is_some_and(|clock| matches!(&***clock, Clock::Simulated(_)));
    Looker {
        nav: nav::of(&user.roles, req.path(), demo),
        user: FrameUser {
            initials: initials(&user.name),
            name: user.name.clone(),
        },
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

/// Idempotency keys belong to a person or to a link.
fn principal(identity: &Identity) -> Option<Principal> {
    match identity {
        Identity::Staff(signed_in) => Some(Principal(format!("user:{}", signed_in.user.id))),
        Identity::Guest(known) => Some(Principal(format!("grant:{}", known.0.id))),
        Identity::Nobody | Identity::Invalid | Identity::Failed(_) => None,
    }
}

/// The bearer token; on guests' pages the cookie of the page's own link, on other pages the cookie of a sign-in. The
/// API takes no cookies.
fn credentials(req: &ServiceRequest) -> Option<String> {
    if let Some(value) = req.headers().get(header::AUTHORIZATION) {
        let value = value.to_str().unwrap_or_default();
        let token = value
            .split_once(' ')
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map_or("", |(_, token)| token.trim());
        return Some(token.to_owned());
    }
    let Some(rest) = req.path().strip_prefix("/g/") else {
        return session(req);
    };
    let grant = rest.split('/').next()?.parse::<GrantId>().ok()?;
    let held = |secure| {
        req.cookie(&cookie_name(grant, secure))
            .map(|c| c.value().to_owned())
    };
    held(true).or_else(|| held(false))
}

fn session(req: &ServiceRequest) -> Option<String> {
    if req.path().starts_with("/api/") {
        return None;
    }
    let held = |secure| {
        req.cookie(session_cookie_name(secure))
            .map(|c| c.value().to_owned())
    };
    held(true).or_else(|| held(false))
}

/// What the cookie of a sign-in is called.
pub(super) fn session_cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-session" } else { "session" }
}

async fn look_up(req: &ServiceRequest, secret: String) -> Result<Option<Identity>, Fault> {
    let (Some(db), Some(clock)) = (req.app_data::<Data<Database>>(), req.app_data::<Data<Clock>>()) else {
        return Err(Fault::internal("no database to recognise people with"));
    };
    if secret.starts_with(tokens::GUEST) {
        let now = clock.now();
        let grant = db.read(move |conn| links::holder(conn, &secret, now)).await?;
        return Ok(grant.and_then(|grant| {
            grant
                .actor()
                .map(|actor| Identity::Guest(Box::new((grant, actor))))
        }));
    }
    if !secret.starts_with(tokens::STAFF) {
        return Ok(None);
    }
    let holder = db.read(move |conn| sessions::holder(conn, &secret)).await?;
    Ok(holder.map(Identity::Staff))
}

fn identity(req: &HttpRequest) -> Result<Identity, Problem> {
    match req.extensions().get::<Identity>() {
        None | Some(Identity::Nobody | Identity::Invalid) => Err(Fault::Unauthenticated.into()),
        Some(Identity::Failed(problem)) => Err(problem.clone()),
        Some(known) => Ok(known.clone()),
    }
}

/// Somebody a use case can act for: hand it to `App::ctx`.
pub trait Who {
    /// As whom.
    fn actor(&self) -> Actor;
    /// In which request.
    fn request(&self) -> Uuid;
}

/// A signed-in person. As an extractor: 401 without a valid token, 403 for guests.
#[derive(Debug, Clone)]
pub struct Staff {
    /// Who.
    pub user: UserActor,
    pub(super) signed_in: SignedIn,
    request: Uuid,
}

impl Staff {
    /// Whether the person holds at least one of `roles`.
    pub fn has_any(&self, roles: &[Role]) -> bool {
        self.user.roles.iter().any(|role| roles.contains(role))
    }
}

/// A candidate or referee who began at a link.
#[derive(Debug, Clone)]
pub struct Guest {
    /// The link.
    pub grant: Grant,
    /// The guest: [`Actor::Candidate`] or [`Actor::Referee`].
    pub actor: Actor,
    request: Uuid,
}

/// A person or a guest.
#[derive(Debug, Clone)]
pub struct AnyActor {
    /// Who.
    pub actor: Actor,
    request: Uuid,
}

impl Who for Staff {
    fn actor(&self) -> Actor {
        Actor::User(self.user.clone())
    }
    fn request(&self) -> Uuid {
        self.request
    }
}
impl Who for Guest {
    fn actor(&self) -> Actor {
        self.actor.clone()
    }
    fn request(&self) -> Uuid {
        self.request
    }
}
impl Who for AnyActor {
    fn actor(&self) -> Actor {
        self.actor.clone()
    }
    fn request(&self) -> Uuid {
        self.request
    }
}

impl FromRequest for Staff {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;
    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(identity(req).and_then(|identity| match identity {
            Identity::Staff(signed_in) => Ok(Self {
                user: signed_in.user.clone(),
                signed_in,
                request: request_id(req),
            }),
            _ => Err(Fault::forbidden("This is for the staff.").into()),
        }))
    }
}

impl FromRequest for Guest {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;
    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(identity(req).and_then(|identity| match identity {
            Identity::Guest(known) => {
                let (grant, actor) = *known;
                Ok(Self {
                    grant,
                    actor,
                    request: request_id(req),
                })
            }
            _ => Err(Fault::forbidden("This is for candidates and referees, by their link.").into()),
        }))
    }
}

impl FromRequest for AnyActor {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;
    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request_id(req);
        ready(identity(req).and_then(|identity| match identity {
            Identity::Staff(signed_in) => Ok(Self {
                actor: Actor::User(signed_in.user),
                request,
            }),
            Identity::Guest(known) => Ok(Self {
                actor: known.1,
                request,
            }),
            Identity::Failed(problem) => Err(problem),
            Identity::Nobody | Identity::Invalid => Err(Fault::Unauthenticated.into()),
        }))
    }
}

/// The guest on one of the pages of a link, `/g/{grant_id}/…`.
///
/// # Errors
/// 401 when nobody began, 404 when the page is another link's.
pub(super) fn guest(req: &HttpRequest) -> Result<Guest, Problem> {
    let mut nothing = Payload::None;
    let guest = Guest::from_request(req, &mut nothing).into_inner()?;
    let page = req
        .path()
        .strip_prefix("/g/")
        .and_then(|rest| rest.split('/').next());
    match page {
        Some(id) if id.parse() != Ok(guest.grant.id) => Err(Fault::LinkInvalid.into()),
        _ => Ok(guest),
    }
}

/// How the name of a guest's cookie goes on after the prefix of a secure one.
const GUEST_COOKIE: &str = "guest-";
/// How the name of a secure cookie starts.
const HOST_PREFIX: &str = "__Host-";
/// The most cookies of earlier links that are looked at.
const MOST_TRACES: usize = 20;

fn cookie_name(grant: GrantId, secure: bool) -> String {
    let prefix = if secure { HOST_PREFIX } else { "" };
    format!("{prefix}{GUEST_COOKIE}{grant}")
}

/// What the browser of somebody who begins shows of itself. The network is looked at only where the company
/// compares networks.
pub(super) fn traces(req: &HttpRequest, compare_network: bool) -> Traces {
    let cookies = req.cookies().map(|all| all.clone()).unwrap_or_default();
    let sessions = cookies
        .iter()
        .filter(|cookie| {
            let name = cookie.name();
            name.strip_prefix(HOST_PREFIX)
                .unwrap_or(name)
                .starts_with(GUEST_COOKIE)
        })
        .map(|cookie| cookie.value().to_owned())
        .take(MOST_TRACES);
    let peer = req.peer_addr().filter(|_| compare_network);
    Traces {
        sessions: sessions.collect(),
        network: peer.map(|peer| network_of(peer.ip())),
    }
}

/// The network an address belongs to: a household has one IPv4 address, or 64 bits of an IPv6 one.
fn network_of(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let prefix = u128::from(address) >> 64 << 64;
            format!("{}/64", Ipv6Addr::from(prefix))
        }
    }
}

/// The cookie that "Begin" leaves: readable by nobody but us, sent by our own pages only.
pub(super) fn cookie(grant: &Grant, token: String, secure: bool) -> Cookie<'static> {
    Cookie::build(cookie_name(grant.id, secure), token)
        .path("/")
        .http_only(true)
        .secure(secure)
        .same_site(SameSite::Lax)
        .max_age(Duration::days(30))
        .finish()
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
