//! The gates about what the candidate was told and has: G10 to G12 (dossier 7.3).

use super::{
    Concern, Frame,
    words::{all_of, any_of},
};
use crate::{
    kernel::{
        ids::RefereeId,
        time::{Timestamp, hours},
    },
    pipeline::{
        evidence::{
            AcknowledgementFacts, ApplicationEvidence, MustHaveFacts, PlannedRound, ProposedBooking,
            RefereeFacts,
        },
        refusal::{Finding, Owed, Shortfall},
        state::{ApplicationState, InterviewState},
    },
};

/// The expectation questions of dossier 8.4.
const EXPECTATION_QUESTIONS: u8 = 5;

pub(super) fn consent(case: &ApplicationEvidence, concern: Concern<'_>) -> Finding {
    match concern {
        Concern::ReferenceRequest(referee) => consent_for(case, referee),
        Concern::Step(ApplicationState::RoleAcknowledged) | Concern::Booking(_) | Concern::Card(_) => {
            notice_and_consents(case, Vec::new())
        }
        Concern::Step(_) => {
            let contacted = |r: &&RefereeFacts| r.sent_at.is_some() || r.completed_at.is_some();
            let referees = case.references.referees.iter();
            let without = referees
                .filter(contacted)
                .filter(|r| r.consented_at.is_none())
                .collect();
            notice_and_consents(case, without)
        }
    }
}

fn notice_and_consents(case: &ApplicationEvidence, without: Vec<&RefereeFacts>) -> Finding {
    let mut lacks = Vec::new();
    if case.notice_seen_at.is_none() {
        lacks.push("received the privacy notice".to_owned());
    }
    let names: Vec<String> = without.iter().map(|r| r.name.clone()).collect();
    if !names.is_empty() {
        lacks.push(format!("consented to contacting {}", all_of(&names)));
    }
    if lacks.is_empty() {
        return Finding::met("privacy notice seen, every contacted referee agreed to");
    }
    Finding::open(unconsented(case, &any_of(&lacks)))
}

/// Where the candidate does what is missing first, by the link of the own mails.
fn place_of_consent(case: &ApplicationEvidence) -> &'static str {
    if case.notice_seen_at.is_none() {
        "/guest/application/privacy_notice"
    } else {
        "/guest/application/referees"
    }
}

fn unconsented(case: &ApplicationEvidence, what: &str) -> Shortfall {
    Shortfall::new(
        format!("the candidate has not {what}"),
        "privacy notice seen; consent for every referee before contact",
        "Ask the candidate to open the link and confirm.",
        format!("Candidate has not yet {what}."),
    )
    .owed([Owed::candidate()])
    .since(case.applied_at)
    .at(place_of_consent(case))
}

fn consent_for(case: &ApplicationEvidence, referee: RefereeId) -> Finding {
    let known = case.references.referees.iter().find(|r| r.referee == referee);
    let offered = case.state.has_reached(ApplicationState::OfferExtended);
    match known {
        None => Finding::open(unconsented(case, "named this referee")),
        Some(r) if r.consented_at.is_none() => {
            Finding::open(unconsented(case, &format!("consented to contacting {}", r.name)))
        }
        Some(r) if r.not_before_offer && !offered => Finding::open(unconsented(
            case,
            &format!("consented to contacting {} before an offer", r.name),
        )),
        Some(r) => Finding::met(format!("consent to contacting {}", r.name)),
    }
}

pub(super) fn acknowledged(case: &ApplicationEvidence, concern: Concern<'_>, frame: Frame<'_>) -> Finding {
    let asked = case.terms.description_number;
    let Some(ack) = case
        .acknowledgement
        .as_ref()
        .filter(|a| a.description_number == asked || a.older_version_allowed)
    else {
        let found = case
            .acknowledgement
            .as_ref()
            .map_or("no confirmation".to_owned(), |a| {
                format!("version {} confirmed", a.description_number)
            });
        return unconfirmed(
            case,
            found,
            &format!("Candidate has not confirmed job description v{asked}."),
        );
    };
    let version = ack.description_number;
    if ack.answered < EXPECTATION_QUESTIONS {
        return unconfirmed(
            case,
            format!("{} of {EXPECTATION_QUESTIONS} questions answered", ack.answered),
            &format!(
                "Candidate has not confirmed job description v{version} ({} of {EXPECTATION_QUESTIONS} \
                 expectation questions answered).",
                ack.answered
            ),
        );
    }
    if let Some(gap) = expectation_gap(case, ack, frame) {
        return gap;
    }
    if let Concern::Booking(booking) = concern
        && let Some(too_soon) = reading_time(case, ack, booking, frame)
    {
        return too_soon;
    }
    Finding::met(format!("version {version} confirmed {}", ack.at.shown()))
}

fn unconfirmed(case: &ApplicationEvidence, found: String, detail: &str) -> Finding {
    Finding::open(
        Shortfall::new(
            found,
            format!(
                "job description v{} confirmed, {EXPECTATION_QUESTIONS} questions answered",
                case.terms.description_number
            ),
            "Ask the candidate to read the description and answer the questions.",
            detail,
        )
        .owed([Owed::candidate()])
        .since(case.applied_at)
        .at("/guest/application/acknowledgement"),
    )
}

fn expectation_gap(
    case: &ApplicationEvidence,
    ack: &AcknowledgementFacts,
    frame: Frame<'_>,
) -> Option<Finding> {
    let (expected, real) = (ack.expected_sales_pct, case.terms.sales_share_pct);
    let limit = frame.policy.expectation_gap_points;
    if ack.talk_held || u32::from(expected.abs_diff(real)) <= limit {
        return None;
    }
    let short = Shortfall::new(
        format!("{expected} % expected, {real} % in the role, no talk recorded"),
        format!("at most {limit} points apart, or the talk recorded"),
        "Talk about the real share of sales and record the talk.",
        format!("Candidate expects {expected} % sales, the role has {real} %. Talk it through first."),
    )
    .owed([case.owed_by_hr()])
    .since(ack.at)
    .at(case.path("/role_talk"));
    Some(Finding::open(short))
}

fn reading_time(
    case: &ApplicationEvidence,
    ack: &AcknowledgementFacts,
    booking: &ProposedBooking,
    frame: Frame<'_>,
) -> Option<Finding> {
    let needed = frame.policy.ack_reading_hours;
    let earliest = ack.at + hours(i64::from(needed));
    if booking.starts_at >= earliest || all_rounds_were_over(case, ack.at, booking) {
        return None;
    }
    let between = booking.starts_at.since(ack.at).num_hours();
    let short = Shortfall::new(
        format!("{between} h between confirmation and round"),
        format!("{needed} h"),
        format!("Book the round for {} or later.", earliest.shown()),
        format!(
            "Candidate has not confirmed job description v{} ({between} h before the first round; \
             {needed} needed).",
            ack.description_number
        ),
    )
    .owed([Owed::time()])
    .since(ack.at)
    .opens_at(earliest)
    .at(case.path("/scheduled_interviews"));
    Some(Finding::open(short))
}

/// Whether every round of the plan had been held by then: a confirmation after the last round needs no
/// reading time. Work samples need no appointment, unless it is theirs that is booked.
fn all_rounds_were_over(case: &ApplicationEvidence, by: Timestamp, booking: &ProposedBooking) -> bool {
    let over = |planned: &PlannedRound| {
        case.assessment.rounds.iter().any(|r| {
            r.source == planned.code
                && matches!(r.state, InterviewState::Held | InterviewState::Scored)
                && r.ends_at <= by
        }) || (planned.work_samples && booking.source != planned.code)
    };
    !case.terms.rounds.is_empty() && case.terms.rounds.iter().all(over)
}

pub(super) fn must_haves(case: &ApplicationEvidence, concern: Concern<'_>) -> Finding {
    // Those evidenced by a document are checked at `screened`, the others before `debriefed`.
    let all_due = matches!(concern, Concern::Step(to) if to.has_reached(ApplicationState::Debriefed));
    let due: Vec<(usize, &MustHaveFacts)> = case
        .must_haves
        .iter()
        .enumerate()
        .filter(|(_, m)| all_due || m.documented)
        .collect();
    let open: Vec<String> = due
        .iter()
        .filter_map(|(_, m)| match m.met {
            Some(true) => None,
            Some(false) => Some(format!("{} (not met)", m.text)),
            None => Some(format!("{} (not checked)", m.text)),
        })
        .collect();
    if open.is_empty() {
        return Finding::met(format!("{} must-haves met", due.len()));
    }
    let list = open.join(", ");
    let first = due
        .iter()
        .find(|(_, m)| m.met != Some(true))
        .map_or(0, |(index, _)| *index);
    Finding::open(
        Shortfall::new(
            list.clone(),
            "every must-have of the description checked and met",
            "Check the open ones; a candidate who lacks one can be declined with a reason.",
            format!("Must-have not met or not checked: {list}. The same list applies to everyone."),
        )
        .owed([case.owed_by_hr()])
        .at(case.path(&format!("/must_haves/{first}"))),
    )
}

#[cfg(test)]
mod tests;
