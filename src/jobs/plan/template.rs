//! The plan a job starts from (dossier 3.0).

use std::collections::BTreeMap;

use super::{PlanContent, QuestionFact, RoundTemplate};
use crate::{
    jobs::model::{ExercisePlan, FloorPlan, KitEntry, PlanBody, RoundPlan},
    kernel::{
        codes::{CompetencyCode, QuestionCode},
        ids::UserId,
        kind::Kind,
        terms::Layout,
    },
    pipeline::policy::Policy,
};

/// A panel of too few people for the layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the layout needs a panel of {needed} people")]
pub struct PanelTooSmall {
    /// How many people the layout needs.
    pub needed: usize,
}

/// Builds the default plan. The panel is given in the order of dossier 3.0: for the standard layout the hiring
/// manager, HR or a peer, a senior account manager or somebody of another department, somebody from
/// operations, an assessor (rounds a,b · b,c · c,d · d,e); for the small firm the hiring manager, a second
/// rater and somebody from operations.
///
/// # Errors
/// When the panel has fewer people than the layout needs.
pub fn default_plan(
    kind: Kind,
    layout: Layout,
    policy: &Policy,
    content: &PlanContent,
    panel: &[UserId],
) -> Result<PlanBody, PanelTooSmall> {
    let pairs = pairs(layout, panel)?;
    let assessors: Vec<UserId> = pairs.last().cloned().unwrap_or_default();
    let mut asked = BTreeMap::new();
    let rounds: Vec<RoundPlan> = content
        .rounds
        .iter()
        .zip(pairs)
        .map(|(template, raters)| round(kind, layout, content, template, raters, &mut asked))
        .collect();
    let exercises = content.required.iter().filter_map(|required| {
        Some(ExercisePlan {
            code: required.code.clone(),
            variant: required.variants.first()?.clone(),
            assessors: assessors.clone(),
        })
    });
    Ok(PlanBody {
        layout,
        exercises: exercises.collect(),
        rounds,
        weights: *policy.weights.get(kind),
        floors: FloorPlan {
            soft_mean: policy.soft_mean_floor,
            competencies: content
                .competencies
                .iter()
                .map(|fact| (fact.code.clone(), policy.competency_floor(kind, fact)))
                .collect(),
        },
    })
}

/// Who rates R1 to R4.
fn pairs(layout: Layout, panel: &[UserId]) -> Result<Vec<Vec<UserId>>, PanelTooSmall> {
    match (layout, panel) {
        (Layout::Standard, [a, b, c, d, e, ..]) => {
            Ok(vec![vec![*a, *b], vec![*b, *c], vec![*c, *d], vec![*d, *e]])
        }
        (Layout::SmallFirm, [a, b, c, ..]) => {
            Ok(vec![vec![*a, *b], vec![*a, *b], vec![*b, *c], vec![*a, *c]])
        }
        (Layout::Standard, _) => Err(PanelTooSmall { needed: 5 }),
        (Layout::SmallFirm, _) => Err(PanelTooSmall { needed: 3 }),
    }
}

fn round(
    kind: Kind,
    layout: Layout,
    content: &PlanContent,
    template: &RoundTemplate,
    raters: Vec<UserId>,
    asked: &mut BTreeMap<CompetencyCode, usize>,
) -> RoundPlan {
    let mut kit: Vec<KitEntry> = Vec::new();
    if !template.work_samples {
        for competency in &template.rates {
            kit.push(entry(kind, content, competency, asked));
        }
        for extra in &template.extra_questions {
            let competency = content.question(extra).map(|q| &q.competency);
            let entry = kit.iter_mut().find(|e| Some(&e.competency) == competency);
            if let Some(entry) = entry.filter(|e| !e.core_questions.contains(extra)) {
                entry.core_questions.push(extra.clone());
            }
        }
    }
    let half = layout == Layout::SmallFirm && matches!(template.code.as_str(), "R1" | "R2");
    let first = content
        .rounds
        .first()
        .map(|r| r.code.clone())
        .filter(|first| *first != template.code);
    RoundPlan {
        code: template.code.clone(),
        name: template.name.clone(),
        minutes: if half { 45 } else { template.minutes },
        raters,
        kit,
        work_samples: template.work_samples,
        same_appointment_as: if half { first } else { None },
    }
}

/// The core questions of a competency for the kind, in the order they are used up: core 1, core 2 (or the
/// question marked for the kind), question 3 (dossier 7.10, ruling 3).
fn core_questions(kind: Kind, content: &PlanContent, competency: &CompetencyCode) -> Vec<QuestionCode> {
    let own: Vec<&QuestionFact> = content
        .questions
        .iter()
        .filter(|q| q.competency == *competency)
        .collect();
    let mut plain = own.iter().filter(|q| q.mark.is_none());
    let marked = own.iter().filter(|q| q.mark.is_some() && q.fits(kind));
    let first = plain.next();
    let second = plain.next();
    let mut list: Vec<QuestionCode> = first.into_iter().chain(marked).map(|q| q.code.clone()).collect();
    if list.len() < 2 {
        list.extend(second.map(|q| q.code.clone()));
    }
    list.extend(plain.next().map(|q| q.code.clone()));
    list
}

/// One competency of a round: both core questions where it is rated in this round only, else the next one.
fn entry(
    kind: Kind,
    content: &PlanContent,
    competency: &CompetencyCode,
    asked: &mut BTreeMap<CompetencyCode, usize>,
) -> KitEntry {
    let questions = core_questions(kind, content, competency);
    let rounds = content
        .rounds
        .iter()
        .filter(|r| !r.work_samples && r.rates.contains(competency))
        .count();
    let used = asked.entry(competency.clone()).or_default();
    let marked = content
        .questions
        .iter()
        .filter(|q| q.competency == *competency && q.mark.is_some() && q.fits(kind));
    let take = if rounds > 1 {
        1
    } else {
        (1 + marked.count()).clamp(2, 3)
    };
    let core_questions: Vec<QuestionCode> = questions.into_iter().skip(*used).take(take).collect();
    *used += core_questions.len();
    KitEntry {
        competency: competency.clone(),
        core_questions,
    }
}
