//! What other areas and the gates read.

use std::collections::BTreeMap;

use crate::{
    applications::{
        model::{Acknowledgement, Application, Candidate, MustHaveView, RedFlag, RoleTalk},
        store,
    },
    content::Pack,
    db::Conn,
    fault::Fault,
    jobs::MustHave,
    kernel::{
        ids::{ApplicationId, CandidateId, UserId},
        time::Timestamp,
    },
    pipeline::evidence::{AcknowledgementFacts, ConflictFacts, MustHaveFacts, RedFlagFacts},
};

/// An application.
///
/// # Errors
/// [`Fault::NotFound`] when there is none.
pub fn row(conn: &mut Conn, id: ApplicationId) -> Result<Application, Fault> {
    store::applications::by_id(conn, id)?.ok_or(Fault::NotFound("application"))
}

/// The person behind an application.
///
/// # Errors
/// [`Fault::NotFound`] when there is none.
pub fn candidate(conn: &mut Conn, id: CandidateId) -> Result<Candidate, Fault> {
    store::candidates::by_id(conn, id)?.ok_or(Fault::NotFound("candidate"))
}

/// The names of some candidates.
///
/// # Errors
/// When a statement fails.
pub fn candidate_names(conn: &mut Conn, ids: &[CandidateId]) -> Result<BTreeMap<CandidateId, String>, Fault> {
    Ok(store::candidates::names(conn, ids)?.into_iter().collect())
}

/// Whether a talk about these answers is recorded.
fn talked_through(answers: &Acknowledgement, talks: &[RoleTalk]) -> bool {
    talks.iter().any(|talk| {
        talk.description_number == answers.description_number && talk.held_at >= answers.created_at
    })
}

fn small(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The acknowledgement of the newest version that was acknowledged. Whether an older one will do, and when the candidate
/// was asked to read it, is the job's to say.
pub fn acknowledgement(conn: &mut Conn, id: ApplicationId) -> Result<Option<AcknowledgementFacts>, Fault> {
    Ok(acknowledgements(conn, &[id])?.remove(&id))
}

/// [`acknowledgement`] of several applications, by two queries. Who has acknowledged nothing is left out.
///
/// # Errors
/// When a statement fails.
pub fn acknowledgements(
    conn: &mut Conn,
    ids: &[ApplicationId],
) -> Result<BTreeMap<ApplicationId, AcknowledgementFacts>, Fault> {
    let mut newest: BTreeMap<ApplicationId, (Acknowledgement, Timestamp)> = BTreeMap::new();
    for answers in store::acknowledgements::of_applications(conn, ids)? {
        if let Some(at) = answers.completed_at {
            newest.insert(answers.application_id, (answers, at));
        }
    }
    let talks = store::acknowledgements::talks_of(conn, ids)?;
    let facts = |(id, (latest, at)): (ApplicationId, (Acknowledgement, Timestamp))| {
        let own: Vec<RoleTalk> = talks
            .iter()
            .filter(|(of, _)| *of == id)
            .map(|(_, talk)| talk.clone())
            .collect();
        let facts = AcknowledgementFacts {
            description_number: small(latest.description_number),
            at,
            asked_at: latest.created_at,
            replied_at: latest.created_at,
            answered: u8::try_from(latest.right_answers).unwrap_or(0),
            expected_sales_pct: u8::try_from(latest.expected_sales_pct).unwrap_or(100),
            talk_held: talked_through(&latest, &own),
            older_version_allowed: false,
        };
        (id, facts)
    };
    Ok(newest.into_iter().map(facts).collect())
}

/// What was answered about the newest version, complete or not, and whether it was talked through.
pub fn latest_answers(conn: &mut Conn, id: ApplicationId) -> Result<Option<(Acknowledgement, bool)>, Fault> {
    let Some(latest) = store::acknowledgements::of_application(conn, id)?.pop() else {
        return Ok(None);
    };
    let talks = store::acknowledgements::talks(conn, id)?;
    let talked = talked_through(&latest, &talks);
    Ok(Some((latest, talked)))
}

/// The must-haves of a description with HR's ticks, each found by its wording.
///
/// # Errors
/// When a statement fails.
pub fn must_have_views(
    conn: &mut Conn,
    id: ApplicationId,
    listed: &[MustHave],
) -> Result<Vec<MustHaveView>, Fault> {
    let checks = store::checks::must_haves(conn, id)?;
    let view = |(index, asked): (usize, &MustHave)| {
        let check = checks.iter().find(|c| c.requirement == asked.text);
        MustHaveView {
            index,
            text: asked.text.clone(),
            documented: asked.documented,
            met: check.map(|c| c.met),
            evidence: check.and_then(|c| c.evidence.clone()),
            checked_by: check.map(|c| c.checked_by),
            checked_at: check.map(|c| c.checked_at),
        }
    };
    Ok(listed.iter().enumerate().map(view).collect())
}

/// The must-haves of a description as G12 looks at them.
///
/// # Errors
/// When a statement fails.
pub fn must_haves(
    conn: &mut Conn,
    id: ApplicationId,
    listed: &[MustHave],
) -> Result<Vec<MustHaveFacts>, Fault> {
    let views = must_have_views(conn, id, listed)?;
    let fact = |view: MustHaveView| MustHaveFacts {
        text: view.text,
        documented: view.documented,
        met: view.met,
    };
    Ok(views.into_iter().map(fact).collect())
}

/// What raters declared (G14).
///
/// # Errors
/// When a statement fails.
pub fn conflicts(conn: &mut Conn, id: ApplicationId) -> Result<Vec<(UserId, ConflictFacts)>, Fault> {
    use crate::{applications::model::ConflictKind, kernel::text_enum::TextEnum};
    let declared = store::checks::declarations(conn, id)?;
    Ok(declared
        .into_iter()
        .map(|d| {
            let kind = (d.kind != ConflictKind::None).then(|| d.kind.as_str().to_owned());
            (d.user_id, ConflictFacts { kind })
        })
        .collect())
}

/// The red flags as G28 looks at them, named by the content pinned to the application.
///
/// # Errors
/// When a statement fails.
pub fn red_flags(conn: &mut Conn, id: ApplicationId, pack: &Pack) -> Result<Vec<RedFlagFacts>, Fault> {
    let name = |flag: &RedFlag| {
        pack.red_flag(&flag.code)
            .map_or_else(|| flag.code.to_string(), |known| known.text.clone())
    };
    let flags = store::flags::of_application(conn, id)?;
    Ok(flags
        .into_iter()
        .map(|flag| RedFlagFacts {
            flag: flag.id,
            name: name(&flag),
            code: flag.code,
            state: flag.state,
            raised_at: flag.raised_at,
        })
        .collect())
}
