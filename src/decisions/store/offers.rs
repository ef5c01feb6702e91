//! Offers.

use diesel::prelude::*;

use crate::{
    db::{Conn, q, types::Json},
    decisions::{
        model::{Condition, Offer, OfferAnswer, Rescission},
        schema::offers,
    },
    fault::Fault,
    kernel::{ids::ApplicationId, time::Timestamp},
};

pub(in crate::decisions) fn offer(conn: &mut Conn, id: ApplicationId) -> Result<Option<Offer>, Fault> {
    Ok(q!(conn => offers::table.find(id).select(Offer::as_select()).get_result(conn).optional())?)
}

/// Writes or rewrites the terms of an offer that has not gone out.
pub(in crate::decisions) fn put(conn: &mut Conn, row: &Offer) -> Result<(), Fault> {
    q!(conn => diesel::insert_into(offers::table)
        .values(row)
        .on_conflict(offers::application_id)
        .do_update()
        .set((
            offers::terms.eq(&row.terms),
            offers::conditions.eq(&row.conditions),
            offers::expires_at.eq(row.expires_at),
            offers::written_by.eq(row.written_by),
            offers::written_at.eq(row.written_at),
        ))
        .execute(conn))?;
    Ok(())
}

pub(in crate::decisions) fn set_extended(
    conn: &mut Conn,
    id: ApplicationId,
    at: Timestamp,
) -> Result<(), Fault> {
    q!(conn => diesel::update(offers::table.find(id)).set(offers::extended_at.eq(at)).execute(conn))?;
    Ok(())
}

pub(in crate::decisions) fn set_answer(
    conn: &mut Conn,
    id: ApplicationId,
    answer: &OfferAnswer,
) -> Result<(), Fault> {
    q!(conn => diesel::update(offers::table.find(id))
        .set((offers::answer.eq(Json(answer.clone())), offers::closed_at.eq(answer.at)))
        .execute(conn))?;
    Ok(())
}

pub(in crate::decisions) fn set_closed(
    conn: &mut Conn,
    id: ApplicationId,
    at: Timestamp,
) -> Result<(), Fault> {
    q!(conn => diesel::update(offers::table.find(id)).set(offers::closed_at.eq(at)).execute(conn))?;
    Ok(())
}

pub(in crate::decisions) fn set_conditions(
    conn: &mut Conn,
    id: ApplicationId,
    conditions: &[Condition],
) -> Result<(), Fault> {
    q!(conn => diesel::update(offers::table.find(id))
        .set(offers::conditions.eq(Json(conditions.to_vec())))
        .execute(conn))?;
    Ok(())
}

pub(in crate::decisions) fn set_rescission(
    conn: &mut Conn,
    id: ApplicationId,
    rescission: &Rescission,
) -> Result<(), Fault> {
    q!(conn => diesel::update(offers::table.find(id))
        .set(offers::rescission.eq(Json(rescission.clone())))
        .execute(conn))?;
    Ok(())
}

/// Applications whose offer went out, is over and has not been closed.
pub(in crate::decisions) fn overdue(conn: &mut Conn, now: Timestamp) -> Result<Vec<ApplicationId>, Fault> {
    Ok(q!(conn => offers::table
        .filter(offers::closed_at.is_null())
        .filter(offers::extended_at.is_not_null())
        .filter(offers::expires_at.le(now))
        .order((offers::expires_at, offers::application_id))
        .limit(100)
        .select(offers::application_id)
        .load(conn))?)
}
