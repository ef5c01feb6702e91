//! Signs at references, and what was decided about them.

use diesel::prelude::*;

use crate::{
    db::{Conn, q},
    fault::Fault,
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, RefereeId, UserId},
    },
    references::{
        model::Referee,
        schema::reference_signs,
        signs::{SeenSign, Sign},
    },
};

/// The most referees HR's desk marks; it shows no more of them either.
const MOST: i64 = 500;

pub fn of_application(conn: &mut Conn, application: ApplicationId) -> Result<Vec<SeenSign>, Fault> {
    of_applications(conn, &[application])
}

pub fn of_applications(conn: &mut Conn, applications: &[ApplicationId]) -> Result<Vec<SeenSign>, Fault> {
    Ok(q!(conn => reference_signs::table
        .filter(reference_signs::application_id.eq_any(applications.to_vec()))
        .order((reference_signs::referee_id.asc(), reference_signs::sign.asc()))
        .select(SeenSign::as_select())
        .load(conn))?)
}

/// Referees with a sign nobody has decided on.
pub fn undecided(conn: &mut Conn) -> Result<Vec<RefereeId>, Fault> {
    Ok(q!(conn => reference_signs::table
        .filter(reference_signs::decided_at.is_null())
        .select(reference_signs::referee_id)
        .distinct()
        .limit(MOST)
        .load(conn))?)
}

/// Stores a sign; `false` when it was seen before.
pub fn insert(conn: &mut Conn, ctx: &Ctx, referee: &Referee, sign: Sign) -> Result<bool, Fault> {
    let new = q!(conn => diesel::insert_into(reference_signs::table)
        .values((
            reference_signs::referee_id.eq(referee.id),
            reference_signs::sign.eq(sign),
            reference_signs::application_id.eq(referee.application_id),
            reference_signs::seen_at.eq(ctx.now),
        ))
        .on_conflict_do_nothing()
        .execute(conn))?;
    Ok(new == 1)
}

pub fn delete(conn: &mut Conn, id: RefereeId, signs: &[Sign]) -> Result<(), Fault> {
    let gone = signs.to_vec();
    q!(conn => diesel::delete(reference_signs::table
        .filter(reference_signs::referee_id.eq(id))
        .filter(reference_signs::sign.eq_any(gone.clone())))
    .execute(conn))?;
    Ok(())
}

/// Stores a decision, once.
pub fn decide(
    conn: &mut Conn,
    ctx: &Ctx,
    id: RefereeId,
    sign: Sign,
    (counts, reason, by): (bool, &str, UserId),
) -> Result<bool, Fault> {
    let changed = q!(conn => diesel::update(reference_signs::table.find((id, sign)))
        .filter(reference_signs::decided_at.is_null())
        .set((
            reference_signs::counts.eq(counts),
            reference_signs::reason.eq(reason),
            reference_signs::decided_by.eq(by),
            reference_signs::decided_at.eq(ctx.now),
        ))
        .execute(conn))?;
    Ok(changed == 1)
}
