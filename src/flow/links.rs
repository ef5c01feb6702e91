//! A guest presses Begin: the session opens and, for a referee, the reference is marked opened, in one
//! transaction. Looking at a link does neither.

use crate::{
    applications,
    db::Conn,
    fault::Fault,
    flow::references,
    kernel::ctx::{Actor, Ctx},
    people::{self, Begun, Grant, GrantSubject, Traces},
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

/// The language of somebody behind a link, if they chose one with us. `en` is what is stored of everybody who was not
/// asked: then the browser knows better.
///
/// # Errors
/// When a statement fails.
pub fn locale(conn: &mut Conn, grant: &Grant) -> Result<Option<String>, Fault> {
    let Some(GrantSubject::Candidate { application }) = grant.subject() else {
        return Ok(None);
    };
    let row = applications::row(conn, application)?;
    let candidate = applications::candidate(conn, row.candidate_id)?;
    Ok(Some(candidate.locale).filter(|locale| locale != "en"))
}
