//! Referees, answers and resolutions as they are stored and shown.

use std::collections::BTreeMap;

use diesel::{Insertable, Queryable, Selectable};
use serde::{Deserialize, Serialize};

use super::schema::{discrepancy_resolutions, referees, reference_responses};
use crate::{
    db::{text_column, types::Json},
    kernel::{
        codes::{CompetencyCode, ReferenceItemCode},
        email::EmailAddress,
        ids::{ApplicationId, RefereeId, RowId, UserId},
        time::Timestamp,
    },
    mail::Severity,
    pipeline::{
        evidence::{Relation, TakeAgain},
        state::ReferenceState,
    },
    text_enum,
};

text_enum! {
    /// How HR made sure that a referee is who they say (dossier 5.1, step 2).
    pub enum VerificationMethod {
        /// The address belongs to the firm's own domain.
        CorporateEmail = "corporate_email",
        /// Called back through the firm's switchboard or public number.
        SwitchboardCall = "switchboard_call",
        /// A private address, with a recorded second proof.
        SecondProof = "second_proof",
    }
}

text_enum! {
    /// How a difference between interviews and references was cleared (dossier 5.3).
    pub enum ResolutionMethod {
        /// The referee was called back.
        CallBack = "call_back",
        /// A further referee was asked.
        ExtraReferee = "extra_referee",
        /// The candidate answered an additional structured question.
        AdditionalQuestion = "additional_question",
    }
}

text_enum! {
    /// A6: how often the referee saw the work.
    pub enum Frequency {
        /// Every day.
        Daily = "daily",
        /// Every week.
        Weekly = "weekly",
        /// Every month.
        Monthly = "monthly",
        /// Less often: every rating counts as not observed.
        Rarely = "rarely",
    }
}

text_column!(VerificationMethod, ResolutionMethod, Relation, ReferenceState);

/// HR's verification of a referee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Verification {
    /// How.
    pub method: VerificationMethod,
    /// What was checked, and for a private address the second proof.
    pub note: String,
    /// Who checked.
    pub by: UserId,
}

/// A referee.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = referees)]
pub struct Referee {
    /// Identifies the referee.
    pub id: RefereeId,
    /// The ETag.
    pub version: i64,
    /// The application the reference is for.
    pub application_id: ApplicationId,
    /// Full name.
    pub name: String,
    /// What they were to the candidate.
    pub relation: Relation,
    /// The firm they worked at together.
    pub firm: String,
    /// First day worked together, as the CV has it.
    pub period_from: Timestamp,
    /// Last day worked together; `None` when still together.
    pub period_to: Option<Timestamp>,
    /// Where the request goes.
    pub email: EmailAddress,
    /// For a telephone interview.
    pub phone: Option<String>,
    /// "Not before offer": only the current employer.
    pub not_before_offer: bool,
    /// The referee who named this one (chaining).
    pub named_by: Option<RefereeId>,
    /// When the candidate consented to contacting this person (G10b).
    pub consented_at: Option<Timestamp>,
    /// Where the reference stands.
    pub state: ReferenceState,
    /// HR's check of identity and dates.
    pub verification: Option<Json<Verification>>,
    /// When HR checked (G26a).
    pub verified_at: Option<Timestamp>,
    /// When the request went out.
    pub sent_at: Option<Timestamp>,
    /// Until when the link works.
    pub expires_at: Option<Timestamp>,
    /// When it was answered.
    pub completed_at: Option<Timestamp>,
    /// A substitute for the dates rule of G26.
    pub dates_substitute_note: Option<String>,
    /// The referee asked never to be written to again.
    pub do_not_ask: bool,
    /// When the referee was named.
    pub created_at: Timestamp,
    /// The last mail that came back, until another request goes out.
    pub bounce: Option<Json<Bounce>>,
}

/// A mail to a referee that came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReferenceBounce)]
pub struct Bounce {
    /// Whether it will never arrive at that address.
    pub severity: Severity,
    /// What the mail server or HR said.
    pub words: String,
    /// When it was told.
    pub at: Timestamp,
}

/// What a referee answers (dossier 5.2).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema, validator::Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = ReferenceAnswers)]
pub struct Answers {
    /// A1: first day worked together.
    pub period_from: Timestamp,
    /// A1: last day worked together; left out when still together.
    #[serde(default)]
    pub period_to: Option<Timestamp>,
    /// A2: the candidate's title and main duties.
    pub title_and_duties: String,
    /// A4: the highest number of clients carried, when known.
    #[serde(default)]
    pub accounts_carried: Option<u16>,
    /// A5: the reason for leaving as known.
    #[serde(default)]
    pub reason_for_leaving: Option<String>,
    /// A6: how often the referee saw the work.
    pub saw_work: Frequency,
    /// R01 to R21: level 1 to 5, or `null` for "not observed". Every item must be there.
    pub items: BTreeMap<ReferenceItemCode, Option<u8>>,
    /// R22: would you take this person again for a client-facing role?
    pub take_again: TakeAgain,
    /// Part C: percentiles 0 to 100 by the form's codes (`PC1` to `PC7`), as far as answered.
    #[serde(default)]
    pub percentiles: BTreeMap<String, u8>,
    /// D1: how the person handled an angry client or colleague (60 characters).
    pub angry_situation: String,
    /// D2: what a new manager should support most in the first three months (60 characters).
    pub support_first: String,
    /// D3: what the person found hard (60 characters).
    pub found_hard: String,
    /// D4: anything to correct in part A.
    #[serde(default)]
    pub corrections: Option<String>,
}

/// A stored response.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = reference_responses)]
pub struct Response {
    /// Whose.
    pub referee_id: RefereeId,
    /// The application.
    pub application_id: ApplicationId,
    /// The answers.
    pub answers: Json<Answers>,
    /// Who held the telephone interview, when it was one.
    pub by_telephone: Option<UserId>,
    /// Seconds from Begin to handing in, when it came by link.
    pub seconds: Option<i64>,
    /// HR's comparison of title and main duties with the CV.
    pub title_agrees: Option<bool>,
    /// What HR found.
    pub title_note: Option<String>,
    /// When.
    pub submitted_at: Timestamp,
}

/// A resolved difference (G27).
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize, utoipa::ToSchema)]
#[diesel(table_name = discrepancy_resolutions)]
#[schema(as = DifferenceResolution)]
pub struct Resolution {
    /// Identifies it.
    #[schema(value_type = String, format = "uuid")]
    pub id: RowId,
    #[serde(skip)]
    pub(super) application_id: ApplicationId,
    /// The competency.
    pub competency: CompetencyCode,
    /// How.
    pub how: ResolutionMethod,
    /// The outcome, at least 100 characters.
    pub text: String,
    /// Who.
    #[schema(value_type = String, format = "uuid")]
    pub resolved_by: UserId,
    /// When.
    pub resolved_at: Timestamp,
}

/// Somebody the candidate names.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema, validator::Validate)]
#[serde(deny_unknown_fields)]
pub struct NewReferee {
    /// Full name.
    #[validate(length(min = 1, max = 120))]
    pub name: String,
    /// What they were to the candidate.
    pub relation: Relation,
    /// The firm.
    #[validate(length(min = 1, max = 120))]
    pub firm: String,
    /// First day worked together.
    pub period_from: Timestamp,
    /// Last day; left out when still together.
    #[serde(default)]
    pub period_to: Option<Timestamp>,
    /// Where to write.
    pub email: EmailAddress,
    /// Where to call.
    #[serde(default)]
    #[validate(length(max = 40))]
    pub phone: Option<String>,
    /// Consent to contacting this person; may be given later.
    #[serde(default)]
    pub consent: bool,
    /// "Not before offer"; only for the current employer.
    #[serde(default)]
    pub not_before_offer: bool,
}

/// Somebody else who worked with the candidate, named by a referee (dossier 5.1, step 5).
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema, validator::Validate)]
#[serde(deny_unknown_fields)]
pub struct Referral {
    /// Full name.
    #[validate(length(min = 1, max = 120))]
    pub name: String,
    /// What they were to the candidate.
    pub relation: Relation,
    /// The firm.
    #[validate(length(min = 1, max = 120))]
    pub firm: String,
    /// First day the two worked together, as far as known.
    pub period_from: Timestamp,
    /// Last day; left out when they still do.
    #[serde(default)]
    pub period_to: Option<Timestamp>,
    /// Where to write.
    pub email: EmailAddress,
    /// Where to call.
    #[serde(default)]
    #[validate(length(max = 40))]
    pub phone: Option<String>,
}
