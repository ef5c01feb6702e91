//! What is shown.

use serde::Serialize;
use utoipa::ToSchema;

use crate::kernel::text_enum::TextEnum;
use crate::{
    content::model::Area,
    flow::onboarding::Case,
    kernel::{
        codes::{CompetencyCode, ModuleCode},
        ids::{ApplicationId, CheckInId, JobId, OnboardingPlanId, UserId},
        kind::Kind,
        time::Timestamp,
    },
    onboarding::{
        self,
        model::{
            Check, CheckIn, CheckInRecord, DayOneItem, EvidenceItem, Mark, ModuleRow, Plan, Review, Tick,
        },
    },
    pipeline::{
        gate_id::GateId,
        state::{ModuleState, PlanState, PortfolioStage},
    },
};

/// A plan in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::onboarding) struct PlanLine {
    id: OnboardingPlanId,
    version: i64,
    application_id: ApplicationId,
    job_id: JobId,
    job_title: String,
    kind: Kind,
    state: PlanState,
    /// How many own accounts the hire may carry.
    stage: PortfolioStage,
    trainee: Option<UserId>,
    trainee_name: String,
    coach: Option<UserId>,
    manager: Option<UserId>,
    buddy: Option<UserId>,
    /// When the first working day begins.
    starts_at: Option<Timestamp>,
    /// When the hire was made; before that the plan is a preparation.
    live_at: Option<Timestamp>,
    created_at: Timestamp,
}

impl From<&Plan> for PlanLine {
    fn from(plan: &Plan) -> Self {
        Self {
            id: plan.id,
            version: plan.version,
            application_id: plan.application_id,
            job_id: plan.job_id,
            job_title: plan.job_title.clone(),
            kind: plan.kind,
            state: plan.state,
            stage: plan.stage,
            trainee: plan.trainee_id,
            trainee_name: plan.trainee_name.clone(),
            coach: plan.coach_id,
            manager: plan.manager_id,
            buddy: plan.buddy_id,
            starts_at: plan.starts_at,
            live_at: plan.live_at,
            created_at: plan.created_at,
        }
    }
}

/// An item of the first day.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::onboarding) struct DayOneView {
    item: DayOneItem,
    /// Who confirmed it and when; `null` while it is open.
    confirmed: Option<Mark>,
}

/// A plan with everything about it that is not a list of its own.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OnboardingPlanView)]
pub(in crate::onboarding) struct PlanView {
    #[serde(flatten)]
    line: PlanLine,
    entered_state_at: Timestamp,
    stage_since: Timestamp,
    hiring_manager: UserId,
    sponsor: UserId,
    ops_lead: UserId,
    hr: UserId,
    /// The order of the day-1 access list (G40).
    access_order: Option<Mark>,
    /// What is confirmed for the first day (G50).
    day_one: Vec<DayOneView>,
    /// Until when it must be confirmed: one working day before the start.
    ready_by: Timestamp,
    /// The end of the extension.
    extended_until: Option<Timestamp>,
    /// Why it was ended.
    end_reason: Option<String>,
    /// Modules of the plan.
    modules: usize,
    /// Modules that are signed or recognised.
    modules_done: usize,
    /// Own accounts now.
    own_accounts: u32,
    /// Own accounts at most in this stage.
    max_accounts: u32,
    /// Whether every module is signed and the review is done.
    complete: bool,
    policy_version: i64,
    content_version: i64,
}

impl PlanView {
    pub(in crate::onboarding) fn of(case: &Case) -> Self {
        let plan = &case.plan;
        let done = case.modules.iter().filter(|row| row.state.is_done()).count();
        let confirmed = |item| {
            plan.day_one
                .0
                .iter()
                .find(|mark| mark.item == item)
                .map(|m| m.mark.clone())
        };
        Self {
            line: PlanLine::from(plan),
            entered_state_at: plan.entered_state_at,
            stage_since: plan.stage_since,
            hiring_manager: plan.hiring_manager_id,
            sponsor: plan.sponsor_id,
            ops_lead: plan.ops_lead_id,
            hr: plan.hr_id,
            access_order: plan.access_order.as_ref().map(|order| order.0.clone()),
            day_one: DayOneItem::ALL
                .iter()
                .map(|&item| DayOneView {
                    item,
                    confirmed: confirmed(item),
                })
                .collect(),
            ready_by: case.evidence.ready_by,
            extended_until: plan.extended_until,
            end_reason: plan.end_reason.clone(),
            modules: case.modules.len(),
            modules_done: done,
            own_accounts: case.evidence.own_accounts,
            max_accounts: case.policy.portfolio.get(plan.stage).max_accounts,
            complete: done == case.modules.len() && case.evidence.review.as_ref().is_some_and(|r| r.meets),
            policy_version: plan.policy_version,
            content_version: plan.content_version,
        }
    }
}

/// A step of a module.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::onboarding) struct ModuleStep {
    /// From 1.
    number: u32,
    text: String,
    /// Who ticked it and when; `null` while it is open.
    ticked: Option<Tick>,
}

/// A training module of a plan.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::onboarding) struct ModuleView {
    code: ModuleCode,
    title: String,
    area: Option<Area>,
    goals: Vec<String>,
    steps: Vec<ModuleStep>,
    /// What the sign-off asks for.
    evidence_wanted: String,
    #[schema(value_type = Vec<String>)]
    prerequisites: Vec<ModuleCode>,
    #[schema(value_type = Vec<String>)]
    competencies: Vec<CompetencyCode>,
    state: ModuleState,
    trainer: Option<UserId>,
    /// Days after the start on whose end it is due (house rule).
    due_day: i64,
    /// When that is; `null` before the first day is settled.
    due_at: Option<Timestamp>,
    /// Whether it is late.
    overdue: bool,
    /// The stage before which it makes an accepted risk good.
    due_before: Option<PortfolioStage>,
    evidence: Vec<EvidenceItem>,
    checks: Vec<Check>,
    first_tests: Vec<Check>,
    /// Two checks failed: trainer and manager meet and set a new date.
    meeting_needed: bool,
    submitted_at: Option<Timestamp>,
    /// Whether operations signs too.
    operations_signs_too: bool,
    operations_signature: Option<Mark>,
    /// The trainee's "I can do this alone".
    countersignature: Option<Mark>,
    certificate: Option<Mark>,
    signature: Option<Mark>,
    returns: Vec<Mark>,
    meetings: Vec<Mark>,
    /// When refreshers follow the signature.
    refreshers_at: Vec<Timestamp>,
}

impl ModuleView {
    pub(in crate::onboarding) fn of(case: &Case, row: &ModuleRow, now: Timestamp) -> Self {
        let known = case.pack.module(&row.code);
        let body = row.body.0.clone();
        let due_at = case
            .plan
            .starts_at
            .map(|starts_at| onboarding::module_due(starts_at, row.due_day, &case.calendar));
        let ticked = |number| body.steps.iter().find(|tick| tick.step == number).cloned();
        let refreshers = |at: Timestamp| {
            let days = known.map_or(&[][..], |module| &module.refresh_days);
            days.iter()
                .map(|day| at + crate::kernel::time::days(i64::from(*day)))
                .collect()
        };
        Self {
            code: row.code.clone(),
            title: known.map_or_else(|| row.code.to_string(), |module| module.title.clone()),
            area: known.map(|module| module.area),
            goals: known.map_or_else(Vec::new, |module| module.goals.clone()),
            steps: known
                .map_or(&[][..], |module| &module.steps)
                .iter()
                .zip(1_u32..)
                .map(|(text, number)| ModuleStep {
                    number,
                    text: text.clone(),
                    ticked: ticked(number),
                })
                .collect(),
            evidence_wanted: known.map_or_else(String::new, |module| module.evidence.clone()),
            prerequisites: known.map_or_else(Vec::new, |module| module.prerequisites.clone()),
            competencies: known.map_or_else(Vec::new, |module| module.competencies.clone()),
            state: row.state,
            trainer: row.trainer_id,
            due_day: row.due_day,
            due_at,
            overdue: !row.state.is_done() && due_at.is_some_and(|due| now > due),
            due_before: row.due_before,
            meeting_needed: body.meeting_needed(),
            evidence: body.evidence,
            checks: body.checks,
            first_tests: body.first_tests,
            submitted_at: body.submitted_at,
            operations_signs_too: known.is_some_and(|module| module.operations_signs_too),
            operations_signature: body.operations,
            countersignature: body.countersigned,
            certificate: body.certificate,
            refreshers_at: body
                .signed
                .as_ref()
                .map_or_else(Vec::new, |signed| refreshers(signed.at)),
            signature: body.signed,
            returns: body.returns,
            meetings: body.meetings,
        }
    }
}

/// A check-in.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::onboarding) struct CheckInView {
    id: CheckInId,
    /// E.g. `day_30`.
    code: String,
    /// From 1; weekly ones have more than one.
    number: i64,
    /// When, in words.
    when: String,
    /// What is talked about.
    content: Vec<String>,
    from_day: i64,
    due_day: i64,
    /// `null` before the first day is settled.
    due_at: Option<Timestamp>,
    overdue: bool,
    held_at: Option<Timestamp>,
    record: Option<CheckInRecord>,
}

impl CheckInView {
    pub(in crate::onboarding) fn of(case: &Case, row: CheckIn, now: Timestamp) -> Self {
        let known = case
            .pack
            .check_ins()
            .check_ins
            .iter()
            .find(|c| c.code == row.code);
        let due_at = case
            .plan
            .starts_at
            .map(|at| onboarding::check_in_due(at, row.due_day));
        let of_waiver =
            || vec!["what was waived before the hire, and what shows of it in the work".to_owned()];
        Self {
            when: known.map_or_else(|| format!("Day {}", row.due_day), |known| known.when.clone()),
            content: known.map_or_else(of_waiver, |known| known.content.clone()),
            due_at,
            overdue: row.held_at.is_none() && due_at.is_some_and(|due| now > due),
            id: row.id,
            code: row.code,
            number: row.number,
            from_day: row.from_day,
            due_day: row.due_day,
            held_at: row.held_at,
            record: row.record.map(|record| record.0),
        }
    }
}

/// The day-90 review.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::onboarding) struct ReviewView {
    review: Option<Review>,
    /// What it still lacks before it counts (G56).
    lacks: Vec<String>,
    /// The gate that looks at it.
    #[schema(value_type = String)]
    gate: GateId,
}

impl ReviewView {
    pub(in crate::onboarding) fn of(case: &Case, review: Option<Review>) -> Self {
        Self {
            review,
            lacks: case
                .evidence
                .review
                .as_ref()
                .map_or_else(Vec::new, |review| review.lacks.clone()),
            gate: GateId::G56,
        }
    }
}
