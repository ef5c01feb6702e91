//! Why each gate exists, on what evidence, and whether it can be waived (dossier 7.3, 7.6).
//!
//! A gate counts as evidence when a study or survey supports the rule itself; the numbers in it may still
//! be house values, and then the text says so. Floors, waiting times and signatures are house rules.

mod assessment;
mod decision;
mod onboarding;
mod reference;
mod role;

use crate::pipeline::{
    gate_id::GateId,
    refusal::{Label, Waivable},
};

/// What is fixed about a gate.
#[derive(Debug, Clone, Copy)]
pub struct GateSpec {
    /// One or two sentences: why it exists.
    pub why: &'static str,
    /// Evidence or house rule.
    pub label: Label,
    /// Sources behind it (dossier Part 2, Annex F); empty for a house rule.
    pub sources: &'static [&'static str],
    /// Rows of the source articles.
    pub seed_rows: &'static [&'static str],
    /// Whether it can be waived.
    pub waivable: Waivable,
    /// Down to what, when it can; for a substitution, what may stand in.
    pub waiver_to: Option<&'static str>,
}

const fn house(why: &'static str, seed_rows: &'static [&'static str]) -> GateSpec {
    GateSpec {
        why,
        label: Label::HouseRule,
        sources: &[],
        seed_rows,
        waivable: Waivable::Never,
        waiver_to: None,
    }
}

const fn evidence(
    why: &'static str,
    sources: &'static [&'static str],
    seed_rows: &'static [&'static str],
) -> GateSpec {
    GateSpec {
        label: Label::Evidence,
        sources,
        ..house(why, seed_rows)
    }
}

impl GateSpec {
    const fn four_eyes(self, to: &'static str) -> Self {
        Self {
            waivable: Waivable::FourEyes,
            waiver_to: Some(to),
            ..self
        }
    }
    const fn or_instead(self, what: &'static str) -> Self {
        Self {
            waivable: Waivable::Substitution,
            waiver_to: Some(what),
            ..self
        }
    }
}

const BAD_HIRES: &str = "CareerBuilder/Harris Poll 2017";
const ROLE_CLARITY: &str = "Hassan 2013";
const PREVIEW: &str = "Earnest, Allen & Landis 2011";
const STRUCTURE: &str = "Campion, Palmer & Campion 1997";
const OPM: &str = "OPM, Structured Interviews: A Practical Guide, 2008";
const RELIABILITY: &str = "Huffcutt, Culbertson & Weyhrauch 2013";
const NOISE: &str = "Kahneman, Sibony & Sunstein 2021";
const SNAP_DECISIONS: &str = "Frieder, Van Iddekinge & Raymark 2016";
const COMBINING: &str = "Kuncel, Klieger, Connelly & Ones 2013";
const MSPB: &str = "MSPB, Reference Checking in Federal Hiring, 2005";
const MICROSOFT: &str = "Klinghoffer, Young & Liu 2018 (Microsoft; correlational)";

/// The spec of a gate.
pub fn of(gate: GateId) -> GateSpec {
    use GateId::*;
    match gate {
        G01 => role::KIND_DECIDED,
        G02 => role::ROLE_PLAN,
        G03 => role::STRATEGY,
        G04 => role::CLARITY,
        G05 => role::APPROVED,
        G06 => role::LADDER,
        G07 => role::PLAN_LOCKED,
        G08 => role::POSTING,
        G09 => role::ACCOUNTABILITY,
        G10 => assessment::CONSENT,
        G11 => assessment::ACKNOWLEDGED,
        G12 => assessment::MUST_HAVES,
        G13 => assessment::CERTIFIED,
        G14 => assessment::NO_CONFLICT,
        G15 => assessment::SAME_QUESTIONS,
        G16 => assessment::INDEPENDENT,
        G17 => assessment::COMPLETE_CARD,
        G18 => assessment::TIMELY_CARD,
        G19 => assessment::ROUNDS,
        G20 => assessment::DISTINCT_PEOPLE,
        G21 => assessment::COVERAGE,
        G22 => assessment::OPERATIONS_VOICE,
        G23 => assessment::WORK_SAMPLES,
        G24 => reference::COMPLETED,
        G25 => reference::MIX,
        G26 => reference::VERIFIED,
        G27 => reference::DISCREPANCIES,
        G28 => decision::RED_FLAGS,
        G29 => decision::SOFT_FLOOR,
        G30 => decision::COMMUNICATION_FLOOR,
        G31 => decision::TECHNICAL_FLOOR,
        G32 => decision::DEBRIEF_LAST,
        G33 => decision::DISAGREEMENTS,
        G34 => decision::COMPARED,
        G35 => decision::ELAPSED,
        G36 => assessment::PACE,
        G37 => decision::COOLING_OFF,
        G38 => decision::REASONED,
        G39 => decision::TWO_SIGNATURES,
        G40 => decision::PROTOCOL_READY,
        G41 => decision::FRESH,
        G50 => onboarding::DAY_ONE_READY,
        G51 => onboarding::PREREQUISITES,
        G52 => onboarding::FOREIGN_SIGNATURE,
        G53 => onboarding::RAMP,
        G54 => onboarding::SOLO_CONTACT,
        G55 => onboarding::ONE_TO_ONE,
        G56 => onboarding::REVIEW,
        G57 => onboarding::AUTHORITY,
        G58 => onboarding::HARD_CAP,
        G59 => onboarding::COACHING_ALIVE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::text_enum::TextEnum;

    fn gates_that_are(waivable: Waivable) -> Vec<GateId> {
        let all = GateId::ALL.iter().copied();
        all.filter(|&gate| of(gate).waivable == waivable).collect()
    }

    #[test]
    fn every_gate_says_why_it_exists() {
        for &gate in GateId::ALL {
            let why = of(gate).why;
            assert!(why.len() > 40 && why.ends_with('.'), "{gate}: {why}");
        }
    }

    #[test]
    fn no_two_gates_give_the_same_reason() {
        let mut reasons: Vec<&str> = GateId::ALL.iter().map(|&gate| of(gate).why).collect();
        reasons.sort_unstable();
        reasons.dedup();
        assert_eq!(reasons.len(), GateId::ALL.len());
    }

    #[test]
    fn evidence_names_its_sources_and_a_house_rule_has_none() {
        for &gate in GateId::ALL {
            let spec = of(gate);
            assert_eq!(spec.label == Label::Evidence, !spec.sources.is_empty(), "{gate}");
        }
    }

    #[test]
    fn every_house_rule_calls_itself_one() {
        for &gate in GateId::ALL {
            let spec = of(gate);
            if spec.label == Label::HouseRule {
                assert!(spec.why.to_lowercase().contains("house rule"), "{gate}");
            }
        }
    }

    #[test]
    fn time_gates_do_not_pretend_to_rest_on_research() {
        for gate in [GateId::G35, GateId::G37] {
            assert_eq!(of(gate).label, Label::HouseRule);
            assert!(of(gate).why.contains("No study"), "{gate}");
        }
    }

    #[test]
    fn four_eyes_waivers_exist_for_exactly_the_gates_of_the_dossier() {
        use GateId::*;
        let listed = [
            G06, G13, G18, G19, G20, G24, G31, G34, G35, G36, G37, G41, G51, G53,
        ];
        assert_eq!(gates_that_are(Waivable::FourEyes), listed);
    }

    #[test]
    fn substitution_is_open_for_the_operations_voice_the_mix_and_the_dates() {
        assert_eq!(
            gates_that_are(Waivable::Substitution),
            [GateId::G22, GateId::G25, GateId::G26]
        );
    }

    #[test]
    fn the_other_gates_are_never_waived() {
        use GateId::*;
        let listed = [
            G01, G02, G03, G04, G05, G07, G08, G09, G10, G11, G12, G14, G15, G16, G17, G21, G23, G27, G28,
            G29, G30, G32, G33, G38, G39, G40, G50, G52, G54, G55, G56, G57, G58, G59,
        ];
        assert_eq!(gates_that_are(Waivable::Never), listed);
    }

    #[test]
    fn whatever_can_be_waived_says_down_to_what() {
        for &gate in GateId::ALL {
            let spec = of(gate);
            assert_eq!(
                spec.waivable == Waivable::Never,
                spec.waiver_to.is_none(),
                "{gate}"
            );
        }
    }
}
