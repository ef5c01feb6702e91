//! Steps of an application, and the acts that supply what its gates look at.

pub mod access;
pub mod checks;
pub mod desk;
pub(super) mod ending;
pub mod entry;
pub mod flags;
pub mod look;
pub mod next;
mod weekly;

pub use weekly::sweep;

use serde_json::json;

use crate::{
    applications::{
        self, Application, NewFlag,
        mails::{self, About},
        model::Rejection,
    },
    content::model::Raiser,
    db::Conn,
    fault::Fault,
    flow::{
        case::{self, Case},
        decisions, judged, judged_with, references, refused,
    },
    kernel::{
        ctx::{Actor, Ctx},
        ids::ApplicationId,
        text::multi_line,
    },
    people,
    pipeline::{
        decide,
        flags::automatic_flags,
        forecast::earliest_approval,
        outlook,
        refusal::{Outcome, Refusal, RefusalCode},
        sight::{self, Sight},
        state::{ApplicationState, Machine},
    },
    web::IfMatch,
};

/// A step that somebody asks for.
#[derive(Debug, Clone)]
pub struct StepRequest {
    /// The state to enter.
    pub to: ApplicationState,
    /// The state one believes it is in.
    pub from: Option<ApplicationState>,
    /// Why, for `rejected`.
    pub reason_code: Option<String>,
    /// A note for the file.
    pub note: Option<String>,
    /// For `rejected`: the lines the candidate is sent.
    pub feedback: Vec<String>,
}

/// Takes the step somebody of the staff asks for, or refuses it with every reason at once.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::PreconditionRequired`], [`Fault::Stale`] and [`Fault::Invalid`], in this order; a
/// refusal is no error.
pub fn transition(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    (if_match, base_url): (&IfMatch, &str),
    wanted: impl FnOnce() -> Result<StepRequest, Fault>,
) -> Result<Outcome<Application>, Fault> {
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    let wanted = match wanted() {
        Ok(wanted) => wanted,
        Err(fault) => {
            if_match.require(case.version)?;
            return Err(fault);
        }
    };
    let actor = access::as_of(&case, &ctx.actor);
    let verdict = decide::application(&case.evidence, wanted.to, &actor, case.frame(ctx));
    if let Err(refusal) = &verdict
        && refusal.code == RefusalCode::Forbidden
    {
        return refused(conn, ctx, &case.subject(), refusal.clone());
    }
    if_match.require(case.version)?;
    if wanted.from.is_some_and(|from| from != case.evidence.state) {
        return Err(Fault::Stale);
    }
    let rejection = rejection(conn, ctx, &case, &wanted)?;
    let verdict = verdict.map_err(|refusal| dated(&case, ctx, refusal));
    let details = json!({ "reason_code": wanted.reason_code });
    let moved = judged_with(
        conn,
        ctx,
        &case.subject(),
        details,
        verdict,
        |conn, change| match &rejection {
            Some(rejection) => applications::reject(conn, ctx, id, change, rejection),
            None => applications::set_state(conn, ctx, id, change),
        },
    )?;
    match moved {
        Outcome::Done(row) => {
            decisions::follow(conn, ctx, &case, &row)?;
            decisions::announce(conn, ctx, &case, &row, base_url)?;
            tell(conn, ctx, &case, &row)?;
            if case.evidence.state == ApplicationState::Screened && row.state == ApplicationState::Assessing {
                references::ask(conn, ctx, &case, base_url)?;
            }
            settle(conn, ctx, id)?;
            applications::row(conn, id).map(Outcome::Done)
        }
        Outcome::Refused(refusal) => Ok(Outcome::Refused(discreet(&case, &ctx.actor, refusal))),
    }
}

/// The reason and the words of a rejection; nothing for every other step.
fn rejection(
    conn: &mut Conn,
    ctx: &Ctx,
    case: &Case,
    wanted: &StepRequest,
) -> Result<Option<Rejection>, Fault> {
    let no_rejection = wanted.to != ApplicationState::Rejected;
    if no_rejection {
        if !wanted.feedback.is_empty() {
            let detail = "Feedback belongs to a rejection.";
            return Err(Fault::field("/feedback", "not_for_this_step", detail));
        }
        return Ok(None);
    }
    let reasons = &case.pack.reasons().rejections;
    let known = wanted
        .reason_code
        .as_ref()
        .filter(|code| reasons.iter().any(|reason| reason.code == **code));
    let Some(reason_code) = known else {
        let codes: Vec<&str> = reasons.iter().map(|reason| reason.code.as_str()).collect();
        let detail = format!("Give a reason: {}.", codes.join(", "));
        return Err(Fault::field("/reason_code", "unknown_reason", detail));
    };
    let raters: Vec<_> = case
        .evidence
        .assessment
        .cards
        .iter()
        .map(|card| card.rater)
        .collect();
    let names: Vec<String> = people::users_by_ids(conn, &raters)?
        .into_iter()
        .map(|user| user.name)
        .collect();
    let feedback = applications::checked_feedback(&wanted.feedback, &names).map_err(Fault::Invalid)?;
    let by = ctx
        .actor
        .user_id()
        .ok_or_else(|| Fault::forbidden("Only a person says no."))?;
    Ok(Some(Rejection {
        reason_code: reason_code.clone(),
        note: wanted.note.as_deref().map(multi_line),
        feedback,
        by,
    }))
}

/// A refusal by gates with the earliest date at which an approval is possible (dossier 7.5).
fn dated(case: &Case, ctx: &Ctx, mut refusal: Box<Refusal>) -> Box<Refusal> {
    if !refusal.refusals.is_empty() {
        let input = look::forecast_input(case, ctx);
        let forecast = earliest_approval(&input, &case.policy, ctx.now, &case.calendar);
        outlook::attach(&mut refusal, &forecast);
    }
    refusal
}

/// A refusal as this actor may see it: what gives ratings or references away is withheld.
fn discreet(case: &Case, actor: &Actor, mut refusal: Box<Refusal>) -> Box<Refusal> {
    if sight::of_verdicts(&case.evidence, actor) == Sight::Open {
        return refusal;
    }
    if refusal
        .refusals
        .iter()
        .any(|row| sight::TELLING.contains(&row.gate))
    {
        refusal.detail = match refusal.refusals.len() {
            1 => "1 gate refuses".to_owned(),
            n => format!("{n} gates refuse"),
        };
    }
    refusal.refusals = sight::withhold(refusal.refusals, &case.evidence, actor);
    refusal
}

/// Writes to the candidate about the step that was just taken.
fn tell(conn: &mut Conn, ctx: &Ctx, before: &Case, row: &Application) -> Result<(), Fault> {
    let candidate = applications::candidate(conn, row.candidate_id)?;
    let about = About {
        application: row,
        candidate: &candidate,
        job_title: &before.evidence.terms.title,
        calendar: &before.calendar,
    };
    if row.state.is_terminal() {
        mails::stop_asking(conn, row.id)?;
    }
    match &row.rejection {
        Some(rejection) if row.state == ApplicationState::Rejected => {
            mails::rejected(conn, ctx, about, &rejection.0)
        }
        _ => {
            let now = case::load(conn, ctx, row.id)?;
            mails::status(conn, ctx, about, look::progress_of(&now, ctx))
        }
    }
}

/// The candidate withdraws: at any time, without a gate.
///
/// # Errors
/// [`Fault::NotFound`] for everybody but the candidate.
pub fn withdraw(conn: &mut Conn, ctx: &Ctx, id: ApplicationId) -> Result<Outcome<Application>, Fault> {
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    step(conn, ctx, &case, ApplicationState::Withdrawn)
}

/// Takes a step that follows from another act: an answer, the clock, a hire. The candidate is told.
///
/// # Errors
/// When a statement fails; a refusal is no error.
pub(super) fn step(
    conn: &mut Conn,
    ctx: &Ctx,
    case: &Case,
    to: ApplicationState,
) -> Result<Outcome<Application>, Fault> {
    let actor = access::as_of(case, &ctx.actor);
    let verdict = decide::application(&case.evidence, to, &actor, case.frame(ctx));
    let moved = judged(conn, ctx, &case.subject(), verdict, |conn, change| {
        applications::set_state(conn, ctx, case.evidence.application, change)
    })?;
    if let Outcome::Done(row) = &moved {
        decisions::follow(conn, ctx, case, row)?;
        tell(conn, ctx, case, row)?;
    }
    Ok(moved)
}

/// Raises the red flags that follow from the facts and takes the steps that follow from what people did: the
/// role is acknowledged after a recorded talk, rounds are complete, references are complete. Each is audited as
/// derived.
///
/// # Errors
/// When a statement fails; a gate that is still open is no error.
pub fn settle(conn: &mut Conn, ctx: &Ctx, id: ApplicationId) -> Result<(), Fault> {
    let system = Ctx {
        actor: Actor::System,
        ..ctx.clone()
    };
    let case = case::load(conn, ctx, id)?;
    if !case.evidence.state.is_terminal() {
        raise_automatic(conn, &system, &case)?;
    }
    loop {
        let case = case::load(conn, ctx, id)?;
        let to = match case.evidence.state {
            ApplicationState::Applied => ApplicationState::RoleAcknowledged,
            ApplicationState::Assessing => ApplicationState::Assessed,
            ApplicationState::Assessed => ApplicationState::ReferencesComplete,
            _ => return Ok(()),
        };
        let verdict = decide::application(&case.evidence, to, &system.actor, case.frame(ctx));
        if verdict.is_err() {
            return Ok(());
        }
        let moved = judged(conn, &system, &case.subject(), verdict, |conn, change| {
            applications::set_state(conn, &system, id, change)
        })?;
        if let Outcome::Done(row) = moved {
            tell(conn, &system, &case, &row)?;
        }
    }
}

/// Raises what the facts say; a fact that raised its flag before raises none.
fn raise_automatic(conn: &mut Conn, system: &Ctx, case: &Case) -> Result<(), Fault> {
    for follows in automatic_flags(&case.evidence, &case.policy, &case.calendar) {
        let raiser = match follows.code.as_str() {
            "RF13" => Raiser::ExpectationAnswer,
            "RF22" => Raiser::Gate,
            "RF23" => Raiser::Referee,
            _ => Raiser::Rule,
        };
        let new = NewFlag {
            application: case.evidence.application,
            code: follows.code,
            cause: follows.key,
            raiser,
            by: None,
            text: follows.why,
        };
        applications::raise_flag(conn, system, new)?;
    }
    Ok(())
}
