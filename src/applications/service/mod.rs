//! The use cases of this area that no gate guards, and what the others read. Who may do what, and what
//! follows, is settled in `flow`.

pub(super) mod answers;
pub(super) mod apply;
pub(super) mod checks;
pub(super) mod facts;
pub(super) mod flags;
pub(super) mod list;
pub mod mails;
pub(super) mod state;

use serde_json::Value;
use uuid::Uuid;

use super::{model::Application, store};
use crate::{
    audit::{self, Chain, Entry, Outcome},
    db::Conn,
    fault::Fault,
    kernel::ctx::{Actor, Ctx},
};

/// Writes an act into the application's chain and bumps its version, as every stored input of a gate does.
fn noted(
    conn: &mut Conn,
    ctx: &Ctx,
    row: &Application,
    (kind, id): (&'static str, Uuid),
    action: &str,
    details: Value,
) -> Result<(), Fault> {
    store::applications::touch(conn, ctx, row.id)?;
    let outcome = match ctx.actor {
        Actor::System => Outcome::Derived,
        _ => Outcome::Allowed,
    };
    Ok(audit::record(
        conn,
        ctx,
        Entry {
            chain: Chain::Case(row.id.uuid()),
            entity_kind: kind,
            entity: id,
            action: action.to_owned(),
            from: None,
            to: None,
            outcome,
            details,
            policy_version: Some(row.policy_version),
        },
    )?)
}

/// [`noted`] for acts on the application itself.
fn noted_here(
    conn: &mut Conn,
    ctx: &Ctx,
    row: &Application,
    action: &str,
    details: Value,
) -> Result<(), Fault> {
    noted(conn, ctx, row, ("application", row.id.uuid()), action, details)
}
