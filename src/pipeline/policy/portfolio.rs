//! How many accounts of their own a hire may carry (dossier 6.4, gates G53 and G58; a house rule).

use serde::{Deserialize, Serialize};

use super::{Direction, PolicyFault};
use crate::{kernel::text_enum::TextEnum, pipeline::state::PortfolioStage};

/// When a stage may begin and what it allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StageLimit {
    /// Earliest day after the start.
    pub from_day: u32,
    /// Most accounts of one's own.
    pub max_accounts: u32,
}

/// The limits of all stages. The defaults are also the absolute limits: a company may only be slower.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PortfolioTable {
    /// From day 0.
    pub shadow: StageLimit,
    /// From day 14.
    pub assisted: StageLimit,
    /// From day 30.
    pub supervised: StageLimit,
    /// From day 60.
    pub growing: StageLimit,
    /// From day 90.
    pub full1: StageLimit,
    /// From day 150.
    pub full2: StageLimit,
}

impl Default for PortfolioTable {
    fn default() -> Self {
        let limit = |from_day, max_accounts| StageLimit {
            from_day,
            max_accounts,
        };
        Self {
            shadow: limit(0, 0),
            assisted: limit(14, 3),
            supervised: limit(30, 6),
            growing: limit(60, 10),
            full1: limit(90, 15),
            full2: limit(150, 20),
        }
    }
}

impl PortfolioTable {
    /// The limits of `stage`.
    pub fn get(&self, stage: PortfolioStage) -> StageLimit {
        match stage {
            PortfolioStage::Shadow => self.shadow,
            PortfolioStage::Assisted => self.assisted,
            PortfolioStage::Supervised => self.supervised,
            PortfolioStage::Growing => self.growing,
            PortfolioStage::Full1 => self.full1,
            PortfolioStage::Full2 => self.full2,
        }
    }
    /// Where `self` is faster than `limits`.
    pub(super) fn faults(&self, limits: &Self) -> Vec<PolicyFault> {
        let mut faults = Vec::new();
        for &stage in PortfolioStage::ALL {
            let (given, limit) = (self.get(stage), limits.get(stage));
            let mut push = |part: &str, given: u32, limit: u32, direction| {
                faults.push(PolicyFault {
                    key: format!("policy.portfolio.{stage}.{part}"),
                    given: given.to_string(),
                    floor: limit.to_string(),
                    direction,
                });
            };
            if given.from_day < limit.from_day {
                push("from_day", given.from_day, limit.from_day, Direction::Min);
            }
            if given.max_accounts > limit.max_accounts {
                push(
                    "max_accounts",
                    given.max_accounts,
                    limit.max_accounts,
                    Direction::Max,
                );
            }
        }
        faults
    }
}

/// What must be signed and shown before a stage begins, beside the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageNeeds {
    /// Shared modules, those of earlier stages included.
    pub shared: &'static [&'static str],
    /// Modules of the hire's own area, without the area's prefix: `D1` is `C-D1` or `P-D1`.
    pub own_area: &'static [&'static str],
    /// Every module of the own area that is due by this day.
    pub own_area_due_by: Option<u32>,
    /// Every module of the plan.
    pub all_modules: bool,
    /// The day-90 review says "meets".
    pub review_meets: bool,
    /// Two months of at least 90 % on time, satisfaction not falling, wellbeing at least 3.
    pub two_good_months: bool,
}

const NOTHING: StageNeeds = StageNeeds {
    shared: &[],
    own_area: &[],
    own_area_due_by: None,
    all_modules: false,
    review_meets: false,
    two_good_months: false,
};

impl StageNeeds {
    /// What 6.4 asks for before `stage` begins.
    pub const fn of(stage: PortfolioStage) -> Self {
        match stage {
            PortfolioStage::Shadow => NOTHING,
            PortfolioStage::Assisted => StageNeeds {
                shared: &["S-D1", "S-D4", "S-T2", "S-T6", "S-D8"],
                ..NOTHING
            },
            PortfolioStage::Supervised => StageNeeds {
                shared: &[
                    "S-D1", "S-D4", "S-T2", "S-T6", "S-D8", "S-D3", "S-D6", "S-T3", "S-T4",
                ],
                ..NOTHING
            },
            PortfolioStage::Growing => StageNeeds {
                shared: &GROWN,
                own_area: &["D1", "D5"],
                ..NOTHING
            },
            PortfolioStage::Full1 => StageNeeds {
                shared: &GROWN,
                own_area: &["D1", "D5"],
                own_area_due_by: Some(75),
                review_meets: true,
                ..NOTHING
            },
            PortfolioStage::Full2 => StageNeeds {
                shared: &GROWN,
                own_area: &["D1", "D5"],
                own_area_due_by: Some(75),
                all_modules: true,
                review_meets: true,
                two_good_months: true,
            },
        }
    }
}

const GROWN: [&str; 14] = [
    "S-D1", "S-D4", "S-T2", "S-T6", "S-D8", "S-D3", "S-D6", "S-T3", "S-T4", "S-D2", "S-D5", "S-D7", "S-T1",
    "S-T5",
];
