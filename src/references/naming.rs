//! Whom a candidate names, corrects, agrees to and takes back (dossier 5.1, step 1; G10b).

use super::{
    model::{NewReferee, Referee},
    rules, store,
};
use crate::{
    db::Conn,
    fault::{Fault, FieldFault},
    kernel::{
        ctx::Ctx,
        email::EmailAddress,
        ids::{ApplicationId, RefereeId},
        text,
        time::Timestamp,
    },
    pipeline::{evidence::Relation, state::ReferenceState},
};

/// Stores a referee the candidate (or, by chaining, another referee) names.
///
/// # Errors
/// Every bad field: the candidate's own mailbox, somebody named before, somebody who asked to be left alone,
/// dates in the wrong order, "not before offer" for somebody else than the current employer, too many.
pub fn name(
    conn: &mut Conn,
    ctx: &Ctx,
    application: ApplicationId,
    candidate: &EmailAddress,
    new: NewReferee,
    named_by: Option<RefereeId>,
) -> Result<Referee, Fault> {
    let known = store::of_application(conn, application)?;
    let mut faults = naming_faults(&new, candidate, &known, ctx.now);
    if known.len() >= rules::MOST_REFEREES {
        let detail = format!("At most {} people can be named.", rules::MOST_REFEREES);
        faults.push(FieldFault::new("", "too_many", detail));
    }
    faults.extend(wants_no_mail(conn, &new)?);
    if !faults.is_empty() {
        return Err(Fault::Invalid(faults));
    }
    let referee = Referee {
        id: ctx.new_id(),
        version: 1,
        application_id: application,
        name: text::single_line(&new.name),
        relation: new.relation,
        firm: text::single_line(&new.firm),
        period_from: new.period_from,
        period_to: new.period_to,
        email: new.email,
        phone: new.phone.as_deref().map(text::single_line),
        not_before_offer: new.not_before_offer,
        named_by,
        consented_at: new.consent.then_some(ctx.now),
        state: ReferenceState::Named,
        verification: None,
        verified_at: None,
        sent_at: None,
        expires_at: None,
        completed_at: None,
        dates_substitute_note: None,
        do_not_ask: false,
        created_at: ctx.now,
        bounce: None,
    };
    store::insert(conn, &referee)?;
    Ok(referee)
}

/// Corrects what a candidate said about a referee. Once HR has checked the person, nothing is corrected any
/// more: the check would be one of somebody else.
///
/// # Errors
/// As [`name`]; [`Fault::Conflict`] `already_checked`.
pub fn correct(
    conn: &mut Conn,
    ctx: &Ctx,
    referee: &Referee,
    candidate: &EmailAddress,
    new: NewReferee,
) -> Result<Referee, Fault> {
    if referee.state != ReferenceState::Named {
        return Err(Fault::Conflict {
            code: "already_checked",
            detail:
                "We have checked this person already. Remove them and name them anew, or answer one of our \
                     mails."
                    .to_owned(),
        });
    }
    let mut others = store::of_application(conn, referee.application_id)?;
    others.retain(|other| other.id != referee.id);
    let mut faults = naming_faults(&new, candidate, &others, ctx.now);
    faults.extend(wants_no_mail(conn, &new)?);
    if !faults.is_empty() {
        return Err(Fault::Invalid(faults));
    }
    let consented_at = new.consent.then(|| referee.consented_at.unwrap_or(ctx.now));
    let corrected = Referee {
        name: text::single_line(&new.name),
        relation: new.relation,
        firm: text::single_line(&new.firm),
        period_from: new.period_from,
        period_to: new.period_to,
        email: new.email,
        phone: new.phone.as_deref().map(text::single_line),
        not_before_offer: new.not_before_offer,
        consented_at,
        ..referee.clone()
    };
    store::correct(conn, &corrected)?;
    store::referee(conn, referee.id)?.ok_or(Fault::NotFound("referee"))
}

fn wants_no_mail(conn: &mut Conn, new: &NewReferee) -> Result<Option<FieldFault>, Fault> {
    let refuses = store::asked_to_stop(conn, new.email.as_str())?;
    Ok(refuses.then(|| {
        FieldFault::new(
            "/email",
            "do_not_ask",
            "This person has asked not to be written to. Please name somebody else.",
        )
    }))
}

fn naming_faults(
    new: &NewReferee,
    candidate: &EmailAddress,
    others: &[Referee],
    now: Timestamp,
) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    let mailbox = rules::mailbox(&new.email);
    if mailbox == rules::mailbox(candidate) {
        faults.push(FieldFault::new(
            "/email",
            "own_mailbox",
            "A referee needs a mailbox of their own.",
        ));
    }
    if others
        .iter()
        .any(|r| rules::mailbox(&r.email) == mailbox && r.state != ReferenceState::Disqualified)
    {
        faults.push(FieldFault::new(
            "/email",
            "named_before",
            "This person is named already.",
        ));
    }
    if new.period_to.is_some_and(|to| to < new.period_from) {
        faults.push(FieldFault::new(
            "/period_to",
            "order",
            "The last day lies before the first.",
        ));
    }
    if new.period_from > now {
        faults.push(FieldFault::new(
            "/period_from",
            "future",
            "The first day lies in the future.",
        ));
    }
    if new.not_before_offer && new.relation != Relation::CurrentManager {
        let detail = "\"Not before offer\" is for the current employer only.";
        faults.push(FieldFault::new("/not_before_offer", "relation", detail));
    }
    faults
}

/// Another address of a referee whose request came back, as HR has found it out. The person has to be checked anew.
///
/// # Errors
/// The candidate's own mailbox, that of another referee, or somebody who asked to be left alone; [`Fault::Conflict`]
/// `already_checked`.
pub fn readdress(
    conn: &mut Conn,
    ctx: &Ctx,
    referee: &Referee,
    candidate: &EmailAddress,
    email: EmailAddress,
) -> Result<Referee, Fault> {
    let new = NewReferee {
        name: referee.name.clone(),
        relation: referee.relation,
        firm: referee.firm.clone(),
        period_from: referee.period_from,
        period_to: referee.period_to,
        email,
        phone: referee.phone.clone(),
        consent: referee.consented_at.is_some(),
        not_before_offer: referee.not_before_offer,
    };
    correct(conn, ctx, referee, candidate, new)
}

/// Records the candidate's consent to contacting one referee (G10b).
///
/// # Errors
/// When a statement fails.
pub fn consent(conn: &mut Conn, ctx: &Ctx, referee: &Referee) -> Result<(), Fault> {
    if referee.consented_at.is_none() {
        store::set_consent(conn, referee.id, Some(ctx.now))?;
    }
    Ok(())
}

/// Takes the candidate's consent back, as long as the person has no request that can be answered.
///
/// # Errors
/// [`Fault::Conflict`] `already_asked`.
pub fn withdraw_consent(conn: &mut Conn, referee: &Referee) -> Result<(), Fault> {
    use ReferenceState::{Expired, Named, Verified};
    if !matches!(referee.state, Named | Verified | Expired) {
        return Err(asked());
    }
    store::set_consent(conn, referee.id, None)
}

/// Forgets somebody who was not asked.
///
/// # Errors
/// [`Fault::Conflict`] `already_asked`.
pub fn remove(conn: &mut Conn, referee: &Referee) -> Result<(), Fault> {
    if !matches!(referee.state, ReferenceState::Named | ReferenceState::Verified) {
        return Err(asked());
    }
    store::delete(conn, referee.id)
}

fn asked() -> Fault {
    Fault::Conflict {
        code: "already_asked",
        detail: "We have asked this person already. If that was wrong, answer one of our mails.".to_owned(),
    }
}
