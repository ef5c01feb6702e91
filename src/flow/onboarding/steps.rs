//! Steps of the plan: into work (G50), out of the first months (G56).

use serde_json::json;

use super::{Case, access, load, mails, reloaded};
use crate::{
    audit::{self, Chain, Event},
    db::Conn,
    fault::{Fault, FieldFault},
    flow::{judged_with, refused},
    kernel::{ctx::Ctx, ids::OnboardingPlanId, text::multi_line, time::days},
    onboarding::{self, model::StepBody},
    pipeline::{
        decide,
        refusal::{GateRow, Outcome, Refusal, RefusalCode},
        state::PlanState,
    },
    web::{IfMatch, Valid},
};

/// Takes a step, or refuses it with every reason at once.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::PreconditionRequired`], [`Fault::Stale`] and [`Fault::Invalid`], in this order; a
/// refusal is no error.
pub fn transition(
    conn: &mut Conn,
    ctx: &Ctx,
    id: OnboardingPlanId,
    if_match: &IfMatch,
    body: &Valid<StepBody>,
    base_url: &str,
) -> Result<Outcome<Case>, Fault> {
    let case = load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    let step = match body.get() {
        Ok(step) => step,
        Err(fault) => {
            if_match.require(case.plan.version)?;
            return Err(fault);
        }
    };
    let actor = access::as_of(&case, &ctx.actor);
    let verdict = decide::plan(&case.evidence, step.to, &actor, case.frame(ctx));
    if let Err(refusal) = &verdict
        && refusal.code == RefusalCode::Forbidden
    {
        return refused(conn, ctx, &case.subject(), refusal.clone());
    }
    if_match.require(case.plan.version)?;
    if step.from.is_some_and(|from| from != case.plan.state) {
        return Err(Fault::Stale);
    }
    check(ctx, step, case.policy.extension_days)?;
    if case.plan.live_at.is_none() {
        return refused(conn, ctx, &case.subject(), not_hired(&case, step.to));
    }
    let reason = step.reason.as_deref().map(multi_line);
    let details = json!({ "until": step.until });
    let moved = judged_with(conn, ctx, &case.subject(), details, verdict, |conn, change| {
        onboarding::moved(conn, ctx, &case.plan, change, (step.until, reason.as_deref()))
    })?;
    let now = reloaded(conn, ctx, &case, moved)?;
    if let Outcome::Done(now) = &now {
        match now.plan.state {
            PlanState::Active => mails::remind(conn, ctx, now, base_url)?,
            PlanState::Ended => mails::stop(conn, id)?,
            _ => {}
        }
    }
    Ok(now)
}

/// What goes with a step: a reason for the end, a date for the one extension of at most `longest` days (6.7).
fn check(ctx: &Ctx, step: &StepBody, longest: u32) -> Result<(), Fault> {
    let mut faults = Vec::new();
    match (step.to, &step.reason) {
        (PlanState::Ended, None) => faults.push(FieldFault::new("/reason", "required", "Say why it ends.")),
        (PlanState::Ended, Some(_)) | (_, None) => {}
        (_, Some(_)) => {
            faults.push(FieldFault::new(
                "/reason",
                "not_for_this_step",
                "A reason belongs to the end.",
            ));
        }
    }
    let latest = ctx.now + days(i64::from(longest));
    match (step.to, step.until) {
        (PlanState::Extended, Some(until)) if until > ctx.now && until <= latest => {}
        (PlanState::Extended, _) => {
            let detail = format!("Say until when: at most {longest} days from now.");
            faults.push(FieldFault::new("/until", "range", detail));
        }
        (_, Some(_)) => {
            faults.push(FieldFault::new(
                "/until",
                "not_for_this_step",
                "A date belongs to an extension.",
            ));
        }
        (_, None) => {}
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Fault::Invalid(faults))
    }
}

fn not_hired(case: &Case, to: PlanState) -> Box<Refusal> {
    let (from, to) = (case.plan.state.to_string(), to.to_string());
    let detail = format!(
        "{} is not hired yet; the plan is prepared.",
        case.plan.trainee_name
    );
    Box::new(Refusal::plain(
        RefusalCode::IllegalStep,
        "onboarding plan",
        &from,
        &to,
        detail,
    ))
}

/// The dry run: every gate on the way to a state.
///
/// # Errors
/// [`Fault::NotFound`].
pub fn gates(
    conn: &mut Conn,
    ctx: &Ctx,
    id: OnboardingPlanId,
    to: PlanState,
) -> Result<(Case, Vec<GateRow>), Fault> {
    let case = load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    let rows = decide::plan_gates(&case.evidence, to, case.frame(ctx));
    Ok((case, rows))
}

/// What was done and what was refused, oldest first.
///
/// # Errors
/// [`Fault::NotFound`].
pub fn timeline(conn: &mut Conn, ctx: &Ctx, id: OnboardingPlanId) -> Result<Vec<Event>, Fault> {
    let case = load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    Ok(audit::timeline(conn, Chain::Case(id.uuid()))?)
}
