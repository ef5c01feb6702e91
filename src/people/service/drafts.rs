//! Drafts of guests: kept on the server, so that a closed window loses nothing, and never overwritten by a window
//! that has not seen the last one.

use serde_json::Value;

use crate::{
    db::Conn,
    fault::Fault,
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, RowId},
        text::tidy,
    },
    people::{model::GuestDraft, store},
};

/// Stores a draft over the one whose version was seen; 0 when none was.
pub fn save(
    conn: &mut Conn,
    ctx: &Ctx,
    application: ApplicationId,
    subject: RowId,
    seen: i64,
    body: Value,
) -> Result<GuestDraft, Fault> {
    let body = tidy(body);
    let stored = store::drafts::find(conn, subject)?;
    match stored {
        None => store::drafts::insert(conn, ctx, application, subject, &body)?,
        Some(draft) if draft.version == seen && store::drafts::update(conn, ctx, subject, seen, &body)? => {}
        Some(_) => return Err(Fault::Stale),
    }
    store::drafts::find(conn, subject)?.ok_or(Fault::Stale)
}
