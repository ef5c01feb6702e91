//! Reference checks: what candidates, referees and HR do that moves a reference (dossier Part 5).

mod answer;
mod asking;
mod bounce;
mod draft;
mod ending;
mod look;
mod mails;
mod naming;
mod queue;
mod referral;
mod request;
mod signs;
mod sweep;

pub use answer::{Comparison, compare, decline, resolve, submit, substitute_manager, telephone};
pub use asking::{ask, ask_again};
pub use bounce::{mail_came_back, mark_bounced, readdress};
pub use draft::{Part, Questionnaire, questionnaire, save_draft};
pub(in crate::flow) use ending::call_off;
pub use look::{Checks, FormView, Naming, RefereeView, checks, form, naming, own_referees};
pub use naming::{consent, correct, name, remove, withdraw_consent};
pub use queue::{Dossier, Waiting, one, queue};
pub use referral::refer;
pub use request::{disqualify, opened, send, verify};
pub use signs::{SignDecision, begun_beside, decide_sign};
pub use sweep::sweep;

use super::case::{self, Case};
use crate::{
    applications,
    db::Conn,
    fault::Fault,
    flow::applications::access,
    kernel::{
        ctx::{Ctx, UserActor},
        ids::RefereeId,
        role::Role,
    },
    references::{self, model::Referee},
};

const HR: &[Role] = &[Role::Hr, Role::HrLead];

/// A referee with the case, for HR; to everybody who may not know of the case it does not exist.
fn for_hr(conn: &mut Conn, ctx: &Ctx, id: RefereeId) -> Result<(Case, Referee, UserActor), Fault> {
    let referee = references::find(conn, id)?;
    let case = case::load(conn, ctx, referee.application_id)?;
    access::see(&case, &ctx.actor).map_err(|_| Fault::NotFound("referee"))?;
    let by = access::staff(&case, &ctx.actor, HR, "HR")?;
    Ok((case, referee, by))
}

/// Bumps the application and lets derived steps follow.
fn changed(conn: &mut Conn, ctx: &Ctx, case: &Case) -> Result<(), Fault> {
    applications::touch(conn, ctx, case.evidence.application)?;
    super::applications::settle(conn, ctx, case.evidence.application)
}
