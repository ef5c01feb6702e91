//! What the gates and other areas read.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    content::Pack,
    db::Conn,
    fault::Fault,
    interviews::{
        model::{Exercise, Interview},
        rules, store,
    },
    kernel::{
        codes::SourceCode,
        ctx::Ctx,
        ids::{ApplicationId, InterviewId, UserId},
        text_enum::TextEnum,
        time::Timestamp,
    },
    pipeline::{
        evidence::{AssessmentFacts, ExerciseFacts, JobTerms, RoundFacts},
        state::InterviewState,
    },
};

/// Rounds, cards and work samples of an application, by five queries.
///
/// # Errors
/// When a statement fails.
pub fn facts(
    conn: &mut Conn,
    application: ApplicationId,
    terms: &JobTerms,
    pack: &Pack,
) -> Result<AssessmentFacts, Fault> {
    let mut found = facts_of(conn, &[(application, terms, pack)])?;
    found
        .remove(&application)
        .ok_or_else(|| Fault::internal("an assessment got lost"))
}

/// [`facts`] of several applications, by the same five queries however many they are.
///
/// # Errors
/// When a statement fails.
pub fn facts_of(
    conn: &mut Conn,
    cases: &[(ApplicationId, &JobTerms, &Pack)],
) -> Result<BTreeMap<ApplicationId, AssessmentFacts>, Fault> {
    let ids: Vec<ApplicationId> = cases.iter().map(|(id, ..)| *id).collect();
    let mut found: BTreeMap<ApplicationId, AssessmentFacts> =
        ids.iter().map(|id| (*id, AssessmentFacts::default())).collect();
    for interview in store::interviews::of_applications(conn, &ids)? {
        if let Some(facts) = found.get_mut(&interview.row.application_id) {
            facts.rounds.push(round(interview));
        }
    }
    for exercise in store::exercises::of_applications(conn, &ids)? {
        if let Some(facts) = found.get_mut(&exercise.row.application_id) {
            facts.exercises.push(sample(exercise));
        }
    }
    let judged: BTreeMap<ApplicationId, (&JobTerms, &Pack)> = cases
        .iter()
        .map(|(id, terms, pack)| (*id, (*terms, *pack)))
        .collect();
    for card in store::cards::of_applications(conn, &ids)? {
        let of = (
            found.get_mut(&card.application_id),
            judged.get(&card.application_id),
        );
        if let (Some(facts), Some((terms, pack))) = of {
            let body = card.body.as_ref().map(|body| &body.0);
            facts.cards.push(rules::card_facts(&card, body, terms, pack));
        }
    }
    Ok(found)
}

fn round(interview: Interview) -> RoundFacts {
    let raters = interview.raters();
    let row = interview.row;
    RoundFacts {
        interview: row.id,
        source: row.source,
        state: row.state,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        local_day: row.local_day,
        raters,
        supplementary: row.supplementary,
    }
}

fn sample(exercise: Exercise) -> ExerciseFacts {
    let assessors = exercise.assessors();
    let row = exercise.row;
    ExerciseFacts {
        exercise: row.id,
        source: row.source,
        variant: row.variant.as_str().to_owned(),
        state: row.state,
        submitted_at: row.submitted_at,
        assessors,
    }
}

/// Everybody HR named, booked or made an assessor for an application, each once. The plan's raters come on top.
///
/// # Errors
/// When a statement fails.
pub fn panel(conn: &mut Conn, application: ApplicationId) -> Result<Vec<UserId>, Fault> {
    let mut seats = store::interviews::seats_of(conn, application)?;
    seats.extend(store::exercises::seats_of(conn, application)?);
    let mut users = store::panel::of_application(conn, application)?;
    users.extend(seats.into_iter().map(|seat| seat.user));
    users.sort_unstable();
    users.dedup();
    Ok(users)
}

/// Names a possible rater; `false` when the person was named before.
///
/// # Errors
/// When a statement fails.
pub fn join_panel(
    conn: &mut Conn,
    ctx: &Ctx,
    application: ApplicationId,
    user: UserId,
) -> Result<bool, Fault> {
    store::panel::insert(conn, ctx, application, user)
}

/// Takes a possible rater off again; `false` when HR had not named the person.
///
/// # Errors
/// When a statement fails.
pub fn leave_panel(conn: &mut Conn, application: ApplicationId, user: UserId) -> Result<bool, Fault> {
    store::panel::delete(conn, application, user)
}

/// Whether a person was ever named for an application with sight of others' ratings (G16): what was seen once
/// is not forgotten.
///
/// # Errors
/// When a statement fails.
pub fn had_sight(conn: &mut Conn, application: ApplicationId, user: UserId) -> Result<bool, Fault> {
    let mut seats = store::interviews::seats_of(conn, application)?;
    seats.extend(store::exercises::seats_of(conn, application)?);
    Ok(seats.iter().any(|seat| seat.user == user && seat.had_sight))
}

/// How many interviews each of these people has on a calendar day, leaving one round out. Rounds of one
/// appointment with one candidate are one (7.10, ruling 6).
///
/// # Errors
/// When a statement fails.
pub fn day_loads(
    conn: &mut Conn,
    users: &[UserId],
    local_day: &str,
    except: Option<InterviewId>,
) -> Result<Vec<(UserId, u32)>, Fault> {
    let sittings = store::interviews::sittings(conn, users, local_day, except)?;
    let load = |user: UserId| {
        let own = sittings.iter().filter(|s| s.user == user);
        let appointments: BTreeSet<_> = own
            .map(|s| (s.application, s.appointment, s.supplementary))
            .collect();
        (user, u32::try_from(appointments.len()).unwrap_or(u32::MAX))
    };
    Ok(users.iter().copied().map(load).collect())
}

/// The applications a person rates, rated or may rate.
///
/// # Errors
/// When a statement fails.
pub fn rated_by(conn: &mut Conn, user: UserId) -> Result<Vec<ApplicationId>, Fault> {
    let mut all = store::interviews::applications_of(conn, user)?;
    all.extend(store::exercises::applications_of(conn, user)?);
    all.extend(store::panel::applications_of(conn, user)?);
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// The rounds of some applications that stand: whose, which, in which state, when it ends.
///
/// # Errors
/// When a statement fails.
pub fn standing_rounds(
    conn: &mut Conn,
    applications: &[ApplicationId],
) -> Result<Vec<(ApplicationId, SourceCode, InterviewState, Timestamp)>, Fault> {
    store::interviews::standing_of(conn, applications)
}

/// The most held rounds a pace is measured by.
const MEASURED: i64 = 400;

/// Pairs of successive rounds of one candidate since an instant: when the one and when the other began.
///
/// # Errors
/// When a statement fails.
pub fn successive_rounds(conn: &mut Conn, since: Timestamp) -> Result<Vec<(Timestamp, Timestamp)>, Fault> {
    let mut begun: BTreeMap<(ApplicationId, i64), Timestamp> = BTreeMap::new();
    for (application, appointment, starts_at) in store::interviews::held_since(conn, since, MEASURED)? {
        let first = begun.entry((application, appointment)).or_insert(starts_at);
        *first = (*first).min(starts_at);
    }
    let mut rounds: Vec<(ApplicationId, Timestamp)> = begun
        .into_iter()
        .map(|((application, _), at)| (application, at))
        .collect();
    rounds.sort_unstable();
    let pairs = rounds.windows(2).filter_map(|pair| match pair {
        [(one, earlier), (other, later)] if one == other => Some((*earlier, *later)),
        _ => None,
    });
    Ok(pairs.collect())
}
