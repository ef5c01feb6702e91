//! The policy a case runs under: numbers that are no looser than the absolute floors. A [`Policy`] that
//! exists is valid; gates take nothing else.

mod floors;
mod numbers;
mod portfolio;
mod possible;
mod weights;

use std::{fmt, ops::Deref};

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use floors::{CompetencyFact, CompetencyFloors, absolute_floor, absolute_technical_floor};
pub use numbers::{ExerciseSet, PolicyNumbers, Scalar};
pub use portfolio::{PortfolioTable, StageLimit, StageNeeds};
pub use weights::{ByKind, KindWeights};

use crate::{
    kernel::{kind::Kind, terms::Layout, text_enum::TextEnum},
    text_enum,
};

/// Two values this close count as equal when scores and weights are compared (2.4).
pub const TOLERANCE: f64 = 1e-9;

text_enum! {
    /// On which side of its limit a number must lie.
    pub enum Direction {
        /// At least the limit.
        Min = "min",
        /// At most the limit.
        Max = "max",
        /// Exactly the limit.
        Equal = "equal",
    }
}

/// A number that passes its absolute floor (7.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PolicyFault {
    /// The setting, e.g. `policy.min_rounds`.
    pub key: String,
    /// What it was set to.
    pub given: String,
    /// The absolute floor.
    pub floor: String,
    /// On which side of it the number must lie.
    pub direction: Direction,
}

impl fmt::Display for PolicyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            key, given, floor, ..
        } = self;
        match self.direction {
            Direction::Min => write!(f, "{key} = {given} is below the absolute floor {floor}"),
            Direction::Max => write!(f, "{key} = {given} is above the absolute limit {floor}"),
            Direction::Equal => write!(f, "{key} = {given} must be {floor}"),
        }
    }
}

/// A policy table that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("policy.{key}: {reason}")]
pub struct PolicyTableError {
    /// The setting, without the leading `policy.`.
    pub key: String,
    /// What is wrong with it.
    pub reason: String,
}

impl PolicyNumbers {
    /// The defaults of `profile`.
    pub fn of(profile: Layout) -> Self {
        match profile {
            Layout::Standard => Self::standard(),
            Layout::SmallFirm => Self::small_firm(),
        }
    }
    /// The defaults of `profile` with the overrides of a (possibly nested) table laid over them.
    ///
    /// # Errors
    /// When a key is unknown, a value has the wrong type, or the table names another profile.
    pub fn from_value(profile: Layout, overrides: &Value) -> Result<Self, PolicyTableError> {
        let failed = |key: String, reason: String| PolicyTableError { key, reason };
        let mut table = serde_json::to_value(Self::of(profile))
            .map_err(|error| failed(String::new(), error.to_string()))?;
        if !overrides.is_null() {
            let mut overrides = overrides.clone();
            capital_codes(&mut overrides);
            overlay(&mut table, &overrides);
        }
        let numbers: Self = serde_path_to_error::deserialize(table)
            .map_err(|error| failed(error.path().to_string(), error.inner().to_string()))?;
        if numbers.profile == profile {
            Ok(numbers)
        } else {
            Err(failed("profile".into(), format!("is not {profile}")))
        }
    }
    /// As [`PolicyNumbers::from_value`], with the profile named by the table itself; `standard` if it names none.
    ///
    /// # Errors
    /// As [`PolicyNumbers::from_value`], or when the profile is unknown.
    pub fn from_table(table: &Value) -> Result<Self, PolicyTableError> {
        let unknown = |word: &Value| PolicyTableError {
            key: "profile".into(),
            reason: format!("{word} is neither \"standard\" nor \"small_firm\""),
        };
        let profile = match table.get("profile") {
            None => Layout::Standard,
            Some(word) => word
                .as_str()
                .and_then(Layout::from_word)
                .ok_or_else(|| unknown(word))?,
        };
        Self::from_value(profile, table)
    }
}

/// Codes of competencies are written in capitals; the names of environment variables reach us in small letters.
fn capital_codes(overrides: &mut Value) {
    let Some(Value::Object(kinds)) = overrides.get_mut("floors") else {
        return;
    };
    for floors in kinds.values_mut() {
        if let Value::Object(codes) = floors {
            let read = std::mem::take(codes);
            *codes = read
                .into_iter()
                .map(|(code, floor)| (code.to_ascii_uppercase(), floor))
                .collect();
        }
    }
}

fn overlay(base: &mut Value, over: &Value) {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => {
            for (key, value) in over {
                overlay(base.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (base, over) => *base = over.clone(),
    }
}

/// Checked numbers. Read them as fields (`policy.min_rounds`); nothing can change them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(into = "PolicyNumbers", try_from = "PolicyNumbers")]
pub struct Policy(PolicyNumbers);

impl Policy {
    /// Checks numbers against the absolute floors: the only way to a policy.
    ///
    /// # Errors
    /// Every number that passes its floor or that nobody could satisfy, every weight outside its validator, every floor
    /// of a competency that does not exist.
    pub fn checked(numbers: PolicyNumbers) -> Result<Self, Vec<PolicyFault>> {
        let mut faults = numbers.scalar_faults();
        faults.extend(possible::faults(&numbers));
        for &kind in Kind::ALL {
            faults.extend(
                numbers
                    .weights
                    .get(kind)
                    .faults(&format!("policy.weights.{kind}")),
            );
            faults.extend(numbers.floors.faults(kind));
        }
        faults.extend(numbers.portfolio.faults(&PortfolioTable::default()));
        if faults.is_empty() {
            Ok(Self(numbers))
        } else {
            Err(faults)
        }
    }
    /// The standard profile.
    pub fn standard() -> Self {
        Self(PolicyNumbers::standard())
    }
    /// The small-firm profile.
    pub fn small_firm() -> Self {
        Self(PolicyNumbers::small_firm())
    }
    /// Whether a case that runs under `other` may move to this policy: no rule is looser, and the weights,
    /// which have no stricter side, are the same.
    pub fn at_least_as_strict_as(&self, other: &Self) -> bool {
        self.scalars_as_strict_as(other)
            && self.portfolio.faults(&other.portfolio).is_empty()
            && Kind::ALL.iter().all(|&kind| {
                self.weights.get(kind).same_as(other.weights.get(kind))
                    && self.floors.as_strict_as(&other.floors, kind)
            })
    }
}

impl Deref for Policy {
    type Target = PolicyNumbers;
    fn deref(&self) -> &PolicyNumbers {
        &self.0
    }
}

impl From<Policy> for PolicyNumbers {
    fn from(policy: Policy) -> Self {
        policy.0
    }
}

impl TryFrom<PolicyNumbers> for Policy {
    type Error = String;
    fn try_from(numbers: PolicyNumbers) -> Result<Self, String> {
        Self::checked(numbers).map_err(|faults| {
            let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
            lines.join("; ")
        })
    }
}

#[cfg(test)]
mod tests;
