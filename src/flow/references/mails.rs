//! M07 to M10: the candidate's consent, the request, its reminders and the thanks.

use crate::{
    applications::Candidate,
    db::Conn,
    fault::Fault,
    flow::case::Case,
    kernel::{
        ctx::Ctx,
        ids::RefereeId,
        time::{Timestamp, days},
    },
    mail::{
        self, Case as MailCase, Message, Outgoing,
        message::{
            NamedReferee, ReferenceConsent, ReferenceProblem, ReferenceReminder, ReferenceRequest,
            ReferenceThanks,
        },
        reminders::Waiting,
        when,
    },
    people::{self, GrantSubject, NewGrant},
    references::model::Referee,
};

/// How many minutes the form takes (dossier 5.2, 22 items; screens: 8 minutes).
const MINUTES: i64 = 8;
/// So long the link of the thanks lets a referee say "do not ask me again" (house rule).
const STOP_DAYS: i64 = 90;

fn dedup(id: RefereeId, rest: &str) -> String {
    format!("reference/{id}/{rest}")
}

fn to_referee(case: &Case, referee: &Referee, message: Message, dedup: String) -> Outgoing {
    Outgoing {
        to_name: referee.name.clone(),
        to: referee.email.clone(),
        message,
        case: MailCase::Application(case.evidence.application),
        dedup,
        not_before: None,
    }
}

/// Asks the candidate to name people and to agree to each of them. Of each kind, one mail is written.
pub fn consent(
    conn: &mut Conn,
    ctx: &Ctx,
    case: &Case,
    candidate: &Candidate,
    named: &[Referee],
    (link, expires_at): (&str, Timestamp),
    reminder: bool,
) -> Result<(), Fault> {
    let referees = named.iter().map(|referee| NamedReferee {
        name: referee.name.clone(),
        relation: referee.relation.to_string().replace('_', " "),
        organisation: Some(referee.firm.clone()),
    });
    let message = Message::ReferenceConsent(ReferenceConsent {
        job_title: case.evidence.terms.title.clone(),
        referees: referees.collect(),
        minimum: i64::from(case.pack.references().process.named_at_least),
        link: link.to_owned(),
        expires: when(expires_at, case.calendar.timezone()),
        reminder,
    });
    let id = case.evidence.application;
    let kind = if reminder { "reminder" } else { "first" };
    let mail = Outgoing {
        to_name: candidate.name.clone(),
        to: candidate.email.clone(),
        message,
        case: MailCase::Application(id),
        dedup: format!("application/{id}/referees/{kind}"),
        not_before: None,
    };
    mail::enqueue(conn, ctx, mail)?;
    Ok(())
}

/// The request at once, and its reminders at +2, +5 and +9 days.
pub fn request(
    conn: &mut Conn,
    ctx: &Ctx,
    case: &Case,
    referee: &Referee,
    link: &str,
    expires_at: Timestamp,
    base_url: &str,
) -> Result<(), Fault> {
    let relation = referee.relation.to_string().replace('_', " ");
    let expires = when(expires_at, case.calendar.timezone());
    let attempt = ctx.now.unix_micros();
    mail::cancel(conn, &dedup(referee.id, "problem/"))?;
    let message = Message::ReferenceRequest(ReferenceRequest {
        candidate_name: case.evidence.candidate_name.clone(),
        job_title: case.evidence.terms.title.clone(),
        relation: relation.clone(),
        token_link: link.to_owned(),
        stop_link: link.to_owned(),
        privacy_link: format!("{base_url}/privacy"),
        expires: expires.clone(),
        minutes: MINUTES,
    });
    mail::enqueue(
        conn,
        ctx,
        to_referee(
            case,
            referee,
            message,
            dedup(referee.id, &format!("request/{attempt}")),
        ),
    )?;
    let due = Waiting::Reference.due(ctx.now, &case.calendar, expires_at);
    let last = due.len().saturating_sub(1);
    for (n, at) in due.into_iter().enumerate() {
        let message = Message::ReferenceReminder(ReferenceReminder {
            candidate_name: case.evidence.candidate_name.clone(),
            job_title: case.evidence.terms.title.clone(),
            relation: relation.clone(),
            token_link: link.to_owned(),
            stop_link: link.to_owned(),
            expires: expires.clone(),
            minutes: MINUTES,
            last: n == last,
        });
        let key = dedup(referee.id, &format!("reminder/{attempt}/{n}"));
        let mail = Outgoing {
            not_before: Some(at),
            ..to_referee(case, referee, message, key)
        };
        mail::enqueue(conn, ctx, mail)?;
    }
    Ok(())
}

/// No further reminder, and HR is not told of a trouble (M11) that is over by now.
pub fn stop(conn: &mut Conn, id: RefereeId) -> Result<(), Fault> {
    for kind in ["reminder/", "problem/"] {
        mail::cancel(conn, &dedup(id, kind))?;
    }
    Ok(())
}

/// Neither reminder nor a request that has not left yet; one that could not be delivered is not sent again, for its link
/// is withdrawn as well.
pub fn withdraw(conn: &mut Conn, id: RefereeId) -> Result<(), Fault> {
    for kind in ["request/", "reminder/", "problem/"] {
        mail::withdraw(conn, &dedup(id, kind))?;
    }
    Ok(())
}

/// Why HR has to do something about a reference (M11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// The referee does not want to answer.
    Declined,
    /// Nobody answered before the link ran out.
    Expired,
    /// The answers say too little to count (5.3).
    LowInformation,
}

impl Problem {
    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Declined => (
                "declined",
                "The referee has declined to answer.",
                "Ask the candidate to name somebody else, or talk to the referee on the telephone.",
            ),
            Self::Expired => (
                "expired",
                "The link has run out without an answer.",
                "Send a new link, call the referee, or ask the candidate to name somebody else.",
            ),
            Self::LowInformation => (
                "low_information",
                "The answers came within a minute and say too little to count.",
                "Call the referee and go through the questions on the telephone.",
            ),
        }
    }
}

/// M11: HR's person in charge is told that a reference will not count as it is. Once for each thing that happened.
pub fn problem(
    conn: &mut Conn,
    ctx: &Ctx,
    case: &Case,
    referee: &Referee,
    problem: Problem,
) -> Result<(), Fault> {
    let Some(hr) = people::find_user(conn, case.evidence.terms.hr)? else {
        return Ok(());
    };
    let (word, what, next_step) = problem.words();
    let message = Message::ReferenceProblem(ReferenceProblem {
        candidate_name: case.evidence.candidate_name.clone(),
        job_title: case.evidence.terms.title.clone(),
        referee_name: referee.name.clone(),
        what: what.to_owned(),
        next_step: next_step.to_owned(),
        link: format!("/referees/{}", referee.id),
    });
    let sent = referee.sent_at.map_or(0, Timestamp::unix_micros);
    let mail = Outgoing {
        to_name: hr.name,
        to: hr.email,
        message,
        case: MailCase::Application(case.evidence.application),
        dedup: dedup(referee.id, &format!("problem/{word}/{sent}")),
        not_before: Some(case.calendar.considerate(ctx.now)),
    };
    mail::enqueue(conn, ctx, mail)?;
    Ok(())
}

/// Thanks for the answers, with a link of its own to say "do not ask me again": the one of the request is used up.
pub fn thanks(conn: &mut Conn, ctx: &Ctx, case: &Case, referee: &Referee) -> Result<(), Fault> {
    let link = people::issue_grant(
        conn,
        ctx,
        NewGrant {
            subject: GrantSubject::Referee {
                application: referee.application_id,
                referee: referee.id,
            },
            expires_at: ctx.now + days(STOP_DAYS),
        },
    )?;
    let message = Message::ReferenceThanks(ReferenceThanks {
        candidate_name: case.evidence.candidate_name.clone(),
        stop_link: format!("/l/{}", link.token),
    });
    mail::enqueue(
        conn,
        ctx,
        to_referee(case, referee, message, dedup(referee.id, "thanks")),
    )?;
    Ok(())
}
