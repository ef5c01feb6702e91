//! The candidate's first page: where things stand and what comes next, who has to do what, and by when. No scores.

use serde_json::{Value, json};

use crate::{
    applications::{Stage, Standing},
    flow::{
        interviews::{Appointment, Task},
        portal::Portal,
    },
    kernel::time::Timestamp,
    mail,
    pipeline::state::{ApplicationState, InterviewState},
};

/// What the template needs.
pub(super) fn data(portal: &Portal, home: &str, now: Timestamp) -> Value {
    let desk = &portal.desk;
    let zone = desk.case.calendar.timezone();
    let when = |at: Timestamp| mail::when(at, zone);
    let appointments: Vec<Value> = portal
        .appointments
        .iter()
        .map(|a| appointment(a, when(a.starts_at)))
        .collect();
    let tasks: Vec<Value> = portal
        .tasks
        .iter()
        .map(|task| {
            json!({
                "href": format!("{home}/exercises/{}", task.id), "name": task.name, "minutes": task.minutes,
                "stands": stands(task, now, &when),
            })
        })
        .collect();
    let stages: Vec<Value> = portal.stages.iter().map(stage).collect();
    json!({
        "home": home,
        "name": desk.candidate.name,
        "job_title": desk.case.evidence.terms.title,
        "stage": desk.progress.stage,
        "next_step": desk.progress.next_step,
        "todos": todos(portal, home, now, &when),
        "stages": stages,
        "appointments": appointments,
        "tasks": tasks,
        "named": portal.naming.referees.len(),
        "agreed": portal.naming.agreed(),
        "offered": portal.offered,
        "open": desk.open(),
    })
}

fn stage(stage: &Stage) -> Value {
    let words = match stage.standing {
        Standing::Done => "done",
        Standing::Now => "under way",
        Standing::Ahead => "to come",
    };
    json!({ "name": stage.name, "words": words, "now": stage.standing == Standing::Now })
}

fn appointment(round: &Appointment, when: String) -> Value {
    let people = round.people.iter().map(|(name, role)| format!("{name} ({role})"));
    json!({
        "name": round.name,
        "held": round.state != InterviewState::Scheduled,
        "machine": round.starts_at,
        "when": when,
        "minutes": round.minutes,
        "place": round.place,
        "meeting_link": round.meeting_link,
        "people": people.collect::<Vec<_>>(),
        "measured": round.measured,
    })
}

fn stands(task: &Task, now: Timestamp, when: &impl Fn(Timestamp) -> String) -> String {
    match task.deadline {
        _ if task.done => "handed in. Thank you.".to_owned(),
        _ if !task.written => "at an appointment".to_owned(),
        Some(deadline) if now > deadline => "begun; your time is over, but you can still hand in".to_owned(),
        Some(deadline) => format!("begun; your time ends on {}", when(deadline)),
        None if now > task.due_at => {
            "the time to begin is over; answer our mail if you need another".to_owned()
        }
        None => format!("begin until {}", when(task.due_at)),
    }
}

/// What only the candidate can do, most urgent first.
fn todos(portal: &Portal, home: &str, now: Timestamp, when: &impl Fn(Timestamp) -> String) -> Vec<Value> {
    let desk = &portal.desk;
    let mut todos = Vec::new();
    let mut todo = |place: String, what: String, until: Option<String>| {
        todos.push(json!({ "href": format!("{home}/{place}"), "what": what, "until": until }));
    };
    if !desk.open() {
        return todos;
    }
    if let Some(until) = portal.offer_until {
        let until = format!("by {}", when(until));
        todo(
            "offer".to_owned(),
            "Read our offer and answer it".to_owned(),
            Some(until),
        );
    }
    if desk.row.notice_seen_at.is_none() {
        todo(
            "privacy".to_owned(),
            "Read how we treat your data".to_owned(),
            None,
        );
    }
    if !desk.acknowledged && desk.row.state != ApplicationState::OnHold {
        let what = "Read the job description and answer five questions";
        todo("description".to_owned(), what.to_owned(), None);
    }
    for task in portal.tasks.iter().filter(|task| task.written && !task.done) {
        let what = format!("Work sample: {}, {} minutes", task.name, task.minutes);
        todo(
            format!("exercises/{}", task.id),
            what,
            Some(stands(task, now, when)),
        );
    }
    if portal.wants_referees() {
        let naming = &portal.naming;
        let what = format!(
            "Name people who can speak of your work ({} of at least {} with your consent)",
            naming.agreed(),
            naming.named_at_least
        );
        let until = "if you can before your second interview: we ask them after it".to_owned();
        todo("referees".to_owned(), what, Some(until));
    }
    todos
}
