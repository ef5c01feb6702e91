//! Guests' links and the sessions opened from them. Their times are case times.

use diesel::prelude::*;

use crate::{
    db::{Conn, q, types::Sha256Hash},
    fault::Fault,
    kernel::{
        ctx::Ctx,
        ids::{GrantId, LinkSessionId},
        time::Timestamp,
    },
    people::{
        model::{Grant, GrantPurpose, GrantSubject, Landing, NewGrant},
        schema::{grants, link_sessions},
    },
};

pub(in crate::people) fn insert(
    conn: &mut Conn,
    ctx: &Ctx,
    hash: Sha256Hash,
    new: &NewGrant,
    landing: Landing,
) -> Result<GrantId, Fault> {
    let id: GrantId = ctx.new_id();
    let (purpose, application, referee, user) = match new.subject {
        GrantSubject::Candidate { application } => (GrantPurpose::Candidate, Some(application), None, None),
        GrantSubject::Referee { application, referee } => {
            (GrantPurpose::Referee, Some(application), Some(referee), None)
        }
        GrantSubject::Password { user } => (GrantPurpose::Password, None, None, Some(user)),
    };
    q!(conn => diesel::insert_into(grants::table)
        .values((
            grants::id.eq(id),
            grants::token_hash.eq(hash),
            grants::purpose.eq(purpose),
            grants::application_id.eq(application),
            grants::referee_id.eq(referee),
            grants::user_id.eq(user),
            grants::created_at.eq(ctx.now),
            grants::expires_at.eq(new.expires_at),
            grants::leads_to.eq(landing.place()),
        ))
        .execute(conn))?;
    Ok(id)
}

pub(in crate::people) fn by_id(conn: &mut Conn, id: GrantId) -> Result<Option<Grant>, Fault> {
    Ok(q!(conn => grants::table.find(id).select(Grant::as_select()).get_result(conn).optional())?)
}

pub(in crate::people) fn by_hash(conn: &mut Conn, hash: Sha256Hash) -> Result<Option<Grant>, Fault> {
    Ok(q!(conn => grants::table
        .filter(grants::token_hash.eq(hash))
        .select(Grant::as_select())
        .get_result(conn)
        .optional())?)
}

/// The links of a subject, oldest first.
pub(in crate::people) fn of_subject(conn: &mut Conn, subject: &GrantSubject) -> Result<Vec<Grant>, Fault> {
    let mut links: Vec<Grant> = match *subject {
        GrantSubject::Candidate { application } | GrantSubject::Referee { application, .. } => {
            q!(conn => grants::table
                .filter(grants::application_id.eq(application))
                .order((grants::created_at, grants::id))
                .select(Grant::as_select())
                .load(conn))
        }
        GrantSubject::Password { user } => q!(conn => grants::table
            .filter(grants::user_id.eq(user))
            .order((grants::created_at, grants::id))
            .select(Grant::as_select())
            .load(conn)),
    }?;
    links.retain(|link| link.subject() == Some(*subject));
    Ok(links)
}

pub(in crate::people) fn set_opened(conn: &mut Conn, id: GrantId, now: Timestamp) -> Result<(), Fault> {
    q!(conn => diesel::update(grants::table.find(id))
        .filter(grants::opened_at.is_null())
        .set(grants::opened_at.eq(now))
        .execute(conn))?;
    Ok(())
}

/// Marks a live link as used up. `false`: somebody was faster, or it is not alive.
pub(in crate::people) fn set_submitted(conn: &mut Conn, id: GrantId, now: Timestamp) -> Result<bool, Fault> {
    let changed = q!(conn => diesel::update(grants::table.find(id))
        .filter(grants::submitted_at.is_null())
        .filter(grants::revoked_at.is_null())
        .filter(grants::expires_at.gt(now))
        .set(grants::submitted_at.eq(now))
        .execute(conn))?;
    Ok(changed == 1)
}

pub(in crate::people) fn revoke(
    conn: &mut Conn,
    subject: &GrantSubject,
    now: Timestamp,
) -> Result<usize, Fault> {
    Ok(match *subject {
        GrantSubject::Candidate { application } => q!(conn => diesel::update(grants::table)
            .filter(grants::application_id.eq(application))
            .filter(grants::purpose.eq(GrantPurpose::Candidate))
            .filter(grants::revoked_at.is_null())
            .set(grants::revoked_at.eq(now))
            .execute(conn)),
        GrantSubject::Referee { application, referee } => q!(conn => diesel::update(grants::table)
            .filter(grants::application_id.eq(application))
            .filter(grants::referee_id.eq(referee))
            .filter(grants::revoked_at.is_null())
            .set(grants::revoked_at.eq(now))
            .execute(conn)),
        GrantSubject::Password { user } => q!(conn => diesel::update(grants::table)
            .filter(grants::user_id.eq(user))
            .filter(grants::revoked_at.is_null())
            .set(grants::revoked_at.eq(now))
            .execute(conn)),
    }?)
}

pub(in crate::people) fn insert_session(
    conn: &mut Conn,
    ctx: &Ctx,
    hash: Sha256Hash,
    grant: &Grant,
    network: Option<&str>,
) -> Result<(), Fault> {
    let id: LinkSessionId = ctx.new_id();
    q!(conn => diesel::insert_into(link_sessions::table)
        .values((
            link_sessions::id.eq(id),
            link_sessions::hash.eq(hash),
            link_sessions::grant_id.eq(grant.id),
            link_sessions::created_at.eq(ctx.now),
            link_sessions::expires_at.eq(grant.expires_at),
            link_sessions::network.eq(network),
        ))
        .execute(conn))?;
    Ok(())
}

/// The live link behind a guest's session.
pub(in crate::people) fn by_session(
    conn: &mut Conn,
    hash: Sha256Hash,
    now: Timestamp,
) -> Result<Option<Grant>, Fault> {
    Ok(q!(conn => link_sessions::table
        .inner_join(grants::table)
        .filter(link_sessions::hash.eq(hash))
        .filter(link_sessions::expires_at.gt(now))
        .filter(grants::expires_at.gt(now))
        .filter(grants::revoked_at.is_null())
        .select(Grant::as_select())
        .get_result(conn)
        .optional())?)
}

/// The links behind sessions, whether they live or not.
pub(in crate::people) fn of_sessions(conn: &mut Conn, hashes: &[Sha256Hash]) -> Result<Vec<Grant>, Fault> {
    if hashes.is_empty() {
        return Ok(Vec::new());
    }
    Ok(q!(conn => link_sessions::table
        .inner_join(grants::table)
        .filter(link_sessions::hash.eq_any(hashes.to_vec()))
        .select(Grant::as_select())
        .distinct()
        .load(conn))?)
}

/// Other links of a link's application whose guests began from a network.
pub(in crate::people) fn from_network(
    conn: &mut Conn,
    grant: &Grant,
    network: &str,
) -> Result<Vec<Grant>, Fault> {
    Ok(q!(conn => link_sessions::table
        .inner_join(grants::table)
        .filter(grants::application_id.eq(grant.application_id))
        .filter(grants::id.ne(grant.id))
        .filter(link_sessions::network.eq(network))
        .select(Grant::as_select())
        .distinct()
        .load(conn))?)
}
