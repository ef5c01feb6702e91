//! What the candidate does with a written work sample behind the link: begins, works, saves, hands in (dossier 4.0).

use serde_json::json;

use super::{
    hr,
    samples::{self, found, usual_minutes, written},
    settled,
};
use crate::{
    db::Conn,
    fault::Fault,
    flow::{applications::access, case::Case, noted},
    interviews::{self, Exercise},
    kernel::{
        ctx::{Actor, Ctx},
        ids::ExerciseId,
        time::Timestamp,
    },
    people::{self, GuestDraft},
    pipeline::{refusal::Outcome, state::ExerciseState},
    web::IfMatch,
};

/// The longest text, in characters.
const LONGEST: usize = 40_000;

/// A work sample as its candidate has it on the desk.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The work sample.
    pub exercise: Exercise,
    /// Its case.
    pub case: Case,
    /// What was typed so far.
    pub draft: Option<GuestDraft>,
    /// Minutes this candidate has.
    pub minutes: i64,
    /// Until when, once begun.
    pub deadline: Option<Timestamp>,
}

/// A work sample of the candidate who acts; it does not exist for anybody else.
fn own(conn: &mut Conn, ctx: &Ctx, id: ExerciseId) -> Result<(Exercise, Case), Fault> {
    if !matches!(ctx.actor, Actor::Candidate { .. }) {
        return Err(Fault::NotFound("exercise"));
    }
    found(conn, ctx, id)
}

/// The candidate's desk with a work sample on it.
///
/// # Errors
/// [`Fault::NotFound`] for everybody but its candidate.
pub fn desk(conn: &mut Conn, ctx: &Ctx, id: ExerciseId) -> Result<Desk, Fault> {
    let (exercise, case) = own(conn, ctx, id)?;
    let usual = usual_minutes(&case, &exercise);
    Ok(Desk {
        draft: people::guest_draft(conn, id.uuid())?,
        minutes: i64::from(usual) + exercise.row.extra_minutes,
        deadline: exercise.row.deadline(usual),
        exercise,
        case,
    })
}

/// Insists that the candidate can still work on it.
fn assigned(case: &Case, exercise: &Exercise) -> Result<(), Fault> {
    if !written(case, exercise) {
        return Err(Fault::forbidden(
            "This work sample is performed at an appointment; there is nothing to hand in here.",
        ));
    }
    access::under_way(case)?;
    if exercise.row.state != ExerciseState::Assigned {
        return Err(Fault::AlreadySubmitted(
            "This work sample was handed in already and cannot be changed.".to_owned(),
        ));
    }
    Ok(())
}

/// Begins: the time runs from now on and the material is shown. Beginning again changes nothing.
///
/// # Errors
/// [`Fault::NotFound`] for everybody but the candidate; [`Fault::Conflict`] `window_closed` when it is too late.
pub fn begin(conn: &mut Conn, ctx: &Ctx, id: ExerciseId) -> Result<Exercise, Fault> {
    let (exercise, case) = own(conn, ctx, id)?;
    assigned(&case, &exercise)?;
    if exercise.row.started_at.is_some() {
        return Ok(exercise);
    }
    if ctx.now > exercise.row.due_at {
        return Err(Fault::Conflict {
            code: "window_closed",
            detail: "The time to begin is over. Answer our mail if you need another.".to_owned(),
        });
    }
    if interviews::begin(conn, ctx, id)? {
        let subject = case.subject_of("exercise", id.uuid());
        noted(conn, ctx, &subject, "exercise.begin", json!(null))?;
    }
    interviews::exercise(conn, id)
}

/// Keeps what was typed so far, over the draft whose version was seen.
///
/// # Errors
/// As [`begin`]; [`Fault::Stale`] when another window saved in between.
pub fn save_draft(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ExerciseId,
    seen: i64,
    text: &str,
) -> Result<GuestDraft, Fault> {
    let (exercise, case) = own(conn, ctx, id)?;
    assigned(&case, &exercise)?;
    if exercise.row.started_at.is_none() {
        return Err(Fault::Conflict {
            code: "not_begun",
            detail: "Begin first: you see the task then, and your time starts.".to_owned(),
        });
    }
    if text.chars().count() > LONGEST {
        let detail = format!("Please keep it below {LONGEST} characters.");
        return Err(Fault::field("/text", "length", detail));
    }
    let body = json!({ "text": text });
    people::save_guest_draft(conn, ctx, case.evidence.application, id.uuid(), seen, body)
}

/// Hands in what was saved last, provided that it is what was seen.
///
/// # Errors
/// [`Fault::Stale`] when another window saved in between; else as [`samples::hand_in`].
pub fn hand_in_draft(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ExerciseId,
    seen: i64,
    base_url: &str,
) -> Result<Outcome<Exercise>, Fault> {
    let (exercise, case) = own(conn, ctx, id)?;
    assigned(&case, &exercise)?;
    let draft = people::guest_draft(conn, id.uuid())?;
    if draft.as_ref().is_some_and(|draft| draft.version != seen) {
        return Err(Fault::Stale);
    }
    let text = draft.as_ref().map(text_of).unwrap_or_default();
    samples::hand_in(conn, ctx, id, base_url, &IfMatch::Any, || Ok(text))
}

/// The text of a draft.
pub fn text_of(draft: &GuestDraft) -> String {
    let text = draft.body.0.get("text").and_then(|text| text.as_str());
    text.unwrap_or_default().to_owned()
}

/// Gives a candidate more minutes, another last day to begin, or both, on request. Raters are not told (dossier 4.0).
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Forbidden`] for everybody but HR, [`Fault::Stale`], [`Fault::Invalid`],
/// [`Fault::AlreadySubmitted`].
pub fn adjust(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ExerciseId,
    if_match: &IfMatch,
    wanted: impl FnOnce() -> Result<(u16, Option<Timestamp>), Fault>,
) -> Result<Exercise, Fault> {
    let (exercise, case) = found(conn, ctx, id)?;
    hr(&case, ctx)?;
    if_match.honour(exercise.row.version)?;
    let (extra, due_at) = wanted()?;
    let due_at = due_at.unwrap_or(exercise.row.due_at);
    if due_at != exercise.row.due_at && due_at <= ctx.now {
        return Err(Fault::field("/due_at", "past", "Give the candidate time."));
    }
    assigned(&case, &exercise)?;
    let adjusted = interviews::adjust(conn, id, i64::from(extra), due_at)?;
    let subject = case.subject_of("exercise", id.uuid());
    let details = json!({ "extra_minutes": extra, "due_at": due_at });
    noted(conn, ctx, &subject, "exercise.adjust", details)?;
    settled(conn, ctx, &case)?;
    Ok(adjusted)
}
