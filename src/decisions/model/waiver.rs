//! Waivers (dossier 7.6).

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use validator::Validate;

use crate::{
    db::{
        text_column,
        types::{Json, Sha256Hash},
    },
    decisions::schema,
    kernel::{
        ids::{RowId, UserId, WaiverId},
        time::Timestamp,
    },
    pipeline::{
        evidence::WaiverFacts,
        gate_id::GateId,
        state::WaiverState,
        waiver::{GivenApproval, ReasonCode, WaiverGate, WaiverScope},
    },
};

text_column!(WaiverState, WaiverGate, WaiverScope, ReasonCode);

/// Who ended a waiver before its time, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = WaiverClosure)]
pub struct Closure {
    /// Who.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub text: String,
}

/// A waiver. What was asked for never changes; only its state, approvals and closure do.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = schema::waivers)]
pub struct Waiver {
    /// Identifies the waiver.
    pub id: WaiverId,
    /// What kind of case it belongs to.
    pub case_kind: WaiverScope,
    /// The application, job or onboarding plan.
    pub case_id: RowId,
    /// Of which gate.
    pub gate: WaiverGate,
    /// Down or up to which value, in the gate's unit.
    pub value: f64,
    /// Why.
    pub reason_code: ReasonCode,
    /// Why, in words.
    pub text: String,
    /// What is done instead.
    pub compensating_measure: String,
    /// Until when it holds.
    pub expires_at: Timestamp,
    /// Who asked.
    pub requested_by: UserId,
    /// When.
    pub requested_at: Timestamp,
    /// Where it stands.
    pub state: WaiverState,
    /// Who approved, and which of the two places each could fill.
    #[schema(value_type = Vec<GivenApproval>)]
    pub approvals: Json<Vec<GivenApproval>>,
    /// When it was granted.
    pub granted_at: Option<Timestamp>,
    /// Who refused it or took it back.
    #[schema(value_type = Option<Closure>)]
    pub closure: Option<Json<Closure>>,
    /// The values at the time of the request; they hold scores, so only their hash is shown.
    #[serde(skip)]
    pub facts: Json<Value>,
    /// Their SHA-256.
    pub facts_hash: Sha256Hash,
}

impl Waiver {
    /// What the gates look at.
    pub fn fact(&self) -> Option<WaiverFacts> {
        Some(WaiverFacts {
            waiver: self.id,
            gate: self.gate.gate()?,
            value: self.value,
            state: self.state,
            expires_at: self.expires_at,
        })
    }
    /// Whether it was ever granted, expired and revoked ones included: counts are not given back.
    pub fn was_granted(&self) -> bool {
        self.granted_at.is_some()
    }
    /// Whether it waits for approvals or is in force.
    pub fn is_live(&self, now: Timestamp) -> bool {
        let live = [
            WaiverState::Requested,
            WaiverState::Approved1,
            WaiverState::Granted,
        ];
        live.contains(&self.state) && now < self.expires_at
    }
}

/// A request as it is sent.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct WaiverAsk {
    /// Of which gate.
    pub gate: GateId,
    /// Down or up to which value, in the gate's unit.
    pub value: f64,
    /// Why.
    pub reason_code: ReasonCode,
    /// Why, in words: at least 100 characters.
    #[validate(length(max = 4000))]
    pub text: String,
    /// What is done instead, e.g. "extra reference call".
    #[validate(length(max = 1000))]
    pub compensating_measure: String,
    /// Until when it shall hold; 14 days at most (30 for G53).
    pub expires_at: Timestamp,
}
