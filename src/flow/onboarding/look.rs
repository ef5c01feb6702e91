//! What may be looked at.

use super::{Case, access, load};
use crate::{
    db::{
        Conn,
        page::{Page, PageRequest},
    },
    fault::Fault,
    kernel::{
        ctx::{Actor, Ctx},
        ids::OnboardingPlanId,
        role::Role,
    },
    onboarding::{
        self,
        model::{ModuleRow, Plan, Pulse},
    },
    pipeline::{
        decide,
        evidence::OnboardingAct,
        refusal::GateRow,
        state::{PlanState, PortfolioStage},
    },
};

/// So many modules that wait for a signature are shown at once.
const MOST_WAITING: i64 = 50;

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

/// The roles of the actor that count in this plan: a coach or trainer of others is none here.
pub fn parts(case: &Case, actor: &Actor) -> Vec<Role> {
    match access::as_of(case, actor) {
        Actor::User(user) => user.roles,
        _ => Vec::new(),
    }
}

/// The actor's own onboarding.
///
/// # Errors
/// [`Fault::NotFound`] for those who are nobody's hire.
pub fn own(conn: &mut Conn, ctx: &Ctx) -> Result<Case, Fault> {
    let missing = || Fault::NotFound("onboarding of yours");
    let user = ctx.actor.user_id().ok_or_else(missing)?;
    let plan = onboarding::of_trainee(conn, user)?.ok_or_else(missing)?;
    load(conn, ctx, plan.id)
}

/// A module that waits for the actor's signature.
pub struct Waiting {
    /// The case it belongs to.
    pub case: Case,
    /// The module.
    pub row: ModuleRow,
    /// What still speaks against the signature (G51, G52); nothing when it can be given.
    pub open: Vec<GateRow>,
}

/// The modules that were handed in to the actor, the earliest due day first.
///
/// # Errors
/// When a statement fails.
pub fn waiting(conn: &mut Conn, ctx: &Ctx) -> Result<Vec<Waiting>, Fault> {
    let Some(user) = ctx.actor.user_id() else {
        return Ok(Vec::new());
    };
    let mut waiting = Vec::new();
    for row in onboarding::submitted_to(conn, user, MOST_WAITING)? {
        let case = load(conn, ctx, row.plan_id)?;
        if access::at_work(&case).is_ok() {
            let open = before_sign_off(&case, ctx, &row);
            waiting.push(Waiting { case, row, open });
        }
    }
    Ok(waiting)
}

/// The dry run of a module's signature by its trainer: every gate that is open (G51, G52).
pub fn before_sign_off(case: &Case, ctx: &Ctx, row: &ModuleRow) -> Vec<GateRow> {
    let Some(signer) = row.trainer_id.or_else(|| ctx.actor.user_id()) else {
        return Vec::new();
    };
    let proposed = onboarding::proposed_sign_off(row, &case.pack, (signer, ""), false);
    open(case, ctx, &OnboardingAct::SignOff(Box::new(proposed)))
}

/// The dry run of the next portfolio stage: which it is, and every gate that is open (G53, G55, G59). None after
/// the last stage.
pub fn next_stage(case: &Case, ctx: &Ctx) -> Option<(PortfolioStage, Vec<GateRow>)> {
    let to = case.plan.stage.next()?;
    Some((to, open(case, ctx, &OnboardingAct::RaiseStage(to))))
}

fn open(case: &Case, ctx: &Ctx, act: &OnboardingAct) -> Vec<GateRow> {
    match decide::act(&case.evidence, act, case.frame(ctx)) {
        Ok(()) => Vec::new(),
        Err(refusal) => refusal.refusals,
    }
}
