//! The candidates of a job side by side, each as far as the reader may see them (G16; dossier 7.8).

use serde::Serialize;
use utoipa::ToSchema;

use super::SIGHT_LATER;
use crate::{
    applications::Application,
    db::Conn,
    decisions::{Compared, Contender, comparison},
    fault::Fault,
    flow::{
        applications::access,
        case::{self, Case},
    },
    jobs::{self, model::Job},
    kernel::{
        ctx::{Actor, Ctx},
        ids::JobId,
        role::Role,
    },
    pipeline::{
        sight::{self, Sight},
        state::{ApplicationState, Machine},
    },
};

/// The comparison of a job's candidates.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Comparison {
    /// The job.
    pub job_id: JobId,
    /// Its working title.
    pub title: String,
    /// How many of the candidates have a rank.
    pub ranked: usize,
    /// Those whose assessment has begun, the ranked ones first, in their order.
    pub candidates: Vec<Compared>,
}

/// The comparison, for those who may see ratings of at least one candidate; the others are listed without values.
/// Whoever ended before the assessment was complete is left out: there is nothing to compare.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Blind`] or [`Fault::Forbidden`] for those who may see nothing (yet).
pub fn show(conn: &mut Conn, ctx: &Ctx, id: JobId) -> Result<Comparison, Fault> {
    let job = jobs::visible(conn, ctx, id)?;
    let cases = case::of_job(conn, ctx, id, in_assessment)?;
    let known: Vec<(&Application, &Case, Sight)> = cases
        .iter()
        .filter(|(_, case)| access::see(case, &ctx.actor).is_ok())
        .map(|(row, case)| (row, case, sight::of_verdicts(&case.evidence, &ctx.actor)))
        .collect();
    sighted_somewhere(&job, &ctx.actor, known.iter().map(|(_, _, sight)| *sight))?;
    let contenders: Vec<Contender<'_>> = known
        .iter()
        .map(|(row, case, sight)| Contender {
            case: &case.evidence,
            policy: &case.policy,
            assessed: row.reached_assessed_at.is_some(),
            open: *sight == Sight::Open,
        })
        .collect();
    let candidates = comparison::compare(&contenders, ctx.now);
    Ok(Comparison {
        job_id: job.id,
        title: job.title,
        ranked: candidates.iter().filter(|one| one.rank().is_some()).count(),
        candidates,
    })
}

/// Whether there is, or was, an assessment to compare.
fn in_assessment(row: &Application) -> bool {
    let stands = row.held_from.unwrap_or(row.state);
    row.reached_assessed_at.is_some()
        || (!stands.is_terminal() && stands.has_reached(ApplicationState::Assessing))
}

/// Insists that there is something the actor may see. While nobody is assessed there is nothing to hide from those
/// who answer for the job.
fn sighted_somewhere(job: &Job, actor: &Actor, sights: impl Iterator<Item = Sight>) -> Result<(), Fault> {
    let sights: Vec<Sight> = sights.collect();
    let concerned = actor.has_any(&[Role::Hr, Role::HrLead, Role::Auditor])
        || actor
            .user_id()
            .is_some_and(|user| [job.hiring_manager, job.sponsor, job.ops_lead, job.hr].contains(&user));
    if sights.contains(&Sight::Open) || (sights.is_empty() && concerned) {
        Ok(())
    } else if sights.contains(&Sight::Blind) {
        Err(Fault::Blind)
    } else {
        Err(Fault::forbidden(SIGHT_LATER))
    }
}
