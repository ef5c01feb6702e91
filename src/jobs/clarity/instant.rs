//! JD-X01 to JD-X06: instant failures. They are additional hard failures and leave the score as it is
//! (dossier 7.10, ruling 7).

use std::sync::LazyLock;

use regex::Regex;

use super::{
    ClarityInput, Finding, Rule, RuleId, Words, all_text, figures, rules_content::measurable,
    text::content_words,
};
use crate::{
    jobs::model::Duty,
    kernel::{kind::Kind, text::visible_len},
};

const NOTHING: &str = "\"Looking for an Account Manager\" tells nobody what the job is. Some will expect sales, others \
                       client care; you risk hiring the wrong one.";

pub(super) const RULES: &[Rule] = &[
    instant(
        RuleId::X01,
        "at least 400 characters and 60 different words of four letters",
        NOTHING,
        nothing,
    ),
    instant(
        RuleId::X02,
        "no pivotal duty of crew supervision in a client-focused role",
        "Crew supervision belongs to a production-focused or hybrid role.",
        crews,
    ),
    instant(
        RuleId::X03,
        "no pivotal duty of prospecting in a production-focused role",
        "Prospecting for base contracts belongs to a client-focused or hybrid role.",
        prospecting,
    ),
    instant(
        RuleId::X04,
        "the same split in text and form",
        "Make text and form agree.",
        disagreement,
    ),
    instant(
        RuleId::X05,
        "two labels at most",
        "Replace labels by duties.",
        labels,
    ),
    instant(
        RuleId::X06,
        "a number and a period in every standard",
        "Give the standard a number and a period, or move it to the conduct standards.",
        unmeasured,
    ),
];

const fn instant(
    id: RuleId,
    required: &'static str,
    how_to_fix: &'static str,
    check: fn(&ClarityInput<'_>, &Words) -> Finding,
) -> Rule {
    Rule {
        id,
        points: 0.0,
        hard: true,
        required,
        how_to_fix,
        check,
    }
}

/// Pattern X01, and the limits of 400 characters and 60 content words.
pub(super) fn says_nothing(text: &str) -> bool {
    visible_len(text) < 400 || content_words(text) < 60 || is_bare_call(text)
}

/// Pattern X01 (dossier 8.2).
fn is_bare_call(text: &str) -> bool {
    static X01: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?i)^\s*((we('re| are)\s+)?looking for|wanted:?|seeking)\s+an?\s+account\s+(manager|executive)[.!\s]*$",
        )
        .ok()
    });
    X01.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

fn nothing(input: &ClarityInput<'_>, _: &Words) -> Finding {
    let text = &input.body.body_text;
    let found = format!(
        "{} characters, {} different words",
        visible_len(text),
        content_words(text)
    );
    Finding::new(!says_nothing(text), found)
}

fn pivotal_mapped<'a>(input: &ClarityInput<'a>, template: &str) -> Option<&'a Duty> {
    input
        .body
        .duties
        .iter()
        .find(|d| d.pivotal && d.template_codes.iter().any(|code| *code == *template))
}

fn crews(input: &ClarityInput<'_>, _: &Words) -> Finding {
    match pivotal_mapped(input, "P-1") {
        Some(duty) if input.body.kind == Some(Kind::ClientFocused) => {
            Finding::new(false, format!("\"{}\"", duty.text))
        }
        _ => Finding::met(),
    }
}

fn prospecting(input: &ClarityInput<'_>, _: &Words) -> Finding {
    match pivotal_mapped(input, "C-1") {
        Some(duty) if input.body.kind == Some(Kind::ProductionFocused) => {
            Finding::new(false, format!("\"{}\"", duty.text))
        }
        _ => Finding::met(),
    }
}

fn disagreement(input: &ClarityInput<'_>, _: &Words) -> Finding {
    match figures::disagreement(input.body) {
        Some((text, form)) => Finding::new(false, format!("The text says {text} %, the form {form} %.")),
        None => Finding::met(),
    }
}

fn labels(input: &ClarityInput<'_>, words: &Words) -> Finding {
    let text = all_text(input.body);
    let found = words.cliches.all_in(&text);
    Finding::new(found.len() <= 2, found.join(", "))
}

fn unmeasured(input: &ClarityInput<'_>, _: &Words) -> Finding {
    let vague: Vec<String> = input
        .body
        .standards
        .iter()
        .filter(|s| !measurable(s))
        .map(|s| format!("\"{}\" cannot be measured.", s.measure))
        .collect();
    Finding::new(vague.is_empty(), vague.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bare_call_is_recognised_in_its_usual_forms() {
        for text in [
            "Looking for an Account Manager.",
            "we're looking for an account executive!!",
            "  We are looking for an Account Manager",
            "WANTED: an account manager",
            "Seeking a account manager\n",
        ] {
            assert!(is_bare_call(text), "{text}");
        }
        assert!(!is_bare_call(
            "Looking for an Account Manager who cares for ten clients."
        ));
    }
}
