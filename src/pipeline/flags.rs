//! Red flags that follow from stored facts by a rule (dossier 3.15): nobody has to notice them, nobody can
//! forget them. Pure; the flow raises those that are not on file yet.

use super::{
    calendar::WorkingCalendar,
    evidence::{AnswerFacts, ApplicationEvidence, CardFacts, RefereeFacts, Relation, TakeAgain},
    gates::reference_dates_apart,
    measured,
    policy::{Policy, TOLERANCE},
    score::shown,
};
use crate::kernel::codes::RedFlagCode;

/// From this technical level on, weak soft skills are a flag of their own (RF14).
const TECHNICALLY_STRONG: f64 = 4.0;
/// Below this soft mean relationships count as weak (RF14).
const RELATIONS_WEAK: f64 = 3.5;

/// A reply that takes longer than this is late (RF01), in working days.
const LATE_REPLY_WORKING_DAYS: u32 = 5;

/// A red flag that the facts raise by themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AutomaticFlag {
    /// Its code.
    pub code: RedFlagCode,
    /// Why, in a sentence.
    pub why: String,
    /// What it rests on, e.g. `RF26/EMPQ/<card>`; equal for the same fact at every look, so that a fact
    /// raises its flag once.
    pub key: String,
}

fn flag(code: &str, on: &str, why: String) -> Option<AutomaticFlag> {
    Some(AutomaticFlag {
        code: RedFlagCode::new(code).ok()?,
        why,
        key: format!("{code}/{on}"),
    })
}

/// Every flag the facts raise, resolved or not.
pub fn automatic_flags(
    case: &ApplicationEvidence,
    policy: &Policy,
    calendar: &WorkingCalendar,
) -> Vec<AutomaticFlag> {
    let mut flags: Vec<AutomaticFlag> = Vec::new();
    flags.extend(late_reply(case, calendar));
    flags.extend(expectation_gap(case, policy));
    for card in case.assessment.locked() {
        flags.extend(lowest_ratings(case, card));
    }
    flags.extend(strong_but_weak(case));
    for (referee, answers) in case.references.counting() {
        flags.extend(take_again(referee, answers));
        flags.extend(facts_differ(referee, answers));
    }
    flags
}

/// RF01: the candidate answered late what we asked about the role. Silence raises nothing: somebody has to ask first, and
/// the application is shown as standing still meanwhile.
fn late_reply(case: &ApplicationEvidence, calendar: &WorkingCalendar) -> Option<AutomaticFlag> {
    let reply = case.acknowledgement.as_ref()?;
    let in_time = calendar.later_by_working_days(reply.asked_at, LATE_REPLY_WORKING_DAYS);
    (reply.replied_at > in_time).then_some(())?;
    let took = calendar.working_days_between(reply.asked_at, reply.replied_at);
    flag(
        "RF01",
        &format!("acknowledgement/v{}", reply.description_number),
        format!("The questions about the role were answered {took} working days after they were asked."),
    )
}

/// RF13.
fn expectation_gap(case: &ApplicationEvidence, policy: &Policy) -> Option<AutomaticFlag> {
    let acknowledged = case.acknowledgement.as_ref()?;
    let (expected, real) = (acknowledged.expected_sales_pct, case.terms.sales_share_pct);
    let apart = u32::from(expected.abs_diff(real)) > policy.expectation_gap_points;
    apart.then_some(())?;
    let version = acknowledged.description_number;
    flag(
        "RF13",
        &format!("v{version}"),
        format!("The candidate expects {expected} % sales, the role has {real} %."),
    )
}

/// RF26 for a critical competency, RF09 for communication: one per card and competency.
fn lowest_ratings(case: &ApplicationEvidence, card: &CardFacts) -> Vec<AutomaticFlag> {
    let rater = case.panelist(card.rater).map_or("A rater", |p| &p.name);
    let lowest = card.ratings.iter().filter(|rating| rating.value == Some(1));
    lowest
        .flat_map(|rating| {
            let code = &rating.competency;
            let name = measured::name_of(&case.terms, code);
            let on = format!("{code}/{}", card.card);
            let critical = case.terms.competencies.get(code).is_some_and(|c| c.critical);
            let communication = matches!(code.as_str(), "VCOM" | "WCOM");
            let why = || format!("{rater} rated {name} with 1 in {}.", card.source);
            [
                critical.then(|| flag("RF26", &on, why())).flatten(),
                communication.then(|| flag("RF09", &on, why())).flatten(),
            ]
        })
        .flatten()
        .collect()
}

/// RF14, once every card is in.
fn strong_but_weak(case: &ApplicationEvidence) -> Option<AutomaticFlag> {
    if case.assessment.owed().next().is_some() {
        return None;
    }
    let scores = measured::scores(case);
    let (technical, soft) = scores.technical.zip(scores.soft)?;
    let applies = technical >= TECHNICALLY_STRONG - TOLERANCE && soft < RELATIONS_WEAK - TOLERANCE;
    applies.then_some(())?;
    flag(
        "RF14",
        "scores",
        format!(
            "Technical level {}, soft mean {}: strong in technique, weak in relationships.",
            shown(technical),
            shown(soft)
        ),
    )
}

/// R22: `no` of a former direct manager is RF23, reservations of anybody are RF10.
fn take_again(referee: &RefereeFacts, answers: &AnswerFacts) -> Option<AutomaticFlag> {
    let on = referee.referee.to_string();
    let name = &referee.name;
    match (answers.take_again, referee.relation) {
        (TakeAgain::No, Relation::FormerDirectManager) => flag(
            "RF23",
            &on,
            format!("{name}, a former direct manager, would not take the candidate again."),
        ),
        (TakeAgain::WithReservations, _) => flag(
            "RF10",
            &on,
            format!("{name} would take the candidate again only with reservations."),
        ),
        _ => None,
    }
}

/// RF22: dates, title or duties differ between the CV and a referee.
fn facts_differ(referee: &RefereeFacts, answers: &AnswerFacts) -> Option<AutomaticFlag> {
    let dates = reference_dates_apart(referee, answers);
    let title = answers.title_agrees == Some(false);
    let what = match (dates, title) {
        (None, false) => return None,
        (Some(months), false) => format!("the dates by {months} months"),
        (None, true) => "title or duties".to_owned(),
        (Some(months), true) => format!("the dates by {months} months, and title or duties"),
    };
    let on = referee.referee.to_string();
    flag(
        "RF22",
        &on,
        format!("What {} says differs from the CV: {what}.", referee.name),
    )
}
