//! What follows from a hire: the job is filled, and HR confirms that the others are told.

use serde_json::json;

use crate::{
    applications::{self, Application},
    db::Conn,
    fault::Fault,
    flow::{
        applications::step,
        case::{self, Case},
        jobs as job_steps,
    },
    jobs,
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, JobId},
        role::Role,
    },
    pipeline::{
        refusal::Outcome,
        state::{ApplicationState, JobState, Machine},
    },
};

/// The one position of the job is filled.
///
/// # Errors
/// [`Fault::Conflict`] when the job is not open: the hire is not recorded either.
pub(super) fn hired(conn: &mut Conn, ctx: &Ctx, case: &Case) -> Result<(), Fault> {
    match job_steps::fill(conn, ctx, case.evidence.terms.job)? {
        Outcome::Done(_) => Ok(()),
        Outcome::Refused(refusal) => Err(Fault::Conflict {
            code: "job_not_open",
            detail: format!(
                "Nobody is hired for a job that is {}.",
                refusal.from.replace('_', " ")
            ),
        }),
    }
}

fn open_ones(conn: &mut Conn, job: JobId) -> Result<Vec<ApplicationId>, Fault> {
    let all = applications::of_job(conn, job)?;
    let mut open: Vec<ApplicationId> = all
        .iter()
        .filter(|row| !row.state.is_terminal())
        .map(|row| row.id)
        .collect();
    open.sort_unstable();
    Ok(open)
}

/// What becomes of the applications that are still open once the job has ended.
fn end_of_rivals(job: JobState) -> Option<ApplicationState> {
    match job {
        JobState::Filled => Some(ApplicationState::ClosedOtherHired),
        JobState::Cancelled => Some(ApplicationState::ClosedJobCancelled),
        _ => None,
    }
}

/// Closes every application that is still open after the hire, or after the job was given up, and tells each
/// candidate. HR confirms the list, so that nobody is forgotten or told by accident.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Forbidden`] for everybody but HR, [`Fault::Invalid`] when the list is not exactly
/// those still open, [`Fault::Conflict`] before the job is filled or given up.
pub fn close_rivals(
    conn: &mut Conn,
    ctx: &Ctx,
    job: JobId,
    read: impl FnOnce() -> Result<Vec<ApplicationId>, Fault>,
) -> Result<Vec<Application>, Fault> {
    let row = jobs::visible(conn, ctx, job)?;
    if !ctx.actor.has_any(&[Role::Hr, Role::HrLead]) {
        return Err(Fault::forbidden("HR closes the other applications."));
    }
    let mut confirmed = read()?;
    confirmed.sort_unstable();
    let open = open_ones(conn, job)?;
    if confirmed != open {
        let list: Vec<String> = open.iter().map(ToString::to_string).collect();
        let detail = format!("Confirm exactly those still open: {}.", list.join(", "));
        return Err(Fault::field("/confirm", "other_list", detail));
    }
    let to = end_of_rivals(row.state).ok_or_else(|| Fault::Conflict {
        code: "job_not_filled",
        detail: "The others are closed once somebody is hired or the job is given up.".to_owned(),
    })?;
    let mut closed = Vec::with_capacity(open.len());
    for id in open {
        let case = case::load(conn, ctx, id)?;
        match step(conn, ctx, &case, to)? {
            Outcome::Done(row) => closed.push(row),
            // All or nothing: what was closed before is rolled back.
            Outcome::Refused(refusal) => return Err(Fault::Refused(refusal)),
        }
    }
    let subject = crate::flow::Subject {
        case: job.uuid(),
        kind: "job",
        id: job.uuid(),
        policy_version: row.policy_version.unwrap_or(0),
    };
    let details = json!({ "closed": confirmed });
    crate::flow::noted(conn, ctx, &subject, "rivals.close", details)?;
    Ok(closed)
}
