//! What a look once a working day finds: refused steps (M13) and applications in which nothing moves (M34); and the
//! telling of everything that could wait for the morning.

use std::collections::{BTreeMap, btree_map::Entry};

use serde_json::Value;

use super::{applications::look, case, case::Case, service_levels, trail};
use crate::{
    applications,
    audit::{self, Event, Filter},
    company,
    content::Pack,
    db::{Conn, page::PageRequest},
    fault::Fault,
    kernel::{
        ctx::{Actor, Ctx},
        ids::{ApplicationId, UserId},
        text_enum::TextEnum,
        time::Timestamp,
    },
    mail::{
        self, Message, Outgoing,
        message::{GateRefusedDigest, IdleCase, RefusedStep, SlaWarning},
    },
    people,
    pipeline::{
        calendar::WorkingCalendar,
        gate_id::GateId,
        service_level::{ServiceLevel, ServiceWarning},
    },
};

/// The daily look at what happened in hiring.
const HIRING: &str = "hiring";
/// Refusals looked at in one go.
const MOST_REFUSALS: u32 = 200;

/// Looks once a working day, then tells what is to be told; doing it twice does nothing the second time.
///
/// # Errors
/// When a statement fails.
pub fn sweep(conn: &mut Conn, ctx: &Ctx, _: &Pack) -> Result<(), Fault> {
    let calendar = company::calendar(conn)?;
    if let Some(since) = mail::round(conn, ctx, &calendar, HIRING)? {
        refusals(conn, ctx, &calendar, since)?;
        idle(conn, ctx, &calendar, since)?;
    }
    Ok(mail::tell_notices(conn, ctx, &calendar)?)
}

fn send(
    conn: &mut Conn,
    ctx: &Ctx,
    calendar: &WorkingCalendar,
    (to, word): (UserId, &str),
    message: Message,
) -> Result<(), Fault> {
    let Some(user) = people::find_user(conn, to)?.filter(people::User::active) else {
        return Ok(());
    };
    let day = calendar.local(ctx.now).date();
    let mail = Outgoing {
        to_name: user.name,
        to: user.email,
        message,
        case: mail::Case::None,
        dedup: format!("{word}/{to}/{day}"),
        // Found this morning, told this morning.
        not_before: calendar.last_morning(ctx.now),
    };
    mail::enqueue(conn, ctx, mail)?;
    Ok(())
}

/// The case of an application, loaded once.
fn loaded<'a>(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    known: &'a mut BTreeMap<ApplicationId, Case>,
) -> Result<Option<&'a Case>, Fault> {
    match known.entry(id) {
        Entry::Occupied(seen) => Ok(Some(seen.into_mut())),
        Entry::Vacant(free) => {
            let row = match applications::row(conn, id) {
                Ok(row) => row,
                Err(Fault::NotFound(_)) => return Ok(None),
                Err(fault) => return Err(fault),
            };
            Ok(Some(free.insert(case::alone(conn, ctx, &row)?)))
        }
    }
}

fn about(case: &Case) -> String {
    format!("{}, {}", case.evidence.candidate_name, case.evidence.terms.title)
}

/// M13: what was refused since the last look, to each hiring manager in one mail.
fn refusals(conn: &mut Conn, ctx: &Ctx, calendar: &WorkingCalendar, since: Timestamp) -> Result<(), Fault> {
    let filter = Filter {
        entity_kind: Some("application".to_owned()),
        outcome: Some(audit::Outcome::Refused),
        since: Some(since),
        ..Filter::default()
    };
    let wanted = PageRequest::new(Some(MOST_REFUSALS), None)
        .map_err(|_| Fault::internal("a page without a cursor has a bad one"))?;
    let mut known = BTreeMap::new();
    // The same step asked for again tells nothing new: the newest refusal stands.
    let mut seen: Vec<(ApplicationId, Option<String>)> = Vec::new();
    let mut by_manager: BTreeMap<UserId, Vec<RefusedStep>> = BTreeMap::new();
    for event in audit::list(conn, &filter, &wanted)?.data {
        let id = ApplicationId::from_uuid(event.entity_id.uuid());
        let step = (id, event.to_state.clone());
        if seen.contains(&step) {
            continue;
        }
        let Some(case) = loaded(conn, ctx, id, &mut known)? else {
            continue;
        };
        let Some(refused) = told(case, event, calendar) else {
            continue;
        };
        seen.push(step);
        by_manager
            .entry(case.evidence.terms.hiring_manager)
            .or_default()
            .push(refused);
    }
    for (manager, mut refused) in by_manager {
        refused.reverse();
        let message = Message::GateRefusedDigest(GateRefusedDigest { refused });
        send(conn, ctx, calendar, (manager, "refusals"), message)?;
    }
    Ok(())
}

/// A refusal by gates as a mail may tell it: without gates and dates that give ratings or references away (G16).
/// Nothing for a step that is no step, or was not for the person who asked.
fn told(case: &Case, event: Event, calendar: &WorkingCalendar) -> Option<RefusedStep> {
    let gates_refuse = event
        .details
        .get("gates")
        .and_then(Value::as_array)
        .is_some_and(|gates| !gates.is_empty());
    if !gates_refuse {
        return None;
    }
    let event = trail::discreet(event)?;
    let gates = event.details.get("gates").and_then(Value::as_array);
    let named = gates
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .filter_map(|word| {
            let gate = GateId::from_word(word)?;
            Some(format!("{gate} {}", gate.name()))
        });
    let earliest = event
        .details
        .get("earliest_possible_approval_at")
        .and_then(Value::as_str)
        .and_then(|text| Timestamp::parse(text).ok());
    Some(RefusedStep {
        about: about(case),
        step: event.to_state.unwrap_or_default().replace('_', " "),
        gates: named.collect(),
        earliest: earliest.map(|at| mail::when(at, calendar.timezone())),
        link: format!("/applications/{}", case.evidence.application),
    })
}

/// What should have happened by the time of a warning.
fn expected(warning: &ServiceWarning) -> String {
    let days = warning.working_days;
    match warning.code {
        ServiceLevel::Debrief => {
            format!("The debrief should be held within {days} working days of the last round.")
        }
        ServiceLevel::Decision => {
            format!("The decision should be written within {days} working days of the debrief.")
        }
        ServiceLevel::Idle => format!("Nothing should stand still for more than {days} working days."),
    }
}

/// M34: what has become overdue since the last look, to HR's person in charge; each warning once.
fn idle(conn: &mut Conn, ctx: &Ctx, calendar: &WorkingCalendar, since: Timestamp) -> Result<(), Fault> {
    let system = Ctx {
        actor: Actor::System,
        ..ctx.clone()
    };
    let mut by_hr: BTreeMap<UserId, Vec<IdleCase>> = BTreeMap::new();
    for (row, warnings) in service_levels::overdue(conn, ctx)? {
        // One that fell due at the very moment of the last look was not overdue then.
        let fresh: Vec<_> = warnings
            .iter()
            .filter(|warning| warning.due_at >= since)
            .collect();
        if fresh.is_empty() {
            continue;
        }
        let case = case::alone(conn, ctx, &row)?;
        let told = by_hr.entry(case.evidence.terms.hr).or_default();
        told.extend(fresh.into_iter().map(|warning| IdleCase {
            about: about(&case),
            state: look::progress_of(&case, &system).stage.to_owned(),
            days: i64::from(warning.working_days),
            expected: expected(warning),
            link: format!("/applications/{}", row.id),
        }));
    }
    for (hr, idle) in by_hr {
        let message = Message::SlaWarning(SlaWarning { idle });
        send(conn, ctx, calendar, (hr, "idle"), message)?;
    }
    Ok(())
}
