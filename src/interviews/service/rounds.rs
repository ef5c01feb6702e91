//! Rounds are booked, moved, held, called off.

use uuid::Uuid;

use crate::{
    db::Conn,
    fault::Fault,
    interviews::{
        model::{Answer, Interview, InterviewRow, NewInterview, Seat, Slot},
        store::{interviews as store, replies},
    },
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, InterviewId, UserId},
        text,
        time::Timestamp,
    },
    pipeline::state::{InterviewState, StateChange},
};

/// A round with its raters.
///
/// # Errors
/// [`Fault::NotFound`] when there is none.
pub fn interview(conn: &mut Conn, id: InterviewId) -> Result<Interview, Fault> {
    store::by_id(conn, id)?.ok_or(Fault::NotFound("interview"))
}

/// All rounds of an application in the order of their start, cancelled ones too.
///
/// # Errors
/// When a statement fails.
pub fn interviews_of(conn: &mut Conn, application: ApplicationId) -> Result<Vec<Interview>, Fault> {
    store::of_application(conn, application)
}

/// Stores a round whose booking was permitted.
///
/// # Errors
/// When a statement fails.
pub fn book(
    conn: &mut Conn,
    ctx: &Ctx,
    new: &NewInterview,
    change: StateChange<InterviewState>,
) -> Result<Interview, Fault> {
    store::insert(conn, ctx, new, change)?;
    interview(conn, new.id)
}

/// Stores a permitted move to another time, place or other raters.
///
/// # Errors
/// [`Fault::Stale`] when the round has left the state the move begins in.
pub fn reschedule(
    conn: &mut Conn,
    ctx: &Ctx,
    moved: &Interview,
    slot: &Slot,
    seats: &[Seat],
    change: StateChange<InterviewState>,
) -> Result<Interview, Fault> {
    store::change(conn, ctx, moved.row.id, change)?;
    store::reschedule(conn, &moved.row, slot, seats)?;
    interview(conn, moved.row.id)
}

/// Takes any other permitted step.
///
/// # Errors
/// [`Fault::Stale`] when the round has left the state the step begins in.
pub fn change(
    conn: &mut Conn,
    ctx: &Ctx,
    id: InterviewId,
    change: StateChange<InterviewState>,
) -> Result<Interview, Fault> {
    store::change(conn, ctx, id, change)?;
    interview(conn, id)
}

/// A person's rounds: those still to come, the next first, or those that are over, the latest first.
///
/// # Errors
/// When a statement fails.
pub fn rounds_of_rater(
    conn: &mut Conn,
    user: UserId,
    now: Timestamp,
    over: bool,
    most: u32,
) -> Result<Vec<InterviewRow>, Fault> {
    store::of_rater(conn, user, now, over, most.into())
}

/// Stores what a rater or the candidate answers to the invitation as it stands.
///
/// # Errors
/// When a statement fails.
pub fn reply(
    conn: &mut Conn,
    ctx: &Ctx,
    to: &Interview,
    person: Uuid,
    answer: Answer,
    note: Option<&str>,
) -> Result<Interview, Fault> {
    let note = note.map(text::multi_line).filter(|note| !note.is_empty());
    replies::set(conn, ctx, to, person, answer, note.as_deref())?;
    interview(conn, to.row.id)
}

/// Booked rounds in which one of these people rates and which touch a span of time.
///
/// # Errors
/// When a statement fails.
pub fn of_raters_between(
    conn: &mut Conn,
    users: &[UserId],
    span: (Timestamp, Timestamp),
) -> Result<Vec<(UserId, InterviewRow)>, Fault> {
    replies::of_raters_between(conn, users, span)
}

/// Booked rounds of some applications that touch a span of time.
///
/// # Errors
/// When a statement fails.
pub fn of_applications_between(
    conn: &mut Conn,
    applications: &[ApplicationId],
    span: (Timestamp, Timestamp),
) -> Result<Vec<InterviewRow>, Fault> {
    replies::of_applications_between(conn, applications, span)
}
