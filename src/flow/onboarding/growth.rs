//! Check-ins (G55), pulses, observed behaviour and the day-90 review (G56).

use serde_json::json;

use super::{Case, access, acted, mails, news, opened};
use crate::{
    db::Conn,
    fault::Fault,
    kernel::{
        ctx::Ctx,
        ids::{CheckInId, OnboardingPlanId},
        role::Role,
    },
    onboarding::{
        self,
        model::{BarBody, CheckInBody, PulseBody, ReviewInput},
    },
    web::{IfMatch, Valid},
};

const OBSERVERS: (&[Role], &str) = (
    &[
        Role::Manager,
        Role::HiringManager,
        Role::OpsLead,
        Role::Trainer,
        Role::Coach,
    ],
    "those who see the hire at work: manager, hiring manager, operations lead, trainer or coach",
);
const SIGNERS: (&[Role], &str) = (
    &[
        Role::HiringManager,
        Role::Manager,
        Role::Sponsor,
        Role::HrLead,
        Role::Coach,
    ],
    "the hiring manager, the manager, the sponsor, the coach or an HR lead",
);
const REVIEWERS: (&[Role], &str) = (
    &[Role::HiringManager, Role::Manager],
    "the hiring manager or the manager",
);

/// Records a check-in. The one-to-one of the first week (G55) is told to the sponsor when it comes late.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but the manager; [`Fault::AlreadySubmitted`] the second time; bad fields.
pub fn check_in(
    conn: &mut Conn,
    ctx: &Ctx,
    (id, which, if_match): (OnboardingPlanId, CheckInId, &IfMatch),
    body: &Valid<CheckInBody>,
    base_url: &str,
) -> Result<Case, Fault> {
    let (case, _) = opened(conn, ctx, id, if_match, (&[Role::Manager], "the hire's manager"))?;
    let check_in = onboarding::check_in(conn, id, which)?.ok_or(Fault::NotFound("check-in"))?;
    let body = body.get()?;
    access::at_work(&case)?;
    let late = onboarding::record_check_in(conn, ctx, &case.plan, &check_in, body, &case.pack)?;
    mails::checked_in(conn, ctx, &case, &check_in, late, base_url)?;
    let details = json!({ "code": check_in.code, "number": check_in.number, "late": late });
    acted(conn, ctx, &case, "check_in.record", details)
}

/// Stores the trainee's answers to the pulse items.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but the trainee; bad answers.
pub fn pulse(
    conn: &mut Conn,
    ctx: &Ctx,
    id: OnboardingPlanId,
    if_match: &IfMatch,
    body: &Valid<PulseBody>,
) -> Result<Case, Fault> {
    let (case, _) = opened(conn, ctx, id, if_match, (&[Role::Trainee], "the trainee"))?;
    let body = body.get()?;
    access::at_work(&case)?;
    onboarding::add_pulse(conn, ctx, &case.plan, &body.answers, &case.pack)?;
    mails::answered(conn, ctx, &case)?;
    let now = acted(conn, ctx, &case, "pulse.answer", json!(null))?;
    news::load(conn, ctx, &now)?;
    Ok(now)
}

/// Stores a behaviour somebody saw on the job (BARS; level 3 of dossier 6.6).
///
/// # Errors
/// [`Fault::Forbidden`] for everybody who does not see the hire at work, and for the hire.
pub fn observe(
    conn: &mut Conn,
    ctx: &Ctx,
    id: OnboardingPlanId,
    if_match: &IfMatch,
    body: &Valid<BarBody>,
) -> Result<Case, Fault> {
    let (case, by) = opened(conn, ctx, id, if_match, OBSERVERS)?;
    if case.plan.trainee_id == Some(by.id) {
        return Err(Fault::forbidden("Nobody rates their own behaviour."));
    }
    let bar = body.get()?;
    access::at_work(&case)?;
    onboarding::add_observation(conn, ctx, &case.plan, bar, &case.pack)?;
    acted(
        conn,
        ctx,
        &case,
        "behaviour.observe",
        json!({ "competency": bar.competency }),
    )
}

/// Writes the day-90 review, or writes it anew: signatures under the one before count no longer.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but hiring manager and manager; [`Fault::PreconditionRequired`].
pub fn review(
    conn: &mut Conn,
    ctx: &Ctx,
    id: OnboardingPlanId,
    if_match: &IfMatch,
    body: &Valid<ReviewInput>,
) -> Result<Case, Fault> {
    let (case, _) = opened(conn, ctx, id, if_match, REVIEWERS)?;
    if_match.require(case.plan.version)?;
    let input = body.get()?;
    access::at_work(&case)?;
    let review = onboarding::write_review(conn, ctx, &case.plan, input)?;
    acted(
        conn,
        ctx,
        &case,
        "review.write",
        json!({ "review": review.id, "verdict": review.verdict }),
    )
}

/// Signs the review as it stands.
///
/// # Errors
/// [`Fault::Forbidden`] for the trainee and everybody without a part; [`Fault::NotFound`] when there is none.
pub fn sign(conn: &mut Conn, ctx: &Ctx, id: OnboardingPlanId, if_match: &IfMatch) -> Result<Case, Fault> {
    let (case, by) = opened(conn, ctx, id, if_match, SIGNERS)?;
    if case.plan.trainee_id == Some(by.id) {
        return Err(Fault::forbidden("Nobody signs their own review."));
    }
    access::at_work(&case)?;
    let review = onboarding::sign_review(conn, ctx, &case.plan, &by)?;
    acted(conn, ctx, &case, "review.sign", json!({ "review": review.id }))
}
