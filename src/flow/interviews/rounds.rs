//! Rounds: booked, moved, called off, held, missed. Booking and moving are guarded by G11 (24 h), G13, G14, G36.

use serde_json::json;

use super::{about, candidate, hr, people, see, settled};
use crate::{
    db::Conn,
    fault::Fault,
    flow::{
        applications::access,
        case::{self, Case},
        judged_with,
    },
    interviews::{self, Interview, NewInterview, Slot, mails},
    jobs,
    kernel::{
        codes::SourceCode,
        ctx::Ctx,
        ids::{ApplicationId, InterviewId, UserId},
        time::{Timestamp, minutes},
    },
    mail::message,
    people::User,
    pipeline::{
        decide,
        evidence::{PlannedRound, ProposedBooking},
        measured,
        refusal::Outcome,
        state::InterviewState,
    },
    web::IfMatch,
};

/// A round that HR wants to book.
#[derive(Debug, Clone)]
pub struct Booking {
    /// The round of the plan, e.g. `R1`.
    pub source: SourceCode,
    /// Start.
    pub starts_at: Timestamp,
    /// Length; the plan's when absent.
    pub minutes: Option<u32>,
    /// Who rates; the plan's raters when absent.
    pub raters: Option<Vec<UserId>>,
    /// Where, in plain words.
    pub place: String,
    /// The address of an online meeting.
    pub meeting_link: Option<String>,
    /// Whether it replaces a card that came to nothing (G18).
    pub supplementary: bool,
}

/// What shall be different about a booked round.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// Another start.
    pub starts_at: Option<Timestamp>,
    /// Another length.
    pub minutes: Option<u32>,
    /// Other raters, all of them.
    pub raters: Option<Vec<UserId>>,
    /// Another place.
    pub place: Option<String>,
    /// Another address of an online meeting; `Some(None)` takes it away.
    pub meeting_link: Option<Option<String>>,
}

fn conflict(code: &'static str, detail: impl Into<String>) -> Fault {
    Fault::Conflict {
        code,
        detail: detail.into(),
    }
}

/// The round of the plan a booking names, provided that it can be booked once more.
fn planned<'a>(case: &'a Case, booking: &Booking) -> Result<&'a PlannedRound, Fault> {
    let terms = &case.evidence.terms;
    let Some(round) = terms.rounds.iter().find(|round| round.code == booking.source) else {
        let codes: Vec<&str> = terms.rounds.iter().map(|round| round.code.as_str()).collect();
        let detail = format!("The plan has the rounds {}.", codes.join(", "));
        return Err(Fault::field("/source", "unknown_round", detail));
    };
    let same = || {
        case.evidence
            .assessment
            .rounds
            .iter()
            .filter(|r| r.source == booking.source)
    };
    let was_held = same().any(|r| matches!(r.state, InterviewState::Held | InterviewState::Scored));
    let stands = same().any(|r| !matches!(r.state, InterviewState::Cancelled | InterviewState::NoShow));
    if booking.supplementary && !was_held {
        let detail = "A supplementary round repeats one that was held.";
        return Err(Fault::field("/supplementary", "not_held", detail));
    }
    if !booking.supplementary && stands {
        let detail = format!(
            "{} is booked already: move that booking, or add a supplementary round after it was held.",
            booking.source
        );
        return Err(conflict("round_exists", detail));
    }
    Ok(round)
}

/// Nobody rates the same round twice.
fn fresh_raters(case: &Case, booking: &Booking, raters: &[User]) -> Result<(), Fault> {
    let sat = |user: &User| {
        let rounds = case.evidence.assessment.rounds.iter();
        rounds
            .filter(|r| matches!(r.state, InterviewState::Held | InterviewState::Scored))
            .any(|r| r.source == booking.source && r.raters.contains(&user.id))
    };
    match raters.iter().position(sat) {
        Some(index) if booking.supplementary => Err(Fault::field(
            format!("/raters/{index}"),
            "rated_before",
            "A supplementary round needs another rater.",
        )),
        _ => Ok(()),
    }
}

/// When and where, checked. A round lies in the future, so that the candidate can be told.
fn slot(
    case: &Case,
    ctx: &Ctx,
    starts_at: Timestamp,
    length: u32,
    place: String,
    meeting_link: Option<String>,
) -> Result<Slot, Fault> {
    if starts_at < ctx.now {
        return Err(Fault::field(
            "/starts_at",
            "past",
            "A round cannot be booked in the past.",
        ));
    }
    Ok(Slot {
        starts_at,
        ends_at: starts_at + minutes(i64::from(length)),
        local_day: case.calendar.local(starts_at).date().to_string(),
        place,
        meeting_link,
    })
}

fn proposed(
    conn: &mut Conn,
    interview: Option<InterviewId>,
    source: &SourceCode,
    slot: &Slot,
    raters: Vec<UserId>,
) -> Result<ProposedBooking, Fault> {
    Ok(ProposedBooking {
        interview,
        source: source.clone(),
        starts_at: slot.starts_at,
        ends_at: slot.ends_at,
        local_day: slot.local_day.clone(),
        raters_load: interviews::day_loads(conn, &raters, &slot.local_day, interview)?,
        raters,
    })
}

/// Raters and length of a round as the application's plan has them.
fn of_the_plan(conn: &mut Conn, case: &Case, source: &SourceCode) -> Result<(Vec<UserId>, u32), Fault> {
    let plan = jobs::plan_version(conn, case.evidence.terms.job, case.plan)?;
    let body = plan.body.0;
    let Some(round) = body.rounds.into_iter().find(|round| round.code == *source) else {
        return Ok((Vec::new(), case.policy.round_minutes));
    };
    let length = u32::try_from(round.minutes).unwrap_or(case.policy.round_minutes);
    let mut raters = round.raters;
    if round.work_samples && raters.is_empty() {
        raters = body
            .exercises
            .into_iter()
            .flat_map(|sample| sample.assessors)
            .collect();
        raters.sort_unstable();
        raters.dedup();
    }
    Ok((raters, length))
}

/// Books a round; candidate and raters are written to.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Forbidden`] for everybody but HR, [`Fault::Stale`], [`Fault::Invalid`], and
/// [`Fault::Conflict`] `round_exists`. A breaching booking is a refusal, which is no error.
pub fn book(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    base_url: &str,
    if_match: &IfMatch,
    wanted: impl FnOnce() -> Result<Booking, Fault>,
) -> Result<Outcome<Interview>, Fault> {
    let mut case = case::load(conn, ctx, id)?;
    see(&case, &ctx.actor)?;
    hr(&case, ctx)?;
    if_match.honour(case.version)?;
    let booking = wanted()?;
    access::still_hiring(&case)?;
    let appointment = planned(&case, &booking)?.appointment;
    let (usual_raters, usual_length) = of_the_plan(conn, &case, &booking.source)?;
    let ids = booking.raters.clone().unwrap_or(usual_raters);
    let raters = people::named(conn, &mut case, &ids, |index| format!("/raters/{index}"))?;
    fresh_raters(&case, &booking, &raters)?;
    let length = booking.minutes.unwrap_or(usual_length);
    let (place, link) = (booking.place.clone(), booking.meeting_link.clone());
    let new = NewInterview {
        id: ctx.new_id(),
        application: id,
        source: booking.source.clone(),
        appointment,
        supplementary: booking.supplementary,
        slot: slot(&case, ctx, booking.starts_at, length, place, link)?,
        seats: people::seats(conn, &case, &raters)?,
    };
    let proposed = proposed(conn, None, &new.source, &new.slot, ids)?;
    let from = InterviewState::Planned;
    let verdict = decide::book(&case.evidence, &proposed, from, &ctx.actor, case.frame(ctx));
    let subject = case.subject_of("interview", new.id.uuid());
    let details = json!({ "source": new.source, "starts_at": new.slot.starts_at, "raters": proposed.raters });
    let booked = judged_with(conn, ctx, &subject, details, verdict, |conn, change| {
        interviews::book(conn, ctx, &new, change)
    })?;
    if let Outcome::Done(interview) = &booked {
        write(
            conn,
            ctx,
            &case,
            interview,
            &raters,
            base_url,
            message::Change::New,
        )?;
        settled(conn, ctx, &case)?;
    }
    Ok(booked)
}

/// M03 and M04.
pub(super) fn write(
    conn: &mut Conn,
    ctx: &Ctx,
    case: &Case,
    interview: &Interview,
    raters: &[User],
    base_url: &str,
    change: message::Change,
) -> Result<(), Fault> {
    let terms = &case.evidence.terms;
    let planned = terms
        .rounds
        .iter()
        .find(|round| round.code == interview.row.source);
    let measured: Vec<String> = planned
        .iter()
        .flat_map(|round| &round.kit)
        .map(|line| measured::name_of(terms, &line.competency).to_owned())
        .collect();
    let contact = people::user(conn, terms.hr)?.email;
    let raters: Vec<mails::Rater> = raters.iter().map(|user| people::rater(case, user)).collect();
    let to = candidate(conn, case)?;
    let round = mails::Round {
        interview,
        name: planned.map_or(interview.row.source.as_str(), |round| &round.name),
        measured: &measured,
        raters: &raters,
        adjustment_contact: contact.as_str(),
    };
    mails::invite(conn, ctx, about(case, &to, base_url), round, change)
}

/// A round with its case, for somebody who may know of it.
pub(super) fn found(conn: &mut Conn, ctx: &Ctx, id: InterviewId) -> Result<(Interview, Case), Fault> {
    let interview = interviews::interview(conn, id)?;
    let case = case::load(conn, ctx, interview.row.application_id)?;
    see(&case, &ctx.actor).map_err(|fault| match fault {
        Fault::NotFound(_) => Fault::NotFound("interview"),
        other => other,
    })?;
    Ok((interview, case))
}

/// Moves a booked round to another time, place or other raters, through the same gates.
///
/// # Errors
/// As [`book`]; [`Fault::PreconditionRequired`] without a version.
pub fn reschedule(
    conn: &mut Conn,
    ctx: &Ctx,
    id: InterviewId,
    base_url: &str,
    if_match: &IfMatch,
    wanted: impl FnOnce() -> Result<Change, Fault>,
) -> Result<Outcome<Interview>, Fault> {
    let (interview, mut case) = found(conn, ctx, id)?;
    hr(&case, ctx)?;
    if_match.require(interview.row.version)?;
    let change = wanted()?;
    access::still_hiring(&case)?;
    let row = &interview.row;
    let ids = change.raters.clone().unwrap_or_else(|| interview.raters());
    let raters = people::named(conn, &mut case, &ids, |index| format!("/raters/{index}"))?;
    let length = row.ends_at.since(row.starts_at).num_minutes();
    let length = change.minutes.unwrap_or(u32::try_from(length).unwrap_or(60));
    let place = change.place.clone().unwrap_or_else(|| row.place.clone());
    let link = change
        .meeting_link
        .clone()
        .unwrap_or_else(|| row.meeting_link.clone());
    let to = slot(
        &case,
        ctx,
        change.starts_at.unwrap_or(row.starts_at),
        length,
        place,
        link,
    )?;
    let mut seats = people::seats(conn, &case, &raters)?;
    // Who stays keeps what was found at the booking: being booked is what keeps them blind since.
    for seat in &mut seats {
        if let Some(kept) = interview.seats.iter().find(|kept| kept.user == seat.user) {
            *seat = *kept;
        }
    }
    let proposed = proposed(conn, Some(id), &row.source, &to, ids)?;
    let verdict = decide::book(&case.evidence, &proposed, row.state, &ctx.actor, case.frame(ctx));
    let subject = case.subject_of("interview", id.uuid());
    let details = json!({ "source": row.source, "starts_at": to.starts_at, "raters": proposed.raters });
    let moved = judged_with(conn, ctx, &subject, details, verdict, |conn, change| {
        interviews::reschedule(conn, ctx, &interview, &to, &seats, change)
    })?;
    if let Outcome::Done(interview) = &moved {
        write(
            conn,
            ctx,
            &case,
            interview,
            &raters,
            base_url,
            message::Change::Moved,
        )?;
        settled(conn, ctx, &case)?;
    }
    Ok(moved)
}
