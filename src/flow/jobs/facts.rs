//! Changes of the facts the role gates rely on.

use std::collections::BTreeSet;

use serde_json::json;

use super::{case_of, open_of_passed, subject, would_reopen};
use crate::{
    company::model::Ladder,
    db::Conn,
    fault::Fault,
    flow::{noted, refused},
    jobs::{
        self, JobChange, KindDecision,
        model::{Accountability, Advert, Job, RolePlan},
    },
    kernel::{ctx::Ctx, ids::JobId},
    pipeline::{
        gate_id::GateId,
        refusal::{GateRow, Outcome},
    },
    web::IfMatch,
};

/// Who may change what: checked before the version and the body are.
type May = fn(&Ctx, &Job) -> Result<(), Fault>;

/// Changes facts of a job. No change may open a gate again that the job has passed: that would be a way round it.
fn edit(
    conn: &mut Conn,
    ctx: &Ctx,
    (id, if_match): (JobId, &IfMatch),
    (action, may): (&'static str, May),
    change: impl FnOnce(&mut Conn, &mut Job) -> Result<(), Fault>,
) -> Result<Outcome<Job>, Fault> {
    let job = jobs::visible(conn, ctx, id)?;
    may(ctx, &job)?;
    if_match.require(job.version)?;
    let mut next = job.clone();
    change(conn, &mut next)?;
    jobs::still_open(&job)?;
    let before = case_of(conn, &job)?;
    let after = case_of(conn, &next)?;
    let subject = subject(&job, after.policy_version);
    let open_before: BTreeSet<GateId> = open_of_passed(ctx, &before).iter().map(|row| row.gate).collect();
    // Approvals were given by those who were named then; naming others later does not undo them.
    let reopened: Vec<GateRow> = open_of_passed(ctx, &after)
        .into_iter()
        .filter(|row| row.gate != GateId::G05 && !open_before.contains(&row.gate))
        .collect();
    if !reopened.is_empty() {
        return refused(conn, ctx, &subject, would_reopen(&job, reopened));
    }
    let saved = jobs::save(conn, &next)?;
    noted(conn, ctx, &subject, action, json!({ "version": saved.version }))?;
    Ok(Outcome::Done(saved))
}

/// Changes title, reason or people (the job's sponsor, HR).
///
/// # Errors
/// When the job is not there, has changed, is closed, or a field is bad; a refusal is no error. So for all that
/// follow.
pub fn change(
    conn: &mut Conn,
    ctx: &Ctx,
    id: JobId,
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<JobChange, Fault>,
) -> Result<Outcome<Job>, Fault> {
    edit(
        conn,
        ctx,
        (id, if_match),
        ("change", jobs::may_staff),
        |conn, job| jobs::change_people(conn, job, &read()?),
    )
}

/// Keeps the owner's choice of the kind (sponsors); the job moves by a transition only.
///
/// # Errors
/// As [`change`].
pub fn set_kind(
    conn: &mut Conn,
    ctx: &Ctx,
    id: JobId,
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<KindDecision, Fault>,
) -> Result<Outcome<Job>, Fault> {
    edit(
        conn,
        ctx,
        (id, if_match),
        ("kind.set", jobs::may_decide_kind),
        |_, job| jobs::decide_kind(ctx, job, &read()?),
    )
}

/// Sets the aims of the role (G02).
///
/// # Errors
/// As [`change`].
pub fn set_role_plan(
    conn: &mut Conn,
    ctx: &Ctx,
    id: JobId,
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<RolePlan, Fault>,
) -> Result<Outcome<Job>, Fault> {
    edit(
        conn,
        ctx,
        (id, if_match),
        ("role_plan.set", jobs::may_describe),
        |_, job| jobs::set_role_plan(job, &read()?),
    )
}

/// Sets the career ladder (G06). A code without rungs takes over the company's ladder of that code.
///
/// # Errors
/// As [`change`].
pub fn set_ladder(
    conn: &mut Conn,
    ctx: &Ctx,
    id: JobId,
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<Ladder, Fault>,
) -> Result<Outcome<Job>, Fault> {
    edit(
        conn,
        ctx,
        (id, if_match),
        ("ladder.set", jobs::may_describe),
        |conn, job| jobs::set_ladder(conn, job, &read()?),
    )
}

/// Sets how results are followed (G09).
///
/// # Errors
/// As [`change`].
pub fn set_accountability(
    conn: &mut Conn,
    ctx: &Ctx,
    id: JobId,
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<Accountability, Fault>,
) -> Result<Outcome<Job>, Fault> {
    edit(
        conn,
        ctx,
        (id, if_match),
        ("accountability.set", jobs::may_describe),
        |_, job| jobs::set_accountability(job, &read()?),
    )
}

/// Sets the advert (G08).
///
/// # Errors
/// As [`change`].
pub fn set_advert(
    conn: &mut Conn,
    ctx: &Ctx,
    id: JobId,
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<Advert, Fault>,
) -> Result<Outcome<Job>, Fault> {
    edit(
        conn,
        ctx,
        (id, if_match),
        ("advert.set", jobs::may_plan),
        |_, job| jobs::set_advert(job, &read()?),
    )
}
