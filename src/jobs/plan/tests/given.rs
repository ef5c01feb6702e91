//! Plans of the shipped content, and people for them.

use super::super::*;
use crate::{
    content::Pack,
    jobs::model::DescriptionBody,
    kernel::{
        codes::CompetencyCode,
        ids::{Id, UserId},
        terms::Layout,
    },
};

pub(super) fn content(kind: Kind, layout: Layout) -> PlanContent {
    PlanContent::of(
        &Pack::shipped().unwrap(),
        kind,
        layout,
        policy(layout).exercise_set,
    )
}
pub(super) fn codes(list: &str) -> Vec<CompetencyCode> {
    list.split_whitespace().map(|c| c.parse().unwrap()).collect()
}

/// Five people; the fourth (of three: the third) belongs to operations.
pub(super) fn people() -> Vec<PersonFact> {
    (1..=5_u128)
        .map(|n| PersonFact {
            id: person(n),
            name: format!("Person {n}"),
            operations: n == 3 || n == 4,
        })
        .collect()
}
pub(super) fn person(n: u128) -> UserId {
    Id::from_uuid(uuid::Uuid::from_u128(n))
}
pub(super) fn panel(layout: Layout) -> Vec<UserId> {
    let size = if layout == Layout::Standard { 5 } else { 3 };
    (1..=size).map(person).collect()
}

pub(super) fn duties(kind: Kind) -> Vec<Duty> {
    let json = match kind {
        Kind::ClientFocused => include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/fixtures/jd_good_client.json"
        )),
        Kind::ProductionFocused => include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/fixtures/jd_good_production.json"
        )),
        Kind::Hybrid => include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/fixtures/jd_good_hybrid.json"
        )),
    };
    serde_json::from_str::<DescriptionBody>(json).unwrap().duties
}

pub(super) fn policy(layout: Layout) -> Policy {
    match layout {
        Layout::Standard => Policy::standard(),
        Layout::SmallFirm => Policy::small_firm(),
    }
}
pub(super) fn plan(kind: Kind, layout: Layout) -> PlanBody {
    default_plan(
        kind,
        layout,
        &policy(layout),
        &content(kind, layout),
        &panel(layout),
    )
    .unwrap()
}
pub(super) fn problems_of(
    kind: Kind,
    layout: Layout,
    plan: &PlanBody,
    duties: &[Duty],
    people: &[PersonFact],
) -> Vec<PlanProblem> {
    plan_problems(&PlanInput {
        plan,
        kind,
        policy: &policy(layout),
        content: &content(kind, plan.layout),
        duties,
        people,
    })
}
