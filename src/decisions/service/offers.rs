//! Offers.

use chrono::NaiveDate;

use crate::{
    db::{Conn, types::Json},
    decisions::{
        model::{Condition, Offer, OfferAnswer, OfferTerms, Rescission, RescissionReason, Signed, Tick},
        store::offers as store,
    },
    fault::Fault,
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, UserId},
        time::Timestamp,
    },
};

/// The offer of an application, if there is one.
pub fn find(conn: &mut Conn, application: ApplicationId) -> Result<Option<Offer>, Fault> {
    store::offer(conn, application)
}

/// The offer of an application.
pub fn get(conn: &mut Conn, application: ApplicationId) -> Result<Offer, Fault> {
    find(conn, application)?.ok_or(Fault::NotFound("offer"))
}

/// Writes the terms of an offer that has not gone out. Ticks of conditions that stay are kept.
///
/// # Errors
/// [`Fault::AlreadySubmitted`] when it is with the candidate.
pub fn put(
    conn: &mut Conn,
    ctx: &Ctx,
    application: ApplicationId,
    by: UserId,
    terms: OfferTerms,
) -> Result<Offer, Fault> {
    let old = store::offer(conn, application)?;
    if old.as_ref().is_some_and(|offer| offer.extended_at.is_some()) {
        return Err(Fault::AlreadySubmitted(
            "The offer is with the candidate; its terms stay as they are.".to_owned(),
        ));
    }
    let ticked = |name: &str| {
        let conditions = old.iter().flat_map(|offer| &offer.conditions.0);
        conditions
            .into_iter()
            .find(|c| c.name == name)
            .and_then(|c| c.ticked.clone())
    };
    let conditions = terms
        .condition_names()
        .into_iter()
        .map(|name| Condition {
            ticked: ticked(&name),
            name,
        })
        .collect();
    let row = Offer {
        application_id: application,
        expires_at: terms.expires_at,
        terms: Json(terms),
        conditions: Json(conditions),
        written_by: by,
        written_at: ctx.now,
        extended_at: None,
        answer: None,
        closed_at: None,
        rescission: None,
    };
    store::put(conn, &row)?;
    Ok(row)
}

/// The offer has gone out: a consequence of the step to `offer_extended`.
pub fn extended(conn: &mut Conn, ctx: &Ctx, application: ApplicationId) -> Result<(), Fault> {
    store::set_extended(conn, application, ctx.now)
}

/// The candidate has answered: a consequence of the step to `offer_accepted` or `offer_declined`.
pub fn answered(
    conn: &mut Conn,
    ctx: &Ctx,
    application: ApplicationId,
    accept: bool,
    start_date: Option<NaiveDate>,
) -> Result<(), Fault> {
    let answer = OfferAnswer {
        accept,
        start_date,
        at: ctx.now,
    };
    store::set_answer(conn, application, &answer)
}

/// The offer is over without an answer.
pub fn closed(conn: &mut Conn, ctx: &Ctx, application: ApplicationId) -> Result<(), Fault> {
    store::set_closed(conn, application, ctx.now)
}

/// HR confirms a condition.
///
/// # Errors
/// [`Fault::NotFound`] when the offer has no such condition, [`Fault::AlreadySubmitted`] when it is confirmed.
pub fn tick(
    conn: &mut Conn,
    ctx: &Ctx,
    offer: &Offer,
    name: &str,
    by: UserId,
    evidence: String,
) -> Result<Offer, Fault> {
    let mut conditions = offer.conditions.0.clone();
    let condition = conditions
        .iter_mut()
        .find(|c| c.name == name)
        .ok_or(Fault::NotFound("condition"))?;
    if condition.ticked.is_some() {
        return Err(Fault::AlreadySubmitted("This condition is confirmed.".to_owned()));
    }
    condition.ticked = Some(Tick {
        by,
        at: ctx.now,
        evidence,
    });
    store::set_conditions(conn, offer.application_id, &conditions)?;
    get(conn, offer.application_id)
}

/// As what somebody signs a rescission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rescinder {
    /// HR.
    Hr,
    /// The job's sponsor.
    Sponsor,
}

/// Records why an accepted offer is to be rescinded, with the first signature. Nothing is rescinded yet.
///
/// # Errors
/// [`Fault::AlreadySubmitted`] when a reason is recorded.
pub fn rescind(
    conn: &mut Conn,
    ctx: &Ctx,
    offer: &Offer,
    (by, as_what): (UserId, Rescinder),
    reason: RescissionReason,
    text: String,
) -> Result<Offer, Fault> {
    if offer.rescission.is_some() {
        return Err(Fault::AlreadySubmitted(
            "A reason is recorded; it needs the other signature.".to_owned(),
        ));
    }
    let signed = Signed { by, at: ctx.now };
    let rescission = Rescission {
        reason,
        text,
        hr: (as_what == Rescinder::Hr).then_some(signed),
        sponsor: (as_what == Rescinder::Sponsor).then_some(signed),
    };
    store::set_rescission(conn, offer.application_id, &rescission)?;
    get(conn, offer.application_id)
}

/// Adds the other signature to a recorded rescission.
///
/// # Errors
/// [`Fault::NotFound`] when none is recorded, [`Fault::AlreadySubmitted`] when this person signed or the
/// signature is there.
pub fn sign_rescission(
    conn: &mut Conn,
    ctx: &Ctx,
    offer: &Offer,
    by: UserId,
    may: &[Rescinder],
) -> Result<Offer, Fault> {
    let Some(mut rescission) = offer.rescission.clone().map(|r| r.0) else {
        return Err(Fault::NotFound("rescission"));
    };
    let given = [rescission.hr, rescission.sponsor];
    if given.iter().flatten().any(|s| s.by == by) {
        return Err(Fault::AlreadySubmitted(
            "You have signed; the second signature is another person's.".to_owned(),
        ));
    }
    let signed = Some(Signed { by, at: ctx.now });
    if may.contains(&Rescinder::Hr) && rescission.hr.is_none() {
        rescission.hr = signed;
    } else if may.contains(&Rescinder::Sponsor) && rescission.sponsor.is_none() {
        rescission.sponsor = signed;
    } else {
        return Err(Fault::AlreadySubmitted(
            "This signature is there already.".to_owned(),
        ));
    }
    store::set_rescission(conn, offer.application_id, &rescission)?;
    get(conn, offer.application_id)
}

/// Applications whose offer went out and is over; at most 100 at a time.
pub fn overdue(conn: &mut Conn, now: Timestamp) -> Result<Vec<ApplicationId>, Fault> {
    store::overdue(conn, now)
}
