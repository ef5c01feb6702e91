//! JD06 to JD12 and JD20: duties, requirements, standards, competencies.

use std::collections::BTreeSet;

use super::{
    ClarityInput, Finding, Rule, RuleId, Words,
    text::{similarity, word_count, words as words_of},
};
use crate::{
    content::model::{Coverage, SameDuty},
    jobs::model::{Duty, Standard},
    kernel::codes::DutyCode,
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: RuleId::Jd06,
        points: 8.0,
        hard: true,
        required: "8 to 20 different duties of at least 5 words, each beginning with a verb and naming its object",
        how_to_fix: "Write each duty as an act: verb, object, condition. Merge duties that say the same.",
        check: duties,
    },
    Rule {
        id: RuleId::Jd07,
        points: 8.0,
        hard: true,
        required: "3 to 7 pivotal duties, mapped to the duty templates of the kind",
        how_to_fix: "Mark the duties that make or break the role and map them to the kind's templates.",
        check: pivotal,
    },
    Rule {
        id: RuleId::Jd08,
        points: 4.0,
        hard: false,
        required: "a share or frequency for each pivotal duty, shares summing to 50 to 100",
        how_to_fix: "Say how much of the time, or how often, each pivotal duty takes.",
        check: shares,
    },
    Rule {
        id: RuleId::Jd09,
        points: 6.0,
        hard: true,
        required: "2 to 7 must-haves, each with checkable evidence",
        how_to_fix: "Name for each must-have the certificate, work sample, reference item or question that shows it.",
        check: must_haves,
    },
    Rule {
        id: RuleId::Jd10,
        points: 3.0,
        hard: false,
        required: "at least 2 must-haves, wishes listed apart, 12 requirements at most",
        how_to_fix: "Keep wishes out of the must-haves and strike what nobody needs.",
        check: wishes,
    },
    Rule {
        id: RuleId::Jd11,
        points: 8.0,
        hard: true,
        required: "at least 4 standards with measure, number and period, the first on client satisfaction",
        how_to_fix: "Begin with client satisfaction; give each standard a number and a period.",
        check: standards,
    },
    Rule {
        id: RuleId::Jd12,
        points: 5.0,
        hard: true,
        required: "at least 3 of: reply time, status rhythm, record keeping, hand-over to operations, escalation time, \
                   contact hours",
        how_to_fix: "Say how the work is done day by day.",
        check: conduct,
    },
    Rule {
        id: RuleId::Jd20,
        points: 4.0,
        hard: true,
        required: "a competency for every duty, and every critical competency of the kind",
        how_to_fix: "Link each duty to the competencies it needs.",
        check: competencies,
    },
];

/// What is wrong with the wording of one duty.
fn wording(duty: &Duty, words: &Words) -> Option<&'static str> {
    let text = words_of(&duty.text);
    let Some((verb, rest)) = text.split_first() else {
        return Some("is empty");
    };
    if word_count(&duty.text) < 5 {
        Some("has fewer than 5 words")
    } else if !words.verbs.has_word(verb) {
        Some("does not begin with an action verb")
    } else if !rest
        .iter()
        .any(|w| w.chars().count() >= 3 && !words.function_words.has_word(w))
    {
        Some("names no object")
    } else {
        None
    }
}

fn duties(input: &ClarityInput<'_>, words: &Words) -> Finding {
    let duties = &input.body.duties;
    let mut problems = Vec::new();
    if !(8..=20).contains(&duties.len()) {
        problems.push(format!("{} duties", duties.len()));
    }
    for (i, duty) in duties.iter().enumerate() {
        if let Some(problem) = wording(duty, words) {
            problems.push(format!("duty {} {problem}", i + 1));
        }
        if let Some(twin) = duties
            .iter()
            .take(i)
            .position(|other| similarity(&other.text, &duty.text) >= 0.8)
        {
            problems.push(format!("duty {} repeats duty {}", i + 1, twin + 1));
        }
    }
    Finding::from_problems(&problems)
}

/// Whether a duty is mapped to one of the templates.
fn mapped(duty: &Duty, templates: &[DutyCode]) -> bool {
    duty.template_codes.iter().any(|code| templates.contains(code))
}

/// How many pivotal duties are mapped to the templates of a kind (dossier 8.1). Templates that are one duty under two
/// codes, both of them the kind's, count once.
fn covered(pivotal: &[&Duty], coverage: &Coverage, same: &[SameDuty]) -> usize {
    let both = |pair: &&SameDuty| pair.codes.iter().all(|code| coverage.templates.contains(code));
    let shared: Vec<&SameDuty> = same.iter().filter(both).collect();
    let mut own = coverage.templates.clone();
    own.retain(|code| !shared.iter().any(|pair| pair.codes.contains(code)));
    let through = |pair: &&SameDuty| pivotal.iter().any(|d| mapped(d, &pair.codes) && !mapped(d, &own));
    let alone = pivotal.iter().filter(|d| mapped(d, &own)).count();
    alone + shared.into_iter().filter(through).count()
}

/// `C-1, C-2 or C-5`.
fn any_of(codes: &[DutyCode]) -> String {
    let words: Vec<&str> = codes.iter().map(DutyCode::as_str).collect();
    match words.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        rest => rest.concat(),
    }
}

fn pivotal(input: &ClarityInput<'_>, _: &Words) -> Finding {
    let pivotal: Vec<&Duty> = input.body.duties.iter().filter(|d| d.pivotal).collect();
    let mut problems = Vec::new();
    if !(3..=7).contains(&pivotal.len()) {
        problems.push(format!("{} pivotal duties", pivotal.len()));
    }
    let Some(kind) = input.body.kind else {
        problems.push("without a kind no templates apply".to_owned());
        return Finding::from_problems(&problems);
    };
    for coverage in input.duties.coverage.iter().filter(|c| c.kind == kind) {
        let covered = covered(&pivotal, coverage, &input.duties.same);
        let needed = coverage.min_pivotal;
        if covered < usize::from(needed) {
            problems.push(format!(
                "{covered} pivotal duties are mapped to the templates of {kind}, {needed} are needed"
            ));
        }
        let missed = coverage
            .one_of_each
            .iter()
            .filter(|set| !pivotal.iter().any(|d| mapped(d, set)));
        problems.extend(missed.map(|set| format!("none is mapped to {}", any_of(set))));
    }
    Finding::from_problems(&problems)
}

fn shares(input: &ClarityInput<'_>, _: &Words) -> Finding {
    let pivotal: Vec<&Duty> = input.body.duties.iter().filter(|d| d.pivotal).collect();
    let mut problems = Vec::new();
    let without = pivotal
        .iter()
        .filter(|d| d.share_pct.is_none() && d.frequency.trim().is_empty())
        .count();
    if without > 0 {
        problems.push(format!("{without} pivotal duties without share or frequency"));
    }
    let sum: f64 = pivotal.iter().filter_map(|d| d.share_pct).sum();
    if pivotal.is_empty() || !(50.0 - 1e-9..=100.0 + 1e-9).contains(&sum) {
        problems.push(format!("shares of pivotal duties sum to {sum}"));
    }
    Finding::from_problems(&problems)
}

fn must_haves(input: &ClarityInput<'_>, _: &Words) -> Finding {
    let must = &input.body.must_have;
    let mut problems = Vec::new();
    if !(2..=7).contains(&must.len()) {
        problems.push(format!("{} must-haves", must.len()));
    }
    for (i, item) in must.iter().enumerate() {
        if item.text.trim().is_empty() {
            problems.push(format!("must-have {} is empty", i + 1));
        }
        if !item.evidence.iter().any(|e| !e.detail.trim().is_empty()) {
            problems.push(format!("must-have {} has no checkable evidence", i + 1));
        }
    }
    Finding::from_problems(&problems)
}

fn wishes(input: &ClarityInput<'_>, _: &Words) -> Finding {
    let (must, nice) = (&input.body.must_have, &input.body.nice_to_have);
    let mut problems = Vec::new();
    if must.len() < 2 {
        problems.push(format!("{} must-haves", must.len()));
    }
    if must.len() + nice.len() > 12 {
        problems.push(format!("{} requirements", must.len() + nice.len()));
    }
    if nice
        .iter()
        .any(|n| must.iter().any(|m| similarity(&m.text, n) >= 0.8))
    {
        problems.push("a wish repeats a must-have".to_owned());
    }
    Finding::from_problems(&problems)
}

/// Whether a standard has a number and a period.
pub(super) fn measurable(standard: &Standard) -> bool {
    standard.target.chars().any(|c| c.is_ascii_digit()) && !standard.period.trim().is_empty()
}

fn standards(input: &ClarityInput<'_>, words: &Words) -> Finding {
    let standards = &input.body.standards;
    let good = standards
        .iter()
        .filter(|s| !s.measure.trim().is_empty() && measurable(s))
        .count();
    let mut problems = Vec::new();
    if good < 4 {
        problems.push(format!("{good} complete standards"));
    }
    if !standards
        .first()
        .is_some_and(|s| words.satisfaction.occur_in(&s.measure))
    {
        problems.push("the first does not concern client satisfaction".to_owned());
    }
    Finding::from_problems(&problems)
}

fn conduct(input: &ClarityInput<'_>, _: &Words) -> Finding {
    let topics: BTreeSet<_> = input
        .body
        .conduct_standards
        .iter()
        .filter(|c| word_count(&c.text) >= 3)
        .map(|c| c.topic)
        .collect();
    let named: Vec<String> = topics.iter().map(ToString::to_string).collect();
    Finding::new(
        topics.len() >= 3,
        format!("{} topics: {}", topics.len(), named.join(", ")),
    )
}

fn competencies(input: &ClarityInput<'_>, _: &Words) -> Finding {
    let duties = &input.body.duties;
    let mut problems = Vec::new();
    if duties.is_empty() {
        problems.push("no duties".to_owned());
    }
    let without = duties.iter().filter(|d| d.competency_codes.is_empty()).count();
    if without > 0 {
        problems.push(format!("{without} duties without competency"));
    }
    let missing: Vec<&str> = input
        .critical
        .iter()
        .filter(|c| !duties.iter().any(|d| d.competency_codes.contains(c)))
        .map(|c| c.as_str())
        .collect();
    if !missing.is_empty() {
        problems.push(format!(
            "critical competencies no duty names: {}",
            missing.join(", ")
        ));
    }
    Finding::from_problems(&problems)
}
