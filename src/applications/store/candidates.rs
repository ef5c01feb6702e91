//! Candidates.

use diesel::prelude::*;

use crate::{
    applications::{
        model::{Candidate, NewCandidate},
        schema::candidates,
    },
    db::{Conn, q},
    fault::Fault,
    kernel::{ctx::Ctx, email::EmailAddress, ids::CandidateId},
};

/// Two spellings that differ in case are one mailbox.
fn key(email: &EmailAddress) -> String {
    email.as_str().to_lowercase()
}

pub(in crate::applications) fn insert(
    conn: &mut Conn,
    ctx: &Ctx,
    new: &NewCandidate,
) -> Result<CandidateId, Fault> {
    let id: CandidateId = ctx.new_id();
    q!(conn => diesel::insert_into(candidates::table)
        .values((
            candidates::id.eq(id),
            candidates::name.eq(&new.name),
            candidates::email.eq(&new.email),
            candidates::email_key.eq(key(&new.email)),
            candidates::phone.eq(&new.phone),
            candidates::locale.eq(&new.locale),
            candidates::created_at.eq(ctx.now),
        ))
        .execute(conn))?;
    Ok(id)
}

pub(in crate::applications) fn by_id(conn: &mut Conn, id: CandidateId) -> Result<Option<Candidate>, Fault> {
    Ok(q!(conn => candidates::table
        .find(id)
        .select(Candidate::as_select())
        .get_result(conn)
        .optional())?)
}

pub(in crate::applications) fn by_email(
    conn: &mut Conn,
    email: &EmailAddress,
) -> Result<Option<Candidate>, Fault> {
    let key = key(email);
    Ok(q!(conn => candidates::table
        .filter(candidates::email_key.eq(&key))
        .select(Candidate::as_select())
        .get_result(conn)
        .optional())?)
}

/// The names of some people.
pub(in crate::applications) fn names(
    conn: &mut Conn,
    ids: &[CandidateId],
) -> Result<Vec<(CandidateId, String)>, Fault> {
    Ok(q!(conn => candidates::table
        .filter(candidates::id.eq_any(ids.to_vec()))
        .select((candidates::id, candidates::name))
        .load(conn))?)
}
