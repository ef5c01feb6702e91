//! The candidate's first page: where things stand and what comes next, who has to do what, and by when. No scores.

use serde_json::{Value, json};

use crate::{
    applications::Owes,
    flow::{
        interviews::{Appointment, Task},
        portal::Portal,
    },
    kernel::time::Timestamp,
    pipeline::state::{ApplicationState, InterviewState},
};

/// What the template needs.
pub(super) fn data(portal: &Portal, home: &str, now: Timestamp) -> Value {
    let desk = &portal.desk;
    let tasks: Vec<Value> = portal.tasks.iter().map(|task| task_of(task, home, now)).collect();
    let rejection = desk.row.rejection.as_ref();
    let rejection = rejection.filter(|_| desk.row.state == ApplicationState::Rejected);
    let (done, all) = (portal.stages.iter(), portal.stages.len());
    let done = done.filter(|stage| stage.standing == crate::applications::Standing::Done);
    json!({
        "home": home,
        "name": desk.candidate.name,
        "job_title": desk.case.evidence.terms.title,
        "state": desk.row.state,
        // Words about what is owed are for those who are under way; others are told where it ended.
        "owes": Some(desk.owes).filter(|owes| *owes != Owes::Nothing && desk.open() && !held(portal)),
        "todos": todos(portal, home, now),
        "stages": portal.stages,
        "stages_done": done.count(),
        "stages_all": all,
        "appointments": portal.appointments.iter().map(|round| appointment(round, home)).collect::<Vec<_>>(),
        "tasks": tasks,
        "named": portal.naming.referees.len(),
        "agreed": portal.naming.agreed(),
        "offered": portal.offered,
        "open": desk.open(),
        "feedback": rejection.map(|rejection| &rejection.0.feedback).filter(|lines| !lines.is_empty()),
    })
}

fn held(portal: &Portal) -> bool {
    portal.desk.row.state == ApplicationState::OnHold
}

fn appointment(round: &Appointment, home: &str) -> Value {
    let people = round.people.iter();
    let people: Vec<Value> = people
        .map(|(name, role)| json!({ "name": name, "role": role.replace(' ', "-") }))
        .collect();
    json!({
        "name": round.name,
        "href": format!("{home}/interviews/{}", round.id),
        "held": round.state != InterviewState::Scheduled,
        "starts_at": round.starts_at,
        "minutes": round.minutes,
        "place": round.place,
        "meeting_link": round.meeting_link,
        "people": people,
        "measured": round.measured,
    })
}

fn task_of(task: &Task, home: &str, now: Timestamp) -> Value {
    let (stands, at) = stands(task, now);
    json!({
        "href": format!("{home}/exercises/{}", task.id), "name": task.name, "minutes": task.minutes,
        "stands": stands, "at": at,
    })
}

/// Where a work sample stands, and the instant that matters.
fn stands(task: &Task, now: Timestamp) -> (&'static str, Option<Timestamp>) {
    match task.deadline {
        _ if task.done => ("done", None),
        _ if !task.written => ("appointment", None),
        Some(deadline) if now > deadline => ("over", None),
        Some(deadline) => ("begun", Some(deadline)),
        None if now > task.due_at => ("closed", None),
        None => ("begin", Some(task.due_at)),
    }
}

/// What only the candidate can do, most urgent first.
fn todos(portal: &Portal, home: &str, now: Timestamp) -> Vec<Value> {
    let desk = &portal.desk;
    let mut todos = Vec::new();
    if !desk.open() {
        return todos;
    }
    let todo = |place: &str, what: &str| {
        json!({
            "href": format!("{home}/{place}"), "what": what, "at": null, "name": null, "minutes": null,
            "agreed": null, "least": null,
        })
    };
    if let Some(until) = portal.offer_until {
        todos.push(with(todo("offer", "offer"), json!({ "at": until })));
    }
    if desk.row.notice_seen_at.is_none() {
        todos.push(todo("privacy", "privacy"));
    }
    if !desk.acknowledged && !held(portal) {
        todos.push(todo("description", "description"));
    }
    for task in portal.tasks.iter().filter(|task| task.written && !task.done) {
        let place = format!("exercises/{}", task.id);
        let (stands, at) = stands(task, now);
        let more = json!({ "name": task.name, "minutes": task.minutes, "stands": stands, "at": at });
        todos.push(with(todo(&place, "task"), more));
    }
    if portal.wants_referees() {
        let naming = &portal.naming;
        let more = json!({ "agreed": naming.agreed(), "least": naming.named_at_least });
        todos.push(with(todo("referees", "referees"), more));
    } else if portal.suggested() > 0 {
        todos.push(todo("referees", "suggested"));
    }
    todos
}

fn with(mut one: Value, more: Value) -> Value {
    if let (Value::Object(one), Value::Object(more)) = (&mut one, more) {
        one.extend(more);
    }
    one
}
