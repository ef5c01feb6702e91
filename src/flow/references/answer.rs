//! Answers come in, by link or telephone, and what they show is cleared up (dossier 5.1 to 5.3).

use serde_json::json;

use super::{
    changed, for_hr,
    mails::{self, Problem},
    signs,
};
use crate::{
    db::Conn,
    fault::Fault,
    flow::{applications::access, case, judged, judged_with, noted},
    kernel::{
        codes::CompetencyCode,
        ctx::{Actor, Ctx},
        ids::{ApplicationId, RefereeId},
        role::Role,
        text,
    },
    people,
    pipeline::{
        decide, measured,
        refusal::Outcome,
        sight::{self, Sight},
        state::ReferenceState,
    },
    references::{
        self, Answered,
        model::{Answers, Referee, Resolution, ResolutionMethod},
    },
    web::{IfMatch, Valid},
};

/// Characters of a substitution note (house rule).
const SUBSTITUTE_NOTE_CHARS: usize = 40;

/// The referee behind the guest who acts.
fn guest(conn: &mut Conn, ctx: &Ctx) -> Result<(Referee, crate::kernel::ids::GrantId), Fault> {
    match ctx.actor {
        Actor::Referee { referee, grant, .. } => Ok((references::find(conn, referee)?, grant)),
        _ => Err(Fault::NotFound("reference")),
    }
}

/// Hands a reference in through the link, once.
///
/// # Errors
/// Every bad field; [`Fault::AlreadySubmitted`] the second time.
pub fn submit(conn: &mut Conn, ctx: &Ctx, answers: &Valid<Answers>) -> Result<Outcome<Referee>, Fault> {
    let (referee, grant) = guest(conn, ctx)?;
    if referee.state == ReferenceState::Completed {
        return Err(Fault::AlreadySubmitted(
            "You have answered already; thank you.".to_owned(),
        ));
    }
    let case = case::load(conn, ctx, referee.application_id)?;
    let answers = answers.get()?.clone();
    let begun = people::find_grant(conn, grant)?.and_then(|g| g.opened_at);
    let seconds = begun.map(|at| ctx.now.since(at).num_seconds());
    let how = Answered::ByLink { seconds };
    let found = references::signs_of_answers(&answers, seconds, &case.pack);
    let verdict = decide::part(referee.state, ReferenceState::Completed, &ctx.actor);
    let subject = case.subject_of("reference", referee.id.uuid());
    let moved = judged(conn, ctx, &subject, verdict, |conn, change| {
        people::grant_submitted(conn, ctx, grant)?;
        people::forget_guest_draft(conn, referee.id.uuid())?;
        references::answered(conn, ctx, &referee, answers, &case.pack, how)?;
        let new = references::seen(conn, ctx, &referee, &found)?;
        signs::note(conn, ctx, &case, referee.id, &new)?;
        mails::stop(conn, referee.id)?;
        mails::thanks(conn, ctx, &case, &referee)?;
        references::set_state(conn, referee.id, change)
    })?;
    if matches!(moved, Outcome::Done(_)) {
        changed(conn, ctx, &case)?;
        if references::says_too_little(conn, &referee, &case.pack)? {
            mails::problem(conn, ctx, &case, &referee, Problem::LowInformation)?;
        }
    }
    Ok(moved)
}

/// Records a telephone interview with the same form. Who was not sent a request before is asked by it, under the same
/// conditions: after two rounds, with consent (G10) and a known identity (G26a).
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but HR; every bad field.
pub fn telephone(
    conn: &mut Conn,
    ctx: &Ctx,
    id: RefereeId,
    if_match: &IfMatch,
    answers: &Valid<Answers>,
) -> Result<Outcome<Referee>, Fault> {
    let (case, referee, by) = for_hr(conn, ctx, id)?;
    if_match.honour(referee.version)?;
    if referee.state == ReferenceState::Completed {
        return Err(Fault::AlreadySubmitted(
            "This reference is complete already.".to_owned(),
        ));
    }
    let answers = answers.get()?.clone();
    access::under_way(&case)?;
    let how = Answered::ByTelephone { by: by.id };
    let step = (referee.state, ReferenceState::Completed);
    let verdict = decide::ask_referee(&case.evidence, id, step, &ctx.actor, case.frame(ctx));
    let subject = case.subject_of("reference", id.uuid());
    let details = json!({ "by": "telephone" });
    let moved = judged_with(conn, ctx, &subject, details, verdict, |conn, change| {
        let links = people::GrantSubject::Referee {
            application: referee.application_id,
            referee: id,
        };
        people::revoke_grants(conn, ctx, links)?;
        people::forget_guest_draft(conn, id.uuid())?;
        references::answered(conn, ctx, &referee, answers, &case.pack, how)?;
        mails::stop(conn, id)?;
        references::set_state(conn, id, change)
    })?;
    if matches!(moved, Outcome::Done(_)) {
        changed(conn, ctx, &case)?;
    }
    Ok(moved)
}

/// The referee does not want to answer, and perhaps never wants to be asked again.
///
/// # Errors
/// [`Fault::AlreadySubmitted`] when it was answered or declined before and nothing else is asked for.
pub fn decline(conn: &mut Conn, ctx: &Ctx, do_not_ask: bool) -> Result<Outcome<Referee>, Fault> {
    let (referee, grant) = guest(conn, ctx)?;
    let case = case::load(conn, ctx, referee.application_id)?;
    let subject = case.subject_of("reference", referee.id.uuid());
    if do_not_ask {
        references::do_not_ask(conn, referee.id)?;
        noted(conn, ctx, &subject, "reference.do_not_ask", json!(null))?;
    }
    if !matches!(referee.state, ReferenceState::Sent | ReferenceState::Opened) {
        return if do_not_ask {
            Ok(Outcome::Done(referee))
        } else {
            Err(Fault::AlreadySubmitted(
                "This reference is closed already; thank you.".to_owned(),
            ))
        };
    }
    let verdict = decide::part(referee.state, ReferenceState::Declined, &ctx.actor);
    let moved = judged(conn, ctx, &subject, verdict, |conn, change| {
        people::grant_submitted(conn, ctx, grant)?;
        people::forget_guest_draft(conn, referee.id.uuid())?;
        mails::stop(conn, referee.id)?;
        mails::problem(conn, ctx, &case, &referee, Problem::Declined)?;
        references::set_state(conn, referee.id, change)
    })?;
    if matches!(moved, Outcome::Done(_)) {
        changed(conn, ctx, &case)?;
    }
    Ok(moved)
}

/// What HR found when comparing the answers with the CV.
#[derive(Debug, Clone, Default)]
pub struct Comparison {
    /// Whether title and main duties agree, and what was found.
    pub title: Option<(bool, String)>,
    /// What stands in for the dates rule.
    pub dates_substitute: Option<String>,
}

/// Records HR's comparison of title and duties with the CV, and a substitute for the dates rule (G26).
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but HR; too short a note.
pub fn compare(
    conn: &mut Conn,
    ctx: &Ctx,
    id: RefereeId,
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<Comparison, Fault>,
) -> Result<Referee, Fault> {
    let (case, referee, _) = for_hr(conn, ctx, id)?;
    if_match.honour(referee.version)?;
    let found = read()?;
    let title = found
        .title
        .as_ref()
        .map(|(agrees, note)| (*agrees, note.as_str()));
    let dates_substitute = found.dates_substitute.as_deref();
    if dates_substitute.is_some_and(|note| text::visible_len(note) < SUBSTITUTE_NOTE_CHARS) {
        let detail =
            format!("Say in at least {SUBSTITUTE_NOTE_CHARS} characters what stands in for the dates.");
        return Err(Fault::field("/dates_substitute_note", "length", detail));
    }
    references::compared(conn, id, title, dates_substitute)?;
    let details =
        json!({ "title_agrees": title.map(|t| t.0), "dates_substitute": dates_substitute.is_some() });
    noted(
        conn,
        ctx,
        &case.subject_of("reference", id.uuid()),
        "reference.compare",
        details,
    )?;
    changed(conn, ctx, &case)?;
    references::find(conn, id)
}

/// Records how a difference between interviews and references was cleared (G27).
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but HR who may see the verdicts; too short a text; [`Fault::Conflict`] when
/// nothing differs, so that no outcome can be written down ahead of what it is about.
pub fn resolve(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    competency: CompetencyCode,
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<(ResolutionMethod, String), Fault>,
) -> Result<Resolution, Fault> {
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    let by = access::staff(&case, &ctx.actor, &[Role::Hr, Role::HrLead], "HR")?;
    match sight::of_verdicts(&case.evidence, &ctx.actor) {
        Sight::Open => {}
        Sight::Blind => return Err(Fault::Blind),
        Sight::Closed => {
            return Err(Fault::forbidden(
                "Differences are cleared once all scorecards are in.",
            ));
        }
    }
    if !case.evidence.terms.competencies.contains_key(&competency) {
        return Err(Fault::NotFound("competency"));
    }
    if_match.honour(case.version)?;
    let (how, outcome) = read()?;
    let needed = case.policy.discrepancy_note_chars;
    if text::visible_len(&outcome) < usize::try_from(needed).unwrap_or(usize::MAX) {
        let detail = format!("Write down the outcome in at least {needed} characters.");
        return Err(Fault::field("/text", "length", detail));
    }
    let found = measured::discrepancies(&case.evidence);
    if !measured::open_differences(&case.evidence, &found, needed).contains(&&competency) {
        return Err(Fault::Conflict {
            code: "no_difference",
            detail: format!(
                "Interviews and references on {} differ in nothing that waits for an outcome.",
                measured::name_of(&case.evidence.terms, &competency)
            ),
        });
    }
    let resolution = references::resolve(conn, ctx, id, competency, how, (&outcome, by.id))?;
    let details = json!({ "competency": resolution.competency, "how": how });
    noted(
        conn,
        ctx,
        &case.subject_of("discrepancy", resolution.id.uuid()),
        "discrepancy.resolve",
        details,
    )?;
    changed(conn, ctx, &case)?;
    Ok(resolution)
}

/// Records why no former manager can exist and who stands in (G25, substitution).
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but HR; [`Fault::PreconditionRequired`], [`Fault::Stale`]; too short a note.
pub fn substitute_manager(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<String, Fault>,
) -> Result<(), Fault> {
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    let by = access::staff(&case, &ctx.actor, &[Role::Hr, Role::HrLead], "HR")?;
    if_match.require(case.version)?;
    let note = read()?;
    if text::visible_len(&note) < SUBSTITUTE_NOTE_CHARS {
        let detail = format!("Say in at least {SUBSTITUTE_NOTE_CHARS} characters why, and who stands in.");
        return Err(Fault::field("/note", "length", detail));
    }
    references::substitute_manager(conn, ctx, id, &note, by.id)?;
    noted(
        conn,
        ctx,
        &case.subject(),
        "reference.substitute_manager",
        json!(null),
    )?;
    changed(conn, ctx, &case)
}
