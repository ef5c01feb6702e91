//! Waivers. Their state is written by [`set_state`] alone.

use diesel::prelude::*;

use crate::{
    db::{Conn, q, types::Json},
    decisions::{
        model::{Closure, Waiver},
        schema::waivers,
    },
    fault::Fault,
    kernel::{
        ids::{RowId, WaiverId},
        time::Timestamp,
    },
    pipeline::{
        state::{StateChange, WaiverState},
        waiver::GivenApproval,
    },
};

pub(in crate::decisions) fn by_id(conn: &mut Conn, id: WaiverId) -> Result<Option<Waiver>, Fault> {
    Ok(q!(conn => waivers::table.find(id).select(Waiver::as_select()).get_result(conn).optional())?)
}

pub(in crate::decisions) fn of_case(conn: &mut Conn, case: RowId) -> Result<Vec<Waiver>, Fault> {
    of_cases(conn, &[case])
}

pub(in crate::decisions) fn of_cases(conn: &mut Conn, cases: &[RowId]) -> Result<Vec<Waiver>, Fault> {
    Ok(q!(conn => waivers::table
        .filter(waivers::case_id.eq_any(cases.to_vec()))
        .order((waivers::requested_at, waivers::id))
        .select(Waiver::as_select())
        .load(conn))?)
}

/// Those whose time is over and that still wait or hold.
pub(in crate::decisions) fn overdue(conn: &mut Conn, now: Timestamp) -> Result<Vec<Waiver>, Fault> {
    let live = [
        WaiverState::Requested,
        WaiverState::Approved1,
        WaiverState::Granted,
    ];
    Ok(q!(conn => waivers::table
        .filter(waivers::state.eq_any(live))
        .filter(waivers::expires_at.le(now))
        .order((waivers::expires_at, waivers::id))
        .limit(100)
        .select(Waiver::as_select())
        .load(conn))?)
}

/// Those that wait for an approval at `now`, the shortest first.
pub(in crate::decisions) fn waiting(conn: &mut Conn, now: Timestamp) -> Result<Vec<Waiver>, Fault> {
    let waiting = [WaiverState::Requested, WaiverState::Approved1];
    Ok(q!(conn => waivers::table
        .filter(waivers::state.eq_any(waiting))
        .filter(waivers::expires_at.gt(now))
        .order((waivers::expires_at, waivers::id))
        .limit(100)
        .select(Waiver::as_select())
        .load(conn))?)
}

/// Stores a request. It begins in `requested`: the only state no step leads to.
pub(in crate::decisions) fn insert(conn: &mut Conn, row: &Waiver) -> Result<(), Fault> {
    q!(conn => diesel::insert_into(waivers::table).values(row).execute(conn))?;
    Ok(())
}

/// Takes the permitted step, provided that the waiver still stands where the step begins.
pub(in crate::decisions) fn set_state(
    conn: &mut Conn,
    id: WaiverId,
    change: StateChange<WaiverState>,
) -> Result<Waiver, Fault> {
    let (from, to) = (change.from(), change.to());
    q!(conn => diesel::update(waivers::table)
        .filter(waivers::id.eq(id))
        .filter(waivers::state.eq(from))
        .set(waivers::state.eq(to))
        .returning(Waiver::as_returning())
        .get_result(conn)
        .optional())?
    .ok_or(Fault::Stale)
}

pub(in crate::decisions) fn set_approvals(
    conn: &mut Conn,
    id: WaiverId,
    approvals: &[GivenApproval],
    granted_at: Option<Timestamp>,
) -> Result<(), Fault> {
    q!(conn => diesel::update(waivers::table.find(id))
        .set((waivers::approvals.eq(Json(approvals.to_vec())), waivers::granted_at.eq(granted_at)))
        .execute(conn))?;
    Ok(())
}

pub(in crate::decisions) fn set_closure(
    conn: &mut Conn,
    id: WaiverId,
    closure: &Closure,
) -> Result<(), Fault> {
    q!(conn => diesel::update(waivers::table.find(id))
        .set(waivers::closure.eq(Json(closure.clone())))
        .execute(conn))?;
    Ok(())
}
