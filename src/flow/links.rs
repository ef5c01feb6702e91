//! A guest presses Begin: the session opens and, for a referee, the reference is marked opened, in one
//! transaction. Looking at a link does neither.

use crate::{
    db::Conn,
    fault::Fault,
    flow::references,
    kernel::ctx::{Actor, Ctx},
    people::{self, Begun, Traces},
};

/// Opens a session from a link, and notes when it is begun where others were begun before.
///
/// # Errors
/// [`Fault::LinkInvalid`] for unknown, expired and revoked links alike.
pub fn begin(conn: &mut Conn, ctx: &Ctx, token: &str, traces: &Traces) -> Result<Begun, Fault> {
    let begun = people::begin(conn, ctx, token, traces)?;
    if let Some(actor @ Actor::Referee { .. }) = begun.grant.actor() {
        references::opened(conn, &Ctx { actor, ..ctx.clone() })?;
    }
    let system = Ctx {
        actor: Actor::System,
        ..ctx.clone()
    };
    references::begun_beside(
        conn,
        &system,
        &begun.grant,
        &begun.in_browser,
        &begun.from_network,
    )?;
    Ok(begun)
}
