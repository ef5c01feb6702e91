//! Must-haves (G12) and conflict declarations (G14).

use super::{access, settle};
use crate::{
    applications::{self, Application, model::ConflictKind},
    db::Conn,
    fault::Fault,
    flow::case,
    jobs,
    kernel::{ctx::Ctx, ids::ApplicationId, role::Role},
    web::IfMatch,
};

/// Ticks a must-have of the description, by its place there.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but HR, [`Fault::NotFound`] when there is no such must-have.
pub fn check_must_have(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    index: usize,
    if_match: &IfMatch,
    tick: impl FnOnce() -> Result<(bool, Option<String>), Fault>,
) -> Result<Application, Fault> {
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    let terms = &case.evidence.terms;
    let listed = jobs::must_haves(conn, terms.job, terms.description_number)?;
    let asked = listed.get(index).ok_or(Fault::NotFound("must-have"))?;
    let by = access::staff(&case, &ctx.actor, &[Role::Hr, Role::HrLead], "HR")?;
    if_match.require(case.version)?;
    let (met, evidence) = tick()?;
    access::under_way(&case)?;
    let row = applications::row(conn, id)?;
    applications::check_must_have(conn, ctx, &row, by.id, (index, asked), met, evidence.as_deref())?;
    settle(conn, ctx, id)?;
    applications::row(conn, id)
}

/// Records what somebody who rates, or may rate, declares about the own relation to the candidate.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody who has nothing to rate.
pub fn declare(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    if_match: &IfMatch,
    declared: impl FnOnce() -> Result<(ConflictKind, Option<String>), Fault>,
) -> Result<Application, Fault> {
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    let by = access::staff(&case, &ctx.actor, Role::RATERS, "those who rate the candidate")?;
    if_match.require(case.version)?;
    let (kind, note) = declared()?;
    access::under_way(&case)?;
    let row = applications::row(conn, id)?;
    applications::declare(conn, ctx, &row, by.id, kind, note.as_deref())?;
    settle(conn, ctx, id)?;
    applications::row(conn, id)
}
