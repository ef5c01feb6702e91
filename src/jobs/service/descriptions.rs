//! Versions of a job's description. Until it is approved the newest version counts; afterwards a newer one waits
//! until it is clear and approved, so that no text nobody agreed to is promised to candidates.

use super::{
    evidence::{Surroundings, surroundings},
    limits::tidied,
    visible,
};
use crate::{
    db::{Conn, types::Json},
    fault::{Fault, FieldFault},
    jobs::{
        clarity::{ClarityReport, clarity},
        model::{ActiveRule, Approval, Description, DescriptionBody, Job},
        store,
    },
    kernel::{ctx::Ctx, ids::JobId, role::Role},
    pipeline::state::JobState,
};

/// A version to be stored.
#[derive(Debug, Clone)]
pub struct NewDescription {
    /// The description.
    pub body: DescriptionBody,
    /// What it asks of those who already apply.
    pub active_applications: ActiveRule,
}

/// Whether the newest version counts at once: nothing was approved yet.
pub(super) fn counts_at_once(state: JobState) -> bool {
    matches!(state, JobState::Draft | JobState::KindDecided)
}

/// Stores a new version of `job`, and makes it the current one while nothing is approved.
pub(crate) fn describe(
    conn: &mut Conn,
    ctx: &Ctx,
    job: &mut Job,
    new: &NewDescription,
) -> Result<Description, Fault> {
    let author = ctx.actor.user_id().ok_or(Fault::Unauthenticated)?;
    let body = tidied("/description", &new.body)?;
    if new.active_applications == ActiveRule::FinishUnderOld && !ctx.actor.has_any(&[Role::HrLead]) {
        return Err(Fault::forbidden(
            "Only an HR lead lets applications finish under the old description.",
        ));
    }
    known_codes(conn, job, &body)?;
    let latest = store::latest_description(conn, job.id)?.map_or(0, |d| d.number);
    let row = Description {
        id: ctx.new_id(),
        job_id: job.id,
        number: latest.saturating_add(1),
        body: Json(body),
        active_applications: new.active_applications,
        author,
        created_at: ctx.now,
        published_at: counts_at_once(job.state).then_some(ctx.now),
    };
    store::insert_description(conn, &row)?;
    if row.published_at.is_some() {
        job.description = Some(row.number);
    }
    Ok(row)
}

/// Competencies and duty templates that the content does not know are told.
fn known_codes(conn: &mut Conn, job: &Job, body: &DescriptionBody) -> Result<(), Fault> {
    let pack = super::evidence::pack(conn, job)?.1;
    let mut faults = Vec::new();
    for (i, duty) in body.duties.iter().enumerate() {
        for (k, code) in duty.competency_codes.iter().enumerate() {
            if pack.competency(code).is_none() {
                let pointer = format!("/description/duties/{i}/competency_codes/{k}");
                faults.push(FieldFault::new(
                    pointer,
                    "unknown",
                    format!("There is no competency {code}."),
                ));
            }
        }
        for (k, code) in duty.template_codes.iter().enumerate() {
            if pack.duty(code).is_none() {
                let pointer = format!("/description/duties/{i}/template_codes/{k}");
                faults.push(FieldFault::new(
                    pointer,
                    "unknown",
                    format!("There is no duty template {code}."),
                ));
            }
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Fault::Invalid(faults))
    }
}

/// Makes a version what candidates read.
pub(crate) fn publish(conn: &mut Conn, ctx: &Ctx, job: &mut Job, number: i64) -> Result<(), Fault> {
    store::publish_description(conn, job.id, number, ctx.now)?;
    job.description = Some(number);
    Ok(())
}

/// A version with its approvals.
pub(crate) type Version = (Description, Vec<Approval>);

/// All versions, oldest first, with their approvals.
pub(crate) fn descriptions(conn: &mut Conn, ctx: &Ctx, id: JobId) -> Result<(Job, Vec<Version>), Fault> {
    let job = visible(conn, ctx, id)?;
    let approvals = store::approvals(conn, id)?;
    let versions = store::descriptions(conn, id)?.into_iter().map(|version| {
        let own = approvals
            .iter()
            .filter(|a| a.description == version.number)
            .cloned()
            .collect();
        (version, own)
    });
    Ok((job, versions.collect()))
}

/// The clarity of a text somebody shows, or of the newest version. Stores nothing.
pub(crate) fn check(
    conn: &mut Conn,
    ctx: &Ctx,
    id: JobId,
    read: impl FnOnce() -> Result<Option<DescriptionBody>, Fault>,
) -> Result<ClarityReport, Fault> {
    let job = visible(conn, ctx, id)?;
    let body = match read()? {
        Some(body) => tidied("/description", &body)?,
        None => {
            let newest = store::latest_description(conn, id)?;
            newest.map(|d| d.body.0).ok_or(Fault::NotFound("description"))?
        }
    };
    let around = surroundings(conn, &job)?;
    Ok(report(&job, &body, &around))
}

/// The clarity of a description in its surroundings.
pub(super) fn report(job: &Job, body: &DescriptionBody, around: &Surroundings) -> ClarityReport {
    clarity(&around.input(job, body))
}
