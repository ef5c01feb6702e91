//! The training library: prerequisites, due days, disabled modules, the ramp.

use std::collections::{BTreeMap, BTreeSet};

use super::{ContentRule, Faults, Parts};
use crate::{
    content::model::{Area, Module, Trainee},
    kernel::{codes::ModuleCode, text_enum::TextEnum},
};

pub(super) fn check(parts: &Parts, faults: &mut Faults) {
    faults.unique(parts.modules.iter().map(|m| &m.code));
    let modules: BTreeMap<&ModuleCode, &Module> = parts.modules.iter().map(|m| (&m.code, m)).collect();
    for module in &parts.modules {
        words(parts, module, faults);
        prerequisites(&modules, module, faults);
        disabled(module, faults);
    }
    acyclic(&modules, faults);
    every_item(parts, faults);
    trainees(parts, faults);
    ramp(parts, &modules, faults);
}

fn words(parts: &Parts, module: &Module, faults: &mut Faults) {
    let code = &module.code;
    faults.text(code, "title", &module.title);
    faults.texts(code, "goals", &module.goals);
    faults.texts(code, "steps", &module.steps);
    faults.text(code, "evidence", &module.evidence);
    faults.text(code, "trainer_role", &module.trainer_role);
    faults.require(
        !module.evidence_kinds.is_empty(),
        ContentRule::EmptyText,
        code,
        "has no evidence kind",
    );
    faults.require(
        !module.competencies.is_empty(),
        ContentRule::EmptyText,
        code,
        "trains no competency",
    );
    for competency in &module.competencies {
        faults.competency(parts, code, competency);
    }
    if !parts.training.items.contains_key(&module.item) {
        faults.unknown(code, &module.item);
    }
    let first_test_in_time = module
        .first_test_day
        .is_none_or(|day| day <= module.day_offset_due);
    faults.require(
        first_test_in_time,
        ContentRule::Consistency,
        code,
        "has its first test after it is due",
    );
    faults.require(
        module.kirkpatrick.iter().all(|level| (1..=4).contains(level)) && module.refresh_days.is_sorted(),
        ContentRule::Consistency,
        code,
        "has an evaluation level outside 1 to 4, or refreshers out of order",
    );
}

fn prerequisites(modules: &BTreeMap<&ModuleCode, &Module>, module: &Module, faults: &mut Faults) {
    for code in &module.prerequisites {
        let Some(before) = modules.get(code) else {
            faults.unknown(&module.code, code);
            continue;
        };
        faults.require(
            module.day_offset_due >= before.day_offset_due,
            ContentRule::DueTooEarly,
            &module.code,
            format_args!(
                "is due on day {}, before {code} on day {}",
                module.day_offset_due, before.day_offset_due
            ),
        );
        faults.require(
            before.is_active() || !module.is_active(),
            ContentRule::NoActiveModule,
            &module.code,
            format_args!("needs {code}, which is disabled without one in its place"),
        );
    }
}

fn disabled(module: &Module, faults: &mut Faults) {
    if let Some(reason) = &module.disabled {
        faults.require(
            !module.statutory,
            ContentRule::StatutoryDisabled,
            &module.code,
            "is demanded by law and cannot be disabled",
        );
        faults.require(
            !reason.trim().is_empty(),
            ContentRule::ReasonMissing,
            &module.code,
            "is disabled without a reason",
        );
    }
}

/// Takes away, again and again, the modules whose prerequisites are all gone; what remains runs in a circle.
fn acyclic(modules: &BTreeMap<&ModuleCode, &Module>, faults: &mut Faults) {
    let mut left: BTreeSet<&ModuleCode> = modules.keys().copied().collect();
    loop {
        let free: Vec<&ModuleCode> = modules
            .iter()
            .filter(|(code, m)| {
                left.contains(*code) && !m.prerequisites.iter().any(|before| left.contains(before))
            })
            .map(|(code, _)| *code)
            .collect();
        if free.is_empty() {
            break;
        }
        for code in free {
            left.remove(code);
        }
    }
    for code in left {
        faults.add(
            ContentRule::Cycle,
            code,
            "is its own prerequisite, directly or by way of others",
        );
    }
}

/// At least one active module per item in each area.
fn every_item(parts: &Parts, faults: &mut Faults) {
    for item in parts.training.items.keys() {
        for area in Area::ALL {
            let active = parts
                .modules
                .iter()
                .any(|m| m.is_active() && m.area == *area && m.item == *item);
            faults.require(
                active,
                ContentRule::NoActiveModule,
                item,
                format_args!("has no active module in area {area}"),
            );
        }
    }
}

fn trainees(parts: &Parts, faults: &mut Faults) {
    for trainee in Trainee::ALL {
        let areas = parts
            .training
            .trainees
            .iter()
            .find(|t| t.trainee == *trainee)
            .map(|t| &t.areas);
        faults.require(
            areas.is_some_and(|areas| areas.contains(&Area::Shared)),
            ContentRule::Consistency,
            trainee,
            "takes no shared modules",
        );
    }
}

/// Stages rise in day and accounts up to the cap, and ask for modules that exist.
fn ramp(parts: &Parts, modules: &BTreeMap<&ModuleCode, &Module>, faults: &mut Faults) {
    let stages = &parts.portfolio.stages;
    faults.unique(stages.iter().map(|s| &s.code));
    for (before, after) in stages.iter().zip(stages.iter().skip(1)) {
        faults.require(
            before.from_day < after.from_day && before.max_accounts < after.max_accounts,
            ContentRule::Consistency,
            after.code,
            format_args!("does not rise above {}", before.code),
        );
    }
    faults.require(
        stages.iter().all(|s| s.max_accounts <= parts.portfolio.hard_cap),
        ContentRule::Consistency,
        "portfolio",
        "a stage allows more accounts than the cap",
    );
    for stage in stages {
        for code in stage.modules.iter().chain(&stage.first_tests) {
            match modules.get(code) {
                None => faults.unknown(stage.code, code),
                Some(module) => faults.require(
                    module.is_active(),
                    ContentRule::NoActiveModule,
                    stage.code,
                    format_args!("needs {code}, which is disabled without one in its place"),
                ),
            }
        }
        for item in &stage.own_area_items {
            if !parts.training.items.contains_key(item) {
                faults.unknown(stage.code, item);
            }
        }
    }
}
