//! People: who can sign in and in which roles, guests' links, the interviewer certificate.
//!
//! Members of staff act by bearer tokens that die with a sign-out, a new password or a closed account.
//! Candidates and referees act by unguessable links: looking at one changes nothing, "Begin" opens a
//! session, handing in uses it up.

mod api;
mod auth;
pub mod calibration;
mod model;
mod nav;
mod pages;
pub mod passwords;
mod schema;
mod service;
mod store;
mod tokens;
mod visit;

use std::collections::BTreeMap;

use chrono::TimeDelta;
use uuid::Uuid;

pub use api::routes;
pub(crate) use auth::recognise;
pub use auth::{AnyActor, Guest, Staff, Who};
pub use model::{
    Grant, GrantPurpose, GrantSubject, GuestDraft, IssuedGrant, Landing, NewGrant, NewUser, SignedIn,
    TokenKind, User, UserChange, UserView,
};
pub use pages::{next_place, pages};
pub use passwords::Passwords;
pub use visit::{GuestVisit, Visit};

use crate::{
    db::Conn,
    fault::Fault,
    kernel::{
        ctx::Ctx,
        email::EmailAddress,
        ids::{ApplicationId, GrantId, RowId, UserId},
        role::Role,
        time::Timestamp,
    },
};

/// Makes an account, whoever asks: for commands, the story and the new hire's account.
///
/// # Errors
/// When the address is taken or a field is bad.
pub fn create_user(conn: &mut Conn, ctx: &Ctx, new: NewUser) -> Result<UserId, Fault> {
    service::users::add(conn, ctx, new)
}

/// A person, if there is one.
///
/// # Errors
/// When a statement fails.
pub fn find_user(conn: &mut Conn, id: UserId) -> Result<Option<User>, Fault> {
    store::users::by_id(conn, id)
}

/// The person who signs in with an address, if there is one.
///
/// # Errors
/// When a statement fails.
pub fn user_by_email(conn: &mut Conn, email: &EmailAddress) -> Result<Option<User>, Fault> {
    store::users::by_email(conn, email)
}

/// Several people, in the order of their ids; unknown ids are left out.
///
/// # Errors
/// When a statement fails.
pub fn users_by_ids(conn: &mut Conn, ids: &[UserId]) -> Result<Vec<User>, Fault> {
    store::users::by_ids(conn, ids)
}

/// Everybody with an open account who holds a role, oldest account first.
///
/// # Errors
/// When a statement fails.
pub fn users_with_role(conn: &mut Conn, role: Role) -> Result<Vec<User>, Fault> {
    let mut users = store::users::all_active(conn)?;
    users.retain(|user| user.has(role));
    Ok(users)
}

/// Gives a person a further role, as a consequence of a step (e.g. `trainee` when an offer is accepted).
///
/// # Errors
/// When there is no such person.
pub fn add_role(conn: &mut Conn, ctx: &Ctx, id: UserId, role: Role) -> Result<(), Fault> {
    service::users::add_role(conn, ctx, id, role)
}

/// Takes a role from a person, as a consequence of a step (e.g. `trainee` when an offer is rescinded): links to choose a
/// password end, and an account without any role left is closed with its sessions.
///
/// # Errors
/// When there is no such person.
pub fn take_role(conn: &mut Conn, ctx: &Ctx, id: UserId, role: Role) -> Result<(), Fault> {
    service::users::take_role(conn, ctx, id, role)
}

/// Makes a bearer token for a person, e.g. for a program; it lasts for `lasts` of wall time.
///
/// # Errors
/// When a statement fails.
pub fn issue_token(conn: &mut Conn, ctx: &Ctx, user: UserId, lasts: TimeDelta) -> Result<String, Fault> {
    Ok(service::sessions::issue(conn, ctx, user, TokenKind::Api, lasts)?.token)
}

/// Makes a guest's link. Mails write it as the base URL, `/l/` and the token.
///
/// # Errors
/// When a statement fails.
pub fn issue_grant(conn: &mut Conn, ctx: &Ctx, new: NewGrant) -> Result<IssuedGrant, Fault> {
    service::links::issue(conn, ctx, &new, Landing::Home)
}

/// Makes a guest's link that leads to one of the guest's pages. Where it leads is kept with the link, not
/// written into its address.
///
/// # Errors
/// When a statement fails.
pub fn issue_grant_to(
    conn: &mut Conn,
    ctx: &Ctx,
    new: NewGrant,
    landing: Landing,
) -> Result<IssuedGrant, Fault> {
    service::links::issue(conn, ctx, &new, landing)
}

/// Takes back all links of a subject; sessions opened from them end at once. Returns how many there were.
///
/// # Errors
/// When a statement fails.
pub fn revoke_grants(conn: &mut Conn, ctx: &Ctx, subject: GrantSubject) -> Result<usize, Fault> {
    service::links::revoke(conn, ctx, &subject)
}

/// A link, if there is one.
///
/// # Errors
/// When a statement fails.
pub fn find_grant(conn: &mut Conn, id: GrantId) -> Result<Option<Grant>, Fault> {
    store::grants::by_id(conn, id)
}

/// Every link made for a subject, oldest first; the secrets are known to their mails alone.
///
/// # Errors
/// When a statement fails.
pub fn grants_of(conn: &mut Conn, subject: &GrantSubject) -> Result<Vec<Grant>, Fault> {
    store::grants::of_subject(conn, subject)
}

/// What a guest has typed about a subject (a work sample, a reference) and not handed in.
///
/// # Errors
/// When a statement fails.
pub fn guest_draft(conn: &mut Conn, subject: Uuid) -> Result<Option<GuestDraft>, Fault> {
    store::drafts::find(conn, RowId::from_uuid(subject))
}

/// Stores what a guest has typed over the draft whose version was seen; 0 when none was.
///
/// # Errors
/// [`Fault::Stale`] when another window saved in between: nothing is overwritten unseen.
pub fn save_guest_draft(
    conn: &mut Conn,
    ctx: &Ctx,
    application: ApplicationId,
    subject: Uuid,
    seen: i64,
    body: serde_json::Value,
) -> Result<GuestDraft, Fault> {
    service::drafts::save(conn, ctx, application, RowId::from_uuid(subject), seen, body)
}

/// Forgets a draft that was handed in or is not wanted any more.
///
/// # Errors
/// When a statement fails.
pub fn forget_guest_draft(conn: &mut Conn, subject: Uuid) -> Result<(), Fault> {
    store::drafts::delete(conn, RowId::from_uuid(subject))
}

/// Uses a link up: call it in the transaction that stores what was handed in. Of several at the same time,
/// one succeeds.
///
/// # Errors
/// [`Fault::AlreadySubmitted`] for the others, [`Fault::LinkInvalid`] when the link is dead.
pub fn grant_submitted(conn: &mut Conn, ctx: &Ctx, grant: GrantId) -> Result<(), Fault> {
    service::links::submitted(conn, ctx, grant)
}

/// Stores the password that the holder of a password link has chosen; the link is used up.
///
/// # Errors
/// [`Fault::LinkInvalid`] for a dead link or one for something else, [`Fault::AlreadySubmitted`] for a used one.
pub fn choose_password(conn: &mut Conn, ctx: &Ctx, grant: GrantId, hash: &str) -> Result<(), Fault> {
    service::links::choose_password(conn, ctx, grant, hash)
}

/// Until when a person's latest interviewer certificate is valid (G13).
///
/// # Errors
/// When a statement fails.
pub fn certificate_valid_until(conn: &mut Conn, user: UserId) -> Result<Option<Timestamp>, Fault> {
    store::calibrations::certified_until(conn, user)
}

/// Until when the latest interviewer certificates of several people are valid, by one query (G13); who has none is
/// left out.
///
/// # Errors
/// When a statement fails.
pub fn certificates_valid_until(
    conn: &mut Conn,
    users: &[UserId],
) -> Result<BTreeMap<UserId, Timestamp>, Fault> {
    store::calibrations::all_certified_until(conn, users)
}

/// Judges a person's attempt at the interviewer certificate and certifies if it passes.
///
/// # Errors
/// When the person does not attempt it themself, or ratings are missing or bad.
pub fn certify(
    conn: &mut Conn,
    ctx: &Ctx,
    user: UserId,
    key: &calibration::Key,
    ratings: &[calibration::Rated],
) -> Result<Option<Timestamp>, Fault> {
    let ratings = || Ok(ratings.to_vec());
    Ok(service::certificates::attempt(conn, ctx, user, key, ratings)?.1)
}

/// Whether two secrets are the same. How long it takes tells nothing about where they differ.
pub(crate) fn same_secret(one: &str, other: &str) -> bool {
    !one.is_empty() && tokens::hashed(one) == tokens::hashed(other)
}

/// Whether the installation has an administrator yet.
///
/// # Errors
/// When a statement fails.
pub fn has_admin(conn: &mut Conn) -> Result<bool, Fault> {
    store::users::anybody_is(conn, Role::Admin)
}

pub use service::links::{Begun, Traces};

/// "Begin": opens a session from a guest's link.
///
/// # Errors
/// [`Fault::LinkInvalid`] for unknown, expired and revoked links alike.
pub fn begin(conn: &mut Conn, ctx: &Ctx, token: &str, traces: &Traces) -> Result<Begun, Fault> {
    service::links::begin(conn, ctx, token, traces)
}

/// Makes a new secret address for the own calendar of the person who acts, and kills the old one. Returns the secret
/// part.
///
/// # Errors
/// [`Fault::Unauthenticated`] for everybody but staff.
pub fn renew_feed(conn: &mut Conn, ctx: &Ctx) -> Result<String, Fault> {
    service::feeds::renew(conn, ctx)
}

/// Takes the address of the own calendar back.
///
/// # Errors
/// [`Fault::Unauthenticated`] for everybody but staff.
pub fn end_feed(conn: &mut Conn, ctx: &Ctx) -> Result<(), Fault> {
    service::feeds::end(conn, ctx)
}

/// Whose calendar a secret address shows; nobody's once the account is closed.
///
/// # Errors
/// When a statement fails.
pub fn feed_owner(conn: &mut Conn, token: &str) -> Result<Option<User>, Fault> {
    service::feeds::owner(conn, token)
}

/// When the present address of a person's calendar was made.
///
/// # Errors
/// When a statement fails.
pub fn feed_made(conn: &mut Conn, user: UserId) -> Result<Option<Timestamp>, Fault> {
    store::feeds::made(conn, user)
}
