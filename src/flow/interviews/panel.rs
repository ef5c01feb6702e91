//! Who may rate a candidate: those of the plan, and those HR names beside them.

use serde_json::json;

use super::{hr, people, see, settled};
use crate::{
    db::Conn,
    fault::Fault,
    flow::{
        applications::access,
        case::{self, Case},
        noted,
    },
    interviews, jobs,
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, UserId},
    },
    web::IfMatch,
};

/// The case, whose panel is wanted, for somebody who may know of it.
///
/// # Errors
/// [`Fault::NotFound`].
pub fn panel(conn: &mut Conn, ctx: &Ctx, id: ApplicationId) -> Result<Case, Fault> {
    let case = case::load(conn, ctx, id)?;
    see(&case, &ctx.actor)?;
    Ok(case)
}

/// Names a possible rater, who may then know of the application and declare conflicts of interest (G14).
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Forbidden`] for everybody but HR, [`Fault::Stale`], [`Fault::Invalid`].
pub fn join(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    if_match: &IfMatch,
    wanted: impl FnOnce() -> Result<UserId, Fault>,
) -> Result<Case, Fault> {
    let mut case = panel(conn, ctx, id)?;
    hr(&case, ctx)?;
    if_match.honour(case.version)?;
    let user = wanted()?;
    people::named(conn, &mut case, &[user], |_| "/user_id".to_owned())?;
    access::under_way(&case)?;
    if interviews::join_panel(conn, ctx, id, user)? {
        noted(conn, ctx, &case.subject(), "panel.join", json!({ "user": user }))?;
        settled(conn, ctx, &case)?;
    }
    case::load(conn, ctx, id)
}

/// Takes a possible rater off again who rates nothing yet.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Forbidden`] for everybody but HR, [`Fault::PreconditionRequired`],
/// [`Fault::Stale`], [`Fault::Conflict`] `rates`.
pub fn leave(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    user: UserId,
    if_match: &IfMatch,
) -> Result<Case, Fault> {
    let case = panel(conn, ctx, id)?;
    hr(&case, ctx)?;
    if_match.require(case.version)?;
    if case.evidence.panelist(user).is_none() {
        return Err(Fault::NotFound("member of the panel"));
    }
    let facts = &case.evidence.assessment;
    let sits = facts.rounds.iter().any(|round| round.raters.contains(&user))
        || facts
            .exercises
            .iter()
            .any(|sample| sample.assessors.contains(&user));
    if sits || jobs::planned_raters(conn, case.evidence.terms.job, case.plan)?.contains(&user) {
        return Err(Fault::Conflict {
            code: "rates",
            detail: "This person belongs to the plan or to a round or work sample of this candidate."
                .to_owned(),
        });
    }
    interviews::leave_panel(conn, id, user)?;
    noted(conn, ctx, &case.subject(), "panel.leave", json!({ "user": user }))?;
    settled(conn, ctx, &case)?;
    case::load(conn, ctx, id)
}
