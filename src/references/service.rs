//! What is stored about referees and references. Steps of the state go through `flow::references`.

use std::collections::BTreeMap;

use super::{
    model::{Answers, Bounce, Referee, Resolution, ResolutionMethod, Response, Verification},
    rules,
    signs::{self, SeenSign, Sign},
    store,
};
use crate::{
    content::Pack,
    db::{Conn, types::Json},
    fault::Fault,
    kernel::{
        codes::CompetencyCode,
        ctx::Ctx,
        email::EmailAddress,
        ids::{ApplicationId, RefereeId, UserId},
        text,
        time::{Timestamp, days},
    },
    pipeline::{
        evidence::{ReferenceEvidence, ResolutionFacts},
        state::{ReferenceState, StateChange},
    },
};

/// What the gates look at (G10b, G24 to G27).
///
/// # Errors
/// When a statement fails.
pub fn facts(conn: &mut Conn, application: ApplicationId, pack: &Pack) -> Result<ReferenceEvidence, Fault> {
    let mut found = facts_of(conn, &[(application, pack)])?;
    found
        .remove(&application)
        .ok_or_else(|| Fault::internal("references got lost"))
}

/// [`facts`] of several applications, by the same five queries however many they are.
///
/// # Errors
/// When a statement fails.
pub fn facts_of(
    conn: &mut Conn,
    cases: &[(ApplicationId, &Pack)],
) -> Result<BTreeMap<ApplicationId, ReferenceEvidence>, Fault> {
    let ids: Vec<ApplicationId> = cases.iter().map(|(id, _)| *id).collect();
    let packs: BTreeMap<ApplicationId, &Pack> = cases.iter().copied().collect();
    let mut found: BTreeMap<ApplicationId, ReferenceEvidence> =
        ids.iter().map(|id| (*id, ReferenceEvidence::default())).collect();
    let responses = store::responses(conn, &ids)?;
    let signs = store::signs::of_applications(conn, &ids)?;
    for referee in store::of_applications(conn, &ids)? {
        let id = referee.application_id;
        if let (Some(facts), Some(pack)) = (found.get_mut(&id), packs.get(&id)) {
            let answer = responses.iter().find(|a| a.referee_id == referee.id);
            facts.referees.push(rules::facts(&referee, answer, &signs, pack));
        }
    }
    for resolution in store::resolutions(conn, &ids)? {
        if let Some(facts) = found.get_mut(&resolution.application_id) {
            facts.resolutions.push(ResolutionFacts {
                text_len: text::visible_len(&resolution.text),
                competency: resolution.competency,
                at: resolution.resolved_at,
            });
        }
    }
    for (id, note) in store::manager_substitutes(conn, &ids)? {
        if let Some(facts) = found.get_mut(&id) {
            facts.manager_substitute_note = Some(note);
        }
    }
    Ok(found)
}

/// A referee.
///
/// # Errors
/// [`Fault::NotFound`] when there is none.
pub fn find(conn: &mut Conn, id: RefereeId) -> Result<Referee, Fault> {
    store::referee(conn, id)?.ok_or(Fault::NotFound("referee"))
}

/// The referees of an application with their responses, in the order they were named.
///
/// # Errors
/// When a statement fails.
pub fn list(conn: &mut Conn, application: ApplicationId) -> Result<Vec<(Referee, Option<Response>)>, Fault> {
    let mut responses = store::responses(conn, &[application])?;
    let referees = store::of_application(conn, application)?;
    Ok(referees
        .into_iter()
        .map(|referee| {
            let at = responses.iter().position(|r| r.referee_id == referee.id);
            (referee, at.map(|i| responses.swap_remove(i)))
        })
        .collect())
}

/// Moves a referee; the key comes from the core.
///
/// # Errors
/// [`Fault::Stale`] when somebody else moved it first.
pub fn set_state(
    conn: &mut Conn,
    id: RefereeId,
    change: StateChange<ReferenceState>,
) -> Result<Referee, Fault> {
    store::set_state(conn, id, change)
}

/// Stores how HR made sure of a referee's identity (G26a).
///
/// # Errors
/// When a statement fails.
pub fn verified(conn: &mut Conn, ctx: &Ctx, id: RefereeId, verification: Verification) -> Result<(), Fault> {
    store::set_verified(conn, id, verification, ctx.now)
}

/// Stores that the request is on its way and when its link ends; returns that instant.
///
/// # Errors
/// When a statement fails.
pub fn sent(conn: &mut Conn, ctx: &Ctx, id: RefereeId, pack: &Pack) -> Result<Timestamp, Fault> {
    let expires = ctx.now + days(i64::from(pack.references().process.link_valid_days));
    store::set_sent(conn, id, ctx.now, expires)?;
    Ok(expires)
}

/// Stores that a mail to a referee came back.
///
/// # Errors
/// When a statement fails.
pub fn bounced(conn: &mut Conn, id: RefereeId, bounce: &Bounce) -> Result<(), Fault> {
    store::set_bounce(conn, id, bounce)
}

/// Moves a referee whose request came back to where the person was named: who is behind the address has to be found
/// out anew.
///
/// # Errors
/// [`Fault::Stale`] when somebody else moved it first.
pub fn reopen(conn: &mut Conn, id: RefereeId, change: StateChange<ReferenceState>) -> Result<Referee, Fault> {
    store::reopen(conn, id)?;
    store::set_state(conn, id, change)
}

/// Stores the answers. `seconds` is the time from Begin to handing in.
///
/// # Errors
/// Every bad field, or that it was answered before.
pub fn answered(
    conn: &mut Conn,
    ctx: &Ctx,
    referee: &Referee,
    answers: Answers,
    pack: &Pack,
    how: Answered,
) -> Result<(), Fault> {
    let answers = rules::cleaned(answers);
    let faults = rules::answer_faults(&answers, pack);
    if !faults.is_empty() {
        return Err(Fault::Invalid(faults));
    }
    let (by_telephone, seconds) = match how {
        Answered::ByLink { seconds } => (None, seconds),
        Answered::ByTelephone { by } => (Some(by), None),
    };
    store::set_completed(conn, referee.id, ctx.now)?;
    store::insert_response(
        conn,
        &Response {
            referee_id: referee.id,
            application_id: referee.application_id,
            answers: Json(answers),
            by_telephone,
            seconds,
            title_agrees: None,
            title_note: None,
            submitted_at: ctx.now,
        },
    )
}

/// Whether the answers of a referee carry no information (5.3); `false` while there are none.
///
/// # Errors
/// When a statement fails.
pub fn says_too_little(conn: &mut Conn, referee: &Referee, pack: &Pack) -> Result<bool, Fault> {
    let responses = store::responses(conn, &[referee.application_id])?;
    let answered = responses.iter().find(|r| r.referee_id == referee.id);
    Ok(answered.is_some_and(|r| rules::is_low_information(&r.answers.0, r.seconds, pack)))
}

/// How a reference was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// Through the mailed link.
    ByLink {
        /// Seconds from Begin to handing in, when known.
        seconds: Option<i64>,
    },
    /// In a telephone interview with the same form.
    ByTelephone {
        /// Who asked.
        by: UserId,
    },
}

/// Honours "do not ask me again".
///
/// # Errors
/// When a statement fails.
pub fn do_not_ask(conn: &mut Conn, id: RefereeId) -> Result<(), Fault> {
    store::set_do_not_ask(conn, id)
}

/// References whose link ran out.
///
/// # Errors
/// When a statement fails.
pub fn due_to_expire(conn: &mut Conn, now: Timestamp) -> Result<Vec<Referee>, Fault> {
    store::due_to_expire(conn, now)
}

/// Stores HR's comparison of A2 with the CV, and a substitute for the dates rule (G26, s).
///
/// # Errors
/// [`Fault::NotFound`] while there is no answer to compare.
pub fn compared(
    conn: &mut Conn,
    id: RefereeId,
    title_agrees: Option<(bool, &str)>,
    dates_substitute: Option<&str>,
) -> Result<(), Fault> {
    if let Some((agrees, note)) = title_agrees
        && !store::set_title_check(conn, id, agrees, &text::multi_line(note))?
    {
        return Err(Fault::NotFound("answer of this referee"));
    }
    if let Some(note) = dates_substitute {
        store::set_dates_substitute(conn, id, &text::multi_line(note))?;
    }
    Ok(())
}

/// Stores how a difference was cleared (G27).
///
/// # Errors
/// When a statement fails.
pub fn resolve(
    conn: &mut Conn,
    ctx: &Ctx,
    application: ApplicationId,
    competency: CompetencyCode,
    how: ResolutionMethod,
    (text, by): (&str, UserId),
) -> Result<Resolution, Fault> {
    let resolution = Resolution {
        id: ctx.new_id(),
        application_id: application,
        competency,
        how,
        text: text::multi_line(text),
        resolved_by: by,
        resolved_at: ctx.now,
    };
    store::insert_resolution(conn, &resolution)?;
    Ok(resolution)
}

/// The resolutions of an application.
///
/// # Errors
/// When a statement fails.
pub fn resolutions(conn: &mut Conn, application: ApplicationId) -> Result<Vec<Resolution>, Fault> {
    store::resolutions(conn, &[application])
}

/// Stores why no former manager can exist and who stands in (G25, s).
///
/// # Errors
/// When a statement fails.
pub fn substitute_manager(
    conn: &mut Conn,
    ctx: &Ctx,
    application: ApplicationId,
    note: &str,
    by: UserId,
) -> Result<(), Fault> {
    store::set_manager_substitute(conn, application, &text::multi_line(note), by, ctx.now)
}

/// The signs seen at an application's references, decided or not.
///
/// # Errors
/// When a statement fails.
pub fn signs(conn: &mut Conn, application: ApplicationId) -> Result<Vec<SeenSign>, Fault> {
    store::signs::of_application(conn, application)
}

/// Referees at whom something was seen that nobody has decided on yet.
///
/// # Errors
/// When a statement fails.
pub fn doubted(conn: &mut Conn) -> Result<Vec<RefereeId>, Fault> {
    store::signs::undecided(conn)
}

/// Stores signs; those that were seen before stay as they were decided. Returns the new ones.
///
/// # Errors
/// When a statement fails.
pub fn seen(conn: &mut Conn, ctx: &Ctx, referee: &Referee, signs: &[Sign]) -> Result<Vec<Sign>, Fault> {
    let mut new = Vec::new();
    for sign in signs {
        if store::signs::insert(conn, ctx, referee, *sign)? {
            new.push(*sign);
        }
    }
    Ok(new)
}

/// Looks at a referee's address anew: what lay in an address that was replaced is forgotten, decided or not, and what
/// lies in the present one is stored. Returns what is new.
///
/// # Errors
/// When a statement fails.
pub fn address_seen(
    conn: &mut Conn,
    ctx: &Ctx,
    referee: &Referee,
    candidate: &EmailAddress,
) -> Result<Vec<Sign>, Fault> {
    let found = signs::of_address(&referee.email, candidate);
    let gone: Vec<Sign> = Sign::OF_ADDRESS
        .iter()
        .copied()
        .filter(|sign| !found.contains(sign))
        .collect();
    store::signs::delete(conn, referee.id, &gone)?;
    seen(conn, ctx, referee, &found)
}

/// Stores what HR decided about a sign; `false` when no such sign was seen or it was decided before.
///
/// # Errors
/// When a statement fails.
pub fn sign_decided(
    conn: &mut Conn,
    ctx: &Ctx,
    id: RefereeId,
    sign: Sign,
    (counts, reason, by): (bool, &str, UserId),
) -> Result<bool, Fault> {
    store::signs::decide(conn, ctx, id, sign, (counts, &text::multi_line(reason), by))
}

/// The most references a pace is measured by.
const MEASURED: i64 = 200;

/// References that arrived since an instant: when each was asked for and when it arrived.
///
/// # Errors
/// When a statement fails.
pub fn turnarounds(conn: &mut Conn, since: Timestamp) -> Result<Vec<(Timestamp, Timestamp)>, Fault> {
    let found = store::turnarounds(conn, since, MEASURED)?;
    Ok(found
        .into_iter()
        .filter_map(|(sent, arrived)| sent.zip(arrived))
        .collect())
}
