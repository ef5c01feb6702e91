//! Work samples: assigned, handed in, and a further assessor where a card came to nothing.

use serde_json::json;

use super::{
    about, candidate,
    cards::{ASSESSORS, give_out_for_sample},
    hr, people, settled,
};
use crate::{
    content::model::{Setting, Variant},
    db::Conn,
    fault::Fault,
    flow::{
        applications::access,
        case::{self, Case},
        judged_with, noted, refused,
    },
    interviews::{self, Exercise, NewExercise, mails},
    jobs,
    kernel::{
        codes::SourceCode,
        ctx::{Actor, Ctx},
        ids::{ApplicationId, ExerciseId, UserId},
        kind::Kind,
        terms::Layout,
        text::multi_line,
        time::{Timestamp, days},
    },
    people::{self as accounts, GrantSubject, Landing, NewGrant},
    pipeline::{
        decide,
        refusal::{Outcome, Refusal, RefusalCode},
        state::{ApplicationState, ExerciseState, InterviewState, ScorecardState},
    },
    web::IfMatch,
};

/// How long the candidate's link takes a work sample, unless HR says otherwise (house rule).
const WINDOW_DAYS: i64 = 5;

/// A work sample that HR wants to assign.
#[derive(Debug, Clone)]
pub struct Assignment {
    /// `E1` to `E5` or `KT`.
    pub source: SourceCode,
    /// Two different people; the plan's when absent.
    pub assessors: Option<Vec<UserId>>,
    /// The trade of the material; that of the job's kind when absent.
    pub setting: Option<Setting>,
    /// Until when the candidate's link takes it.
    pub due_at: Option<Timestamp>,
}

/// Form and assessors of a work sample as the application's plan has them.
fn of_the_plan(conn: &mut Conn, case: &Case, source: &SourceCode) -> Result<(Variant, Vec<UserId>), Fault> {
    let terms = &case.evidence.terms;
    let plan = jobs::plan_version(conn, terms.job, case.plan)?;
    let planned = plan.body.0.exercises.iter().find(|sample| sample.code == *source);
    let Some(planned) = planned else {
        let codes: Vec<&str> = terms.exercises.iter().map(SourceCode::as_str).collect();
        let detail = format!("The plan has the work samples {}.", codes.join(", "));
        return Err(Fault::field("/source", "unknown_exercise", detail));
    };
    Ok((planned.variant, planned.assessors.clone()))
}

fn usual_setting(kind: Kind) -> Setting {
    match kind {
        Kind::ClientFocused => Setting::Agency,
        Kind::ProductionFocused | Kind::Hybrid => Setting::FieldService,
    }
}

/// At least one of the two assessors rates no round with this candidate (dossier 3.0, R4): somebody sees the work who has
/// no picture of the person yet. In the small-firm layout written work is rated blind instead, and the knowledge test is
/// no part of the round.
fn somebody_new(case: &Case, source: &SourceCode, assessors: &[UserId]) -> Result<(), Fault> {
    let terms = &case.evidence.terms;
    if terms.layout != Layout::Standard || case.pack.exercise(source).is_none() {
        return Ok(());
    }
    let talks = case.evidence.assessment.rounds.iter().filter(|round| {
        let standing = !matches!(round.state, InterviewState::Cancelled | InterviewState::NoShow);
        let mut planned = terms.rounds.iter();
        standing && !planned.any(|p| p.code == round.source && p.work_samples)
    });
    let met: Vec<UserId> = talks.flat_map(|round| round.raters.iter().copied()).collect();
    if assessors.iter().all(|user| met.contains(user)) {
        let detail =
            "Both also rate a round with this candidate. Name at least one person who takes no other round.";
        return Err(Fault::field("/assessors", "none_free", detail));
    }
    Ok(())
}

/// A refused act on a work sample that stands for no step of its own: written down like any other.
fn no(to: &str, from: &str, detail: &str) -> Box<Refusal> {
    Box::new(Refusal::plain(
        RefusalCode::IllegalStep,
        "exercise",
        from,
        to,
        detail,
    ))
}

/// Assigns a work sample of the plan; the candidate is written to and gets a link of its own.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Forbidden`] for everybody but HR, [`Fault::Stale`], [`Fault::Invalid`], and
/// [`Fault::Conflict`] `exercise_exists`. Outside the assessment it is a refusal, which is no error.
pub fn assign(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    base_url: &str,
    if_match: &IfMatch,
    wanted: impl FnOnce() -> Result<Assignment, Fault>,
) -> Result<Outcome<Exercise>, Fault> {
    let mut case = case::load(conn, ctx, id)?;
    super::see(&case, &ctx.actor)?;
    hr(&case, ctx)?;
    if_match.honour(case.version)?;
    let wanted = wanted()?;
    let (variant, usual) = of_the_plan(conn, &case, &wanted.source)?;
    let ids = wanted.assessors.clone().unwrap_or(usual);
    if ids.len() != ASSESSORS {
        let detail = "Two different people rate a work sample, independently of each other.";
        return Err(Fault::field("/assessors", "length", detail));
    }
    let assessors = people::named(conn, &mut case, &ids, |index| format!("/assessors/{index}"))?;
    somebody_new(&case, &wanted.source, &ids)?;
    let due_at = wanted.due_at.unwrap_or(ctx.now + days(WINDOW_DAYS));
    if due_at <= ctx.now {
        return Err(Fault::field("/due_at", "past", "Give the candidate time."));
    }
    access::still_hiring(&case)?;
    if case.evidence.state != ApplicationState::Assessing {
        let detail = "Work samples are assigned while the candidate is being assessed.";
        let refusal = no("assigned", "planned", detail);
        return refused(conn, ctx, &case.subject(), refusal);
    }
    if case
        .evidence
        .assessment
        .exercises
        .iter()
        .any(|e| e.source == wanted.source)
    {
        return Err(Fault::Conflict {
            code: "exercise_exists",
            detail: format!("{} is assigned already.", wanted.source),
        });
    }
    let new = NewExercise {
        application: id,
        source: wanted.source.clone(),
        variant,
        setting: wanted
            .setting
            .unwrap_or_else(|| usual_setting(case.evidence.terms.kind)),
        due_at,
        seats: people::seats(conn, &case, &assessors)?,
    };
    let exercise = interviews::assign(conn, ctx, &new)?;
    let subject = case.subject_of("exercise", exercise.row.id.uuid());
    let details = json!({ "source": new.source, "variant": new.variant, "assessors": ids });
    noted(conn, ctx, &subject, "exercise.assign", details)?;
    write(conn, ctx, &case, &exercise, base_url)?;
    settled(conn, ctx, &case)?;
    Ok(Outcome::Done(exercise))
}

/// M06.
fn write(conn: &mut Conn, ctx: &Ctx, case: &Case, exercise: &Exercise, base_url: &str) -> Result<(), Fault> {
    let row = &exercise.row;
    let application = row.application_id;
    let link = NewGrant {
        subject: GrantSubject::Candidate { application },
        // Whoever begins in the last minute of the window can still hand in.
        expires_at: row.due_at + days(1),
    };
    let link = accounts::issue_grant_to(conn, ctx, link, Landing::Exercise(row.id))?;
    let known = case.pack.exercise(&row.source);
    let minutes = usual_minutes(case, exercise);
    let name = known.map_or(row.source.as_str(), |e| &e.name);
    let written = known.is_none_or(|e| e.written);
    let to = candidate(conn, case)?;
    let about = about(case, &to, base_url);
    mails::work_sample(conn, ctx, about, exercise, (name, minutes, written), &link.token)
}

/// A work sample with its case, for somebody who may know of it.
pub(super) fn found(conn: &mut Conn, ctx: &Ctx, id: ExerciseId) -> Result<(Exercise, Case), Fault> {
    let exercise = interviews::exercise(conn, id)?;
    let case = case::load(conn, ctx, exercise.row.application_id)?;
    super::see(&case, &ctx.actor).map_err(|fault| match fault {
        Fault::NotFound(_) => Fault::NotFound("exercise"),
        other => other,
    })?;
    Ok((exercise, case))
}

/// Takes what the candidate hands in through the link, or what HR or an assessor notes of a performance, and
/// gives each assessor a card. It is taken once. What comes after the time is taken like everything else, so that no
/// work is lost; by how much it was late is written down for HR, and assessors are not told (dossier 4.0).
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Forbidden`], [`Fault::Stale`], [`Fault::Invalid`], [`Fault::AlreadySubmitted`]; a
/// refusal is no error.
pub fn hand_in(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ExerciseId,
    base_url: &str,
    if_match: &IfMatch,
    given: impl FnOnce() -> Result<String, Fault>,
) -> Result<Outcome<Exercise>, Fault> {
    let (exercise, case) = found(conn, ctx, id)?;
    let mine = match &ctx.actor {
        Actor::Candidate { .. } => written(&case, &exercise),
        actor => actor.has_any(super::HR) || actor.user_id().is_some_and(|user| exercise.has(user)),
    };
    if !mine {
        let detail =
            "This is handed in by the candidate, or noted by HR or an assessor after the appointment.";
        return Err(Fault::forbidden(detail));
    }
    if_match.honour(exercise.row.version)?;
    let text = multi_line(&given()?);
    if text.is_empty() {
        return Err(Fault::field("/text", "required", "There is nothing to hand in."));
    }
    access::under_way(&case)?;
    if exercise.row.state != ExerciseState::Assigned {
        return Err(Fault::AlreadySubmitted(
            "This work sample was handed in already and cannot be changed.".to_owned(),
        ));
    }
    let by_candidate = matches!(ctx.actor, Actor::Candidate { .. });
    if by_candidate && exercise.row.started_at.is_none() {
        return Err(Fault::Conflict {
            code: "not_begun",
            detail: "Begin first: you see the task then, and your time starts.".to_owned(),
        });
    }
    let details = if by_candidate {
        let over = exercise
            .row
            .minutes_over(usual_minutes(&case, &exercise), ctx.now);
        json!({ "started_at": exercise.row.started_at, "minutes_over": over, "late": exercise.row.is_late(ctx.now) })
    } else {
        json!(null)
    };
    let verdict = decide::part(exercise.row.state, ExerciseState::Submitted, &ctx.actor);
    let subject = case.subject_of("exercise", id.uuid());
    let taken = judged_with(conn, ctx, &subject, details, verdict, |conn, change| {
        accounts::forget_guest_draft(conn, id.uuid())?;
        interviews::hand_in(conn, ctx, id, change, &text)
    })?;
    if let Outcome::Done(exercise) = &taken {
        give_out_for_sample(conn, ctx, &case, exercise, base_url)?;
        settled(conn, ctx, &case)?;
    }
    Ok(taken)
}

/// Working time of a work sample, before any adjustment.
pub(in crate::flow) fn usual_minutes(case: &Case, exercise: &Exercise) -> u16 {
    const UNKNOWN: u16 = 30;
    let row = &exercise.row;
    let known = case.pack.exercise(&row.source);
    known
        .and_then(|e| e.variant(row.variant))
        .map_or(UNKNOWN, |v| v.minutes)
}

/// Whether the work sample is handed in as text; what is performed at an appointment is noted by staff.
pub(in crate::flow) fn written(case: &Case, exercise: &Exercise) -> bool {
    let known = case.pack.exercise(&exercise.row.source);
    known.is_some_and(|e| e.written)
}

/// Names a further assessor for a work sample one of whose cards came to nothing.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Forbidden`] for everybody but HR, [`Fault::Stale`], [`Fault::Invalid`],
/// [`Fault::Conflict`] `enough_assessors`.
pub fn replace_assessor(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ExerciseId,
    base_url: &str,
    if_match: &IfMatch,
    wanted: impl FnOnce() -> Result<UserId, Fault>,
) -> Result<Exercise, Fault> {
    let (exercise, mut case) = found(conn, ctx, id)?;
    hr(&case, ctx)?;
    if_match.honour(exercise.row.version)?;
    let user = wanted()?;
    if exercise.has(user) {
        return Err(Fault::field(
            "/user_id",
            "duplicate",
            "This person rates the work sample already.",
        ));
    }
    let named = people::named(conn, &mut case, &[user], |_| "/user_id".to_owned())?;
    access::under_way(&case)?;
    let cards = interviews::cards_of(conn, exercise.row.application_id)?;
    let counting = cards
        .iter()
        .filter(|card| card.exercise_id == Some(id) && card.state != ScorecardState::Void)
        .count();
    if exercise.row.state != ExerciseState::Submitted || counting >= ASSESSORS {
        return Err(Fault::Conflict {
            code: "enough_assessors",
            detail: "A further assessor is named when a card came to nothing.".to_owned(),
        });
    }
    let exercise = {
        let seats = people::seats(conn, &case, &named)?;
        let Some(seat) = seats.first() else {
            return Err(Fault::internal("nobody to seat"));
        };
        interviews::add_assessor(conn, &exercise, *seat)?
    };
    let subject = case.subject_of("exercise", id.uuid());
    noted(conn, ctx, &subject, "exercise.assessor", json!({ "user": user }))?;
    give_out_for_sample(conn, ctx, &case, &exercise, base_url)?;
    settled(conn, ctx, &case)?;
    Ok(exercise)
}
