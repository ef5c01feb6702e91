//! What the locked cards and the counting references of one application add up to. Gates, forecast and
//! screens all ask here, so that there is one way to count.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    evidence::{ApplicationEvidence, JobTerms},
    policy::CompetencyFact,
    score::{self, Discrepancy, FinalComposite, Rating, ReferenceAnswer, ReferenceLevel, Scores},
};
use crate::kernel::{
    codes::{CompetencyCode, ModuleCode},
    time::Timestamp,
};

/// Below this level a competency that passes its floor still gets a training module (G31).
const MEETS_THE_STANDARD: f64 = 3.0;

/// Every level on a locked card; "not observed" is no rating.
pub fn ratings(case: &ApplicationEvidence) -> Vec<Rating> {
    case.assessment
        .locked()
        .flat_map(|card| {
            card.ratings.iter().filter_map(|rating| {
                Some(Rating {
                    competency: rating.competency.clone(),
                    source: card.source.clone(),
                    rater: card.rater,
                    value: rating.value?,
                })
            })
        })
        .collect()
}

/// Levels and assessment composite of the locked cards (dossier 2.4).
pub fn scores(case: &ApplicationEvidence) -> Scores {
    let groups = case
        .terms
        .competencies
        .iter()
        .map(|(code, terms)| (code.clone(), terms.group))
        .collect();
    score::scores(&ratings(case), &groups, &case.terms.weights)
}

/// What the counting references say of each competency (5.3). Who saw the work "rarely" observed nothing.
pub fn reference_levels(case: &ApplicationEvidence) -> BTreeMap<CompetencyCode, ReferenceLevel> {
    let answers: Vec<ReferenceAnswer> = case
        .references
        .counting()
        .flat_map(|(referee, answers)| {
            answers
                .items
                .iter()
                .map(move |(_, competency, value)| ReferenceAnswer {
                    referee: referee.referee,
                    competency: competency.clone(),
                    value: value.filter(|_| !answers.saw_rarely),
                })
        })
        .collect();
    score::reference_levels(&answers)
}

/// Assessment and references together: the number that ranks (2.4).
pub fn final_composite(case: &ApplicationEvidence) -> FinalComposite {
    let reference = score::reference_composite(&reference_levels(case));
    score::final_composite(scores(case).assessment, reference, &case.terms.weights)
}

/// Where interviews and references differ (5.3), resolved or not.
pub fn discrepancies(case: &ApplicationEvidence) -> Vec<Discrepancy> {
    let interview = scores(case)
        .competencies
        .into_iter()
        .map(|(code, score)| (code, score.value))
        .collect();
    let critical: BTreeSet<CompetencyCode> = case
        .terms
        .competencies
        .iter()
        .filter(|(_, terms)| terms.critical)
        .map(|(code, _)| code.clone())
        .collect();
    score::discrepancies(&interview, &reference_levels(case), &critical)
}

/// The competencies with a difference that has no outcome yet (G27). An outcome speaks of what was known when it was
/// written down: of answers and cards that came later it says nothing.
pub fn open_differences<'a>(
    case: &ApplicationEvidence,
    found: &'a [Discrepancy],
    needed_chars: u32,
) -> Vec<&'a CompetencyCode> {
    let needed = usize::try_from(needed_chars).unwrap_or(usize::MAX);
    let mut open: Vec<&CompetencyCode> = found.iter().map(|d| &d.competency).collect();
    open.dedup();
    open.retain(|code| {
        let newest = newest_evidence(case, code);
        let mut outcomes = case.references.resolutions.iter();
        !outcomes
            .any(|r| r.competency == **code && r.text_len >= needed && newest.is_none_or(|at| r.at >= at))
    });
    open
}

/// When the last card or answer about a competency came in.
fn newest_evidence(case: &ApplicationEvidence, code: &CompetencyCode) -> Option<Timestamp> {
    let cards = case.assessment.locked().filter_map(|card| {
        let rated = card
            .ratings
            .iter()
            .any(|r| r.competency == *code && r.value.is_some());
        card.locked_at.filter(|_| rated)
    });
    let answers = case.references.counting().filter_map(|(referee, answers)| {
        let observed = answers
            .items
            .iter()
            .any(|(_, competency, level)| competency == code && level.is_some());
        referee.completed_at.filter(|_| observed)
    });
    cards.chain(answers).max()
}

/// What the floors of the job's competencies depend on.
pub fn competency_facts(terms: &JobTerms) -> Vec<CompetencyFact> {
    terms
        .competencies
        .iter()
        .map(|(code, competency)| CompetencyFact {
            code: code.clone(),
            group: competency.group,
            critical: competency.critical,
            communication: matches!(code.as_str(), "WCOM" | "VCOM"),
            floor: Some(competency.floor),
        })
        .collect()
}

/// Modules assigned because a competency passes its floor below "meets the standard" (G31): S-T5 for
/// technical knowledge, S-D2 for commercial sense. Both are due before stage `growing`.
pub fn modules_to_assign(case: &ApplicationEvidence) -> Vec<ModuleCode> {
    let scores = scores(case);
    [(scores.technical, "S-T5"), (scores.commercial, "S-D2")]
        .into_iter()
        .filter(|(level, _)| level.is_some_and(|l| l < MEETS_THE_STANDARD - super::policy::TOLERANCE))
        .filter_map(|(_, module)| ModuleCode::new(module).ok())
        .collect()
}

/// The name of a competency in this job, or its code.
pub fn name_of<'a>(terms: &'a JobTerms, code: &'a CompetencyCode) -> &'a str {
    terms.competencies.get(code).map_or(code.as_str(), |c| &c.name)
}
