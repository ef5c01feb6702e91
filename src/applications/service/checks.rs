//! Must-haves (G12) and conflict declarations (G14).

use serde_json::json;

use super::noted_here;
use crate::{
    applications::{
        model::{Application, ConflictKind},
        store,
    },
    db::Conn,
    fault::Fault,
    jobs::MustHave,
    kernel::{ctx::Ctx, ids::UserId, text_enum::TextEnum},
};

/// Ticks one must-have of the description.
pub fn check_must_have(
    conn: &mut Conn,
    ctx: &Ctx,
    row: &Application,
    by: UserId,
    (index, asked): (usize, &MustHave),
    met: bool,
    evidence: Option<&str>,
) -> Result<(), Fault> {
    if met && asked.documented && evidence.is_none() {
        return Err(Fault::field(
            "/evidence",
            "required",
            "Name the certificate or document that you have seen.",
        ));
    }
    store::checks::set_must_have(conn, ctx, row.id, by, &asked.text, met, evidence)?;
    noted_here(
        conn,
        ctx,
        row,
        "must_have.check",
        json!({ "index": index, "met": met }),
    )
}

/// Records what a rater declares about the own relation to the candidate.
pub fn declare(
    conn: &mut Conn,
    ctx: &Ctx,
    row: &Application,
    user: UserId,
    kind: ConflictKind,
    note: Option<&str>,
) -> Result<(), Fault> {
    store::checks::set_declaration(conn, ctx, row.id, user, kind, note)?;
    noted_here(
        conn,
        ctx,
        row,
        "conflict.declare",
        json!({ "kind": kind.as_str() }),
    )
}
