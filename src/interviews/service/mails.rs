//! What candidates and raters are written: M03 to M06.

use chrono_tz::Tz;

use crate::{
    db::Conn,
    fault::Fault,
    interviews::model::{Exercise, Interview, Scorecard},
    kernel::{
        ctx::Ctx,
        email::EmailAddress,
        ids::{ApplicationId, InterviewId, ScorecardId, UserId},
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
    pipeline::{calendar::WorkingCalendar, state::InterviewState},
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
    /// When mails that can wait leave.
    pub calendar: &'a WorkingCalendar,
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
    /// Who rated it until it was moved, and does not any more.
    pub relieved: &'a [Rater],
    /// Whom to ask for an adjustment.
    pub adjustment_contact: &'a str,
    /// Where the candidate says whether the time suits.
    pub reply_link: Option<&'a str>,
}

impl Round<'_> {
    /// How many invitations went out before; a cancellation, or being relieved, is one change more than the last.
    fn sequence(&self, ends: bool) -> u32 {
        let sent = u32::try_from(self.interview.row.invitations).unwrap_or(u32::MAX);
        sent.saturating_add(u32::from(ends))
    }

    /// The event in one person's calendar.
    fn event(&self, title: String, notes: Vec<String>, cancelled: bool) -> CalendarEvent {
        let row = &self.interview.row;
        let call = row.meeting_link.iter().map(|link| format!("Online: {link}"));
        CalendarEvent {
            uid: row.id.to_string(),
            // Who is relieved gets the number of the new invitation, which is above any they have.
            sequence: self.sequence(row.state == InterviewState::Cancelled),
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            title,
            place: row.place.clone(),
            notes: call.chain(notes).collect(),
            cancelled,
        }
    }
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
    let cancelled = change == Change::Cancelled;
    let sequence = round.sequence(cancelled);
    let met = round
        .raters
        .iter()
        .map(|rater| format!("{}, {}", rater.to.name, rater.role));
    let title = format!("{}: {}", round.name, about.job_title);
    let event = round.event(title, met.collect(), cancelled);
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
        reply_link: round.reply_link.map(str::to_owned),
        calendar: Some(event),
    };
    let dedup = format!("interview/{}/invitation/{sequence}", row.id);
    about.send(conn, ctx, about.candidate, dedup, None, message.into())?;
    for rater in round.raters {
        if cancelled {
            call_off(conn, ctx, about, round, rater, sequence)?;
        } else {
            send_kit(conn, ctx, about, round, rater, sequence)?;
        }
    }
    for rater in round.relieved {
        call_off(conn, ctx, about, round, rater, sequence)?;
    }
    Ok(())
}

/// The event in a rater's calendar.
fn event_of_rater(about: About<'_>, round: Round<'_>, cancelled: bool) -> CalendarEvent {
    let row = &round.interview.row;
    let title = format!("{}: {}", round.name, about.candidate.name);
    let names: Vec<&str> = round.raters.iter().map(|rater| rater.to.name.as_str()).collect();
    let mut notes = vec![
        format!("For {}", about.job_title),
        format!("Raters: {}", names.join(", ")),
    ];
    if !cancelled {
        notes.push(format!("Kit: {}", kit_link(about, row.id)));
    }
    round.event(title, notes, cancelled)
}

fn kit_link(about: About<'_>, id: InterviewId) -> String {
    format!("{}/scheduled_interviews/{id}/kit", about.base_url)
}

/// To a rater: the interview does not take place, or takes place without them.
fn call_off(
    conn: &mut Conn,
    ctx: &Ctx,
    about: About<'_>,
    round: Round<'_>,
    rater: &Rater,
    sequence: u32,
) -> Result<(), Fault> {
    let row = &round.interview.row;
    let relieved = row.state != InterviewState::Cancelled;
    let (heading, end) = if relieved {
        ("interview without you", "is held by others")
    } else {
        ("interview called off", "will not take place")
    };
    let message = PanelNotice {
        job_title: about.job_title.to_owned(),
        heading: heading.to_owned(),
        what: format!(
            "The interview \"{}\" with {} on {} {end}.",
            round.name,
            about.candidate.name,
            mail::when(row.starts_at, about.zone)
        ),
        lines: Vec::new(),
        next_step: "You do not have to do anything; take the time back.".to_owned(),
        calendar: Some(event_of_rater(about, round, true)),
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
        kit_link: kit_link(about, row.id),
        competencies: round.measured.to_vec(),
        reminder,
        reply_link: format!("{}/scheduled_interviews", about.base_url),
        calendar: (!reminder).then(|| event_of_rater(about, round, false)),
    };
    let dedup = format!("interview/{}/kit/{sequence}/{}", row.id, rater.user);
    about.send(conn, ctx, &rater.to, dedup, None, message(false).into())?;
    let day_before = about
        .calendar
        .considerate_before(row.starts_at - days(1), row.starts_at - hours(1));
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

/// To HR: somebody cannot come.
///
/// # Errors
/// When a statement fails.
pub fn declined(
    conn: &mut Conn,
    ctx: &Ctx,
    about: About<'_>,
    (interview, name): (&Interview, &str),
    to: &Addressee,
    (who, note): (&str, Option<&str>),
) -> Result<(), Fault> {
    let row = &interview.row;
    let message = PanelNotice {
        job_title: about.job_title.to_owned(),
        heading: format!("{who} cannot come"),
        what: format!(
            "{who} cannot come to the interview \"{name}\" with {} on {}.",
            about.candidate.name,
            mail::when(row.starts_at, about.zone)
        ),
        lines: note.map(str::to_owned).into_iter().collect(),
        next_step: format!(
            "Move the round or name somebody else: {}/applications/{}/scheduled_interviews",
            about.base_url, about.application
        ),
        calendar: None,
    };
    let dedup = format!("interview/{}/declined/{}", row.id, ctx.request_id);
    about.send(conn, ctx, to, dedup, None, message.into())
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
    let due = Waiting::Scorecard.due(card.due_from, about.calendar, void_at);
    for (n, due) in due.into_iter().enumerate() {
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
