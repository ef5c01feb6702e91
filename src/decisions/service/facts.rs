//! What the gates read.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::{
    db::Conn,
    decisions::{
        DecisionPart,
        model::{SignatureRow, SigningCapacity, Waiver},
        store,
    },
    fault::Fault,
    kernel::{
        ids::{ApplicationId, RowId},
        text::visible_len,
    },
    people,
    pipeline::evidence::{DebriefFacts, DecisionFacts, DisagreementNote, SignatureFacts, WaiverFacts},
};

fn debrief(conn: &mut Conn, id: ApplicationId) -> Result<Option<DebriefFacts>, Fault> {
    let Some(row) = store::decisions::debrief(conn, id)? else {
        return Ok(None);
    };
    let notes = store::decisions::notes(conn, id)?;
    Ok(Some(DebriefFacts {
        opened_at: row.opened_at,
        notes: notes
            .into_iter()
            .map(|note| DisagreementNote {
                competency: note.competency,
                source: note.source,
                text_len: visible_len(&note.text),
            })
            .collect(),
    }))
}

fn signatures(conn: &mut Conn, rows: &[SignatureRow]) -> Result<Vec<SignatureFacts>, Fault> {
    let signers: Vec<_> = rows.iter().map(|row| row.user_id).collect();
    let people = people::users_by_ids(conn, &signers)?;
    let name = |row: &SignatureRow| {
        people
            .iter()
            .find(|p| p.id == row.user_id)
            .map(|p| p.name.clone())
    };
    Ok(rows
        .iter()
        .map(|row| SignatureFacts {
            by: row.user_id,
            name: name(row).unwrap_or_default(),
            hiring_manager: row.capacity == SigningCapacity::HiringManager,
            sponsor_or_hr_lead: row.capacity != SigningCapacity::HiringManager,
            at: row.signed_at,
        })
        .collect())
}

fn decision(conn: &mut Conn, id: ApplicationId) -> Result<Option<DecisionFacts>, Fault> {
    let Some(row) = store::decisions::decision(conn, id)? else {
        return Ok(None);
    };
    let signed = store::decisions::signatures(conn, row.id)?;
    Ok(Some(DecisionFacts {
        text: row.text,
        preference_reason: row.preference_reason,
        preference_duty: row.preference_duty.and_then(|index| usize::try_from(index).ok()),
        proposed_by: row.proposed_by,
        signatures: signatures(conn, &signed)?,
    }))
}

/// The debrief, decision, waivers and offer of an application.
///
/// # Errors
/// When a statement fails.
pub fn facts(conn: &mut Conn, id: ApplicationId) -> Result<DecisionPart, Fault> {
    Ok(DecisionPart {
        debrief: debrief(conn, id)?,
        decision: decision(conn, id)?,
        waivers: waivers_of(conn, id.uuid())?,
        offer: store::offers::offer(conn, id)?.map(|offer| offer.fact()),
    })
}

/// The waivers of some applications, by one query.
///
/// # Errors
/// When a statement fails.
pub fn waivers_of_all(
    conn: &mut Conn,
    ids: &[ApplicationId],
) -> Result<BTreeMap<ApplicationId, Vec<WaiverFacts>>, Fault> {
    let cases: Vec<RowId> = ids.iter().map(|id| RowId::from_uuid(id.uuid())).collect();
    let mut found: BTreeMap<ApplicationId, Vec<WaiverFacts>> = BTreeMap::new();
    for row in store::waivers::of_cases(conn, &cases)? {
        let of = found
            .entry(ApplicationId::from_uuid(row.case_id.uuid()))
            .or_default();
        of.extend(row.fact());
    }
    Ok(found)
}

/// The waivers of an application, a job or an onboarding plan, by its raw id.
///
/// # Errors
/// When a statement fails.
pub fn waivers_of(conn: &mut Conn, case: Uuid) -> Result<Vec<WaiverFacts>, Fault> {
    let rows = store::waivers::of_case(conn, RowId::from_uuid(case))?;
    Ok(rows.iter().filter_map(Waiver::fact).collect())
}
