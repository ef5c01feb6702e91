//! Attempts at the interviewer certificate.

use diesel::prelude::*;

use crate::{
    db::{Conn, q, types::Json},
    fault::Fault,
    kernel::{
        ctx::Ctx,
        ids::{RowId, UserId},
        time::Timestamp,
    },
    people::{
        calibration::{Judgement, Rated},
        schema::calibrations,
    },
};

pub(in crate::people) fn insert(
    conn: &mut Conn,
    ctx: &Ctx,
    user: UserId,
    ratings: &[Rated],
    result: &Judgement,
    certified_until: Option<Timestamp>,
) -> Result<RowId, Fault> {
    let id: RowId = ctx.new_id();
    q!(conn => diesel::insert_into(calibrations::table)
        .values((
            calibrations::id.eq(id),
            calibrations::user_id.eq(user),
            calibrations::ratings.eq(Json(ratings.to_vec())),
            calibrations::result.eq(Json(result.clone())),
            calibrations::passed.eq(result.passed),
            calibrations::certified_until.eq(certified_until),
            calibrations::created_at.eq(ctx.now),
        ))
        .execute(conn))?;
    Ok(id)
}

/// Until when the latest certificate is valid.
pub(in crate::people) fn certified_until(conn: &mut Conn, user: UserId) -> Result<Option<Timestamp>, Fault> {
    Ok(q!(conn => calibrations::table
        .filter(calibrations::user_id.eq(user))
        .select(calibrations::certified_until)
        .filter(calibrations::certified_until.is_not_null())
        .order(calibrations::certified_until.desc())
        .first::<Option<Timestamp>>(conn)
        .optional())?
    .flatten())
}
