//! Somebody applies.

use serde_json::json;

use super::noted_here;
use crate::{
    applications::{
        model::{Application, NewCandidate, Pins},
        service::facts::row,
        store,
    },
    db::Conn,
    fault::Fault,
    kernel::{ctx::Ctx, ids::JobId},
    pipeline::state::Machine,
};

/// Stores an application in its first state; `None` when the person has one under way for this job. Someone
/// who applied before is recognised by the address and keeps the name given first.
pub fn apply(
    conn: &mut Conn,
    ctx: &Ctx,
    job: JobId,
    new: &NewCandidate,
    pins: Pins,
) -> Result<Option<Application>, Fault> {
    let candidate = match store::candidates::by_email(conn, &new.email)? {
        Some(known) => {
            let earlier = store::applications::of_candidate(conn, job, known.id)?;
            if earlier.iter().any(|application| !application.state.is_terminal()) {
                return Ok(None);
            }
            known.id
        }
        None => store::candidates::insert(conn, ctx, new)?,
    };
    let id = store::applications::insert(conn, ctx, job, candidate, pins)?;
    let stored = row(conn, id)?;
    let details = json!({
        "job_id": job,
        "policy_version": pins.policy,
        "content_version": pins.content,
        "description_number": pins.description,
        "plan_number": pins.plan,
    });
    noted_here(conn, ctx, &stored, "apply", details)?;
    Ok(Some(row(conn, id)?))
}
