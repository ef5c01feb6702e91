//! Training modules of plans.

use diesel::prelude::*;

use crate::{
    db::{Conn, q, types::Json},
    fault::Fault,
    kernel::ids::{ModuleId, OnboardingPlanId, UserId},
    onboarding::{
        model::{ModuleBody, ModuleRow},
        schema::onboarding_modules as m,
    },
    pipeline::state::{ModuleState, PortfolioStage, StateChange},
};

pub fn insert_modules(conn: &mut Conn, rows: &[ModuleRow]) -> Result<(), Fault> {
    for row in rows {
        q!(conn => diesel::insert_into(m::table).values(row).execute(conn))?;
    }
    Ok(())
}

pub fn modules(conn: &mut Conn, plan: OnboardingPlanId) -> Result<Vec<ModuleRow>, Fault> {
    Ok(q!(conn => m::table
        .filter(m::plan_id.eq(plan))
        .order((m::position.asc(), m::code.asc()))
        .select(ModuleRow::as_select())
        .load(conn))?)
}

/// Modules that are handed in to this trainer and not signed yet, at most `most`.
pub fn submitted_to(conn: &mut Conn, trainer: UserId, most: i64) -> Result<Vec<ModuleRow>, Fault> {
    Ok(q!(conn => m::table
        .filter(m::trainer_id.eq(trainer).and(m::state.eq(ModuleState::EvidenceSubmitted)))
        .order((m::due_day.asc(), m::plan_id.asc(), m::code.asc()))
        .limit(most)
        .select(ModuleRow::as_select())
        .load(conn))?)
}

pub fn set_trainer(conn: &mut Conn, id: ModuleId, trainer: UserId) -> Result<(), Fault> {
    q!(conn => diesel::update(m::table.find(id)).set(m::trainer_id.eq(trainer)).execute(conn))?;
    Ok(())
}

pub fn set_body(conn: &mut Conn, id: ModuleId, body: &ModuleBody) -> Result<(), Fault> {
    q!(conn => diesel::update(m::table.find(id)).set(m::body.eq(Json(body.clone()))).execute(conn))?;
    Ok(())
}

pub fn set_due(conn: &mut Conn, id: ModuleId, due_day: i64) -> Result<(), Fault> {
    q!(conn => diesel::update(m::table.find(id)).set(m::due_day.eq(due_day)).execute(conn))?;
    Ok(())
}

pub fn set_due_before(conn: &mut Conn, id: ModuleId, stage: PortfolioStage) -> Result<(), Fault> {
    q!(conn => diesel::update(m::table.find(id)).set(m::due_before.eq(stage)).execute(conn))?;
    Ok(())
}

/// Moves a module with the key the core has given; loses against a concurrent move.
pub fn set_module_state(
    conn: &mut Conn,
    id: ModuleId,
    change: StateChange<ModuleState>,
    body: &ModuleBody,
) -> Result<(), Fault> {
    let (from, to) = (change.from(), change.to());
    let moved = q!(conn => diesel::update(m::table.filter(m::id.eq(id).and(m::state.eq(from))))
        .set((m::state.eq(to), m::body.eq(Json(body.clone()))))
        .execute(conn))?;
    if moved == 1 { Ok(()) } else { Err(Fault::Stale) }
}
