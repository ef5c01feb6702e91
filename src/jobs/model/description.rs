//! The structure of a job description (dossier 8.1).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    content::model::DutyScope,
    kernel::{
        codes::{CompetencyCode, DutyCode},
        kind::Kind,
    },
    text_enum,
};

/// One job description, whole. What is missing stays empty and is named by the clarity check.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DescriptionBody {
    /// The job's title, 2 to 8 words.
    pub title: String,
    /// Which kind of account manager this is; must be the kind decided for the job.
    pub kind: Option<Kind>,
    /// What differs from the usual job of this kind.
    pub variation_note: String,
    /// Whom the person reports to.
    pub reports_to: String,
    /// The operations functions the person works with.
    pub works_with_operations: Vec<String>,
    /// How working time is divided; the five parts sum to 100.
    pub split: Split,
    /// The smallest number of accounts (1 or more).
    pub accounts_min: Option<i32>,
    /// The largest number of accounts (20 or fewer).
    pub accounts_max: Option<i32>,
    /// The usual client, in at least eight words.
    pub typical_client: String,
    /// 8 to 20 duties, 3 to 7 of them pivotal.
    pub duties: Vec<Duty>,
    /// 2 to 7 requirements nobody is hired without, each with checkable evidence.
    pub must_have: Vec<MustHave>,
    /// Wishes, kept apart from the requirements.
    pub nice_to_have: Vec<String>,
    /// Measurable results; the first concerns client satisfaction.
    pub standards: Vec<Standard>,
    /// How the work is to be done day by day.
    pub conduct_standards: Vec<ConductStandard>,
    /// The goals, most important first.
    pub goals_ordered: Vec<String>,
    /// What the person may decide alone.
    pub authority: Authority,
    /// Where the job leads.
    pub plan: HorizonPlan,
    /// The career ladder this job stands on: the code of the job's ladder.
    pub ladder_id: String,
    /// What the company wants to be.
    pub strategy: StrategyBlock,
    /// The hard and the attractive sides of the job, honestly.
    pub preview: Preview,
    /// Place and times.
    pub conditions: Conditions,
    /// Pay range and bonus basis.
    pub pay: Pay,
    /// What the first 90 days bring.
    pub first_90_days: First90Days,
    /// The full text, as candidates read it.
    pub body_text: String,
    /// The short advert with a link to the full text.
    pub advert_text: String,
    /// The language of the texts, such as `en`; chooses the list of discriminatory words.
    pub language: String,
}

/// How working time is divided, in whole percent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Split {
    /// Winning new clients.
    pub prospecting_pct: Option<i32>,
    /// Extras and renewals with existing clients.
    pub extras_renewals_pct: Option<i32>,
    /// Caring for clients.
    pub relationship_pct: Option<i32>,
    /// Operations, or the interface with it.
    pub operations_pct: Option<i32>,
    /// Administration.
    pub admin_pct: Option<i32>,
}

impl Split {
    /// The five parts in the order of the form.
    pub fn parts(&self) -> [Option<i32>; 5] {
        [
            self.prospecting_pct,
            self.extras_renewals_pct,
            self.relationship_pct,
            self.operations_pct,
            self.admin_pct,
        ]
    }
    /// The sales share: prospecting plus extras and renewals (dossier 8.1), in percent.
    pub fn sales_share(&self) -> Option<i32> {
        self.prospecting_pct?.checked_add(self.extras_renewals_pct?)
    }
}

/// One duty.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Duty {
    /// What is done, beginning with a verb.
    pub text: String,
    /// Whether this duty makes or breaks the role.
    pub pivotal: bool,
    /// The share of working time in percent.
    pub share_pct: Option<f64>,
    /// How often, where no share can be given.
    pub frequency: String,
    /// The competencies this duty needs.
    pub competency_codes: Vec<CompetencyCode>,
    /// Whether it belongs to all work or to a project.
    pub scope: DutyScope,
    /// The duty templates it comes from or is mapped to, e.g. `C-2`.
    pub template_codes: Vec<DutyCode>,
}

/// A requirement with its evidence.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MustHave {
    /// What is required.
    pub text: String,
    /// How it is checked; at least one way.
    pub evidence: Vec<Evidence>,
}

/// One way to check a requirement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// What kind of evidence it is.
    pub by: EvidenceKind,
    /// Which one: the certificate's name, the exercise, the reference item, the question.
    #[serde(default)]
    pub detail: String,
}

text_enum! {
    /// Evidence a must-have can be checked by (JD09).
    #[schema(as = MustHaveEvidenceKind)]
    pub enum EvidenceKind {
        /// A certificate, checked before screening.
        Certificate = "certificate",
        /// Another document, checked before screening.
        Document = "document",
        /// A work sample.
        WorkSample = "work_sample",
        /// An item of the reference form.
        ReferenceItem = "reference_item",
        /// An interview question.
        Question = "question",
    }
}

/// A measurable result.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Standard {
    /// What is measured.
    pub measure: String,
    /// The target with its number, such as `at least 8.5`.
    pub target: String,
    /// The unit, such as `%`.
    pub unit: String,
    /// Over which period.
    pub period: String,
}

/// A rule of daily conduct.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConductStandard {
    /// What the rule is about.
    pub topic: ConductTopic,
    /// The rule.
    #[serde(default)]
    pub text: String,
}

text_enum! {
    /// What a conduct standard may be about (JD12).
    pub enum ConductTopic {
        /// How fast clients get an answer.
        ReplyTime = "reply_time",
        /// How often clients hear the status.
        StatusRhythm = "status_rhythm",
        /// What is recorded where.
        RecordKeeping = "record_keeping",
        /// How work goes to operations.
        HandOver = "hand_over_to_operations",
        /// How fast trouble goes up.
        EscalationTime = "escalation_time",
        /// When clients may call.
        ContactHours = "contact_hours",
    }
}

/// What the person may decide alone (JD21).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Authority {
    /// The largest discount.
    pub discount_limit: String,
    /// The rule on free work.
    pub free_work_rule: String,
    /// Who decides beyond that.
    pub decides_beyond: String,
}

/// Where the job leads, at least twelve words each (JD15).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HorizonPlan {
    /// Up to 90 days.
    pub short: String,
    /// Up to 12 months.
    pub medium: String,
    /// Beyond 12 months.
    pub long: String,
}

/// Vision, mission and values, written out or linked (JD16).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StrategyBlock {
    /// Show the company's own strategy instead of a text of this description.
    pub from_company: bool,
    /// The vision.
    pub vision: String,
    /// The mission.
    pub mission: String,
    /// At least three core values.
    pub values: Vec<String>,
}

/// A realistic preview (JD17).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = DescriptionPreview)]
pub struct Preview {
    /// At least three hard aspects of six words or more.
    pub hard: Vec<String>,
    /// At least three attractive aspects of six words or more.
    pub attractive: Vec<String>,
}

/// Place and times (JD18).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Conditions {
    /// Where the work is done.
    pub place: String,
    /// The share of travel.
    pub travel: String,
    /// The working hours.
    pub hours: String,
    /// When clients may reach the person.
    pub contact_hours: String,
    /// Hours of internal meetings a week.
    pub meeting_hours_week: Option<f64>,
}

/// Pay (JD19).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Pay {
    /// The lowest pay.
    pub min: Option<f64>,
    /// The highest pay, at most 1.5 times the lowest.
    pub max: Option<f64>,
    /// The currency and period, such as `EUR a year`.
    pub currency: String,
    /// What a bonus depends on.
    pub bonus: String,
}

/// The first 90 days (JD22).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct First90Days {
    /// What is trained.
    pub training_areas: Vec<String>,
    /// How the number of accounts grows.
    pub ramp: String,
}
