//! Steps of a job (dossier 7.1).

use super::{Verdict, check_mover, forbidden, illegal, permitted, refuse_open, rows};
use crate::{
    kernel::ctx::Actor,
    pipeline::{
        evidence::JobEvidence,
        gate_id::GateId,
        gates::{Frame, judge_job},
        refusal::GateRow,
        state::{JobState, Machine, StateChange},
    },
};

/// The gates of the single step into `to`.
fn gates_into(to: JobState) -> &'static [GateId] {
    match to {
        JobState::KindDecided => &[GateId::G01, GateId::G02, GateId::G03],
        JobState::JdApproved => &[GateId::G04, GateId::G05, GateId::G06, GateId::G09],
        JobState::PlanLocked => &[GateId::G07],
        JobState::Open => &[GateId::G08],
        _ => &[],
    }
}

/// The gates of every step of the main path after `from` up to and including `to`.
fn gates_between(from: Option<JobState>, to: JobState) -> Vec<GateId> {
    let rank = |state: JobState| JobState::PATH.iter().position(|s| *s == state);
    let start = from.and_then(rank).map_or(0, |r| r + 1);
    let end = rank(to).map_or(0, |r| r + 1);
    JobState::PATH
        .iter()
        .enumerate()
        .filter(|(i, _)| (start..end).contains(i))
        .flat_map(|(_, state)| gates_into(*state).iter().copied())
        .collect()
}

/// Judges the step of a job to `to`. A skipped state is refused with everything still missing on the way.
///
/// # Errors
/// The refusal with all reasons.
pub fn job(case: &JobEvidence, to: JobState, actor: &Actor, frame: Frame<'_>) -> Verdict<JobState> {
    let from = case.state;
    let judge = |gate| judge_job(gate, case, frame);
    match from.step(to) {
        Some(_) => {
            check_mover(from, to, actor)?;
            let gates = if from == JobState::OnHold {
                &[]
            } else {
                gates_into(to)
            };
            refuse_open(from, to, rows(gates, judge))?;
            Ok(StateChange::new(from, to))
        }
        None => Err(skipped(case, to, actor, frame)),
    }
}

fn skipped(
    case: &JobEvidence,
    to: JobState,
    actor: &Actor,
    frame: Frame<'_>,
) -> Box<crate::pipeline::refusal::Refusal> {
    let from = case.state;
    let missing = gates_between(Some(from), to);
    if !JobState::PATH.contains(&from) || missing.is_empty() {
        return check_mover(from, to, actor)
            .err()
            .unwrap_or_else(|| illegal(from, to, "No such step."));
    }
    let last = JobState::PATH
        .iter()
        .filter_map(|s| s.step(to))
        .next()
        .unwrap_or(&[]);
    if !permitted(actor, last) {
        return forbidden(from, to, last);
    }
    let mut refusal = illegal(
        from,
        to,
        "Steps cannot be skipped; this is all that is still missing.",
    );
    refusal.refusals = rows(&missing, |gate| judge_job(gate, case, frame))
        .into_iter()
        .filter(|row| row.status == crate::pipeline::refusal::GateStatus::Open)
        .collect();
    refusal
}

/// The dry run: every gate up to and including `to`, met ones too.
pub fn job_gates(case: &JobEvidence, to: JobState, frame: Frame<'_>) -> Vec<GateRow> {
    rows(&gates_between(None, to), |gate| judge_job(gate, case, frame))
}

#[cfg(test)]
mod tests;
