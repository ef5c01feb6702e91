//! What must be on the table and settled: red flags (G28), everything in before anybody talks (G32),
//! disagreements of raters (G33).

use super::super::{Frame, reference, words::plural};
use crate::{
    kernel::{ids::UserId, role::Role},
    pipeline::{
        evidence::{ApplicationEvidence, RedFlagFacts},
        measured,
        refusal::{Finding, Owed, Shortfall},
        score,
        state::{ExerciseState, InterviewState, RedFlagState, ReferenceState},
    },
};

/// G28.
pub(in crate::pipeline::gates) fn red_flags(case: &ApplicationEvidence) -> Finding {
    let of_state =
        |state| -> Vec<&RedFlagFacts> { case.red_flags.iter().filter(|flag| flag.state == state).collect() };
    let (open, confirmed) = (of_state(RedFlagState::Open), of_state(RedFlagState::Confirmed));
    let list = |flags: &[&RedFlagFacts]| {
        let words: Vec<String> = flags.iter().map(|f| format!("{} {}", f.code, f.name)).collect();
        words.join("; ")
    };
    if open.is_empty() && confirmed.is_empty() {
        return Finding::met(match case.red_flags.len() {
            0 => "no red flag".to_owned(),
            n => format!("{} resolved", plural(n, "red flag")),
        });
    }
    let mut detail = Vec::new();
    if !open.is_empty() {
        detail.push(format!(
            "{}: {}. Ignored warning signs are among the commonest causes of wrong hires.",
            plural(open.len(), "open red flag"),
            list(&open)
        ));
    }
    if !confirmed.is_empty() {
        detail.push(format!(
            "{}: {}. What is confirmed leads to rejection.",
            plural(confirmed.len(), "confirmed red flag"),
            list(&confirmed)
        ));
    }
    let fix = if confirmed.is_empty() {
        "Hear the candidate, look for further evidence and record how each flag was resolved."
    } else {
        "Reject with a reason."
    };
    let mut short = Shortfall::new(
        format!("{} open, {} confirmed", open.len(), confirmed.len()),
        "none open, none confirmed",
        fix,
        detail.join(" "),
    )
    .owed([Owed::role(Role::HrLead), case.owed_by_hiring_manager()])
    .at(case.path("/red_flags"));
    short.since = open.iter().chain(&confirmed).map(|f| f.raised_at).min();
    Finding::open(short)
}

/// Something that is not in yet.
struct Pending {
    what: String,
    owed: Vec<Owed>,
}

fn pending_cards(case: &ApplicationEvidence) -> Vec<Pending> {
    let rater = |user: UserId| {
        let name = case.panelist(user).map_or("a rater", |p| &p.name);
        (name.to_owned(), case.owed_by(Role::Interviewer, user))
    };
    case.assessment
        .owed()
        .map(|card| {
            let (name, owed) = rater(card.rater);
            Pending {
                what: format!("scorecard of {name} for {}", card.source),
                owed: vec![owed],
            }
        })
        .collect()
}

fn pending_rounds(case: &ApplicationEvidence) -> Vec<Pending> {
    let booked = |state| state == InterviewState::Scheduled;
    case.assessment
        .rounds
        .iter()
        .filter(|round| booked(round.state))
        .map(|round| Pending {
            what: format!("round {} (booked, not held)", round.source),
            owed: vec![case.owed_by_hr()],
        })
        .collect()
}

fn pending_exercises(case: &ApplicationEvidence) -> Vec<Pending> {
    let unfinished = case
        .assessment
        .exercises
        .iter()
        .filter(|e| e.state != ExerciseState::Rated);
    unfinished
        .map(|exercise| {
            let assessors = exercise.assessors.iter();
            match exercise.state {
                ExerciseState::Assigned => Pending {
                    what: format!("work sample {} (not handed in)", exercise.source),
                    owed: vec![Owed::candidate()],
                },
                _ => Pending {
                    what: format!("work sample {} (not rated)", exercise.source),
                    owed: assessors
                        .map(|&user| case.owed_by(Role::Assessor, user))
                        .collect(),
                },
            }
        })
        .collect()
}

fn pending_references(case: &ApplicationEvidence, frame: Frame<'_>) -> Vec<Pending> {
    let mut pending: Vec<Pending> = case
        .references
        .referees
        .iter()
        .filter(|r| matches!(r.state, ReferenceState::Sent | ReferenceState::Opened))
        .map(|r| Pending {
            what: format!("reference of {}", r.name),
            owed: vec![Owed::referee(&r.name)],
        })
        .collect();
    let (needed, _) = reference::needed(case, frame);
    let found = u32::try_from(case.references.counting().count()).unwrap_or(u32::MAX);
    let short = needed.saturating_sub(found);
    if pending.is_empty() && short > 0 {
        pending.push(Pending {
            what: plural(short, "further reference"),
            owed: vec![case.owed_by_hr()],
        });
    }
    pending
}

/// G32.
pub(in crate::pipeline::gates) fn debrief_last(case: &ApplicationEvidence, frame: Frame<'_>) -> Finding {
    let mut pending = pending_cards(case);
    pending.extend(pending_rounds(case));
    pending.extend(pending_exercises(case));
    pending.extend(pending_references(case, frame));
    if pending.is_empty() {
        return Finding::met("scorecards, work samples and references are in");
    }
    let list: Vec<&str> = pending.iter().map(|p| p.what.as_str()).collect();
    let detail = format!("Debrief opens when all is in: missing {}.", list.join(", "));
    let found = format!("{} missing", pending.len());
    let mut owed: Vec<Owed> = Vec::new();
    for debtor in pending.into_iter().flat_map(|p| p.owed) {
        if !owed.contains(&debtor) {
            owed.push(debtor);
        }
    }
    Finding::open(
        Shortfall::new(
            found,
            "every scorecard, work sample and reference",
            "Remind those who owe something; call off what is no longer wanted.",
            detail,
        )
        .owed(owed)
        .at(case.path("")),
    )
}

/// G33. Raters are compared within one source only (7.10, ruling 2).
pub(in crate::pipeline::gates) fn disagreements(case: &ApplicationEvidence, frame: Frame<'_>) -> Finding {
    let all = score::disagreements(&measured::ratings(case), frame.policy.disagreement_points);
    let needed = usize::try_from(frame.policy.disagreement_note_chars).unwrap_or(usize::MAX);
    let noted = |d: &score::Disagreement| {
        let notes = case.debrief.iter().flat_map(|debrief| &debrief.notes);
        notes
            .into_iter()
            .any(|n| n.competency == d.competency && n.source == d.source && n.text_len >= needed)
    };
    let open: Vec<&score::Disagreement> = all.iter().filter(|d| !noted(d)).collect();
    if open.is_empty() {
        return Finding::met(match all.len() {
            0 => "raters agree".to_owned(),
            n => format!("{} discussed", plural(n, "disagreement")),
        });
    }
    let mut detail: Vec<String> = open
        .iter()
        .map(|d| {
            format!(
                "Raters differ by {} points on {}.",
                d.spread,
                measured::name_of(&case.terms, &d.competency)
            )
        })
        .collect();
    detail.push("Read both notes and record what was concluded.".to_owned());
    let found: Vec<String> = open
        .iter()
        .map(|d| format!("{} in {}: {} and {}", d.competency, d.source, d.low, d.high))
        .collect();
    Finding::open(
        Shortfall::new(
            found.join("; "),
            format!("a note of at least {needed} characters for each"),
            "Read both notes in the debrief and write down what was concluded.",
            detail.join(" "),
        )
        .owed([case.owed_by_hiring_manager()])
        .at(case.path("/debrief")),
    )
}
