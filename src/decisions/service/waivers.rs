//! Waivers.

use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    db::{
        Conn,
        types::{Json, Sha256Hash},
    },
    decisions::{
        model::{Closure, Waiver, WaiverAsk},
        store::waivers as store,
    },
    fault::Fault,
    kernel::{
        ctx::Ctx,
        ids::{RowId, UserId, WaiverId},
        text::multi_line,
        time::Timestamp,
    },
    pipeline::{
        state::{StateChange, WaiverState},
        waiver::{GivenApproval, WaiverGate},
    },
};

/// A waiver.
pub fn get(conn: &mut Conn, id: WaiverId) -> Result<Waiver, Fault> {
    store::by_id(conn, id)?.ok_or(Fault::NotFound("waiver"))
}

/// The waivers of a case, oldest first.
pub fn of_case(conn: &mut Conn, case: Uuid) -> Result<Vec<Waiver>, Fault> {
    store::of_case(conn, RowId::from_uuid(case))
}

/// Stores a request that was checked, with the values it was asked upon. They are hashed so that nobody can
/// later say it was asked upon others.
pub fn ask(
    conn: &mut Conn,
    ctx: &Ctx,
    (gate, case): (WaiverGate, Uuid),
    by: UserId,
    asked: &WaiverAsk,
    facts: Value,
) -> Result<Waiver, Fault> {
    let hash = Sha256::digest(facts.to_string().as_bytes());
    let row = Waiver {
        id: ctx.new_id(),
        case_kind: gate.scope(),
        case_id: RowId::from_uuid(case),
        gate,
        value: asked.value,
        reason_code: asked.reason_code,
        text: multi_line(&asked.text),
        compensating_measure: multi_line(&asked.compensating_measure),
        expires_at: asked.expires_at,
        requested_by: by,
        requested_at: ctx.now,
        state: WaiverState::Requested,
        approvals: Json(Vec::new()),
        granted_at: None,
        closure: None,
        facts: Json(facts),
        facts_hash: Sha256Hash(hash.into()),
    };
    store::insert(conn, &row)?;
    Ok(row)
}

/// Stores a permitted approval.
pub fn approve(
    conn: &mut Conn,
    ctx: &Ctx,
    waiver: &Waiver,
    change: StateChange<WaiverState>,
    given: GivenApproval,
) -> Result<Waiver, Fault> {
    let mut approvals = waiver.approvals.0.clone();
    approvals.push(given);
    let granted_at = (change.to() == WaiverState::Granted).then_some(ctx.now);
    store::set_approvals(conn, waiver.id, &approvals, granted_at)?;
    store::set_state(conn, waiver.id, change)
}

/// Stores that somebody ended a waiver, and why.
pub fn close(
    conn: &mut Conn,
    ctx: &Ctx,
    waiver: &Waiver,
    change: StateChange<WaiverState>,
    (by, text): (UserId, String),
) -> Result<Waiver, Fault> {
    let closure = Closure {
        by,
        at: ctx.now,
        text,
    };
    store::set_closure(conn, waiver.id, &closure)?;
    store::set_state(conn, waiver.id, change)
}

/// Stores that a waiver's time ran out.
pub fn expire(conn: &mut Conn, waiver: &Waiver, change: StateChange<WaiverState>) -> Result<Waiver, Fault> {
    store::set_state(conn, waiver.id, change)
}

/// Waivers whose time is over and that still wait or hold; at most 100 at a time.
pub fn overdue(conn: &mut Conn, now: Timestamp) -> Result<Vec<Waiver>, Fault> {
    store::overdue(conn, now)
}

/// Waivers that wait for an approval, those that end first at the top; at most 100.
pub fn waiting(conn: &mut Conn, now: Timestamp) -> Result<Vec<Waiver>, Fault> {
    store::waiting(conn, now)
}
