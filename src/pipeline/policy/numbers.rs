//! Every number a company may set, with the value of both profiles and the absolute floor that no
//! configuration can pass (dossier 7.3, 7.5, 7.6, 6.4).

use std::{cmp::Ordering, fmt};

use serde::{Deserialize, Serialize};

use super::{
    Direction, PolicyFault,
    floors::CompetencyFloors,
    portfolio::PortfolioTable,
    weights::{ByKind, KindWeights},
};
use crate::{kernel::terms::Layout, text_enum};

text_enum! {
    /// Which work samples count as the full set (G23), from the least to the most demanding.
    pub enum ExerciseSet {
        /// E1, E2, E3 and the short hand-off E4: the absolute floor.
        Minimal = "minimal",
        /// The set of the kind, with the short E4 and E5 allowed (small firms).
        Short = "short",
        /// The set of the kind (dossier 4.0).
        Full = "full",
    }
}

/// `None` when `given` keeps the limit.
fn fault<T: PartialOrd + fmt::Display>(
    key: &str,
    given: &T,
    limit: &T,
    direction: Direction,
) -> Option<PolicyFault> {
    let kept = match direction {
        Direction::Min => matches!(
            given.partial_cmp(limit),
            Some(Ordering::Greater | Ordering::Equal)
        ),
        Direction::Max => matches!(given.partial_cmp(limit), Some(Ordering::Less | Ordering::Equal)),
        Direction::Equal => given == limit,
    };
    (!kept).then(|| PolicyFault {
        key: format!("policy.{key}"),
        given: given.to_string(),
        floor: limit.to_string(),
        direction,
    })
}

/// One number of a policy as people read it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scalar {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: &'static str,
    /// What is set.
    pub value: String,
    /// What a company with enough people for four rounds starts with.
    pub standard: String,
    /// What a company with three people to spare starts with.
    pub small_firm: String,
    /// On which side of the limit it must stay.
    pub direction: Option<Direction>,
    /// The absolute limit.
    pub limit: Option<String>,
}

macro_rules! numbers {
    (@direction min $limit:expr) => { Some((Direction::Min, $limit)) };
    (@direction max $limit:expr) => { Some((Direction::Max, $limit)) };
    (@direction free) => { None };
    ($(
        $(#[$meta:meta])*
        $field:ident: $kind:ty = $standard:expr, $small:expr, $word:ident $($limit:expr)?;
    )+) => {
        /// The numbers of a policy as they are configured: not yet checked, hence of no use to a gate.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct PolicyNumbers {
            /// The profile the numbers started from.
            pub profile: Layout,
            $( $(#[$meta])* pub $field: $kind, )+
            /// Weights of the composite per kind (2.4).
            pub weights: ByKind<KindWeights>,
            /// Lowest mean per competency and kind (3.0, G29, G31).
            pub floors: ByKind<CompetencyFloors>,
            /// Own accounts per portfolio stage (6.4, G53, G58).
            pub portfolio: PortfolioTable,
        }

        impl PolicyNumbers {
            /// The defaults of a company with enough people for four rounds.
            pub fn standard() -> Self {
                Self {
                    profile: Layout::Standard,
                    $( $field: $standard, )+
                    weights: ByKind::<KindWeights>::shipped(),
                    floors: ByKind::<CompetencyFloors>::shipped(),
                    portfolio: PortfolioTable::default(),
                }
            }
            /// The defaults of a company with three people to spare.
            pub fn small_firm() -> Self {
                Self { profile: Layout::SmallFirm, $( $field: $small, )+ ..Self::standard() }
            }
            pub(super) fn scalar_faults(&self) -> Vec<PolicyFault> {
                let mut faults = Vec::new();
                $(
                    let limit: Option<(Direction, $kind)> = numbers!(@direction $word $($limit)?);
                    if let Some((direction, limit)) = limit {
                        faults.extend(fault(stringify!($field), &self.$field, &limit, direction));
                    }
                )+
                faults
            }
            /// Every single number with its defaults and its limit, in the order of the gates.
            pub fn scalars(&self) -> Vec<Scalar> {
                let (standard, small) = (Self::standard(), Self::small_firm());
                vec![$({
                    let limit: Option<(Direction, $kind)> = numbers!(@direction $word $($limit)?);
                    Scalar {
                        name: stringify!($field),
                        kind: stringify!($kind),
                        value: self.$field.to_string(),
                        standard: standard.$field.to_string(),
                        small_firm: small.$field.to_string(),
                        direction: limit.map(|(direction, _)| direction),
                        limit: limit.map(|(_, limit)| limit.to_string()),
                    }
                }),+]
            }
            pub(super) fn scalars_as_strict_as(&self, other: &Self) -> bool {
                $(
                    let limit: Option<(Direction, $kind)> = numbers!(@direction $word $($limit)?);
                    if let Some((direction, _)) = limit {
                        if fault("", &self.$field, &other.$field, direction).is_some() {
                            return false;
                        }
                    }
                )+
                true
            }
        }
    };
}

numbers! {
    /// Lowest clarity score of a job description, out of 100 (G04).
    jd_min_score: u32 = 80, 80, min 80;
    /// Different persons who approve a job description (G05).
    jd_approvals: u32 = 2, 2, min 2;
    /// Aims per horizon of the role plan (G02).
    aims_per_horizon: u32 = 1, 1, min 1;
    /// Core values of the company (G03).
    core_values: u32 = 3, 3, min 3;
    /// Steps above the role with criteria (G06).
    ladder_rungs: u32 = 2, 1, min 1;
    /// Measures of the accountability plan (G09).
    accountability_measures: u32 = 4, 4, min 4;

    /// Hours between a role acknowledgement and the next round (G11).
    ack_reading_hours: u32 = 24, 24, min 24;
    /// Largest difference between expected and real share of sales, in percentage points (G11).
    expectation_gap_points: u32 = 20, 20, max 20;
    /// Whether every rater needs a certificate; otherwise one per round (G13).
    every_rater_certified: bool = true, false, min false;
    /// Characters of observed evidence per rating (G17).
    evidence_min_chars: u32 = 40, 40, min 40;
    /// How many fields of one card may carry the same text (G17).
    identical_evidence_fields: u32 = 2, 2, max 2;
    /// Hours after a round when a missing card is reminded of (G18).
    card_warn_hours: u32 = 24, 24, max 72;
    /// Hours after a round when a missing card is void (G18).
    card_void_hours: u32 = 72, 72, max 72;
    /// Rounds held and scored (G19).
    min_rounds: u32 = 4, 3, min 2;
    /// More rounds than this are warned about (G19).
    max_rounds_warn: u32 = 5, 5, free;
    /// Different raters over interviews and exercises (G20).
    min_raters: u32 = 4, 3, min 2;
    /// Raters per competency, whatever its group (G21).
    soft_raters: u32 = 2, 2, min 2;
    /// Sources per critical soft competency (G21).
    critical_sources: u32 = 2, 2, min 1;
    /// Which set of work samples is full (G23).
    exercise_set: ExerciseSet = ExerciseSet::Full, ExerciseSet::Short, min ExerciseSet::Minimal;
    /// Rounds per candidate and day (G36).
    rounds_per_candidate_day: u32 = 2, 2, max 2;
    /// Interviews per interviewer and day (G36).
    interviews_per_interviewer_day: u32 = 4, 4, max 4;
    /// Different days of one candidate's assessment (G36).
    assessment_days: u32 = 2, 2, min 2;

    /// Completed references (G24).
    min_references: u32 = 3, 2, min 2;
    /// Whether an operations colleague or peer is needed beside the former direct manager (G25).
    peer_reference: bool = true, false, min false;
    /// Months the referee and the candidate worked together (G26).
    months_together: u32 = 6, 6, min 6;
    /// A reference is recent when the shared work ended at most this many years ago (G26).
    reference_recent_years: u32 = 5, 5, max 5;
    /// How many references are recent (G26).
    recent_references: u32 = 2, 2, min 2;
    /// Characters of the outcome of a discrepancy (G27).
    discrepancy_note_chars: u32 = 100, 100, min 100;

    /// Lowest mean of the soft competencies (G29).
    soft_mean_floor: f64 = 3.5, 3.5, min 3.25;
    /// Lowest mean of each communication competency (G30).
    communication_floor: f64 = 3.5, 3.5, min 3.25;
    /// Raters of one source this many points apart must be discussed (G33).
    disagreement_points: u32 = 2, 2, max 2;
    /// Characters of the note on a disagreement (G33).
    disagreement_note_chars: u32 = 60, 60, min 60;
    /// Candidates of the job who reached `assessed`, the chosen one included (G34).
    min_assessed: u32 = 2, 2, min 1;
    /// Days of 24 hours from `applied` to `approved` (G35).
    min_elapsed_days: u32 = 7, 5, min 3;
    /// Days of 24 hours the posting has been open (G35).
    posting_days: u32 = 5, 3, min 0;
    /// Hours from `debriefed` to `approved` (G37).
    cooling_off_hours: u32 = 24, 24, min 12;
    /// A better candidate by more than this needs a reason (G38), in levels.
    rank_gap: f64 = 0.10, 0.10, max 0.10;
    /// Characters of that reason (G38).
    reason_min_chars: u32 = 150, 150, min 150;
    /// Age in days at which scores and references are stale (G41).
    freshness_days: u32 = 180, 180, max 180;
    /// Hours an offer stays open for the candidate (7.2).
    offer_open_hours: u32 = 72, 72, min 72;

    /// Percent of a module's check that must be right (G52).
    check_pass_percent: u32 = 80, 80, min 80;
    /// Working days before the start by which day 1 is confirmed as ready (G50).
    day_one_ready_working_days: u32 = 1, 1, min 1;
    /// Day by which the first one-to-one is held (G55).
    first_one_to_one_day: u32 = 7, 7, max 7;
    /// Longest single extension after the day-90 review, in days (G56).
    extension_days: u32 = 60, 60, max 60;
    /// Own accounts nobody may pass (G58).
    account_hard_cap: u32 = 20, 20, max 20;
    /// Days without a coaching session that freeze the stage (G59).
    coaching_gap_days: u32 = 45, 45, max 45;

    /// Waivers granted per application (7.6).
    waivers_per_application: u32 = 2, 2, max 2;
    /// Of these, how many from G19, G20 and G24 (7.6).
    waivers_of_assessment: u32 = 1, 1, max 1;
    /// Longest life of a waiver, in days (7.6).
    waiver_expiry_days: u32 = 14, 14, max 14;
    /// Characters of the reason of a waiver (7.6).
    waiver_text_chars: u32 = 100, 100, min 100;

    /// Length of a round in the forecast, in minutes (7.5).
    round_minutes: u32 = 60, 60, free;
    /// Working days between rounds in the projected date (7.5).
    projected_round_gap: u32 = 2, 2, free;
    /// Working days a reference takes in the projected date (7.5).
    projected_reference_days: u32 = 3, 3, free;
    /// Working days to the debrief in the projected date (7.5).
    projected_debrief_days: u32 = 1, 1, free;
    /// Working days to the approval in the projected date (7.5).
    projected_approval_days: u32 = 1, 1, free;
    /// Working days from acceptance to the earliest start (7.5, preparation for G50).
    start_preparation_working_days: u32 = 3, 3, min 1;
    /// Working days from the last round to the debrief that are warned about (7.5).
    sla_debrief_working_days: u32 = 3, 3, free;
    /// Working days from the debrief to the decision mail that are warned about (7.5).
    sla_decision_working_days: u32 = 2, 2, free;
    /// Working days in any state that are warned about (7.5).
    sla_idle_working_days: u32 = 5, 5, free;
}
