//! Who may know of a plan and as what somebody acts on it.

use super::Case;
use crate::{
    fault::Fault,
    kernel::{
        ctx::{Actor, UserActor},
        ids::UserId,
        role::Role,
    },
    onboarding::model::Scope,
    pipeline::state::PlanState,
};

/// Roles that know of every plan. Operations sign modules of every hire.
const ALL: &[Role] = &[Role::Hr, Role::HrLead, Role::Auditor, Role::OpsLead];

fn trains(case: &Case, user: UserId) -> bool {
    case.modules.iter().any(|row| row.trainer_id == Some(user))
}

/// The plans somebody may know of.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody who is not signed in.
pub fn scope(actor: &Actor) -> Result<Scope, Fault> {
    match actor {
        Actor::User(_) if actor.has_any(ALL) => Ok(Scope::All),
        Actor::User(user) => Ok(Scope::Of(user.id)),
        _ => Err(Fault::forbidden("Plans are for those who work here.")),
    }
}

/// Insists that the actor may know of the plan: HR, operations leads and auditors of all, everybody else of
/// those they have a part in. To others it does not exist.
///
/// # Errors
/// [`Fault::NotFound`].
pub fn see(case: &Case, actor: &Actor) -> Result<(), Fault> {
    let plan = &case.plan;
    let known = match actor {
        Actor::User(user) => {
            let part = [plan.trainee_id, plan.coach_id, plan.manager_id, plan.buddy_id];
            let of_the_job = [
                plan.hiring_manager_id,
                plan.sponsor_id,
                plan.ops_lead_id,
                plan.hr_id,
            ];
            actor.has_any(ALL)
                || part.contains(&Some(user.id))
                || of_the_job.contains(&user.id)
                || trains(case, user.id)
        }
        Actor::System => true,
        Actor::Candidate { .. } | Actor::Referee { .. } => false,
    };
    known.then_some(()).ok_or(Fault::NotFound("onboarding plan"))
}

/// The actor with the roles that count in this plan: a coach, manager or trainer of others is none here.
pub fn as_of(case: &Case, actor: &Actor) -> Actor {
    let Actor::User(user) = actor else {
        return actor.clone();
    };
    let plan = &case.plan;
    let is = |part: Option<UserId>| part == Some(user.id);
    let counts = |role: &Role| match role {
        Role::Trainee => is(plan.trainee_id),
        Role::Coach => is(plan.coach_id),
        Role::Manager => is(plan.manager_id),
        Role::Buddy => is(plan.buddy_id),
        Role::Trainer => trains(case, user.id),
        Role::HiringManager => user.id == plan.hiring_manager_id,
        Role::Sponsor => user.id == plan.sponsor_id,
        _ => true,
    };
    Actor::User(UserActor {
        roles: user.roles.iter().copied().filter(counts).collect(),
        ..user.clone()
    })
}

/// Insists that somebody acts in one of `roles`, as they count in this plan.
///
/// # Errors
/// [`Fault::Forbidden`] with who may, in words.
pub fn staff(case: &Case, actor: &Actor, roles: &[Role], who: &str) -> Result<UserActor, Fault> {
    match as_of(case, actor) {
        Actor::User(user) if user.roles.iter().any(|role| roles.contains(role)) => Ok(user),
        _ => Err(Fault::forbidden(format!("This is done by {who}."))),
    }
}

/// Insists that the hire is at work: nothing is learned, carried or reviewed before or after.
///
/// # Errors
/// [`Fault::Conflict`] `not_at_work`.
pub fn at_work(case: &Case) -> Result<(), Fault> {
    match case.plan.state {
        PlanState::Active | PlanState::Extended | PlanState::Confirmed => Ok(()),
        PlanState::Preboarding | PlanState::Ended => Err(Fault::Conflict {
            code: "not_at_work",
            detail: format!("{} is not at work.", case.plan.trainee_name),
        }),
    }
}

/// Insists that the plan has not ended.
///
/// # Errors
/// [`Fault::Conflict`] `plan_ended`.
pub fn not_ended(case: &Case) -> Result<(), Fault> {
    if case.plan.state == PlanState::Ended {
        return Err(Fault::Conflict {
            code: "plan_ended",
            detail: "This onboarding has ended; nothing can be added.".to_owned(),
        });
    }
    Ok(())
}
