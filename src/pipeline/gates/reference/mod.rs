//! Reference gates: enough of them (G24), the right mix (G25), verified and recent (G26), differences
//! talked through (G27).

mod facts;
#[cfg(test)]
mod tests;

use super::{
    Frame,
    words::{all_of, plural},
};
use crate::{
    kernel::codes::CompetencyCode,
    pipeline::{
        evidence::{ApplicationEvidence, Relation, waived_whole},
        gate_id::GateId,
        measured,
        refusal::{Finding, Owed, Shortfall},
        score::{Discrepancy, DiscrepancyKind, shown},
        state::ReferenceState,
    },
};

pub(super) use facts::{dates_apart, verified};

/// No waiver goes below two references (7.3).
const FLOOR: u32 = 2;

/// References this case needs, and whether a waiver made them fewer.
pub(super) fn needed(case: &ApplicationEvidence, frame: Frame<'_>) -> (u32, bool) {
    let rule = frame.policy.min_references;
    match waived_whole(&case.waivers, GateId::G24, frame.now) {
        Some(value) if value.max(FLOOR) < rule => (value.max(FLOOR), true),
        _ => (rule, false),
    }
}

/// G24.
pub(super) fn completed(case: &ApplicationEvidence, frame: Frame<'_>) -> Finding {
    let found = u32::try_from(case.references.counting().count()).unwrap_or(u32::MAX);
    let (required, waived) = needed(case, frame);
    let rule = frame.policy.min_references;
    if found >= rule {
        return Finding::met(plural(found, "reference"));
    }
    if waived && found >= required {
        return Finding::Waived(format!("{} instead of {rule}", plural(found, "reference")));
    }
    let referees = &case.references.referees;
    let pending: Vec<_> = referees
        .iter()
        .filter(|r| matches!(r.state, ReferenceState::Sent | ReferenceState::Opened))
        .collect();
    let oldest = pending.iter().filter_map(|r| r.sent_at).min();
    let asked = oldest.map_or(String::new(), |at| {
        format!(
            ", oldest asked {} ago",
            plural(frame.now.days_since(at).max(0), "day")
        )
    });
    let detail = format!(
        "{found} of {required} references completed; {} pending{asked}.",
        pending.len()
    );
    let to_send = referees
        .iter()
        .any(|r| matches!(r.state, ReferenceState::Named | ReferenceState::Verified));
    let doubted = referees.iter().any(|r| !r.unresolved_signs.is_empty());
    let mut owed: Vec<Owed> = pending.iter().map(|r| Owed::referee(&r.name)).collect();
    if to_send || doubted {
        owed.push(case.owed_by_hr());
    }
    if owed.is_empty() {
        owed.push(Owed::candidate());
    }
    let fix = if doubted {
        "Decide on the open signs of fraud, or ask a further referee."
    } else if to_send {
        "Verify the named referees and send the requests."
    } else if pending.is_empty() {
        "Ask the candidate for further referees."
    } else {
        "Remind the referees, or record a telephone interview with the same form."
    };
    let mut short = Shortfall::new(
        format!("{found} completed"),
        format!("{required} completed"),
        fix,
        detail,
    )
    .owed(owed)
    .at(case.path("/reference_checks"));
    short.since = oldest;
    Finding::open(short)
}

/// G25. A substitute stands in for the manager only, and only with its note.
pub(super) fn mix(case: &ApplicationEvidence, frame: Frame<'_>) -> Finding {
    let answered = |relations: &[Relation]| {
        let mut counting = case.references.counting();
        counting.any(|(referee, _)| relations.contains(&referee.relation))
    };
    let manager = answered(&[Relation::FormerDirectManager]);
    let noted = case
        .references
        .manager_substitute_note
        .as_ref()
        .is_some_and(|note| !note.trim().is_empty());
    let substitute = noted
        && answered(&[
            Relation::ProjectLead,
            Relation::MainClient,
            Relation::InternshipSupervisor,
        ]);
    let peer = answered(&[Relation::OperationsColleague, Relation::Peer]);
    let mut missing = Vec::new();
    if !manager && !substitute {
        missing.push("former direct manager".to_owned());
    }
    if frame.policy.peer_reference && !peer {
        missing.push("operations colleague".to_owned());
    }
    if missing.is_empty() {
        let who = if manager {
            "former direct manager"
        } else {
            "a recorded substitute for the manager"
        };
        return Finding::met(if frame.policy.peer_reference {
            format!("{who} and operations colleague or peer")
        } else {
            who.to_owned()
        });
    }
    let required = if frame.policy.peer_reference {
        "one former direct manager and one operations colleague or peer"
    } else {
        "one former direct manager"
    };
    Finding::open(
        Shortfall::new(
            relations(case),
            required,
            "Ask a referee of the missing kind; if no former manager can exist, record a project lead, main client or internship supervisor with a note.",
            format!("Missing: {}. If none can exist, record a substitute.", all_of(&missing)),
        )
        .owed([Owed::candidate(), case.owed_by_hr()])
        .at(case.path("/reference_checks")),
    )
}

/// The relations of those who answered.
fn relations(case: &ApplicationEvidence) -> String {
    let mut words: Vec<String> = case
        .references
        .counting()
        .map(|(referee, _)| referee.relation.to_string().replace('_', " "))
        .collect();
    words.dedup();
    if words.is_empty() {
        return "no reference yet".to_owned();
    }
    all_of(&words)
}

/// One sentence per competency that differs.
fn sentence(case: &ApplicationEvidence, code: &CompetencyCode, found: &[&Discrepancy]) -> String {
    let name = measured::name_of(&case.terms, code);
    let level = |value: Option<f64>| value.map_or("not measured".to_owned(), shown);
    let against = found.iter().find(|d| d.kind != DiscrepancyKind::RefereeSpread);
    match (against, found.first()) {
        (Some(d), _) => format!(
            "References and interviews differ on {name} ({} against {}).",
            level(d.interview),
            level(d.reference)
        ),
        (None, Some(d)) => format!("Referees differ by {} levels on {name}.", shown(d.spread)),
        (None, None) => String::new(),
    }
}

/// G27.
pub(super) fn discrepancies(case: &ApplicationEvidence, frame: Frame<'_>) -> Finding {
    let all = measured::discrepancies(case);
    let needed = frame.policy.discrepancy_note_chars;
    let mut differ: Vec<&CompetencyCode> = all.iter().map(|d| &d.competency).collect();
    differ.dedup();
    let differing = differ.len();
    let open = measured::open_differences(case, &all, needed);
    if open.is_empty() {
        return Finding::met(match differing {
            0 => "references and interviews agree".to_owned(),
            n => format!("{} explained", plural(n, "difference")),
        });
    }
    let mut detail: Vec<String> = open
        .iter()
        .map(|code| {
            let of_code: Vec<&Discrepancy> = all.iter().filter(|d| d.competency == **code).collect();
            sentence(case, code, &of_code)
        })
        .collect();
    detail.push("Call back or ask a further referee, then write down the outcome.".to_owned());
    Finding::open(
        Shortfall::new(
            format!("{} without an outcome", plural(open.len(), "difference")),
            format!("an outcome of at least {needed} characters for each"),
            "Call back, ask a further referee or put one more structured question to the candidate, and record the outcome.",
            detail.join(" "),
        )
        .owed([case.owed_by_hr()])
        .at(case.path("/reference_checks")),
    )
}
