//! Nobody who applies waits without a word (service level of dossier 7.5): whoever heard nothing for a week is
//! written where the application stands (M17).

use super::look;
use crate::{
    applications::{
        self, Application, Candidate,
        mails::{self, About},
    },
    content::Pack,
    db::Conn,
    fault::Fault,
    flow::case,
    kernel::{ctx::Ctx, time::days},
    mail,
};

/// So long nobody is left without a word.
const SILENCE_DAYS: i64 = 7;

/// Writes to everybody who heard nothing for a week, at most a hundred a call. Ended applications are not looked
/// for; doing it twice does nothing the second time.
///
/// # Errors
/// When a statement fails.
pub fn sweep(conn: &mut Conn, ctx: &Ctx, _: &Pack) -> Result<(), Fault> {
    let week_ago = ctx.now - days(SILENCE_DAYS);
    for row in applications::silent_since(conn, week_ago)? {
        let candidate = applications::candidate(conn, row.candidate_id)?;
        let subject = mail::Case::Application(row.id);
        let written = mail::last_to(conn, subject, &candidate.email, ctx.now)?;
        let heard = match written.filter(|at| *at > week_ago) {
            Some(at) => at,
            None => {
                write(conn, ctx, &row, &candidate)?;
                ctx.now
            }
        };
        applications::heard(conn, row.id, heard)?;
    }
    Ok(())
}

fn write(conn: &mut Conn, ctx: &Ctx, row: &Application, candidate: &Candidate) -> Result<(), Fault> {
    let case = case::alone(conn, ctx, row)?;
    let about = About {
        application: row,
        candidate,
        job_title: &case.evidence.terms.title,
        calendar: &case.calendar,
    };
    let next = ctx.now + days(SILENCE_DAYS);
    mails::weekly(conn, ctx, about, look::progress_of(&case, ctx), next)
}
