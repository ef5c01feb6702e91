//! The candidates of a job side by side (dossier 2.4, 7.8). Only those who pass every floor have a rank: nothing
//! makes up for a missed one, so no average may put such a candidate first.

use serde::Serialize;
use utoipa::ToSchema;

use super::table::{self, Difference, Level, reaches};
use crate::{
    kernel::{
        ids::{ApplicationId, WaiverId},
        time::Timestamp,
    },
    pipeline::{
        evidence::{ApplicationEvidence, WaiverFacts},
        gate_id::GateId,
        gates::{Concern, Frame, judge_application, row},
        measured, outlook,
        policy::{Policy, TOLERANCE},
        refusal::GateStatus,
        score::{FinalComposite, meaningfully_different},
        state::{ApplicationState, RedFlagState, WaiverState},
    },
};

/// The gates of the floors.
const FLOORS: [GateId; 3] = [GateId::G29, GateId::G30, GateId::G31];

/// Somebody to be compared.
#[derive(Debug, Clone, Copy)]
pub struct Contender<'a> {
    /// The case.
    pub case: &'a ApplicationEvidence,
    /// The policy pinned to it.
    pub policy: &'a Policy,
    /// Whether the assessment was ever complete: before that nobody has a rank (G34, G38).
    pub assessed: bool,
    /// Whether the reader may see ratings and references of this candidate by now.
    pub open: bool,
}

/// The mean of the soft skills and its floor (G29).
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SoftMean {
    /// The mean; none while a soft competency is not rated.
    pub value: Option<f64>,
    /// The floor.
    pub floor: f64,
    /// Whether the mean reaches it.
    pub reaches_floor: Option<bool>,
}

/// How a gate of the floors stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FloorGate {
    /// The gate.
    pub gate: GateId,
    /// `waived` where only a waiver lets the technical level pass.
    pub status: GateStatus,
}

/// The red flags that count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct FlagCounts {
    /// Raised and not resolved.
    pub open: usize,
    /// True.
    pub confirmed: usize,
}

/// A waiver of the candidate.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ComparedWaiver {
    /// Which one.
    pub id: WaiverId,
    /// Of which gate.
    pub gate: GateId,
    /// Down or up to which value.
    pub value: f64,
    /// Where it stands.
    pub state: WaiverState,
    /// Until when it holds.
    pub expires_at: Timestamp,
}

impl From<&WaiverFacts> for ComparedWaiver {
    fn from(fact: &WaiverFacts) -> Self {
        Self {
            id: fact.waiver,
            gate: fact.gate,
            value: fact.value,
            state: fact.state,
            expires_at: fact.expires_at,
        }
    }
}

/// What a candidate's cards and references come to.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Standing {
    /// Every competency with its floor and its references.
    pub levels: Vec<Level>,
    /// Mean of the soft skills.
    pub soft_mean: SoftMean,
    /// Technical and role knowledge (TECH).
    pub technical: Option<f64>,
    /// Commercial sense (COMM).
    pub commercial: Option<f64>,
    /// The composite before references.
    pub assessment: Option<f64>,
    /// The composite after references: the number that ranks.
    pub final_composite: FinalComposite,
    /// The three gates of the floors.
    pub floors: Vec<FloorGate>,
    /// Whether every floor is reached; who misses one has no rank.
    pub passes_floors: bool,
    /// The place among those who may be ranked and are open to the reader, 1 for the highest composite. Equal
    /// composites share a place.
    pub rank: Option<usize>,
    /// Ranked candidates whose composite is too close to mean anything.
    pub no_meaningful_difference: Vec<ApplicationId>,
    /// Red flags.
    pub red_flags: FlagCounts,
    /// Where raters of one source are apart, with the evidence of both (G33).
    pub disagreements: Vec<Difference>,
    /// Waivers, whatever became of them.
    pub waivers: Vec<ComparedWaiver>,
}

/// A candidate in the comparison.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = ComparedCandidate)]
pub struct Compared {
    /// The application.
    pub application_id: ApplicationId,
    /// The candidate.
    pub candidate_name: String,
    /// Where the application stands.
    pub state: ApplicationState,
    /// Whether everything else is hidden from this reader for now.
    pub withheld: bool,
    /// What the cards and references come to; absent while it is withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
}

impl Compared {
    /// The place among those who may be ranked, if this candidate has one.
    pub fn rank(&self) -> Option<usize> {
        self.standing.as_ref().and_then(|standing| standing.rank)
    }
}

/// Lays the candidates side by side: the ranked ones first, in their order, then the others as they were given.
/// Who is withheld takes no part in the ranking, so that a place gives nothing away.
pub fn compare(contenders: &[Contender<'_>], now: Timestamp) -> Vec<Compared> {
    let ranked: Vec<(ApplicationId, f64)> = contenders
        .iter()
        .filter_map(|one| Some((one.case.application, ranking_number(one, now)?)))
        .collect();
    let mut table: Vec<Compared> = contenders
        .iter()
        .map(|one| Compared {
            application_id: one.case.application,
            candidate_name: one.case.candidate_name.clone(),
            state: one.case.state,
            withheld: !one.open,
            standing: one.open.then(|| standing(one, &ranked, now)),
        })
        .collect();
    table.sort_by_key(|one| one.rank().unwrap_or(usize::MAX));
    table
}

fn passes_floors(one: &Contender<'_>, now: Timestamp) -> bool {
    let frame = Frame {
        policy: one.policy,
        now,
    };
    outlook::passes_floors(one.case, frame)
}

/// The composite of somebody who may be ranked.
fn ranking_number(one: &Contender<'_>, now: Timestamp) -> Option<f64> {
    let rankable = one.open && one.assessed && one.case.state.is_alternative() && passes_floors(one, now);
    rankable
        .then(|| measured::final_composite(one.case).value)
        .flatten()
}

fn standing(one: &Contender<'_>, ranked: &[(ApplicationId, f64)], now: Timestamp) -> Standing {
    let (case, policy) = (one.case, one.policy);
    let scores = measured::scores(case);
    let own = ranked.iter().find(|(id, _)| *id == case.application);
    let ahead = |number: f64| {
        ranked
            .iter()
            .filter(|(_, other)| *other > number + TOLERANCE)
            .count()
    };
    let close = |number: f64| {
        let others = ranked.iter().filter(|(id, _)| *id != case.application);
        others
            .filter(|(_, other)| !meaningfully_different(*other, number))
            .map(|(id, _)| *id)
            .collect()
    };
    let flags = |state| case.red_flags.iter().filter(|flag| flag.state == state).count();
    Standing {
        levels: table::levels(case, policy),
        soft_mean: SoftMean {
            value: scores.soft,
            floor: policy.soft_mean_floor,
            reaches_floor: scores.soft.map(|mean| reaches(mean, policy.soft_mean_floor)),
        },
        technical: scores.technical,
        commercial: scores.commercial,
        assessment: scores.assessment,
        final_composite: measured::final_composite(case),
        floors: floors(one, now),
        passes_floors: passes_floors(one, now),
        rank: own.map(|(_, number)| ahead(*number) + 1),
        no_meaningful_difference: own.map_or_else(Vec::new, |(_, number)| close(*number)),
        red_flags: FlagCounts {
            open: flags(RedFlagState::Open),
            confirmed: flags(RedFlagState::Confirmed),
        },
        disagreements: table::disagreements(case, policy),
        waivers: case.waivers.iter().map(ComparedWaiver::from).collect(),
    }
}

fn floors(one: &Contender<'_>, now: Timestamp) -> Vec<FloorGate> {
    let frame = Frame {
        policy: one.policy,
        now,
    };
    let concern = Concern::Step(ApplicationState::Approved);
    FLOORS
        .into_iter()
        .map(|gate| FloorGate {
            gate,
            status: row(gate, judge_application(gate, one.case, concern, frame)).status,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::pipeline::testing::{self, CANDIDATE_A, CANDIDATE_C, card_mut, rate, set_levels};

    fn case(number: u128, name: &str, ratings: &str) -> ApplicationEvidence {
        let mut case = testing::perfect_application_at(ApplicationState::DebriefOpen);
        case.application = ApplicationId::from_uuid(Uuid::from_u128(number));
        case.candidate_name = name.to_owned();
        // The composites of 7.8 are those before references.
        case.references.referees.clear();
        rate(&mut case, ratings);
        case
    }

    /// Candidates A, B and C of dossier 7.8.
    fn three() -> [ApplicationEvidence; 3] {
        [
            case(1, "A", CANDIDATE_A),
            case(2, "B", ""),
            case(3, "C", CANDIDATE_C),
        ]
    }

    fn compared(cases: &[ApplicationEvidence], closed: &[&str]) -> Vec<Compared> {
        let policy = Policy::standard();
        let contenders: Vec<Contender<'_>> = cases
            .iter()
            .map(|case| Contender {
                case,
                policy: &policy,
                assessed: true,
                open: !closed.contains(&case.candidate_name.as_str()),
            })
            .collect();
        compare(&contenders, testing::now())
    }

    fn of<'a>(table: &'a [Compared], name: &str) -> &'a Standing {
        let found = table.iter().find(|one| one.candidate_name == name);
        found.unwrap().standing.as_ref().unwrap()
    }

    fn near(found: Option<f64>, expected: f64) {
        let found = found.unwrap();
        assert!((found - expected).abs() <= 1e-3, "{found} instead of {expected}");
    }

    #[test]
    fn the_table_of_the_dossier_ranks_c_before_b_and_a_not_at_all() {
        let table = compared(&three(), &[]);
        let rows = [
            ("A", 2.644, 5.0, 3.0, 3.051, None),
            ("B", 4.136, 3.0, 3.5, 3.870, Some(2)),
            ("C", 4.356, 2.5, 4.0, 4.024, Some(1)),
        ];
        for (name, soft, technical, commercial, assessment, rank) in rows {
            let one = of(&table, name);
            near(one.soft_mean.value, soft);
            near(one.technical, technical);
            near(one.commercial, commercial);
            near(one.assessment, assessment);
            assert_eq!(one.final_composite.value, one.assessment, "no reference weighs");
            assert_eq!((one.rank, one.passes_floors), (rank, rank.is_some()), "{name}");
        }
        let order: Vec<&str> = table.iter().map(|one| one.candidate_name.as_str()).collect();
        assert_eq!(order, ["C", "B", "A"]);
    }

    #[test]
    fn a_missed_floor_is_shown_with_value_and_floor() {
        let table = compared(&three(), &[]);
        let a = of(&table, "A");
        let missed: Vec<(&str, f64)> = a
            .levels
            .iter()
            .filter(|level| level.reaches_floor == Some(false))
            .map(|level| (level.competency.as_str(), level.floor))
            .collect();
        let expected = [
            ("CONF", 3.0),
            ("EMPQ", 3.0),
            ("PROA", 3.0),
            ("RSTR", 3.0),
            ("VCOM", 3.5),
            ("WCOM", 3.5),
        ];
        assert_eq!(missed, expected);
        assert_eq!((a.soft_mean.floor, a.soft_mean.reaches_floor), (3.5, Some(false)));
        let statuses: Vec<GateStatus> = a.floors.iter().map(|floor| floor.status).collect();
        assert_eq!(statuses, [GateStatus::Open, GateStatus::Open, GateStatus::Met]);
    }

    #[test]
    fn who_is_withheld_has_no_values_and_leaves_no_gap_in_the_ranks() {
        let table = compared(&three(), &["C"]);
        let c = table.iter().find(|one| one.candidate_name == "C").unwrap();
        assert!(c.withheld && c.standing.is_none());
        assert_eq!(of(&table, "B").rank, Some(1), "a second place would tell of C");
    }

    #[test]
    fn references_change_the_number_that_ranks_and_not_the_one_before() {
        let mut three = three();
        three[1].references = testing::perfect_application().references;
        let b = of(&compared(&three, &[]), "B").clone();
        near(b.assessment, 3.870);
        assert!(b.final_composite.reference_weight > 0.0);
        assert!(b.levels.iter().any(|level| level.reference.is_some()));
        assert_ne!(b.final_composite.value, b.assessment);
    }

    #[test]
    fn close_composites_are_named_and_equal_ones_share_a_place() {
        let twins = [
            case(1, "one", ""),
            case(2, "other", ""),
            case(3, "C", CANDIDATE_C),
        ];
        let table = compared(&twins, &[]);
        assert_eq!(
            (of(&table, "one").rank, of(&table, "other").rank),
            (Some(2), Some(2))
        );
        assert_eq!(of(&table, "one").no_meaningful_difference, [twins[1].application]);
        assert!(of(&table, "C").no_meaningful_difference.is_empty());
    }

    #[test]
    fn nobody_is_ranked_who_left_was_never_assessed_or_is_not_fully_measured() {
        let [mut left, mut unmeasured, stays] = three();
        left.state = ApplicationState::Withdrawn;
        rate(&mut left, CANDIDATE_C);
        for card in &mut unmeasured.assessment.cards {
            card.ratings.retain(|rating| rating.competency != "BOUN");
        }
        let table = compared(&[left, unmeasured, stays.clone()], &[]);
        assert_eq!((of(&table, "A").rank, of(&table, "B").rank), (None, None));
        assert_eq!(of(&table, "C").rank, Some(1));
        let policy = Policy::standard();
        let early = Contender {
            case: &stays,
            policy: &policy,
            assessed: false,
            open: true,
        };
        assert_eq!(compare(&[early], testing::now())[0].rank(), None);
    }

    #[test]
    fn disagreements_come_with_the_evidence_of_both_sides() {
        let mut b = case(2, "B", "");
        set_levels(&mut b, "CONF", 4);
        let raters: Vec<_> = b
            .assessment
            .cards
            .iter()
            .filter(|c| c.source == "E3")
            .map(|c| c.rater)
            .collect();
        let card = card_mut(&mut b, "E3", raters[0]);
        card.ratings
            .iter_mut()
            .find(|r| r.competency == "CONF")
            .unwrap()
            .value = Some(2);
        let table = compared(&[b], &[]);
        let differences = &of(&table, "B").disagreements;
        let conf = differences.iter().find(|d| d.competency == "CONF").unwrap();
        assert_eq!(
            (conf.source.as_str(), conf.spread, conf.sides.len()),
            ("E3", 2, 2)
        );
        assert!(conf.sides.iter().all(|side| !side.evidence.is_empty()));
    }
}
