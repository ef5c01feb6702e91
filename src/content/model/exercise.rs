//! Work samples: material, checklists, conversion tables (dossier Part 4).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    kernel::{
        codes::{CompetencyCode, RedFlagCode, SourceCode},
        kind::Kind,
        terms::Layout,
    },
    pipeline::policy::ByKind,
    text_enum,
};

text_enum! {
    /// The form in which an exercise is taken.
    pub enum Variant {
        /// The whole exercise.
        Full = "full",
        /// Written part only (E4).
        Lite = "lite",
        /// Fewer items (E5).
        Short = "short",
    }
}

text_enum! {
    /// Whose eyes a piece of material is for.
    pub enum Audience {
        /// The candidate.
        Candidate = "candidate",
        /// Whoever plays the client or the operations person.
        RolePlayer = "role_player",
    }
}

text_enum! {
    /// The trade a piece of material is set in.
    pub enum Setting {
        /// An agency: pages, campaigns, reports.
        Agency = "agency",
        /// Field service: sites, crews, plants.
        FieldService = "field_service",
    }
}

text_enum! {
    /// Which part of the inbox exercise an item belongs to (E2).
    pub enum Part {
        /// A message; its text is shown to the candidate.
        Message = "message",
        /// An account without a message, never shown as an item.
        SilentAccount = "silent_account",
        /// The day plan.
        Calendar = "calendar",
        /// The quality of the notes.
        Notes = "notes",
    }
}

/// What holds for every exercise (dossier 4.0), and the knowledge test (4.6).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExerciseRules {
    /// No kind asks for more unpaid minutes than this (house rule).
    pub max_unpaid_minutes: u16,
    /// What 0, 1 and 2 points mean.
    pub scale: Vec<String>,
    /// How exercises are given.
    pub rules: Vec<String>,
    /// Minutes of the standard set.
    pub total_minutes: ByKind<u16>,
    /// Points to levels.
    pub conversions: Vec<Conversion>,
    /// The optional knowledge test.
    pub knowledge_test: KnowledgeTest,
}

/// Points to levels, for one maximum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Conversion {
    /// The most points of the group.
    pub max: u16,
    /// The fewest points of the levels 1 to 5.
    pub from: Vec<u16>,
}

impl Conversion {
    /// The level of so many points.
    pub fn level(&self, points: u16) -> u8 {
        u8::try_from(self.from.iter().filter(|&&least| points >= least).count()).unwrap_or(5)
    }
}

/// The knowledge test: a second source for TECH (dossier 4.6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KnowledgeTest {
    /// `KT`.
    pub code: SourceCode,
    /// `TECH`.
    pub competency: CompetencyCode,
    /// How many items.
    pub items: u16,
    /// How it is made.
    pub rule: String,
    /// The least share of right answers, in percent, of the levels 1 to 5 (house rule).
    pub from_percent: Vec<u16>,
}

/// An exercise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Exercise {
    /// `E1` to `E5`.
    pub code: SourceCode,
    /// E.g. "Written client reply".
    pub name: String,
    /// What the candidate is asked to do.
    pub task: String,
    /// What it measures.
    pub measures: Vec<CompetencyCode>,
    /// Written work is rated blind: by candidate code, without name and CV.
    pub written: bool,
    /// Who takes it, in which variant, in the standard layout.
    pub uses: Uses,
    /// The same for small firms, where it differs (G23).
    #[serde(default)]
    pub small_firm_uses: Option<Uses>,
    /// Its variants.
    pub variants: Vec<VariantInfo>,
    /// Texts handed out.
    pub materials: Vec<Material>,
    /// Classes a message is put into (E2).
    #[serde(default)]
    pub classes: Vec<MessageClass>,
    /// The account table (E2).
    #[serde(default)]
    pub accounts: Vec<AccountRow>,
    /// The checklist.
    pub items: Vec<Item>,
    /// Points added up per competency.
    pub groups: Vec<PointGroup>,
    /// Caps and red flags.
    pub rules: Vec<ScoringRule>,
}

/// Which kind takes an exercise in which variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Uses {
    /// The client-focused kind.
    #[serde(default)]
    pub client_focused: Option<Variant>,
    /// The production-focused kind.
    #[serde(default)]
    pub production_focused: Option<Variant>,
    /// The hybrid.
    #[serde(default)]
    pub hybrid: Option<Variant>,
}

impl Exercise {
    /// The variant a kind takes in a layout, if it takes the exercise at all.
    pub fn variant_for(&self, kind: Kind, layout: Layout) -> Option<Variant> {
        let uses = match layout {
            Layout::Standard => &self.uses,
            Layout::SmallFirm => self.small_firm_uses.as_ref().unwrap_or(&self.uses),
        };
        match kind {
            Kind::ClientFocused => uses.client_focused,
            Kind::ProductionFocused => uses.production_focused,
            Kind::Hybrid => uses.hybrid,
        }
    }

    /// Length and outline of a variant.
    pub fn variant(&self, variant: Variant) -> Option<&VariantInfo> {
        self.variants.iter().find(|v| v.variant == variant)
    }

    /// The checklist of a variant.
    pub fn items_in(&self, variant: Variant) -> impl Iterator<Item = &Item> {
        self.items
            .iter()
            .filter(move |item| !item.not_in.contains(&variant))
    }

    /// The texts for an audience, in a setting and variant; texts of no setting serve every trade.
    pub fn materials_for(
        &self,
        audience: Audience,
        setting: Setting,
        variant: Variant,
    ) -> impl Iterator<Item = &Material> {
        self.materials.iter().filter(move |m| {
            m.audience == audience
                && m.setting.is_none_or(|s| s == setting)
                && (m.variants.is_empty() || m.variants.contains(&variant))
        })
    }
}

/// Length and outline of a variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VariantInfo {
    /// Which.
    pub variant: Variant,
    /// Minutes.
    pub minutes: u16,
    /// How the minutes are spent.
    pub outline: String,
}

/// A text handed out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Material {
    /// Its heading.
    pub title: String,
    /// For whom.
    pub audience: Audience,
    /// The trade, when it is written for one.
    #[serde(default)]
    pub setting: Option<Setting>,
    /// The variants that use it; empty for all.
    #[serde(default)]
    pub variants: Vec<Variant>,
    /// The wording is house content: the dossier only names the material.
    #[serde(default)]
    pub house: bool,
    /// The text.
    pub text: String,
}

/// A class of messages (E2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageClass {
    /// `A` to `E`.
    pub code: String,
    /// When it is dealt with.
    pub meaning: String,
}

/// A row of the account table (E2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountRow {
    /// 1 to 18.
    pub number: u8,
    /// The client.
    pub client: String,
    /// Days since the last contact.
    pub last_contact_days: u16,
    /// Days until the contract ends.
    pub contract_ends_days: u16,
    /// What the candidate reads beside it.
    #[serde(default)]
    pub note: Option<String>,
    /// What only assessors read.
    #[serde(default)]
    pub assessor_note: Option<String>,
}

fn checklist_points() -> Vec<u8> {
    vec![0, 1, 2]
}

/// An item of the checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// E.g. `E1-7` or `E2-M4`.
    pub code: String,
    /// What is looked for; in E2 the message.
    pub text: String,
    /// What it counts for.
    pub competency: CompetencyCode,
    /// The points an assessor may give, ascending.
    #[serde(default = "checklist_points")]
    pub points: Vec<u8>,
    /// Its part of the inbox exercise.
    #[serde(default)]
    pub part: Option<Part>,
    /// What earns three points.
    #[serde(default)]
    pub three_points: Option<String>,
    /// What earns two points.
    #[serde(default)]
    pub two_points: Option<String>,
    /// What earns one point.
    #[serde(default)]
    pub one_point: Option<String>,
    /// Variants that leave it out.
    #[serde(default)]
    pub not_in: Vec<Variant>,
}

impl Item {
    /// The most points it can earn.
    pub fn max(&self) -> u8 {
        self.points.iter().copied().max().unwrap_or(0)
    }
}

/// Points added up for one competency in one variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PointGroup {
    /// For which competency.
    pub competency: CompetencyCode,
    /// In which variant.
    pub variant: Variant,
    /// The most points its items give.
    pub max: u16,
    /// The table it is read from: points are scaled to this maximum, rounded half up.
    pub scaled_to: u16,
}

/// A cap, a red flag, or both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScoringRule {
    /// E.g. `E1-C2`.
    pub code: String,
    /// When it applies.
    pub when: String,
    /// The level it allows at most.
    #[serde(default)]
    pub cap: Option<Cap>,
    /// The red flag it raises.
    #[serde(default)]
    pub red_flag: Option<RedFlagCode>,
    /// When all these items have 0 points it applies by itself; empty: an assessor ticks it.
    #[serde(default)]
    pub zero_points_in: Vec<String>,
}

/// A level that cannot be exceeded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// Of this competency.
    pub competency: CompetencyCode,
    /// 1 to 4.
    pub at_most: u8,
}
