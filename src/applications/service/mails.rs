//! What the candidate is written: M01, M02, M17 and M19.

use crate::{
    applications::{
        model::{Application, Candidate, Rejection},
        rules::progress::Progress,
    },
    db::Conn,
    fault::Fault,
    kernel::{
        ctx::Ctx,
        ids::ApplicationId,
        time::{Timestamp, days},
    },
    mail::{
        self, Case, Message, Outgoing,
        message::{ApplicationReceived, EarliestDate, JdAcknowledge, RejectionWithFeedback, StatusUpdate},
        reminders::Waiting,
    },
    people::{self, GrantSubject, Landing, NewGrant},
    pipeline::{
        calendar::WorkingCalendar,
        state::{ApplicationState, Machine},
    },
};

/// How long a candidate's link works: longer than any hire takes (house rule).
const LINK_DAYS: i64 = 180;
/// How long data of somebody who was not hired are kept (dossier Annex D: 12 months by default).
const KEPT_DAYS: i64 = 365;

/// What mails to a candidate are about.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The application.
    pub application: &'a Application,
    /// The person.
    pub candidate: &'a Candidate,
    /// The job's title.
    pub job_title: &'a str,
    /// When the company works: the time zone of times in the text, and when mails that can wait leave.
    pub calendar: &'a WorkingCalendar,
}

impl About<'_> {
    fn zone(&self) -> chrono_tz::Tz {
        self.calendar.timezone()
    }
    /// Whether the candidate can still withdraw.
    fn open(&self) -> bool {
        !self.application.state.is_terminal() && self.application.state != ApplicationState::Hired
    }
}

fn send(
    conn: &mut Conn,
    ctx: &Ctx,
    about: About<'_>,
    key: &str,
    not_before: Option<Timestamp>,
    message: Message,
) -> Result<(), Fault> {
    let id = about.application.id;
    mail::enqueue(
        conn,
        ctx,
        Outgoing {
            to_name: about.candidate.name.clone(),
            to: about.candidate.email.clone(),
            message,
            case: Case::Application(id),
            dedup: format!("{}{key}", prefix(id)),
            not_before,
        },
    )?;
    Ok(())
}

/// What the keys of all mails of an application to its candidate begin with.
fn prefix(id: ApplicationId) -> String {
    format!("application/{id}/")
}

/// A new link that leads the candidate to one of the own pages: address and last moment.
pub fn link(
    conn: &mut Conn,
    ctx: &Ctx,
    base_url: &str,
    application: ApplicationId,
    landing: Landing,
) -> Result<(String, Timestamp), Fault> {
    let expires_at = ctx.now + days(LINK_DAYS);
    let new = NewGrant {
        subject: GrantSubject::Candidate { application },
        expires_at,
    };
    let grant = people::issue_grant_to(conn, ctx, new, landing)?;
    Ok((format!("{base_url}/l/{}", grant.token), expires_at))
}

/// M01: it has arrived, and this is what follows.
pub fn received(
    conn: &mut Conn,
    ctx: &Ctx,
    about: About<'_>,
    base_url: &str,
    earliest_dates: Vec<EarliestDate>,
) -> Result<(), Fault> {
    let steps = [
        "You read the job description and answer five short questions about it",
        "We check the must-haves, the same list for everybody",
        "Interviews and work samples, on at least two days",
        "References from people you name and agree to",
        "A talk among those who met you, and a decision signed by two people",
    ];
    let message = ApplicationReceived {
        job_title: about.job_title.to_owned(),
        jd_link: format!("{base_url}/careers/{}", about.application.job_id),
        privacy_link: format!("{base_url}/privacy"),
        steps: steps.map(str::to_owned).to_vec(),
        earliest_dates,
    };
    send(conn, ctx, about, "received", None, message.into())
}

/// M02: read this version of the description, now and with two reminders.
pub fn ask_to_acknowledge(
    conn: &mut Conn,
    ctx: &Ctx,
    about: About<'_>,
    (link, expires): (&str, Timestamp),
    number: u32,
    preview: &[String],
) -> Result<(), Fault> {
    let message = |reminder| JdAcknowledge {
        job_title: about.job_title.to_owned(),
        jd_version: i64::from(number),
        quiz_link: link.to_owned(),
        preview: preview.to_vec(),
        expires: mail::when(expires, about.zone()),
        reminder,
    };
    let key = format!("acknowledge/{number}");
    send(conn, ctx, about, &key, None, message(false).into())?;
    let due = Waiting::RoleAcknowledgement.due(ctx.now, about.calendar, expires);
    for (n, due) in due.into_iter().enumerate() {
        let key = format!("{key}/reminder/{}", n + 1);
        send(conn, ctx, about, &key, Some(due), message(true).into())?;
    }
    Ok(())
}

/// Stops reminding of the description.
pub fn stop_asking(conn: &mut Conn, application: ApplicationId) -> Result<(), Fault> {
    mail::cancel(conn, &format!("{}acknowledge/", prefix(application)))?;
    Ok(())
}

/// The page the candidate's own link of an M17 leads to.
fn landing(state: ApplicationState) -> Landing {
    match state {
        ApplicationState::OfferExtended => Landing::Offer,
        _ => Landing::Home,
    }
}

/// M17, with a link of its own to the candidate's page.
fn update(
    conn: &mut Conn,
    ctx: &Ctx,
    about: About<'_>,
    now: Progress,
    by: Option<String>,
) -> Result<StatusUpdate, Fault> {
    let row = about.application;
    let (link, _) = link(conn, ctx, "", row.id, landing(row.state))?;
    Ok(StatusUpdate {
        job_title: about.job_title.to_owned(),
        stage: now.stage.to_owned(),
        next_step: now.next_step.to_owned(),
        by,
        link: Some(link),
        can_withdraw: about.open(),
    })
}

/// M17: where it stands now.
pub fn status(conn: &mut Conn, ctx: &Ctx, about: About<'_>, now: Progress) -> Result<(), Fault> {
    overtaken(conn, about)?;
    let message = update(conn, ctx, about, now, None)?;
    let key = format!("status/{}", about.application.version);
    send(conn, ctx, about, &key, None, message.into())
}

/// What a weekly M17 still has to say is older than what is said now.
fn overtaken(conn: &mut Conn, about: About<'_>) -> Result<(), Fault> {
    mail::cancel(conn, &format!("{}weekly/", prefix(about.application.id)))?;
    Ok(())
}

/// M17 after a week without another word: where it still stands, and when we write again.
pub fn weekly(
    conn: &mut Conn,
    ctx: &Ctx,
    about: About<'_>,
    now: Progress,
    next: Timestamp,
) -> Result<(), Fault> {
    let by = format!(
        "We write to you again by {} at the latest.",
        mail::day(next, about.zone())
    );
    let message = update(conn, ctx, about, now, Some(by))?;
    let key = format!("weekly/{}", ctx.now.unix_micros());
    let at = about.calendar.considerate(ctx.now);
    send(conn, ctx, about, &key, Some(at), message.into())
}

/// M19: no, with three lines about duties of the job.
pub fn rejected(conn: &mut Conn, ctx: &Ctx, about: About<'_>, rejection: &Rejection) -> Result<(), Fault> {
    overtaken(conn, about)?;
    let message = RejectionWithFeedback {
        job_title: about.job_title.to_owned(),
        feedback: rejection.feedback.clone(),
        data_kept_until: Some(mail::day(ctx.now + days(KEPT_DAYS), about.zone())),
    };
    send(conn, ctx, about, "rejected", None, message.into())
}
