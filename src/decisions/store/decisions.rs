//! Debriefs, wordings of decisions, signatures.

use diesel::prelude::*;

use crate::{
    db::{Conn, q},
    decisions::{
        model::{Debrief, DebriefNote, Decision, DecisionSnapshot, SignatureRow},
        schema::{debrief_notes, debriefs, decision_signatures, decision_snapshots, decisions},
    },
    fault::Fault,
    kernel::ids::{ApplicationId, DecisionId},
};

pub(in crate::decisions) fn debrief(conn: &mut Conn, id: ApplicationId) -> Result<Option<Debrief>, Fault> {
    Ok(q!(conn => debriefs::table.find(id).select(Debrief::as_select()).get_result(conn).optional())?)
}

/// Opens the debrief; one that is open stays as it is.
pub(in crate::decisions) fn open_debrief(conn: &mut Conn, row: &Debrief) -> Result<(), Fault> {
    q!(conn => diesel::insert_into(debriefs::table)
        .values(row)
        .on_conflict(debriefs::application_id)
        .do_nothing()
        .execute(conn))?;
    Ok(())
}

pub(in crate::decisions) fn notes(conn: &mut Conn, id: ApplicationId) -> Result<Vec<DebriefNote>, Fault> {
    Ok(q!(conn => debrief_notes::table
        .filter(debrief_notes::application_id.eq(id))
        .order((debrief_notes::written_at, debrief_notes::id))
        .select(DebriefNote::as_select())
        .load(conn))?)
}

pub(in crate::decisions) fn insert_note(conn: &mut Conn, row: &DebriefNote) -> Result<(), Fault> {
    q!(conn => diesel::insert_into(debrief_notes::table).values(row).execute(conn))?;
    Ok(())
}

/// The latest wording.
pub(in crate::decisions) fn decision(conn: &mut Conn, id: ApplicationId) -> Result<Option<Decision>, Fault> {
    Ok(q!(conn => decisions::table
        .filter(decisions::application_id.eq(id))
        .order(decisions::revision.desc())
        .select(Decision::as_select())
        .first(conn)
        .optional())?)
}

pub(in crate::decisions) fn insert_decision(conn: &mut Conn, row: &Decision) -> Result<(), Fault> {
    q!(conn => diesel::insert_into(decisions::table).values(row).execute(conn))?;
    Ok(())
}

pub(in crate::decisions) fn signatures(conn: &mut Conn, of: DecisionId) -> Result<Vec<SignatureRow>, Fault> {
    Ok(q!(conn => decision_signatures::table
        .filter(decision_signatures::decision_id.eq(of))
        .order((decision_signatures::signed_at, decision_signatures::id))
        .select(SignatureRow::as_select())
        .load(conn))?)
}

pub(in crate::decisions) fn insert_signature(conn: &mut Conn, row: &SignatureRow) -> Result<(), Fault> {
    q!(conn => diesel::insert_into(decision_signatures::table).values(row).execute(conn))?;
    Ok(())
}

pub(in crate::decisions) fn snapshot(
    conn: &mut Conn,
    id: ApplicationId,
) -> Result<Option<DecisionSnapshot>, Fault> {
    Ok(q!(conn => decision_snapshots::table
        .find(id)
        .select(DecisionSnapshot::as_select())
        .get_result(conn)
        .optional())?)
}

pub(in crate::decisions) fn insert_snapshot(conn: &mut Conn, row: &DecisionSnapshot) -> Result<(), Fault> {
    q!(conn => diesel::insert_into(decision_snapshots::table).values(row).execute(conn))?;
    Ok(())
}
