//! Facts about red flags, debrief, decision, waivers, offer and rivals.

use crate::{
    kernel::{
        codes::{CompetencyCode, RedFlagCode, SourceCode},
        ids::{ApplicationId, RedFlagId, UserId, WaiverId},
        time::Timestamp,
    },
    pipeline::{
        gate_id::GateId,
        state::{ApplicationState, RedFlagState, WaiverState},
    },
};

/// A red flag (dossier 3.15).
#[derive(Debug, Clone)]
pub struct RedFlagFacts {
    /// The flag.
    pub flag: RedFlagId,
    /// Its code.
    pub code: RedFlagCode,
    /// Its name, for texts.
    pub name: String,
    /// Where it stands.
    pub state: RedFlagState,
    /// When it was raised.
    pub raised_at: Timestamp,
}

/// The debrief.
#[derive(Debug, Clone)]
pub struct DebriefFacts {
    /// When it opened.
    pub opened_at: Timestamp,
    /// Notes on disagreements (G33).
    pub notes: Vec<DisagreementNote>,
}

/// A note on a disagreement: both evidences read, conclusion recorded.
#[derive(Debug, Clone)]
pub struct DisagreementNote {
    /// The competency.
    pub competency: CompetencyCode,
    /// The source in which raters differ (7.10 ruling 2).
    pub source: SourceCode,
    /// Length of the note in characters; 60 are needed.
    pub text_len: usize,
}

/// The proposed decision.
#[derive(Debug, Clone)]
pub struct DecisionFacts {
    /// The decision text (G38).
    pub text: String,
    /// The reason for preferring this candidate to a higher-scoring one.
    pub preference_reason: Option<String>,
    /// A duty of the description named by the reason, by its index in [`super::JobTerms::duties`].
    pub preference_duty: Option<usize>,
    /// Who proposed it.
    pub proposed_by: UserId,
    /// Signatures of this very text.
    pub signatures: Vec<SignatureFacts>,
}

/// A signature under a decision.
#[derive(Debug, Clone)]
pub struct SignatureFacts {
    /// Who signed.
    pub by: UserId,
    /// Name for texts.
    pub name: String,
    /// As hiring manager.
    pub hiring_manager: bool,
    /// As sponsor or HR lead.
    pub sponsor_or_hr_lead: bool,
    /// When.
    pub at: Timestamp,
}

/// A waiver.
#[derive(Debug, Clone)]
pub struct WaiverFacts {
    /// The waiver.
    pub waiver: WaiverId,
    /// Of which gate.
    pub gate: GateId,
    /// Down (or up) to which value, in the gate's unit.
    pub value: f64,
    /// Where it stands.
    pub state: WaiverState,
    /// Until when it holds.
    pub expires_at: Timestamp,
}

impl WaiverFacts {
    /// Whether it is in force at `now`.
    pub fn holds(&self, gate: GateId, now: Timestamp) -> bool {
        self.gate == gate && self.state == WaiverState::Granted && now < self.expires_at
    }
}

/// The value of the waiver of `gate` that is in force at `now`, if any.
pub fn waived_value(waivers: &[WaiverFacts], gate: GateId, now: Timestamp) -> Option<f64> {
    waivers.iter().find(|w| w.holds(gate, now)).map(|w| w.value)
}

/// The same as a whole number of the gate's unit, for gates that count.
pub fn waived_whole(waivers: &[WaiverFacts], gate: GateId, now: Timestamp) -> Option<u32> {
    // The cast saturates; limits of waivers are small.
    waived_value(waivers, gate, now).map(|value| value.round() as u32)
}

/// The offer.
#[derive(Debug, Clone)]
pub struct OfferFacts {
    /// Offer data that is still missing, in words.
    pub lacks: Vec<String>,
    /// When it was extended.
    pub extended_at: Option<Timestamp>,
    /// Until when the candidate may answer.
    pub expires_at: Timestamp,
    /// Items of the company's list before `hired` (right to work, promised current-employer reference)
    /// that are not ticked yet.
    pub open_conditions: Vec<String>,
    /// Reason of a rescission, signed by HR and sponsor, when recorded.
    pub rescission: Option<RescissionFacts>,
}

/// A recorded rescission.
#[derive(Debug, Clone)]
pub struct RescissionFacts {
    /// Signed by HR.
    pub hr: bool,
    /// Signed by the sponsor.
    pub sponsor: bool,
}

/// Another application of the same job.
#[derive(Debug, Clone)]
pub struct RivalFacts {
    /// The other application.
    pub application: ApplicationId,
    /// Where it stands.
    pub state: ApplicationState,
    /// Whether an offer is out to them, open or accepted; also while the application is on hold.
    pub offer_out: bool,
    /// Whether it ever reached `assessed` (G34).
    pub assessed: bool,
    /// Whether it passes every floor with its present scores.
    pub passes_floors: bool,
    /// Its final composite, when every competency is measured (G38).
    pub final_composite: Option<f64>,
    /// When its assessment can be complete at the earliest, for the forecast.
    pub earliest_assessed_at: Option<Timestamp>,
}
