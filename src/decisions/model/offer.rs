//! The offer, its conditions and how it ended.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::{
    db::types::Json,
    decisions::schema,
    kernel::{
        ids::{ApplicationId, UserId},
        time::Timestamp,
    },
    pipeline::evidence::{OfferFacts, RescissionFacts},
    text_enum,
};

/// The condition every offer has: the right to work where the job is.
pub const RIGHT_TO_WORK: &str = "right_to_work";
/// The condition of an offer that promised not to ask the current employer before.
pub const CURRENT_EMPLOYER_REFERENCE: &str = "current_employer_reference";

/// What is offered. Terms may be filled in bit by bit; [`OfferTerms::lacks`] names what is missing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct OfferTerms {
    /// The first day, `YYYY-MM-DD`.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = "date")]
    pub start_date: Option<NaiveDate>,
    /// Pay in the currency and period of `currency`.
    #[serde(default)]
    #[validate(range(min = 0.0, max = 1e12))]
    pub salary: Option<f64>,
    /// Currency and period, such as `EUR a year`.
    #[serde(default)]
    #[validate(length(max = 40))]
    pub currency: Option<String>,
    /// What a bonus depends on.
    #[serde(default)]
    #[validate(length(max = 400))]
    pub bonus: Option<String>,
    /// Where the work is done.
    #[serde(default)]
    #[validate(length(max = 200))]
    pub place: Option<String>,
    /// The kind of contract, such as `permanent, full time`.
    #[serde(default)]
    #[validate(length(max = 200))]
    pub contract_kind: Option<String>,
    /// Until when the candidate may answer; 72 hours at least from the moment it is extended.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
    /// Further conditions of the company's list, as words like `work_permit`; `right_to_work` is always one.
    #[serde(default)]
    #[validate(length(max = 20))]
    pub conditions: Vec<String>,
    /// Whether the candidate was promised that the current employer is asked only after acceptance.
    #[serde(default)]
    pub current_employer_reference_promised: bool,
}

impl OfferTerms {
    /// Offer data that is missing, in words.
    pub fn lacks(&self) -> Vec<String> {
        let blank = |text: &Option<String>| text.as_deref().is_none_or(|t| t.trim().is_empty());
        [
            (self.start_date.is_none(), "a start date"),
            (self.salary.is_none_or(|pay| pay <= 0.0), "the salary"),
            (blank(&self.currency), "the currency"),
            (blank(&self.place), "the place of work"),
            (blank(&self.contract_kind), "the kind of contract"),
            (self.expires_at.is_none(), "a date until which it is open"),
        ]
        .into_iter()
        .filter(|(missing, _)| *missing)
        .map(|(_, words)| words.to_owned())
        .collect()
    }
    /// The names of everything HR has to confirm before `hired`, each once.
    pub fn condition_names(&self) -> Vec<String> {
        let mut names = vec![RIGHT_TO_WORK.to_owned()];
        if self.current_employer_reference_promised {
            names.push(CURRENT_EMPLOYER_REFERENCE.to_owned());
        }
        for name in &self.conditions {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }
}

/// HR's confirmation of a condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = OfferConditionTick)]
pub struct Tick {
    /// Who.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
    /// What was seen or heard.
    pub evidence: String,
}

/// Something HR has to confirm before the candidate is hired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = OfferCondition)]
pub struct Condition {
    /// Its name.
    pub name: String,
    /// Its confirmation.
    pub ticked: Option<Tick>,
}

/// What the candidate answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OfferAnswer {
    /// Yes or no.
    pub accept: bool,
    /// The first day the candidate asks for.
    #[schema(value_type = Option<String>, format = "date")]
    pub start_date: Option<NaiveDate>,
    /// When.
    pub at: Timestamp,
}

text_enum! {
    /// Why an accepted offer is rescinded; there are no others (dossier 7.2).
    pub enum RescissionReason {
        /// The right to work could not be shown.
        RightToWork = "right_to_work",
        /// The reference of the current employer failed.
        CurrentEmployerReference = "current_employer_reference",
    }
}

/// Who signed, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RescissionSignature)]
pub struct Signed {
    /// Who.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// The reason for which an offer is rescinded, with the two signatures it needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = OfferRescission)]
pub struct Rescission {
    /// Why.
    pub reason: RescissionReason,
    /// Why, in words.
    pub text: String,
    /// HR's signature.
    pub hr: Option<Signed>,
    /// The sponsor's signature.
    pub sponsor: Option<Signed>,
}

/// An offer.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::offers, treat_none_as_default_value = false)]
pub struct Offer {
    /// Whose.
    pub application_id: ApplicationId,
    /// What is offered.
    pub terms: Json<OfferTerms>,
    /// What has to be confirmed.
    pub conditions: Json<Vec<Condition>>,
    /// Until when it is open.
    pub expires_at: Option<Timestamp>,
    /// Who wrote the terms last.
    pub written_by: UserId,
    /// When.
    pub written_at: Timestamp,
    /// When it went out.
    pub extended_at: Option<Timestamp>,
    /// The answer.
    pub answer: Option<Json<OfferAnswer>>,
    /// When it was answered, lapsed, or the application ended otherwise.
    pub closed_at: Option<Timestamp>,
    /// The rescission.
    pub rescission: Option<Json<Rescission>>,
}

impl Offer {
    /// What the core looks at.
    pub fn fact(&self) -> OfferFacts {
        let open = self.conditions.0.iter().filter(|c| c.ticked.is_none());
        OfferFacts {
            lacks: self.terms.0.lacks(),
            extended_at: self.extended_at,
            // Without a date the offer lacks one, which is refused first.
            expires_at: self.expires_at.unwrap_or(self.written_at),
            open_conditions: open.map(|c| c.name.replace('_', " ")).collect(),
            rescission: self.rescission.as_ref().map(|r| RescissionFacts {
                hr: r.0.hr.is_some(),
                sponsor: r.0.sponsor.is_some(),
            }),
        }
    }
}
