//! What becomes of a booked round: called off, held, missed.

use super::{
    cards::give_out_for,
    hr,
    rounds::{found, write},
    settled,
};
use crate::{
    db::Conn,
    fault::Fault,
    flow::{applications::access, case::Case, judged, references},
    interviews::{self, Interview, mails},
    kernel::{ctx::Ctx, ids::InterviewId},
    mail::message,
    people,
    pipeline::{
        decide::{self, Verdict},
        refusal::{Outcome, Refusal, RefusalCode},
        state::{InterviewState, ScorecardState},
    },
    web::IfMatch,
};

/// Calls a round off; candidate and raters are written to.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Stale`]; a refusal is no error.
pub fn cancel(
    conn: &mut Conn,
    ctx: &Ctx,
    id: InterviewId,
    base_url: &str,
    if_match: &IfMatch,
) -> Result<Outcome<Interview>, Fault> {
    let (interview, case) = found(conn, ctx, id)?;
    hr(&case, ctx)?;
    if_match.honour(interview.row.version)?;
    let verdict = decide::part(interview.row.state, InterviewState::Cancelled, &ctx.actor);
    let cancelled = step(conn, ctx, &case, &interview, verdict)?;
    if let Outcome::Done(interview) = &cancelled {
        tell_cancelled(conn, ctx, &case, interview, base_url)?;
        settled(conn, ctx, &case)?;
    }
    Ok(cancelled)
}

/// No reminder any more; candidate and raters are written to.
fn tell_cancelled(
    conn: &mut Conn,
    ctx: &Ctx,
    case: &Case,
    interview: &Interview,
    base_url: &str,
) -> Result<(), Fault> {
    mails::stop_reminding(conn, interview)?;
    let raters = people::users_by_ids(conn, &interview.raters())?;
    let change = message::Change::Cancelled;
    write(conn, ctx, case, interview, (&raters, &[]), base_url, change)
}

/// Calls off every round that is still to come, and stops asking for cards: the application is over, or can lead
/// nowhere any more. A round that has begun is left to HR, who knows what became of it.
///
/// # Errors
/// When a statement fails; a refusal would be a fault of the machine.
pub(in crate::flow) fn call_off(conn: &mut Conn, system: &Ctx, case: &Case) -> Result<(), Fault> {
    let id = case.evidence.application;
    for interview in interviews::interviews_of(conn, id)? {
        let row = &interview.row;
        let to_come = matches!(row.state, InterviewState::Planned | InterviewState::Scheduled);
        if !to_come || row.starts_at <= system.now {
            continue;
        }
        let verdict = decide::part(row.state, InterviewState::Cancelled, &system.actor);
        match step(conn, system, case, &interview, verdict)? {
            // A cancellation holds no link, so that no base address is needed.
            Outcome::Done(interview) => tell_cancelled(conn, system, case, &interview, "")?,
            Outcome::Refused(refusal) => return Err(Fault::Refused(refusal)),
        }
    }
    for card in interviews::cards_of(conn, id)? {
        if card.state == ScorecardState::Draft {
            mails::stop_asking(conn, card.id)?;
        }
    }
    Ok(())
}

fn step(
    conn: &mut Conn,
    ctx: &Ctx,
    case: &Case,
    interview: &Interview,
    verdict: Verdict<InterviewState>,
) -> Result<Outcome<Interview>, Fault> {
    let subject = case.subject_of("interview", interview.row.id.uuid());
    judged(conn, ctx, &subject, verdict, |conn, change| {
        interviews::change(conn, ctx, interview.row.id, change)
    })
}

/// Insists that HR or one of the round's raters acts.
fn hr_or_rater(case: &Case, ctx: &Ctx, interview: &Interview) -> Result<(), Fault> {
    let rates = ctx.actor.user_id().is_some_and(|user| interview.has(user));
    if rates || ctx.actor.has_any(super::HR) {
        return access::under_way(case);
    }
    Err(Fault::forbidden(
        "This is recorded by HR or by those who rate the round.",
    ))
}

/// A step that cannot be taken before the round has begun.
fn once_begun(ctx: &Ctx, interview: &Interview, to: InterviewState) -> Verdict<InterviewState> {
    let row = &interview.row;
    let change = decide::part(row.state, to, &ctx.actor)?;
    if ctx.now < row.starts_at {
        let detail = format!(
            "This interview starts at {}; say afterwards what became of it.",
            row.starts_at.shown()
        );
        let (from, to) = (row.state.to_string(), to.to_string());
        let refusal = Refusal::plain(RefusalCode::IllegalStep, "interview", &from, &to, detail);
        return Err(Box::new(refusal));
    }
    Ok(change)
}

/// Records that a round took place and gives each rater a card. The work-sample round has none of its own: its
/// cards are those of the work samples.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Forbidden`], [`Fault::Stale`]; a refusal is no error.
pub fn hold(
    conn: &mut Conn,
    ctx: &Ctx,
    id: InterviewId,
    base_url: &str,
    if_match: &IfMatch,
) -> Result<Outcome<Interview>, Fault> {
    let (interview, case) = found(conn, ctx, id)?;
    hr_or_rater(&case, ctx, &interview)?;
    if_match.honour(interview.row.version)?;
    let verdict = once_begun(ctx, &interview, InterviewState::Held);
    let held = step(conn, ctx, &case, &interview, verdict)?;
    if let Outcome::Done(interview) = &held {
        mails::stop_reminding(conn, interview)?;
        give_out_for(conn, ctx, &case, interview, base_url)?;
        settled(conn, ctx, &case)?;
        references::ask_again(conn, ctx, case.evidence.application, base_url)?;
        return interviews::interview(conn, id).map(Outcome::Done);
    }
    Ok(held)
}

/// Records that the candidate did not come.
///
/// # Errors
/// As [`hold`].
pub fn miss(
    conn: &mut Conn,
    ctx: &Ctx,
    id: InterviewId,
    if_match: &IfMatch,
) -> Result<Outcome<Interview>, Fault> {
    let (interview, case) = found(conn, ctx, id)?;
    hr_or_rater(&case, ctx, &interview)?;
    if_match.honour(interview.row.version)?;
    let verdict = once_begun(ctx, &interview, InterviewState::NoShow);
    let missed = step(conn, ctx, &case, &interview, verdict)?;
    if let Outcome::Done(interview) = &missed {
        mails::stop_reminding(conn, interview)?;
        settled(conn, ctx, &case)?;
    }
    Ok(missed)
}
