//! Whether people come: raters say so among their interviews, candidates behind the link of the invitation. Looking at
//! the link says nothing; the answer is sent with a button.

use serde_json::json;
use uuid::Uuid;

use super::{about, agenda, agenda::Appointment, candidate, people, rounds};
use crate::{
    applications,
    db::Conn,
    fault::Fault,
    flow::{applications::access, case::Case, noted},
    interviews::{self, Answer, Interview, Reply, mails},
    kernel::{
        ctx::{Actor, Ctx},
        ids::InterviewId,
        text,
    },
    pipeline::state::InterviewState,
};

/// The longest note, in characters.
const LONGEST_NOTE: usize = 1_000;

/// An interview as the person who is invited sees it.
#[derive(Debug, Clone)]
pub struct Invited {
    /// What a candidate is told of it.
    pub appointment: Appointment,
    /// The job's title.
    pub job_title: String,
    /// The time zone it is told in.
    pub zone: chrono_tz::Tz,
    /// What was answered to the invitation as it stands.
    pub reply: Option<Reply>,
    /// Whether an answer is still of use.
    pub open: bool,
}

/// Who somebody is among those invited; nobody else has anything to answer.
fn invited_as(conn: &mut Conn, ctx: &Ctx, interview: &Interview) -> Result<Uuid, Fault> {
    match &ctx.actor {
        Actor::User(user) if interview.has(user.id) => Ok(user.id.uuid()),
        Actor::Candidate { application, .. } if *application == interview.row.application_id => {
            Ok(applications::row(conn, *application)?.candidate_id.uuid())
        }
        Actor::User(_) => Err(Fault::forbidden("You are not among those who rate this round.")),
        _ => Err(Fault::NotFound("interview")),
    }
}

fn open(ctx: &Ctx, case: &Case, interview: &Interview) -> bool {
    let row = &interview.row;
    row.state == InterviewState::Scheduled && ctx.now < row.starts_at && access::under_way(case).is_ok()
}

/// An interview of the candidate who acts.
///
/// # Errors
/// [`Fault::NotFound`] for everybody else.
pub fn invited(conn: &mut Conn, ctx: &Ctx, id: InterviewId) -> Result<Invited, Fault> {
    if !matches!(ctx.actor, Actor::Candidate { .. }) {
        return Err(Fault::NotFound("interview"));
    }
    let (interview, case) = rounds::found(conn, ctx, id)?;
    let person = invited_as(conn, ctx, &interview)?;
    Ok(Invited {
        appointment: agenda::appointment(conn, &case, &interview)?,
        job_title: case.evidence.terms.title.clone(),
        zone: interview.row.zone(case.calendar.timezone()),
        reply: interview.reply_of(person).cloned(),
        open: open(ctx, &case, &interview),
    })
}

/// Says whether the person who acts comes; an answer can be changed until the round starts. HR is written to when
/// somebody cannot come.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Forbidden`] for who is not invited; [`Fault::Conflict`] `not_open` once the round has
/// started or was called off; too long a note.
pub fn reply(
    conn: &mut Conn,
    ctx: &Ctx,
    id: InterviewId,
    base_url: &str,
    read: impl FnOnce() -> Result<(Answer, Option<String>), Fault>,
) -> Result<Interview, Fault> {
    let (interview, case) = rounds::found(conn, ctx, id)?;
    let person = invited_as(conn, ctx, &interview)?;
    let (answer, note) = read()?;
    if note
        .as_ref()
        .is_some_and(|note| note.chars().count() > LONGEST_NOTE)
    {
        let detail = format!("Please keep it below {LONGEST_NOTE} characters.");
        return Err(Fault::field("/note", "length", detail));
    }
    if !open(ctx, &case, &interview) {
        return Err(Fault::Conflict {
            code: "not_open",
            detail:
                "This interview has started, was called off or was held; there is nothing to answer any more."
                    .to_owned(),
        });
    }
    let known = interview.reply_of(person);
    let news = known.is_none_or(|known| known.answer != answer);
    let replied = interviews::reply(conn, ctx, &interview, person, answer, note.as_deref())?;
    let subject = case.subject_of("interview", id.uuid());
    noted(
        conn,
        ctx,
        &subject,
        "interview.reply",
        json!({ "answer": answer }),
    )?;
    if answer == Answer::Declined && news {
        tell_hr(conn, ctx, &case, &replied, base_url, note.as_deref())?;
    }
    Ok(replied)
}

fn tell_hr(
    conn: &mut Conn,
    ctx: &Ctx,
    case: &Case,
    interview: &Interview,
    base_url: &str,
    note: Option<&str>,
) -> Result<(), Fault> {
    let terms = &case.evidence.terms;
    let hr = people::addressee(&people::user(conn, terms.hr)?);
    let to = candidate(conn, case)?;
    let who = match &ctx.actor {
        Actor::User(user) => user.name.clone(),
        _ => to.name.clone(),
    };
    let planned = terms.rounds.iter().find(|r| r.code == interview.row.source);
    let name = planned.map_or(interview.row.source.as_str(), |round| &round.name);
    let note = note.map(text::single_line).filter(|note| !note.is_empty());
    let about = mails::About {
        zone: interview.row.zone(case.calendar.timezone()),
        ..about(case, &to, base_url)
    };
    let why = (who.as_str(), note.as_deref());
    mails::declined(conn, ctx, about, (interview, name), &hr, why)
}
