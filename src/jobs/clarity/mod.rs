//! Is a job description clear? Twenty-five rules with points, six instant failures and six warnings
//! (dossier Part 8). A description passes gate G04 when no hard rule fails and the points reach the policy's
//! minimum (80 of 100).

mod figures;
mod instant;
mod report;
mod rules_content;
mod rules_form;
mod rules_people;
mod text;
mod warnings;
mod words;

use crate::{
    company::model::{Ladder, Strategy},
    content::model::Duties,
    jobs::model::DescriptionBody,
    kernel::{codes::CompetencyCode, kind::Kind},
};

pub use report::{ClarityReport, ClarityWarning, RuleId, RuleResult, WarningId};
use report::{Finding, Rule};
use words::Words;

/// Everything the clarity of a description depends on.
#[derive(Debug, Clone, Copy)]
pub struct ClarityInput<'a> {
    /// The description.
    pub body: &'a DescriptionBody,
    /// The kind decided for the job, if any.
    pub kind: Option<Kind>,
    /// The company's strategy, for descriptions that link to it.
    pub company: &'a Strategy,
    /// The names of the company's operations functions, beside the general words.
    pub operations_functions: &'a [String],
    /// The job's career ladder.
    pub ladder: &'a Ladder,
    /// How many rungs with criteria gate G06 requires.
    pub rungs_required: usize,
    /// Whether a waiver of G06 holds (JD14 follows it).
    pub ladder_waived: bool,
    /// Whether the jurisdiction requires a pay range (`jurisdiction.pay_range_required`); makes JD19 hard.
    pub pay_range_required: bool,
    /// The critical competencies of the kind (dossier 3.0).
    pub critical: &'a [CompetencyCode],
    /// The duty templates, and what the pivotal duties of each kind must cover (JD07).
    pub duties: &'a Duties,
}

/// Checks a description against every rule.
pub fn clarity(input: &ClarityInput<'_>) -> ClarityReport {
    let words = Words::shipped();
    let mut report = ClarityReport::default();
    for rule in [rules_form::RULES, rules_content::RULES, rules_people::RULES].concat() {
        let hard = rule.hard || (rule.id == RuleId::Jd19 && input.pay_range_required);
        report.add(&rule, hard, (rule.check)(input, words));
    }
    for rule in instant::RULES {
        report.add(rule, true, (rule.check)(input, words));
    }
    report.sort();
    report.warnings = warnings::warnings(input, words);
    report
}

/// Whether a text tells nobody what the job is (JD-X01), which an advert may not do either (G08).
pub fn says_nothing(text: &str) -> bool {
    instant::says_nothing(text)
}

/// Whether a measure is about client satisfaction (JD11, G09).
pub fn concerns_satisfaction(text: &str) -> bool {
    Words::shipped().satisfaction.occur_in(text)
}

/// Whether a text names the kind, with or without a hyphen (JD02, G08).
pub fn names_kind(text: &str, kind: Kind) -> bool {
    rules_form::names_kind(text, kind)
}

/// Distinct words of four letters or more, lower-case (dossier 7.10, ruling 8).
pub(in crate::jobs) fn content_words(text: &str) -> std::collections::BTreeSet<String> {
    text::content_word_set(text)
}

/// Every whole percentage a text gives.
pub(in crate::jobs) fn percentages(text: &str) -> Vec<i32> {
    figures::percentages(text)
}

/// Every text of the description a reader sees, one per line.
fn all_text(body: &DescriptionBody) -> String {
    let mut parts: Vec<&str> = vec![
        &body.title,
        &body.variation_note,
        &body.typical_client,
        &body.plan.short,
        &body.plan.medium,
        &body.plan.long,
        &body.authority.discount_limit,
        &body.authority.free_work_rule,
        &body.authority.decides_beyond,
        &body.first_90_days.ramp,
        &body.body_text,
        &body.advert_text,
    ];
    parts.extend(body.duties.iter().map(|d| d.text.as_str()));
    parts.extend(body.must_have.iter().map(|m| m.text.as_str()));
    parts.extend(body.nice_to_have.iter().map(String::as_str));
    parts.extend(body.conduct_standards.iter().map(|c| c.text.as_str()));
    parts.extend(body.goals_ordered.iter().map(String::as_str));
    parts.extend(body.preview.hard.iter().map(String::as_str));
    parts.extend(body.preview.attractive.iter().map(String::as_str));
    parts.join("\n")
}

#[cfg(test)]
mod tests;
