//! What guests have typed and not handed in.

use diesel::prelude::*;
use serde_json::Value;

use crate::{
    db::{Conn, q, types::Json},
    fault::Fault,
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, RowId},
    },
    people::{model::GuestDraft, schema::guest_drafts},
};

pub(in crate::people) fn find(conn: &mut Conn, subject: RowId) -> Result<Option<GuestDraft>, Fault> {
    Ok(q!(conn => guest_drafts::table
        .find(subject)
        .select(GuestDraft::as_select())
        .get_result(conn)
        .optional())?)
}

pub(in crate::people) fn insert(
    conn: &mut Conn,
    ctx: &Ctx,
    application: ApplicationId,
    subject: RowId,
    body: &Value,
) -> Result<(), Fault> {
    q!(conn => diesel::insert_into(guest_drafts::table)
        .values((
            guest_drafts::subject.eq(subject),
            guest_drafts::application_id.eq(application),
            guest_drafts::body.eq(Json(body.clone())),
            guest_drafts::version.eq(1_i64),
            guest_drafts::saved_at.eq(ctx.now),
        ))
        .execute(conn))?;
    Ok(())
}

pub(in crate::people) fn update(
    conn: &mut Conn,
    ctx: &Ctx,
    subject: RowId,
    seen: i64,
    body: &Value,
) -> Result<bool, Fault> {
    let row = guest_drafts::table
        .filter(guest_drafts::subject.eq(subject))
        .filter(guest_drafts::version.eq(seen));
    let changed = q!(conn => diesel::update(row)
        .set((
            guest_drafts::body.eq(Json(body.clone())),
            guest_drafts::version.eq(guest_drafts::version + 1),
            guest_drafts::saved_at.eq(ctx.now),
        ))
        .execute(conn))?;
    Ok(changed == 1)
}

pub(in crate::people) fn delete(conn: &mut Conn, subject: RowId) -> Result<(), Fault> {
    q!(conn => diesel::delete(guest_drafts::table.find(subject)).execute(conn))?;
    Ok(())
}
