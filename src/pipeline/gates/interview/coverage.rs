//! G20 to G22: enough different people, every competency measured twice, and somebody of operations.

use std::collections::BTreeSet;

use super::{Frame, Needed, needed, rounds::unique};
use crate::{
    kernel::{codes::CompetencyCode, ids::UserId, role::Role, terms::CompetencyGroup},
    pipeline::{
        evidence::{ApplicationEvidence, CardFacts, CompetencyTerms, PanelistFacts},
        gate_id::GateId,
        gates::words::{all_of, count, number},
        refusal::{Finding, Owed, Shortfall},
    },
};

/// People below which no waiver goes (7.3).
const LEAST_RATERS: u32 = 3;

fn people_who_rated(case: &ApplicationEvidence) -> BTreeSet<UserId> {
    case.assessment.locked().map(|c| c.rater).collect()
}

/// Everybody whose card is open, or HR when all cards are in.
fn owed_by_raters(case: &ApplicationEvidence, of_interest: impl Fn(&CardFacts) -> bool) -> Vec<Owed> {
    let open = case.assessment.owed().filter(|c| of_interest(c));
    let owing: Vec<Owed> = open.map(|c| case.owed_by_rater(c.rater)).collect();
    if owing.is_empty() {
        vec![case.owed_by_hr()]
    } else {
        unique(owing)
    }
}

pub(in crate::pipeline::gates) fn distinct_people(case: &ApplicationEvidence, frame: Frame<'_>) -> Finding {
    let found = count(people_who_rated(case));
    let Needed { usual, waived } = needed(case, GateId::G20, frame.policy.min_raters, LEAST_RATERS, frame);
    if found >= usual {
        return Finding::met(format!("{found} different people have rated"));
    }
    if found >= waived {
        return Finding::Waived(format!(
            "{found} different people have rated; {usual} without the waiver"
        ));
    }
    let short = Shortfall::new(
        format!("{found} different people"),
        format!("{waived} different people"),
        "Let further people rate a round or a work sample.",
        format!("{found} different people have rated; {waived} are needed."),
    )
    .owed(owed_by_raters(case, |_| true))
    .at(case.path("/panel"));
    Finding::open(short)
}

/// What a competency lacks for G21, in words; `None` when it is measured well enough.
fn unmeasured(
    case: &ApplicationEvidence,
    code: &CompetencyCode,
    terms: &CompetencyTerms,
    frame: Frame<'_>,
) -> Option<String> {
    let rates = |c: &&CardFacts| {
        c.ratings
            .iter()
            .any(|r| r.competency == *code && r.value.is_some())
    };
    let cards: Vec<&CardFacts> = case.assessment.locked().filter(rates).collect();
    let people = count(cards.iter().map(|c| c.rater).collect::<BTreeSet<_>>());
    let sources = count(cards.iter().map(|c| &c.source).collect::<BTreeSet<_>>());
    let twice = terms.critical && terms.group == CompetencyGroup::Soft;
    let occasions = if twice { frame.policy.critical_sources } else { 1 };
    let of = |found: u32, one: &str, many: &str| {
        format!("{} {}", number(found), if found == 1 { one } else { many })
    };
    let (few, narrow) = (people < frame.policy.soft_raters, sources < occasions);
    let has = match (few, narrow) {
        (false, false) => return None,
        (_, _) if people == 0 => "not rated".to_owned(),
        (true, false) => of(people, "person", "people"),
        (false, true) => of(sources, "occasion", "occasions"),
        (true, true) => format!(
            "{}, {}",
            of(people, "person", "people"),
            of(sources, "occasion", "occasions")
        ),
    };
    Some(format!("{} ({has})", terms.name))
}

pub(in crate::pipeline::gates) fn coverage(case: &ApplicationEvidence, frame: Frame<'_>) -> Finding {
    let open: Vec<(&CompetencyCode, String)> = case
        .terms
        .competencies
        .iter()
        .filter_map(|(code, terms)| Some((code, unmeasured(case, code, terms, frame)?)))
        .collect();
    if open.is_empty() {
        return Finding::met(format!(
            "{} competencies measured by {} people or more",
            case.terms.competencies.len(),
            number(frame.policy.soft_raters)
        ));
    }
    let list = open
        .iter()
        .map(|(_, has)| has.as_str())
        .collect::<Vec<_>>()
        .join(", ");
    let (people, occasions) = (
        number(frame.policy.soft_raters),
        number(frame.policy.critical_sources),
    );
    let short = Shortfall::new(
        list.clone(),
        format!("{people} people per competency, {occasions} occasions for critical soft skills"),
        "Lock the open cards; where nobody saw the skill, add a supplementary round with the same kit.",
        format!(
            "Not yet measured by {people} people (and {occasions} occasions for critical skills): {list}."
        ),
    )
    .owed(owed_by_raters(case, |card| {
        open.iter().any(|(code, _)| card.expected.contains(code))
    }))
    .at(case.path("/scheduled_interviews"));
    Finding::open(short)
}

pub(in crate::pipeline::gates) fn operations_voice(case: &ApplicationEvidence) -> Finding {
    let rated = people_who_rated(case);
    let who = |fits: fn(&PanelistFacts) -> bool| -> Vec<String> {
        let panel = case.panel.iter();
        panel
            .filter(|p| rated.contains(&p.user) && fits(p))
            .map(|p| p.name.clone())
            .collect()
    };
    let voices = who(|p| p.operations);
    if !voices.is_empty() {
        return Finding::met(format!("rated by {} of operations", all_of(&voices)));
    }
    let owners = who(|p| p.owner_running_operations);
    if !owners.is_empty() {
        return Finding::met(format!(
            "rated by {}, who runs operations as owner (stands in)",
            all_of(&owners)
        ));
    }
    let planned: Vec<Owed> = case
        .panel
        .iter()
        .filter(|p| p.operations)
        .map(|p| case.owed_by_rater(p.user))
        .collect();
    let owed = if planned.is_empty() {
        vec![case.owed_by(Role::OpsLead, case.terms.ops_lead)]
    } else {
        planned
    };
    Finding::open(
        Shortfall::new(
            "nobody from operations has rated",
            "at least one rater from operations, or an owner who runs operations",
            "Let somebody from operations rate a round.",
            "Nobody from operations has met this candidate. Tension between account managers and operations \
             is a classic cause of failure.",
        )
        .owed(owed)
        .at(case.path("/panel")),
    )
}
