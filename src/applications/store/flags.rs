//! Red flags. Their state is written by [`set_state`] alone.

use diesel::prelude::*;

use crate::{
    applications::{
        model::{NewFlag, Proposal, RedFlag},
        schema::red_flags,
    },
    db::{Conn, q, types::Json},
    fault::Fault,
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, RedFlagId, UserId},
    },
    pipeline::state::{RedFlagState, StateChange},
};

/// Raises a flag; `None` when the same cause has raised it before.
pub(in crate::applications) fn insert(
    conn: &mut Conn,
    ctx: &Ctx,
    flag: &NewFlag,
) -> Result<Option<RedFlagId>, Fault> {
    let id: RedFlagId = ctx.new_id();
    let inserted = q!(conn => diesel::insert_into(red_flags::table)
        .values((
            red_flags::id.eq(id),
            red_flags::application_id.eq(flag.application),
            red_flags::code.eq(&flag.code),
            red_flags::cause.eq(&flag.cause),
            red_flags::raiser.eq(flag.raiser),
            red_flags::raised_by.eq(flag.by),
            red_flags::text.eq(&flag.text),
            red_flags::state.eq(RedFlagState::Open),
            red_flags::raised_at.eq(ctx.now),
        ))
        .on_conflict((red_flags::application_id, red_flags::code, red_flags::cause))
        .do_nothing()
        .execute(conn))?;
    Ok((inserted == 1).then_some(id))
}

pub(in crate::applications) fn of_application(
    conn: &mut Conn,
    application: ApplicationId,
) -> Result<Vec<RedFlag>, Fault> {
    Ok(q!(conn => red_flags::table
        .filter(red_flags::application_id.eq(application))
        .order((red_flags::raised_at, red_flags::id))
        .select(RedFlag::as_select())
        .load(conn))?)
}

pub(in crate::applications) fn propose(
    conn: &mut Conn,
    flag: RedFlagId,
    proposal: &Proposal,
) -> Result<(), Fault> {
    let changed = q!(conn => diesel::update(red_flags::table)
        .filter(red_flags::id.eq(flag))
        .filter(red_flags::state.eq(RedFlagState::Open))
        .set(red_flags::proposal.eq(Json(proposal.clone())))
        .execute(conn))?;
    if changed == 1 { Ok(()) } else { Err(Fault::Stale) }
}

/// Takes the permitted step, provided that the flag still stands where the step begins.
pub(in crate::applications) fn set_state(
    conn: &mut Conn,
    ctx: &Ctx,
    flag: RedFlagId,
    by: UserId,
    change: StateChange<RedFlagState>,
) -> Result<(), Fault> {
    let changed = q!(conn => diesel::update(red_flags::table)
        .filter(red_flags::id.eq(flag))
        .filter(red_flags::state.eq(change.from()))
        .set((
            red_flags::state.eq(change.to()),
            red_flags::resolved_by.eq(by),
            red_flags::resolved_at.eq(ctx.now),
        ))
        .execute(conn))?;
    if changed == 1 { Ok(()) } else { Err(Fault::Stale) }
}
