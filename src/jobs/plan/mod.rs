//! Can an interview plan be locked (gate G07)? Pure rules over the plan, the description's duties, the
//! content and the people; and the plan a job starts from.

mod facts;
mod kits;
mod people;
mod samples;
mod template;

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    jobs::model::{Duty, PlanBody},
    kernel::kind::Kind,
    pipeline::policy::{Policy, absolute_floor},
    text_enum,
};

pub use facts::{ExerciseForm, PersonFact, PlanContent, QuestionFact, RequiredExercise, RoundTemplate};
pub use template::{PanelTooSmall, default_plan};

text_enum! {
    /// What a problem of a plan is about.
    pub enum PlanRule {
        /// Number, codes, names and length of rounds.
        Rounds = "rounds",
        /// Who rates.
        Raters = "raters",
        /// Enough different people.
        People = "people",
        /// Somebody from operations.
        Operations = "operations",
        /// Raters and sources per competency.
        Coverage = "coverage",
        /// Questions and competencies of a round.
        Kits = "kits",
        /// Every duty is measured.
        Duties = "duties",
        /// The work samples.
        Exercises = "exercises",
        /// Weights of the composite.
        Weights = "weights",
        /// Minima.
        Floors = "floors",
    }
}

/// One reason why a plan cannot be locked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanProblem {
    /// What it is about.
    pub rule: PlanRule,
    /// What is wrong, for a person.
    pub text: String,
}

impl PlanProblem {
    fn new(rule: PlanRule, text: impl Into<String>) -> Self {
        Self {
            rule,
            text: text.into(),
        }
    }
}

/// Everything the rules of a plan look at.
#[derive(Debug, Clone, Copy)]
pub struct PlanInput<'a> {
    /// The plan.
    pub plan: &'a PlanBody,
    /// The job's kind.
    pub kind: Kind,
    /// The policy the job runs under.
    pub policy: &'a Policy,
    /// Competencies, questions and work samples that exist.
    pub content: &'a PlanContent,
    /// The duties of the current description.
    pub duties: &'a [Duty],
    /// The people who may rate.
    pub people: &'a [PersonFact],
}

/// Every reason why the plan cannot be locked; empty when it can.
pub fn plan_problems(input: &PlanInput<'_>) -> Vec<PlanProblem> {
    let mut problems = Vec::new();
    people::check(input, &mut problems);
    kits::check(input, &mut problems);
    samples::check(input, &mut problems);
    weights(input, &mut problems);
    floors(input, &mut problems);
    problems
}

/// The validators of dossier 2.4.
fn weights(input: &PlanInput<'_>, problems: &mut Vec<PlanProblem>) {
    let faults = input.plan.weights.faults("weights");
    problems.extend(
        faults
            .iter()
            .map(|fault| PlanProblem::new(PlanRule::Weights, fault.to_string())),
    );
}

/// No floor below the absolute one, none above the scale, none for an unknown competency.
fn floors(input: &PlanInput<'_>, problems: &mut Vec<PlanProblem>) {
    let mut problem = |text: String| problems.push(PlanProblem::new(PlanRule::Floors, text));
    let mean = input.plan.floors.soft_mean;
    if !(3.25..=5.0).contains(&mean) {
        problem(format!(
            "the floor of the soft mean is {mean}, 3.25 to 5 are possible"
        ));
    }
    for (code, &floor) in &input.plan.floors.competencies {
        let Some(fact) = input.content.competency(code) else {
            problem(format!("there is no competency {code}"));
            continue;
        };
        let lowest = absolute_floor(input.kind, fact);
        if !(lowest..=5.0).contains(&floor) {
            problem(format!(
                "the floor of {code} is {floor}, {lowest} to 5 are possible"
            ));
        }
    }
}

#[cfg(test)]
mod tests;
