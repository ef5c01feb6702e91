//! Rounds, raters, distinct people, operations' voice and coverage.

use std::collections::{BTreeMap, BTreeSet};

use super::{PlanInput, PlanProblem, PlanRule};
use crate::{
    jobs::model::PlanBody,
    kernel::{
        codes::{CompetencyCode, SourceCode},
        ids::UserId,
        terms::{CompetencyGroup, Layout},
    },
};

pub(super) fn check(input: &PlanInput<'_>, problems: &mut Vec<PlanProblem>) {
    rounds(input, problems);
    raters(input, problems);
    distinct(input, problems);
    coverage(input, problems);
}

/// How many rounds count for G19: halves of one appointment are one round (dossier 7.10, ruling 6).
fn counted_rounds(plan: &PlanBody) -> usize {
    plan.rounds
        .iter()
        .filter(|r| r.same_appointment_as.is_none())
        .count()
}

fn rounds(input: &PlanInput<'_>, problems: &mut Vec<PlanProblem>) {
    let mut problem = |text: String| problems.push(PlanProblem::new(PlanRule::Rounds, text));
    let plan = input.plan;
    let needed = usize::try_from(input.policy.min_rounds).unwrap_or(usize::MAX);
    let counted = counted_rounds(plan);
    if counted < needed {
        problem(format!("{counted} of {needed} rounds"));
    }
    let mut seen = BTreeSet::new();
    for round in &plan.rounds {
        if !seen.insert(&round.code) {
            problem(format!("{} appears twice", round.code));
        }
        if round.name.trim().is_empty() {
            problem(format!("{} has no name", round.code));
        }
        // 45 to 60 minutes; 75 for operations in a production-focused job (dossier 2.2 and 3.0).
        if !(45..=75).contains(&round.minutes) {
            problem(format!(
                "{} takes {} minutes, 45 to 75 are possible",
                round.code, round.minutes
            ));
        }
    }
    if plan.rounds.iter().filter(|r| r.work_samples).count() != 1 {
        problem("exactly one round is the work-sample round".to_owned());
    }
    shared_appointments(plan, &mut problem);
}

fn shared_appointments(plan: &PlanBody, problem: &mut impl FnMut(String)) {
    for round in &plan.rounds {
        let Some(other) = &round.same_appointment_as else {
            continue;
        };
        if plan.layout == Layout::Standard {
            problem(format!(
                "{} shares an appointment, which only the small-firm layout allows",
                round.code
            ));
        }
        let same = |r: &&crate::jobs::model::RoundPlan| r.code == *other && r.same_appointment_as.is_none();
        match plan.rounds.iter().find(same) {
            Some(first) if first.code != round.code => {
                let (a, b): (BTreeSet<_>, BTreeSet<_>) =
                    (first.raters.iter().collect(), round.raters.iter().collect());
                if a != b {
                    problem(format!(
                        "{} and {} share an appointment but not the raters",
                        first.code, round.code
                    ));
                }
            }
            _ => problem(format!(
                "{} shares an appointment with {other}, which is no other round",
                round.code
            )),
        }
    }
}

fn raters(input: &PlanInput<'_>, problems: &mut Vec<PlanProblem>) {
    let mut problem = |text: String| problems.push(PlanProblem::new(PlanRule::Raters, text));
    let known: BTreeSet<UserId> = input.people.iter().map(|p| p.id).collect();
    let rounds = input
        .plan
        .rounds
        .iter()
        .map(|r| (&r.code, &r.raters, if r.work_samples { 2 } else { 1 }));
    let exercises = input.plan.exercises.iter().map(|e| (&e.code, &e.assessors, 2));
    for (code, people, needed) in rounds.chain(exercises) {
        let different: BTreeSet<&UserId> = people.iter().collect();
        if different.len() < needed {
            problem(format!("{code} has {} of {needed} raters", different.len()));
        }
        if different.len() < people.len() {
            problem(format!("{code} names somebody twice"));
        }
        if different.iter().any(|id| !known.contains(id)) {
            problem(format!("{code} names somebody who cannot rate"));
        }
    }
}

/// Everybody who rates anything.
fn everybody(plan: &PlanBody) -> BTreeSet<UserId> {
    let rounds = plan.rounds.iter().flat_map(|r| &r.raters);
    rounds
        .chain(plan.exercises.iter().flat_map(|e| &e.assessors))
        .copied()
        .collect()
}

fn distinct(input: &PlanInput<'_>, problems: &mut Vec<PlanProblem>) {
    let plan = input.plan;
    let everybody = everybody(plan);
    let needed = usize::try_from(input.policy.min_raters).unwrap_or(usize::MAX);
    if everybody.len() < needed {
        let text = format!("{} different people rate, {needed} are needed", everybody.len());
        problems.push(PlanProblem::new(PlanRule::People, text));
    }
    if !input
        .people
        .iter()
        .any(|p| p.operations && everybody.contains(&p.id))
    {
        problems.push(PlanProblem::new(
            PlanRule::Operations,
            "nobody from operations rates",
        ));
    }
    let interviewers: BTreeSet<UserId> = plan
        .rounds
        .iter()
        .filter(|r| !r.work_samples)
        .flat_map(|r| r.raters.iter().copied())
        .collect();
    let fresh = plan
        .exercises
        .iter()
        .flat_map(|e| &e.assessors)
        .any(|a| !interviewers.contains(a));
    if plan.layout == Layout::Standard && !plan.exercises.is_empty() && !fresh {
        let text = "no assessor of the work samples is free of other rounds";
        problems.push(PlanProblem::new(PlanRule::People, text));
    }
}

/// Who rates a competency, and from which sources.
#[derive(Default)]
struct Seen<'a> {
    raters: BTreeSet<UserId>,
    sources: BTreeSet<&'a SourceCode>,
}

fn seen_by<'a>(input: &PlanInput<'a>) -> BTreeMap<&'a CompetencyCode, Seen<'a>> {
    let mut seen: BTreeMap<&CompetencyCode, Seen<'_>> = BTreeMap::new();
    for round in input.plan.rounds.iter().filter(|r| !r.raters.is_empty()) {
        for entry in &round.kit {
            let seen = seen.entry(&entry.competency).or_default();
            seen.raters.extend(&round.raters);
            seen.sources.insert(&round.code);
        }
    }
    for exercise in &input.plan.exercises {
        let form = input.content.exercise(&exercise.code, exercise.variant);
        for competency in form.iter().flat_map(|f| &f.measures) {
            let seen = seen.entry(competency).or_default();
            seen.raters.extend(&exercise.assessors);
            seen.sources.insert(&exercise.code);
        }
    }
    seen
}

/// G21 as it will be judged, if everything goes as planned.
fn coverage(input: &PlanInput<'_>, problems: &mut Vec<PlanProblem>) {
    let seen = seen_by(input);
    let nobody = Seen::default();
    let count = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    let (raters, sources) = (
        count(input.policy.soft_raters),
        count(input.policy.critical_sources),
    );
    for fact in &input.content.competencies {
        let by = seen.get(&fact.code).unwrap_or(&nobody);
        if by.raters.len() < raters {
            let text = format!("{} is rated by {} of {raters} people", fact.code, by.raters.len());
            problems.push(PlanProblem::new(PlanRule::Coverage, text));
        }
        if fact.critical && fact.group == CompetencyGroup::Soft && by.sources.len() < sources {
            let text = format!(
                "{} is critical and has {} of {sources} sources",
                fact.code,
                by.sources.len()
            );
            problems.push(PlanProblem::new(PlanRule::Coverage, text));
        }
    }
}
