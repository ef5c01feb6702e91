//! Ready for day 1 (G50), the one-to-one of the first week (G55), the day-90 review (G56).

use super::{
    super::{
        Frame,
        words::{all_of, plural},
    },
    not_concerned, path,
};
use crate::{
    kernel::{role::Role, time::days},
    pipeline::{
        evidence::{OnboardingAct, OnboardingEvidence},
        refusal::{Finding, Owed, Shortfall},
        state::PortfolioStage,
    },
};

/// The review of the ninetieth day cannot be held before that calendar day begins.
const REVIEW_FROM_DAY: i64 = 89;

/// G50.
pub(in crate::pipeline::gates) fn day_one_ready(case: &OnboardingEvidence, frame: Frame<'_>) -> Finding {
    let lacking: Vec<String> = case
        .day_one
        .iter()
        .filter_map(|(item, confirmed)| match confirmed {
            None => Some(item.clone()),
            Some(at) if *at > case.ready_by => Some(format!("{item} (confirmed only {})", at.shown())),
            Some(_) => None,
        })
        .collect();
    let lacking = if case.day_one.is_empty() {
        vec!["access, equipment, buddy and first-week plan".to_owned()]
    } else {
        lacking
    };
    if lacking.is_empty() {
        return Finding::met("everything was confirmed in time");
    }
    let working_days = frame.policy.day_one_ready_working_days;
    let fix = if frame.now > case.ready_by {
        "Confirm what is missing and move the first day, so that it is ready in time."
    } else {
        "Confirm what is missing, or move the first day."
    };
    Finding::open(
        Shortfall::new(
            format!("{} open", plural(lacking.len(), "item")),
            format!(
                "all confirmed by {}, {} before the start",
                case.ready_by.shown(),
                plural(working_days, "working day")
            ),
            fix,
            format!("Not ready for day 1: {}.", lacking.join(", ")),
        )
        .owed([Owed::role(Role::Hr), Owed::role(Role::Manager)])
        .at(path(case, "")),
    )
}

/// G55. Nobody gets accounts or a stage before somebody has talked with them.
pub(in crate::pipeline::gates) fn one_to_one(
    case: &OnboardingEvidence,
    act: Option<&OnboardingAct>,
    frame: Frame<'_>,
) -> Finding {
    let concerned = match act {
        Some(OnboardingAct::RaiseStage(to)) => *to >= PortfolioStage::Assisted,
        Some(OnboardingAct::CarryAccounts(n)) => *n > 0,
        _ => false,
    };
    if !concerned {
        return not_concerned();
    }
    let due_day = frame.policy.first_one_to_one_day;
    let due = case.starts_at + days(i64::from(due_day));
    match case.one_to_one_at {
        Some(held) if held <= due => Finding::met(format!("held {}", held.shown())),
        Some(held) => Finding::met(format!("held late, {}; due by day {due_day}", held.shown())),
        None => Finding::open(
            Shortfall::new(
                "none held",
                format!("one, due by day {due_day}"),
                "Sit down with the new colleague: goals, job description, what the work is really like.",
                "No one-to-one in the first week recorded.",
            )
            .owed([Owed::role(Role::Manager)])
            .since(case.starts_at)
            .at(path(case, "/check_ins")),
        ),
    }
}

/// G56.
pub(in crate::pipeline::gates) fn review(case: &OnboardingEvidence, frame: Frame<'_>) -> Finding {
    let opens_at = case.starts_at + days(REVIEW_FROM_DAY);
    let mut lacks = Vec::new();
    match &case.review {
        None => lacks.push("the review itself".to_owned()),
        Some(review) => {
            lacks.extend(review.lacks.iter().cloned());
            let mut signers = review.signers.clone();
            signers.retain(|signer| case.trainee != Some(*signer));
            signers.sort_unstable();
            signers.dedup();
            if signers.len() < 2 {
                lacks.push("the signatures of two people".to_owned());
            }
            if review.held_at < opens_at {
                let day = review.held_at.days_since(case.starts_at);
                lacks.push(format!("90 days of work (it was held on day {day})"));
            }
        }
    }
    if lacks.is_empty() {
        return Finding::met("BARS, behaviour and pulse are in; two signatures");
    }
    let mut short = Shortfall::new(
        format!("{} missing", plural(lacks.len(), "part")),
        "evidence from BARS, behaviour on the job (L3) and pulse; two signers",
        "Complete the review and have a second person sign it.",
        format!("Day-90 review lacks {}.", all_of(&lacks)),
    )
    .owed([Owed::role(Role::HiringManager), Owed::role(Role::Manager)])
    .at(path(case, "/review"));
    short.opens_at = (frame.now < opens_at).then_some(opens_at);
    Finding::open(short)
}
