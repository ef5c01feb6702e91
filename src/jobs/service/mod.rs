//! The use cases of jobs. What moves a job's state, or could take a fact from under a gate that was passed, is
//! called by `flow::jobs` only.

mod approvals;
mod change;
mod create;
mod descriptions;
mod evidence;
mod limits;
mod plans;

pub(crate) use approvals::approve;
pub(crate) use change::{
    JobChange, KindDecision, change_people, decide_kind, set_accountability, set_advert, set_ladder,
    set_role_plan,
};
pub(crate) use create::{NewJob, create};
pub(crate) use descriptions::{NewDescription, check, describe, descriptions, publish};
pub(in crate::jobs) use evidence::policy;
pub(crate) use evidence::{Case, case, clarity_of, moved, pack};
pub(crate) use plans::{DefaultPlan, default_body, plan_problems_of, set_plan};

use super::{model::Job, store};
use crate::{
    db::{
        Conn,
        page::{Cursor, Page, PageRequest},
    },
    fault::Fault,
    kernel::{ctx::Ctx, ids::JobId, role::Role},
    pipeline::state::JobState,
};

/// Whether the actor may know of jobs: everybody on the staff but new hires and their buddies.
pub(crate) fn may_see(ctx: &Ctx) -> bool {
    ctx.actor.user().is_some_and(|u| {
        u.roles
            .iter()
            .any(|role| !matches!(role, Role::Trainee | Role::Buddy))
    })
}

/// A job the actor may know of.
pub(crate) fn visible(conn: &mut Conn, ctx: &Ctx, id: JobId) -> Result<Job, Fault> {
    if !may_see(ctx) {
        return Err(Fault::NotFound("job"));
    }
    store::job(conn, id)?.ok_or(Fault::NotFound("job"))
}

/// Which jobs a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Listed {
    /// Every job.
    All,
    /// Those neither filled nor cancelled.
    UnderWay,
    /// Those in one state.
    In(JobState),
}

pub(crate) fn list(
    conn: &mut Conn,
    ctx: &Ctx,
    wanted: Listed,
    page: &PageRequest,
) -> Result<Page<Job>, Fault> {
    if !may_see(ctx) {
        return Err(Fault::forbidden(
            "The list of jobs is for those who work in the pipeline.",
        ));
    }
    let rows = store::list(conn, wanted, page)?;
    Ok(page.page(rows, |job| Cursor::new(job.created_at, job.id), |job| job))
}

/// Who describes a job: its hiring manager and sponsor, and HR.
pub(crate) fn may_describe(ctx: &Ctx, job: &Job) -> Result<(), Fault> {
    let person = ctx.actor.user_id();
    let named = [job.hiring_manager, job.sponsor, job.hr]
        .iter()
        .any(|id| person == Some(*id));
    if named || ctx.actor.has_any(&[Role::Hr, Role::HrLead]) {
        Ok(())
    } else {
        Err(Fault::forbidden(
            "A job is described by its hiring manager, its sponsor or HR.",
        ))
    }
}

/// Who plans interviews and writes adverts: the hiring manager and HR.
pub(crate) fn may_plan(ctx: &Ctx, job: &Job) -> Result<(), Fault> {
    if ctx.actor.user_id() == Some(job.hiring_manager) || ctx.actor.has_any(&[Role::Hr, Role::HrLead]) {
        Ok(())
    } else {
        Err(Fault::forbidden(
            "Interviews and adverts are planned by HR and the hiring manager.",
        ))
    }
}

/// Who decides the kind: the owner or leader who sponsors this very job.
pub(crate) fn may_decide_kind(ctx: &Ctx, job: &Job) -> Result<(), Fault> {
    if ctx.actor.user_id() == Some(job.sponsor) {
        Ok(())
    } else {
        Err(Fault::forbidden(
            "The kind of account manager is decided by the sponsor of this job.",
        ))
    }
}

/// Who names the people of a job: its sponsor and HR.
pub(crate) fn may_staff(ctx: &Ctx, job: &Job) -> Result<(), Fault> {
    if ctx.actor.user_id() == Some(job.sponsor) || ctx.actor.has_any(&[Role::Hr, Role::HrLead]) {
        Ok(())
    } else {
        Err(Fault::forbidden(
            "The people of a job are named by its sponsor and HR.",
        ))
    }
}

/// Nothing of a closed job changes.
pub(crate) fn still_open(job: &Job) -> Result<(), Fault> {
    if matches!(job.state, JobState::Filled | JobState::Cancelled) {
        return Err(Fault::Conflict {
            code: "closed",
            detail: format!("This job is {}; nothing about it changes any more.", job.state),
        });
    }
    Ok(())
}

/// Stores a changed job.
pub(crate) fn save(conn: &mut Conn, job: &Job) -> Result<Job, Fault> {
    if !store::save(conn, job)? {
        return Err(Fault::Stale);
    }
    store::job(conn, job.id)?.ok_or(Fault::NotFound("job"))
}
