//! The use cases of this area.

pub(super) mod certificates;
pub(super) mod drafts;
pub(super) mod feeds;
pub(super) mod links;
pub(super) mod sessions;
pub(super) mod users;

use serde_json::Value;
use uuid::Uuid;

use crate::{
    audit::{self, Chain, Entry, Outcome},
    db::Conn,
    fault::Fault,
    kernel::ctx::Ctx,
};

/// Writes down what was done with an account or a link. Each has a chain of its own, so that people who
/// sign in at the same time do not wait for each other.
fn note(
    conn: &mut Conn,
    ctx: &Ctx,
    (entity_kind, entity): (&'static str, Uuid),
    action: &str,
    details: Value,
) -> Result<(), Fault> {
    note_in(entity, conn, ctx, (entity_kind, entity), action, details)
}

/// [`note`] in the chain of a case.
fn note_in(
    case: Uuid,
    conn: &mut Conn,
    ctx: &Ctx,
    (entity_kind, entity): (&'static str, Uuid),
    action: &str,
    details: Value,
) -> Result<(), Fault> {
    Ok(audit::record(
        conn,
        ctx,
        Entry {
            chain: Chain::Case(case),
            entity_kind,
            entity,
            action: action.to_owned(),
            from: None,
            to: None,
            outcome: Outcome::Allowed,
            details,
            policy_version: None,
        },
    )?)
}
