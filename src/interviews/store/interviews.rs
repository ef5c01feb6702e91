//! Rounds and who sits in them. The state of a round is written by [`insert`] and [`change`] alone.

use diesel::prelude::*;

use crate::{
    db::{Conn, q},
    fault::Fault,
    interviews::{
        model::{Interview, InterviewRow, NewInterview, Reply, Seat, Slot},
        schema::{interview_raters, interviews},
        store::replies,
    },
    kernel::{
        codes::SourceCode,
        ctx::Ctx,
        ids::{ApplicationId, InterviewId, UserId},
        time::Timestamp,
    },
    pipeline::state::{InterviewState, StateChange},
};

/// Stores a new round in the state the permitted step leads to.
pub(in crate::interviews) fn insert(
    conn: &mut Conn,
    ctx: &Ctx,
    new: &NewInterview,
    change: StateChange<InterviewState>,
) -> Result<(), Fault> {
    let id = new.id;
    q!(conn => diesel::insert_into(interviews::table)
        .values((
            interviews::id.eq(id),
            interviews::version.eq(1_i64),
            interviews::application_id.eq(new.application),
            interviews::source.eq(&new.source),
            interviews::appointment.eq(i64::from(new.appointment)),
            interviews::state.eq(change.to()),
            interviews::starts_at.eq(new.slot.starts_at),
            interviews::ends_at.eq(new.slot.ends_at),
            interviews::local_day.eq(&new.slot.local_day),
            interviews::place.eq(&new.slot.place),
            interviews::meeting_link.eq(&new.slot.meeting_link),
            interviews::supplementary.eq(new.supplementary),
            interviews::invitations.eq(0_i64),
            interviews::created_at.eq(ctx.now),
            interviews::time_zone.eq(&new.slot.time_zone),
        ))
        .execute(conn))?;
    seat(conn, id, new.application, &new.seats)
}

fn seat(
    conn: &mut Conn,
    interview: InterviewId,
    application: ApplicationId,
    seats: &[Seat],
) -> Result<(), Fault> {
    for seat in seats {
        q!(conn => diesel::insert_into(interview_raters::table)
            .values((
                interview_raters::interview_id.eq(interview),
                interview_raters::user_id.eq(seat.user),
                interview_raters::application_id.eq(application),
                interview_raters::had_sight.eq(seat.had_sight),
            ))
            .execute(conn))?;
    }
    Ok(())
}

/// Takes the permitted step, provided that the round still stands where the step begins.
pub(in crate::interviews) fn change(
    conn: &mut Conn,
    ctx: &Ctx,
    id: InterviewId,
    change: StateChange<InterviewState>,
) -> Result<(), Fault> {
    let (from, to) = (change.from(), change.to());
    let row = interviews::table
        .filter(interviews::id.eq(id))
        .filter(interviews::state.eq(from));
    let changed = if to == InterviewState::Held {
        q!(conn => diesel::update(row)
            .set((
                interviews::state.eq(to),
                interviews::held_at.eq(ctx.now),
                interviews::version.eq(interviews::version + 1),
            ))
            .execute(conn))?
    } else {
        q!(conn => diesel::update(row)
            .set((interviews::state.eq(to), interviews::version.eq(interviews::version + 1)))
            .execute(conn))?
    };
    if changed == 1 { Ok(()) } else { Err(Fault::Stale) }
}

/// New time, place and people of a round whose move was permitted.
pub(in crate::interviews) fn reschedule(
    conn: &mut Conn,
    interview: &InterviewRow,
    slot: &Slot,
    seats: &[Seat],
) -> Result<(), Fault> {
    q!(conn => diesel::update(interviews::table.find(interview.id))
        .set((
            interviews::starts_at.eq(slot.starts_at),
            interviews::ends_at.eq(slot.ends_at),
            interviews::local_day.eq(&slot.local_day),
            interviews::place.eq(&slot.place),
            interviews::meeting_link.eq(&slot.meeting_link),
            interviews::time_zone.eq(&slot.time_zone),
            interviews::invitations.eq(interviews::invitations + 1),
        ))
        .execute(conn))?;
    q!(conn => diesel::delete(
        interview_raters::table.filter(interview_raters::interview_id.eq(interview.id)),
    )
    .execute(conn))?;
    seat(conn, interview.id, interview.application_id, seats)
}

pub(in crate::interviews) fn by_id(conn: &mut Conn, id: InterviewId) -> Result<Option<Interview>, Fault> {
    let row: Option<InterviewRow> = q!(conn => interviews::table
        .find(id)
        .select(InterviewRow::as_select())
        .get_result(conn)
        .optional())?;
    let Some(row) = row else { return Ok(None) };
    let seats: Vec<(UserId, bool)> = q!(conn => interview_raters::table
        .filter(interview_raters::interview_id.eq(id))
        .order(interview_raters::user_id)
        .select((interview_raters::user_id, interview_raters::had_sight))
        .load(conn))?;
    let seats = seats.into_iter().map(taken).collect();
    let mut replies = replies::of_interview(conn, id)?;
    replies.retain(|reply| reply.invitation == row.invitations);
    Ok(Some(Interview { row, seats, replies }))
}

fn taken((user, had_sight): (UserId, bool)) -> Seat {
    Seat { user, had_sight }
}

/// All rounds of an application in the order of their start, cancelled ones too.
pub(in crate::interviews) fn of_application(
    conn: &mut Conn,
    application: ApplicationId,
) -> Result<Vec<Interview>, Fault> {
    of_applications(conn, &[application])
}

/// All rounds of some applications in the order of their start, by two queries.
pub(in crate::interviews) fn of_applications(
    conn: &mut Conn,
    applications: &[ApplicationId],
) -> Result<Vec<Interview>, Fault> {
    let rows: Vec<InterviewRow> = q!(conn => interviews::table
        .filter(interviews::application_id.eq_any(applications.to_vec()))
        .order((interviews::starts_at, interviews::id))
        .select(InterviewRow::as_select())
        .load(conn))?;
    let seats: Vec<(InterviewId, UserId, bool)> = q!(conn => interview_raters::table
        .filter(interview_raters::application_id.eq_any(applications.to_vec()))
        .order(interview_raters::user_id)
        .select((
            interview_raters::interview_id,
            interview_raters::user_id,
            interview_raters::had_sight,
        ))
        .load(conn))?;
    let replies = replies::of_applications(conn, applications)?;
    let of = |row: InterviewRow| {
        let current = |reply: &&Reply| reply.interview == row.id && reply.invitation == row.invitations;
        let replies = replies.iter().filter(current).cloned().collect();
        let own = seats.iter().filter(|(interview, ..)| *interview == row.id);
        let seats = own
            .map(|&(_, user, had_sight)| Seat { user, had_sight })
            .collect();
        Interview { row, seats, replies }
    };
    Ok(rows.into_iter().map(of).collect())
}

/// A person's rounds: those that end at or after `now`, the next first; with `over` those that are over, the latest
/// first.
pub(in crate::interviews) fn of_rater(
    conn: &mut Conn,
    user: UserId,
    now: Timestamp,
    over: bool,
    most: i64,
) -> Result<Vec<InterviewRow>, Fault> {
    Ok(q!(conn => {
        let query = interview_raters::table
            .inner_join(interviews::table)
            .filter(interview_raters::user_id.eq(user))
            .select(InterviewRow::as_select())
            .limit(most)
            .into_boxed();
        if over {
            query
                .filter(interviews::ends_at.lt(now))
                .order((interviews::starts_at.desc(), interviews::id.desc()))
                .load(conn)
        } else {
            query
                .filter(interviews::ends_at.ge(now))
                .order((interviews::starts_at.asc(), interviews::id.asc()))
                .load(conn)
        }
    })?)
}

/// A seat of one of these people on a calendar day: who, of which application, in which appointment.
pub(in crate::interviews) struct Sitting {
    pub user: UserId,
    pub application: ApplicationId,
    pub appointment: i64,
    pub supplementary: Option<InterviewId>,
}

/// The seats of some people in rounds that stand, on a day, leaving one round out.
pub(in crate::interviews) fn sittings(
    conn: &mut Conn,
    users: &[UserId],
    local_day: &str,
    except: Option<InterviewId>,
) -> Result<Vec<Sitting>, Fault> {
    type Row = (UserId, InterviewId, ApplicationId, i64, bool);
    let standing = [
        InterviewState::Planned,
        InterviewState::Scheduled,
        InterviewState::Held,
        InterviewState::Scored,
    ];
    let rows: Vec<Row> = q!(conn => interview_raters::table
        .inner_join(interviews::table)
        .filter(interviews::local_day.eq(local_day))
        .filter(interviews::state.eq_any(standing))
        .filter(interview_raters::user_id.eq_any(users.to_vec()))
        .select((
            interview_raters::user_id,
            interviews::id,
            interviews::application_id,
            interviews::appointment,
            interviews::supplementary,
        ))
        .load(conn))?;
    Ok(rows
        .into_iter()
        .filter(|(_, interview, ..)| Some(*interview) != except)
        .map(
            |(user, interview, application, appointment, supplementary)| Sitting {
                user,
                application,
                appointment,
                supplementary: supplementary.then_some(interview),
            },
        )
        .collect())
}

/// Everybody who sits, or sat, in a round of an application; whether the person had sight of ratings then.
pub(in crate::interviews) fn seats_of(
    conn: &mut Conn,
    application: ApplicationId,
) -> Result<Vec<Seat>, Fault> {
    let rows: Vec<(UserId, bool)> = q!(conn => interview_raters::table
        .filter(interview_raters::application_id.eq(application))
        .order(interview_raters::user_id)
        .select((interview_raters::user_id, interview_raters::had_sight))
        .load(conn))?;
    Ok(rows.into_iter().map(taken).collect())
}

/// Applications in which a person sits in a round.
pub(in crate::interviews) fn applications_of(
    conn: &mut Conn,
    user: UserId,
) -> Result<Vec<ApplicationId>, Fault> {
    Ok(q!(conn => interview_raters::table
        .filter(interview_raters::user_id.eq(user))
        .select(interview_raters::application_id)
        .distinct()
        .load(conn))?)
}

/// The rounds of these applications that stand, as far as service levels look at them: which round, in which state,
/// when it ends.
pub(in crate::interviews) fn standing_of(
    conn: &mut Conn,
    applications: &[ApplicationId],
) -> Result<Vec<(ApplicationId, SourceCode, InterviewState, Timestamp)>, Fault> {
    let standing = [
        InterviewState::Planned,
        InterviewState::Scheduled,
        InterviewState::Held,
        InterviewState::Scored,
    ];
    Ok(q!(conn => interviews::table
        .filter(interviews::application_id.eq_any(applications.to_vec()))
        .filter(interviews::state.eq_any(standing))
        .select((
            interviews::application_id,
            interviews::source,
            interviews::state,
            interviews::ends_at,
        ))
        .load(conn))?)
}

/// The latest rounds held since an instant: whose, which appointment, when it began. Rounds of one appointment are one.
pub(in crate::interviews) fn held_since(
    conn: &mut Conn,
    since: Timestamp,
    most: i64,
) -> Result<Vec<(ApplicationId, i64, Timestamp)>, Fault> {
    Ok(q!(conn => interviews::table
        .filter(interviews::state.eq_any([InterviewState::Held, InterviewState::Scored]))
        .filter(interviews::starts_at.ge(since))
        .filter(interviews::supplementary.eq(false))
        .order(interviews::starts_at.desc())
        .limit(most)
        .select((interviews::application_id, interviews::appointment, interviews::starts_at))
        .load(conn))?)
}
