//! A guest presses Begin: the session opens and, for a referee, the reference is marked opened, in one
//! transaction. Looking at a link does neither.

use crate::{
    db::Conn,
    fault::Fault,
    flow::references,
    kernel::ctx::{Actor, Ctx},
    people::{self, Begun},
};

/// Opens a session from a link.
///
/// # Errors
/// [`Fault::LinkInvalid`] for unknown, expired and revoked links alike.
pub fn begin(conn: &mut Conn, ctx: &Ctx, token: &str) -> Result<Begun, Fault> {
    let begun = people::begin(conn, ctx, token)?;
    if let Some(actor @ Actor::Referee { .. }) = begun.grant.actor() {
        references::opened(conn, &Ctx { actor, ..ctx.clone() })?;
    }
    Ok(begun)
}
