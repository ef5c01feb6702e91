//! Answers to the expectation questions, and talks about them.

use diesel::prelude::*;

use crate::{
    applications::{
        model::{Acknowledgement, AcknowledgementBody, RoleTalk},
        schema::{acknowledgements, role_talks},
    },
    db::{Conn, q, types::Json},
    fault::Fault,
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, RowId, UserId},
        time::Timestamp,
    },
};

/// Everything the candidate answered, the newest description version last.
pub(in crate::applications) fn of_application(
    conn: &mut Conn,
    application: ApplicationId,
) -> Result<Vec<Acknowledgement>, Fault> {
    of_applications(conn, &[application])
}

/// Everything some candidates answered, the newest description version last.
pub(in crate::applications) fn of_applications(
    conn: &mut Conn,
    applications: &[ApplicationId],
) -> Result<Vec<Acknowledgement>, Fault> {
    Ok(q!(conn => acknowledgements::table
        .filter(acknowledgements::application_id.eq_any(applications.to_vec()))
        .order(acknowledgements::description_number)
        .select(Acknowledgement::as_select())
        .load(conn))?)
}

/// What is to be stored of one attempt.
pub(in crate::applications) struct Attempt<'a> {
    pub(in crate::applications) application: ApplicationId,
    pub(in crate::applications) description_number: i64,
    pub(in crate::applications) body: &'a AcknowledgementBody,
    pub(in crate::applications) right_answers: i64,
    pub(in crate::applications) expected_sales_pct: i64,
    pub(in crate::applications) completed_at: Option<Timestamp>,
}

/// Stores a first attempt.
pub(in crate::applications) fn insert(
    conn: &mut Conn,
    ctx: &Ctx,
    attempt: &Attempt<'_>,
) -> Result<(), Fault> {
    let id: RowId = ctx.new_id();
    q!(conn => diesel::insert_into(acknowledgements::table)
        .values((
            acknowledgements::id.eq(id),
            acknowledgements::application_id.eq(attempt.application),
            acknowledgements::description_number.eq(attempt.description_number),
            acknowledgements::first_answers.eq(Json(attempt.body.clone())),
            acknowledgements::answers.eq(Json(attempt.body.clone())),
            acknowledgements::right_answers.eq(attempt.right_answers),
            acknowledgements::expected_sales_pct.eq(attempt.expected_sales_pct),
            acknowledgements::created_at.eq(ctx.now),
            acknowledgements::completed_at.eq(attempt.completed_at),
        ))
        .execute(conn))?;
    Ok(())
}

/// Stores a further attempt; the first answers stay.
pub(in crate::applications) fn update(
    conn: &mut Conn,
    row: RowId,
    attempt: &Attempt<'_>,
) -> Result<(), Fault> {
    q!(conn => diesel::update(acknowledgements::table)
        .filter(acknowledgements::id.eq(row))
        .set((
            acknowledgements::answers.eq(Json(attempt.body.clone())),
            acknowledgements::right_answers.eq(attempt.right_answers),
            acknowledgements::expected_sales_pct.eq(attempt.expected_sales_pct),
            acknowledgements::completed_at.eq(attempt.completed_at),
        ))
        .execute(conn))?;
    Ok(())
}

/// The talks that were held, oldest first.
pub(in crate::applications) fn talks(
    conn: &mut Conn,
    application: ApplicationId,
) -> Result<Vec<RoleTalk>, Fault> {
    let all = talks_of(conn, &[application])?;
    Ok(all.into_iter().map(|(_, talk)| talk).collect())
}

/// The talks that were held with some candidates, oldest first.
pub(in crate::applications) fn talks_of(
    conn: &mut Conn,
    applications: &[ApplicationId],
) -> Result<Vec<(ApplicationId, RoleTalk)>, Fault> {
    Ok(q!(conn => role_talks::table
        .filter(role_talks::application_id.eq_any(applications.to_vec()))
        .order((role_talks::held_at, role_talks::id))
        .select((role_talks::application_id, RoleTalk::as_select()))
        .load(conn))?)
}

pub(in crate::applications) fn insert_talk(
    conn: &mut Conn,
    ctx: &Ctx,
    application: ApplicationId,
    description_number: i64,
    text: &str,
    by: UserId,
) -> Result<(), Fault> {
    let id: RowId = ctx.new_id();
    q!(conn => diesel::insert_into(role_talks::table)
        .values((
            role_talks::id.eq(id),
            role_talks::application_id.eq(application),
            role_talks::description_number.eq(description_number),
            role_talks::text.eq(text),
            role_talks::held_by.eq(by),
            role_talks::held_at.eq(ctx.now),
        ))
        .execute(conn))?;
    Ok(())
}
