//! The candidate names referees, corrects them, and consents to each or takes it back (dossier 5.1, step 1; G10b).

use serde_json::json;

use super::{changed, signs::look_at_address};
use crate::{
    applications,
    db::Conn,
    fault::Fault,
    flow::{
        applications::access,
        case::{self, Case},
        noted,
    },
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, RefereeId},
    },
    people,
    references::{
        self,
        model::{NewReferee, Referee},
    },
    web::{IfMatch, Valid},
};

/// Names a referee.
///
/// # Errors
/// [`Fault::NotFound`] for everybody but the candidate; every bad field.
pub fn name(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    body: &Valid<NewReferee>,
) -> Result<Referee, Fault> {
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    let new = body.get()?.clone();
    not_of_the_team(conn, &case, &new)?;
    access::under_way(&case)?;
    let row = applications::row(conn, id)?;
    let candidate = applications::candidate(conn, row.candidate_id)?;
    let referee = references::name(conn, ctx, id, &candidate.email, new, None)?;
    look_at_address(conn, ctx, &case, &referee)?;
    let details = json!({ "relation": referee.relation, "consent": referee.consented_at.is_some() });
    noted(
        conn,
        ctx,
        &case.subject_of("referee", referee.id.uuid()),
        "referee.name",
        details,
    )?;
    changed(conn, ctx, &case)?;
    Ok(referee)
}

/// Nobody of the present hiring team answers about a candidate they choose (dossier 5.1).
pub(super) fn not_of_the_team(conn: &mut Conn, case: &Case, new: &NewReferee) -> Result<(), Fault> {
    let terms = &case.evidence.terms;
    let mut team = vec![terms.hiring_manager, terms.sponsor, terms.ops_lead, terms.hr];
    team.extend(case.evidence.panel.iter().map(|panelist| panelist.user));
    let people = people::users_by_ids(conn, &team)?;
    if people
        .iter()
        .any(|person| references::same_mailbox(&person.email, &new.email))
    {
        let detail = "This person takes part in this hiring. Please name somebody else.";
        return Err(Fault::field("/email", "hiring_team", detail));
    }
    Ok(())
}

/// A referee this candidate has named, while the application is under way.
fn own(conn: &mut Conn, ctx: &Ctx, id: ApplicationId, referee: RefereeId) -> Result<(Case, Referee), Fault> {
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    let known = references::find(conn, referee)?;
    if known.application_id != id {
        return Err(Fault::NotFound("referee"));
    }
    access::under_way(&case)?;
    Ok((case, known))
}

/// What somebody else said about a person is not the candidate's to change.
fn named_by_the_candidate(referee: &Referee) -> Result<(), Fault> {
    match referee.named_by {
        None => Ok(()),
        Some(_) => Err(Fault::Conflict {
            code: "named_by_referee",
            detail:
                "One of your referees named this person. You decide whether we may ask; if not, do not agree."
                    .to_owned(),
        }),
    }
}

/// Writes an act of the candidate down and lets derived steps follow.
fn acted(conn: &mut Conn, ctx: &Ctx, case: &Case, referee: RefereeId, action: &str) -> Result<(), Fault> {
    let subject = case.subject_of("referee", referee.uuid());
    noted(conn, ctx, &subject, action, json!(null))?;
    changed(conn, ctx, case)
}

/// Consents to contacting one referee.
///
/// # Errors
/// [`Fault::NotFound`] for everybody but the candidate who named the person.
pub fn consent(conn: &mut Conn, ctx: &Ctx, id: ApplicationId, referee: RefereeId) -> Result<Referee, Fault> {
    let (case, known) = own(conn, ctx, id, referee)?;
    references::consent(conn, ctx, &known)?;
    acted(conn, ctx, &case, referee, "referee.consent")?;
    references::find(conn, referee)
}

/// Takes the consent back, as long as the person was not asked.
///
/// # Errors
/// [`Fault::NotFound`] for everybody but the candidate who named the person; [`Fault::Conflict`] when it is too
/// late.
pub fn withdraw_consent(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    referee: RefereeId,
) -> Result<Referee, Fault> {
    let (case, known) = own(conn, ctx, id, referee)?;
    references::withdraw_consent(conn, &known)?;
    acted(conn, ctx, &case, referee, "referee.withdraw_consent")?;
    references::find(conn, referee)
}

/// Corrects what was said about a referee HR has not checked yet.
///
/// # Errors
/// [`Fault::NotFound`] for everybody but the candidate who named the person; every bad field;
/// [`Fault::Conflict`] when it is too late.
pub fn correct(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    referee: RefereeId,
    if_match: &IfMatch,
    body: &Valid<NewReferee>,
) -> Result<Referee, Fault> {
    let (case, known) = own(conn, ctx, id, referee)?;
    if_match.require(known.version)?;
    let new = body.get()?.clone();
    named_by_the_candidate(&known)?;
    let row = applications::row(conn, id)?;
    let candidate = applications::candidate(conn, row.candidate_id)?;
    not_of_the_team(conn, &case, &new)?;
    let corrected = references::correct(conn, ctx, &known, &candidate.email, new)?;
    look_at_address(conn, ctx, &case, &corrected)?;
    acted(conn, ctx, &case, referee, "referee.correct")?;
    Ok(corrected)
}

/// Takes somebody off the list who was not asked.
///
/// # Errors
/// [`Fault::NotFound`] for everybody but the candidate who named the person; [`Fault::Conflict`] when it is too
/// late.
pub fn remove(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    referee: RefereeId,
    if_match: &IfMatch,
) -> Result<(), Fault> {
    let (case, known) = own(conn, ctx, id, referee)?;
    if_match.require(known.version)?;
    named_by_the_candidate(&known)?;
    references::remove(conn, &known)?;
    acted(conn, ctx, &case, referee, "referee.remove")
}
