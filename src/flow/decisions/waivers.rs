//! Waivers (dossier 7.6): asked for by the hiring manager, granted by two others, expired by the clock.

use std::sync::Arc;

use serde_json::json;

use super::{
    letters,
    target::{Target, WaiverTarget},
};
use crate::{
    content::Pack,
    db::Conn,
    decisions::{self, Waiver, WaiverAsk},
    fault::{Fault, FieldFault},
    flow::{case, judged, judged_with, noted, refused},
    kernel::{
        ctx::{Actor, Ctx, UserActor},
        ids::WaiverId,
        text_enum::TextEnum,
    },
    pipeline::{
        decide::{self, WaiverCase},
        policy::Policy,
        refusal::Outcome,
        state::{ApplicationState, WaiverState},
        waiver::{WaiverFault, WaiverGate, WaiverLimit, WaiverRequest, check_request},
    },
    web::IfMatch,
};

fn person(ctx: &Ctx) -> Result<&UserActor, Fault> {
    ctx.actor.user().ok_or(Fault::NotFound("waiver"))
}

/// Gates of the waivers ever granted on a case.
fn granted(waivers: &[Waiver]) -> Vec<WaiverGate> {
    let ever = waivers.iter().filter(|w| w.was_granted());
    ever.map(|w| w.gate).collect()
}

fn told(fault: WaiverFault) -> FieldFault {
    FieldFault::new(fault.pointer, "not_waivable", fault.detail)
}

/// Checks what is asked for against the limits of 7.6 and the kind of case.
fn checked(target: &Target, asked: &WaiverAsk, ctx: &Ctx) -> Result<WaiverGate, Fault> {
    let request = WaiverRequest {
        gate: asked.gate,
        value: asked.value,
        reason: asked.reason_code,
        text: &asked.text,
        measure: &asked.compensating_measure,
        expires_at: asked.expires_at,
    };
    let checked = check_request(&request, &target.context(), ctx.now);
    let elsewhere = WaiverGate::of(asked.gate).filter(|gate| gate.scope() != target.scope());
    let mut faults: Vec<FieldFault> = match &checked {
        Err(faults) => faults.iter().cloned().map(told).collect(),
        Ok(_) => Vec::new(),
    };
    if let Some(gate) = elsewhere {
        let place = gate.scope().to_string().replace('_', " ");
        let detail = format!("A waiver of {gate} belongs to the {place}.");
        faults.insert(0, FieldFault::new("/gate", "other_case", detail));
    }
    match checked {
        Ok(gate) if faults.is_empty() => Ok(gate),
        _ => Err(Fault::Invalid(faults)),
    }
}

/// Asks for a waiver.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but the hiring manager, [`Fault::Invalid`] beyond the limits or for a reason
/// that is never accepted (T5), [`Fault::Conflict`] while one of this gate is live. A used-up quota is a refusal
/// (T7).
pub fn ask(
    conn: &mut Conn,
    ctx: &Ctx,
    target: WaiverTarget,
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<WaiverAsk, Fault>,
) -> Result<Outcome<Waiver>, Fault> {
    let target = Target::load(conn, ctx, target)?;
    target.see(ctx)?;
    let asked = read();
    let wanted = asked.as_ref().ok().and_then(|asked| WaiverGate::of(asked.gate));
    let by = target.asker(wanted, &ctx.actor)?;
    if_match.honour(target.version())?;
    let asked = asked?;
    let gate = checked(&target, &asked, ctx)?;
    target.still_open()?;
    let earlier = decisions::waivers::of_case(conn, target.case())?;
    if let Err(refusal) = decide::ask_waiver(gate, &granted(&earlier), target.policy()) {
        return refused(conn, ctx, &target.subject(target.case()), refusal);
    }
    if earlier.iter().any(|w| w.gate == gate && w.is_live(ctx.now)) {
        return Err(Fault::Conflict {
            code: "waiver_exists",
            detail: format!("A waiver of {gate} is waiting or in force already."),
        });
    }
    let facts = target.facts(asked.gate, ctx);
    let waiver = decisions::waivers::ask(conn, ctx, (gate, target.case()), by.id, &asked, facts)?;
    target.touch(conn, ctx)?;
    let details = json!({
        "gate": gate, "value": waiver.value, "reason_code": waiver.reason_code,
        "expires_at": waiver.expires_at, "facts_hash": waiver.facts_hash,
    });
    noted(
        conn,
        ctx,
        &target.subject(waiver.id.uuid()),
        "waiver.request",
        details,
    )?;
    letters::requested(conn, ctx, &target, &waiver)?;
    Ok(Outcome::Done(waiver))
}

/// A waiver with the case it belongs to, for somebody who may know of it.
fn opened(conn: &mut Conn, ctx: &Ctx, id: WaiverId) -> Result<(Waiver, Target), Fault> {
    let waiver = decisions::waivers::get(conn, id)?;
    let target = target_of(conn, ctx, &waiver)?;
    target.see_waiver(ctx)?;
    Ok((waiver, target))
}

fn target_of(conn: &mut Conn, ctx: &Ctx, waiver: &Waiver) -> Result<Target, Fault> {
    Target::load(conn, ctx, case_of(waiver))
}

/// A waiver.
///
/// # Errors
/// [`Fault::NotFound`] for those who may not know of it.
pub fn show(conn: &mut Conn, ctx: &Ctx, id: WaiverId) -> Result<Waiver, Fault> {
    opened(conn, ctx, id).map(|(waiver, _)| waiver)
}

/// The waivers of a case, oldest first.
///
/// # Errors
/// [`Fault::NotFound`] for those who may not know of the case.
pub fn list(conn: &mut Conn, ctx: &Ctx, target: WaiverTarget) -> Result<Vec<Waiver>, Fault> {
    let target = Target::load(conn, ctx, target)?;
    target.see(ctx)?;
    decisions::waivers::of_case(conn, target.case())
}

/// Approves a waiver; the second approval grants it.
///
/// # Errors
/// [`Fault::NotFound`]; who may not approve is refused (T6, T14).
pub fn approve(
    conn: &mut Conn,
    ctx: &Ctx,
    id: WaiverId,
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<(), Fault>,
) -> Result<Outcome<Waiver>, Fault> {
    let (waiver, target) = opened(conn, ctx, id)?;
    let actor = target.as_of(&ctx.actor);
    let user = actor.user().ok_or(Fault::NotFound("waiver"))?;
    let verdict = approval(conn, &waiver, &target, user, &actor)?;
    let subject = target.subject(waiver.id.uuid());
    let (change, given) = match verdict {
        Ok(allowed) => allowed,
        Err(refusal) => return refused(conn, ctx, &subject, refusal),
    };
    if_match.honour(target.version())?;
    read()?;
    let details = json!({ "gate": waiver.gate, "seats": given.seats });
    let approved = judged_with(conn, ctx, &subject, details, Ok(change), |conn, change| {
        decisions::waivers::approve(conn, ctx, &waiver, change, given)
    })?;
    if let Outcome::Done(waiver) = &approved {
        target.touch(conn, ctx)?;
        letters::settled(conn, ctx, &target, waiver)?;
        after(conn, ctx, &target, waiver)?;
    }
    Ok(approved)
}

/// What would come of this person's approval.
fn approval(
    conn: &mut Conn,
    waiver: &Waiver,
    target: &Target,
    user: &UserActor,
    actor: &Actor,
) -> Result<decide::WaiverVerdict, Fault> {
    let earlier = decisions::waivers::of_case(conn, target.case())?;
    let judged_case = WaiverCase {
        gate: waiver.gate,
        state: waiver.state,
        requested_by: waiver.requested_by,
        approvals: &waiver.approvals.0,
        granted: &granted(&earlier),
        policy: target.policy(),
    };
    Ok(decide::waiver(&judged_case, &target.approver(user), actor))
}

/// The waivers that the actor could approve now, each with what it is about.
///
/// # Errors
/// When a statement fails.
pub fn waiting_for(conn: &mut Conn, ctx: &Ctx) -> Result<Vec<(Waiver, String)>, Fault> {
    let mut mine = Vec::new();
    if !ctx.actor.has_any(letters::APPROVERS) {
        return Ok(mine);
    }
    for waiver in decisions::waivers::waiting(conn, ctx.now)? {
        let target = target_of(conn, ctx, &waiver)?;
        let actor = target.as_of(&ctx.actor);
        let Some(user) = actor.user().filter(|_| target.see_waiver(ctx).is_ok()) else {
            continue;
        };
        if approval(conn, &waiver, &target, user, &actor)?.is_ok() {
            mine.push((waiver, target.about()));
        }
    }
    Ok(mine)
}

/// What is shown of a case to somebody who looks at its waivers or wants to ask for one.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The candidate with the job, the job, or the hire, in words.
    pub about: String,
    /// The version of the case.
    pub version: i64,
    /// Its waivers, oldest first, whatever became of them.
    pub waivers: Vec<Waiver>,
    /// Whether the actor may ask for one now.
    pub asks: bool,
    /// The gates that can be waived here, each with how far.
    pub gates: Vec<(WaiverGate, WaiverLimit)>,
    /// The policy the case runs under.
    pub policy: Policy,
    /// The content with the reasons, those that are never accepted among them.
    pub pack: Arc<Pack>,
}

/// The waivers of a case, with what asking for one needs.
///
/// # Errors
/// [`Fault::NotFound`] for those who may not know of the case.
pub fn desk(conn: &mut Conn, ctx: &Ctx, target: WaiverTarget) -> Result<Desk, Fault> {
    let target = Target::load(conn, ctx, target)?;
    target.see(ctx)?;
    let context = target.context();
    let here = WaiverGate::ALL
        .iter()
        .filter(|gate| gate.scope() == target.scope());
    let gates: Vec<_> = here
        .filter_map(|&gate| Some((gate, gate.limit(&context)?)))
        .collect();
    let may = |(gate, _): &(WaiverGate, WaiverLimit)| target.asker(Some(*gate), &ctx.actor).is_ok();
    Ok(Desk {
        about: target.about(),
        version: target.version(),
        waivers: decisions::waivers::of_case(conn, target.case())?,
        asks: gates.iter().any(may) && target.still_open().is_ok(),
        gates,
        policy: target.policy().clone(),
        pack: target.pack(conn)?,
    })
}

/// Whether the actor could approve a waiver that waits now.
///
/// # Errors
/// [`Fault::NotFound`] for those who may not know of it.
pub fn approves(conn: &mut Conn, ctx: &Ctx, id: WaiverId) -> Result<bool, Fault> {
    let (waiver, target) = opened(conn, ctx, id)?;
    let actor = target.as_of(&ctx.actor);
    match actor.user() {
        Some(user) => Ok(approval(conn, &waiver, &target, user, &actor)?.is_ok()),
        None => Ok(false),
    }
}

/// The case a waiver belongs to.
pub fn case_of(waiver: &Waiver) -> WaiverTarget {
    WaiverTarget::of(waiver.case_kind, waiver.case_id.uuid())
}

/// What a changed waiver may complete.
fn after(conn: &mut Conn, ctx: &Ctx, target: &Target, waiver: &Waiver) -> Result<(), Fault> {
    match (waiver.state, target) {
        (WaiverState::Granted, Target::Application(case)) => {
            let id = case.evidence.application;
            if case.evidence.state == ApplicationState::Debriefed {
                let now = case::load(conn, ctx, id)?;
                letters::cooling_off(conn, ctx, &now)?;
            }
            crate::flow::applications::settle(conn, ctx, id)
        }
        _ => Ok(()),
    }
}

/// Refuses a waiver that waits for approvals.
///
/// # Errors
/// [`Fault::NotFound`] and [`Fault::Invalid`]; who may not is refused.
pub fn refuse(
    conn: &mut Conn,
    ctx: &Ctx,
    id: WaiverId,
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<String, Fault>,
) -> Result<Outcome<Waiver>, Fault> {
    let (waiver, target) = opened(conn, ctx, id)?;
    let verdict = decide::part(waiver.state, WaiverState::Refused, &target.as_of(&ctx.actor));
    end(conn, ctx, (&waiver, &target), verdict, || {
        if_match.honour(target.version())?;
        read()
    })
}

/// Takes a granted waiver back, until the offer is out.
///
/// # Errors
/// As [`refuse`].
pub fn revoke(
    conn: &mut Conn,
    ctx: &Ctx,
    id: WaiverId,
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<String, Fault>,
) -> Result<Outcome<Waiver>, Fault> {
    let (waiver, target) = opened(conn, ctx, id)?;
    let verdict = decide::revoke_waiver(waiver.state, target.state(), &target.as_of(&ctx.actor));
    end(conn, ctx, (&waiver, &target), verdict, || {
        if_match.honour(target.version())?;
        read()
    })
}

fn end(
    conn: &mut Conn,
    ctx: &Ctx,
    (waiver, target): (&Waiver, &Target),
    verdict: decide::Verdict<WaiverState>,
    read: impl FnOnce() -> Result<String, Fault>,
) -> Result<Outcome<Waiver>, Fault> {
    let subject = target.subject(waiver.id.uuid());
    let change = match verdict {
        Ok(change) => change,
        Err(refusal) => return refused(conn, ctx, &subject, refusal),
    };
    let (by, text) = (person(ctx)?.id, read()?);
    let details = json!({ "gate": waiver.gate });
    let ended = judged_with(conn, ctx, &subject, details, Ok(change), |conn, change| {
        decisions::waivers::close(conn, ctx, waiver, change, (by, text))
    })?;
    target.touch(conn, ctx)?;
    if let Outcome::Done(waiver) = &ended {
        letters::settled(conn, ctx, target, waiver)?;
    }
    Ok(ended)
}

/// Expires waivers whose time is over.
pub(super) fn expire(conn: &mut Conn, ctx: &Ctx) -> Result<(), Fault> {
    for waiver in decisions::waivers::overdue(conn, ctx.now)? {
        let target = target_of(conn, ctx, &waiver)?;
        let verdict = decide::part(waiver.state, WaiverState::Expired, &ctx.actor);
        let subject = target.subject(waiver.id.uuid());
        let expired = judged(conn, ctx, &subject, verdict, |conn, change| {
            decisions::waivers::expire(conn, &waiver, change)
        })?;
        if let Outcome::Done(waiver) = &expired {
            target.touch(conn, ctx)?;
            letters::settled(conn, ctx, &target, waiver)?;
        }
    }
    Ok(())
}
