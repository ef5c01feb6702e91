//! What the gates see of stored rows.

use crate::{
    content::{
        Pack,
        model::{Area, Module},
    },
    kernel::{codes::ModuleCode, ids::UserId, text_enum::TextEnum},
    onboarding::model::{DayOneItem, ModuleRow, Plan},
    pipeline::evidence::{ModuleFacts, ProposedSignOff, ProtocolFacts},
};

/// The code the gates know a module by: a company's own module counts as the shipped one it stands in for.
pub fn canonical(pack: &Pack, code: &ModuleCode) -> ModuleCode {
    pack.module(code)
        .and_then(|module| module.replaces.clone())
        .unwrap_or_else(|| code.clone())
}

/// What G40 sees.
pub fn protocol(plan: &Plan, modules: &[ModuleRow], pack: &Pack) -> ProtocolFacts {
    let missing = |module: &&Module| !modules.iter().any(|row| row.code == module.code);
    ProtocolFacts {
        without_trainer: modules
            .iter()
            .filter(|row| row.trainer_id.is_none())
            .map(|row| row.code.clone())
            .collect(),
        missing_modules: pack
            .modules_for(plan.kind)
            .into_iter()
            .filter(missing)
            .map(|module| module.code.clone())
            .collect(),
        coach_named: plan.coach_id.is_some(),
        access_ordered: plan.access_order.is_some(),
    }
}

/// The items of the first day, each with the moment it was confirmed (G50).
pub fn day_one(plan: &Plan) -> Vec<(String, Option<crate::kernel::time::Timestamp>)> {
    let words = |item: DayOneItem| match item {
        DayOneItem::FirstWeekPlan => "first-week plan".to_owned(),
        other => other.to_string(),
    };
    DayOneItem::ALL
        .iter()
        .map(|&item| {
            let confirmed = plan.day_one.0.iter().find(|mark| mark.item == item);
            (words(item), confirmed.map(|mark| mark.mark.at))
        })
        .collect()
}

/// A module as the gates see it.
pub fn module(row: &ModuleRow, pack: &Pack, pass_percent: u32) -> ModuleFacts {
    let known = pack.module(&row.code);
    let prerequisites = known.map_or(&[][..], |module| &module.prerequisites);
    let passed = |percent: Option<u8>| percent.is_some_and(|p| u32::from(p) >= pass_percent);
    ModuleFacts {
        code: canonical(pack, &row.code),
        title: known.map_or_else(|| row.code.to_string(), |module| module.title.clone()),
        state: row.state,
        // The content's day, not the one a meeting after two failed checks has moved it to: more time to learn
        // changes nothing about what a stage or a confirmation rests on.
        due_day: known.map_or_else(
            || u32::try_from(row.due_day).unwrap_or(u32::MAX),
            |module| u32::from(module.day_offset_due),
        ),
        prerequisites: prerequisites.iter().map(|code| canonical(pack, code)).collect(),
        own_area: known.is_some_and(|module| module.area != Area::Shared),
        trainer: row.trainer_id,
        operations_signature: known.is_some_and(|module| module.operations_signs_too),
        due_before: row.due_before,
        first_test_passed: row.body.0.first_tests.iter().any(|test| passed(test.percent)),
    }
}

/// The signature somebody wants to give, from what is stored. An earlier certificate covers the steps, is itself
/// the evidence, and needs a test rather than an observation (6.7).
pub fn sign_off(
    row: &ModuleRow,
    pack: &Pack,
    (signer, signer_name): (UserId, &str),
    by_certificate: bool,
) -> ProposedSignOff {
    let body = &row.body.0;
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let steps = pack
        .module(&row.code)
        .map_or(0, |module| count(module.steps.len()));
    let ticked = count((1..=steps).filter(|step| body.is_ticked(*step)).count());
    let check = body.checks.last();
    ProposedSignOff {
        module: canonical(pack, &row.code),
        signer,
        signer_name: signer_name.to_owned(),
        steps: if by_certificate { (0, 0) } else { (steps, ticked) },
        evidence: by_certificate || !body.evidence.is_empty(),
        check_pct: check.and_then(|check| check.percent),
        observation_level: check
            .and_then(|check| check.observation_level)
            .filter(|_| !by_certificate),
        operations_signed: body.operations.is_some(),
        countersigned: by_certificate || body.countersigned.is_some(),
    }
}
