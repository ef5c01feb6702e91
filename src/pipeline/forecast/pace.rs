//! How long things take in this company, for the projected date (dossier 7.5): its own median where there is history
//! enough, the policy's assumption otherwise. Only rounds and references have a median of their own in the dossier;
//! debrief and approval are the policy's.

use serde::Serialize;

use crate::{pipeline::policy::Policy, text_enum};

/// So many measured times make a median worth more than the assumption (house rule; the dossier names no number).
const ENOUGH: usize = 5;
/// Rounds are planned on different days: a company that holds two a day is no reason to project all on one.
const SHORTEST_ROUND_GAP: u32 = 1;

text_enum! {
    /// What a step's pace rests on.
    pub enum PaceBasis {
        /// The median of what was measured in this company.
        OwnHistory = "own_history",
        /// The policy's number.
        Assumed = "assumed",
    }
}

/// How long one step takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PaceStep {
    /// In working days.
    pub working_days: u32,
    /// What that rests on.
    pub basis: PaceBasis,
    /// How many times it was measured in the past year.
    pub measured: usize,
}

impl PaceStep {
    fn assumed(working_days: u32) -> Self {
        Self {
            working_days,
            basis: PaceBasis::Assumed,
            measured: 0,
        }
    }

    /// The median of the measured times, once there are enough.
    fn of(mut measured: Vec<u32>, assumed: u32) -> Self {
        measured.sort_unstable();
        let count = measured.len();
        // Of an even number the longer middle: rather a day late than a promise broken.
        match measured.get(count / 2) {
            Some(&median) if count >= ENOUGH => Self {
                working_days: median,
                basis: PaceBasis::OwnHistory,
                measured: count,
            },
            _ => Self {
                measured: count,
                ..Self::assumed(assumed)
            },
        }
    }
}

/// What was measured in this company, in working days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// Between two rounds of one candidate.
    pub round_gaps: Vec<u32>,
    /// From asking for a reference to its arrival.
    pub references: Vec<u32>,
}

/// How long things take in this company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Pace {
    /// Between two rounds.
    pub round_gap: PaceStep,
    /// From asking for a reference to its arrival.
    pub reference: PaceStep,
    /// From the last fact to the end of the debrief.
    pub debrief: PaceStep,
    /// From the debrief to the approval.
    pub approval: PaceStep,
}

impl Pace {
    /// The pace to assume without a history of one's own.
    pub fn assumed(policy: &Policy) -> Self {
        Self::learned(policy, History::default())
    }

    /// The company's own pace where there is history enough.
    pub fn learned(policy: &Policy, history: History) -> Self {
        let mut round_gap = PaceStep::of(history.round_gaps, policy.projected_round_gap);
        if round_gap.basis == PaceBasis::OwnHistory {
            round_gap.working_days = round_gap.working_days.max(SHORTEST_ROUND_GAP);
        }
        Self {
            round_gap,
            reference: PaceStep::of(history.references, policy.projected_reference_days),
            debrief: PaceStep::assumed(policy.projected_debrief_days),
            approval: PaceStep::assumed(policy.projected_approval_days),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learned(references: &[u32]) -> PaceStep {
        let history = History {
            references: references.to_vec(),
            ..History::default()
        };
        Pace::learned(&Policy::standard(), history).reference
    }

    #[test]
    fn the_own_median_counts_from_five_measured_times_on() {
        let few = learned(&[9, 9, 9, 9]);
        assert_eq!(
            (few.working_days, few.basis, few.measured),
            (3, PaceBasis::Assumed, 4)
        );
        let enough = learned(&[1, 9, 7, 6, 30]);
        assert_eq!(
            (enough.working_days, enough.basis, enough.measured),
            (7, PaceBasis::OwnHistory, 5)
        );
        assert_eq!(learned(&[2, 2, 2, 8, 8, 8]).working_days, 8, "the longer middle");
    }

    #[test]
    fn rounds_are_not_projected_on_one_day() {
        let history = History {
            round_gaps: vec![0; 8],
            ..History::default()
        };
        let pace = Pace::learned(&Policy::standard(), history);
        assert_eq!(
            (pace.round_gap.working_days, pace.round_gap.basis),
            (1, PaceBasis::OwnHistory)
        );
        assert_eq!(pace.debrief.basis, PaceBasis::Assumed);
    }
}
