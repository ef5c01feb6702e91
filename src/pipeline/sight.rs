//! Who may see ratings and what is computed from them, and when (G16; dossier 5.1, 7.2; house rule on the
//! moment). It holds for everybody, administrators included.

use super::{
    evidence::ApplicationEvidence,
    gate_id::GateId,
    refusal::{GateRow, GateStatus},
    state::{ApplicationState, ExerciseState, InterviewState},
};
use crate::kernel::{ctx::Actor, ids::UserId, role::Role};

/// What an actor may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// All of it.
    Open,
    /// Nothing until the own scorecards are locked (G16).
    Blind,
    /// Nothing yet, or never for this role.
    Closed,
}

/// Whether this person still owes a card for the candidate, or is booked or named as assessor to owe one.
pub fn owes_card(case: &ApplicationEvidence, user: UserId) -> bool {
    let draft = case.assessment.owed().any(|card| card.rater == user);
    let booked = case
        .assessment
        .rounds
        .iter()
        .any(|round| round.state == InterviewState::Scheduled && round.raters.contains(&user));
    let assigned = case
        .assessment
        .exercises
        .iter()
        .any(|sample| sample.state == ExerciseState::Assigned && sample.assessors.contains(&user));
    draft || booked || assigned
}

/// Whether every card that was given out is locked or void, and at least one is locked.
fn all_cards_in(case: &ApplicationEvidence) -> bool {
    case.assessment.owed().next().is_none() && case.assessment.locked().next().is_some()
}

fn debrief_reached(case: &ApplicationEvidence) -> bool {
    let state = case.held_from.unwrap_or(case.state);
    // Closed applications keep what the debrief showed; one that ended before it shows nothing new.
    state.has_reached(ApplicationState::DebriefOpen) || case.debrief.is_some()
}

/// The single locked cards of other raters.
pub fn of_ratings(case: &ApplicationEvidence, actor: &Actor) -> Sight {
    let Some(user) = actor.user_id() else {
        return Sight::Closed;
    };
    if owes_card(case, user) {
        return Sight::Blind;
    }
    let rated = case.assessment.locked().any(|card| card.rater == user);
    let hr = actor.has_any(&[Role::Hr, Role::HrLead]);
    if rated || hr {
        Sight::Open
    } else {
        after_debrief(case, actor, user)
    }
}

/// Composites, floors, differences and reference answers: G27 to G31.
pub fn of_verdicts(case: &ApplicationEvidence, actor: &Actor) -> Sight {
    let Some(user) = actor.user_id() else {
        return Sight::Closed;
    };
    if owes_card(case, user) {
        return Sight::Blind;
    }
    if actor.has_any(&[Role::Hr, Role::HrLead]) && all_cards_in(case) {
        return Sight::Open;
    }
    after_debrief(case, actor, user)
}

fn after_debrief(case: &ApplicationEvidence, actor: &Actor, user: UserId) -> Sight {
    let of_the_case = case.panelist(user).is_some()
        || [
            case.terms.hiring_manager,
            case.terms.sponsor,
            case.terms.ops_lead,
            case.terms.hr,
        ]
        .contains(&user)
        || actor.has_any(&[Role::Hr, Role::HrLead, Role::Auditor]);
    if debrief_reached(case) && of_the_case {
        Sight::Open
    } else {
        Sight::Closed
    }
}

/// The gates whose values give ratings or references away.
pub const TELLING: &[GateId] = &[
    GateId::G26,
    GateId::G27,
    GateId::G28,
    GateId::G29,
    GateId::G30,
    GateId::G31,
    GateId::G33,
];

/// Hides the values of the telling gates from those who may not see them.
pub fn withhold(rows: Vec<GateRow>, case: &ApplicationEvidence, actor: &Actor) -> Vec<GateRow> {
    if of_verdicts(case, actor) == Sight::Open {
        return rows;
    }
    rows.into_iter()
        .map(|row| {
            if TELLING.contains(&row.gate) {
                withheld(row)
            } else {
                row
            }
        })
        .collect()
}

fn withheld(row: GateRow) -> GateRow {
    GateRow {
        status: GateStatus::Withheld,
        found: None,
        required: None,
        how_to_fix: None,
        detail: None,
        owed_by: Vec::new(),
        since: None,
        opens_at: None,
        link: None,
        ..row
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{
        state::ScorecardState,
        testing::{ASSESSOR, HR, NEIGHBOUR, SENIOR, card_mut, hr, perfect_application_at, staff},
    };

    fn assessing() -> ApplicationEvidence {
        ApplicationEvidence {
            debrief: None,
            ..perfect_application_at(ApplicationState::Assessing)
        }
    }

    #[test]
    fn a_rater_sees_the_others_once_no_own_card_is_owed_or_to_come() {
        let mut case = assessing();
        let senior = staff(SENIOR, &[Role::Interviewer]);
        assert_eq!(of_ratings(&case, &senior), Sight::Open);
        card_mut(&mut case, "R2", SENIOR).state = ScorecardState::Draft;
        assert_eq!(of_ratings(&case, &senior), Sight::Blind);

        let mut case = assessing();
        case.assessment.rounds[2].state = InterviewState::Scheduled;
        case.assessment.rounds[2].raters.push(SENIOR);
        assert_eq!(of_ratings(&case, &senior), Sight::Blind);
    }

    #[test]
    fn a_work_sample_still_to_come_keeps_its_assessors_blind() {
        let mut case = assessing();
        let assessor = staff(ASSESSOR, &[Role::Assessor]);
        assert_eq!(of_ratings(&case, &assessor), Sight::Open);
        case.assessment.exercises[3].state = ExerciseState::Assigned;
        assert_eq!(of_ratings(&case, &assessor), Sight::Blind);
    }

    #[test]
    fn hr_sees_verdicts_when_all_cards_are_in_and_ratings_only_while_owing_none() {
        let mut case = assessing();
        assert_eq!(of_verdicts(&case, &hr()), Sight::Open);
        card_mut(&mut case, "R2", NEIGHBOUR).state = ScorecardState::Draft;
        assert_eq!(of_verdicts(&case, &hr()), Sight::Closed);
        assert_eq!(of_ratings(&case, &hr()), Sight::Open);
        card_mut(&mut case, "R1", HR).state = ScorecardState::Draft;
        assert_eq!(of_ratings(&case, &hr()), Sight::Blind);
    }

    #[test]
    fn administration_alone_sees_nothing_at_any_time() {
        let case = perfect_application_at(ApplicationState::Debriefed);
        let admin = staff(UserId::from_uuid(uuid::Uuid::from_u128(77)), &[Role::Admin]);
        assert_eq!(of_ratings(&case, &admin), Sight::Closed);
        assert_eq!(of_verdicts(&case, &admin), Sight::Closed);
    }
}
