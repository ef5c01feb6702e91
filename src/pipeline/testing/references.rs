//! Referees of the perfect application: a former manager, a colleague of operations, a client.

use super::{at, competency, nth};
use crate::{
    kernel::{codes::ReferenceItemCode, ids::RefereeId, time::Timestamp},
    pipeline::{evidence::*, state::ReferenceState},
};

/// Which competency each item of the reference form is about (dossier 3.0), R01 to R21 in order.
const ITEMS: [&str; 21] = [
    "WCOM", "WCOM", "VCOM", "VCOM", "ORGD", "ORGD", "EMPQ", "OPST", "OWNP", "OPST", "OWNP", "PROA", "CONF",
    "CONF", "BOUN", "BOUN", "WORK", "RSTR", "COMM", "TECH", "ORGD",
];

/// The referee with this number, 1 to 3.
pub(crate) fn referee_id(n: u128) -> RefereeId {
    nth(600 + n)
}

/// The referee with this relation, to be spoiled.
pub(crate) fn referee_mut(case: &mut ApplicationEvidence, relation: Relation) -> &mut RefereeFacts {
    case.references
        .referees
        .iter_mut()
        .find(|r| r.relation == relation)
        .unwrap()
}

fn period() -> (Timestamp, Option<Timestamp>) {
    let start = Timestamp::parse("2021-03-01T00:00:00Z").unwrap();
    let end = Timestamp::parse("2025-06-30T00:00:00Z").unwrap();
    (start, Some(end))
}

fn answers() -> AnswerFacts {
    let items = ITEMS
        .into_iter()
        .zip(1..)
        .map(|(code, n)| {
            let level = if code == "TECH" { 3 } else { 4 };
            let item = ReferenceItemCode::new(&format!("R{n:02}")).unwrap();
            (item, competency(code), Some(level))
        })
        .collect();
    AnswerFacts {
        period: period(),
        title_agrees: Some(true),
        saw_rarely: false,
        items,
        take_again: TakeAgain::YesGladly,
        low_information: false,
    }
}

fn referee(n: u128, name: &str, relation: Relation) -> RefereeFacts {
    RefereeFacts {
        referee: referee_id(n),
        name: name.to_owned(),
        relation,
        state: ReferenceState::Completed,
        consented_at: Some(at("11-02 12:10")),
        not_before_offer: false,
        verified_at: Some(at("11-04 13:00")),
        period: period(),
        sent_at: Some(at("11-04 14:00")),
        completed_at: Some(at("11-06 10:00")),
        answers: Some(answers()),
        dates_substitute_note: None,
        unresolved_signs: Vec::new(),
    }
}

pub(super) fn perfect_references() -> ReferenceEvidence {
    ReferenceEvidence {
        referees: vec![
            referee(1, "Rita Former", Relation::FormerDirectManager),
            referee(2, "Otto Prod", Relation::OperationsColleague),
            referee(3, "Clara Kunz", Relation::Client),
        ],
        resolutions: Vec::new(),
        manager_substitute_note: None,
    }
}
