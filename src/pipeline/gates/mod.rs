//! The registry of all 51 gates (dossier 7.3): one file per family, one function per gate, each a pure
//! look at stored facts. `spec` says why each exists; this file only leads from an id to its function.

mod candidate;
mod decision;
mod interview;
mod onboarding;
mod owing;
mod reference;
mod role;
pub mod spec;
mod words;

pub use interview::{Lacks, lacks};

use super::{
    evidence::{
        AnswerFacts, ApplicationEvidence, CardFacts, JobEvidence, OnboardingAct, OnboardingEvidence,
        ProposedBooking, RefereeFacts,
    },
    gate_id::GateId,
    refusal::{Finding, GateRow, GateStatus},
    state::ApplicationState,
};
use crate::{
    kernel::{ids::RefereeId, time::Timestamp},
    pipeline::policy::Policy,
};

/// What a judgement is made under: the pinned policy and the one `now` of the use case.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// The policy version pinned to the case.
    pub policy: &'a Policy,
    /// The instant of the judgement.
    pub now: Timestamp,
}

/// What a gate of an application is looked at for. Most gates read the whole case; some are asked about one
/// act that is not stored yet, and some ask for less at an early state.
#[derive(Debug, Clone, Copy)]
pub enum Concern<'a> {
    /// The step to this state of the main path.
    Step(ApplicationState),
    /// Booking or moving a round (G11, G13, G14, G36).
    Booking(&'a ProposedBooking),
    /// Submitting a card (G13, G15, G16, G17, G18).
    Card(&'a CardFacts),
    /// Sending a reference request (G10, G26).
    ReferenceRequest(RefereeId),
}

/// Judges one role gate (G01 to G09).
pub fn judge_job(gate: GateId, case: &JobEvidence, frame: Frame<'_>) -> Finding {
    match gate {
        GateId::G01 => role::kind_decided(case),
        GateId::G02 => role::role_plan(case, frame),
        GateId::G03 => role::strategy(case, frame),
        GateId::G04 => role::clarity(case, frame),
        GateId::G05 => role::approved(case, frame),
        GateId::G06 => role::ladder(case, frame),
        GateId::G07 => role::plan_locked(case),
        GateId::G08 => role::posting(case),
        GateId::G09 => role::accountability(case, frame),
        _ => not_of_this_machine(gate),
    }
}

/// Judges one gate of an application (G10 to G41).
pub fn judge_application(
    gate: GateId,
    case: &ApplicationEvidence,
    concern: Concern<'_>,
    frame: Frame<'_>,
) -> Finding {
    use GateId::*;
    match gate {
        G10 => candidate::consent(case, concern),
        G11 => candidate::acknowledged(case, concern, frame),
        G12 => candidate::must_haves(case, concern),
        G13 => interview::certified(case, concern, frame),
        G14 => interview::no_conflict(case, concern),
        G15 => interview::same_questions(case, concern),
        G16 => interview::independent(case, concern),
        G17 => interview::complete_card(case, concern, frame),
        G18 => interview::timely_card(case, concern, frame),
        G19 => interview::rounds(case, frame),
        G20 => interview::distinct_people(case, frame),
        G21 => interview::coverage(case, frame),
        G22 => interview::operations_voice(case),
        G23 => interview::work_samples(case),
        G36 => interview::pace(case, concern, frame),
        G24 => reference::completed(case, frame),
        G25 => reference::mix(case, frame),
        G26 => reference::verified(case, concern, frame),
        G27 => reference::discrepancies(case, frame),
        G28 => decision::red_flags(case),
        G29 => decision::soft_floor(case, frame),
        G30 => decision::communication_floor(case, frame),
        G31 => decision::technical_floor(case, frame),
        G32 => decision::debrief_last(case, frame),
        G33 => decision::disagreements(case, frame),
        G34 => decision::compared(case, frame),
        G35 => decision::elapsed(case, frame),
        G37 => decision::cooling_off(case, frame),
        G38 => decision::reasoned(case, frame),
        G39 => decision::two_signatures(case),
        G40 => decision::protocol_ready(case),
        G41 => decision::fresh(case, frame),
        _ => not_of_this_machine(gate),
    }
}

/// Judges one onboarding gate (G50 to G59). `act` is what somebody wants to do; the gates of the machine
/// itself (G50, G56) need none.
pub fn judge_onboarding(
    gate: GateId,
    case: &OnboardingEvidence,
    act: Option<&OnboardingAct>,
    frame: Frame<'_>,
) -> Finding {
    match gate {
        GateId::G50 => onboarding::day_one_ready(case, frame),
        GateId::G51 => onboarding::prerequisites(case, act, frame),
        GateId::G52 => onboarding::foreign_signature(case, act, frame),
        GateId::G53 => onboarding::ramp(case, act, frame),
        GateId::G54 => onboarding::solo_contact(case),
        GateId::G55 => onboarding::one_to_one(case, act, frame),
        GateId::G56 => onboarding::review(case, frame),
        GateId::G57 => onboarding::authority(case, act),
        GateId::G58 => onboarding::hard_cap(case, act, frame),
        GateId::G59 => onboarding::coaching_alive(case, frame),
        _ => not_of_this_machine(gate),
    }
}

/// How many rounds G19 asks of this candidate, waivers taken into account.
pub(super) fn rounds_needed(case: &ApplicationEvidence, frame: Frame<'_>) -> u32 {
    interview::needed_rounds(case, frame)
}

/// By how many months the dates of CV and referee differ, when it is more than G26 allows.
pub(super) fn reference_dates_apart(referee: &RefereeFacts, answers: &AnswerFacts) -> Option<u32> {
    reference::dates_apart(referee, answers)
}

/// A gate looked up on the wrong machine refuses rather than lets pass.
fn not_of_this_machine(gate: GateId) -> Finding {
    Finding::open(super::refusal::Shortfall::new(
        "not applicable",
        "a gate of this machine",
        "report this as a fault of the service",
        format!("{gate} does not belong to this step."),
    ))
}

/// A gate and its finding as the API shows them.
pub fn row(gate: GateId, finding: Finding) -> GateRow {
    let spec = spec::of(gate);
    let mut row = GateRow {
        gate,
        name: gate.name().to_owned(),
        status: GateStatus::Met,
        found: None,
        required: None,
        how_to_fix: None,
        detail: None,
        why: spec.why.to_owned(),
        label: spec.label,
        sources: spec.sources.iter().map(|s| (*s).to_owned()).collect(),
        seed_rows: spec.seed_rows.iter().map(|s| (*s).to_owned()).collect(),
        waivable: spec.waivable == super::refusal::Waivable::FourEyes,
        waiver_kind: spec.waivable,
        waiver_to: spec.waiver_to.map(str::to_owned),
        owed_by: Vec::new(),
        since: None,
        opens_at: None,
        link: None,
    };
    match finding {
        Finding::Met(found) => row.found = Some(found),
        Finding::Waived(found) => {
            row.status = GateStatus::Waived;
            row.found = Some(found);
        }
        Finding::Open(short) => {
            row.status = GateStatus::Open;
            row.found = Some(short.found);
            row.required = Some(short.required);
            row.how_to_fix = Some(short.how_to_fix);
            row.detail = Some(short.detail);
            row.owed_by = short.owed_by;
            row.since = short.since;
            row.opens_at = short.opens_at;
            row.link = short.link;
        }
    }
    row
}
