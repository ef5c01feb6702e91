//! Steps of an application and the guarded acts inside it (dossier 7.2).

use super::{Verdict, check_mover, forbidden, illegal, parts::guarded, permitted, refuse_open, rows};
use crate::{
    kernel::{ctx::Actor, ids::RefereeId},
    pipeline::{
        evidence::{ApplicationEvidence, CardFacts, ProposedBooking},
        gate_id::GateId::{self, *},
        gates::{Concern, Frame, judge_application},
        refusal::{GateRow, GateStatus, Refusal, Waivable},
        state::{
            ApplicationState::{self, *},
            InterviewState, JobState, Machine, ReferenceState, ScorecardState, StateChange,
        },
        waiver::waiver_helps,
    },
};

/// The gates of the single step into `to`. At `approved` all earlier gates are judged again.
fn gates_into(to: ApplicationState) -> &'static [GateId] {
    match to {
        RoleAcknowledged => &[G10, G11],
        Screened => &[G12],
        Assessing => &[G13, G14, G36],
        Assessed => &[G19, G20, G21, G22, G23],
        ReferencesComplete => &[G24, G25, G26],
        DebriefOpen => &[G32],
        Debriefed => &[G12, G27, G28, G33],
        Approved => &[
            G10, G11, G12, G13, G14, G15, G16, G17, G18, G19, G20, G21, G22, G23, G24, G25, G26, G27, G28,
            G29, G30, G31, G32, G33, G34, G35, G36, G37, G38, G39, G40, G41,
        ],
        _ => &[],
    }
}

/// The gates of every step of the main path after `from` (from the beginning when `None`) up to and
/// including `to`, each once, in order of number.
pub fn gates_on_path(from: Option<ApplicationState>, to: ApplicationState) -> Vec<GateId> {
    let start = from.and_then(ApplicationState::rank).map_or(0, |r| r + 1);
    let end = to.rank().map_or(0, |r| r + 1);
    let mut gates: Vec<GateId> = ApplicationState::PATH
        .iter()
        .enumerate()
        .filter(|(i, _)| (start..end).contains(i))
        .flat_map(|(_, state)| gates_into(*state).iter().copied())
        .collect();
    gates.sort_unstable();
    gates.dedup();
    gates
}

/// The rows of `gates`. Whether one can be waived is said for this very case: nobody is sent to ask for what cannot be
/// granted (7.6).
fn case_rows(
    gates: &[GateId],
    case: &ApplicationEvidence,
    concern: Concern<'_>,
    frame: Frame<'_>,
) -> Vec<GateRow> {
    let mut rows = rows(gates, |gate| judge_application(gate, case, concern, frame));
    for row in rows.iter_mut().filter(|row| row.waivable) {
        if !waiver_helps(row.gate, case, frame.policy, frame.now) {
            row.waivable = false;
            row.waiver_kind = Waivable::Never;
            row.waiver_to = None;
        }
    }
    rows
}

/// Judges the step of an application to `to`.
///
/// # Errors
/// The refusal with all reasons; a skipped state is refused with everything still missing on the way.
pub fn application(
    case: &ApplicationEvidence,
    to: ApplicationState,
    actor: &Actor,
    frame: Frame<'_>,
) -> Verdict<ApplicationState> {
    let from = case.state;
    if from.step(to).is_none() {
        return Err(skipped(case, to, actor, frame));
    }
    check_mover(from, to, actor)?;
    if let Some(obstacle) = job_not_open(case, to, actor).or_else(|| side_conditions(case, to, frame)) {
        return Err(illegal(from, to, obstacle));
    }
    if from != OnHold {
        let judged = case_rows(gates_into(to), case, Concern::Step(to), frame);
        refuse_open(from, to, judged)?;
    }
    Ok(StateChange::new(from, to))
}

/// A job that is paused, filled or given up takes nobody further: no step of the staff leads on, and an offer is
/// accepted only while there is still a position behind it (dossier 7.1, 7.2). What the service derives from facts
/// that came in meanwhile stays true, and everybody can still end an application or take it off hold.
fn job_not_open(case: &ApplicationEvidence, to: ApplicationState, actor: &Actor) -> Option<String> {
    let job = case.terms.state;
    let leads_on = case.state != OnHold && to.rank().is_some();
    let stopped = match actor {
        Actor::User(_) => leads_on && job != JobState::Open,
        Actor::Candidate { .. } => to == OfferAccepted && job.is_terminal(),
        _ => false,
    };
    stopped.then(|| match job {
        JobState::OnHold => {
            "This job is on hold: nobody moves on towards an offer until it is open again.".to_owned()
        }
        JobState::Filled => "This job is filled: nobody else moves on towards an offer.".to_owned(),
        JobState::Cancelled => {
            "This job was given up: its applications are closed, and nobody moves on.".to_owned()
        }
        _ => "This job is not open.".to_owned(),
    })
}

/// One job fills one position, so that one offer at a time is out (house rule).
fn other_offer(case: &ApplicationEvidence) -> Option<String> {
    case.rivals.iter().any(|rival| rival.offer_out).then(|| {
        "Somebody else has an offer for this one position, open or accepted. Wait for the answer; if it is no, this \
         offer can go out."
            .to_owned()
    })
}

/// Conditions of steps that carry no gate number.
fn side_conditions(case: &ApplicationEvidence, to: ApplicationState, frame: Frame<'_>) -> Option<String> {
    let offer = case.offer.as_ref();
    match (case.state, to) {
        (OnHold, back) if back.rank().is_some() && case.held_from != Some(back) => {
            Some("An application on hold goes back to the state it came from.".to_owned())
        }
        (OnHold, Rejected) if case.held_from == Some(OfferAccepted) => {
            Some("The offer is accepted; it can only be rescinded or withdrawn from.".to_owned())
        }
        (Approved, OfferExtended) => match offer {
            None => Some("There is no offer yet: fill in its terms first.".to_owned()),
            Some(o) if !o.lacks.is_empty() => Some(format!("The offer lacks {}.", o.lacks.join(", "))),
            Some(o)
                if o.expires_at.since(frame.now).num_hours() < i64::from(frame.policy.offer_open_hours) =>
            {
                Some(format!(
                    "The offer must stay open for at least {} hours.",
                    frame.policy.offer_open_hours
                ))
            }
            Some(_) => other_offer(case),
        },
        (OfferExtended, OfferAccepted | OfferDeclined)
            if offer.is_some_and(|o| frame.now >= o.expires_at) =>
        {
            Some("This offer has expired.".to_owned())
        }
        (OfferExtended, OfferLapsed) if offer.is_none_or(|o| frame.now < o.expires_at) => {
            Some("The offer is still open.".to_owned())
        }
        (OfferAccepted, Hired) => offer.and_then(|o| {
            (!o.open_conditions.is_empty())
                .then(|| format!("Still to confirm: {}.", o.open_conditions.join(", ")))
        }),
        (OfferAccepted, OfferRescinded) => match offer.and_then(|o| o.rescission.as_ref()) {
            Some(r) if r.hr && r.sponsor => None,
            _ => Some(
                "Rescinding needs a recorded reason with the signatures of HR and the sponsor.".to_owned(),
            ),
        },
        (from, ClosedOtherHired) if from != ClosedOtherHired => (case.terms.state != JobState::Filled)
            .then(|| "Rivals are closed only after the job is filled.".to_owned()),
        (_, ClosedJobCancelled) => {
            (case.terms.state != JobState::Cancelled).then(|| "The job is not cancelled.".to_owned())
        }
        _ => None,
    }
}

/// A step that does not exist from here: with everything still missing when it lies ahead on the main path.
fn skipped(
    case: &ApplicationEvidence,
    to: ApplicationState,
    actor: &Actor,
    frame: Frame<'_>,
) -> Box<Refusal> {
    let from = case.state;
    let ahead = matches!((from.rank(), to.rank()), (Some(here), Some(there)) if there > here + 1);
    if !ahead {
        return check_mover(from, to, actor)
            .err()
            .unwrap_or_else(|| illegal(from, to, "No such step."));
    }
    let movers = ApplicationState::PATH
        .iter()
        .find_map(|s| s.step(to))
        .unwrap_or(&[]);
    if !permitted(actor, movers) {
        return forbidden(from, to, movers);
    }
    let mut refusal = illegal(
        from,
        to,
        "Steps cannot be skipped; this is all that is still missing.",
    );
    refusal.refusals = case_rows(&gates_on_path(Some(from), to), case, Concern::Step(to), frame);
    refusal.refusals.retain(|row| row.status == GateStatus::Open);
    refusal
}

/// The dry run: every gate up to and including `to`, met ones too.
pub fn application_gates(case: &ApplicationEvidence, to: ApplicationState, frame: Frame<'_>) -> Vec<GateRow> {
    case_rows(&gates_on_path(None, to), case, Concern::Step(to), frame)
}

/// Judges booking or moving a round: G11 (reading time), G13, G14, G36.
///
/// # Errors
/// The refusal with all reasons.
pub fn book(
    case: &ApplicationEvidence,
    booking: &ProposedBooking,
    from: InterviewState,
    actor: &Actor,
    frame: Frame<'_>,
) -> Verdict<InterviewState> {
    let to = InterviewState::Scheduled;
    if case.state != Assessing {
        return Err(illegal(
            from,
            to,
            "Rounds are booked while the candidate is being assessed.",
        ));
    }
    let judged = case_rows(&[G11, G13, G14, G36], case, Concern::Booking(booking), frame);
    guarded(from, to, actor, judged)
}

/// Judges the submission of a card: G13, G15, G16, G17, G18.
///
/// # Errors
/// The refusal with all reasons, or `already_submitted`.
pub fn lock_card(
    case: &ApplicationEvidence,
    card: &CardFacts,
    actor: &Actor,
    frame: Frame<'_>,
) -> Verdict<ScorecardState> {
    let to = ScorecardState::Locked;
    if card.state == ScorecardState::Locked {
        let detail = "This scorecard is locked; its ratings never change again.";
        let mut refusal = illegal(card.state, to, detail);
        refusal.code = crate::pipeline::refusal::RefusalCode::AlreadySubmitted;
        return Err(refusal);
    }
    if actor.user_id() != Some(card.rater) {
        return Err(forbidden(card.state, to, &[]));
    }
    let judged = case_rows(&[G13, G15, G16, G17, G18], case, Concern::Card(card), frame);
    if card.state == ScorecardState::Void {
        // Being void is a consequence of G18, so the gate is named and not the state alone.
        refuse_open(card.state, to, judged)?;
        return Err(illegal(
            card.state,
            to,
            "This scorecard is void; it counts for nothing.",
        ));
    }
    guarded(card.state, to, actor, judged)
}

/// Judges taking a card out of the count because it is too late for G18; the service does it by the clock.
///
/// # Errors
/// While the card may still be locked, or when it is locked or void already.
pub fn void_card(
    case: &ApplicationEvidence,
    card: &CardFacts,
    actor: &Actor,
    frame: Frame<'_>,
) -> Verdict<ScorecardState> {
    let (from, to) = (card.state, ScorecardState::Void);
    check_mover(from, to, actor)?;
    if judge_application(G18, case, Concern::Card(card), frame).passes() {
        return Err(illegal(
            from,
            to,
            "This scorecard can still be handed in in time.",
        ));
    }
    Ok(StateChange::new(from, to))
}

/// Judges asking a referee, by a request that is mailed (`to` is `sent`) or by telephone (`to` is `completed`): after
/// two rounds, with G10 (consent) and G26a (identity). Whoever has been sent a request passed them then, and answers
/// by telephone without being judged again.
///
/// # Errors
/// The refusal with all reasons.
pub fn ask_referee(
    case: &ApplicationEvidence,
    referee: RefereeId,
    (from, to): (ReferenceState, ReferenceState),
    actor: &Actor,
    frame: Frame<'_>,
) -> Verdict<ReferenceState> {
    if !from.is_guarded(to) && from != ReferenceState::Named {
        return super::part(from, to, actor);
    }
    // Verifying is what lacks to a referee who was only named; G26 says so, together with all else.
    let asked = match from {
        ReferenceState::Named => ReferenceState::Verified,
        other => other,
    };
    check_mover(asked, to, actor)?;
    let held = case
        .assessment
        .rounds
        .iter()
        .filter(|r| matches!(r.state, InterviewState::Held | InterviewState::Scored))
        .count();
    let judged = case_rows(&[G10, G26], case, Concern::ReferenceRequest(referee), frame);
    if held < 2 {
        let mut refusal = illegal(from, to, "References are asked after the second round.");
        refusal.refusals = judged;
        refusal.refusals.retain(|row| row.status == GateStatus::Open);
        return Err(refusal);
    }
    refuse_open(from, to, judged)?;
    guarded(from, to, actor, Vec::new())
}

#[cfg(test)]
mod tests;
