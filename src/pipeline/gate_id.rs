//! The 51 gates by number (dossier 7.3).

use crate::text_enum;

text_enum! {
    /// A gate. Ids G42 to G49 are free.
    pub enum GateId {
        /// Kind decided.
        G01 = "G01",
        /// Role plan.
        G02 = "G02",
        /// Guiding strategy.
        G03 = "G03",
        /// Job description clarity.
        G04 = "G04",
        /// Job description approved.
        G05 = "G05",
        /// Career ladder.
        G06 = "G06",
        /// Interview plan locked.
        G07 = "G07",
        /// Posting complete.
        G08 = "G08",
        /// Accountability plan.
        G09 = "G09",
        /// Consent and notice.
        G10 = "G10",
        /// Role acknowledged.
        G11 = "G11",
        /// Minimum qualifications.
        G12 = "G12",
        /// Interviewer certified.
        G13 = "G13",
        /// No conflict of interest.
        G14 = "G14",
        /// Same questions.
        G15 = "G15",
        /// Independent score.
        G16 = "G16",
        /// Complete card.
        G17 = "G17",
        /// Timely card.
        G18 = "G18",
        /// Minimum rounds.
        G19 = "G19",
        /// Distinct people.
        G20 = "G20",
        /// Coverage.
        G21 = "G21",
        /// Operations' voice.
        G22 = "G22",
        /// Work samples.
        G23 = "G23",
        /// References completed.
        G24 = "G24",
        /// Mix of references.
        G25 = "G25",
        /// References verified and recent.
        G26 = "G26",
        /// Discrepancies resolved.
        G27 = "G27",
        /// Red flags.
        G28 = "G28",
        /// Soft-skill floor.
        G29 = "G29",
        /// Communication floor.
        G30 = "G30",
        /// Technical and commercial floor.
        G31 = "G31",
        /// Debrief last.
        G32 = "G32",
        /// Disagreement discussed.
        G33 = "G33",
        /// Compared, not first seen.
        G34 = "G34",
        /// Minimum elapsed.
        G35 = "G35",
        /// Pace.
        G36 = "G36",
        /// Cooling-off.
        G37 = "G37",
        /// Reasoned decision.
        G38 = "G38",
        /// Two signatures.
        G39 = "G39",
        /// Protocol ready.
        G40 = "G40",
        /// Fresh data.
        G41 = "G41",
        /// Day-1 ready.
        G50 = "G50",
        /// Prerequisites.
        G51 = "G51",
        /// Foreign signature.
        G52 = "G52",
        /// Portfolio ramp.
        G53 = "G53",
        /// No solo client contact.
        G54 = "G54",
        /// Week-1 one-to-one.
        G55 = "G55",
        /// Day-90 review.
        G56 = "G56",
        /// Commercial authority.
        G57 = "G57",
        /// Hard cap.
        G58 = "G58",
        /// Coaching alive.
        G59 = "G59",
    }
}

impl GateId {
    /// The gate's name as people see it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::G01 => "Kind decided",
            Self::G02 => "Role plan",
            Self::G03 => "Guiding strategy",
            Self::G04 => "Job description clarity",
            Self::G05 => "Job description approved",
            Self::G06 => "Career ladder",
            Self::G07 => "Interview plan locked",
            Self::G08 => "Posting complete",
            Self::G09 => "Accountability plan",
            Self::G10 => "Consent and notice",
            Self::G11 => "Role acknowledged",
            Self::G12 => "Minimum qualifications",
            Self::G13 => "Interviewer certified",
            Self::G14 => "No conflict of interest",
            Self::G15 => "Same questions",
            Self::G16 => "Independent score",
            Self::G17 => "Complete card",
            Self::G18 => "Timely card",
            Self::G19 => "Minimum rounds",
            Self::G20 => "Distinct people",
            Self::G21 => "Coverage",
            Self::G22 => "Operations' voice",
            Self::G23 => "Work samples",
            Self::G24 => "References completed",
            Self::G25 => "Mix of references",
            Self::G26 => "References verified and recent",
            Self::G27 => "Discrepancies resolved",
            Self::G28 => "Red flags",
            Self::G29 => "Soft-skill floor",
            Self::G30 => "Communication floor",
            Self::G31 => "Technical and commercial floor",
            Self::G32 => "Debrief last",
            Self::G33 => "Disagreement discussed",
            Self::G34 => "Compared, not first seen",
            Self::G35 => "Minimum elapsed",
            Self::G36 => "Pace",
            Self::G37 => "Cooling-off",
            Self::G38 => "Reasoned decision",
            Self::G39 => "Two signatures",
            Self::G40 => "Protocol ready",
            Self::G41 => "Fresh data",
            Self::G50 => "Day-1 ready",
            Self::G51 => "Prerequisites",
            Self::G52 => "Foreign signature",
            Self::G53 => "Portfolio ramp",
            Self::G54 => "No solo client contact",
            Self::G55 => "Week-1 one-to-one",
            Self::G56 => "Day-90 review",
            Self::G57 => "Commercial authority",
            Self::G58 => "Hard cap",
            Self::G59 => "Coaching alive",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::text_enum::TextEnum;

    #[test]
    fn the_dossier_has_fifty_one_gates() {
        assert_eq!(GateId::ALL.len(), 51);
    }
}
