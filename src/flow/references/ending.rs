//! What becomes of open requests when the application ends.

use super::mails;
use crate::{
    db::Conn,
    fault::Fault,
    flow::{case::Case, judged},
    kernel::ctx::Ctx,
    people::{self, GrantSubject},
    pipeline::{decide, state::ReferenceState},
    references,
};

/// Takes back every request that waits for an answer, so that nobody answers for nothing: its link dies at once, and
/// no reminder goes out. What was answered stays.
///
/// # Errors
/// When a statement fails.
pub(in crate::flow) fn call_off(conn: &mut Conn, system: &Ctx, case: &Case) -> Result<(), Fault> {
    let id = case.evidence.application;
    for (referee, _) in references::list(conn, id)? {
        if !matches!(referee.state, ReferenceState::Sent | ReferenceState::Opened) {
            continue;
        }
        let links = GrantSubject::Referee {
            application: id,
            referee: referee.id,
        };
        people::revoke_grants(conn, system, links)?;
        mails::withdraw(conn, referee.id)?;
        let verdict = decide::part(referee.state, ReferenceState::Expired, &system.actor);
        let subject = case.subject_of("reference", referee.id.uuid());
        judged(conn, system, &subject, verdict, |conn, change| {
            references::set_state(conn, referee.id, change)
        })?;
    }
    Ok(())
}
