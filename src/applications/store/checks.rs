//! Must-haves and conflict declarations.

use diesel::prelude::*;

use crate::{
    applications::{
        model::{ConflictDeclaration, ConflictKind, MustHaveCheck},
        schema::{conflict_declarations, must_have_checks},
    },
    db::{Conn, q},
    fault::Fault,
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, RowId, UserId},
    },
};

pub(in crate::applications) fn must_haves(
    conn: &mut Conn,
    application: ApplicationId,
) -> Result<Vec<MustHaveCheck>, Fault> {
    Ok(q!(conn => must_have_checks::table
        .filter(must_have_checks::application_id.eq(application))
        .order(must_have_checks::id)
        .select(MustHaveCheck::as_select())
        .load(conn))?)
}

pub(in crate::applications) fn set_must_have(
    conn: &mut Conn,
    ctx: &Ctx,
    application: ApplicationId,
    by: UserId,
    requirement: &str,
    met: bool,
    evidence: Option<&str>,
) -> Result<(), Fault> {
    let id: RowId = ctx.new_id();
    let values = (
        must_have_checks::met.eq(met),
        must_have_checks::evidence.eq(evidence),
        must_have_checks::checked_by.eq(by),
        must_have_checks::checked_at.eq(ctx.now),
    );
    q!(conn => diesel::insert_into(must_have_checks::table)
        .values((
            must_have_checks::id.eq(id),
            must_have_checks::application_id.eq(application),
            must_have_checks::requirement.eq(requirement),
            values,
        ))
        .on_conflict((must_have_checks::application_id, must_have_checks::requirement))
        .do_update()
        .set(values)
        .execute(conn))?;
    Ok(())
}

pub(in crate::applications) fn declarations(
    conn: &mut Conn,
    application: ApplicationId,
) -> Result<Vec<ConflictDeclaration>, Fault> {
    Ok(q!(conn => conflict_declarations::table
        .filter(conflict_declarations::application_id.eq(application))
        .order(conflict_declarations::id)
        .select(ConflictDeclaration::as_select())
        .load(conn))?)
}

pub(in crate::applications) fn set_declaration(
    conn: &mut Conn,
    ctx: &Ctx,
    application: ApplicationId,
    user: UserId,
    kind: ConflictKind,
    note: Option<&str>,
) -> Result<(), Fault> {
    let id: RowId = ctx.new_id();
    let values = (
        conflict_declarations::kind.eq(kind),
        conflict_declarations::note.eq(note),
        conflict_declarations::declared_at.eq(ctx.now),
    );
    q!(conn => diesel::insert_into(conflict_declarations::table)
        .values((
            conflict_declarations::id.eq(id),
            conflict_declarations::application_id.eq(application),
            conflict_declarations::user_id.eq(user),
            values,
        ))
        .on_conflict((conflict_declarations::application_id, conflict_declarations::user_id))
        .do_update()
        .set(values)
        .execute(conn))?;
    Ok(())
}
