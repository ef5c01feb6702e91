//! All queries of references.

pub mod signs;

use diesel::prelude::*;

use super::{
    model::{Bounce, Referee, Resolution, Response, Verification},
    schema::{discrepancy_resolutions, manager_substitutes, referees, reference_responses},
};
use crate::{
    db::{Conn, q, types::Json},
    fault::Fault,
    kernel::{
        ids::{ApplicationId, RefereeId, UserId},
        time::Timestamp,
    },
    pipeline::state::{ReferenceState, StateChange},
};

pub fn referee(conn: &mut Conn, id: RefereeId) -> Result<Option<Referee>, Fault> {
    Ok(q!(conn => referees::table.find(id).select(Referee::as_select()).get_result(conn).optional())?)
}

pub fn of_application(conn: &mut Conn, application: ApplicationId) -> Result<Vec<Referee>, Fault> {
    of_applications(conn, &[application])
}

pub fn of_applications(conn: &mut Conn, applications: &[ApplicationId]) -> Result<Vec<Referee>, Fault> {
    Ok(q!(conn => referees::table
        .filter(referees::application_id.eq_any(applications.to_vec()))
        .order((referees::created_at.asc(), referees::id.asc()))
        .select(Referee::as_select())
        .load(conn))?)
}

/// Referees in one of `states`, the longest there first.
pub fn in_states(conn: &mut Conn, states: &[ReferenceState], most: i64) -> Result<Vec<Referee>, Fault> {
    let wanted = states.to_vec();
    Ok(q!(conn => referees::table
        .filter(referees::state.eq_any(wanted.clone()))
        .order((referees::created_at.asc(), referees::id.asc()))
        .limit(most)
        .select(Referee::as_select())
        .load(conn))?)
}

pub fn insert(conn: &mut Conn, referee: &Referee) -> Result<(), Fault> {
    q!(conn => diesel::insert_into(referees::table).values(referee).execute(conn))?;
    Ok(())
}

/// Moves a referee with the key the core has given; loses against a concurrent move.
pub fn set_state(
    conn: &mut Conn,
    id: RefereeId,
    change: StateChange<ReferenceState>,
) -> Result<Referee, Fault> {
    let (from, to) = (change.from(), change.to());
    q!(conn => diesel::update(referees::table.filter(referees::id.eq(id).and(referees::state.eq(from))))
        .set((referees::state.eq(to), referees::version.eq(referees::version + 1)))
        .returning(Referee::as_returning())
        .get_result(conn)
        .optional())?
    .ok_or(Fault::Stale)
}

pub fn set_consent(conn: &mut Conn, id: RefereeId, at: Option<Timestamp>) -> Result<(), Fault> {
    q!(conn => diesel::update(referees::table.find(id))
        .set((referees::consented_at.eq(at), referees::version.eq(referees::version + 1)))
        .execute(conn))?;
    Ok(())
}

/// Stores what the candidate may say about a referee, and nothing else.
pub fn correct(conn: &mut Conn, referee: &Referee) -> Result<(), Fault> {
    q!(conn => diesel::update(referees::table.find(referee.id))
        .set((
            referees::name.eq(&referee.name),
            referees::relation.eq(referee.relation),
            referees::firm.eq(&referee.firm),
            referees::period_from.eq(referee.period_from),
            referees::period_to.eq(referee.period_to),
            referees::email.eq(&referee.email),
            referees::phone.eq(&referee.phone),
            referees::not_before_offer.eq(referee.not_before_offer),
            referees::consented_at.eq(referee.consented_at),
            referees::version.eq(referees::version + 1),
        ))
        .execute(conn))?;
    Ok(())
}

pub fn delete(conn: &mut Conn, id: RefereeId) -> Result<(), Fault> {
    q!(conn => diesel::delete(referees::table.find(id)).execute(conn))?;
    Ok(())
}

pub fn set_verified(
    conn: &mut Conn,
    id: RefereeId,
    verification: Verification,
    at: Timestamp,
) -> Result<(), Fault> {
    q!(conn => diesel::update(referees::table.find(id))
        .set((referees::verification.eq(Json(verification.clone())), referees::verified_at.eq(at)))
        .execute(conn))?;
    Ok(())
}

pub fn set_bounce(conn: &mut Conn, id: RefereeId, bounce: &Bounce) -> Result<(), Fault> {
    q!(conn => diesel::update(referees::table.find(id))
        .set((referees::bounce.eq(Json(bounce.clone())), referees::version.eq(referees::version + 1)))
        .execute(conn))?;
    Ok(())
}

/// Forgets that a request went out and that the person was checked.
pub fn reopen(conn: &mut Conn, id: RefereeId) -> Result<(), Fault> {
    q!(conn => diesel::update(referees::table.find(id))
        .set((
            referees::verification.eq(None::<Json<Verification>>),
            referees::verified_at.eq(None::<Timestamp>),
            referees::sent_at.eq(None::<Timestamp>),
            referees::expires_at.eq(None::<Timestamp>),
        ))
        .execute(conn))?;
    Ok(())
}

pub fn set_sent(conn: &mut Conn, id: RefereeId, at: Timestamp, expires: Timestamp) -> Result<(), Fault> {
    q!(conn => diesel::update(referees::table.find(id))
        .set((
            referees::sent_at.eq(at),
            referees::expires_at.eq(expires),
            referees::bounce.eq(None::<Json<Bounce>>),
        ))
        .execute(conn))?;
    Ok(())
}

pub fn set_completed(conn: &mut Conn, id: RefereeId, at: Timestamp) -> Result<(), Fault> {
    q!(conn => diesel::update(referees::table.find(id)).set(referees::completed_at.eq(at)).execute(conn))?;
    Ok(())
}

pub fn set_do_not_ask(conn: &mut Conn, id: RefereeId) -> Result<(), Fault> {
    q!(conn => diesel::update(referees::table.find(id)).set(referees::do_not_ask.eq(true)).execute(conn))?;
    Ok(())
}

pub fn set_dates_substitute(conn: &mut Conn, id: RefereeId, note: &str) -> Result<(), Fault> {
    q!(conn => diesel::update(referees::table.find(id))
        .set((referees::dates_substitute_note.eq(note), referees::version.eq(referees::version + 1)))
        .execute(conn))?;
    Ok(())
}

/// Whether anybody with this address has asked never to be written to again.
pub fn asked_to_stop(conn: &mut Conn, email: &str) -> Result<bool, Fault> {
    let wanted = email.to_owned();
    Ok(q!(conn => diesel::select(diesel::dsl::exists(
        referees::table.filter(referees::email.eq(wanted.clone()).and(referees::do_not_ask.eq(true)))
    ))
    .get_result(conn))?)
}

pub fn due_to_expire(conn: &mut Conn, now: Timestamp) -> Result<Vec<Referee>, Fault> {
    Ok(q!(conn => referees::table
        .filter(referees::state.eq_any([ReferenceState::Sent, ReferenceState::Opened]))
        .filter(referees::expires_at.le(now))
        .order(referees::id.asc())
        .limit(100)
        .select(Referee::as_select())
        .load(conn))?)
}

pub fn insert_response(conn: &mut Conn, response: &Response) -> Result<(), Fault> {
    q!(conn => diesel::insert_into(reference_responses::table).values(response).execute(conn))?;
    Ok(())
}

pub fn responses(conn: &mut Conn, applications: &[ApplicationId]) -> Result<Vec<Response>, Fault> {
    Ok(q!(conn => reference_responses::table
        .filter(reference_responses::application_id.eq_any(applications.to_vec()))
        .order(reference_responses::referee_id.asc())
        .select(Response::as_select())
        .load(conn))?)
}

pub fn set_title_check(conn: &mut Conn, id: RefereeId, agrees: bool, note: &str) -> Result<bool, Fault> {
    let changed = q!(conn => diesel::update(reference_responses::table.find(id))
        .set((reference_responses::title_agrees.eq(agrees), reference_responses::title_note.eq(note)))
        .execute(conn))?;
    Ok(changed == 1)
}

pub fn insert_resolution(conn: &mut Conn, resolution: &Resolution) -> Result<(), Fault> {
    q!(conn => diesel::insert_into(discrepancy_resolutions::table).values(resolution).execute(conn))?;
    Ok(())
}

pub fn resolutions(conn: &mut Conn, applications: &[ApplicationId]) -> Result<Vec<Resolution>, Fault> {
    Ok(q!(conn => discrepancy_resolutions::table
        .filter(discrepancy_resolutions::application_id.eq_any(applications.to_vec()))
        .order((discrepancy_resolutions::resolved_at.asc(), discrepancy_resolutions::id.asc()))
        .select(Resolution::as_select())
        .load(conn))?)
}

pub fn manager_substitutes(
    conn: &mut Conn,
    applications: &[ApplicationId],
) -> Result<Vec<(ApplicationId, String)>, Fault> {
    Ok(q!(conn => manager_substitutes::table
        .filter(manager_substitutes::application_id.eq_any(applications.to_vec()))
        .select((manager_substitutes::application_id, manager_substitutes::note))
        .load(conn))?)
}

pub fn set_manager_substitute(
    conn: &mut Conn,
    application: ApplicationId,
    note: &str,
    by: UserId,
    at: Timestamp,
) -> Result<(), Fault> {
    use manager_substitutes as m;
    q!(conn => diesel::insert_into(m::table)
        .values((m::application_id.eq(application), m::note.eq(note), m::recorded_by.eq(by), m::recorded_at.eq(at)))
        .on_conflict(m::application_id)
        .do_update()
        .set((m::note.eq(note), m::recorded_by.eq(by), m::recorded_at.eq(at)))
        .execute(conn))?;
    Ok(())
}

/// When a reference was asked for and when it arrived.
pub type Turnaround = (Option<Timestamp>, Option<Timestamp>);

/// The latest references that were completed since an instant: when each was asked for and when it arrived.
pub fn turnarounds(conn: &mut Conn, since: Timestamp, most: i64) -> Result<Vec<Turnaround>, Fault> {
    Ok(q!(conn => referees::table
        .filter(referees::state.eq(ReferenceState::Completed))
        .filter(referees::sent_at.is_not_null())
        .filter(referees::completed_at.ge(since))
        .order(referees::completed_at.desc())
        .limit(most)
        .select((referees::sent_at, referees::completed_at))
        .load(conn))?)
}
