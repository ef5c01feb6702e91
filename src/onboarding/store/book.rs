//! Client accounts, acts and monthly figures.

use diesel::prelude::*;

use crate::{
    db::{Conn, q},
    fault::Fault,
    kernel::{
        ids::{ClientAccountId, OnboardingPlanId, UserId},
        time::Timestamp,
    },
    onboarding::{
        model::{BookMetric, ClientAccount, ClientAct},
        schema::{book_metrics as n, client_accounts as a, client_acts as t},
    },
};

pub fn insert_account(conn: &mut Conn, account: &ClientAccount) -> Result<(), Fault> {
    q!(conn => diesel::insert_into(a::table).values(account).execute(conn))?;
    Ok(())
}

/// Every account the hire carries or carried, oldest first.
pub fn accounts(conn: &mut Conn, plan: OnboardingPlanId) -> Result<Vec<ClientAccount>, Fault> {
    Ok(q!(conn => a::table
        .filter(a::plan_id.eq(plan))
        .order((a::assigned_at.asc(), a::id.asc()))
        .select(ClientAccount::as_select())
        .load(conn))?)
}

pub fn account(
    conn: &mut Conn,
    plan: OnboardingPlanId,
    id: ClientAccountId,
) -> Result<Option<ClientAccount>, Fault> {
    Ok(q!(conn => a::table
        .filter(a::id.eq(id).and(a::plan_id.eq(plan)))
        .select(ClientAccount::as_select())
        .get_result(conn)
        .optional())?)
}

pub fn release_account(
    conn: &mut Conn,
    id: ClientAccountId,
    by: UserId,
    at: Timestamp,
) -> Result<bool, Fault> {
    let released = q!(conn => diesel::update(a::table.filter(a::id.eq(id).and(a::released_at.is_null())))
        .set((a::released_by.eq(by), a::released_at.eq(at)))
        .execute(conn))?;
    Ok(released == 1)
}

pub fn set_at_risk(conn: &mut Conn, id: ClientAccountId, at_risk: bool) -> Result<(), Fault> {
    q!(conn => diesel::update(a::table.find(id)).set(a::at_risk.eq(at_risk)).execute(conn))?;
    Ok(())
}

pub fn insert_act(conn: &mut Conn, act: &ClientAct) -> Result<(), Fault> {
    q!(conn => diesel::insert_into(t::table).values(act).execute(conn))?;
    Ok(())
}

pub fn acts(conn: &mut Conn, plan: OnboardingPlanId) -> Result<Vec<ClientAct>, Fault> {
    Ok(q!(conn => t::table
        .filter(t::plan_id.eq(plan))
        .order((t::recorded_at.asc(), t::id.asc()))
        .select(ClientAct::as_select())
        .load(conn))?)
}

pub fn metrics(conn: &mut Conn, plan: OnboardingPlanId) -> Result<Vec<BookMetric>, Fault> {
    Ok(q!(conn => n::table
        .filter(n::plan_id.eq(plan))
        .order(n::month.asc())
        .select(BookMetric::as_select())
        .load(conn))?)
}

/// Stores the figures of a month, or corrects them.
pub fn set_metric(conn: &mut Conn, metric: &BookMetric) -> Result<(), Fault> {
    q!(conn => diesel::insert_into(n::table)
        .values(metric)
        .on_conflict((n::plan_id, n::month))
        .do_update()
        .set((
            n::on_time_pct.eq(metric.on_time_pct),
            n::satisfaction.eq(metric.satisfaction),
            n::recorded_by.eq(metric.recorded_by),
            n::recorded_at.eq(metric.recorded_at),
        ))
        .execute(conn))?;
    Ok(())
}
