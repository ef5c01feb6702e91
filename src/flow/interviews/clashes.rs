//! What does not fit well about a slot: somebody is booked at that time already, or the pace of G36 is at its limit. A
//! warning stops nobody; what breaks a gate is refused.

use std::collections::BTreeSet;

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    hr,
    rounds::{self, Booking, Change, Plan},
    see,
};
use crate::{
    applications,
    db::Conn,
    fault::Fault,
    flow::case::{self, Case},
    interviews::{self, Interview, InterviewRow},
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, InterviewId, UserId},
        time::Timestamp,
    },
    people,
    pipeline::{evidence::RoundFacts, refusal::GateRow, state::InterviewState},
    text_enum,
};

text_enum! {
    /// What does not fit well about a slot.
    pub enum WarningKind {
        /// A rater is booked for another interview at that time.
        RaterBusy = "rater_busy",
        /// The candidate is booked for another interview at that time.
        CandidateBusy = "candidate_busy",
        /// A rater has no further interview on that day (G36).
        RaterDayFull = "rater_day_full",
        /// The candidate has no further round on that day (G36).
        CandidateDayFull = "candidate_day_full",
        /// All rounds would lie on fewer days than are needed (G36).
        TooFewDays = "too_few_days",
    }
}

/// One thing that does not fit well.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = BookingWarning)]
pub struct Warning {
    /// What.
    pub kind: WarningKind,
    /// Whom it is about.
    pub name: Option<String>,
    /// When the other interview starts.
    pub starts_at: Option<Timestamp>,
    /// When it ends.
    pub ends_at: Option<Timestamp>,
    /// The warning in words.
    pub detail: String,
}

/// A booked or moved round, with what does not fit well about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Booked {
    /// The round.
    pub interview: Interview,
    /// What does not fit well.
    pub warnings: Vec<Warning>,
}

/// What a booking would meet, before it is made.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SlotCheck {
    /// Whether the gates would let it pass.
    pub allowed: bool,
    /// What does not fit well.
    pub warnings: Vec<Warning>,
    /// The gates that would refuse it.
    pub refusals: Vec<GateRow>,
}

/// The appointment whose slot is looked at. Rounds of one appointment with one candidate share their time (small firm).
#[derive(Clone, Copy)]
struct Slot<'a> {
    case: &'a Case,
    except: Option<InterviewId>,
    appointment: u32,
    supplementary: bool,
    span: (Timestamp, Timestamp),
}

impl Slot<'_> {
    fn clashes(&self, with: &InterviewRow) -> bool {
        let shared = with.application_id == self.case.evidence.application
            && with.appointment == i64::from(self.appointment)
            && !with.supplementary
            && !self.supplementary;
        Some(with.id) != self.except && !shared
    }
}

fn busy(kind: WarningKind, name: &str, row: &InterviewRow) -> Warning {
    Warning {
        kind,
        name: Some(name.to_owned()),
        starts_at: Some(row.starts_at),
        ends_at: Some(row.ends_at),
        detail: format!(
            "{name} is booked for another interview from {} to {}.",
            row.starts_at.shown(),
            row.ends_at.shown()
        ),
    }
}

/// Raters and candidate who are booked at that time already.
fn clashes(conn: &mut Conn, slot: Slot<'_>, raters: &[UserId]) -> Result<Vec<Warning>, Fault> {
    let evidence = &slot.case.evidence;
    let mut found = Vec::new();
    let people = people::users_by_ids(conn, raters)?;
    for (user, row) in interviews::of_raters_between(conn, raters, slot.span)? {
        if slot.clashes(&row) {
            let known = people.iter().find(|person| person.id == user);
            let name = known.map_or("A rater", |person| &person.name);
            found.push(busy(WarningKind::RaterBusy, name, &row));
        }
    }
    let candidate = applications::row(conn, evidence.application)?.candidate_id;
    let all = applications::of_person(conn, candidate)?;
    for row in interviews::of_applications_between(conn, &all, slot.span)? {
        if slot.clashes(&row) {
            found.push(busy(WarningKind::CandidateBusy, &evidence.candidate_name, &row));
        }
    }
    Ok(found)
}

/// What does not fit well about a booking or move.
pub(super) fn warnings(conn: &mut Conn, plan: &Plan) -> Result<Vec<Warning>, Fault> {
    let proposed = &plan.proposed;
    let slot = Slot {
        case: &plan.case,
        except: proposed.interview,
        appointment: plan.appointment,
        supplementary: plan.supplementary,
        span: (proposed.starts_at, proposed.ends_at),
    };
    let mut found = clashes(conn, slot, &proposed.raters)?;
    let limit = plan.case.policy.interviews_per_interviewer_day;
    for (user, load) in &proposed.raters_load {
        if load + 1 == limit {
            let known = plan.raters.iter().find(|person| person.id == *user);
            let name = known.map_or("a rater", |person| &person.name);
            found.push(Warning {
                kind: WarningKind::RaterDayFull,
                detail: format!("This is the last of {limit} interviews {name} can have on that day (G36)."),
                name: Some(name.to_owned()),
                starts_at: None,
                ends_at: None,
            });
        }
    }
    found.extend(pace_of_candidate(plan));
    Ok(found)
}

/// Where the candidate's own pace is at its limit.
fn pace_of_candidate(plan: &Plan) -> Vec<Warning> {
    let (case, proposed) = (&plan.case, &plan.proposed);
    let name = &case.evidence.candidate_name;
    let appointment = |row: &RoundFacts| {
        let mut planned = case.evidence.terms.rounds.iter();
        let known = planned
            .find(|p| p.code == row.source)
            .filter(|_| !row.supplementary);
        known.map_or_else(|| row.interview.to_string(), |p| p.appointment.to_string())
    };
    let standing: Vec<_> = case
        .evidence
        .assessment
        .rounds
        .iter()
        .filter(|r| !matches!(r.state, InterviewState::Cancelled | InterviewState::NoShow))
        .filter(|r| Some(r.interview) != proposed.interview)
        .collect();
    let own = if plan.supplementary {
        String::new()
    } else {
        plan.appointment.to_string()
    };
    let warning = |kind, detail| Warning {
        kind,
        name: Some(name.clone()),
        starts_at: None,
        ends_at: None,
        detail,
    };
    let mut found = Vec::new();
    let on_the_day = standing.iter().filter(|r| r.local_day == proposed.local_day);
    let mut that_day: BTreeSet<String> = on_the_day.map(|r| appointment(r)).collect();
    that_day.insert(own.clone());
    let limit = usize::try_from(case.policy.rounds_per_candidate_day).unwrap_or(usize::MAX);
    if that_day.len() == limit {
        let detail = format!("This is the last of {limit} rounds {name} can have on that day (G36).");
        found.push(warning(WarningKind::CandidateDayFull, detail));
    }
    let mut all: BTreeSet<String> = standing.iter().map(|r| appointment(r)).collect();
    all.insert(own);
    let mut days: BTreeSet<&str> = standing.iter().map(|r| r.local_day.as_str()).collect();
    days.insert(&proposed.local_day);
    let planned: BTreeSet<u32> = case.evidence.terms.rounds.iter().map(|p| p.appointment).collect();
    let needed = usize::try_from(case.policy.assessment_days).unwrap_or(usize::MAX);
    if all.len() >= planned.len() && days.len() < needed {
        let detail = format!("All rounds would lie on fewer than {needed} days; G36 asks for that many.");
        found.push(warning(WarningKind::TooFewDays, detail));
    }
    found
}

fn checked(conn: &mut Conn, ctx: &Ctx, plan: &Plan) -> Result<SlotCheck, Fault> {
    let warnings = warnings(conn, plan)?;
    let refusals = match plan.judged(ctx) {
        Ok(_) => Vec::new(),
        Err(refusal) if refusal.refusals.is_empty() => return Err(Fault::Refused(refusal)),
        Err(refusal) => refusal.refusals,
    };
    Ok(SlotCheck {
        allowed: refusals.is_empty(),
        warnings,
        refusals,
    })
}

/// What a booking would meet; nothing is stored.
///
/// # Errors
/// As [`rounds::book`].
pub fn check_booking(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    wanted: impl FnOnce() -> Result<Booking, Fault>,
) -> Result<SlotCheck, Fault> {
    let case = case::load(conn, ctx, id)?;
    see(&case, &ctx.actor)?;
    hr(&case, ctx)?;
    let plan = rounds::plan_booking(conn, ctx, case, &wanted()?)?;
    checked(conn, ctx, &plan)
}

/// What a move would meet; nothing is stored.
///
/// # Errors
/// As [`rounds::reschedule`], without the version.
pub fn check_move(
    conn: &mut Conn,
    ctx: &Ctx,
    id: InterviewId,
    wanted: impl FnOnce() -> Result<Change, Fault>,
) -> Result<SlotCheck, Fault> {
    let (interview, case) = rounds::found(conn, ctx, id)?;
    hr(&case, ctx)?;
    let plan = rounds::plan_move(conn, ctx, case, interview, &wanted()?)?;
    checked(conn, ctx, &plan)
}

/// The clashes of the rounds of a case that are still to come.
///
/// # Errors
/// When a statement fails.
pub fn standing(
    conn: &mut Conn,
    case: &Case,
    rounds: &[Interview],
    now: Timestamp,
) -> Result<Vec<(InterviewId, Vec<Warning>)>, Fault> {
    let mut found = Vec::new();
    for round in rounds {
        let row = &round.row;
        if row.state != InterviewState::Scheduled || row.ends_at <= now {
            continue;
        }
        let slot = Slot {
            case,
            except: Some(row.id),
            appointment: u32::try_from(row.appointment).unwrap_or_default(),
            supplementary: row.supplementary,
            span: (row.starts_at, row.ends_at),
        };
        found.push((row.id, clashes(conn, slot, &round.raters())?));
    }
    Ok(found)
}
