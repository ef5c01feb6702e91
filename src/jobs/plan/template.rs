//! The plan a job starts from (dossier 3.0).

use super::{PlanContent, RoundTemplate};
use crate::{
    jobs::model::{ExercisePlan, FloorPlan, PlanBody, RoundPlan},
    kernel::{ids::UserId, kind::Kind, terms::Layout},
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
    let rounds: Vec<RoundPlan> = content
        .rounds
        .iter()
        .zip(pairs)
        .map(|(template, raters)| round(template, raters))
        .collect();
    let exercises = content.required.iter().filter_map(|required| {
        Some(ExercisePlan {
            code: required.code.clone(),
            variant: *required.variants.first()?,
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

fn round(template: &RoundTemplate, raters: Vec<UserId>) -> RoundPlan {
    RoundPlan {
        code: template.code.clone(),
        name: template.name.clone(),
        minutes: template.minutes,
        raters,
        kit: template.kit.clone(),
        work_samples: template.work_samples,
        same_appointment_as: template.same_appointment_as.clone(),
    }
}
