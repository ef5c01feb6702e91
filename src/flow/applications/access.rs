//! Who may know of an application and as what somebody acts on it.

use crate::{
    fault::Fault,
    flow::case::Case,
    kernel::{
        ctx::{Actor, UserActor},
        ids::UserId,
        role::Role,
    },
    pipeline::{
        evidence::JobTerms,
        state::{ApplicationState, Machine},
    },
};

/// Whether somebody answers for the job.
fn of_the_job(terms: &JobTerms, user: UserId) -> bool {
    [terms.hiring_manager, terms.sponsor, terms.ops_lead, terms.hr].contains(&user)
}

/// Insists that the actor may know of the application: HR and auditors of all, those who answer for the job,
/// those who rate this candidate, and the candidate. To everybody else it does not exist.
///
/// # Errors
/// [`Fault::NotFound`].
pub fn see(case: &Case, actor: &Actor) -> Result<(), Fault> {
    let evidence = &case.evidence;
    let known = match actor {
        Actor::System => true,
        Actor::Candidate { application, .. } => *application == evidence.application,
        Actor::Referee { .. } => false,
        Actor::User(user) => {
            actor.has_any(&[Role::Hr, Role::HrLead, Role::Auditor])
                || of_the_job(&evidence.terms, user.id)
                || evidence.panelist(user.id).is_some()
        }
    };
    known.then_some(()).ok_or(Fault::NotFound("application"))
}

/// The actor with the roles that count in this case: a hiring manager, sponsor or operations lead of other jobs
/// is none here.
pub fn as_of(case: &Case, actor: &Actor) -> Actor {
    let Actor::User(user) = actor else {
        return actor.clone();
    };
    let terms = &case.evidence.terms;
    let counts = |role: &Role| match role {
        Role::HiringManager => user.id == terms.hiring_manager,
        Role::Sponsor => user.id == terms.sponsor,
        Role::OpsLead => user.id == terms.ops_lead,
        _ => true,
    };
    Actor::User(UserActor {
        roles: user.roles.iter().copied().filter(counts).collect(),
        ..user.clone()
    })
}

/// Insists that a member of staff acts in one of `roles`, as they count in this case.
///
/// # Errors
/// [`Fault::Forbidden`] with who may, in words.
pub fn staff(case: &Case, actor: &Actor, roles: &[Role], who: &str) -> Result<UserActor, Fault> {
    match as_of(case, actor) {
        Actor::User(user) if user.roles.iter().any(|role| roles.contains(role)) => Ok(user),
        _ => Err(Fault::forbidden(format!("This is done by {who}."))),
    }
}

/// Insists that the application is still under way and its job still to be filled: nothing more is planned with
/// somebody who can no longer be hired.
///
/// # Errors
/// [`Fault::Conflict`] `application_closed` or `job_closed`.
pub fn still_hiring(case: &Case) -> Result<(), Fault> {
    under_way(case)?;
    let job = case.evidence.terms.state;
    if job.is_terminal() {
        return Err(Fault::Conflict {
            code: "job_closed",
            detail: format!("This job is {job}; nothing more is planned with those who applied."),
        });
    }
    Ok(())
}

/// Insists that the application is still under way.
///
/// # Errors
/// [`Fault::Conflict`] `application_closed`.
pub fn under_way(case: &Case) -> Result<(), Fault> {
    let state = case.evidence.state;
    if state.is_terminal() && state != ApplicationState::Hired {
        return Err(Fault::Conflict {
            code: "application_closed",
            detail: format!(
                "This application is {}; nothing can be added.",
                state.to_string().replace('_', " ")
            ),
        });
    }
    Ok(())
}
