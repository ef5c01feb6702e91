//! What comes next for an application and who owes it, for lists: the dry run of a single step, without rivals.

use crate::{
    applications::Application,
    db::Conn,
    fault::Fault,
    flow::case,
    kernel::ctx::Ctx,
    pipeline::{
        decide,
        gate_id::GateId,
        refusal::{GateRow, GateStatus},
        sight,
        state::ApplicationState,
    },
};

/// Gates that look at other candidates too; a list of everybody does not.
const OF_RIVALS: [GateId; 2] = [GateId::G34, GateId::G38];

/// What stands before the next step.
#[derive(Debug, Clone)]
pub struct Next {
    /// The state that comes next; none when the application is over or on hold.
    pub to: Option<ApplicationState>,
    /// The open gates before it, as far as the actor may see them.
    pub open: Vec<GateRow>,
}

/// The state after this one on the main path.
pub fn after(state: ApplicationState) -> Option<ApplicationState> {
    ApplicationState::PATH.get(state.rank()? + 1).copied()
}

/// The gates of the way from where an application stands to a state, of all that lead there.
pub fn on_the_way(rows: Vec<GateRow>, from: ApplicationState, to: ApplicationState) -> Vec<GateRow> {
    let gates = decide::gates_on_path(Some(from), to);
    rows.into_iter().filter(|row| gates.contains(&row.gate)).collect()
}

/// What comes next for an application that the actor may know of.
///
/// # Errors
/// When a statement fails.
pub fn of(conn: &mut Conn, ctx: &Ctx, row: &Application) -> Result<Next, Fault> {
    let Some(to) = after(row.state) else {
        return Ok(Next {
            to: None,
            open: Vec::new(),
        });
    };
    let case = case::alone(conn, ctx, row)?;
    let rows = decide::application_gates(&case.evidence, to, case.frame(ctx));
    let mut open = on_the_way(sight::withhold(rows, &case.evidence, &ctx.actor), row.state, to);
    open.retain(|row| row.status == GateStatus::Open && !OF_RIVALS.contains(&row.gate));
    Ok(Next { to: Some(to), open })
}
