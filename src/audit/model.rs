//! What an entry says.

use std::fmt;

use diesel::prelude::*;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::schema::audit_events;
use crate::{
    db::{
        text_column,
        types::{Json, Sha256Hash},
    },
    kernel::{
        ids::{AuditEventId, RowId},
        time::Timestamp,
    },
    text_enum,
};

/// Which chain an entry belongs to. One per case, so that writers of different cases do not wait for, or
/// abort, each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chain {
    /// A job, an application, an onboarding plan: its raw id.
    Case(Uuid),
    /// Everything that belongs to no case: people, tokens, policy, content.
    System,
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Case(id) => write!(f, "case:{id}"),
            Self::System => f.write_str("system"),
        }
    }
}

text_enum! {
    /// What became of an attempt.
    pub enum Outcome {
        /// Somebody did it.
        Allowed = "allowed",
        /// The gates or the rules refused it; nothing else was stored.
        Refused = "refused",
        /// It followed from something else, or from the clock.
        Derived = "derived",
    }
}

text_enum! {
    /// What kind of actor did it.
    pub enum ActorKind {
        /// A signed-in person.
        User = "user",
        /// A candidate, by link.
        Candidate = "candidate",
        /// A referee, by link.
        Referee = "referee",
        /// The service itself.
        System = "system",
    }
}

text_column!(Outcome, ActorKind);

/// An entry to be recorded. Who and when come from the context.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Where it goes.
    pub chain: Chain,
    /// What was acted on, e.g. `application`.
    pub entity_kind: &'static str,
    /// Its raw id.
    pub entity: Uuid,
    /// What was done or tried, e.g. `transition` or `waiver.approve`.
    pub action: String,
    /// The state before, for steps of a machine.
    pub from: Option<String>,
    /// The state after, or the one that was refused.
    pub to: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
    /// Ids, numbers and reasons; never text that a person may ask to have erased.
    pub details: Value,
    /// The policy in force, where it mattered.
    pub policy_version: Option<i64>,
}

/// Which entries somebody wants to see; every field given narrows the list.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of one chain.
    pub chain: Option<Chain>,
    /// About one kind of thing, e.g. `application`.
    pub entity_kind: Option<String>,
    /// About one thing, by its raw id.
    pub entity: Option<Uuid>,
    /// By one actor, by its raw id.
    pub actor: Option<Uuid>,
    /// With this outcome.
    pub outcome: Option<Outcome>,
    /// At this instant or later.
    pub since: Option<Timestamp>,
    /// About these kinds of things only; about all when empty.
    pub only_kinds: &'static [&'static str],
    /// About none of these kinds of things.
    pub without_kinds: &'static [&'static str],
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_events)]
pub(super) struct Row {
    pub(super) id: AuditEventId,
    pub(super) chain: String,
    pub(super) seq: i64,
    pub(super) at: Timestamp,
    pub(super) actor_kind: ActorKind,
    pub(super) actor_id: Option<RowId>,
    pub(super) actor_name: String,
    pub(super) role: Option<String>,
    pub(super) entity_kind: String,
    pub(super) entity_id: RowId,
    pub(super) action: String,
    pub(super) from_state: Option<String>,
    pub(super) to_state: Option<String>,
    pub(super) outcome: Outcome,
    pub(super) details: Json<Value>,
    pub(super) policy_version: Option<i64>,
    pub(super) request_id: RowId,
    pub(super) previous_hash: Sha256Hash,
    pub(super) hash: Sha256Hash,
}

/// A recorded entry.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = AuditEvent)]
pub struct Event {
    /// Its id; ids of one instant sort as their chain does.
    pub id: AuditEventId,
    /// `case:UUID` or `system`.
    pub chain: String,
    /// Its number in the chain, from 1, without gaps.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// What kind of actor.
    pub actor_kind: ActorKind,
    /// The person, the candidate's link or the referee; null for the service itself.
    pub actor_id: Option<RowId>,
    /// The person's name then; guests are only called candidate or referee.
    pub actor_name: String,
    /// The person's roles then, separated by commas.
    pub role: Option<String>,
    /// What was acted on.
    pub entity_kind: String,
    /// Its id.
    pub entity_id: RowId,
    /// What was done or tried.
    pub action: String,
    /// The state before.
    pub from_state: Option<String>,
    /// The state after, or the one that was refused.
    pub to_state: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
    /// Ids, numbers and reasons.
    pub details: Value,
    /// The policy in force.
    pub policy_version: Option<i64>,
    /// The request it happened in.
    pub request_id: RowId,
    /// The hash of the entry before; zeros for the first.
    pub previous_hash: Sha256Hash,
    /// SHA-256 of the byte 0, the hash before and this entry in canonical JSON.
    pub hash: Sha256Hash,
}

impl From<Row> for Event {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            chain: row.chain,
            seq: row.seq,
            at: row.at,
            actor_kind: row.actor_kind,
            actor_id: row.actor_id,
            actor_name: row.actor_name,
            role: row.role,
            entity_kind: row.entity_kind,
            entity_id: row.entity_id,
            action: row.action,
            from_state: row.from_state,
            to_state: row.to_state,
            outcome: row.outcome,
            details: row.details.0,
            policy_version: row.policy_version,
            request_id: row.request_id,
            previous_hash: row.previous_hash,
            hash: row.hash,
        }
    }
}
