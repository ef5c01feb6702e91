//! What a job is made of, as documents: the description, the choice of kind, the plans around the role
//! and the interview plan. Every field has a default, so that the vaguest description can be stored
//! (and then be refused with all reasons).

mod description;
mod job;
mod kind_choice;
mod plan;
mod role;

pub use description::{
    Authority, Conditions, ConductStandard, ConductTopic, DescriptionBody, Duty, Evidence, EvidenceKind,
    First90Days, HorizonPlan, MustHave, Pay, Preview, Split, Standard, StrategyBlock,
};
pub use job::{ActiveRule, Approval, Description, InterviewPlan, Job, KindChoice, OpeningReason};
pub use kind_choice::{KindAnswers, KindSuggestion, SuggestedKind, suggest_kind};
pub use plan::{ExercisePlan, FloorPlan, KitEntry, PlanBody, RoundPlan};
pub use role::{Accountability, Advert, Measure, RolePlan};
