//! Work samples: the set of dossier 4.0 and its length.

use std::collections::BTreeSet;

use super::{PlanInput, PlanProblem, PlanRule};

pub(super) fn check(input: &PlanInput<'_>, problems: &mut Vec<PlanProblem>) {
    let mut problem = |text: String| problems.push(PlanProblem::new(PlanRule::Exercises, text));
    let planned = &input.plan.exercises;
    for required in &input.content.required {
        let there = planned
            .iter()
            .any(|e| e.code == required.code && required.variants.contains(&e.variant));
        if !there {
            let forms: Vec<String> = required.variants.iter().map(ToString::to_string).collect();
            problem(format!("{} ({}) is missing", required.code, forms.join(" or ")));
        }
    }
    let mut seen = BTreeSet::new();
    let mut minutes = 0;
    for exercise in planned {
        if !seen.insert(&exercise.code) {
            problem(format!("{} appears twice", exercise.code));
        }
        match input.content.exercise(&exercise.code, exercise.variant) {
            Some(form) => minutes += form.minutes,
            None => problem(format!(
                "there is no {} in the form \"{}\"",
                exercise.code, exercise.variant
            )),
        }
    }
    let most = input.content.most_minutes;
    if minutes > most {
        problem(format!(
            "the work samples take {minutes} minutes, {most} are the most a candidate may be asked for"
        ));
    }
}
