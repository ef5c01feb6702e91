//! What the candidate finds behind the link: the job as it is, the notice, the questions, where things stand.

use super::{access, entry, look};
use crate::{
    applications::{self, Application, Candidate, Owes, Progress},
    db::Conn,
    fault::Fault,
    flow::case::{self, Case},
    jobs::{self, model::DescriptionBody},
    kernel::{ctx::Ctx, ids::JobId},
    pipeline::state::{ApplicationState, JobState, Machine},
};

/// Everything a candidate may see of the own application.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The application.
    pub row: Application,
    /// Its case; for looking things up, never to be shown as it is.
    pub case: Case,
    /// The candidate.
    pub candidate: Candidate,
    /// The description to read.
    pub description: DescriptionBody,
    /// Where things stand.
    pub progress: Progress,
    /// What the candidate owes before the first step.
    pub owes: Owes,
    /// Whether this version of the description is acknowledged.
    pub acknowledged: bool,
}

impl Desk {
    /// Whether the questions are waiting for an answer.
    pub fn asks(&self) -> bool {
        !self.acknowledged && self.row.notice_seen_at.is_some() && !self.row.state.is_terminal()
    }
    /// Whether the candidate can still withdraw.
    pub fn open(&self) -> bool {
        !self.row.state.is_terminal() && self.row.state != ApplicationState::Hired
    }
}

/// The desk of the candidate who acts.
///
/// # Errors
/// [`Fault::NotFound`] for everybody but a candidate.
pub fn desk(conn: &mut Conn, ctx: &Ctx) -> Result<Desk, Fault> {
    let id = entry::own(&ctx.actor)?;
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    let row = applications::row(conn, id)?;
    let candidate = applications::candidate(conn, row.candidate_id)?;
    let terms = &case.evidence.terms;
    let description = jobs::description(conn, terms.job, i64::from(terms.description_number))?
        .body
        .0;
    let acknowledged = !matches!(look::owed_answers(&case), Owes::Questions | Owes::NewDescription);
    Ok(Desk {
        progress: look::progress_of(&case, ctx),
        owes: look::owed(&case, ctx),
        row,
        candidate,
        description,
        acknowledged,
        case,
    })
}

/// The description of an open job, for everybody.
///
/// # Errors
/// [`Fault::NotFound`] when there is no such job or it is not open.
pub fn public(conn: &mut Conn, job: JobId) -> Result<DescriptionBody, Fault> {
    let job = jobs::get(conn, job)?;
    if job.state != JobState::Open {
        return Err(Fault::NotFound("job"));
    }
    Ok(jobs::current_description(conn, &job)?.body.0)
}
