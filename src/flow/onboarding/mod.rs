//! A hire's onboarding: steps of the plan, of its modules, sessions and portfolio stage, and the acts that supply
//! what the gates G50 to G59 look at.

pub(super) mod access;
pub mod book;
pub mod coaching;
pub mod files;
pub mod growth;
pub mod hire;
pub mod look;
mod mails;
mod news;
pub mod preparation;
mod rhythm;
pub mod signing;
pub mod steps;
pub mod training;

use std::sync::Arc;

use serde_json::Value;
use uuid::Uuid;

use super::{Subject, noted};
use crate::{
    company,
    content::Pack,
    db::Conn,
    fault::Fault,
    kernel::{
        codes::ModuleCode,
        ctx::{Ctx, UserActor},
        ids::OnboardingPlanId,
        role::Role,
    },
    onboarding::{
        self,
        model::{ModuleRow, Plan},
    },
    pipeline::{
        calendar::WorkingCalendar, evidence::OnboardingEvidence, gates::Frame, policy::Policy,
        refusal::Outcome,
    },
    web::IfMatch,
};

/// A plan with everything it is judged by.
#[derive(Debug, Clone)]
pub struct Case {
    /// The plan.
    pub plan: Plan,
    /// Its modules, in order.
    pub modules: Vec<ModuleRow>,
    /// What the gates look at.
    pub evidence: OnboardingEvidence,
    /// The pinned policy.
    pub policy: Policy,
    /// The pinned content.
    pub pack: Arc<Pack>,
    /// The company's working calendar.
    pub calendar: WorkingCalendar,
}

impl Case {
    fn frame(&self, ctx: &Ctx) -> Frame<'_> {
        Frame {
            policy: &self.policy,
            now: ctx.now,
        }
    }
    fn subject(&self) -> Subject {
        self.subject_of("onboarding_plan", self.plan.id.uuid())
    }
    fn subject_of(&self, kind: &'static str, id: Uuid) -> Subject {
        Subject {
            case: self.plan.id.uuid(),
            kind,
            id,
            policy_version: self.plan.policy_version,
        }
    }
    /// A module of the plan.
    ///
    /// # Errors
    /// [`Fault::NotFound`].
    pub fn module(&self, code: &ModuleCode) -> Result<&ModuleRow, Fault> {
        self.modules
            .iter()
            .find(|row| row.code == *code)
            .ok_or(Fault::NotFound("training module"))
    }
}

/// Loads the case of a plan.
///
/// # Errors
/// [`Fault::NotFound`] when there is no such plan.
pub fn load(conn: &mut Conn, ctx: &Ctx, id: OnboardingPlanId) -> Result<Case, Fault> {
    let plan = onboarding::find(conn, id)?;
    let policy = company::policy(conn, plan.policy_version)?;
    let pack = company::pack(conn, plan.content_version)?;
    let calendar = company::calendar(conn)?;
    let modules = onboarding::modules(conn, id)?;
    let evidence = onboarding::facts(conn, &plan, &modules, (&policy, &pack, &calendar), ctx.now)?;
    Ok(Case {
        plan,
        modules,
        evidence,
        policy,
        pack,
        calendar,
    })
}

/// Loads the case for an act: it must be visible, the actor must hold one of `roles` in it, and it must not have
/// changed since the actor read it.
fn opened(
    conn: &mut Conn,
    ctx: &Ctx,
    id: OnboardingPlanId,
    if_match: &IfMatch,
    (roles, who): (&[Role], &str),
) -> Result<(Case, UserActor), Fault> {
    let case = load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    let by = access::staff(&case, &ctx.actor, roles, who)?;
    if_match.honour(case.plan.version)?;
    Ok((case, by))
}

/// Audits an act of the plan that moved no state, and loads the case as it is now.
fn acted(conn: &mut Conn, ctx: &Ctx, case: &Case, action: &str, details: Value) -> Result<Case, Fault> {
    noted(conn, ctx, &case.subject(), action, details)?;
    load(conn, ctx, case.plan.id)
}

/// What was done, with the case as it is now.
fn reloaded<T>(conn: &mut Conn, ctx: &Ctx, case: &Case, outcome: Outcome<T>) -> Result<Outcome<Case>, Fault> {
    match outcome {
        Outcome::Done(_) => load(conn, ctx, case.plan.id).map(Outcome::Done),
        Outcome::Refused(refusal) => Ok(Outcome::Refused(refusal)),
    }
}
