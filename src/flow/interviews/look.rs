//! What may be looked at, and by whom: blind until the own cards are locked, for everybody (G16).

use uuid::Uuid;

use super::{rounds, samples, see};
use crate::{
    applications, company,
    content::model::Variant,
    db::{
        Conn,
        page::{Page, PageRequest},
    },
    fault::Fault,
    flow::{
        applications::access,
        case::{self, Case},
    },
    interviews::{
        self, Amendment, Draft, Exercise, Interview, InterviewRow, PostDebriefValue, Reply, Scorecard,
    },
    jobs,
    kernel::{
        ctx::{Actor, Ctx},
        ids::{ApplicationId, ExerciseId, InterviewId, ScorecardId},
        role::Role,
        time::{Timestamp, hours},
    },
    pipeline::{
        measured,
        score::{Disagreement, FinalComposite, FloorMiss, Scores, below_floors, disagreements},
        sight::{self, Sight},
        state::{ExerciseState, ScorecardState},
    },
};

/// A round with its case.
///
/// # Errors
/// [`Fault::NotFound`] when the actor may not know of it.
pub fn interview(conn: &mut Conn, ctx: &Ctx, id: InterviewId) -> Result<(Interview, Case), Fault> {
    let (interview, case) = rounds::found(conn, ctx, id)?;
    staff_only(ctx)?;
    Ok((interview, case))
}

/// The rounds of an application in the order of their start.
///
/// # Errors
/// [`Fault::NotFound`] when the actor may not know of the application.
pub fn interviews(conn: &mut Conn, ctx: &Ctx, id: ApplicationId) -> Result<(Vec<Interview>, Case), Fault> {
    let case = case::load(conn, ctx, id)?;
    see(&case, &ctx.actor)?;
    Ok((interviews::interviews_of(conn, id)?, case))
}

fn staff_only(ctx: &Ctx) -> Result<(), Fault> {
    match ctx.actor {
        Actor::User(_) => Ok(()),
        _ => Err(Fault::forbidden("This is for those who work on the assessment.")),
    }
}

/// A card with its case, for somebody who may know of it (not of what it says).
pub(super) fn found(conn: &mut Conn, ctx: &Ctx, id: ScorecardId) -> Result<(Scorecard, Case), Fault> {
    let card = interviews::card(conn, id)?;
    let case = case::load(conn, ctx, card.application_id)?;
    staff_only(ctx)
        .and_then(|()| see(&case, &ctx.actor))
        .map_err(|fault| match fault {
            Fault::NotFound(_) => Fault::NotFound("scorecard"),
            other => other,
        })?;
    Ok((card, case))
}

/// The form of the work sample a card rates; none for the card of a round.
pub(super) fn occasion(conn: &mut Conn, card: &Scorecard) -> Result<Option<Variant>, Fault> {
    match card.exercise_id {
        Some(id) => Ok(Some(interviews::exercise(conn, id)?.row.variant)),
        None => Ok(None),
    }
}

/// A card and what stands beside it.
#[derive(Debug, Clone)]
pub struct CardSight {
    /// The card.
    pub card: Scorecard,
    /// The case it belongs to.
    pub case: Case,
    /// What the rater typed so far; nobody else is given it.
    pub draft: Option<Draft>,
    /// The work sample it rates.
    pub exercise: Option<Exercise>,
    /// Corrections.
    pub amendments: Vec<Amendment>,
    /// What the rater thinks since the debrief.
    pub later: Vec<PostDebriefValue>,
    /// Whether the other raters' locked cards are open to the reader, too (G16).
    pub others_open: bool,
}

/// A card. One's own is always open; another's is blind until one's own cards are locked, and closed to those
/// who have no part in the assessment.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Blind`], [`Fault::Forbidden`].
pub fn card(conn: &mut Conn, ctx: &Ctx, id: ScorecardId) -> Result<CardSight, Fault> {
    let (card, case) = found(conn, ctx, id)?;
    let own = ctx.actor.user_id() == Some(card.rater);
    let sight = sight::of_ratings(&case.evidence, &access::as_of(&case, &ctx.actor));
    if !own {
        match sight {
            Sight::Open => {}
            Sight::Blind => return Err(Fault::Blind),
            Sight::Closed => {
                return Err(Fault::forbidden("Ratings are not open to you (now)."));
            }
        }
    }
    let draft = if own {
        interviews::draft(conn, &card)?
    } else {
        None
    };
    let exercise = card
        .exercise_id
        .map(|id| interviews::exercise(conn, id))
        .transpose()?;
    Ok(CardSight {
        draft,
        exercise,
        amendments: interviews::amendments(conn, id)?,
        later: interviews::post_debrief_values(conn, id)?,
        others_open: sight == Sight::Open,
        card,
        case,
    })
}

/// The actor's own cards, the longest owed first, each with the work sample it rates.
///
/// # Errors
/// When a statement fails.
pub fn cards(
    conn: &mut Conn,
    ctx: &Ctx,
    state: Option<ScorecardState>,
    wanted: &PageRequest,
) -> Result<Page<(Scorecard, Option<Exercise>)>, Fault> {
    let user = ctx.actor.user_id().ok_or(Fault::Unauthenticated)?;
    let page = interviews::cards_of_rater(conn, user, state, wanted)?;
    let mut data = Vec::with_capacity(page.data.len());
    for card in page.data {
        let exercise = card
            .exercise_id
            .map(|id| interviews::exercise(conn, id))
            .transpose()?;
        data.push((card, exercise));
    }
    Ok(Page {
        data,
        next_cursor: page.next_cursor,
        has_more: page.has_more,
    })
}

/// A card in its rater's own list: of whom, for which job, until when.
#[derive(Debug, Clone)]
pub struct CardLine {
    /// The card.
    pub card: Scorecard,
    /// The work sample it rates.
    pub exercise: Option<Exercise>,
    /// What the rater typed so far.
    pub draft: Option<Draft>,
    /// The candidate's name; the code in its place where the work is rated blind.
    pub candidate: String,
    /// The round's or work sample's name.
    pub occasion: String,
    /// The job's title.
    pub job_title: String,
    /// From when on it is late (G18).
    pub warn_at: Timestamp,
    /// Until when it counts (G18).
    pub void_at: Timestamp,
}

/// The actor's own cards with what tells them apart: those still owed, the longest owed first, or with `done` the
/// locked and void ones, the latest first.
///
/// # Errors
/// When a statement fails.
pub fn card_lines(
    conn: &mut Conn,
    ctx: &Ctx,
    done: bool,
    wanted: &PageRequest,
) -> Result<Page<CardLine>, Fault> {
    let user = ctx.actor.user_id().ok_or(Fault::Unauthenticated)?;
    let page = if done {
        interviews::cards_done_by(conn, user, wanted)?
    } else {
        interviews::cards_of_rater(conn, user, Some(ScorecardState::Draft), wanted)?
    };
    let mut data = Vec::with_capacity(page.data.len());
    for card in page.data {
        data.push(card_line(conn, card)?);
    }
    Ok(Page {
        data,
        next_cursor: page.next_cursor,
        has_more: page.has_more,
    })
}

fn card_line(conn: &mut Conn, card: Scorecard) -> Result<CardLine, Fault> {
    let row = applications::row(conn, card.application_id)?;
    let policy = company::policy(conn, row.policy_version)?;
    let pack = company::pack(conn, row.content_version)?;
    let exercise = card
        .exercise_id
        .map(|id| interviews::exercise(conn, id))
        .transpose()?;
    let key = pack.exercise(&card.source);
    let blind = exercise.is_some() && key.is_none_or(|key| key.written);
    let candidate = match &exercise {
        Some(exercise) if blind => exercise.row.candidate_code.clone(),
        _ => applications::candidate(conn, row.candidate_id)?.name,
    };
    let round = pack.round(&card.source).map(|round| &round.name);
    let occasion = round.or(key.map(|key| &key.name));
    Ok(CardLine {
        candidate,
        occasion: occasion.map_or_else(|| card.source.to_string(), Clone::clone),
        job_title: jobs::get(conn, row.job_id)?.title,
        draft: interviews::draft(conn, &card)?,
        warn_at: card.due_from + hours(policy.card_warn_hours.into()),
        void_at: card.due_from + hours(policy.card_void_hours.into()),
        exercise,
        card,
    })
}

/// A round in a rater's own calendar.
#[derive(Debug, Clone)]
pub struct RoundLine {
    /// The round.
    pub round: InterviewRow,
    /// The candidate's name.
    pub candidate: String,
    /// The round's name.
    pub name: String,
    /// The job's title.
    pub job_title: String,
    /// What the rater answered to the invitation as it stands.
    pub reply: Option<Reply>,
}

/// The most rounds a calendar shows of those to come, and of those that are over.
const MOST_ROUNDS: u32 = 100;

/// The rounds the actor rates: those still to come, the next first, or with `over` the last ones that are over.
///
/// # Errors
/// When a statement fails.
pub fn own_rounds(conn: &mut Conn, ctx: &Ctx, over: bool) -> Result<Vec<RoundLine>, Fault> {
    let user = ctx.actor.user_id().ok_or(Fault::Unauthenticated)?;
    let mut lines = Vec::new();
    for round in interviews::rounds_of_rater(conn, user, ctx.now, over, MOST_ROUNDS)? {
        let row = applications::row(conn, round.application_id)?;
        let pack = company::pack(conn, row.content_version)?;
        let known = pack.round(&round.source);
        lines.push(RoundLine {
            candidate: applications::candidate(conn, row.candidate_id)?.name,
            name: known.map_or_else(|| round.source.to_string(), |known| known.name.clone()),
            job_title: jobs::get(conn, row.job_id)?.title,
            reply: interviews::interview(conn, round.id)?
                .reply_of(user.uuid())
                .cloned(),
            round,
        });
    }
    Ok(lines)
}

/// The cards of an application, for HR and those who answer for the job: who owes one since when. What the
/// cards say is emptied out.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Forbidden`].
pub fn cards_of_application(conn: &mut Conn, ctx: &Ctx, id: ApplicationId) -> Result<Vec<Scorecard>, Fault> {
    let case = case::load(conn, ctx, id)?;
    see(&case, &ctx.actor)?;
    let roles = [
        Role::Hr,
        Role::HrLead,
        Role::Auditor,
        Role::HiringManager,
        Role::Sponsor,
        Role::OpsLead,
    ];
    access::staff(&case, &ctx.actor, &roles, "HR and those who answer for the job")?;
    let hidden = unseen_by(conn, &case, &ctx.actor)?;
    let mut cards = interviews::cards_of(conn, id)?;
    cards.retain(|card| !hidden.contains(&card.id.uuid()));
    for card in &mut cards {
        card.body = None;
    }
    Ok(cards)
}

/// A work sample with its case.
///
/// # Errors
/// [`Fault::NotFound`] when the actor may not know of it.
pub fn exercise(conn: &mut Conn, ctx: &Ctx, id: ExerciseId) -> Result<(Exercise, Case), Fault> {
    samples::found(conn, ctx, id)
}

/// The work samples of an application. Written ones that the actor has still to rate are left out: who lists them here
/// knows the candidate's name, and they are rated without it (dossier 4.0).
///
/// # Errors
/// [`Fault::NotFound`] when the actor may not know of the application.
pub fn exercises(conn: &mut Conn, ctx: &Ctx, id: ApplicationId) -> Result<(Vec<Exercise>, Case), Fault> {
    let case = case::load(conn, ctx, id)?;
    see(&case, &ctx.actor)?;
    let mut exercises = interviews::exercises_of(conn, id)?;
    exercises.retain(|exercise| !rates_unseen(&case, exercise, &ctx.actor));
    Ok((exercises, case))
}

/// Whether the actor is to rate a written work sample and has not done so yet.
fn rates_unseen(case: &Case, exercise: &Exercise, actor: &Actor) -> bool {
    let Some(user) = actor.user_id().filter(|user| exercise.has(*user)) else {
        return false;
    };
    let id = exercise.row.id;
    let mut cards = case.evidence.assessment.cards.iter();
    let owed = cards.any(|c| c.exercise == Some(id) && c.rater == user && c.state == ScorecardState::Draft);
    samples::written(case, exercise) && (owed || exercise.row.state == ExerciseState::Assigned)
}

/// Work samples the actor has still to rate without knowing whose they are, and all their cards: nothing that names the
/// application may name them to the actor as well.
///
/// # Errors
/// When a statement fails.
pub(in crate::flow) fn unseen_by(conn: &mut Conn, case: &Case, actor: &Actor) -> Result<Vec<Uuid>, Fault> {
    let exercises = interviews::exercises_of(conn, case.evidence.application)?;
    let unseen: Vec<ExerciseId> = exercises
        .iter()
        .filter(|exercise| rates_unseen(case, exercise, actor))
        .map(|exercise| exercise.row.id)
        .collect();
    let cards = case.evidence.assessment.cards.iter();
    let cards = cards.filter(|card| card.exercise.is_some_and(|id| unseen.contains(&id)));
    let cards: Vec<Uuid> = cards.map(|card| card.card.uuid()).collect();
    Ok(unseen.iter().map(|id| id.uuid()).chain(cards).collect())
}

/// What the locked cards of an application come to.
#[derive(Debug, Clone)]
pub struct ScoresSight {
    /// Levels per competency and source, and the composites.
    pub scores: Scores,
    /// With the references in it.
    pub composite: FinalComposite,
    /// Competencies below their floor.
    pub below_floors: Vec<FloorMiss>,
    /// Raters of one source who are far apart (G33).
    pub disagreements: Vec<Disagreement>,
}

/// The sums of an application: for HR when every card is in, for the panel from the debrief on.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Blind`], [`Fault::Forbidden`].
pub fn scores(conn: &mut Conn, ctx: &Ctx, id: ApplicationId) -> Result<(ScoresSight, Case), Fault> {
    let case = case::load(conn, ctx, id)?;
    staff_only(ctx)?;
    see(&case, &ctx.actor)?;
    match sight::of_verdicts(&case.evidence, &access::as_of(&case, &ctx.actor)) {
        Sight::Open => {}
        Sight::Blind => return Err(Fault::Blind),
        Sight::Closed => {
            let detail =
                "Scores are shown to HR when every card is in, and to the panel from the debrief on.";
            return Err(Fault::forbidden(detail));
        }
    }
    let evidence = &case.evidence;
    let scores = measured::scores(evidence);
    let facts = measured::competency_facts(&evidence.terms);
    let sums = ScoresSight {
        composite: measured::final_composite(evidence),
        below_floors: below_floors(&scores, &case.policy, evidence.terms.kind, &facts),
        disagreements: disagreements(&measured::ratings(evidence), case.policy.disagreement_points),
        scores,
    };
    Ok((sums, case))
}
