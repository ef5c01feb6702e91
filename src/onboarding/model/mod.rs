//! What is stored of a hire's onboarding.

mod bodies;
mod book;
mod coaching;
mod growth;
mod module;
mod plan;

pub use bodies::{
    AccountBody, AccountsBody, BarBody, CheckBody, CheckInBody, CommercialBody, ContactBody, EvidenceBody,
    FileBody, FileForm, MeetingBody, MetricBody, NamedTrainer, NoteBody, OwnAction, PeopleBody, PlanBody,
    PulseBody, ReasonBody, ReviewInput, SessionBody, SessionRecord, StageBody, StartBody, StepBody, TestBody,
    TrainerBody, TrainersBody, WordBody,
};
pub use book::{BookMetric, ClientAccount, ClientAct, ClientActKind};
pub use coaching::{ActionState, CoachingAction, CoachingEntry, CoachingReply, CoachingSession};
pub use growth::{
    CheckIn, CheckInRecord, Observation, Pulse, PulseReplies, PulseReply, Review, ReviewBody,
    ReviewSignature, ReviewVerdict,
};
pub use module::{
    Check, EvidenceFile, EvidenceForm, EvidenceItem, KeptFile, ModuleBody, ModuleRow, Tick, WrittenEvidence,
};
pub use plan::{DayOneItem, DayOneMark, Mark, NewPlan, Plan, Scope};
