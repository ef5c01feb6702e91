//! The training library (dossier 6.0 to 6.3 and 6.6).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    kernel::codes::{CompetencyCode, ModuleCode},
    text_enum,
};

text_enum! {
    /// Whom a module is for.
    pub enum Area {
        /// Both kinds and the field production manager.
        Shared = "shared",
        /// The client-focused kind only.
        ClientOnly = "client_only",
        /// The production-focused kind only.
        ProductionOnly = "production_only",
    }
}

text_enum! {
    /// Who is trained.
    pub enum Trainee {
        /// A client-focused account manager: 28 modules.
        ClientFocused = "client_focused",
        /// A production-focused account manager: 28 modules.
        ProductionFocused = "production_focused",
        /// A hybrid account manager: all 42.
        Hybrid = "hybrid",
        /// A field production manager: 28 modules.
        FieldProductionManager = "field_production_manager",
    }
}

text_enum! {
    /// The kinds of evidence a sign-off may ask for.
    pub enum EvidenceKind {
        /// Somebody watched it done.
        Observation = "observation",
        /// A document.
        Document = "document",
        /// A quiz or test.
        Quiz = "quiz",
        /// Records were audited.
        RecordAudit = "record_audit",
        /// A client said so.
        ClientFeedback = "client_feedback",
        /// Operations said so.
        OpsFeedback = "ops_feedback",
    }
}

text_enum! {
    /// The four Cs of onboarding.
    pub enum FourC {
        /// Rules and access.
        Compliance = "compliance",
        /// What is expected.
        Clarification = "clarification",
        /// How things are done here.
        Culture = "culture",
        /// Whom to know.
        Connection = "connection",
    }
}

/// What holds for every module.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TrainingRules {
    /// The learning check passes at this share, in percent.
    pub min_check_percent: u8,
    /// An observation passes at this level.
    pub min_observation_level: u8,
    /// How a module is signed off.
    pub sign_off_rule: String,
    /// What follows two failures.
    pub failed_twice: String,
    /// How days are counted.
    pub days_counted: String,
    /// What the trainee signs.
    pub countersignature: String,
    /// The items D1 to D8 and T1 to T6 with their names.
    pub items: BTreeMap<String, String>,
    /// The four levels of evaluation.
    pub kirkpatrick: Vec<KirkpatrickLevel>,
    /// Who takes which areas.
    pub trainees: Vec<TraineeAreas>,
}

/// A level of evaluation (dossier 6.6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KirkpatrickLevel {
    /// 1 to 4.
    pub level: u8,
    /// Reaction, learning, behaviour or results.
    pub name: String,
    /// What is recorded.
    pub data: String,
    /// When.
    pub when: String,
    /// The threshold shown.
    pub threshold: String,
}

/// The areas a trainee takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TraineeAreas {
    /// Who.
    pub trainee: Trainee,
    /// Which areas.
    pub areas: Vec<Area>,
    /// How many modules that makes in the shipped library.
    pub modules: u8,
}

/// A training module.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Module {
    /// E.g. `S-D1`.
    pub code: ModuleCode,
    /// Whom it is for.
    pub area: Area,
    /// `D1` to `D8` or `T1` to `T6`.
    pub item: String,
    /// Its title.
    pub title: String,
    /// What the trainee can do afterwards.
    pub goals: Vec<String>,
    /// Its steps, in order; each is ticked with a date.
    pub steps: Vec<String>,
    /// What the sign-off asks for.
    pub evidence: String,
    /// The same, by kind (house choice).
    pub evidence_kinds: Vec<EvidenceKind>,
    /// Modules signed before its sign-off may start (G51).
    pub prerequisites: Vec<ModuleCode>,
    /// Calendar days after the start date on whose end it is due (house rule).
    pub day_offset_due: u16,
    /// The day of its first test (S-T5).
    #[serde(default)]
    pub first_test_day: Option<u16>,
    /// Operations signs too (S-D5, P-D1, P-T6).
    #[serde(default)]
    pub operations_signs_too: bool,
    /// Demanded by law: can never be disabled (S-T6, P-T6).
    #[serde(default)]
    pub statutory: bool,
    /// Its C (house choice).
    pub four_c: FourC,
    /// The competencies it trains (house choice).
    pub competencies: Vec<CompetencyCode>,
    /// Who trains by default (house choice).
    pub trainer_role: String,
    /// Hours it takes at least (house rule).
    pub min_hours: u16,
    /// The evaluation levels recorded for it (house choice).
    pub kirkpatrick: Vec<u8>,
    /// Days after sign-off on which a refresher quiz comes.
    pub refresh_days: Vec<u16>,
    /// The shipped module a company's own one stands in for.
    #[serde(default)]
    pub replaces: Option<ModuleCode>,
    /// Why a company disabled it; a disabled module is in no plan.
    #[serde(default)]
    pub disabled: Option<String>,
}

impl Module {
    /// Whether it is in plans.
    pub fn is_active(&self) -> bool {
        self.disabled.is_none()
    }
}
