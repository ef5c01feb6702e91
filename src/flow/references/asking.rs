//! When the candidate is asked for referees (M07): once when the assessment begins, so that there is time to think
//! of people and to talk to them; once more after the second round, from which on requests may go out (dossier 7.2),
//! if fewer people than have to answer are named with consent by then (G10b, G24).

use super::{look::may_help, mails};
use crate::{
    applications::{self, mails as letters},
    db::Conn,
    fault::Fault,
    flow::case::{self, Case},
    kernel::{ctx::Ctx, ids::ApplicationId},
    people::Landing,
    pipeline::state::{ApplicationState, InterviewState},
    references,
};

/// Requests may go out after so many rounds.
const ROUNDS_BEFORE: usize = 2;

/// Asks the candidate to name referees and to agree to each.
///
/// # Errors
/// When a statement fails.
pub fn ask(conn: &mut Conn, ctx: &Ctx, case: &Case, base_url: &str) -> Result<(), Fault> {
    write(conn, ctx, case, base_url, false)
}

/// Asks once more when the second round was just held and too few people are named with consent.
///
/// # Errors
/// When a statement fails.
pub fn ask_again(conn: &mut Conn, ctx: &Ctx, id: ApplicationId, base_url: &str) -> Result<(), Fault> {
    let case = case::load(conn, ctx, id)?;
    let rounds = case.evidence.assessment.rounds.iter();
    let held = rounds
        .filter(|r| matches!(r.state, InterviewState::Held | InterviewState::Scored))
        .count();
    if held != ROUNDS_BEFORE || case.evidence.state != ApplicationState::Assessing {
        return Ok(());
    }
    let named = references::list(conn, id)?;
    let may_be_asked = named.iter().filter(|(referee, _)| may_help(referee)).count();
    if may_be_asked >= usize::try_from(case.policy.min_references).unwrap_or(usize::MAX) {
        return Ok(());
    }
    write(conn, ctx, &case, base_url, true)
}

fn write(conn: &mut Conn, ctx: &Ctx, case: &Case, base_url: &str, reminder: bool) -> Result<(), Fault> {
    let id = case.evidence.application;
    let row = applications::row(conn, id)?;
    let candidate = applications::candidate(conn, row.candidate_id)?;
    let (link, expires) = letters::link(conn, ctx, base_url, id, Landing::Referees)?;
    let named = references::list(conn, id)?
        .into_iter()
        .map(|(referee, _)| referee);
    let named: Vec<_> = named.collect();
    mails::consent(conn, ctx, case, &candidate, &named, (&link, expires), reminder)
}
