//! Plans. Every change of a row bumps its version.

use diesel::prelude::*;

use crate::{
    db::{
        Conn,
        page::{Cursor, Page, PageRequest, older_than},
        q,
        types::Json,
    },
    fault::Fault,
    kernel::{
        ids::{ApplicationId, OnboardingPlanId, UserId},
        text_enum::TextEnum,
        time::Timestamp,
    },
    onboarding::{
        model::{DayOneMark, Mark, Plan, Scope},
        schema::{onboarding_modules as m, onboarding_plans as p},
    },
    pipeline::state::{Machine, PlanState, PortfolioStage, StateChange},
};

pub fn insert(conn: &mut Conn, plan: &Plan) -> Result<(), Fault> {
    q!(conn => diesel::insert_into(p::table).values(plan).execute(conn))?;
    Ok(())
}

pub fn plan(conn: &mut Conn, id: OnboardingPlanId) -> Result<Option<Plan>, Fault> {
    Ok(q!(conn => p::table.find(id).select(Plan::as_select()).get_result(conn).optional())?)
}

pub fn of_application(conn: &mut Conn, application: ApplicationId) -> Result<Option<Plan>, Fault> {
    Ok(q!(conn => p::table
        .filter(p::application_id.eq(application))
        .select(Plan::as_select())
        .get_result(conn)
        .optional())?)
}

/// The plan of the hire with this account; the newest, should somebody be hired twice.
pub fn of_trainee(conn: &mut Conn, user: UserId) -> Result<Option<Plan>, Fault> {
    Ok(q!(conn => p::table
        .filter(p::trainee_id.eq(user))
        .order((p::created_at.desc(), p::id.desc()))
        .limit(1)
        .select(Plan::as_select())
        .get_result(conn)
        .optional())?)
}

/// How many plans under way are pinned to each version of the content.
pub fn by_content(conn: &mut Conn) -> Result<Vec<(i64, i64)>, Fault> {
    let ended: Vec<PlanState> = PlanState::ALL
        .iter()
        .copied()
        .filter(|state| state.is_terminal())
        .collect();
    Ok(q!(conn => p::table
        .filter(p::state.ne_all(ended))
        .group_by(p::content_version)
        .select((p::content_version, diesel::dsl::count_star()))
        .load(conn))?)
}

/// The newest plans first.
pub fn page(
    conn: &mut Conn,
    scope: Scope,
    state: Option<PlanState>,
    wanted: &PageRequest,
) -> Result<Page<Plan>, Fault> {
    let rows: Vec<Plan> = q!(conn => {
        let mut query = p::table.select(Plan::as_select()).into_boxed();
        if let Scope::Of(user) = scope {
            let trained = m::table.filter(m::trainer_id.eq(user)).select(m::plan_id);
            query = query.filter(
                p::trainee_id.eq(user)
                    .or(p::coach_id.eq(user))
                    .or(p::manager_id.eq(user))
                    .or(p::buddy_id.eq(user))
                    .or(p::hiring_manager_id.eq(user).or(p::sponsor_id.eq(user)).nullable())
                    .or(p::ops_lead_id.eq(user).or(p::hr_id.eq(user)).nullable())
                    .or(p::id.eq_any(trained).nullable()),
            );
        }
        if let Some(state) = state {
            query = query.filter(p::state.eq(state));
        }
        if let Some(after) = wanted.after {
            query = query.filter(older_than!(p::created_at, p::id, after));
        }
        query.order((p::created_at.desc(), p::id.desc())).limit(wanted.load_limit()).load(conn)
    })?;
    Ok(wanted.page(rows, |plan| Cursor::new(plan.created_at, plan.id), |plan| plan))
}

/// Says that something about the plan changed which gates look at.
pub fn touch(conn: &mut Conn, id: OnboardingPlanId) -> Result<(), Fault> {
    q!(conn => diesel::update(p::table.find(id)).set(p::version.eq(p::version + 1)).execute(conn))?;
    Ok(())
}

pub fn set_people(
    conn: &mut Conn,
    id: OnboardingPlanId,
    coach: UserId,
    manager: UserId,
    buddy: UserId,
) -> Result<(), Fault> {
    q!(conn => diesel::update(p::table.find(id))
        .set((p::coach_id.eq(coach), p::manager_id.eq(manager), p::buddy_id.eq(buddy)))
        .execute(conn))?;
    touch(conn, id)
}

pub fn set_access_order(conn: &mut Conn, id: OnboardingPlanId, mark: &Mark) -> Result<(), Fault> {
    q!(conn => diesel::update(p::table.find(id))
        .set(p::access_order.eq(Json(mark.clone())))
        .execute(conn))?;
    touch(conn, id)
}

pub fn set_day_one(conn: &mut Conn, id: OnboardingPlanId, marks: &[DayOneMark]) -> Result<(), Fault> {
    q!(conn => diesel::update(p::table.find(id))
        .set(p::day_one.eq(Json(marks.to_vec())))
        .execute(conn))?;
    touch(conn, id)
}

pub fn set_start(conn: &mut Conn, id: OnboardingPlanId, starts_at: Timestamp) -> Result<(), Fault> {
    q!(conn => diesel::update(p::table.find(id)).set(p::starts_at.eq(starts_at)).execute(conn))?;
    touch(conn, id)
}

pub fn set_trainee(conn: &mut Conn, id: OnboardingPlanId, user: UserId, name: &str) -> Result<(), Fault> {
    q!(conn => diesel::update(p::table.find(id))
        .set((p::trainee_id.eq(user), p::trainee_name.eq(name)))
        .execute(conn))?;
    touch(conn, id)
}

pub fn set_live(conn: &mut Conn, id: OnboardingPlanId, at: Timestamp) -> Result<(), Fault> {
    q!(conn => diesel::update(p::table.find(id))
        .set((p::live_at.eq(at), p::entered_state_at.eq(at), p::stage_since.eq(at)))
        .execute(conn))?;
    touch(conn, id)
}

/// Moves a plan with the key the core has given, with the end of its extension or the reason it ends; loses
/// against a concurrent move.
pub fn set_state(
    conn: &mut Conn,
    id: OnboardingPlanId,
    change: StateChange<PlanState>,
    at: Timestamp,
    (until, reason): (Option<Timestamp>, Option<&str>),
) -> Result<Plan, Fault> {
    let (from, to) = (change.from(), change.to());
    q!(conn => diesel::update(p::table.filter(p::id.eq(id).and(p::state.eq(from))))
        .set((
            p::state.eq(to),
            p::entered_state_at.eq(at),
            p::extended_until.eq(until),
            p::end_reason.eq(reason),
            p::version.eq(p::version + 1),
        ))
        .returning(Plan::as_returning())
        .get_result(conn)
        .optional())?
    .ok_or(Fault::Stale)
}

/// Raises the portfolio stage with the key the core has given.
pub fn set_stage(
    conn: &mut Conn,
    id: OnboardingPlanId,
    change: StateChange<PortfolioStage>,
    at: Timestamp,
) -> Result<Plan, Fault> {
    let (from, to) = (change.from(), change.to());
    q!(conn => diesel::update(p::table.filter(p::id.eq(id).and(p::stage.eq(from))))
        .set((p::stage.eq(to), p::stage_since.eq(at), p::version.eq(p::version + 1)))
        .returning(Plan::as_returning())
        .get_result(conn)
        .optional())?
    .ok_or(Fault::Stale)
}
