//! G19 and G23: enough rounds, and the work samples.

use std::collections::{BTreeMap, BTreeSet};

use super::{Frame, Needed, needed, stands, was_held};
use crate::{
    kernel::{codes::SourceCode, ids::UserId, role::Role, time::Timestamp},
    pipeline::{
        evidence::{ApplicationEvidence, ExerciseFacts, PlannedRound},
        gate_id::GateId,
        gates::words::count,
        refusal::{Finding, Owed, Shortfall},
        state::{ExerciseState, InterviewState},
    },
};

/// Rounds below which no waiver goes (7.3).
const LEAST_ROUNDS: u32 = 3;
/// Raters of one work sample (4.0).
const ASSESSORS: u32 = 2;
/// Work samples of the absolute floor; E4 in its short form at least (7.3).
const ALWAYS: [&str; 4] = ["E1", "E2", "E3", "E4"];

/// Whether a round of the plan is held and scored. A supplementary round repeats a kit and may make up for
/// a round whose cards came to nothing, but never counts beside it.
fn is_done(case: &ApplicationEvidence, planned: &PlannedRound) -> bool {
    if planned.work_samples {
        return missing_samples(case).is_empty();
    }
    let counts = case.assessment.locked().any(|c| c.source == planned.code);
    let scored = |r: &crate::pipeline::evidence::RoundFacts| {
        r.source == planned.code && r.state == InterviewState::Scored
    };
    counts && case.assessment.rounds.iter().any(scored)
}

/// Appointments of the plan with whether all their rounds are done: rounds of one appointment count once
/// (7.10, ruling 6).
fn appointments(case: &ApplicationEvidence, done: impl Fn(&PlannedRound) -> bool) -> BTreeMap<u32, bool> {
    let mut all: BTreeMap<u32, bool> = BTreeMap::new();
    for planned in &case.terms.rounds {
        let so_far = all.entry(planned.appointment).or_insert(true);
        *so_far = *so_far && done(planned);
    }
    all
}

/// How many appointments took place, scored or not.
pub(super) fn held(case: &ApplicationEvidence) -> u32 {
    let took_place = |planned: &PlannedRound| {
        let mut booked = case.assessment.rounds.iter();
        booked.any(|r| r.source == planned.code && was_held(r))
            || (planned.work_samples && missing_samples(case).is_empty())
    };
    count(appointments(case, took_place).into_values().filter(|d| *d))
}

/// How many rounds G19 asks for.
pub(in crate::pipeline::gates) fn needed_rounds(case: &ApplicationEvidence, frame: Frame<'_>) -> u32 {
    asked(case, frame).waived
}

fn asked(case: &ApplicationEvidence, frame: Frame<'_>) -> Needed {
    needed(case, GateId::G19, frame.policy.min_rounds, LEAST_ROUNDS, frame)
}

pub(in crate::pipeline::gates) fn rounds(case: &ApplicationEvidence, frame: Frame<'_>) -> Finding {
    let done = appointments(case, |planned| is_done(case, planned));
    let found = count(done.values().filter(|d| **d));
    let Needed { usual, waived } = asked(case, frame);
    let all = count(case.assessment.rounds.iter().filter(|r| was_held(r)));
    if found >= usual && all > frame.policy.max_rounds_warn {
        return Finding::met(format!(
            "{found} rounds held and scored; {all} meetings in all, more than {} add little",
            frame.policy.max_rounds_warn
        ));
    }
    if found >= usual {
        return Finding::met(format!("{found} rounds held and scored"));
    }
    if found >= waived {
        return Finding::Waived(format!(
            "{found} rounds held and scored; {usual} without the waiver"
        ));
    }
    let open = case.terms.rounds.iter().filter(|planned| !is_done(case, planned));
    let owed: Vec<Owed> = open
        .flat_map(|planned| owed_for(case, planned, frame.now))
        .collect();
    let next = case
        .assessment
        .rounds
        .iter()
        .filter(|r| r.starts_at > frame.now && stands(r));
    let slot = next
        .map(|r| r.starts_at)
        .min()
        .map_or("still to be booked".to_owned(), |at| {
            format!("booked for {}", at.shown())
        });
    let short = Shortfall::new(
        format!("{found} rounds held and scored"),
        format!("{waived} rounds"),
        "Book the next round, and lock the cards of the rounds that were held.",
        format!(
            "{found} of {waived} rounds held and scored. One interview alone agrees with another only \
             moderately (.44); four together reach about .76. Next free slot: {slot}."
        ),
    )
    .owed(unique(owed))
    .at(case.path("/scheduled_interviews"));
    Finding::open(short)
}

/// Who owes a round that is not done: the raters whose cards are open, else HR, who books.
fn owed_for(case: &ApplicationEvidence, planned: &PlannedRound, now: Timestamp) -> Vec<Owed> {
    let open = case.assessment.owed();
    let owing: Vec<Owed> = open
        .filter(|c| c.source == planned.code && c.due_from <= now)
        .map(|c| case.owed_by_rater(c.rater))
        .collect();
    if owing.is_empty() {
        vec![case.owed_by_hr()]
    } else {
        owing
    }
}

/// Each debtor once, in order.
pub(super) fn unique(owed: Vec<Owed>) -> Vec<Owed> {
    let mut kept: Vec<Owed> = Vec::new();
    for one in owed {
        if !kept.contains(&one) {
            kept.push(one);
        }
    }
    kept
}

/// A work sample that is not complete, with what it lacks.
struct MissingSample<'a> {
    source: SourceCode,
    lacks: String,
    assigned: Option<&'a ExerciseFacts>,
    rated_by: BTreeSet<UserId>,
}

/// The work samples of the plan, and those of the absolute floor, that are not handed in and rated by two.
fn missing_samples(case: &ApplicationEvidence) -> Vec<MissingSample<'_>> {
    let floor = ALWAYS.iter().filter_map(|code| SourceCode::new(code).ok());
    let wanted: BTreeSet<SourceCode> = case.terms.exercises.iter().cloned().chain(floor).collect();
    let incomplete = |source: SourceCode| {
        let assigned = case.assessment.exercises.iter().find(|e| e.source == source);
        let cards = case.assessment.locked().filter(|c| c.source == source);
        let rated_by: BTreeSet<UserId> = cards.map(|c| c.rater).collect();
        let lacks = match assigned.map(|e| e.state) {
            None => "not assigned".to_owned(),
            Some(ExerciseState::Assigned) => "not handed in".to_owned(),
            Some(_) if count(&rated_by) < ASSESSORS => {
                format!("rated by {} of {ASSESSORS}", rated_by.len())
            }
            Some(_) => return None,
        };
        Some(MissingSample {
            source,
            lacks,
            assigned,
            rated_by,
        })
    };
    wanted.into_iter().filter_map(incomplete).collect()
}

impl MissingSample<'_> {
    fn owed(&self, case: &ApplicationEvidence) -> Vec<Owed> {
        match self.assigned {
            None => vec![case.owed_by_hr()],
            // The role play is performed at an appointment; the others the candidate hands in.
            Some(e) if e.state == ExerciseState::Assigned && self.source == "E3" => vec![case.owed_by_hr()],
            Some(e) if e.state == ExerciseState::Assigned => vec![Owed::candidate()],
            Some(e) => {
                let open = e.assessors.iter().filter(|u| !self.rated_by.contains(u));
                open.map(|u| case.owed_by(Role::Assessor, *u)).collect()
            }
        }
    }
}

pub(in crate::pipeline::gates) fn work_samples(case: &ApplicationEvidence) -> Finding {
    let missing = missing_samples(case);
    if missing.is_empty() {
        return Finding::met("every work sample handed in and rated by two");
    }
    let list: Vec<String> = missing
        .iter()
        .map(|m| format!("{} ({})", m.source, m.lacks))
        .collect();
    let list = list.join(", ");
    let owed = missing.iter().flat_map(|m| m.owed(case)).collect();
    let since = missing.iter().filter_map(|m| m.assigned?.submitted_at).min();
    let short = Shortfall::new(
        list.clone(),
        "every work sample of the plan handed in and rated by two assessors",
        "Assign what is missing, remind the candidate, and lock the assessors' cards.",
        format!(
            "Work samples missing: {list}. Organisation and attention to detail must be tested before the \
             role is given."
        ),
    )
    .owed(unique(owed))
    .at(case.path("/exercises"));
    Finding::open(match since {
        Some(instant) => short.since(instant),
        None => short,
    })
}
