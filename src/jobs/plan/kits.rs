//! Kits: competencies and core questions per round, and the way from each duty to a core question.

use std::collections::BTreeSet;

use super::{PlanInput, PlanProblem, PlanRule};
use crate::{
    jobs::model::{KitEntry, RoundPlan},
    kernel::codes::CompetencyCode,
};

pub(super) fn check(input: &PlanInput<'_>, problems: &mut Vec<PlanProblem>) {
    for round in input.plan.rounds.iter().filter(|r| r.work_samples) {
        if !round.kit.is_empty() {
            let text = format!("{} is the work-sample round and has questions", round.code);
            problems.push(PlanProblem::new(PlanRule::Kits, text));
        }
    }
    for round in input.plan.rounds.iter().filter(|r| !r.work_samples) {
        kit(input, round, problems);
    }
    repeated(input, problems);
    behavioural(input, problems);
    duties(input, problems);
}

fn kit(input: &PlanInput<'_>, round: &RoundPlan, problems: &mut Vec<PlanProblem>) {
    let code = &round.code;
    let competencies: BTreeSet<&CompetencyCode> = round.kit.iter().map(|e| &e.competency).collect();
    if !(5..=6).contains(&round.kit.len()) || competencies.len() < round.kit.len() {
        let text = format!(
            "{code} rates {} different competencies, 5 or 6 are possible",
            competencies.len()
        );
        problems.push(PlanProblem::new(PlanRule::Kits, text));
    }
    for entry in &round.kit {
        for text in entry_problems(input, entry) {
            problems.push(PlanProblem::new(PlanRule::Kits, format!("{code}: {text}")));
        }
    }
}

fn entry_problems(input: &PlanInput<'_>, entry: &KitEntry) -> Vec<String> {
    let competency = &entry.competency;
    let mut problems = Vec::new();
    if input.content.competency(competency).is_none() {
        problems.push(format!("there is no competency {competency}"));
    }
    if !(1..=3).contains(&entry.core_questions.len()) {
        problems.push(format!(
            "{competency} has {} core questions, 1 to 3 are possible",
            entry.core_questions.len()
        ));
    }
    for code in &entry.core_questions {
        match input.content.question(code) {
            None => problems.push(format!("there is no question {code}")),
            Some(question) if question.competency != *competency => {
                problems.push(format!(
                    "{code} asks about {}, not {competency}",
                    question.competency
                ));
            }
            Some(question) if !question.suits => {
                problems.push(format!(
                    "{code} is a question for another kind of account manager"
                ));
            }
            Some(_) => {}
        }
    }
    problems
}

/// A candidate who has heard a question before answers another one.
fn repeated(input: &PlanInput<'_>, problems: &mut Vec<PlanProblem>) {
    let mut seen = BTreeSet::new();
    for code in core_questions(input) {
        if !seen.insert(code) {
            problems.push(PlanProblem::new(PlanRule::Kits, format!("{code} is asked twice")));
        }
    }
}

fn core_questions<'a>(input: &PlanInput<'a>) -> impl Iterator<Item = &'a crate::kernel::codes::QuestionCode> {
    input
        .plan
        .rounds
        .iter()
        .flat_map(|r| &r.kit)
        .flat_map(|e| &e.core_questions)
}

/// At least 60 % of the core questions are behavioural (dossier 2.1).
fn behavioural(input: &PlanInput<'_>, problems: &mut Vec<PlanProblem>) {
    let all: Vec<bool> = core_questions(input)
        .filter_map(|code| input.content.question(code))
        .map(|q| q.behavioural)
        .collect();
    let behavioural = all.iter().filter(|b| **b).count();
    if behavioural * 100 < all.len() * 60 {
        let text = format!(
            "{behavioural} of {} core questions are behavioural, 60 % are needed",
            all.len()
        );
        problems.push(PlanProblem::new(PlanRule::Kits, text));
    }
}

/// Every duty of the description names competencies, and each of these is asked about by a core question or
/// shown in a planned work sample.
fn duties(input: &PlanInput<'_>, problems: &mut Vec<PlanProblem>) {
    let mut problem = |text: String| problems.push(PlanProblem::new(PlanRule::Duties, text));
    let asked: BTreeSet<&CompetencyCode> = input
        .plan
        .rounds
        .iter()
        .flat_map(|r| &r.kit)
        .filter(|e| !e.core_questions.is_empty())
        .map(|e| &e.competency)
        .collect();
    let shown = |code: &CompetencyCode| {
        let forms = input
            .plan
            .exercises
            .iter()
            .filter_map(|e| input.content.exercise(&e.code, e.variant));
        forms.flat_map(|f| &f.measures).any(|m| m == code)
    };
    if input.duties.is_empty() {
        problem("the description names no duties".to_owned());
    }
    for duty in input.duties {
        if duty.competency_codes.is_empty() {
            problem(format!("the duty \"{}\" names no competency", duty.text));
        }
        for code in &duty.competency_codes {
            if !asked.contains(code) && !shown(code) {
                problem(format!(
                    "the duty \"{}\" needs {code}, which no core question asks about",
                    duty.text
                ));
            }
        }
    }
}
