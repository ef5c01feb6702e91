//! Accounts.

use diesel::prelude::*;

use crate::{
    db::{
        Conn,
        page::{Cursor, Page, PageRequest, newer_than},
        q,
        types::Json,
    },
    fault::Fault,
    kernel::{ctx::Ctx, email::EmailAddress, ids::UserId, role::Role},
    people::{
        model::{NewUser, User},
        schema::users,
    },
};

/// Two spellings that differ in case are one mailbox.
fn key(email: &EmailAddress) -> String {
    email.as_str().to_lowercase()
}

pub(in crate::people) fn insert(conn: &mut Conn, ctx: &Ctx, new: &NewUser) -> Result<UserId, Fault> {
    let id: UserId = ctx.new_id();
    q!(conn => diesel::insert_into(users::table)
        .values((
            users::id.eq(id),
            users::version.eq(1_i64),
            users::name.eq(&new.name),
            users::email.eq(&new.email),
            users::email_key.eq(key(&new.email)),
            users::password_hash.eq(&new.password_hash),
            users::roles.eq(Json(new.roles.clone())),
            users::operations.eq(new.operations),
            users::reports_to.eq(new.reports_to),
            users::created_at.eq(ctx.now),
        ))
        .execute(conn))?;
    Ok(id)
}

pub(in crate::people) fn by_id(conn: &mut Conn, id: UserId) -> Result<Option<User>, Fault> {
    Ok(q!(conn => users::table.find(id).select(User::as_select()).get_result(conn).optional())?)
}

pub(in crate::people) fn by_ids(conn: &mut Conn, ids: &[UserId]) -> Result<Vec<User>, Fault> {
    Ok(q!(conn => users::table
        .filter(users::id.eq_any(ids.to_vec()))
        .order(users::id)
        .select(User::as_select())
        .load(conn))?)
}

pub(in crate::people) fn by_email(conn: &mut Conn, email: &EmailAddress) -> Result<Option<User>, Fault> {
    let key = key(email);
    Ok(q!(conn => users::table
        .filter(users::email_key.eq(&key))
        .select(User::as_select())
        .get_result(conn)
        .optional())?)
}

pub(in crate::people) fn all_active(conn: &mut Conn) -> Result<Vec<User>, Fault> {
    Ok(q!(conn => users::table
        .filter(users::disabled_at.is_null())
        .order((users::created_at, users::id))
        .select(User::as_select())
        .load(conn))?)
}

pub(in crate::people) fn page(conn: &mut Conn, wanted: &PageRequest) -> Result<Page<User>, Fault> {
    let rows: Vec<User> = match wanted.after {
        Some(cursor) => q!(conn => users::table
            .filter(newer_than!(users::created_at, users::id, cursor))
            .order((users::created_at, users::id))
            .limit(wanted.load_limit())
            .select(User::as_select())
            .load(conn)),
        None => q!(conn => users::table
            .order((users::created_at, users::id))
            .limit(wanted.load_limit())
            .select(User::as_select())
            .load(conn)),
    }?;
    Ok(wanted.page(rows, |user| Cursor::new(user.created_at, user.id), |user| user))
}

/// Stores what may change of an account, apart from its password, under the next version.
pub(in crate::people) fn update(conn: &mut Conn, user: &User) -> Result<(), Fault> {
    let changed = q!(conn => diesel::update(users::table.find(user.id))
        .filter(users::version.eq(user.version))
        .set((
            users::version.eq(user.version + 1),
            users::name.eq(&user.name),
            users::email.eq(&user.email),
            users::email_key.eq(key(&user.email)),
            users::roles.eq(&user.roles),
            users::operations.eq(user.operations),
            users::reports_to.eq(user.reports_to),
            users::disabled_at.eq(user.disabled_at),
        ))
        .execute(conn))?;
    if changed == 1 { Ok(()) } else { Err(Fault::Stale) }
}

pub(in crate::people) fn set_password(conn: &mut Conn, id: UserId, hash: &str) -> Result<(), Fault> {
    q!(conn => diesel::update(users::table.find(id))
        .set((users::password_hash.eq(hash), users::version.eq(users::version + 1)))
        .execute(conn))?;
    Ok(())
}

/// Whether anybody holds a role.
pub(in crate::people) fn anybody_is(conn: &mut Conn, role: Role) -> Result<bool, Fault> {
    Ok(all_active(conn)?.iter().any(|user| user.has(role)))
}
