//! The red-flag register (dossier 3.15).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{kernel::codes::RedFlagCode, pipeline::state::RedFlagState, text_enum};

text_enum! {
    /// How grave a red flag is.
    pub enum Severity {
        /// Worth a talk.
        Minor = "minor",
        /// Blocks the decision until resolved.
        Major = "major",
        /// Can only be disproved or confirmed, save for the exceptions of 3.15.
        Critical = "critical",
    }
}

text_enum! {
    /// How a red flag ends.
    pub enum Resolution {
        /// New evidence shows that it is not so.
        Disproved = "disproved",
        /// The candidate was heard and explained it.
        Explained = "explained",
        /// Accepted, with a training module due before stage `growing`.
        AcceptedWithPlan = "accepted_with_plan",
        /// It is so: leads to a rejection.
        Confirmed = "confirmed",
    }
}

impl From<Resolution> for RedFlagState {
    fn from(resolution: Resolution) -> Self {
        match resolution {
            Resolution::Disproved => Self::Disproved,
            Resolution::Explained => Self::Explained,
            Resolution::AcceptedWithPlan => Self::AcceptedWithPlan,
            Resolution::Confirmed => Self::Confirmed,
        }
    }
}

text_enum! {
    /// What an explanation must bring with it.
    pub enum ExplanationNeeds {
        /// A document (RF22).
        Document = "document",
        /// A second source at level 3 or above (RF09, RF23, RF26).
        SecondSourceAtLevel3 = "second_source_at_level_3",
    }
}

text_enum! {
    /// Who or what may raise a red flag.
    pub enum Raiser {
        /// An interviewer or assessor.
        Rater = "rater",
        /// A referee's answer.
        Referee = "referee",
        /// The scoring key of an exercise.
        Exercise = "exercise",
        /// The expectation quiz or the preview answer.
        ExpectationAnswer = "expectation_answer",
        /// A rule the program computes.
        Rule = "rule",
        /// A gate's check of facts (G26, G27).
        Gate = "gate",
        /// Anybody who witnessed it.
        Anyone = "anyone",
    }
}

/// The register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RedFlagRegister {
    /// What holds for all of them.
    pub rules: RedFlagRules,
    /// RF01 to RF26.
    pub flags: Vec<RedFlag>,
}

/// What holds for all red flags.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RedFlagRules {
    /// Who resolves.
    pub decided_by: String,
    /// The least length of an explanation.
    pub min_explanation_chars: u16,
    /// What the resolutions mean.
    pub resolutions: Vec<ResolutionMeaning>,
}

/// What a resolution means.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResolutionMeaning {
    /// Which.
    pub resolution: Resolution,
    /// In words.
    pub meaning: String,
}

/// A red flag.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RedFlag {
    /// E.g. `RF14`.
    pub code: RedFlagCode,
    /// What was seen.
    pub text: String,
    /// How grave it is unless it escalates.
    pub severity: Severity,
    /// Who raises it, in the dossier's words.
    pub raised_by: String,
    /// Who may raise it, for the program.
    pub raisers: Vec<Raiser>,
    /// Resolutions it accepts at its own severity.
    pub resolutions: Vec<Resolution>,
    /// What an explanation of it needs, beyond text.
    #[serde(default)]
    pub explained_needs: Option<ExplanationNeeds>,
    /// When it becomes critical (RF12).
    #[serde(default)]
    pub escalates_to_critical: Option<Escalation>,
    /// The candidate gets the chance to answer before a decision (RF22, RF23).
    #[serde(default)]
    pub candidate_answers_first: bool,
}

/// When a red flag becomes critical.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// Seen by this many raters.
    pub raters: u8,
    /// Or reported by a referee.
    pub referee: bool,
}

impl RedFlag {
    /// Its severity, given how many raters saw it and whether a referee reports it (RF12 escalates).
    pub fn severity_when(&self, raters: usize, referee: bool) -> Severity {
        match self.escalates_to_critical {
            Some(e) if raters >= usize::from(e.raters) || (e.referee && referee) => Severity::Critical,
            _ => self.severity,
        }
    }

    /// The resolutions it accepts at a severity: an escalated flag only `disproved` or `confirmed`.
    pub fn resolutions_at(&self, severity: Severity) -> Vec<Resolution> {
        if severity == self.severity || severity != Severity::Critical {
            self.resolutions.clone()
        } else {
            vec![Resolution::Disproved, Resolution::Confirmed]
        }
    }
}
