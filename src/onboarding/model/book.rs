//! The hire's own client accounts and what is done with them.

use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    db::text_column,
    kernel::{
        ids::{ClientAccountId, OnboardingPlanId, RowId, UserId},
        time::Timestamp,
    },
    onboarding::schema::{book_metrics, client_accounts, client_acts},
    text_enum,
};

text_enum! {
    /// What somebody did with a client.
    pub enum ClientActKind {
        /// Saw or called a client alone (G54).
        SoloContact = "solo_contact",
        /// Gave a discount (G57).
        Discount = "discount",
        /// Promised work outside the contract (G57).
        FreeWork = "free_work",
        /// Renewed a contract (G57).
        Renewal = "renewal",
    }
}

text_column!(ClientActKind);

/// A client account the hire carries.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = client_accounts)]
pub struct ClientAccount {
    /// Identifies the account.
    pub id: ClientAccountId,
    /// The plan.
    pub plan_id: OnboardingPlanId,
    /// The client's name.
    pub name: String,
    /// Whether the last coaching session saw the tenure threatened.
    pub at_risk: bool,
    /// Who gave it.
    pub assigned_by: UserId,
    /// When.
    pub assigned_at: Timestamp,
    /// Who took it back.
    pub released_by: Option<UserId>,
    /// When.
    pub released_at: Option<Timestamp>,
}

/// A contact or a commercial action.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = client_acts)]
pub struct ClientAct {
    /// Identifies it.
    pub id: RowId,
    /// The plan.
    pub plan_id: OnboardingPlanId,
    /// What it was.
    pub kind: ClientActKind,
    /// With which client.
    pub account: String,
    /// What was said or agreed.
    pub text: String,
    /// Who recorded it.
    pub recorded_by: UserId,
    /// When.
    pub recorded_at: Timestamp,
}

/// The figures of one month (stage Full II).
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = book_metrics)]
pub struct BookMetric {
    /// The plan.
    pub plan_id: OnboardingPlanId,
    /// Year and month, e.g. `2027-03`.
    pub month: String,
    /// Share of work delivered on time, 0 to 100.
    pub on_time_pct: i64,
    /// Mean satisfaction of the clients, 1 to 5.
    pub satisfaction: f64,
    /// Who recorded it.
    pub recorded_by: UserId,
    /// When.
    pub recorded_at: Timestamp,
}
