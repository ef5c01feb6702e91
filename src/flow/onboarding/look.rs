//! What may be looked at.

use super::{Case, access, load};
use crate::{
    db::{
        Conn,
        page::{Page, PageRequest},
    },
    fault::Fault,
    kernel::{ctx::Ctx, ids::OnboardingPlanId, role::Role},
    onboarding::{
        self,
        model::{Plan, Pulse},
    },
    pipeline::state::PlanState,
};

/// The plans somebody may know of, newest first.
///
/// # Errors
/// When a statement fails.
pub fn list(
    conn: &mut Conn,
    ctx: &Ctx,
    state: Option<PlanState>,
    wanted: &PageRequest,
) -> Result<Page<Plan>, Fault> {
    let scope = access::scope(&ctx.actor)?;
    onboarding::page(conn, scope, state, wanted)
}

/// The case, for those who may know of it.
///
/// # Errors
/// [`Fault::NotFound`].
pub fn seen(conn: &mut Conn, ctx: &Ctx, id: OnboardingPlanId) -> Result<Case, Fault> {
    let case = load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    Ok(case)
}

/// The trainee's pulse answers, for the trainee and those who lead the hire.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Forbidden`].
pub fn pulses(conn: &mut Conn, ctx: &Ctx, id: OnboardingPlanId) -> Result<Vec<Pulse>, Fault> {
    let case = seen(conn, ctx, id)?;
    let readers = [
        Role::Trainee,
        Role::Manager,
        Role::Coach,
        Role::HiringManager,
        Role::Sponsor,
        Role::Hr,
        Role::HrLead,
        Role::Auditor,
    ];
    access::staff(&case, &ctx.actor, &readers, "those who lead the hire")?;
    onboarding::pulses(conn, id)
}
