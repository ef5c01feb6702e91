//! Guests' links: made by areas, opened by "Begin", used up by handing in.

use serde_json::json;

use super::{note_in, users};
use crate::{
    db::Conn,
    fault::Fault,
    kernel::{
        ctx::{Actor, Ctx},
        ids::{ApplicationId, GrantId, UserId},
        time::{Timestamp, hours},
    },
    mail::{self, Message, Outgoing, message::PasswordLink},
    people::{
        model::{Grant, GrantSubject, IssuedGrant, Landing, NewGrant, User},
        store, tokens,
    },
};

/// Hours a password link works. Longer than the 30 minutes of a forgotten password's: it also invites new
/// colleagues, who read their mail the next morning.
const PASSWORD_HOURS: i64 = 24;

/// Makes a link to one of the guest's pages.
pub fn issue(conn: &mut Conn, ctx: &Ctx, new: &NewGrant, landing: Landing) -> Result<IssuedGrant, Fault> {
    let (token, hash) = tokens::make("");
    let id = store::grants::insert(conn, ctx, hash, new, landing)?;
    Ok(IssuedGrant { id, token })
}

/// A session opened from a link.
pub struct Begun {
    /// The bearer token of the session.
    pub token: String,
    /// The link.
    pub grant: Grant,
    /// Links begun in the same browser before, dead ones too.
    pub in_browser: Vec<Grant>,
    /// Other links of the same application begun from the same network before, where networks are compared.
    pub from_network: Vec<Grant>,
}

/// What a browser shows of itself when a link is begun.
#[derive(Debug, Clone, Default)]
pub struct Traces {
    /// The sessions of links begun in it before: the cookies our own pages need anyway.
    pub sessions: Vec<String>,
    /// The network it is in, where the company compares networks.
    pub network: Option<String>,
}

/// "Begin": opens a session from a link. Unknown, expired, taken back and foreign links are told alike.
pub fn begin(conn: &mut Conn, ctx: &Ctx, token: &str, traces: &Traces) -> Result<Begun, Fault> {
    let grant = store::grants::by_hash(conn, tokens::hashed(token))?
        .filter(|grant| grant.live(ctx.now))
        .ok_or(Fault::LinkInvalid)?;
    let actor = grant.actor().ok_or(Fault::LinkInvalid)?;
    if grant.opened_at.is_none() {
        store::grants::set_opened(conn, grant.id, ctx.now)?;
        let ctx = Ctx { actor, ..ctx.clone() };
        let details = json!({ "purpose": grant.purpose });
        let case = grant.application_id.map_or(grant.id.uuid(), ApplicationId::uuid);
        note_in(case, conn, &ctx, ("grant", grant.id.uuid()), "open", details)?;
    }
    let held: Vec<_> = traces
        .sessions
        .iter()
        .map(|secret| tokens::hashed(secret))
        .collect();
    let in_browser = store::grants::of_sessions(conn, &held)?;
    let from_network = match &traces.network {
        Some(network) => store::grants::from_network(conn, &grant, network)?,
        None => Vec::new(),
    };
    let (token, hash) = tokens::make(tokens::GUEST);
    store::grants::insert_session(conn, ctx, hash, &grant, traces.network.as_deref())?;
    Ok(Begun {
        token,
        grant,
        in_browser,
        from_network,
    })
}

/// The live link behind a guest's session token.
pub fn holder(conn: &mut Conn, token: &str, now: Timestamp) -> Result<Option<Grant>, Fault> {
    store::grants::by_session(conn, tokens::hashed(token), now)
}

/// Uses a link up, at most once however many try at the same time.
pub fn submitted(conn: &mut Conn, ctx: &Ctx, grant: GrantId) -> Result<(), Fault> {
    if store::grants::set_submitted(conn, grant, ctx.now)? {
        return Ok(());
    }
    match store::grants::by_id(conn, grant)? {
        Some(grant) if grant.submitted_at.is_some() => Err(Fault::AlreadySubmitted(
            "This has been handed in already and cannot be changed.".to_owned(),
        )),
        _ => Err(Fault::LinkInvalid),
    }
}

/// Takes back every link of a subject that has not been taken back yet; open sessions end with them.
pub fn revoke(conn: &mut Conn, ctx: &Ctx, subject: &GrantSubject) -> Result<usize, Fault> {
    store::grants::revoke(conn, subject, ctx.now)
}

/// Whose password a live, unused password link may set.
pub fn password_owner(conn: &mut Conn, now: Timestamp, token: &str) -> Result<(GrantId, UserId), Fault> {
    let grant = store::grants::by_hash(conn, tokens::hashed(token))?
        .filter(|grant| grant.live(now) && grant.submitted_at.is_none())
        .ok_or(Fault::LinkInvalid)?;
    match grant.subject() {
        Some(GrantSubject::Password { user }) => Ok((grant.id, user)),
        _ => Err(Fault::LinkInvalid),
    }
}

/// Mails a person a link through which they choose a password; earlier ones stop working. The link goes to the person
/// and to nobody else: whoever held it could sign in, and sign, in their name.
///
/// # Errors
/// [`Fault::Conflict`] when the account is closed.
pub fn mail_password(
    conn: &mut Conn,
    ctx: &Ctx,
    user: &User,
    base_url: &str,
    invited: bool,
) -> Result<Timestamp, Fault> {
    if !user.active() {
        return Err(Fault::Conflict {
            code: "account_closed",
            detail: "This account is closed; open it before you send a link.".to_owned(),
        });
    }
    let expires_at = ctx.now + hours(PASSWORD_HOURS);
    let subject = GrantSubject::Password { user: user.id };
    revoke(conn, ctx, &subject)?;
    let new = NewGrant { subject, expires_at };
    let link = issue(conn, ctx, &new, Landing::Home)?;
    let message = PasswordLink {
        invited,
        until: mail::when(expires_at, chrono_tz::UTC),
        link: format!("{base_url}/password/{}", link.token),
    };
    let mail = Outgoing {
        to_name: user.name.clone(),
        to: user.email.clone(),
        message: Message::from(message),
        case: mail::Case::None,
        dedup: format!("grant/{}/password_link", link.id),
        not_before: None,
    };
    mail::enqueue(conn, ctx, mail)?;
    Ok(expires_at)
}

/// Stores the password that the holder of a password link has chosen. The link is used up; every session ends.
///
/// # Errors
/// [`Fault::LinkInvalid`] for a link that is dead or for something else, [`Fault::AlreadySubmitted`] for one that was
/// used.
pub fn choose_password(conn: &mut Conn, ctx: &Ctx, grant: GrantId, hash: &str) -> Result<(), Fault> {
    let found = store::grants::by_id(conn, grant)?.ok_or(Fault::LinkInvalid)?;
    let Some(GrantSubject::Password { user }) = found.subject() else {
        return Err(Fault::LinkInvalid);
    };
    let ctx = Ctx {
        actor: Actor::User(users::get(conn, user)?.actor()),
        ..ctx.clone()
    };
    submitted(conn, &ctx, grant)?;
    users::set_password(conn, &ctx, user, hash, None)
}
