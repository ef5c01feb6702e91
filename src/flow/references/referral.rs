//! A referee names one further person who worked with the candidate (dossier 5.1, step 5). Nobody is written to before
//! the candidate has agreed to this person, too (G10b), and HR has checked them (G26a).

use serde_json::json;

use super::{changed, naming::not_of_the_team};
use crate::{
    applications,
    db::Conn,
    fault::Fault,
    flow::{applications::access, case, noted},
    kernel::ctx::{Actor, Ctx},
    pipeline::{evidence::Relation, state::ReferenceState},
    references::{
        self,
        model::{NewReferee, Referee, Referral},
    },
    web::Valid,
};

/// Stores whom the referee who acts has named.
///
/// # Errors
/// [`Fault::NotFound`] for everybody but a referee; every bad field; [`Fault::AlreadySubmitted`] when somebody was named
/// before; [`Fault::Conflict`] `not_answered` before the own answers are in.
pub fn refer(conn: &mut Conn, ctx: &Ctx, body: &Valid<Referral>) -> Result<Referee, Fault> {
    let Actor::Referee { referee, .. } = ctx.actor else {
        return Err(Fault::NotFound("reference"));
    };
    let by = references::find(conn, referee)?;
    let case = case::load(conn, ctx, by.application_id)?;
    let new = further(body.get()?.clone())?;
    if by.state != ReferenceState::Completed {
        return Err(Fault::Conflict {
            code: "not_answered",
            detail: "Please answer the questions first.".to_owned(),
        });
    }
    let known = references::list(conn, by.application_id)?;
    if known.iter().any(|(one, _)| one.named_by == Some(by.id)) {
        return Err(Fault::AlreadySubmitted(
            "You have named somebody already; thank you.".to_owned(),
        ));
    }
    not_of_the_team(conn, &case, &new)?;
    access::under_way(&case)?;
    let row = applications::row(conn, by.application_id)?;
    let candidate = applications::candidate(conn, row.candidate_id)?;
    let named = references::name(conn, ctx, row.id, &candidate.email, new, Some(by.id))?;
    let details = json!({ "relation": named.relation, "named_by": by.id });
    let subject = case.subject_of("referee", named.id.uuid());
    noted(conn, ctx, &subject, "referee.refer", details)?;
    changed(conn, ctx, &case)?;
    Ok(named)
}

/// Whoever is named by a referee has nobody's consent yet.
fn further(body: Referral) -> Result<NewReferee, Fault> {
    if matches!(body.relation, Relation::Relative | Relation::HiringTeam) {
        let detail = "Relatives and people who take part in this hiring cannot be asked.";
        return Err(Fault::field("/relation", "not_eligible", detail));
    }
    Ok(NewReferee {
        name: body.name,
        relation: body.relation,
        firm: body.firm,
        period_from: body.period_from,
        period_to: body.period_to,
        email: body.email,
        phone: body.phone,
        consent: false,
        not_before_offer: false,
    })
}
