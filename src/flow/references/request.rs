//! HR verifies a referee and sends the request; the referee begins (dossier 5.1, steps 2 and 3).

use serde_json::json;

use super::{changed, for_hr, mails, signs};
use crate::{
    db::Conn,
    fault::Fault,
    flow::{applications::access, case, case::Case, judged, judged_with},
    kernel::{
        ctx::{Actor, Ctx},
        ids::RefereeId,
        text,
    },
    people::{self, GrantSubject, NewGrant},
    pipeline::{
        decide,
        refusal::Outcome,
        state::{ReferenceState, StateChange},
    },
    references::{
        self,
        model::{Referee, Verification, VerificationMethod},
    },
    web::IfMatch,
};

/// Characters the note of a second proof needs (house rule).
const PROOF_NOTE_CHARS: usize = 20;

fn subject(case: &Case, id: RefereeId) -> crate::flow::Subject {
    case.subject_of("reference", id.uuid())
}

/// The link of a referee's request.
fn links(referee: &Referee) -> GrantSubject {
    GrantSubject::Referee {
        application: referee.application_id,
        referee: referee.id,
    }
}

/// Records how HR made sure that a referee is who they say.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but HR; a private address needs a note on the second proof.
pub fn verify(
    conn: &mut Conn,
    ctx: &Ctx,
    id: RefereeId,
    if_match: &IfMatch,
    (method, note): (VerificationMethod, &str),
) -> Result<Outcome<Referee>, Fault> {
    let (case, referee, by) = for_hr(conn, ctx, id)?;
    if_match.honour(referee.version)?;
    let note = text::multi_line(note);
    if method == VerificationMethod::SecondProof && text::visible_len(&note) < PROOF_NOTE_CHARS {
        let detail = format!("Say in at least {PROOF_NOTE_CHARS} characters what the second proof is.");
        return Err(Fault::field("/note", "length", detail));
    }
    let verdict = decide::part(referee.state, ReferenceState::Verified, &ctx.actor);
    let details = json!({ "method": method });
    let moved = judged_with(
        conn,
        ctx,
        &subject(&case, id),
        details,
        verdict,
        |conn, change| {
            let verification = Verification {
                method,
                note,
                by: by.id,
            };
            references::verified(conn, ctx, id, verification)?;
            references::set_state(conn, id, change)
        },
    )?;
    if matches!(moved, Outcome::Done(_)) {
        changed(conn, ctx, &case)?;
    }
    Ok(moved)
}

/// Sends the request with a new single-use link, and plans the reminders. A request whose link ran out can
/// be sent again; the old link is dead at once.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but HR; [`Fault::Conflict`] once the application or the job is over.
pub fn send(
    conn: &mut Conn,
    ctx: &Ctx,
    id: RefereeId,
    if_match: &IfMatch,
    base_url: &str,
) -> Result<Outcome<Referee>, Fault> {
    let (case, referee, _) = for_hr(conn, ctx, id)?;
    if_match.honour(referee.version)?;
    access::still_hiring(&case)?;
    let step = (referee.state, ReferenceState::Sent);
    let verdict = decide::ask_referee(&case.evidence, id, step, &ctx.actor, case.frame(ctx));
    let moved = judged(conn, ctx, &subject(&case, id), verdict, |conn, change| {
        people::revoke_grants(conn, ctx, links(&referee))?;
        signs::look_at_address(conn, ctx, &case, &referee)?;
        let expires_at = references::sent(conn, ctx, id, &case.pack)?;
        let grant = people::issue_grant(
            conn,
            ctx,
            NewGrant {
                subject: links(&referee),
                expires_at,
            },
        )?;
        let link = format!("{base_url}/l/{}", grant.token);
        mails::request(conn, ctx, &case, &referee, &link, expires_at, base_url)?;
        references::set_state(conn, id, change)
    })?;
    if matches!(moved, Outcome::Done(_)) {
        changed(conn, ctx, &case)?;
    }
    Ok(moved)
}

/// Marks a reference opened when its referee presses Begin. Looking at the link never does.
///
/// # Errors
/// When a statement fails.
pub fn opened(conn: &mut Conn, ctx: &Ctx) -> Result<(), Fault> {
    let Actor::Referee { referee: id, .. } = ctx.actor else {
        return Ok(());
    };
    let referee = match references::find(conn, id) {
        Ok(referee) if referee.state == ReferenceState::Sent => referee,
        Ok(_) | Err(Fault::NotFound(_)) => return Ok(()),
        Err(fault) => return Err(fault),
    };
    let case = case::load(conn, ctx, referee.application_id)?;
    let verdict = decide::part(referee.state, ReferenceState::Opened, &ctx.actor);
    judged(
        conn,
        ctx,
        &subject(&case, id),
        verdict,
        |conn, change: StateChange<_>| references::set_state(conn, id, change),
    )?;
    Ok(())
}

/// Takes a reference out of the count: a relative, a member of the hiring team, a confirmed fraud sign.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but HR; a reason of 20 characters is needed.
pub fn disqualify(
    conn: &mut Conn,
    ctx: &Ctx,
    id: RefereeId,
    if_match: &IfMatch,
    reason: &str,
) -> Result<Outcome<Referee>, Fault> {
    let (case, referee, _) = for_hr(conn, ctx, id)?;
    if_match.honour(referee.version)?;
    if text::visible_len(reason) < PROOF_NOTE_CHARS {
        let detail = format!("Give the reason in at least {PROOF_NOTE_CHARS} characters.");
        return Err(Fault::field("/reason", "length", detail));
    }
    let verdict = decide::part(referee.state, ReferenceState::Disqualified, &ctx.actor);
    let moved = judged(conn, ctx, &subject(&case, id), verdict, |conn, change| {
        people::revoke_grants(conn, ctx, links(&referee))?;
        mails::stop(conn, id)?;
        references::set_state(conn, id, change)
    })?;
    if matches!(moved, Outcome::Done(_)) {
        changed(conn, ctx, &case)?;
    }
    Ok(moved)
}
