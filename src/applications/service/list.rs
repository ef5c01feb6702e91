//! Several at once.

use crate::{
    applications::{
        model::{Application, Candidate, ConflictDeclaration, Filter, Scope},
        store,
    },
    db::{
        Conn,
        page::{Cursor, Page, PageRequest},
    },
    fault::Fault,
    kernel::{
        ids::{ApplicationId, CandidateId, JobId},
        time::Timestamp,
    },
    pipeline::state::ApplicationState,
};

/// All applications of a job, ended ones too, in the order in which they arrived.
///
/// # Errors
/// When a statement fails.
pub fn of_job(conn: &mut Conn, job: JobId) -> Result<Vec<Application>, Fault> {
    store::applications::of_job(conn, job)
}

/// How many applications of these jobs stand in each state.
///
/// # Errors
/// When a statement fails.
pub fn counts(conn: &mut Conn, jobs: &[JobId]) -> Result<Vec<(JobId, ApplicationState, i64)>, Fault> {
    store::applications::counts(conn, jobs)
}

/// How many applications under way are pinned to each version of the content.
///
/// # Errors
/// When a statement fails.
pub fn by_content(conn: &mut Conn) -> Result<Vec<(i64, i64)>, Fault> {
    store::applications::by_content(conn)
}

/// A page of the applications in scope, latest changes first.
///
/// # Errors
/// When a statement fails.
pub fn list(
    conn: &mut Conn,
    scope: &Scope,
    filter: &Filter,
    wanted: &PageRequest,
) -> Result<Page<(Application, Candidate)>, Fault> {
    let rows = store::applications::page(conn, scope, filter, wanted)?;
    Ok(wanted.page(rows, |(row, _)| Cursor::new(row.updated_at, row.id), |row| row))
}

/// Applications under way whose candidates may have heard nothing since an instant, at most a hundred. Some may
/// have been written to by another area: ask [`mail::last_to`](crate::mail::last_to).
///
/// # Errors
/// When a statement fails.
pub fn silent_since(conn: &mut Conn, instant: Timestamp) -> Result<Vec<Application>, Fault> {
    store::applications::silent_since(conn, instant)
}

/// Applications under way of which some may have waited too long: those without a change since an instant, and those
/// that wait for the debrief or for the word after it.
///
/// # Errors
/// When a statement fails.
pub fn waiting_since(conn: &mut Conn, instant: Timestamp) -> Result<Vec<Application>, Fault> {
    store::applications::waiting_since(conn, instant)
}

/// Remembers when a candidate heard from us.
///
/// # Errors
/// When a statement fails.
pub fn heard(conn: &mut Conn, id: ApplicationId, at: Timestamp) -> Result<(), Fault> {
    store::applications::set_heard(conn, id, at)
}

/// What raters declared about themselves and the candidate.
///
/// # Errors
/// When a statement fails.
pub fn declarations(conn: &mut Conn, id: ApplicationId) -> Result<Vec<ConflictDeclaration>, Fault> {
    store::checks::declarations(conn, id)
}

/// All applications of a person, for whatever job.
///
/// # Errors
/// When a statement fails.
pub fn of_person(conn: &mut Conn, candidate: CandidateId) -> Result<Vec<ApplicationId>, Fault> {
    store::applications::of_person(conn, candidate)
}
