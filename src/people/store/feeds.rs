//! The secret addresses of people's calendars, as hashes.

use diesel::prelude::*;

use crate::{
    db::{Conn, q, types::Sha256Hash},
    fault::Fault,
    kernel::{ctx::Ctx, ids::UserId, time::Timestamp},
    people::{
        model::User,
        schema::{calendar_feeds, users},
    },
};

/// Stores an address in place of the one there was.
pub(in crate::people) fn set(
    conn: &mut Conn,
    ctx: &Ctx,
    user: UserId,
    hash: Sha256Hash,
) -> Result<(), Fault> {
    use calendar_feeds as f;
    q!(conn => diesel::insert_into(f::table)
        .values((f::user_id.eq(user), f::hash.eq(hash), f::created_at.eq(ctx.now)))
        .on_conflict(f::user_id)
        .do_update()
        .set((f::hash.eq(hash), f::created_at.eq(ctx.now)))
        .execute(conn))?;
    Ok(())
}

/// Forgets a person's address; `false` when there was none.
pub(in crate::people) fn delete(conn: &mut Conn, user: UserId) -> Result<bool, Fault> {
    let gone = q!(conn => diesel::delete(calendar_feeds::table.find(user)).execute(conn))?;
    Ok(gone == 1)
}

/// When a person's address was made.
pub(in crate::people) fn made(conn: &mut Conn, user: UserId) -> Result<Option<Timestamp>, Fault> {
    Ok(q!(conn => calendar_feeds::table
        .find(user)
        .select(calendar_feeds::created_at)
        .get_result(conn)
        .optional())?)
}

/// Whose address it is; nobody's once the account is closed.
pub(in crate::people) fn owner(conn: &mut Conn, hash: Sha256Hash) -> Result<Option<User>, Fault> {
    Ok(q!(conn => calendar_feeds::table
        .inner_join(users::table)
        .filter(calendar_feeds::hash.eq(hash))
        .filter(users::disabled_at.is_null())
        .select(User::as_select())
        .get_result(conn)
        .optional())?)
}
