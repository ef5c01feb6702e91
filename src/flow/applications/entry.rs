//! From the arrival of an application to the acknowledged role: what HR, the public and the candidate do.

use serde::Serialize;
use utoipa::ToSchema;

use super::{access, look, settle};
use crate::{
    applications::{
        self, Application, Owes, Pins, Progress, QuizKey,
        mails::{self, About},
        model::{AcknowledgementBody, NewCandidate, WrongAnswer},
    },
    company,
    db::Conn,
    fault::Fault,
    flow::{
        case::{self, Case},
        judged,
    },
    jobs,
    kernel::{
        ctx::{Actor, Ctx},
        ids::{ApplicationId, JobId},
        role::Role,
        time::{days, hours},
    },
    mail::{self, message::EarliestDate},
    people::Landing,
    pipeline::{
        decide,
        gate_id::GateId,
        refusal::Outcome,
        state::{ApplicationState, JobState},
    },
    web::IfMatch,
};

/// Stores an application for an open job, issues the candidate's link and queues the first mails; `None` when
/// this person has an application for the job under way.
///
/// # Errors
/// [`Fault::NotFound`] when there is no such job, [`Fault::Conflict`] when it is not open.
pub fn apply(
    conn: &mut Conn,
    ctx: &Ctx,
    job: JobId,
    new: &NewCandidate,
    base_url: &str,
) -> Result<Option<Application>, Fault> {
    let row = jobs::get(conn, job)?;
    if row.state != JobState::Open {
        return Err(Fault::Conflict {
            code: "job_not_open",
            detail: "Applications are taken while the job is open.".to_owned(),
        });
    }
    let (policy_version, _) = company::current_policy(conn)?;
    let (content_version, pack) = company::current_pack(conn)?;
    let plan = jobs::current_plan(conn, &row)?.number;
    let terms = jobs::terms(conn, job, plan, &pack)?;
    let pins = Pins {
        policy: policy_version,
        content: content_version,
        description: terms.description_number,
        plan,
    };
    let Some(application) = applications::apply(conn, ctx, job, new, pins)? else {
        return Ok(None);
    };
    let candidate = applications::candidate(conn, application.candidate_id)?;
    let calendar = company::calendar(conn)?;
    let about = About {
        application: &application,
        candidate: &candidate,
        job_title: &terms.title,
        calendar: &calendar,
    };
    let dates = earliest_dates(conn, ctx, &application)?;
    mails::received(conn, ctx, about, base_url, dates)?;
    ask(conn, ctx, about, base_url, terms.description_number)?;
    Ok(Some(application))
}

/// The dates of M01 that hold whatever else happens: a first interview after the time to read (G11), a decision after
/// the least time an application takes (G35), both on the company's working calendar. The whole forecast is for the
/// staff: it speaks of other candidates.
fn earliest_dates(conn: &mut Conn, ctx: &Ctx, application: &Application) -> Result<Vec<EarliestDate>, Fault> {
    let policy = company::policy(conn, application.policy_version)?;
    let calendar = company::calendar(conn)?;
    let first = ctx.now + hours(i64::from(policy.ack_reading_hours));
    let decision = application.applied_at + days(i64::from(policy.min_elapsed_days));
    let date = |what: &str, at| EarliestDate {
        what: what.to_owned(),
        when: mail::when(calendar.roll_to_working_time(at), calendar.timezone()),
    };
    Ok(vec![
        date("First interview, if you answer the questions today", first),
        date("Decision", decision),
    ])
}

/// Asks a candidate to read a version of the description (M02), with a link of its own.
fn ask(conn: &mut Conn, ctx: &Ctx, about: About<'_>, base_url: &str, number: u32) -> Result<(), Fault> {
    let description = jobs::description(conn, about.application.job_id, i64::from(number))?
        .body
        .0;
    let (link, expires) = mails::link(conn, ctx, base_url, about.application.id, Landing::Description)?;
    mails::ask_to_acknowledge(
        conn,
        ctx,
        about,
        (&link, expires),
        number,
        &description.preview.hard,
    )
}

/// Asks everybody who applies for a job, and has not ended, to read its new description (T22). Call it when
/// a version that has to be acknowledged comes into force.
///
/// # Errors
/// When a statement fails.
pub fn ask_again(conn: &mut Conn, ctx: &Ctx, job: JobId, base_url: &str) -> Result<(), Fault> {
    use crate::pipeline::state::Machine;
    for application in applications::of_job(conn, job)? {
        if application.state.is_terminal() {
            continue;
        }
        let case = case::load(conn, ctx, application.id)?;
        if look::owed_answers(&case) != Owes::NewDescription {
            continue;
        }
        let candidate = applications::candidate(conn, application.candidate_id)?;
        let about = About {
            application: &application,
            candidate: &candidate,
            job_title: &case.evidence.terms.title,
            calendar: &case.calendar,
        };
        ask(conn, ctx, about, base_url, case.evidence.terms.description_number)?;
    }
    Ok(())
}

/// Records that the candidate saw the privacy notice (G10).
///
/// # Errors
/// [`Fault::NotFound`] for everybody but the candidate.
pub fn see_notice(conn: &mut Conn, ctx: &Ctx, id: ApplicationId) -> Result<(), Fault> {
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    access::under_way(&case)?;
    let row = applications::row(conn, id)?;
    applications::notice_seen(conn, ctx, &row)
}

/// What came of an attempt at the expectation questions, as the candidate is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Acknowledged {
    /// Whether all five answers are right and the role is acknowledged.
    pub complete: bool,
    /// The questions to answer again, with what the description says.
    pub wrong: Vec<WrongAnswer>,
    /// Where the application stands.
    pub state: ApplicationState,
    /// What happens next.
    pub progress: Progress,
}

/// Takes the candidate's answers; when all are right, the role is acknowledged and the application moves on,
/// unless what is expected has to be talked through first (G11).
///
/// # Errors
/// [`Fault::AlreadySubmitted`] when this version is acknowledged. Without the privacy notice the answer is a
/// refusal by G10 and nothing is stored.
pub fn acknowledge(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    answers: impl FnOnce() -> Result<AcknowledgementBody, Fault>,
) -> Result<Outcome<Acknowledged>, Fault> {
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    let body = answers()?;
    access::under_way(&case)?;
    if body
        .expected_split
        .sales_pct
        .saturating_add(body.expected_split.relationship_pct)
        > 100
    {
        let detail = "The two shares together are at most 100.";
        return Err(Fault::field("/expected_split", "sum", detail));
    }
    let to = ApplicationState::RoleAcknowledged;
    if case.evidence.notice_seen_at.is_none()
        && let Err(refusal) = decide::application(&case.evidence, to, &ctx.actor, case.frame(ctx))
        && refusal.gates().contains(&GateId::G10)
    {
        return crate::flow::refused(conn, ctx, &case.subject(), refusal);
    }
    let row = applications::row(conn, id)?;
    let terms = &case.evidence.terms;
    let description = jobs::description(conn, terms.job, i64::from(terms.description_number))?
        .body
        .0;
    let key = QuizKey {
        quiz: case.pack.quiz(),
        description: &description,
        kind: terms.kind,
        sales_share_pct: terms.sales_share_pct,
    };
    let wrong = applications::answer(conn, ctx, &row, terms.description_number, &key, &body)?;
    let complete = wrong.is_empty();
    if complete {
        renew_plan(conn, ctx, &row, &case)?;
        mails::stop_asking(conn, id)?;
        step_to_acknowledged(conn, ctx, id)?;
        settle(conn, ctx, id)?;
    }
    let case = case::load(conn, ctx, id)?;
    Ok(Outcome::Done(Acknowledged {
        complete,
        wrong,
        state: case.evidence.state,
        progress: look::progress_of(&case, ctx),
    }))
}

/// Whoever confirms a newer description than the one they began with is assessed by the interview plan that belongs
/// to it; everybody else finishes under the plan they began with (dossier 7.1).
fn renew_plan(conn: &mut Conn, ctx: &Ctx, row: &Application, case: &Case) -> Result<(), Fault> {
    let terms = &case.evidence.terms;
    if i64::from(terms.description_number) <= row.description_number {
        return Ok(());
    }
    let job = jobs::get(conn, terms.job)?;
    let plan = jobs::current_plan(conn, &job)?.number;
    applications::follow_plan(conn, ctx, row, plan)
}

/// The step the answers make possible. A difference that has to be talked through keeps it waiting; that is no
/// refusal, because the candidate has done what was asked.
fn step_to_acknowledged(conn: &mut Conn, ctx: &Ctx, id: ApplicationId) -> Result<(), Fault> {
    let case = case::load(conn, ctx, id)?;
    let to = ApplicationState::RoleAcknowledged;
    let verdict = decide::application(&case.evidence, to, &ctx.actor, case.frame(ctx));
    if verdict.is_err() {
        return Ok(());
    }
    let moved = judged(conn, ctx, &case.subject(), verdict, |conn, change| {
        applications::set_state(conn, ctx, id, change)
    })?;
    if let Outcome::Done(row) = moved {
        super::tell(conn, ctx, &case, &row)?;
    }
    Ok(())
}

/// Records a talk about the role (G11) and takes the step it makes possible.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but HR and the hiring manager.
pub fn talk(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    if_match: &IfMatch,
    text: impl FnOnce() -> Result<String, Fault>,
) -> Result<Application, Fault> {
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    let roles = [Role::Hr, Role::HrLead, Role::HiringManager];
    let by = access::staff(&case, &ctx.actor, &roles, "HR or the hiring manager")?;
    if_match.honour(case.version)?;
    let text = text()?;
    access::under_way(&case)?;
    let row = applications::row(conn, id)?;
    applications::talk(conn, ctx, &row, by.id, &text)?;
    settle(conn, ctx, id)?;
    applications::row(conn, id)
}

/// The candidate behind a link.
///
/// # Errors
/// [`Fault::NotFound`] for everybody else.
pub fn own(actor: &Actor) -> Result<ApplicationId, Fault> {
    match actor {
        Actor::Candidate { application, .. } => Ok(*application),
        _ => Err(Fault::NotFound("application")),
    }
}
