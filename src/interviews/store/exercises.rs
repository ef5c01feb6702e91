//! Work samples and who rates them. Their state is written by [`insert`] (the first one) and [`change`] alone.

use diesel::prelude::*;

use crate::{
    db::{Conn, q},
    fault::Fault,
    interviews::{
        model::{Exercise, ExerciseRow, NewExercise, Seat},
        schema::{exercise_assessors, exercises},
    },
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, ExerciseId, UserId},
        time::Timestamp,
    },
    pipeline::state::{ExerciseState, StateChange},
};

/// Stores a work sample. It begins as assigned: the only state no step leads to.
pub(in crate::interviews) fn insert(
    conn: &mut Conn,
    ctx: &Ctx,
    new: &NewExercise,
    candidate_code: &str,
) -> Result<ExerciseId, Fault> {
    let id: ExerciseId = ctx.new_id();
    q!(conn => diesel::insert_into(exercises::table)
        .values((
            exercises::id.eq(id),
            exercises::version.eq(1_i64),
            exercises::application_id.eq(new.application),
            exercises::source.eq(&new.source),
            exercises::variant.eq(new.variant),
            exercises::setting.eq(new.setting),
            exercises::state.eq(ExerciseState::Assigned),
            exercises::candidate_code.eq(candidate_code),
            exercises::assigned_at.eq(ctx.now),
            exercises::due_at.eq(new.due_at),
        ))
        .execute(conn))?;
    for one in &new.seats {
        seat(conn, id, new.application, *one)?;
    }
    Ok(id)
}

pub(in crate::interviews) fn seat(
    conn: &mut Conn,
    exercise: ExerciseId,
    application: ApplicationId,
    seat: Seat,
) -> Result<(), Fault> {
    q!(conn => diesel::insert_into(exercise_assessors::table)
        .values((
            exercise_assessors::exercise_id.eq(exercise),
            exercise_assessors::user_id.eq(seat.user),
            exercise_assessors::application_id.eq(application),
            exercise_assessors::had_sight.eq(seat.had_sight),
        ))
        .execute(conn))?;
    Ok(())
}

/// Takes the permitted step, provided that the work sample still stands where the step begins; `submission` is
/// what is handed in, when that is the step.
pub(in crate::interviews) fn change(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ExerciseId,
    change: StateChange<ExerciseState>,
    submission: Option<&str>,
) -> Result<(), Fault> {
    let row = exercises::table
        .filter(exercises::id.eq(id))
        .filter(exercises::state.eq(change.from()));
    let changed = match submission {
        Some(text) => q!(conn => diesel::update(row)
            .set((
                exercises::state.eq(change.to()),
                exercises::submitted_at.eq(ctx.now),
                exercises::submission.eq(text),
                exercises::version.eq(exercises::version + 1),
            ))
            .execute(conn))?,
        None => q!(conn => diesel::update(row)
            .set((exercises::state.eq(change.to()), exercises::version.eq(exercises::version + 1)))
            .execute(conn))?,
    };
    if changed == 1 { Ok(()) } else { Err(Fault::Stale) }
}

/// Marks a work sample as begun, once. `false`: it was begun before.
pub(in crate::interviews) fn begin(conn: &mut Conn, ctx: &Ctx, id: ExerciseId) -> Result<bool, Fault> {
    let row = exercises::table
        .filter(exercises::id.eq(id))
        .filter(exercises::started_at.is_null());
    let changed = q!(conn => diesel::update(row)
        .set((
            exercises::started_at.eq(ctx.now),
            exercises::version.eq(exercises::version + 1),
        ))
        .execute(conn))?;
    Ok(changed == 1)
}

/// Stores the minutes beside the usual ones and the end of the window.
pub(in crate::interviews) fn adjust(
    conn: &mut Conn,
    id: ExerciseId,
    extra_minutes: i64,
    due_at: Timestamp,
) -> Result<(), Fault> {
    q!(conn => diesel::update(exercises::table.find(id))
        .set((
            exercises::extra_minutes.eq(extra_minutes),
            exercises::due_at.eq(due_at),
            exercises::version.eq(exercises::version + 1),
        ))
        .execute(conn))?;
    Ok(())
}

pub(in crate::interviews) fn by_id(conn: &mut Conn, id: ExerciseId) -> Result<Option<Exercise>, Fault> {
    let row: Option<ExerciseRow> = q!(conn => exercises::table
        .find(id)
        .select(ExerciseRow::as_select())
        .get_result(conn)
        .optional())?;
    let Some(row) = row else { return Ok(None) };
    let seats: Vec<(UserId, bool)> = q!(conn => exercise_assessors::table
        .filter(exercise_assessors::exercise_id.eq(id))
        .order(exercise_assessors::user_id)
        .select((exercise_assessors::user_id, exercise_assessors::had_sight))
        .load(conn))?;
    let seats = seats.into_iter().map(taken).collect();
    Ok(Some(Exercise { row, seats }))
}

fn taken((user, had_sight): (UserId, bool)) -> Seat {
    Seat { user, had_sight }
}

/// All work samples of an application, by code.
pub(in crate::interviews) fn of_application(
    conn: &mut Conn,
    application: ApplicationId,
) -> Result<Vec<Exercise>, Fault> {
    of_applications(conn, &[application])
}

/// All work samples of some applications, by code, by two queries.
pub(in crate::interviews) fn of_applications(
    conn: &mut Conn,
    applications: &[ApplicationId],
) -> Result<Vec<Exercise>, Fault> {
    let rows: Vec<ExerciseRow> = q!(conn => exercises::table
        .filter(exercises::application_id.eq_any(applications.to_vec()))
        .order(exercises::source)
        .select(ExerciseRow::as_select())
        .load(conn))?;
    let seats: Vec<(ExerciseId, UserId, bool)> = q!(conn => exercise_assessors::table
        .filter(exercise_assessors::application_id.eq_any(applications.to_vec()))
        .order(exercise_assessors::user_id)
        .select((
            exercise_assessors::exercise_id,
            exercise_assessors::user_id,
            exercise_assessors::had_sight,
        ))
        .load(conn))?;
    let of = |row: ExerciseRow| {
        let own = seats.iter().filter(|(exercise, ..)| *exercise == row.id);
        let seats = own
            .map(|&(_, user, had_sight)| Seat { user, had_sight })
            .collect();
        Exercise { row, seats }
    };
    Ok(rows.into_iter().map(of).collect())
}

/// Everybody who assesses a work sample of an application; whether the person had sight of ratings then.
pub(in crate::interviews) fn seats_of(
    conn: &mut Conn,
    application: ApplicationId,
) -> Result<Vec<Seat>, Fault> {
    let rows: Vec<(UserId, bool)> = q!(conn => exercise_assessors::table
        .filter(exercise_assessors::application_id.eq(application))
        .order(exercise_assessors::user_id)
        .select((exercise_assessors::user_id, exercise_assessors::had_sight))
        .load(conn))?;
    Ok(rows.into_iter().map(taken).collect())
}

/// Applications in which a person assesses a work sample.
pub(in crate::interviews) fn applications_of(
    conn: &mut Conn,
    user: UserId,
) -> Result<Vec<ApplicationId>, Fault> {
    Ok(q!(conn => exercise_assessors::table
        .filter(exercise_assessors::user_id.eq(user))
        .select(exercise_assessors::application_id)
        .distinct()
        .load(conn))?)
}
