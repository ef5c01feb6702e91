//! What the check answers.

use serde::Serialize;
use utoipa::ToSchema;

use super::{ClarityInput, Words};
use crate::text_enum;

text_enum! {
    /// A rule of dossier 8.2.
    pub enum RuleId {
        /// Title.
        Jd01 = "JD01",
        /// Kind.
        Jd02 = "JD02",
        /// Reporting line and operations.
        Jd03 = "JD03",
        /// Split of time.
        Jd04 = "JD04",
        /// Accounts and typical client.
        Jd05 = "JD05",
        /// Duties.
        Jd06 = "JD06",
        /// Pivotal duties.
        Jd07 = "JD07",
        /// Shares of pivotal duties.
        Jd08 = "JD08",
        /// Must-haves with evidence.
        Jd09 = "JD09",
        /// Wishes apart.
        Jd10 = "JD10",
        /// Performance standards.
        Jd11 = "JD11",
        /// Conduct standards.
        Jd12 = "JD12",
        /// Order of goals.
        Jd13 = "JD13",
        /// Career ladder.
        Jd14 = "JD14",
        /// Plan per horizon.
        Jd15 = "JD15",
        /// Strategy.
        Jd16 = "JD16",
        /// Realistic preview.
        Jd17 = "JD17",
        /// Conditions.
        Jd18 = "JD18",
        /// Pay.
        Jd19 = "JD19",
        /// Competencies.
        Jd20 = "JD20",
        /// Authority.
        Jd21 = "JD21",
        /// First 90 days.
        Jd22 = "JD22",
        /// Length.
        Jd23 = "JD23",
        /// Sentences.
        Jd24 = "JD24",
        /// No discrimination.
        Jd25 = "JD25",
        /// Says nothing.
        X01 = "JD-X01",
        /// Crew supervision in a client-focused role.
        X02 = "JD-X02",
        /// Prospecting in a production-focused role.
        X03 = "JD-X03",
        /// Text and form disagree on the split.
        X04 = "JD-X04",
        /// Labels instead of duties.
        X05 = "JD-X05",
        /// A standard that cannot be measured.
        X06 = "JD-X06",
    }
}

text_enum! {
    /// A warning of dossier 8.2; never blocks.
    pub enum WarningId {
        /// Two divergent sets of skills.
        Rare = "W-RARE",
        /// More than 12 requirements.
        Super = "W-SUPER",
        /// More than five years of experience as a must-have.
        Exp = "W-EXP",
        /// More than 15 accounts.
        Load = "W-LOAD",
        /// A manager who mostly sells.
        Split = "W-SPLIT",
        /// Phrases that say nothing.
        Vague = "W-VAGUE",
    }
}

/// The answer of the clarity check.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
pub struct ClarityReport {
    /// Points reached, 0 to 100.
    pub score: f64,
    /// The hard rules and instant failures that failed; any one blocks publishing.
    pub hard_failures: Vec<RuleId>,
    /// Every rule that failed, with what to do.
    pub failed: Vec<RuleResult>,
    /// Remarks that block nothing.
    pub warnings: Vec<ClarityWarning>,
}

/// A rule that failed.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RuleResult {
    /// The rule.
    pub rule: RuleId,
    /// The points it would have brought.
    pub points: f64,
    /// Whether it blocks publishing.
    pub hard: bool,
    /// Whether it passed.
    pub passed: bool,
    /// What the description says.
    pub found: String,
    /// What it should say.
    pub required: String,
    /// What to do.
    pub how_to_fix: String,
}

/// A remark that blocks nothing.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ClarityWarning {
    /// Which.
    pub warning: WarningId,
    /// What was noticed.
    pub text: String,
}

impl ClarityReport {
    /// Whether a description may be published: no hard failure and at least `min_score` points (0 to 100).
    pub fn passes(&self, min_score: f64) -> bool {
        self.hard_failures.is_empty() && self.score + 1e-9 >= min_score
    }
    pub(super) fn add(&mut self, rule: &Rule, hard: bool, finding: Finding) {
        if finding.passed {
            self.score += rule.points;
            return;
        }
        if hard {
            self.hard_failures.push(rule.id);
        }
        self.failed.push(RuleResult {
            rule: rule.id,
            points: rule.points,
            hard,
            passed: false,
            found: finding.found,
            required: finding.required.unwrap_or_else(|| rule.required.to_owned()),
            how_to_fix: rule.how_to_fix.to_owned(),
        });
    }
    pub(super) fn sort(&mut self) {
        self.hard_failures.sort_unstable();
        self.failed.sort_by_key(|r| r.rule);
    }
}

/// A rule as data: what it is worth, what it asks and how it is checked.
#[derive(Clone, Copy)]
pub(super) struct Rule {
    pub(super) id: RuleId,
    pub(super) points: f64,
    pub(super) hard: bool,
    pub(super) required: &'static str,
    pub(super) how_to_fix: &'static str,
    pub(super) check: fn(&ClarityInput<'_>, &Words) -> Finding,
}

/// What a rule saw.
pub(super) struct Finding {
    pub(super) passed: bool,
    pub(super) found: String,
    pub(super) required: Option<String>,
}

impl Finding {
    pub(super) fn new(passed: bool, found: impl Into<String>) -> Self {
        Self {
            passed,
            found: found.into(),
            required: None,
        }
    }
    pub(super) fn met() -> Self {
        Self::new(true, "")
    }
    /// Met when there is nothing to complain about.
    pub(super) fn from_problems(problems: &[String]) -> Self {
        Self::new(problems.is_empty(), problems.join("; "))
    }
    pub(super) fn requiring(mut self, required: String) -> Self {
        self.required = Some(required);
        self
    }
}
