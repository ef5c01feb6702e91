//! Signs that a reference may not be the referee's own: noted when they are seen, decided by HR (dossier Part 5).

use serde_json::json;

use super::{changed, for_hr, request};
use crate::{
    applications,
    db::Conn,
    fault::Fault,
    flow::{
        applications::access,
        case::{self, Case},
        noted,
    },
    kernel::{ctx::Ctx, ids::RefereeId, text},
    people::{Grant, GrantSubject},
    pipeline::{refusal::Outcome, state::ReferenceState},
    references::{self, REASON_CHARS, Sign, model::Referee},
    web::IfMatch,
};

/// Writes down which signs are new. The trace itself tells something about the candidate: it is kept from raters.
pub(super) fn note(
    conn: &mut Conn,
    ctx: &Ctx,
    case: &Case,
    referee: RefereeId,
    new: &[Sign],
) -> Result<(), Fault> {
    if new.is_empty() {
        return Ok(());
    }
    let subject = case.subject_of("reference_sign", referee.uuid());
    noted(conn, ctx, &subject, "reference.sign", json!({ "signs": new }))
}

/// Looks at a referee's address.
pub(super) fn look_at_address(
    conn: &mut Conn,
    ctx: &Ctx,
    case: &Case,
    referee: &Referee,
) -> Result<(), Fault> {
    let row = applications::row(conn, case.evidence.application)?;
    let candidate = applications::candidate(conn, row.candidate_id)?;
    let new = references::address_seen(conn, ctx, referee, &candidate.email)?;
    note(conn, ctx, case, referee.id, &new)
}

/// A guest began where other guests had begun before: in one browser, or from one network.
///
/// # Errors
/// When a statement fails.
pub fn begun_beside(
    conn: &mut Conn,
    ctx: &Ctx,
    begun: &Grant,
    in_browser: &[Grant],
    from_network: &[Grant],
) -> Result<(), Fault> {
    for other in in_browser {
        beside(conn, ctx, begun, other, Sign::CandidateBrowser)?;
    }
    for other in from_network {
        beside(conn, ctx, begun, other, Sign::CandidateNetwork)?;
    }
    Ok(())
}

/// What one guest's beginning beside another's says about the referees among them. Applications of the same person
/// are one for this; a network is shared by many, so that two referees in one mean nothing.
fn beside(conn: &mut Conn, ctx: &Ctx, begun: &Grant, other: &Grant, sign: Sign) -> Result<(), Fault> {
    use GrantSubject::{Candidate, Referee as OfReferee};
    match (begun.subject(), other.subject()) {
        (
            Some(Candidate { application }),
            Some(OfReferee {
                application: at,
                referee,
            }),
        )
        | (
            Some(OfReferee {
                application: at,
                referee,
            }),
            Some(Candidate { application }),
        ) => {
            let candidate = applications::row(conn, application)?.candidate_id;
            if applications::row(conn, at)?.candidate_id == candidate {
                seen(conn, ctx, referee, sign)?;
            }
            Ok(())
        }
        (
            Some(OfReferee { application, referee }),
            Some(OfReferee {
                application: at,
                referee: second,
            }),
        ) if application == at && referee != second && sign == Sign::CandidateBrowser => {
            seen(conn, ctx, referee, Sign::RefereeBrowser)?;
            seen(conn, ctx, second, Sign::RefereeBrowser)
        }
        _ => Ok(()),
    }
}

/// Stores a sign at a referee who is still there and counts.
fn seen(conn: &mut Conn, ctx: &Ctx, id: RefereeId, sign: Sign) -> Result<(), Fault> {
    let referee = match references::find(conn, id) {
        Ok(referee) if referee.state != ReferenceState::Disqualified => referee,
        Ok(_) | Err(Fault::NotFound(_)) => return Ok(()),
        Err(fault) => return Err(fault),
    };
    let new = references::seen(conn, ctx, &referee, &[sign])?;
    if new.is_empty() {
        return Ok(());
    }
    let case = case::load(conn, ctx, referee.application_id)?;
    note(conn, ctx, &case, id, &new)?;
    if access::under_way(&case).is_err() {
        return Ok(());
    }
    changed(conn, ctx, &case)
}

/// What somebody of HR decides about a sign.
#[derive(Debug, Clone)]
pub struct SignDecision {
    /// Whether the reference counts all the same. Otherwise it is taken out of the count.
    pub counts: bool,
    /// Why.
    pub reason: String,
}

/// Decides on a sign, once and with a reason.
///
/// # Errors
/// [`Fault::NotFound`] for a sign that was not seen; [`Fault::Forbidden`] for everybody but HR; too short a reason;
/// [`Fault::Conflict`] `decided_before`.
pub fn decide_sign(
    conn: &mut Conn,
    ctx: &Ctx,
    (id, sign): (RefereeId, Sign),
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<SignDecision, Fault>,
) -> Result<Outcome<Referee>, Fault> {
    let (case, referee, by) = for_hr(conn, ctx, id)?;
    let known = references::signs(conn, referee.application_id)?;
    let Some(found) = known
        .iter()
        .find(|seen| seen.referee_id() == id && seen.sign == sign)
    else {
        return Err(Fault::NotFound("sign"));
    };
    if_match.honour(referee.version)?;
    let decision = read()?;
    if text::visible_len(&decision.reason) < REASON_CHARS {
        let detail = format!("Give the reason in at least {REASON_CHARS} characters.");
        return Err(Fault::field("/reason", "length", detail));
    }
    if !found.undecided() {
        return Err(Fault::Conflict {
            code: "decided_before",
            detail: "Somebody has decided on this sign already.".to_owned(),
        });
    }
    access::under_way(&case)?;
    if !decision.counts {
        let struck = request::disqualify(conn, ctx, id, &IfMatch::Any, &decision.reason)?;
        if matches!(struck, Outcome::Refused(_)) {
            return Ok(struck);
        }
    }
    references::sign_decided(conn, ctx, id, sign, (decision.counts, &decision.reason, by.id))?;
    let subject = case.subject_of("reference_sign", id.uuid());
    let details = json!({ "sign": sign, "counts": decision.counts });
    noted(conn, ctx, &subject, "reference.decide_sign", details)?;
    changed(conn, ctx, &case)?;
    references::find(conn, id).map(Outcome::Done)
}
