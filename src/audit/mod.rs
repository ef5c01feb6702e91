//! Who did what, when, and what was refused: one chain of hashes per case, written in the same transaction as
//! the change itself, never changed afterwards. The database refuses UPDATE and DELETE on the table.
//!
//! The chain shows every later change except a cut tail and a complete rewrite; against those,
//! [`Report::heads`] is to be kept somewhere else and compared.

mod api;
mod canonical;
mod model;
mod pages;
mod schema;
mod store;
#[cfg(test)]
mod tests;
mod verify;

pub use api::routes;
pub use model::{ActorKind, Chain, Entry, Event, Filter, Outcome};
pub use pages::pages;
pub use verify::{ChainFault, Flaw, Report, verify};

use crate::{
    db::{
        Conn, DbError,
        page::{Cursor, Page, PageRequest},
        types::{Json, Sha256Hash},
    },
    kernel::{
        ctx::{Actor, Ctx},
        ids::RowId,
        random,
        text_enum::TextEnum,
    },
};
use model::Row;

/// What stands before the first entry of a chain.
const GENESIS: Sha256Hash = Sha256Hash([0; 32]);

/// Appends an entry to its chain, in the caller's transaction: no change without its entry, no entry without
/// its change.
///
/// # Errors
/// When a statement fails.
pub fn record(conn: &mut Conn, ctx: &Ctx, entry: Entry) -> Result<(), DbError> {
    let chain = entry.chain.to_string();
    let (last, previous_hash) = store::head(conn, &chain)?.unwrap_or((0, GENESIS));
    let seq = last.saturating_add(1);
    let (actor_kind, actor_id, actor_name, role) = describe(&ctx.actor);
    let mut row = Row {
        id: random::ordered_id(ctx.now, seq.unsigned_abs()),
        chain,
        seq,
        at: ctx.now,
        actor_kind,
        actor_id,
        actor_name,
        role,
        entity_kind: entry.entity_kind.to_owned(),
        entity_id: RowId::from_uuid(entry.entity),
        action: entry.action,
        from_state: entry.from,
        to_state: entry.to,
        outcome: entry.outcome,
        details: Json(entry.details),
        policy_version: entry.policy_version,
        request_id: RowId::from_uuid(ctx.request_id),
        previous_hash,
        hash: GENESIS,
    };
    row.hash = canonical::hash(&row);
    store::append(conn, &row)
}

/// Guests are named by what they are, not by their names: those belong to a record that can be erased.
fn describe(actor: &Actor) -> (ActorKind, Option<RowId>, String, Option<String>) {
    match actor {
        Actor::User(user) => {
            let roles: Vec<&str> = user.roles.iter().map(|role| role.as_str()).collect();
            (
                ActorKind::User,
                Some(RowId::from_uuid(user.id.uuid())),
                user.name.clone(),
                Some(roles.join(",")).filter(|roles| !roles.is_empty()),
            )
        }
        Actor::Candidate { grant, .. } => (
            ActorKind::Candidate,
            Some(RowId::from_uuid(grant.uuid())),
            "candidate".to_owned(),
            None,
        ),
        Actor::Referee { referee, .. } => (
            ActorKind::Referee,
            Some(RowId::from_uuid(referee.uuid())),
            "referee".to_owned(),
            None,
        ),
        Actor::System => (ActorKind::System, None, "system".to_owned(), None),
    }
}

/// The entries that match, newest first.
///
/// # Errors
/// When a statement fails.
pub fn list(conn: &mut Conn, filter: &Filter, page: &PageRequest) -> Result<Page<Event>, DbError> {
    let rows = store::list(conn, filter, page)?;
    Ok(page.page(rows, |row| Cursor::new(row.at, row.id), Event::from))
}

/// A chain from its first entry to its last.
///
/// # Errors
/// When a statement fails.
pub fn timeline(conn: &mut Conn, chain: Chain) -> Result<Vec<Event>, DbError> {
    let rows = store::chain(conn, &chain.to_string())?;
    Ok(rows.into_iter().map(Event::from).collect())
}
