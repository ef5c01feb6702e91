//! Steps of the sub-machines (dossier 7.2): rounds, cards, exercises, references, flags, waivers, coaching.

use super::{Verdict, check_mover, illegal, refuse_open};
use crate::{
    kernel::ctx::Actor,
    pipeline::{
        refusal::GateRow,
        state::{Machine, StateChange},
    },
};

/// Judges a step that no gate guards. A guarded step is refused here: it has a function of its own.
///
/// # Errors
/// When the step is illegal, guarded, or belongs to somebody else.
pub fn part<S: Machine>(from: S, to: S, actor: &Actor) -> Verdict<S> {
    if from.is_guarded(to) {
        return Err(illegal(
            from,
            to,
            "This step is guarded by gates and has a door of its own.",
        ));
    }
    check_mover(from, to, actor)?;
    Ok(StateChange::new(from, to))
}

/// Judges a step guarded by the gates whose rows are given (already judged by the caller's family).
///
/// # Errors
/// When the step is illegal, belongs to somebody else, or a gate is open.
pub(in crate::pipeline) fn guarded<S: Machine>(
    from: S,
    to: S,
    actor: &Actor,
    rows: Vec<GateRow>,
) -> Verdict<S> {
    check_mover(from, to, actor)?;
    refuse_open(from, to, rows)?;
    Ok(StateChange::new(from, to))
}
