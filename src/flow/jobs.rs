//! The job machine (dossier 7.1), and every change of a fact its gates rely on.

mod facts;
mod opening;

use serde_json::{Value, json};

use super::{Subject, applications, judged_with, noted, refused};
use crate::{
    db::Conn,
    decisions,
    fault::Fault,
    jobs::{
        self, Case, DefaultPlan, NewDescription, NewJob,
        model::{Approval, Description, InterviewPlan, Job, PlanBody},
    },
    kernel::{
        ctx::{Actor, Ctx, UserActor},
        ids::JobId,
        role::Role,
    },
    pipeline::{
        decide::{self, Verdict},
        evidence::Capacity,
        gate_id::GateId,
        gates::Frame,
        refusal::{GateRow, GateStatus, Outcome, Refusal, RefusalCode},
        state::JobState,
    },
    web::IfMatch,
};

pub use facts::{change, set_accountability, set_advert, set_kind, set_ladder, set_role_plan};

/// A step somebody asks for.
#[derive(Debug, Clone)]
pub struct Step {
    /// Where to.
    pub to: JobState,
    /// Where the asker believes the job stands; another state is a lost race.
    pub from: Option<JobState>,
    /// A remark for the audit log.
    pub note: Option<String>,
}

fn subject(job: &Job, policy_version: i64) -> Subject {
    Subject {
        case: job.id.uuid(),
        kind: "job",
        id: job.id.uuid(),
        policy_version,
    }
}

/// A job's evidence with its waivers (G06), which another area keeps.
///
/// # Errors
/// When a statement fails.
pub(super) fn case_of(conn: &mut Conn, job: &Job) -> Result<Case, Fault> {
    let mut case = jobs::case(conn, job)?;
    case.evidence.waivers = decisions::waivers_of(conn, job.id.uuid())?;
    Ok(case)
}

/// The actor with the roles that count in this job: a hiring manager, sponsor or operations lead of other jobs is none
/// here. HR works for the whole company.
fn as_of(job: &Job, actor: &Actor) -> Actor {
    let Actor::User(user) = actor else {
        return actor.clone();
    };
    let counts = |role: &Role| match role {
        Role::HiringManager => user.id == job.hiring_manager,
        Role::Sponsor => user.id == job.sponsor,
        Role::OpsLead => user.id == job.ops_lead,
        _ => true,
    };
    Actor::User(UserActor {
        roles: user.roles.iter().copied().filter(counts).collect(),
        ..user.clone()
    })
}

fn frame<'a>(case: &'a Case, ctx: &Ctx) -> Frame<'a> {
    Frame {
        policy: &case.policy,
        now: ctx.now,
    }
}

/// Makes a job.
///
/// # Errors
/// When the actor may not, or a field is bad.
pub fn create(
    conn: &mut Conn,
    ctx: &Ctx,
    read: impl FnOnce() -> Result<NewJob, Fault>,
) -> Result<Job, Fault> {
    let job = jobs::create(conn, ctx, read)?;
    let case = case_of(conn, &job)?;
    noted(
        conn,
        ctx,
        &subject(&job, case.policy_version),
        "create",
        json!({ "reason": job.reason }),
    )?;
    Ok(job)
}

/// Takes a step.
///
/// # Errors
/// When the job is not there or has changed; a refusal is no error.
pub fn transition(
    conn: &mut Conn,
    ctx: &Ctx,
    id: JobId,
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<Step, Fault>,
) -> Result<Outcome<Job>, Fault> {
    let job = jobs::visible(conn, ctx, id)?;
    let step = match read() {
        Ok(step) => step,
        Err(fault) => {
            if_match.require(job.version)?;
            return Err(fault);
        }
    };
    let case = case_of(conn, &job)?;
    let verdict = verdict(ctx, &job, &case, step.to);
    if let Err(refusal) = &verdict
        && refusal.code == RefusalCode::Forbidden
    {
        return refused(conn, ctx, &subject(&job, case.policy_version), refusal.clone());
    }
    if_match.require(job.version)?;
    if step.from.is_some_and(|from| from != job.state) {
        return Err(Fault::Stale);
    }
    let details = step
        .note
        .as_ref()
        .map_or(Value::Null, |note| json!({ "note": note }));
    take(conn, ctx, &job, step.to, details)
}

fn verdict(ctx: &Ctx, job: &Job, case: &Case, to: JobState) -> Verdict<JobState> {
    decide::job(&case.evidence, to, &as_of(job, &ctx.actor), frame(case, ctx))
}

fn take(conn: &mut Conn, ctx: &Ctx, job: &Job, to: JobState, details: Value) -> Result<Outcome<Job>, Fault> {
    let case = case_of(conn, job)?;
    let verdict = verdict(ctx, job, &case, to);
    let subject = subject(job, case.policy_version);
    let moved = judged_with(conn, ctx, &subject, details, verdict, |conn, change| {
        jobs::moved(conn, ctx, job, change)
    })?;
    if let Outcome::Done(now) = &moved {
        follow(conn, ctx, job.state, now)?;
    }
    Ok(moved)
}

/// What follows from a step of a job, in the same transaction.
fn follow(conn: &mut Conn, ctx: &Ctx, from: JobState, job: &Job) -> Result<(), Fault> {
    match (from, job.state) {
        (JobState::PlanLocked, JobState::Open) => opening::tell_panel(conn, ctx, job),
        (_, JobState::Cancelled) => applications::ending::job_given_up(conn, ctx, job.id),
        _ => Ok(()),
    }
}

/// Fills a job's one position: an effect of a hire, never asked for by itself.
///
/// # Errors
/// When the job is not there.
pub fn fill(conn: &mut Conn, ctx: &Ctx, id: JobId) -> Result<Outcome<Job>, Fault> {
    let job = jobs::get(conn, id)?;
    let system = Ctx {
        actor: Actor::System,
        ..ctx.clone()
    };
    take(conn, &system, &job, JobState::Filled, Value::Null)
}

/// The dry run: every gate up to and including `to`.
///
/// # Errors
/// When the job is not there.
pub fn gates(conn: &mut Conn, ctx: &Ctx, id: JobId, to: JobState) -> Result<(Job, Vec<GateRow>), Fault> {
    let job = jobs::visible(conn, ctx, id)?;
    let case = case_of(conn, &job)?;
    let rows = decide::job_gates(&case.evidence, to, frame(&case, ctx));
    Ok((job, rows))
}

/// The gates on the way to `to`, and whether the actor could take that step now.
///
/// # Errors
/// When a statement fails.
pub(super) fn prospect(
    conn: &mut Conn,
    ctx: &Ctx,
    job: &Job,
    to: JobState,
) -> Result<(Vec<GateRow>, bool), Fault> {
    let case = case_of(conn, job)?;
    let rows = decide::job_gates(&case.evidence, to, frame(&case, ctx));
    let verdict = decide::job(&case.evidence, to, &ctx.actor, frame(&case, ctx));
    Ok((rows, verdict.is_ok()))
}

/// The gates a job has passed that would not let it pass now.
fn open_of_passed(ctx: &Ctx, case: &Case) -> Vec<GateRow> {
    let reached = match case.evidence.state {
        JobState::OnHold => JobState::Open,
        state => state,
    };
    let mut rows = decide::job_gates(&case.evidence, reached, frame(case, ctx));
    rows.retain(|row| row.status == GateStatus::Open);
    rows
}

fn would_reopen(job: &Job, rows: Vec<GateRow>) -> Box<Refusal> {
    let gates: Vec<String> = rows.iter().map(|row| row.gate.to_string()).collect();
    let detail = format!(
        "This job has passed {}; the change would take away what it passed on.",
        gates.join(", ")
    );
    let state = job.state.to_string();
    let mut refusal = Refusal::plain(RefusalCode::GateRefused, "job", &state, &state, detail);
    refusal.refusals = rows;
    Box::new(refusal)
}

/// Stores a new version of the description.
///
/// # Errors
/// When the job is not there, has changed, is closed, or a field is bad.
pub fn describe(
    conn: &mut Conn,
    ctx: &Ctx,
    id: JobId,
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<NewDescription, Fault>,
) -> Result<(Job, Description), Fault> {
    let mut job = jobs::visible(conn, ctx, id)?;
    jobs::may_describe(ctx, &job)?;
    if_match.honour(job.version)?;
    let new = read()?;
    jobs::still_open(&job)?;
    let row = jobs::describe(conn, ctx, &mut job, &new)?;
    let job = jobs::save(conn, &job)?;
    let version = case_of(conn, &job)?.policy_version;
    noted(
        conn,
        ctx,
        &subject(&job, version),
        "description.add",
        json!({ "number": row.number }),
    )?;
    Ok((job, row))
}

/// Approves the newest version of the description. A version that waits becomes what candidates read as soon as it
/// is clear and everybody agreed; then those who already apply are asked to read it (T22), by links below `base_url`.
///
/// # Errors
/// When the job or a description is not there, the actor holds none of the capacities or approved before.
pub fn approve(
    conn: &mut Conn,
    ctx: &Ctx,
    (id, if_match): (JobId, &IfMatch),
    base_url: &str,
    read: impl FnOnce() -> Result<(Option<i64>, Option<Capacity>), Fault>,
) -> Result<(Job, Vec<Approval>), Fault> {
    let (mut job, made) = jobs::approve(conn, ctx, id, |version| if_match.honour(version), read)?;
    let newest = made.first().map(|a| a.description);
    let mut waiting = job.clone();
    waiting.description = newest;
    let case = case_of(conn, &waiting)?;
    let subject = subject(&job, case.policy_version);
    let capacities: Vec<Capacity> = made.iter().map(|a| a.capacity).collect();
    noted(
        conn,
        ctx,
        &subject,
        "description.approve",
        json!({ "number": newest, "as": capacities }),
    )?;
    let mut published = false;
    if let Some(number) = newest.filter(|n| job.description != Some(*n)) {
        let rows = decide::job_gates(&case.evidence, JobState::JdApproved, frame(&case, ctx));
        let open =
            |row: &GateRow| matches!(row.gate, GateId::G04 | GateId::G05) && row.status == GateStatus::Open;
        if !rows.iter().any(open) {
            published = true;
            jobs::publish(conn, ctx, &mut job, number)?;
            noted(
                conn,
                ctx,
                &subject,
                "description.publish",
                json!({ "number": number }),
            )?;
        }
    }
    let job = jobs::save(conn, &job)?;
    if published {
        applications::entry::ask_again(conn, ctx, id, base_url)?;
    }
    Ok((job, made))
}

/// Stores a new version of the interview plan. Once the plan is locked, only one that could be locked itself.
///
/// # Errors
/// As [`change`].
pub fn set_plan(
    conn: &mut Conn,
    ctx: &Ctx,
    id: JobId,
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<PlanBody, Fault>,
) -> Result<Outcome<(Job, InterviewPlan)>, Fault> {
    plan_with(conn, ctx, id, |version| if_match.require(version), |_, _| read())
}

/// Builds the default plan of the job's kind and stores it.
///
/// # Errors
/// As [`change`], or when no kind is decided.
pub fn build_plan(
    conn: &mut Conn,
    ctx: &Ctx,
    id: JobId,
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<DefaultPlan, Fault>,
) -> Result<Outcome<(Job, InterviewPlan)>, Fault> {
    let matches = |version| if_match.honour(version);
    plan_with(conn, ctx, id, matches, |conn, job| {
        jobs::default_body(conn, job, &read()?)
    })
}

fn plan_with(
    conn: &mut Conn,
    ctx: &Ctx,
    id: JobId,
    matches: impl FnOnce(i64) -> Result<(), Fault>,
    read: impl FnOnce(&mut Conn, &Job) -> Result<PlanBody, Fault>,
) -> Result<Outcome<(Job, InterviewPlan)>, Fault> {
    let mut job = jobs::visible(conn, ctx, id)?;
    jobs::may_plan(ctx, &job)?;
    matches(job.version)?;
    let body = read(conn, &job)?;
    jobs::still_open(&job)?;
    let mut case = case_of(conn, &job)?;
    let subject = subject(&job, case.policy_version);
    if job.state.is_locked() {
        let problems = jobs::plan_problems_of(conn, &job, &body)?;
        if !problems.is_empty() {
            case.evidence.plan_problems = Some(problems.into_iter().map(|p| p.text).collect());
            let mut rows = open_of_passed(ctx, &case);
            rows.retain(|row| row.gate == GateId::G07);
            return refused(conn, ctx, &subject, would_reopen(&job, rows));
        }
    }
    let plan = jobs::set_plan(conn, ctx, &mut job, &body)?;
    let job = jobs::save(conn, &job)?;
    noted(
        conn,
        ctx,
        &subject,
        "interview_plan.set",
        json!({ "number": plan.number }),
    )?;
    Ok(Outcome::Done((job, plan)))
}
