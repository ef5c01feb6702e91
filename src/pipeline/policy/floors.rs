//! Lowest means per competency (dossier 3.0, G29 to G31). Values are house rules; 3 is the anchor
//! "meets the standard".

use std::collections::BTreeMap;

use super::{Direction, Policy, PolicyFault, weights::ByKind, weights::keeps};
use crate::kernel::{
    codes::CompetencyCode,
    kind::Kind,
    terms::CompetencyGroup::{self, Commercial, Soft, Technical},
};

/// Lowest mean per competency, in levels 1 to 5.
pub type CompetencyFloors = BTreeMap<CompetencyCode, f64>;

/// What a floor depends on.
#[derive(Debug, Clone, PartialEq)]
pub struct CompetencyFact {
    /// Which competency.
    pub code: CompetencyCode,
    /// What it belongs to.
    pub group: CompetencyGroup,
    /// Whether it is critical for the job's kind.
    pub critical: bool,
    /// Whether it is communication, written or verbal (G30).
    pub communication: bool,
    /// A floor of the job's own interview plan; it counts where it is higher than the policy's.
    pub floor: Option<f64>,
}

/// A competency as shipped: for which kinds it is critical, and the floors of client-focused,
/// production-focused and hybrid jobs.
struct Shipped {
    code: &'static str,
    group: CompetencyGroup,
    critical: [bool; 3],
    floors: [f64; 3],
}

const fn shipped(
    code: &'static str,
    group: CompetencyGroup,
    critical: [bool; 3],
    floors: [f64; 3],
) -> Shipped {
    Shipped {
        code,
        group,
        critical,
        floors,
    }
}

const ALL: [bool; 3] = [true; 3];
const CLIENT: [bool; 3] = [true, false, true];
const PRODUCTION: [bool; 3] = [false, true, true];

/// The table of 3.0.
static TABLE: [Shipped; 13] = [
    shipped("WCOM", Soft, ALL, [3.5; 3]),
    shipped("VCOM", Soft, ALL, [3.5; 3]),
    shipped("ORGD", Soft, ALL, [3.0; 3]),
    shipped("EMPQ", Soft, ALL, [3.0; 3]),
    shipped("OPST", Soft, ALL, [3.0; 3]),
    shipped("CONF", Soft, ALL, [3.0; 3]),
    shipped("PROA", Soft, CLIENT, [3.0, 2.5, 3.0]),
    shipped("RSTR", Soft, CLIENT, [3.0, 2.5, 3.0]),
    shipped("OWNP", Soft, PRODUCTION, [2.5, 3.0, 3.0]),
    shipped("WORK", Soft, PRODUCTION, [2.5, 3.0, 3.0]),
    shipped("BOUN", Soft, [false; 3], [2.5; 3]),
    shipped("COMM", Commercial, [false; 3], [2.5; 3]),
    shipped("TECH", Technical, PRODUCTION, [2.0, 3.0, 3.0]),
];

fn by_kind<T: Copy>(values: [T; 3], kind: Kind) -> T {
    let [client, production, hybrid] = values;
    match kind {
        Kind::ClientFocused => client,
        Kind::ProductionFocused => production,
        Kind::Hybrid => hybrid,
    }
}

fn is_communication(code: &str) -> bool {
    matches!(code, "WCOM" | "VCOM")
}

/// What the shipped table says of `code`; a competency of the company's own counts as an uncritical soft one.
fn shipped_fact(kind: Kind, code: &CompetencyCode) -> CompetencyFact {
    let row = TABLE.iter().find(|row| *code == row.code);
    CompetencyFact {
        code: code.clone(),
        group: row.map_or(Soft, |row| row.group),
        critical: row.is_some_and(|row| by_kind(row.critical, kind)),
        communication: is_communication(code.as_str()),
        floor: None,
    }
}

/// The absolute floor: neither configuration nor waiver goes below it (7.3, G29 to G31).
pub fn absolute_floor(kind: Kind, fact: &CompetencyFact) -> f64 {
    match fact.group {
        Soft if fact.communication => 3.25,
        Soft if fact.critical => 2.75,
        Soft => 2.25,
        Commercial => 2.5,
        Technical => absolute_technical_floor(kind),
    }
}

/// The absolute floor of technical knowledge (G31).
pub fn absolute_technical_floor(kind: Kind) -> f64 {
    by_kind([1.5, 2.5, 2.5], kind)
}

/// The default of a competency nobody has set a floor for.
fn default_floor(kind: Kind, fact: &CompetencyFact) -> f64 {
    match fact.group {
        Soft if fact.communication => 3.5,
        Soft if fact.critical => 3.0,
        Soft | Commercial => 2.5,
        Technical => by_kind([2.0, 3.0, 3.0], kind),
    }
}

impl Policy {
    /// The lowest mean for a competency in a job of `kind`, before any waiver.
    pub fn competency_floor(&self, kind: Kind, fact: &CompetencyFact) -> f64 {
        let set = self.floors.get(kind).get(&fact.code).copied();
        let own = fact.floor.unwrap_or(0.0);
        let communication = if fact.communication {
            self.communication_floor
        } else {
            0.0
        };
        let set = set.unwrap_or_else(|| {
            if fact.communication {
                communication
            } else {
                default_floor(kind, fact)
            }
        });
        set.max(own).max(communication).max(absolute_floor(kind, fact))
    }
}

impl ByKind<CompetencyFloors> {
    /// The table of 3.0 without the communication competencies: these have one number for all kinds.
    pub(super) fn shipped() -> Self {
        let column = |kind| {
            TABLE
                .iter()
                .filter(|row| !is_communication(row.code))
                .filter_map(|row| Some((CompetencyCode::new(row.code).ok()?, by_kind(row.floors, kind))))
                .collect()
        };
        Self {
            client_focused: column(Kind::ClientFocused),
            production_focused: column(Kind::ProductionFocused),
            hybrid: column(Kind::Hybrid),
        }
    }
    pub(super) fn faults(&self, kind: Kind) -> Vec<PolicyFault> {
        let unknown = |code: &&CompetencyCode| !TABLE.iter().any(|row| **code == row.code);
        let unknown = self.get(kind).iter().filter(|(code, _)| unknown(code));
        let unknown = unknown.map(|(code, given)| PolicyFault {
            key: format!("policy.floors.{kind}.{code}"),
            given: given.to_string(),
            floor: "left out: there is no such competency".to_owned(),
            direction: Direction::Equal,
        });
        let below = |(code, &given): (&CompetencyCode, &f64)| {
            let limit = absolute_floor(kind, &shipped_fact(kind, code));
            (!keeps(given, limit, Direction::Min)).then(|| PolicyFault {
                key: format!("policy.floors.{kind}.{code}"),
                given: given.to_string(),
                floor: limit.to_string(),
                direction: Direction::Min,
            })
        };
        self.get(kind).iter().filter_map(below).chain(unknown).collect()
    }
    pub(super) fn as_strict_as(&self, other: &Self, kind: Kind) -> bool {
        let floor = |floors: &Self, code: &CompetencyCode| {
            let fact = shipped_fact(kind, code);
            floors
                .get(kind)
                .get(code)
                .copied()
                .unwrap_or_else(|| default_floor(kind, &fact))
        };
        let codes = self.get(kind).keys().chain(other.get(kind).keys());
        codes
            .into_iter()
            .all(|code| keeps(floor(self, code), floor(other, code), Direction::Min))
    }
}
