//! A mail to a referee came back. One that will never arrive reopens the reference: HR finds another address, checks
//! the person anew and asks again. One that may arrive later is noted.

use serde_json::json;

use super::{changed, for_hr, mails, signs::look_at_address};
use crate::{
    applications,
    db::Conn,
    fault::Fault,
    flow::{
        applications::access,
        case::{self, Case},
        judged_with, noted,
    },
    kernel::{
        ctx::{Actor, Ctx},
        email::EmailAddress,
        ids::RefereeId,
        text,
    },
    mail::{Bounced, Severity},
    people::{self, GrantSubject},
    pipeline::{decide, refusal::Outcome, state::ReferenceState},
    references::{
        self,
        model::{Bounce, Referee},
    },
    web::IfMatch,
};

/// Longest text about a bounce, in characters.
const LONGEST: usize = 500;

/// What a mail server reported of a mail. A report is about the present address only: one that was replaced since is
/// nobody's concern any more.
///
/// # Errors
/// When a statement fails.
pub fn mail_came_back(conn: &mut Conn, ctx: &Ctx, bounced: &Bounced) -> Result<(), Fault> {
    let Some(id) = referee_of(&bounced.dedup) else {
        return Ok(());
    };
    let referee = match references::find(conn, id) {
        Ok(referee) => referee,
        Err(Fault::NotFound(_)) => return Ok(()),
        Err(fault) => return Err(fault),
    };
    let waiting = matches!(referee.state, ReferenceState::Sent | ReferenceState::Opened);
    if !waiting || referee.email != bounced.to {
        return Ok(());
    }
    let case = case::load(conn, ctx, referee.application_id)?;
    let system = Ctx {
        actor: Actor::System,
        ..ctx.clone()
    };
    // Who has begun has got the mail; what came back was a reminder.
    let severity = if referee.state == ReferenceState::Sent {
        bounced.severity
    } else {
        Severity::Soft
    };
    note(conn, &system, &case, &referee, (severity, &bounced.words))?;
    Ok(())
}

/// The referee whom a request or reminder was for.
fn referee_of(dedup: &str) -> Option<RefereeId> {
    let (id, rest) = dedup.strip_prefix("reference/")?.split_once('/')?;
    let asks = rest.starts_with("request/") || rest.starts_with("reminder/");
    id.parse().ok().filter(|_| asks)
}

/// Notes a bounce, and reopens the reference when the mail will never arrive.
fn note(
    conn: &mut Conn,
    ctx: &Ctx,
    case: &Case,
    referee: &Referee,
    (severity, words): (Severity, &str),
) -> Result<Outcome<Referee>, Fault> {
    let id = referee.id;
    let words: String = text::single_line(words).chars().take(LONGEST).collect();
    let bounce = Bounce {
        severity,
        words,
        at: ctx.now,
    };
    let subject = case.subject_of("reference", id.uuid());
    let details = json!({ "severity": severity });
    if severity == Severity::Soft {
        references::bounced(conn, id, &bounce)?;
        noted(conn, ctx, &subject, "reference.bounce", details)?;
        return references::find(conn, id).map(Outcome::Done);
    }
    let verdict = decide::part(referee.state, ReferenceState::Named, &ctx.actor);
    let reopened = judged_with(conn, ctx, &subject, details, verdict, |conn, change| {
        let links = GrantSubject::Referee {
            application: referee.application_id,
            referee: id,
        };
        people::revoke_grants(conn, ctx, links)?;
        people::forget_guest_draft(conn, id.uuid())?;
        mails::withdraw(conn, id)?;
        references::bounced(conn, id, &bounce)?;
        references::reopen(conn, id, change)
    })?;
    if matches!(reopened, Outcome::Done(_)) {
        changed(conn, ctx, case)?;
    }
    Ok(reopened)
}

/// HR says that a mail came back, e.g. because it came back to a person.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but HR; no words; [`Fault::Conflict`] `not_asked` when no request waits for an
/// answer.
pub fn mark_bounced(
    conn: &mut Conn,
    ctx: &Ctx,
    id: RefereeId,
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<(Severity, String), Fault>,
) -> Result<Outcome<Referee>, Fault> {
    let (case, referee, _) = for_hr(conn, ctx, id)?;
    if_match.honour(referee.version)?;
    let (severity, words) = read()?;
    if text::visible_len(&words) == 0 {
        return Err(Fault::field("/note", "required", "Say what came back."));
    }
    access::under_way(&case)?;
    if !matches!(referee.state, ReferenceState::Sent | ReferenceState::Opened) {
        return Err(Fault::Conflict {
            code: "not_asked",
            detail: "No request to this person waits for an answer.".to_owned(),
        });
    }
    note(conn, ctx, &case, &referee, (severity, &words))
}

/// HR gives a referee whose request came back another address.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but HR; [`Fault::PreconditionRequired`]; [`Fault::Conflict`] `not_bounced`; the
/// faults of naming somebody.
pub fn readdress(
    conn: &mut Conn,
    ctx: &Ctx,
    id: RefereeId,
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<EmailAddress, Fault>,
) -> Result<Referee, Fault> {
    let (case, referee, _) = for_hr(conn, ctx, id)?;
    if_match.require(referee.version)?;
    let email = read()?;
    access::under_way(&case)?;
    if referee.state != ReferenceState::Named || referee.bounce.is_none() {
        return Err(Fault::Conflict {
            code: "not_bounced",
            detail: "Only an address at which no mail arrives is replaced here; otherwise the candidate corrects it."
                .to_owned(),
        });
    }
    let row = applications::row(conn, case.evidence.application)?;
    let candidate = applications::candidate(conn, row.candidate_id)?;
    let corrected = references::readdress(conn, ctx, &referee, &candidate.email, email)?;
    look_at_address(conn, ctx, &case, &corrected)?;
    let subject = case.subject_of("referee", id.uuid());
    noted(conn, ctx, &subject, "referee.readdress", json!(null))?;
    changed(conn, ctx, &case)?;
    references::find(conn, id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_and_reminders_are_the_referees_and_thanks_are_not() {
        let id = RefereeId::from_uuid(uuid::Uuid::from_u128(7));
        for rest in ["request/17", "reminder/17/0"] {
            assert_eq!(referee_of(&format!("reference/{id}/{rest}")), Some(id));
        }
        for other in [
            format!("reference/{id}/thanks"),
            format!("application/{id}/received"),
            "reference/x/request/1".to_owned(),
        ] {
            assert_eq!(referee_of(&other), None, "{other}");
        }
    }
}
