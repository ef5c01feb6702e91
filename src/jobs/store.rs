//! All queries of this area.

use diesel::prelude::*;

use super::{
    model::{ActiveRule, Approval, Description, InterviewPlan, Job},
    schema::{interview_plans, job_approvals, job_descriptions, jobs},
    service::Listed,
};
use crate::{
    db::{
        Conn, DbError,
        page::{PageRequest, older_than},
        q,
    },
    kernel::{
        ids::{JobId, UserId},
        time::Timestamp,
    },
    pipeline::state::{JobState, StateChange},
};

pub(super) fn job(conn: &mut Conn, id: JobId) -> Result<Option<Job>, DbError> {
    Ok(q!(conn => jobs::table.find(id).select(Job::as_select()).get_result(conn).optional())?)
}

pub(super) fn list(conn: &mut Conn, wanted: Listed, page: &PageRequest) -> Result<Vec<Job>, DbError> {
    Ok(q!(conn => {
        let mut query = jobs::table.select(Job::as_select()).into_boxed();
        match wanted {
            Listed::All => {}
            Listed::UnderWay => {
                query = query
                    .filter(jobs::state.ne(JobState::Filled))
                    .filter(jobs::state.ne(JobState::Cancelled));
            }
            Listed::In(state) => query = query.filter(jobs::state.eq(state)),
        }
        if let Some(after) = &page.after {
            query = query.filter(older_than!(jobs::created_at, jobs::id, after));
        }
        query
            .order((jobs::created_at.desc(), jobs::id.desc()))
            .limit(page.load_limit())
            .load(conn)
    })?)
}

/// Stores a new job. It begins in `draft`: the only state no step leads to.
pub(super) fn insert(conn: &mut Conn, job: &Job) -> Result<(), DbError> {
    q!(conn => diesel::insert_into(jobs::table)
        .values((
            (
                jobs::id.eq(job.id),
                jobs::version.eq(job.version),
                jobs::state.eq(JobState::Draft),
                jobs::entered_state_at.eq(job.entered_state_at),
                jobs::title.eq(&job.title),
                jobs::reason.eq(job.reason),
                jobs::hiring_manager.eq(job.hiring_manager),
                jobs::sponsor.eq(job.sponsor),
                jobs::ops_lead.eq(job.ops_lead),
                jobs::hr.eq(job.hr),
            ),
            (
                jobs::role_plan.eq(&job.role_plan),
                jobs::ladder.eq(&job.ladder),
                jobs::accountability.eq(&job.accountability),
                jobs::created_by.eq(job.created_by),
                jobs::created_at.eq(job.created_at),
            ),
        ))
        .execute(conn))?;
    Ok(())
}

/// Stores everything of a job but its state, and counts its version up; `false` when another version than
/// the one `job` was read at is stored by now.
pub(super) fn save(conn: &mut Conn, job: &Job) -> Result<bool, DbError> {
    let row = jobs::table.find(job.id).filter(jobs::version.eq(job.version));
    let changed = q!(conn => diesel::update(row)
        .set((
            (
                jobs::version.eq(job.version.saturating_add(1)),
                jobs::title.eq(&job.title),
                jobs::reason.eq(job.reason),
                jobs::hiring_manager.eq(job.hiring_manager),
                jobs::sponsor.eq(job.sponsor),
                jobs::ops_lead.eq(job.ops_lead),
                jobs::hr.eq(job.hr),
                jobs::kind.eq(job.kind),
                jobs::kind_choice.eq(&job.kind_choice),
            ),
            (
                jobs::role_plan.eq(&job.role_plan),
                jobs::ladder.eq(&job.ladder),
                jobs::accountability.eq(&job.accountability),
                jobs::advert.eq(&job.advert),
                jobs::description.eq(job.description),
                jobs::plan.eq(job.plan),
                jobs::policy_version.eq(job.policy_version),
                jobs::content_version.eq(job.content_version),
                jobs::opened_at.eq(job.opened_at),
            ),
        ))
        .execute(conn))?;
    Ok(changed == 1)
}

/// Writes the state, by a permitted change only; `false` when the job has left the change's first state.
pub(super) fn set_state(
    conn: &mut Conn,
    id: JobId,
    change: StateChange<JobState>,
    now: Timestamp,
) -> Result<bool, DbError> {
    let row = jobs::table.find(id).filter(jobs::state.eq(change.from()));
    let changed = q!(conn => diesel::update(row)
        .set((
            jobs::state.eq(change.to()),
            jobs::entered_state_at.eq(now),
            jobs::version.eq(jobs::version + 1),
        ))
        .execute(conn))?;
    Ok(changed == 1)
}

pub(super) fn descriptions(conn: &mut Conn, job: JobId) -> Result<Vec<Description>, DbError> {
    Ok(q!(conn => job_descriptions::table
        .filter(job_descriptions::job_id.eq(job))
        .order(job_descriptions::number)
        .select(Description::as_select())
        .load(conn))?)
}

pub(super) fn description(conn: &mut Conn, job: JobId, number: i64) -> Result<Option<Description>, DbError> {
    Ok(q!(conn => job_descriptions::table
        .filter(job_descriptions::job_id.eq(job))
        .filter(job_descriptions::number.eq(number))
        .select(Description::as_select())
        .get_result(conn)
        .optional())?)
}

pub(super) fn latest_description(conn: &mut Conn, job: JobId) -> Result<Option<Description>, DbError> {
    Ok(q!(conn => job_descriptions::table
        .filter(job_descriptions::job_id.eq(job))
        .order(job_descriptions::number.desc())
        .select(Description::as_select())
        .first(conn)
        .optional())?)
}

pub(super) fn insert_description(conn: &mut Conn, row: &Description) -> Result<(), DbError> {
    q!(conn => diesel::insert_into(job_descriptions::table).values(row).execute(conn))?;
    Ok(())
}

pub(super) fn publish_description(
    conn: &mut Conn,
    job: JobId,
    number: i64,
    now: Timestamp,
) -> Result<(), DbError> {
    let row = job_descriptions::table
        .filter(job_descriptions::job_id.eq(job))
        .filter(job_descriptions::number.eq(number));
    q!(conn => diesel::update(row).set(job_descriptions::published_at.eq(Some(now))).execute(conn))?;
    Ok(())
}

/// The newest published version that asks for a new acknowledgement.
pub(super) fn must_know(conn: &mut Conn, job: JobId) -> Result<Option<i64>, DbError> {
    Ok(q!(conn => job_descriptions::table
        .filter(job_descriptions::job_id.eq(job))
        .filter(job_descriptions::published_at.is_not_null())
        .filter(job_descriptions::active_applications.eq(ActiveRule::Reacknowledge))
        .order(job_descriptions::number.desc())
        .select(job_descriptions::number)
        .first(conn)
        .optional())?)
}

pub(super) fn published_at(conn: &mut Conn, job: JobId, number: i64) -> Result<Option<Timestamp>, DbError> {
    let found: Option<Option<Timestamp>> = q!(conn => job_descriptions::table
        .filter(job_descriptions::job_id.eq(job))
        .filter(job_descriptions::number.eq(number))
        .select(job_descriptions::published_at)
        .first(conn)
        .optional())?;
    Ok(found.flatten())
}

pub(super) fn open_jobs(conn: &mut Conn, most: i64) -> Result<Vec<Job>, DbError> {
    Ok(q!(conn => jobs::table
        .filter(jobs::state.eq(JobState::Open))
        .order((jobs::created_at.desc(), jobs::id.desc()))
        .limit(most)
        .select(Job::as_select())
        .load(conn))?)
}

pub(super) fn approvals(conn: &mut Conn, job: JobId) -> Result<Vec<Approval>, DbError> {
    Ok(q!(conn => job_approvals::table
        .filter(job_approvals::job_id.eq(job))
        .order((job_approvals::created_at, job_approvals::id))
        .select(Approval::as_select())
        .load(conn))?)
}

pub(super) fn insert_approval(conn: &mut Conn, row: &Approval) -> Result<(), DbError> {
    q!(conn => diesel::insert_into(job_approvals::table).values(row).execute(conn))?;
    Ok(())
}

pub(super) fn plan(conn: &mut Conn, job: JobId, number: i64) -> Result<Option<InterviewPlan>, DbError> {
    Ok(q!(conn => interview_plans::table
        .filter(interview_plans::job_id.eq(job))
        .filter(interview_plans::number.eq(number))
        .select(InterviewPlan::as_select())
        .get_result(conn)
        .optional())?)
}

pub(super) fn latest_plan_number(conn: &mut Conn, job: JobId) -> Result<i64, DbError> {
    let latest: Option<i64> = q!(conn => interview_plans::table
        .filter(interview_plans::job_id.eq(job))
        .order(interview_plans::number.desc())
        .select(interview_plans::number)
        .first(conn)
        .optional())?;
    Ok(latest.unwrap_or(0))
}

pub(super) fn insert_plan(conn: &mut Conn, row: &InterviewPlan) -> Result<(), DbError> {
    q!(conn => diesel::insert_into(interview_plans::table).values(row).execute(conn))?;
    Ok(())
}

/// The jobs a person answers for.
pub(super) fn answered_for_by(conn: &mut Conn, user: UserId) -> Result<Vec<JobId>, DbError> {
    Ok(q!(conn => jobs::table
        .filter(
            jobs::hiring_manager
                .eq(user)
                .or(jobs::sponsor.eq(user))
                .or(jobs::ops_lead.eq(user))
                .or(jobs::hr.eq(user)),
        )
        .select(jobs::id)
        .load(conn))?)
}
