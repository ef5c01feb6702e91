//! How far each gate can be waived (dossier 7.3, column W).

use std::fmt;

use super::WaiverGate;
use crate::{
    kernel::{
        kind::Kind,
        terms::{CompetencyGroup, Layout},
    },
    pipeline::{
        evidence::ApplicationEvidence,
        measured,
        policy::{Direction, Policy, TOLERANCE, absolute_technical_floor},
    },
};

/// What limits depend on.
#[derive(Debug, Clone, Copy)]
pub struct WaiverContext<'a> {
    /// The policy of the case.
    pub policy: &'a Policy,
    /// The kind of the job.
    pub kind: Kind,
    /// The technical floor of the job, in levels (G31).
    pub technical_floor: f64,
}

impl<'a> WaiverContext<'a> {
    /// What the limits of an application depend on.
    pub fn of(case: &ApplicationEvidence, policy: &'a Policy) -> Self {
        let technical = measured::competency_facts(&case.terms)
            .into_iter()
            .find(|fact| fact.group == CompetencyGroup::Technical);
        Self {
            policy,
            kind: case.terms.kind,
            technical_floor: technical.map_or(0.0, |fact| policy.competency_floor(case.terms.kind, &fact)),
        }
    }
}

/// How far a gate can be waived.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WaiverLimit {
    /// The rule without a waiver.
    pub current: f64,
    /// The loosest value.
    pub limit: f64,
    /// Whether the rule asks for at least or at most that much.
    pub direction: Direction,
    /// The gate's unit, e.g. `rounds`.
    pub unit: &'static str,
}

impl WaiverLimit {
    /// Whether `value` is a relief and no more than the limit.
    pub fn allows(&self, value: f64) -> bool {
        match self.direction {
            Direction::Min => value >= self.limit - TOLERANCE && value < self.current - TOLERANCE,
            Direction::Max => value <= self.limit + TOLERANCE && value > self.current + TOLERANCE,
            Direction::Equal => false,
        }
    }
}

impl fmt::Display for WaiverLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.limit, self.unit)
    }
}

/// Certified raters of a round with the usual two; the small firm's rule asks for one (G13).
const CERTIFIED_RATERS: [u32; 2] = [2, 1];
/// Longest time for a card with a waiver, in hours (G18).
const CARD_HOURS: u32 = 120;
/// Rounds, and different raters, with a waiver (G19, G20).
const SMALL_FIRM: u32 = 3;
/// References with a waiver (G24).
const REFERENCES: u32 = 2;
/// How much lower the technical floor can be, in levels (G31).
const TECHNICAL_RELIEF: f64 = 0.5;
/// Rounds a day for travelling candidates (G36).
const ROUNDS_A_DAY: u32 = 3;
/// Oldest data with a waiver, in days. The dossier gives no figure; a house rule: half as long again (G41).
const DATA_DAYS: u32 = 270;

impl WaiverGate {
    /// How far this gate can be waived in a case; `None` when its rule is at the limit already.
    pub fn limit(self, context: &WaiverContext<'_>) -> Option<WaiverLimit> {
        let policy = context.policy;
        let small = policy.profile == Layout::SmallFirm;
        let (current, limit, direction, unit) = match self {
            Self::G19 | Self::G20 if small => return None,
            Self::G31 => {
                let floor = context.technical_floor;
                let limit = (floor - TECHNICAL_RELIEF).max(absolute_technical_floor(context.kind));
                return relief(floor, limit, Direction::Min, "levels");
            }
            Self::G06 => (policy.ladder_rungs, 1, Direction::Min, "steps"),
            Self::G13 => {
                let [every, one] = CERTIFIED_RATERS;
                let current = if policy.every_rater_certified { every } else { one };
                (current, one, Direction::Min, "certified raters per round")
            }
            Self::G18 => (policy.card_void_hours, CARD_HOURS, Direction::Max, "hours"),
            Self::G19 => (policy.min_rounds, SMALL_FIRM, Direction::Min, "rounds"),
            Self::G20 => (policy.min_raters, SMALL_FIRM, Direction::Min, "raters"),
            Self::G24 => (policy.min_references, REFERENCES, Direction::Min, "references"),
            Self::G34 => (policy.min_assessed, 1, Direction::Min, "assessed candidates"),
            Self::G35 => (policy.min_elapsed_days, 3, Direction::Min, "days"),
            Self::G36 => (
                policy.rounds_per_candidate_day,
                ROUNDS_A_DAY,
                Direction::Max,
                "rounds per day",
            ),
            Self::G37 => (policy.cooling_off_hours, 12, Direction::Min, "hours"),
            Self::G41 => (policy.freshness_days, DATA_DAYS, Direction::Max, "days"),
            Self::G51 => (1, 0, Direction::Min, "prerequisites first"),
            Self::G53 => (0, 1, Direction::Max, "stages ahead"),
        };
        relief(f64::from(current), f64::from(limit), direction, unit)
    }
}

fn relief(current: f64, limit: f64, direction: Direction, unit: &'static str) -> Option<WaiverLimit> {
    let limit = WaiverLimit {
        current,
        limit,
        direction,
        unit,
    };
    limit.allows(limit.limit).then_some(limit)
}
