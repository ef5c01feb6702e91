//! When an approval is possible at the earliest, what binds it, and when to expect it (dossier 7.5).
//! A forecast plans in working hours; the gates themselves compare raw instants.

mod pace;
mod rounds;

use chrono::NaiveDate;
pub use pace::{History, Pace, PaceBasis, PaceStep};
use serde::{Deserialize, Serialize};

use super::{calendar::WorkingCalendar, gate_id::GateId, policy::Policy};
use crate::{
    kernel::{
        text_enum::TextEnum,
        time::{Timestamp, days, hours},
    },
    text_enum,
};

/// A time span in which a round is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    /// Its start.
    pub starts_at: Timestamp,
    /// Its end.
    pub ends_at: Timestamp,
}

/// Values that granted waivers allow in this application.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WaivedTimes {
    /// G35: days from application to approval, and of the posting.
    pub elapsed_days: Option<u32>,
    /// G37: hours from debrief to approval.
    pub cooling_off_hours: Option<u32>,
    /// G34: candidates assessed, this one included.
    pub min_assessed: Option<u32>,
    /// G36: rounds on one day.
    pub rounds_per_day: Option<u32>,
}

/// The facts a forecast rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForecastInput {
    /// When the candidate applied.
    pub applied_at: Timestamp,
    /// When the candidate acknowledged the current description.
    pub ack_at: Option<Timestamp>,
    /// When the job was opened.
    pub posted_at: Option<Timestamp>,
    /// Rounds this candidate needs (G19, lowered by a waiver).
    pub required_rounds: u32,
    /// Rounds that were held, scored or not.
    pub held: Vec<Slot>,
    /// Rounds that are booked.
    pub booked: Vec<Slot>,
    /// Whether a scorecard or a work sample of a held round is still missing.
    pub cards_missing: bool,
    /// Whether references are missing (G24, G25).
    pub references_missing: bool,
    /// When the debrief ended, if it did.
    pub debriefed_at: Option<Timestamp>,
    /// Other candidates of this job who reached `assessed` (G34).
    pub other_assessed: u32,
    /// When the next-best candidate can be fully assessed ([`assessment_complete_at`]), if there is one.
    pub next_best_ready_at: Option<Timestamp>,
    /// Gates that no waiting can open with the cards as they are (G29, G30 with all cards in).
    pub floors_failed: Vec<GateId>,
    /// What waivers allow.
    pub waived: WaivedTimes,
}

text_enum! {
    /// A condition with a date.
    pub enum ConstraintCode {
        /// The candidate has had time to read the description (G11).
        ReadingTime = "reading_time",
        /// All rounds are over (G19, G36).
        Rounds = "rounds",
        /// References are in (G24).
        References = "references",
        /// Everything is locked and the debrief can end (G32).
        Debrief = "debrief",
        /// The night after the debrief is over (G37).
        CoolingOff = "cooling_off",
        /// Enough days since the application (G35).
        MinElapsed = "min_elapsed",
        /// The posting has been open long enough (G35).
        PostingOpen = "posting_open",
        /// Another candidate must be assessed first (G34).
        NeedsSecondCandidate = "needs_second_candidate",
        /// A floor that no waiting lifts (G29, G30).
        FloorFailed = "floor_failed",
    }
}

/// One condition of an approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Constraint {
    /// What it is about.
    pub code: ConstraintCode,
    /// The gate that asks for it.
    pub gate: GateId,
    /// When it can be met; absent when no date can be named.
    pub at: Option<Timestamp>,
}

impl Constraint {
    /// The word of the refusal's `binding_constraints`: the gate when time opens it, else what is missing.
    pub fn word(&self) -> &'static str {
        match self.at {
            Some(_) => self.gate.as_str(),
            None => self.code.as_str(),
        }
    }
}

/// When an approval is possible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Forecast {
    /// The first working instant of an approval; an offer and its acceptance may follow at once. Absent
    /// when no date can be named.
    pub earliest: Option<Timestamp>,
    /// The first working day in the new job: preparation (G50) takes three working days.
    #[schema(value_type = Option<String>, format = Date)]
    pub earliest_start: Option<NaiveDate>,
    /// What decides the date; empty when nothing has to be waited for.
    pub binding: Vec<Constraint>,
    /// Every condition with its date.
    pub rows: Vec<Constraint>,
}

/// The instants both forecasts are made of.
struct Milestones {
    reading_done: Timestamp,
    rounds_done: Timestamp,
    references_done: Option<Timestamp>,
    debriefed: Timestamp,
    cooled_off: Timestamp,
}

/// Days of G35 from application to approval, and of the posting, with a waiver taken into account.
pub fn elapsed_rule(policy: &Policy, waived_days: Option<u32>) -> (u32, u32) {
    let limit = waived_days.unwrap_or(u32::MAX);
    (policy.min_elapsed_days.min(limit), policy.posting_days.min(limit))
}

/// The earliest approval under working-hours planning.
pub fn earliest_approval(
    input: &ForecastInput,
    policy: &Policy,
    now: Timestamp,
    cal: &WorkingCalendar,
) -> Forecast {
    let reading_done = reading_done(input, policy, now);
    let rounds = rounds::packed(input, policy, reading_done, cal);
    let complete = rounds.complete_at(input, now);
    let references_done = input.references_missing.then(|| {
        let sent = rounds.second_ended_at().map_or(now, |end| end.max(now));
        cal.end_of_day(cal.next_working_day(cal.local(sent).date()))
    });
    let all_in = complete.max(references_done.unwrap_or(complete)).max(now);
    let debriefed = debriefed_at(input, all_in).unwrap_or(all_in);
    let milestones = Milestones {
        reading_done,
        rounds_done: rounds.ended_at().unwrap_or(now),
        references_done,
        debriefed,
        cooled_off: debriefed + cooling_off(input, policy),
    };
    conclude(&milestones, input, policy, now, cal)
}

/// When to expect the approval at the usual pace.
pub fn projected(
    input: &ForecastInput,
    pace: &Pace,
    policy: &Policy,
    now: Timestamp,
    cal: &WorkingCalendar,
) -> Forecast {
    let reading_done = reading_done(input, policy, now);
    let rounds = rounds::paced(input, policy, reading_done, pace.round_gap.working_days, now, cal);
    let complete = rounds.complete_at(input, now);
    let references_done = input.references_missing.then(|| {
        let sent = rounds.second_ended_at().map_or(now, |end| end.max(now));
        cal.later_by_working_days(sent, pace.reference.working_days)
    });
    let all_in = complete.max(references_done.unwrap_or(complete)).max(now);
    let cooling_off = cooling_off(input, policy);
    let (debriefed, cooled_off) = match debriefed_at(input, all_in) {
        Some(debriefed) => (debriefed, debriefed + cooling_off),
        None => {
            let debriefed = cal.later_by_working_days(all_in, pace.debrief.working_days);
            let usual = cal.later_by_working_days(debriefed, pace.approval.working_days);
            (debriefed, usual.max(debriefed + cooling_off))
        }
    };
    let milestones = Milestones {
        reading_done,
        rounds_done: rounds.ended_at().unwrap_or(now),
        references_done,
        debriefed,
        cooled_off,
    };
    conclude(&milestones, input, policy, now, cal)
}

/// When all rounds of a candidate can be held and scored at the earliest: what G34 waits for when this
/// candidate is the next-best one of another's application.
pub fn assessment_complete_at(
    input: &ForecastInput,
    policy: &Policy,
    now: Timestamp,
    cal: &WorkingCalendar,
) -> Timestamp {
    rounds::packed(input, policy, reading_done(input, policy, now), cal).complete_at(input, now)
}

/// G11: no round before the description could be read.
fn reading_done(input: &ForecastInput, policy: &Policy, now: Timestamp) -> Timestamp {
    let acknowledged = input.ack_at.unwrap_or(now);
    now.max(acknowledged + hours(i64::from(policy.ack_reading_hours)))
}

fn cooling_off(input: &ForecastInput, policy: &Policy) -> chrono::TimeDelta {
    let waived = input.waived.cooling_off_hours.unwrap_or(u32::MAX);
    hours(i64::from(policy.cooling_off_hours.min(waived)))
}

/// The end of the debrief, when it is over. A fact that went missing since then delays it again: the
/// approval checks all earlier gates once more.
fn debriefed_at(input: &ForecastInput, all_in: Timestamp) -> Option<Timestamp> {
    let known = input.held.len() + input.booked.len();
    let complete = !input.cards_missing
        && !input.references_missing
        && input.booked.is_empty()
        && u32::try_from(known).unwrap_or(u32::MAX) >= input.required_rounds;
    let debriefed = input.debriefed_at?;
    Some(if complete {
        debriefed
    } else {
        debriefed.max(all_in)
    })
}

fn conclude(
    milestones: &Milestones,
    input: &ForecastInput,
    policy: &Policy,
    now: Timestamp,
    cal: &WorkingCalendar,
) -> Forecast {
    use ConstraintCode as Code;
    let row = |code, gate, at| Constraint {
        code,
        gate,
        at: Some(at),
    };
    let (elapsed_days, posting_days) = elapsed_rule(policy, input.waived.elapsed_days);
    let mut rows = vec![
        row(Code::ReadingTime, GateId::G11, milestones.reading_done),
        row(Code::Rounds, GateId::G19, milestones.rounds_done),
    ];
    rows.extend(
        milestones
            .references_done
            .map(|at| row(Code::References, GateId::G24, at)),
    );
    rows.push(row(Code::Debrief, GateId::G32, milestones.debriefed));
    let mut last = vec![
        row(Code::CoolingOff, GateId::G37, milestones.cooled_off),
        row(
            Code::MinElapsed,
            GateId::G35,
            input.applied_at + days(i64::from(elapsed_days)),
        ),
    ];
    let posted = input.posted_at.map(|at| at + days(i64::from(posting_days)));
    last.extend(posted.map(|at| row(Code::PostingOpen, GateId::G35, at)));
    last.extend(second_candidate(input, policy));
    let failed = |&gate: &GateId| Constraint {
        code: Code::FloorFailed,
        gate,
        at: None,
    };
    last.extend(input.floors_failed.iter().map(failed));
    let (earliest, binding) = binding(&last, now);
    let earliest = earliest.map(|at| cal.roll_to_working_time(at));
    rows.extend(last);
    Forecast {
        earliest,
        earliest_start: earliest
            .map(|at| cal.add_working_days(cal.local(at).date(), policy.start_preparation_working_days)),
        binding,
        rows,
    }
}

/// G34: another candidate must be assessed unless enough are.
fn second_candidate(input: &ForecastInput, policy: &Policy) -> Option<Constraint> {
    let waived = input.waived.min_assessed.unwrap_or(u32::MAX);
    let others_needed = policy.min_assessed.min(waived).saturating_sub(1);
    (input.other_assessed < others_needed).then_some(Constraint {
        code: ConstraintCode::NeedsSecondCandidate,
        gate: GateId::G34,
        at: input.next_best_ready_at,
    })
}

/// The date all of `last` can be met, and which of them decide it. What has no date decides alone.
fn binding(last: &[Constraint], now: Timestamp) -> (Option<Timestamp>, Vec<Constraint>) {
    let undated: Vec<Constraint> = last.iter().filter(|c| c.at.is_none()).cloned().collect();
    if !undated.is_empty() {
        return (None, undated);
    }
    let latest = last.iter().filter_map(|c| c.at).fold(now, Timestamp::max);
    let binding = last
        .iter()
        .filter(|c| latest > now && c.at == Some(latest))
        .cloned()
        .collect();
    (Some(latest), binding)
}

#[cfg(test)]
mod tests;
