//! Pure rules of references (dossier 5.1 to 5.3).

use std::collections::BTreeSet;

use super::{
    model::{Answers, Frequency, Referee, Response},
    signs::SeenSign,
};
use crate::{
    content::Pack,
    fault::FieldFault,
    kernel::{email::EmailAddress, text, time::Timestamp},
    pipeline::evidence::{AnswerFacts, RefereeFacts},
};

/// Characters each open answer needs (dossier 5.2, part D).
pub const OPEN_ANSWER_CHARS: usize = 60;

/// The most referees one candidate can name; four are asked for.
pub const MOST_REFEREES: usize = 12;

/// Every fault of the answers, by field.
pub fn answer_faults(answers: &Answers, pack: &Pack) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    let wanted: BTreeSet<_> = pack.references().items.iter().map(|item| &item.code).collect();
    for code in &wanted {
        if !answers.items.contains_key(*code) {
            faults.push(FieldFault::new(
                format!("/items/{code}"),
                "required",
                "Choose a level or \"not observed\".",
            ));
        }
    }
    for (code, level) in &answers.items {
        if !wanted.contains(code) {
            faults.push(FieldFault::new(
                format!("/items/{code}"),
                "unknown",
                "The form has no such item.",
            ));
        }
        if level.is_some_and(|l| !(1..=5).contains(&l)) {
            faults.push(FieldFault::new(
                format!("/items/{code}"),
                "range",
                "A level is a whole number from 1 to 5.",
            ));
        }
    }
    let sliders = &pack.references().percentiles.sliders;
    for (code, value) in &answers.percentiles {
        let pointer = format!("/percentiles/{code}");
        if !sliders.iter().any(|slider| slider.code == *code) {
            faults.push(FieldFault::new(
                pointer,
                "unknown",
                "The form has no such question.",
            ));
        } else if *value > 100 {
            faults.push(FieldFault::new(pointer, "range", "A percentage is 0 to 100."));
        }
    }
    faults.extend(text_faults(answers));
    faults
}

/// What is wrong outside the 22 items.
fn text_faults(answers: &Answers) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    if answers.period_to.is_some_and(|to| to < answers.period_from) {
        faults.push(FieldFault::new(
            "/period_to",
            "order",
            "The last day lies before the first.",
        ));
    }
    if text::visible_len(&answers.title_and_duties) == 0 {
        faults.push(FieldFault::new(
            "/title_and_duties",
            "required",
            "Name the title and main duties.",
        ));
    }
    for (pointer, given) in [
        ("/angry_situation", &answers.angry_situation),
        ("/support_first", &answers.support_first),
        ("/found_hard", &answers.found_hard),
    ] {
        if text::visible_len(given) < OPEN_ANSWER_CHARS {
            let detail = format!("Please write at least {OPEN_ANSWER_CHARS} characters.");
            faults.push(FieldFault::new(pointer, "length", detail));
        }
        if given.chars().count() > 10_000 {
            faults.push(FieldFault::new(
                pointer,
                "length",
                "Please keep it below 10,000 characters.",
            ));
        }
    }
    faults
}

/// Brings the texts of answers into storable form.
pub fn cleaned(answers: Answers) -> Answers {
    Answers {
        title_and_duties: text::multi_line(&answers.title_and_duties),
        reason_for_leaving: answers.reason_for_leaving.as_deref().map(text::multi_line),
        angry_situation: text::multi_line(&answers.angry_situation),
        support_first: text::multi_line(&answers.support_first),
        found_hard: text::multi_line(&answers.found_hard),
        corrections: answers.corrections.as_deref().map(text::multi_line),
        percentiles: answers
            .percentiles
            .into_iter()
            .map(|(k, v)| (text::single_line(&k), v))
            .collect(),
        ..answers
    }
}

/// All fives in under a minute, with D1 and D2 not really filled: carries no information (5.3). The same
/// text in both does not fill them.
pub fn is_low_information(answers: &Answers, seconds: Option<i64>, pack: &Pack) -> bool {
    let limit = i64::from(pack.references().process.low_information_seconds);
    let filled = text::visible_len(&answers.angry_situation) >= OPEN_ANSWER_CHARS
        && text::visible_len(&answers.support_first) >= OPEN_ANSWER_CHARS
        && answers.angry_situation.trim() != answers.support_first.trim();
    only_fives(answers) && seconds.is_some_and(|s| s < limit) && !filled
}

/// Whether every level that was given is the highest.
pub fn only_fives(answers: &Answers) -> bool {
    let mut observed = answers.items.values().filter_map(|level| *level).peekable();
    observed.peek().is_some() && observed.all(|level| level == 5)
}

/// The mailbox behind an address: case and what follows a plus do not make another one, nor do dots at the
/// provider that ignores them (security notes, reference fraud).
pub fn mailbox(email: &EmailAddress) -> String {
    let whole = email.as_str().to_ascii_lowercase();
    let (local, domain) = whole.rsplit_once('@').unwrap_or((&whole, ""));
    let local = local.split('+').next().unwrap_or(local);
    match domain {
        "gmail.com" | "googlemail.com" => format!("{}@gmail.com", local.replace('.', "")),
        _ => format!("{local}@{domain}"),
    }
}

/// Whether mail to both addresses reaches the same person.
pub fn same_mailbox(one: &EmailAddress, other: &EmailAddress) -> bool {
    mailbox(one) == mailbox(other)
}

/// A referee as the gates see it.
pub fn facts(
    referee: &Referee,
    response: Option<&Response>,
    signs: &[SeenSign],
    pack: &Pack,
) -> RefereeFacts {
    let undecided = signs
        .iter()
        .filter(|seen| seen.referee_id() == referee.id && seen.undecided());
    RefereeFacts {
        referee: referee.id,
        name: referee.name.clone(),
        relation: referee.relation,
        state: referee.state,
        consented_at: referee.consented_at,
        not_before_offer: referee.not_before_offer,
        verified_at: referee.verified_at,
        period: (referee.period_from, referee.period_to),
        sent_at: referee.sent_at,
        completed_at: referee.completed_at,
        answers: response.map(|r| answer_facts(r, pack)),
        dates_substitute_note: referee.dates_substitute_note.clone(),
        unresolved_signs: undecided.map(|seen| seen.sign.explained().to_owned()).collect(),
    }
}

fn answer_facts(response: &Response, pack: &Pack) -> AnswerFacts {
    let answers = &response.answers.0;
    let rarely = answers.saw_work == Frequency::Rarely;
    let period: (Timestamp, Option<Timestamp>) = (answers.period_from, answers.period_to);
    AnswerFacts {
        period,
        title_agrees: response.title_agrees,
        saw_rarely: rarely,
        items: pack
            .references()
            .items
            .iter()
            .map(|item| {
                let level = answers.items.get(&item.code).copied().flatten();
                (
                    item.code.clone(),
                    item.competency.clone(),
                    if rarely { None } else { level },
                )
            })
            .collect(),
        take_again: answers.take_again,
        low_information: is_low_information(answers, response.seconds, pack),
    }
}

#[cfg(test)]
mod tests;
