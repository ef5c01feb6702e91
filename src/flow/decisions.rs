//! From the debrief to the hire: debriefs, decisions, waivers, offers, and what follows from the steps between.

pub mod closing;
pub mod comparison;
pub mod debrief;
pub mod decision;
mod drift;
mod letters;
pub mod offers;
mod target;
pub mod waivers;

pub use target::WaiverTarget;

use crate::{
    applications::Application,
    content::Pack,
    db::Conn,
    decisions,
    fault::Fault,
    flow::{
        applications::ending,
        case::{self, Case},
        onboarding::hire,
    },
    kernel::ctx::{Actor, Ctx},
    pipeline::{
        sight::{self, Sight},
        state::{ApplicationState, Machine},
    },
};

/// Who may see what the cards come to, and from when.
const SIGHT_LATER: &str = "Scores and references are open to the people of this case from the debrief on.";

/// Insists that the actor may see ratings, composites and references of the case.
///
/// # Errors
/// [`Fault::Blind`] while the actor owes a card, [`Fault::Forbidden`] before the debrief for all but HR.
fn sighted(case: &Case, actor: &Actor) -> Result<(), Fault> {
    match sight::of_verdicts(&case.evidence, actor) {
        Sight::Open => Ok(()),
        Sight::Blind => Err(Fault::Blind),
        Sight::Closed => Err(Fault::forbidden(SIGHT_LATER)),
    }
}

/// What follows from a step of an application, in the same transaction. `before` is the case as it was judged.
///
/// # Errors
/// When a statement fails, or the step cannot be completed: then it must not be taken.
pub(super) fn follow(conn: &mut Conn, ctx: &Ctx, before: &Case, row: &Application) -> Result<(), Fault> {
    use ApplicationState::{Approved, DebriefOpen, Debriefed, Hired, OfferExtended, OfferLapsed, OnHold};
    if row.state.is_terminal() {
        ending::wrap_up(conn, ctx, before)?;
    }
    if row.state.is_terminal() && row.state != Hired {
        hire::fallen_through(conn, ctx, before)?;
    }
    if row.state == Debriefed {
        let now = case::load(conn, ctx, row.id)?;
        letters::cooling_off(conn, ctx, &now)?;
    } else if before.evidence.state == Debriefed {
        letters::cooled_off(conn, row.id)?;
    }
    if before.evidence.state == OnHold {
        return Ok(());
    }
    match row.state {
        DebriefOpen => {
            decisions::opened(conn, ctx, row.id)?;
            drift::look(conn, ctx, before)
        }
        Approved => decision::approved(conn, ctx, before),
        OfferExtended => decisions::offers::extended(conn, ctx, row.id),
        OfferLapsed => decisions::offers::closed(conn, ctx, row.id),
        Hired => {
            closing::hired(conn, ctx, before)?;
            hire::hired(conn, ctx, before).map(|_| ())
        }
        _ => Ok(()),
    }
}

/// The mails a step of an application brings beside the candidate's status: M12 and M18.
///
/// # Errors
/// When a statement fails.
pub(super) fn announce(
    conn: &mut Conn,
    ctx: &Ctx,
    before: &Case,
    row: &Application,
    base_url: &str,
) -> Result<(), Fault> {
    match (before.evidence.state, row.state) {
        (ApplicationState::OnHold, _) => Ok(()),
        (_, ApplicationState::DebriefOpen) => debrief::announce(conn, ctx, before, base_url),
        (_, ApplicationState::OfferExtended) => offers::announce(conn, ctx, before, base_url),
        _ => Ok(()),
    }
}

/// Does what the clock brings: waivers expire, unanswered offers lapse.
///
/// # Errors
/// When a statement fails.
pub fn sweep(conn: &mut Conn, ctx: &Ctx, _: &Pack) -> Result<(), Fault> {
    let ctx = Ctx {
        actor: Actor::System,
        ..ctx.clone()
    };
    waivers::expire(conn, &ctx)?;
    offers::lapse(conn, &ctx)
}
