//! The stored facts of a job as the role gates look at them.

use std::sync::Arc;

use super::{descriptions::report, plans::problems};
use crate::{
    company::{self, model::Company},
    content::Pack,
    db::Conn,
    db::types::Json,
    fault::Fault,
    jobs::{
        advert::{advert_lacks, draft},
        clarity::{self, ClarityInput, ClarityReport, RuleId},
        model::{Approval, Description, DescriptionBody, InterviewPlan, Job},
        store,
    },
    kernel::{codes::CompetencyCode, ctx::Ctx},
    pipeline::{
        evidence::{
            AimFacts, ApprovalFacts, DescriptionFacts, JobEvidence, JobPeople, KindFacts, MeasureFacts,
            StrategyFacts,
        },
        policy::Policy,
        state::{JobState, StateChange},
    },
};

/// A job with everything it is judged by.
pub struct Case {
    /// The facts.
    pub evidence: JobEvidence,
    /// The policy it runs under: the pinned one, or the one in force.
    pub policy: Policy,
    /// Its version.
    pub policy_version: i64,
}

/// The policy of a job: pinned since its plan was locked, else the one in force.
pub(in crate::jobs) fn policy(conn: &mut Conn, job: &Job) -> Result<(i64, Policy), Fault> {
    match job.policy_version {
        Some(version) => Ok((version, company::policy(conn, version)?)),
        None => company::current_policy(conn),
    }
}

/// The content of a job, likewise.
pub(crate) fn pack(conn: &mut Conn, job: &Job) -> Result<(i64, Arc<Pack>), Fault> {
    match job.content_version {
        Some(version) => Ok((version, company::pack(conn, version)?)),
        None => company::current_pack(conn),
    }
}

/// What the clarity of a description depends on beside its text.
pub(super) struct Surroundings {
    company: Company,
    policy: Policy,
    critical: Vec<CompetencyCode>,
    pack: Arc<Pack>,
}

pub(super) fn surroundings(conn: &mut Conn, job: &Job) -> Result<Surroundings, Fault> {
    let pack = pack(conn, job)?.1;
    Ok(Surroundings {
        company: company::get(conn)?,
        policy: policy(conn, job)?.1,
        critical: job.kind.map_or_else(Vec::new, |kind| {
            pack.critical_for(kind).map(|c| c.code.clone()).collect()
        }),
        pack,
    })
}

impl Surroundings {
    pub(super) fn input<'a>(&'a self, job: &'a Job, body: &'a DescriptionBody) -> ClarityInput<'a> {
        ClarityInput {
            body,
            kind: job.kind,
            company: &self.company.body.strategy,
            operations_functions: &self.company.body.operations_functions,
            ladder: &job.ladder.0,
            rungs_required: usize::try_from(self.policy.ladder_rungs).unwrap_or(usize::MAX),
            // Gate G04 itself sets JD14 aside while a waiver of G06 holds.
            ladder_waived: false,
            pay_range_required: self.company.configured.pay_range_required,
            critical: &self.critical,
            duties: self.pack.duties(),
        }
    }
}

/// The clarity of a stored version.
pub(crate) fn clarity_of(
    conn: &mut Conn,
    job: &Job,
    description: &Description,
) -> Result<ClarityReport, Fault> {
    Ok(report(job, &description.body.0, &surroundings(conn, job)?))
}

fn saturated(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn description_facts(description: &Description, report: &ClarityReport) -> DescriptionFacts {
    let instant: Vec<String> = report
        .failed
        .iter()
        .filter(|f| f.rule >= RuleId::X01)
        .map(|f| match f.rule {
            RuleId::X04 | RuleId::X06 => f.found.clone(),
            _ => f.how_to_fix.clone(),
        })
        .collect();
    DescriptionFacts {
        number: u32::try_from(description.number).unwrap_or(0),
        score: report.score,
        hard_failures: report.hard_failures.iter().map(ToString::to_string).collect(),
        fixes: report
            .failed
            .iter()
            .map(|f| format!("{}: {}", f.rule, f.how_to_fix))
            .collect(),
        instant_failure: (!instant.is_empty()).then(|| instant.join(" ")),
    }
}

fn measures(job: &Job) -> Vec<MeasureFacts> {
    let of = |m: &crate::jobs::model::Measure| MeasureFacts {
        complete: m.is_complete(),
        client_satisfaction: clarity::concerns_satisfaction(&m.name)
            || clarity::concerns_satisfaction(&m.concerns),
    };
    job.accountability.0.measures.iter().map(of).collect()
}

fn strategy(company: &Company) -> StrategyFacts {
    let written = |text: &str| !text.trim().is_empty();
    let strategy = &company.body.strategy;
    StrategyFacts {
        vision: written(&strategy.vision),
        mission: written(&strategy.mission),
        values: saturated(strategy.values.iter().filter(|v| written(v)).count()),
    }
}

fn approval_facts(approvals: Vec<Approval>, description: Option<i64>) -> Vec<ApprovalFacts> {
    let of = |a: Approval| ApprovalFacts {
        by: a.user_id,
        capacity: a.capacity,
        at: a.created_at,
    };
    approvals
        .into_iter()
        .filter(|a| Some(a.description) == description)
        .map(of)
        .collect()
}

/// What keeps the stored plan from being locked; `None` when there is no plan.
fn stored_plan_problems(
    conn: &mut Conn,
    job: &Job,
    plan: Option<InterviewPlan>,
    description: Option<&Description>,
) -> Result<Option<Vec<String>>, Fault> {
    let Some(plan) = plan else { return Ok(None) };
    let Some(kind) = job.kind else {
        return Ok(Some(vec!["no kind is decided".to_owned()]));
    };
    let duties = description.map_or(&[][..], |d| &d.body.0.duties);
    let found = problems(conn, job, kind, &plan.body.0, duties)?;
    Ok(Some(found.into_iter().map(|p| p.text).collect()))
}

/// Loads the facts of `job` as it is given, which may differ from what is stored. Waivers of G06 are added by the
/// caller.
pub fn case(conn: &mut Conn, job: &Job) -> Result<Case, Fault> {
    let around = surroundings(conn, job)?;
    let (policy_version, policy) = policy(conn, job)?;
    let description = match job.description {
        Some(number) => store::description(conn, job.id, number)?,
        None => None,
    };
    let plan = match job.plan {
        Some(number) => store::plan(conn, job.id, number)?,
        None => None,
    };
    let plan_problems = stored_plan_problems(conn, job, plan, description.as_ref())?;
    let pay_required = around.company.configured.pay_range_required;
    let advert_lacks = match (&job.advert, &description) {
        (Some(advert), Some(d)) => Some(advert_lacks(&advert.0, &d.body.0, job.kind, pay_required)),
        (Some(_), None) => Some(vec!["a description".to_owned()]),
        (None, _) => None,
    };
    let facts = description
        .as_ref()
        .map(|d| description_facts(d, &report(job, &d.body.0, &around)));
    let evidence = JobEvidence {
        job: job.id,
        state: job.state,
        entered_state_at: job.entered_state_at,
        kind: job.kind.map(|kind| KindFacts {
            kind,
            helper_answered: job.kind_choice.is_some(),
        }),
        aims: AimFacts {
            short: saturated(job.role_plan.0.short.len()),
            medium: saturated(job.role_plan.0.medium.len()),
            long: saturated(job.role_plan.0.long.len()),
        },
        strategy: strategy(&around.company),
        description: facts,
        approvals: approval_facts(store::approvals(conn, job.id)?, job.description),
        ladder_rungs: saturated(job.ladder.0.described_rungs()),
        measures: measures(job),
        plan_problems,
        advert_lacks,
        people: JobPeople {
            hiring_manager: job.hiring_manager,
            sponsor: job.sponsor,
            ops_lead: job.ops_lead,
            hr: job.hr,
        },
        waivers: Vec::new(),
    };
    Ok(Case {
        evidence,
        policy,
        policy_version,
    })
}

/// Carries out a permitted step: pins policy and content and builds the draft advert when the plan is locked,
/// keeps the day of the first posting, writes the state.
pub fn moved(conn: &mut Conn, ctx: &Ctx, job: &Job, change: StateChange<JobState>) -> Result<Job, Fault> {
    let mut next = job.clone();
    if change.to() == JobState::PlanLocked {
        next.policy_version = Some(policy(conn, job)?.0);
        next.content_version = Some(pack(conn, job)?.0);
        if next.advert.is_none() {
            next.advert = draft_advert(conn, job)?;
        }
    }
    if change.to() == JobState::Open && next.opened_at.is_none() {
        next.opened_at = Some(ctx.now);
    }
    if next != *job && !store::save(conn, &next)? {
        return Err(Fault::Stale);
    }
    if !store::set_state(conn, job.id, change, ctx.now)? {
        return Err(Fault::Stale);
    }
    store::job(conn, job.id)?.ok_or(Fault::NotFound("job"))
}

fn draft_advert(conn: &mut Conn, job: &Job) -> Result<Option<Json<crate::jobs::model::Advert>>, Fault> {
    let (Some(kind), Some(number)) = (job.kind, job.description) else {
        return Ok(None);
    };
    let description = store::description(conn, job.id, number)?;
    Ok(description.map(|d| Json(draft(&d.body.0, kind))))
}
