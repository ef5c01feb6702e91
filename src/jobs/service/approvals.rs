//! Approvals of the newest version of a description (G05).

use std::collections::BTreeSet;

use super::{still_open, visible};
use crate::{
    db::Conn,
    fault::Fault,
    jobs::{
        model::{Approval, Job},
        store,
    },
    kernel::{ctx::Ctx, ids::JobId},
    pipeline::evidence::Capacity,
};

/// Approves the newest version in the capacities the actor holds for this job (or in the one asked for).
/// `number` guards against approving a text one has not read.
pub(crate) fn approve(
    conn: &mut Conn,
    ctx: &Ctx,
    id: JobId,
    honoured: impl FnOnce(i64) -> Result<(), Fault>,
    read: impl FnOnce() -> Result<(Option<i64>, Option<Capacity>), Fault>,
) -> Result<(Job, Vec<Approval>), Fault> {
    let job = visible(conn, ctx, id)?;
    let refused = || {
        Fault::forbidden(
            "A description is approved by the job's hiring manager, operations lead and sponsor, each in person.",
        )
    };
    let by = ctx.actor.user_id().ok_or_else(refused)?;
    let held: BTreeSet<Capacity> = [
        (Capacity::HiringManager, job.hiring_manager),
        (Capacity::OpsLead, job.ops_lead),
        (Capacity::Sponsor, job.sponsor),
    ]
    .into_iter()
    .filter(|(_, person)| *person == by)
    .map(|(capacity, _)| capacity)
    .collect();
    if held.is_empty() {
        return Err(refused());
    }
    honoured(job.version)?;
    let (number, asked) = read()?;
    if asked.is_some_and(|capacity| !held.contains(&capacity)) {
        return Err(refused());
    }
    let newest = store::latest_description(conn, id)?.ok_or(Fault::NotFound("description"))?;
    if number.is_some_and(|n| n != newest.number) {
        return Err(Fault::Stale);
    }
    still_open(&job)?;
    let there = store::approvals(conn, id)?;
    let mut made = Vec::new();
    for capacity in held.into_iter().filter(|c| asked.is_none_or(|a| a == *c)) {
        let row = Approval {
            id: ctx.new_id(),
            job_id: id,
            description: newest.number,
            capacity,
            user_id: by,
            created_at: ctx.now,
        };
        let same =
            |a: &Approval| a.description == row.description && a.capacity == capacity && a.user_id == by;
        if !there.iter().any(same) {
            store::insert_approval(conn, &row)?;
            made.push(row);
        }
    }
    if made.is_empty() {
        return Err(Fault::AlreadySubmitted(
            "You have approved this version.".to_owned(),
        ));
    }
    Ok((job, made))
}
