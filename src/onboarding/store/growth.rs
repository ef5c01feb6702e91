//! Check-ins, pulse answers, observed behaviour, reviews.

use diesel::prelude::*;

use crate::{
    db::{Conn, q, types::Json},
    fault::Fault,
    kernel::{
        ids::{CheckInId, OnboardingPlanId, ReviewId},
        time::Timestamp,
    },
    onboarding::{
        model::{CheckIn, CheckInRecord, Observation, Pulse, Review, ReviewSignature},
        schema::{behaviour_observations as b, check_ins as c, onboarding_reviews as r, pulse_answers as p},
    },
};

pub fn insert_check_ins(conn: &mut Conn, rows: &[CheckIn]) -> Result<(), Fault> {
    for row in rows {
        q!(conn => diesel::insert_into(c::table).values(row).execute(conn))?;
    }
    Ok(())
}

pub fn check_ins(conn: &mut Conn, plan: OnboardingPlanId) -> Result<Vec<CheckIn>, Fault> {
    Ok(q!(conn => c::table
        .filter(c::plan_id.eq(plan))
        .order((c::due_day.asc(), c::code.asc(), c::number.asc()))
        .select(CheckIn::as_select())
        .load(conn))?)
}

pub fn check_in(conn: &mut Conn, plan: OnboardingPlanId, id: CheckInId) -> Result<Option<CheckIn>, Fault> {
    Ok(q!(conn => c::table
        .filter(c::id.eq(id).and(c::plan_id.eq(plan)))
        .select(CheckIn::as_select())
        .get_result(conn)
        .optional())?)
}

/// Stores the record of a check-in, once.
pub fn set_check_in(
    conn: &mut Conn,
    id: CheckInId,
    at: Timestamp,
    record: &CheckInRecord,
) -> Result<bool, Fault> {
    let stored = q!(conn => diesel::update(c::table.filter(c::id.eq(id).and(c::held_at.is_null())))
        .set((c::held_at.eq(at), c::record.eq(Json(record.clone()))))
        .execute(conn))?;
    Ok(stored == 1)
}

pub fn insert_pulse(conn: &mut Conn, pulse: &Pulse) -> Result<(), Fault> {
    q!(conn => diesel::insert_into(p::table).values(pulse).execute(conn))?;
    Ok(())
}

pub fn pulses(conn: &mut Conn, plan: OnboardingPlanId) -> Result<Vec<Pulse>, Fault> {
    Ok(q!(conn => p::table
        .filter(p::plan_id.eq(plan))
        .order((p::answered_at.asc(), p::id.asc()))
        .select(Pulse::as_select())
        .load(conn))?)
}

pub fn insert_observations(conn: &mut Conn, rows: &[Observation]) -> Result<(), Fault> {
    for row in rows {
        q!(conn => diesel::insert_into(b::table).values(row).execute(conn))?;
    }
    Ok(())
}

pub fn observations(conn: &mut Conn, plan: OnboardingPlanId) -> Result<Vec<Observation>, Fault> {
    Ok(q!(conn => b::table
        .filter(b::plan_id.eq(plan))
        .order((b::observed_at.asc(), b::id.asc()))
        .select(Observation::as_select())
        .load(conn))?)
}

/// The latest review.
pub fn review(conn: &mut Conn, plan: OnboardingPlanId) -> Result<Option<Review>, Fault> {
    Ok(q!(conn => r::table
        .filter(r::plan_id.eq(plan))
        .order((r::held_at.desc(), r::id.desc()))
        .limit(1)
        .select(Review::as_select())
        .get_result(conn)
        .optional())?)
}

pub fn insert_review(conn: &mut Conn, review: &Review) -> Result<(), Fault> {
    q!(conn => diesel::insert_into(r::table).values(review).execute(conn))?;
    Ok(())
}

pub fn set_signatures(conn: &mut Conn, id: ReviewId, signatures: &[ReviewSignature]) -> Result<(), Fault> {
    q!(conn => diesel::update(r::table.find(id))
        .set(r::signatures.eq(Json(signatures.to_vec())))
        .execute(conn))?;
    Ok(())
}
