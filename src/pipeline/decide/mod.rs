//! The one door: `state + evidence + policy + now -> verdict`. Every function here answers with the key to
//! the state column ([`StateChange`]) or with *all* reasons why not.

mod application;
mod job;
mod onboarding;
mod parts;
mod waiver;

pub use application::{
    application, application_gates, ask_referee, book, gates_on_path, lock_card, void_card,
};
pub use job::{job, job_gates};
pub use onboarding::{act, module, plan, plan_gates, sign_off, stage};
pub use parts::part;
pub use waiver::{WaiverCase, WaiverVerdict, ask_waiver, revoke_waiver, waiver};

use super::{
    gate_id::GateId,
    gates,
    refusal::{Finding, GateRow, GateStatus, Refusal, RefusalCode},
    state::{Machine, Mover, StateChange},
};
use crate::kernel::{ctx::Actor, role::Role};

/// The verdict on a step.
pub type Verdict<S> = Result<StateChange<S>, Box<Refusal>>;

/// Whether the actor may take a step that belongs to `movers`.
fn permitted(actor: &Actor, movers: &[Mover]) -> bool {
    movers.iter().any(|mover| match (mover, actor) {
        (Mover::Staff(roles), Actor::User(_)) => actor.has_any(roles),
        (Mover::Candidate, Actor::Candidate { .. }) => true,
        (Mover::Referee, Actor::Referee { .. }) => true,
        (Mover::System, Actor::System) => true,
        _ => false,
    })
}

/// Who may, in words.
fn movers_in_words(movers: &[Mover]) -> String {
    let words: Vec<String> = movers
        .iter()
        .map(|mover| match mover {
            Mover::Staff(roles) => roles
                .iter()
                .map(|r: &Role| r.to_string().replace('_', " "))
                .collect::<Vec<_>>()
                .join(" or "),
            Mover::Candidate => "the candidate".to_owned(),
            Mover::Referee => "the referee".to_owned(),
            Mover::System => "the service, as soon as the evidence is complete".to_owned(),
        })
        .collect();
    words.join(" or ")
}

fn illegal<S: Machine>(from: S, to: S, detail: impl Into<String>) -> Box<Refusal> {
    Box::new(Refusal::plain(
        RefusalCode::IllegalStep,
        S::THING,
        from.as_str(),
        to.as_str(),
        detail,
    ))
}

fn forbidden<S: Machine>(from: S, to: S, movers: &[Mover]) -> Box<Refusal> {
    let detail = format!(
        "The step to {} is taken by {}.",
        words(to),
        movers_in_words(movers)
    );
    Box::new(Refusal::plain(
        RefusalCode::Forbidden,
        S::THING,
        from.as_str(),
        to.as_str(),
        detail,
    ))
}

/// A state as people say it.
fn words<S: Machine>(state: S) -> String {
    state.as_str().replace('_', " ")
}

/// The rows of `gates`, judged by `judge`.
fn rows(gates: &[GateId], judge: impl Fn(GateId) -> Finding) -> Vec<GateRow> {
    gates.iter().map(|&gate| gates::row(gate, judge(gate))).collect()
}

/// Keeps the open rows; `Ok` when there is none.
fn refuse_open<S: Machine>(from: S, to: S, rows: Vec<GateRow>) -> Result<(), Box<Refusal>> {
    let open: Vec<GateRow> = rows
        .into_iter()
        .filter(|row| row.status == GateStatus::Open)
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    let detail = match open.as_slice() {
        [only] => only.detail.clone().unwrap_or_default(),
        several => format!("{} gates refuse", several.len()),
    };
    let mut refusal = Refusal::plain(
        RefusalCode::GateRefused,
        S::THING,
        from.as_str(),
        to.as_str(),
        detail,
    );
    refusal.refusals = open;
    Err(Box::new(refusal))
}

/// Whether the single step `from -> to` exists and belongs to the actor.
fn check_mover<S: Machine>(from: S, to: S, actor: &Actor) -> Result<(), Box<Refusal>> {
    match from.step(to) {
        None if from.is_terminal() => Err(illegal(
            from,
            to,
            format!("This {} is {}; nothing can follow.", S::THING, words(from)),
        )),
        None => Err(illegal(
            from,
            to,
            format!("A {} cannot go from {} to {}.", S::THING, words(from), words(to)),
        )),
        Some(movers) if !permitted(actor, movers) => Err(forbidden(from, to, movers)),
        Some(_) => Ok(()),
    }
}
