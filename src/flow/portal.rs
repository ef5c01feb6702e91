//! Everything behind the candidate's link on one desk: where the application stands, what the candidate can do, what
//! lies ahead. Never a score.

use crate::{
    applications::{self, Stage},
    db::Conn,
    fault::Fault,
    flow::{
        applications::desk::{self, Desk},
        interviews::{self, Appointment, Task},
        references::{self, Naming},
    },
    kernel::{ctx::Ctx, time::Timestamp},
    pipeline::state::{ApplicationState, ReferenceState},
};

/// The candidate's desk.
#[derive(Debug, Clone)]
pub struct Portal {
    /// The application itself.
    pub desk: Desk,
    /// The whole way; empty once the application has ended.
    pub stages: Vec<Stage>,
    /// Rounds that are booked or were held, in the order of their start.
    pub appointments: Vec<Appointment>,
    /// Work samples.
    pub tasks: Vec<Task>,
    /// Who can speak of the work.
    pub naming: Naming,
    /// Until when an offer waits for its answer.
    pub offer_until: Option<Timestamp>,
    /// Whether an offer has gone out.
    pub offered: bool,
}

impl Portal {
    /// Whether the references are what the candidate should think of now: from the beginning of the assessment until
    /// enough have answered.
    pub fn wants_referees(&self) -> bool {
        matches!(
            self.desk.row.state,
            ApplicationState::Assessing | ApplicationState::Assessed
        ) && self.naming.agreed() < usize::from(self.naming.named_at_least)
    }

    /// How many people referees have named of whom the candidate has not said yet whether they may be asked.
    pub fn suggested(&self) -> usize {
        let asked = self.naming.referees.iter();
        asked
            .filter(|r| r.named_by.is_some() && r.consented_at.is_none() && r.state == ReferenceState::Named)
            .count()
    }
}

/// The desk of the candidate who acts.
///
/// # Errors
/// [`Fault::NotFound`] for everybody but a candidate.
pub fn portal(conn: &mut Conn, ctx: &Ctx) -> Result<Portal, Fault> {
    let desk = desk::desk(conn, ctx)?;
    let (appointments, tasks) = interviews::agenda(conn, &desk.case)?;
    let naming = references::naming(conn, ctx)?;
    let state = desk.row.held_from.unwrap_or(desk.row.state);
    let offer = desk.case.evidence.offer.as_ref();
    let waits = desk.row.state == ApplicationState::OfferExtended;
    Ok(Portal {
        stages: applications::stages(state),
        offered: offer.is_some_and(|offer| offer.extended_at.is_some()),
        offer_until: offer.filter(|_| waits).map(|offer| offer.expires_at),
        appointments,
        tasks,
        naming,
        desk,
    })
}
