//! Check-ins, pulses, observed behaviour, the review's text and signatures.

use super::prepare::{by, mark};
use crate::{
    content::Pack,
    db::{Conn, types::Json},
    fault::{Fault, FieldFault},
    kernel::{
        ctx::{Ctx, UserActor},
        ids::CheckInId,
        text,
    },
    onboarding::{
        model::{
            BarBody, CheckIn, CheckInBody, CheckInRecord, Observation, Plan, Pulse, PulseReplies, Review,
            ReviewBody, ReviewInput, ReviewSignature,
        },
        rules::{days, pulse},
        store,
    },
    people,
};

/// Stores the record of a check-in, with behaviours seen. Returns whether it was late. The pulse is no part of it: it
/// is the trainee's own word and given by the trainee alone ([`add_pulse`]).
///
/// # Errors
/// [`Fault::AlreadySubmitted`] the second time; [`Fault::Conflict`] before its day; every bad field.
pub fn record_check_in(
    conn: &mut Conn,
    ctx: &Ctx,
    plan: &Plan,
    check_in: &CheckIn,
    body: &CheckInBody,
    pack: &Pack,
) -> Result<bool, Fault> {
    let starts_at = plan.starts_at.unwrap_or(plan.created_at);
    // Day 1 begins with the start itself; the review's day begins likewise (G56).
    if ctx.now < starts_at + crate::kernel::time::days((check_in.from_day - 1).max(0)) {
        return Err(Fault::Conflict {
            code: "too_early",
            detail: format!("This check-in is held from day {} on.", check_in.from_day),
        });
    }
    let faults = bar_faults(&body.bars, "/bars", pack);
    if !faults.is_empty() {
        return Err(Fault::Invalid(faults));
    }
    let late = ctx.now > days::check_in_due(starts_at, check_in.due_day);
    let record = CheckInRecord {
        notes: text::multi_line(&body.notes),
        by: by(ctx)?,
        at: ctx.now,
        late,
    };
    if !store::set_check_in(conn, check_in.id, ctx.now, &record)? {
        let detail = "This check-in is recorded already.".to_owned();
        return Err(Fault::AlreadySubmitted(detail));
    }
    observe(conn, ctx, plan, &body.bars, Some(check_in.id))?;
    store::touch(conn, plan.id)?;
    Ok(late)
}

fn bar_faults(bars: &[BarBody], at: &str, pack: &Pack) -> Vec<FieldFault> {
    let unknown = bars
        .iter()
        .enumerate()
        .filter(|(_, bar)| pack.competency(&bar.competency).is_none());
    unknown
        .map(|(n, _)| FieldFault::new(format!("{at}/{n}/competency"), "unknown", "No such competency."))
        .collect()
}

/// Stores a behaviour somebody saw on the job.
///
/// # Errors
/// When the competency is unknown.
pub fn add_observation(
    conn: &mut Conn,
    ctx: &Ctx,
    plan: &Plan,
    bar: &BarBody,
    pack: &Pack,
) -> Result<(), Fault> {
    if pack.competency(&bar.competency).is_none() {
        return Err(Fault::field("/competency", "unknown", "No such competency."));
    }
    observe(conn, ctx, plan, std::slice::from_ref(bar), None)?;
    store::touch(conn, plan.id)
}

fn observe(
    conn: &mut Conn,
    ctx: &Ctx,
    plan: &Plan,
    bars: &[BarBody],
    check_in: Option<CheckInId>,
) -> Result<(), Fault> {
    let observer = by(ctx)?;
    let operations = people::find_user(conn, observer)?.is_some_and(|user| user.operations);
    let seen: Vec<Observation> = bars
        .iter()
        .map(|bar| Observation {
            id: ctx.new_id(),
            plan_id: plan.id,
            check_in_id: check_in,
            competency: bar.competency.clone(),
            level: i64::from(bar.level),
            evidence: text::multi_line(&bar.evidence),
            observed_by: observer,
            operations,
            observed_at: ctx.now,
        })
        .collect();
    store::insert_observations(conn, &seen)
}

/// Stores the trainee's answers to the pulse items.
///
/// # Errors
/// Every bad answer.
pub fn add_pulse(
    conn: &mut Conn,
    ctx: &Ctx,
    plan: &Plan,
    answers: &PulseReplies,
    pack: &Pack,
) -> Result<(), Fault> {
    let faults = pulse::faults(answers, &pack.check_ins().pulse, "/answers");
    if !faults.is_empty() {
        return Err(Fault::Invalid(faults));
    }
    let pulse = Pulse {
        id: ctx.new_id(),
        plan_id: plan.id,
        check_in_id: None,
        answers: Json(answers.clone()),
        answered_at: ctx.now,
    };
    store::insert_pulse(conn, &pulse)?;
    store::touch(conn, plan.id)
}

/// Stores a review; one written before, and the signatures under it, count no longer.
///
/// # Errors
/// When a statement fails.
pub fn write_review(conn: &mut Conn, ctx: &Ctx, plan: &Plan, input: &ReviewInput) -> Result<Review, Fault> {
    let review = Review {
        id: ctx.new_id(),
        plan_id: plan.id,
        verdict: input.verdict,
        body: Json(ReviewBody {
            text: text::multi_line(&input.text),
            goals: input.goals.iter().map(|goal| text::single_line(goal)).collect(),
        }),
        signatures: Json(Vec::new()),
        held_by: by(ctx)?,
        held_at: ctx.now,
    };
    store::insert_review(conn, &review)?;
    store::touch(conn, plan.id)?;
    Ok(review)
}

/// Signs the review as it stands; a second signature of the same person changes nothing.
///
/// # Errors
/// [`Fault::NotFound`] when there is none.
pub fn sign_review(conn: &mut Conn, ctx: &Ctx, plan: &Plan, signer: &UserActor) -> Result<Review, Fault> {
    let mut review = store::review(conn, plan.id)?.ok_or(Fault::NotFound("review"))?;
    if review
        .signatures
        .0
        .iter()
        .all(|signature| signature.mark.by != signer.id)
    {
        let signature = ReviewSignature {
            name: signer.name.clone(),
            mark: mark(ctx, None)?,
        };
        review.signatures.0.push(signature);
        store::set_signatures(conn, review.id, &review.signatures.0)?;
        store::touch(conn, plan.id)?;
    }
    Ok(review)
}
