//! Levels below their floors (G29 to G31).

use serde::{Deserialize, Serialize};

use super::Scores;
use crate::{
    kernel::{codes::CompetencyCode, kind::Kind, terms::CompetencyGroup},
    pipeline::policy::{CompetencyFact, Policy, TOLERANCE},
};

/// A competency below its floor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FloorMiss {
    /// Which one.
    pub competency: CompetencyCode,
    /// G29 asks for soft ones, G31 for commercial and technical ones.
    pub group: CompetencyGroup,
    /// Whether it is communication, which G30 asks for too.
    pub communication: bool,
    /// The level reached, 1 to 5.
    pub value: f64,
    /// The level needed.
    pub floor: f64,
}

/// Every rated competency below its floor, in the order of `facts`. One nobody rated is G21's matter.
pub fn below_floors(
    scores: &Scores,
    policy: &Policy,
    kind: Kind,
    facts: &[CompetencyFact],
) -> Vec<FloorMiss> {
    let miss = |fact: &CompetencyFact| {
        let value = scores.level(&fact.code)?;
        let floor = policy.competency_floor(kind, fact);
        (value < floor - TOLERANCE).then(|| FloorMiss {
            competency: fact.code.clone(),
            group: fact.group,
            communication: fact.communication,
            value,
            floor,
        })
    };
    facts.iter().filter_map(miss).collect()
}

/// The soft mean and its floor, when it is below (G29).
pub fn soft_mean_miss(scores: &Scores, policy: &Policy) -> Option<(f64, f64)> {
    let floor = policy.soft_mean_floor;
    scores
        .soft
        .filter(|&soft| soft < floor - TOLERANCE)
        .map(|soft| (soft, floor))
}
