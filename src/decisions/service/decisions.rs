//! Debriefs, decisions and signatures.

use serde_json::Value;

use crate::{
    db::{Conn, types::Json},
    decisions::{
        model::{
            Debrief, DebriefNote, Decision, DecisionBody, DecisionSnapshot, NewNote, SignatureRow,
            SigningCapacity,
        },
        store::decisions as store,
    },
    fault::Fault,
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, UserId},
    },
};

/// Opens the debrief: a consequence of the step to `debrief_open`.
pub fn opened(conn: &mut Conn, ctx: &Ctx, application: ApplicationId) -> Result<(), Fault> {
    let row = Debrief {
        application_id: application,
        opened_at: ctx.now,
        opened_by: ctx.actor.user_id(),
    };
    store::open_debrief(conn, &row)
}

/// Writes down what was concluded about a disagreement.
pub fn note(
    conn: &mut Conn,
    ctx: &Ctx,
    application: ApplicationId,
    by: UserId,
    new: NewNote,
) -> Result<DebriefNote, Fault> {
    let row = DebriefNote {
        id: ctx.new_id(),
        application_id: application,
        competency: new.competency,
        source: new.source,
        text: new.text,
        written_by: by,
        written_at: ctx.now,
    };
    store::insert_note(conn, &row)?;
    Ok(row)
}

/// Stores a wording; the same words again change nothing and keep their signatures. The second value tells
/// whether anything was stored.
pub fn propose(
    conn: &mut Conn,
    ctx: &Ctx,
    application: ApplicationId,
    by: UserId,
    body: DecisionBody,
) -> Result<(Decision, bool), Fault> {
    let latest = store::decision(conn, application)?;
    let row = Decision {
        id: ctx.new_id(),
        application_id: application,
        revision: latest.as_ref().map_or(1, |d| d.revision.saturating_add(1)),
        text: body.text,
        preference_reason: body.preference_reason,
        preference_duty: body.preference_duty.and_then(|index| i64::try_from(index).ok()),
        expectation: body.expectation,
        proposed_by: by,
        proposed_at: ctx.now,
    };
    let same = |old: &Decision| {
        old.text == row.text
            && old.preference_reason == row.preference_reason
            && old.preference_duty == row.preference_duty
            && old.expectation == row.expectation
    };
    match latest {
        Some(latest) if same(&latest) => Ok((latest, false)),
        _ => {
            store::insert_decision(conn, &row)?;
            Ok((row, true))
        }
    }
}

/// Signs the latest wording in the first of `capacities` that nobody has signed in.
///
/// # Errors
/// [`Fault::AlreadySubmitted`] when this person, or somebody in each of these capacities, has signed it.
pub fn sign(
    conn: &mut Conn,
    ctx: &Ctx,
    decision: &Decision,
    by: UserId,
    capacities: &[SigningCapacity],
) -> Result<SignatureRow, Fault> {
    let given = store::signatures(conn, decision.id)?;
    if given.iter().any(|s| s.user_id == by) {
        return Err(Fault::AlreadySubmitted(
            "You have signed this decision; the second signature is another person's.".to_owned(),
        ));
    }
    let free = capacities
        .iter()
        .find(|&&c| !given.iter().any(|s| s.capacity == c));
    let Some(&capacity) = free else {
        return Err(Fault::AlreadySubmitted(
            "This signature is there already.".to_owned(),
        ));
    };
    let row = SignatureRow {
        id: ctx.new_id(),
        decision_id: decision.id,
        application_id: decision.application_id,
        capacity,
        user_id: by,
        signed_at: ctx.now,
    };
    store::insert_signature(conn, &row)?;
    Ok(row)
}

/// Keeps what the decision rested on when it was approved; a second time changes nothing.
pub fn approved(
    conn: &mut Conn,
    ctx: &Ctx,
    application: ApplicationId,
    policy_version: i64,
    snapshot: Value,
) -> Result<(), Fault> {
    let Some(decision) = store::decision(conn, application)? else {
        return Err(Fault::internal("a decision was approved that nobody wrote"));
    };
    if store::snapshot(conn, application)?.is_some() {
        return Ok(());
    }
    let row = DecisionSnapshot {
        application_id: application,
        decision_id: decision.id,
        snapshot: Json(snapshot),
        policy_version,
        taken_at: ctx.now,
    };
    store::insert_snapshot(conn, &row)
}

/// The latest wording, with its signatures.
pub fn current(
    conn: &mut Conn,
    application: ApplicationId,
) -> Result<Option<(Decision, Vec<SignatureRow>)>, Fault> {
    let Some(decision) = store::decision(conn, application)? else {
        return Ok(None);
    };
    let signatures = store::signatures(conn, decision.id)?;
    Ok(Some((decision, signatures)))
}

/// What an approved decision rested on.
pub fn snapshot(conn: &mut Conn, application: ApplicationId) -> Result<Option<DecisionSnapshot>, Fault> {
    store::snapshot(conn, application)
}

/// The notes of a debrief, oldest first.
pub fn notes(conn: &mut Conn, application: ApplicationId) -> Result<Vec<DebriefNote>, Fault> {
    store::notes(conn, application)
}
