//! Work samples are assigned, handed in, rated.

use crate::{
    db::Conn,
    fault::Fault,
    interviews::{
        model::{Exercise, NewExercise, Seat},
        store::exercises as store,
    },
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, ExerciseId},
        random,
        time::Timestamp,
    },
    pipeline::state::{ExerciseState, StateChange},
};

/// Letters and digits that nobody mistakes for another.
const CODE_ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// What assessors of written work see instead of a name, e.g. `C-7KQ2MX`.
fn candidate_code() -> String {
    let letters = random::bytes::<6>().map(|byte| {
        let place = usize::from(byte) % CODE_ALPHABET.len();
        CODE_ALPHABET.get(place).copied().map_or('X', char::from)
    });
    format!("C-{}", letters.iter().collect::<String>())
}

/// A work sample with its assessors.
///
/// # Errors
/// [`Fault::NotFound`] when there is none.
pub fn exercise(conn: &mut Conn, id: ExerciseId) -> Result<Exercise, Fault> {
    store::by_id(conn, id)?.ok_or(Fault::NotFound("exercise"))
}

/// All work samples of an application, by code.
///
/// # Errors
/// When a statement fails.
pub fn exercises_of(conn: &mut Conn, application: ApplicationId) -> Result<Vec<Exercise>, Fault> {
    store::of_application(conn, application)
}

/// Assigns a work sample under a code of its own.
///
/// # Errors
/// When a statement fails.
pub fn assign(conn: &mut Conn, ctx: &Ctx, new: &NewExercise) -> Result<Exercise, Fault> {
    let id = store::insert(conn, ctx, new, &candidate_code())?;
    exercise(conn, id)
}

/// Names a further assessor.
///
/// # Errors
/// When a statement fails.
pub fn add_assessor(conn: &mut Conn, to: &Exercise, seat: Seat) -> Result<Exercise, Fault> {
    store::seat(conn, to.row.id, to.row.application_id, seat)?;
    exercise(conn, to.row.id)
}

/// The candidate begins; the second time changes nothing. Says whether it was the first.
///
/// # Errors
/// When a statement fails.
pub fn begin(conn: &mut Conn, ctx: &Ctx, id: ExerciseId) -> Result<bool, Fault> {
    store::begin(conn, ctx, id)
}

/// Stores how many minutes a candidate has beside the usual ones, and until when there is time to begin.
///
/// # Errors
/// When a statement fails.
pub fn adjust(
    conn: &mut Conn,
    id: ExerciseId,
    extra_minutes: i64,
    due_at: Timestamp,
) -> Result<Exercise, Fault> {
    store::adjust(conn, id, extra_minutes, due_at)?;
    exercise(conn, id)
}

/// Stores what was handed in, or notes of a performance.
///
/// # Errors
/// [`Fault::Stale`] when somebody was faster.
pub fn hand_in(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ExerciseId,
    change: StateChange<ExerciseState>,
    text: &str,
) -> Result<Exercise, Fault> {
    store::change(conn, ctx, id, change, Some(text))?;
    exercise(conn, id)
}

/// Takes any other permitted step.
///
/// # Errors
/// [`Fault::Stale`] when somebody was faster.
pub fn change_exercise(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ExerciseId,
    change: StateChange<ExerciseState>,
) -> Result<Exercise, Fault> {
    store::change(conn, ctx, id, change, None)?;
    exercise(conn, id)
}
