//! The acceptance scenarios of dossier 7.8 and 7.9, through the one door that decides.

mod forecasts;
mod hiring;
mod onboarding;

use super::{
    calendar::{CalendarSettings, WorkingCalendar},
    decide,
    evidence::*,
    flags::{self, AutomaticFlag},
    gate_id::GateId::{self, *},
    gates::Frame,
    outlook,
    policy::Policy,
    refusal::{Refusal, RefusalCode},
    state::{ApplicationState, PlanState, PortfolioStage, RedFlagState},
    testing::*,
};
use crate::kernel::time::Timestamp;

/// The hiring manager asks for `approved`; a refusal carries the forecast, as the flow does it.
fn approve(case: &ApplicationEvidence, now: Timestamp) -> Result<ApplicationState, Box<Refusal>> {
    let policy = Policy::standard();
    let frame = Frame { policy: &policy, now };
    decide::application(case, ApplicationState::Approved, &manager(), frame)
        .map(|change| change.to())
        .map_err(|mut refusal| {
            outlook::attach(&mut refusal, &outlook::outlook(case, frame, &weekdays()));
            refusal
        })
}

/// Monday to Friday, 9 to 17 UTC.
fn weekdays() -> WorkingCalendar {
    WorkingCalendar::checked(&CalendarSettings::default()).unwrap()
}

/// What the facts raise by themselves.
fn automatic_flags(case: &ApplicationEvidence) -> Vec<AutomaticFlag> {
    flags::automatic_flags(case, &Policy::standard(), &weekdays())
}

/// Raises every flag the facts raise by themselves.
fn raise_flags(case: &mut ApplicationEvidence) -> Vec<AutomaticFlag> {
    let flags = automatic_flags(case);
    for flag in &flags {
        case.red_flags
            .push(red_flag(flag.code.as_str(), RedFlagState::Open));
    }
    flags
}

fn codes(flags: &[AutomaticFlag]) -> Vec<&str> {
    flags.iter().map(|f| f.code.as_str()).collect()
}

/// The referees say what the interviews say, so that references play no part.
fn agreeing_references(case: &mut ApplicationEvidence) {
    let scores = super::measured::scores(case);
    for referee in &mut case.references.referees {
        for (_, code, value) in &mut referee.answers.as_mut().unwrap().items {
            *value = scores.level(code).map(|level| level.round() as u8);
        }
    }
    let resolved = case.terms.competencies.keys().map(|code| ResolutionFacts {
        competency: code.clone(),
        text_len: 100,
        at: now(),
    });
    case.references.resolutions = resolved.collect();
}
