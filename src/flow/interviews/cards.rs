//! Cards: given out, typed, handed in (G13, G15 to G18).

use super::{about, candidate, look::occasion, people, settled};
use crate::{
    applications::{self, NewFlag},
    content::model::Raiser,
    db::Conn,
    fault::Fault,
    flow::{applications::access, case::Case, judged},
    interviews::{
        self, CardBody, CardInput, Exercise, FlagInput, Interview, NewCard, Scorecard, Subject,
        mails::{self, Addressee},
    },
    kernel::{
        codes::{RedFlagCode, SourceCode},
        ctx::Ctx,
        ids::{ApplicationId, ScorecardId},
        text::multi_line,
    },
    pipeline::{
        decide,
        refusal::Outcome,
        state::{ExerciseState, InterviewState, RedFlagState, ScorecardState},
    },
    web::IfMatch,
};

/// Gives each rater of a held round a card and plans the reminders.
pub(super) fn give_out_for(
    conn: &mut Conn,
    ctx: &Ctx,
    case: &Case,
    interview: &Interview,
    base_url: &str,
) -> Result<(), Fault> {
    let row = &interview.row;
    let planned = case
        .evidence
        .terms
        .rounds
        .iter()
        .find(|round| round.code == row.source);
    if planned.is_some_and(|round| round.work_samples) {
        return score_sample_round(conn, ctx, case);
    }
    let name = planned
        .map_or(row.source.as_str(), |round| &round.name)
        .to_owned();
    for seat in &interview.seats {
        let new = NewCard {
            application: row.application_id,
            source: &row.source,
            interview: Some(row.id),
            exercise: None,
            seat: *seat,
            due_from: row.ends_at,
        };
        let card = interviews::give_out(conn, ctx, &new)?;
        remind(
            conn,
            ctx,
            case,
            &card,
            &case.evidence.candidate_name,
            &name,
            base_url,
        )?;
    }
    Ok(())
}

/// Gives each assessor of a work sample that was handed in a card and plans the reminders. Assessors of written
/// work learn the candidate's code, not the name.
pub(super) fn give_out_for_sample(
    conn: &mut Conn,
    ctx: &Ctx,
    case: &Case,
    exercise: &Exercise,
    base_url: &str,
) -> Result<(), Fault> {
    let row = &exercise.row;
    let known = case.pack.exercise(&row.source);
    let name = known.map_or(row.source.as_str(), |e| &e.name).to_owned();
    let written = known.is_none_or(|e| e.written);
    let subject = if written {
        &row.candidate_code
    } else {
        &case.evidence.candidate_name
    };
    let cards = interviews::cards_of(conn, row.application_id)?;
    for seat in &exercise.seats {
        let has_one = cards
            .iter()
            .any(|card| card.exercise_id == Some(row.id) && card.rater == seat.user);
        if has_one {
            continue;
        }
        let new = NewCard {
            application: row.application_id,
            source: &row.source,
            interview: None,
            exercise: Some(row.id),
            seat: *seat,
            due_from: ctx.now,
        };
        let card = interviews::give_out(conn, ctx, &new)?;
        remind(conn, ctx, case, &card, subject, &name, base_url)?;
    }
    Ok(())
}

fn remind(
    conn: &mut Conn,
    ctx: &Ctx,
    case: &Case,
    card: &Scorecard,
    subject: &str,
    name: &str,
    base_url: &str,
) -> Result<(), Fault> {
    let to = people::addressee(&people::user(conn, card.rater)?);
    let candidate: Addressee = candidate(conn, case)?;
    let hours = i64::from(case.policy.card_void_hours);
    let about = about(case, &candidate, base_url);
    mails::ask_for_card(conn, ctx, about, card, &to, (subject, name), hours)
}

/// A card with its case, for its rater alone.
pub(super) fn own(conn: &mut Conn, ctx: &Ctx, id: ScorecardId) -> Result<(Scorecard, Case), Fault> {
    let (card, case) = super::look::found(conn, ctx, id)?;
    if !people::is(ctx, card.rater) {
        return Err(Fault::forbidden("A scorecard is filled by its rater alone."));
    }
    Ok((card, case))
}

/// Saves what the rater has typed. It is no evidence: nothing is judged, audited or shown to anybody else.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Forbidden`] for everybody but the rater, [`Fault::PreconditionRequired`],
/// [`Fault::Stale`] when another window saved in between (nothing is overwritten), [`Fault::AlreadySubmitted`].
pub fn save_draft(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ScorecardId,
    if_match: &IfMatch,
    typed: impl FnOnce() -> Result<CardInput, Fault>,
) -> Result<Scorecard, Fault> {
    let (card, _) = own(conn, ctx, id)?;
    if_match.require(card.version)?;
    let typed = typed()?;
    match card.state {
        ScorecardState::Draft => interviews::save_draft(conn, ctx, &card, &typed),
        ScorecardState::Locked => Err(Fault::AlreadySubmitted(
            "This scorecard is locked; its ratings never change again.".to_owned(),
        )),
        ScorecardState::Void => Err(Fault::Conflict {
            code: "card_void",
            detail: "This scorecard came too late and is void.".to_owned(),
        }),
    }
}

/// Hands a card in: it is locked, or refused with everything it lacks.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Forbidden`] for everybody but the rater, [`Fault::Stale`], [`Fault::Invalid`]; a
/// refusal is no error.
pub fn submit(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ScorecardId,
    if_match: &IfMatch,
    given: impl FnOnce() -> Result<CardInput, Fault>,
) -> Result<Outcome<Scorecard>, Fault> {
    let (card, case) = own(conn, ctx, id)?;
    if_match.honour(card.version)?;
    let given = given()?;
    let (body, flags) = match card.state {
        // Nothing is read of what comes after the lock.
        ScorecardState::Locked => (CardBody::default(), Vec::new()),
        ScorecardState::Draft | ScorecardState::Void => {
            let variant = occasion(conn, &card)?;
            let subject = Subject::of(&card.source, variant, &case.evidence.terms, &case.pack)
                .ok_or_else(|| Fault::internal("a card of a source the plan does not know"))?;
            interviews::body_for(&given, subject, &case.pack)?
        }
    };
    if card.state == ScorecardState::Draft {
        access::under_way(&case)?;
    }
    let facts = interviews::card_facts(&card, &body, &case.evidence.terms, &case.pack);
    let verdict = decide::lock_card(&case.evidence, &facts, &ctx.actor, case.frame(ctx));
    let subject = case.subject_of("scorecard", id.uuid());
    let locked = judged(conn, ctx, &subject, verdict, |conn, change| {
        interviews::lock(conn, ctx, &card, change, &body)
    })?;
    if let Outcome::Done(card) = &locked {
        mails::stop_asking(conn, id)?;
        raise_seen(conn, ctx, card, &given.red_flags)?;
        raise(conn, ctx, card, &flags)?;
        completed(conn, ctx, &case, card)?;
        settled(conn, ctx, &case)?;
    }
    Ok(locked)
}

/// Hands in what the rater saved last, provided that it is still what the rater has read: the same as [`submit`].
///
/// # Errors
/// As [`submit`].
pub fn submit_draft(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ScorecardId,
    if_match: &IfMatch,
) -> Result<Outcome<Scorecard>, Fault> {
    let (card, _) = own(conn, ctx, id)?;
    if_match.require(card.version)?;
    let draft = interviews::draft(conn, &card)?;
    submit(conn, ctx, id, if_match, || {
        Ok(draft.map(|draft| draft.body.0).unwrap_or_default())
    })
}

/// Raises the warning signs the rater ticked, in the rater's name; one that is open already is not raised twice.
fn raise_seen(conn: &mut Conn, ctx: &Ctx, card: &Scorecard, seen: &[FlagInput]) -> Result<(), Fault> {
    if seen.is_empty() {
        return Ok(());
    }
    let earlier = applications::flags(conn, card.application_id)?;
    for flag in seen {
        let open = earlier
            .iter()
            .any(|f| f.code == flag.code && f.raised_by == Some(card.rater) && f.state == RedFlagState::Open);
        if open {
            continue;
        }
        let new = NewFlag {
            application: card.application_id,
            code: flag.code.clone(),
            cause: format!("scorecard/{}", card.id),
            raiser: Raiser::Rater,
            by: Some(card.rater),
            text: multi_line(&flag.text),
        };
        applications::raise_flag(conn, ctx, new)?;
    }
    Ok(())
}

/// Raises the flags a scoring key gives, in the assessor's name.
fn raise(conn: &mut Conn, ctx: &Ctx, card: &Scorecard, flags: &[RedFlagCode]) -> Result<(), Fault> {
    for code in flags {
        let flag = NewFlag {
            application: card.application_id,
            code: code.clone(),
            cause: format!("scorecard/{}", card.id),
            raiser: Raiser::Exercise,
            by: Some(card.rater),
            text: format!("The scoring key of {} raises it.", card.source),
        };
        applications::raise_flag(conn, ctx, flag)?;
    }
    Ok(())
}

/// Takes the steps that follow from a card that is locked or void: a round whose cards are all in is scored, a
/// work sample rated by two is rated.
pub(super) fn completed(conn: &mut Conn, ctx: &Ctx, case: &Case, card: &Scorecard) -> Result<(), Fault> {
    let all = interviews::cards_of(conn, card.application_id)?;
    let same =
        |other: &&Scorecard| other.interview_id == card.interview_id && other.exercise_id == card.exercise_id;
    let count = |state| all.iter().filter(same).filter(|c| c.state == state).count();
    let (open, locked) = (count(ScorecardState::Draft), count(ScorecardState::Locked));
    if open > 0 {
        return Ok(());
    }
    if let Some(id) = card.interview_id
        && locked > 0
    {
        let interview = interviews::interview(conn, id)?;
        score(conn, ctx, case, &interview)?;
    }
    if let Some(id) = card.exercise_id
        && locked >= ASSESSORS
    {
        let exercise = interviews::exercise(conn, id)?;
        let system = Ctx::system(ctx.now);
        let verdict = decide::part(exercise.row.state, ExerciseState::Rated, &system.actor);
        let subject = case.subject_of("exercise", id.uuid());
        judged(conn, &system, &subject, verdict, |conn, change| {
            interviews::change_exercise(conn, &system, id, change)
        })?;
        score_sample_round(conn, ctx, case)?;
    }
    Ok(())
}

/// Raters of one work sample (dossier 4.0).
pub const ASSESSORS: usize = 2;

fn score(conn: &mut Conn, ctx: &Ctx, case: &Case, interview: &Interview) -> Result<(), Fault> {
    if interview.row.state != InterviewState::Held {
        return Ok(());
    }
    let system = Ctx::system(ctx.now);
    let verdict = decide::part(interview.row.state, InterviewState::Scored, &system.actor);
    let subject = case.subject_of("interview", interview.row.id.uuid());
    judged(conn, &system, &subject, verdict, |conn, change| {
        interviews::change(conn, &system, interview.row.id, change)
    })?;
    Ok(())
}

/// The work-sample round that was held is scored when every work sample of the plan is rated.
fn score_sample_round(conn: &mut Conn, ctx: &Ctx, case: &Case) -> Result<(), Fault> {
    let id: ApplicationId = case.evidence.application;
    let terms = &case.evidence.terms;
    let samples = interviews::exercises_of(conn, id)?;
    let rated = |code: &SourceCode| {
        samples
            .iter()
            .any(|sample| sample.row.source == *code && sample.row.state == ExerciseState::Rated)
    };
    if !terms.exercises.iter().all(rated) {
        return Ok(());
    }
    for interview in interviews::interviews_of(conn, id)? {
        let planned = terms
            .rounds
            .iter()
            .find(|round| round.code == interview.row.source);
        if planned.is_some_and(|round| round.work_samples) {
            score(conn, ctx, case, &interview)?;
        }
    }
    Ok(())
}
