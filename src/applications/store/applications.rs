//! Applications. Their state is written by [`set_state`] alone.

use diesel::prelude::*;

use crate::{
    applications::{
        model::{Application, Candidate, Filter, Pins, Rejection, Scope},
        schema::{applications, candidates},
    },
    db::{
        Conn,
        page::{PageRequest, older_than},
        q,
        types::Json,
    },
    fault::Fault,
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, CandidateId, JobId},
        text_enum::TextEnum,
        time::Timestamp,
    },
    pipeline::state::{ApplicationState, Machine, StateChange},
};

pub(in crate::applications) fn insert(
    conn: &mut Conn,
    ctx: &Ctx,
    job: JobId,
    candidate: CandidateId,
    pins: Pins,
) -> Result<ApplicationId, Fault> {
    let id: ApplicationId = ctx.new_id();
    q!(conn => diesel::insert_into(applications::table)
        .values((
            applications::id.eq(id),
            applications::version.eq(1_i64),
            applications::job_id.eq(job),
            applications::candidate_id.eq(candidate),
            applications::state.eq(ApplicationState::Applied),
            applications::applied_at.eq(ctx.now),
            applications::entered_state_at.eq(ctx.now),
            applications::updated_at.eq(ctx.now),
            applications::policy_version.eq(pins.policy),
            applications::content_version.eq(pins.content),
            applications::description_number.eq(i64::from(pins.description)),
            applications::heard_at.eq(ctx.now),
            applications::plan_number.eq(pins.plan),
        ))
        .execute(conn))?;
    Ok(id)
}

pub(in crate::applications) fn by_id(
    conn: &mut Conn,
    id: ApplicationId,
) -> Result<Option<Application>, Fault> {
    Ok(q!(conn => applications::table
        .find(id)
        .select(Application::as_select())
        .get_result(conn)
        .optional())?)
}

pub(in crate::applications) fn of_job(conn: &mut Conn, job: JobId) -> Result<Vec<Application>, Fault> {
    Ok(q!(conn => applications::table
        .filter(applications::job_id.eq(job))
        .order((applications::applied_at, applications::id))
        .select(Application::as_select())
        .load(conn))?)
}

/// How many applications of these jobs stand in each state.
pub(in crate::applications) fn counts(
    conn: &mut Conn,
    jobs: &[JobId],
) -> Result<Vec<(JobId, ApplicationState, i64)>, Fault> {
    Ok(q!(conn => applications::table
        .filter(applications::job_id.eq_any(jobs.to_vec()))
        .group_by((applications::job_id, applications::state))
        .select((applications::job_id, applications::state, diesel::dsl::count_star()))
        .load(conn))?)
}

/// How many applications under way are pinned to each version of the content.
pub(in crate::applications) fn by_content(conn: &mut Conn) -> Result<Vec<(i64, i64)>, Fault> {
    Ok(q!(conn => applications::table
        .filter(applications::state.ne_all(ended()))
        .group_by(applications::content_version)
        .select((applications::content_version, diesel::dsl::count_star()))
        .load(conn))?)
}

/// The applications of a person for a job, ended ones too.
pub(in crate::applications) fn of_candidate(
    conn: &mut Conn,
    job: JobId,
    candidate: CandidateId,
) -> Result<Vec<Application>, Fault> {
    Ok(q!(conn => applications::table
        .filter(applications::candidate_id.eq(candidate))
        .filter(applications::job_id.eq(job))
        .select(Application::as_select())
        .load(conn))?)
}

/// All applications of a person, for whatever job.
pub(in crate::applications) fn of_person(
    conn: &mut Conn,
    candidate: CandidateId,
) -> Result<Vec<ApplicationId>, Fault> {
    Ok(q!(conn => applications::table
        .filter(applications::candidate_id.eq(candidate))
        .order(applications::id)
        .select(applications::id)
        .load(conn))?)
}

/// The newest changes first.
pub(in crate::applications) fn page(
    conn: &mut Conn,
    scope: &Scope,
    filter: &Filter,
    wanted: &PageRequest,
) -> Result<Vec<(Application, Candidate)>, Fault> {
    Ok(q!(conn => {
        let mut query = applications::table
            .inner_join(candidates::table)
            .select((Application::as_select(), Candidate::as_select()))
            .into_boxed();
        if let Scope::Of { jobs, applications } = scope {
            query = query.filter(
                applications::job_id.eq_any(jobs.clone()).or(applications::id.eq_any(applications.clone())),
            );
        }
        if let Some(job) = filter.job {
            query = query.filter(applications::job_id.eq(job));
        }
        if let Some(state) = filter.state {
            query = query.filter(applications::state.eq(state));
        }
        if let Some(instant) = filter.updated_after {
            query = query.filter(applications::updated_at.gt(instant));
        }
        if filter.under_way {
            query = query.filter(applications::state.ne_all(ended()));
        }
        if let Some(after) = &wanted.after {
            query = query.filter(older_than!(applications::updated_at, applications::id, after));
        }
        query
            .order((applications::updated_at.desc(), applications::id.desc()))
            .limit(wanted.load_limit())
            .load(conn)
    })?)
}

/// The states nothing can follow.
fn ended() -> Vec<ApplicationState> {
    let all = ApplicationState::ALL.iter().copied();
    all.filter(|state| state.is_terminal()).collect()
}

/// Takes the permitted step, provided that the application still stands where the step begins.
pub(in crate::applications) fn set_state(
    conn: &mut Conn,
    ctx: &Ctx,
    row: &Application,
    change: StateChange<ApplicationState>,
) -> Result<(), Fault> {
    let (from, to) = (change.from(), change.to());
    let back = from == ApplicationState::OnHold;
    let first = |stored, state| match stored {
        None if to == state && !back => Some(ctx.now),
        kept => kept,
    };
    let held_from = (to == ApplicationState::OnHold).then_some(from);
    let heard_at = row.heard_at.filter(|_| !to.is_terminal());
    let changed = q!(conn => diesel::update(applications::table)
        .filter(applications::id.eq(row.id))
        .filter(applications::state.eq(from))
        .set((
            applications::state.eq(to),
            applications::held_from.eq(held_from),
            applications::entered_state_at.eq(ctx.now),
            applications::heard_at.eq(heard_at),
            applications::updated_at.eq(ctx.now),
            applications::reached_assessed_at.eq(first(row.reached_assessed_at, ApplicationState::Assessed)),
            applications::debriefed_at.eq(first(row.debriefed_at, ApplicationState::Debriefed)),
            applications::version.eq(applications::version + 1),
        ))
        .execute(conn))?;
    if changed == 1 { Ok(()) } else { Err(Fault::Stale) }
}

pub(in crate::applications) fn touch(conn: &mut Conn, ctx: &Ctx, id: ApplicationId) -> Result<(), Fault> {
    let changed = q!(conn => diesel::update(applications::table)
        .filter(applications::id.eq(id))
        .set((
            applications::updated_at.eq(ctx.now),
            applications::version.eq(applications::version + 1),
        ))
        .execute(conn))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Fault::NotFound("application"))
    }
}

pub(in crate::applications) fn set_notice_seen(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
) -> Result<(), Fault> {
    q!(conn => diesel::update(applications::table)
        .filter(applications::id.eq(id))
        .filter(applications::notice_seen_at.is_null())
        .set(applications::notice_seen_at.eq(ctx.now))
        .execute(conn))?;
    Ok(())
}

/// Applications under way whose candidates may have heard nothing since an instant, the longest silence first, at
/// most a hundred.
pub(in crate::applications) fn silent_since(
    conn: &mut Conn,
    instant: Timestamp,
) -> Result<Vec<Application>, Fault> {
    Ok(q!(conn => applications::table
        .filter(applications::heard_at.le(instant))
        .order((applications::heard_at, applications::id))
        .limit(100)
        .select(Application::as_select())
        .load(conn))?)
}

/// Applications that have not ended and in which nothing has changed since an instant, or which wait for their debrief or
/// for the word after it, the longest wait first, at most a thousand.
pub(in crate::applications) fn waiting_since(
    conn: &mut Conn,
    instant: Timestamp,
) -> Result<Vec<Application>, Fault> {
    let waits = [
        ApplicationState::Assessing,
        ApplicationState::Assessed,
        ApplicationState::ReferencesComplete,
        ApplicationState::DebriefOpen,
        ApplicationState::Debriefed,
        ApplicationState::Approved,
    ];
    Ok(q!(conn => applications::table
        .filter(applications::state.ne_all(ended()))
        .filter(applications::updated_at.lt(instant).or(applications::state.eq_any(waits)))
        .order((applications::updated_at, applications::id))
        .limit(1000)
        .select(Application::as_select())
        .load(conn))?)
}

/// Remembers when a candidate heard from us. No gate looks at it, so the version stays.
pub(in crate::applications) fn set_heard(
    conn: &mut Conn,
    id: ApplicationId,
    at: Timestamp,
) -> Result<(), Fault> {
    q!(conn => diesel::update(applications::table.find(id))
        .set(applications::heard_at.eq(at))
        .execute(conn))?;
    Ok(())
}

pub(in crate::applications) fn set_rejection(
    conn: &mut Conn,
    id: ApplicationId,
    rejection: &Rejection,
) -> Result<(), Fault> {
    q!(conn => diesel::update(applications::table)
        .filter(applications::id.eq(id))
        .set(applications::rejection.eq(Json(rejection.clone())))
        .execute(conn))?;
    Ok(())
}

/// Binds an application to another version of the interview plan.
pub(in crate::applications) fn set_plan(
    conn: &mut Conn,
    id: ApplicationId,
    number: i64,
) -> Result<(), Fault> {
    q!(conn => diesel::update(applications::table.find(id))
        .set(applications::plan_number.eq(number))
        .execute(conn))?;
    Ok(())
}
