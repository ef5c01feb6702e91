//! Service levels, so that good people are not lost while nobody looks (dossier 7.5): what waits longer than it should is
//! warned about. A warning opens and closes no gate.

use serde::Serialize;

use super::{
    calendar::WorkingCalendar,
    policy::Policy,
    state::{ApplicationState, Machine},
};
use crate::{kernel::time::Timestamp, text_enum};

text_enum! {
    /// What takes too long.
    pub enum ServiceLevel {
        /// From the last round to the debrief.
        Debrief = "debrief",
        /// From the debrief to the word to the candidate.
        Decision = "decision",
        /// Nothing has happened in the present state.
        Idle = "idle",
    }
}

/// Where an application stands, as far as service levels look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Its state.
    pub state: ApplicationState,
    /// When anything about it last changed; never before it entered its state.
    pub last_change_at: Timestamp,
    /// When the last round ended, once no round of the plan is left to be held.
    pub rounds_over_at: Option<Timestamp>,
    /// When the debrief ended.
    pub debriefed_at: Option<Timestamp>,
}

/// Something that takes too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ServiceWarning {
    /// What.
    pub code: ServiceLevel,
    /// What it is counted from.
    pub since: Timestamp,
    /// When it should have been done.
    pub due_at: Timestamp,
    /// How many working days the policy grants.
    pub working_days: u32,
}

/// What takes longer than the policy grants, the longest overdue first.
pub fn warnings(
    standing: &Standing,
    policy: &Policy,
    now: Timestamp,
    calendar: &WorkingCalendar,
) -> Vec<ServiceWarning> {
    use ApplicationState as State;
    let state = standing.state;
    if state.is_terminal() {
        return Vec::new();
    }
    let before_debrief = [
        State::Assessing,
        State::Assessed,
        State::ReferencesComplete,
        State::DebriefOpen,
    ];
    let before_word = [State::Debriefed, State::Approved];
    let rows = [
        (
            ServiceLevel::Debrief,
            standing
                .rounds_over_at
                .filter(|_| before_debrief.contains(&state)),
            policy.sla_debrief_working_days,
        ),
        (
            ServiceLevel::Decision,
            standing.debriefed_at.filter(|_| before_word.contains(&state)),
            policy.sla_decision_working_days,
        ),
        (
            ServiceLevel::Idle,
            Some(standing.last_change_at),
            policy.sla_idle_working_days,
        ),
    ];
    let mut found: Vec<ServiceWarning> = rows
        .into_iter()
        .filter_map(|(code, since, working_days)| {
            let since = since?;
            let due_at = calendar.later_by_working_days(since, working_days);
            (now > due_at).then_some(ServiceWarning {
                code,
                since,
                due_at,
                working_days,
            })
        })
        .collect();
    found.sort_by_key(|warning| warning.due_at);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::calendar::CalendarSettings;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(&format!("2026-{text}:00Z")).unwrap()
    }

    fn codes(standing: &Standing, now: &str) -> Vec<ServiceLevel> {
        let calendar = WorkingCalendar::checked(&CalendarSettings::default()).unwrap();
        let found = warnings(standing, &Policy::standard(), at(now), &calendar);
        found.into_iter().map(|warning| warning.code).collect()
    }

    fn standing(state: ApplicationState) -> Standing {
        Standing {
            state,
            last_change_at: at("11-02T09:00"),
            rounds_over_at: None,
            debriefed_at: None,
        }
    }

    #[test]
    fn a_case_in_which_nothing_happens_is_warned_about_after_five_working_days() {
        let case = standing(ApplicationState::Screened);
        assert_eq!(
            codes(&case, "11-09T09:00"),
            [],
            "exactly five working days, a weekend between"
        );
        assert_eq!(codes(&case, "11-09T09:01"), [ServiceLevel::Idle]);
        assert_eq!(
            codes(&standing(ApplicationState::OnHold), "11-10T09:00"),
            [ServiceLevel::Idle]
        );
        assert_eq!(codes(&standing(ApplicationState::Rejected), "12-10T09:00"), []);
    }

    #[test]
    fn the_debrief_is_due_three_working_days_after_the_last_round() {
        let case = Standing {
            rounds_over_at: Some(at("11-04T10:00")),
            last_change_at: at("11-09T12:00"),
            ..standing(ApplicationState::Assessed)
        };
        assert_eq!(codes(&case, "11-09T10:00"), []);
        assert_eq!(codes(&case, "11-09T10:01"), [ServiceLevel::Debrief]);
        let debriefed = Standing {
            state: ApplicationState::Debriefed,
            debriefed_at: Some(at("11-09T10:00")),
            ..case
        };
        assert_eq!(codes(&debriefed, "11-11T10:00"), []);
        assert_eq!(codes(&debriefed, "11-11T10:01"), [ServiceLevel::Decision]);
        let offered = Standing {
            state: ApplicationState::OfferExtended,
            ..debriefed
        };
        assert_eq!(codes(&offered, "11-11T10:01"), []);
    }
}
