//! Competencies, questions, kits and coverage.

use super::{ContentRule, Faults, Parts};
use crate::{
    content::{
        Pack,
        model::{Competency, PlanLayout, Round},
    },
    kernel::{kind::Kind, terms::Layout, text_enum::TextEnum},
};

/// Assessors of a work sample (dossier 4.0).
const ASSESSORS: u8 = 2;

pub(super) fn check(parts: &Parts, faults: &mut Faults) {
    faults.unique(parts.competencies.iter().map(|c| &c.code));
    faults.unique(
        parts
            .competencies
            .iter()
            .flat_map(|c| &c.questions)
            .map(|q| &q.code),
    );
    for competency in &parts.competencies {
        words(competency, faults);
        codes(parts, competency, faults);
    }
    plan(parts, faults);
    // Only to look things up: it is neither kept nor told apart from others.
    let pack = Pack {
        version: 0,
        sha256: String::new(),
        parts: parts.clone(),
    };
    for kind in Kind::ALL {
        for layout in Layout::ALL {
            for competency in &parts.competencies {
                coverage(&pack, competency, *kind, *layout, faults);
            }
        }
        for competency in &parts.competencies {
            asked(&pack, competency, *kind, faults);
        }
    }
}

fn words(competency: &Competency, faults: &mut Faults) {
    let code = &competency.code;
    faults.text(code, "name", &competency.name);
    faults.text(code, "definition", &competency.definition);
    faults.require(
        competency.anchors.len() == 5,
        ContentRule::Anchors,
        code,
        "needs five anchors, levels 1 to 5",
    );
    faults.texts(code, "anchors", &competency.anchors);
    for question in &competency.questions {
        faults.text(&question.code, "text", &question.text);
    }
    for kind in Kind::ALL {
        faults.text(code, "look_for", competency.look_for.get(*kind));
        let floor = *competency.floor.get(*kind);
        faults.require(
            (1.0..=5.0).contains(&floor),
            ContentRule::Consistency,
            code,
            format_args!("floor {floor} is no level"),
        );
    }
}

fn codes(parts: &Parts, competency: &Competency, faults: &mut Faults) {
    let code = &competency.code;
    for source in competency
        .rounds
        .iter()
        .chain(&competency.exercises)
        .chain(&competency.optional_sources)
    {
        faults.source(parts, code, source);
    }
    for flag in &competency.red_flags {
        faults.red_flag(parts, code, flag);
    }
    for item in &competency.reference_items {
        match parts.references.items.iter().find(|i| i.code == *item) {
            None => faults.unknown(code, item),
            Some(found) => faults.require(
                found.competency == *code,
                ContentRule::Consistency,
                item,
                format_args!("speaks about {}, not {code}", found.competency),
            ),
        }
    }
}

/// Rounds rate what the competencies say, and layouts hold every round once.
fn plan(parts: &Parts, faults: &mut Faults) {
    let plans = &parts.interviews;
    faults.unique(plans.rounds.iter().map(|r| &r.code));
    faults.text("interview plans", "opening line", &plans.opening_line);
    faults.texts("interview plans", "probes", &plans.probes);
    for round in &plans.rounds {
        faults.text(&round.code, "name", &round.name);
        for code in &round.rates {
            faults.competency(parts, &round.code, code);
        }
        for competency in parts.competencies.iter().filter(|_| !round.work_samples) {
            faults.require(
                competency.rounds.contains(&round.code) == round.rates.contains(&competency.code),
                ContentRule::Consistency,
                &round.code,
                format_args!("and {} disagree on whether it is rated there", competency.code),
            );
        }
    }
    for third in &plans.third_questions {
        let known = parts
            .competencies
            .iter()
            .flat_map(|c| &c.questions)
            .any(|q| q.code == third.question);
        if !known {
            faults.unknown(&third.round, &third.question);
        }
        faults.source(parts, &third.question, &third.round);
    }
    for layout in Layout::ALL {
        match plans.layouts.iter().find(|l| l.layout == *layout) {
            None => faults.add(ContentRule::Inventory, layout, "layout is missing"),
            Some(found) => appointments(&plans.rounds, found, faults),
        }
    }
}

fn appointments(rounds: &[Round], layout: &PlanLayout, faults: &mut Faults) {
    for round in rounds {
        let times = layout
            .appointments
            .iter()
            .flat_map(|a| &a.rounds)
            .filter(|code| **code == round.code)
            .count();
        faults.require(
            times == 1,
            ContentRule::Consistency,
            layout.layout,
            format_args!("holds {} {times} times", round.code),
        );
    }
    faults.require(
        layout.appointments.len() == usize::from(layout.counted_rounds),
        ContentRule::Consistency,
        layout.layout,
        "counts other rounds than it has appointments",
    );
}

/// Two raters each; two sources for the critical soft ones (G21).
fn coverage(pack: &Pack, competency: &Competency, kind: Kind, layout: Layout, faults: &mut Faults) {
    let sources = pack.sources_of(competency, kind, layout);
    let raters: u32 = sources
        .iter()
        .map(|source| u32::from(pack.round(source).map_or(ASSESSORS, |round| round.raters)))
        .sum();
    faults.require(
        raters >= 2,
        ContentRule::Coverage,
        &competency.code,
        format_args!("is rated by {raters} people for {kind} ({layout}); two are needed"),
    );
    let needed = if competency.is_soft() && competency.is_critical(kind) {
        2
    } else {
        1
    };
    faults.require(
        sources.len() >= needed,
        ContentRule::Coverage,
        &competency.code,
        format_args!(
            "has {} sources for {kind} ({layout}); {needed} are needed",
            sources.len()
        ),
    );
}

/// Two core questions, at least one question for the kind, and a core question in every kit that rates it.
fn asked(pack: &Pack, competency: &Competency, kind: Kind, faults: &mut Faults) {
    let code = &competency.code;
    let core = competency.questions.iter().filter(|q| q.core).count();
    faults.require(
        core == 2,
        ContentRule::Questions,
        code,
        format_args!("has {core} core questions, not two"),
    );
    faults.require(
        competency.questions.iter().any(|q| q.mark.suits(kind)),
        ContentRule::Questions,
        code,
        format_args!("has no question for {kind}"),
    );
    for round in &competency.rounds {
        let kit = pack.kit(round, kind, Layout::Standard);
        let entry = kit.iter().find(|entry| entry.competency == *code);
        faults.require(
            entry.is_some_and(|entry| !entry.core_questions.is_empty()),
            ContentRule::Questions,
            code,
            format_args!("has no core question in {round} for {kind}"),
        );
    }
}
