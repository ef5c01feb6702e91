//! The trainer's word about a module: signed off (G51, G52), recognised, or sent back.

use serde_json::{Value, json};

use super::{
    Case, access, load, mails, news, reloaded,
    training::{Place, TRAINER, Work, at, not_the_trainee, with_code},
};
use crate::{
    db::Conn,
    fault::Fault,
    flow::judged_with,
    kernel::ctx::Ctx,
    onboarding::{
        self,
        model::{ModuleBody, NoteBody, ReasonBody},
    },
    pipeline::{decide, refusal::Outcome, state::ModuleState},
    web::Valid,
};

/// Signs a module off. What it rests on (steps, evidence, check, signatures) is read from what is stored; the
/// trainee's own signature is refused by G52.
///
/// # Errors
/// [`Fault::NotFound`]; a refusal is no error.
pub fn sign_off(conn: &mut Conn, ctx: &Ctx, (id, code, if_match): Place<'_>) -> Result<Outcome<Case>, Fault> {
    let case = load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    let row = case.module(code)?.clone();
    let Some(by) = ctx.actor.user().cloned() else {
        return Err(Fault::NotFound("onboarding plan"));
    };
    if_match.honour(case.plan.version)?;
    let mut signed = row.body.0.clone();
    signed.signed = Some(onboarding::mark(ctx, None)?);
    let work = Work { case, by, row };
    access::at_work(&work.case)?;
    judge(conn, ctx, &work, ModuleState::SignedOff, &signed)
}

/// Recognises an earlier certificate in place of the module; a check of at least 80 % must be stored.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but a trainer; a refusal is no error.
pub fn recognise(
    conn: &mut Conn,
    ctx: &Ctx,
    place: Place<'_>,
    body: &Valid<NoteBody>,
) -> Result<Outcome<Case>, Fault> {
    let work = at(conn, ctx, place, TRAINER)?;
    not_the_trainee(&work)?;
    let note = &body.get()?.note;
    let mut learned = work.unfinished()?;
    learned.certificate = Some(onboarding::mark(ctx, Some(note))?);
    learned.signed = Some(onboarding::mark(ctx, None)?);
    judge(conn, ctx, &work, ModuleState::WaivedEquivalent, &learned)
}

fn judge(
    conn: &mut Conn,
    ctx: &Ctx,
    work: &Work,
    to: ModuleState,
    body: &ModuleBody,
) -> Result<Outcome<Case>, Fault> {
    let case = &work.case;
    let by_certificate = to == ModuleState::WaivedEquivalent;
    let signer = (work.by.id, work.by.name.as_str());
    let proposed = onboarding::proposed_sign_off(&work.row, &case.pack, signer, by_certificate);
    let actor = access::as_of(case, &ctx.actor);
    let verdict = decide::sign_off(
        &case.evidence,
        proposed,
        work.row.state,
        to,
        &actor,
        case.frame(ctx),
    );
    let subject = case.subject_of("training_module", work.row.id.uuid());
    let details = with_code(Value::Null, &work.row.code);
    let moved = judged_with(conn, ctx, &subject, details, verdict, |conn, change| {
        mails::module_done(conn, case.plan.id, &work.row.code)?;
        onboarding::module_moved(conn, &work.row, change, body)
    })?;
    reloaded(conn, ctx, case, moved)
}

/// Sends a module back with a reason. Signatures given for what was handed in count no longer.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but a trainer.
pub fn send_back(
    conn: &mut Conn,
    ctx: &Ctx,
    place: Place<'_>,
    body: &Valid<ReasonBody>,
) -> Result<Outcome<Case>, Fault> {
    let work = at(conn, ctx, place, TRAINER)?;
    not_the_trainee(&work)?;
    let reason = &body.get()?.reason;
    let mut learned = work.unfinished()?;
    learned.returns.push(onboarding::mark(ctx, Some(reason))?);
    learned.submitted_at = None;
    learned.countersigned = None;
    learned.operations = None;
    let details = json!({ "returns": learned.returns.len() });
    let moved = work.step(conn, ctx, ModuleState::Returned, &learned, details)?;
    if let Outcome::Done(now) = &moved {
        mails::module_passed_on(conn, ctx, now, &work.row.code)?;
        news::came_back(conn, ctx, now, &work.row, reason)?;
    }
    Ok(moved)
}
