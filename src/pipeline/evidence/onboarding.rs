//! Facts about a hire's onboarding, for gates G40 and G50 to G59.

use crate::{
    kernel::{
        codes::ModuleCode,
        ids::{OnboardingPlanId, UserId},
        kind::Kind,
        time::Timestamp,
    },
    pipeline::state::{ModuleState, PlanState, PortfolioStage},
};

/// The prepared protocol as G40 sees it, before the hire.
#[derive(Debug, Clone, Default)]
pub struct ProtocolFacts {
    /// Modules without a named trainer.
    pub without_trainer: Vec<ModuleCode>,
    /// Modules the kind needs that the plan lacks.
    pub missing_modules: Vec<ModuleCode>,
    /// Whether a coach is named.
    pub coach_named: bool,
    /// Whether the day-1 access list is ordered.
    pub access_ordered: bool,
}

/// Everything the onboarding gates look at.
#[derive(Debug, Clone)]
pub struct OnboardingEvidence {
    /// The plan.
    pub plan: OnboardingPlanId,
    /// Where it stands.
    pub state: PlanState,
    /// Kind of account manager.
    pub kind: Kind,
    /// The hire; `None` before the login exists.
    pub trainee: Option<UserId>,
    /// The hire's name, for texts.
    pub trainee_name: String,
    /// Start of the first working day (day 0 of the plan).
    pub starts_at: Timestamp,
    /// The latest instant at which day-1 readiness must be confirmed: one working day before the start,
    /// computed on the company's calendar.
    pub ready_by: Timestamp,
    /// Portfolio stage.
    pub stage: PortfolioStage,
    /// When the present stage began.
    pub stage_since: Timestamp,
    /// Day-1 items: name and when confirmed (access, equipment, buddy, first-week plan).
    pub day_one: Vec<(String, Option<Timestamp>)>,
    /// Modules of the plan.
    pub modules: Vec<ModuleFacts>,
    /// When the week-1 one-to-one was held (G55).
    pub one_to_one_at: Option<Timestamp>,
    /// When coaching sessions were held, oldest first (G59).
    pub coached_at: Vec<Timestamp>,
    /// Number of own client accounts now.
    pub own_accounts: u32,
    /// The day-90 review (G56).
    pub review: Option<ReviewFacts>,
    /// Whether the plan was extended once.
    pub extended: bool,
    /// Months with on-time share of at least 90 %, counted back from now without a gap (stage Full II).
    pub months_on_time: u32,
    /// Whether the clients' satisfaction is falling.
    pub satisfaction_falling: bool,
    /// The latest wellbeing answer, 1 to 5.
    pub wellbeing: Option<u8>,
    /// Waivers of this hire (G51, G53).
    pub waivers: Vec<super::WaiverFacts>,
    /// The superior to ask for decisions beyond one's authority (G57).
    pub superior_name: String,
}

/// One module of the plan.
#[derive(Debug, Clone)]
pub struct ModuleFacts {
    /// Its code.
    pub code: ModuleCode,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub state: ModuleState,
    /// Due day, in days from the start.
    pub due_day: u32,
    /// What must be signed before.
    pub prerequisites: Vec<ModuleCode>,
    /// Whether it belongs to the own area (client or production), not to the shared one.
    pub own_area: bool,
    /// The named trainer.
    pub trainer: Option<UserId>,
    /// Whether operations must sign too (P-D1, P-T6, S-D5).
    pub operations_signature: bool,
    /// Whether it must be done before a certain stage because it accepts a red flag or a low TECH or COMM
    /// score (3.15, G31; 7.10 ruling 12).
    pub due_before: Option<PortfolioStage>,
    /// Whether the first technical test (S-T5, due day 14) is passed; only meaningful for S-T5.
    pub first_test_passed: bool,
}

/// A sign-off somebody wants to give, judged before it is stored (G51, G52).
#[derive(Debug, Clone)]
pub struct ProposedSignOff {
    /// Which module.
    pub module: ModuleCode,
    /// Who signs.
    pub signer: UserId,
    /// The signer's name, for texts.
    pub signer_name: String,
    /// Number of steps and of steps ticked with a date.
    pub steps: (u32, u32),
    /// Whether evidence is attached.
    pub evidence: bool,
    /// Result of the learning check in percent, when it was a check.
    pub check_pct: Option<u8>,
    /// Level of the observation 1 to 5, when it was an observation.
    pub observation_level: Option<u8>,
    /// Whether operations' second signature is there (by somebody of operations who is not the hire).
    pub operations_signed: bool,
    /// Whether the hire has countersigned ("I can do this alone").
    pub countersigned: bool,
}

/// A day-90 review.
#[derive(Debug, Clone)]
pub struct ReviewFacts {
    /// `true` = meets, `false` = extend or not.
    pub meets: bool,
    /// Parts that lack evidence, in words (BARS, L3, pulse).
    pub lacks: Vec<String>,
    /// Who signed.
    pub signers: Vec<UserId>,
    /// When it was held.
    pub held_at: Timestamp,
}

/// Something a hire wants to do, or somebody wants to do for the hire.
#[derive(Debug, Clone)]
pub enum OnboardingAct {
    /// Begin the sign-off of a module (G51).
    StartSignOff(ModuleCode),
    /// Sign a module off (G51, G52).
    SignOff(Box<ProposedSignOff>),
    /// Raise the portfolio stage (G53, G55, G59).
    RaiseStage(PortfolioStage),
    /// Carry this many own accounts in all (G53, G55, G58, G59).
    CarryAccounts(u32),
    /// See a client alone (G54).
    SoloContact,
    /// A commercial action: discount, free work, renewal (G57).
    Commercial(String),
}
