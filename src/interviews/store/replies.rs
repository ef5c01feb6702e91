//! Who comes to an interview and who cannot; when people and candidates are engaged.

use diesel::prelude::*;
use uuid::Uuid;

use crate::{
    db::{Conn, q},
    fault::Fault,
    interviews::{
        model::{Answer, Interview, InterviewRow, Reply},
        schema::{interview_raters, interview_replies, interviews},
    },
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, InterviewId, RowId, UserId},
        time::Timestamp,
    },
    pipeline::state::InterviewState,
};

pub(in crate::interviews) fn of_interview(conn: &mut Conn, id: InterviewId) -> Result<Vec<Reply>, Fault> {
    use interview_replies as r;
    Ok(q!(conn => r::table
        .filter(r::interview_id.eq(id))
        .order(r::person)
        .select((r::interview_id, r::invitation, r::person, r::answer, r::note, r::replied_at))
        .load(conn))?)
}

pub(in crate::interviews) fn of_applications(
    conn: &mut Conn,
    applications: &[ApplicationId],
) -> Result<Vec<Reply>, Fault> {
    use interview_replies as r;
    Ok(q!(conn => r::table
        .filter(r::application_id.eq_any(applications.to_vec()))
        .order((r::interview_id, r::person))
        .select((r::interview_id, r::invitation, r::person, r::answer, r::note, r::replied_at))
        .load(conn))?)
}

/// Stores what somebody answers, in place of an earlier answer. The round's version grows: what others have on their
/// screens is not all there is to know any more.
pub(in crate::interviews) fn set(
    conn: &mut Conn,
    ctx: &Ctx,
    interview: &Interview,
    person: Uuid,
    answer: Answer,
    note: Option<&str>,
) -> Result<(), Fault> {
    use interview_replies as r;
    let row = &interview.row;
    q!(conn => diesel::insert_into(r::table)
        .values((
            r::interview_id.eq(row.id),
            r::person.eq(RowId::from_uuid(person)),
            r::application_id.eq(row.application_id),
            r::invitation.eq(row.invitations),
            r::answer.eq(answer),
            r::note.eq(note),
            r::replied_at.eq(ctx.now),
        ))
        .on_conflict((r::interview_id, r::person))
        .do_update()
        .set((
            r::invitation.eq(row.invitations),
            r::answer.eq(answer),
            r::note.eq(note),
            r::replied_at.eq(ctx.now),
        ))
        .execute(conn))?;
    q!(conn => diesel::update(interviews::table.find(row.id))
        .set(interviews::version.eq(interviews::version + 1))
        .execute(conn))?;
    Ok(())
}

/// Rounds still to come in which one of these people rates and which touch a span of time.
pub(in crate::interviews) fn of_raters_between(
    conn: &mut Conn,
    users: &[UserId],
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<(UserId, InterviewRow)>, Fault> {
    let wanted = users.to_vec();
    Ok(q!(conn => interview_raters::table
        .inner_join(interviews::table)
        .filter(interview_raters::user_id.eq_any(wanted.clone()))
        .filter(interviews::state.eq(InterviewState::Scheduled))
        .filter(interviews::starts_at.lt(to))
        .filter(interviews::ends_at.gt(from))
        .order((interviews::starts_at, interviews::id, interview_raters::user_id))
        .select((interview_raters::user_id, InterviewRow::as_select()))
        .load(conn))?)
}

/// Rounds still to come of some applications that touch a span of time.
pub(in crate::interviews) fn of_applications_between(
    conn: &mut Conn,
    applications: &[ApplicationId],
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<InterviewRow>, Fault> {
    let wanted = applications.to_vec();
    Ok(q!(conn => interviews::table
        .filter(interviews::application_id.eq_any(wanted.clone()))
        .filter(interviews::state.eq(InterviewState::Scheduled))
        .filter(interviews::starts_at.lt(to))
        .filter(interviews::ends_at.gt(from))
        .order((interviews::starts_at, interviews::id))
        .select(InterviewRow::as_select())
        .load(conn))?)
}
