//! Attempts at the interviewer certificate.

use std::collections::BTreeMap;

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

/// Until when the latest certificate of each is valid.
pub(in crate::people) fn all_certified_until(
    conn: &mut Conn,
    users: &[UserId],
) -> Result<BTreeMap<UserId, Timestamp>, Fault> {
    let rows: Vec<(UserId, Option<Timestamp>)> = q!(conn => calibrations::table
        .filter(calibrations::user_id.eq_any(users.to_vec()))
        .filter(calibrations::certified_until.is_not_null())
        .select((calibrations::user_id, calibrations::certified_until))
        .order(calibrations::certified_until)
        .load(conn))?;
    // In the order of their ends, so that the last one stays.
    Ok(rows
        .into_iter()
        .filter_map(|(user, until)| Some((user, until?)))
        .collect())
}
