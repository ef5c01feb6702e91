//! The other candidates of a job, as one of them sees them: by a fixed number of queries for all together. Loading the
//! whole case of each would cost some thirty queries a rival, for three facts.

use std::{collections::BTreeMap, sync::Arc};

use super::Shared;
use crate::{
    applications::{self, Application},
    content::Pack,
    db::Conn,
    decisions,
    fault::Fault,
    interviews,
    kernel::{ids::ApplicationId, time::Timestamp},
    pipeline::{
        evidence::{ApplicationEvidence, JobTerms, RivalFacts, WaiverFacts},
        gates::Frame,
        measured, outlook,
        state::{ApplicationState, Machine},
    },
    references,
};

/// What is known of each application for its rivals. Scores are computed only of those who were fully assessed, dates
/// only of those who still can be.
pub(super) fn of(
    conn: &mut Conn,
    shared: &mut Shared,
    rows: &[Application],
    now: Timestamp,
) -> Result<Vec<RivalFacts>, Fault> {
    let counts = |row: &&Application| row.reached_assessed_at.is_some() || !row.state.is_terminal();
    let counting: Vec<&Application> = rows.iter().filter(counts).collect();
    let mut known = evidence(conn, shared, &counting, now)?;
    let mut facts = Vec::with_capacity(rows.len());
    for row in rows {
        let mut rival = outline(row);
        if let Some(case) = known.remove(&row.id) {
            let policy = shared.policy(conn, row.policy_version)?;
            let frame = Frame { policy: &policy, now };
            if rival.assessed {
                rival.passes_floors = outlook::passes_floors(&case, frame);
                rival.final_composite = measured::final_composite(&case).value;
            } else {
                let calendar = shared.calendar(conn)?;
                rival.earliest_assessed_at = Some(outlook::earliest_assessed_at(&case, frame, &calendar));
            }
        }
        facts.push(rival);
    }
    Ok(facts)
}

fn outline(row: &Application) -> RivalFacts {
    RivalFacts {
        application: row.id,
        state: row.state,
        offer_out: matches!(
            row.held_from.unwrap_or(row.state),
            ApplicationState::OfferExtended | ApplicationState::OfferAccepted
        ) && !row.state.is_terminal(),
        assessed: row.reached_assessed_at.is_some(),
        passes_floors: false,
        final_composite: None,
        earliest_assessed_at: None,
    }
}

/// An application with what it is rated by.
type Judged = (JobTerms, Arc<Pack>, Vec<WaiverFacts>);

/// As much of each case as scores and the forecast of the assessment look at: terms, rounds, cards, work samples,
/// references, acknowledgement, waivers.
fn evidence(
    conn: &mut Conn,
    shared: &mut Shared,
    rows: &[&Application],
    now: Timestamp,
) -> Result<BTreeMap<ApplicationId, ApplicationEvidence>, Fault> {
    if rows.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids: Vec<ApplicationId> = rows.iter().map(|row| row.id).collect();
    let mut waivers = decisions::waivers_of_all(conn, &ids)?;
    let mut judged: BTreeMap<ApplicationId, Judged> = BTreeMap::new();
    for row in rows {
        let waivers = waivers.remove(&row.id).unwrap_or_default();
        let terms = shared.terms(conn, row, &waivers, now)?;
        let pack = shared.pack(conn, row.content_version)?;
        judged.insert(row.id, (terms, pack, waivers));
    }
    let rated: Vec<_> = judged
        .iter()
        .map(|(id, (terms, pack, _))| (*id, terms, &**pack))
        .collect();
    let mut assessments = interviews::facts_of(conn, &rated)?;
    let asked: Vec<_> = judged.iter().map(|(id, (_, pack, _))| (*id, &**pack)).collect();
    let mut references = references::facts_of(conn, &asked)?;
    let mut acknowledgements = applications::acknowledgements(conn, &ids)?;
    let mut found = BTreeMap::new();
    for row in rows {
        let Some((terms, _, waivers)) = judged.remove(&row.id) else {
            continue;
        };
        let acknowledgement = acknowledgements.remove(&row.id);
        let case = ApplicationEvidence {
            application: row.id,
            state: row.state,
            held_from: row.held_from,
            applied_at: row.applied_at,
            entered_state_at: row.entered_state_at,
            candidate_name: String::new(),
            terms,
            notice_seen_at: row.notice_seen_at,
            acknowledgement: super::acknowledged(conn, shared, row, acknowledgement)?,
            must_haves: Vec::new(),
            panel: Vec::new(),
            assessment: assessments.remove(&row.id).unwrap_or_default(),
            references: references.remove(&row.id).unwrap_or_default(),
            red_flags: Vec::new(),
            debrief: None,
            debriefed_at: row.debriefed_at,
            decision: None,
            waivers,
            offer: None,
            rivals: Vec::new(),
            protocol: None,
        };
        found.insert(row.id, case);
    }
    Ok(found)
}
