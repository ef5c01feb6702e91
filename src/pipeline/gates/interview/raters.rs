//! G13 and G14: who may rate this candidate.

use std::collections::{BTreeMap, BTreeSet};

use super::{Concern, Frame, Sitting, stands};
use crate::{
    kernel::{ids::UserId, time::Timestamp},
    pipeline::{
        evidence::{ApplicationEvidence, CardFacts, PanelistFacts, waived_value},
        gate_id::GateId,
        gates::words::{all_of, any_of},
        refusal::{Finding, Shortfall},
        state::{ApplicationState, InterviewState},
    },
};

/// Everybody who is looked at, by sitting. Before the assessment it is the whole panel, now; afterwards it
/// is who rated, at the time of the rating, and who is booked, at the time of the round.
fn sittings(case: &ApplicationEvidence, concern: Concern<'_>, now: Timestamp) -> Vec<Sitting> {
    let panel = || {
        vec![Sitting {
            name: "the panel".to_owned(),
            at: now,
            raters: case.panel.iter().map(|p| p.user).collect(),
        }]
    };
    match concern {
        Concern::Booking(booking) => vec![Sitting {
            name: booking.source.to_string(),
            at: booking.starts_at,
            raters: booking.raters.clone(),
        }],
        Concern::Card(card) => vec![Sitting {
            name: card.source.to_string(),
            at: card.due_from,
            raters: vec![card.rater],
        }],
        Concern::Step(to) if to.has_reached(ApplicationState::Assessed) => {
            let met = past_and_booked(case);
            if met.is_empty() { panel() } else { met }
        }
        Concern::Step(_) | Concern::ReferenceRequest(_) => panel(),
    }
}

fn past_and_booked(case: &ApplicationEvidence) -> Vec<Sitting> {
    let mut rated: BTreeMap<&str, Sitting> = BTreeMap::new();
    for card in case.assessment.locked() {
        let sitting = rated.entry(card.source.as_str()).or_insert_with(|| Sitting {
            name: card.source.to_string(),
            at: card.due_from,
            raters: Vec::new(),
        });
        sitting.at = sitting.at.min(card.due_from);
        sitting.raters.push(card.rater);
    }
    let booked = case
        .assessment
        .rounds
        .iter()
        .filter(|r| stands(r) && r.state == InterviewState::Scheduled)
        .map(|r| Sitting {
            name: r.source.to_string(),
            at: r.starts_at,
            raters: r.raters.clone(),
        });
    rated.into_values().chain(booked).collect()
}

/// All raters of a card's round or exercise, for the rule "one per round".
fn colleagues(case: &ApplicationEvidence, card: &CardFacts) -> Vec<UserId> {
    let round = case
        .assessment
        .rounds
        .iter()
        .find(|r| Some(r.interview) == card.interview)
        .map(|r| &r.raters);
    let exercise = case
        .assessment
        .exercises
        .iter()
        .find(|e| Some(e.exercise) == card.exercise)
        .map(|e| &e.assessors);
    let mut all = round.or(exercise).cloned().unwrap_or_default();
    all.push(card.rater);
    all
}

fn is_certified(case: &ApplicationEvidence, user: UserId, at: Timestamp) -> bool {
    case.panelist(user)
        .and_then(|p| p.certified_until)
        .is_some_and(|until| until > at)
}

pub(in crate::pipeline::gates) fn certified(
    case: &ApplicationEvidence,
    concern: Concern<'_>,
    frame: Frame<'_>,
) -> Finding {
    let sittings = sittings(case, concern, frame.now);
    let holds = |user: &UserId, at| is_certified(case, *user, at);
    let without: BTreeSet<UserId> = sittings
        .iter()
        .flat_map(|s| s.raters.iter().filter(|u| !holds(u, s.at)))
        .copied()
        .collect();
    let nobody = sittings.iter().any(|s| s.raters.is_empty());
    if without.is_empty() && !nobody {
        return Finding::met("every rater holds a valid certificate");
    }
    let one_each = sittings.iter().all(|s| {
        let together = match concern {
            Concern::Card(card) => colleagues(case, card),
            _ => s.raters.clone(),
        };
        together.iter().any(|u| holds(u, s.at))
    });
    if one_each && !frame.policy.every_rater_certified {
        return Finding::met("at least one rater of every round holds a valid certificate");
    }
    if one_each && waived_value(&case.waivers, GateId::G13, frame.now).is_some() {
        return Finding::Waived("one certified rater per round; every rater without the waiver".to_owned());
    }
    Finding::open(uncertified(case, &sittings, &without, frame))
}

fn uncertified(
    case: &ApplicationEvidence,
    sittings: &[Sitting],
    without: &BTreeSet<UserId>,
    frame: Frame<'_>,
) -> Shortfall {
    let names: Vec<String> = without.iter().map(|u| case.name(*u)).collect();
    let seated: BTreeSet<UserId> = sittings.iter().flat_map(|s| s.raters.iter().copied()).collect();
    let at = sittings.iter().map(|s| s.at).max().unwrap_or(frame.now);
    let free = |p: &&PanelistFacts| {
        !seated.contains(&p.user)
            && is_certified(case, p.user, at)
            && p.conflict.as_ref().is_some_and(|c| c.kind.is_none())
    };
    let swaps: Vec<String> = case.panel.iter().filter(free).map(|p| p.name.clone()).collect();
    let suggestions = if swaps.is_empty() {
        "another certified interviewer".to_owned()
    } else {
        any_of(&swaps)
    };
    let required = if frame.policy.every_rater_certified {
        "a valid certificate for every rater"
    } else {
        "a valid certificate for at least one rater of each round"
    };
    let (found, detail) = if names.is_empty() {
        let empty = sittings.iter().filter(|s| s.raters.is_empty());
        let places: Vec<String> = empty.map(|s| s.name.clone()).collect();
        let found = format!("no rater named for {}", all_of(&places));
        let detail = format!("Nobody is named to rate {}. Name {suggestions}.", all_of(&places));
        (found, detail)
    } else {
        let verb = if names.len() > 1 { "have" } else { "has" };
        let name = all_of(&names);
        let detail =
            format!("{name} {verb} no valid interviewer certificate. Train, or swap with {suggestions}.");
        (format!("no valid certificate: {name}"), detail)
    };
    Shortfall::new(
        found,
        required,
        "Finish the interviewer training, or name certified raters.",
        detail,
    )
    .owed(without.iter().map(|u| case.owed_by_rater(*u)))
    .at("/practice_cases")
}

pub(in crate::pipeline::gates) fn no_conflict(case: &ApplicationEvidence, concern: Concern<'_>) -> Finding {
    let users: BTreeSet<UserId> = sittings(case, concern, case.entered_state_at)
        .into_iter()
        .flat_map(|s| s.raters)
        .collect();
    let mut sentences = Vec::new();
    let mut owed = Vec::new();
    for user in &users {
        let name = case.name(*user);
        let declared = case.panelist(*user).and_then(|p| p.conflict.as_ref());
        match declared.map(|c| c.kind.as_deref()) {
            Some(None) => continue,
            Some(Some(kind)) => {
                let kind = kind.replace('_', " ");
                sentences.push(format!("{name} declared a conflict of interest ({kind})."));
                owed.push(case.owed_by_hr());
            }
            None => {
                sentences.push(format!(
                    "{name} has not declared yet whether there is a conflict of interest."
                ));
                owed.push(case.owed_by_rater(*user));
            }
        }
    }
    if sentences.is_empty() {
        return Finding::met(format!("{} raters declared to have no conflict", users.len()));
    }
    owed.dedup();
    Finding::open(
        Shortfall::new(
            format!("{} of {} raters are not clear", sentences.len(), users.len()),
            "every rater has declared to be no relative, referrer or future report",
            "Ask for the declaration, or name another rater.",
            sentences.join(" "),
        )
        .owed(owed)
        .at(case.path("/panel")),
    )
}
