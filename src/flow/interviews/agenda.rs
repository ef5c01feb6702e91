//! What lies before a candidate, in words for the candidate: rounds with the people and what is measured, work
//! samples with their time. Never a rating.

use super::{people, samples};
use crate::{
    db::Conn,
    fault::Fault,
    flow::case::Case,
    interviews::{self, Interview},
    kernel::{
        ids::{ExerciseId, InterviewId},
        time::Timestamp,
    },
    people as accounts,
    pipeline::{
        measured,
        state::{ExerciseState, InterviewState},
    },
};

/// A round as its candidate is told of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Appointment {
    /// Which.
    pub id: InterviewId,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub state: InterviewState,
    /// When it starts.
    pub starts_at: Timestamp,
    /// Its length.
    pub minutes: i64,
    /// Where.
    pub place: String,
    /// The address of an online meeting.
    pub meeting_link: Option<String>,
    /// Whom the candidate meets: name and what the person does.
    pub people: Vec<(String, &'static str)>,
    /// What is measured, in words.
    pub measured: Vec<String>,
}

/// A work sample as its candidate is told of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// Which.
    pub id: ExerciseId,
    /// Its name.
    pub name: String,
    /// Whether it is done in writing behind the link.
    pub written: bool,
    /// Whether it is handed in or performed.
    pub done: bool,
    /// How many minutes this candidate has.
    pub minutes: i64,
    /// Until when to begin.
    pub due_at: Timestamp,
    /// Until when to hand in, once begun.
    pub deadline: Option<Timestamp>,
}

/// The rounds that are booked or were held, and the work samples.
///
/// # Errors
/// When a statement fails.
pub fn agenda(conn: &mut Conn, case: &Case) -> Result<(Vec<Appointment>, Vec<Task>), Fault> {
    let id = case.evidence.application;
    let mut appointments = Vec::new();
    for interview in interviews::interviews_of(conn, id)? {
        if matches!(
            interview.row.state,
            InterviewState::Scheduled | InterviewState::Held | InterviewState::Scored
        ) {
            appointments.push(appointment(conn, case, &interview)?);
        }
    }
    let tasks = interviews::exercises_of(conn, id)?;
    Ok((appointments, tasks.iter().map(|one| task(case, one)).collect()))
}

pub(super) fn appointment(conn: &mut Conn, case: &Case, interview: &Interview) -> Result<Appointment, Fault> {
    let (row, terms) = (&interview.row, &case.evidence.terms);
    let planned = terms.rounds.iter().find(|round| round.code == row.source);
    let kit = planned.iter().flat_map(|round| &round.kit);
    let raters = accounts::users_by_ids(conn, &interview.raters())?;
    Ok(Appointment {
        id: row.id,
        name: planned.map_or_else(|| row.source.to_string(), |round| round.name.clone()),
        state: row.state,
        starts_at: row.starts_at,
        minutes: row.ends_at.since(row.starts_at).num_minutes(),
        place: row.place.clone(),
        meeting_link: row.meeting_link.clone(),
        people: raters
            .iter()
            .map(|user| {
                let rater = people::rater(case, user);
                (rater.to.name, rater.role)
            })
            .collect(),
        measured: kit
            .map(|line| measured::name_of(terms, &line.competency).to_owned())
            .collect(),
    })
}

fn task(case: &Case, exercise: &interviews::Exercise) -> Task {
    let row = &exercise.row;
    let usual = samples::usual_minutes(case, exercise);
    let known = case.pack.exercise(&row.source);
    Task {
        id: row.id,
        name: known.map_or_else(|| row.source.to_string(), |e| e.name.clone()),
        written: samples::written(case, exercise),
        done: row.state != ExerciseState::Assigned,
        minutes: i64::from(usual) + row.extra_minutes,
        due_at: row.due_at,
        deadline: row.deadline(usual),
    }
}
