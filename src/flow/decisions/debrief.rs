//! The debrief (G32, G33): the evidence on the table, and what is concluded from it.

use serde_json::json;

use super::sighted;
use crate::{
    applications,
    db::Conn,
    decisions::{self, DebriefTable, NewNote, checks, model::DebriefNote, table},
    fault::Fault,
    flow::{applications::access, case, case::Case, noted},
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, UserId},
        role::Role,
    },
    mail::{self, Message, Outgoing, message::DebriefReady},
    people,
    pipeline::{
        measured,
        state::{ApplicationState, RedFlagState},
    },
    web::IfMatch,
};

/// Working days until the debrief should be held (service level of dossier 7.5).
const DEBRIEF_DAYS: u32 = 3;

/// Everything on the table.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Blind`] or [`Fault::Forbidden`] for those who may not see it (yet).
pub fn show(conn: &mut Conn, ctx: &Ctx, id: ApplicationId) -> Result<(Case, DebriefTable), Fault> {
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    sighted(&case, &ctx.actor)?;
    let notes = decisions::notes(conn, id)?;
    let laid = table::lay(&case.evidence, &case.policy, notes);
    Ok((case, laid))
}

/// Writes down what was concluded about a disagreement. Everybody of the case may, while the debrief is open.
///
/// # Errors
/// As [`show`]; [`Fault::Invalid`] when the note is too short or names nothing of this case, [`Fault::Conflict`]
/// when the debrief is not open.
pub fn note(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<NewNote, Fault>,
) -> Result<DebriefNote, Fault> {
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    sighted(&case, &ctx.actor)?;
    let actor = access::as_of(&case, &ctx.actor);
    let user = ctx.actor.user_id().ok_or(Fault::NotFound("application"))?;
    let takes_part = case.evidence.panelist(user).is_some()
        || actor.has_any(&[
            Role::Hr,
            Role::HrLead,
            Role::HiringManager,
            Role::Sponsor,
            Role::OpsLead,
        ]);
    if !takes_part {
        return Err(Fault::forbidden(
            "Notes are written by those who take part in the debrief.",
        ));
    }
    if_match.honour(case.version)?;
    let new = checks::note(&case.evidence, &case.policy, &read()?)?;
    if case.evidence.state != ApplicationState::DebriefOpen {
        return Err(Fault::Conflict {
            code: "debrief_not_open",
            detail: "Notes are written while the debrief is open.".to_owned(),
        });
    }
    let note = decisions::note(conn, ctx, id, user, new)?;
    applications::touch(conn, ctx, id)?;
    let subject = case.subject_of("debrief", note.id.uuid());
    let details = json!({ "competency": note.competency, "source": note.source });
    noted(conn, ctx, &subject, "debrief.note", details)?;
    Ok(note)
}

/// Tells those who rated or decide that the debrief is open (M12).
pub(super) fn announce(conn: &mut Conn, ctx: &Ctx, case: &Case, base_url: &str) -> Result<(), Fault> {
    let id = case.evidence.application;
    let message = ready(case, ctx, base_url);
    for person in people::users_by_ids(conn, &participants(case))? {
        let mail = Outgoing {
            to_name: person.name.clone(),
            to: person.email.clone(),
            message: Message::from(message.clone()),
            case: mail::Case::Application(id),
            dedup: format!("debrief/{id}/{}", person.id),
            not_before: None,
        };
        mail::enqueue(conn, ctx, mail)?;
    }
    Ok(())
}

/// Those who rated, and those who decide.
fn participants(case: &Case) -> Vec<UserId> {
    let terms = &case.evidence.terms;
    let mut people: Vec<UserId> = case.evidence.assessment.locked().map(|card| card.rater).collect();
    people.extend([terms.hiring_manager, terms.hr]);
    people.sort_unstable();
    people.dedup();
    people
}

fn ready(case: &Case, ctx: &Ctx, base_url: &str) -> DebriefReady {
    let evidence = &case.evidence;
    let mut disagreements: Vec<String> = table::differences(evidence, &case.policy)
        .iter()
        .map(|d| measured::name_of(&evidence.terms, &d.competency).to_owned())
        .collect();
    disagreements.dedup();
    let flags = evidence
        .red_flags
        .iter()
        .any(|flag| flag.state == RedFlagState::Open);
    let discrepancies = !measured::discrepancies(evidence).is_empty();
    let agenda = [
        (
            true,
            "Each competency in turn: the evidence first, opinions after",
        ),
        (!disagreements.is_empty(), "Competencies with disagreement"),
        (discrepancies, "Where references and interviews differ"),
        (flags, "Red flags"),
        (true, "What is still unknown about this candidate"),
    ];
    let due = case.calendar.later_by_working_days(ctx.now, DEBRIEF_DAYS);
    DebriefReady {
        candidate_name: evidence.candidate_name.clone(),
        job_title: evidence.terms.title.clone(),
        debrief_link: format!("{base_url}/applications/{}/debrief", evidence.application),
        agenda: agenda
            .into_iter()
            .filter(|(on, _)| *on)
            .map(|(_, item)| item.to_owned())
            .collect(),
        disagreements,
        due: mail::day(due, case.calendar.timezone()),
    }
}
