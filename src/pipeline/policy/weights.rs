//! Weights of the composite (dossier 2.4).

use serde::{Deserialize, Serialize};

use super::{Direction, PolicyFault, TOLERANCE};
use crate::kernel::kind::Kind;

/// One value per kind of account manager.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ByKind<T> {
    /// For client-focused jobs.
    pub client_focused: T,
    /// For production-focused jobs.
    pub production_focused: T,
    /// For hybrid jobs.
    pub hybrid: T,
}

impl<T> ByKind<T> {
    /// The value for `kind`.
    pub fn get(&self, kind: Kind) -> &T {
        match kind {
            Kind::ClientFocused => &self.client_focused,
            Kind::ProductionFocused => &self.production_focused,
            Kind::Hybrid => &self.hybrid,
        }
    }
}

/// What each part of the composite counts for; `soft`, `commercial` and `technical` sum to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KindWeights {
    /// Share of the soft mean: at least 0.60.
    pub soft: f64,
    /// Share of commercial sense: 0 to 0.25.
    pub commercial: f64,
    /// Share of technical knowledge: 0 to 0.30.
    pub technical: f64,
    /// Share of the references in the final composite: 0 to 0.20.
    pub reference: f64,
}

impl KindWeights {
    /// What the validators of 2.4 object to; `key` names the place, e.g. `policy.weights.hybrid`.
    pub fn faults(&self, key: &str) -> Vec<PolicyFault> {
        let checks = [
            ("soft", self.soft, 0.60, Direction::Min),
            ("commercial", self.commercial, 0.0, Direction::Min),
            ("commercial", self.commercial, 0.25, Direction::Max),
            ("technical", self.technical, 0.0, Direction::Min),
            ("technical", self.technical, 0.30, Direction::Max),
            ("reference", self.reference, 0.0, Direction::Min),
            ("reference", self.reference, 0.20, Direction::Max),
            (
                "sum",
                self.soft + self.commercial + self.technical,
                1.0,
                Direction::Equal,
            ),
        ];
        checks
            .into_iter()
            .filter(|&(_, given, limit, direction)| !keeps(given, limit, direction))
            .map(|(part, given, limit, direction)| PolicyFault {
                key: format!("{key}.{part}"),
                given: given.to_string(),
                floor: limit.to_string(),
                direction,
            })
            .collect()
    }
    pub(super) fn same_as(&self, other: &Self) -> bool {
        [
            (self.soft, other.soft),
            (self.commercial, other.commercial),
            (self.technical, other.technical),
            (self.reference, other.reference),
        ]
        .into_iter()
        .all(|(a, b)| (a - b).abs() <= TOLERANCE)
    }
}

/// Whether `given` keeps `limit`; not-a-number keeps nothing.
pub(super) fn keeps(given: f64, limit: f64, direction: Direction) -> bool {
    match direction {
        Direction::Min => given >= limit - TOLERANCE,
        Direction::Max => given <= limit + TOLERANCE,
        Direction::Equal => (given - limit).abs() <= TOLERANCE,
    }
}

impl ByKind<KindWeights> {
    pub(super) fn shipped() -> Self {
        let weights = |soft, commercial, technical| KindWeights {
            soft,
            commercial,
            technical,
            reference: 0.10,
        };
        Self {
            client_focused: weights(0.70, 0.15, 0.15),
            production_focused: weights(0.60, 0.10, 0.30),
            hybrid: weights(0.65, 0.15, 0.20),
        }
    }
}
