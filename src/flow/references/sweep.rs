//! What time alone does to references.

use super::mails::{self, Problem};
use crate::{
    content::Pack,
    db::Conn,
    fault::Fault,
    flow::{case, judged},
    kernel::ctx::Ctx,
    pipeline::{decide, state::ReferenceState},
    references,
};

/// Marks references whose link ran out, at most a hundred a call. HR may send a new link.
///
/// # Errors
/// When a statement fails.
pub fn sweep(conn: &mut Conn, ctx: &Ctx, _: &Pack) -> Result<(), Fault> {
    for referee in references::due_to_expire(conn, ctx.now)? {
        let case = case::load(conn, ctx, referee.application_id)?;
        let verdict = decide::part(referee.state, ReferenceState::Expired, &ctx.actor);
        let subject = case.subject_of("reference", referee.id.uuid());
        judged(conn, ctx, &subject, verdict, |conn, change| {
            mails::problem(conn, ctx, &case, &referee, Problem::Expired)?;
            references::set_state(conn, referee.id, change)
        })?;
        super::changed(conn, ctx, &case)?;
    }
    Ok(())
}
