//! What a job asks of those who apply, from the description and the plan in use.

use std::collections::BTreeMap;

use super::{
    description, get,
    model::{DescriptionBody, EvidenceKind, PlanBody, RoundPlan},
    plan_version, store,
};
use crate::{
    content::{Pack, model::Competency},
    db::Conn,
    fault::Fault,
    kernel::{
        codes::CompetencyCode,
        ids::{JobId, UserId},
        kind::Kind,
    },
    pipeline::evidence::{CompetencyTerms, JobTerms, KitLine, PlannedRound},
};

/// A requirement nobody is hired without (G12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MustHave {
    /// What is required.
    pub text: String,
    /// Whether a certificate or document shows it, so that it is checked before `screened`.
    pub documented: bool,
}

/// How many rate a work sample (dossier 4.0).
const EXERCISE_RATERS: u32 = 2;

/// The terms of a job whose plan is locked, for somebody who is assessed by the version `plan` of its interview plan:
/// with the description candidates read now.
///
/// # Errors
/// [`Fault::NotFound`] when there is no such job, description or plan.
pub fn terms(conn: &mut Conn, id: JobId, plan: i64, pack: &Pack) -> Result<JobTerms, Fault> {
    let job = get(conn, id)?;
    let number = job.description.ok_or(Fault::NotFound("description"))?;
    let body = description(conn, id, number)?.body.0;
    let plan = plan_version(conn, id, plan)?.body.0;
    let kind = job.kind.ok_or(Fault::NotFound("kind"))?;
    let competencies = competencies(pack, &plan, kind);
    Ok(JobTerms {
        job: id,
        state: job.state,
        title: shown_title(&body, job.title),
        kind,
        posted_at: job.opened_at,
        description_number: u32::try_from(number).unwrap_or(u32::MAX),
        sales_share_pct: body
            .split
            .sales_share()
            .and_then(|pct| u8::try_from(pct).ok())
            .unwrap_or(0),
        duties: body.duties.into_iter().map(|duty| duty.text).collect(),
        layout: plan.layout,
        rounds: rounds(&plan.rounds),
        exercises: plan
            .exercises
            .iter()
            .map(|exercise| exercise.code.clone())
            .collect(),
        weights: plan.weights,
        competencies,
        hiring_manager: job.hiring_manager,
        sponsor: job.sponsor,
        hr: job.hr,
        ops_lead: job.ops_lead,
    })
}

/// The title candidates read; the working title where the description has none.
fn shown_title(body: &DescriptionBody, working: String) -> String {
    if body.title.trim().is_empty() {
        working
    } else {
        body.title.clone()
    }
}

fn competencies(pack: &Pack, plan: &PlanBody, kind: Kind) -> BTreeMap<CompetencyCode, CompetencyTerms> {
    let terms = |competency: &Competency| {
        let floor = plan.floors.competencies.get(&competency.code).copied();
        CompetencyTerms {
            group: competency.group,
            critical: competency.is_critical(kind),
            floor: floor.unwrap_or(*competency.floor.get(kind)),
            name: competency.name.clone(),
        }
    };
    pack.competencies()
        .iter()
        .map(|competency| (competency.code.clone(), terms(competency)))
        .collect()
}

/// Rounds that share an appointment share its key (ruling 7.10 (6)).
fn rounds(planned: &[RoundPlan]) -> Vec<PlannedRound> {
    let place = |round: &RoundPlan| {
        let host = round.same_appointment_as.as_ref().unwrap_or(&round.code);
        planned.iter().position(|other| other.code == *host)
    };
    planned
        .iter()
        .map(|round| PlannedRound {
            code: round.code.clone(),
            name: round.name.clone(),
            raters: if round.work_samples {
                EXERCISE_RATERS
            } else {
                u32::try_from(round.raters.len()).unwrap_or(u32::MAX)
            },
            work_samples: round.work_samples,
            appointment: place(round)
                .and_then(|i| u32::try_from(i).ok())
                .unwrap_or(u32::MAX),
            kit: round
                .kit
                .iter()
                .map(|entry| KitLine {
                    competency: entry.competency.clone(),
                    core_questions: entry.core_questions.clone(),
                })
                .collect(),
        })
        .collect()
}

/// The must-haves of a description version, in its order.
///
/// # Errors
/// [`Fault::NotFound`] when there is no such version.
pub fn must_haves(conn: &mut Conn, id: JobId, number: u32) -> Result<Vec<MustHave>, Fault> {
    let body = description(conn, id, i64::from(number))?.body.0;
    let papers = [EvidenceKind::Certificate, EvidenceKind::Document];
    Ok(body
        .must_have
        .into_iter()
        .map(|asked| MustHave {
            documented: asked
                .evidence
                .iter()
                .any(|evidence| papers.contains(&evidence.by)),
            text: asked.text,
        })
        .collect())
}

/// Everybody whom a version of the interview plan names as a rater or an assessor, each once.
///
/// # Errors
/// When there is no such version, or a statement fails.
pub fn planned_raters(conn: &mut Conn, id: JobId, plan: i64) -> Result<Vec<UserId>, Fault> {
    let plan = plan_version(conn, id, plan)?.body.0;
    let raters = plan.rounds.into_iter().flat_map(|round| round.raters);
    let assessors = plan.exercises.into_iter().flat_map(|exercise| exercise.assessors);
    let mut users: Vec<UserId> = raters.chain(assessors).collect();
    users.sort_unstable();
    users.dedup();
    Ok(users)
}

/// The jobs a person answers for as hiring manager, sponsor, operations lead or HR.
///
/// # Errors
/// When a statement fails.
pub fn answered_for_by(conn: &mut Conn, user: UserId) -> Result<Vec<JobId>, Fault> {
    Ok(store::answered_for_by(conn, user)?)
}
