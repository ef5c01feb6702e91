//! From the facts of an application to its forecast: when an approval is possible and what binds it
//! (dossier 7.5).

use std::collections::BTreeMap;

use super::{
    calendar::WorkingCalendar,
    evidence::{AcknowledgementFacts, ApplicationEvidence, RoundFacts, waived_whole},
    forecast::{
        Forecast, ForecastInput, Pace, Slot, WaivedTimes, assessment_complete_at, earliest_approval,
        projected,
    },
    gate_id::GateId::{self, *},
    gates::{Concern, Frame, judge_application, rounds_needed},
    refusal::Refusal,
    state::{ApplicationState, InterviewState, Machine},
};
use crate::kernel::time::{Timestamp, minutes};

fn passes(case: &ApplicationEvidence, gate: GateId, frame: Frame<'_>) -> bool {
    judge_application(gate, case, Concern::Step(ApplicationState::Approved), frame).passes()
}

/// Whether the candidate passes every floor with the present scores (G29 to G31): what makes a rival an
/// alternative (G38).
pub fn passes_floors(case: &ApplicationEvidence, frame: Frame<'_>) -> bool {
    [G29, G30, G31].into_iter().all(|gate| passes(case, gate, frame))
}

/// Floors that no waiting can lift: every card is in and they are missed. The technical floor is not among
/// them, because it can be waived.
pub fn floors_failed(case: &ApplicationEvidence, frame: Frame<'_>) -> Vec<GateId> {
    let still_to_come = !cards_in(case, frame) || !passes(case, G19, frame) || !passes(case, G21, frame);
    if still_to_come {
        return Vec::new();
    }
    [G29, G30]
        .into_iter()
        .filter(|&gate| !passes(case, gate, frame))
        .collect()
}

/// Whether no card is owed, no round is booked and every work sample is rated.
fn cards_in(case: &ApplicationEvidence, frame: Frame<'_>) -> bool {
    let booked = case
        .assessment
        .rounds
        .iter()
        .any(|r| r.state == InterviewState::Scheduled);
    !booked && case.assessment.owed().next().is_none() && passes(case, G23, frame)
}

/// The rounds of one appointment as one slot, and whether it lies ahead. `None` while a part of it is
/// neither held nor booked.
fn appointment(rounds: &[&RoundFacts], parts: usize) -> Option<(Slot, bool)> {
    let live: Vec<&&RoundFacts> = rounds
        .iter()
        .filter(|r| {
            matches!(
                r.state,
                InterviewState::Scheduled | InterviewState::Held | InterviewState::Scored
            )
        })
        .collect();
    let slot = Slot {
        starts_at: live.iter().map(|r| r.starts_at).min()?,
        ends_at: live.iter().map(|r| r.ends_at).max()?,
    };
    let ahead = live.iter().any(|r| r.state == InterviewState::Scheduled);
    (live.len() >= parts).then_some((slot, ahead))
}

/// Held and booked appointments of the plan; rounds of one appointment count once (7.10, ruling 6).
fn appointments(case: &ApplicationEvidence, frame: Frame<'_>) -> (Vec<Slot>, Vec<Slot>) {
    let mut plan: BTreeMap<u32, Vec<&super::evidence::PlannedRound>> = BTreeMap::new();
    for planned in &case.terms.rounds {
        plan.entry(planned.appointment).or_default().push(planned);
    }
    let (mut held, mut booked) = (Vec::new(), Vec::new());
    for parts in plan.values() {
        let rounds: Vec<&RoundFacts> = case
            .assessment
            .rounds
            .iter()
            .filter(|r| !r.supplementary && parts.iter().any(|p| p.code == r.source))
            .collect();
        match appointment(&rounds, parts.len()) {
            Some((slot, true)) => booked.push(slot),
            Some((slot, false)) => held.push(slot),
            None if parts.iter().all(|p| p.work_samples) => held.extend(samples_slot(case, frame)),
            None => {}
        }
    }
    (held, booked)
}

/// Work samples that are complete without an appointment of their own stand for their round.
fn samples_slot(case: &ApplicationEvidence, frame: Frame<'_>) -> Option<Slot> {
    let ends_at = case
        .assessment
        .exercises
        .iter()
        .filter_map(|e| e.submitted_at)
        .max()?;
    passes(case, G23, frame).then_some(Slot {
        starts_at: ends_at - minutes(i64::from(frame.policy.round_minutes)),
        ends_at,
    })
}

fn waived_times(case: &ApplicationEvidence, now: Timestamp) -> WaivedTimes {
    let value = |gate| waived_whole(&case.waivers, gate, now);
    WaivedTimes {
        elapsed_days: value(G35).map(|days| days.max(3)),
        cooling_off_hours: value(G37).map(|hours| hours.max(12)),
        min_assessed: value(G34),
        rounds_per_day: value(G36),
    }
}

/// When the current description was acknowledged.
fn acknowledged_at(case: &ApplicationEvidence) -> Option<Timestamp> {
    let current = |a: &&AcknowledgementFacts| {
        a.description_number == case.terms.description_number || a.older_version_allowed
    };
    case.acknowledgement.as_ref().filter(current).map(|a| a.at)
}

/// What a forecast of this application rests on.
pub fn forecast_input(case: &ApplicationEvidence, frame: Frame<'_>) -> ForecastInput {
    let (held, mut booked) = appointments(case, frame);
    let extra: Vec<Slot> = case
        .assessment
        .rounds
        .iter()
        .filter(|r| r.supplementary && r.state == InterviewState::Scheduled)
        .map(|r| Slot {
            starts_at: r.starts_at,
            ends_at: r.ends_at,
        })
        .collect();
    // A supplementary round must be waited for but stands for none of the plan.
    let extra_rounds = u32::try_from(extra.len()).unwrap_or(u32::MAX);
    booked.extend(extra);
    let references_missing = !passes(case, G24, frame) || !passes(case, G25, frame);
    let assessed = case.rivals.iter().filter(|r| r.assessed).count();
    ForecastInput {
        applied_at: case.applied_at,
        ack_at: acknowledged_at(case),
        posted_at: case.terms.posted_at,
        required_rounds: rounds_needed(case, frame).saturating_add(extra_rounds),
        held,
        booked,
        cards_missing: !cards_in(case, frame),
        references_missing,
        debriefed_at: case.debriefed_at,
        other_assessed: u32::try_from(assessed).unwrap_or(u32::MAX),
        next_best_ready_at: case
            .rivals
            .iter()
            .filter(|r| !r.assessed && !r.state.is_terminal())
            .filter_map(|r| r.earliest_assessed_at)
            .min(),
        floors_failed: floors_failed(case, frame),
        waived: waived_times(case, frame.now),
    }
}

/// The earliest possible approval of an application and what binds it.
pub fn outlook(case: &ApplicationEvidence, frame: Frame<'_>, calendar: &WorkingCalendar) -> Forecast {
    earliest_approval(&forecast_input(case, frame), frame.policy, frame.now, calendar)
}

/// When to expect the approval at the company's usual pace.
pub fn expected(
    case: &ApplicationEvidence,
    frame: Frame<'_>,
    pace: &Pace,
    calendar: &WorkingCalendar,
) -> Forecast {
    projected(
        &forecast_input(case, frame),
        pace,
        frame.policy,
        frame.now,
        calendar,
    )
}

/// When this candidate can be fully assessed at the earliest, for the rivals' forecasts (G34).
pub fn earliest_assessed_at(
    case: &ApplicationEvidence,
    frame: Frame<'_>,
    calendar: &WorkingCalendar,
) -> Timestamp {
    assessment_complete_at(&forecast_input(case, frame), frame.policy, frame.now, calendar)
}

/// Writes the forecast into a refusal: the date, and each binding constraint once.
pub fn attach(refusal: &mut Refusal, forecast: &Forecast) {
    refusal.earliest_possible_approval_at = forecast.earliest;
    refusal.binding_constraints.clear();
    for constraint in &forecast.binding {
        let word = constraint.word().to_owned();
        if !refusal.binding_constraints.contains(&word) {
            refusal.binding_constraints.push(word);
        }
    }
}
