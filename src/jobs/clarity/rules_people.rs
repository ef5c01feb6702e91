//! JD17, JD19 and JD21 to JD25: preview, pay, authority, first days, and how the text reads.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    ClarityInput, Finding, Rule, RuleId, Words, all_text,
    text::{sentence_lengths, word_count},
};
use crate::kernel::text::visible_len;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: RuleId::Jd17,
        points: 5.0,
        hard: true,
        required: "at least 3 hard and 3 attractive aspects of at least 6 words each",
        how_to_fix: "Say honestly what is hard and what is attractive about this job.",
        check: preview,
    },
    Rule {
        id: RuleId::Jd19,
        points: 3.0,
        hard: false,
        required: "a pay range whose top is at most 1.5 times its bottom, and what a bonus depends on",
        how_to_fix: "Give minimum, maximum, currency and the basis of the bonus.",
        check: pay,
    },
    Rule {
        id: RuleId::Jd21,
        points: 2.0,
        hard: true,
        required: "discount limit, rule on free work, and who decides beyond",
        how_to_fix: "Say what the person may decide alone and who decides the rest.",
        check: authority,
    },
    Rule {
        id: RuleId::Jd22,
        points: 1.0,
        hard: false,
        required: "training areas and ramp of the first 90 days",
        how_to_fix: "Name what is trained first and how the number of accounts grows.",
        check: first_days,
    },
    Rule {
        id: RuleId::Jd23,
        points: 1.0,
        hard: false,
        required: "a full text of 2,000 to 10,000 characters; an advert of 100 to 300 words with a link to it",
        how_to_fix: "Keep the advert short and link it to the full description.",
        check: length,
    },
    Rule {
        id: RuleId::Jd24,
        points: 0.5,
        hard: false,
        required: "sentences of 22 words on average, none longer than 40",
        how_to_fix: "Split long sentences.",
        check: sentences,
    },
    Rule {
        id: RuleId::Jd25,
        points: 0.5,
        hard: true,
        required: "no words on age, sex, origin or appearance, no demand for a photo",
        how_to_fix: "Strike these words; describe what is done instead.",
        check: discrimination,
    },
];

fn preview(input: &ClarityInput<'_>, _: &Words) -> Finding {
    let mut problems = Vec::new();
    for (name, list) in [
        ("hard", &input.body.preview.hard),
        ("attractive", &input.body.preview.attractive),
    ] {
        if list.len() < 3 {
            problems.push(format!("{} {name} aspects", list.len()));
        }
        let short = list.iter().filter(|t| word_count(t) < 6).count();
        if short > 0 {
            problems.push(format!("{short} {name} aspects with fewer than 6 words"));
        }
    }
    Finding::from_problems(&problems)
}

fn pay(input: &ClarityInput<'_>, _: &Words) -> Finding {
    let pay = &input.body.pay;
    let mut problems = Vec::new();
    match (pay.min, pay.max) {
        (Some(min), Some(max)) if min > 0.0 && min <= max && max <= 1.5 * min + 1e-9 => {}
        (Some(min), Some(max)) => problems.push(format!("{min} to {max}")),
        _ => problems.push("no pay range".to_owned()),
    }
    if pay.currency.trim().is_empty() {
        problems.push("no currency".to_owned());
    }
    if pay.bonus.trim().is_empty() {
        problems.push("no bonus basis".to_owned());
    }
    Finding::from_problems(&problems)
}

fn authority(input: &ClarityInput<'_>, _: &Words) -> Finding {
    let a = &input.body.authority;
    let missing: Vec<String> = [
        ("discount limit", &a.discount_limit),
        ("rule on free work", &a.free_work_rule),
        ("decider beyond", &a.decides_beyond),
    ]
    .into_iter()
    .filter(|(_, text)| text.trim().is_empty())
    .map(|(name, _)| format!("no {name}"))
    .collect();
    Finding::from_problems(&missing)
}

fn first_days(input: &ClarityInput<'_>, _: &Words) -> Finding {
    let first = &input.body.first_90_days;
    let named = first.training_areas.iter().any(|a| !a.trim().is_empty()) && !first.ramp.trim().is_empty();
    Finding::new(named, "training areas or ramp missing")
}

fn length(input: &ClarityInput<'_>, _: &Words) -> Finding {
    static LINK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)https?://\S+|/careers\b").ok());
    let mut problems = Vec::new();
    let characters = visible_len(&input.body.body_text);
    if !(2_000..=10_000).contains(&characters) {
        problems.push(format!("full text of {characters} characters"));
    }
    let advert = word_count(&input.body.advert_text);
    if !(100..=300).contains(&advert) {
        problems.push(format!("advert of {advert} words"));
    }
    if !LINK.as_ref().is_some_and(|l| l.is_match(&input.body.advert_text)) {
        problems.push("advert without link to the full text".to_owned());
    }
    Finding::from_problems(&problems)
}

#[allow(clippy::cast_precision_loss, reason = "word counts are small")]
fn sentences(input: &ClarityInput<'_>, _: &Words) -> Finding {
    let lengths = sentence_lengths(&input.body.body_text);
    let longest = lengths.iter().max().copied().unwrap_or(0);
    if longest == 0 {
        return Finding::new(false, "no text");
    }
    let mean = lengths.iter().sum::<usize>() as f64 / lengths.len() as f64;
    Finding::new(
        mean <= 22.0 && longest <= 40,
        format!("{mean:.1} words on average, the longest {longest}"),
    )
}

fn discrimination(input: &ClarityInput<'_>, words: &Words) -> Finding {
    let text = all_text(input.body);
    let word = words
        .discriminatory(&input.body.language)
        .and_then(|list| list.find(&text));
    let photo = words.photo.find(&text);
    let found: Vec<String> = [word, photo]
        .into_iter()
        .flatten()
        .map(|w| format!("\"{w}\""))
        .collect();
    Finding::from_problems(&found)
}
