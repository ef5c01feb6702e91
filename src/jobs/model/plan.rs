//! The interview plan of a job (dossier 3.0): who asks what in which round, which work samples, which
//! weights and floors. Frozen by version when the plan is locked.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    content::model::Variant,
    kernel::{
        codes::{CompetencyCode, QuestionCode, SourceCode},
        ids::UserId,
        terms::Layout,
    },
    pipeline::policy::{CompetencyFloors, KindWeights},
};

/// One version of an interview plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InterviewPlanBody)]
pub struct PlanBody {
    /// The layout; decides how many rounds and people are needed.
    pub layout: Layout,
    /// The interview rounds in order.
    pub rounds: Vec<RoundPlan>,
    /// The work samples.
    pub exercises: Vec<ExercisePlan>,
    /// How the groups are weighed.
    pub weights: KindWeights,
    /// The minima nobody may miss.
    pub floors: FloorPlan,
}

/// One interview round.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoundPlan {
    /// The round's code, e.g. `R1`.
    pub code: SourceCode,
    /// What the round is about.
    pub name: String,
    /// Its length in minutes.
    pub minutes: i32,
    /// Who rates; two unless good reasons.
    pub raters: Vec<UserId>,
    /// The 5 or 6 competencies rated and the core questions asked for each, in order; empty for the
    /// work-sample round.
    pub kit: Vec<KitEntry>,
    /// Whether this is the round in which the work samples are done and rated (R4).
    #[serde(default)]
    pub work_samples: bool,
    /// The round this one shares an appointment with (small-firm layout: R1 and R2).
    #[serde(default)]
    pub same_appointment_as: Option<SourceCode>,
}

/// The questions of one competency in one round.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PlanKitEntry)]
pub struct KitEntry {
    /// The competency rated.
    pub competency: CompetencyCode,
    /// One to three core questions, asked of every candidate in this order.
    pub core_questions: Vec<QuestionCode>,
}

/// One work sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExercisePlan {
    /// The exercise, e.g. `E4`.
    pub code: SourceCode,
    /// Its form, e.g. `lite` or `full`.
    pub variant: Variant,
    /// The two who rate it independently.
    pub assessors: Vec<UserId>,
}

/// The minima (dossier 3.0), on the scale of 1 to 5.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FloorPlan {
    /// Of the mean of the soft competencies.
    pub soft_mean: f64,
    /// Of each competency.
    #[schema(value_type = std::collections::BTreeMap<String, f64>)]
    pub competencies: CompetencyFloors,
}
