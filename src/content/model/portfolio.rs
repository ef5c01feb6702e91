//! The portfolio ramp and the check-ins (dossier 6.4 and 6.5).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::FourC;
use crate::{kernel::codes::ModuleCode, pipeline::state::PortfolioStage, text_enum};

/// The ramp (G53): a house rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Portfolio {
    /// Nobody carries more own accounts (G58).
    pub hard_cap: u8,
    /// What to do above the cap.
    pub above_cap: String,
    /// How day and sign-offs work together.
    pub rule: String,
    /// When to warn of too much load.
    pub load_alert: LoadAlert,
    /// The stages in order.
    pub stages: Vec<Stage>,
}

/// When to warn of too much load.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoadAlert {
    /// From this many accounts.
    pub from_accounts: u8,
    /// Fewer undisturbed minutes a day than this.
    pub focus_minutes_below: u16,
    /// More overdue tasks than this share, in percent.
    pub overdue_tasks_percent_above: u8,
    /// A wellbeing answer at or below this.
    pub wellbeing_at_most: u8,
}

/// A stage of the ramp; each needs everything the stages before it need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Which.
    pub code: PortfolioStage,
    /// Its name.
    pub name: String,
    /// Not before this day.
    pub from_day: u16,
    /// Own accounts at most.
    pub max_accounts: u8,
    /// Modules signed, besides those of the stages before.
    #[serde(default)]
    pub modules: Vec<ModuleCode>,
    /// Items of the own area signed.
    #[serde(default)]
    pub own_area_items: Vec<String>,
    /// All modules of the own area due by this day signed.
    #[serde(default)]
    pub own_area_due_by: Option<u16>,
    /// Every module of the plan signed.
    #[serde(default)]
    pub all_modules: bool,
    /// The day-90 review says "meets".
    #[serde(default)]
    pub needs_day_90_review: bool,
    /// Modules whose first test comes before this stage, when they answer an accepted risk (ruling 7.10(12)).
    #[serde(default)]
    pub first_tests: Vec<ModuleCode>,
    /// What else it needs, in words.
    #[serde(default)]
    pub conditions: Vec<String>,
    /// How clients are met in it.
    pub client_contact: String,
}

/// Check-ins and pulse items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckIns {
    /// Working days after which the manager gets a mail.
    pub overdue_mail_manager_after_working_days: u8,
    /// Working days after which the sponsor gets one.
    pub overdue_mail_sponsor_after_working_days: u8,
    /// The check-ins.
    pub check_ins: Vec<CheckIn>,
    /// P1 to P7.
    pub pulse: Vec<PulseItem>,
}

/// A check-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckIn {
    /// E.g. `day_30`.
    pub code: String,
    /// In words.
    pub when: String,
    /// From this day of employment.
    pub from_day: u16,
    /// Due by the end of this day.
    pub due_day: u16,
    /// Repeated every so many days until the due day.
    #[serde(default)]
    pub every_days: Option<u16>,
    /// How long it takes.
    #[serde(default)]
    pub minutes: Option<String>,
    /// What is talked about.
    pub content: Vec<String>,
    /// Its Cs.
    pub four_c: Vec<FourC>,
}

text_enum! {
    /// How a pulse item is answered.
    pub enum PulseAnswer {
        /// 1 to 5.
        Scale = "scale",
        /// Yes or no.
        YesNo = "yes_no",
    }
}

/// A fixed pulse item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PulseItem {
    /// `P1` to `P7`.
    pub code: String,
    /// The statement.
    pub text: String,
    /// How it is answered.
    pub answer: PulseAnswer,
}
