//! People who may rate one candidate beside those of the plan.

use diesel::prelude::*;

use crate::{
    db::{Conn, q},
    fault::Fault,
    interviews::schema::panel_members,
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, UserId},
    },
};

/// Names somebody; `false` when the person was named before.
pub(in crate::interviews) fn insert(
    conn: &mut Conn,
    ctx: &Ctx,
    application: ApplicationId,
    user: UserId,
) -> Result<bool, Fault> {
    let inserted = q!(conn => diesel::insert_into(panel_members::table)
        .values((
            panel_members::application_id.eq(application),
            panel_members::user_id.eq(user),
            panel_members::named_at.eq(ctx.now),
        ))
        .on_conflict((panel_members::application_id, panel_members::user_id))
        .do_nothing()
        .execute(conn))?;
    Ok(inserted == 1)
}

/// Takes somebody off again; `false` when nobody had named the person.
pub(in crate::interviews) fn delete(
    conn: &mut Conn,
    application: ApplicationId,
    user: UserId,
) -> Result<bool, Fault> {
    let deleted = q!(conn => diesel::delete(panel_members::table.find((application, user))).execute(conn))?;
    Ok(deleted == 1)
}

pub(in crate::interviews) fn of_application(
    conn: &mut Conn,
    application: ApplicationId,
) -> Result<Vec<UserId>, Fault> {
    Ok(q!(conn => panel_members::table
        .filter(panel_members::application_id.eq(application))
        .order(panel_members::user_id)
        .select(panel_members::user_id)
        .load(conn))?)
}

pub(in crate::interviews) fn applications_of(
    conn: &mut Conn,
    user: UserId,
) -> Result<Vec<ApplicationId>, Fault> {
    Ok(q!(conn => panel_members::table
        .filter(panel_members::user_id.eq(user))
        .select(panel_members::application_id)
        .load(conn))?)
}
