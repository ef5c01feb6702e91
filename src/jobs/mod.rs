//! Jobs (a requisition of the dossier is a job): from the choice of kind over the description, its approvals
//! and the interview plan to the posting.
//!
//! The rules of this area are pure: [`clarity`] (is the description clear? dossier Part 8), [`plan`] (can
//! the interview plan be locked? gate G07) and the advert's (G08). What moves a job, or changes a fact a passed gate
//! relied on, goes through `flow::jobs`.

mod advert;
mod api;
pub mod clarity;
pub mod model;
mod pages;
pub mod plan;
mod schema;
mod service;
mod store;
mod terms;

pub use api::routes;
pub use pages::pages;
pub(crate) use service::{
    Case, DefaultPlan, JobChange, KindDecision, Listed, NewDescription, NewJob, approve, case, change_people,
    check, clarity_of, create, decide_kind, default_body, describe, descriptions, list, may_decide_kind,
    may_describe, may_plan, may_staff, moved, pack, plan_problems_of, publish, save, set_accountability,
    set_advert, set_ladder, set_plan, set_role_plan, still_open, visible,
};

pub use terms::{MustHave, answered_for_by, must_haves, planned_raters, terms};

use crate::{
    db::Conn,
    fault::Fault,
    jobs::model::{Description, InterviewPlan, Job},
    kernel::{ids::JobId, time::Timestamp},
};

/// A job, whoever asks.
///
/// # Errors
/// When there is none, or a statement fails.
pub fn get(conn: &mut Conn, id: JobId) -> Result<Job, Fault> {
    store::job(conn, id)?.ok_or(Fault::NotFound("job"))
}

/// The description candidates read now.
///
/// # Errors
/// When there is none, or a statement fails.
pub fn current_description(conn: &mut Conn, job: &Job) -> Result<Description, Fault> {
    let number = job.description.ok_or(Fault::NotFound("description"))?;
    description(conn, job.id, number)
}

/// A version of a job's description.
///
/// # Errors
/// When there is none, or a statement fails.
pub fn description(conn: &mut Conn, job: JobId, number: i64) -> Result<Description, Fault> {
    store::description(conn, job, number)?.ok_or(Fault::NotFound("description"))
}

/// The lowest number of a description a candidate of this job must have acknowledged (G11): the newest published
/// version that asks those who already apply for it.
///
/// # Errors
/// When a statement fails.
pub fn must_know(conn: &mut Conn, job: JobId) -> Result<i64, Fault> {
    Ok(store::must_know(conn, job)?.unwrap_or(1))
}

/// When a version of a job's description was published, if it was.
///
/// # Errors
/// When a statement fails.
pub fn published_at(conn: &mut Conn, job: JobId, number: i64) -> Result<Option<Timestamp>, Fault> {
    Ok(store::published_at(conn, job, number)?)
}

/// The interview plan in use.
///
/// # Errors
/// When there is none, or a statement fails.
pub fn current_plan(conn: &mut Conn, job: &Job) -> Result<InterviewPlan, Fault> {
    let number = job.plan.ok_or(Fault::NotFound("interview plan"))?;
    plan_version(conn, job.id, number)
}

/// A version of a job's interview plan.
///
/// # Errors
/// When there is none, or a statement fails.
pub fn plan_version(conn: &mut Conn, job: JobId, number: i64) -> Result<InterviewPlan, Fault> {
    store::plan(conn, job, number)?.ok_or(Fault::NotFound("interview plan"))
}

/// The jobs that are posted now, newest first.
///
/// # Errors
/// When a statement fails.
pub fn open_jobs(conn: &mut Conn) -> Result<Vec<Job>, Fault> {
    const MOST: i64 = 200;
    Ok(store::open_jobs(conn, MOST)?)
}
