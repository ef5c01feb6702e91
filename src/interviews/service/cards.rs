//! Cards are given out, typed, locked or void; corrections and later views are put beside them.

use crate::{
    content::Pack,
    db::{
        Conn,
        page::{Page, PageRequest},
    },
    fault::Fault,
    interviews::{
        model::{Amendment, CardBody, CardInput, Draft, PostDebriefValue, Scorecard, Seat},
        rules::{self, LevelSoFar, Subject},
        store::cards as store,
    },
    kernel::{
        codes::{CompetencyCode, RedFlagCode, SourceCode},
        ctx::Ctx,
        ids::{ApplicationId, ExerciseId, InterviewId, ScorecardId, UserId},
        time::Timestamp,
    },
    pipeline::{
        evidence::{CardFacts, JobTerms},
        state::{ScorecardState, StateChange},
    },
};

/// A card to be given out: for a round, or for a work sample.
#[derive(Debug, Clone)]
pub struct NewCard<'a> {
    /// Of which application.
    pub application: ApplicationId,
    /// The round or exercise.
    pub source: &'a SourceCode,
    /// The interview, for a round.
    pub interview: Option<InterviewId>,
    /// The work sample, for one.
    pub exercise: Option<ExerciseId>,
    /// Who fills it.
    pub seat: Seat,
    /// When it becomes due (G18).
    pub due_from: Timestamp,
}

/// Gives out an empty card.
///
/// # Errors
/// When a statement fails.
pub fn give_out(conn: &mut Conn, ctx: &Ctx, new: &NewCard<'_>) -> Result<Scorecard, Fault> {
    let card = Scorecard {
        id: ctx.new_id(),
        version: 1,
        application_id: new.application,
        source: new.source.clone(),
        interview_id: new.interview,
        exercise_id: new.exercise,
        rater: new.seat.user,
        state: ScorecardState::Draft,
        due_from: new.due_from,
        locked_at: None,
        rater_had_sight: new.seat.had_sight,
        body: None,
    };
    store::insert(conn, &card)?;
    Ok(card)
}

/// A card.
///
/// # Errors
/// [`Fault::NotFound`] when there is none.
pub fn card(conn: &mut Conn, id: ScorecardId) -> Result<Scorecard, Fault> {
    store::by_id(conn, id)?.ok_or(Fault::NotFound("scorecard"))
}

/// All cards of an application in the order they became due.
///
/// # Errors
/// When a statement fails.
pub fn cards_of(conn: &mut Conn, application: ApplicationId) -> Result<Vec<Scorecard>, Fault> {
    store::of_application(conn, application)
}

/// Somebody's cards, the longest owed first.
///
/// # Errors
/// When a statement fails.
pub fn cards_of_rater(
    conn: &mut Conn,
    rater: UserId,
    state: Option<ScorecardState>,
    wanted: &PageRequest,
) -> Result<Page<Scorecard>, Fault> {
    store::of_rater(conn, rater, state, wanted)
}

/// Somebody's cards that are locked or void, the latest first.
///
/// # Errors
/// When a statement fails.
pub fn cards_done_by(conn: &mut Conn, rater: UserId, wanted: &PageRequest) -> Result<Page<Scorecard>, Fault> {
    store::done_by_rater(conn, rater, wanted)
}

/// Cards that are still owed and became due before an instant.
///
/// # Errors
/// When a statement fails.
pub fn owed_since(conn: &mut Conn, before: Timestamp) -> Result<Vec<Scorecard>, Fault> {
    store::owed_since(conn, before)
}

/// The facts of a card that says `body`.
pub fn card_facts(card: &Scorecard, body: &CardBody, terms: &JobTerms, pack: &Pack) -> CardFacts {
    rules::card_facts(card, Some(body), terms, pack)
}

/// What would be locked of an input, and the red flags it raises.
///
/// # Errors
/// [`Fault::Invalid`] with every field that cannot be meant.
pub fn body_for(
    input: &CardInput,
    subject: Subject<'_>,
    pack: &Pack,
) -> Result<(CardBody, Vec<RedFlagCode>), Fault> {
    rules::checked(input, subject, pack)?;
    let body = rules::body_of(input, subject, pack)?;
    let flags = rules::flags_of(&body, subject, pack)?;
    Ok((body, flags))
}

/// What a work sample says as long as points are missing: its evidence.
pub fn body_without_points(card: &Scorecard, input: &CardInput, pack: &Pack) -> CardBody {
    rules::without_points(input, &rules::measured_by(pack, &card.source))
}

/// What a card of a round says as it was typed, checked or not.
pub fn body_as_typed(input: &CardInput) -> CardBody {
    rules::as_typed(input)
}

/// The levels a half-filled card of a work sample comes to.
pub fn levels_so_far(input: &CardInput, subject: Subject<'_>, pack: &Pack) -> Vec<LevelSoFar> {
    match subject {
        Subject::Sample(exercise, variant) => rules::levels_so_far(input, exercise, variant, pack),
        Subject::Round(_) | Subject::KnowledgeTest => Vec::new(),
    }
}

/// Locks a card.
///
/// # Errors
/// [`Fault::Stale`] when somebody was faster.
pub fn lock(
    conn: &mut Conn,
    ctx: &Ctx,
    locked: &Scorecard,
    change: StateChange<ScorecardState>,
    body: &CardBody,
) -> Result<Scorecard, Fault> {
    store::lock(conn, ctx, locked, change, body)?;
    card(conn, locked.id)
}

/// Takes a late card out of the count.
///
/// # Errors
/// [`Fault::Stale`] when somebody was faster.
pub fn void(
    conn: &mut Conn,
    late: &Scorecard,
    change: StateChange<ScorecardState>,
) -> Result<Scorecard, Fault> {
    store::void(conn, late, change)?;
    card(conn, late.id)
}

/// Saves what was typed; the card must still be at the version that was read.
///
/// # Errors
/// [`Fault::Stale`] when it is not; what is stored stays.
pub fn save_draft(
    conn: &mut Conn,
    ctx: &Ctx,
    typed: &Scorecard,
    input: &CardInput,
) -> Result<Scorecard, Fault> {
    store::save_draft(conn, ctx, typed, input)?;
    card(conn, typed.id)
}

/// What the card's rater has typed so far.
///
/// # Errors
/// When a statement fails.
pub fn draft(conn: &mut Conn, card: &Scorecard) -> Result<Option<Draft>, Fault> {
    store::draft(conn, card)
}

/// Puts a factual correction beside a locked card.
///
/// # Errors
/// When a statement fails.
pub fn amend(conn: &mut Conn, card: &Scorecard, amendment: &Amendment) -> Result<(), Fault> {
    store::amend(conn, card, amendment)
}

/// The corrections beside a card, oldest first.
///
/// # Errors
/// When a statement fails.
pub fn amendments(conn: &mut Conn, card: ScorecardId) -> Result<Vec<Amendment>, Fault> {
    store::amendments(conn, card)
}

/// Puts a rater's later view of a competency beside the locked value.
///
/// # Errors
/// When a statement fails.
pub fn set_post_debrief_value(
    conn: &mut Conn,
    ctx: &Ctx,
    card: &Scorecard,
    competency: &CompetencyCode,
    value: u8,
    reason: &str,
) -> Result<(), Fault> {
    store::set_post_debrief_value(conn, ctx, card, competency, value, reason)
}

/// The later views beside a card.
///
/// # Errors
/// When a statement fails.
pub fn post_debrief_values(conn: &mut Conn, card: ScorecardId) -> Result<Vec<PostDebriefValue>, Fault> {
    store::post_debrief_values(conn, card)
}
