//! The one place of this area in which an application's state is written.

use crate::{
    applications::{
        model::{Application, Rejection},
        service::facts::row,
        store,
    },
    db::Conn,
    fault::Fault,
    kernel::{ctx::Ctx, ids::ApplicationId},
    pipeline::state::{ApplicationState, StateChange},
};

/// Takes a permitted step.
pub fn set_state(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    change: StateChange<ApplicationState>,
) -> Result<Application, Fault> {
    let before = row(conn, id)?;
    store::applications::set_state(conn, ctx, &before, change)?;
    row(conn, id)
}

/// Bumps the version: call it for every stored input of a gate, in the same transaction.
///
/// # Errors
/// [`Fault::NotFound`] when there is no such application.
pub fn touch(conn: &mut Conn, ctx: &Ctx, id: ApplicationId) -> Result<(), Fault> {
    store::applications::touch(conn, ctx, id)
}

/// Takes the permitted step to `rejected`, with its reason.
pub fn reject(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    change: StateChange<ApplicationState>,
    rejection: &Rejection,
) -> Result<Application, Fault> {
    store::applications::set_rejection(conn, id, rejection)?;
    set_state(conn, ctx, id, change)
}
