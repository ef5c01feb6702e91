//! Rounds: booked, moved, called off, held, missed. Booking and moving are guarded by G11 (24 h), G13, G14, G36.

use chrono_tz::Tz;
use serde_json::json;

use super::{
    about, candidate,
    clashes::{self, Booked, Warning},
    hr, people, see, settled,
};
use crate::{
    applications::mails as letters,
    db::Conn,
    fault::Fault,
    flow::{
        applications::access,
        case::{self, Case},
        judged_with,
    },
    interviews::{
        self, Interview, NewInterview, Slot,
        mails::{self, About},
    },
    jobs,
    kernel::{
        codes::SourceCode,
        ctx::Ctx,
        ids::{ApplicationId, InterviewId, UserId},
        time::{Timestamp, minutes},
    },
    mail::message,
    people::{self as users, Landing, User},
    pipeline::{
        decide::{self, Verdict},
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
    /// The time zone it is told in; the company's when absent.
    pub time_zone: Option<Tz>,
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
    /// Another time zone to tell it in; `Some(None)` for the company's.
    pub time_zone: Option<Option<Tz>>,
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
    (place, meeting_link, time_zone): (String, Option<String>, Option<Tz>),
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
        time_zone: time_zone.map(|zone| zone.name().to_owned()),
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

/// A booking or move that is thought through and not yet judged.
pub(super) struct Plan {
    /// The case, with everybody named in its panel.
    pub(super) case: Case,
    /// The booking that is moved.
    pub(super) moved: Option<Interview>,
    /// What the gates look at.
    pub(super) proposed: ProposedBooking,
    /// When and where.
    pub(super) slot: Slot,
    /// Who rates.
    pub(super) raters: Vec<User>,
    /// The appointment of the plan it belongs to.
    pub(super) appointment: u32,
    /// Whether it replaces a card that came to nothing.
    pub(super) supplementary: bool,
}

impl Plan {
    /// What the gates say.
    pub(super) fn judged(&self, ctx: &Ctx) -> Verdict<InterviewState> {
        let from = self.moved.as_ref().map(|round| round.row.state);
        let from = from.unwrap_or(InterviewState::Planned);
        decide::book(
            &self.case.evidence,
            &self.proposed,
            from,
            &ctx.actor,
            self.case.frame(ctx),
        )
    }
    fn details(&self) -> serde_json::Value {
        let proposed = &self.proposed;
        json!({ "source": proposed.source, "starts_at": proposed.starts_at, "raters": proposed.raters })
    }
}

/// Thinks a booking through.
pub(super) fn plan_booking(
    conn: &mut Conn,
    ctx: &Ctx,
    mut case: Case,
    booking: &Booking,
) -> Result<Plan, Fault> {
    access::still_hiring(&case)?;
    let appointment = planned(&case, booking)?.appointment;
    let (usual_raters, usual_length) = of_the_plan(conn, &case, &booking.source)?;
    let ids = booking.raters.clone().unwrap_or(usual_raters);
    let raters = people::named(conn, &mut case, &ids, |index| format!("/raters/{index}"))?;
    fresh_raters(&case, booking, &raters)?;
    let length = booking.minutes.unwrap_or(usual_length);
    let place = (
        booking.place.clone(),
        booking.meeting_link.clone(),
        booking.time_zone,
    );
    let slot = slot(&case, ctx, booking.starts_at, length, place)?;
    Ok(Plan {
        proposed: proposed(conn, None, &booking.source, &slot, ids)?,
        case,
        moved: None,
        slot,
        raters,
        appointment,
        supplementary: booking.supplementary,
    })
}

/// Thinks a move through.
pub(super) fn plan_move(
    conn: &mut Conn,
    ctx: &Ctx,
    mut case: Case,
    interview: Interview,
    change: &Change,
) -> Result<Plan, Fault> {
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
    let kept = || row.time_zone.as_deref().and_then(|name| name.parse().ok());
    let zone = change.time_zone.unwrap_or_else(kept);
    let starts_at = change.starts_at.unwrap_or(row.starts_at);
    let slot = slot(&case, ctx, starts_at, length, (place, link, zone))?;
    Ok(Plan {
        proposed: proposed(conn, Some(row.id), &row.source, &slot, ids)?,
        appointment: u32::try_from(row.appointment).unwrap_or_default(),
        supplementary: row.supplementary,
        case,
        moved: Some(interview),
        slot,
        raters,
    })
}

/// Books a round; candidate and raters are written to. What does not fit well is told with it.
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
) -> Result<Outcome<Booked>, Fault> {
    let case = case::load(conn, ctx, id)?;
    see(&case, &ctx.actor)?;
    hr(&case, ctx)?;
    if_match.honour(case.version)?;
    let plan = plan_booking(conn, ctx, case, &wanted()?)?;
    let case = &plan.case;
    let new = NewInterview {
        id: ctx.new_id(),
        application: id,
        source: plan.proposed.source.clone(),
        appointment: plan.appointment,
        supplementary: plan.supplementary,
        slot: plan.slot.clone(),
        seats: people::seats(conn, case, &plan.raters)?,
    };
    let warnings = clashes::warnings(conn, &plan)?;
    let subject = case.subject_of("interview", new.id.uuid());
    let verdict = plan.judged(ctx);
    let booked = judged_with(conn, ctx, &subject, plan.details(), verdict, |conn, change| {
        interviews::book(conn, ctx, &new, change)
    })?;
    told(conn, ctx, &plan, booked, base_url, warnings)
}

/// Everybody is written to, once the booking or move is stored.
fn told(
    conn: &mut Conn,
    ctx: &Ctx,
    plan: &Plan,
    stored: Outcome<Interview>,
    base_url: &str,
    warnings: Vec<Warning>,
) -> Result<Outcome<Booked>, Fault> {
    let interview = match stored {
        Outcome::Done(interview) => interview,
        Outcome::Refused(refusal) => return Ok(Outcome::Refused(refusal)),
    };
    let relieved = match &plan.moved {
        Some(before) => {
            let mut gone = before.raters();
            gone.retain(|user| !interview.has(*user));
            users::users_by_ids(conn, &gone)?
        }
        None => Vec::new(),
    };
    let change = match &plan.moved {
        Some(_) => message::Change::Moved,
        None => message::Change::New,
    };
    let people = (plan.raters.as_slice(), relieved.as_slice());
    write(conn, ctx, &plan.case, &interview, people, base_url, change)?;
    settled(conn, ctx, &plan.case)?;
    Ok(Outcome::Done(Booked { interview, warnings }))
}

/// M03 and M04.
pub(super) fn write(
    conn: &mut Conn,
    ctx: &Ctx,
    case: &Case,
    interview: &Interview,
    (raters, relieved): (&[User], &[User]),
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
    let of = |users: &[User]| users.iter().map(|user| people::rater(case, user)).collect();
    let (raters, relieved): (Vec<mails::Rater>, Vec<mails::Rater>) = (of(raters), of(relieved));
    let to = candidate(conn, case)?;
    // Of what does not take place nobody is asked whether they come.
    let link = if change == message::Change::Cancelled {
        None
    } else {
        let landing = Landing::Interview(interview.row.id);
        Some(letters::link(conn, ctx, base_url, case.evidence.application, landing)?.0)
    };
    let round = mails::Round {
        interview,
        name: planned.map_or(interview.row.source.as_str(), |round| &round.name),
        measured: &measured,
        raters: &raters,
        relieved: &relieved,
        adjustment_contact: contact.as_str(),
        reply_link: link.as_deref(),
    };
    let about = About {
        zone: interview.row.zone(case.calendar.timezone()),
        ..about(case, &to, base_url)
    };
    mails::invite(conn, ctx, about, round, change)
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
) -> Result<Outcome<Booked>, Fault> {
    let (interview, case) = found(conn, ctx, id)?;
    hr(&case, ctx)?;
    if_match.require(interview.row.version)?;
    let plan = plan_move(conn, ctx, case, interview.clone(), &wanted()?)?;
    let mut seats = people::seats(conn, &plan.case, &plan.raters)?;
    // Who stays keeps what was found at the booking: being booked is what keeps them blind since.
    for seat in &mut seats {
        if let Some(kept) = interview.seats.iter().find(|kept| kept.user == seat.user) {
            *seat = *kept;
        }
    }
    let warnings = clashes::warnings(conn, &plan)?;
    let subject = plan.case.subject_of("interview", id.uuid());
    let verdict = plan.judged(ctx);
    let moved = judged_with(conn, ctx, &subject, plan.details(), verdict, |conn, change| {
        interviews::reschedule(conn, ctx, &interview, &plan.slot, &seats, change)
    })?;
    told(conn, ctx, &plan, moved, base_url, warnings)
}
