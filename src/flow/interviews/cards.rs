//! Cards: given out, typed, handed in (G13, G15 to G18), corrected.

use serde_json::json;

use super::{about, candidate, look::occasion, people, settled};
use crate::{
    applications::{self, NewFlag},
    content::model::Raiser,
    db::Conn,
    fault::Fault,
    flow::{applications::access, case::Case, judged, noted},
    interviews::{
        self, Amendment, CardBody, CardInput, Exercise, Interview, NewCard, Scorecard, Subject,
        mails::{self, Addressee},
    },
    kernel::{
        codes::{CompetencyCode, RedFlagCode, SourceCode},
        ctx::Ctx,
        ids::{ApplicationId, ScorecardId},
        text::{multi_line, visible_len},
    },
    pipeline::{
        decide,
        refusal::Outcome,
        state::{ApplicationState, ExerciseState, InterviewState, ScorecardState},
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
fn own(conn: &mut Conn, ctx: &Ctx, id: ScorecardId) -> Result<(Scorecard, Case), Fault> {
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
        raise(conn, ctx, card, &flags)?;
        completed(conn, ctx, &case, card)?;
        settled(conn, ctx, &case)?;
    }
    Ok(locked)
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
pub(super) const ASSESSORS: usize = 2;

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

/// A text of some length, cleaned.
fn text(field: &str, given: &str, least: usize) -> Result<String, Fault> {
    let clean = multi_line(given);
    if visible_len(&clean) < least {
        let detail = format!("Write at least {least} characters.");
        return Err(Fault::field(format!("/{field}"), "length", detail));
    }
    Ok(clean)
}

fn still_open() -> Fault {
    Fault::Conflict {
        code: "not_locked",
        detail: "This scorecard is not locked; change the card itself.".to_owned(),
    }
}

/// Puts a factual correction beside the rater's own locked card; its ratings stay.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Forbidden`] for everybody but the rater, [`Fault::Invalid`], [`Fault::Conflict`]
/// `not_locked`.
pub fn amend(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ScorecardId,
    given: impl FnOnce() -> Result<(String, String), Fault>,
) -> Result<Amendment, Fault> {
    let (card, case) = own(conn, ctx, id)?;
    let (correction, reason) = given()?;
    let (correction, reason) = (text("text", &correction, 10)?, text("reason", &reason, 10)?);
    if card.state != ScorecardState::Locked {
        return Err(still_open());
    }
    let amendment = Amendment {
        id: ctx.new_id(),
        text: correction,
        reason,
        amended_by: card.rater,
        amended_at: ctx.now,
    };
    interviews::amend(conn, &card, &amendment)?;
    let subject = case.subject_of("scorecard", id.uuid());
    noted(
        conn,
        ctx,
        &subject,
        "scorecard.amend",
        json!({ "amendment": amendment.id }),
    )?;
    Ok(amendment)
}

/// Puts what the rater thinks of a competency since the debrief beside the locked value. It enters no sum.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Forbidden`] for everybody but the rater, [`Fault::PreconditionRequired`],
/// [`Fault::Stale`], [`Fault::Invalid`], [`Fault::Conflict`] `not_locked` or `before_debrief`.
pub fn post_debrief_value(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ScorecardId,
    competency: &CompetencyCode,
    if_match: &IfMatch,
    given: impl FnOnce() -> Result<(u8, String), Fault>,
) -> Result<Scorecard, Fault> {
    let (card, case) = own(conn, ctx, id)?;
    let rated = card
        .body
        .as_ref()
        .is_some_and(|body| body.0.ratings.iter().any(|r| r.competency == *competency));
    if card.state == ScorecardState::Locked && !rated {
        return Err(Fault::NotFound("competency on this card"));
    }
    if_match.require(card.version)?;
    let (value, reason) = given()?;
    let reason = text("reason", &reason, 10)?;
    if card.state != ScorecardState::Locked {
        return Err(still_open());
    }
    access::under_way(&case)?;
    if !case.evidence.state.has_reached(ApplicationState::DebriefOpen) {
        return Err(Fault::Conflict {
            code: "before_debrief",
            detail: "Views change in the debrief; until it is open the locked value stands alone.".to_owned(),
        });
    }
    interviews::set_post_debrief_value(conn, ctx, &card, competency, value, &reason)?;
    let subject = case.subject_of("scorecard", id.uuid());
    let details = json!({ "competency": competency, "value": value });
    noted(conn, ctx, &subject, "scorecard.post_debrief_value", details)?;
    interviews::card(conn, id)
}
