//! What ends with an application: rounds still to come, reminders, requests to referees. The candidate's own link
//! stays, so that where it stands can still be read.

use crate::{
    applications,
    db::Conn,
    fault::Fault,
    flow::{
        case::{self, Case},
        interviews, references,
    },
    kernel::{
        ctx::{Actor, Ctx},
        ids::JobId,
    },
    pipeline::state::Machine,
};

/// Calls off what was still to come. Each consequence is audited as derived.
///
/// # Errors
/// When a statement fails.
pub(in crate::flow) fn wrap_up(conn: &mut Conn, ctx: &Ctx, case: &Case) -> Result<(), Fault> {
    let system = Ctx {
        actor: Actor::System,
        ..ctx.clone()
    };
    interviews::call_off(conn, &system, case)?;
    references::call_off(conn, &system, case)
}

/// Calls off what is planned with everybody who still applies for a job that was given up. HR closes the
/// applications themselves, by name.
///
/// # Errors
/// When a statement fails.
pub(in crate::flow) fn job_given_up(conn: &mut Conn, ctx: &Ctx, job: JobId) -> Result<(), Fault> {
    for (row, case) in case::of_job(conn, ctx, job, |row| !row.state.is_terminal())? {
        wrap_up(conn, ctx, &case)?;
        applications::touch(conn, ctx, row.id)?;
    }
    Ok(())
}
