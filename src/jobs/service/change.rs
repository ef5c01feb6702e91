//! Changes of what stands around a job. They alter the job in memory; `flow::jobs::edit` stores it once no gate
//! that was passed would open again.

use super::{
    create::{check_people, checked_title},
    limits::tidied,
};
use crate::{
    company::{self, model::Ladder},
    db::{Conn, types::Json},
    fault::Fault,
    jobs::model::{
        Accountability, Advert, Job, KindAnswers, KindChoice, OpeningReason, RolePlan, suggest_kind,
    },
    kernel::{
        ctx::Ctx,
        ids::UserId,
        kind::Kind,
        text::{multi_line, visible_len},
    },
    pipeline::evidence::JobPeople,
};

/// The least length of the owner's reason for a kind, in characters (house rule).
const MIN_KIND_REASON: usize = 10;

/// What to change of a job; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct JobChange {
    /// The working title.
    pub title: Option<String>,
    /// Why somebody is looked for.
    pub reason: Option<OpeningReason>,
    /// The hiring manager.
    pub hiring_manager: Option<UserId>,
    /// The sponsor.
    pub sponsor: Option<UserId>,
    /// The operations lead.
    pub ops_lead: Option<UserId>,
    /// HR's person in charge.
    pub hr: Option<UserId>,
}

/// Changes title, reason or people.
pub(crate) fn change_people(conn: &mut Conn, job: &mut Job, change: &JobChange) -> Result<(), Fault> {
    let people = JobPeople {
        hiring_manager: change.hiring_manager.unwrap_or(job.hiring_manager),
        sponsor: change.sponsor.unwrap_or(job.sponsor),
        ops_lead: change.ops_lead.unwrap_or(job.ops_lead),
        hr: change.hr.unwrap_or(job.hr),
    };
    let mut faults = check_people(conn, &people)?;
    // Only those who are named now must still fit; others may have changed roles since.
    let given = [
        ("/hiring_manager", change.hiring_manager.is_some()),
        ("/sponsor", change.sponsor.is_some()),
        ("/ops_lead", change.ops_lead.is_some()),
        ("/hr", change.hr.is_some()),
    ];
    faults.retain(|fault| {
        given
            .iter()
            .any(|(pointer, given)| *given && fault.pointer == *pointer)
    });
    if let Some(title) = &change.title {
        job.title = checked_title(title, &mut faults);
    }
    if !faults.is_empty() {
        return Err(Fault::Invalid(faults));
    }
    job.reason = change.reason.unwrap_or(job.reason);
    job.hiring_manager = people.hiring_manager;
    job.sponsor = people.sponsor;
    job.ops_lead = people.ops_lead;
    job.hr = people.hr;
    Ok(())
}

/// What the owner says about the kind.
#[derive(Debug, Clone)]
pub struct KindDecision {
    /// Answers to DH-1 to DH-5.
    pub answers: KindAnswers,
    /// The kind chosen.
    pub kind: Kind,
    /// Why.
    pub reason: String,
}

/// Keeps the owner's choice beside the helper's suggestion.
pub(crate) fn decide_kind(ctx: &Ctx, job: &mut Job, decision: &KindDecision) -> Result<(), Fault> {
    let by = ctx.actor.user_id().ok_or(Fault::Unauthenticated)?;
    if !(MIN_KIND_REASON..=2_000).contains(&visible_len(&decision.reason)) {
        let detail = format!("Say why in {MIN_KIND_REASON} to 2,000 characters.");
        return Err(Fault::field("/reason", "length", detail));
    }
    let suggestion = suggest_kind(&decision.answers);
    job.kind = Some(decision.kind);
    job.kind_choice = Some(Json(KindChoice {
        answers: decision.answers,
        suggestion: suggestion.suggestion,
        suggestion_reason: suggestion.reason,
        reason: multi_line(&decision.reason),
        by,
        at: ctx.now,
    }));
    Ok(())
}

/// Sets the ladder; a code without rungs takes over the company's ladder of that code.
pub(crate) fn set_ladder(conn: &mut Conn, job: &mut Job, ladder: &Ladder) -> Result<(), Fault> {
    let mut ladder = tidied("", ladder)?;
    if ladder.rungs.is_empty() && !ladder.ladder_id.is_empty() {
        let company = company::get(conn)?.body.ladders;
        ladder = company
            .into_iter()
            .find(|own| own.ladder_id == ladder.ladder_id)
            .ok_or_else(|| {
                Fault::field("/ladder_id", "unknown", "The company has no ladder of this code.")
            })?;
    }
    job.ladder = Json(ladder);
    Ok(())
}

/// Sets the aims of the role, without empty ones.
pub(crate) fn set_role_plan(job: &mut Job, plan: &RolePlan) -> Result<(), Fault> {
    let mut plan = tidied("", plan)?;
    for aims in [&mut plan.short, &mut plan.medium, &mut plan.long] {
        aims.retain(|aim| !aim.is_empty());
    }
    job.role_plan = Json(plan);
    Ok(())
}

/// Sets how results are followed.
pub(crate) fn set_accountability(job: &mut Job, plan: &Accountability) -> Result<(), Fault> {
    job.accountability = Json(tidied("", plan)?);
    Ok(())
}

/// Sets the advert.
pub(crate) fn set_advert(job: &mut Job, advert: &Advert) -> Result<(), Fault> {
    job.advert = Some(Json(tidied("", advert)?));
    Ok(())
}
