//! What candidates and raters are written: M03 to M06.

use chrono_tz::Tz;

use crate::{
    db::Conn,
    fault::Fault,
    interviews::model::{Exercise, Interview, Scorecard},
    kernel::{
        ctx::Ctx,
        email::EmailAddress,
        ids::{ApplicationId, ScorecardId, UserId},
        time::{Timestamp, days, hours},
    },
    mail::{
        self, Case, Message, Outgoing,
        message::{
            CalendarEvent, Change, InterviewInvitation, InterviewerKit, PanelNotice, Person, ScorecardDue,
            WorkSample,
        },
        reminders::Waiting,
    },
};

/// Somebody who is written to.
#[derive(Debug, Clone)]
pub struct Addressee {
    /// The name.
    pub name: String,
    /// Where to.
    pub email: EmailAddress,
}

/// A rater of a round, and what a candidate is told of the person.
#[derive(Debug, Clone)]
pub struct Rater {
    /// Who.
    pub user: UserId,
    /// Name and address.
    pub to: Addressee,
    /// What the person does, e.g. `operations`.
    pub role: &'static str,
}

/// What mails of an application are about.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The application.
    pub application: ApplicationId,
    /// The job's title.
    pub job_title: &'a str,
    /// The candidate.
    pub candidate: &'a Addressee,
    /// The time zone for times in the text.
    pub zone: Tz,
    /// Where people reach the service.
    pub base_url: &'a str,
}

impl About<'_> {
    fn send(
        &self,
        conn: &mut Conn,
        ctx: &Ctx,
        to: &Addressee,
        dedup: String,
        not_before: Option<Timestamp>,
        message: Message,
    ) -> Result<(), Fault> {
        mail::enqueue(
            conn,
            ctx,
            Outgoing {
                to_name: to.name.clone(),
                to: to.email.clone(),
                message,
                case: Case::Application(self.application),
                dedup,
                not_before,
            },
        )?;
        Ok(())
    }
}

/// A round, for mails about it.
#[derive(Debug, Clone, Copy)]
pub struct Round<'a> {
    /// The booking.
    pub interview: &'a Interview,
    /// The round's name.
    pub name: &'a str,
    /// Names of what is measured.
    pub measured: &'a [String],
    /// Who rates.
    pub raters: &'a [Rater],
    /// Whom to ask for an adjustment.
    pub adjustment_contact: &'a str,
}

/// M03 and M04: the round is booked, moved or cancelled. Raters get the kit, and again a day before; of a
/// cancellation they are told as well.
///
/// # Errors
/// When a statement fails.
pub fn invite(
    conn: &mut Conn,
    ctx: &Ctx,
    about: About<'_>,
    round: Round<'_>,
    change: Change,
) -> Result<(), Fault> {
    let row = &round.interview.row;
    mail::cancel(conn, &format!("interview/{}/reminder/", row.id))?;
    let sequence = u32::try_from(row.invitations).unwrap_or(u32::MAX);
    // A cancellation is one change more than the last booking.
    let sequence = sequence.saturating_add(u32::from(change == Change::Cancelled));
    let person = |rater: &Rater| Person {
        name: rater.to.name.clone(),
        role: rater.role.to_owned(),
    };
    let message = InterviewInvitation {
        job_title: about.job_title.to_owned(),
        round: round.name.to_owned(),
        change,
        starts: mail::when(row.starts_at, about.zone),
        starts_day: mail::day(row.starts_at, about.zone),
        duration_minutes: row.ends_at.since(row.starts_at).num_minutes(),
        place: row.place.clone(),
        meeting_link: row.meeting_link.clone(),
        people: round.raters.iter().map(person).collect(),
        measured: round.measured.to_vec(),
        adjustment_contact: round.adjustment_contact.to_owned(),
        calendar: Some(CalendarEvent {
            uid: row.id.to_string(),
            sequence,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
        }),
    };
    let dedup = format!("interview/{}/invitation/{sequence}", row.id);
    about.send(conn, ctx, about.candidate, dedup, None, message.into())?;
    for rater in round.raters {
        if change == Change::Cancelled {
            call_off(conn, ctx, about, round, rater, sequence)?;
        } else {
            send_kit(conn, ctx, about, round, rater, sequence)?;
        }
    }
    Ok(())
}

/// To a rater: the interview does not take place.
fn call_off(
    conn: &mut Conn,
    ctx: &Ctx,
    about: About<'_>,
    round: Round<'_>,
    rater: &Rater,
    sequence: u32,
) -> Result<(), Fault> {
    let row = &round.interview.row;
    let message = PanelNotice {
        job_title: about.job_title.to_owned(),
        heading: "interview called off".to_owned(),
        what: format!(
            "The interview \"{}\" with {} on {} will not take place.",
            round.name,
            about.candidate.name,
            mail::when(row.starts_at, about.zone)
        ),
        lines: Vec::new(),
        next_step: "You do not have to do anything; take the time back.".to_owned(),
    };
    let dedup = format!("interview/{}/called_off/{sequence}/{}", row.id, rater.user);
    about.send(conn, ctx, &rater.to, dedup, None, message.into())
}

fn send_kit(
    conn: &mut Conn,
    ctx: &Ctx,
    about: About<'_>,
    round: Round<'_>,
    rater: &Rater,
    sequence: u32,
) -> Result<(), Fault> {
    let row = &round.interview.row;
    let message = |reminder| InterviewerKit {
        candidate_name: about.candidate.name.clone(),
        job_title: about.job_title.to_owned(),
        round: round.name.to_owned(),
        starts: mail::when(row.starts_at, about.zone),
        kit_link: format!("{}/scheduled_interviews/{}/kit", about.base_url, row.id),
        competencies: round.measured.to_vec(),
        reminder,
    };
    let dedup = format!("interview/{}/kit/{sequence}/{}", row.id, rater.user);
    about.send(conn, ctx, &rater.to, dedup, None, message(false).into())?;
    let day_before = row.starts_at - days(1);
    if day_before > ctx.now {
        let dedup = format!("interview/{}/reminder/{sequence}/{}", row.id, rater.user);
        about.send(
            conn,
            ctx,
            &rater.to,
            dedup,
            Some(day_before),
            message(true).into(),
        )?;
    }
    Ok(())
}

/// Forgets the reminders of a round that will not take place or has taken place.
///
/// # Errors
/// When a statement fails.
pub fn stop_reminding(conn: &mut Conn, interview: &Interview) -> Result<(), Fault> {
    mail::cancel(conn, &format!("interview/{}/reminder/", interview.row.id))?;
    Ok(())
}

/// M05: the card is not locked yet, at +4, +24 and +60 hours (G18). `subject` is the candidate's name, or the
/// code of written work.
///
/// # Errors
/// When a statement fails.
pub fn ask_for_card(
    conn: &mut Conn,
    ctx: &Ctx,
    about: About<'_>,
    card: &Scorecard,
    to: &Addressee,
    (subject, name): (&str, &str),
    void_hours: i64,
) -> Result<(), Fault> {
    let void_at = card.due_from + hours(void_hours);
    for (n, due) in Waiting::Scorecard.due(card.due_from).into_iter().enumerate() {
        if due < void_at {
            let message = ScorecardDue {
                candidate_name: subject.to_owned(),
                job_title: about.job_title.to_owned(),
                round: name.to_owned(),
                scorecard_link: format!("{}/scorecards/{}", about.base_url, card.id),
                hours_left: void_at.since(due).num_hours(),
                due: mail::when(void_at, about.zone),
            };
            let dedup = format!("scorecard/{}/due/{}", card.id, n + 1);
            about.send(conn, ctx, to, dedup, Some(due), message.into())?;
        }
    }
    Ok(())
}

/// Forgets the reminders of a card that is locked or void.
///
/// # Errors
/// When a statement fails.
pub fn stop_asking(conn: &mut Conn, card: ScorecardId) -> Result<(), Fault> {
    mail::cancel(conn, &format!("scorecard/{card}/due/"))?;
    Ok(())
}

/// M06: a work sample is assigned.
///
/// # Errors
/// When a statement fails.
pub fn work_sample(
    conn: &mut Conn,
    ctx: &Ctx,
    about: About<'_>,
    exercise: &Exercise,
    (name, minutes, written): (&str, u16, bool),
    token: &str,
) -> Result<(), Fault> {
    let row = &exercise.row;
    let prepare: &[&str] = if written {
        &["A quiet place", "A keyboard rather than a phone"]
    } else {
        &["Nothing: you get the material at the appointment and time to read it"]
    };
    let message = WorkSample {
        job_title: about.job_title.to_owned(),
        exercise: name.to_owned(),
        minutes: i64::from(minutes),
        window_from: mail::when(row.assigned_at, about.zone),
        window_until: mail::when(row.due_at, about.zone),
        link: format!("{}/l/{token}", about.base_url),
        prepare: prepare.iter().map(|&line| line.to_owned()).collect(),
        feedback_promise: "You get three lines of feedback on your work, whatever the decision.".to_owned(),
    };
    let dedup = format!("exercise/{}/assigned", row.id);
    about.send(conn, ctx, about.candidate, dedup, None, message.into())
}
