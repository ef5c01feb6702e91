//! Which gates can be waived, how far, for which reasons and by whom (dossier 7.6). The two-person rule is
//! in `approval`.

mod approval;
mod limits;

use serde::{Deserialize, Serialize};

pub use approval::{Approval, ApprovalRefused, Approver, GivenApproval, Seat, check_approval, may_request};
pub use limits::{WaiverContext, WaiverLimit};

use super::{
    evidence::{ApplicationEvidence, waived_value},
    gate_id::GateId,
    measured,
    policy::{Policy, TOLERANCE},
    refusal::Waivable,
    state::ApplicationState,
};
use crate::{
    kernel::{
        terms::CompetencyGroup,
        text::visible_len,
        text_enum::TextEnum,
        time::{Timestamp, days},
    },
    text_enum,
};

text_enum! {
    /// A gate that two people together can waive, down to a limit.
    pub enum WaiverGate {
        /// Career ladder, of the job.
        G06 = "G06",
        /// Interviewer certified.
        G13 = "G13",
        /// Timely card.
        G18 = "G18",
        /// Minimum rounds.
        G19 = "G19",
        /// Distinct people.
        G20 = "G20",
        /// References completed.
        G24 = "G24",
        /// Technical floor (never the commercial one).
        G31 = "G31",
        /// Compared, not first seen.
        G34 = "G34",
        /// Minimum elapsed.
        G35 = "G35",
        /// Pace.
        G36 = "G36",
        /// Cooling-off.
        G37 = "G37",
        /// Fresh data.
        G41 = "G41",
        /// Prerequisites, of the hire.
        G51 = "G51",
        /// Portfolio ramp, of the hire.
        G53 = "G53",
    }
}

text_enum! {
    /// What a waiver belongs to.
    pub enum WaiverScope {
        /// One application; these are counted.
        Application = "application",
        /// A job.
        Job = "job",
        /// A hire's onboarding plan.
        OnboardingPlan = "onboarding_plan",
    }
}

impl WaiverGate {
    /// The waivable gate with this id, if it is one.
    pub fn of(gate: GateId) -> Option<Self> {
        Self::from_word(gate.as_str())
    }
    /// The gate.
    pub fn gate(self) -> Option<GateId> {
        GateId::from_word(self.as_str())
    }
    /// What its waivers belong to.
    pub fn scope(self) -> WaiverScope {
        match self {
            Self::G06 => WaiverScope::Job,
            Self::G51 | Self::G53 => WaiverScope::OnboardingPlan,
            _ => WaiverScope::Application,
        }
    }
    /// Whether it is one of the three of which an application gets at most one.
    pub fn is_of_assessment(self) -> bool {
        matches!(self, Self::G19 | Self::G20 | Self::G24)
    }
    /// Whether a waiver puts this candidate on the small-firm layout: dropping a round or a rater alone
    /// would fail coverage.
    pub fn switches_layout(self) -> bool {
        matches!(self, Self::G19 | Self::G20)
    }
    /// Longest life of its waivers, in days.
    pub fn longest_days(self, policy: &Policy) -> u32 {
        if self == Self::G53 {
            30
        } else {
            policy.waiver_expiry_days
        }
    }
}

/// Whether and how a gate can be waived at all.
pub fn waivable(gate: GateId) -> Waivable {
    match gate {
        GateId::G22 | GateId::G25 => Waivable::Substitution,
        _ if WaiverGate::of(gate).is_some() => Waivable::FourEyes,
        _ => Waivable::Never,
    }
}

/// Whether a (further) waiver of `gate` could still help this application: its rule is not at the limit already, by
/// profile or by a waiver that is in force, and what it lacks is what a waiver relieves. G31 relieves technical
/// knowledge; nothing relieves commercial sense.
pub fn waiver_helps(gate: GateId, case: &ApplicationEvidence, policy: &Policy, now: Timestamp) -> bool {
    let context = WaiverContext::of(case, policy);
    let Some(limit) = WaiverGate::of(gate).and_then(|gate| gate.limit(&context)) else {
        return false;
    };
    if waived_value(&case.waivers, gate, now).is_some_and(|value| (value - limit.limit).abs() <= TOLERANCE) {
        return false;
    }
    gate != GateId::G31 || !below_commercial_floor(case, policy)
}

fn below_commercial_floor(case: &ApplicationEvidence, policy: &Policy) -> bool {
    let level = measured::scores(case).commercial;
    let floor = measured::competency_facts(&case.terms)
        .into_iter()
        .find(|fact| fact.group == CompetencyGroup::Commercial)
        .map(|fact| policy.competency_floor(case.terms.kind, &fact));
    level
        .zip(floor)
        .is_some_and(|(level, floor)| level < floor - TOLERANCE)
}

/// Whether nobody can waive a gate, whatever the reason.
pub fn never_waivable(gate: GateId) -> bool {
    WaiverGate::of(gate).is_none()
}

/// Whether another fact of equal value may stand in: G22, G25, and the dates of G26.
pub fn has_substitute(gate: GateId) -> bool {
    matches!(gate, GateId::G22 | GateId::G25 | GateId::G26)
}

text_enum! {
    /// Why a waiver is asked for.
    pub enum ReasonCode {
        /// Hardly anybody on the market.
        MarketScarcity = "market_scarcity",
        /// Somebody from within succeeds.
        InternalSuccessor = "internal_successor",
        /// The candidate cannot come as planned.
        CandidateAccessibility = "candidate_accessibility",
        /// The candidate has a proven deadline.
        CandidateLegalDeadline = "candidate_legal_deadline",
        /// A referee did not answer three attempts.
        RefereeUnreachable = "referee_unreachable_after_3_attempts",
        /// An interviewer fell ill.
        IllnessOfInterviewer = "illness_of_interviewer",
        /// Refused: too much work.
        WorkloadSurge = "workload_surge",
        /// Refused: a client is impatient.
        ClientPressure = "client_pressure",
        /// Refused: a feeling.
        GutFeeling = "gut_feeling",
        /// Refused: a friend's word.
        RecommendedByFriend = "recommended_by_friend",
    }
}

impl ReasonCode {
    /// Why a reason is never accepted; `None` for those that are.
    pub fn refused_because(self) -> Option<&'static str> {
        match self {
            Self::WorkloadSurge => Some(
                "A sudden workload is exactly the situation in which rushed hires go wrong. Use interim cover \
                 instead: owner or senior account manager, redistribution, temporary support.",
            ),
            Self::ClientPressure => Some(
                "A client who waits is helped by interim cover, not by a rushed hire: owner or senior account \
                 manager, redistribution, temporary support.",
            ),
            Self::GutFeeling => Some(
                "A feeling cannot be compared between candidates. Write down what you saw or heard as evidence \
                 on your scorecard.",
            ),
            Self::RecommendedByFriend => Some(
                "A recommendation cannot be compared between candidates. Let the person answer the reference \
                 form as every referee does.",
            ),
            _ => None,
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct WaiverRequest<'a> {
    /// Of which gate.
    pub gate: GateId,
    /// Down or up to which value, in the gate's unit ([`WaiverLimit::unit`]).
    pub value: f64,
    /// Why.
    pub reason: ReasonCode,
    /// Why, in words: at least 100 characters.
    pub text: &'a str,
    /// What is done instead, e.g. "extra reference call".
    pub measure: &'a str,
    /// Until when it holds.
    pub expires_at: Timestamp,
}

/// A field of a request that cannot stand (422).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaiverFault {
    /// JSON pointer to the field.
    pub pointer: String,
    /// What is wrong, for the person who asked.
    pub detail: String,
}

impl WaiverFault {
    fn new(field: &str, detail: impl Into<String>) -> Self {
        Self {
            pointer: format!("/{field}"),
            detail: detail.into(),
        }
    }
}

/// Checks a request; every fault is named at once.
///
/// # Errors
/// When the gate cannot be waived, the value is beyond its limit or no relief, the reason is one that is
/// refused, the text is too short, the compensating measure is missing, or it would last too long.
pub fn check_request(
    request: &WaiverRequest<'_>,
    context: &WaiverContext<'_>,
    now: Timestamp,
) -> Result<WaiverGate, Vec<WaiverFault>> {
    let mut faults = Vec::new();
    let gate = WaiverGate::of(request.gate);
    match gate {
        None => {
            let detail = if has_substitute(request.gate) {
                format!(
                    "{} cannot be waived; record a substitute of equal value.",
                    request.gate
                )
            } else {
                format!("{} can never be waived.", request.gate)
            };
            faults.push(WaiverFault::new("gate", detail));
        }
        Some(gate) => {
            faults.extend(value_fault(gate, request.value, context));
            faults.extend(reason_fault(gate, request.reason));
            let longest = gate.longest_days(context.policy);
            if request.expires_at > now + days(i64::from(longest)) {
                faults.push(WaiverFault::new(
                    "expires_at",
                    format!("A waiver lasts {longest} days at most."),
                ));
            }
        }
    }
    if gate.is_none() {
        faults.extend(
            request
                .reason
                .refused_because()
                .map(|text| WaiverFault::new("reason_code", text)),
        );
    }
    if request.expires_at <= now {
        faults.push(WaiverFault::new("expires_at", "Must lie in the future."));
    }
    let (length, needed) = (visible_len(request.text), context.policy.waiver_text_chars);
    if u32::try_from(length).unwrap_or(u32::MAX) < needed {
        let detail = format!("Give the reason in at least {needed} characters; these are {length}.");
        faults.push(WaiverFault::new("text", detail));
    }
    if visible_len(request.measure) == 0 {
        let detail = "Name what is done instead, such as an extra reference call or a second assessor.";
        faults.push(WaiverFault::new("compensating_measure", detail));
    }
    match gate {
        Some(gate) if faults.is_empty() => Ok(gate),
        _ => Err(faults),
    }
}

fn value_fault(gate: WaiverGate, value: f64, context: &WaiverContext<'_>) -> Option<WaiverFault> {
    let Some(limit) = gate.limit(context) else {
        let detail = format!("The rule of {gate} is at its limit already; nothing is left to waive.");
        return Some(WaiverFault::new("value", detail));
    };
    let whole = gate == WaiverGate::G31 || (value - value.round()).abs() <= TOLERANCE;
    (!(whole && limit.allows(value))).then(|| {
        let detail = format!(
            "The rule asks for {}; a waiver goes no further than {limit}.",
            limit.current
        );
        WaiverFault::new("value", detail)
    })
}

fn reason_fault(gate: WaiverGate, reason: ReasonCode) -> Option<WaiverFault> {
    let only = [ReasonCode::MarketScarcity, ReasonCode::InternalSuccessor];
    if let Some(text) = reason.refused_because() {
        Some(WaiverFault::new("reason_code", text))
    } else if gate == WaiverGate::G34 && !only.contains(&reason) {
        let detail = "G34 is waived for market_scarcity or internal_successor only.";
        Some(WaiverFault::new("reason_code", detail))
    } else {
        None
    }
}

/// No further waiver may be granted (409, T7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QuotaExceeded {
    /// The application has all the waivers it can get.
    #[error("{0} waivers have been granted on this application; there can be no more.")]
    Application(u32),
    /// It has one of G19, G20 and G24 already.
    #[error("Only {0} of G19, G20 and G24 can be waived on one application.")]
    Assessment(u32),
}

/// Whether one more waiver of `gate` fits; `granted` are those ever granted on this application, expired
/// and revoked ones included: counts are not given back.
///
/// # Errors
/// When a limit is reached. Waivers of a job or a hire are not counted.
pub fn check_quota(gate: WaiverGate, granted: &[WaiverGate], policy: &Policy) -> Result<(), QuotaExceeded> {
    let count = |counts: fn(WaiverGate) -> bool| {
        u32::try_from(granted.iter().filter(|&&gate| counts(gate)).count()).unwrap_or(u32::MAX)
    };
    if gate.scope() != WaiverScope::Application {
        return Ok(());
    }
    let (all, of_assessment) = (policy.waivers_per_application, policy.waivers_of_assessment);
    if count(|gate| gate.scope() == WaiverScope::Application) >= all {
        Err(QuotaExceeded::Application(all))
    } else if gate.is_of_assessment() && count(WaiverGate::is_of_assessment) >= of_assessment {
        Err(QuotaExceeded::Assessment(of_assessment))
    } else {
        Ok(())
    }
}

/// Whether a granted waiver of an application can still be taken back: until the offer is out.
pub fn may_revoke(state: ApplicationState) -> bool {
    state < ApplicationState::OfferExtended || state == ApplicationState::OnHold
}

#[cfg(test)]
mod tests;
