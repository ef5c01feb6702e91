//! The only caller of [`pipeline::decide`](crate::pipeline::decide): every use case that can move a case,
//! whichever entrance it comes from (page, API, link, import, command).
//!
//! One use case is one write transaction: authorise, load the evidence, decide, store through the owning
//! area, audit, queue the mails. A refusal is a *successful* transaction that stores nothing but its audit
//! row, so it is returned as [`Outcome::Refused`] and never as an error.

mod answers;
pub mod applications;
pub mod bounces;
pub mod case;
pub mod decisions;
pub mod interviews;
pub mod jobs;
pub mod links;
pub mod notices;
pub mod onboarding;
pub mod portal;
pub mod references;
pub mod service_levels;
pub mod today;
pub mod trail;

pub use answers::answers;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    audit::{self, Chain},
    db::Conn,
    fault::Fault,
    kernel::{ctx::Ctx, text_enum::TextEnum},
    pipeline::{
        decide::Verdict,
        refusal::{Outcome, Refusal},
        state::StateChange,
    },
};

/// What a step is taken on, for the audit log.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The case whose chain records it: the id of the job, application or onboarding plan.
    pub case: Uuid,
    /// What moves ("job", "application", "interview", "scorecard", …).
    pub kind: &'static str,
    /// Which one.
    pub id: Uuid,
    /// The policy version pinned to the case.
    pub policy_version: i64,
}

impl Subject {
    fn entry(&self, action: impl Into<String>, outcome: audit::Outcome, details: Value) -> audit::Entry {
        audit::Entry {
            chain: Chain::Case(self.case),
            entity_kind: self.kind,
            entity: self.id,
            action: action.into(),
            from: None,
            to: None,
            outcome,
            details,
            policy_version: Some(self.policy_version),
        }
    }
}

/// Applies a verdict: stores the change through `store` and audits it as allowed (or, for a step that
/// follows from a human act, as derived), or audits the refusal and stores nothing else.
///
/// # Errors
/// What `store` or the database report; a refusal is no error.
pub fn judged<S: TextEnum, T>(
    conn: &mut Conn,
    ctx: &Ctx,
    subject: &Subject,
    verdict: Verdict<S>,
    store: impl FnOnce(&mut Conn, StateChange<S>) -> Result<T, Fault>,
) -> Result<Outcome<T>, Fault> {
    judged_with(conn, ctx, subject, Value::Null, verdict, store)
}

/// As [`judged`], with details for the audit row of an allowed step (a reason code, a note).
///
/// # Errors
/// As [`judged`].
pub fn judged_with<S: TextEnum, T>(
    conn: &mut Conn,
    ctx: &Ctx,
    subject: &Subject,
    details: Value,
    verdict: Verdict<S>,
    store: impl FnOnce(&mut Conn, StateChange<S>) -> Result<T, Fault>,
) -> Result<Outcome<T>, Fault> {
    match verdict {
        Ok(change) => {
            let (from, to) = (change.from(), change.to());
            let value = store(conn, change)?;
            let outcome = if matches!(ctx.actor, crate::kernel::ctx::Actor::System) {
                audit::Outcome::Derived
            } else {
                audit::Outcome::Allowed
            };
            let entry = audit::Entry {
                from: Some(from.as_str().to_owned()),
                to: Some(to.as_str().to_owned()),
                ..subject.entry("transition", outcome, details)
            };
            audit::record(conn, ctx, entry)?;
            Ok(Outcome::Done(value))
        }
        Err(refusal) => refused(conn, ctx, subject, refusal),
    }
}

/// Audits a refusal and hands it on.
///
/// # Errors
/// When the audit row cannot be written.
pub fn refused<T>(
    conn: &mut Conn,
    ctx: &Ctx,
    subject: &Subject,
    refusal: Box<Refusal>,
) -> Result<Outcome<T>, Fault> {
    // Gate ids and instants only: the texts name people, who may ask to have them erased.
    let details = json!({
        "code": refusal.code,
        "gates": refusal.gates(),
        "earliest_possible_approval_at": refusal.earliest_possible_approval_at,
        "binding_constraints": refusal.binding_constraints,
    });
    let entry = audit::Entry {
        from: Some(refusal.from.clone()),
        to: Some(refusal.to.clone()),
        ..subject.entry("transition", audit::Outcome::Refused, details)
    };
    audit::record(conn, ctx, entry)?;
    Ok(Outcome::Refused(refusal))
}

/// Audits an act that moves no state but supplies evidence (a check, a note, a signature).
///
/// # Errors
/// When the audit row cannot be written.
pub fn noted(
    conn: &mut Conn,
    ctx: &Ctx,
    subject: &Subject,
    action: &str,
    details: Value,
) -> Result<(), Fault> {
    audit::record(conn, ctx, subject.entry(action, audit::Outcome::Allowed, details))?;
    Ok(())
}
