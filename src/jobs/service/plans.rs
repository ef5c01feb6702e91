//! Versions of a job's interview plan.

use std::collections::BTreeSet;

use super::{evidence, limits::tidied};
use crate::{
    db::{Conn, types::Json},
    fault::Fault,
    jobs::{
        model::{Duty, InterviewPlan, Job, PlanBody},
        plan::{PersonFact, PlanContent, PlanInput, PlanProblem, default_plan, plan_problems},
        store,
    },
    kernel::{ctx::Ctx, ids::UserId, kind::Kind, role::Role, terms::Layout},
    people::{self, User},
};

/// What a default plan is built of.
#[derive(Debug, Clone)]
pub struct DefaultPlan {
    /// The layout; the policy's profile when absent.
    pub layout: Option<Layout>,
    /// The raters in the order of dossier 3.0.
    pub panel: Vec<UserId>,
}

/// Whether somebody with these roles can rate a round or a work sample.
fn can_rate(user: &User) -> bool {
    let raters = [
        Role::Interviewer,
        Role::Assessor,
        Role::HiringManager,
        Role::Hr,
        Role::HrLead,
        Role::OpsLead,
        Role::Sponsor,
    ];
    user.active() && raters.iter().any(|role| user.has(*role))
}

/// Everybody a plan names.
fn named(plan: &PlanBody) -> Vec<UserId> {
    let rounds = plan.rounds.iter().flat_map(|r| &r.raters);
    let all: BTreeSet<UserId> = rounds
        .chain(plan.exercises.iter().flat_map(|e| &e.assessors))
        .copied()
        .collect();
    all.into_iter().collect()
}

/// Why a plan cannot be locked.
pub(super) fn problems(
    conn: &mut Conn,
    job: &Job,
    kind: Kind,
    plan: &PlanBody,
    duties: &[Duty],
) -> Result<Vec<PlanProblem>, Fault> {
    let policy = evidence::policy(conn, job)?.1;
    let pack = evidence::pack(conn, job)?.1;
    let people: Vec<PersonFact> = people::users_by_ids(conn, &named(plan))?
        .into_iter()
        .filter(can_rate)
        .map(|user| PersonFact {
            id: user.id,
            operations: user.operations || user.has(Role::OpsLead),
            name: user.name,
        })
        .collect();
    Ok(plan_problems(&PlanInput {
        plan,
        kind,
        policy: &policy,
        content: &PlanContent::of(&pack, kind, plan.layout, policy.exercise_set),
        duties,
        people: &people,
    }))
}

/// Why a stored plan cannot be locked, against the current description.
pub(crate) fn plan_problems_of(
    conn: &mut Conn,
    job: &Job,
    plan: &PlanBody,
) -> Result<Vec<PlanProblem>, Fault> {
    let Some(kind) = job.kind else {
        return Ok(Vec::new());
    };
    let description = match job.description {
        Some(number) => store::description(conn, job.id, number)?,
        None => None,
    };
    let duties = description.map_or_else(Vec::new, |d| d.body.0.duties);
    problems(conn, job, kind, plan, &duties)
}

/// Stores a new version and makes it the current one.
pub(crate) fn set_plan(
    conn: &mut Conn,
    ctx: &Ctx,
    job: &mut Job,
    body: &PlanBody,
) -> Result<InterviewPlan, Fault> {
    let author = ctx.actor.user_id().ok_or(Fault::Unauthenticated)?;
    let row = InterviewPlan {
        id: ctx.new_id(),
        job_id: job.id,
        number: store::latest_plan_number(conn, job.id)?.saturating_add(1),
        body: Json(tidied("", body)?),
        author,
        created_at: ctx.now,
    };
    store::insert_plan(conn, &row)?;
    job.plan = Some(row.number);
    Ok(row)
}

/// The default plan of the job's kind.
pub(crate) fn default_body(conn: &mut Conn, job: &Job, wish: &DefaultPlan) -> Result<PlanBody, Fault> {
    let kind = job.kind.ok_or_else(|| Fault::Conflict {
        code: "no_kind",
        detail: "Decide the kind first: rounds, questions and work samples depend on it.".to_owned(),
    })?;
    let policy = evidence::policy(conn, job)?.1;
    let pack = evidence::pack(conn, job)?.1;
    let layout = wish.layout.unwrap_or(policy.profile);
    let known: BTreeSet<UserId> = people::users_by_ids(conn, &wish.panel)?
        .into_iter()
        .filter(can_rate)
        .map(|user| user.id)
        .collect();
    let faults: Vec<_> = wish
        .panel
        .iter()
        .enumerate()
        .filter(|(_, id)| !known.contains(id))
        .map(|(i, _)| {
            crate::fault::FieldFault::new(
                format!("/panel/{i}"),
                "unknown",
                "Nobody who can rate has this id.",
            )
        })
        .collect();
    if !faults.is_empty() {
        return Err(Fault::Invalid(faults));
    }
    let content = PlanContent::of(&pack, kind, layout, policy.exercise_set);
    default_plan(kind, layout, &policy, &content, &wish.panel)
        .map_err(|error| Fault::field("/panel", "length", error.to_string()))
}
