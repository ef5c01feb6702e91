//! A person's own calendar for calendar programs: an address with a secret in it, of which only the hash is kept.

use serde_json::json;

use super::note;
use crate::{
    db::Conn,
    fault::Fault,
    kernel::{
        ctx::{Actor, Ctx},
        ids::UserId,
    },
    people::{model::User, store::feeds as store, tokens},
};

fn own(ctx: &Ctx) -> Result<UserId, Fault> {
    match &ctx.actor {
        Actor::User(user) => Ok(user.id),
        _ => Err(Fault::Unauthenticated),
    }
}

/// Makes a new address for the person who acts; the one there was is dead at once. Returns its secret part, which is
/// known to nobody afterwards.
pub fn renew(conn: &mut Conn, ctx: &Ctx) -> Result<String, Fault> {
    let user = own(ctx)?;
    let (token, hash) = tokens::make("");
    store::set(conn, ctx, user, hash)?;
    note(conn, ctx, ("user", user.uuid()), "calendar.renew", json!(null))?;
    Ok(token)
}

/// Takes the address of the person who acts back. Taking back none does nothing.
pub fn end(conn: &mut Conn, ctx: &Ctx) -> Result<(), Fault> {
    let user = own(ctx)?;
    if store::delete(conn, user)? {
        note(conn, ctx, ("user", user.uuid()), "calendar.end", json!(null))?;
    }
    Ok(())
}

/// Whose address a secret belongs to.
pub fn owner(conn: &mut Conn, token: &str) -> Result<Option<User>, Fault> {
    store::owner(conn, tokens::hashed(token))
}
