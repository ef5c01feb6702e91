//! Signing in and out.

use chrono::TimeDelta;
use serde_json::json;

use super::note;
use crate::{
    db::Conn,
    fault::Fault,
    kernel::{
        clock::wall_now,
        ctx::{Actor, Ctx},
        ids::UserId,
        time::Timestamp,
    },
    people::{
        model::{SignedIn, TokenKind, User},
        store, tokens,
    },
};

/// A token just made. It is shown once.
pub struct NewToken {
    /// The secret.
    pub token: String,
    /// When it stops working, in wall time.
    pub expires_at: Timestamp,
}

/// Makes a bearer token for a person.
pub fn issue(
    conn: &mut Conn,
    ctx: &Ctx,
    user: UserId,
    kind: TokenKind,
    lasts: TimeDelta,
) -> Result<NewToken, Fault> {
    let wall = wall_now();
    let expires_at = wall + lasts;
    let (token, hash) = tokens::make(tokens::STAFF);
    store::tokens::insert(conn, ctx, hash, user, kind, (wall, expires_at))?;
    Ok(NewToken { token, expires_at })
}

/// Opens a session for somebody whose password was right. It is checked again that the account is open and
/// the password still the same: both may have changed while it was being hashed.
pub fn open(
    conn: &mut Conn,
    ctx: &Ctx,
    user: UserId,
    checked: &str,
    lasts: TimeDelta,
) -> Result<(User, NewToken), Fault> {
    let user = store::users::by_id(conn, user)?
        .filter(|u| u.active() && u.password_hash.as_deref() == Some(checked))
        .ok_or(Fault::Unauthenticated)?;
    let ctx = Ctx {
        actor: Actor::User(user.actor()),
        ..ctx.clone()
    };
    let token = issue(conn, &ctx, user.id, TokenKind::Session, lasts)?;
    let details = json!({ "expires_at": token.expires_at });
    note(conn, &ctx, ("user", user.id.uuid()), "sign_in", details)?;
    Ok((user, token))
}

/// Ends the session that was used.
pub fn close(conn: &mut Conn, ctx: &Ctx, who: &SignedIn) -> Result<(), Fault> {
    store::tokens::revoke(conn, who.token, wall_now())?;
    note(conn, ctx, ("user", who.user.id.uuid()), "sign_out", json!({}))
}

/// Who holds a bearer token.
pub fn holder(conn: &mut Conn, token: &str) -> Result<Option<SignedIn>, Fault> {
    store::tokens::holder(conn, tokens::hashed(token), wall_now())
}
