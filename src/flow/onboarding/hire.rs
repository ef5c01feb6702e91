//! From the application to the hire's plan: prepared before the decision (G40), with an account from the accepted
//! offer on, alive from the hire on.

use serde_json::json;

use super::{Case, load, mails, news};
use crate::{
    applications,
    db::Conn,
    fault::Fault,
    flow::{
        applications::{access, settle},
        case::{self, Case as ApplicationCase},
        judged, noted,
    },
    jobs,
    kernel::{
        ctx::{Actor, Ctx},
        ids::{ApplicationId, UserId},
        role::Role,
        time::Timestamp,
    },
    onboarding::{
        self, Accepted,
        model::{NewPlan, PlanBody},
    },
    people,
    pipeline::{
        decide, measured,
        refusal::Outcome,
        state::{PlanState, WaiverState},
    },
    web::{IfMatch, Valid},
};

/// Why a plan ends whose application did not lead to a hire.
const NOT_HIRED: &str = "The application did not lead to a hire.";

/// Prepares the plan of an application, so that training is ready before anybody is hired (G40).
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but HR and the hiring manager; people who cannot take the part;
/// [`Fault::Conflict`] when there is a plan already.
pub fn prepare(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    if_match: &IfMatch,
    body: &Valid<PlanBody>,
) -> Result<Case, Fault> {
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    let preparers = [Role::Hr, Role::HrLead, Role::HiringManager];
    access::staff(&case, &ctx.actor, &preparers, "HR or the hiring manager")?;
    if_match.honour(case.version)?;
    let body = body.get()?;
    access::under_way(&case)?;
    let row = applications::row(conn, id)?;
    let terms = &case.evidence.terms;
    let new = NewPlan {
        application: id,
        job: row.job_id,
        job_title: terms.title.clone(),
        kind: terms.kind,
        name: case.evidence.candidate_name.clone(),
        hiring_manager: terms.hiring_manager,
        sponsor: terms.sponsor,
        ops_lead: terms.ops_lead,
        hr: terms.hr,
        policy_version: case.policy_version,
        content_version: row.content_version,
    };
    let plan = onboarding::prepare(conn, ctx, new, body, &case.pack)?;
    applications::touch(conn, ctx, id)?;
    let prepared = load(conn, ctx, plan.id)?;
    let modules = prepared.modules.len();
    noted(
        conn,
        ctx,
        &prepared.subject(),
        "plan.prepare",
        json!({ "application": id, "modules": modules }),
    )?;
    noted(
        conn,
        ctx,
        &case.subject(),
        "onboarding.prepare",
        json!({ "plan": plan.id }),
    )?;
    settle(conn, ctx, id)?;
    Ok(prepared)
}

/// The plan of an application, for those who may know of both.
///
/// # Errors
/// [`Fault::NotFound`].
pub fn of_application(conn: &mut Conn, ctx: &Ctx, id: ApplicationId) -> Result<Case, Fault> {
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    let plan = onboarding::of_application(conn, id)?;
    let prepared = load(conn, ctx, plan.id)?;
    super::access::see(&prepared, &ctx.actor)?;
    Ok(prepared)
}

/// Follows an accepted offer: makes the hire's account, links it to the plan, sends M20. Call it in the transaction
/// of the step to `offer_accepted`; a second call changes nothing.
///
/// # Errors
/// [`Fault::NotFound`] when no plan was prepared.
pub fn accepted(
    conn: &mut Conn,
    ctx: &Ctx,
    application: &ApplicationCase,
    starts_at: Option<Timestamp>,
    base_url: &str,
) -> Result<UserId, Fault> {
    let id = application.evidence.application;
    let row = applications::row(conn, id)?;
    let candidate = applications::candidate(conn, row.candidate_id)?;
    let hire = Accepted {
        name: candidate.name,
        email: candidate.email,
        starts_at,
    };
    let known = onboarding::of_application(conn, id)?.trainee_id;
    let (plan, user) = onboarding::accepted(conn, ctx, id, &hire)?;
    if known.is_some() {
        return Ok(user);
    }
    let case = load(conn, ctx, plan.id)?;
    let number = i64::from(application.evidence.terms.description_number);
    let preview = jobs::description(conn, row.job_id, number)?.body.0.preview;
    let preview = preview.hard.into_iter().chain(preview.attractive).collect();
    mails::preboarding(conn, ctx, &case, preview, base_url)?;
    news::readiness(conn, ctx, &case)?;
    noted(
        conn,
        ctx,
        &case.subject(),
        "plan.trainee",
        json!({ "trainee": user }),
    )?;
    Ok(user)
}

/// Follows a hire: the plan comes to life, with the modules that answer accepted red flags and low scores, and
/// extra check-ins when the hire was made on a waiver. Call it in the transaction of the step to `hired`.
///
/// # Errors
/// [`Fault::NotFound`] when no plan was prepared.
pub fn hired(conn: &mut Conn, ctx: &Ctx, application: &ApplicationCase) -> Result<Case, Fault> {
    let evidence = &application.evidence;
    let mut risks = applications::accepted_modules(conn, evidence.application)?;
    risks.extend(measured::modules_to_assign(evidence));
    risks.sort();
    risks.dedup();
    let granted = |state| matches!(state, WaiverState::Granted | WaiverState::Expired);
    let waived = evidence.waivers.iter().any(|waiver| granted(waiver.state));
    let of = (risks.as_slice(), waived);
    let plan = onboarding::hired(conn, ctx, evidence.application, &application.pack, of)?;
    let case = load(conn, ctx, plan.id)?;
    let details = json!({ "risks": risks, "waived": waived });
    noted(conn, ctx, &case.subject(), "plan.live", details)?;
    Ok(case)
}

/// Undoes what an accepted offer brought, when there is no hire after all: the offer was rescinded, the candidate
/// withdrew, the application was closed. The plan that was prepared ends; the login that came with the acceptance loses
/// its role, and with no other role its sessions and links; nothing more is mailed. Call it in the transaction of the
/// step.
///
/// # Errors
/// When a statement fails.
pub fn fallen_through(conn: &mut Conn, ctx: &Ctx, application: &ApplicationCase) -> Result<(), Fault> {
    let plan = match onboarding::of_application(conn, application.evidence.application) {
        Ok(plan) if plan.live_at.is_none() && plan.state == PlanState::Preboarding => plan,
        Ok(_) | Err(Fault::NotFound(_)) => return Ok(()),
        Err(fault) => return Err(fault),
    };
    let system = Ctx {
        actor: Actor::System,
        ..ctx.clone()
    };
    let case = load(conn, &system, plan.id)?;
    let verdict = decide::plan(
        &case.evidence,
        PlanState::Ended,
        &system.actor,
        case.frame(&system),
    );
    let ended = judged(conn, &system, &case.subject(), verdict, |conn, change| {
        onboarding::moved(conn, &system, &plan, change, (None, Some(NOT_HIRED)))
    })?;
    if let Outcome::Refused(refusal) = ended {
        return Err(Fault::Refused(refusal));
    }
    mails::stop(conn, plan.id)?;
    match plan.trainee_id {
        Some(trainee) => people::take_role(conn, &system, trainee, Role::Trainee),
        None => Ok(()),
    }
}
