//! Warnings: remarks that block nothing (dossier 8.2).

use std::sync::LazyLock;

use regex::Regex;

use super::{ClarityInput, ClarityWarning, WarningId, Words, all_text};
use crate::kernel::kind::Kind;

/// The years of experience a text asks for.
fn years(text: &str) -> Option<u32> {
    static YEARS: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?i)\b(\d{1,2})\s*\+?\s*(?:years?|yrs?)\b").ok());
    YEARS
        .as_ref()?
        .captures_iter(text)
        .filter_map(|c| c.get(1)?.as_str().parse().ok())
        .max()
}

pub(super) fn warnings(input: &ClarityInput<'_>, words: &Words) -> Vec<ClarityWarning> {
    let body = input.body;
    let mut list = Vec::new();
    let mut warn = |warning, text: String| list.push(ClarityWarning { warning, text });
    if matches!(body.kind, Some(Kind::ProductionFocused | Kind::Hybrid)) {
        let text = "This role needs two divergent sets of skills; few people have both. Consider splitting the role.";
        warn(WarningId::Rare, text.to_owned());
    }
    let requirements = body.must_have.len() + body.nice_to_have.len();
    if requirements > 12 {
        warn(
            WarningId::Super,
            format!("{requirements} requirements: nobody meets more than 12."),
        );
    }
    if let Some(years) = body
        .must_have
        .iter()
        .filter_map(|m| years(&m.text))
        .max()
        .filter(|&y| y > 5)
    {
        let text = format!(
            "{years} years of experience as a must-have: length of experience predicts almost nothing."
        );
        warn(WarningId::Exp, text);
    }
    if let Some(max) = body.accounts_max.filter(|&max| max > 15) {
        warn(
            WarningId::Load,
            format!("{max} accounts is a heavy load; 15 is usual."),
        );
    }
    if let Some(share) = body
        .split
        .sales_share()
        .filter(|&s| s > 60 && words.manager_words.occur_in(&body.title))
    {
        warn(
            WarningId::Split,
            format!("The title says manager, the sales share is {share} %: is it a sales job?"),
        );
    }
    let text = all_text(body);
    let vague = words.vague.all_in(&text);
    if vague.len() > 2 {
        warn(
            WarningId::Vague,
            format!("Phrases that say nothing: {}.", vague.join(", ")),
        );
    }
    list
}
