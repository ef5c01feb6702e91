//! What lies on the table in the debrief: both sides of every disagreement, levels beside references, and what
//! has been concluded.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    decisions::model::DebriefNote,
    kernel::{
        codes::{CompetencyCode, SourceCode},
        ids::UserId,
        time::Timestamp,
    },
    pipeline::{
        evidence::ApplicationEvidence,
        measured,
        policy::{Policy, TOLERANCE},
        score::{self, Disagreement, Discrepancy, FinalComposite, ReferenceLevel},
        state::ApplicationState,
    },
};

/// One rater's side of a disagreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = DebriefSide)]
pub struct Side {
    /// Who rated.
    pub rater: UserId,
    /// The rater's name.
    pub name: String,
    /// The level given, 1 to 5.
    pub value: u8,
    /// What was seen or heard.
    pub evidence: String,
}

/// Raters of one source who saw a competency differently (G33).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = DebriefDifference)]
pub struct Difference {
    /// The competency.
    #[schema(value_type = String)]
    pub competency: CompetencyCode,
    /// Its name.
    pub name: String,
    /// The round or work sample.
    #[schema(value_type = String)]
    pub source: SourceCode,
    /// How far apart they are, in levels.
    pub spread: u8,
    /// Everybody who rated it there, with the evidence to be read aloud.
    pub sides: Vec<Side>,
    /// Whether a note of sufficient length says what was concluded.
    pub noted: bool,
}

/// The level of a competency beside its floor and its references.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = DebriefLevel)]
pub struct Level {
    /// The competency.
    #[schema(value_type = String)]
    pub competency: CompetencyCode,
    /// Its name.
    pub name: String,
    /// The level; none when nobody observed it.
    pub value: Option<f64>,
    /// The floor, which nothing makes up for.
    pub floor: f64,
    /// Whether the level reaches the floor; none when nobody observed it.
    pub reaches_floor: Option<bool>,
    /// How many people rated it.
    pub raters: u32,
    /// What the references say.
    pub reference: Option<ReferenceLevel>,
}

/// Everything on the table of a debrief.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DebriefTable {
    /// Where the application stands.
    pub state: ApplicationState,
    /// When the debrief opened.
    pub opened_at: Option<Timestamp>,
    /// Disagreements of raters.
    pub disagreements: Vec<Difference>,
    /// Differences between interviews and references (G27).
    pub discrepancies: Vec<Discrepancy>,
    /// What was concluded.
    pub notes: Vec<DebriefNote>,
    /// Every competency.
    pub levels: Vec<Level>,
    /// Mean of the soft skills; its floor is 3.50 (G29).
    pub soft_mean: Option<f64>,
    /// The composite of the assessment.
    pub assessment: Option<f64>,
    /// Assessment and references together: the number that ranks.
    pub final_composite: FinalComposite,
}

/// The disagreements that need a note.
pub fn differences(case: &ApplicationEvidence, policy: &Policy) -> Vec<Disagreement> {
    score::disagreements(&measured::ratings(case), policy.disagreement_points)
}

fn sides(case: &ApplicationEvidence, of: &Disagreement) -> Vec<Side> {
    let cards = case.assessment.locked().filter(|card| card.source == of.source);
    cards
        .flat_map(|card| card.ratings.iter().map(move |rating| (card.rater, rating)))
        .filter(|(_, rating)| rating.competency == of.competency)
        .filter_map(|(rater, rating)| {
            Some(Side {
                rater,
                name: case.panelist(rater).map_or_else(String::new, |p| p.name.clone()),
                value: rating.value?,
                evidence: rating.evidence.clone(),
            })
        })
        .collect()
}

/// Whether a level is no lower than its floor.
pub(super) fn reaches(value: f64, floor: f64) -> bool {
    value >= floor - TOLERANCE
}

/// Every competency of the job with its level, its floor and what the references say.
pub fn levels(case: &ApplicationEvidence, policy: &Policy) -> Vec<Level> {
    let scores = measured::scores(case);
    let references = measured::reference_levels(case);
    measured::competency_facts(&case.terms)
        .into_iter()
        .map(|fact| {
            let seen = scores.competencies.get(&fact.code);
            let floor = policy.competency_floor(case.terms.kind, &fact);
            Level {
                name: measured::name_of(&case.terms, &fact.code).to_owned(),
                value: seen.map(|s| s.value),
                reaches_floor: seen.map(|s| reaches(s.value, floor)),
                floor,
                raters: seen.map_or(0, |s| s.raters),
                reference: references.get(&fact.code).cloned(),
                competency: fact.code,
            }
        })
        .collect()
}

/// Every disagreement with the evidence of both sides, and whether it was talked through.
pub fn disagreements(case: &ApplicationEvidence, policy: &Policy) -> Vec<Difference> {
    let enough = usize::try_from(policy.disagreement_note_chars).unwrap_or(usize::MAX);
    let notes = case.debrief.as_ref().map_or(&[][..], |debrief| &debrief.notes);
    let noted = |d: &Disagreement| {
        notes
            .iter()
            .any(|n| n.competency == d.competency && n.source == d.source && n.text_len >= enough)
    };
    differences(case, policy)
        .into_iter()
        .map(|d| Difference {
            name: measured::name_of(&case.terms, &d.competency).to_owned(),
            spread: d.spread,
            sides: sides(case, &d),
            noted: noted(&d),
            competency: d.competency,
            source: d.source,
        })
        .collect()
}

/// Lays the table.
pub fn lay(case: &ApplicationEvidence, policy: &Policy, notes: Vec<DebriefNote>) -> DebriefTable {
    let scores = measured::scores(case);
    DebriefTable {
        state: case.state,
        opened_at: case.debrief.as_ref().map(|d| d.opened_at),
        disagreements: disagreements(case, policy),
        discrepancies: measured::discrepancies(case),
        notes,
        levels: levels(case, policy),
        soft_mean: scores.soft,
        assessment: scores.assessment,
        final_composite: measured::final_composite(case),
    }
}
