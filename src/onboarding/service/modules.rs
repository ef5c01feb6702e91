//! What was done in a module.

use crate::{
    db::Conn,
    fault::Fault,
    onboarding::{
        model::{ModuleBody, ModuleRow},
        store,
    },
    pipeline::state::{ModuleState, StateChange},
};

/// Stores what was done in a module, without a step.
///
/// # Errors
/// When a statement fails.
pub fn save_module(conn: &mut Conn, row: &ModuleRow, body: &ModuleBody) -> Result<(), Fault> {
    store::set_body(conn, row.id, body)?;
    store::touch(conn, row.plan_id)
}

/// Moves a module with the key the core has given, together with what was done.
///
/// # Errors
/// [`Fault::Stale`] when somebody else moved it first.
pub fn module_moved(
    conn: &mut Conn,
    row: &ModuleRow,
    change: StateChange<ModuleState>,
    body: &ModuleBody,
) -> Result<(), Fault> {
    store::set_module_state(conn, row.id, change, body)?;
    store::touch(conn, row.plan_id)
}

/// Gives a module a new due day.
///
/// # Errors
/// When a statement fails.
pub fn set_due(conn: &mut Conn, row: &ModuleRow, due_day: i64) -> Result<(), Fault> {
    store::set_due(conn, row.id, due_day)?;
    store::touch(conn, row.plan_id)
}
