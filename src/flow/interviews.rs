//! Rounds, work samples and cards inside an application's assessment (dossier 7.2, Parts 3 and 4).

mod agenda;
mod beside;
mod candidate;
mod cards;
mod clashes;
mod feed;
mod late;
mod look;
mod outcomes;
mod panel;
mod people;
mod replies;
mod review;
mod rounds;
mod samples;

pub use agenda::{Appointment, Task, agenda};
pub use beside::{amend, post_debrief_value};
pub use candidate::{Desk, adjust, begin, desk, hand_in_draft, save_draft as save_sample_draft, text_of};
pub use cards::{ASSESSORS, save_draft, submit, submit_draft};
pub use clashes::{Booked, SlotCheck, Warning, WarningKind, check_booking, check_move, standing};
pub use feed::feed;
pub use late::sweep;
pub(in crate::flow) use look::unseen_by;
pub use look::{
    CardLine, CardSight, RoundLine, ScoresSight, card, card_lines, cards, cards_of_application, exercise,
    exercises, interview, interviews, own_rounds, scores,
};
pub(in crate::flow) use outcomes::call_off;
pub use outcomes::{cancel, hold, miss};
pub use panel::{join, leave, panel};
pub use replies::{Invited, invited, reply};
pub use review::{Review, review};
pub use rounds::{Booking, Change, book, reschedule};
pub use samples::{Assignment, assign, hand_in, replace_assessor};

use crate::{
    applications,
    db::Conn,
    fault::Fault,
    flow::{applications::access, case::Case},
    interviews::mails::{About, Addressee},
    kernel::{
        ctx::{Actor, Ctx, UserActor},
        role::Role,
    },
};

/// HR, who runs the assessment.
const HR: &[Role] = &[Role::Hr, Role::HrLead];

/// Insists that the actor may know of the case. Administrators know that there are cases, so they are told
/// that ratings are not for them.
fn see(case: &Case, actor: &Actor) -> Result<(), Fault> {
    match access::see(case, actor) {
        Err(Fault::NotFound(_)) if actor.has_any(&[Role::Admin]) => Err(Fault::forbidden(
            "Technical administration has no part in the assessment of candidates.",
        )),
        seen => seen,
    }
}

/// Insists that HR acts.
fn hr(case: &Case, ctx: &Ctx) -> Result<UserActor, Fault> {
    access::staff(case, &ctx.actor, HR, "HR")
}

/// The candidate's name and address.
fn candidate(conn: &mut Conn, case: &Case) -> Result<Addressee, Fault> {
    let row = applications::row(conn, case.evidence.application)?;
    let candidate = applications::candidate(conn, row.candidate_id)?;
    Ok(Addressee {
        name: candidate.name,
        email: candidate.email,
    })
}

/// What mails of this case are about.
fn about<'a>(case: &'a Case, candidate: &'a Addressee, base_url: &'a str) -> About<'a> {
    About {
        application: case.evidence.application,
        job_title: &case.evidence.terms.title,
        candidate,
        zone: case.calendar.timezone(),
        calendar: &case.calendar,
        base_url,
    }
}

/// Bumps the application's version and takes the steps that have become possible.
fn settled(conn: &mut Conn, ctx: &Ctx, case: &Case) -> Result<(), Fault> {
    let id = case.evidence.application;
    applications::touch(conn, ctx, id)?;
    super::applications::settle(conn, ctx, id)
}
