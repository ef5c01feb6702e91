//! JD01 to JD05, JD10 and JD13 to JD16: title, kind, reporting line, split, accounts, goals, ladder, plans, strategy.

use super::{
    ClarityInput, Finding, Rule, RuleId, Words, figures,
    text::{word_count, words as words_of},
};
use crate::{company::model::Strategy, kernel::kind::Kind};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: RuleId::Jd01,
        points: 2.0,
        hard: true,
        required: "a title of 2 to 8 words with the role family in it",
        how_to_fix: "Write a title such as \"Client-focused Account Manager\".",
        check: title,
    },
    Rule {
        id: RuleId::Jd02,
        points: 6.0,
        hard: true,
        required: "the decided kind, set and named in the text",
        how_to_fix: "Set the kind and say in the text: client-focused, production-focused or hybrid.",
        check: kind,
    },
    Rule {
        id: RuleId::Jd03,
        points: 4.0,
        hard: true,
        required: "whom the person reports to, and at least one operations function",
        how_to_fix: "Name the superior, and the operations functions the person works with.",
        check: reporting,
    },
    Rule {
        id: RuleId::Jd04,
        points: 8.0,
        hard: true,
        required: "five parts from 0 to 100 that sum to 100, fitting the kind, and the same sales figure in the text",
        how_to_fix: "Fill the five parts and write the sales share into the text, e.g. \"Sales share 35 %\".",
        check: split,
    },
    Rule {
        id: RuleId::Jd05,
        points: 4.0,
        hard: true,
        required: "1 ≤ fewest accounts ≤ most accounts ≤ 20, and the typical client in at least 8 words",
        how_to_fix: "Give the range of accounts and describe a typical client.",
        check: accounts,
    },
    Rule {
        id: RuleId::Jd13,
        points: 2.0,
        hard: true,
        required: "happy clients before completed projects",
        how_to_fix: "Order the goals: first happy clients, then completed projects.",
        check: goals,
    },
    Rule {
        id: RuleId::Jd14,
        points: 4.0,
        hard: true,
        required: "a linked career ladder",
        how_to_fix: "Describe the steps above this role and link the ladder.",
        check: ladder,
    },
    Rule {
        id: RuleId::Jd15,
        points: 5.0,
        hard: true,
        required: "a short, a medium and a long plan of at least 12 words each",
        how_to_fix: "Write where the job leads in 90 days, in 12 months and after that.",
        check: plans,
    },
    Rule {
        id: RuleId::Jd16,
        points: 3.0,
        hard: true,
        required: "vision, mission and at least three values",
        how_to_fix: "Fill vision, mission and values, or show the company's own.",
        check: strategy,
    },
    Rule {
        id: RuleId::Jd18,
        points: 3.0,
        hard: false,
        required: "place, travel share, hours, client contact hours and meeting hours a week",
        how_to_fix: "Fill every part of the conditions.",
        check: conditions,
    },
];

fn title(input: &ClarityInput<'_>, words: &Words) -> Finding {
    let title = &input.body.title;
    let fits = (2..=8).contains(&word_count(title)) && words.role_families.occur_in(title);
    Finding::new(fits, format!("\"{title}\""))
}

/// The kind as written in a text, with or without a hyphen.
fn kind_words(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::ClientFocused => &["client", "focused"],
        Kind::ProductionFocused => &["production", "focused"],
        Kind::Hybrid => &["hybrid"],
    }
}

/// Whether a text names a kind.
pub(super) fn names_kind(text: &str, kind: Kind) -> bool {
    let wanted = kind_words(kind);
    words_of(text)
        .windows(wanted.len())
        .any(|w| w.iter().zip(wanted).all(|(a, b)| a == b))
}

fn kind(input: &ClarityInput<'_>, _: &Words) -> Finding {
    let Some(kind) = input.body.kind else {
        return Finding::new(false, "no kind set");
    };
    match input.kind {
        None => return Finding::new(false, "no kind is decided for the job yet"),
        Some(decided) if decided != kind => {
            return Finding::new(
                false,
                format!("the description says {kind}, the job's kind is {decided}"),
            );
        }
        Some(_) => {}
    }
    let named = names_kind(&input.body.title, kind) || names_kind(&input.body.body_text, kind);
    Finding::new(named, format!("{kind} is set but not named in the text"))
}

fn reporting(input: &ClarityInput<'_>, words: &Words) -> Finding {
    let mut problems = Vec::new();
    if input.body.reports_to.trim().is_empty() {
        problems.push("no superior named".to_owned());
    }
    let company = |entry: &str| {
        let entry = entry.to_lowercase();
        input
            .operations_functions
            .iter()
            .any(|f| !f.trim().is_empty() && entry.contains(&f.trim().to_lowercase()))
    };
    if !input
        .body
        .works_with_operations
        .iter()
        .any(|e| words.operations.occur_in(e) || company(e))
    {
        problems.push("no operations function named".to_owned());
    }
    Finding::from_problems(&problems)
}

fn split(input: &ClarityInput<'_>, _: &Words) -> Finding {
    let split = &input.body.split;
    let given: Vec<i32> = split.parts().into_iter().flatten().collect();
    let mut problems = Vec::new();
    if given.len() < 5 {
        problems.push(format!("{} of 5 parts given", given.len()));
    }
    if given.iter().any(|p| !(0..=100).contains(p)) {
        problems.push("a part lies outside 0 to 100".to_owned());
    }
    let sum: i64 = given.iter().map(|&p| i64::from(p)).sum();
    if sum != 100 {
        problems.push(format!("the parts sum to {sum}"));
    }
    if let (Some(kind), Some(operations)) = (input.body.kind, split.operations_pct) {
        let allowed = match kind {
            Kind::ProductionFocused => 30..=100,
            Kind::ClientFocused => 0..=20,
            Kind::Hybrid => 15..=60,
        };
        if !allowed.contains(&operations) {
            problems.push(format!(
                "operations {operations} %, {kind} needs {} to {} %",
                allowed.start(),
                allowed.end()
            ));
        }
    }
    let shown = figures::sales_in_text(&input.body.body_text);
    match (split.sales_share(), shown.first()) {
        (_, None) => problems.push("the text gives no sales share".to_owned()),
        (Some(share), Some(_)) if shown.iter().any(|&s| s != share) => {
            problems.push(format!("the form gives {share} % sales, the text {shown:?}"));
        }
        _ => {}
    }
    Finding::from_problems(&problems)
}

fn accounts(input: &ClarityInput<'_>, _: &Words) -> Finding {
    let mut problems = Vec::new();
    match (input.body.accounts_min, input.body.accounts_max) {
        (Some(min), Some(max)) if 1 <= min && min <= max && max <= 20 => {}
        (Some(min), Some(max)) => problems.push(format!("{min} to {max} accounts")),
        _ => problems.push("no range of accounts".to_owned()),
    }
    let count = word_count(&input.body.typical_client);
    if count < 8 {
        problems.push(format!("the typical client is described in {count} words"));
    }
    Finding::from_problems(&problems)
}

fn goals(input: &ClarityInput<'_>, words: &Words) -> Finding {
    let goals = &input.body.goals_ordered;
    let happy = goals
        .iter()
        .position(|g| words.client_words.occur_in(g) && words.happy_words.occur_in(g));
    let projects = goals
        .iter()
        .enumerate()
        .position(|(i, g)| Some(i) != happy && words.project_words.occur_in(g));
    let ordered = matches!((happy, projects), (Some(first), Some(then)) if first < then);
    Finding::new(
        ordered,
        if goals.is_empty() {
            "no goals".to_owned()
        } else {
            goals.join(", ")
        },
    )
}

fn ladder(input: &ClarityInput<'_>, _: &Words) -> Finding {
    if input.ladder_waived {
        return Finding::met();
    }
    let link = input.body.ladder_id.trim();
    let rungs = input.ladder.described_rungs();
    let linked = !link.is_empty() && link == input.ladder.ladder_id.trim();
    let found = if linked {
        format!("{rungs} rungs with criteria")
    } else if link.is_empty() {
        "no ladder linked".to_owned()
    } else {
        format!("the job has no ladder \"{link}\"")
    };
    Finding::new(linked && rungs >= input.rungs_required, found).requiring(format!(
        "a linked ladder of at least {} rungs with criteria",
        input.rungs_required
    ))
}

fn plans(input: &ClarityInput<'_>, _: &Words) -> Finding {
    let plan = &input.body.plan;
    let problems: Vec<String> = [
        ("short", &plan.short),
        ("medium", &plan.medium),
        ("long", &plan.long),
    ]
    .into_iter()
    .map(|(name, text)| (name, word_count(text)))
    .filter(|(_, count)| *count < 12)
    .map(|(name, count)| format!("{name}: {count} words"))
    .collect();
    Finding::from_problems(&problems)
}

fn strategy(input: &ClarityInput<'_>, _: &Words) -> Finding {
    let block = &input.body.strategy;
    let own = Strategy {
        vision: block.vision.clone(),
        mission: block.mission.clone(),
        values: block.values.clone(),
    };
    let missing = if block.from_company {
        input.company.missing()
    } else {
        own.missing()
    };
    Finding::new(missing.is_empty(), format!("missing: {}", missing.join(", ")))
}

fn conditions(input: &ClarityInput<'_>, _: &Words) -> Finding {
    let c = &input.body.conditions;
    let mut missing: Vec<String> = [
        ("place", &c.place),
        ("travel share", &c.travel),
        ("hours", &c.hours),
        ("client contact hours", &c.contact_hours),
    ]
    .into_iter()
    .filter(|(_, text)| text.trim().is_empty())
    .map(|(name, _)| format!("no {name}"))
    .collect();
    if !c.meeting_hours_week.is_some_and(|h| (0.0..=60.0).contains(&h)) {
        missing.push("no meeting hours a week".to_owned());
    }
    Finding::from_problems(&missing)
}
