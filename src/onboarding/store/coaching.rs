//! Coaching sessions.

use diesel::prelude::*;

use crate::{
    db::{Conn, q, types::Json},
    fault::Fault,
    kernel::{
        ids::{CoachingSessionId, OnboardingPlanId},
        time::Timestamp,
    },
    onboarding::{
        model::{CoachingAction, CoachingReply, CoachingSession},
        schema::coaching_sessions as s,
    },
    pipeline::state::{CoachingState, StateChange},
};

pub fn insert_session(conn: &mut Conn, session: &CoachingSession) -> Result<(), Fault> {
    q!(conn => diesel::insert_into(s::table).values(session).execute(conn))?;
    Ok(())
}

pub fn sessions(conn: &mut Conn, plan: OnboardingPlanId) -> Result<Vec<CoachingSession>, Fault> {
    Ok(q!(conn => s::table
        .filter(s::plan_id.eq(plan))
        .order((s::planned_for.asc(), s::id.asc()))
        .select(CoachingSession::as_select())
        .load(conn))?)
}

pub fn session(
    conn: &mut Conn,
    plan: OnboardingPlanId,
    id: CoachingSessionId,
) -> Result<Option<CoachingSession>, Fault> {
    Ok(q!(conn => s::table
        .filter(s::id.eq(id).and(s::plan_id.eq(plan)))
        .select(CoachingSession::as_select())
        .get_result(conn)
        .optional())?)
}

/// Moves a planned session with the key the core has given, together with what came out of it.
pub fn held_session(
    conn: &mut Conn,
    id: CoachingSessionId,
    change: StateChange<CoachingState>,
    at: Timestamp,
    (answers, actions): (&[CoachingReply], &[CoachingAction]),
) -> Result<CoachingSession, Fault> {
    let (from, to) = (change.from(), change.to());
    q!(conn => diesel::update(s::table.filter(s::id.eq(id).and(s::state.eq(from))))
        .set((
            s::state.eq(to),
            s::held_at.eq(at),
            s::answers.eq(Json(answers.to_vec())),
            s::actions.eq(Json(actions.to_vec())),
        ))
        .returning(CoachingSession::as_returning())
        .get_result(conn)
        .optional())?
    .ok_or(Fault::Stale)
}

/// Moves a session with the key the core has given.
pub fn set_session_state(
    conn: &mut Conn,
    id: CoachingSessionId,
    change: StateChange<CoachingState>,
) -> Result<CoachingSession, Fault> {
    let (from, to) = (change.from(), change.to());
    q!(conn => diesel::update(s::table.filter(s::id.eq(id).and(s::state.eq(from))))
        .set(s::state.eq(to))
        .returning(CoachingSession::as_returning())
        .get_result(conn)
        .optional())?
    .ok_or(Fault::Stale)
}

pub fn set_actions(conn: &mut Conn, id: CoachingSessionId, actions: &[CoachingAction]) -> Result<(), Fault> {
    q!(conn => diesel::update(s::table.find(id))
        .set(s::actions.eq(Json(actions.to_vec())))
        .execute(conn))?;
    Ok(())
}
