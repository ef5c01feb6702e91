//! Competencies, their anchors and questions (dossier 3.0 to 3.14).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    kernel::{
        codes::{CompetencyCode, QuestionCode, RedFlagCode, ReferenceItemCode, SourceCode},
        kind::Kind,
        terms::CompetencyGroup,
    },
    pipeline::policy::ByKind,
    text_enum,
};

text_enum! {
    /// How a question asks (dossier 3.0, type marks); no other type is allowed (2.2).
    pub enum QuestionType {
        /// What somebody did.
        Behavioural = "behavioural",
        /// What somebody would do.
        Situational = "situational",
    }
}

text_enum! {
    /// Which kind of account manager a question is written for.
    #[derive(Default)]
    pub enum QuestionMark {
        /// Every kind.
        #[default]
        None = "none",
        /// `[C]`: client-focused and hybrid.
        Client = "client",
        /// `[P]`: production-focused and hybrid.
        Production = "production",
    }
}

impl QuestionMark {
    /// Whether a question with this mark is meant for the kind. A hybrid role is both (dossier 3.0, Kinds).
    pub fn suits(self, kind: Kind) -> bool {
        match self {
            Self::None => true,
            Self::Client => kind != Kind::ProductionFocused,
            Self::Production => kind != Kind::ClientFocused,
        }
    }
}

/// A question of a competency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// E.g. `VCOM-Q5`.
    pub code: QuestionCode,
    /// Behavioural or situational.
    #[serde(rename = "type")]
    pub asks: QuestionType,
    /// What the interviewer reads out.
    pub text: String,
    /// The kind it is written for.
    #[serde(default)]
    pub mark: QuestionMark,
    /// One of the two core questions every candidate is asked (dossier 3.0).
    #[serde(default)]
    pub core: bool,
    /// The company supplies the case (TECH, dossier 3.13).
    #[serde(default)]
    pub company_supplied: bool,
    /// Probes of this question besides those of every round (dossier 2.2).
    #[serde(default)]
    pub probes: Vec<String>,
}

/// A competency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Competency {
    /// E.g. `WCOM`.
    pub code: CompetencyCode,
    /// E.g. "Written communication".
    pub name: String,
    /// Soft, commercial or technical.
    pub group: CompetencyGroup,
    /// What it means.
    pub definition: String,
    /// The kinds it is critical for (dossier 3.0).
    pub critical_for: Vec<Kind>,
    /// The shipped floor per kind, in levels 1 to 5 (house rule); a policy may set others.
    pub floor: ByKind<f64>,
    /// The interview rounds that rate it, in the order they are held.
    pub rounds: Vec<SourceCode>,
    /// The exercises that measure it, where the kind takes them.
    pub exercises: Vec<SourceCode>,
    /// Sources a company may add: the knowledge test.
    #[serde(default)]
    pub optional_sources: Vec<SourceCode>,
    /// The reference items that speak about it.
    pub reference_items: Vec<ReferenceItemCode>,
    /// The red flags a rater of it watches for.
    pub red_flags: Vec<RedFlagCode>,
    /// Five anchors: levels 1 to 5, where 3 meets the standard of the job at entry.
    pub anchors: Vec<String>,
    /// Notes for raters.
    pub notes: Vec<String>,
    /// What to look for, per kind (dossier 3.14).
    pub look_for: ByKind<String>,
    /// Its questions.
    pub questions: Vec<Question>,
}

impl Competency {
    /// Whether it is critical for the kind.
    pub fn is_critical(&self, kind: Kind) -> bool {
        self.critical_for.contains(&kind)
    }
    /// Whether it is one of the soft skills.
    pub fn is_soft(&self) -> bool {
        self.group == CompetencyGroup::Soft
    }
}
