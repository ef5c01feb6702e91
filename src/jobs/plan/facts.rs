//! What the rules of a plan need to know of the content pack and of people.

use crate::kernel::{
    codes::{CompetencyCode, QuestionCode, SourceCode},
    ids::UserId,
    kind::Kind,
};
use crate::pipeline::policy::CompetencyFact;

/// The unpaid working time a candidate may be asked for, in minutes (dossier 4.0; house rule).
pub const fn max_exercise_minutes() -> i32 {
    180
}

/// The part of the content pack a plan is made of, for one kind.
#[derive(Debug, Clone, Default)]
pub struct PlanContent {
    /// The competencies with their groups, and which are critical for the kind.
    pub competencies: Vec<CompetencyFact>,
    /// The questions that may be core questions.
    pub questions: Vec<QuestionFact>,
    /// The forms of the work samples.
    pub exercises: Vec<ExerciseForm>,
    /// The work samples the kind and the policy ask for.
    pub required: Vec<RequiredExercise>,
    /// The rounds a default plan is made of.
    pub rounds: Vec<RoundTemplate>,
}

impl PlanContent {
    pub(super) fn competency(&self, code: &CompetencyCode) -> Option<&CompetencyFact> {
        self.competencies.iter().find(|c| c.code == *code)
    }
    pub(super) fn question(&self, code: &QuestionCode) -> Option<&QuestionFact> {
        self.questions.iter().find(|q| q.code == *code)
    }
    pub(super) fn exercise(&self, code: &SourceCode, variant: &str) -> Option<&ExerciseForm> {
        self.exercises
            .iter()
            .find(|e| e.code == *code && e.variant == variant)
    }
}

/// A question of the content pack.
#[derive(Debug, Clone)]
pub struct QuestionFact {
    /// Its code; the number behind it is its place in the list.
    pub code: QuestionCode,
    /// What it measures.
    pub competency: CompetencyCode,
    /// Behavioural (about the past) rather than situational.
    pub behavioural: bool,
    /// The kind it is marked for ([C] or [P]); unmarked ones fit every kind.
    pub mark: Option<Kind>,
}

impl QuestionFact {
    /// Whether it may be asked for a job of this kind; a hybrid job takes both marks.
    pub(super) fn fits(&self, kind: Kind) -> bool {
        kind == Kind::Hybrid || self.mark.is_none_or(|mark| mark == kind)
    }
}

/// One form of a work sample.
#[derive(Debug, Clone)]
pub struct ExerciseForm {
    /// The work sample, e.g. `E4`.
    pub code: SourceCode,
    /// The form, e.g. `lite`.
    pub variant: String,
    /// How long it takes, in minutes.
    pub minutes: i32,
    /// What it measures.
    pub measures: Vec<CompetencyCode>,
}

/// A work sample that must be in the plan.
#[derive(Debug, Clone)]
pub struct RequiredExercise {
    /// Which.
    pub code: SourceCode,
    /// The forms that are accepted.
    pub variants: Vec<String>,
}

/// A round of the default plan.
#[derive(Debug, Clone)]
pub struct RoundTemplate {
    /// Its code, e.g. `R1`.
    pub code: SourceCode,
    /// Its name.
    pub name: String,
    /// Its length for the kind, in minutes.
    pub minutes: i32,
    /// What it rates, in order.
    pub rates: Vec<CompetencyCode>,
    /// Questions asked beyond those of ruling 7.10(3), such as a third one for TECH.
    pub extra_questions: Vec<QuestionCode>,
    /// Whether it is the work-sample round.
    pub work_samples: bool,
}

/// A person who may rate.
#[derive(Debug, Clone)]
pub struct PersonFact {
    /// Who.
    pub id: UserId,
    /// Display name.
    pub name: String,
    /// Whether the person belongs to operations (or is the owner who runs it).
    pub operations: bool,
}
